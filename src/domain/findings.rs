//! Findings: what `triage::examine` reads out of one document, before anything known is consulted.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Article, FeedId, Identity, Match, OutletClass, Rhythm};

/// One article of a document with all that can be told of it alone.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// What makes it the same article in another poll.
    pub identity: Identity,
    /// The same title and link under another guid have the same alias.
    pub alias: Option<Identity>,
    /// Hash of title, summary, body and link: differs when the publisher edits.
    pub content: u64,
    /// The article.
    pub article: Arc<Article>,
    /// The watches it satisfies; empty for most.
    pub matches: Vec<Match>,
    /// What clustering needs of it (hashed words, shingles, marks), written by `triage`.
    pub features: Features,
}

/// What clustering, origins and scoring take from one article's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features {
    /// Distinct words of title (counted twice) and start of the summary: (hash, count).
    pub words: Vec<(u32, u16)>,
    /// Hashes of its 4-word shingles, sorted: the smallest of them, enough to tell copies.
    pub shingles: Vec<u32>,
    /// The agency whose copy it is, by its own marks.
    pub agency: Option<String>,
    /// Countries it names, ISO 3166 alpha-2, sorted.
    pub countries: Vec<String>,
}

/// What a document says of its feed as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedFacts {
    /// The feed's own title.
    pub title: String,
    /// Its web site, or empty.
    pub link: String,
    /// Its declared language, or empty.
    pub language: String,
    /// What it says of its pace.
    pub rhythm: Rhythm,
}

/// All that one document yields.
#[derive(Clone, Debug)]
pub struct Findings {
    /// The feed.
    pub feed: FeedId,
    /// Kind of publisher, from the configuration.
    pub class: OutletClass,
    /// When the document was fetched.
    pub fetched: Timestamp,
    /// Whether this is the first document of this feed.
    pub first_poll: bool,
    /// Its articles, newest first as the feed gave them.
    pub items: Vec<Finding>,
    /// What it says of the feed.
    pub facts: FeedFacts,
    /// What had to be repaired before it could be read.
    pub repaired: Option<String>,
    /// How many items beyond the limit were left out.
    pub cut: usize,
}
