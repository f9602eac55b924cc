//! A forgiving reader of tags: walks any text that looks like XML and never fails.
//!
//! Comments, instructions and the document type are skipped, entities not expanded beyond the five
//! of XML. What the pieces mean is decided by `survey` and `repair`.

mod references;
mod sections;

use std::borrow::Cow;

use self::sections::{find_end, find_item_end, opening, opens_section, sound};

pub(crate) use self::references::{has_sound_references, resolve, resolve_numbers};
pub(crate) use self::sections::without_end;

/// One piece of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// `<name attributes>`, or with `empty` `<name attributes/>`.
    Start {
        /// As written, with its prefix.
        name: &'a str,
        /// Everything between the name and the end of the tag.
        attributes: &'a str,
        /// Whether the tag closes itself.
        empty: bool,
    },
    /// `</name>`
    End {
        /// As written, with its prefix.
        name: &'a str,
    },
    /// Character data as written, references not resolved.
    Text(&'a str),
    /// The inside of a CDATA section.
    CData(&'a str),
    /// The document ends inside a tag, comment or CDATA section.
    Cut,
}

/// Walks a document from its start.
#[derive(Clone, Debug)]
pub(crate) struct Scanner<'a> {
    source: &'a str,
    at: usize,
    /// Name of the element begun last.
    last: &'a str,
    /// Where the next end of a section stands, once looked for: looking again for each of many
    /// sections without an end would cost without bound.
    section_end: usize,
    /// As `section_end`, for the next start of one.
    section_start: usize,
    open_section: bool,
    within: bool,
    /// As `section_end`, for comments.
    comment_end: usize,
    document_type: &'a str,
    rescues: u8,
}

/// Comments and document types without an end that are mended: beyond it they end the document.
const RESCUES: u8 = 32;

impl<'a> Scanner<'a> {
    /// A scanner of the whole text.
    pub fn new(source: &'a str) -> Scanner<'a> {
        Scanner {
            source,
            at: 0,
            last: "",
            section_end: 0,
            section_start: 0,
            open_section: false,
            within: false,
            comment_end: 0,
            document_type: "",
            rescues: 0,
        }
    }

    /// A scanner of the content of an element, whose end ends everything in it.
    pub fn within(content: &'a str) -> Scanner<'a> {
        Scanner { within: true, ..Scanner::new(content) }
    }

    /// Bytes read so far.
    pub fn offset(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or("")
    }

    /// The document type with its declarations, once it was passed.
    pub fn document_type(&self) -> &'a str {
        self.document_type
    }

    /// What had no end of its own and was mended, if anything.
    pub fn rescued(&self) -> Option<&'static str> {
        let mended = (self.rescues > 0).then_some("unclosed comment");
        mended.or_else(|| self.open_section.then_some("unclosed CDATA"))
    }

    fn cut(&mut self) -> Option<Token<'a>> {
        self.at = self.source.len();
        Some(Token::Cut)
    }

    /// Reads what begins with `<!` or `<?`: a section, or something without meaning (`None`).
    fn declaration(&mut self, rest: &'a str) -> Option<Token<'a>> {
        if let Some(length) = opening(rest) {
            self.at += length;
            return self.section();
        }
        let length = if rest.starts_with("<!--") {
            let length = self.comment_length(rest);
            let comment = length.and_then(|length| rest.get(..length));
            if let Some(inside) = comment.and_then(sections::as_comment) {
                self.at += inside.len() + sections::AS_COMMENT;
                return Some(Token::CData(inside));
            }
            // What is taken out on purpose is elements: where the document ends too, it ends in there.
            let elements = rest.get(4..).is_some_and(|text| text.trim_start().starts_with('<'));
            let endless = length.is_none() && self.comment_end == usize::MAX;
            if endless && elements && !self.within && !sections::ends_whole(self.source) {
                return self.cut();
            }
            length
        } else if rest.starts_with("<?") {
            let length = rest.find('>').map(|end| end + 1);
            length.filter(|length| !rest.get(..*length).is_some_and(holds_items))
        } else {
            let length = doctype_length(rest);
            let length = length.filter(|length| !rest.get(..*length).is_some_and(holds_items));
            self.document_type = length.and_then(|length| rest.get(..length)).unwrap_or("");
            length
        };
        match length.or_else(|| self.rescue(rest)) {
            Some(length) => {
                self.at += length;
                None
            }
            None => self.cut(),
        }
    }

    /// Length of a comment; `None` where it has no end, or where the end is that of another one
    /// with items in between.
    fn comment_length(&mut self, rest: &'a str) -> Option<usize> {
        let from = self.at + 4;
        if self.comment_end < from {
            let end = rest.get(4..).and_then(|inside| inside.find("-->"));
            self.comment_end = end.map_or(usize::MAX, |end| from + end);
        }
        let end = self.comment_end.checked_sub(from).filter(|end| *end < rest.len())?;
        let inside = rest.get(4..4 + end)?;
        let swallows = self.rescues < RESCUES
            && inside.find("<!--").and_then(|next| inside.get(..next)).is_some_and(holds_items);
        (!swallows).then_some(end + 7)
    }

    /// Something without an end ends before the next tag: else all behind it would be lost.
    fn rescue(&mut self, rest: &str) -> Option<usize> {
        let next = rest.get(1..).and_then(|rest| rest.find('<')).map(|next| next + 1);
        let next = next.filter(|_| self.rescues < RESCUES)?;
        self.rescues += 1;
        Some(next)
    }

    /// The rest of a section. One without an end of its own, or with the start of another in it,
    /// ends with its element: else it would swallow the items behind it.
    fn section(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        if self.section_end < self.at {
            self.section_end = rest.find("]]>").map_or(usize::MAX, |end| self.at + end);
        }
        let end = self.section_end.checked_sub(self.at).filter(|end| *end < rest.len());
        let inside = rest.get(..end.unwrap_or(rest.len()))?;
        if self.section_start < self.at {
            let mut starts = inside.match_indices("<![").map(|(at, _)| at);
            let next = starts.find(|at| inside.get(*at..).is_some_and(opens_section));
            self.section_start = self.at + next.unwrap_or(inside.len());
        }
        let until = (self.section_start - self.at).min(inside.len());
        if end.is_none() || until < inside.len() {
            let close = inside.get(..until).and_then(|inside| {
                let own = find_end(inside, self.last);
                // Nor does it outlast its item.
                let within = inside.get(..own.unwrap_or(inside.len()))?;
                find_item_end(within).or(own)
            });
            if let Some(close) = close {
                self.at += close;
                self.open_section = true;
                return inside.get(..close).map(|inside| Token::CData(sound(inside)));
            }
        }
        match end {
            Some(end) => {
                self.at += end + 3;
                Some(Token::CData(inside))
            }
            None if self.within => {
                self.at = self.source.len();
                Some(Token::CData(inside))
            }
            None => self.cut(),
        }
    }

    fn text(&mut self, rest: &'a str) -> Token<'a> {
        // A bare `<` is text up to the next one.
        let from = usize::from(rest.starts_with('<'));
        let length = rest.get(from..).and_then(|r| r.find('<')).map_or(rest.len(), |l| l + from);
        self.at += length;
        Token::Text(rest.get(..length).unwrap_or(rest))
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            let mut bytes = rest.bytes();
            match (bytes.next()?, bytes.next()) {
                (b'<', Some(b'!' | b'?')) => {
                    if let Some(token) = self.declaration(rest) {
                        return Some(token);
                    }
                }
                (b'<', Some(b'/')) => {
                    let inside = rest.get(2..).unwrap_or("");
                    let Some(end) = inside.bytes().position(|b| b == b'>' || b == b'<') else {
                        return self.cut();
                    };
                    let closed = inside.as_bytes().get(end) == Some(&b'>');
                    self.at += 2 + end + usize::from(closed);
                    let name = inside.get(..end).unwrap_or("").trim();
                    return Some(Token::End { name });
                }
                (b'<', Some(b'A'..=b'Z' | b'a'..=b'z' | b'_' | 0x80..)) => {
                    let Some((token, length)) = start_tag(rest) else {
                        if rest.bytes().skip(1).any(|b| b == b'>' || b == b'<') {
                            return Some(self.text(rest));
                        }
                        return self.cut();
                    };
                    self.at += length;
                    if let Token::Start { name, .. } = token {
                        self.last = name;
                    }
                    return Some(token);
                }
                (b'<', None) => return self.cut(),
                _ => return Some(self.text(rest)),
            }
        }
    }
}

/// A start tag and its length; `None` where another `<` comes before its end.
fn start_tag(rest: &str) -> Option<(Token<'_>, usize)> {
    // Most tags are a bare name.
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-' | b'.');
    let bare = rest.as_bytes().iter().skip(1).position(|b| !is_name(b))? + 1;
    if rest.as_bytes().get(bare) == Some(&b'>') {
        let name = rest.get(1..bare)?;
        return Some((Token::Start { name, attributes: "", empty: false }, bare + 1));
    }
    let mut quote = None;
    let mut first_close = None;
    let mut end = None;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match (byte, quote) {
            (b'>', None) => {
                end = Some(at);
                break;
            }
            (b'>', Some(_)) => first_close = first_close.or(Some(at)),
            // No attribute may hold a `<`. Behind a `>` it says that a quote was forgotten;
            // without one it stands in a title that nobody escaped.
            (b'<', Some(_)) if first_close.is_none() => {}
            (b'<', _) => break,
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    let end = end.or(first_close)?;
    let inside = rest.get(1..end)?;
    let empty = inside.ends_with('/');
    let inside = inside.strip_suffix('/').unwrap_or(inside);
    let split = inside.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inside.len());
    let (name, attributes) = inside.split_at_checked(split)?;
    Some((Token::Start { name, attributes, empty }, end + 1))
}

/// Whether items begin or end in what should hold none.
fn holds_items(text: &str) -> bool {
    ["<item", "<entry", "</item", "</entry", "<channel"].iter().any(|tag| text.contains(tag))
}

/// No document type of the wild is longer; looking on for the end of each of many would cost much.
const TYPE: usize = 256 << 10;

/// Length of a `<!DOCTYPE …>` with its inner subset.
fn doctype_length(rest: &str) -> Option<usize> {
    let mut quote = None;
    let mut inner = false;
    for (at, byte) in rest.bytes().enumerate().take(TYPE) {
        match (byte, quote) {
            (b'[', None) => inner = true,
            (b']', None) => inner = false,
            (b'>', None) if !inner => return Some(at + 1),
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    None
}

/// The name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The attributes of a tag as (name, raw value). Values without quotes are read too.
pub(crate) fn attributes(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end =
                rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end)?;
            let Some(value) = after.trim_start().strip_prefix('=') else {
                rest = after;
                if name.is_empty() {
                    return None;
                }
                continue;
            };
            let value = value.trim_start();
            let (value, after) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inside = value.get(1..)?;
                    inside.split_once(quote).unwrap_or((inside, ""))
                }
                _ => {
                    let end = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
                    value.split_at_checked(end)?
                }
            };
            rest = after;
            return Some((name, value));
        }
    })
}

/// One attribute, its references resolved; names compare without regard to case.
pub(crate) fn attribute<'a>(raw: &'a str, name: &str) -> Option<Cow<'a, str>> {
    if raw.len() < name.len() {
        return None;
    }
    attributes(raw).find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| resolve(v))
}

#[cfg(test)]
mod tests;
