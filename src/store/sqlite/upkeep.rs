//! Upkeep: what is old goes, copies, checks, figures.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result};

use super::convert::{micros, signed, time_opt, unsigned};
use super::keys::{self, young::Young};
use super::open::copy_to;
use super::{SqliteStore, listed, numbers, preflight};
use crate::domain::{ArticleId, Identity};
use crate::store::{Pruned, Retention, StoreError, StoreStats};

/// Rows that go in one transaction: short ones, so that the poller hardly waits.
const PORTION: i64 = 500;

/// Removes what is old, then what is too much, in portions.
pub(super) fn prune(
    store: &SqliteStore,
    keep: &Retention,
) -> std::result::Result<Pruned, StoreError> {
    let mut gone = Pruned::default();
    let held = Held {
        listed: store.read(listed::all)?,
        acted_since: keep.acted_since.map_or(i64::MAX, micros),
    };
    if let Some(older) = keep.older_than {
        sweep(store, (OLD, micros(older)), &held, &mut gone)?;
        gone.stories += store.write(|tx| remove_empty(tx, older))?;
    }
    if let Some(most) = keep.keep_at_most
        && let Some(last) = store.read(|reader| last_too_many(reader, most))?
    {
        sweep(store, (TOO_MANY, last), &held, &mut gone)?;
    }
    Ok(gone)
}

/// What stays though it is old or too much.
struct Held {
    /// Articles that feeds still list, in order.
    listed: Vec<i64>,
    /// Alerts that something was done to since stay.
    acted_since: i64,
}

/// Rows behind a place in their order, up to a bound, whose alert nobody waits for and nothing was
/// done to since a time.
macro_rules! removable {
    ($key:literal, $bound:literal) => {
        concat!(
            "SELECT a.id, ",
            $key,
            ", a.identity, a.alias, a.wording, a.story, a.first_seen FROM articles a WHERE (",
            $key,
            ", a.id) > (?1, ?2) AND ",
            $key,
            $bound,
            "?3 AND NOT EXISTS
             (SELECT 1 FROM alerts l WHERE l.story = a.story AND (l.state IN (0, 2)
               OR EXISTS (SELECT 1 FROM alert_events e WHERE e.alert = l.id AND e.at >= ?5)
               OR EXISTS (SELECT 1 FROM alerts p JOIN alert_events e ON e.alert = p.id
                 WHERE p.part_of = l.id AND e.at >= ?5)))
             ORDER BY ",
            $key,
            ", a.id LIMIT ?4"
        )
    };
}

const OLD: &str = removable!("a.first_seen", " < ");
const TOO_MANY: &str = removable!("a.id", " <= ");

/// Removes what a query finds, a portion in each transaction.
fn sweep(
    store: &SqliteStore,
    (find, bound): (&str, i64),
    held: &Held,
    gone: &mut Pruned,
) -> std::result::Result<(), StoreError> {
    let mut from = Some((i64::MIN, i64::MIN));
    let mut young = Young::default();
    while let Some(behind) = from {
        let (portion, next) =
            store.write(|tx| portion(tx, (find, bound), (held, &mut young), behind))?;
        gone.articles += portion.articles;
        gone.stories += portion.stories;
        gone.alerts += portion.alerts;
        gone.notices += portion.notices;
        from = next;
    }
    Ok(())
}

/// Removes one portion; returns where to go on.
fn portion(
    connection: &Connection,
    (find, bound): (&str, i64),
    (held, young): (&Held, &mut Young),
    behind: (i64, i64),
) -> Result<(Pruned, Option<(i64, i64)>)> {
    let mut find = connection.prepare_cached(find)?;
    let rows: Vec<Old> = find
        .query_map((behind.0, behind.1, bound, PORTION, held.acted_since), |row| {
            Ok(Old {
                id: row.get(0)?,
                key: row.get(1)?,
                keys: [row.get(2)?, row.get(3)?, row.get(4)?],
                story: row.get(5)?,
                first_seen: row.get(6)?,
            })
        })?
        .collect::<Result<_>>()?;
    let mut gone = Pruned::default();
    let mut keys = Vec::new();
    for old in rows.iter().filter(|old| held.listed.binary_search(&old.id).is_err()) {
        let named = old.keys.iter().flatten();
        keys.extend(named.map(|key| (Identity(*key), ArticleId(old.id))));
        remove_article(connection, old)?;
        gone.articles += 1;
        remove_story(connection, old.story, &mut gone)?;
    }
    if gone.articles > 0 {
        keys::remove(connection, young, &keys)?;
        numbers::add_meta(connection, numbers::ARTICLES, -signed(gone.articles))?;
        numbers::bump_revision(connection)?;
    }
    let last = rows.last().filter(|_| rows.len() as i64 == PORTION);
    Ok((gone, last.map(|old| (old.key, old.id))))
}

/// The newest of the rows that are too many; the oldest are counted, not the many that stay.
fn last_too_many(connection: &Connection, keep: u64) -> Result<Option<i64>> {
    let articles = numbers::meta(connection, numbers::ARTICLES)?;
    let Some(over) = articles.checked_sub(keep).filter(|over| *over > 0) else {
        return Ok(None);
    };
    let mut find =
        connection.prepare_cached("SELECT id FROM articles ORDER BY id LIMIT 1 OFFSET ?1")?;
    find.query_row([signed(over - 1)], |row| row.get(0)).optional()
}

struct Old {
    id: i64,
    /// Its place in the order of the sweep.
    key: i64,
    keys: [Option<[u8; 16]>; 3],
    story: i64,
    first_seen: i64,
}

fn remove_article(connection: &Connection, old: &Old) -> Result<()> {
    for sql in ["DELETE FROM articles_fts WHERE rowid = ?1", "DELETE FROM articles WHERE id = ?1"] {
        connection.prepare_cached(sql)?.execute([old.id])?;
    }
    // The sums of minutes are for the last ten; those of removed rows go with them.
    let minute = old.first_seen.div_euclid(60_000_000);
    let mut uncount = connection.prepare_cached(
        "UPDATE arrivals SET articles = articles - 1 WHERE minute = ?1 RETURNING articles",
    )?;
    let left: Option<i64> = uncount.query_row([minute], |row| row.get(0)).optional()?;
    if left.is_some_and(|left| left <= 0) {
        connection.prepare_cached("DELETE FROM arrivals WHERE minute = ?1")?.execute([minute])?;
    }
    Ok(())
}

/// Removes a story that has no articles left, with its settled alert and the alert's notices.
fn remove_story(connection: &Connection, story: i64, gone: &mut Pruned) -> Result<()> {
    let mut find = connection.prepare_cached("SELECT 1 FROM articles WHERE story = ?1 LIMIT 1")?;
    if find.exists([story])? {
        return Ok(());
    }
    let remove = |sql: &str| -> Result<u64> {
        connection.prepare_cached(sql)?.execute([story]).map(|rows| rows as u64)
    };
    gone.stories += remove("DELETE FROM stories WHERE name = ?1")?;
    let of_alert = "(SELECT id FROM alerts WHERE story = ?1 UNION ALL
         SELECT id FROM alerts WHERE part_of = (SELECT id FROM alerts WHERE story = ?1))";
    remove(&format!(
        "DELETE FROM outbox WHERE state <> 'due' AND notice IN
         (SELECT seq FROM notices WHERE alert IN {of_alert})"
    ))?;
    gone.notices += remove(&format!(
        "DELETE FROM notices WHERE alert IN {of_alert}
         AND NOT EXISTS (SELECT 1 FROM outbox WHERE notice = seq)"
    ))?;
    remove(&format!("DELETE FROM alerts_fts WHERE rowid IN {of_alert}"))?;
    gone.alerts += remove(&format!("DELETE FROM alerts WHERE id IN {of_alert}"))?;
    Ok(())
}

/// Removes old stories that went into others: their articles and alerts are those of the others.
fn remove_empty(connection: &Connection, older: Timestamp) -> Result<u64> {
    let mut remove = connection.prepare_cached(
        "DELETE FROM stories WHERE last_seen < ?1
         AND NOT EXISTS (SELECT 1 FROM articles WHERE story = name)",
    )?;
    remove.execute([micros(older)]).map(|rows| rows as u64)
}

/// Writes a whole copy, from a reader's snapshot.
pub(super) fn backup(store: &SqliteStore, to: &Path) -> std::result::Result<(), StoreError> {
    let reader = store.readers.take().map_err(|error| store.error(&error))?;
    copy_to(&reader, to, &store.path)
}

/// Everything that is wrong, in a line each.
pub(super) fn check(connection: &Connection) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut look = connection.prepare("PRAGMA integrity_check(100)")?;
    let mut rows = look.query([])?;
    while let Some(row) = rows.next()? {
        faults.push(row.get::<_, String>(0)?);
    }
    faults.retain(|fault| fault != "ok");
    let mut orphans = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = orphans.query([])?;
    while let Some(row) = rows.next()? {
        faults.push(format!("a row of {} has lost what it belongs to", row.get::<_, String>(0)?));
    }
    for (what, kept, counted) in [
        ("articles", "SELECT value FROM meta WHERE name = 'articles'", "articles"),
        ("alerts", "SELECT coalesce(sum(alerts), 0) FROM alert_counts", "alerts"),
    ] {
        let kept: i64 = connection.query_row(kept, [], |row| row.get(0))?;
        let counted = count(connection, counted)?;
        if unsigned(kept) != counted {
            faults.push(format!("{kept} {what} are counted, {counted} are there"));
        }
    }
    Ok(faults)
}

/// What is wrong with a store of which opening looked at the small tables only. Each table has a
/// snapshot of its own: one of all would keep the log from moving into the file for too long.
pub(super) fn look_through(store: &SqliteStore) -> std::result::Result<Vec<String>, StoreError> {
    if std::fs::metadata(&store.path).is_ok_and(|file| file.len() <= preflight::FULL_LOOK) {
        return Ok(Vec::new());
    }
    let tables: Vec<String> = store.read(|reader| {
        let mut find = reader.prepare_cached(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0",
        )?;
        find.query_map([], |row| row.get(0))?.collect()
    })?;
    let mut faults = Vec::new();
    for table in tables {
        match store.read(|reader| preflight::quick_check(reader, &table)) {
            Ok(fault) => faults.extend(fault),
            Err(StoreError::Damaged { reason, .. }) => faults.push(format!("{table}: {reason}")),
            Err(other) => return Err(other),
        }
    }
    Ok(faults)
}

/// Gives back unused space: the index is merged, the file rewritten, the log emptied.
pub(super) fn vacuum(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "INSERT INTO articles_fts (articles_fts) VALUES ('optimize');
         INSERT INTO alerts_fts (alerts_fts) VALUES ('optimize');
         VACUUM;",
    )?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

/// How much is stored. Counts rows: not for every frame.
pub(super) fn stats(connection: &Connection) -> Result<StoreStats> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get(0));
    let page: i64 = number("page_size")?;
    let seen = |sql: &str| -> Result<Option<Timestamp>> {
        connection.query_row(sql, [], |row| time_opt(row, 0)).optional().map(Option::flatten)
    };
    Ok(StoreStats {
        bytes: unsigned(number("page_count")? * page),
        free_bytes: unsigned(number("freelist_count")? * page),
        version: preflight::version(connection)?,
        feeds: count(connection, "feeds")?,
        articles: numbers::meta(connection, numbers::ARTICLES)?,
        article_versions: count(connection, "article_versions")?,
        stories: count(connection, "stories")?,
        alerts: count(connection, "alerts")?,
        notices: count(connection, "notices")?,
        oldest: seen("SELECT first_seen FROM articles ORDER BY id LIMIT 1")?,
        newest: seen("SELECT first_seen FROM articles ORDER BY id DESC LIMIT 1")?,
    })
}

fn count(connection: &Connection, table: &str) -> Result<u64> {
    connection
        .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
        .map(unsigned)
}
