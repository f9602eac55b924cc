//! What people on duty do, in rows: marks and notes with how the alert stood before, and undoing.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row, params, params_from_iter};

use super::convert::{micros, micros_opt, state_of, time, time_opt};
use super::{SqliteStore, alert_change, history, numbers, silences};
use crate::domain::{
    Act, ActId, Acted, AlertId, AlertState, Deed, Event, HeldNotice, NewSilence, Silence,
    SilenceId, Undo, Undone, What,
};
use crate::store::{Duty, SilenceScope, Step, StoreError};

impl Duty for SqliteStore {
    fn act(&self, act: &Act, now: Timestamp) -> std::result::Result<Acted, StoreError> {
        self.write(|tx| {
            alert_change::wake(tx, now)?;
            let acted = carry_out(tx, act, now)?;
            if !acted.changed.is_empty() {
                numbers::bump_revision(tx)?;
            }
            Ok(acted)
        })
    }

    fn undo(
        &self,
        which: &Undo,
        who: &str,
        now: Timestamp,
    ) -> std::result::Result<Option<Undone>, StoreError> {
        self.write(|tx| {
            alert_change::wake(tx, now)?;
            let undone = undo(tx, which, who, now)?;
            numbers::bump_revision(tx)?;
            Ok(undone)
        })
    }

    fn history(&self, alert: AlertId) -> std::result::Result<Vec<Event>, StoreError> {
        self.read(|reader| history::of(reader, alert))
    }

    fn silence(
        &self,
        rule: &NewSilence,
        now: Timestamp,
    ) -> std::result::Result<SilenceId, StoreError> {
        self.write(|tx| {
            numbers::bump_revision(tx)?;
            silences::add(tx, rule, now)
        })
    }

    fn end_silence(
        &self,
        id: SilenceId,
        who: &str,
        now: Timestamp,
    ) -> std::result::Result<bool, StoreError> {
        self.write(|tx| {
            let ended = silences::end(tx, id, who, now)?;
            if ended {
                numbers::bump_revision(tx)?;
            }
            Ok(ended)
        })
    }

    fn silences(&self, scope: SilenceScope) -> std::result::Result<Vec<Silence>, StoreError> {
        self.read(|reader| silences::list(reader, scope))
    }

    fn held_since(&self, since: Timestamp) -> std::result::Result<Vec<HeldNotice>, StoreError> {
        self.read(|reader| silences::held_since(reader, since))
    }
}

fn carry_out(connection: &Connection, act: &Act, now: Timestamp) -> Result<Acted> {
    // Never used before, though rows may have gone with their alerts.
    let mut next = connection
        .prepare_cached("SELECT seq + 1 FROM sqlite_sequence WHERE name = 'alert_events'")?;
    let number: i64 = next.query_row([], |row| row.get(0)).optional()?.unwrap_or(1);
    let mut changed = Vec::new();
    for id in &act.ids {
        let done = match (&act.deed, act.deed.state()) {
            (Deed::Note(text), _) => note(connection, *id, (number, &act.who, text), now)?,
            (_, Some((state, until))) => {
                let step = Step { state, until, who: &act.who, text: "", act: number };
                alert_change::set_state(connection, *id, &step, now)?
            }
            _ => false,
        };
        if done {
            changed.push(*id);
        }
    }
    Ok(Acted { act: (!changed.is_empty()).then_some(ActId(number)), changed })
}

/// Writes something down beside an alert.
pub(super) fn note(
    connection: &Connection,
    id: AlertId,
    (act, who, text): (i64, &str, &str),
    now: Timestamp,
) -> Result<bool> {
    let mut count =
        connection.prepare_cached("UPDATE alerts SET notes = notes + 1 WHERE id = ?1")?;
    if count.execute([id.0])? == 0 {
        return Ok(false);
    }
    let mut add = connection.prepare_cached(
        "INSERT INTO alert_events (act, alert, at, what, who, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    add.execute(params![act, id.0, micros(now), What::Note.name(), who, text])?;
    Ok(true)
}

/// An event that may be undone, with how its alert stood before.
struct Done {
    event: i64,
    act: i64,
    alert: AlertId,
    what: What,
    state: AlertState,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    by: String,
}

fn read(row: &Row<'_>) -> Result<Done> {
    let what: String = row.get(2)?;
    Ok(Done {
        event: row.get(0)?,
        alert: AlertId(row.get(1)?),
        what: What::from_name(&what).unwrap_or(What::Note),
        state: state_of(row.get::<_, Option<i64>>(3)?.unwrap_or_default()),
        since: time_opt(row, 4)?,
        until: time_opt(row, 5)?,
        by: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
        act: row.get(7)?,
    })
}

const STEPS: &str = "SELECT id, alert, what, was_state, was_since, was_until, was_by, act
     FROM alert_events WHERE undone IS NULL AND act > 0 AND ";

fn undo(
    connection: &Connection,
    which: &Undo,
    who: &str,
    now: Timestamp,
) -> Result<Option<Undone>> {
    let mut undone: Option<Undone> = None;
    let mut below = i64::MAX;
    loop {
        let steps = candidates(connection, which, (who, below))?;
        let Some(first) = steps.first() else { return Ok(undone) };
        below = if matches!(which, Undo::Alert(_)) { first.event } else { first.act };
        let what = first.what;
        let so_far = undone.get_or_insert(Undone { what, restored: Vec::new(), kept: Vec::new() });
        for step in steps {
            if take_back(connection, &step, who, now)? {
                so_far.restored.push(step.alert);
            } else if !so_far.kept.contains(&step.alert) {
                so_far.kept.push(step.alert);
            }
        }
        if !so_far.restored.is_empty() {
            so_far.what = what;
            return Ok(undone);
        }
    }
}

/// The steps of the newest act below a number that may be undone together.
fn candidates(
    connection: &Connection,
    which: &Undo,
    (who, below): (&str, i64),
) -> Result<Vec<Done>> {
    match which {
        Undo::Act(act) if act.0 < below => steps(connection, "act = ?1 ORDER BY id", &[act.0]),
        Undo::Act(_) => Ok(Vec::new()),
        Undo::Alert(id) => {
            let newest = "alert = ?1 AND id < ?2 ORDER BY id DESC LIMIT 1";
            steps(connection, newest, &[id.0, below])
        }
        Undo::Last => {
            let mut find = connection.prepare_cached(
                "SELECT act FROM alert_events WHERE undone IS NULL AND act > 0 AND who = ?1
                 AND act < ?2 ORDER BY act DESC LIMIT 1",
            )?;
            match find.query_row((who, below), |row| row.get(0)).optional()? {
                Some(act) => steps(connection, "act = ?1 ORDER BY id", &[act]),
                None => Ok(Vec::new()),
            }
        }
    }
}

fn steps(connection: &Connection, which: &str, numbers: &[i64]) -> Result<Vec<Done>> {
    let mut find = connection.prepare_cached(&format!("{STEPS}{which}"))?;
    find.query_map(params_from_iter(numbers), read)?.collect()
}

/// Undoes one event; says whether it could.
fn take_back(connection: &Connection, step: &Done, who: &str, now: Timestamp) -> Result<bool> {
    if step.what.is_state() {
        let mut later = connection.prepare_cached(
            "SELECT 1 FROM alert_events WHERE alert = ?1 AND id > ?2 AND undone IS NULL
             AND was_state IS NOT NULL",
        )?;
        if later.exists((step.alert.0, step.event))? {
            return Ok(false);
        }
        let mut put = connection.prepare_cached(
            "UPDATE alerts SET state = ?2, state_since = ?3, snoozed_until = ?4, state_by = ?5
             WHERE id = ?1",
        )?;
        put.execute(params![
            step.alert.0,
            super::convert::state_number(step.state),
            micros(step.since.unwrap_or(now)),
            micros_opt(step.until),
            step.by
        ])?;
    } else {
        let mut uncount = connection
            .prepare_cached("UPDATE alerts SET notes = max(notes - 1, 0) WHERE id = ?1")?;
        uncount.execute([step.alert.0])?;
    }
    let mut mark =
        connection.prepare_cached("UPDATE alert_events SET undone = ?2 WHERE id = ?1")?;
    mark.execute((step.event, micros(now)))?;
    let mut add = connection.prepare_cached(
        "INSERT INTO alert_events (act, alert, at, what, who, text) VALUES (0, ?1, ?2, ?3, ?4, ?5)",
    )?;
    let undone = What::Undone.name();
    add.execute(params![step.alert.0, micros(now), undone, who, step.what.name()])?;
    Ok(true)
}

/// The stored events of an alert.
pub(super) fn events(connection: &Connection, alert: AlertId) -> Result<Vec<Event>> {
    let mut find = connection.prepare_cached(
        "SELECT at, what, who, text, until, undone IS NOT NULL FROM alert_events
         WHERE alert = ?1 ORDER BY id",
    )?;
    let rows = find.query_map([alert.0], |row| {
        let what: String = row.get(1)?;
        Ok(Event {
            alert,
            at: time(row, 0)?,
            what: What::from_name(&what).unwrap_or(What::Note),
            who: row.get(2)?,
            text: row.get(3)?,
            until: time_opt(row, 4)?,
            undone: row.get(5)?,
        })
    })?;
    rows.collect()
}
