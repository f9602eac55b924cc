//! One quick walk over a document before anything is parsed: what it is, how deep it nests, what
//! it says of its pace, and whether the strict parser can take it as it stands.
//!
//! Decides nothing but that; `repair` rewrites what the survey finds wanting.

mod names;

pub(super) use self::names::is_item;
use self::names::{ATOM, CONTENT, DUBLIN_CORE, ROOTS, RSS_1, is_field_in_disguise, is_void};
use super::pace::Pace;
use super::scan::{Scanner, Token, attribute, has_sound_references, local};
use crate::domain::Rhythm;

/// Depth below an item at which children of its fields stand.
const INSIDE_FIELD: usize = 2;

/// What stands at the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Root {
    /// `rss`, or a lone `channel`.
    Rss,
    /// `rdf:RDF`
    Rdf,
    /// `feed`, or a lone `entry`.
    Atom,
    /// A subscription list.
    Opml,
    /// A web page.
    Html,
    /// Some other element.
    Other,
    /// No element at all.
    Nothing,
}

/// Whether the strict parser can take the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// As it stands.
    Sound,
    /// It would take it, and lose something without a word.
    Lossy,
    /// It would refuse it, for this reason.
    Broken(&'static str),
}

/// What the walk found.
#[derive(Clone, Debug)]
pub(crate) struct Survey {
    /// What stands at the root.
    pub root: Root,
    /// Greatest depth of nesting.
    pub depth: usize,
    /// Items begun inside the root.
    pub items: usize,
    /// Whether the strict parser can take it.
    pub verdict: Verdict,
    /// What the feed says of its pace.
    pub rhythm: Rhythm,
    /// Whether the document ends inside a tag or section.
    pub cut: bool,
    /// Whether it ends before its root element does.
    pub truncated: bool,
    /// Whether it says itself what its links are relative to.
    pub based: bool,
}

/// Walks a document. Stops early where nesting passes `nesting`.
pub(crate) fn survey(source: &str, nesting: usize) -> Survey {
    let mut walk = Walk::new();
    let mut scanner = Scanner::new(source);
    for token in scanner.by_ref() {
        match token {
            Token::Start { name, attributes, empty } => walk.start(name, attributes, empty),
            Token::End { name } => walk.end(name),
            Token::Text(text) => walk.text(text),
            Token::CData(text) => walk.section(text),
            Token::Cut => {
                walk.found.cut = true;
                walk.broken("truncated");
            }
        }
        if walk.found.depth > nesting {
            break;
        }
    }
    if scanner.has_open_section() {
        walk.broken("unclosed CDATA");
    }
    walk.finish()
}

struct Walk<'a> {
    found: Survey,
    stack: Vec<&'a str>,
    /// Depth of the open item, 0 outside of items.
    item: usize,
    has_link: bool,
    has_other_link: bool,
    /// Whether children inside the open field are what the parser expects.
    markup_expected: bool,
    has_content_module: bool,
    has_dublin_core: bool,
    closed: bool,
    page: bool,
    pace: Pace<'a>,
}

impl<'a> Walk<'a> {
    fn new() -> Walk<'a> {
        Walk {
            found: Survey {
                root: Root::Nothing,
                depth: 0,
                items: 0,
                verdict: Verdict::Sound,
                rhythm: Rhythm::default(),
                cut: false,
                truncated: false,
                based: false,
            },
            stack: Vec::new(),
            item: 0,
            has_link: false,
            has_other_link: false,
            markup_expected: false,
            has_content_module: false,
            has_dublin_core: false,
            closed: false,
            page: false,
            pace: Pace::default(),
        }
    }

    fn broken(&mut self, reason: &'static str) {
        if !matches!(self.found.verdict, Verdict::Broken(_)) {
            self.found.verdict = Verdict::Broken(reason);
        }
    }

    fn lossy(&mut self) {
        if self.found.verdict == Verdict::Sound {
            self.found.verdict = Verdict::Lossy;
        }
    }

    fn has_root(&self) -> bool {
        matches!(self.found.root, Root::Rss | Root::Rdf | Root::Atom | Root::Opml)
    }

    fn start(&mut self, name: &'a str, attributes: &'a str, empty: bool) {
        self.found.based |= attributes.len() > 9 && attributes.contains("xml:base");
        if !self.has_root() {
            self.root(name, attributes);
            if !self.has_root() {
                return;
            }
        } else if !self.closed {
            self.element(name, attributes, empty);
        }
        if !empty && !self.closed && !is_void(name) {
            self.stack.push(name);
            self.found.depth = self.found.depth.max(self.stack.len());
        }
    }

    /// Looks at elements until one is the root of a feed.
    fn root(&mut self, name: &'a str, attributes: &str) {
        let Some((_, root, exact)) =
            ROOTS.iter().find(|(known, ..)| local(name).eq_ignore_ascii_case(known))
        else {
            self.page |= name.eq_ignore_ascii_case("html");
            self.found.root = Root::Other;
            return;
        };
        if self.found.root == Root::Other {
            self.broken("text before the feed");
        }
        self.found.root = *root;
        let expanded = attribute(attributes, "xmlns");
        let space = expanded.as_deref();
        if name != *exact {
            self.lossy();
        }
        match root {
            Root::Rss => {
                let version = attribute(attributes, "version");
                if !matches!(version.as_deref(), Some("2.0" | "" | "0.91" | "0.92")) {
                    self.broken("unknown RSS version");
                }
                if !matches!(space, None | Some(RSS_1)) {
                    self.broken("unknown namespace");
                }
                if attribute(attributes, "xml:lang").is_some() {
                    self.lossy();
                }
            }
            // Its items' own addresses (rdf:about) and languages are passed over by the parser.
            Root::Rdf => self.lossy(),
            Root::Atom if !matches!(space, None | Some(ATOM)) => self.lossy(),
            _ => {}
        }
        self.has_content_module =
            attribute(attributes, "xmlns:content").as_deref() == Some(CONTENT);
        self.has_dublin_core = attribute(attributes, "xmlns:dc").as_deref() == Some(DUBLIN_CORE);
    }

    fn element(&mut self, name: &'a str, attributes: &'a str, empty: bool) {
        if self.item == 0 {
            if is_item(name) {
                self.open_item(name, attributes, empty);
            } else {
                self.pace.start(local(name));
                self.check_space(name, attributes);
            }
            return;
        }
        let below = (self.stack.len() + 1).saturating_sub(self.item);
        if is_item(name) && empty {
            // FeedBurner leaves these; the parser passes over them.
        } else if is_item(name) {
            self.broken("items inside items");
        } else if below == 1 {
            self.field(name, attributes, empty);
        } else if below == INSIDE_FIELD && !self.markup_expected {
            self.lossy();
        }
    }

    fn open_item(&mut self, name: &'a str, attributes: &str, empty: bool) {
        self.found.items += 1;
        if !empty {
            self.item = self.stack.len() + 1;
        }
        (self.has_link, self.has_other_link) = (false, false);
        let expected = if self.found.root == Root::Atom { "entry" } else { "item" };
        if name != expected || attributes.contains("xmlns") {
            self.lossy();
        }
    }

    fn field(&mut self, name: &'a str, attributes: &str, empty: bool) {
        self.markup_expected = false;
        match name {
            "link" if self.found.root == Root::Atom => {}
            "link" if empty || attributes.contains("href") => self.has_other_link = true,
            "link" => self.has_link = true,
            "atom:link" | "a10:link" => self.has_other_link = true,
            "title" | "description" | "guid" | "pubDate" | "category" | "comments"
                if self.found.root != Root::Atom => {}
            "content:encoded" if self.has_content_module => {}
            "dc:creator" | "dc:date" if self.has_dublin_core && self.found.root != Root::Atom => {}
            "content:encoded" | "dc:creator" | "dc:date" | "dc:subject" => self.lossy(),
            "author" => self.markup_expected = self.found.root == Root::Atom,
            "source" | "contributor" => self.markup_expected = true,
            "title" | "summary" | "content" => self.atom_text(attributes),
            "category" if attribute(attributes, "term").is_none() => self.lossy(),
            "enclosure" | "id" | "updated" | "published" | "category" | "rights" => {}
            _ => {
                self.markup_expected = true;
                if is_field_in_disguise(name) {
                    self.lossy();
                }
            }
        }
        self.check_space(name, attributes);
    }

    /// The parser fails on unknown types of Atom text, and on `src` with anything unusual.
    fn atom_text(&mut self, attributes: &str) {
        if self.found.root != Root::Atom {
            return self.lossy();
        }
        let kind = attribute(attributes, "type");
        match kind.as_deref() {
            Some("xhtml") => self.markup_expected = true,
            None | Some("text" | "html" | "text/html") => {}
            Some(_) => self.lossy(),
        }
        if attribute(attributes, "src").is_some() || attribute(attributes, "mode").is_some() {
            self.lossy();
        }
    }

    /// A default namespace below the root hides what it covers from the parser.
    fn check_space(&mut self, name: &str, attributes: &str) {
        if !name.contains(':') && attributes.contains("xmlns=") {
            self.lossy();
        }
    }

    fn end(&mut self, name: &'a str) {
        if !self.has_root() || self.closed || is_void(name) {
            return;
        }
        self.pace.end();
        let Some(open) = self.stack.last() else { return };
        if *open == name {
            self.stack.pop();
        } else {
            self.broken("crossed end tags");
            // Far matches are left alone: looking for them would cost without bound.
            let near = self.stack.iter().rev().take(8).position(|n| n.eq_ignore_ascii_case(name));
            if let Some(near) = near {
                self.stack.truncate(self.stack.len() - near - 1);
            }
        }
        if self.item > self.stack.len() {
            self.close_item();
        }
        self.closed = self.stack.is_empty();
    }

    fn close_item(&mut self) {
        self.item = 0;
        let needed = self.found.root == Root::Rdf || self.has_other_link;
        if needed && !self.has_link {
            self.lossy();
        }
    }

    fn text(&mut self, text: &'a str) {
        if text.starts_with('<') {
            self.broken("stray \"<\"");
        }
        if !self.has_root() {
            if !text.trim().is_empty() {
                self.found.root = Root::Other;
            }
            return;
        }
        if !self.closed && !has_sound_references(text) {
            self.broken("bare \"&\"");
        }
        self.pace.text(text);
    }

    fn section(&mut self, text: &'a str) {
        if self.has_root() {
            self.pace.text(text);
        }
    }

    fn finish(mut self) -> Survey {
        self.found.truncated = self.found.cut || (self.has_root() && !self.stack.is_empty());
        if self.has_root() && !self.stack.is_empty() {
            self.broken("truncated");
        }
        let feedless = !self.has_root() || self.found.items == 0;
        if self.page && feedless {
            self.found.root = Root::Html;
        }
        self.found.rhythm = self.pace.rhythm();
        self.found
    }
}
