//! The live stories as the writer holds them, read from the store when they are first needed: a
//! single round in which nothing is new does without them.
//!
//! What becomes of stories is decided in `triage`.

use jiff::{SignedDuration, Timestamp};

use super::{Mode, RuleSet};
use crate::domain::StoryChange;
use crate::store::{REGROUPED, Store, StoreError};
use crate::triage::Book;

/// The store's mark that a notice was held back when it was last written.
const HELD: &str = "held";

/// The book, read or not.
pub(super) struct Shelf {
    book: Option<Book>,
    /// The mark as it stands in the store.
    held: Option<u64>,
    /// How often stories had been made anew when the book was read.
    regrouped: u64,
}

impl Shelf {
    /// Reads the book, unless a single round may turn out not to need it: then no notice of an
    /// earlier process waits to be told.
    pub(super) fn open(
        store: &dyn Store,
        rules: &RuleSet,
        mode: Mode,
    ) -> Result<Shelf, StoreError> {
        let mut shelf = Shelf { book: None, held: store.cursor(HELD)?, regrouped: 0 };
        if mode != Mode::Once || shelf.held != Some(0) {
            shelf.book(store, rules)?;
        }
        Ok(shelf)
    }

    /// The book; read now if it was not.
    pub(super) fn book(
        &mut self,
        store: &dyn Store,
        rules: &RuleSet,
    ) -> Result<&mut Book, StoreError> {
        let book = match self.book.take() {
            Some(book) => book,
            None => {
                // Counted first: what is made anew meanwhile is read once more, never missed.
                self.regrouped = regrouped(store)?;
                read(store, rules)?
            }
        };
        Ok(self.book.insert(book))
    }

    /// Reads the book again where people made stories anew since, here or in another process.
    pub(super) fn renew(&mut self, store: &dyn Store, rules: &RuleSet) -> Result<(), StoreError> {
        if self.book.is_some() && regrouped(store)? != self.regrouped {
            self.book = None;
            self.book(store, rules)?;
        }
        Ok(())
    }

    /// The book, where it was read.
    pub(super) fn open_book(&self) -> Option<&Book> {
        self.book.as_ref()
    }

    /// When the next notice that grouping holds back is due.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.book.as_ref()?.next_due()
    }

    /// Takes in what was written, and marks in the store whether a notice is held back.
    pub(super) fn take_in(&mut self, store: &dyn Store, stories: Vec<StoryChange>, now: Timestamp) {
        let Some(book) = &mut self.book else { return };
        book.take_in(stories, now);
        let held = Some(u64::from(book.next_due().is_some()));
        if self.held == held {
            return;
        }
        match store.set_cursor(HELD, held.unwrap_or_default()) {
            Ok(()) => self.held = held,
            // Tried again after the next commit; until then a single round reads more than it must.
            Err(error) => tracing::debug!(%error, "the mark of held notices was not written"),
        }
    }
}

fn regrouped(store: &dyn Store) -> Result<u64, StoreError> {
    Ok(store.cursor(REGROUPED)?.unwrap_or(0))
}

fn read(store: &dyn Store, rules: &RuleSet) -> Result<Book, StoreError> {
    let now = Timestamp::now();
    let storying = &rules.settings.storying;
    let window = SignedDuration::from_secs(i64::from(storying.window));
    let stories = store.stories_since(now.checked_sub(window).unwrap_or(Timestamp::MIN))?;
    Ok(Book::load(stories, now).keeping(storying, now))
}
