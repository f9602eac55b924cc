//! What stories gained since their rows were written: steps, one behind the other, until there are so
//! many that all go into the rows. Which story is written whole and which by a step is told by `stories`.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use foldhash::quality::RandomState as Hasher;
use rusqlite::{Connection, Result};

use super::convert::{micros, time};
use super::failure::unreadable;
use super::stories;
use crate::domain::StoryChange;
use crate::store::Load;
use crate::store::codec::{Gaining, LineAt, Marks, encode_step};

/// Steps that are left standing, of some 1,000 bytes each: a start takes them in within a tenth of a second.
const MOST: i64 = 25_000;

/// The same under a backlog, whose stories come again and again.
const MOST_OF_BACKLOG: i64 = 100_000;

/// Stories whose marks are kept in each of two tables, of which the older one goes when the newer is full: what
/// a table of 16,384 places takes. Who changed within the last so many stays known.
const MOST_MARKS: usize = 14_336;

/// What the process that polls knows of the stories that it wrote. Lost where a transaction fails: then
/// stories are written whole.
pub(super) struct Steps {
    marks: HashMap<i64, Marks, RandomState>,
    /// Those that were kept before them.
    older: HashMap<i64, Marks, RandomState>,
    hasher: Hasher,
    /// How many steps there are.
    count: i64,
    step: Vec<u8>,
}

impl Steps {
    /// Knows of no story yet.
    pub(super) fn new(connection: &Connection) -> Result<Steps> {
        // Their numbers have no gaps, and the ends of a table are found at once.
        let count = connection.query_row(
            "SELECT coalesce((SELECT max(id) FROM story_steps)
               - (SELECT min(id) FROM story_steps) + 1, 0)",
            [],
            |row| row.get(0),
        )?;
        let (marks, older) = (HashMap::default(), HashMap::default());
        Ok(Steps { marks, older, hasher: Hasher::default(), count, step: Vec::new() })
    }

    /// Notes that a story was written whole.
    pub(super) fn note(&mut self, name: i64, story: &StoryChange) {
        let marks = Marks::of(story, &self.hasher);
        self.keep(name, marks);
    }

    /// Writes what a story gained, where it is known how it was written; says whether it is.
    pub(super) fn write(
        &mut self,
        connection: &Connection,
        name: i64,
        (story, line_at): (&StoryChange, LineAt),
    ) -> Result<bool> {
        let known = self.marks.get(&name).or_else(|| self.older.get(&name));
        let Some(marks) = known else { return Ok(false) };
        let now = encode_step(&mut self.step, (story, line_at), marks, &self.hasher);
        let mut add = connection.prepare_cached(
            "INSERT INTO story_steps (name, first_seen, last_seen, step) VALUES (?1, ?2, ?3, ?4)",
        )?;
        add.execute((name, micros(story.first_seen), micros(story.last_seen), &self.step))?;
        self.count += 1;
        self.keep(name, now);
        Ok(true)
    }

    /// Puts the steps into the rows of their stories where there are many.
    pub(super) fn settle(&mut self, connection: &Connection, load: Load) -> Result<()> {
        let most = match load {
            Load::Calm => MOST,
            Load::Backlog => MOST_OF_BACKLOG,
        };
        if self.count > most {
            settle(connection)?;
            self.count = 0;
        }
        Ok(())
    }

    fn keep(&mut self, name: i64, marks: Marks) {
        if self.marks.len() >= MOST_MARKS && !self.marks.contains_key(&name) {
            self.older.clear();
            std::mem::swap(&mut self.marks, &mut self.older);
        }
        self.marks.insert(name, marks);
    }
}

/// Where the steps of each story are, and when it was seen last by them.
pub(super) type Places = HashMap<i64, (i64, Vec<i64>), RandomState>;

/// The steps of all stories.
pub(super) fn places(connection: &Connection) -> Result<Places> {
    let mut find =
        connection.prepare_cached("SELECT id, name, last_seen FROM story_steps ORDER BY id")?;
    let mut rows = find.query([])?;
    let mut places = Places::default();
    while let Some(row) = rows.next()? {
        let (id, name, seen): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (last, ids) = places.entry(name).or_default();
        *last = (*last).max(seen);
        ids.push(id);
    }
    Ok(places)
}

/// The steps of one story.
pub(super) fn of(connection: &Connection, name: i64) -> Result<Vec<i64>> {
    let mut find =
        connection.prepare_cached("SELECT id FROM story_steps WHERE name = ?1 ORDER BY id")?;
    find.query_map([name], |row| row.get(0))?.collect()
}

/// The number of the last step that was ever written.
pub(super) fn last(connection: &Connection) -> Result<i64> {
    let mut find = connection.prepare_cached(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'story_steps'",
    )?;
    find.query_row([], |row| row.get(0))
}

/// Lets a story whose row took in the steps up to `upto` gain the others; says where its line is.
pub(super) fn take_in(
    connection: &Connection,
    steps: &[i64],
    (story, line_at): (&mut StoryChange, LineAt),
    upto: i64,
) -> Result<LineAt> {
    let mut find = connection
        .prepare_cached("SELECT first_seen, last_seen, step FROM story_steps WHERE id = ?1")?;
    let mut gaining = Gaining::new(story, line_at);
    for id in steps.iter().filter(|id| **id > upto) {
        find.query_row([id], |row| {
            let step = row.get_ref(2)?.as_blob().map_err(unreadable)?;
            gaining.take_in(step, (time(row, 0)?, time(row, 1)?)).map_err(unreadable)
        })?;
    }
    gaining.end().map_err(unreadable)
}

/// Puts all steps into the rows of their stories, in the order of the rows.
pub(super) fn settle(connection: &Connection) -> Result<()> {
    let places = places(connection)?;
    if places.is_empty() {
        return Ok(());
    }
    stories::put_whole(connection, &places)?;
    connection.execute("DELETE FROM story_steps", [])?;
    Ok(())
}
