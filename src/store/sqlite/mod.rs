//! The embedded store on SQLite: one writer, a few readers, one file.
//!
//! Readers never wait for the writer (WAL). Each part of the trait has its file beside this one;
//! what is to be written is decided elsewhere.

mod alert_change;
mod alert_list;
mod articles;
mod commit;
mod convert;
mod counts;
mod duty;
mod ends;
mod failure;
mod feeds;
mod history;
mod indexing;
mod keys;
mod listed;
mod numbers;
mod open;
mod outbox;
mod parts;
mod pool;
mod preflight;
mod regroup;
mod search;
mod silences;
mod steps;
mod stories;
mod texts;
mod upkeep;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::copies::Climbed;
use super::spill::SpillFile;
use super::{
    AlertQuery, Batch, Committed, Counts, Decide, EachFeed, EachStory, FeedScope, Found, Pruned,
    Retention, Store, StoreError, StoreStats, StoryArticle, Texts, files,
};
use crate::domain::{
    Alert, AlertId, ArticleId, Choice, FeedId, FeedSpec, FullText, Notice, Regrouping, Spill,
    StoryChange, StoryId,
};
use commit::Remembered;
use indexing::Waited;
use pool::Readers;

/// A store in one SQLite file.
pub(super) struct SqliteStore {
    path: PathBuf,
    /// Closed before the writer, which then moves the log into the file.
    readers: Readers,
    /// `None`: the file can only be read.
    writer: Option<Mutex<Connection>>,
    climbed: Option<Climbed>,
    /// `None` before the first commit, and after one that failed.
    remembered: Mutex<Option<Remembered>>,
}

impl SqliteStore {
    /// Opens the store, making it where there is none.
    pub(super) fn open(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        let opened = open::open(path, patience)?;
        let writer = opened.writer.map(Mutex::new);
        let readers = Readers::new(opened.place, opened.first_reader);
        let (path, climbed) = (path.to_path_buf(), opened.climbed);
        Ok(SqliteStore { path, readers, writer, climbed, remembered: Mutex::default() })
    }

    /// Reads in one snapshot.
    fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let run = || {
            let reader = self.readers.take()?;
            let snapshot = reader.unchecked_transaction()?;
            let read = work(&snapshot)?;
            snapshot.finish()?;
            Ok(read)
        };
        run().map_err(|error| self.error(&error))
    }

    /// Writes in one transaction; an error or a panic in `work` leaves everything as it was.
    fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.with_writer(|writer| {
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let written = work(&transaction)?;
            transaction.commit()?;
            Ok(written)
        })
    }

    /// Lends the writing connection outside a transaction.
    fn with_writer<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        self.still_there()?;
        // A panic in `decide` rolled its transaction back: the connection is as good as before.
        let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut writer).map_err(|error| self.error(&error))
    }

    /// Indexes what waits for it.
    fn index_all(&self) -> Result<(), StoreError> {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = remembered.as_mut().map(|known| &mut known.waiting);
        if let Some(waiting) = waiting.filter(|waiting| !waiting.is_empty()) {
            self.write(|tx| waiting.write_all(tx))?;
            waiting.take_in(Waited::Written);
        }
        Ok(())
    }

    /// What is written to a file that left its place is lost to whoever opens the store next.
    fn still_there(&self) -> Result<(), StoreError> {
        if self.readers.place().is_left() {
            return Err(StoreError::Moved { path: self.path.clone() });
        }
        Ok(())
    }

    fn error(&self, error: &rusqlite::Error) -> StoreError {
        let told = failure::store_error(error, &self.path);
        self.still_there().err().unwrap_or(told)
    }
}

impl Store for SqliteStore {
    fn spill(&self) -> Option<Box<dyn Spill>> {
        SpillFile::beside(&self.path).map(|file| Box::new(file) as Box<dyn Spill>)
    }

    fn climbed(&self) -> Option<&Climbed> {
        self.climbed.as_ref()
    }

    fn sync_feeds(&self, specs: &[FeedSpec], _now: Timestamp) -> Result<(), StoreError> {
        self.write(|tx| {
            if feeds::sync(tx, specs)? {
                numbers::bump_revision(tx)?;
            }
            Ok(())
        })
    }

    fn ask_again(&self, address: &str) -> Result<bool, StoreError> {
        self.write(|tx| {
            let asked = feeds::ask_again(tx, address)?;
            if asked {
                numbers::bump_revision(tx)?;
            }
            Ok(asked)
        })
    }

    fn each_feed(&self, scope: FeedScope, each: EachFeed<'_>) -> Result<(), StoreError> {
        self.read(|reader| feeds::each(reader, scope, each))
    }

    fn in_place(&self) -> Result<(), StoreError> {
        self.still_there()
    }

    fn commit(&self, batch: &Batch<'_>, decide: &mut Decide<'_>) -> Result<Committed, StoreError> {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = match remembered.take() {
            Some(known) => known,
            None => self.read(Remembered::read)?,
        };
        self.with_writer(|writer| known.fitted.fit(writer))?;
        let written = self.write(|tx| {
            if regroup::is_current(tx, batch.regrouped)? {
                commit::commit(tx, batch, decide, &mut known)
            } else {
                Ok(None)
            }
        })?;
        let (committed, waited) = written.ok_or(StoreError::Stale)?;
        known.waiting.take_in(waited);
        *remembered = Some(known);
        Ok(committed)
    }

    fn alerts(&self, query: &AlertQuery) -> Result<Vec<Alert>, StoreError> {
        self.read(|reader| alert_list::page(reader, query))
    }

    fn alert(&self, id: AlertId) -> Result<Option<Alert>, StoreError> {
        self.read(|reader| alert_list::one(reader, id, None))
    }

    fn story(&self, id: StoryId, limit: usize) -> Result<Vec<StoryArticle>, StoreError> {
        self.read(|reader| articles::of_story(reader, id, limit))
    }

    fn each_story(&self, since: Timestamp, each: EachStory<'_>) -> Result<(), StoreError> {
        self.read(|reader| stories::each(reader, since, each))
    }

    fn notices_after(&self, seq: u64, limit: usize) -> Result<Vec<Notice>, StoreError> {
        self.read(|reader| numbers::notices_after(reader, seq, limit))
    }

    fn last_notice(&self) -> Result<u64, StoreError> {
        self.read(|reader| numbers::meta(reader, numbers::LAST_NOTICE))
    }

    fn cursor(&self, name: &str) -> Result<Option<u64>, StoreError> {
        self.read(|reader| numbers::cursor(reader, name))
    }

    fn set_cursor(&self, name: &str, value: u64) -> Result<(), StoreError> {
        self.write(|tx| numbers::set_cursor(tx, name, value))
    }

    fn search(&self, words: &str, offset: usize, limit: usize) -> Result<Vec<Found>, StoreError> {
        self.read(|reader| search::search(reader, words, offset, limit))
    }

    fn articles_since(
        &self,
        since: Timestamp,
        below: Option<ArticleId>,
        limit: usize,
    ) -> Result<Vec<Found>, StoreError> {
        self.read(|reader| search::since(reader, since, below, limit))
    }

    fn counts(&self, now: Timestamp) -> Result<Counts, StoreError> {
        self.read(|reader| counts::counts(reader, now))
    }

    fn alerts_raised(&self, since: Timestamp) -> Result<Vec<(String, Timestamp)>, StoreError> {
        self.read(|reader| counts::alerts_raised(reader, since))
    }

    fn alerts_per_hour(
        &self,
        now: Timestamp,
        hours: usize,
    ) -> Result<Vec<(String, Vec<u64>)>, StoreError> {
        self.read(|reader| counts::alerts_per_hour(reader, now, hours))
    }

    fn revision(&self) -> Result<u64, StoreError> {
        self.read(|reader| numbers::meta(reader, numbers::REVISION))
    }

    fn wake(&self, now: Timestamp) -> Result<Vec<AlertId>, StoreError> {
        if self.read(|reader| alert_change::due(reader, now))?.is_empty() {
            return Ok(Vec::new());
        }
        self.write(|tx| {
            let woken = alert_change::wake(tx, now)?;
            if !woken.is_empty() {
                numbers::bump_revision(tx)?;
            }
            Ok(woken)
        })
    }

    fn regroup(&self, regrouping: &Regrouping, now: Timestamp) -> Result<u64, StoreError> {
        self.write(|tx| {
            steps::settle(tx)?;
            if regroup::stand(tx, regrouping)? {
                regroup::write(tx, regrouping, now).map(Some)
            } else {
                Ok(None)
            }
        })?
        .ok_or(StoreError::Stale)
    }

    fn standing(&self, story: StoryId) -> Result<Option<StoryChange>, StoreError> {
        self.read(|reader| stories::one(reader, story))
    }

    fn choices(&self) -> Result<Vec<Choice>, StoreError> {
        self.read(regroup::choices)
    }

    fn prune(&self, keep: &Retention) -> Result<Pruned, StoreError> {
        self.index_all()?;
        upkeep::prune(self, keep)
    }

    fn backup(&self, to: &Path) -> Result<(), StoreError> {
        upkeep::backup(self, to)
    }

    fn check(&self) -> Result<Vec<String>, StoreError> {
        self.read(upkeep::check)
    }

    fn look_through(&self) -> Result<Vec<String>, StoreError> {
        upkeep::look_through(self)
    }

    fn vacuum(&self) -> Result<(), StoreError> {
        self.index_all()?;
        self.with_writer(|writer| upkeep::vacuum(writer))
    }

    fn stats(&self) -> Result<StoreStats, StoreError> {
        let mut stats = self.read(upkeep::stats)?;
        let log = std::fs::metadata(files::beside(&self.path, "-wal"));
        stats.bytes += log.map_or(0, |log| log.len());
        Ok(stats)
    }
}

impl Texts for SqliteStore {
    fn link(&self, article: ArticleId) -> Result<Option<(String, FeedId)>, StoreError> {
        self.read(|reader| texts::link(reader, article))
    }

    fn keep_text(&self, article: ArticleId, full: &FullText) -> Result<bool, StoreError> {
        self.index_all()?;
        self.write(|tx| texts::keep(tx, article, full))
    }
}
