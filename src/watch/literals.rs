//! The literals of all watches in one tree of letters, and the walk over a text.
//!
//! A literal begins with the space before its first word, so the walk enters the tree at word starts
//! only, and only where the first letters are those of some literal: most words of most texts never
//! reach it. That gives the same hits as one overlapping pass of an automaton from end to end.

use std::collections::HashMap;
use std::ops::ControlFlow;

use foldhash::fast::RandomState;

use super::rows::Rows;
use super::starts::{Starts, eight, word_length};
use super::texts::Texts;
use super::trie::{TooLarge, Trie};
use crate::text::fold::is_dense;

/// A literal found: its number and its bytes in the folded text, border spaces included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raw {
    pub literal: u32,
    pub start: u32,
    pub end: u32,
}

/// What a literal stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Use {
    pub term: u32,
    /// Of most nothing more is asked.
    demand: Option<Box<Demand>>,
}

/// What is asked of a text beyond the literal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Demand {
    /// Pieces that must follow.
    tail: Vec<String>,
    /// As written, where letter case must match.
    exact: Option<String>,
}

impl Use {
    pub(super) fn new(term: u32, tail: &[String], exact: Option<&str>) -> Use {
        let asks = !tail.is_empty() || exact.is_some();
        let demand = || Demand { tail: tail.to_vec(), exact: exact.map(str::to_owned) };
        Use { term, demand: asks.then(|| Box::new(demand())) }
    }

    /// Pieces that must follow.
    pub(super) fn tail(&self) -> &[String] {
        self.demand.as_ref().map_or(&[], |demand| &demand.tail)
    }

    /// As written, where letter case must match.
    pub(super) fn exact(&self) -> Option<&str> {
        self.demand.as_ref()?.exact.as_deref()
    }
}

/// The literals with what they stand for.
#[derive(Debug)]
pub(super) struct Literals {
    trie: Trie,
    starts: Starts,
    keys: Keys,
    texts: Texts,
    uses: Rows<Use>,
    /// Whether some literal begins in a script without spaces.
    dense: bool,
}

/// The literals without one of which no watch can be true.
#[derive(Debug, Default)]
struct Keys {
    starts: Starts,
    /// For each literal whether it is one.
    are: Vec<bool>,
}

/// Gathers literals, each once.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    uses: HashMap<String, Vec<Use>, RandomState>,
    /// Uses of all literals together.
    count: usize,
}

impl Gathering {
    pub(super) fn add(&mut self, text: String, stands_for: Use) {
        let uses = self.uses.entry(text).or_default();
        if uses.is_empty() {
            // Most stand for one thing: a list that grew as lists do would have room for four.
            uses.reserve_exact(1);
        }
        uses.push(stands_for);
        self.count += 1;
    }

    /// How many spellings were added, each with all that follows it: `"attack* (a|b)"` are two, though
    /// one literal is looked for.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn build(self) -> Result<Literals, TooLarge> {
        let mut literals: Vec<(String, Vec<Use>)> = self.uses.into_iter().collect();
        literals.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let texts: Texts = literals.iter().map(|(text, _)| text.as_str()).collect();
        let uses = literals.into_iter().map(|(_, uses)| uses).collect();
        let trie = Trie::new(&texts)?;
        let starts = Starts::new(texts.iter());
        let dense = texts.iter().any(|text| !text.starts_with(' '));
        Ok(Literals { trie, starts, keys: Keys::default(), texts, uses, dense })
    }
}

impl Literals {
    pub(super) fn len(&self) -> usize {
        self.uses.len()
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter()
    }

    pub(super) fn memory(&self) -> usize {
        self.trie.memory() + self.starts.memory() + self.keys.starts.memory()
    }

    pub(super) fn uses(&self, literal: u32) -> &[Use] {
        self.uses.row(literal as usize)
    }

    /// Says which literals are keys: those without one of which nobody wants to know the others.
    pub(super) fn set_keys(&mut self, are: Vec<bool>) {
        let keys = self.texts.iter().zip(&are).filter(|(_, is_key)| **is_key);
        let starts = Starts::new(keys.map(|(text, _)| text));
        self.keys = Keys { starts, are };
    }

    /// Whether any key is in the text.
    pub(super) fn has_key(&self, text: &str, has_dense: bool) -> bool {
        let is_key = |raw: &Raw| self.keys.are.get(raw.literal as usize) == Some(&true);
        let mut stop_at_key = |raw: Raw| {
            if is_key(&raw) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        self.pass(&self.keys.starts, (text, has_dense), &mut stop_at_key).is_break()
    }

    /// Calls back for every literal in the text, in order of their starts.
    pub(super) fn scan(&self, text: &str, has_dense: bool, mut found: impl FnMut(Raw)) {
        let mut each = |raw| {
            found(raw);
            ControlFlow::Continue(())
        };
        let _never_stopped = self.pass(&self.starts, (text, has_dense), &mut each);
    }

    /// Walks from every word of the text that these starts allow.
    fn pass(
        &self,
        starts: &Starts,
        (text, has_dense): (&str, bool),
        found: &mut impl FnMut(Raw) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let bytes = text.as_bytes();
        if self.dense && has_dense {
            let mut places = text.char_indices().filter(|(_, c)| *c == ' ' || is_dense(*c));
            return places.try_for_each(|(at, _)| self.walk(bytes, at, found));
        }
        let mut at = 0;
        while let Some((_, word)) = bytes.get(at..).and_then(<[u8]>::split_first) {
            let head = eight(word);
            if starts.may_begin(head) {
                self.walk(bytes, at, found)?;
            }
            at += 1 + word_length(word, head);
        }
        ControlFlow::Continue(())
    }

    /// All literals that begin at a byte.
    fn walk(
        &self,
        bytes: &[u8],
        start: usize,
        found: &mut impl FnMut(Raw) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let text = bytes.get(start..).unwrap_or_default();
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.trie.walk(text, |literal, length| {
            found(Raw { literal, start: place(start), end: place(start + length) })
        })
    }
}
