//! Colour on standard output, and text of the outside made safe for it: hits stand out in colour,
//! or between brackets where there is none.

use std::io::{self, IsTerminal};
use std::ops::Range;

use super::args::{Color, Global};
use super::doctor::Level;
use crate::text::scrub;

/// Most characters of a headline.
const HEADLINE: usize = 300;

/// Whether and how output is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// With colour.
    Colour,
    /// With brackets.
    Plain,
}

/// Start and end of a highlight.
const LIT: (&str, &str) = ("\u{1b}[1;33m", "\u{1b}[0m");

impl Paint {
    /// What the options, the terminal and `NO_COLOR` say.
    pub(super) fn of(global: &Global) -> Paint {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let dumb = set("TERM").is_some_and(|term| term == "dumb");
        let colour = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stdout().is_terminal() && set("NO_COLOR").is_none() && !dumb,
        };
        if colour { Paint::Colour } else { Paint::Plain }
    }

    /// A text of the outside on one line, these spans of it lit.
    pub(super) fn lit(self, text: &str, spans: impl IntoIterator<Item = Range<usize>>) -> String {
        let (on, off) = match self {
            Paint::Colour => LIT,
            Paint::Plain => ("[", "]"),
        };
        let mut spans: Vec<Range<usize>> = spans.into_iter().collect();
        spans.sort_by_key(|span| (span.start, span.end));
        let mut line = String::new();
        let mut from = 0;
        for span in joined(spans) {
            line += &safe(text.get(from..span.start).unwrap_or_default());
            line += &format!(
                "{on}{}{off}",
                scrub::line(text.get(span.clone()).unwrap_or_default(), HEADLINE)
            );
            from = span.end;
        }
        line += &safe(text.get(from..).unwrap_or_default());
        line.trim().to_owned()
    }

    /// How bad something is, four columns wide.
    pub(super) fn level(self, level: Level) -> String {
        let colour = match level {
            Level::Ok => 32,
            Level::Warn => 33,
            Level::Fail => 31,
        };
        match self {
            Paint::Colour => format!("\u{1b}[{colour}m{:<4}\u{1b}[0m", level.name()),
            Paint::Plain => format!("{:<4}", level.name()),
        }
    }

    /// Words that say yes or no.
    pub(super) fn answer(self, yes: bool) -> &'static str {
        match (self, yes) {
            (Paint::Colour, true) => "\u{1b}[32myes\u{1b}[0m",
            (Paint::Colour, false) => "\u{1b}[31mno \u{1b}[0m",
            (Paint::Plain, true) => "yes",
            (Paint::Plain, false) => "no ",
        }
    }
}

/// Spans in order of their start, those that touch or overlap as one.
fn joined(spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match all.last_mut().filter(|last| span.start <= last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => all.push(span),
        }
    }
    all
}

/// Scrubbed, a blank at either end kept: it is one inside, between two letters.
fn safe(text: &str) -> String {
    let inside = scrub::line(&format!("x{text}x"), HEADLINE);
    let inside = inside.strip_prefix('x').unwrap_or(&inside);
    inside.strip_suffix('x').unwrap_or(inside).to_owned()
}

#[cfg(test)]
mod tests {
    use super::Paint;

    #[test]
    fn overlapping_hits_are_one_highlight_and_nothing_unsafe_passes() {
        let text = "Rockets near\u{1b}[2J US Embassy";
        assert_eq!(Paint::Plain.lit(text, [8..12, 0..7, 3..9]), "[Rockets near] US Embassy");
        assert_eq!(Paint::Plain.lit("a b", std::iter::once(2..3)), "a [b]");
        assert_eq!(Paint::Plain.lit("a", []), "a");
        assert!(Paint::Colour.lit("a b", std::iter::once(2..3)).contains("\u{1b}[1;33mb"));
    }
}
