//! Finds the feeds that a web page names, and guesses where it names none.
//!
//! Looks only at the page it is given; asking for what it finds is the caller's work.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use url::Url;

use super::decode::decode;
use super::import::{is_marked, web_address};
use super::link::{absolute, join};
use crate::domain::Document;
use crate::text::markup;

/// More candidates than this are no choice.
const MOST: usize = 32;

/// Longest link, in bytes.
const LINK: usize = 4 << 10;

/// Media types of feeds.
const TYPES: &[&str] = &[
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
    "application/xml",
    "text/xml",
    "text/rss+xml",
    "application/x-rss+xml",
    "application/x-atom+xml",
];

/// Those that nothing but a feed has.
const OWN_TYPES: &[&str] = &[
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "text/rss+xml",
    "application/x-rss+xml",
    "application/x-atom+xml",
];

/// Where feeds commonly are, relative to the page or the root.
const PLACES: &[&str] =
    &["feed/", "/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json"];

/// A feed that a page may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Absolute http(s) address.
    pub url: String,
    /// The page's word for it, or empty.
    pub title: String,
}

/// What a page was answered with.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Its bytes.
    pub body: &'a [u8],
    /// `Content-Type` as sent.
    pub content_type: Option<&'a str>,
    /// `Link` headers as sent, in one line.
    pub links: Option<&'a str>,
    /// Its address.
    pub url: &'a str,
}

impl<'a> From<&'a Document> for Page<'a> {
    fn from(document: &'a Document) -> Page<'a> {
        Page {
            body: &document.body,
            content_type: document.content_type.as_deref(),
            links: document.links.as_deref(),
            url: &document.url,
        }
    }
}

/// The feeds that a page names, the likeliest first: its `Link` headers and `link` elements, else its
/// anchors that look like feeds, else those that are called so, else those that are called nothing
/// else. Feeds of comments come last.
#[must_use]
pub fn candidates(page: Page<'_>) -> Vec<Candidate> {
    let decoded = decode(page.body, page.content_type);
    let mut finder = Finder::default();
    finder.read(&decoded.text);
    // What those see who run no scripts: the tokenizer takes it for text.
    let unscripted = std::mem::take(&mut finder.unscripted);
    finder.read(&unscripted);
    let own = Url::parse(page.url).ok();
    let base = finder.base.as_deref().and_then(|base| join(own.as_ref(), base)).or(own.clone());
    let mut linked = Vec::new();
    for tag in headers(page.links.unwrap_or("")).filter(is_feed_link) {
        push(&mut linked, own.as_ref(), &tag);
    }
    finder.linked.iter().for_each(|tag| push(&mut linked, base.as_ref(), tag));
    for tags in [&finder.anchored, &finder.called, &finder.alone] {
        if linked.is_empty() {
            tags.iter().for_each(|tag| push(&mut linked, base.as_ref(), tag));
        }
    }
    let is_comments =
        |c: &Candidate| c.url.contains("comments") || c.title.to_lowercase().contains("comment");
    linked.sort_by_key(is_comments);
    linked
}

/// The links of `Link` headers (RFC 8288): `</feed>; rel="alternate"; type="application/rss+xml"`.
fn headers(line: &str) -> impl Iterator<Item = Tag> {
    line.split('<').skip(1).filter_map(|link| {
        let (href, rest) = link.split_once('>')?;
        let mut tag = Tag { href: href.trim().to_owned(), ..Tag::default() };
        for part in rest.split(';') {
            let Some((name, value)) = part.split_once('=') else { continue };
            let value = value.trim().trim_end_matches(',').trim_end().trim_matches('"');
            if let Some(place) = tag.place(&name.trim().to_ascii_lowercase()) {
                value.clone_into(place);
            }
        }
        Some(tag)
    })
}

/// Addresses worth trying when a page names no feed.
#[must_use]
pub fn guesses(url: &str) -> Vec<String> {
    let base = Url::parse(url).ok();
    let mut found: Vec<String> = Vec::new();
    for place in PLACES {
        if let Some(address) = absolute(base.as_ref(), place, LINK)
            && !found.contains(&address)
        {
            found.push(address);
        }
    }
    found
}

/// What is known of the tag being read.
#[derive(Default)]
struct Tag {
    name: String,
    attribute: String,
    href: String,
    rel: String,
    kind: String,
    title: String,
}

impl Tag {
    fn place(&mut self, attribute: &str) -> Option<&mut String> {
        match attribute {
            "href" => Some(&mut self.href),
            "rel" => Some(&mut self.rel),
            "type" => Some(&mut self.kind),
            "alt" if self.name == "img" => Some(&mut self.title),
            "title" => Some(&mut self.title),
            _ => None,
        }
    }
}

/// What a page's tags say, addresses as they are written: a base may stand behind them.
#[derive(Default)]
struct Finder {
    base: Option<String>,
    tag: Tag,
    linked: Vec<Tag>,
    anchored: Vec<Tag>,
    /// Anchors that only their words call feeds.
    called: Vec<Tag>,
    /// Anchors to whatever that are called nothing else.
    alone: Vec<Tag>,
    /// The anchor that is open, with its words.
    anchor: Option<Tag>,
    in_noscript: bool,
    unscripted: String,
}

impl Finder {
    fn read(&mut self, page: &str) {
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
            self.take(&event);
            None::<()>
        });
        // What a script writes is no link of the page.
        emitter.naively_switch_states(true);
        for _ in Tokenizer::new_with_emitter(page, emitter) {}
    }

    fn take(&mut self, event: &CallbackEvent<'_>) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag { name: text(name), ..Tag::default() };
            }
            CallbackEvent::AttributeName { name } => self.tag.attribute = text(name),
            CallbackEvent::AttributeValue { value } => {
                let attribute = std::mem::take(&mut self.tag.attribute);
                if let Some(place) = self.tag.place(&attribute) {
                    *place = text(value);
                }
            }
            CallbackEvent::CloseStartTag { .. } => self.tag_read(),
            CallbackEvent::EndTag { name: b"a" } => self.close_anchor(),
            CallbackEvent::EndTag { name: b"noscript" } => self.in_noscript = false,
            CallbackEvent::String { value } if self.in_noscript => {
                self.unscripted.push_str(&text(value));
            }
            CallbackEvent::String { value } => {
                self.call_anchor(&String::from_utf8_lossy(value));
            }
            _ => {}
        }
    }

    /// Gives the open anchor its words, unless it has some.
    fn call_anchor(&mut self, words: &str) {
        if let Some(anchor) = self.anchor.as_mut().filter(|anchor| anchor.title.is_empty()) {
            anchor.title = words.trim().to_owned();
        }
    }

    fn tag_read(&mut self) {
        let tag = std::mem::take(&mut self.tag);
        match tag.name.as_str() {
            // The first counts.
            "base" if !tag.href.is_empty() && self.base.is_none() => self.base = Some(tag.href),
            "link" if is_feed_link(&tag) && self.linked.len() < MOST => self.linked.push(tag),
            "a" => {
                self.close_anchor();
                self.anchor = Some(tag);
            }
            // Words in a picture.
            "img" => self.call_anchor(&tag.title),
            "noscript" => self.in_noscript = true,
            _ => {}
        }
    }

    fn close_anchor(&mut self) {
        let Some(anchor) = self.anchor.take() else { return };
        let kind = anchor.kind.to_ascii_lowercase();
        let list = if looks_like_feed(&anchor.href) || OWN_TYPES.contains(&kind.trim()) {
            &mut self.anchored
        } else if !calls_feed(&anchor) {
            return;
        } else if leads_to_data(&anchor) {
            &mut self.called
        } else if anchor.title.split_whitespace().count() <= FEW_WORDS {
            &mut self.alone
        } else {
            return;
        };
        if list.len() < MOST {
            list.push(anchor);
        }
    }
}

/// Adds a candidate, if it is a new one.
fn push(list: &mut Vec<Candidate>, base: Option<&Url>, tag: &Tag) {
    let plain = is_marked(&tag.href).then(|| web_address(&tag.href)).flatten();
    let href = plain.as_deref().unwrap_or(&tag.href);
    let Some(url) = absolute(base, href, LINK) else { return };
    if list.len() < MOST && !list.iter().any(|known| known.url == url) {
        list.push(Candidate { url, title: markup::to_line(&tag.title, 200) });
    }
}

/// Whether an anchor leads to some document that is no page.
fn leads_to_data(tag: &Tag) -> bool {
    let path = tag.href.split(['?', '#']).next().unwrap_or("").to_ascii_lowercase();
    [".xml", ".json", ".php", ".aspx"].iter().any(|end| path.ends_with(end))
}

/// Whether an anchor says that it is one: "RSS feed".
fn calls_feed(tag: &Tag) -> bool {
    let mut words = tag.title.split(|c: char| !c.is_alphanumeric());
    words.any(|word| CALLED.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

/// Most words of an anchor that is called nothing else.
const FEW_WORDS: usize = 3;

/// Words by which pages call their feeds.
const CALLED: &[&str] = &["rss", "atom", "feed", "feeds"];

fn is_feed_link(tag: &Tag) -> bool {
    let rel = tag.rel.to_ascii_lowercase();
    let kind = tag.kind.to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or("").trim();
    let named = rel.split_ascii_whitespace().any(|word| word == "alternate");
    let is_feed = rel.split_ascii_whitespace().any(|word| word == "feed");
    // The JSON of a page's own interface is no feed.
    let is_interface = kind == "application/json" && tag.href.contains("wp-json");
    let says_so = match kind {
        "" => looks_like_feed(&tag.href) || calls_feed(tag),
        kind => TYPES.contains(&kind),
    };
    is_feed || (named && says_so && !is_interface)
}

fn looks_like_feed(href: &str) -> bool {
    let lower = href.to_ascii_lowercase();
    let path = lower.split(['?', '#']).next().unwrap_or("").trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or("");
    [".rss", ".rdf", ".atom"].iter().any(|end| path.ends_with(end))
        || matches!(last, "feed" | "rss" | "atom" | "feeds" | "rssfeed")
        || (last.ends_with(".xml")
            && ["rss", "feed", "atom"].iter().any(|word| path.contains(word)))
        || lower.contains("feed=rss")
}

#[cfg(test)]
mod tests;
