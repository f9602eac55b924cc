//! One thing wrong (or doubtful) in a configuration file: which file, where, what, and the line
//! itself with a caret. Rendering only; finding problems is the readers' work.

use std::fmt;
use std::path::{Path, PathBuf};

/// A problem in a configuration file, or in reading it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// Where in it; `None` when the file as a whole is meant.
    pub place: Option<Box<Place>>,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it, in one line.
    pub hint: Option<String>,
}

/// A place in a file, with the line as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line, or the part of a long one around the place; no control characters.
    pub excerpt: String,
    /// Screen columns before the caret within `excerpt`.
    pub indent: usize,
    /// How many carets.
    pub width: usize,
}

impl ConfigError {
    /// A problem with a file as a whole.
    #[must_use]
    pub fn whole(file: &Path, message: impl Into<String>) -> Self {
        ConfigError { file: file.to_owned(), place: None, message: message.into(), hint: None }
    }

    /// The problem in one line, for a status bar or a log: `watches.toml:14:31: unknown key …`.
    #[must_use]
    pub fn one_line(&self) -> String {
        let name = self.file.file_name().map_or_else(
            || self.file.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        );
        let place =
            self.place.as_ref().map_or_else(String::new, |p| format!("{}:{}:", p.line, p.column));
        let hint = self.hint.as_ref().map_or_else(String::new, |hint| format!(", {hint}"));
        format!("{name}:{place} {}{hint}", self.message)
    }
}

impl fmt::Display for ConfigError {
    /// The line of [`ConfigError::one_line`], then the line of the file with carets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.one_line())?;
        let Some(place) = &self.place else { return Ok(()) };
        let number = place.line.to_string();
        let margin = number.len();
        write!(f, "\n  {number} | {}", place.excerpt)?;
        write!(f, "\n  {:margin$} | {:indent$}", "", "", indent = place.indent)?;
        write!(f, "{}", "^".repeat(place.width.max(1)))
    }
}

/// Every problem, one after the other, as a report for people.
#[must_use]
pub fn report(problems: &[ConfigError]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}
