//! How much a guid, a link or a headline says of which article it is: a place in a list ("1"), a page of
//! notices ("/alerts"), a formula ("Security alert"), or one article and no other.
//!
//! What becomes of that is decided in `successors`.

use crate::domain::Article;

/// Digits of a number that one article has: years and places have fewer.
const NUMBER: usize = 5;
/// Words of a headline within a link.
const SLUG: usize = 5;
/// Characters of letters and digits mixed that no page is called by.
const MIXED: usize = 16;
/// Most digits of a place in a list.
const PLACE: usize = 3;
/// Most letters of a bare word.
const WORD: usize = 8;
/// Words of a headline that says of what kind the news is and nothing more.
const FORMULA: usize = 4;

/// Whether a link, or a guid, is one article's by the look of it.
pub(super) fn names_one(name: &str) -> bool {
    let path = match name.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => name,
    };
    let parts = path.split(['/', '?', '&', '=', '#', ':', ';', ',']);
    parts.filter(|part| !is_day(part)).any(|part| {
        let digit = part.bytes().any(|b| b.is_ascii_digit());
        let letter = part.bytes().any(|b| b.is_ascii_alphabetic());
        let mixed = part.len() >= MIXED && digit && letter && !part.contains('%');
        let words = part.split(['-', '_', '+']).filter(|word| !word.is_empty());
        mixed || longest_number(part) >= NUMBER || words.count() >= SLUG
    })
}

/// A day written as one number, which many articles have.
fn is_day(part: &str) -> bool {
    part.len() == 8 && part.starts_with("20") && part.bytes().all(|b| b.is_ascii_digit())
}

fn longest_number(part: &str) -> usize {
    part.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

/// Whether a guid says nothing: there is none, or it is the number of a place in a list, or a bare word
/// for one ("latest").
pub(super) fn is_place(guid: &str) -> bool {
    let number = guid.len() <= PLACE && guid.bytes().all(|b| b.is_ascii_digit());
    number || guid.len() <= WORD && guid.bytes().all(|b| b.is_ascii_lowercase())
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
    measure(title) <= FORMULA
}

/// Words of headline and text, as far as `most`.
pub(super) fn is_short(article: &Article, most: usize) -> bool {
    let title = measure(&article.title);
    title < most && title + measure(&article.summary) < most && {
        title + measure(&article.summary) + measure(&article.body) < most
    }
}

/// The words of a text; where none are set apart, two characters count as one.
fn measure(text: &str) -> usize {
    let word = |word: &str| 1 + word.chars().filter(|c| *c >= '\u{2e80}').count() / 2;
    text.split_whitespace().map(word).sum()
}
