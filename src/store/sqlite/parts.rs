//! Alerts that become part of others, when their stories turn out to be one: notes go over, the
//! mark that lets people see it again sooner holds, and the history of both is one.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::alert_change;
use super::convert::{micros, signed, state_of, time_opt};
use crate::domain::{AlertId, AlertState, Merge, StoryId, What};
use crate::store::{MERGED, Step, named, patience, revived};

/// The alert of a story.
pub(super) fn of_story(connection: &Connection, story: StoryId) -> Result<Option<AlertId>> {
    let mut find = connection.prepare_cached("SELECT id FROM alerts WHERE story = ?1")?;
    find.query_row([signed(story.0)], |row| row.get(0).map(AlertId)).optional()
}

/// Of the stories that others go into, those that have an alert.
pub(super) fn known(connection: &Connection, merges: &[Merge]) -> Result<BTreeSet<StoryId>> {
    let mut known = BTreeSet::new();
    for merge in merges {
        if of_story(connection, merge.into)?.is_some() {
            known.insert(merge.into);
        }
    }
    Ok(known)
}

/// Lets the alerts of stories that went into others be part of those that stay. An alert that was
/// not `known` before takes the mark of its first part.
pub(super) fn join(
    connection: &Connection,
    merges: &[Merge],
    known: &BTreeSet<StoryId>,
    now: Timestamp,
) -> Result<()> {
    let mut known = known.clone();
    for Merge { from, into } in merges {
        let Some(part) = of_story(connection, *from)? else { continue };
        if let Some(whole) = of_story(connection, *into)? {
            let own = if known.insert(*into) { None } else { Some(mark(connection, whole)?) };
            let theirs = mark(connection, part)?;
            take(connection, (whole, part), now)?;
            if own.is_none_or(|own| theirs.patience() < own.patience()) {
                let text = named(part, "");
                alert_change::set_state(connection, whole, &theirs.step(&text), now)?;
            }
        }
        let step = Step::own(AlertState::Resolved, MERGED);
        alert_change::set_state(connection, part, &step, now)?;
    }
    Ok(())
}

/// An alert that was void, by itself and not by people, is one of its own again: as it was marked.
pub(super) fn revive(connection: &Connection, alert: AlertId, now: Timestamp) -> Result<()> {
    let mut last = connection.prepare_cached(
        "SELECT was_state, was_until, was_by, act, text FROM alert_events
         WHERE alert = ?1 AND was_state IS NOT NULL AND undone IS NULL ORDER BY id DESC LIMIT 1",
    )?;
    let last = last.query_row([alert.0], |row| {
        Ok((read(row)?, row.get::<_, i64>(3)?, row.get::<_, String>(4)?))
    });
    if let Some((before, 0, ended)) = last.optional()? {
        alert_change::set_state(connection, alert, &before.step(revived(&ended)), now)?;
        connection
            .prepare_cached("UPDATE alerts SET part_of = NULL WHERE id = ?1")?
            .execute([alert.0])?;
    }
    Ok(())
}

/// The state of an alert.
pub(super) fn state(connection: &Connection, alert: AlertId) -> Result<AlertState> {
    Ok(mark(connection, alert)?.state)
}

/// How an alert is marked.
struct Mark {
    state: AlertState,
    until: Option<Timestamp>,
    by: String,
}

impl Mark {
    fn patience(&self) -> (usize, Option<Timestamp>) {
        patience(self.state, self.until)
    }

    fn step<'a>(&'a self, text: &'a str) -> Step<'a> {
        Step { state: self.state, until: self.until, who: &self.by, text, act: 0 }
    }
}

fn mark(connection: &Connection, alert: AlertId) -> Result<Mark> {
    let mut find = connection
        .prepare_cached("SELECT state, snoozed_until, state_by FROM alerts WHERE id = ?1")?;
    find.query_row([alert.0], read)
}

fn read(row: &Row<'_>) -> Result<Mark> {
    let by: Option<String> = row.get(2)?;
    Ok(Mark { state: state_of(row.get(0)?), until: time_opt(row, 1)?, by: by.unwrap_or_default() })
}

/// Moves the notes, and names the whole.
fn take(connection: &Connection, (whole, part): (AlertId, AlertId), now: Timestamp) -> Result<()> {
    for sql in [
        "UPDATE alert_events SET alert = ?1 WHERE alert = ?2 AND what = 'note'",
        "UPDATE alerts SET notes = notes + (SELECT notes FROM alerts WHERE id = ?2) WHERE id = ?1",
        "UPDATE alerts SET notes = 0, part_of = ?1 WHERE id = ?2",
        "UPDATE alerts SET part_of = ?1 WHERE part_of = ?2",
    ] {
        connection.prepare_cached(sql)?.execute((whole.0, part.0))?;
    }
    let mut add = connection.prepare_cached(
        "INSERT INTO alert_events (act, alert, at, what, who, text)
         VALUES (0, ?1, ?2, ?3, '', ?4)",
    )?;
    add.execute(params![whole.0, micros(now), What::Joined.name(), named(part, "")])?;
    Ok(())
}
