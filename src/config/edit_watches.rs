//! `wirewatch watch add|edit|remove|enable|disable`: edits of the user's `watches.toml`.

use super::edit::{
    EditError, Edited, Entry, Plan, Switch, Target, append, apply, cut, entries, set_key,
};
use super::load::{check_watches, shipped_watches};
use super::paths::Paths;
use super::reading::Reading;
use super::source::Source;
use super::suggest;
use super::value::quoted;
use super::watches::{Layer, RawWatches, read};
use crate::domain::Severity;

/// How a new file begins.
pub(super) const HEADER: &str = "\
# Your watches. They add to those that wirewatch ships; a watch or a list with a shipped name
# changes what it says. `defaults = false` above everything leaves the shipped ones out.
";

/// A watch to add, or what to change of one; what is `None` is not written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchDraft {
    /// What it is for, in a sentence.
    pub say: Option<String>,
    /// The query.
    pub query: Option<String>,
    /// Terms that void the hits they overlap.
    pub mask: Option<String>,
    /// Points.
    pub weight: Option<i32>,
    /// Colour name or `#rrggbb`.
    pub colour: Option<String>,
    /// Least severity.
    pub severity: Option<Severity>,
    /// Whether it is on.
    pub enabled: Option<bool>,
}

impl WatchDraft {
    /// The keys as they are written.
    fn lines(&self) -> Vec<(&'static str, String)> {
        let text = |text: &String| quoted(text);
        [
            ("say", self.say.as_ref().map(text)),
            ("match", self.query.as_ref().map(|query| query_literal(query))),
            ("mask", self.mask.as_ref().map(|mask| query_literal(mask))),
            ("weight", self.weight.map(|weight| weight.to_string())),
            ("colour", self.colour.as_ref().map(text)),
            ("severity", self.severity.map(|severity| quoted(severity.name()))),
            ("enabled", self.enabled.map(|on| on.to_string())),
        ]
        .into_iter()
        .filter_map(|(key, literal)| Some((key, literal?)))
        .collect()
    }
}

/// A query with its quotes readable: literal strings need no escapes.
fn query_literal(query: &str) -> String {
    let plain = !query.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
    if plain && !query.contains('\'') && !query.contains('\n') {
        format!("'{query}'")
    } else if plain && !query.contains("'''") && !query.ends_with('\'') {
        format!("'''\n{query}'''")
    } else {
        quoted(query)
    }
}

/// Adds a watch.
///
/// # Errors
/// When the name is taken, the query is wrong, or the file is broken or cannot be written.
pub fn add(paths: &Paths, name: &str, draft: &WatchDraft) -> Result<Edited, EditError> {
    apply(&target(paths), |source| {
        if in_force(source).watches.iter().any(|watch| watch.name.text == name) {
            let remedy = "`wirewatch watch edit` changes it";
            return Err(EditError::Exists { kind: "watch", name: name.to_owned(), remedy });
        }
        let patches = vec![append(source, &block(name, draft))];
        Ok(Plan { patches, changed: 1, note: None })
    })
}

/// Changes keys of a watch; of a shipped one, by an entry in the user's file.
///
/// # Errors
/// When there is no such watch, the result is wrong, or the file is broken or cannot be written.
pub fn change(paths: &Paths, name: &str, draft: &WatchDraft) -> Result<Edited, EditError> {
    apply(&target(paths), |source| {
        known(source, name)?;
        let plan = with_entry(source, name, |_, entry| {
            let lines = draft.lines();
            // From the last to the first: all new lines go to the same place, in this order.
            let patches = lines.iter().filter_map(|(key, text)| set_key(source, entry, key, text));
            Some(patches.collect())
        });
        let patches = plan.unwrap_or_else(|| vec![append(source, &block(name, draft))]);
        Ok(Plan { patches, changed: 1, note: None })
    })
}

/// Switches a watch on or off.
///
/// # Errors
/// As [`change`].
pub fn set_enabled(paths: &Paths, name: &str, state: Switch) -> Result<Edited, EditError> {
    let enabled = Some(state == Switch::On);
    change(paths, name, &WatchDraft { enabled, ..WatchDraft::default() })
}

/// Removes a watch. A shipped one cannot be removed: it is switched off.
///
/// # Errors
/// As [`change`].
pub fn remove(paths: &Paths, name: &str) -> Result<Edited, EditError> {
    apply(&target(paths), |source| {
        known(source, name)?;
        let shipped = shipped_watches().0.watches.iter().any(|watch| watch.name.text == name);
        if shipped && !own(source).replaces {
            let off = WatchDraft { enabled: Some(false), ..WatchDraft::default() };
            let set = with_entry(source, name, |_, entry| {
                set_key(source, entry, "enabled", "false").map(|patch| vec![patch])
            });
            let patches = set.unwrap_or_else(|| vec![append(source, &block(name, &off))]);
            let note =
                format!("\"{name}\" is shipped with wirewatch: it is switched off, not removed");
            return Ok(Plan { patches, changed: 1, note: Some(note) });
        }
        let patches = with_entry(source, name, |document, entry| {
            cut(source, document, entry).map(|patch| vec![patch])
        });
        Ok(Plan { patches: patches.unwrap_or_default(), changed: 1, note: None })
    })
}

pub(super) fn target(paths: &Paths) -> Target {
    let check = |source: &Source| check_watches(Some(source)).matcher.err().unwrap_or_default();
    Target { path: paths.watches_file(), header: HEADER, check }
}

/// A new `[[watch]]`.
pub(super) fn block(name: &str, draft: &WatchDraft) -> String {
    let lines = draft.lines().into_iter().map(|(key, text)| format!("{key} = {text}\n"));
    format!("[[watch]]\nname = {}\n{}", quoted(name), lines.collect::<String>())
}

/// The user's file alone.
fn own(source: &Source) -> RawWatches {
    read(source, Layer::User).0
}

/// Both layers.
pub(super) fn in_force(source: &Source) -> RawWatches {
    shipped_watches().0.under(own(source))
}

pub(super) fn known(source: &Source, name: &str) -> Result<(), EditError> {
    let watches = in_force(source).watches;
    let names = watches.iter().map(|watch| watch.name.text.as_str());
    if names.clone().any(|known| known == name) {
        return Ok(());
    }
    let hint = Some(suggest::hint(name, names));
    Err(EditError::Unknown { kind: "watch", name: name.to_owned(), hint })
}

/// What `plan` makes of the user's own entry of that name, if there is one.
fn with_entry<T>(
    source: &Source,
    name: &str,
    plan: impl FnOnce(&toml_edit::Document<&str>, &Entry) -> Option<T>,
) -> Option<T> {
    let document = Reading::new(source).parse()?;
    let all = entries(&document, "watch");
    let named =
        |entry: &&Entry| entry.table.get("name").and_then(|item| item.as_str()) == Some(name);
    plan(&document, all.iter().find(named)?)
}
