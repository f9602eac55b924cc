//! The store's counters, named cursors and numbered notices.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result};

use super::convert::{bound, micros, signed, time, unsigned};
use crate::domain::{AlertId, Notice};

/// Name of the change counter.
pub(super) const REVISION: &str = "revision";
/// Name of the newest notice's number.
pub(super) const LAST_NOTICE: &str = "last_notice";
/// Name of the number of articles.
pub(super) const ARTICLES: &str = "articles";
/// Name of the time of the last poll of any feed.
pub(super) const LAST_POLL: &str = "last_poll";

/// Names of how far keys have moved, and of the last run of keys that was there when they began: see
/// [`super::keys::young`].
pub(super) const KEYS_MOVED: &str = "keys_moved";
pub(super) const KEYS_ROUND: &str = "keys_round";

/// A counter.
pub(super) fn meta(connection: &Connection, name: &str) -> Result<u64> {
    let mut find = connection.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    find.query_row([name], |row| row.get(0)).map(unsigned)
}

/// Sets a counter.
pub(super) fn set_meta(connection: &Connection, name: &str, value: u64) -> Result<()> {
    let mut set = connection.prepare_cached("UPDATE meta SET value = ?2 WHERE name = ?1")?;
    set.execute((name, signed(value))).map(|_| ())
}

/// Adds to a counter; returns its new value.
pub(super) fn add_meta(connection: &Connection, name: &str, number: i64) -> Result<u64> {
    let mut add = connection
        .prepare_cached("UPDATE meta SET value = value + ?2 WHERE name = ?1 RETURNING value")?;
    add.query_row((name, number), |row| row.get(0)).map(unsigned)
}

/// Keeps the number of the newest notice, if there are new ones.
pub(super) fn tell_last(connection: &Connection, notices: &[u64]) -> Result<()> {
    notices.last().map_or(Ok(()), |last| set_meta(connection, LAST_NOTICE, *last))
}

/// Counts a change of the store; returns the new count.
pub(super) fn bump_revision(connection: &Connection) -> Result<u64> {
    add_meta(connection, REVISION, 1)
}

/// A named cursor.
pub(super) fn cursor(connection: &Connection, name: &str) -> Result<Option<u64>> {
    let mut find = connection.prepare_cached("SELECT value FROM cursors WHERE name = ?1")?;
    find.query_row([name], |row| row.get(0)).optional().map(|found| found.map(unsigned))
}

/// Sets a named cursor.
pub(super) fn set_cursor(connection: &Connection, name: &str, value: u64) -> Result<()> {
    let mut set = connection.prepare_cached(
        "INSERT INTO cursors VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
    )?;
    set.execute((name, signed(value))).map(|_| ())
}

/// Notices after a number, in order.
pub(super) fn notices_after(
    connection: &Connection,
    seq: u64,
    limit: usize,
) -> Result<Vec<Notice>> {
    let mut find = connection.prepare_cached(
        "SELECT seq, alert, raised, json FROM notices WHERE seq > ?1 ORDER BY seq LIMIT ?2",
    )?;
    let seq = i64::try_from(seq).unwrap_or(i64::MAX);
    let rows = find.query_map((seq, bound(limit)), |row| {
        Ok(Notice {
            seq: unsigned(row.get(0)?),
            alert: AlertId(row.get(1)?),
            raised: time(row, 2)?,
            json: row.get(3)?,
        })
    })?;
    rows.collect()
}

/// Writes a notice.
pub(super) fn add_notice(
    connection: &Connection,
    alert: AlertId,
    (seq, json): (u64, &str),
    now: Timestamp,
) -> Result<()> {
    let mut add = connection.prepare_cached("INSERT INTO notices VALUES (?1, ?2, ?3, ?4)")?;
    add.execute((signed(seq), alert.0, micros(now), json)).map(|_| ())
}
