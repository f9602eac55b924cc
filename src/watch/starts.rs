//! Which first letters literals have: most words of most texts begin none, and need not be looked at
//! any further.

use std::ops::Range;

/// Which first letters some literal has. The first three say whether any literal begins so, and how
/// long those are; a table for each length says whether one has these first letters.
#[derive(Debug, Default)]
pub(super) struct Starts {
    /// By the first three bytes: a bit for each row of `LENGTHS`.
    threes: Vec<u8>,
    tables: Vec<Bits>,
}

/// Lengths of literals, and the bytes that tell them apart. Shorter ones are in `threes`.
const LENGTHS: &[(Range<usize>, u64)] = &[
    (8..usize::MAX, u64::MAX),
    (6..8, 0xFFFF_FFFF_FFFF),
    (5..6, 0xFF_FFFF_FFFF),
    (4..5, 0xFFFF_FFFF),
];

/// The bit of literals of at most three bytes.
const SHORT: u8 = 1 << 7;

impl Starts {
    pub(super) fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Starts {
        let mut threes = vec![0; 1 << 15];
        let mut heads = vec![Vec::new(); LENGTHS.len()];
        for word in texts.filter_map(|text| text.strip_prefix(' ')).map(str::as_bytes) {
            let head = eight(word);
            let row = LENGTHS.iter().position(|(lengths, _)| lengths.contains(&word.len()));
            if let Some(heads) = row.and_then(|row| heads.get_mut(row)) {
                heads.push(head);
            }
            for three in three(head)..=three(head | unknown(word.len())) {
                if let Some(bits) = threes.get_mut(three) {
                    *bits |= row.map_or(SHORT, |row| 1 << row);
                }
            }
        }
        let table = |((_, mask), heads): (&(Range<usize>, u64), Vec<u64>)| {
            Bits::new(heads.into_iter().map(|head| head & mask))
        };
        Starts { threes, tables: LENGTHS.iter().zip(heads).map(table).collect() }
    }

    pub(super) fn memory(&self) -> usize {
        self.threes.len() + self.tables.iter().map(|table| table.bits.len() * 8).sum::<usize>()
    }

    pub(super) fn may_begin(&self, head: u64) -> bool {
        let rows = self.threes.get(three(head)).copied().unwrap_or_default();
        if rows == 0 {
            return false;
        }
        let tables = self.tables.iter().zip(LENGTHS).enumerate();
        let mut told =
            tables.map(|(row, (table, (_, mask)))| rows >> row & 1 == 1 && table.has(head & mask));
        rows & SHORT != 0 || told.any(|told| told)
    }
}

/// The first three bytes, five bits of each: lower-case letters differ in them. The third counts
/// least, so that all it can be lie together.
fn three(head: u64) -> usize {
    (((head & 31) << 10) | (head >> 8 & 31) << 5 | head >> 16 & 31) as usize
}

/// The bytes of a literal's first three that are any.
fn unknown(length: usize) -> u64 {
    let known = 8 * length.min(3);
    (0xFF_FFFF >> known) << known
}

/// The first eight bytes as a number, the first byte lowest; zeros where there are fewer.
pub(super) fn eight(word: &[u8]) -> u64 {
    match word.first_chunk::<8>() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => word.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// Bytes before the next space.
pub(super) fn word_length(word: &[u8], head: u64) -> usize {
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
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{Starts, eight, word_length};

    proptest! {
        #[test]
        fn a_word_ends_at_its_first_space(word in "[ !-~\\x00\\x01\u{a0}é]{0,24}") {
            let bytes = word.as_bytes();
            let first = bytes.iter().position(|byte| *byte == b' ').unwrap_or(bytes.len());
            prop_assert_eq!(word_length(bytes, eight(bytes)), first);
        }

        #[test]
        fn a_literal_may_begin_where_it_stands(
            literals in vec("[a-c0-9é ]{1,10}", 1..8),
            rest in "[ -~é]{0,10}",
        ) {
            let spaced: Vec<String> = literals.iter().map(|text| format!(" {text}")).collect();
            let starts = Starts::new(spaced.iter().map(String::as_str));
            for literal in &literals {
                let text = format!("{literal}{rest}");
                prop_assert!(starts.may_begin(eight(text.as_bytes())), "{literal:?} in {text:?}");
            }
        }
    }
}
