//! What the store knows of the articles of a poll: all that `triage::decide` asks of the past beside its
//! stories.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{ArticleId, FeedId, Identity, StoryId};

/// What the store knows of an article that a poll shows again.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownArticle {
    /// Its row.
    pub id: ArticleId,
    /// Its identity (the look-up may have been by alias).
    pub identity: Identity,
    /// The feed it was first seen in.
    pub feed: FeedId,
    /// Hash of its content as stored.
    pub content: u64,
    /// The publisher's id for it, as stored.
    pub guid: String,
    /// Its headline as stored.
    pub title: String,
    /// Its link as stored.
    pub url: String,
    /// How its text begins, as stored.
    pub beginning: String,
    /// When it says that it was published, as stored.
    pub published: Option<Timestamp>,
    /// Its story.
    pub story: StoryId,
    /// Names of the watches it matched.
    pub watches: Vec<String>,
    /// When it was first fetched.
    pub first_seen: Timestamp,
}

/// What is known of the identities and aliases of a batch, by each of them.
pub type Known = HashMap<Identity, KnownArticle>;
