//! JSON Feed 1.0 and 1.1 in whatever shape: numbers for ids, missing titles, a cut tail, a list
//! without its feed, one item a line, RSS written as JSON.
//!
//! What is no JSON as it stands is tidied first (see `tidy`); what a feed cannot use is not kept
//! (see `lean`).

mod lean;
mod pieces;
mod tidy;

use std::borrow::Cow;
use std::cell::Cell;

use self::lean::Node;
use super::date;
use super::entry::{Entry, Feed, Form, Text};
use crate::text::markup::has_tag;

pub(super) use self::tidy::start;

/// Why a JSON document gave no feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It nests too deep.
    TooDeep,
    /// It is JSON, but no feed.
    NotAFeed,
    /// It is not JSON, even after mending; the parser's word.
    Broken(String),
}

/// What is said of a document that breaks off.
pub(super) const TRUNCATED: &str = "truncated";

/// What is said of a document with a fault in the middle.
const BROKEN: &str = "broken items";

/// A JSON feed; `note` says what was mended.
#[derive(Debug)]
pub(super) struct Parsed {
    pub feed: Feed<'static>,
    pub note: Option<&'static str>,
}

/// Reads a JSON feed, keeping at most `most` items.
pub(super) fn parse(text: &str, most: usize) -> Result<Parsed, Refused> {
    let (document, note) = document(text, most)?;
    let feed = match document {
        Node::List(items, beyond) => listed(items, beyond),
        mut map => whole(&mut map).or_else(|| translated(&mut map)),
    };
    let Some(mut feed) = feed else { return lines(text, most).ok_or(Refused::NotAFeed) };
    if note == Some(BROKEN) {
        feed.entries.retain(says_something);
        if feed.entries.is_empty() {
            return Err(Refused::Broken("no item of it is whole".to_owned()));
        }
    }
    Ok(Parsed { feed, note })
}

/// One item a line.
fn lines(text: &str, most: usize) -> Option<Parsed> {
    let (list, note) = tidy::lines(text)?;
    match lean::read(&list, most, &Cell::new(false)).ok()? {
        Node::List(items, beyond) => Some(Parsed { feed: listed(items, beyond)?, note }),
        Node::Nothing | Node::Text(_) | Node::Map(_) => None,
    }
}

/// Whether there is anything to read in an item: of a broken document something else may look like one.
fn says_something(entry: &Entry<'_>) -> bool {
    [entry.title.get(), entry.summary.get(), entry.content.get()]
        .iter()
        .any(|text| !text.words.is_empty())
}

/// The document as it stands, else tidied, else up to its last whole item.
fn document(text: &str, most: usize) -> Result<(Node, Option<&'static str>), Refused> {
    let inexact = Cell::new(false);
    let error = match lean::read(text, most, &inexact) {
        Ok(document) if !inexact.get() => return Ok((document, None)),
        Ok(document) => {
            let exact = lean::read(&tidy::tidied(text), most, &inexact);
            return Ok((exact.unwrap_or(document), None));
        }
        Err(error) if error.to_string().contains("recursion") => return Err(Refused::TooDeep),
        Err(error) => error,
    };
    let tidied = tidy::tidied(text);
    if let Ok(document) = lean::read(&tidied, most, &inexact) {
        return Ok((document, Some("unsound JSON")));
    }
    let mended = mend(&tidied).and_then(|text| lean::read(&text, most, &inexact).ok());
    let pieces = pieces::sound(text).and_then(|text| lean::read(&text, most, &inexact).ok());
    let found = match (mended, pieces) {
        (mended, Some(pieces)) if pieces.items() > mended.as_ref().map_or(0, Node::items) => {
            Some((pieces, Some(BROKEN)))
        }
        (mended, _) => mended.map(|mended| (mended, Some(TRUNCATED))),
    };
    found.ok_or_else(|| Refused::Broken(error.to_string()))
}

/// A feed with its head.
fn whole(document: &mut Node) -> Option<Feed<'static>> {
    let version = document.text(&["version"]);
    let known = ["version", "title", "feed_url", "home_page_url"];
    let is_known = known.iter().any(|key| document.has(key));
    let (items, beyond) = match document.take("items") {
        Some(Node::List(items, beyond)) if is_known => (items, beyond),
        _ if version.contains("jsonfeed") => (Vec::new(), 0),
        _ => return None,
    };
    let mut feed = filled(items, beyond);
    feed.itself = document.text(&["feed_url"]);
    feed.title.offer(0, title(document));
    feed.link.offer(0, document.text(&["home_page_url"]).into());
    feed.language.offer(0, document.text(&["language"]).into());
    authors(document).into_iter().for_each(|name| feed.authors.offer(0, name));
    Some(feed)
}

/// A list of items and nothing else: only where they look like items.
fn listed(mut items: Vec<Node>, beyond: usize) -> Option<Feed<'static>> {
    items.retain(|item| {
        item.says(&["title", "content_html", "content_text"])
            && item.says(&["url", "id", "external_url", "link"])
    });
    (!items.is_empty()).then(|| filled(items, beyond))
}

/// RSS in the form of JSON: `rss`, `channel`, a list of `item`.
fn translated(document: &mut Node) -> Option<Feed<'static>> {
    let mut channel = document.take("rss")?.take("channel")?;
    let (items, beyond) = channel.take("item")?.into_list();
    let mut feed = filled(items, beyond);
    feed.title.offer(0, title(&mut channel));
    feed.link.offer(0, channel.text(&["link"]).into());
    feed.language.offer(0, channel.text(&["language"]).into());
    Some(feed)
}

fn filled(items: Vec<Node>, beyond: usize) -> Feed<'static> {
    Feed { beyond, entries: items.into_iter().map(entry).collect(), ..Feed::default() }
}

fn entry(mut item: Node) -> Entry<'static> {
    let mut entry = Entry::default();
    entry.title.offer(0, title(&mut item));
    entry.link.offer(0, item.text(&["url", "external_url", "link"]).into());
    entry.id.offer(0, Cow::from(item.text(&["id", "guid"]).trim().to_owned()));
    entry.summary.offer(0, plain(item.text(&["summary"])));
    entry.summary.offer(1, html(item.text(&["description"])));
    entry.content.offer(0, html(item.text(&["content_html"])));
    entry.content.offer(1, plain(item.text(&["content_text"])));
    entry.published.offer(0, date::told(&item.text(&["date_published", "pubDate", "published"])));
    entry.updated.offer(0, date::told(&item.text(&["date_modified", "updated"])));
    entry.language.offer(0, item.text(&["language"]).into());
    entry.categories = names(item.take("tags")).into_iter().map(Cow::from).collect();
    authors(&mut item).into_iter().for_each(|name| entry.authors.offer(0, name));
    if let Some(Node::List(files, _)) = item.take("attachments") {
        let links = files.into_iter().map(|mut file| file.text(&["url"]));
        let file = links.into_iter().find(|url| !url.is_empty());
        entry.other_link.offer(5, file.unwrap_or_default().into());
    }
    entry
}

/// A headline: by the specification plain, and written with markup all the same.
fn title(of: &mut Node) -> Text<'static> {
    let text = of.text(&["title"]);
    let form = if is_dressed(&text) { Form::Html } else { Form::Plain };
    Text { words: text.into(), form }
}

/// What says that it is plain, and is nothing but elements from its first sign to its last, is HTML
/// all the same.
fn plain(text: String) -> Text<'static> {
    let ends = text.trim();
    let is_markup = ends.starts_with('<') && ends.ends_with('>') && is_dressed(ends);
    let form = if is_markup { Form::Html } else { Form::Plain };
    Text { words: text.into(), form }
}

fn is_dressed(text: &str) -> bool {
    text.contains("</") && has_tag(text)
}

fn html(text: String) -> Text<'static> {
    Text { words: text.into(), form: Form::Html }
}

fn authors(of: &mut Node) -> Vec<String> {
    let several = names(of.take("authors"));
    if several.is_empty() { names(of.take("author")) } else { several }
}

/// Names in a list of strings or of objects, or of one such.
fn names(node: Option<Node>) -> Vec<String> {
    let name = |mut node: Node| match node {
        Node::Map(_) => node.text(&["name"]),
        other => other.into_text(),
    };
    let (list, _) = node.unwrap_or_default().into_list();
    list.into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

/// Brackets outside of strings, with their places.
fn structure(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let mut inside = false;
    let mut escaped = false;
    text.bytes().enumerate().filter(move |(_, byte)| {
        if inside {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => inside = false,
                _ => {}
            }
            return false;
        }
        inside = *byte == b'"';
        matches!(byte, b'{' | b'[' | b'}' | b']')
    })
}

/// A cut document up to its last whole item, closed again.
fn mend(text: &str) -> Option<String> {
    let (mut depth, mut end) = (0_usize, None);
    for (at, byte) in structure(text) {
        match byte {
            b'{' | b'[' => depth += 1,
            _ => depth = depth.saturating_sub(1),
        }
        if byte == b'}' && depth == 2 {
            end = Some(at + 1);
        }
    }
    Some(format!("{}]}}", text.get(..end?)?))
}

#[cfg(test)]
mod tests {
    use super::{Form, Refused, parse};

    #[test]
    fn tolerable_json_is_read() {
        for (name, text, items) in [
            ("numbers", r#"{"version":"x","title":"t","items":[{"id":7,"content_text":"a"}]}"#, 1),
            ("no title", r#"{"version":"https://jsonfeed.org/version/1","items":[{"id":"1"}]}"#, 1),
            ("cut", r#"{"title":"t","items":[{"id":"1","tags":["x"]},{"id":"2","ti"#, 1),
            ("no items", r#"{"version":"https://jsonfeed.org/version/1.1","title":"t"}"#, 0),
            ("nothing for an item", r#"{"title":"t","items":[null,{"id":"1"}]}"#, 1),
            ("items by name", r#"{"title":"t","items":{"a":{"id":"1"},"b":{"id":"2"}}}"#, 2),
            ("one item alone", r#"{"title":"t","items":{"id":"1","author":{"name":"a"}}}"#, 1),
            ("items by known names", r#"{"title":"t","items":{"url":{"id":"1"},"a":{}}}"#, 2),
            ("a list alone", r#"[{"title":"t","url":"https://a.example/1"},3]"#, 1),
            ("RSS", r#"{"rss":{"channel":{"title":"t","item":{"title":"x","link":"/1"}}}}"#, 1),
            ("words behind it", "{\"title\":\"t\",\"items\":[{\"id\":\"1\"}]}\n<!-- 0.1 s -->", 1),
            ("commas", r#"{"title":"t","items":[{"id":"1",},],}"#, 1),
            ("no number", r#"{"title":"t","items":[{"id":"1","x":NaN,"y":-Infinity}]}"#, 1),
            (
                "a quote is missing",
                r#"{"title":"t","items":[{"id":1,"title":"a},{"id":2,"title":"b"}]}"#,
                1,
            ),
            (
                "a quote too many behind the authors of the feed",
                r#"{"title":"t","author":{"name":"a"},"items":[{"id":1,"title":""a"},{"id":2,"title":"b"}]}"#,
                1,
            ),
            ("no items among them", r#"{"title":"t","items":[7,"x",[],{"id":"1"}]}"#, 1),
        ] {
            let found = parse(text, 100).map(|parsed| parsed.feed.entries.len());
            assert_eq!(found, Ok(items), "{name}");
        }
    }

    #[test]
    fn a_number_is_an_id_however_long() {
        for (written, read) in [
            ("7", "7"),
            ("-7", "-7"),
            ("18446744073709551615", "18446744073709551615"),
            ("340282366920938463463374607431768211455", "340282366920938463463374607431768211455"),
        ] {
            let text = format!(r#"{{"title":"t","items":[{{"id":{written}}}]}}"#);
            let parsed = parse(&text, 9).expect("a feed");
            let ids: Vec<_> = parsed.feed.entries.iter().map(|e| e.id.get().as_ref()).collect();
            assert_eq!((ids, parsed.note), (vec![read], None));
        }
    }

    #[test]
    fn markup_where_none_should_be_is_markup() {
        for (said, form) in [
            ("a < b", Form::Plain),
            ("<p>a <b>b</b></p> ", Form::Html),
            ("close <b> with </b>", Form::Plain),
            ("<b> is closed by </b>.", Form::Plain),
            ("the <x> factor", Form::Plain),
        ] {
            let text = format!(r#"{{"title":"t","items":[{{"id":1,"content_text":"{said}"}}]}}"#);
            let parsed = parse(&text, 9).expect("a feed");
            let forms: Vec<_> = parsed.feed.entries.iter().map(|e| e.content.get().form).collect();
            assert_eq!(forms, [form], "{said}");
        }
    }

    #[test]
    fn a_headline_that_names_a_tag_keeps_it() {
        for (said, form) in [("Using <b>", Form::Plain), ("A <b>new</b> tag", Form::Html)] {
            let text = format!(r#"{{"title":"{said}","items":[]}}"#);
            let parsed = parse(&text, 9).expect("a feed");
            assert_eq!(parsed.feed.title.get().form, form, "{said}");
        }
    }

    #[test]
    fn other_json_is_no_feed() {
        let deep = format!("{}1{}", "[".repeat(9999), "]".repeat(9999));
        let inside = |key: &str| {
            format!(r#"{{"title":"t","items":[{{"id":"1","title":"x","{key}":{deep}}}]}}"#)
        };
        assert_eq!(parse(&inside("_own"), 9).map(|read| read.feed.entries.len()).ok(), Some(1));
        let deep = format!("{}1{}", "{\"author\":".repeat(200), "}".repeat(200));
        assert_eq!(parse(&deep, 9).err(), Some(Refused::TooDeep));
        for text in [r#"{"error":"no"}"#, "[1,2]", r#"[{"title":"t"}]"#, "[]"] {
            assert_eq!(parse(text, 9).err(), Some(Refused::NotAFeed), "{text}");
        }
        for text in ["{nonsense", r#"{"title":"t","items":[{"id":1","x":2},{"id":2}]}"#] {
            assert!(matches!(parse(text, 9), Err(Refused::Broken(_))), "{text}");
        }
    }
}
