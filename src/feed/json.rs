//! JSON Feed 1.0 and 1.1 in whatever shape: numbers for ids, missing titles, a cut tail.
//!
//! Rewrites what the parser would refuse as a plain feed (see `plain`).

use serde_json::Value;
use url::Url;

use super::link::join;
use super::plain::{PlainFeed, PlainItem, escape};

/// Why a JSON document gave no feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It nests too deep.
    TooDeep,
    /// It is JSON, but no feed.
    NotAFeed,
    /// It is not JSON, even after mending its end; the parser's word.
    Broken(String),
}

/// What is said of a document that breaks off.
pub(super) const TRUNCATED: &str = "truncated";

/// A JSON feed as a plain document; `note` says what was mended.
#[derive(Debug)]
pub(super) struct Rewritten {
    pub source: String,
    pub note: Option<&'static str>,
    pub beyond: usize,
}

/// Rewrites a JSON feed, keeping at most `most` items.
pub(super) fn rewrite(text: &str, base: Option<&Url>, most: usize) -> Result<Rewritten, Refused> {
    let (value, note) = match serde_json::from_str::<Value>(text) {
        Ok(value) => (value, None),
        Err(error) if error.to_string().contains("recursion") => return Err(Refused::TooDeep),
        Err(error) => {
            let mended = mend(text).and_then(|t| serde_json::from_str::<Value>(&t).ok());
            let value = mended.ok_or_else(|| Refused::Broken(error.to_string()))?;
            (value, Some(TRUNCATED))
        }
    };
    let feed = &value;
    let Some(items) = feed.get("items").and_then(Value::as_array) else {
        let named = text_of(feed, &["version"]).contains("jsonfeed");
        return if named { Ok(empty(feed)) } else { Err(Refused::NotAFeed) };
    };
    let known = ["version", "title", "feed_url", "home_page_url"];
    if !known.iter().any(|key| feed.get(key).is_some()) {
        return Err(Refused::NotAFeed);
    }
    let mut plain = head(feed);
    plain.items = items.iter().take(most).map(|item| entry(item, base)).collect();
    let shared = authors(feed);
    for item in plain.items.iter_mut().filter(|item| item.authors.is_empty()) {
        item.authors.clone_from(&shared);
    }
    Ok(Rewritten { source: plain.write(), note, beyond: items.len().saturating_sub(most) })
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

fn head(feed: &Value) -> PlainFeed {
    PlainFeed {
        title: text_of(feed, &["title"]),
        link: text_of(feed, &["home_page_url"]),
        language: text_of(feed, &["language"]),
        items: Vec::new(),
    }
}

fn empty(feed: &Value) -> Rewritten {
    Rewritten { source: head(feed).write(), note: None, beyond: 0 }
}

fn entry(item: &Value, base: Option<&Url>) -> PlainItem {
    let html = text_of(item, &["content_html"]);
    let plain = escaped(&text_of(item, &["content_text"]));
    let link = text_of(item, &["url", "external_url"]);
    PlainItem {
        title: escaped(&text_of(item, &["title"])),
        link: join(base, &link).map_or(link, String::from),
        id: text_of(item, &["id"]),
        summary: escaped(&text_of(item, &["summary"])),
        subtitle: String::new(),
        content: if html.is_empty() { plain } else { html },
        published: text_of(item, &["date_published"]),
        updated: text_of(item, &["date_modified"]),
        authors: authors(item),
        categories: names(item.get("tags")),
    }
}

fn authors(item: &Value) -> Vec<String> {
    match item.get("authors") {
        Some(Value::Array(_)) => names(item.get("authors")),
        _ => names(item.get("author")),
    }
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

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
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
    use super::{Refused, depth, rewrite};

    #[test]
    fn tolerable_json_is_read() {
        for (name, text, items) in [
            ("numbers", r#"{"version":"x","title":"t","items":[{"id":7,"content_text":"a"}]}"#, 1),
            ("no title", r#"{"version":"https://jsonfeed.org/version/1","items":[{"id":"1"}]}"#, 1),
            ("cut", r#"{"title":"t","items":[{"id":"1","tags":["x"]},{"id":"2","ti"#, 1),
            ("no items", r#"{"version":"https://jsonfeed.org/version/1.1","title":"t"}"#, 0),
        ] {
            let plain = rewrite(text, None, 100).map(|r| r.source).unwrap_or_default();
            assert_eq!(plain.matches("<item>").count(), items, "{name}");
        }
    }

    #[test]
    fn other_json_is_no_feed() {
        let deep = format!("{{\"items\":{}1{}}}", "[".repeat(9999), "]".repeat(9999));
        assert_eq!(depth(&deep), 10_000);
        assert_eq!(rewrite(&deep, None, 9).err(), Some(Refused::TooDeep));
        assert_eq!(rewrite(r#"{"error":"no"}"#, None, 9).err(), Some(Refused::NotAFeed));
        assert!(matches!(rewrite("{nonsense", None, 9), Err(Refused::Broken(_))));
    }
}
