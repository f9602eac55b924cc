//! An alert or a digest in words, for receivers that show text to people. Cuts on character
//! borders and says what it leaves out.

use super::Parcel;
use crate::domain::{AlertLine, Severity, many};

/// `FLASH 96: Rocket hits near US Embassy in Baghdad`; of a digest how many, and the first.
pub(super) fn headline(parcel: &Parcel) -> String {
    let Some(top) = parcel.top() else { return String::new() };
    match parcel.told.len() {
        1 => one(top),
        many => format!("{many} alerts, first of all {}", one(top)),
    }
}

fn one(line: &AlertLine) -> String {
    let severity = line.severity.name().to_uppercase();
    format!("{severity} {}: {}", line.score, line.headline())
}

/// What stands below the headline, within a limit in UTF-16 units (as receivers count).
pub(super) fn body(parcel: &Parcel, most: usize) -> String {
    match parcel.single() {
        Some(telling) => cut(&details(&telling.line), most),
        None => listing(parcel, most),
    }
}

/// Headline and body together, within a limit.
pub(super) fn whole(parcel: &Parcel, most: usize) -> String {
    let head = cut(&headline(parcel), most / 2);
    let left = most.saturating_sub(units(&head) + 1);
    format!("{head}\n{}", body(parcel, left))
}

/// Headline, details and the article's summary, for a mail.
pub(super) fn letter(parcel: &Parcel, most: usize) -> String {
    let summary = parcel.single().map(|one| cut(&one.line.article.summary, most / 4));
    let summary = summary.filter(|text| !text.is_empty()).map(|text| format!("\n\n{text}"));
    let summary = summary.unwrap_or_default();
    let head = headline(parcel);
    format!("{head}\n\n{}{summary}\n", body(parcel, most / 2))
}

fn details(line: &AlertLine) -> String {
    let story = &line.story;
    let carried = match story.outlets.len() {
        0 | 1 => line.article.outlet.clone(),
        outlets => {
            let origins = many(story.origins.len().max(1), "origin");
            format!("{}; {}, {origins}", line.article.outlet, many(outlets, "outlet"))
        }
    };
    let why = if line.note.is_empty() { String::new() } else { format!(" ({})", line.note) };
    let told = format!("{}{why}: {}", line.change, line.watches.join(", "));
    let mut parts = vec![carried, told, line.reason.clone(), line.article.url.clone()];
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// A line for each alert, as many as there is room for, and how many are left out.
fn listing(parcel: &Parcel, most: usize) -> String {
    let mut text = String::new();
    let total = parcel.told.len();
    for (shown, telling) in parcel.told.iter().enumerate() {
        let line = format!("{}\n", cut(&one(&telling.line), 120));
        let rest = format!("… and {} more: wirewatch alert list", total - shown);
        if units(&text) + units(&line) + units(&rest) > most {
            text.push_str(&rest);
            return text;
        }
        text.push_str(&line);
    }
    text.truncate(text.trim_end().len());
    text
}

pub(super) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// At most so many UTF-16 units, an ellipsis where something is missing.
pub(super) fn cut(text: &str, most: usize) -> String {
    if units(text) <= most {
        return text.to_owned();
    }
    let mut left = most.saturating_sub(1);
    let mut kept = String::new();
    for c in text.chars() {
        let Some(rest) = left.checked_sub(c.len_utf16()) else { break };
        left = rest;
        kept.push(c);
    }
    kept.push('…');
    kept
}

/// Text for receivers that read `&`, `<` and `>` as markup.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Text for receivers that read Markdown; the addresses of the articles stay what they are.
pub(super) fn unmarked(parcel: &Parcel, text: &str) -> String {
    let is_address = |line: &str| parcel.told.iter().any(|each| each.line.article.url == line);
    let plain = |line: &str| -> String {
        if is_address(line) {
            return line.to_owned();
        }
        let marks = r"\`*_~|[]()<>#";
        line.chars()
            .flat_map(|c| marks.contains(c).then_some('\\').into_iter().chain([c]))
            .collect()
    };
    text.split('\n').map(plain).collect::<Vec<_>>().join("\n")
}

/// The article's address, where it is one that receivers accept.
pub(super) fn link(line: &AlertLine) -> Option<&str> {
    let address = line.article.url.as_str();
    let url = url::Url::parse(address).ok();
    url.filter(|url| matches!(url.scheme(), "http" | "https")).map(|_| address)
}

/// Severity as other systems name it.
pub(super) fn foreign(severity: Severity) -> &'static str {
    match severity {
        Severity::Flash => "critical",
        Severity::Immediate => "error",
        Severity::Priority => "warning",
        Severity::Routine => "info",
    }
}
