//! The syntax tree of a query: what the parser builds, the printer writes and compiling reads.

use std::ops::Range;

use super::operators::Operator;

/// Deepest nesting of a query.
pub(super) const DEEPEST: usize = 64;

/// A query, or a part of one, with its place in the text. Equality looks at the meaning alone.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Bytes of the query it was written in.
    pub span: Range<usize>,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// The kinds of query parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A word or phrase.
    Term(Term),
    /// A list, by name.
    List(String),
    /// A part that only looks at one field.
    Field(Scope, Box<Node>),
    /// True where the part is not.
    Not(Box<Node>),
    /// True where at least so many of the parts are.
    Of(u32, Vec<Node>),
    /// Parts joined by an operator, with its distance where it has one.
    Join(&'static Operator, u32, Vec<Node>),
}

/// A word or phrase with its finite alternatives.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// Letter case must be as written.
    pub exact: bool,
    /// The words.
    pub words: Vec<Word>,
}

impl Term {
    /// The letters of its first word where they are plain: a bracket may still come out at a value.
    pub(super) fn letters(&self) -> Option<String> {
        match self.words.first()?.pieces.as_slice() {
            [Piece::Letters(letters)] if letters.chars().all(char::is_alphabetic) => {
                Some(letters.clone())
            }
            _ => None,
        }
    }
}

/// One word of a term.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// Letters and brackets, in order.
    pub pieces: Vec<Piece>,
    /// Ends in `*`: any ending.
    pub open: bool,
}

/// A piece of a word.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// Letters as written.
    Letters(String),
    /// Alternatives; a single one may also be left out.
    Choice(Vec<String>),
}

/// What a `field:` looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // each is the field of its name
pub enum Scope {
    Title,
    Summary,
    Body,
    Lead,
    Outlet,
    Feed,
    Tag,
    Lang,
    Place,
    Country,
}

impl Scope {
    /// Every scope with its word and what it looks at.
    pub const ALL: &'static [(Scope, &'static str, &'static str)] = &[
        (Scope::Title, "title", "the headline"),
        (Scope::Summary, "summary", "the standfirst or description"),
        (Scope::Body, "body", "the full text"),
        (Scope::Lead, "lead", "the first 60 words below the headline"),
        (Scope::Outlet, "outlet", "the publisher's name"),
        (Scope::Feed, "feed", "the feed's title"),
        (Scope::Tag, "tag", "a category of the article or tag of the feed"),
        (Scope::Lang, "lang", "the declared language"),
        (Scope::Place, "place", "a known place or country that the article names"),
        (Scope::Country, "country", "a country it names, by its two letters (country:iq)"),
    ];

    /// The word before the colon.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(scope, ..)| *scope == self).map_or("title", |(_, name, _)| name)
    }
}
