//! What one outlet shows at one wall time: the newest entries in the version of that time.
//!
//! Pure; documents are made of it by `render`, pages by `page`.

use jiff::Timestamp;

use super::clock::Clock;
use super::day::{Day, Entry, Outlet};

/// How many entries a feed document holds.
const MOST: usize = 40;

/// An outlet's feed at one wall time. Two editions with the same `version` are equal.
#[derive(Clone, Debug)]
pub struct Edition<'a> {
    /// Whose it is.
    pub outlet: &'a Outlet,
    /// Newest first, at most 40.
    pub items: Vec<Item<'a>>,
    /// Counts the entries and edits so far.
    pub version: usize,
    /// When the last of them came.
    pub changed: Timestamp,
}

/// An entry as it reads at one wall time.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Its headline now.
    pub title: &'a str,
    /// Its standfirst now.
    pub summary: &'a str,
    /// Its text now.
    pub body: &'a str,
    /// When it first came, to the second.
    pub published: Timestamp,
    /// When it was last edited, if it was.
    pub updated: Option<Timestamp>,
    /// Versions so far.
    versions: usize,
}

impl<'a> Edition<'a> {
    /// What `outlet` shows at `now`.
    #[must_use]
    pub fn at(day: &'a Day, outlet: &'a Outlet, clock: &Clock, now: Timestamp) -> Edition<'a> {
        let mut items: Vec<_> =
            day.entries_of(outlet).filter_map(|entry| Item::at(entry, clock, now)).collect();
        items.reverse();
        let version = items.iter().map(|item| item.versions).sum();
        let changed = items.iter().map(|item| item.updated.unwrap_or(item.published)).max();
        items.truncate(MOST);
        Edition {
            outlet,
            items,
            version,
            changed: changed.unwrap_or_else(|| whole_second(clock.wall(clock.begin()))),
        }
    }

    /// The validator of this edition.
    #[must_use]
    pub fn etag(&self) -> String {
        format!("\"{}-{}\"", self.outlet.key, self.version)
    }
}

impl<'a> Item<'a> {
    /// The version of an entry that stands at `now`; none before it is published.
    #[must_use]
    pub fn at(entry: &'a Entry, clock: &Clock, now: Timestamp) -> Option<Item<'a>> {
        let published = clock.wall(entry.at);
        if published > now {
            return None;
        }
        let mut item = Item {
            entry,
            title: &entry.title,
            summary: &entry.summary,
            body: &entry.body,
            published: whole_second(published),
            updated: None,
            versions: 1,
        };
        for edit in entry.edits.iter().take_while(|edit| clock.wall(edit.at) <= now) {
            item.title = edit.title.as_deref().unwrap_or(item.title);
            item.summary = edit.summary.as_deref().unwrap_or(item.summary);
            item.body = edit.body.as_deref().unwrap_or(item.body);
            item.updated = Some(whole_second(clock.wall(edit.at)));
            item.versions += 1;
        }
        Some(item)
    }
}

/// Feed dates carry no fractions; cut, not rounded, so that none lies in the future.
pub(super) fn whole_second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}
