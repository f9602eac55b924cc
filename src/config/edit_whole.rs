//! Editing `watches.toml` as a whole, in the user's own editor: what the editor gets, whether what
//! comes back is right, and putting it in place. Starting the editor is `cli`'s work.

use super::edit::{EditError, Edited, append, entries, patched};
use super::edit_watches::{HEADER, WatchDraft, block, in_force, known, target};
use super::error::ConfigError;
use super::load::{check_watches, read_file};
use super::paths::Paths;
use super::reading::Reading;
use super::save;
use super::source::Source;
use super::vocabulary::vocabulary;
use super::watches::RawWatches;

/// The file as an editor gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its text.
    pub text: String,
    /// The line to begin at, from 1.
    pub line: usize,
    /// What the file holds; nothing where there is none yet.
    before: Option<String>,
}

/// Opens the user's `watches.toml` at a watch; one that is only shipped gets an entry of its own.
///
/// # Errors
/// When the file cannot be read, or there is no such watch.
pub fn open(paths: &Paths, name: Option<&str>) -> Result<Opened, EditError> {
    let path = paths.watches_file();
    let read = read_file(&path).map_err(|problem| EditError::Broken(vec![problem]))?;
    let before = read.as_ref().map(|source| source.text.clone());
    let source = read.unwrap_or_else(|| Source::from_text(&path, HEADER));
    let whole = Opened { text: source.text.clone(), line: 1, before };
    // A file that is no TOML is opened as it is: mending it comes first.
    let (Some(name), Some(document)) = (name, Reading::new(&source).parse()) else {
        return Ok(whole);
    };
    let named = entries(&document, "watch")
        .into_iter()
        .find(|entry| entry.table.get("name").and_then(|item| item.as_str()) == Some(name));
    if let Some(entry) = named {
        return Ok(Opened { line: line_of(&source.text, entry.span.start), ..whole });
    }
    known(&source, name)?;
    let raw = in_force(&source);
    let patch = append(&source, &entry_of(&raw, name));
    let line = line_of(&source.text, patch.at.start) + lines_above(&patch.text);
    let text = patched(&source, vec![patch]);
    Ok(Opened { text, line, ..whole })
}

fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

/// Empty lines and comments before an entry.
fn lines_above(text: &str) -> usize {
    text.lines().take_while(|line| !line.starts_with('[')).count()
}

/// An entry with everything that a shipped watch says.
fn entry_of(raw: &RawWatches, name: &str) -> String {
    let watches = vocabulary(raw).watches;
    let Some(spec) = watches.into_iter().find(|spec| spec.name == name) else {
        return String::new();
    };
    let draft = WatchDraft {
        say: Some(spec.say),
        query: Some(spec.query),
        mask: spec.mask,
        weight: Some(spec.weight),
        colour: spec.colour,
        severity: spec.severity,
        enabled: Some(spec.enabled),
    };
    format!(
        "# Over the shipped watch: what you take out here stays as shipped.\n{}",
        block(name, &draft)
    )
}

/// What is wrong with a text that is to become the file.
#[must_use]
pub fn problems(paths: &Paths, text: &str) -> Vec<ConfigError> {
    let source = Source::from_text(&paths.watches_file(), text);
    check_watches(Some(&source)).matcher.err().unwrap_or_default()
}

/// Puts a text in the place of the file, if it is right and the file is still as it was opened.
///
/// # Errors
/// When the text is wrong, or the file was changed meanwhile or cannot be written.
pub fn take(paths: &Paths, opened: &Opened, text: &str) -> Result<Edited, EditError> {
    let target = target(paths);
    let path = target.path;
    let failed = |error| EditError::Write { path: path.clone(), error };
    let _lock = path.parent().map(save::lock_folder).transpose().map_err(failed)?;
    let wrong = problems(paths, text);
    if !wrong.is_empty() {
        return Err(EditError::WouldBreak(wrong));
    }
    let now = read_file(&path).map_err(|problem| EditError::Broken(vec![problem]))?;
    if now.as_ref().map(|source| &source.text) != opened.before.as_ref() {
        return Err(EditError::Changed { path });
    }
    let mark = if now.is_some_and(|source| source.marked) { "\u{feff}" } else { "" };
    save::replace(&path, format!("{mark}{text}").as_bytes()).map_err(failed)?;
    Ok(Edited { file: path, changed: 1, note: None })
}
