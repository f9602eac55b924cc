//! Reads a feed of any dialect in any state: one walk of the forgiving scanner over the tags.
//!
//! Never fails: junk is passed over, crossed and missing end tags are put right at the borders of
//! items, an item that the end of the document cuts off is dropped, whole items survive. Sound and
//! broken documents go the same way, so that mending changes no item that was whole.

mod address;
mod ahead;
mod bases;
mod encoded;
mod entities;
mod inner;
mod members;
mod names;
mod parts;
mod people;
mod take;

use std::borrow::Cow;

use url::Url;

use self::ahead::Ahead;
use self::bases::Bases;
use self::entities::Entities;
use self::names::{Field, Names};
use super::entry::{Entry, Feed};
use super::scan::{Scanner, Token, attribute, attributes, local, resolve, without_end};
use super::survey::{is_foreign, is_item};

/// Reads a document, keeping at most `most` items; `base` is what its own bases are relative to,
/// and none of them nor what is made by them is longer than `longest`.
pub(super) fn parse<'a>(
    source: &'a str,
    base: Option<&Url>,
    most: usize,
    longest: usize,
) -> Feed<'a> {
    let mut reader = Reader::new(source, Bases::new(base, longest), most);
    let mut scanner = Scanner::new(source);
    loop {
        let before = scanner.offset();
        let Some(token) = scanner.next() else { break };
        let span = Span { before, after: scanner.offset() };
        match token {
            Token::Start { name, attributes, empty } => {
                reader.entities.declare(scanner.document_type());
                reader.start(Tag { name, attributes, empty }, span);
            }
            Token::End { name } => reader.end(name, span),
            Token::Text(text) => reader.text(text),
            Token::CData(text) => reader.append(Cow::Borrowed(text)),
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
    /// `None`: its content means nothing. With its rank.
    field: Option<(Field, u8)>,
    /// Same-named elements inside it.
    same: usize,
    /// Elements inside it that are called as items are.
    items: usize,
    start: usize,
    /// Whether there are elements inside: then the content is read once more.
    markup: bool,
    /// Whether its end comes before that of the item, once looked for.
    ends: Option<bool>,
    text: Cow<'a, str>,
}

struct Reader<'a> {
    source: &'a str,
    names: Names<'a>,
    entities: Entities<'a>,
    bases: Bases,
    feed: Feed<'a>,
    item: Option<Entry<'a>>,
    /// As its tag is written.
    item_name: &'a str,
    open: Option<Open<'a>>,
    rooted: bool,
    /// Whether the authors of the feed are those of its items (Atom).
    inherits: bool,
    most: usize,
    closed: usize,
    /// Elements inside of the item that are called as what holds items.
    framed: usize,
    cut: bool,
    ahead: Ahead,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, bases: Bases, most: usize) -> Reader<'a> {
        Reader {
            source,
            names: Names::default(),
            entities: Entities::default(),
            bases,
            feed: Feed::default(),
            item: None,
            item_name: "",
            open: None,
            rooted: false,
            inherits: false,
            most,
            closed: 0,
            framed: 0,
            cut: false,
            ahead: Ahead::default(),
        }
    }

    fn start(&mut self, tag: Tag<'a>, span: Span) {
        if is_item(tag.name) && !self.is_foreign(tag.name) {
            // FeedBurner leaves an empty `<item />` inside of items.
            if tag.empty && self.item.is_some() || self.in_text(tag, span) {
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
        let frame = names::is_frame(tag.name);
        self.framed += usize::from(frame && self.item.is_some() && !tag.empty);
        if self.open.is_some() && self.inside_field(tag, span) {
            return;
        }
        if frame && self.item.is_none() {
            self.open_frame(tag);
            return;
        }
        if !self.rooted && self.item.is_none() {
            return;
        }
        self.names.learn(tag.attributes);
        if self.names.is_transparent(tag.name) {
            return;
        }
        let open = Open {
            name: tag.name,
            attributes: tag.attributes,
            field: self.names.field(tag.name),
            same: 0,
            items: 0,
            start: span.after,
            markup: false,
            ends: None,
            text: Cow::Borrowed(""),
        };
        if tag.empty {
            self.take_empty(&open, span.after);
        } else {
            self.open = Some(open);
        }
    }

    /// Whether what is called as an item belongs to another vocabulary than the item around it.
    fn is_foreign(&self, name: &str) -> bool {
        self.item.is_some() && is_foreign(name, self.item_name)
    }

    /// Whether an item's tag is a part of the text that is open: one that has an end of its own.
    fn in_text(&mut self, tag: Tag<'a>, span: Span) -> bool {
        let is_long = |open: &&mut Open<'a>| open.field.is_some_and(|(field, _)| field.is_text());
        let Some(open) = self.open.as_mut().filter(is_long) else { return false };
        let rest = self.source.get(span.before..).unwrap_or("");
        if open.items == 0 && !self.ahead.ends_around_items(rest, open.name, open.same) {
            return false;
        }
        (open.markup, open.ends) = (true, Some(true));
        open.items += usize::from(!tag.empty);
        true
    }

    /// A tag while a field is open: part of its content, unless it can only begin the next field.
    /// A long one, and an element of an item that nobody knows, holds what it likes as long as it
    /// has an end.
    fn inside_field(&mut self, tag: Tag<'a>, span: Span) -> bool {
        let next = self.names.field(tag.name).map(|(field, _)| field);
        let Some(open) = self.open.as_mut() else { return false };
        let ends = match open.field {
            Some((field, _)) if field.is_short() => next.is_some() && !tag.name.eq(open.name),
            known if next.is_some() && (known.is_some() || self.item.is_some()) => {
                let rest = self.source.get(span.before..).unwrap_or("");
                let (name, same) = (open.name, open.same);
                !*open.ends.get_or_insert_with(|| self.ahead.ends_in_item(rest, name, same))
            }
            Some(_) | None => false,
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
        if !tag.empty {
            self.bases.open_frame(tag.attributes);
        }
        if tag.attributes.is_empty() {
            return;
        }
        self.names.learn(tag.attributes);
        if let Some(language) = attribute(tag.attributes, "xml:lang") {
            self.feed.language.offer(1, language);
        }
        if let Some(page) = attribute(tag.attributes, "href") {
            self.feed.link.offer(take::PAGE, page);
        }
    }

    fn open_item(&mut self, tag: Tag<'a>) {
        self.rooted = true;
        self.framed = 0;
        self.bases.open_item(if self.is_full() { "" } else { tag.attributes });
        self.item_name = tag.name;
        let mut item = Entry::default();
        if !tag.attributes.is_empty() {
            self.names.learn(tag.attributes);
            for (name, value) in attributes(tag.attributes) {
                take::from_item_tag(&mut item, name, resolve(value));
            }
        }
        self.item = Some(item);
    }

    fn text(&mut self, text: &'a str) {
        if self.open.as_ref().is_none_or(|open| open.field.is_none() || open.markup) {
            return;
        }
        let text = self.entities.resolved(without_end(text));
        self.append(text);
    }

    /// More text of the open field.
    fn append(&mut self, text: Cow<'a, str>) {
        let Some(open) = self.open.as_mut().filter(|open| !open.markup) else { return };
        if open.text.is_empty() {
            open.text = text;
        } else {
            open.text.to_mut().push_str(&text);
        }
    }

    fn end(&mut self, name: &'a str, span: Span) {
        if is_item(name) && !self.is_foreign(name) {
            if let Some(open) = self.open.as_mut().filter(|open| open.items > 0) {
                open.items -= 1;
                return;
            }
            self.close_field(span.before);
            self.closed += usize::from(self.item.is_some());
            self.close_item();
            return;
        }
        let inner = self.framed > 0 && names::is_frame(name);
        self.framed -= usize::from(inner);
        if let Some(open) = self.open.as_mut().filter(|open| name.eq_ignore_ascii_case(open.name)) {
            if open.same == 0 {
                self.close_field(span.before);
            } else {
                open.same -= 1;
            }
            return;
        }
        if !inner && names::is_frame(name) {
            self.close_field(span.before);
            self.close_item();
            self.bases.close_frame();
        }
    }

    fn close_field(&mut self, end: usize) {
        let Some(mut open) = self.open.take() else { return };
        if open.field.is_none() {
            return;
        }
        let mut inner = self.source.get(open.start..end).unwrap_or("");
        if open.markup
            && let Some(part) = parts::best(open.attributes, inner)
        {
            (open.attributes, open.markup, inner) = (part.attributes, part.markup, part.inner);
            open.text = parts::plain(inner, &mut self.entities).into();
        }
        let text = if open.markup {
            inner::as_html(inner, &mut self.names, &mut self.entities).into()
        } else {
            std::mem::take(&mut open.text)
        };
        self.take(&open, text);
    }

    fn close_item(&mut self) {
        let Some(item) = self.item.take() else { return };
        if self.is_full() {
            self.feed.beyond += 1;
        } else {
            self.feed.entries.push(item);
        }
    }

    /// Whether no more items are kept.
    fn is_full(&self) -> bool {
        self.feed.entries.len() >= self.most
    }

    /// Puts a field where it belongs.
    fn take(&mut self, open: &Open<'a>, text: Cow<'a, str>) {
        let Some((field, rank)) = open.field else { return };
        if self.item.is_some() && self.is_full() {
            return;
        }
        let (attributes, markup) = (open.attributes, open.markup);
        match take::permalink(attributes).filter(|_| field == Field::Id) {
            Some(true) => {
                let text = text.clone();
                self.put(take::Said { field: Field::Link, rank: 5, attributes: "", text, markup });
            }
            Some(false) => self.item.iter_mut().for_each(|item| item.opaque = true),
            None => {}
        }
        if field == Field::Content
            && let Some(link) = attribute(attributes, "src")
        {
            let field = Field::Enclosure;
            self.put(take::Said { field, rank: 0, attributes: "", text: link, markup: false });
        }
        self.put(take::Said { field, rank, attributes, text, markup });
    }

    fn put(&mut self, said: take::Said<'a>) {
        let said = self.resolved(said);
        match self.item.as_mut() {
            Some(item) => take::into_entry(item, said),
            None => take::into_feed(&mut self.feed, said, self.inherits),
        }
    }

    /// A link made absolute by the bases that the document itself names.
    fn resolved(&self, said: take::Said<'a>) -> take::Said<'a> {
        if !matches!(said.field, Field::Link | Field::Origin | Field::Enclosure) {
            return said;
        }
        let said = take::as_link(said);
        match self.bases.resolve(said.attributes, &said.text) {
            Some(link) => take::Said { text: link.into(), ..said },
            None => said,
        }
    }

    fn finish(mut self) -> Feed<'a> {
        // Without a single end tag of items, the last one is as whole as the others.
        if self.item.is_some() && self.closed == 0 && !self.cut && !self.feed.entries.is_empty() {
            self.close_field(self.source.len());
            self.close_item();
        }
        // What half of the items say and none denies is the language of the others too.
        let entries = &self.feed.entries;
        let said = || entries.iter().map(|e| e.language.get()).filter(|said| !said.is_empty());
        let first = said().next().filter(|_| said().count() * 2 >= entries.len()).cloned();
        if let Some(first) = first.filter(|first| said().all(|next| next == first)) {
            self.feed.language.offer(u8::MAX, first);
        }
        self.feed
    }
}

#[cfg(test)]
mod tests;
