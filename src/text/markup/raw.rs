//! Elements that hold no elements (`script`, `iframe`, …) where they are written as empty ones, as
//! XML's writers do, or are never closed: a browser would show nothing of what follows. What only
//! those see who cannot play a film or draw a picture. And what the tokenizer would take for a
//! comment, and was text: sections.

use std::borrow::Cow;
use std::ops::Range;

use super::headline::last_code;

/// What stands inside of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    /// Code: never closed, all that follows is code too.
    Code,
    /// Something else that nobody reads, or text without elements.
    Raw,
    /// What those read who see nothing else: its tags go.
    Shown,
    /// What stands in for a film or a picture, elements in it; where it has no end its tag goes.
    StandIn,
}

/// Elements whose content the tokenizer takes for text up to their end tag.
const RAW: &[(&str, &str, Content)] = &[
    ("<script", "</script", Content::Code),
    ("<style", "</style", Content::Code),
    ("<iframe", "</iframe", Content::Raw),
    ("<noembed", "</noembed", Content::Raw),
    ("<noframes", "</noframes", Content::Shown),
    ("<noscript", "</noscript", Content::Shown),
    ("<textarea", "</textarea", Content::Raw),
    ("<title", "</title", Content::Raw),
    ("<xmp", "</xmp", Content::Raw),
    ("<video", "</video", Content::StandIn),
    ("<audio", "</audio", Content::StandIn),
    ("<object", "</object", Content::StandIn),
    ("<canvas", "</canvas", Content::StandIn),
    ("<template", "</template", Content::StandIn),
];

/// How a section begins that was escaped with all else: a comment to the tokenizer.
const SECTION: &str = "<![cdata[";

/// An angle bracket that is text; the tokenizer looks through all names for one by name.
const BRACKET: &str = "&#60;";

/// HTML without the tags of such elements, and with what only looks like a declaration as text.
pub(super) fn closed(html: &str) -> Cow<'_, str> {
    let lower = html.to_ascii_lowercase();
    match undeclared(html, &lower) {
        Some(plain) => {
            let lower = plain.to_ascii_lowercase();
            Cow::Owned(without_raw(&plain, &lower).unwrap_or(plain))
        }
        None => without_raw(html, &lower).map_or(Cow::Borrowed(html), Cow::Owned),
    }
}

/// Without the marks of sections, and with the brackets of other declarations as text, if there
/// are any.
fn undeclared(html: &str, lower: &str) -> Option<String> {
    let last = lower.rfind('>').unwrap_or(0);
    let mut out = String::new();
    let mut from = 0;
    for (at, _) in lower.match_indices("<!") {
        let rest = lower.get(at..).unwrap_or("");
        let is_declaration = rest.starts_with("<!doctype") && at < last;
        if rest.starts_with(SECTION) {
            out.push_str(html.get(from..at).unwrap_or(""));
            from = at + SECTION.len();
        } else if !rest.starts_with("<!--") && !rest.starts_with("<![") && !is_declaration {
            out.push_str(html.get(from..at).unwrap_or(""));
            out.push_str(BRACKET);
            out.push('!');
            from = at + 2;
        }
    }
    if from == 0 {
        return None;
    }
    out.push_str(html.get(from..).unwrap_or(""));
    Some(out.replace("]]>", ""))
}

fn without_raw(html: &str, lower: &str) -> Option<String> {
    if !RAW.iter().any(|(open, ..)| lower.contains(open)) {
        return None;
    }
    // Looked for once and from the end: looking again behind each tag would cost without bound.
    let last_code = last_code(lower);
    let ends: Vec<Option<usize>> = RAW.iter().map(|(_, close, _)| lower.rfind(close)).collect();
    let mut out = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(open) = lower.get(at..).and_then(|rest| rest.find('<')).map(|open| at + open) {
        at = open + 1;
        let rest = lower.get(open..).unwrap_or("");
        let raw = RAW.iter().zip(&ends).find(|((start, ..), _)| begins(rest, start));
        let Some(((start, close, content), last)) = raw else { continue };
        let Some(length) = tag_length(rest) else { break };
        let end = open + length;
        let is_empty = lower.get(..end - 1).is_some_and(|tag| tag.ends_with('/'));
        let is_closed = last.is_some_and(|last| last >= end);
        match content {
            Content::Code | Content::Raw if !is_empty && is_closed => {
                at = end + lower.get(end..).and_then(|rest| rest.find(close)).unwrap_or(0);
            }
            Content::StandIn if !is_empty && is_closed => {
                out.push_str(html.get(from..open).unwrap_or(""));
                out.push(' ');
                at = behind(lower, end, [start, close]);
                from = at;
            }
            Content::Code if !is_empty => {
                let Some(text) = text_behind(lower, open..end, last_code) else { break };
                out.push_str(html.get(from..open).unwrap_or(""));
                if text == open {
                    out.push_str(BRACKET);
                    (from, at) = (open + 1, end);
                } else {
                    (from, at) = (text, text);
                }
            }
            Content::Code | Content::Raw | Content::Shown | Content::StandIn => {
                out.push_str(html.get(from..open).unwrap_or(""));
                (from, at) = (end, end);
            }
        }
    }
    if from == 0 {
        return None;
    }
    out.push_str(html.get(from..).unwrap_or(""));
    Some(out)
}

/// Where an element ends whose content begins at `from`, those of its name inside of it counted; at
/// the last end of its name where they do not come out even.
fn behind(lower: &str, from: usize, [start, close]: [&str; 2]) -> usize {
    let (mut inside, mut last) = (0_usize, from);
    let rest = lower.get(from..).unwrap_or("");
    for (at, _) in rest.match_indices('<') {
        let tag = rest.get(at..).unwrap_or("");
        let length = || tag_length(tag).unwrap_or(tag.len());
        if begins(tag, close) {
            last = from + at + length();
            match inside.checked_sub(1) {
                Some(fewer) => inside = fewer,
                None => break,
            }
        } else if begins(tag, start) {
            let is_empty = tag.get(..length()).is_some_and(|tag| tag.ends_with("/>"));
            inside += usize::from(!is_empty);
        }
    }
    last
}

/// Blocks with which text goes on behind code that is never closed, as in a summary that was cut.
const BLOCKS: &[&str] = &[
    "<p",
    "</p",
    "<div",
    "</div",
    "<br",
    "<h1",
    "<h2",
    "<h3",
    "<h4",
    "<ul",
    "<ol",
    "<li",
    "<table",
    "<blockquote",
    "<figure",
];

/// Where text begins behind the tag of a script that is never closed: with the tag itself where it is
/// spoken of, nowhere where all that follows is code.
fn text_behind(lower: &str, tag: Range<usize>, last_code: usize) -> Option<usize> {
    let is_meant = lower.get(tag.clone()).is_some_and(|tag| tag.contains('='));
    let is_code = last_code >= tag.end;
    if !is_meant && !is_code {
        return Some(tag.start);
    }
    resumed(lower, tag.end).or((!is_code).then_some(tag.end))
}

/// Where the text goes on: at a block that stands behind a tag or a statement, not within its words.
fn resumed(lower: &str, from: usize) -> Option<usize> {
    let code = lower.get(from..)?;
    code.match_indices('<').map(|(at, _)| from + at).find(|at| {
        let rest = lower.get(*at..).unwrap_or("");
        let before = lower.get(..*at).unwrap_or("").trim_end();
        BLOCKS.iter().any(|block| begins(rest, block)) && before.ends_with(['>', ';', '}'])
    })
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
