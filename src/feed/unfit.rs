//! Says in one line what a document is that is no feed: people look at what it calls itself.

use super::scan::{Scanner, Token};
use super::survey::Root;
use crate::domain::{ErrorKind, Failure};
use crate::text::markup;

/// Bytes of a document that are looked at.
const START: usize = 32 << 10;

/// Characters of a page's title that are told.
const TITLE: usize = 60;

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
        Some(Token::Text(words)) => {
            Some(markup::to_line(words, TITLE)).filter(|title| !title.is_empty())
        }
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
        _ => format!("not a feed: no RSS, Atom or JSON Feed in it; {NEXT}"),
    }
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
            ("Error establishing a connection", Root::Other, "no RSS, Atom or JSON Feed in it"),
            ("<\u{1b}[2J>", Root::Other, "no RSS, Atom or JSON Feed in it"),
            ("<?xml version=\"1.0\"?>", Root::Nothing, "ends before anything"),
        ] {
            let told = failure(text, root, false).message;
            assert!(told.contains(words), "{text}: {told}");
        }
        let long = format!("<html><title>{}</title>", "long ".repeat(4_000));
        assert!(failure(&long, Root::Html, false).message.len() < 200);
    }
}
