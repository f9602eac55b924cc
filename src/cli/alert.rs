//! `wirewatch alert …`: the alerts in the store, and what people do about them.

use std::io::Write;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::args::{AlertCommand, AlertList, Global, LineFormat, ListFormat};
use super::table::{Table, age};
use super::{Ending, Failure, Status, export, out, place};
use crate::domain::{Alert, AlertId, AlertState};
use crate::store::{AlertQuery, Store};

/// Articles of a story shown with an alert.
const STORY_ARTICLES: usize = 200;

pub(super) fn run(global: &Global, command: &AlertCommand) -> Ending {
    let store = place::open_store(global)?;
    let store = store.as_ref();
    match command {
        AlertCommand::List(args) => list(store, args),
        AlertCommand::Log(args) => export::log(store, args),
        AlertCommand::Export(args) => export::export(store, args),
        AlertCommand::Show { id, format } => show(store, AlertId(*id), *format),
        AlertCommand::Ack { ids } => set(store, ids, AlertState::Acknowledged, None),
        AlertCommand::Snooze { ids, span } => {
            let until = Timestamp::now()
                .checked_add(SignedDuration::from_secs(i64::from(*span)))
                .map_err(|_| Failure::Usage("the span to snooze is too long".to_owned()))?;
            set(store, ids, AlertState::Snoozed, Some(until))
        }
        AlertCommand::Resolve { ids } => set(store, ids, AlertState::Resolved, None),
        AlertCommand::Reopen { ids } => set(store, ids, AlertState::Open, None),
    }
}

fn list(store: &dyn Store, args: &AlertList) -> Ending {
    let now = Timestamp::now();
    let since = args
        .since
        .filter(|s| *s != u32::MAX)
        .and_then(|seconds| now.checked_sub(SignedDuration::from_secs(i64::from(seconds))).ok());
    let query = AlertQuery {
        states: args.states.clone(),
        min_severity: args.min_severity,
        watches: args.watches.clone(),
        since,
        limit: args.limit,
        ..AlertQuery::default()
    };
    let alerts = store.alerts(&query)?;
    let mut stdout = out::stdout();
    match args.format {
        ListFormat::Json => {
            for alert in &alerts {
                out::json_line(&mut stdout, &json_of(alert)?)?;
            }
        }
        ListFormat::Table if alerts.is_empty() => {}
        ListFormat::Table => table_of(&alerts, now).print(&mut stdout)?,
    }
    stdout.flush()?;
    Ok(Status::Done)
}

fn table_of(alerts: &[Alert], now: Timestamp) -> Table {
    let mut table =
        Table::new(&["NO", "SEVERITY", "STATE", "AGE", "OUTLETS", "WATCHES", "HEADLINE"]);
    for alert in alerts {
        table.row(vec![
            alert.id.to_string(),
            format!("{} {}", alert.line.severity, alert.line.score),
            alert.state.to_string(),
            age(Some(alert.raised), now),
            alert.line.story.outlets.len().to_string(),
            alert.line.watches.join(" "),
            alert.line.article.title.clone(),
        ]);
    }
    table
}

/// The alert line with the alert's number and state beside it.
pub(super) fn json_of(alert: &Alert) -> Result<Value, Failure> {
    let mut line = serde_json::to_value(&alert.line)
        .map_err(|error| Failure::CannotRun(format!("alert {}: {error}", alert.id)))?;
    if let Some(members) = line.as_object_mut() {
        members.insert(
            "alert".to_owned(),
            json!({ "number": alert.id, "state": alert.state, "since": alert.state_since }),
        );
    }
    Ok(line)
}

fn show(store: &dyn Store, id: AlertId, format: LineFormat) -> Ending {
    let alert = store.alert(id)?.ok_or_else(|| no_such(&[id]))?;
    let mut stdout = out::stdout();
    match format {
        LineFormat::Json => out::json_line(&mut stdout, &json_of(&alert)?)?,
        LineFormat::Text => print(store, &alert, &mut stdout)?,
    }
    stdout.flush()?;
    Ok(Status::Done)
}

fn print(store: &dyn Store, alert: &Alert, out: &mut impl Write) -> Result<(), Failure> {
    let line = &alert.line;
    let article = &line.article;
    writeln!(out, "{}", article.title)?;
    writeln!(out, "{} {} = {}", line.score, line.severity, line.reason)?;
    writeln!(out, "state     {} since {}", alert.state, alert.state_since)?;
    writeln!(out, "raised    {}", alert.raised)?;
    writeln!(out, "change    {}{}", line.change, note(&line.note))?;
    writeln!(out, "watches   {}", line.watches.join(", "))?;
    writeln!(out, "origins   {}", line.story.origins.join(", "))?;
    if !article.url.is_empty() {
        writeln!(out, "link      {}", article.url)?;
    }
    for text in [&article.summary, &article.body] {
        if !text.is_empty() {
            writeln!(out, "\n{text}")?;
        }
    }
    writeln!(out, "\nHits")?;
    for hit in &line.hits {
        let (watch, h) = (&hit.watch, &hit.hit);
        writeln!(
            out,
            "  {watch}: \"{}\" in {} at {}..{} (term {})",
            h.text, h.field, h.start, h.end, h.term
        )?;
    }
    writeln!(out, "\nStory {} ({} articles)", alert.story, line.story.articles)?;
    for member in store.story(alert.story, STORY_ARTICLES)? {
        let time = member.article.published.unwrap_or(member.first_seen);
        writeln!(
            out,
            "  {}  {} [{}]  {}",
            time.strftime("%Y-%m-%d %H:%MZ"),
            member.article.outlet,
            member.origin,
            member.article.title
        )?;
    }
    Ok(())
}

fn note(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" ({text})") }
}

fn set(store: &dyn Store, ids: &[i64], state: AlertState, until: Option<Timestamp>) -> Ending {
    let ids: Vec<AlertId> = ids.iter().copied().map(AlertId).collect();
    let mut missing = Vec::new();
    for id in &ids {
        if store.alert(*id)?.is_none() {
            missing.push(*id);
        }
    }
    if !missing.is_empty() {
        return Err(no_such(&missing));
    }
    let changed = store.set_state(&ids, state, until, Timestamp::now())?;
    let mut stdout = out::stdout();
    for id in ids {
        let already = if changed.contains(&id) { "" } else { " already" };
        writeln!(stdout, "alert {id}{already} {state}")?;
    }
    stdout.flush()?;
    Ok(Status::Done)
}

fn no_such(ids: &[AlertId]) -> Failure {
    let numbers: Vec<String> = ids.iter().map(ToString::to_string).collect();
    Failure::Usage(format!(
        "no alert has the number {}; `wirewatch alert list` shows them",
        numbers.join(", ")
    ))
}
