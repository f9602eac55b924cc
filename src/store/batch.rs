//! One commit: what is asked of a store and what it did. How it is written is each store's work.

use jiff::Timestamp;

use crate::domain::{Changes, Feed, FeedId, Identity, Known, Route};

/// Name of the cursor that counts how often stories were made anew.
pub const REGROUPED: &str = "stories regrouped";

/// Name of the cursor that counts how often feeds that had ended were to be asked again.
pub const ASKED_AGAIN: &str = "feeds asked again";

/// Decides, inside the transaction, what a batch changes.
pub type Decide<'a> = dyn FnMut(&Known) -> Changes + 'a;

/// What one commit did.
#[derive(Clone, Debug, Default)]
pub struct Committed {
    /// The store's change counter after it.
    pub revision: u64,
    /// New article rows.
    pub new_articles: u64,
    /// Notices raised, by their numbers.
    pub notices: Vec<u64>,
    /// The changes as written, for whoever keeps a picture in memory.
    pub changes: Changes,
}

/// What a document of a feed lists, whether it is new or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The feed.
    pub feed: FeedId,
    /// Identities and aliases of its articles, in its order.
    pub keys: Vec<Identity>,
}

/// How much there is to write. What nobody is told of may then wait a moment, so that it is written
/// once and not with every commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// Nothing more waits: everything is as it should be after this commit.
    #[default]
    Calm,
    /// More waits already: the next commit follows at once.
    Backlog,
}

/// One batch of polls to commit together.
#[derive(Debug)]
pub struct Batch<'a> {
    /// The feeds polled, as they stand after the poll (their `articles` counter is the store's).
    pub feeds: &'a [Feed],
    /// Identities and aliases to look up before deciding.
    pub lookups: &'a [Identity],
    /// What the documents list: retention leaves it alone for as long as they do.
    pub listed: &'a [Listing],
    /// Which notifiers want which notices: each notice gets a row in the outbox for each that does.
    pub routes: &'a [Route],
    /// How often stories were made anew, as far as the decider knows; `None`: whatever it is.
    pub regrouped: Option<u64>,
    /// How much there is to write.
    pub load: Load,
    /// The time of the commit.
    pub now: Timestamp,
}

impl Batch<'_> {
    /// A batch of nothing yet.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Batch {
            feeds: &[],
            lookups: &[],
            listed: &[],
            routes: &[],
            regrouped: None,
            load: Load::Calm,
            now,
        }
    }
}
