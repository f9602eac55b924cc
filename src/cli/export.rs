//! `wirewatch alert export`: alerts for other programs. The page that one shift hands to the next is
//! `alert::handover`'s.

use std::io::Write;

use jiff::Timestamp;
use serde_json::json;

use super::alert::json_of;
use super::alert::show::short;
use super::args::{AlertExport, ExportFormat};
use super::{Ending, Failure, Status, out};
use crate::domain::{Alert, Event, What};
use crate::store::{AlertOrder, AlertQuery, Store};
use crate::text::sheet::{COLUMNS, Column, csv, plain};

/// Alerts read at once.
const PAGE: usize = 500;

pub(super) fn export(store: &dyn Store, args: &AlertExport) -> Ending {
    let query = args.filter.query(Timestamp::now());
    let mut out = out::stdout();
    match args.format {
        ExportFormat::Csv => write!(out, "{}\r\n", COLUMNS.map(|(name, _)| name).join(","))?,
        ExportFormat::Markdown => {
            writeln!(
                out,
                "| no | severity | state | by | raised | headline | watches | outlets | notes |"
            )?;
            writeln!(out, "|---|---|---|---|---|---|---|---|---|")?;
        }
        ExportFormat::Jsonl => {}
    }
    each(store, query, usize::MAX, |alert| match args.format {
        ExportFormat::Jsonl => {
            let mut line = json_of(alert)?;
            if let Some(members) = line.as_object_mut() {
                members.insert("history".to_owned(), json!(store.history(alert.id)?));
            }
            out::json_line(&mut out, &line)
        }
        ExportFormat::Csv => {
            let notes = notes(store, alert)?;
            let read =
                |(name, read): &Column| if *name == "notes" { notes.clone() } else { read(alert) };
            let cells: Vec<String> = COLUMNS.iter().map(|column| csv(&read(column))).collect();
            Ok(write!(out, "{}\r\n", cells.join(","))?)
        }
        ExportFormat::Markdown => {
            let notes = notes(store, alert)?;
            Ok(writeln!(out, "{}", row((alert, &notes)))?)
        }
    })?;
    out.flush()?;
    Ok(Status::Done)
}

/// Every alert of a query, newest change first.
pub(super) fn each(
    store: &dyn Store,
    query: AlertQuery,
    most: usize,
    mut then: impl FnMut(&Alert) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut query =
        AlertQuery { order: AlertOrder::Newest, limit: PAGE.min(most), offset: 0, ..query };
    loop {
        let page = store.alerts(&query)?;
        page.iter().try_for_each(&mut then)?;
        query.offset += page.len();
        if page.len() < query.limit || query.offset >= most {
            return Ok(());
        }
    }
}

/// The notes of an alert, each with its time and its writer.
fn notes(store: &dyn Store, alert: &Alert) -> Result<String, Failure> {
    if alert.notes == 0 {
        return Ok(String::new());
    }
    let mut events = store.history(alert.id)?;
    events.retain(|event| event.what == What::Note && !event.undone);
    let told = |event: &Event| format!("{} {}: {}", short(event.at), event.who, event.text);
    Ok(events.iter().map(told).collect::<Vec<_>>().join("\n"))
}

fn row((alert, notes): (&Alert, &str)) -> String {
    let line = &alert.line;
    let headline = match line.article.url.as_str() {
        "" => plain(&line.headline()),
        url => format!("[{}](<{}>)", plain(&line.headline()), url.replace(['<', '>', '|'], "")),
    };
    let cells = [
        alert.id.to_string(),
        format!("{} {}", line.severity, line.score),
        alert.state.to_string(),
        plain(&alert.by),
        short(alert.raised),
        headline,
        plain(&line.watches.join(", ")),
        line.story.outlets.len().to_string(),
        plain(notes),
    ];
    format!("| {} |", cells.join(" | "))
}
