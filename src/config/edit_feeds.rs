//! `wirewatch feed add|remove|enable|disable|import`: edits of the user's `feeds.toml`.

use std::collections::{HashMap, HashSet};

use super::access;
use super::edit::{
    EditError, Edited, Entry, Patch, Plan, Switch, Target, add_to_list, append, apply, cut,
    entries, set_key,
};
use super::feed_names::{self, Known};
use super::feeds::{PASSWORD_ADVICE, RawFeed, RawFeeds, address, is_language, read};
use super::load::{check_feeds, shipped_feeds};
use super::paths::Paths;
use super::reading::Reading;
use super::source::Source;
use super::value::{quoted, quoted_list, seconds_text};
use crate::domain::{FeedSpec, OutletClass};

/// How a new file begins.
const HEADER: &str = "\
# Your feeds. They add to those that wirewatch ships; an entry with a shipped address changes what
# it says. `defaults = false` above everything leaves the shipped ones out.
";

/// Adds one feed.
///
/// # Errors
/// When it is there already, its address is wrong, or the file is broken or cannot be written.
pub fn add(paths: &Paths, spec: &FeedSpec) -> Result<Edited, EditError> {
    let edited = add_many(paths, std::slice::from_ref(spec))?;
    if edited.changed == 0 {
        let name = address(&spec.url).unwrap_or_else(|_| access::hidden(&spec.url));
        return Err(EditError::Exists {
            kind: "feed",
            name,
            remedy: "`wirewatch feed list` shows how it fares",
        });
    }
    Ok(edited)
}

/// Adds feeds. Those that are there already stay; tags that are new for one are added to its own, and
/// a shipped one takes the title too. A feed with an address that cannot be polled is left out and
/// counted in the note.
///
/// # Errors
/// When the file is broken or cannot be written, or the only feed has a wrong address.
pub fn add_many(paths: &Paths, specs: &[FeedSpec]) -> Result<Edited, EditError> {
    apply(&target(paths), |source| {
        let in_force = in_force(source).feeds;
        let mut known: HashSet<String> = in_force.iter().map(|feed| feed.url.clone()).collect();
        let in_force: HashMap<&str, &RawFeed> =
            in_force.iter().rev().map(|feed| (feed.url.as_str(), feed)).collect();
        let document = Reading::new(source).parse();
        let own = document.as_ref().map(by_address).unwrap_or_default();
        let mut text = String::new();
        let mut patches = Vec::new();
        let (mut added, mut there, mut refused, mut open, mut taken) = (0, 0, 0, 0, 0);
        for spec in specs {
            match address(&spec.url) {
                Ok(url) if known.insert(url.clone()) => {
                    added += 1;
                    open += usize::from(access::of_address(&spec.url).is_some());
                    let gap = if text.is_empty() { "" } else { "\n" };
                    let url = written(&spec.url, url);
                    text.push_str(&format!("{gap}{}", block(&FeedSpec { url, ..spec.clone() })));
                }
                // One alone is for `add` to refuse.
                Ok(url) => {
                    there += 1;
                    let feed = in_force.get(url.as_str()).filter(|_| specs.len() > 1);
                    match feed.and_then(|feed| taught((source, own.get(&url)), feed, spec)) {
                        None => continue,
                        Some(Taught::Own(patch)) => patches.push(patch),
                        Some(Taught::Shipped(block)) => {
                            let gap = if text.is_empty() { "" } else { "\n" };
                            text.push_str(&format!("{gap}{block}"));
                        }
                    }
                    taken += 1;
                }
                Err(_) if specs.len() > 1 => refused += 1,
                Err(wrong) => {
                    let mut problem = super::ConfigError::whole(&source.file, wrong.message);
                    problem.hint = wrong.hint;
                    return Err(EditError::WouldBreak(vec![problem]));
                }
            }
        }
        patches.extend((!text.is_empty()).then(|| append(source, &text)));
        Ok(Plan { patches, changed: added, note: counted([there, taken, refused, open]) })
    })
}

/// What a list says of a feed that is there already.
enum Taught {
    /// More tags for the user's own entry.
    Own(Patch),
    /// An entry beside the shipped one.
    Shipped(String),
}

/// How the tags that a list has more, and for a shipped feed the title, come into the file.
fn taught(
    (source, own): (&Source, Option<&Entry<'_>>),
    feed: &RawFeed,
    spec: &FeedSpec,
) -> Option<Taught> {
    let had = feed.tags.clone().unwrap_or_default();
    let more: Vec<String> = spec.tags.iter().filter(|tag| !had.contains(tag)).cloned().collect();
    let added = quoted_list(&more);
    let added = added.trim_matches(['[', ']']);
    let tags = (!more.is_empty()).then(|| quoted_list(&[had, more].concat()));
    if let Some(own) = own {
        if tags.is_some()
            && let Some(patch) = add_to_list(source, own, "tags", added)
        {
            return Some(Taught::Own(patch));
        }
        return set_key(source, own, "tags", &tags?).map(Taught::Own);
    }
    let title = one_line(&spec.title);
    let is_new = !title.is_empty() && feed.title.as_ref() != Some(&title);
    let interval = spec.interval.filter(|_| spec.interval != feed.interval.flatten());
    let off = !spec.enabled && feed.enabled != Some(false);
    let lines = [
        ("title", is_new.then(|| quoted(&title))),
        ("tags", tags),
        ("interval", interval.map(|seconds| quoted(&seconds_text(seconds)))),
        ("enabled", off.then(|| "false".to_owned())),
    ];
    let lines: String =
        lines.into_iter().filter_map(|(key, text)| Some(format!("{key} = {}\n", text?))).collect();
    (!lines.is_empty())
        .then(|| Taught::Shipped(format!("[[feed]]\nurl = {}\n{lines}", quoted(&feed.url))))
}

/// What goes into the file: an address that came with credentials keeps them there.
fn written(given: &str, kept: String) -> String {
    match access::of_address(given) {
        Some(_) => given.trim().to_owned(),
        None => kept,
    }
}

/// What was not added, and what was better not, in words.
fn counted([there, taken, refused, open]: [usize; 4]) -> Option<String> {
    let password = format!("with a password in its address, now in this file: {PASSWORD_ADVICE}");
    let parts = [
        (there, "already there"),
        (taken, "of these with tags or a title from the list"),
        (refused, "left out: not an http or https address"),
        (open, &password),
    ];
    let said: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// Switches a feed on or off.
///
/// # Errors
/// When there is no such feed, or the file is broken or cannot be written.
pub fn set_enabled(paths: &Paths, url: &str, state: Switch) -> Result<Edited, EditError> {
    apply(&target(paths), |source| {
        let Found { url, note } = known(source, url)?;
        Ok(Plan { patches: vec![switch(source, &url, state)], changed: 1, note })
    })
}

/// What of a feed may be changed by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedKey {
    /// How often it is polled.
    Interval,
    /// Its title.
    Title,
    /// Its publisher.
    Outlet,
    /// Its language.
    Language,
    /// Its labels.
    Tags,
}

impl FeedKey {
    /// Every key with its name, and how the command begins that changes it.
    pub const NAMES: &'static [(FeedKey, &'static str, &'static str)] = &[
        (FeedKey::Interval, "interval", "feed interval "),
        (FeedKey::Title, "title", "feed title "),
        (FeedKey::Outlet, "outlet", "feed outlet "),
        (FeedKey::Language, "language", "feed language "),
        (FeedKey::Tags, "tags", "feed tags "),
    ];

    /// Its name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(key, ..)| *key == self).map_or("title", |(_, name, _)| name)
    }

    /// The key of a name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<FeedKey> {
        Self::NAMES.iter().find(|(_, known, _)| *known == name).map(|(key, ..)| *key)
    }
}

/// Gives a key of a feed another value; tags have blanks between them.
///
/// # Errors
/// When there is no such feed, the value is not one for the key, or the file is broken or cannot
/// be written.
pub fn set(paths: &Paths, url: &str, (key, value): (FeedKey, &str)) -> Result<Edited, EditError> {
    let value = one_line(value);
    let literal = match key {
        FeedKey::Tags => {
            let tags = value.split(' ').filter(|tag| !tag.is_empty()).map(str::to_owned);
            quoted_list(&tags.collect::<Vec<_>>())
        }
        FeedKey::Interval | FeedKey::Title | FeedKey::Outlet | FeedKey::Language => quoted(&value),
    };
    apply(&target(paths), |source| {
        let Found { url, note } = known(source, url)?;
        let patches = vec![put(source, &url, (key.name(), &literal))];
        Ok(Plan { patches, changed: 1, note })
    })
}

/// Removes a feed. A shipped one cannot be removed: it is switched off.
///
/// # Errors
/// As [`set_enabled`].
pub fn remove(paths: &Paths, url: &str) -> Result<Edited, EditError> {
    apply(&target(paths), |source| {
        let Found { url, note } = known(source, url)?;
        let shipped = shipped_feeds().feeds.iter().any(|feed| feed.url == url);
        if shipped && !read(source).raw.replaces {
            let note =
                format!("\"{url}\" is shipped with wirewatch: it is switched off, not removed");
            let patches = vec![switch(source, &url, Switch::Off)];
            return Ok(Plan { patches, changed: 1, note: Some(note) });
        }
        let patches = with_entries(source, &url, |document, own| {
            own.iter().filter_map(|entry| cut(source, document, entry)).collect()
        });
        Ok(Plan { patches: patches.unwrap_or_default(), changed: 1, note })
    })
}

fn switch(source: &Source, url: &str, state: Switch) -> super::edit::Patch {
    put(source, url, ("enabled", if state == Switch::On { "true" } else { "false" }))
}

/// A key in the user's last entry of that address, or a new entry that says only that.
fn put(source: &Source, url: &str, (key, literal): (&str, &str)) -> super::edit::Patch {
    let set = with_entries(source, url, |_, own| {
        own.last().and_then(|entry| set_key(source, entry, key, literal))
    });
    let block = format!("[[feed]]\nurl = {}\n{key} = {literal}\n", quoted(url));
    set.flatten().unwrap_or_else(|| append(source, &block))
}

fn target(paths: &Paths) -> Target {
    let check = |source: &Source| check_feeds(Some(source)).problems;
    Target { path: paths.feeds_file(), header: HEADER, check }
}

/// A new `[[feed]]`; what is empty or usual is not written.
fn block(spec: &FeedSpec) -> String {
    let text = |text: &String| (!text.is_empty()).then(|| quoted(text));
    let lines = [
        ("url", Some(quoted(&spec.url))),
        ("title", text(&one_line(&spec.title))),
        ("outlet", text(&one_line(&spec.outlet))),
        ("class", (spec.class != OutletClass::default()).then(|| quoted(spec.class.name()))),
        ("language", is_language(&spec.language).then(|| quoted(&spec.language))),
        ("tags", (!spec.tags.is_empty()).then(|| quoted_list(&spec.tags))),
        ("interval", spec.interval.map(|seconds| quoted(&seconds_text(seconds)))),
        ("allow_private", spec.allow_private.then(|| "true".to_owned())),
        ("enabled", (!spec.enabled).then(|| "false".to_owned())),
    ];
    let lines = lines.into_iter().chain(access::lines(spec.access.as_deref()));
    let lines = lines.filter_map(|(key, text)| Some(format!("{key} = {}\n", text?)));
    format!("[[feed]]\n{}", lines.collect::<String>())
}

/// Titles of imported lists may hold anything.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Both layers.
fn in_force(source: &Source) -> RawFeeds {
    shipped_feeds().under(read(source).raw)
}

/// A feed that is known, and what to say of how it was found.
struct Found {
    url: String,
    note: Option<String>,
}

/// The feed of an address, of a host or of an outlet, where that is one alone.
fn known(source: &Source, typed: &str) -> Result<Found, EditError> {
    let feeds = in_force(source).feeds;
    let kept = address(typed);
    if let Ok(kept) = &kept
        && feeds.iter().any(|feed| feed.url == *kept)
    {
        return Ok(Found { url: kept.clone(), note: None });
    }
    let known: Vec<Known<'_>> = feeds.iter().map(as_known).collect();
    let hint = match feed_names::named(typed, &known).as_slice() {
        [url] => {
            let note = Some(format!("\"{typed}\" is {}", access::hidden(url)));
            return Ok(Found { url: (*url).to_owned(), note });
        }
        [] => feed_names::hint(typed, &known),
        several => Some(feed_names::several(several)),
    };
    let hint = hint.or_else(|| kept.err().and_then(|wrong| wrong.hint));
    let hint = hint.or_else(|| Some("`wirewatch feed list` shows them".to_owned()));
    Err(EditError::Unknown { kind: "feed", name: access::hidden(typed), hint })
}

fn as_known(feed: &RawFeed) -> Known<'_> {
    Known { url: &feed.url, outlet: feed.outlet.as_deref().unwrap_or_default() }
}

/// The user's own entries, of each address the last.
fn by_address<'d>(document: &'d toml_edit::Document<&str>) -> HashMap<String, Entry<'d>> {
    let of = |entry: Entry<'d>| Some((address_of(&entry)?, entry));
    entries(document, "feed").into_iter().filter_map(of).collect()
}

fn address_of(entry: &Entry<'_>) -> Option<String> {
    address(entry.table.get("url")?.as_str()?).ok()
}

/// What `plan` makes of the user's own entries of that address, if there are any.
fn with_entries<T>(
    source: &Source,
    url: &str,
    plan: impl FnOnce(&toml_edit::Document<&str>, &[Entry]) -> T,
) -> Option<T> {
    let document = Reading::new(source).parse()?;
    let mut all = entries(&document, "feed");
    all.retain(|entry| address_of(entry).as_deref() == Some(url));
    if all.is_empty() { None } else { Some(plan(&document, &all)) }
}
