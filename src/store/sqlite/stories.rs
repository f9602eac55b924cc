//! Stories between polls: written as they change, read back in one go at a start.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Result, Row};

use super::convert::{micros, signed, time, unsigned};
use super::failure::unreadable;
use super::steps::{self, Places, Steps};
use crate::domain::{AlertChange, AlertLine, StoryChange, StoryId};
use crate::store::codec::LineAt;
use crate::store::{EachStory, codec, lines};

/// Columns that make a story, in the order in which [`stored`] reads them.
const COLUMNS: &str = "name, title, first_seen, last_seen, state, upto";

/// Writes stories: by what they gained where `steps` knows how they were written, else whole. A line
/// that one of `alerts` has just written is not written twice.
///
/// They are written in the order of their rows, new ones last: a page that is come back to may
/// have gone to the log meanwhile, and SQLite then reads the whole log behind it again.
pub(super) fn write(
    connection: &Connection,
    (stories, alerts): (&[StoryChange], &[AlertChange]),
    mut steps: Option<&mut Steps>,
) -> Result<()> {
    let row = |story: &StoryChange| row_of(connection, signed(story.id.0));
    let rows: Result<Vec<_>> = stories.iter().map(|story| Ok((row(story)?, story))).collect();
    let mut rows = rows?;
    rows.sort_by_key(|(row, _)| row.unwrap_or(i64::MAX));
    let written = lines(alerts);
    let mut whole = Whole::new(connection)?;
    for (row, story) in rows {
        let line = story.state.line.as_ref();
        let same = written.get(&story.id).zip(line).is_some_and(|(a, b)| Arc::ptr_eq(a, b));
        // What an alert has yet to take in is in the rest of the state.
        let line_at = if same || story.is_behind() { LineAt::Alert } else { LineAt::Here };
        let name = signed(story.id.0);
        if let (Some(steps), Some(_)) = (steps.as_deref_mut(), row)
            && steps.write(connection, name, (story, line_at))?
        {
            continue;
        }
        whole.put(row, (story, line_at))?;
        if let Some(steps) = steps.as_deref_mut() {
            steps.note(name, story);
        }
    }
    Ok(())
}

/// Writes stories whole, whatever they gained before.
struct Whole<'c> {
    add: CachedStatement<'c>,
    change: CachedStatement<'c>,
    /// The last step: all that there are of a story are in what is written.
    upto: i64,
    state: Vec<u8>,
}

impl<'c> Whole<'c> {
    fn new(connection: &'c Connection) -> Result<Whole<'c>> {
        Ok(Whole {
            add: connection.prepare_cached(
                "INSERT INTO stories (title, first_seen, last_seen, state, upto, name)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name) DO UPDATE SET
                 title = ?1, first_seen = ?2, last_seen = ?3, state = ?4, upto = ?5",
            )?,
            change: connection.prepare_cached(
                "UPDATE stories SET title = ?1, first_seen = ?2, last_seen = ?3, state = ?4,
                   upto = ?5 WHERE id = ?6",
            )?,
            upto: steps::last(connection)?,
            state: Vec::new(),
        })
    }

    fn put(&mut self, row: Option<i64>, (story, line_at): (&StoryChange, LineAt)) -> Result<()> {
        codec::encode(&mut self.state, &story.state, line_at);
        let (put, key) = match row {
            Some(row) => (&mut self.change, row),
            None => (&mut self.add, signed(story.id.0)),
        };
        let (first, last) = (micros(story.first_seen), micros(story.last_seen));
        put.execute((&story.title, first, last, &self.state, self.upto, key)).map(|_| ())
    }
}

/// The row of a story.
fn row_of(connection: &Connection, name: i64) -> Result<Option<i64>> {
    let mut find = connection.prepare_cached("SELECT id FROM stories WHERE name = ?1")?;
    find.query_row([name], |row| row.get(0)).optional()
}

/// Writes stories with what they gained by steps, in the order of their rows.
pub(super) fn put_whole(connection: &Connection, places: &Places) -> Result<()> {
    let mut rows = Vec::with_capacity(places.len());
    for (name, (_, steps)) in places {
        // A story that retention took has none.
        rows.extend(row_of(connection, *name)?.map(|row| (row, steps)));
    }
    rows.sort_unstable_by_key(|(row, _)| *row);
    let (mut find, mut whole) = (by_row(connection)?, Whole::new(connection)?);
    for (row, steps) in rows {
        let (story, line_at) = find.query_row([row], |row| stored(connection, row, steps))?;
        whole.put(Some(row), (&story, line_at))?;
    }
    Ok(())
}

/// Stories whose last article was fetched since, the newest first, until `each` breaks off.
pub(super) fn each(connection: &Connection, since: Timestamp, each: EachStory<'_>) -> Result<()> {
    let places = steps::places(connection)?;
    if places.is_empty() {
        let mut find = connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM stories WHERE last_seen >= ?1
             ORDER BY last_seen DESC, name DESC"
        ))?;
        for story in find.query_map([micros(since)], |row| read(connection, row, &[]))? {
            if each(story?).is_break() {
                break;
            }
        }
        return Ok(());
    }
    let mut find = by_row(connection)?;
    for (_, name, row) in by_age(connection, &places, micros(since))? {
        let steps = places.get(&name).map_or(&[][..], |(_, steps)| steps);
        if each(find.query_row([row], |row| read(connection, row, steps))?).is_break() {
            break;
        }
    }
    Ok(())
}

/// When stories were seen last since a time, with their names and rows, the newest first.
fn by_age(connection: &Connection, places: &Places, since: i64) -> Result<Vec<(i64, i64, i64)>> {
    let mut find = connection
        .prepare_cached("SELECT last_seen, name, id FROM stories WHERE last_seen >= ?1")?;
    let rows = find.query_map([since], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut rows: Vec<(i64, i64, i64)> = rows.collect::<Result<_>>()?;
    for (seen, name, _) in &mut rows {
        *seen = places.get(name).map_or(*seen, |(last, _)| *last.max(seen));
    }
    let mut older =
        connection.prepare_cached("SELECT id FROM stories WHERE name = ?1 AND last_seen < ?2")?;
    for (name, (last, _)) in places.iter().filter(|(_, (last, _))| *last >= since) {
        let row = older.query_row((name, since), |row| row.get(0)).optional()?;
        rows.extend(row.map(|row| (*last, *name, row)));
    }
    rows.sort_unstable_by(|a, b| b.cmp(a));
    Ok(rows)
}

/// One story.
pub(super) fn one(connection: &Connection, id: StoryId) -> Result<Option<StoryChange>> {
    let name = signed(id.0);
    let steps = steps::of(connection, name)?;
    let mut find =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM stories WHERE name = ?1"))?;
    find.query_row([name], |row| read(connection, row, &steps)).optional()
}

fn by_row(connection: &Connection) -> Result<CachedStatement<'_>> {
    connection.prepare_cached(&format!("SELECT {COLUMNS} FROM stories WHERE id = ?1"))
}

fn read(connection: &Connection, row: &Row<'_>, steps: &[i64]) -> Result<StoryChange> {
    let (mut story, line_at) = stored(connection, row, steps)?;
    if line_at == LineAt::Alert {
        let line = line(connection, story.id)?;
        let state = &mut story.state;
        state.line = line;
        // A story without a line has nothing to remember of it.
        state.memo.take_if(|_| state.line.is_none());
    }
    Ok(story)
}

/// A story as it is stored, with what it gained by steps; a line that is with its alert is left there.
fn stored(connection: &Connection, row: &Row<'_>, steps: &[i64]) -> Result<(StoryChange, LineAt)> {
    let bytes = row.get_ref(4)?.as_blob().map_err(unreadable)?;
    let (state, line_at) = codec::decode(bytes).map_err(unreadable)?;
    let mut story = StoryChange {
        id: StoryId(unsigned(row.get(0)?)),
        title: row.get(1)?,
        first_seen: time(row, 2)?,
        last_seen: time(row, 3)?,
        state,
    };
    let line_at = steps::take_in(connection, steps, (&mut story, line_at), row.get(5)?)?;
    Ok((story, line_at))
}

/// The line of a story's alert.
fn line(connection: &Connection, id: StoryId) -> Result<Option<Arc<AlertLine>>> {
    let mut find = connection.prepare_cached("SELECT line FROM alerts WHERE story = ?1")?;
    let read = |row: &Row<'_>| {
        codec::line(row.get_ref(0)?.as_str().map_err(unreadable)?).map_err(unreadable)
    };
    find.query_row([signed(id.0)], read).optional()
}
