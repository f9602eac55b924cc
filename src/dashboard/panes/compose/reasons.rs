//! Why an alert stands where it stands: its score line, and what somebody made of it.

use super::{Composed, Look, Row};
use crate::dashboard::draw::width;
use crate::domain::{Alert, AlertState};

/// The score line, wrapped where a part begins, and where the alert stands.
pub(super) fn compose(composed: &mut Composed, look: &Look<'_>, alert: &Alert) {
    let theme = &look.shared.theme;
    let line = &alert.line;
    let mark = look.shared.glyphs.severity(line.severity);
    let head = format!("{mark} {} {} ", line.score, line.severity);
    let indent = width(&head) + 2;
    let style = theme.severity(line.severity);
    let mut row = vec![(head, style), ("= ".to_owned(), theme.dim)];
    let mut used = indent;
    for part in parts(&line.reason) {
        let columns = width(part);
        if used + columns > look.columns && used > indent {
            composed.rows.push(Row::from(std::mem::take(&mut row)));
            row.push((" ".repeat(indent.min(look.columns / 2)), theme.dim));
            used = indent;
        }
        row.push((part.to_owned(), theme.dim));
        used += columns;
    }
    composed.rows.push(Row::from(row));
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
