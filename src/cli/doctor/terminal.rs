//! The terminal: whether the dashboard can be shown here, and how well.

use std::io::{self, IsTerminal};

use rustix::termios::tcgetwinsize;

use super::finding::Finding;
use super::patient::Patient;
use crate::cli::live::speaks_unicode;

/// The least size that the dashboard draws on, and one that shows everything.
const LEAST: (u16, u16) = (60, 16);
const WELL: (u16, u16) = (80, 24);

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return vec![Finding::ok("none here; `wirewatch run` needs none")];
    }
    let size = tcgetwinsize(io::stdout()).map_or((0, 0), |size| (size.ws_col, size.ws_row));
    let kind = patient.variable("TERM").unwrap_or("");
    let mut found = faults(size, kind);
    if !speaks_unicode() {
        let told =
            "the locale or the terminal's type speaks no UTF-8: the dashboard draws with ASCII";
        found.push(Finding::warn(told).advise("LANG=C.UTF-8, if your terminal can show it"));
    }
    if found.is_empty() {
        let colour = match (patient.variable("NO_COLOR"), patient.variable("COLORTERM")) {
            (Some(_), _) => "no colour (NO_COLOR)",
            (None, Some("truecolor" | "24bit")) => "true colour",
            (None, _) => "256 colours",
        };
        found.push(Finding::ok(format!("{}x{}, {kind}, {colour}, UTF-8", size.0, size.1)));
    }
    found
}

fn faults((columns, rows): (u16, u16), kind: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    if columns < LEAST.0 || rows < LEAST.1 {
        let told = format!("{columns}x{rows}: too small for the dashboard");
        found.push(Finding::warn(told).advise(format!("{}x{} or larger", LEAST.0, LEAST.1)));
    } else if columns < WELL.0 || rows < WELL.1 {
        let told = format!("{columns}x{rows}: the dashboard leaves things out");
        found.push(Finding::warn(told).advise(format!("{}x{} or larger", WELL.0, WELL.1)));
    }
    if kind.is_empty() || kind == "dumb" {
        let told = "TERM does not say what this terminal can do";
        found.push(Finding::warn(told).advise("TERM=xterm-256color, if it is one"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::faults;

    #[test]
    fn small_and_nameless_terminals_are_told() {
        for (size, kind, told) in [
            ((160, 48), "xterm-256color", 0),
            ((70, 20), "xterm", 1),
            ((40, 10), "xterm", 1),
            ((0, 0), "", 2),
        ] {
            assert_eq!(faults(size, kind).len(), told, "{size:?} {kind}");
        }
    }
}
