//! What a field adds to an entry or a feed: ranks of links, names in authors, dates that are dates.

use std::borrow::Cow;

use super::names::{Field, IDENTIFIER};
use super::people::people;
use super::{Open, Reader, address, encoded, members};
use crate::feed::date;
use crate::feed::entry::{Entry, Feed};
use crate::feed::scan::{Scanner, Token, attribute, attributes, local, resolve};

/// Rank of a link to the page, as most feeds write it; better is only the original behind a
/// counting service.
pub(super) const PAGE: u8 = 1;

/// Relations of links and their rank; `false`: only where there is nothing else to open.
const RELATIONS: &[(&str, u8, bool)] = &[
    ("", PAGE, true),
    ("alternate", PAGE, true),
    ("self", 0, false),
    ("via", 1, false),
    ("related", 2, false),
    ("enclosure", 5, false),
];

/// Relations that never lead to the article.
#[rustfmt::skip]
const ELSEWHERE: &[&str] = &[
    "replies", "edit", "edit-media", "hub", "next", "prev", "first", "last", "license", "payment",
    "service.post", "search", "icon", "stylesheet",
];

/// A field, its rank, and what it says.
pub(super) struct Said<'a> {
    pub field: Field,
    pub rank: u8,
    pub attributes: &'a str,
    pub text: Cow<'a, str>,
    /// Whether the text is the markup that stood inside, as HTML.
    pub markup: bool,
}

/// What an item's own tag says: RDF's address, the Channel Definition Format's link and date.
pub(super) fn from_item_tag<'a>(item: &mut Entry<'a>, name: &str, value: Cow<'a, str>) {
    let plain = local(name);
    if plain.eq_ignore_ascii_case("about") && plain.len() < name.len() {
        item.id.offer(u8::MAX, value);
    } else if name.eq_ignore_ascii_case("href") {
        item.link.offer(PAGE + 2, value);
    } else if name.eq_ignore_ascii_case("lastmod") {
        item.published.offer(u8::MAX, date::told(&value));
    } else if name.eq_ignore_ascii_case("xml:lang") {
        item.language.offer(0, value);
    }
}

/// Puts a field into an entry.
pub(super) fn into_entry<'a>(item: &mut Entry<'a>, said: Said<'a>) {
    let Said { field, rank, attributes, text, markup } = said;
    if matches!(field, Field::Content | Field::Summary) && attributes.len() > 9 {
        item.language.offer(2, attribute(attributes, "xml:lang").unwrap_or_default());
    }
    match field {
        Field::Title => item.title.offer(rank, encoded::title(attributes, text, markup)),
        Field::Link => match relation(attributes) {
            Some((place, true)) => item.link.offer(rank + place, text),
            Some((place, false)) => item.other_link.offer(rank + place, text),
            None => {}
        },
        Field::Origin => item.link.offer(0, text),
        Field::Enclosure => item.other_link.offer(5 + u8::from(is_picture(attributes)), text),
        Field::Id => item.id.offer(rank, trimmed(text)),
        Field::Language => item.language.offer(1, text),
        Field::Caption => item.caption.offer(rank, encoded::text(attributes, text, markup)),
        Field::Summary => {
            let text = encoded::text(attributes, text, markup);
            // A `summary` beside a `description` says more than that.
            if let (0 | 1, more) = item.summary.contest(rank, text).into_parts() {
                item.content.offer(u8::MAX, more);
            }
        }
        Field::Content => item.content.offer(rank, encoded::text(attributes, text, markup)),
        // Of a date that is said twice the last counts, as with every other reader.
        Field::Published => item.published.renew(rank, || date::told(&text)),
        Field::Updated => item.updated.renew(rank, || date::told(&text)),
        Field::Author => {
            for name in people(attributes, &text) {
                item.authors.offer(rank, name);
            }
        }
        Field::Category => {
            let inner = if markup { nested(&text) } else { Vec::new() };
            let is_list = markup && !members::of(&text).is_empty();
            item.categories.extend(category(attributes, text).filter(|_| !is_list));
            item.categories.extend(inner.into_iter().map(Cow::Owned));
        }
    }
}

/// Puts a field into the feed itself.
pub(super) fn into_feed<'a>(feed: &mut Feed<'a>, said: Said<'a>, inherits: bool) {
    let Said { field, rank, attributes, text, markup } = said;
    match field {
        Field::Title => feed.title.offer(rank, encoded::title(attributes, text, markup)),
        Field::Link => match relation(attributes) {
            Some((place, true)) => feed.link.offer(rank + place, text),
            Some((0, false)) if feed.itself.is_empty() => feed.itself = text.into_owned(),
            _ => {}
        },
        Field::Language => feed.language.offer(0, text),
        Field::Author if inherits => {
            for name in people(attributes, &text) {
                feed.authors.offer(rank, name);
            }
        }
        _ => {}
    }
}

impl<'a> Reader<'a> {
    /// An element without content. What programs for pages have had in hand has its links behind
    /// their tags (`<link/>https://…`): in pages that element is always empty.
    pub(super) fn take_empty(&mut self, open: &Open<'a>, after: usize) {
        let is_link = open.field.is_some_and(|(field, _)| field == Field::Link);
        let behind = if is_link && open.attributes.trim().is_empty() {
            let rest = self.source.get(after..).unwrap_or("").trim_start();
            let text = rest.get(..rest.find('<').unwrap_or(rest.len())).unwrap_or("");
            if text.starts_with("http") { text } else { "" }
        } else {
            ""
        };
        let behind = self.entities.resolved(behind);
        self.take(open, behind);
    }
}

/// A link out of what a field says: its attribute or its text, whatever that is wrapped in.
pub(super) fn as_link(said: Said<'_>) -> Said<'_> {
    let named = ["href", "url", "resource"]
        .iter()
        .find_map(|name| unprefixed(said.attributes, name))
        .filter(|href| !href.trim().is_empty());
    let text = address::of(trimmed(named.unwrap_or(said.text)));
    // What Dublin Core calls an identifier may be a number or a name.
    if said.rank == IDENTIFIER && !text.contains("://") && !text.starts_with('/') {
        return Said { text: Cow::Borrowed(""), ..said };
    }
    Said { text, ..said }
}

/// An attribute by its name without a prefix.
fn unprefixed<'a>(raw: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut all = attributes(raw);
    all.find(|(known, _)| local(known).eq_ignore_ascii_case(name)).map(|(_, value)| resolve(value))
}

/// How good a link is, and whether it leads to the page; `None`: it never does.
fn relation(attributes: &str) -> Option<(u8, bool)> {
    if attributes.is_empty() {
        return Some((PAGE, true));
    }
    let said = attribute(attributes, "rel").unwrap_or_default().trim().to_ascii_lowercase();
    // The registry's address of a relation means the same as its name.
    let said = said.rsplit('/').next().unwrap_or("");
    if ELSEWHERE.contains(&said) {
        return None;
    }
    let known = RELATIONS.iter().find(|(name, ..)| *name == said);
    let (rank, is_page) = known.map_or((3, false), |(_, rank, is_page)| (*rank, *is_page));
    // Of several alternates the page goes before other renderings of it.
    let kind = attribute(attributes, "type").unwrap_or_default();
    let other = is_page && !kind.is_empty() && !kind.contains("html");
    Some((rank + u8::from(other), is_page))
}

fn is_picture(attributes: &str) -> bool {
    attribute(attributes, "type").is_some_and(|kind| kind.starts_with("image/"))
}

/// Whether an id says of itself that it is the link to the page, or that it is none.
pub(super) fn permalink(attributes: &str) -> Option<bool> {
    let said = attribute(attributes, "isPermaLink")?;
    [("true", true), ("false", false)]
        .iter()
        .find(|(word, _)| said.trim().eq_ignore_ascii_case(word))
        .map(|(_, is_link)| *is_link)
}

pub(super) fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// The categories within a category, as podcasts have them, and those of a list.
fn nested(markup: &str) -> Vec<String> {
    let named = |token| match token {
        Token::Start { attributes, .. } => category(attributes, Cow::Borrowed("")),
        _ => None,
    };
    let named = Scanner::within(markup).filter_map(named).map(Cow::into_owned);
    named.chain(members::of(markup).into_iter().map(str::to_owned)).collect()
}

fn category<'a>(attributes: &'a str, text: Cow<'a, str>) -> Option<Cow<'a, str>> {
    let named = if attributes.is_empty() {
        None
    } else {
        ["label", "term", "text"]
            .iter()
            .find_map(|name| attribute(attributes, name))
            .filter(|n| !n.trim().is_empty())
    };
    let text = named.unwrap_or(text);
    (!text.trim().is_empty()).then_some(text)
}
