//! Finds the feeds that a web page names, and guesses where it names none.
//!
//! Looks only at the page it is given; asking for what it finds is the caller's work.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use url::Url;

use super::decode::decode;
use super::link::{absolute, join};
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

/// The feeds that a page names, the likeliest first: its `link` elements, else its anchors that
/// look like feeds. Feeds of comments come last.
#[must_use]
pub fn candidates(page: &[u8], content_type: Option<&str>, url: &str) -> Vec<Candidate> {
    let decoded = decode(page, content_type);
    let mut finder = Finder::new(Url::parse(url).ok());
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        finder.take(&event);
        None::<()>
    });
    // What a script writes is no link of the page.
    emitter.naively_switch_states(true);
    for _ in Tokenizer::new_with_emitter(&*decoded.text, emitter) {}
    finder.finish()
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

struct Finder {
    base: Option<Url>,
    tag: Tag,
    linked: Vec<Candidate>,
    anchored: Vec<Candidate>,
    in_anchor: bool,
}

impl Finder {
    fn new(base: Option<Url>) -> Finder {
        Finder {
            base,
            tag: Tag::default(),
            linked: Vec::new(),
            anchored: Vec::new(),
            in_anchor: false,
        }
    }

    fn take(&mut self, event: &CallbackEvent<'_>) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag { name: text(name), ..Tag::default() };
            }
            CallbackEvent::AttributeName { name } => self.tag.attribute = text(name),
            CallbackEvent::AttributeValue { value } => {
                let place = match self.tag.attribute.as_str() {
                    "href" => &mut self.tag.href,
                    "rel" => &mut self.tag.rel,
                    "type" => &mut self.tag.kind,
                    "title" => &mut self.tag.title,
                    _ => return,
                };
                *place = text(value);
            }
            CallbackEvent::CloseStartTag { .. } => self.tag_read(),
            CallbackEvent::EndTag { name: b"a" } => self.in_anchor = false,
            CallbackEvent::String { value } if self.in_anchor => {
                if let Some(last) = self.anchored.last_mut()
                    && last.title.is_empty()
                {
                    last.title = markup::to_line(&text(value), 200);
                }
            }
            _ => {}
        }
    }

    fn tag_read(&mut self) {
        let tag = std::mem::take(&mut self.tag);
        match tag.name.as_str() {
            "base" => {
                let base = join(self.base.as_ref(), &tag.href);
                self.base = base.or_else(|| self.base.take());
            }
            "link" if is_feed_link(&tag) => {
                let title = markup::to_line(&tag.title, 200);
                push(&mut self.linked, self.base.as_ref(), &tag.href, title);
            }
            "a" if looks_like_feed(&tag.href) => {
                let title = markup::to_line(&tag.title, 200);
                self.in_anchor = push(&mut self.anchored, self.base.as_ref(), &tag.href, title);
            }
            _ => {}
        }
    }

    fn finish(self) -> Vec<Candidate> {
        let mut found = if self.linked.is_empty() { self.anchored } else { self.linked };
        let is_comments = |c: &Candidate| {
            c.url.contains("comments") || c.title.to_lowercase().contains("comment")
        };
        found.sort_by_key(is_comments);
        found
    }
}

/// Adds a candidate; whether it is a new one.
fn push(list: &mut Vec<Candidate>, base: Option<&Url>, href: &str, title: String) -> bool {
    let Some(url) = absolute(base, href, LINK) else { return false };
    if list.len() >= MOST || list.iter().any(|known| known.url == url) {
        return false;
    }
    list.push(Candidate { url, title });
    true
}

fn is_feed_link(tag: &Tag) -> bool {
    let rel = tag.rel.to_ascii_lowercase();
    let kind = tag.kind.to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or("").trim();
    let named = rel.split_ascii_whitespace().any(|word| word == "alternate");
    let is_feed = rel.split_ascii_whitespace().any(|word| word == "feed");
    // The JSON of a page's own interface is no feed.
    let is_interface = kind == "application/json" && tag.href.contains("wp-json");
    is_feed || (named && TYPES.contains(&kind) && !is_interface)
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
mod tests {
    use super::{candidates, guesses};

    fn found(page: &str) -> Vec<String> {
        candidates(page.as_bytes(), Some("text/html"), "https://news.example/world/page")
            .into_iter()
            .map(|candidate| format!("{} {}", candidate.url, candidate.title))
            .collect()
    }

    #[test]
    fn a_page_names_its_feeds() {
        let page = "<html><head><LINK REL='alternate stylesheet' type=text/css href=x.css>
            <link rel=alternate type='application/rss+xml' title='Comments' href='/comments/feed/'>
            <link rel='Alternate' type='application/rss+xml; charset=utf-8' title='World &amp; more' href='rss.xml'>
            <link rel=alternate type=application/atom+xml href='//cdn.example/atom'>
            <link rel=alternate type=application/rss+xml href='rss.xml'>
            <link rel=alternate type=application/rss+xml href='javascript:x'>
            <link rel=alternate hreflang=fr href=/fr><script>document.write(\"
            <link rel=alternate type='application/rss+xml' href='/script.xml'>\")</script><a href='/other.rss'>x</a>";
        assert_eq!(
            found(page),
            [
                "https://news.example/world/rss.xml World & more",
                "https://cdn.example/atom ",
                "https://news.example/comments/feed/ Comments",
            ]
        );
    }

    #[test]
    fn anchors_stand_in_and_base_counts() {
        let page = "<base href='https://other.example/x/'><a href=feed.xml>Our <b>feed</b></a>
            <a href='/about'>About</a><a href='/feed'></a>";
        assert_eq!(
            found(page),
            ["https://other.example/x/feed.xml Our", "https://other.example/feed "]
        );
    }

    #[test]
    fn common_places_are_guessed_once() {
        let places = guesses("https://news.example/world/");
        assert_eq!(places.first().map(String::as_str), Some("https://news.example/world/feed/"));
        assert_eq!(guesses("https://news.example/").len(), places.len() - 1);
        assert!(guesses("no address").is_empty());
    }
}
