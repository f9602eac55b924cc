//! Says in one line what a document is that is no feed: people look at what it calls itself.

use serde_json::Value;

use super::scan::{Scanner, Token};
use super::survey::Root;
use crate::domain::{ErrorKind, Failure};
use crate::text::{markup, scrub};

/// Bytes of a document that are looked at.
const START: usize = 32 << 10;

/// Characters of a page's title that are told.
const TITLE: usize = 60;

/// Bytes of a text that is told instead.
const SHORT: usize = 400;

/// Letters of a word: longer ones are keys.
const LONGEST: usize = 24;

/// Why a document is not read as a feed; `cut`: it ends within a tag.
pub(super) fn failure(text: &str, root: Root, cut: bool) -> Failure {
    let text = text.trim_start();
    let end = (0..=START.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let start = end.and_then(|end| text.get(..end)).unwrap_or(text);
    let (kind, message) = match root {
        Root::Opml => (
            ErrorKind::NotAFeed,
            "not a feed but a list of feeds; try \"wirewatch feed import\"".to_owned(),
        ),
        Root::Html => (ErrorKind::NotAFeed, page(start)),
        _ if start.starts_with('<') && cut
            || (root == Root::Nothing && start.starts_with("<?xml")) =>
        {
            let message = "ends before anything of a feed is said; it is tried again";
            (ErrorKind::Parse, message.to_owned())
        }
        _ => (ErrorKind::NotAFeed, other(start)),
    };
    Failure { kind, message, status: None }
}

/// A log-in, a wall against robots, "we are back soon": a page's title says which.
fn page(start: &str) -> String {
    const NEXT: &str = "see it in a browser, or let \"wirewatch feed add\" look for its feed";
    match title(start) {
        Some(title) => format!("not a feed but a web page ({title:?}); {NEXT}"),
        None => format!("not a feed but a web page; {NEXT}"),
    }
}

fn title(start: &str) -> Option<String> {
    let mut pieces = Scanner::new(start)
        .skip_while(|piece| !matches!(piece, Token::Start { name, .. } if name.eq_ignore_ascii_case("title")))
        .skip(1);
    match pieces.next() {
        Some(Token::Text(words)) => sayable(&markup::to_line(words, TITLE)),
        _ => None,
    }
}

fn other(start: &str) -> String {
    const NEXT: &str = "look for the feed's own address";
    let root = Scanner::new(start).next().filter(|_| start.starts_with('<'));
    match root {
        Some(Token::Start { name, .. }) if is_plain(name) => {
            format!("not a feed: its first element is <{name}>, none of RSS or Atom; {NEXT}")
        }
        _ => match Some(start).filter(|text| text.len() <= SHORT).and_then(said) {
            Some(words) => format!("not a feed but a text ({words:?}); {NEXT}"),
            None => format!("not a feed: no RSS, Atom or JSON Feed in it; {NEXT}"),
        },
    }
}

/// JSON that is no feed; most often it says what is wrong.
pub(super) fn json(text: &str) -> Failure {
    const NEXT: &str = "look for the feed's own address";
    let document = Some(text).filter(|text| text.len() <= START);
    let document = document.and_then(|text| serde_json::from_str::<Value>(text).ok());
    let words = document.as_ref().and_then(complaint).and_then(said);
    let message = match words {
        Some(words) => format!("JSON, but no JSON Feed ({words:?}); {NEXT}"),
        None => format!("JSON, but no JSON Feed; {NEXT}"),
    };
    Failure { kind: ErrorKind::NotAFeed, message, status: None }
}

/// What a service calls an error, itself or in an object of that name.
fn complaint(document: &Value) -> Option<&str> {
    const NAMES: &[&str] = &["error_description", "message", "detail", "reason", "error"];
    let inside = document.get("error").filter(|error| error.is_object()).unwrap_or(document);
    NAMES.iter().find_map(|name| inside.get(name)?.as_str())
}

/// A short text as one line.
fn said(text: &str) -> Option<String> {
    sayable(&scrub::line(text, TITLE))
}

/// Words that may be told: they may repeat the address that was asked, and with it a secret.
fn sayable(line: &str) -> Option<String> {
    let tells = |word: &str| {
        let letters = word.chars().filter(char::is_ascii_alphanumeric).count();
        letters > LONGEST || (word.len() > 1 && word.contains(['/', '?', '=', '&', '@', '<']))
    };
    let has_words = line.chars().any(char::is_alphabetic);
    (has_words && !line.split_whitespace().any(tells)).then(|| line.to_owned())
}

fn is_plain(name: &str) -> bool {
    name.len() <= TITLE && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_:.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_feed_is_told_by_what_it_calls_itself() {
        for (text, root, words) in [
            (
                "<!DOCTYPE html><html><head><TITLE lang=en>\nLog in &amp; read\u{202e}\n</title>",
                Root::Html,
                "not a feed but a web page (\"Log in & read\"); see it in a browser, or let",
            ),
            ("<html><head><title></title><body>", Root::Html, "a web page; see it"),
            ("<html><body>Title", Root::Html, "a web page; see it"),
            (
                "<?xml version=\"1.0\"?><!-- s3 --><Error><Code>NoSuchKey</Code></Error>",
                Root::Other,
                "first element is <Error>, none of RSS or Atom; look for",
            ),
            (
                "Error establishing\na connection",
                Root::Other,
                "not a feed but a text (\"Error establishing a connection\"); look for",
            ),
            ("Cannot GET /feed?key=1", Root::Other, "no RSS, Atom or JSON Feed in it"),
            ("No key 0123456789abcdef0123456789abcdef", Root::Other, "no RSS, Atom or JSON"),
            ("<html><title>https://a.example/?key=1</title>", Root::Html, "a web page; see it"),
            ("<\u{1b}[2J>", Root::Other, "no RSS, Atom or JSON Feed in it"),
            ("<?xml version=\"1.0\"?>", Root::Nothing, "ends before anything"),
        ] {
            let told = failure(text, root, false).message;
            assert!(told.contains(words), "{text}: {told}");
        }
        for (text, words) in [
            ("{\"error\":\"no such feed\"}", "JSON, but no JSON Feed (\"no such feed\"); look for"),
            ("{\"error\":{\"code\":3,\"message\":\"Limit reached\"}}", "(\"Limit reached\")"),
            ("{\"message\":\"no route for /feed/secret\"}", "JSON, but no JSON Feed; look for"),
            ("[]", "JSON, but no JSON Feed; look for"),
        ] {
            assert!(json(text).message.contains(words), "{text}");
        }
        let long = format!("<html><title>{}</title>", "long ".repeat(4_000));
        assert!(failure(&long, Root::Html, false).message.len() < 200);
    }
}
