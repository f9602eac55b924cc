//! The live stories as the writer holds them: read from the store when they are first needed, and
//! again when people made stories anew, in this process or another. A single round in which
//! nothing is new does without them.
//!
//! What becomes of stories is decided in `triage`.

use std::ops::ControlFlow;

use jiff::{SignedDuration, Timestamp};

use super::behind::Behind;
use super::silences::Silences;
use super::{Mode, RuleSet};
use crate::domain::{Changes, StoryChange};
use crate::store::{Load, REGROUPED, Store, StoreError};
use crate::triage::Book;

/// The store's mark that a notice may be held back or an alert be behind: set before anything is decided, taken away at
/// an orderly end that leaves none behind.
const HELD: &str = "held";

/// The book, read or not.
pub(super) struct Shelf {
    book: Option<Book>,
    /// The mark as it stands in the store.
    held: Option<u64>,
    /// The book is to be read again, and that did not succeed yet.
    missing: bool,
    /// The number of regroupings that the book knows of.
    regrouped: u64,
    /// The silences that hold back notices.
    pub(super) silences: Silences,
    /// Alerts that are written later.
    behind: Behind,
    /// What was put away on the disk came back damaged: from then on all is in memory.
    distrusts_disk: bool,
}

impl Shelf {
    /// Reads the book, unless a single round may turn out not to need it: then no notice of an
    /// earlier process waits to be told.
    pub(super) fn open(
        store: &dyn Store,
        rules: &RuleSet,
        mode: Mode,
    ) -> Result<Shelf, StoreError> {
        let mut shelf = Shelf {
            book: None,
            held: store.cursor(HELD)?,
            missing: false,
            regrouped: 0,
            silences: Silences::default(),
            behind: Behind::default(),
            distrusts_disk: false,
        };
        if mode != Mode::Once || shelf.held != Some(0) {
            shelf.book(store, rules)?;
        }
        Ok(shelf)
    }

    /// The book; read now if it was not, if stories were made anew, or if some of it was lost.
    pub(super) fn book(&mut self, store: &dyn Store, rules: &RuleSet) -> Result<&Book, StoreError> {
        // Counted first: what is made anew meanwhile is read once more, never missed.
        let regrouped = store.cursor(REGROUPED)?.unwrap_or(0);
        let book = match self.book.take() {
            Some(book) if regrouped == self.regrouped && !book.is_damaged() => book,
            old => {
                if old.is_some_and(|book| book.is_damaged()) && !self.distrusts_disk {
                    tracing::warn!(
                        "stories put away on the disk came back damaged and are read from the store \
                         again; from now on they stay in memory. Is the disk sound?"
                    );
                    self.distrusts_disk = true;
                }
                self.missing = true;
                self.mark(store, 1)?;
                self.read(store, rules)?
            }
        };
        (self.regrouped, self.missing) = (regrouped, false);
        Ok(self.book.insert(book))
    }

    /// How often stories were made anew, as far as the book knows; `None`: it was not read.
    pub(super) fn regrouped(&self) -> Option<u64> {
        self.book.as_ref().map(|_| self.regrouped)
    }

    /// The book, where it was read.
    pub(super) fn open_book(&self) -> Option<&Book> {
        self.book.as_ref()
    }

    /// Whether alerts are still to be written.
    pub(super) fn is_behind(&self) -> bool {
        !self.behind.is_empty()
    }

    /// Puts off what may wait of what is written, and puts in what waited long enough.
    pub(super) fn arrange(&self, changes: &mut Changes, rules: &RuleSet, at: (Load, Timestamp)) {
        if let Some(book) = &self.book {
            self.behind.arrange(changes, (book, &rules.policy), at);
        }
    }

    /// When the next notice that grouping holds back is due.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.book.as_ref()?.next_due()
    }

    /// Whether the book is to be read again: people made stories anew, which may wait to be told, or some of
    /// it was lost.
    pub(super) fn is_stale(&self, store: &dyn Store) -> Result<bool, StoreError> {
        let Some(book) = &self.book else { return Ok(self.missing) };
        Ok(book.is_damaged() || store.cursor(REGROUPED)?.unwrap_or(0) != self.regrouped)
    }

    /// Notes in the store that a notice waits, whoever polls.
    pub(super) fn expect(store: &dyn Store) -> Result<(), StoreError> {
        store.set_cursor(HELD, 1)
    }

    /// Takes in what was written.
    pub(super) fn take_in(&mut self, stories: Vec<StoryChange>, now: Timestamp) {
        if let Some(book) = &mut self.book {
            self.behind.take_in(&stories);
            book.take_in(stories, now);
        }
    }

    /// An orderly end: takes the mark away where no notice is held back and no alert behind.
    pub(super) fn close(mut self, store: &dyn Store) {
        let is_current = self.is_stale(store).is_ok_and(|stale| !stale);
        let is_done = self.next_due().is_none() && !self.is_behind();
        if self.book.is_some() && is_done && is_current {
            // Left standing, it only makes the next single round read more than it must.
            let _ = self.mark(store, 0);
        }
    }

    fn mark(&mut self, store: &dyn Store, held: u64) -> Result<(), StoreError> {
        if self.held != Some(held) {
            store.set_cursor(HELD, held)?;
            self.held = Some(held);
        }
        Ok(())
    }

    fn read(&mut self, store: &dyn Store, rules: &RuleSet) -> Result<Book, StoreError> {
        let now = Timestamp::now();
        let mut behind = Behind::default();
        let storying = &rules.settings.storying;
        let window = SignedDuration::from_secs(i64::from(storying.window));
        let spill = if self.distrusts_disk { None } else { store.spill() };
        let mut book = Book::new().keeping(storying, now).spilling(spill);
        // What the book would let go of again is not put into it: a store may hold many times as much.
        let mut room = storying.most;
        store.each_story(now.checked_sub(window).unwrap_or(Timestamp::MIN), &mut |story| {
            if story.state.merged.is_none() && (room > 0 || Book::is_held(&story)) {
                room = room.saturating_sub(1);
                behind.inherit(&story);
                book.put(story);
            }
            ControlFlow::Continue(())
        })?;
        self.behind = behind;
        Ok(book)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Loaded;
    use crate::domain::{Spill, Spilled, StoryId, StoryState};
    use crate::store::Batch;
    use crate::store::memory::MemoryStore;

    /// A disk that takes everything and gives nothing back.
    #[derive(Debug)]
    struct Lost;

    impl Spill for Lost {
        fn put(&mut self, bytes: &[u8]) -> Option<Spilled> {
            Some(Spilled { place: 0, length: u32::try_from(bytes.len()).ok()? })
        }

        fn get(&self, _: Spilled) -> Option<Vec<u8>> {
            None
        }

        fn free(&mut self, _: Spilled) {}
    }

    #[test]
    fn a_book_that_lost_stories_on_the_disk_is_read_again_and_stays_in_memory() {
        const STORIES: u64 = 4_000;
        let now = Timestamp::now();
        let story = |number| StoryChange {
            id: StoryId(number),
            title: format!("Story {number}"),
            first_seen: now,
            last_seen: now,
            state: StoryState::default(),
        };
        let store = MemoryStore::lending(Box::new(Lost));
        let mut changes =
            Changes { stories: (0..STORIES).map(story).collect(), ..Changes::default() };
        store.commit(&Batch::at(now), &mut |_| std::mem::take(&mut changes)).unwrap();
        let rules = RuleSet::build(Loaded::default(), &[]).unwrap();
        let mut shelf = Shelf::open(&store, &rules, Mode::Once).unwrap();

        let book = shelf.book(&store, &rules).unwrap();
        let known = |book: &Book| {
            (0..STORIES).filter(|number| book.story(StoryId(*number)).is_some()).count() as u64
        };
        assert!(known(book) < STORIES && book.is_damaged());
        assert!(shelf.is_stale(&store).unwrap());
        let book = shelf.book(&store, &rules).unwrap();
        assert_eq!(known(book), STORIES);
        assert!(!book.is_damaged() && !shelf.is_stale(&store).unwrap());
    }
}
