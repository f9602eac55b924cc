//! Which feeds are asked for, and the way in which they come.

use crate::domain::Feed;

/// Which feeds to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedScope {
    /// Those that are polled.
    Enabled,
    /// Also those that are switched off.
    All,
}

/// Takes one feed.
pub type EachFeed<'a> = &'a mut dyn FnMut(Feed);
