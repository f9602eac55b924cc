//! Why an alert stands where it stands: its score line, and what somebody made of it.

use super::{Composed, Look, Row};
use crate::dashboard::draw::width;
use crate::dashboard::shared::Shared;
use crate::domain::{Alert, AlertLine, AlertState};

/// The score line, wrapped where a part begins, and where the alert stands.
pub(super) fn compose(composed: &mut Composed, look: &Look<'_>, alert: &Alert) {
    let theme = &look.shared.theme;
    composed.rows.extend(score(look.shared, &alert.line, (look.columns, usize::MAX)));
    if alert.state != AlertState::Open {
        let glyph = look.shared.glyphs.state(alert.state);
        let since = look.shared.clock(alert.state_since);
        let by = if alert.by.is_empty() { String::new() } else { format!(" by {}", alert.by) };
        let until = alert.until.filter(|_| alert.state == AlertState::Snoozed);
        let until =
            until.map_or_else(String::new, |at| format!(", until {}Z", look.shared.clock(at)));
        let text = format!("{glyph} {}{by} {since}Z{until}", alert.state);
        composed.rows.push(Row::from(vec![(text, theme.good)]));
    }
}

/// The score line in rows of so many columns, wrapped where a part begins; what is left over in
/// the last of so many rows is cut there.
pub fn score(shared: &Shared, line: &AlertLine, (columns, most): (usize, usize)) -> Vec<Row> {
    let theme = &shared.theme;
    let head =
        format!("{} {} {} ", shared.glyphs.severity(line.severity), line.score, line.severity);
    let indent = width(&head) + 2;
    let mut row = vec![(head, theme.severity(line.severity)), ("= ".to_owned(), theme.dim)];
    let mut used = indent;
    let mut rows = Vec::new();
    let parts = parts(&line.reason);
    for (number, part) in parts.iter().enumerate() {
        let last_row = rows.len() + 1 >= most;
        let mark = usize::from(last_row && number + 1 < parts.len());
        if used + width(part) + mark > columns && used > indent {
            if last_row {
                row.push((shared.glyphs.cut().to_owned(), theme.dim));
                break;
            }
            rows.push(Row::from(std::mem::take(&mut row)));
            row.push((" ".repeat(indent.min(columns / 2)), theme.dim));
            used = indent;
        }
        row.push(((*part).to_owned(), theme.dim));
        used += width(part);
    }
    rows.push(Row::from(row));
    rows
}

/// The parts of a score line, each with the sign before it.
fn parts(reason: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in reason.match_indices([' ']).filter(|(at, _)| {
        let behind = reason.get(at + 1..).unwrap_or("");
        behind.starts_with("+ ") || behind.starts_with("− ")
    }) {
        parts.extend(reason.get(from..at + 1));
        from = at + 1;
    }
    parts.extend(reason.get(from..));
    parts
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_score_line_breaks_where_a_part_begins() {
        let reason = "rocket 30 + embassy 12 − no injuries 4";
        assert_eq!(parts(reason), ["rocket 30 ", "+ embassy 12 ", "− no injuries 4"]);
        assert_eq!(parts(""), [""]);
    }
}
