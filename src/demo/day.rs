//! The recorded day: invented outlets and what they publish, hour by hour.
//!
//! The entries live beside this file as JSON Lines, one entry a line, split by meaning. This
//! file reads and checks them; when an entry appears in wall time is the clock's business.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};

use crate::domain::OutletClass;

const OUTLETS: (&str, &str) = ("outlets.jsonl", include_str!("day/outlets.jsonl"));

const ENTRIES: &[(&str, &str)] = &[
    ("green_zone.jsonl", include_str!("day/green_zone.jsonl")),
    ("iraq.jsonl", include_str!("day/iraq.jsonl")),
    ("world.jsonl", include_str!("day/world.jsonl")),
    ("sport.jsonl", include_str!("day/sport.jsonl")),
    ("space.jsonl", include_str!("day/space.jsonl")),
    ("business.jsonl", include_str!("day/business.jsonl")),
    ("life.jsonl", include_str!("day/life.jsonl")),
];

/// A second of the recorded day, counted from midnight in Baghdad. Written `HH:MM:SS`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub u32);

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is no time of day: write HH:MM:SS");
        let mut parts = text.split(':');
        let mut part = |most: u32| {
            let number: u32 = parts
                .next()
                .filter(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))?
                .parse()
                .ok()?;
            (number <= most).then_some(number)
        };
        let (hour, minute, second) = (part(23), part(59), part(59));
        let seconds = hour.zip(minute).zip(second).map(|((h, m), s)| h * 3_600 + m * 60 + s);
        seconds.filter(|_| parts.next().is_none()).map(Moment).ok_or_else(wrong)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.0 / 3_600, self.0 / 60 % 60, self.0 % 60)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// The document format an outlet publishes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0.
    Atom,
    /// RSS 1.0, in RDF.
    Rdf,
    /// JSON Feed 1.1.
    Json,
}

/// How an outlet's server behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Manner {
    /// Answers as it should.
    #[default]
    Steady,
    /// Compresses its answers.
    Gzip,
    /// Sends no validators: every poll costs a whole document.
    Forgetful,
    /// Now and then answers with an error of its own.
    Flaky,
    /// Sends XML that no strict parser reads: bare `&`, the end cut off.
    Broken,
}

/// An invented publisher.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    /// What entries call it by.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its domain, under `.example`.
    pub domain: String,
    /// What kind of publisher it is.
    pub class: OutletClass,
    /// BCP 47 tag of the language it writes in.
    pub language: String,
    /// The title of its feed.
    pub title: String,
    /// The format of its feed.
    pub format: Format,
    /// The charset of its feed; empty: UTF-8.
    #[serde(default)]
    pub charset: String,
    /// How its server behaves.
    #[serde(default)]
    pub manner: Manner,
    /// Labels for the feed.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// One thing that an outlet publishes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// When.
    pub at: Moment,
    /// Who: the key of an outlet.
    pub outlet: String,
    /// Its name within the outlet; part of guid and link.
    pub id: String,
    /// Headline.
    pub title: String,
    /// Standfirst.
    #[serde(default)]
    pub summary: String,
    /// Full text, where the feed carries one; paragraphs are separated by `\n`.
    #[serde(default)]
    pub body: String,
    /// By-line.
    #[serde(default)]
    pub author: String,
    /// Tags of the entry.
    #[serde(default)]
    pub categories: Vec<String>,
    /// The event it tells of, where several entries tell of one.
    #[serde(default)]
    pub story: String,
    /// The default watches that must flag it, in alphabetical order; none: it is noise.
    pub expect: Vec<String>,
    /// Whether this is the entry that opens the demo: the first flash.
    #[serde(default)]
    pub opens: bool,
    /// What the outlet changes later, under the same guid.
    #[serde(default)]
    pub edits: Vec<Edit>,
}

/// A later version of an entry. Parts left out stay as they were.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// When.
    pub at: Moment,
    /// New headline.
    pub title: Option<String>,
    /// New standfirst.
    pub summary: Option<String>,
    /// New text.
    pub body: Option<String>,
}

/// What is wrong with the recorded day.
#[derive(Debug, thiserror::Error)]
#[error("the recorded day, {file}:{line}: {message}")]
pub struct DayError {
    /// Which of its files.
    pub file: &'static str,
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// The recorded day.
#[derive(Clone, Debug)]
pub struct Day {
    /// Who publishes.
    pub outlets: Vec<Outlet>,
    /// What they publish, in order of time.
    pub entries: Vec<Entry>,
    /// When the first flash comes.
    pub opening: Moment,
    /// When the last entry or edit comes.
    pub end: Moment,
}

impl Day {
    /// The day that is compiled in.
    ///
    /// # Errors
    /// When a line of it does not fit its shape; a test keeps that from happening.
    pub fn load() -> Result<Day, DayError> {
        Day::read(OUTLETS, ENTRIES)
    }

    /// Reads and checks a day from (file name, text) pairs.
    pub(super) fn read(
        outlets: (&'static str, &str),
        entries: &[(&'static str, &str)],
    ) -> Result<Day, DayError> {
        let outlets: Vec<Outlet> =
            lines(outlets)?.into_iter().map(|(_, outlet): (_, Outlet)| outlet).collect();
        let mut found = Vec::new();
        for file in entries {
            found.extend(lines::<Entry>(*file)?);
        }
        check(&outlets, &found)?;
        let mut entries: Vec<Entry> = found.into_iter().map(|(_, entry)| entry).collect();
        entries.sort_by_key(|entry| entry.at);
        let opening = entries.iter().find(|entry| entry.opens).map(|entry| entry.at);
        let end = entries.iter().map(Entry::last_change).max();
        Ok(Day {
            outlets,
            opening: opening.unwrap_or_default(),
            end: end.unwrap_or_default(),
            entries,
        })
    }

    /// The outlet of a domain.
    #[must_use]
    pub fn outlet(&self, domain: &str) -> Option<&Outlet> {
        self.outlets.iter().find(|outlet| outlet.domain == domain)
    }

    /// What one outlet publishes, in order of time.
    pub fn entries_of<'a>(&'a self, outlet: &'a Outlet) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(move |entry| entry.outlet == outlet.key)
    }
}

impl Entry {
    /// When its last version comes.
    #[must_use]
    pub fn last_change(&self) -> Moment {
        self.edits.last().map_or(self.at, |edit| edit.at)
    }
}

/// Where a line of the day stands.
type Place = (&'static str, usize);

fn lines<T: DeserializeOwned>(
    (file, text): (&'static str, &str),
) -> Result<Vec<(Place, T)>, DayError> {
    let numbered = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    numbered
        .map(|(index, line)| {
            serde_json::from_str(line)
                .map(|value| ((file, index + 1), value))
                .map_err(|error| DayError { file, line: index + 1, message: error.to_string() })
        })
        .collect()
}

/// Holds what the shapes alone cannot: known outlets, unique names, edits in order.
fn check(outlets: &[Outlet], entries: &[(Place, Entry)]) -> Result<(), DayError> {
    let known: HashMap<&str, &Outlet> =
        outlets.iter().map(|outlet| (outlet.key.as_str(), outlet)).collect();
    let mut seen = HashSet::new();
    for ((file, line), entry) in entries {
        let wrong = |message| Err(DayError { file, line: *line, message });
        if !known.contains_key(entry.outlet.as_str()) {
            return wrong(format!("unknown outlet \"{}\"", entry.outlet));
        }
        if entry.title.is_empty() || entry.id.is_empty() {
            return wrong("an entry needs a title and an id".to_owned());
        }
        if !seen.insert((&entry.outlet, &entry.id)) {
            return wrong(format!("\"{}\" has an entry \"{}\" already", entry.outlet, entry.id));
        }
        let times = std::iter::once(entry.at).chain(entry.edits.iter().map(|edit| edit.at));
        if !times.is_sorted_by(|a, b| a < b) {
            return wrong(
                "edits come after their entry, each later than the one before".to_owned(),
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
