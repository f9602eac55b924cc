//! Elements that hold no elements (`script`, `iframe`, …) where they are written as empty ones, as
//! XML's writers do, or are never closed: a browser would show nothing of what follows.

use std::borrow::Cow;

/// Elements whose content the tokenizer takes for text up to their end tag; with `true`, what
/// follows is code, so that they stay open where nothing closes them.
const RAW: &[(&str, &str, bool)] = &[
    ("<script", "</script", true),
    ("<style", "</style", true),
    ("<iframe", "</iframe", false),
    ("<noembed", "</noembed", false),
    ("<noframes", "</noframes", false),
    ("<noscript", "</noscript", false),
    ("<textarea", "</textarea", false),
    ("<title", "</title", false),
    ("<xmp", "</xmp", false),
];

/// HTML without the tags of such elements.
pub(super) fn closed(html: &str) -> Cow<'_, str> {
    let lower = html.to_ascii_lowercase();
    if !RAW.iter().any(|(open, ..)| lower.contains(open)) {
        return Cow::Borrowed(html);
    }
    let ends: Vec<Option<usize>> = RAW.iter().map(|(_, close, _)| lower.rfind(close)).collect();
    let mut out = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(open) = lower.get(at..).and_then(|rest| rest.find('<')).map(|open| at + open) {
        at = open + 1;
        let rest = lower.get(open..).unwrap_or("");
        let raw = RAW.iter().zip(&ends).find(|((start, ..), _)| begins(rest, start));
        let Some(((_, close, is_code), last)) = raw else { continue };
        let Some(length) = tag_length(rest) else { break };
        let end = open + length;
        let is_empty = lower.get(..end - 1).is_some_and(|tag| tag.ends_with('/'));
        match (is_empty, last.is_some_and(|last| last >= end)) {
            (false, true) => {
                at = end + lower.get(end..).and_then(|rest| rest.find(close)).unwrap_or(0);
            }
            (false, false) if *is_code => break,
            _ => {
                out.push_str(html.get(from..open).unwrap_or(""));
                (from, at) = (end, end);
            }
        }
    }
    if from == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(html.get(from..).unwrap_or(""));
    Cow::Owned(out)
}

/// Whether a tag of this name begins here.
fn begins(rest: &str, start: &str) -> bool {
    let after = rest.strip_prefix(start).and_then(|rest| rest.bytes().next());
    matches!(after, Some(b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r'))
}

/// Length of a tag, a `>` in quotes not counted.
fn tag_length(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return Some(at + 1),
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    None
}
