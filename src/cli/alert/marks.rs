//! `wirewatch alert ack|snooze|resolve|reopen|note|undo`: what people do to alerts, each with the
//! name of who did it. What is done at once is undone at once.

use std::io::Write;

use jiff::{SignedDuration, Timestamp};

use super::{Desk, no_such};
use crate::cli::args::AlertAck;
use crate::cli::values::back;
use crate::cli::{Ending, Failure, Status, out};
use crate::domain::{Act, AlertId, AlertState, Deed, Undo};
use crate::engine::duty;
use crate::store::AlertQuery;

pub(super) fn acknowledge(desk: &Desk, args: &AlertAck) -> Ending {
    if !args.all {
        return act(desk, &args.ids, Deed::Acknowledge);
    }
    let query = AlertQuery {
        states: vec![AlertState::Open],
        min_severity: args.min_severity,
        watches: args.watches.clone(),
        since: back(args.since, desk.now),
        now: Some(desk.now),
        limit: usize::MAX,
        ..AlertQuery::default()
    };
    let ids: Vec<i64> = desk.store.alerts(&query)?.iter().map(|alert| alert.id.0).collect();
    if ids.is_empty() {
        desk.known_watches(&args.watches)?;
        return out::say("nothing like this is unacknowledged");
    }
    act(desk, &ids, Deed::Acknowledge)
}

pub(super) fn snooze(desk: &Desk, ids: &[i64], (span, until): (u32, Option<Timestamp>)) -> Ending {
    let after = || desk.now.checked_add(SignedDuration::from_secs(i64::from(span))).ok();
    let until = until.or_else(after).filter(|until| *until > desk.now);
    let until = until.ok_or_else(|| {
        Failure::Usage("a snooze must end later than now: --for 90m, or --until TIME".to_owned())
    })?;
    act(desk, ids, Deed::Snooze(until))
}

pub(super) fn act(desk: &Desk, ids: &[i64], deed: Deed) -> Ending {
    let ids: Vec<AlertId> = ids.iter().copied().map(AlertId).collect();
    present(desk, &ids)?;
    let name = deed.state().map_or("noted", |(state, _)| state.name());
    let act = Act { ids: ids.clone(), deed, who: desk.who.clone() };
    let acted = desk.store.act(&act, desk.now)?;
    let mut stdout = out::stdout();
    for id in ids {
        let already = if acted.changed.contains(&id) { "" } else { " already" };
        writeln!(stdout, "alert {id}{already} {name}")?;
    }
    stdout.flush()?;
    Ok(Status::Done)
}

pub(super) fn note(desk: &Desk, id: i64, words: &[String]) -> Ending {
    let words = words.join(" ");
    if words.len() > duty::NOTE {
        let most = duty::NOTE;
        return Err(Failure::Usage(format!("the note is longer than {most} bytes")));
    }
    let text = duty::note(&words);
    let text = text.ok_or_else(|| Failure::Usage("the note is empty".to_owned()))?;
    act(desk, &[id], Deed::Note(text))
}

pub(super) fn undo(desk: &Desk, id: Option<i64>) -> Ending {
    let which = match id.map(AlertId) {
        Some(id) => {
            present(desk, &[id])?;
            Undo::Alert(id)
        }
        None => Undo::Last,
    };
    let undone = desk.store.undo(&which, &desk.who, desk.now)?;
    let undone = undone.ok_or_else(|| {
        let whose = if id.is_some() { String::new() } else { format!(" by {}", desk.who) };
        Failure::Usage(format!("there is nothing{whose} to undo"))
    })?;
    let mut stdout = out::stdout();
    for id in &undone.restored {
        let state = desk.alert(*id)?.state;
        writeln!(stdout, "alert {id}: {} is undone, it is {state}", undone.what)?;
    }
    for id in &undone.kept {
        writeln!(stdout, "alert {id} changed again since: it stays as it is")?;
    }
    stdout.flush()?;
    Ok(Status::Done)
}

/// Refuses numbers that no alert has, before anything is changed.
fn present(desk: &Desk, ids: &[AlertId]) -> Result<(), Failure> {
    let mut missing = Vec::new();
    for id in ids {
        if desk.store.alert(*id)?.is_none() {
            missing.push(*id);
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(no_such(&missing)) }
}
