//! Reads `feeds.toml`: the addresses to poll and what their owner says of them, as written, and
//! lays the user's file over the shipped one by address. Who owns outlets is read in `owners`.

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

use toml_edit::{Item, Table, TableLike};
use url::Url;

use super::access::{self, RawAccess};
use super::error::ConfigError;
use super::layers::overlay;
use super::owners;
use super::reading::{Reading, tables};
use super::source::Source;
use super::value::{Wrong, boolean, mismatch, seconds, string, strings, word};
use crate::domain::{FeedSpec, OutletClass, Owner};

/// Most doubles told of one file.
const MOST_WARNINGS: usize = 50;

/// A feed as written; what is not written comes from the layer below.
#[derive(Clone, Debug, Default)]
pub(super) struct RawFeed {
    pub url: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub class: Option<OutletClass>,
    pub language: Option<String>,
    pub tags: Option<Vec<String>>,
    pub interval: Option<Option<u32>>,
    pub allow_private: Option<bool>,
    pub enabled: Option<bool>,
    pub access: RawAccess,
}

/// One `feeds.toml`, or several laid over each other.
#[derive(Clone, Debug, Default)]
pub(super) struct RawFeeds {
    /// `defaults = false`: the shipped file is left out.
    pub replaces: bool,
    pub feeds: Vec<RawFeed>,
    pub owners: Vec<Owner>,
}

/// What came of one file.
#[derive(Debug, Default)]
pub(super) struct FeedsFile {
    pub raw: RawFeeds,
    pub problems: Vec<ConfigError>,
    pub warnings: Vec<ConfigError>,
}

/// Least bytes of a part of a long file.
const PART: usize = 64 << 10;
/// How the section of a feed begins, at the start of a line.
const SECTION: &str = "\n[[feed]]";

/// What to do about a password in an address.
pub(super) const PASSWORD_ADVICE: &str =
    "take it out, and name where it is kept with user and password_file or password_env";

/// One key of a `[[feed]]`.
struct Key {
    name: &'static str,
    read: fn(&mut RawFeed, &Item) -> Result<(), Wrong>,
}

/// Every key of a `[[feed]]` but its address.
const KEYS: &[Key] = &[
    Key { name: "title", read: |f, i| line(i).map(|text| f.title = Some(text)) },
    Key { name: "outlet", read: |f, i| line(i).map(|text| f.outlet = Some(text)) },
    Key { name: "class", read: |f, i| class(i).map(|class| f.class = Some(class)) },
    Key { name: "language", read: |f, i| language(i).map(|tag| f.language = Some(tag)) },
    Key { name: "tags", read: |f, i| strings(i).map(|tags| f.tags = Some(tags)) },
    Key { name: "interval", read: |f, i| interval(i).map(|span| f.interval = Some(span)) },
    Key { name: "allow_private", read: |f, i| boolean(i).map(|on| f.allow_private = Some(on)) },
    Key { name: "enabled", read: |f, i| boolean(i).map(|on| f.enabled = Some(on)) },
    Key { name: "user", read: |f, i| line(i).map(|user| f.access.user = Some(user)) },
    Key { name: "password_file", read: |f, i| access::file(i).map(|at| f.access.password = at) },
    Key { name: "password_env", read: |f, i| access::variable(i).map(|at| f.access.password = at) },
    Key { name: "header_file", read: |f, i| access::file(i).map(|at| f.access.header = at) },
    Key { name: "header_env", read: |f, i| access::variable(i).map(|at| f.access.header = at) },
];

/// Text in one line.
fn line(item: &Item) -> Result<String, Wrong> {
    let text = string(item)?;
    if text.chars().any(char::is_control) { Err(Wrong::new("one line only")) } else { Ok(text) }
}

fn class(item: &Item) -> Result<OutletClass, Wrong> {
    let names: Vec<&str> = OutletClass::NAMES.iter().map(|(_, name)| *name).collect();
    Ok(OutletClass::from_name(&word(item, &names)?).unwrap_or_default())
}

fn language(item: &Item) -> Result<String, Wrong> {
    let text = string(item)?;
    if text.is_empty() || is_language(&text) {
        return Ok(text);
    }
    Err(Wrong::new(format!("\"{text}\" is no language tag")).hint("write \"en\" or \"pt-BR\""))
}

/// Whether a text has the form of a BCP 47 tag.
#[must_use]
pub fn is_language(text: &str) -> bool {
    let part = |part: &str| {
        (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    text.len() <= 35 && text.split('-').all(part)
}

fn interval(item: &Item) -> Result<Option<u32>, Wrong> {
    if item.as_str() == Some("auto") {
        return Ok(None);
    }
    let (least, most) = (*FeedSpec::INTERVALS.start(), *FeedSpec::INTERVALS.end());
    seconds(item, u64::from(least)..=u64::from(most)).map(Some)
}

/// An address that can be polled, as it is kept: http or https, a host, no fragment, and no
/// credentials, which go a way of their own (see [`access::of_address`]).
pub(super) fn address(text: &str) -> Result<String, Wrong> {
    let wrong = |why: String| Wrong::new(why).hint("write the full address, with https://");
    let parsed = Url::parse(text.trim());
    let text = access::hidden(text);
    let mut url = parsed.map_err(|error| wrong(format!("\"{text}\" is no address: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong(format!(
            "\"{}:\" is not fetched: only http and https are",
            url.scheme()
        )));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(wrong(format!("\"{text}\" names no host")));
    }
    url.set_fragment(None);
    Ok(access::without(url).into())
}

/// The same for those who only ask whether it is one.
#[must_use]
pub fn address_of(text: &str) -> Option<String> {
    address(text).ok()
}

/// Reads one file.
pub(super) fn read(source: &Source) -> FeedsFile {
    read_in_parts(source).unwrap_or_else(|| read_whole(source))
}

fn read_whole(source: &Source) -> FeedsFile {
    let mut reading = Reading::new(source);
    let mut file = FeedsFile::default();
    if let Some(document) = reading.parse() {
        read_root(&mut reading, document.as_table(), (&mut file, &mut HashSet::new()));
    }
    file.problems = reading.finish();
    file
}

/// Reads a long file part by part: as one document ten thousand feeds take 22 MiB, for a moment.
/// `None`: it is short, or there is something about it that only the whole shows.
fn read_in_parts(source: &Source) -> Option<FeedsFile> {
    let parts = parts(&source.text);
    if parts.len() < 2 {
        return None;
    }
    let mut reading = Reading::new(source);
    let (mut file, mut seen) = (FeedsFile::default(), HashSet::new());
    file.raw.feeds.reserve_exact(source.text.matches(SECTION).count() + 1);
    let mut named = 0;
    for part in parts {
        let document = reading.parse_part(part)?;
        let feeds = document.get("feed");
        named += usize::from(document.contains_key("owners"));
        if named > 1 || feeds.is_some_and(|feeds| !feeds.is_array_of_tables()) {
            return None;
        }
        read_root(&mut reading, document.as_table(), (&mut file, &mut seen));
    }
    file.problems = reading.finish();
    file.problems.is_empty().then_some(file)
}

/// A text cut before sections of feeds.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = 0;
    while let Some(rest) = text.as_bytes().get(from + PART..) {
        let cut = rest.windows(SECTION.len()).position(|bytes| bytes == SECTION.as_bytes());
        let Some(cut) = cut.map(|at| from + PART + at + 1) else { break };
        parts.push(from..cut);
        from = cut;
    }
    parts.push(from..text.len());
    parts
}

fn read_root(
    reading: &mut Reading,
    root: &Table,
    (file, seen): (&mut FeedsFile, &mut HashSet<String>),
) {
    for (key, item) in root.iter() {
        match key {
            "defaults" => {
                let keep = reading.take(item, key, boolean(item));
                file.raw.replaces = keep == Some(false);
            }
            "feed" => read_feeds(reading, item, (file, seen)),
            "owners" => file.raw.owners = owners::read(reading, item),
            _ => reading.unknown(root, key, ["defaults", "feed", "owners"]),
        }
    }
}

fn read_feeds(
    reading: &mut Reading,
    item: &Item,
    (file, seen): (&mut FeedsFile, &mut HashSet<String>),
) {
    let Some(all) = tables(item) else {
        let wrong = mismatch(item, "[[feed]] sections");
        reading.wrong(item.span().unwrap_or(0..0), wrong);
        return;
    };
    for (table, span) in all {
        let place = table.get("url").and_then(Item::span).unwrap_or(span.clone());
        let Some(feed) = read_feed(reading, table, span) else { continue };
        let mut doubt = |message: String| {
            if file.warnings.len() < MOST_WARNINGS {
                file.warnings.push(reading.problem(place.clone(), message));
            }
        };
        if !seen.insert(feed.url.clone()) {
            doubt(format!("\"{}\" is listed twice; the later entry counts", feed.url));
        }
        if feed.access.given.is_some() {
            doubt(format!("this address holds a password: {PASSWORD_ADVICE}"));
        }
        file.raw.feeds.push(feed);
    }
}

fn read_feed(reading: &mut Reading, table: &dyn TableLike, span: Range<usize>) -> Option<RawFeed> {
    let place = span.clone();
    let mut given = None;
    let url = match table.get("url") {
        Some(item) => {
            let read = string(item).and_then(|text| {
                given = access::of_address(&text);
                address(&text)
            });
            reading.take(item, "url", read)
        }
        None => {
            reading.wrong(span, Wrong::new("this feed has no url"));
            None
        }
    };
    let mut feed = RawFeed { url: url.clone().unwrap_or_default(), ..RawFeed::default() };
    for (key, item) in table.iter().filter(|(key, _)| *key != "url") {
        match KEYS.iter().find(|row| row.name == key) {
            Some(row) => {
                let read = (row.read)(&mut feed, item);
                reading.take(item, key, read);
            }
            None => {
                reading.unknown(table, key, ["url"].into_iter().chain(KEYS.iter().map(|r| r.name)));
            }
        }
    }
    feed.access.given = given;
    if let Err(wrong) = feed.access.check() {
        reading.wrong(place, wrong);
    }
    url.map(|_| feed)
}

impl RawFeeds {
    /// This layer with a higher one laid over it, by address and key by key. Owners stay even
    /// where the feeds do not: they say nothing of what is polled.
    pub fn under(self, over: RawFeeds) -> RawFeeds {
        let owners = owners::under(self.owners, over.owners);
        let below = if over.replaces { Vec::new() } else { self.feeds };
        let feeds = overlay(below, over.feeds, |feed| &feed.url, RawFeed::take);
        RawFeeds { replaces: false, feeds, owners }
    }

    /// The feeds as the rest of the house knows them; relative files are in `folder`.
    pub fn specs(self, folder: &Path) -> Vec<FeedSpec> {
        let mut specs: Vec<FeedSpec> =
            self.feeds.into_iter().map(|feed| feed.spec(folder)).collect();
        // Made in the place of what was written, which is larger.
        specs.shrink_to_fit();
        specs
    }
}

impl RawFeed {
    /// Takes what a higher layer says.
    fn take(&mut self, over: RawFeed) {
        let old = std::mem::take(self);
        *self = RawFeed {
            title: over.title.or(old.title),
            outlet: over.outlet.or(old.outlet),
            class: over.class.or(old.class),
            language: over.language.or(old.language),
            tags: over.tags.or(old.tags),
            interval: over.interval.or(old.interval),
            allow_private: over.allow_private.or(old.allow_private),
            enabled: over.enabled.or(old.enabled),
            access: over.access.or(old.access),
            url: over.url,
        };
    }

    fn spec(self, folder: &Path) -> FeedSpec {
        FeedSpec {
            url: self.url,
            title: self.title.unwrap_or_default(),
            outlet: self.outlet.unwrap_or_default(),
            class: self.class.unwrap_or_default(),
            language: self.language.unwrap_or_default(),
            tags: self.tags.unwrap_or_default(),
            interval: self.interval.flatten(),
            allow_private: self.allow_private.unwrap_or(false),
            enabled: self.enabled.unwrap_or(true),
            access: self.access.spec(folder),
        }
    }
}
