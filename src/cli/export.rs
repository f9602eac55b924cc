//! `wirewatch alert export`: alerts for other programs. The page that one shift hands to the next is
//! `alert::handover`'s.

use std::io::Write;

use jiff::{SignedDuration, Timestamp};

use super::alert::json_of;
use super::alert::show::short;
use super::args::{AlertExport, ExportFormat};
use super::{Ending, Failure, Status, out};
use crate::domain::Alert;
use crate::store::{AlertOrder, AlertQuery, Store};

/// Alerts read at once.
const PAGE: usize = 500;

pub(super) fn export(store: &dyn Store, args: &AlertExport) -> Ending {
    let since = back(args.since, Timestamp::now());
    let query = AlertQuery {
        states: args.states.clone(),
        min_severity: args.min_severity,
        watches: args.watches.clone(),
        since,
        now: Some(Timestamp::now()),
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

pub(super) fn back(span: Option<u32>, now: Timestamp) -> Option<Timestamp> {
    let span = span.filter(|seconds| *seconds != u32::MAX)?;
    now.checked_sub(SignedDuration::from_secs(i64::from(span))).ok()
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

/// A column: its name, and what stands in it.
type Column = (&'static str, fn(&Alert) -> String);

const COLUMNS: [Column; 20] = [
    ("number", |a| a.id.to_string()),
    ("seq", |a| a.line.seq.to_string()),
    ("id", |a| a.line.id.clone()),
    ("state", |a| a.state.to_string()),
    ("state_since", |a| a.state_since.to_string()),
    ("state_by", |a| a.by.clone()),
    ("snoozed_until", |a| a.until.map(|time| time.to_string()).unwrap_or_default()),
    ("notes", |a| a.notes.to_string()),
    ("silence", |a| a.line.silenced.as_ref().map(|s| s.silence.to_string()).unwrap_or_default()),
    ("severity", |a| a.line.severity.to_string()),
    ("score", |a| a.line.score.to_string()),
    ("raised", |a| a.raised.to_string()),
    ("changed", |a| a.changed.to_string()),
    ("published", |a| a.line.times.published.map(|time| time.to_string()).unwrap_or_default()),
    ("watches", |a| a.line.watches.join(" ")),
    ("headline", |a| a.line.article.title.clone()),
    ("link", |a| a.line.article.url.clone()),
    ("outlets", |a| a.line.story.outlets.join("; ")),
    ("origins", |a| a.line.story.origins.join("; ")),
    ("reason", |a| a.line.reason.clone()),
];

/// A cell by RFC 4180 that no spreadsheet takes for a formula.
fn csv(text: &str) -> String {
    let text = text.replace('\0', "");
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let text = if formula { format!("'{text}") } else { text };
    if text.contains(['"', ',', '\r', '\n', ';', '\'']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
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

/// Text that Markdown shows as it is.
pub(super) fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => shown.push(' '),
            c => {
                if r"\`*_[]<>|#!&~".contains(c) {
                    shown.push('\\');
                }
                shown.push(c);
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{csv, plain};

    #[test]
    fn no_cell_is_a_formula_and_quotes_are_doubled() {
        for (text, cell) in [
            ("Rocket", "Rocket"),
            ("a, b", "\"a, b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=HYPERLINK(1)", "\"'=HYPERLINK(1)\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@a", "\"'@a\""),
            ("\tx", "\"'\tx\""),
            ("\0=1", "\"'=1\""),
            ("two\nlines", "\"two\nlines\""),
        ] {
            assert_eq!(csv(text), cell, "{text:?}");
        }
    }

    #[test]
    fn no_headline_is_markup() {
        assert_eq!(plain("[a](b) | *c* <d>\n#"), r"\[a\](b) \| \*c\* \<d\> \#");
    }
}
