//! Alerts as rows of a sheet, and text as a sheet's cells hold it: CSV and Markdown.
//!
//! Where a sheet goes is its caller's business.

use crate::domain::Alert;

/// A column: its name, and what stands in it.
pub type Column = (&'static str, fn(&Alert) -> String);

/// What a sheet says of an alert.
pub const COLUMNS: [Column; 20] = [
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
#[must_use]
pub fn csv(text: &str) -> String {
    let text = text.replace('\0', "");
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let text = if formula { format!("'{text}") } else { text };
    if text.contains(['"', ',', '\r', '\n', ';', '\'']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

/// Text that Markdown shows as it is.
#[must_use]
pub fn plain(text: &str) -> String {
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
