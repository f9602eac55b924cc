//! A page as blocks of text, each with where it stands and how much of it is links.

use html5gum::emitters::callback::CallbackEvent;

use crate::text::scrub;

/// Most blocks of a page, open elements that are kept track of, and bytes of one block.
const BLOCKS: usize = 20_000;
const DEPTH: usize = 256;
const LONGEST: usize = 64 << 10;
/// How far up an end tag looks for its element.
const LOOK_UP: usize = 32;

/// What an element says of the text within it. The later, the stronger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Zone {
    /// Nothing.
    #[default]
    Page,
    /// It is what the page is about.
    Main,
    /// A class or id sounds like a menu, a notice, a box of links.
    Doubtful,
    /// It is no part of an article, whatever it holds.
    Around,
}

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// A paragraph.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// Anything else.
    #[default]
    Other,
}

/// A stretch of text between two borders.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// The text, cleaned, on one line.
    pub text: String,
    /// Letters and digits.
    pub letters: usize,
    /// Those of them within links.
    pub linked: usize,
    /// Where it stands.
    pub zone: Zone,
    /// What it is.
    pub kind: Kind,
}

struct Element {
    name: Vec<u8>,
    zone: Zone,
}

/// Collects blocks from tokens.
#[derive(Default)]
pub(super) struct Blocks {
    done: Vec<Block>,
    now: Block,
    open: Vec<Element>,
    /// The tag being read, and what its attributes say.
    tag: Vec<u8>,
    attribute: Vec<u8>,
    says: Zone,
    /// Open links, and elements whose text is none.
    links: usize,
    hidden: Option<Vec<u8>>,
}

impl Blocks {
    /// Whether there is enough.
    pub fn is_full(&self) -> bool {
        self.done.len() >= BLOCKS
    }

    /// Takes a token.
    pub fn take(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = name.to_vec();
                self.says = Zone::Page;
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = name.to_vec();
                if self.attribute == b"hidden" {
                    self.says = Zone::Around;
                }
            }
            CallbackEvent::AttributeValue { value } => self.attribute_says(value),
            CallbackEvent::CloseStartTag { self_closing } => self.begin(*self_closing),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } if self.hidden.is_none() => self.text(value),
            _ => {}
        }
    }

    /// All blocks.
    pub fn finish(mut self) -> Vec<Block> {
        self.border();
        self.done
    }

    fn attribute_says(&mut self, value: &[u8]) {
        let says = match self.attribute.as_slice() {
            b"class" | b"id" => of_class(&String::from_utf8_lossy(value)),
            b"role" => of_role(value),
            b"aria-hidden" if value == b"true" => Zone::Around,
            b"itemprop" if value == b"articleBody" => Zone::Main,
            b"style" => {
                let text = String::from_utf8_lossy(value).replace(' ', "");
                if text.contains("display:none") { Zone::Around } else { Zone::Page }
            }
            _ => return,
        };
        self.says = self.says.max(says);
    }

    fn zone(&self) -> Zone {
        self.open.last().map_or(Zone::Page, |element| element.zone)
    }

    fn begin(&mut self, self_closing: bool) {
        let name = std::mem::take(&mut self.tag);
        if self.hidden.is_some() {
            return;
        }
        if is_hidden(&name) {
            if !self_closing {
                self.hidden = Some(name);
            }
            return;
        }
        match name.as_slice() {
            b"a" => self.links += 1,
            b"br" => return self.space(),
            b"hr" => return self.border(),
            _ => {}
        }
        if let Some(kind) = kind(&name) {
            self.border();
            self.now.kind = kind;
            if self.open.last().is_some_and(|top| top.name == b"p" && name == b"p") {
                self.open.pop();
            }
        }
        if is_void(&name) || self_closing || self.open.len() >= DEPTH {
            return;
        }
        // What is said of a whole page or of an article itself is said of too much.
        let own = of_name(&name);
        let says = match name.as_slice() {
            b"html" | b"body" | b"main" | b"article" => own,
            _ => own.max(self.says),
        };
        let above = self.zone();
        let zone = if says == Zone::Page { above } else { above.max(says) };
        self.open.push(Element { name, zone });
        self.now.zone = self.now.zone.max(zone);
    }

    fn end(&mut self, name: &[u8]) {
        if let Some(hidden) = &self.hidden {
            if hidden == name {
                self.hidden = None;
            }
            return;
        }
        if name == b"a" {
            self.links = self.links.saturating_sub(1);
        }
        if kind(name).is_some() {
            self.border();
        }
        let within = self.open.iter().rev().take(LOOK_UP).position(|element| element.name == name);
        if let Some(up) = within {
            self.open.truncate(self.open.len() - up - 1);
        }
    }

    fn space(&mut self) {
        if !self.now.text.ends_with(' ') {
            self.now.text.push(' ');
        }
    }

    fn text(&mut self, value: &[u8]) {
        let text = String::from_utf8_lossy(value);
        if self.now.text.len() + text.len() > LONGEST {
            return;
        }
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.now.letters += letters;
        if self.links > 0 {
            self.now.linked += letters;
        }
        self.now.text.push_str(&text);
    }

    /// Ends a block.
    fn border(&mut self) {
        let zone = self.zone();
        let mut block = std::mem::replace(&mut self.now, Block { zone, ..Block::default() });
        if block.letters > 0 && self.done.len() < BLOCKS {
            block.zone = block.zone.max(zone);
            block.text = scrub::line(&block.text, LONGEST);
            self.done.push(block);
        }
    }
}

fn is_hidden(name: &[u8]) -> bool {
    matches!(
        name,
        b"script"
            | b"style"
            | b"noscript"
            | b"template"
            | b"svg"
            | b"iframe"
            | b"head"
            | b"select"
            | b"textarea"
            | b"object"
            | b"math"
            | b"button"
    )
}

fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

/// What an element makes of the text in it; `None` for one that stands within a line.
fn kind(name: &[u8]) -> Option<Kind> {
    match name {
        b"p" | b"blockquote" | b"pre" => Some(Kind::Paragraph),
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Some(Kind::Heading),
        b"li" | b"dd" | b"dt" => Some(Kind::Item),
        b"div" | b"ul" | b"ol" | b"dl" | b"table" | b"tr" | b"td" | b"th" | b"section"
        | b"article" | b"header" | b"footer" | b"main" | b"nav" | b"aside" | b"figure"
        | b"figcaption" | b"address" | b"form" | b"body" | b"center" | b"details" | b"summary"
        | b"caption" | b"fieldset" | b"dialog" => Some(Kind::Other),
        _ => None,
    }
}

fn of_name(name: &[u8]) -> Zone {
    match name {
        b"article" | b"main" => Zone::Main,
        b"nav" | b"footer" | b"aside" | b"form" | b"figure" | b"dialog" => Zone::Around,
        _ => Zone::Page,
    }
}

fn of_role(value: &[u8]) -> Zone {
    match value {
        b"main" | b"article" => Zone::Main,
        b"navigation" | b"banner" | b"contentinfo" | b"complementary" | b"search" | b"dialog"
        | b"alert" | b"alertdialog" => Zone::Around,
        _ => Zone::Page,
    }
}

/// Words in classes and ids of what is no article.
const DOUBTFUL: &[&str] = &[
    "comment",
    "cookie",
    "consent",
    "gdpr",
    "share",
    "sharing",
    "social",
    "related",
    "recommend",
    "newsletter",
    "subscribe",
    "subscription",
    "promo",
    "advert",
    "sponsor",
    "sidebar",
    "menu",
    "navbar",
    "breadcrumb",
    "footer",
    "masthead",
    "popup",
    "modal",
    "banner",
    "paywall",
    "widget",
    "trending",
    "mostread",
    "most-read",
    "teaser",
    "toolbar",
    "copyright",
    "disclaimer",
    "login",
    "taglist",
    "tag-list",
    "author-bio",
    "outbrain",
    "taboola",
    "skip-link",
];
/// Words of what is one.
const MAIN: &[&str] = &[
    "article-body",
    "articlebody",
    "article__body",
    "article-content",
    "article__content",
    "story-body",
    "story__body",
    "storybody",
    "entry-content",
    "post-content",
    "post-body",
    "post__content",
    "content-body",
    "body-copy",
    "field-name-body",
    "text-body",
    "news-text",
];

fn of_class(value: &str) -> Zone {
    let value = value.to_ascii_lowercase();
    if MAIN.iter().any(|word| value.contains(word)) {
        return Zone::Main;
    }
    if DOUBTFUL.iter().any(|word| value.contains(word)) { Zone::Doubtful } else { Zone::Page }
}
