//! HTML to plain text without a tree: tags go, blocks become lines, entities become characters.
//!
//! One pass of a spec-following tokenizer, so nesting costs nothing and broken markup cannot fail.
//! The result is scrubbed (see `scrub`); `script`, `style` and `head` are left out.

mod headline;
mod quick;
mod raw;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::scrub::{Cleaner, Shape};

pub use self::headline::{plain_to_line, plain_to_text, to_line};

/// The plain text of HTML, cleaned, at most `limit_bytes` bytes. Line ends stand between blocks.
#[must_use]
pub fn to_text(html: &str, limit_bytes: usize) -> String {
    convert(html, Shape::Flow, limit_bytes)
}

/// Whether a text holds a tag that a browser would know.
#[must_use]
pub fn has_tag(text: &str) -> bool {
    // What opens behind the last `>` is no tag; looking for each one's own would cost without bound.
    let text = text.rfind('>').and_then(|last| text.get(..=last)).unwrap_or("");
    text.split('<').skip(1).any(|after| {
        let name = after.strip_prefix('/').unwrap_or(after);
        let end = name.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let (name, rest) = name.split_at_checked(end).unwrap_or(("", ""));
        matches!(rest.bytes().next(), Some(b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r'))
            && TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
    })
}

/// Tags that occur in headlines and descriptions.
#[rustfmt::skip]
const TAGS: &[&str] = &[
    "a", "abbr", "acronym", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote",
    "body", "br", "button", "center", "cite", "code", "dd", "del", "dfn", "div", "dl", "dt", "em",
    "embed", "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "li",
    "link", "main", "mark", "meta", "nav", "nobr", "noscript", "object", "ol", "p", "param", "pre",
    "q", "s", "samp", "script", "section", "select", "small", "source", "span", "strike", "strong",
    "style", "sub", "sup", "svg", "table", "tbody", "td", "textarea", "th", "thead", "title", "tr",
    "tt", "u", "ul", "var", "video", "wbr",
];

/// Whether there is anything to do for a tokenizer.
fn is_marked(text: &str) -> bool {
    quick::next_mark(text).is_some()
}

fn convert(html: &str, shape: Shape, limit: usize) -> String {
    let mut cleaner = Cleaner::new(shape, limit);
    cleaner.reserve(html.len());
    if !is_marked(html) {
        cleaner.push(html);
        return cleaner.finish();
    }
    let mut flow = Flow { cleaner, hidden: Hidden::Nothing };
    let rest = quick::read(html, &mut flow);
    if !rest.is_empty() {
        let rest = &*raw::closed(rest);
        let mut emitter =
            CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| flow.take(&event));
        emitter.naively_switch_states(true);
        // A value is yielded only when the limit is reached: then the rest need not be read.
        let _ = Tokenizer::new_with_emitter(rest, emitter).next();
    }
    flow.cleaner.finish()
}

/// What is being left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hidden {
    Nothing,
    /// Everything up to the end of this element, which holds no elements (`script`, `style`, …).
    Raw,
    /// The head of a page: up to its end, or to the first element that can only stand in a body.
    Head,
}

struct Flow {
    cleaner: Cleaner,
    hidden: Hidden,
}

impl Flow {
    fn take(&mut self, event: &CallbackEvent<'_>) -> Option<()> {
        match event {
            CallbackEvent::String { value } if self.hidden == Hidden::Nothing => {
                match std::str::from_utf8(value) {
                    Ok(text) => self.cleaner.push(text),
                    Err(_) => self.cleaner.push(&String::from_utf8_lossy(value)),
                }
            }
            CallbackEvent::OpenStartTag { name } => self.open(name),
            CallbackEvent::EndTag { name } => self.close(name),
            _ => {}
        }
        self.cleaner.is_full().then_some(())
    }

    fn open(&mut self, name: &[u8]) {
        match role(name) {
            Role::Raw => {
                self.hidden = self.hidden.max_with(Hidden::Raw);
                if name == b"iframe" {
                    self.cleaner.start_word();
                }
            }
            Role::Head => self.hidden = Hidden::Head,
            Role::InHead => {}
            Role::Block => {
                self.hidden = Hidden::Nothing;
                self.cleaner.start_line();
            }
            Role::Written => {
                self.hidden = Hidden::Nothing;
                self.cleaner.start_line();
                self.cleaner.keep_lines();
            }
            Role::Cell => self.cleaner.start_word(),
            Role::Inline => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        match (role(name), self.hidden) {
            (Role::Raw, Hidden::Raw) | (Role::Head, _) => self.hidden = Hidden::Nothing,
            (Role::Block, _) => self.cleaner.start_line(),
            (Role::Written, _) => {
                self.cleaner.start_line();
                self.cleaner.flow_on();
            }
            (Role::Cell, _) => self.cleaner.start_word(),
            _ => {}
        }
    }
}

impl Hidden {
    /// Inside a head everything is hidden already.
    fn max_with(self, other: Hidden) -> Hidden {
        if self == Hidden::Head { self } else { other }
    }
}

/// What an element means for the flow of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Inline,
    Block,
    /// A block whose line ends are meant.
    Written,
    Cell,
    Raw,
    Head,
    InHead,
}

fn role(name: &[u8]) -> Role {
    match name {
        b"script" | b"style" | b"iframe" | b"noembed" => Role::Raw,
        b"head" => Role::Head,
        b"title" | b"meta" | b"link" | b"base" => Role::InHead,
        b"p" | b"div" | b"br" | b"li" | b"tr" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6"
        | b"ul" | b"ol" | b"dl" | b"dt" | b"dd" | b"table" | b"blockquote" | b"hr" | b"section"
        | b"article" | b"header" | b"footer" | b"main" | b"nav" | b"aside" | b"figure"
        | b"figcaption" | b"address" | b"form" | b"body" | b"center" | b"details" | b"summary"
        | b"caption" => Role::Block,
        b"pre" => Role::Written,
        b"td" | b"th" | b"option" | b"button" => Role::Cell,
        _ => Role::Inline,
    }
}

#[cfg(test)]
mod tests;
