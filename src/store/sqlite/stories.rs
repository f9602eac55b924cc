//! Stories between polls: written as they change, read back in one go at a start.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row};

use super::convert::{micros, signed, time, unsigned};
use super::failure::unreadable;
use crate::domain::{StoryChange, StoryId};
use crate::store::{EachStory, codec};

/// Writes stories.
pub(super) fn write(connection: &Connection, stories: &[StoryChange]) -> Result<()> {
    let mut put = connection.prepare_cached(
        "INSERT INTO stories (name, title, first_seen, last_seen, state)
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (name) DO UPDATE SET
         title = ?2, first_seen = ?3, last_seen = ?4, state = ?5",
    )?;
    for story in stories {
        put.execute((
            signed(story.id.0),
            &story.title,
            micros(story.first_seen),
            micros(story.last_seen),
            codec::encode(&story.state),
        ))?;
    }
    Ok(())
}

/// Stories whose last article was fetched since, the newest first, until `each` breaks off.
pub(super) fn each(connection: &Connection, since: Timestamp, each: EachStory<'_>) -> Result<()> {
    let mut find = connection.prepare_cached(
        "SELECT name, title, first_seen, last_seen, state FROM stories
         WHERE last_seen >= ?1 ORDER BY last_seen DESC, name DESC",
    )?;
    for story in find.query_map([micros(since)], read)? {
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
    find.query_row([signed(id.0)], read).optional()
}

fn read(row: &Row<'_>) -> Result<StoryChange> {
    let state = row.get_ref(4)?.as_blob().map_err(unreadable)?;
    Ok(StoryChange {
        id: StoryId(unsigned(row.get(0)?)),
        title: row.get(1)?,
        first_seen: time(row, 2)?,
        last_seen: time(row, 3)?,
        state: codec::decode(state).map_err(unreadable)?,
    })
}
