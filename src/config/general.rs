//! Reads `config.toml` over the settings so far, and holds the rules between its values.
//! The keys themselves are rows in `sections`.

use std::ops::Range;
use std::sync::Arc;

use toml_edit::{Item, Table};

use super::error::ConfigError;
use super::reading::{Reading, key_span, tables};
use super::sections::{SECTIONS, Section};
use super::settings::{NotifySection, Settings};
use super::source::Source;
use super::value::{Wrong, mismatch, string};
use super::zone;

/// What came of a `config.toml`.
pub(super) struct General {
    pub settings: Settings,
    pub problems: Vec<ConfigError>,
    pub warnings: Vec<ConfigError>,
}

/// Reads a file over `settings`.
pub(super) fn read(source: &Source, mut settings: Settings) -> General {
    let mut reading = Reading::new(source);
    let mut warnings = Vec::new();
    if let Some(document) = reading.parse() {
        let root = document.as_table();
        for (name, item) in root.iter() {
            let section = SECTIONS.iter().find(|section| section.name == name);
            match section {
                Some(section) => read_section(&mut reading, section, item, &mut settings),
                None if name == "notify" => settings.notify = read_notify(&mut reading, item),
                None => {
                    let known = SECTIONS.iter().map(|section| section.name).chain(["notify"]);
                    reading.unknown(root, name, known);
                }
            }
        }
        for rule in RULES {
            if let Some(message) = (rule.broken)(&settings) {
                let (span, message) = (place(root, rule), message);
                match rule.weight {
                    Weight::Error => reading.wrong(span, Wrong::new(message)),
                    Weight::Warning => warnings.push(source.problem(span, message)),
                }
            }
        }
    }
    settings.file = Some(Arc::new(source.clone()));
    General { settings, problems: reading.finish(), warnings }
}

fn read_section(reading: &mut Reading, section: &Section, item: &Item, settings: &mut Settings) {
    let Some(table) = item.as_table_like() else {
        let wrong = mismatch(item, &format!("the section [{}]", section.name));
        reading.wrong(item.span().unwrap_or(0..0), wrong);
        return;
    };
    for (name, item) in table.iter() {
        match section.keys.iter().find(|key| key.name == name) {
            Some(key) => {
                let read = (key.read)(settings, item);
                reading.take(item, name, read);
            }
            None => reading.unknown(table, name, section.keys.iter().map(|key| key.name)),
        }
    }
}

/// Every `[[notify]]`: a name that is unique, a kind, and whatever the kind wants.
fn read_notify(reading: &mut Reading, item: &Item) -> Vec<NotifySection> {
    let Some(all) = tables(item) else {
        let wrong = mismatch(item, "[[notify]] sections");
        reading.wrong(item.span().unwrap_or(0..0), wrong);
        return Vec::new();
    };
    let source = Arc::new(reading.source.clone());
    let mut sections: Vec<NotifySection> = Vec::new();
    for (table, span) in all {
        let mut field = |key: &str| match table.get(key) {
            Some(item) => reading.take(item, key, string(item)),
            None => {
                reading.wrong(span.clone(), Wrong::new(format!("[[notify]] needs a {key}")));
                None
            }
        };
        let (Some(name), Some(kind)) = (field("name"), field("kind")) else { continue };
        if name.trim().is_empty() || sections.iter().any(|other| other.name == name) {
            let place = table.get("name").and_then(Item::span).unwrap_or(span.clone());
            let message = format!("every notifier needs a name of its own, not \"{name}\"");
            reading.wrong(place, Wrong::new(message));
        }
        let mut copy = Table::new();
        for (name, item) in table.iter() {
            // The key itself knows where it stands, which its name alone does not.
            if let Some(key) = table.key(name) {
                copy.insert_formatted(key, item.clone());
            }
        }
        let source = Arc::clone(&source);
        sections.push(NotifySection { name, kind, table: copy, source, span });
    }
    sections
}

/// A rule between values, said at the first of its keys that the file sets.
struct Rule {
    weight: Weight,
    section: &'static str,
    keys: &'static [&'static str],
    broken: fn(&Settings) -> Option<String>,
}

enum Weight {
    Error,
    Warning,
}

const RULES: &[Rule] = &[
    Rule {
        weight: Weight::Error,
        section: "poll",
        keys: &["floor", "ceiling"],
        broken: |s| {
            (s.pace.floor > s.pace.ceiling).then(|| "floor is longer than ceiling".to_owned())
        },
    },
    Rule {
        weight: Weight::Error,
        section: "severity",
        keys: &["priority", "immediate", "flash"],
        broken: |s| {
            let s = &s.scoring;
            let ordered = s.priority < s.immediate && s.immediate < s.flash;
            (!ordered).then(|| "priority < immediate < flash must hold".to_owned())
        },
    },
    Rule {
        weight: Weight::Warning,
        section: "poll",
        keys: &["interval"],
        broken: |s| {
            let short = s.pace.interval.filter(|seconds| *seconds < 60);
            short.map(|seconds| {
                format!("every feed is polled every {seconds} s: publishers may block you")
            })
        },
    },
    Rule {
        weight: Weight::Warning,
        section: "fetch",
        keys: &["connect", "request"],
        broken: |s| {
            let longer = s.fetching.connect > s.fetching.request;
            longer.then(|| "connect is longer than the whole request may take".to_owned())
        },
    },
    Rule {
        weight: Weight::Warning,
        section: "dashboard",
        keys: &["zone"],
        broken: |s| {
            let unknown = s.dashboard.zone.is_some() && !zone::has_table();
            unknown.then(|| "this machine has no time zone table: install tzdata".to_owned())
        },
    },
];

fn place(root: &Table, rule: &Rule) -> Range<usize> {
    let Some(section) = root.get(rule.section).and_then(Item::as_table_like) else { return 0..0 };
    let set = rule.keys.iter().find(|key| section.contains_key(key));
    set.map_or(0..0, |key| key_span(section, key))
}
