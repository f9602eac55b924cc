//! One commit: what is asked of a store and what it did. How it is written is each store's work.

use jiff::Timestamp;

use crate::domain::{Changes, Feed, FeedId, Identity, Known, Route};

/// Name of the cursor that counts how often stories were made anew.
pub const REGROUPED: &str = "stories regrouped";

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
    /// The time of the commit.
    pub now: Timestamp,
}
