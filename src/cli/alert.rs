//! `wirewatch alert …`: the alerts in the store, and what people do about them.

mod handover;
mod marks;
pub(super) mod show;
mod silence;

use std::io::Write;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::args::{AlertCommand, AlertList, Global, ListFormat};
use super::table::{Table, age};
use super::{Ending, Failure, Status, export, out, place, watch};
use crate::config::Loaded;
use crate::domain::{Alert, AlertId, AlertState, Deed};
use crate::engine::duty;
use crate::store::{AlertQuery, Store};

pub(super) fn run(global: &Global, command: &AlertCommand) -> Ending {
    let opened = place::open(global);
    if opened.is_err() {
        // A slip in a name is said before a store that is missing.
        watch::known(&place::load(global)?.1.vocabulary, command.watches())?;
    }
    let (loaded, store) = opened?;
    let desk = Desk { who: duty::who(&loaded.settings), now: Timestamp::now(), loaded, store };
    match command {
        AlertCommand::List(args) => list(&desk, args),
        AlertCommand::Log(args) => handover::run(&desk, args),
        AlertCommand::Export(args) => {
            desk.known_watches(&args.filter.watches)?;
            export::export(desk.store.as_ref(), args)
        }
        AlertCommand::Show { id, format } => show::run(&desk, AlertId(*id), *format),
        AlertCommand::Ack(args) => marks::acknowledge(&desk, args),
        AlertCommand::Snooze { ids, span, until } => marks::snooze(&desk, ids, (*span, *until)),
        AlertCommand::Resolve { ids } => marks::act(&desk, ids, Deed::Resolve),
        AlertCommand::Reopen { ids } => marks::act(&desk, ids, Deed::Reopen),
        AlertCommand::Note { id, words } => marks::note(&desk, *id, words),
        AlertCommand::Undo { id } => marks::undo(&desk, *id),
        AlertCommand::Silence(args) => silence::run(&desk, args),
    }
}

/// What every one of these commands works with.
struct Desk {
    loaded: Loaded,
    store: Arc<dyn Store>,
    /// Who is at it.
    who: String,
    now: Timestamp,
}

impl Desk {
    /// Refuses names that no watch has and no alert remembers: an empty list must not come from a
    /// slip of the pen.
    fn known_watches(&self, names: &[String]) -> Result<(), Failure> {
        for name in names {
            if let Err(unknown) = watch::known(&self.loaded.vocabulary, std::slice::from_ref(name))
            {
                let watches = vec![name.clone()];
                let query = AlertQuery { watches, limit: 1, ..AlertQuery::default() };
                if self.store.alerts(&query)?.is_empty() {
                    return Err(unknown);
                }
            }
        }
        Ok(())
    }

    /// The alert as it stands now.
    fn alert(&self, id: AlertId) -> Result<Alert, Failure> {
        let alert = self.store.alert(id)?.ok_or_else(|| no_such(&[id]))?;
        Ok(alert.at(Some(self.now)))
    }
}

fn list(desk: &Desk, args: &AlertList) -> Ending {
    let (store, now) = (desk.store.as_ref(), desk.now);
    desk.known_watches(&args.filter.watches)?;
    let query = AlertQuery { text: args.text.clone(), limit: args.limit, ..args.filter.query(now) };
    let alerts = store.alerts(&query)?;
    let mut stdout = out::stdout();
    match args.format {
        ListFormat::Json => {
            for alert in &alerts {
                out::json_line(&mut stdout, &json_of(alert)?)?;
            }
        }
        ListFormat::Table if alerts.is_empty() => out::nothing(why_none(store)?)?,
        ListFormat::Table => table_of(&alerts, now).print(&mut stdout)?,
    }
    stdout.flush()?;
    Ok(Status::Done)
}

/// Why no alert is listed.
fn why_none(store: &dyn Store) -> Result<&'static str, Failure> {
    let stored = store.stats()?;
    Ok(match (stored.articles, stored.alerts) {
        (0, _) => "no alert and no article yet; `wirewatch doctor` says how the feeds fare",
        (_, 0) => "no alert yet: no watch has flagged anything; `wirewatch watch list` shows them",
        _ => "no alert fits",
    })
}

fn table_of(alerts: &[Alert], now: Timestamp) -> Table {
    let mut table =
        Table::new(&["NO", "SEVERITY", "STATE", "BY", "AGE", "OUTLETS", "WATCHES", "HEADLINE"]);
    for alert in alerts {
        table.row(vec![
            alert.id.to_string(),
            format!("{} {}", alert.line.severity, alert.line.score),
            state(alert),
            if alert.by.is_empty() { "-".to_owned() } else { alert.by.clone() },
            age(Some(alert.raised), now),
            alert.line.story.outlets.len().to_string(),
            alert.line.watches.join(" "),
            alert.line.headline().into_owned(),
        ]);
    }
    table
}

/// The state with what a glance must show: notes, and that no notifier was told.
fn state(alert: &Alert) -> String {
    let mut text = alert.state.to_string();
    if let Some(until) = alert.until {
        text.push_str(&format!(" to {}", show::short(until)));
    }
    if alert.notes > 0 {
        text.push_str(&format!(" +{}", alert.notes));
    }
    if alert.line.is_unwatched() && alert.state != AlertState::Resolved {
        text.push_str(", unwatched");
    }
    if let Some(by) = &alert.line.silenced {
        text.push_str(&format!(" silence {}", by.silence));
    }
    text
}

/// The alert line with the alert's number and state beside it.
pub(super) fn json_of(alert: &Alert) -> Result<Value, Failure> {
    let mut line = serde_json::to_value(&alert.line)
        .map_err(|error| Failure::CannotRun(format!("alert {}: {error}", alert.id)))?;
    if let Some(members) = line.as_object_mut() {
        members.insert(
            "alert".to_owned(),
            json!({
                "number": alert.id,
                "state": alert.state,
                "since": alert.state_since,
                "by": alert.by,
                "until": alert.until,
                "notes": alert.notes,
            }),
        );
    }
    Ok(line)
}

fn no_such(ids: &[AlertId]) -> Failure {
    let numbers: Vec<String> = ids.iter().map(ToString::to_string).collect();
    Failure::Usage(format!(
        "no alert has the number {}; `wirewatch alert list` shows them",
        numbers.join(", ")
    ))
}
