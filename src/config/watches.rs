//! Reads `watches.toml`: the lists of terms and the watches, as written, each with its place.
//! Layers are laid over each other here; whether a query is right is `watch`'s knowledge.

use std::collections::HashSet;
use std::ops::Range;

use toml_edit::{Item, TableLike};

use super::error::ConfigError;
use super::layers::overlay;
use super::reading::{Reading, key_span, tables};
use super::source::Source;
use super::value::{Wrong, boolean, mismatch, number, string, strings, word};
use crate::domain::Severity;

/// Which file a thing comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The file that wirewatch ships.
    Shipped,
    /// The user's own file.
    User,
}

/// A string with its place: the span of its literal, quotes and all.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub text: String,
    pub layer: Layer,
    pub span: Range<usize>,
}

/// A list as written.
#[derive(Clone, Debug)]
pub(super) struct RawList {
    pub name: Placed,
    pub terms: Vec<Placed>,
}

/// A watch as written; what is not written comes from the layer below.
#[derive(Clone, Debug)]
pub(super) struct RawWatch {
    pub name: Placed,
    pub say: Option<String>,
    pub query: Option<Placed>,
    pub mask: Option<Placed>,
    pub weight: Option<i32>,
    pub colour: Option<String>,
    pub severity: Option<Severity>,
    pub enabled: Option<bool>,
}

/// One `watches.toml`, or several laid over each other.
#[derive(Clone, Debug, Default)]
pub(super) struct RawWatches {
    /// `defaults = false`: the shipped file is left out.
    pub replaces: bool,
    pub lists: Vec<RawList>,
    pub watches: Vec<RawWatch>,
}

/// Keys at the top of the file.
const TOP: &[&str] = &["defaults", "list", "watch"];

/// Names for colours, beside `#rrggbb`.
pub const COLOURS: &[&str] = &[
    "red", "orange", "yellow", "green", "cyan", "blue", "magenta", "purple", "pink", "white",
    "gray", "grey",
];

/// One key of a `[[watch]]`.
struct Key {
    name: &'static str,
    read: fn(&mut RawWatch, &Item, Layer) -> Result<(), Wrong>,
}

/// Every key of a `[[watch]]` but its name.
const KEYS: &[Key] = &[
    Key { name: "say", read: |w, i, _| string(i).map(|text| w.say = Some(text)) },
    Key { name: "match", read: |w, i, layer| placed(i, layer).map(|text| w.query = Some(text)) },
    Key { name: "mask", read: |w, i, layer| placed(i, layer).map(|text| w.mask = Some(text)) },
    Key { name: "weight", read: |w, i, _| number(i, 0..=99).map(|n| w.weight = Some(n)) },
    Key { name: "colour", read: |w, i, _| colour(i).map(|text| w.colour = Some(text)) },
    Key { name: "severity", read: |w, i, _| severity(i).map(|s| w.severity = Some(s)) },
    Key { name: "enabled", read: |w, i, _| boolean(i).map(|on| w.enabled = Some(on)) },
];

fn placed(item: &Item, layer: Layer) -> Result<Placed, Wrong> {
    Ok(Placed { text: string(item)?, layer, span: item.span().unwrap_or(0..0) })
}

fn colour(item: &Item) -> Result<String, Wrong> {
    let text = string(item)?;
    let hex = text.strip_prefix('#');
    if hex.is_some_and(|hex| hex.len() == 6 && hex.chars().all(|c| c.is_ascii_hexdigit())) {
        return Ok(text);
    }
    word(item, COLOURS).map_err(|wrong| Wrong {
        message: format!("\"{text}\" is no colour: write a name or \"#rrggbb\""),
        ..wrong
    })
}

fn severity(item: &Item) -> Result<Severity, Wrong> {
    let names = Severity::ALL.map(Severity::name);
    word(item, &names)?.parse().map_err(Wrong::new)
}

/// Reads one file.
pub(super) fn read(source: &Source, layer: Layer) -> (RawWatches, Vec<ConfigError>) {
    let mut reading = Reading::new(source);
    let mut file = RawWatches::default();
    if let Some(document) = reading.parse() {
        let root = document.as_table();
        for (key, item) in root.iter() {
            match key {
                "defaults" => {
                    let keep = reading.take(item, key, boolean(item));
                    file.replaces = keep == Some(false);
                }
                "list" => file.lists = read_lists(&mut reading, item, layer),
                "watch" => file.watches = read_watches(&mut reading, item, layer),
                _ => reading.unknown(root, key, TOP.iter().copied()),
            }
        }
    }
    (file, reading.finish())
}

fn read_lists(reading: &mut Reading, item: &Item, layer: Layer) -> Vec<RawList> {
    let Some(table) = item.as_table_like() else {
        let wrong = mismatch(item, "the section [list]");
        reading.wrong(item.span().unwrap_or(0..0), wrong);
        return Vec::new();
    };
    let mut lists = Vec::new();
    for (name, item) in table.iter() {
        let span = key_span(table, name);
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        if name.is_empty() || !name.chars().all(plain) {
            let wrong = Wrong::new(format!("\"{name}\" cannot be the name of a list"))
                .hint("letters, digits, - and _ only, so that @name can be written");
            reading.wrong(span.clone(), wrong);
        }
        let Some(terms) = reading.take(item, name, strings(item)) else { continue };
        let place = |at: usize| item.as_array().and_then(|a| a.get(at)).and_then(|v| v.span());
        let term = |(at, text)| Placed { text, layer, span: place(at).unwrap_or(0..0) };
        let terms = terms.into_iter().enumerate().map(term).collect();
        lists.push(RawList { name: Placed { text: name.to_owned(), layer, span }, terms });
    }
    lists
}

fn read_watches(reading: &mut Reading, item: &Item, layer: Layer) -> Vec<RawWatch> {
    let Some(all) = tables(item) else {
        let wrong = mismatch(item, "[[watch]] sections");
        reading.wrong(item.span().unwrap_or(0..0), wrong);
        return Vec::new();
    };
    let mut watches: Vec<RawWatch> = Vec::new();
    let mut seen = HashSet::new();
    for (table, span) in all {
        let Some(watch) = read_watch(reading, table, span, layer) else { continue };
        if !seen.insert(watch.name.text.clone()) {
            let message = format!("there are two watches called \"{}\"", watch.name.text);
            reading.wrong(watch.name.span.clone(), Wrong::new(message));
        }
        watches.push(watch);
    }
    watches
}

fn read_watch(
    reading: &mut Reading,
    table: &dyn TableLike,
    span: Range<usize>,
    layer: Layer,
) -> Option<RawWatch> {
    let name = table.get("name").map(|item| (item, placed(item, layer)));
    let name = match name {
        Some((item, read)) => reading.take(item, "name", read.and_then(checked_name)),
        None => {
            reading.wrong(span.clone(), Wrong::new("this watch has no name"));
            None
        }
    };
    let unnamed = Placed { text: String::new(), layer, span };
    let mut watch = RawWatch {
        name: name.clone().unwrap_or(unnamed),
        say: None,
        query: None,
        mask: None,
        weight: None,
        colour: None,
        severity: None,
        enabled: None,
    };
    for (key, item) in table.iter().filter(|(key, _)| *key != "name") {
        match KEYS.iter().find(|row| row.name == key) {
            Some(row) => {
                let read = (row.read)(&mut watch, item, layer);
                reading.take(item, key, read);
            }
            None => {
                reading.unknown(
                    table,
                    key,
                    ["name"].into_iter().chain(KEYS.iter().map(|r| r.name)),
                );
            }
        }
    }
    name.map(|_| watch)
}

/// Names are typed, shown and sent to other systems: short, in one line.
fn checked_name(name: Placed) -> Result<Placed, Wrong> {
    let text = name.text.as_str();
    let fits = !text.is_empty() && text.chars().count() <= 64 && text.trim() == text;
    if fits && !text.chars().any(|c| c.is_control() || matches!(c, '"' | ',')) {
        return Ok(name);
    }
    Err(Wrong::new("a name has 1 to 64 characters in one line, no quotes, no commas"))
}

impl RawWatches {
    /// This layer with a higher one laid over it, by name and key by key.
    pub fn under(self, over: RawWatches) -> RawWatches {
        let below = if over.replaces { RawWatches::default() } else { self };
        RawWatches {
            replaces: below.replaces,
            lists: overlay(below.lists, over.lists, |list| &list.name.text, RawList::take),
            watches: overlay(below.watches, over.watches, |watch| &watch.name.text, RawWatch::take),
        }
    }
}

impl RawList {
    /// Takes the place of a lower layer's list; where it names itself (`@itself`), the terms of the
    /// lower one are meant.
    fn take(&mut self, over: RawList) {
        let itself = format!("@{}", over.name.text);
        let below = std::mem::take(&mut self.terms);
        self.name = over.name;
        for term in over.terms {
            if term.text.trim() == itself {
                self.terms.extend(below.iter().cloned());
            } else {
                self.terms.push(term);
            }
        }
    }
}

impl RawWatch {
    /// Takes what a higher layer says.
    fn take(&mut self, over: RawWatch) {
        let old = self.clone();
        *self = RawWatch {
            say: over.say.or(old.say),
            query: over.query.or(old.query),
            mask: over.mask.or(old.mask),
            weight: over.weight.or(old.weight),
            colour: over.colour.or(old.colour),
            severity: over.severity.or(old.severity),
            enabled: over.enabled.or(old.enabled),
            name: over.name,
        };
    }
}
