//! How much a guid, a link or a headline says of which article it is: a place in a list ("1"), a page of
//! notices ("/alerts"), a formula ("Security alert"), or one article and no other.
//!
//! What becomes of that is decided in `successors`.

use crate::domain::Article;

/// Digits of a number that one article has: years and places have fewer.
const NUMBER: usize = 6;
/// Most words of what a page is called by.
const PAGE: usize = 3;
/// Words of a headline within a link.
const SLUG: usize = 5;
/// Characters of a name that a machine has made, and how often letters and digits take turns in it.
const MIXED: usize = 10;
const TURNS: usize = 4;
/// Most digits of a place in a list.
const PLACE: usize = 3;
/// Most letters of such words.
const WORDS: usize = 20;
/// Words of a headline that says of what kind the news is and nothing more.
pub(super) const FORMULA: usize = 4;

/// Whether a link, or a guid, is one article's by the look of it.
pub(super) fn names_one(name: &str) -> bool {
    let path = match name.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => name,
    };
    let parts = path.split(['/', '?', '&', '=', '#', ':', ';', ',']);
    parts.filter(|part| !is_day(part)).any(|part| {
        let words = part.split(['-', '_', '+']).filter(|word| !word.is_empty());
        is_mixed(part) || longest_number(part) >= NUMBER || words.count() >= SLUG
    })
}

/// Whether a link may be that of a page on which many notices stand: it has no number and few words.
pub(super) fn is_page(link: &str) -> bool {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let shown = rest.split('#').next().unwrap_or_default();
    let (place, query) = shown.split_once('?').unwrap_or((shown, ""));
    let path = place.split_once('/').map_or("", |(_, path)| path.trim_end_matches('/'));
    let last = path.rsplit('/').next().unwrap_or_default();
    let numbered = [last, query].iter().any(|part| longest_number(part) > 0);
    let words = last.split(['-', '_', '+']).filter(|word| !word.is_empty()).count();
    !numbered && words <= PAGE && !names_one(link)
}

/// Whether letters and digits take turns, as in names that a machine has made.
fn is_mixed(part: &str) -> bool {
    let bytes = part.as_bytes();
    let turns = bytes.windows(2).filter(|pair| {
        matches!(pair, [a, b] if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric()
            && a.is_ascii_digit() != b.is_ascii_digit())
    });
    part.len() >= MIXED && !part.contains('%') && turns.count() >= TURNS
}

/// A day written as one number, which many articles have.
fn is_day(part: &str) -> bool {
    part.len() == 8 && part.starts_with("20") && part.bytes().all(|b| b.is_ascii_digit())
}

fn longest_number(part: &str) -> usize {
    part.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

/// Whether a guid says nothing: there is none, or it is the number of a place in a list, or some words for
/// one ("latest", "top-story").
pub(super) fn is_place(guid: &str) -> bool {
    let number = guid.len() <= PLACE && guid.bytes().all(|b| b.is_ascii_digit());
    number || is_word(guid)
}

/// Whether a guid is a few small words.
pub(super) fn is_word(guid: &str) -> bool {
    let of_word = |b: u8| b.is_ascii_lowercase() || b == b'-' || b == b'_';
    let few = guid.split(['-', '_']).count() <= PAGE && guid.len() <= WORDS;
    few && !guid.is_empty() && guid.bytes().all(of_word)
}

/// Whether a guid is one article's for good by the look of it.
pub(super) fn is_lasting(guid: &str) -> bool {
    let numbered =
        guid.split_once("p=").is_some_and(|(_, id)| id.starts_with(|c: char| c.is_ascii_digit()));
    numbered || longest_number(guid) > PLACE || names_one(guid)
}

/// What stays of a guid that counts the revisions of its article: "tag:7#rev2", "7?v=3", "7-v2", "7#1", and
/// the last part of a NewsML name.
pub(super) fn unrevised(guid: &str) -> Option<&str> {
    let body = match guid.strip_prefix("urn:newsml:") {
        Some(_) => guid.trim_end_matches(|c: char| c.is_ascii_uppercase()),
        None => guid,
    };
    let stem = body.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = body.len() - stem.len();
    if digits == 0 || digits > PLACE {
        return None;
    }
    if body.len() < guid.len() || guid.starts_with("urn:newsml:") {
        return stem.strip_suffix(':').filter(|stem| stem.len() > "urn:newsml:".len());
    }
    REVISIONS.iter().find_map(|mark| stem.strip_suffix(mark)).filter(|stem| !stem.is_empty())
}

/// What stands before the number of a revision, the longest first.
const REVISIONS: &[&str] = &[
    "#revision",
    "#rev",
    "#version",
    "#v",
    "#",
    "?version=",
    "?revision=",
    "?rev=",
    "?v=",
    "&version=",
    "&revision=",
    "&rev=",
    "&v=",
    "-rev",
    "_rev",
    "/rev",
    ":rev",
    ".rev",
    ";rev=",
    "-v",
    "_v",
    "/v",
    ":v",
    ".v",
    ";v=",
];

/// Whether a headline says of what kind the news is and nothing more.
pub(super) fn is_formula(title: &str) -> bool {
    measure(title, FORMULA) <= FORMULA
}

/// Words of headline and text, as far as `most`.
pub(super) fn is_short(article: &Article, most: usize) -> bool {
    let texts = [&article.title, &article.summary, &article.body];
    let mut words = 0;
    texts.iter().all(|text| {
        words += measure(text, most);
        words < most
    })
}

/// The words of a text, or more than `most`; where none are set apart, two characters count as one.
fn measure(text: &str, most: usize) -> usize {
    let word = |word: &str| 1 + word.chars().filter(|c| *c >= '\u{2e80}').count() / 2;
    let mut words = 0;
    for length in text.split_whitespace().map(word) {
        words += length;
        if words > most {
            break;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{is_formula, is_lasting, is_page, is_place, names_one, unrevised};

    #[test]
    fn links_and_guids_of_one_article_are_told_from_pages_and_places() {
        for (name, one) in [
            ("https://a.example/2026/03/02/rocket-hits-embassy-in-baghdad", true),
            ("https://a.example/news/articles/c4g9j9e8vwqo", true),
            ("https://a.example/story?id=48151623", true),
            ("550e8400-e29b-41d4-a716-446655440000", true),
            ("https://a.example/alerts", false),
            ("https://a.example/foreign-travel-advice/haiti", false),
            ("https://a.example/20260302/alerts2026", false),
            ("https://news1234567.example/map", false),
            ("https://a.example/%D8%AA%D9%86%D8%A8%D9%8A", false),
        ] {
            assert_eq!(names_one(name), one, "{name}");
        }
        for (link, page) in [
            ("https://a.example/alerts", true),
            ("https://a.example", true),
            ("https://a.example/12481-en/red-alerts.aspx", true),
            ("https://a.example/n/7", false),
            ("https://a.example/story?id=7", false),
            ("https://a.example/rocket-hits-embassy-in-baghdad", false),
        ] {
            assert_eq!(is_page(link), page, "{link}");
        }
        for (guid, place, lasting) in [
            ("", true, false),
            ("7", true, false),
            ("latest", true, false),
            ("top-story", true, false),
            ("item-7", false, false),
            ("https://a.example/?p=77", false, true),
            ("4711", false, true),
        ] {
            assert_eq!((is_place(guid), is_lasting(guid)), (place, lasting), "{guid}");
        }
        assert!(is_formula("Security alert") && is_formula("空袭警报"));
        assert!(!is_formula("Rocket hits embassy in Baghdad"));
    }

    #[test]
    fn a_guid_that_counts_revisions_is_known_by_the_rest() {
        for (guid, stem) in [
            ("tag:a.example,2026:7#rev2", Some("tag:a.example,2026:7")),
            ("https://a.example/7?v=3", Some("https://a.example/7")),
            ("https://a.example/7#1", Some("https://a.example/7")),
            ("post-7-v2", Some("post-7")),
            ("urn:newsml:a.example:20260302:7:3N", Some("urn:newsml:a.example:20260302:7")),
            ("urn:newsml:a.example:20260302:7:3", Some("urn:newsml:a.example:20260302:7")),
            ("post-7-1772000731", None),
            ("https://a.example/watch?v=48151623", None),
            ("post-7", None),
            ("#1", None),
            ("", None),
        ] {
            assert_eq!(unrevised(guid), stem, "{guid}");
        }
    }
}
