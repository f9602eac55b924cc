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
        if self.dense && has_dense {
            let starts = text.char_indices().filter(|(_, c)| *c == ' ' || is_dense(*c));
            starts.for_each(|(at, _)| self.walk(bytes, at, &mut found));
            return;
        }
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| rest.len() > 1) {
            let (_, word) = rest.split_at(1);
            if self.starts.may_begin(word) {
                self.walk(bytes, at, &mut found);
            }
            let length = word.iter().position(|byte| *byte == b' ').unwrap_or(word.len());
            at += 1 + length;
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

/// Which first letters some literal has: bit tables by six bytes, by four and by two, each for
/// the literals that are long enough for it and not for the one before.
#[derive(Debug)]
struct Starts {
    six: Bits,
    four: Bits,
    two: Bits,
}

impl Starts {
    fn new(texts: &[String]) -> Starts {
        let words = || texts.iter().filter_map(|text| text.strip_prefix(' ')).map(str::as_bytes);
        let of = |lengths: std::ops::Range<usize>| {
            words().filter(move |word| lengths.contains(&word.len()))
        };
        Starts {
            six: Bits::new(of(6..usize::MAX).map(|word| eight(word) & SIX)),
            four: Bits::new(of(4..6).map(|word| eight(word) & FOUR)),
            two: Bits::new(of(2..4).map(|word| eight(word) & TWO)),
        }
    }

    fn memory(&self) -> usize {
        (self.six.bits.len() + self.four.bits.len() + self.two.bits.len()) * 8
    }

    fn may_begin(&self, word: &[u8]) -> bool {
        let word = eight(word);
        self.six.has(word & SIX) || self.four.has(word & FOUR) || self.two.has(word & TWO)
    }
}

const SIX: u64 = 0xFFFF_FFFF_FFFF;
const FOUR: u64 = 0xFFFF_FFFF;
const TWO: u64 = 0xFFFF;

/// The first eight bytes as a number, the first byte lowest; zeros where there are fewer.
fn eight(word: &[u8]) -> u64 {
    match word.first_chunk::<8>() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => word.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
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
