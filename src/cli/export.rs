//! `wirewatch alert export` and `alert log`: alerts for other programs, and the page that one shift
//! hands to the next.

use std::io::Write;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::alert::json_of;
use super::args::{AlertExport, AlertLog, ExportFormat, LogFormat};
use super::{Ending, Failure, Status, out};
use crate::domain::{Alert, AlertState, Severity};
use crate::store::{AlertOrder, AlertQuery, Store};
use crate::text::sheet::{COLUMNS, csv, plain};

/// Alerts read at once.
const PAGE: usize = 500;

/// Most alerts looked through for a log: the newest.
const MOST_LOGGED: usize = 20_000;

pub(super) fn export(store: &dyn Store, args: &AlertExport) -> Ending {
    let since = back(args.since, Timestamp::now());
    let query = AlertQuery {
        states: args.states.clone(),
        min_severity: args.min_severity,
        watches: args.watches.clone(),
        since,
        ..AlertQuery::default()
    };
    let mut out = out::stdout();
    match args.format {
        ExportFormat::Csv => write!(out, "{}\r\n", COLUMNS.map(|(name, _)| name).join(","))?,
        ExportFormat::Markdown => {
            writeln!(out, "| no | severity | state | raised | headline | watches | outlets |")?;
            writeln!(out, "|---|---|---|---|---|---|---|")?;
        }
        ExportFormat::Jsonl => {}
    }
    each(store, query, usize::MAX, |alert| match args.format {
        ExportFormat::Jsonl => out::json_line(&mut out, &json_of(alert)?),
        ExportFormat::Csv => {
            let cells: Vec<String> = COLUMNS.iter().map(|(_, read)| csv(&read(alert))).collect();
            Ok(write!(out, "{}\r\n", cells.join(","))?)
        }
        ExportFormat::Markdown => Ok(writeln!(out, "{}", row(alert))?),
    })?;
    out.flush()?;
    Ok(Status::Done)
}

fn back(span: Option<u32>, now: Timestamp) -> Option<Timestamp> {
    let span = span.filter(|seconds| *seconds != u32::MAX)?;
    now.checked_sub(SignedDuration::from_secs(i64::from(span))).ok()
}

/// Every alert of a query, newest change first.
fn each(
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

fn row(alert: &Alert) -> String {
    let line = &alert.line;
    let headline = match line.article.url.as_str() {
        "" => plain(&line.article.title),
        url => format!("[{}](<{}>)", plain(&line.article.title), url.replace(['<', '>', '|'], "")),
    };
    let cells = [
        alert.id.to_string(),
        format!("{} {}", line.severity, line.score),
        alert.state.to_string(),
        short(alert.raised),
        headline,
        plain(&line.watches.join(", ")),
        line.story.outlets.len().to_string(),
    ];
    format!("| {} |", cells.join(" | "))
}

fn short(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%MZ").to_string()
}

/// The parts of a hand-over, in order: a title, and the state whose alerts stand there.
const PARTS: [(&str, AlertState); 4] = [
    ("Still open", AlertState::Open),
    ("Acknowledged", AlertState::Acknowledged),
    ("Put off", AlertState::Snoozed),
    ("Resolved", AlertState::Resolved),
];

pub(super) fn log(store: &dyn Store, args: &AlertLog) -> Ending {
    let now = Timestamp::now();
    let since = back(Some(args.since), now).unwrap_or(Timestamp::MIN);
    let query =
        AlertQuery { now: Some(now), min_severity: args.min_severity, ..AlertQuery::default() };
    let mut parts: [Vec<Alert>; 4] = Default::default();
    each(store, query, MOST_LOGGED, |alert| {
        let touched = alert.changed.max(alert.state_since).max(alert.raised) >= since;
        let slot = PARTS.iter().position(|(_, state)| *state == alert.state);
        // What is urgent and open is handed over however old it is.
        let waits = alert.state == AlertState::Open && alert.line.severity >= Severity::Immediate;
        if let Some(part) = slot.and_then(|slot| parts.get_mut(slot)).filter(|_| touched || waits) {
            part.push(alert.clone());
        }
        Ok(())
    })?;
    for part in &mut parts {
        part.sort_by_key(|alert| std::cmp::Reverse((alert.line.severity, alert.raised)));
    }
    let mut out = out::stdout();
    match args.format {
        LogFormat::Json => out::json_line(&mut out, &log_json(&parts, since, now)?)?,
        LogFormat::Text => log_text(&mut out, &parts, (since, now))?,
        LogFormat::Markdown => log_markdown(&mut out, &parts, (since, now))?,
    }
    out.flush()?;
    Ok(Status::Done)
}

fn log_json(parts: &[Vec<Alert>; 4], from: Timestamp, until: Timestamp) -> Result<Value, Failure> {
    let mut log = json!({ "from": from, "until": until });
    for ((_, state), alerts) in PARTS.iter().zip(parts) {
        let alerts: Vec<Value> = alerts.iter().map(json_of).collect::<Result<_, _>>()?;
        if let Some(members) = log.as_object_mut() {
            members.insert(state.name().to_owned(), Value::Array(alerts));
        }
    }
    Ok(log)
}

fn log_text(
    out: &mut impl Write,
    parts: &[Vec<Alert>; 4],
    (from, until): (Timestamp, Timestamp),
) -> Result<(), Failure> {
    writeln!(out, "Alerts from {} to {}", short(from), short(until))?;
    for ((title, _), alerts) in PARTS.iter().zip(parts) {
        writeln!(out, "\n{title}: {}", alerts.len())?;
        for alert in alerts {
            let line = &alert.line;
            let severity = format!("{} {}", line.severity, line.score);
            let raised = short(alert.raised);
            writeln!(out, "  {:>5}  {severity:<12}  {raised}  {}", alert.id, line.article.title)?;
            let since = short(alert.state_since);
            let watches = line.watches.join(", ");
            let outlets = line.story.outlets.len();
            writeln!(out, "         {} since {since}; {watches}; {outlets} outlets", alert.state)?;
        }
    }
    Ok(())
}

fn log_markdown(
    out: &mut impl Write,
    parts: &[Vec<Alert>; 4],
    (from, until): (Timestamp, Timestamp),
) -> Result<(), Failure> {
    writeln!(out, "# Alerts from {} to {}", short(from), short(until))?;
    for ((title, _), alerts) in PARTS.iter().zip(parts) {
        writeln!(out, "\n## {title}: {}\n", alerts.len())?;
        for alert in alerts {
            let line = &alert.line;
            writeln!(
                out,
                "- **{} {}** {}, no. {}, raised {}, {} since {}; {}; {} outlets",
                line.severity.name().to_uppercase(),
                line.score,
                plain(&line.article.title),
                alert.id,
                short(alert.raised),
                alert.state,
                short(alert.state_since),
                plain(&line.watches.join(", ")),
                line.story.outlets.len(),
            )?;
        }
    }
    Ok(())
}
