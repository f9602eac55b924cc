//! Reads a feed of any dialect in any state and rewrites it as a plain one (see `plain`).
//!
//! Never fails: junk is passed over, crossed and missing end tags are put right at the borders of
//! items, an item that the end of the document cuts off is dropped, whole items survive.

mod encoded;
mod names;

use url::Url;

use self::names::{Field, Names};
use super::plain::{PlainFeed, PlainItem};
use super::scan::{Scanner, Token, attribute, local, resolve};
use super::survey::is_item;
use crate::feed::link::join;

/// A document rewritten.
#[derive(Debug)]
pub(super) struct Repaired {
    /// The plain document.
    pub source: String,
    /// Items beyond the limit that were passed over.
    pub beyond: usize,
}

/// Rewrites a document, keeping at most `most` items; links are resolved against `base`.
pub(super) fn repair(source: &str, base: Option<&Url>, most: usize) -> Repaired {
    let mut reader = Reader::new(source, base, most);
    let mut scanner = Scanner::new(source);
    loop {
        let before = scanner.offset();
        let Some(token) = scanner.next() else { break };
        let span = Span { before, after: scanner.offset() };
        match token {
            Token::Start { name, attributes, empty } => {
                reader.start(Tag { name, attributes, empty }, span);
            }
            Token::End { name } => reader.end(name, span),
            Token::Text(_) | Token::CData(_) => {}
            Token::Cut => reader.cut = true,
        }
    }
    reader.finish()
}

#[derive(Clone, Copy)]
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    empty: bool,
}

#[derive(Clone, Copy)]
struct Span {
    before: usize,
    after: usize,
}

/// An element whose end is awaited.
struct Open<'a> {
    name: &'a str,
    attributes: &'a str,
    /// `None`: its content means nothing.
    field: Option<Field>,
    /// Same-named elements inside it.
    same: usize,
    start: usize,
    markup: bool,
}

struct Reader<'a> {
    source: &'a str,
    names: Names<'a>,
    base: Option<Url>,
    item_base: Option<Url>,
    feed: PlainFeed,
    item: Option<PlainItem>,
    open: Option<Open<'a>>,
    rooted: bool,
    /// Whether the authors of the feed are those of its items (Atom).
    inherits: bool,
    authors: Vec<String>,
    languages: Languages,
    most: usize,
    beyond: usize,
    closed: usize,
    cut: bool,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, base: Option<&Url>, most: usize) -> Reader<'a> {
        Reader {
            source,
            names: Names::default(),
            base: base.cloned(),
            item_base: None,
            feed: PlainFeed::default(),
            item: None,
            open: None,
            rooted: false,
            inherits: false,
            authors: Vec::new(),
            languages: Languages::Unsaid,
            most,
            beyond: 0,
            closed: 0,
            cut: false,
        }
    }

    fn start(&mut self, tag: Tag<'a>, span: Span) {
        if is_item(tag.name) {
            // FeedBurner leaves an empty `<item />` inside of items.
            if tag.empty && self.item.is_some() {
                return;
            }
            self.close_field(span.before);
            self.close_item();
            self.open_item(tag);
            if tag.empty {
                self.close_item();
            }
            return;
        }
        if self.open.is_some() && self.inside_field(tag, span) {
            return;
        }
        if names::is_frame(tag.name) {
            self.open_frame(tag);
            return;
        }
        if names::is_transparent(tag.name) || (!self.rooted && self.item.is_none()) {
            return;
        }
        self.names.learn(tag.attributes);
        let field = self.names.field(tag.name);
        let open = Open {
            name: tag.name,
            attributes: tag.attributes,
            field,
            same: 0,
            start: span.after,
            markup: false,
        };
        if tag.empty {
            self.take(&open, String::new());
        } else {
            self.open = Some(open);
        }
    }

    /// A tag while a field is open: part of its content, unless it can only begin the next field.
    fn inside_field(&mut self, tag: Tag<'a>, span: Span) -> bool {
        let next = self.names.field(tag.name);
        let Some(open) = self.open.as_mut() else { return false };
        let ends = match open.field {
            Some(field) if field.is_short() => next.is_some() && !tag.name.eq(open.name),
            Some(_) => next.is_some_and(Field::is_never_in_markup),
            None => false,
        };
        if ends {
            self.close_field(span.before);
            return false;
        }
        open.markup = true;
        if !tag.empty && tag.name.eq_ignore_ascii_case(open.name) {
            open.same += 1;
        }
        true
    }

    /// `rss`, `channel`, `feed`: what holds the items.
    fn open_frame(&mut self, tag: Tag<'a>) {
        self.rooted = true;
        self.inherits |= local(tag.name).eq_ignore_ascii_case("feed");
        self.names.learn(tag.attributes);
        if let Some(base) = attribute(tag.attributes, "xml:base") {
            self.base = join(self.base.as_ref(), &base).or_else(|| self.base.take());
        }
        if let Some(language) = attribute(tag.attributes, "xml:lang") {
            self.feed.language = language.into_owned();
        }
    }

    fn open_item(&mut self, tag: Tag<'a>) {
        self.rooted = true;
        self.names.learn(tag.attributes);
        self.item_base =
            attribute(tag.attributes, "xml:base").and_then(|base| join(self.base.as_ref(), &base));
        let about = attribute(tag.attributes, "rdf:about").map(|about| about.into_owned());
        self.item = Some(PlainItem { id: about.unwrap_or_default(), ..PlainItem::default() });
    }

    fn end(&mut self, name: &'a str, span: Span) {
        if is_item(name) {
            self.close_field(span.before);
            self.closed += usize::from(self.item.is_some());
            self.close_item();
            return;
        }
        if let Some(open) = self.open.as_mut() {
            if name.eq_ignore_ascii_case(open.name) {
                if open.same == 0 {
                    self.close_field(span.before);
                } else {
                    open.same -= 1;
                }
                return;
            }
            if !names::is_frame(name) {
                return;
            }
        }
        if names::is_frame(name) {
            self.close_field(span.before);
            self.close_item();
        }
    }

    fn close_field(&mut self, end: usize) {
        let Some(open) = self.open.take() else { return };
        if open.field.is_none() {
            return;
        }
        let inner = self.source.get(open.start..end).unwrap_or("");
        let text = if open.markup { as_markup(inner) } else { as_text(inner) };
        self.take(&open, text);
    }

    fn close_item(&mut self) {
        let Some(item) = self.item.take() else { return };
        if self.feed.items.len() < self.most {
            self.feed.items.push(item);
        } else {
            self.beyond += 1;
        }
    }

    /// Puts a field where it belongs. What came first stays, unless it was empty.
    fn take(&mut self, open: &Open<'_>, text: String) {
        let Some(field) = open.field else { return };
        let base = attribute(open.attributes, "xml:base")
            .and_then(|base| join(self.item_base.as_ref().or(self.base.as_ref()), &base));
        let base = base.as_ref().or(self.item_base.as_ref()).or(self.base.as_ref());
        let Some(item) = self.item.as_mut() else {
            match field {
                Field::Title => fill(&mut self.feed.title, text),
                Field::Link => fill(&mut self.feed.link, link(open.attributes, &text, base)),
                Field::Language => fill(&mut self.feed.language, text),
                Field::Author if self.inherits => self.authors.extend(person(&text)),
                _ => {}
            }
            return;
        };
        match field {
            Field::Title => fill(&mut item.title, encoded::title(open.attributes, text)),
            Field::Link => fill(&mut item.link, link(open.attributes, &text, base)),
            Field::Id if !text.trim().is_empty() => text.trim().clone_into(&mut item.id),
            Field::Id => {}
            Field::Language => self.languages.note(text.trim()),
            Field::Subtitle => fill(&mut item.subtitle, text),
            Field::Summary | Field::OtherSummary => {
                fill(&mut item.summary, encoded::text(open.attributes, text));
            }
            Field::Content => fill(&mut item.content, encoded::text(open.attributes, text)),
            Field::Published => fill(&mut item.published, text),
            Field::Updated => fill(&mut item.updated, text),
            Field::Author => item.authors.extend(person(&text)),
            Field::Category => item.categories.extend(category(open.attributes, text)),
        }
    }

    fn finish(mut self) -> Repaired {
        // Without a single end tag of items, the last one is as whole as the others.
        if self.item.is_some() && self.closed == 0 && !self.cut && !self.feed.items.is_empty() {
            self.close_field(self.source.len());
            self.close_item();
        }
        if let (Languages::One(language), "") = (self.languages, self.feed.language.as_str()) {
            self.feed.language = language;
        }
        for item in self.feed.items.iter_mut().filter(|item| item.authors.is_empty()) {
            item.authors.clone_from(&self.authors);
        }
        Repaired { source: self.feed.write(), beyond: self.beyond }
    }
}

/// What the items say of their language.
enum Languages {
    Unsaid,
    One(String),
    Several,
}

impl Languages {
    fn note(&mut self, language: &str) {
        *self = match std::mem::replace(self, Languages::Several) {
            Languages::Unsaid => Languages::One(language.to_owned()),
            Languages::One(known) if known == language => Languages::One(known),
            Languages::One(_) | Languages::Several => Languages::Several,
        };
    }
}

fn fill(place: &mut String, text: String) {
    if place.trim().is_empty() {
        *place = text;
    }
}

/// Character data with its references resolved.
fn as_text(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    for token in Scanner::within(inner) {
        match token {
            Token::Text(text) => out.push_str(&resolve(text)),
            Token::CData(text) => out.push_str(text),
            _ => {}
        }
    }
    out
}

/// Markup that stands unescaped inside a field, as the HTML that was meant.
fn as_markup(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut scanner = Scanner::within(inner);
    loop {
        let before = scanner.offset();
        let Some(token) = scanner.next() else { break };
        match token {
            Token::Text(text) | Token::CData(text) => out.push_str(text),
            Token::Start { .. } | Token::End { .. } => {
                out.push_str(inner.get(before..scanner.offset()).unwrap_or(""));
            }
            Token::Cut => {}
        }
    }
    out
}

/// A link by its attribute or its text; links to other things than the article are none.
fn link(attributes: &str, text: &str, base: Option<&Url>) -> String {
    let relation = attribute(attributes, "rel");
    if !matches!(relation.as_deref(), None | Some("alternate" | "")) {
        return String::new();
    }
    let href = attribute(attributes, "href");
    let target = href.as_deref().unwrap_or(text).trim();
    if target.is_empty() {
        return String::new();
    }
    join(base, target).map_or_else(|| target.to_owned(), String::from)
}

/// The name inside an author element, or its text.
fn person(text: &str) -> Option<String> {
    let mut inside = None;
    let mut named = String::new();
    for token in Scanner::new(text) {
        match token {
            Token::Start { name, .. } => inside = Some(local(name)),
            Token::End { .. } => inside = None,
            Token::Text(t) | Token::CData(t) => match inside {
                None | Some("name" | "Name") => named.push_str(&resolve(t)),
                Some("email") if named.trim().is_empty() => named.push_str(&resolve(t)),
                Some(_) => {}
            },
            Token::Cut => {}
        }
    }
    Some(named.trim().to_owned()).filter(|name| !name.is_empty())
}

fn category(attributes: &str, text: String) -> Option<String> {
    let named = ["label", "term"].iter().find_map(|name| attribute(attributes, name));
    let text = named.map_or(text, |name| name.into_owned());
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests;
