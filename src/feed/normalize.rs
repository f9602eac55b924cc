//! Entries of the parser to articles: plain text, one absolute link, believable dates, limits.
//!
//! Never invents an id; what makes two articles the same is `triage`'s decision.

use chrono::{DateTime, Utc};
use feed_rs::model::{Entry, Feed, FeedType, Link, LinkTarget, Person};
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use url::Url;

use super::Context;
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
    feed: Feed,
    rhythm: Rhythm,
    frame: &Frame<'_>,
) -> (FeedFacts, Vec<Article>, usize) {
    let own = own_base(&feed).filter(|_| frame.base.is_none());
    let frame = &Frame { base: frame.base.or(own.as_ref()), ..*frame };
    let facts = facts(&feed, rhythm, frame);
    let language = if frame.context.language.is_empty() {
        facts.language.clone()
    } else {
        frame.context.language.to_owned()
    };
    let stem = Article {
        outlet: outlet(frame),
        feed: name(&facts, frame),
        language,
        ..Article::default()
    };
    let (entries, cut) = newest(feed.entries, frame.limits.items);
    // Atom's feeds speak for their entries; others name an editor or a webmaster.
    let authors = if feed.feed_type == FeedType::Atom { feed.authors } else { Vec::new() };
    let articles: Vec<Article> =
        entries.iter().map(|entry| article((entry, &authors), &stem, frame)).collect();
    (facts, articles, cut)
}

/// What relative links of a document without an address are relative to: its own, by its word,
/// else the page that it belongs to.
fn own_base(feed: &Feed) -> Option<Url> {
    let is_self = |link: &&Link| link.rel.as_deref() == Some("self");
    let own = feed.links.iter().filter(is_self).chain(feed.links.iter().filter(|l| !is_self(l)));
    own.filter_map(|link| Url::parse(&link.href).ok()).find(|url| url.host_str().is_some())
}

fn facts(feed: &Feed, rhythm: Rhythm, frame: &Frame<'_>) -> FeedFacts {
    let title = feed.title.as_ref().map_or("", |title| &title.content);
    FeedFacts {
        title: markup::to_line(title, NAME),
        link: choose(&feed.links, frame).unwrap_or_default(),
        language: scrub::line(feed.language.as_deref().unwrap_or(""), 35).replace('_', "-"),
        rhythm,
        truncated: false,
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

/// The newest entries, in the feed's own order; undated ones count by their place.
fn newest(mut entries: Vec<Entry>, most: usize) -> (Vec<Entry>, usize) {
    let cut = entries.len().saturating_sub(most);
    if cut == 0 {
        return (entries, 0);
    }
    let mut order: Vec<(Option<DateTime<Utc>>, usize)> =
        entries.iter().enumerate().map(|(at, e)| (e.published.or(e.updated), at)).collect();
    if order.iter().all(|(date, _)| date.is_some()) {
        order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    }
    let mut kept = vec![false; entries.len()];
    for (_, at) in order.into_iter().take(most) {
        if let Some(keep) = kept.get_mut(at) {
            *keep = true;
        }
    }
    let mut kept = kept.into_iter();
    entries.retain(|_| kept.next().unwrap_or(false));
    (entries, cut)
}

/// One article. An entry that says nothing at all still counts as one.
fn article((entry, authors): (&Entry, &[Person]), stem: &Article, frame: &Frame<'_>) -> Article {
    let limits = frame.limits;
    let title = entry.title.as_ref().map_or("", |title| &title.content);
    let mut title = markup::to_line(title, limits.title);
    let summary = entry.summary.as_ref().map_or("", |text| &text.content);
    let mut summary = markup::to_text(summary, limits.text);
    let mut body = entry
        .content
        .as_ref()
        .and_then(|c| c.body.as_deref())
        .map_or_else(String::new, |html| markup::to_text(html, limits.text));
    if body == summary {
        body.clear();
    }
    if summary.is_empty() && body.is_empty() {
        summary = described(entry, limits);
    }
    let id = entry.id.trim();
    let url = choose(&entry.links, frame)
        .or_else(|| link::absolute(None, id, limits.link))
        .or_else(|| choose_self(&entry.links, frame))
        .unwrap_or_default();
    if title.is_empty() {
        title = stand_in(&summary, &body);
    }
    if title.is_empty() {
        title = if url.is_empty() { "(untitled)".to_owned() } else { url.clone() };
    }
    let dated = |date: Option<DateTime<Utc>>| date::plausible(date.and_then(stamp), frame.now);
    let updated = dated(entry.updated);
    let published = dated(entry.published).or(updated);
    Article {
        title,
        summary,
        body,
        url,
        id: identifier(id),
        author: people(if entry.authors.is_empty() { authors } else { &entry.authors }),
        language: entry.language.as_deref().map_or_else(
            || stem.language.clone(),
            |language| scrub::line(language, 35).replace('_', "-"),
        ),
        published,
        // The parser repeats the one date that there is.
        updated: updated.filter(|_| updated != published),
        categories: categories(entry),
        ..stem.clone()
    }
}

/// Text of the media an entry carries, where it has none of its own.
fn described(entry: &Entry, limits: &Limits) -> String {
    let media = entry.media.iter().find_map(|media| media.description.as_ref());
    media.map_or_else(String::new, |text| markup::to_text(&text.content, limits.text))
}

/// The link to the article: never one to comments, files or the feed itself.
fn choose(links: &[Link], frame: &Frame<'_>) -> Option<String> {
    let is_page = |link: &&Link| {
        !matches!(link.target, Some(LinkTarget::Comments | LinkTarget::CommentsFeed))
            && matches!(link.rel.as_deref(), None | Some("alternate" | ""))
    };
    let (limit, base) = (frame.limits.link, frame.base);
    // Of several alternates the page goes before other renderings of it.
    let is_html = |link: &&Link| link.media_type.as_deref().is_none_or(|t| t.contains("html"));
    let mut pages = links.iter().filter(is_page);
    let absolute = |link: &Link| link::absolute(base, &link.href, limit);
    let first = pages.clone().filter(is_html).find_map(absolute);
    first.or_else(|| pages.find_map(absolute))
}

/// An entry's link to itself, where it has none to a page.
fn choose_self(links: &[Link], frame: &Frame<'_>) -> Option<String> {
    let itself = links.iter().find(|link| matches!(link.rel.as_deref(), Some("self" | "via")))?;
    link::absolute(frame.base, &itself.href, frame.limits.link)
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

fn people(people: &[Person]) -> String {
    let mut names: Vec<String> = Vec::new();
    for person in people.iter().take(16) {
        let name = person.name.as_deref().filter(|name| !name.trim().is_empty());
        let name = markup::to_line(name.or(person.email.as_deref()).unwrap_or(""), NAME);
        let name = bare(&name).to_owned();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// The name in `mail@host (Name)`, the form that RSS asks for, also where the mail is gone.
fn bare(name: &str) -> &str {
    let inside = name.strip_suffix(')').and_then(|rest| rest.split_once('('));
    match inside {
        Some((mail, inside))
            if !inside.trim().is_empty()
                && (mail.trim().is_empty()
                    || (mail.contains('@') && !mail.trim().contains(' '))) =>
        {
            inside.trim()
        }
        _ => name,
    }
}

fn categories(entry: &Entry) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for category in entry.categories.iter().take(CATEGORIES.0) {
        let label = category.label.as_deref().filter(|label| !label.trim().is_empty());
        let text = markup::to_line(label.unwrap_or(&category.term), CATEGORIES.1);
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

fn stamp(date: DateTime<Utc>) -> Option<Timestamp> {
    let nanos = i32::try_from(date.timestamp_subsec_nanos()).unwrap_or(0);
    Timestamp::new(date.timestamp(), nanos).ok()
}
