//! The literals of all watches in one contiguous-NFA automaton, and the walk over a text.
//!
//! A literal begins with the space before its first word, so the walk enters the automaton at
//! word starts only, and only where the first letters are those of some literal: most words of
//! most texts never reach it. That gives the same hits as one overlapping pass from end to end.

use std::collections::HashMap;

use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, BuildError, MatchKind, PatternID};

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
    /// Pieces that must follow.
    pub tail: Vec<String>,
    /// As written, where letter case must match.
    pub exact: Option<String>,
}

/// The automaton with what its literals stand for.
#[derive(Debug)]
pub(super) struct Literals {
    automaton: NFA,
    starts: Starts,
    texts: Vec<String>,
    uses: Vec<Vec<Use>>,
    /// Whether some literal begins in a script without spaces.
    dense: bool,
}

/// Gathers literals, each once.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
    uses: Vec<Vec<Use>>,
}

impl Gathering {
    pub(super) fn add(&mut self, text: String, stands_for: Use) {
        let next = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(text).or_insert_with_key(|text| {
            self.texts.push(text.clone());
            self.uses.push(Vec::new());
            next
        });
        let Some(uses) = self.uses.get_mut(number as usize) else { return };
        if !uses.contains(&stands_for) {
            uses.push(stands_for);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(super) fn build(self) -> Result<Literals, BuildError> {
        let automaton = NFA::builder().match_kind(MatchKind::Standard).build(&self.texts)?;
        let starts = Starts::new(&self.texts);
        let dense = self.texts.iter().any(|text| !text.starts_with(' '));
        Ok(Literals { automaton, starts, texts: self.texts, uses: self.uses, dense })
    }
}

impl Literals {
    pub(super) fn len(&self) -> usize {
        self.uses.len()
    }

    pub(super) fn texts(&self) -> &[String] {
        &self.texts
    }

    pub(super) fn memory(&self) -> usize {
        self.automaton.memory_usage() + self.starts.memory()
    }

    pub(super) fn uses(&self, literal: u32) -> &[Use] {
        self.uses.get(literal as usize).map_or(&[], Vec::as_slice)
    }

    /// Calls back for every literal in the text, in order of their starts.
    pub(super) fn scan(&self, text: &str, has_dense: bool, mut found: impl FnMut(Raw)) {
        let bytes = text.as_bytes();
        let dense = self.dense && has_dense;
        for (at, byte) in bytes.iter().enumerate() {
            let enters = match *byte {
                b' ' => self.starts.may_begin(bytes.get(at + 1..).unwrap_or_default()),
                0xC0.. if dense => {
                    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_dense)
                }
                _ => false,
            };
            if enters {
                self.walk(bytes, at, &mut found);
            }
        }
    }

    /// All literals that begin at a byte.
    fn walk(&self, bytes: &[u8], start: usize, found: &mut impl FnMut(Raw)) {
        let Ok(mut state) = self.automaton.start_state(Anchored::Yes) else { return };
        for (length, byte) in bytes.get(start..).unwrap_or_default().iter().enumerate() {
            state = self.automaton.next_state(Anchored::Yes, state, *byte);
            if !self.automaton.is_special(state) {
                continue;
            }
            if self.automaton.is_dead(state) {
                return;
            }
            if self.automaton.is_match(state) {
                let ends = |id: &PatternID| self.automaton.pattern_len(*id) == length + 1;
                let here = (0..self.automaton.match_len(state))
                    .map(|i| self.automaton.match_pattern(state, i));
                for id in here.filter(ends) {
                    found(Raw {
                        literal: u32::try_from(id.as_usize()).unwrap_or(u32::MAX),
                        start: u32::try_from(start).unwrap_or(u32::MAX),
                        end: u32::try_from(start + length + 1).unwrap_or(u32::MAX),
                    });
                }
            }
        }
    }
}

/// Which first letters some literal has: two bit tables, by four bytes and by two.
#[derive(Debug)]
struct Starts {
    four: Vec<u64>,
    shift: u32,
    two: Vec<u64>,
}

impl Starts {
    fn new(texts: &[String]) -> Starts {
        let bits = (texts.len().max(1_024) * 16).next_power_of_two().min(1 << 21);
        let mut starts =
            Starts { four: vec![0; bits / 64], shift: 32 - bits.ilog2(), two: vec![0; 1_024] };
        for text in texts {
            let Some(word) = text.strip_prefix(' ').map(str::as_bytes) else { continue };
            let (table, bit) = match word.first_chunk::<4>() {
                Some(four) => (&mut starts.four, hash(*four, starts.shift)),
                None => (&mut starts.two, two(word)),
            };
            if let Some(bits) = table.get_mut(bit / 64) {
                *bits |= 1 << (bit % 64);
            }
        }
        starts
    }

    fn memory(&self) -> usize {
        (self.four.len() + self.two.len()) * 8
    }

    fn may_begin(&self, word: &[u8]) -> bool {
        let has = |table: &[u64], bit: usize| {
            table.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
        };
        word.first_chunk::<4>().is_some_and(|four| has(&self.four, hash(*four, self.shift)))
            || has(&self.two, two(word))
    }
}

fn hash(four: [u8; 4], shift: u32) -> usize {
    (u32::from_le_bytes(four).wrapping_mul(0x9E37_79B1) >> shift) as usize
}

fn two(word: &[u8]) -> usize {
    match word {
        [a, b, ..] => usize::from(*a) << 8 | usize::from(*b),
        _ => 0,
    }
}
