//! The store: the one truth that the engine writes and both front ends read.
//!
//! This file holds the trait that every backend implements.
//! What is to be written is decided in `triage`; when, in `engine`.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::{
    Alert, AlertId, ArticleId, Choice, Feed, FeedSpec, Notice, Regrouping, Spill, StoryChange,
    StoryId, Timeliness,
};

mod alert_query;
mod batch;
mod codec;
pub mod copies;
mod duty;
mod error;
pub mod files;
mod line_json;
mod listed;
pub mod lock;
pub mod memory;
mod notices;
mod outbox;
mod pages;
mod renamed;
mod scope;
pub mod sent;
mod spill;
mod spots;
mod sqlite;
mod texts;
mod timeliness;
pub mod unsaid;
mod upkeep;
mod versions;
mod words;

pub use alert_query::{AlertOrder, AlertQuery};
pub use batch::{ASKED_AGAIN, Batch, Committed, Decide, Listing, Load, REGROUPED};
pub use duty::{Duty, SilenceScope};
pub use error::StoreError;
pub use outbox::{DeliveryQuery, Due, Outbox, OutboxSum};
pub use pages::{Counts, Found, StoryArticle, Version};
pub use scope::{EachFeed, FeedScope};
pub use spots::spots;
pub use texts::Texts;
pub use upkeep::{Pruned, Retention, StoreStats};

use duty::{
    AWAKE, FLAGGED, MERGED, Step, VOID, ends_void, in_order, named, of_part, patience, revived,
};
use notices::{lines, tell_stories};

/// Takes one story, and says whether it wants more.
pub type EachStory<'a> = &'a mut dyn FnMut(StoryChange) -> ControlFlow<()>;

/// What a store promises. Every method blocks: call it from a blocking thread.
///
/// A writer's work is one transaction each; readers see whole transactions only.
pub trait Store: Outbox + Duty + Texts + Send + Sync {
    /// Makes the stored feeds those of the configuration: adds new ones, updates what the
    /// configuration says of known ones (matched by address), disables the rest. Keeps health.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn sync_feeds(&self, specs: &[FeedSpec], now: Timestamp) -> Result<(), StoreError>;

    /// Lets a feed be polled again that its publisher had ended, and counts it under [`ASKED_AGAIN`], so that
    /// the process that polls sees it; says whether it was one.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn ask_again(&self, address: &str) -> Result<bool, StoreError>;

    /// Shows every enabled feed (and, with `All`, the disabled ones), by row. No more than one of
    /// them is held at a time.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn each_feed(&self, scope: FeedScope, each: EachFeed<'_>) -> Result<(), StoreError>;

    /// The same feeds together.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn feeds(&self, scope: FeedScope) -> Result<Vec<Feed>, StoreError> {
        let mut feeds = Vec::new();
        self.each_feed(scope, &mut |feed| feeds.push(feed))?;
        Ok(feeds)
    }

    /// That it was brought up from an older version as it was opened.
    fn climbed(&self) -> Option<&copies::Climbed> {
        None
    }

    /// A place outside memory for what the writing process asks for seldom, where this store has one.
    fn spill(&self) -> Option<Box<dyn Spill>> {
        None
    }

    /// Writes a batch of polls: feeds' health and validators, and what `decide` wants, all in one
    /// transaction. Nothing is written when it fails.
    ///
    /// # Errors
    /// When the store cannot be written, or `decide` wants nothing written.
    fn commit(&self, batch: &Batch<'_>, decide: &mut Decide<'_>) -> Result<Committed, StoreError>;

    /// A page of alerts.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn alerts(&self, query: &AlertQuery) -> Result<Vec<Alert>, StoreError>;

    /// One alert.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn alert(&self, id: AlertId) -> Result<Option<Alert>, StoreError>;

    /// The articles of a story, oldest first, at most `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn story(&self, id: StoryId, limit: usize) -> Result<Vec<StoryArticle>, StoreError>;

    /// Shows stories whose last article was fetched since, with their state, the newest first,
    /// until `each` breaks off. No more than one of them is held at a time.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn each_story(&self, since: Timestamp, each: EachStory<'_>) -> Result<(), StoreError>;

    /// The same stories together, the oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn stories_since(&self, since: Timestamp) -> Result<Vec<StoryChange>, StoreError> {
        let mut stories = Vec::new();
        self.each_story(since, &mut |story| {
            stories.push(story);
            ControlFlow::Continue(())
        })?;
        stories.reverse();
        Ok(stories)
    }

    /// Notices after a number, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn notices_after(&self, seq: u64, limit: usize) -> Result<Vec<Notice>, StoreError>;

    /// Number of the newest notice; 0 when there is none.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn last_notice(&self) -> Result<u64, StoreError>;

    /// A number kept under a name (how far standard output has got, for one).
    ///
    /// # Errors
    /// When the store cannot be read.
    fn cursor(&self, name: &str) -> Result<Option<u64>, StoreError>;

    /// Keeps a number under a name.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn set_cursor(&self, name: &str, value: u64) -> Result<(), StoreError>;

    /// How punctual polling was when its process last said so; `None`: none ever did.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn timeliness(&self) -> Result<Option<Timeliness>, StoreError> {
        timeliness::read(&|name| self.cursor(name))
    }

    /// Keeps how punctual polling is, so that other processes can show it.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn set_timeliness(&self, told: &Timeliness) -> Result<(), StoreError> {
        timeliness::write(told, &|name, value| self.set_cursor(name, value))
    }

    /// Articles that hold all the given words, newest first. Any text is a valid search.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn search(&self, words: &str, offset: usize, limit: usize) -> Result<Vec<Found>, StoreError>;

    /// Articles first fetched since, newest first, in pages below a row: for trying a watch on
    /// what is stored. `below` is the row of the last article of the page before.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn articles_since(
        &self,
        since: Timestamp,
        below: Option<ArticleId>,
        limit: usize,
    ) -> Result<Vec<Found>, StoreError>;

    /// The counters of the status line.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn counts(&self, now: Timestamp) -> Result<Counts, StoreError>;

    /// Alerts raised per hour and watch over the last `hours`, the oldest hour first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn alerts_per_hour(
        &self,
        now: Timestamp,
        hours: usize,
    ) -> Result<Vec<(String, Vec<u64>)>, StoreError>;

    /// When alerts were raised since a time, one row for each watch of each; those that became part
    /// of others are left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn alerts_raised(&self, since: Timestamp) -> Result<Vec<(String, Timestamp)>, StoreError>;

    /// Whether what was opened still lies where it was: nothing is written to a file that was moved,
    /// deleted or replaced.
    ///
    /// # Errors
    /// When it does not.
    fn in_place(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// The change counter. It grows with every commit of this process and of any other.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn revision(&self) -> Result<u64, StoreError>;

    /// Opens snoozed alerts whose time has come; returns them. Costs nothing when there are none.
    /// Every commit does it too: this is for times without commits.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn wake(&self, now: Timestamp) -> Result<Vec<AlertId>, StoreError> {
        let _ = now;
        Ok(Vec::new())
    }

    /// Makes stories anew: moves articles, writes stories and alerts in silence, keeps the choices
    /// and counts it under [`REGROUPED`], so that whoever keeps stories in memory reads them
    /// again. Returns the new revision.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn regroup(&self, regrouping: &Regrouping, now: Timestamp) -> Result<u64, StoreError>;

    /// A story as it stands, one that went into another too.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn standing(&self, story: StoryId) -> Result<Option<StoryChange>, StoreError>;

    /// What people chose for stored articles.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn choices(&self) -> Result<Vec<Choice>, StoreError>;

    /// Removes what is old or too much. Never takes an alert that is open or snoozed, one that
    /// something was done to lately, nor what stands behind it; nor what an enabled feed still lists.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn prune(&self, keep: &Retention) -> Result<Pruned, StoreError> {
        let _ = keep;
        Err(unable("pruned"))
    }

    /// Writes a whole copy to a path where nothing is yet, while work goes on.
    ///
    /// # Errors
    /// When the copy cannot be written.
    fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let _ = to;
        Err(unable("backed up"))
    }

    /// Looks through everything; returns what is wrong, in a line each.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    fn check(&self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }

    /// Looks through every page of a store that is too large for that when it opens, table by
    /// table, while work goes on; returns what is wrong, a line for each table.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    fn look_through(&self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }

    /// Gives back space that is no longer used.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn vacuum(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// How much is stored.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn stats(&self) -> Result<StoreStats, StoreError> {
        Err(unable("measured"))
    }
}

/// The answer of a backend that lacks a service.
fn unable(what: &str) -> StoreError {
    StoreError::Backend(format!("this kind of store cannot be {what}"))
}

/// Opens the store at `path` with the embedded backend, creating it when there is none.
///
/// # Errors
/// When it is damaged, of a newer version, locked for longer than `patience`, or not writable.
pub fn open(path: &Path, patience: Duration) -> Result<Arc<dyn Store>, StoreError> {
    Ok(Arc::new(sqlite::SqliteStore::open(path, patience)?))
}
