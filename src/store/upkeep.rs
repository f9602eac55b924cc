//! Shapes of a store's upkeep: what to keep, what went, how much there is.

use jiff::Timestamp;

/// What a store keeps. Unacknowledged alerts and their articles stay in any case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// Articles first fetched before this go. A story goes with its last article, and a settled
    /// alert with its story.
    pub older_than: Option<Timestamp>,
    /// At most this many articles stay, the newest.
    pub keep_at_most: Option<u64>,
    /// Alerts that something was done to since then stay too: the hand-over tells of it.
    pub acted_since: Option<Timestamp>,
}

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Articles.
    pub articles: u64,
    /// Stories left without articles.
    pub stories: u64,
    /// Alerts of such stories.
    pub alerts: u64,
    /// Notices of such alerts.
    pub notices: u64,
}

/// How much a store holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreStats {
    /// Bytes on disk, the log included.
    pub bytes: u64,
    /// Of these, free to be used again.
    pub free_bytes: u64,
    /// Version of the shape of its tables.
    pub version: i64,
    /// Feeds, those switched off included.
    pub feeds: u64,
    /// Articles.
    pub articles: u64,
    /// Earlier versions of articles.
    pub article_versions: u64,
    /// Stories.
    pub stories: u64,
    /// Alerts.
    pub alerts: u64,
    /// Notices kept.
    pub notices: u64,
    /// When the oldest article was first fetched.
    pub oldest: Option<Timestamp>,
    /// When the newest article was first fetched.
    pub newest: Option<Timestamp>,
}
