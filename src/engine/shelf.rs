//! The live stories as the writer holds them: read from the store at a start, and again when
//! people made stories anew, in this process or another.

use jiff::{SignedDuration, Timestamp};

use crate::domain::Storying;
use crate::store::{REGROUPED, Store, StoreError};
use crate::triage::Book;

/// A book and the number of regroupings that it knows of.
pub(super) struct Shelf {
    pub(super) book: Book,
    regrouped: u64,
}

impl Shelf {
    /// Reads the live stories.
    pub(super) fn read(
        store: &dyn Store,
        storying: &Storying,
        now: Timestamp,
    ) -> Result<Shelf, StoreError> {
        // Counted first: what is made anew meanwhile is read once more, never missed.
        let regrouped = store.cursor(REGROUPED)?.unwrap_or(0);
        let window = SignedDuration::from_secs(i64::from(storying.window));
        let stories = store.stories_since(now.checked_sub(window).unwrap_or(Timestamp::MIN))?;
        Ok(Shelf { book: Book::load(stories, now).keeping(storying, now), regrouped })
    }

    /// Reads them again where they were made anew.
    pub(super) fn renew(
        &mut self,
        store: &dyn Store,
        storying: &Storying,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if store.cursor(REGROUPED)?.unwrap_or(0) != self.regrouped {
            *self = Shelf::read(store, storying, now)?;
            tracing::info!(stories = self.book.len(), "stories were made anew; read again");
        }
        Ok(())
    }
}
