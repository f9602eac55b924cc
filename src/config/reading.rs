//! Reads one TOML file key by key and collects every problem with its place, instead of ending at
//! the first. Which keys exist is said by tables (`sections`, `watches`, `feeds`).

use std::ops::Range;

use toml_edit::{Document, Item, TableLike};

use super::error::ConfigError;
use super::source::Source;
use super::suggest;
use super::value::Wrong;

/// Most problems told of one file; after these, only their number.
const MOST_PROBLEMS: usize = 50;

/// A file being read, with what was found wrong so far.
pub(super) struct Reading<'a> {
    pub source: &'a Source,
    /// Where what is read begins in the text.
    from: usize,
    problems: Vec<ConfigError>,
    more: usize,
}

/// Where a key stands in its file.
pub(super) fn key_span(table: &dyn TableLike, key: &str) -> Range<usize> {
    table.key(key).and_then(toml_edit::Key::span).unwrap_or(0..0)
}

impl<'a> Reading<'a> {
    pub fn new(source: &'a Source) -> Self {
        Reading { source, from: 0, problems: Vec::new(), more: 0 }
    }

    /// A part of the file as TOML, if it is any.
    pub fn parse_part(&mut self, part: Range<usize>) -> Option<Document<&'a str>> {
        self.from = part.start;
        Document::parse(self.source.text.get(part)?).ok()
    }

    /// A problem at a span of what is read.
    pub fn problem(&self, span: Range<usize>, message: impl Into<String>) -> ConfigError {
        self.source.problem(self.from + span.start..self.from + span.end, message)
    }

    /// The file as TOML; a syntax error is a problem.
    pub fn parse(&mut self) -> Option<Document<&'a str>> {
        let source = self.source;
        match Document::parse(source.text.as_str()) {
            Ok(document) => Some(document),
            Err(error) => {
                let end = source.text.len();
                let message = error.message().lines().collect::<Vec<_>>().join(", ");
                self.problems.push(source.problem(error.span().unwrap_or(end..end), message));
                None
            }
        }
    }

    /// What was found wrong.
    pub fn finish(mut self) -> Vec<ConfigError> {
        if self.more > 0 {
            let message = format!("and {} more problems", self.more);
            self.problems.push(ConfigError::whole(&self.source.file, message));
        }
        self.problems
    }

    /// Notes a problem at a span.
    pub fn wrong(&mut self, span: Range<usize>, wrong: Wrong) {
        if self.problems.len() >= MOST_PROBLEMS {
            self.more += 1;
            return;
        }
        let mut problem = self.problem(wrong.span.unwrap_or(span), wrong.message);
        problem.hint = wrong.hint;
        self.problems.push(problem);
    }

    /// The value that a reader made, or none and a problem at the item's place.
    pub fn take<T>(&mut self, item: &Item, key: &str, read: Result<T, Wrong>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(mut wrong) => {
                wrong.message = format!("{key}: {}", wrong.message);
                self.wrong(item.span().unwrap_or(0..0), wrong);
                None
            }
        }
    }

    /// Notes a key that does not exist here.
    pub fn unknown<'k>(
        &mut self,
        table: &dyn TableLike,
        key: &str,
        known: impl IntoIterator<Item = &'k str> + Clone,
    ) {
        let wrong = Wrong::new(format!("unknown key \"{key}\"")).hint(suggest::hint(key, known));
        self.wrong(key_span(table, key), wrong);
    }
}

/// The tables of `[[name]]` (or `name = [{…}, …]`), each with its place.
pub(super) fn tables<'t>(item: &'t Item) -> Option<Vec<(&'t dyn TableLike, Range<usize>)>> {
    if let Some(array) = item.as_array_of_tables() {
        let one =
            |table: &'t toml_edit::Table| (table as &dyn TableLike, table.span().unwrap_or(0..0));
        return Some(array.iter().map(one).collect());
    }
    let array = item.as_array()?;
    let one = |value: &'t toml_edit::Value| {
        let table = value.as_inline_table()?;
        Some((table as &dyn TableLike, value.span().unwrap_or(0..0)))
    };
    array.iter().map(one).collect()
}
