//! Reads documents: decodes, surveys, parses, and makes articles of what comes out.
//!
//! Pure: bytes and the time come in, articles go out, no byte can make it panic. Fetching is
//! `fetch`'s, identity and duplicates are `triage`'s.

mod date;
mod decode;
pub mod discover;
mod entry;
pub mod import;
mod json;
pub mod link;
pub mod newsboat;
mod normalize;
pub mod opml;
mod pace;
mod parse;
pub mod readable;
mod scan;
mod sitemap;
mod survey;
mod unfit;
mod wrapped;

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;
use url::Url;

use self::entry::Feed;
use self::json::Refused;
use self::normalize::Frame;
use self::sitemap::Map;
use self::survey::{Root, Survey, survey};
use crate::domain::{Article, Document, ErrorKind, Failure, FeedFacts, Limits, Rhythm};

pub use self::date::parse as parse_date;
pub use self::import::web_address;

/// What the configuration says of the feed whose document is read; each part may be empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The publisher; empty: the host's name stands in.
    pub outlet: &'a str,
    /// The feed's title; empty: its own title stands in.
    pub title: &'a str,
    /// BCP 47 tag; empty: what the feed declares.
    pub language: &'a str,
}

/// What a document says.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Of the feed as a whole.
    pub facts: FeedFacts,
    /// Its articles, in the feed's order.
    pub articles: Vec<Article>,
    /// What had to be repaired before it could be read.
    pub repaired: Option<String>,
    /// Items left out because the document holds more than the limit.
    pub cut: usize,
}

/// A text file as text: what its byte order mark or its bytes say of the character set.
#[must_use]
pub fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    decode::decode(bytes, None).text
}

/// How compressed data begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Reads the articles of a document. Never panics, whatever the bytes.
///
/// # Errors
/// When the document is empty, too large, too deep, no feed, or broken beyond repair.
pub fn read(
    document: &Document,
    context: &Context<'_>,
    limits: &Limits,
    now: Timestamp,
) -> Result<Reading, Failure> {
    if document.body.len() > limits.body {
        let message = format!("larger than {} bytes; raise [limits] body", limits.body);
        return Err(failure(ErrorKind::TooLarge, message));
    }
    if document.body.iter().all(u8::is_ascii_whitespace) {
        return Err(failure(ErrorKind::Empty, "the answer is empty; it is tried again"));
    }
    if document.body.starts_with(&GZIP) {
        return Err(failure(
            ErrorKind::NotAFeed,
            "not a feed but compressed data; look for the feed's own address",
        ));
    }
    // A fault of ours must cost one document, not the program.
    catch_unwind(AssertUnwindSafe(|| decoded(document, context, limits, now)))
        .unwrap_or_else(|_| Err(failure(ErrorKind::Parse, "no readable feed: the parser failed")))
}

/// Reads what is worth decoding.
fn decoded(
    document: &Document,
    context: &Context<'_>,
    limits: &Limits,
    now: Timestamp,
) -> Result<Reading, Failure> {
    let decoded = decode::decode(&document.body, document.content_type.as_deref());
    let base = Url::parse(&document.url).ok();
    let source = Source { text: &decoded.text, base: base.as_ref(), limits };
    let within;
    let parsed = match source.parse() {
        Err(failure) if failure.kind == ErrorKind::NotAFeed => {
            within = wrapped::inside(source.text);
            let text = within.as_deref().ok_or_else(|| failure.clone())?;
            let parsed = Source { text, ..source }.parse().map_err(|_| failure)?;
            Parsed {
                note: parsed.note.or(Some("a feed as the text of another document")),
                ..parsed
            }
        }
        parsed => parsed?,
    };
    let frame = Frame { context, limits, base: base.as_ref(), now };
    // Letters that were guessed wrongly can hide even the tags.
    if let (Some(note), true) = (decoded.note, parsed.feed.entries.is_empty()) {
        return Err(failure(ErrorKind::Encoding, format!("no items are readable: {note}")));
    }
    let beyond = parsed.feed.beyond;
    let (mut facts, articles, cut) = normalize::normalize(parsed.feed, parsed.rhythm, &frame);
    facts.truncated = parsed.truncated;
    let notes: Vec<&str> = [decoded.note, parsed.note].into_iter().flatten().collect();
    let repaired = (!notes.is_empty()).then(|| notes.join(", "));
    Ok(Reading { facts, articles, repaired, cut: cut + beyond })
}

/// A document as text, on its way to the parser.
struct Source<'a> {
    text: &'a str,
    base: Option<&'a Url>,
    limits: &'a Limits,
}

/// What the parser gave, and what it took to get there.
struct Parsed<'a> {
    feed: Feed<'a>,
    rhythm: Rhythm,
    note: Option<&'static str>,
    truncated: bool,
}

impl<'a> Source<'a> {
    fn parse(&self) -> Result<Parsed<'a>, Failure> {
        let Some(json) = json::start(self.text) else { return self.markup() };
        let parsed = self.json(json);
        match wrapped::behind(json).filter(|_| parsed.is_err()) {
            Some(text) => Source { text, ..*self }.markup().or(parsed),
            None => parsed,
        }
    }

    fn markup(&self) -> Result<Parsed<'a>, Failure> {
        let survey = survey(self.text, self.limits.nesting);
        if survey.is_hopeless(self.limits.nesting) {
            return Err(self.too_deep());
        }
        match survey.root {
            Root::Rss | Root::Rdf | Root::Atom => self.xml(survey),
            root => match sitemap::parse(self.text, self.most()) {
                Some(Map { feed, truncated }) => {
                    let note = truncated.then_some("truncated");
                    Ok(Parsed { feed, rhythm: survey.rhythm, note, truncated })
                }
                None => Err(unfit::failure(self.text, root, survey.cut)),
            },
        }
    }

    /// More items than this are not even kept to choose from: they would only cost memory.
    fn most(&self) -> usize {
        self.limits.items.saturating_mul(4)
    }

    fn xml(&self, survey: Survey) -> Result<Parsed<'a>, Failure> {
        let feed = parse::parse(self.text, self.base, self.most(), self.limits.link);
        let deep = survey.depth > self.limits.nesting;
        if feed.entries.is_empty() && deep {
            return Err(self.too_deep());
        }
        if feed.entries.is_empty() && survey.broken.is_some() && survey.items > 0 {
            return Err(failure(
                ErrorKind::Parse,
                "broken: no item of it is whole; it is tried again",
            ));
        }
        let Survey { rhythm, broken, truncated, .. } = survey;
        let note = if deep { Some("nested too deeply") } else { broken };
        Ok(Parsed { feed, rhythm, note, truncated })
    }

    fn json(&self, json: &str) -> Result<Parsed<'a>, Failure> {
        let parsed = json::parse(json, self.most()).map_err(|refused| match refused {
            Refused::TooDeep => self.too_deep(),
            Refused::NotAFeed => unfit::json(json),
            Refused::Broken(word) => {
                let word = crate::text::scrub::line(&word, 200);
                failure(ErrorKind::Parse, format!("broken JSON: {word}; it is tried again"))
            }
        })?;
        let (feed, note) = (parsed.feed, parsed.note);
        let truncated = note == Some(json::TRUNCATED);
        Ok(Parsed { feed, rhythm: Rhythm::default(), note, truncated })
    }

    fn too_deep(&self) -> Failure {
        let limit = self.limits.nesting;
        let message = format!("elements nest far deeper than {limit}; it is tried again");
        failure(ErrorKind::TooDeep, message)
    }
}

fn failure(kind: ErrorKind, message: impl Into<String>) -> Failure {
    Failure { kind, message: message.into(), status: None }
}
