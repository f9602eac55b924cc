//! JSON Feed 1.0 and 1.1 in whatever shape: numbers for ids, missing titles, a cut tail, a list
//! without its feed, RSS written as JSON.
//!
//! What is no JSON as it stands is tidied first (see `tidy`).

mod tidy;

use std::borrow::Cow;

use serde_json::Value;

use super::date;
use super::entry::{Entry, Feed, Form, Text};

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

/// A JSON feed; `note` says what was mended.
#[derive(Debug)]
pub(super) struct Parsed {
    pub feed: Feed<'static>,
    pub note: Option<&'static str>,
}

/// Reads a JSON feed, keeping at most `most` items.
pub(super) fn parse(text: &str, most: usize) -> Result<Parsed, Refused> {
    let (value, note) = value(text)?;
    let feed = match &value {
        Value::Array(items) => listed(items, most),
        _ => whole(&value, most).or_else(|| translated(&value, most)),
    };
    feed.map(|feed| Parsed { feed, note }).ok_or(Refused::NotAFeed)
}

/// The document as it stands, else tidied, else up to its last whole item.
fn value(text: &str) -> Result<(Value, Option<&'static str>), Refused> {
    let error = match first(text) {
        Ok(value) => return Ok((value, None)),
        Err(error) if error.to_string().contains("recursion") => return Err(Refused::TooDeep),
        Err(error) => error,
    };
    let tidied = tidy::tidied(text);
    if let Ok(value) = first(&tidied) {
        return Ok((value, Some("unsound JSON")));
    }
    let mended = mend(&tidied).and_then(|text| first(&text).ok());
    mended.map(|value| (value, Some(TRUNCATED))).ok_or_else(|| Refused::Broken(error.to_string()))
}

/// The first value of a text, whatever follows it.
fn first(text: &str) -> serde_json::Result<Value> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    values.next().unwrap_or(Ok(Value::Null))
}

/// The depth of nesting, strings left out.
pub(super) fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for (_, byte) in structure(text) {
        match byte {
            b'{' | b'[' => depth += 1,
            _ => depth = depth.saturating_sub(1),
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// A feed with its head.
fn whole(value: &Value, most: usize) -> Option<Feed<'static>> {
    let items: Vec<&Value> = match value.get("items") {
        Some(Value::Array(items)) => items.iter().filter(|item| !item.is_null()).collect(),
        Some(Value::Object(items)) => items.values().filter(|item| item.is_object()).collect(),
        _ if text_of(value, &["version"]).contains("jsonfeed") => Vec::new(),
        _ => return None,
    };
    let known = ["version", "title", "feed_url", "home_page_url"];
    if !known.iter().any(|key| value.get(key).is_some()) {
        return None;
    }
    let mut feed = Feed {
        itself: text_of(value, &["feed_url"]),
        beyond: items.len().saturating_sub(most),
        entries: items.into_iter().take(most).map(entry).collect(),
        ..Feed::default()
    };
    feed.title.offer(0, plain(text_of(value, &["title"])));
    feed.link.offer(0, text_of(value, &["home_page_url"]).into());
    feed.language.offer(0, text_of(value, &["language"]).into());
    authors(value).into_iter().for_each(|name| feed.authors.offer(0, name));
    Some(feed)
}

/// A list of items and nothing else: only where they look like items.
fn listed(items: &[Value], most: usize) -> Option<Feed<'static>> {
    let is_item = |item: &&Value| {
        let says =
            |keys: &[&str]| keys.iter().any(|key| item.get(key).is_some_and(Value::is_string));
        says(&["title", "content_html", "content_text"])
            && says(&["url", "id", "external_url", "link"])
    };
    let found: Vec<&Value> = items.iter().filter(is_item).collect();
    if found.is_empty() {
        return None;
    }
    Some(Feed {
        beyond: found.len().saturating_sub(most),
        entries: found.into_iter().take(most).map(entry).collect(),
        ..Feed::default()
    })
}

/// RSS in the form of JSON: `rss`, `channel`, a list of `item`.
fn translated(value: &Value, most: usize) -> Option<Feed<'static>> {
    let channel = value.get("rss")?.get("channel")?;
    let items = match channel.get("item")? {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    };
    let mut feed = Feed {
        beyond: items.len().saturating_sub(most),
        entries: items.into_iter().take(most).map(entry).collect(),
        ..Feed::default()
    };
    feed.title.offer(0, html(text_of(channel, &["title"])));
    feed.link.offer(0, text_of(channel, &["link"]).into());
    feed.language.offer(0, text_of(channel, &["language"]).into());
    Some(feed)
}

fn entry(item: &Value) -> Entry<'static> {
    let mut entry = Entry::default();
    entry.title.offer(0, plain(text_of(item, &["title"])));
    entry.link.offer(0, text_of(item, &["url", "external_url", "link"]).into());
    entry.id.offer(0, Cow::from(text_of(item, &["id", "guid"]).trim().to_owned()));
    entry.summary.offer(0, plain(text_of(item, &["summary"])));
    entry.summary.offer(1, html(text_of(item, &["description"])));
    entry.content.offer(0, html(text_of(item, &["content_html"])));
    entry.content.offer(1, plain(text_of(item, &["content_text"])));
    entry.published.offer(0, date::sane(&text_of(item, &["date_published", "pubDate"])));
    entry.updated.offer(0, date::sane(&text_of(item, &["date_modified"])));
    entry.language.offer(0, text_of(item, &["language"]).into());
    entry.categories = names(item.get("tags")).into_iter().map(Cow::from).collect();
    authors(item).into_iter().for_each(|name| entry.authors.offer(0, name));
    if let Some(Value::Array(files)) = item.get("attachments") {
        let file = files.iter().map(|file| text_of(file, &["url"])).find(|url| !url.is_empty());
        entry.other_link.offer(5, file.unwrap_or_default().into());
    }
    entry
}

fn plain(text: String) -> Text<'static> {
    Text { words: text.into(), form: Form::Plain }
}

fn html(text: String) -> Text<'static> {
    Text { words: text.into(), form: Form::Html }
}

fn authors(item: &Value) -> Vec<String> {
    let several = names(item.get("authors"));
    if several.is_empty() { names(item.get("author")) } else { several }
}

/// Names in a list of strings or of objects, or of one such.
fn names(value: Option<&Value>) -> Vec<String> {
    let list: Vec<&Value> = match value {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let name = |v: &Value| if v.is_object() { text_of(v, &["name"]) } else { scalar(v) };
    list.into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

fn text_of(value: &Value, keys: &[&str]) -> String {
    keys.iter()
        .filter_map(|key| value.get(key))
        .map(scalar)
        .find(|t| !t.is_empty())
        .unwrap_or_default()
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
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
    use super::{Refused, depth, parse};

    #[test]
    fn tolerable_json_is_read() {
        for (name, text, items) in [
            ("numbers", r#"{"version":"x","title":"t","items":[{"id":7,"content_text":"a"}]}"#, 1),
            ("no title", r#"{"version":"https://jsonfeed.org/version/1","items":[{"id":"1"}]}"#, 1),
            ("cut", r#"{"title":"t","items":[{"id":"1","tags":["x"]},{"id":"2","ti"#, 1),
            ("no items", r#"{"version":"https://jsonfeed.org/version/1.1","title":"t"}"#, 0),
            ("nothing for an item", r#"{"title":"t","items":[null,{"id":"1"}]}"#, 1),
            ("items by name", r#"{"title":"t","items":{"a":{"id":"1"},"b":{"id":"2"}}}"#, 2),
            ("a list alone", r#"[{"title":"t","url":"https://a.example/1"},3]"#, 1),
            ("RSS", r#"{"rss":{"channel":{"title":"t","item":{"title":"x","link":"/1"}}}}"#, 1),
            ("words behind it", "{\"title\":\"t\",\"items\":[{\"id\":\"1\"}]}\n<!-- 0.1 s -->", 1),
            ("commas", r#"{"title":"t","items":[{"id":"1",},],}"#, 1),
            ("no number", r#"{"title":"t","items":[{"id":"1","x":NaN,"y":-Infinity}]}"#, 1),
        ] {
            let found = parse(text, 100).map(|parsed| parsed.feed.entries.len());
            assert_eq!(found, Ok(items), "{name}");
        }
    }

    #[test]
    fn other_json_is_no_feed() {
        let deep = format!("{{\"items\":{}1{}}}", "[".repeat(9999), "]".repeat(9999));
        assert_eq!(depth(&deep), 10_000);
        assert_eq!(parse(&deep, 9).err(), Some(Refused::TooDeep));
        for text in [r#"{"error":"no"}"#, "[1,2]", r#"[{"title":"t"}]"#, "[]"] {
            assert_eq!(parse(text, 9).err(), Some(Refused::NotAFeed), "{text}");
        }
        assert!(matches!(parse("{nonsense", 9), Err(Refused::Broken(_))));
    }
}
