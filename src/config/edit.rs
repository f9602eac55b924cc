//! Edits of the user's files by command: pieces of text are put in or cut out, every other byte
//! stays as it was; the result is read and checked before it is written. What is edited is said by
//! `edit_watches` and `edit_feeds`.

use std::io;
use std::ops::Range;
use std::path::PathBuf;

use toml_edit::{Document, Item, Table, TableLike};

use super::error::{ConfigError, report};
use super::load::read_file;
use super::reading::tables;
use super::save;
use super::source::Source;

/// Why an edit was not made. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// Nothing of that name.
    #[error("no {kind} is named \"{name}\"{}", hint.as_ref().map(|h| format!(", {h}")).unwrap_or_default())]
    Unknown {
        /// `watch` or `feed`.
        kind: &'static str,
        /// What was asked for.
        name: String,
        /// What may have been meant.
        hint: Option<String>,
    },
    /// There is one already.
    #[error("the {kind} \"{name}\" exists already; {remedy}")]
    Exists {
        /// `watch` or `feed`.
        kind: &'static str,
        /// Its name.
        name: String,
        /// What to do about it.
        remedy: &'static str,
    },
    /// The file cannot be read, or is broken already.
    #[error("{}", report(.0).trim_end())]
    Broken(Vec<ConfigError>),
    /// The file would be broken by the edit.
    #[error("not written:\n{}", report(.0).trim_end())]
    WouldBreak(Vec<ConfigError>),
    /// The file is no longer what was edited.
    #[error("{} was changed by somebody else meanwhile", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The file could not be written.
    #[error("{} cannot be written: {error}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// Whether a watch or a feed is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It is.
    On,
    /// It is not.
    Off,
}

/// What an edit did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The file written.
    pub file: PathBuf,
    /// How many entries were added, removed or changed.
    pub changed: usize,
    /// What a person should know beside that.
    pub note: Option<String>,
}

/// One piece of text put in the place of a span.
#[derive(Debug)]
pub(super) struct Patch {
    pub at: Range<usize>,
    pub text: String,
}

/// A file that can be edited: where it is, how a new one begins, how it is checked.
pub(super) struct Target {
    pub path: PathBuf,
    pub header: &'static str,
    pub check: fn(&Source) -> Vec<ConfigError>,
}

/// What an edit wants done: patches, and what to tell.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub patches: Vec<Patch>,
    pub changed: usize,
    pub note: Option<String>,
}

/// Reads the file, lets `plan` say what to change, checks the result and writes it.
pub(super) fn apply(
    target: &Target,
    plan: impl FnOnce(&Source) -> Result<Plan, EditError>,
) -> Result<Edited, EditError> {
    let path = &target.path;
    let failed = |error| EditError::Write { path: path.clone(), error };
    let _lock = path.parent().map(save::lock_folder).transpose().map_err(failed)?;
    let source = read_file(path).map_err(|problem| EditError::Broken(vec![problem]))?;
    let source = source.unwrap_or_else(|| Source::from_text(path, target.header));
    let broken = (target.check)(&source);
    if !broken.is_empty() {
        return Err(EditError::Broken(broken));
    }
    let plan = plan(&source)?;
    let edited = Edited { file: path.clone(), changed: plan.changed, note: plan.note };
    if plan.patches.is_empty() {
        return Ok(edited);
    }
    let text = patched(&source, plan.patches);
    let result = Source { text, ..source };
    let broken = (target.check)(&result);
    if !broken.is_empty() {
        return Err(EditError::WouldBreak(broken));
    }
    let mark = if result.marked { "\u{feff}" } else { "" };
    save::replace(path, format!("{mark}{}", result.text).as_bytes()).map_err(failed)?;
    Ok(edited)
}

/// The text with the patches made, new lines ending as the file's own do.
pub(super) fn patched(source: &Source, mut patches: Vec<Patch>) -> String {
    patches.sort_by_key(|patch| patch.at.start);
    let text = &source.text;
    let windows = text.contains("\r\n");
    let mut result = String::with_capacity(text.len() + 256);
    let mut from = 0;
    for patch in patches {
        result.push_str(text.get(from..patch.at.start).unwrap_or_default());
        let new = if windows { patch.text.replace('\n', "\r\n") } else { patch.text };
        result.push_str(&new);
        from = patch.at.end.max(from);
    }
    result.push_str(text.get(from..).unwrap_or_default());
    result
}

/// A new block at the end of the file, an empty line before it.
pub(super) fn append(source: &Source, block: &str) -> Patch {
    let end = source.text.len();
    let bare = source.text.trim_end_matches(['\r', '\n', ' ', '\t']);
    let line_open = !source.text.is_empty() && !source.text.ends_with('\n');
    let gap = match (bare.is_empty(), line_open) {
        (true, false) => "",
        (true, true) | (false, false) => "\n",
        (false, true) => "\n\n",
    };
    let more_than_one = source.text.ends_with("\n\n") || source.text.ends_with("\n\r\n");
    let gap = if more_than_one { "" } else { gap };
    Patch { at: end..end, text: format!("{gap}{block}") }
}

/// One entry of `[[watch]]` or `[[feed]]` in the file as written.
pub(super) struct Entry<'d> {
    pub table: &'d dyn TableLike,
    /// Its header, or the whole of an inline table.
    pub span: Range<usize>,
    /// Whether it is written `{ … }`.
    pub inline: bool,
}

/// Every entry of an array of tables.
pub(super) fn entries<'d>(document: &'d Document<&str>, array: &str) -> Vec<Entry<'d>> {
    let Some(item) = document.get(array) else { return Vec::new() };
    let inline = item.is_array();
    let all = tables(item).unwrap_or_default();
    all.into_iter().map(|(table, span)| Entry { table, span, inline }).collect()
}

/// Sets one key of an entry: its value is replaced, or a line is put below the entry's first key.
pub(super) fn set_key(source: &Source, entry: &Entry, key: &str, literal: &str) -> Option<Patch> {
    let value = entry.table.get(key).and_then(Item::span);
    if let Some(at) = value {
        return Some(Patch { at, text: literal.to_owned() });
    }
    let first = entry.table.iter().find_map(|(_, item)| item.span());
    let end = first.map_or(entry.span.end, |span| span.end);
    if entry.inline {
        return Some(Patch { at: end..end, text: format!(", {key} = {literal}") });
    }
    let rest = source.text.get(end..)?;
    let line_end = rest.find('\n').map_or(source.text.len(), |at| end + at + 1);
    let before = if source.text.get(..line_end)?.ends_with('\n') { "" } else { "\n" };
    Some(Patch { at: line_end..line_end, text: format!("{before}{key} = {literal}\n") })
}

/// Adds values to a list of an entry, behind its last one: comments within it stay where they are. `None`: the entry
/// has no such list.
pub(super) fn add_to_list(
    source: &Source,
    entry: &Entry,
    key: &str,
    literals: &str,
) -> Option<Patch> {
    let list = entry.table.get(key)?.as_array()?;
    if let Some(last) = list.iter().last() {
        // A comma that stands behind it parts what follows from nothing, as before.
        let end = last.span()?.end;
        return Some(Patch { at: end..end, text: format!(", {literals}") });
    }
    let end = list.span()?.end.checked_sub(1)?;
    source
        .text
        .get(end..)?
        .starts_with(']')
        .then(|| Patch { at: end..end, text: literals.to_owned() })
}

/// Cuts an entry out, with the comment that stands directly above it (not one that opens the file).
pub(super) fn cut(source: &Source, document: &Document<&str>, entry: &Entry) -> Option<Patch> {
    let text = &source.text;
    if entry.inline {
        let after = text.get(entry.span.end..)?;
        let comma = after.len() - after.trim_start().trim_start_matches(',').len();
        let comma = if after.trim_start().starts_with(',') { comma } else { 0 };
        return Some(Patch { at: entry.span.start..entry.span.end + comma, text: String::new() });
    }
    let start = comment_above(text, line_start(text, entry.span.start));
    let last = last_value(entry.table).unwrap_or(entry.span.end).max(entry.span.end);
    let end = text.get(last..)?.find('\n').map_or(text.len(), |at| last + at + 1);
    let headers = headers(document.as_table());
    let inside = headers.iter().any(|at| *at > entry.span.start && *at < end);
    if inside {
        return None;
    }
    let blank = text.get(end..)?;
    let first = blank.lines().next().filter(|line| line.trim().is_empty());
    let gap = first.map_or(0, |line| (line.len() + 1).min(blank.len()));
    let gap = if blank.starts_with("\r\n") { 2 } else { gap };
    Some(Patch { at: start..end + gap, text: String::new() })
}

/// Start of the comment block that touches the line from above, unless it opens the file.
fn comment_above(text: &str, line: usize) -> usize {
    let mut start = line;
    while start > 0 {
        let above = line_start(text, start - 1);
        let content = text.get(above..start).unwrap_or_default().trim();
        if !content.starts_with('#') {
            return start;
        }
        start = above;
    }
    line
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
}

/// End of the last value in a table.
fn last_value(table: &dyn TableLike) -> Option<usize> {
    table.iter().filter_map(|(_, item)| item.span()).map(|span| span.end).max()
}

/// Starts of every table header in the file.
fn headers(table: &Table) -> Vec<usize> {
    let mut all = Vec::new();
    for (_, item) in table.iter() {
        match item {
            Item::Table(inner) => {
                all.extend(inner.span().map(|span| span.start));
                all.extend(headers(inner));
            }
            Item::ArrayOfTables(array) => {
                for inner in array.iter() {
                    all.extend(inner.span().map(|span| span.start));
                    all.extend(headers(inner));
                }
            }
            Item::None | Item::Value(_) => {}
        }
    }
    all
}
