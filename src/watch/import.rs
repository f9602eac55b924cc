//! Watches of other programs: a list of keywords, or newsboat's highlight and ignore rules, become
//! one query. What cannot be said in the watch language is left out and named.

mod filter;
mod keywords;
mod line;
mod newsboat;
mod pattern;

use std::collections::HashSet;

use self::keywords::Entry;
use super::NamedList;
pub use super::parser::LONGEST;

/// What a file became.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// What is looked for: terms, each a query of its own.
    pub terms: Vec<String>,
    /// What hides an article: terms, each a query of its own.
    pub hidden: Vec<String>,
    /// Lines that became nothing, with the reason and what to write instead.
    pub skipped: Vec<Told>,
    /// Lines that became something else than their letters say.
    pub noted: Vec<Told>,
    /// How many lines say what one before has said.
    pub twice: usize,
    /// How many lines are remarks.
    pub remarks: usize,
    /// How it was read.
    pub format: Format,
    said: HashSet<String>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A keyword a line.
    #[default]
    Keywords,
    /// newsboat's configuration.
    Newsboat,
}

/// What is to say of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its number, from 1.
    pub line: usize,
    /// In words.
    pub text: String,
}

/// Reads a file: newsboat's configuration where it has such rules, else a keyword a line, in which
/// queries may name these lists.
#[must_use]
pub fn read(text: &str, lists: &[NamedList]) -> Import {
    if newsboat::is_one(text) { newsboat::read(text) } else { keywords::read(text, lists) }
}

impl Import {
    /// The query, a term a line; `None` where there is nothing to look for.
    #[must_use]
    pub fn query(&self) -> Option<String> {
        let looked_for = match self.terms.as_slice() {
            [] => return None,
            [only] => only.clone(),
            several => several.join("\nOR "),
        };
        if self.hidden.is_empty() {
            return Some(looked_for);
        }
        Some(format!("({looked_for})\nAND NOT (\n{})", self.hidden.join("\nOR ")))
    }

    fn take(&mut self, line: usize, entry: Result<Entry, String>) {
        let Entry { query, note } = match entry {
            Ok(entry) => entry,
            Err(reason) => return self.skip(line, reason),
        };
        // Letter case counts in exact terms alone.
        let said = if query.starts_with('=') { query.clone() } else { query.to_lowercase() };
        if !self.said.insert(said) {
            self.twice += 1;
            return;
        }
        self.noted.extend(note.map(|text| Told { line, text }));
        self.terms.push(query);
    }

    fn hide(&mut self, term: String) {
        if !self.hidden.contains(&term) {
            self.hidden.push(term);
        }
    }

    fn skip(&mut self, line: usize, reason: impl Into<String>) {
        self.skipped.push(Told { line, text: reason.into() });
    }
}

#[cfg(test)]
mod tests;
