//! A problem in a query or list: where, what is wrong, and what to write instead.
//!
//! `render` draws the line with a caret under the place. Which file that is, `config` adds.

use std::fmt;
use std::ops::Range;

use crate::text::fold::{border, is_dense};

/// Which text a problem lies in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// A query by itself.
    #[default]
    Query,
    /// One key of a watch: `match`, `mask` or `name`.
    Watch {
        /// Name of the watch.
        name: Box<str>,
        /// The key.
        key: &'static str,
    },
    /// One entry of a list, or the list as a whole.
    List {
        /// Name of the list.
        name: Box<str>,
        /// Index of the entry.
        item: Option<usize>,
    },
    /// The vocabulary as a whole.
    Vocabulary,
}

/// What is wrong with a query or list.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}{}{hint}", if hint.is_empty() { "" } else { "; " })]
pub struct Problem {
    /// Which text it lies in.
    pub place: Place,
    /// That text, as the user wrote it.
    pub text: Box<str>,
    /// Byte span in `text`.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead, or empty.
    pub hint: String,
}

/// A problem before it is known which text it lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub span: Range<usize>,
    pub message: String,
    pub hint: String,
}

impl Fault {
    pub(super) fn new(span: Range<usize>, message: impl Into<String>) -> Fault {
        Fault { span, message: message.into(), hint: String::new() }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Fault {
        self.hint = hint.into();
        self
    }

    pub(super) fn shift(mut self, by: usize) -> Fault {
        self.span = self.span.start + by..self.span.end + by;
        self
    }

    pub(super) fn at(self, place: Place, text: &str) -> Problem {
        let Fault { span, message, hint } = self;
        // Whatever of the user's text went into a sentence: a terminal obeys none of it.
        let (message, hint) = (clean(&message), clean(&hint));
        Problem { place, text: text.into(), span, message, hint }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Query => f.write_str("query"),
            Place::Watch { name, key } => write!(f, "watch \"{}\", {key}", shown(name)),
            Place::List { name, item: None } => write!(f, "list \"{}\"", shown(name)),
            Place::List { name, item: Some(item) } => {
                write!(f, "list \"{}\", entry {}", shown(name), item + 1)
            }
            Place::Vocabulary => f.write_str("watches"),
        }
    }
}

impl Problem {
    /// Line and column of the span's start in `text`, counted from 1, columns in characters.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        let before = self.text.get(..self.border(self.span.start)).unwrap_or_default();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (before.matches('\n').count() + 1, column)
    }

    /// The line, a caret line under it with the message, and the hint on a line of its own.
    #[must_use]
    pub fn render(&self) -> String {
        let (start, end) = (self.border(self.span.start), self.border(self.span.end));
        let from = self.text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
        let rest = self.text.get(start..).unwrap_or_default();
        let to = rest.find('\n').map_or(self.text.len(), |at| start + at);
        let line = self.text.get(from..to).unwrap_or_default();
        let (line, skipped) = window(line, start - from);
        let pad = width(line.get(..start - from - skipped).unwrap_or_default());
        let marked = width(self.text.get(start..end.clamp(start, to)).unwrap_or_default());
        let room = width(line).saturating_sub(pad).max(1);
        let mut out = format!("{}:", self.place);
        if !self.text.is_empty() {
            out += &format!("\n  {}\n  ", clean(line));
            out += &format!("{}{}", " ".repeat(pad), "^".repeat(marked.clamp(1, room)));
        }
        out += &format!(" {}", self.message);
        if !self.hint.is_empty() {
            let indent = if self.text.is_empty() { 2 } else { pad + 4 };
            out += &format!("\n{}{}", " ".repeat(indent.min(24)), self.hint);
        }
        out
    }

    fn border(&self, at: usize) -> usize {
        border(&self.text, at)
    }
}

/// At most 120 characters of a line around a byte, with the number of bytes left out before.
fn window(line: &str, at: usize) -> (&str, usize) {
    let back = |(i, _): (usize, char)| i;
    let before = line.get(..at).unwrap_or_default();
    let from = before.char_indices().rev().nth(79).map_or(0, back);
    let rest = line.get(from..).unwrap_or_default();
    let to = rest.char_indices().nth(120).map_or(rest.len(), back);
    (rest.get(..to).unwrap_or_default(), from)
}

/// Text of the user inside a message: short, on one line, without control characters.
pub(super) fn shown(text: &str) -> String {
    let mut short: String = clean(text).chars().take(60).collect();
    if short.len() < clean(text).len() {
        short.push('…');
    }
    short
}

fn clean(text: &str) -> String {
    let bidi = |c: char| matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if c.is_control() || bidi(c) { ' ' } else { c }).collect()
}

/// Columns that a text takes on a terminal, near enough for a caret.
fn width(text: &str) -> usize {
    let wide = |c: char| {
        (is_dense(c) && c >= '\u{2E80}')
            || matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF60}')
    };
    let mark = unicode_normalization::char::is_combining_mark;
    text.chars().map(|c| if mark(c) { 0 } else { 1 + usize::from(wide(c)) }).sum()
}
