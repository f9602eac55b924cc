//! Entries to articles: plain text, one absolute link, believable dates, limits.
//!
//! Never invents an id; what makes two articles the same is `triage`'s decision.

use std::cmp::Reverse;

use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use url::Url;

use super::Context;
use super::entry::{Entry, Feed, Form, Text};
use super::{date, link};
use crate::domain::{Article, FeedFacts, Limits, Rhythm};
use crate::text::{markup, scrub};

/// Longest id kept as it is; of a longer one its hash is kept.
const ID: usize = 1 << 10;

/// Words of the text that stand in for a missing title.
const STAND_IN: usize = 12;

/// Most categories and characters of one.
const CATEGORIES: (usize, usize) = (64, 200);

/// Characters of names.
const NAME: usize = 300;

/// What does not change between the entries of one document.
pub(super) struct Frame<'a> {
    pub context: &'a Context<'a>,
    pub limits: &'a Limits,
    pub base: Option<&'a Url>,
    pub now: Timestamp,
}

/// Facts and articles of a feed, and how many items the limit cut off.
pub(super) fn normalize(
    mut feed: Feed<'_>,
    rhythm: Rhythm,
    frame: &Frame<'_>,
) -> (FeedFacts, Vec<Article>, usize) {
    let own = own_base(&feed).filter(|_| frame.base.is_none());
    let frame = &Frame { base: frame.base.or(own.as_ref()), ..*frame };
    let mut facts = facts(&feed, rhythm, frame);
    let language = if frame.context.language.is_empty() {
        facts.language.clone()
    } else {
        frame.context.language.to_owned()
    };
    let host = frame.base.and_then(Url::host_str).unwrap_or("");
    date::settle(feed.entries.iter_mut().flat_map(Entry::dates), &language, host, frame.now);
    let stem = Article {
        outlet: outlet(frame),
        feed: name(&facts, frame),
        author: people(feed.authors.names()),
        language,
        ..Article::default()
    };
    let (entries, cut) = newest(feed.entries, frame.limits.items);
    let articles: Vec<Article> = entries.iter().map(|entry| article(entry, &stem, frame)).collect();
    let dates = entries.iter().filter_map(Entry::published);
    facts.ahead = dates.filter(|at| date::is_days_ahead(*at, frame.now)).collect();
    (facts, articles, cut)
}

/// What relative links of a document without an address are relative to: its own, by its word,
/// else the page that it belongs to.
fn own_base(feed: &Feed<'_>) -> Option<Url> {
    [&feed.itself, feed.link.get().as_ref()]
        .into_iter()
        .filter_map(|link| Url::parse(link).ok())
        .find(|url| url.host_str().is_some())
}

fn facts(feed: &Feed<'_>, rhythm: Rhythm, frame: &Frame<'_>) -> FeedFacts {
    FeedFacts {
        title: line(feed.title.get(), NAME),
        link: link::absolute(frame.base, feed.link.get(), frame.limits.link).unwrap_or_default(),
        language: language(feed.language.get()),
        rhythm,
        ahead: Vec::new(),
        truncated: false,
    }
}

fn language(said: &str) -> String {
    scrub::line(said, 35).replace('_', "-").to_ascii_lowercase()
}

fn line(text: &Text<'_>, limit: usize) -> String {
    match text.form {
        Form::Html => markup::to_line(&text.words, limit),
        Form::Plain => markup::plain_to_line(&text.words, limit),
    }
}

fn flow(text: &Text<'_>, limit: usize) -> String {
    match text.form {
        Form::Html => markup::to_text(&text.words, limit),
        Form::Plain => markup::plain_to_text(&text.words, limit),
    }
}

fn outlet(frame: &Frame<'_>) -> String {
    if !frame.context.outlet.is_empty() {
        return frame.context.outlet.to_owned();
    }
    let host = frame.base.and_then(Url::host_str).unwrap_or("");
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

fn name(facts: &FeedFacts, frame: &Frame<'_>) -> String {
    let address = frame.base.map_or("", Url::as_str);
    [frame.context.title, &facts.title, address]
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or("")
        .to_owned()
}

/// The newest entries, in the feed's own order. An undated one is as old as its neighbour; where dates tell
/// nothing, both ends of the document count: what is new stands at one of them.
fn newest(mut entries: Vec<Entry<'_>>, most: usize) -> (Vec<Entry<'_>>, usize) {
    let all = entries.len();
    let cut = all.saturating_sub(most);
    if cut == 0 {
        return (entries, 0);
    }
    let mut dates: Vec<Option<Timestamp>> =
        entries.iter().map(|entry| entry.published().or(entry.updated())).collect();
    fill(dates.iter_mut());
    fill(dates.iter_mut().rev());
    let mut order: Vec<(Option<Timestamp>, usize)> =
        dates.into_iter().enumerate().map(|(at, date)| (date, at)).collect();
    order.sort_by_key(|(date, at)| (Reverse(*date), (*at).min(all - 1 - at)));
    let mut kept = vec![false; all];
    for (_, at) in order.into_iter().take(most) {
        if let Some(keep) = kept.get_mut(at) {
            *keep = true;
        }
    }
    let mut kept = kept.into_iter();
    entries.retain(|_| kept.next().unwrap_or(false));
    (entries, cut)
}

/// Gives what has no date that of what came before it.
fn fill<'a>(dates: impl Iterator<Item = &'a mut Option<Timestamp>>) {
    let mut last = None;
    for date in dates {
        last = date.or(last);
        *date = last;
    }
}

/// One article. An entry that says nothing at all still counts as one.
fn article(entry: &Entry<'_>, stem: &Article, frame: &Frame<'_>) -> Article {
    let limits = frame.limits;
    let mut title = line(entry.title.get(), limits.title);
    let mut summary = flow(entry.summary.get(), limits.text);
    let mut body = flow(entry.content.get(), limits.text);
    if summary.is_empty() && body.is_empty() {
        summary = flow(entry.caption.get(), limits.text);
    }
    // Feeds without a summary give one line of it as content.
    if body == summary && !body.is_empty() {
        body.clear();
    }
    let url = page(entry, frame);
    if title.is_empty() {
        title = stand_in(&summary, &body);
    }
    if title.is_empty() {
        title = if url.is_empty() { "(untitled)".to_owned() } else { url.clone() };
    }
    let updated = date::plausible(entry.updated(), frame.now);
    let published = date::plausible(entry.published(), frame.now).or(updated);
    let own = people(entry.authors.names());
    let said = language(entry.language.get());
    Article {
        title,
        summary,
        body,
        url,
        id: identifier(entry.id.get()),
        author: if own.is_empty() { stem.author.clone() } else { own },
        language: if said.is_empty() { stem.language.clone() } else { said },
        published,
        // Many repeat the one date that there is.
        updated: updated.filter(|_| updated != published),
        categories: categories(entry),
        ..stem.clone()
    }
}

/// The link to the article: its page, else its id if that is a link, else what else it points to.
fn page(entry: &Entry<'_>, frame: &Frame<'_>) -> String {
    let limit = frame.limits.link;
    let id: &str = entry.id.get();
    // A path is one as it stands; anything else without a host may be a number or a name.
    let is_path = id.starts_with(['/', '.']);
    let id_base = frame.base.filter(|_| is_path);
    link::absolute(frame.base, entry.link.get(), limit)
        .or_else(|| link::absolute(id_base, id, limit).filter(|_| !entry.opaque))
        .or_else(|| link::absolute(frame.base, entry.other_link.get(), limit))
        .unwrap_or_default()
}

/// The publisher's id as one line, or the hash of one too long to keep.
fn identifier(id: &str) -> String {
    if id.len() <= ID {
        return scrub::line(id, ID);
    }
    let hash = digest(&SHA256, id.as_bytes());
    let hex = hash.as_ref().iter().take(16).map(|byte| format!("{byte:02x}"));
    format!("sha256:{}", hex.collect::<String>())
}

fn people(people: &[String]) -> String {
    let mut names: Vec<String> = Vec::new();
    for person in people.iter().take(16) {
        let name = markup::to_line(person, NAME);
        let name = bare(&name).to_owned();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// The name in `mail@host (Name)`, the form that RSS asks for, also where the mail is gone, in
/// `Name (mail@host)`, and in the quotes that stand around names in mails.
fn bare(name: &str) -> &str {
    let quoted = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let name = quoted.filter(|inside| !inside.contains('"')).unwrap_or(name).trim();
    let parts = name.strip_suffix(')').and_then(|rest| rest.split_once('('));
    let Some((before, inside)) = parts.map(|(before, inside)| (before.trim(), inside.trim()))
    else {
        return name;
    };
    let is_mail = |text: &str| text.contains('@') && !text.contains(' ');
    if !inside.is_empty() && (before.is_empty() || is_mail(before)) {
        inside
    } else if !before.is_empty() && is_mail(inside) {
        before
    } else {
        name
    }
}

fn categories(entry: &Entry<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for category in entry.categories.iter().take(CATEGORIES.0) {
        let text = markup::to_line(category, CATEGORIES.1);
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

/// The first words of the text, for an article without a headline.
fn stand_in(summary: &str, body: &str) -> String {
    let text = if summary.is_empty() { body } else { summary };
    let line = scrub::line(text.lines().next().unwrap_or(""), 200);
    match line.match_indices(' ').nth(STAND_IN - 1) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or("")),
        None => line,
    }
}
