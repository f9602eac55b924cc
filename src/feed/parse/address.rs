//! The address in what a field says that should be nothing else: publishers put quotes, brackets, words and
//! markup around it.

use std::borrow::Cow;

use super::take::trimmed;
use crate::feed::scan::{Scanner, Token, attribute};

/// How an address begins.
const SCHEMES: [&str; 2] = ["http://", "https://"];

/// What stands around an address and in none: quotes of all kinds and brackets.
const AROUND: &[char] = &['"', '\'', '“', '”', '„', '‘', '’', '«', '»', '<', '>', '(', '[', '{'];

/// What shows that an address is a part of another one.
const PARTS: [char; 6] = ['/', '?', '=', '%', '#', '@'];

/// A link escaped twice, inside an anchor or behind words, without its scheme, or with another one behind it.
pub(super) fn of(link: Cow<'_, str>) -> Cow<'_, str> {
    if link.starts_with('<') {
        return Cow::Owned(within(&link));
    }
    let link = if link.contains("&amp;") {
        Cow::Owned(link.replace("&amp;amp;", "&").replace("&amp;", "&"))
    } else {
        link
    };
    if link.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) {
        return format!("http://{link}").into();
    }
    let found = if link.starts_with("http") {
        alone(&link)
    } else {
        behind(&link).map(|link| alone(link).unwrap_or(link))
    };
    let found = found.map(str::to_owned);
    found.map_or(link, Cow::Owned)
}

/// An address without another one or blanks by name behind it, if there are any.
fn alone(link: &str) -> Option<&str> {
    let bare = link.trim_end_matches("&nbsp;").trim_end();
    match bare.split_once(' ') {
        Some((first, rest)) if begins(rest.trim_start()) => Some(first),
        _ => Some(bare).filter(|bare| bare.len() < link.len()),
    }
}

fn begins(text: &str) -> bool {
    SCHEMES.iter().any(|scheme| text.starts_with(scheme))
}

/// The address in markup: that of an anchor, else the text behind all tags; what looks like a tag may be one
/// itself.
fn within(markup: &str) -> String {
    let mut words = "";
    for token in Scanner::within(markup) {
        match token {
            Token::Start { attributes, .. } => {
                if let Some(href) = attribute(attributes, "href") {
                    return trimmed(href).into_owned();
                }
            }
            Token::Text(text) | Token::CData(text) if !text.trim().is_empty() => {
                words = text.trim();
            }
            _ => {}
        }
    }
    if begins(words) { words.to_owned() } else { behind(markup).unwrap_or("").to_owned() }
}

/// The address behind quotes, a bracket, or words that are no address themselves.
fn behind(text: &str) -> Option<&str> {
    let at = SCHEMES.iter().filter_map(|scheme| text.find(scheme)).min()?;
    let (before, address) = text.split_at_checked(at)?;
    if before.contains(PARTS)
        || !before.ends_with(|c: char| AROUND.contains(&c) || " ;:".contains(c))
    {
        return None;
    }
    let end = |c: char| {
        c.is_whitespace() || AROUND.contains(&c) || before.ends_with(['[', '(']) && ")]".contains(c)
    };
    address.split(end).next()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_address_is_found_in_what_stands_around_it() {
        for (said, expected) in [
            ("http://a.example/1", "http://a.example/1"),
            ("<http://a.example/1>", "http://a.example/1"),
            ("[http://a.example/1]", "http://a.example/1"),
            ("\"http://a.example/1\"", "http://a.example/1"),
            ("”https://a.example/1”", "https://a.example/1"),
            ("URL: http://a.example/1", "http://a.example/1"),
            ("feed:http://a.example/1", "http://a.example/1"),
            ("&nbsp;http://a.example/1&nbsp;", "http://a.example/1"),
            ("http://a.example/1 http://m.a.example/1", "http://a.example/1"),
            ("<a href='http://a.example/1'>http://b.example/</a>", "http://a.example/1"),
            (
                "<br />\n<b>Warning</b>: x in <b>/a.php</b><br />\nhttp://a.example/1",
                "http://a.example/1",
            ),
            ("<![CDATA[http://a.example/1]]>", "http://a.example/1"),
            ("www.a.example/1", "http://www.a.example/1"),
            ("http://a.example/?b=1&amp;amp;c=2", "http://a.example/?b=1&c=2"),
        ] {
            assert_eq!(of(said.into()), expected, "{said}");
        }
    }

    #[test]
    fn endless_escapes_are_no_depth() {
        for said in ["&nbsp;".repeat(1 << 18), "amp;".repeat(1 << 18), "<a>".repeat(1 << 18)] {
            assert!(!of(format!("http://a.example/&{said}").into()).is_empty());
            of(said.into());
        }
    }

    #[test]
    fn an_address_that_carries_another_stays_whole() {
        for said in ["/go?to=http://b.example/", "go/http://b.example/", "a b", "1"] {
            assert_eq!(of(said.into()), said);
        }
    }
}
