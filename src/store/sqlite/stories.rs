//! Stories between polls: written as they change, read back in one go at a start.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row};

use super::convert::{micros, signed, time, unsigned};
use super::failure::unreadable;
use crate::domain::{AlertChange, AlertLine, StoryChange, StoryId};
use crate::store::codec::LineAt;
use crate::store::{EachStory, codec, lines};

/// Writes stories. A line that one of `alerts` has just written is not written twice.
///
/// They are written in the order of their rows, new ones last: a page that is come back to may
/// have gone to the log meanwhile, and SQLite then reads the whole log behind it again.
pub(super) fn write(
    connection: &Connection,
    stories: &[StoryChange],
    alerts: &[AlertChange],
) -> Result<()> {
    let mut find = connection.prepare_cached("SELECT id FROM stories WHERE name = ?1")?;
    let mut row = |story: &StoryChange| -> Result<Option<i64>> {
        find.query_row([signed(story.id.0)], |row| row.get(0)).optional()
    };
    let rows: Result<Vec<_>> = stories.iter().map(|story| Ok((row(story)?, story))).collect();
    let mut rows = rows?;
    rows.sort_by_key(|(row, _)| row.unwrap_or(i64::MAX));
    let mut add = connection.prepare_cached(
        "INSERT INTO stories (title, first_seen, last_seen, state, name)
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (name) DO UPDATE SET
         title = ?1, first_seen = ?2, last_seen = ?3, state = ?4",
    )?;
    let mut change = connection.prepare_cached(
        "UPDATE stories SET title = ?1, first_seen = ?2, last_seen = ?3, state = ?4 WHERE id = ?5",
    )?;
    let written = lines(alerts);
    let mut state = Vec::new();
    for (row, story) in rows {
        let line = story.state.line.as_ref();
        let same = written.get(&story.id).zip(line).is_some_and(|(a, b)| Arc::ptr_eq(a, b));
        // What an alert has yet to take in is in the rest of the state.
        let behind = story.state.memo.as_ref().is_some_and(|memo| memo.behind);
        let line_at = if same || behind { LineAt::Alert } else { LineAt::Here };
        codec::encode(&mut state, &story.state, line_at);
        let (put, key) = match row {
            Some(row) => (&mut change, row),
            None => (&mut add, signed(story.id.0)),
        };
        let (first, last) = (micros(story.first_seen), micros(story.last_seen));
        put.execute((&story.title, first, last, &state, key))?;
    }
    Ok(())
}

/// Stories whose last article was fetched since, the newest first, until `each` breaks off.
pub(super) fn each(connection: &Connection, since: Timestamp, each: EachStory<'_>) -> Result<()> {
    let mut find = connection.prepare_cached(
        "SELECT name, title, first_seen, last_seen, state FROM stories
         WHERE last_seen >= ?1 ORDER BY last_seen DESC, name DESC",
    )?;
    for story in find.query_map([micros(since)], |row| read(connection, row))? {
        if each(story?).is_break() {
            break;
        }
    }
    Ok(())
}

/// One story.
pub(super) fn one(connection: &Connection, id: StoryId) -> Result<Option<StoryChange>> {
    let mut find = connection.prepare_cached(
        "SELECT name, title, first_seen, last_seen, state FROM stories WHERE name = ?1",
    )?;
    find.query_row([signed(id.0)], |row| read(connection, row)).optional()
}

fn read(connection: &Connection, row: &Row<'_>) -> Result<StoryChange> {
    let bytes = row.get_ref(4)?.as_blob().map_err(unreadable)?;
    let id = StoryId(unsigned(row.get(0)?));
    let (mut state, line_at) = codec::decode(bytes).map_err(unreadable)?;
    if line_at == LineAt::Alert {
        state.line = line(connection, id)?;
        // A story without a line has nothing to remember of it.
        state.memo.take_if(|_| state.line.is_none());
    }
    Ok(StoryChange {
        id,
        title: row.get(1)?,
        first_seen: time(row, 2)?,
        last_seen: time(row, 3)?,
        state,
    })
}

/// The line of a story's alert.
fn line(connection: &Connection, id: StoryId) -> Result<Option<Arc<AlertLine>>> {
    let mut find = connection.prepare_cached("SELECT line FROM alerts WHERE story = ?1")?;
    let read = |row: &Row<'_>| {
        codec::line(row.get_ref(0)?.as_str().map_err(unreadable)?).map_err(unreadable)
    };
    find.query_row([signed(id.0)], read).optional()
}
