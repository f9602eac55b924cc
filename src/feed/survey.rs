//! One quick walk over a document before anything is parsed: what it is, how deep it nests, what
//! it says of its pace, and whether it is sound XML.
//!
//! Decides nothing but that; `parse` takes sound and broken documents alike.

mod names;

use self::names::{ROOTS, is_root, is_void};
pub(super) use self::names::{is_foreign, is_item};
use super::pace::Pace;
use super::scan::{Scanner, Token, has_sound_references, local};
use crate::domain::Rhythm;

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

/// What the walk found.
#[derive(Clone, Debug)]
pub(crate) struct Survey {
    /// What stands at the root.
    pub root: Root,
    /// Greatest depth of nesting.
    pub depth: usize,
    /// Items begun inside the root.
    pub items: usize,
    /// Why it is not sound, if it is not.
    pub broken: Option<&'static str>,
    /// What the feed says of its pace.
    pub rhythm: Rhythm,
    /// Whether the document ends inside a tag or section.
    pub cut: bool,
    /// Whether it ends before its root element does.
    pub truncated: bool,
}

/// Times the limit of nesting that no writer reaches by tags that are never closed.
const HOPELESS: usize = 16;

impl Survey {
    /// Whether a document nests so deeply that somebody must mean it.
    pub fn is_hopeless(&self, nesting: usize) -> bool {
        self.depth > nesting.saturating_mul(HOPELESS)
    }
}

/// Elements left open in an item, beyond which the next item does not lie within it.
const LOOSE: usize = 16;

/// Open elements among which that of a crossed end tag is looked for.
const NEAR: usize = 8;

/// Walks a document. What nests deeper than `nesting` is counted and not looked at; it stops where
/// that is hopeless.
pub(crate) fn survey(source: &str, nesting: usize) -> Survey {
    let mut walk = Walk::new(nesting);
    let mut scanner = Scanner::new(source);
    for token in scanner.by_ref() {
        match token {
            Token::Start { name, empty, .. } => walk.start(name, empty),
            Token::End { name } => walk.end(name),
            Token::Text(text) => walk.text(text),
            Token::CData(text) => walk.section(text),
            Token::Cut => {
                walk.found.cut = true;
                walk.broken("truncated");
            }
        }
        if walk.found.is_hopeless(nesting) {
            break;
        }
    }
    if let Some(reason) = scanner.rescued() {
        walk.broken(reason);
    }
    walk.finish()
}

struct Walk<'a> {
    found: Survey,
    nesting: usize,
    stack: Vec<&'a str>,
    /// Open elements beyond those of the stack.
    beyond: usize,
    /// Depth of the open item, 0 outside of items.
    item: usize,
    closed: bool,
    page: bool,
    pace: Pace<'a>,
}

impl<'a> Walk<'a> {
    fn new(nesting: usize) -> Walk<'a> {
        Walk {
            nesting,
            beyond: 0,
            found: Survey {
                root: Root::Nothing,
                depth: 0,
                items: 0,
                broken: None,
                rhythm: Rhythm::default(),
                cut: false,
                truncated: false,
            },
            stack: Vec::new(),
            item: 0,
            closed: false,
            page: false,
            pace: Pace::default(),
        }
    }

    fn broken(&mut self, reason: &'static str) {
        self.found.broken.get_or_insert(reason);
    }

    fn has_root(&self) -> bool {
        matches!(self.found.root, Root::Rss | Root::Rdf | Root::Atom | Root::Opml)
    }

    fn start(&mut self, name: &'a str, empty: bool) {
        if !self.has_root() {
            self.root(name);
            if !self.has_root() {
                return;
            }
        } else if !self.closed {
            self.element(name, empty);
        }
        if empty || self.closed || is_void(name) {
            return;
        }
        if self.stack.len() > self.nesting {
            self.beyond += 1;
        } else {
            self.stack.push(name);
        }
        self.found.depth = self.found.depth.max(self.stack.len() + self.beyond);
    }

    /// Looks at elements until one is the root of a feed.
    fn root(&mut self, name: &'a str) {
        let Some((_, root)) =
            ROOTS.iter().find(|(known, _)| local(name).eq_ignore_ascii_case(known))
        else {
            self.page |= name.eq_ignore_ascii_case("html");
            self.found.root = Root::Other;
            return;
        };
        if self.found.root == Root::Other {
            self.broken("text before the feed");
        }
        self.found.root = *root;
    }

    fn element(&mut self, name: &'a str, empty: bool) {
        let outside = self.item == 0;
        if !is_item(name) {
            if outside {
                self.pace.start(name, self.stack.last().copied().unwrap_or(""));
            }
            return;
        }
        if outside {
            self.found.items += 1;
            if !empty {
                self.item = self.stack.len() + 1;
            }
        } else if !empty
            && !self.stack.get(self.item - 1).is_some_and(|item| is_foreign(name, item))
        {
            // Empty ones FeedBurner leaves in its items.
            self.broken("items inside items");
            // Items that nobody closes do not lie in one another.
            if self.stack.len() > self.item + LOOSE {
                self.stack.truncate(self.item);
                self.beyond = 0;
            }
        }
    }

    fn end(&mut self, name: &'a str) {
        if !self.has_root() || self.closed || is_void(name) {
            return;
        }
        self.pace.end();
        if self.beyond > 0 && !is_item(name) && !is_root(name) {
            self.beyond -= 1;
            return;
        }
        self.beyond = 0;
        let Some(open) = self.stack.last() else { return };
        if *open == name {
            self.stack.pop();
        } else {
            self.broken("crossed end tags");
            // Far matches are left alone but those of frames: many ends would cost much.
            let deep = self.found.depth > self.nesting && is_item(name);
            let reach = if is_root(name) || deep { usize::MAX } else { NEAR };
            let mut open = self.stack.iter().rev().take(reach);
            let near = open.position(|n| n.eq_ignore_ascii_case(name));
            if let Some(near) = near {
                self.stack.truncate(self.stack.len() - near - 1);
            }
        }
        if self.item > self.stack.len() {
            self.item = 0;
        }
        self.closed = self.stack.is_empty();
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
