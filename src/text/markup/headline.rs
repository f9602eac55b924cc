//! Markup in headlines: the tags that dress words go, every other angle bracket is part of a word.
//! A headline about a `<script>` must not be read as one.

use std::borrow::Cow;

use super::{TAGS, convert, is_marked};
use crate::text::fold::border;
use crate::text::scrub::{self, Shape};

/// Bytes of a headline that are looked at, its markup included.
const LONGEST: usize = 4 << 10;

/// Known elements that are as likely to be spoken of as to be meant: without attributes they are
/// words.
#[rustfmt::skip]
const SPOKEN_OF: &[&str] = &[
    "article", "aside", "audio", "body", "button", "embed", "footer", "form", "head", "header",
    "html", "iframe", "input", "label", "link", "main", "meta", "nav", "noscript", "object",
    "param", "script", "section", "select", "source", "style", "svg", "textarea", "title", "video",
];

/// Elements that have no end, or need none.
const ALONE: &[&str] = &["br", "hr", "img", "wbr", "p", "li"];

/// Elements whose content is code.
const CODE: &[&str] = &["script", "style"];

/// Marks of sections that were escaped with all else.
const SECTION: [&str; 2] = ["<![CDATA[", "]]>"];

/// The plain text of a headline, on one line, at most `max_chars` characters. What is escaped twice
/// is repaired once, and an angle bracket that opens no tag stays.
#[must_use]
pub fn to_line(text: &str, max_chars: usize) -> String {
    if !is_marked(text) {
        return scrub::line(text, max_chars);
    }
    let limit = max_chars.saturating_mul(4);
    let start = text.get(..border(text, LONGEST)).unwrap_or(text);
    if let Some(title) = of_page(start, limit) {
        return scrub::line(&title, max_chars);
    }
    let once = convert(&held(start, Read::First), Shape::Line, limit);
    if let Some(title) = of_page(&once, limit) {
        return scrub::line(&title, max_chars);
    }
    if !is_marked(&once) {
        return scrub::line(&once, max_chars);
    }
    scrub::line(&convert(&held(&once, Read::Again), Shape::Line, limit), max_chars)
}

/// How a page begins.
const PAGE: [&str; 2] = ["<!doctype html", "<html"];

/// The title of a whole page that stands where a headline should, else its text; `None`: it is no page, and may
/// speak of one.
fn of_page(text: &str, limit: usize) -> Option<String> {
    let text = text.trim_start();
    let begins =
        |with: &&str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    PAGE.iter().find(|start| begins(start))?;
    let lower = text.to_ascii_lowercase();
    if !lower.contains("<body") && !lower.contains("</html") {
        return None;
    }
    let within = |open: &str, close: &str| {
        let from = lower.find(open)? + open.len();
        let to = from + lower.get(from..)?.find(close)?;
        text.get(from..to).filter(|title| !title.trim().is_empty())
    };
    let title = within("<title>", "</title").unwrap_or(text);
    Some(convert(title, Shape::Line, limit)).filter(|title| !title.trim().is_empty())
}

/// How often a text was read already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    First,
    /// What looks like a tag now was escaped: it is one only if it dresses something.
    Again,
}

/// The plain text of a headline that is said to be plain: references that were escaped twice are
/// resolved, every bracket stays.
#[must_use]
pub fn plain_to_line(text: &str, max_chars: usize) -> String {
    if !text.contains('&') {
        return scrub::line(text, max_chars);
    }
    let limit = max_chars.saturating_mul(4);
    scrub::line(&convert(&text.replace('<', "&#60;"), Shape::Line, limit), max_chars)
}

/// The plain text of what is said to be plain, its lines kept, at most `limit` bytes; references as
/// in `plain_to_line`.
#[must_use]
pub fn plain_to_text(text: &str, limit: usize) -> String {
    if !text.contains('&') {
        return scrub::lines(text, limit);
    }
    let text = text.get(..border(text, limit.saturating_mul(4))).unwrap_or(text);
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if line.contains('&') {
            out.push_str(&plain_to_line(line, limit));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    scrub::lines(&out, limit)
}

/// The text with every `<` escaped that opens no tag, so that the tokenizer takes it for a word.
fn held(text: &str, read: Read) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut dressed: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', ']']) {
        let (before, mark) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        if let Some(section) = SECTION.iter().find(|section| mark.starts_with(**section)) {
            rest = mark.get(section.len()..).unwrap_or("");
        } else if let Some(length) = code_length(mark) {
            rest = mark.get(length..).unwrap_or("");
        } else {
            let is_tag = mark.starts_with("<!--") && mark.contains("-->")
                || opens_tag(mark, read, &mut dressed);
            let first = mark.get(..1).unwrap_or("");
            out.push_str(if is_tag || first == "]" { first } else { "&#60;" });
            rest = mark.get(1..).unwrap_or("");
        }
    }
    out.push_str(rest);
    out.into()
}

/// Whether a tag that dresses words begins here; `dressed` are the elements spoken of that were
/// meant, so that their ends are too.
fn opens_tag<'a>(mark: &'a str, read: Read, dressed: &mut Vec<&'a str>) -> bool {
    let Some(Tag { name, closes, attributes }) = tag(mark) else { return false };
    let known = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(name));
    if !known(TAGS) {
        return false;
    }
    let ends = || mark.to_ascii_lowercase().contains(&format!("</{}", name.to_ascii_lowercase()));
    let is_lone = |closes: bool| read == Read::Again && !known(ALONE) && !closes && !ends();
    if !known(SPOKEN_OF) {
        return closes || attributes.contains('=') || !is_lone(closes);
    }
    if closes {
        return dressed.iter().any(|open| open.eq_ignore_ascii_case(name));
    }
    let is_meant = attributes.contains('=');
    if is_meant {
        dressed.push(name);
    }
    is_meant
}

struct Tag<'a> {
    name: &'a str,
    closes: bool,
    attributes: &'a str,
}

/// A tag with its end, whatever it is called.
fn tag(mark: &str) -> Option<Tag<'_>> {
    let inside = mark.strip_prefix('<')?;
    let closes = inside.starts_with('/');
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let length = inside.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    let (name, behind) = inside.split_at_checked(length)?;
    let bounded = matches!(behind.bytes().next(), Some(b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r'));
    let (attributes, _) = behind.split_once('>')?;
    bounded.then_some(Tag { name, closes, attributes })
}

/// Length of a whole element that holds code and not words.
fn code_length(mark: &str) -> Option<usize> {
    let Tag { name, closes: false, attributes } = tag(mark)? else { return None };
    let name = CODE.iter().find(|code| code.eq_ignore_ascii_case(name))?;
    let lower = mark.to_ascii_lowercase();
    let start = 2 + name.len() + attributes.len();
    let end = lower.get(start..)?.find(&format!("</{name}>"))? + start;
    let is_code = attributes.contains('=') || last_code(lower.get(start..end)?) > 0;
    is_code.then_some(end + name.len() + 3)
}

/// Where the last sign stands that a script or style is one, and not what is said of it.
pub(super) fn last_code(text: &str) -> usize {
    text.rfind(['(', '{', ';', '=']).unwrap_or(0)
}
