//! Writes alerts: raised and updated with their notices, and put into states by people.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::convert::{
    micros, micros_opt, severity_number, signed, state_number, state_of, time, unsigned,
};
use super::indexing::Indexing;
use super::{numbers, parts, silences};
use crate::domain::{AlertChange, AlertId, AlertState, What};
use crate::store::{AWAKE, Step, line_json, words};

/// Seconds of an hour, the width of a column in the chart of alerts.
pub(super) const HOUR: i64 = 3_600;

const ADD: &str = "INSERT INTO alerts
    (story, state_since, raised, changed, severity, score, seq, words, line)
  VALUES (?1, ?3, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

const CHANGE: &str = "UPDATE alerts SET raised = ?2, changed = ?3, severity = ?4, score = ?5,
    seq = ?6, words = ?7, line = ?8 WHERE story = ?1";

/// What must be known of an alert before it is written again.
struct Before {
    id: AlertId,
    raised: Timestamp,
    seq: u64,
    words: u64,
    state: AlertState,
}

/// Writes alerts and their notices; fills in the numbers. Returns the numbers of the notices, the
/// last of which the caller must keep by [`numbers::tell_last`].
pub(super) fn write(
    connection: &Connection,
    changes: &mut [AlertChange],
    now: Timestamp,
    indexing: &mut Indexing,
) -> Result<Vec<u64>> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let first = numbers::meta(connection, numbers::LAST_NOTICE)?;
    let mut last = first;
    let mut rows = Vec::with_capacity(changes.len());
    for change in changes {
        let before = before(connection, change)?;
        if let Some(kind) = change.notice {
            last += 1;
            let line = Arc::make_mut(&mut change.line);
            line.seq = last;
            line.change = kind;
        } else if let Some(before) = before.as_ref().filter(|_| change.line.seq == 0) {
            Arc::make_mut(&mut change.line).seq = before.seq;
        }
        rows.push((before, change));
    }
    // In the order of their rows, as stories are.
    rows.sort_by_key(|(before, _)| before.as_ref().map_or(i64::MAX, |before| before.id.0));
    for (before, change) in rows {
        put(connection, change, (before, now), indexing)?;
    }
    Ok((first + 1..=last).collect())
}

fn before(connection: &Connection, change: &AlertChange) -> Result<Option<Before>> {
    let mut find = connection
        .prepare_cached("SELECT id, raised, seq, words, state FROM alerts WHERE story = ?1")?;
    let read = |row: &Row<'_>| {
        Ok(Before {
            id: AlertId(row.get(0)?),
            raised: time(row, 1)?,
            seq: unsigned(row.get(2)?),
            words: unsigned(row.get(3)?),
            state: state_of(row.get(4)?),
        })
    };
    find.query_row([signed(change.story.0)], read).optional()
}

fn put(
    connection: &Connection,
    change: &mut AlertChange,
    (before, now): (Option<Before>, Timestamp),
    indexing: &mut Indexing,
) -> Result<()> {
    let json = line_json::render(&mut change.line);
    let line = &change.line;
    let text = words::of_alert(line);
    let hash = words::hash(text.as_bytes());
    // Raised is when people were first told; until then, when it was first listed.
    let raised = match &before {
        Some(before) if before.seq > 0 || change.notice.is_none() => before.raised,
        _ => now,
    };
    let mut put = connection.prepare_cached(match &before {
        Some(_) => CHANGE,
        None => ADD,
    })?;
    put.execute((
        signed(change.story.0),
        micros(raised),
        micros(now),
        severity_number(line.severity),
        line.score,
        signed(line.seq),
        signed(hash),
        &json,
    ))?;
    let id = match &before {
        Some(before) => before.id,
        None => AlertId(connection.last_insert_rowid()),
    };
    put_watches(connection, id, change, before.as_ref().map(|before| before.raised), raised)?;
    match &before {
        None => indexing.add_alert(id, text),
        Some(before) if before.words != hash => indexing.replace_alert(id, text),
        Some(_) => {}
    }
    if change.notice.is_some() {
        numbers::add_notice(connection, id, (line.seq, &json), now)?;
        if let Some(silenced) = &line.silenced {
            silences::hold(connection, line.seq, silenced.silence)?;
        }
    }
    if before.as_ref().is_some_and(|before| before.state == AlertState::Resolved) {
        parts::revive(connection, id, now)?;
    }
    if change.reopen && before.is_some() {
        set_state(connection, id, &Step::own(AlertState::Open, &change.line.note), now)?;
    }
    Ok(())
}

/// Keeps an alert's watches and the counts per hour of raising.
fn put_watches(
    connection: &Connection,
    id: AlertId,
    change: &AlertChange,
    counted: Option<Timestamp>,
    raised: Timestamp,
) -> Result<()> {
    let mut find = connection.prepare_cached("SELECT watch FROM alert_watches WHERE alert = ?1")?;
    let had: BTreeSet<String> = find.query_map([id.0], |row| row.get(0))?.collect::<Result<_>>()?;
    let has: BTreeSet<String> = change.line.watches.iter().cloned().collect();
    if had == has && counted == Some(raised) {
        return Ok(());
    }
    if let Some(counted) = counted {
        had.iter().try_for_each(|watch| count(connection, counted, watch, -1))?;
    }
    has.iter().try_for_each(|watch| count(connection, raised, watch, 1))?;
    let mut remove =
        connection.prepare_cached("DELETE FROM alert_watches WHERE alert = ?1 AND watch = ?2")?;
    for watch in had.difference(&has) {
        remove.execute((id.0, watch))?;
    }
    let mut add = connection.prepare_cached("INSERT INTO alert_watches VALUES (?1, ?2)")?;
    for watch in has.difference(&had) {
        add.execute((id.0, watch))?;
    }
    Ok(())
}

fn count(connection: &Connection, raised: Timestamp, watch: &str, number: i64) -> Result<()> {
    let mut count = connection.prepare_cached(
        "INSERT INTO alert_hours VALUES (?1, ?2, ?3)
         ON CONFLICT (hour, watch) DO UPDATE SET alerts = max(alerts + ?3, 0)",
    )?;
    count.execute((raised.as_second().div_euclid(HOUR), watch, number)).map(|_| ())
}

/// Puts one alert into a state and keeps how it stood before; says whether that changed anything.
pub(super) fn set_state(
    connection: &Connection,
    id: AlertId,
    step: &Step<'_>,
    now: Timestamp,
) -> Result<bool> {
    let until = step.until.filter(|_| step.state == AlertState::Snoozed);
    let values = params![
        id.0,
        state_number(step.state),
        micros_opt(until),
        micros(now),
        step.who,
        step.act,
        state_event(step.state),
        step.text
    ];
    let mut keep = connection.prepare_cached(
        "INSERT INTO alert_events (act, alert, at, what, who, text, until, was_state, was_since,
           was_until, was_by)
         SELECT ?6, id, ?4, ?7, ?5, ?8, ?3, state, state_since, snoozed_until, state_by FROM alerts
         WHERE id = ?1 AND (state <> ?2 OR snoozed_until IS NOT ?3)",
    )?;
    if keep.execute(values)? == 0 {
        return Ok(false);
    }
    let mut set = connection.prepare_cached(
        "UPDATE alerts SET state = ?2, snoozed_until = ?3, state_since = ?4, state_by = ?5
         WHERE id = ?1",
    )?;
    set.execute((id.0, state_number(step.state), micros_opt(until), micros(now), step.who))?;
    Ok(true)
}

/// How a history calls the way into a state.
fn state_event(state: AlertState) -> &'static str {
    match state {
        AlertState::Open => What::Reopened,
        AlertState::Acknowledged => What::Acknowledged,
        AlertState::Snoozed => What::Snoozed,
        AlertState::Resolved => What::Resolved,
    }
    .name()
}

/// Snoozed alerts whose time has come.
pub(super) fn due(connection: &Connection, now: Timestamp) -> Result<Vec<AlertId>> {
    let mut find = connection.prepare_cached(
        "SELECT id FROM alerts WHERE state = 2 AND snoozed_until <= ?1 ORDER BY snoozed_until, id",
    )?;
    find.query_map([micros(now)], |row| row.get(0).map(AlertId))?.collect()
}

/// Opens snoozed alerts whose time has come; they are open since then.
pub(super) fn wake(connection: &Connection, now: Timestamp) -> Result<Vec<AlertId>> {
    let due = due(connection, now)?;
    if !due.is_empty() {
        let mut keep = connection.prepare_cached(
            "INSERT INTO alert_events (act, alert, at, what, who, text, was_state, was_since,
               was_until, was_by)
             SELECT 0, id, snoozed_until, ?2, '', ?3, state, state_since, snoozed_until, state_by
             FROM alerts WHERE state = 2 AND snoozed_until <= ?1",
        )?;
        keep.execute((micros(now), What::Reopened.name(), AWAKE))?;
        let mut wake = connection.prepare_cached(
            "UPDATE alerts SET state = 0, state_since = snoozed_until, snoozed_until = NULL,
               state_by = '' WHERE state = 2 AND snoozed_until <= ?1",
        )?;
        wake.execute([micros(now)])?;
    }
    Ok(due)
}
