//! What becomes of what is stored when stories turn out to be one.

use super::StoryId;

/// Articles of a story that are of another origin than they seemed to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The story.
    pub story: StoryId,
    /// The origin so far.
    pub from: String,
    /// The origin now.
    pub to: String,
}

/// A story that goes into another: its articles move, its alert becomes part of the other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The story that goes.
    pub from: StoryId,
    /// The story that stays.
    pub into: StoryId,
}
