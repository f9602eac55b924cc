//! Finds a feed that is the text of another document: escaped in a page or an element (a viewer, a web
//! service), or a string of JSON (a proxy for scripts).
//!
//! Only where it is all that the document says: a page that tells how feeds are written is none.

use std::borrow::Cow;

use super::scan::{Scanner, Token, local, resolve};

/// How the text of a feed begins and ends.
const STARTS: &[&str] = &["<?xml", "<rss", "<feed", "<rdf:rdf"];
const ENDS: &[&str] = &["</rss>", "</feed>", "</rdf:rdf>"];

const LONGEST_START: usize = 8;

/// The same escaped, or in a section, without which nothing need be looked at.
const SIGNS: &[&str] = &["&lt;/rss", "&lt;/feed", "&lt;/rdf:", "&#60;/", "&#x3c;/", "<![cdata["];

/// What stands in JSON that has the text of a feed in it: most has not, and is not worth the memory.
const IN_JSON: &[&str] = &["<rss", "<feed", "<rdf:", "u003crss", "u003cfeed", "u003crdf:"];

/// Elements of a page whose text is none of it.
const UNSEEN: &[&str] = &["head", "title", "script", "style", "noscript"];

/// Bytes at the end of a document among which a sign stands, if there is any.
const TAIL: usize = 4 << 10;

/// The text of the feed, if there is one.
pub(super) fn inside(text: &str) -> Option<String> {
    let start = text.trim_start();
    let found = if start.starts_with('{') { in_json(start)? } else { in_markup(text)? };
    let trimmed = found.trim();
    let is_feed = begins(trimmed) && ends(trimmed);
    is_feed.then(|| trimmed.to_owned())
}

/// The feed behind an object of JSON: what a program reports of itself before it.
pub(super) fn behind(json: &str) -> Option<&str> {
    let at = STARTS.iter().filter_map(|start| json.find(start)).min()?;
    let (before, feed) = json.split_at_checked(at)?;
    before.trim_end().ends_with(['}', ']']).then_some(feed)
}

fn begins(text: &str) -> bool {
    STARTS.iter().any(|start| {
        let begin = text.get(..start.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    })
}

fn ends(text: &str) -> bool {
    ENDS.iter().any(|end| {
        let tail = text.len().checked_sub(end.len()).and_then(|at| text.get(at..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    })
}

/// The one member of an object that is the text of a feed.
fn in_json(text: &str) -> Option<String> {
    if !IN_JSON.iter().any(|sign| text.contains(sign)) {
        return None;
    }
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
    let texts = object.into_iter().filter_map(|(_, value)| match value {
        serde_json::Value::String(text) if begins(text.trim_start()) => Some(text),
        _ => None,
    });
    let mut texts = texts.fuse();
    texts.next().filter(|_| texts.next().is_none())
}

/// All that a page shows.
fn in_markup(text: &str) -> Option<String> {
    let mut tail = text.len().saturating_sub(TAIL);
    while !text.is_char_boundary(tail) {
        tail -= 1;
    }
    let tail = text.get(tail..).unwrap_or(text).to_ascii_lowercase();
    if !SIGNS.iter().any(|sign| tail.contains(sign)) && !text.contains("<![CDATA[") {
        return None;
    }
    let mut shown = String::new();
    let mut unseen: Option<&str> = None;
    for token in Scanner::new(text) {
        let piece: Cow<'_, str> = match token {
            Token::Start { name, empty: false, .. } if unseen.is_none() => {
                let name = local(name);
                unseen = UNSEEN.iter().copied().find(|known| name.eq_ignore_ascii_case(known));
                continue;
            }
            Token::End { name }
                if unseen.is_some_and(|known| local(name).eq_ignore_ascii_case(known)) =>
            {
                unseen = None;
                continue;
            }
            Token::Text(text) if unseen.is_none() => resolve(text),
            Token::CData(text) if unseen.is_none() => text.into(),
            _ => continue,
        };
        let seen = shown.len();
        shown.push_str(&piece);
        // What begins otherwise is not looked through to its end.
        if seen < LONGEST_START
            && shown.trim_start().len() >= LONGEST_START
            && !begins(shown.trim_start())
        {
            return None;
        }
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>A &amp; B</title>\
        <item><title>C</title></item></channel></rss>";

    fn escaped() -> String {
        FEED.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }

    #[test]
    fn a_feed_is_found_where_it_is_all_that_a_document_says() {
        let text = escaped();
        for (name, document) in [
            (
                "page",
                format!("<html><head><title>x</title></head><body><pre>{text}</pre></body></html>"),
            ),
            ("service", format!("<?xml version=\"1.0\"?><string xmlns=\"urn:x\">{text}</string>")),
            ("section", format!("<result><![CDATA[{FEED}]]></result>")),
            ("json", serde_json::json!({"status": 200, "contents": FEED}).to_string()),
        ] {
            assert_eq!(inside(&document).as_deref(), Some(FEED), "{name}");
        }
    }

    #[test]
    fn a_feed_is_found_behind_what_a_program_reports() {
        let (report, quoted) = (r#"{"error": [1, "<b>"]}"#, r#"{"feed": "<rss>"}"#);
        assert_eq!(behind(&format!("{report}\n{FEED}")), Some(FEED));
        assert_eq!(behind(report), None);
        assert_eq!(behind(quoted), None);
    }

    #[test]
    fn a_page_that_tells_of_feeds_is_none() {
        let text = escaped();
        for (name, document) in [
            ("words before", format!("<html><body><p>How to:</p><pre>{text}</pre></body></html>")),
            ("words behind", format!("<html><body><pre>{text}</pre><p>Simple.</p></body></html>")),
            ("cut", "<html><body><pre>&lt;rss&gt;&lt;channel&gt;</pre></body></html>".to_owned()),
            ("two", serde_json::json!({"a": FEED, "b": FEED}).to_string()),
            ("deep", serde_json::json!({"a": {"b": FEED}}).to_string()),
            ("nothing", "<html></html>".to_owned()),
        ] {
            assert_eq!(inside(&document), None, "{name}");
        }
    }
}
