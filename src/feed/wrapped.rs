//! A feed that stands as text within another document: what web services answer that return it as
//! the value of a string.

use std::borrow::Cow;

use super::scan::{Scanner, Token, resolve};

/// How a feed begins that is no more than text.
const STARTS: [&str; 5] = ["<?xml", "<rss", "<feed", "<rdf:RDF", "<channel"];

/// The feed within a document that says nothing before it. A page that shows one among other words
/// is a page.
pub(super) fn feed(text: &str) -> Option<String> {
    let said = Scanner::new(text).find_map(|token| match token {
        Token::Text(text) if !text.trim().is_empty() => Some(resolve(text)),
        Token::CData(text) if !text.trim().is_empty() => Some(Cow::Borrowed(text)),
        _ => None,
    })?;
    let feed = said.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let starts = |start: &&str| {
        feed.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
    };
    STARTS.iter().any(|start| starts(&start)).then(|| feed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::feed;

    #[test]
    fn a_feed_is_found_where_nothing_else_is_said() {
        let escaped = "&lt;rss&gt;&lt;item&gt;&lt;title&gt;R&amp;amp;D&lt;/title&gt;";
        let plain = "<rss><item><title>R&amp;D</title>";
        for (text, expected) in [
            (format!("<?xml version='1.0'?>\n<string xmlns='x'>{escaped}</string>"), Some(plain)),
            (format!("<string>\n <![CDATA[{plain}]]></string>"), Some(plain)),
            (format!("<html><body><pre>\n{escaped}</pre></body></html>"), Some(plain)),
            (escaped.to_owned(), Some(plain)),
            (format!("<html><title>How to</title><pre>{escaped}</pre></html>"), None),
            (format!("<html><body>See {escaped}</body></html>"), None),
            ("<string>&lt;html&gt;</string>".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(feed(&text).as_deref(), expected, "{text}");
        }
    }
}
