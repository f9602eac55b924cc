//! The literals of all watches in one contiguous-NFA automaton, and the walk over a text.
//!
//! A literal begins with the space before its first word, so the walk enters the automaton at
//! word starts only, and only where the first letters are those of some literal: most words of
//! most texts never reach it. That gives the same hits as one overlapping pass from end to end.

use std::collections::HashMap;
use std::ops::Range;

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
            // Most stand for one thing: a list that grew as lists do would have room for four.
            uses.reserve_exact(1);
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
        if self.dense && has_dense {
            let starts = text.char_indices().filter(|(_, c)| *c == ' ' || is_dense(*c));
            starts.for_each(|(at, _)| self.walk(bytes, at, &mut found));
            return;
        }
        let mut at = 0;
        while let Some((_, word)) = bytes.get(at..).and_then(<[u8]>::split_first) {
            let head = eight(word);
            if self.starts.may_begin(head) {
                self.walk(bytes, at, &mut found);
            }
            at += 1 + word_length(word, head);
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

/// Which first letters some literal has. The first two say whether any literal begins so, and how
/// long those are; a table for each length says whether one has these first letters.
#[derive(Debug)]
struct Starts {
    /// By the first two bytes: a bit for each row of `LENGTHS`.
    pairs: Vec<u8>,
    tables: Vec<Bits>,
}

/// Lengths of literals, and the bytes that tell them apart. Those of two bytes are in `pairs`.
const LENGTHS: &[(Range<usize>, u64)] = &[
    (8..usize::MAX, u64::MAX),
    (6..8, 0xFFFF_FFFF_FFFF),
    (5..6, 0xFF_FFFF_FFFF),
    (4..5, 0xFFFF_FFFF),
    (3..4, 0xFF_FFFF),
];

/// The bit of literals of two bytes.
const SHORT: u8 = 1 << 7;

impl Starts {
    fn new(texts: &[String]) -> Starts {
        let words = || texts.iter().filter_map(|text| text.strip_prefix(' ')).map(str::as_bytes);
        let mut pairs = vec![0; 1 << 16];
        for word in words() {
            let row = LENGTHS.iter().position(|(lengths, _)| lengths.contains(&word.len()));
            if let Some(bits) = pairs.get_mut(pair(eight(word))) {
                *bits |= row.map_or(SHORT, |row| 1 << row);
            }
        }
        let table = |(lengths, mask): &(Range<usize>, u64)| {
            Bits::new(words().filter(|word| lengths.contains(&word.len())).map(|w| eight(w) & mask))
        };
        Starts { pairs, tables: LENGTHS.iter().map(table).collect() }
    }

    fn memory(&self) -> usize {
        self.pairs.len() + self.tables.iter().map(|table| table.bits.len() * 8).sum::<usize>()
    }

    fn may_begin(&self, head: u64) -> bool {
        let rows = self.pairs.get(pair(head)).copied().unwrap_or_default();
        if rows == 0 {
            return false;
        }
        let tables = self.tables.iter().zip(LENGTHS).enumerate();
        let mut told =
            tables.map(|(row, (table, (_, mask)))| rows >> row & 1 == 1 && table.has(head & mask));
        rows & SHORT != 0 || told.any(|told| told)
    }
}

/// The first two bytes.
fn pair(head: u64) -> usize {
    (head & 0xFFFF) as usize
}

/// The first eight bytes as a number, the first byte lowest; zeros where there are fewer.
fn eight(word: &[u8]) -> u64 {
    match word.first_chunk::<8>() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => word.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// Bytes before the next space.
fn word_length(word: &[u8], head: u64) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let zero_at_spaces = head ^ (EACH * 0x20);
    // The lowest bit is that of the first zero byte; those above may err.
    let spaces = zero_at_spaces.wrapping_sub(EACH) & !zero_at_spaces & (EACH << 7);
    if spaces != 0 {
        return (spaces.trailing_zeros() / 8) as usize;
    }
    let rest = word.get(8..).unwrap_or_default();
    rest.iter().position(|byte| *byte == b' ').map_or(word.len(), |at| 8 + at)
}

/// A set of numbers that may say yes to a stranger, but never no to a member.
#[derive(Debug)]
struct Bits {
    bits: Vec<u64>,
    shift: u32,
}

impl Bits {
    fn new(members: impl Iterator<Item = u64>) -> Bits {
        let members: Vec<u64> = members.collect();
        let size = (members.len() * 16).next_power_of_two().clamp(1 << 10, 1 << 21);
        let mut set = Bits { bits: vec![0; size / 64], shift: 64 - size.ilog2() };
        for member in members {
            let (word, bit) = set.place(member);
            if let Some(bits) = set.bits.get_mut(word) {
                *bits |= bit;
            }
        }
        set
    }

    fn has(&self, number: u64) -> bool {
        let (word, bit) = self.place(number);
        self.bits.get(word).is_some_and(|bits| bits & bit != 0)
    }

    fn place(&self, number: u64) -> (usize, u64) {
        let hash = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift;
        ((hash / 64) as usize, 1 << (hash % 64))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{eight, word_length};

    proptest! {
        #[test]
        fn a_word_ends_at_its_first_space(word in "[ !-~\\x00\\x01\u{a0}é]{0,24}") {
            let bytes = word.as_bytes();
            let first = bytes.iter().position(|byte| *byte == b' ').unwrap_or(bytes.len());
            prop_assert_eq!(word_length(bytes, eight(bytes)), first);
        }
    }
}
