//! The shapes of what a store shows.

use jiff::Timestamp;

use crate::domain::{Article, ArticleId, FullText, Match, StoryId};

/// An article of a story, for the story pane.
#[derive(Clone, Debug)]
pub struct StoryArticle {
    /// Its row.
    pub id: ArticleId,
    /// The article.
    pub article: Article,
    /// The watches it satisfies, with their hits.
    pub matches: Vec<Match>,
    /// Who really reported it.
    pub origin: String,
    /// When it was first fetched.
    pub first_seen: Timestamp,
    /// Earlier versions, oldest first.
    pub versions: Vec<Version>,
    /// Its full text, if somebody asked for it.
    pub full: Option<FullText>,
}

/// An earlier version of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// When the next one took its place.
    pub replaced: Timestamp,
    /// Its headline.
    pub title: String,
    /// Its standfirst.
    pub summary: String,
    /// Its text.
    pub body: String,
}

/// An article found by a search.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its row.
    pub id: ArticleId,
    /// The article.
    pub article: Article,
    /// Its story.
    pub story: StoryId,
    /// When it was first fetched.
    pub first_seen: Timestamp,
    /// Names of the watches that flag it.
    pub watches: Vec<String>,
}

/// The counters of the status line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Unacknowledged alerts by severity, in the order of [`Severity::ALL`](crate::domain::Severity::ALL).
    pub open: [u64; 4],
    /// All alerts.
    pub alerts: u64,
    /// Articles stored.
    pub articles: u64,
    /// Feeds enabled.
    pub feeds: u64,
    /// Feeds by state that need a look, with their number, most first.
    pub failing: Vec<(crate::domain::FeedState, u64)>,
    /// Articles stored in the last 10 minutes, per minute, oldest first.
    pub per_minute: [u64; 10],
    /// When any feed was last polled.
    pub last_poll: Option<Timestamp>,
}
