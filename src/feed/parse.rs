//! Reads a feed of any dialect in any state: one walk of the forgiving scanner over the tags.
//!
//! Never fails: junk is passed over, crossed and missing end tags are put right at the borders of
//! items, an item that the end of the document cuts off is dropped, whole items survive. Sound and
//! broken documents go the same way, so that mending changes no item that was whole.

mod encoded;
mod entities;
mod names;
mod take;

use std::borrow::Cow;

use url::Url;

use self::entities::Entities;
use self::names::{Field, Names};
use super::entry::{Entry, Feed};
use super::link::join;
use super::scan::{Scanner, Token, attribute, attributes, local, resolve};
use super::survey::is_item;
use crate::text::fold::border;

/// Reads a document, keeping at most `most` items; `base` is what its own bases are relative to.
pub(super) fn parse<'a>(source: &'a str, base: Option<&Url>, most: usize) -> Feed<'a> {
    let mut reader = Reader::new(source, base, most);
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
    /// What relative links are relative to, where the document says so itself.
    base: Option<Url>,
    item_base: Option<Url>,
    based: bool,
    feed: Feed<'a>,
    item: Option<Entry<'a>>,
    open: Option<Open<'a>>,
    rooted: bool,
    /// Whether the authors of the feed are those of its items (Atom).
    inherits: bool,
    most: usize,
    closed: usize,
    cut: bool,
    /// Bytes that may still be looked at ahead of their turn.
    ahead: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, base: Option<&Url>, most: usize) -> Reader<'a> {
        Reader {
            source,
            names: Names::default(),
            entities: Entities::default(),
            base: base.cloned(),
            item_base: None,
            based: false,
            feed: Feed::default(),
            item: None,
            open: None,
            rooted: false,
            inherits: false,
            most,
            closed: 0,
            cut: false,
            ahead: AHEAD,
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
            start: span.after,
            markup: false,
            ends: None,
            text: Cow::Borrowed(""),
        };
        if tag.empty {
            self.take(&open, Cow::Borrowed(""));
        } else {
            self.open = Some(open);
        }
    }

    /// A tag while a field is open: part of its content, unless it can only begin the next field.
    fn inside_field(&mut self, tag: Tag<'a>, span: Span) -> bool {
        let next = self.names.field(tag.name).map(|(field, _)| field);
        let Some(open) = self.open.as_mut() else { return false };
        let ends = match open.field {
            Some((field, _)) if field.is_short() => next.is_some() && !tag.name.eq(open.name),
            Some(_) if next.is_some_and(Field::is_never_in_markup) => {
                let rest = self.source.get(span.before..).unwrap_or("");
                let far = self.ahead;
                let (ends, looked) =
                    open.ends.map_or_else(|| ends_in_item(rest, open.name, far), |ends| (ends, 0));
                (open.ends, self.ahead) = (Some(ends), far - looked);
                !ends
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
        if tag.attributes.is_empty() {
            return;
        }
        self.names.learn(tag.attributes);
        if let Some(base) = attribute(tag.attributes, "xml:base") {
            self.base = join(self.base.as_ref(), &base).or_else(|| self.base.take());
            self.based = true;
        }
        if let Some(language) = attribute(tag.attributes, "xml:lang") {
            self.feed.language.offer(1, language);
        }
        if let Some(page) = attribute(tag.attributes, "href") {
            self.feed.link.offer(take::PAGE, page);
        }
    }

    fn open_item(&mut self, tag: Tag<'a>) {
        self.rooted = true;
        self.item_base = None;
        let mut item = Entry::default();
        if !tag.attributes.is_empty() {
            self.names.learn(tag.attributes);
            self.item_base = attribute(tag.attributes, "xml:base")
                .and_then(|base| join(self.base.as_ref(), &base));
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
        let text = match self.entities.expand(text) {
            Cow::Borrowed(text) => resolve(text),
            Cow::Owned(text) => resolve(&text).into_owned().into(),
        };
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
        let Some(mut open) = self.open.take() else { return };
        if open.field.is_none() {
            return;
        }
        let text = if open.markup {
            let inner = self.source.get(open.start..end).unwrap_or("");
            self.as_markup(inner).into()
        } else {
            std::mem::take(&mut open.text)
        };
        self.take(&open, text);
    }

    /// Markup that stands unescaped inside a field, as the HTML that was meant.
    fn as_markup(&mut self, inner: &'a str) -> String {
        let mut out = String::with_capacity(inner.len());
        let mut scanner = Scanner::within(inner);
        loop {
            let before = scanner.offset();
            let Some(token) = scanner.next() else { break };
            match token {
                Token::Text(text) => out.push_str(&self.entities.expand(text)),
                Token::CData(text) => out.push_str(text),
                Token::Start { .. } | Token::End { .. } => {
                    let name = self.tag_name(token);
                    let tag = inner.get(before..scanner.offset()).unwrap_or("");
                    match self.names.in_pages(name) {
                        Some(plain) => out.push_str(&tag.replacen(name, plain, 1)),
                        None => out.push_str(tag),
                    }
                }
                Token::Cut => {}
            }
        }
        out
    }

    /// The name of a tag within markup, whose attributes may declare its prefix.
    fn tag_name(&mut self, token: Token<'a>) -> &'a str {
        match token {
            Token::Start { name, attributes, .. } => {
                self.names.learn(attributes);
                name
            }
            Token::End { name } => name,
            Token::Text(_) | Token::CData(_) | Token::Cut => "",
        }
    }

    fn close_item(&mut self) {
        let Some(item) = self.item.take() else { return };
        if self.feed.entries.len() < self.most {
            self.feed.entries.push(item);
        } else {
            self.feed.beyond += 1;
        }
    }

    /// Puts a field where it belongs.
    fn take(&mut self, open: &Open<'a>, text: Cow<'a, str>) {
        let Some((field, rank)) = open.field else { return };
        let (attributes, markup) = (open.attributes, open.markup);
        if field == Field::Id && take::is_permalink(attributes) {
            let text = text.clone();
            self.put(take::Said { field: Field::Link, rank: 5, attributes: "", text, markup });
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
        let own = attribute(said.attributes, "xml:base");
        let said = take::as_link(said);
        let above = self.item_base.as_ref().or(self.base.as_ref().filter(|_| self.based));
        let own = own.and_then(|own| join(above.or(self.base.as_ref()), &own));
        match own.as_ref().or(above).and_then(|base| join(Some(base), &said.text)) {
            Some(url) => take::Said { text: String::from(url).into(), ..said },
            None => said,
        }
    }

    fn finish(mut self) -> Feed<'a> {
        // Without a single end tag of items, the last one is as whole as the others.
        if self.item.is_some() && self.closed == 0 && !self.cut && !self.feed.entries.is_empty() {
            self.close_field(self.source.len());
            self.close_item();
        }
        // What all items say that say any is the language of the others too.
        let mut said = self.feed.entries.iter().map(|entry| entry.language.get());
        let first = said.find(|language| !language.is_empty()).cloned();
        if let Some(first) = first.filter(|first| said.all(|next| next.is_empty() || next == first))
        {
            self.feed.language.offer(u8::MAX, first);
        }
        self.feed
    }
}

/// Whether the end of an element comes before the end of the item, or another item; and how far
/// was looked, at most `far`.
fn ends_in_item(rest: &str, name: &str, far: usize) -> (bool, usize) {
    const BORDERS: [&str; 4] = ["</item", "</entry", "<item", "<entry"];
    let rest = rest.get(..border(rest, far)).unwrap_or("");
    let Some(within) = rest.find(&format!("</{name}")).and_then(|end| rest.get(..end)) else {
        return (false, rest.len());
    };
    (!BORDERS.iter().any(|border| within.contains(border)), within.len())
}

/// Bytes of a document that are looked at ahead of their turn, all in all.
const AHEAD: usize = 64 << 20;

#[cfg(test)]
mod tests;
