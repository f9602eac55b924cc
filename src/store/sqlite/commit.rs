//! One batch in one transaction: look up, decide, write, count.
//!
//! Each table has its turn once, and the counters come last: of a large batch the first pages have
//! gone to the log when the last are written, and for every page that is come back to, SQLite reads
//! and signs again all of the log behind it.

use rusqlite::{Connection, Result};

use super::convert::signed;
use super::indexing::{Indexing, Waited, Waiting};
use super::keys::Keys;
use super::keys::young::Young;
use super::open::Fitted;
use super::steps::Steps;
use super::{alert_change, articles, feeds, listed, numbers, outbox, parts, regroup, stories};
use crate::store::{Batch, Committed, Decide, tell_stories};

/// What the process that polls remembers from commit to commit. Where a transaction fails it is read anew.
pub(super) struct Remembered {
    /// Articles that are yet to be indexed.
    pub(super) waiting: Waiting,
    /// How stories were written.
    steps: Steps,
    /// Whose the keys of late are; read when the first is asked for.
    young: Young,
    /// For what size of the store its writer is set.
    pub(super) fitted: Fitted,
}

impl Remembered {
    /// What is known before the first commit.
    pub(super) fn read(connection: &Connection) -> Result<Remembered> {
        let (waiting, steps) = (Waiting::left_behind(connection)?, Steps::new(connection)?);
        Ok(Remembered { waiting, steps, young: Young::default(), fitted: Fitted::default() })
    }
}

/// Does all of a commit inside the transaction it is given; says what becomes of articles that wait to be
/// indexed when it is done. `None`: nothing is to be written.
pub(super) fn commit(
    connection: &Connection,
    batch: &Batch<'_>,
    decide: &mut Decide<'_>,
    remembered: &mut Remembered,
) -> Result<Option<(Committed, Waited)>> {
    let known = articles::known(connection, &mut remembered.young, batch.lookups)?;
    let mut changes = decide(&known);
    if changes.void {
        return Ok(None);
    }
    let mut indexing = Indexing::default();
    if batch.lookups.is_empty() && !changes.articles.is_empty() {
        // Nothing was asked of them yet.
        remembered.young.refresh(connection)?;
    }
    let keys = Keys::new(connection, &mut remembered.young, (batch.lookups, &known))?;
    let (arrived, owners) = articles::write(connection, &changes.articles, keys, &mut indexing)?;
    listed::keep(connection, batch.listed, &owners)?;
    regroup::merge(connection, &changes.merges)?;
    articles::rename(connection, &changes.renames)?;
    let into = changes.merges.iter().map(|merge| merge.into).collect();
    let notices = tell_stories(&mut changes, |alerts| {
        alert_change::write(connection, alerts, batch.now, &mut indexing)
    })?;
    outbox::add(connection, &changes.alerts, batch)?;
    parts::join(connection, &changes.merges, &into, batch.now)?;
    alert_change::wake(connection, batch.now)?;
    feeds::after_poll(connection, batch.feeds, &arrived)?;
    feeds::after_poll(connection, &changes.feeds, &feeds::Arrived::default())?;
    stories::write(connection, (&changes.stories, &changes.alerts), Some(&mut remembered.steps))?;
    remembered.steps.settle(connection, batch.load)?;
    let new_articles = arrived.values().map(|(new, _)| new).sum();
    let revision = count(connection, batch, (new_articles, &notices))?;
    let waited = indexing.write_or_wait(connection, (batch.load, &remembered.waiting))?;
    Ok(Some((Committed { revision, new_articles, notices, changes }, waited)))
}

/// Counts what was written; returns the new revision.
fn count(
    connection: &Connection,
    batch: &Batch<'_>,
    (new_articles, notices): (u64, &[u64]),
) -> Result<u64> {
    if new_articles > 0 {
        numbers::add_meta(connection, numbers::ARTICLES, signed(new_articles))?;
    }
    numbers::tell_last(connection, notices)?;
    let polled = batch.feeds.iter().filter_map(|feed| feed.last_poll).max();
    if let Some(polled) = polled.and_then(|time| u64::try_from(time.as_microsecond()).ok())
        && polled > numbers::meta(connection, numbers::LAST_POLL)?
    {
        numbers::set_meta(connection, numbers::LAST_POLL, polled)?;
    }
    numbers::bump_revision(connection)
}
