//! Hash maps keyed by what is a hash already: one multiplication in place of SipHash.
//!
//! Seeded anew in each process, so that nobody can choose words or guids that crowd one bucket.
//! Nothing here may decide an order: maps of this kind are asked, never walked.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;

/// A map whose keys are hashes.
pub(super) type QuickMap<K, V> = HashMap<K, V, Quick>;

/// A set of hashes.
pub(super) type QuickSet<K> = HashSet<K, Quick>;

static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0_u64));

/// Makes hashers for keys that are one number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quick(u64);

impl Default for Quick {
    fn default() -> Self {
        Quick(*SEED)
    }
}

impl BuildHasher for Quick {
    type Hasher = Folded;

    fn build_hasher(&self) -> Folded {
        Folded(self.0)
    }
}

/// A table by the hashes of words that is asked for every word of a text, and holds few of them: a bit tells
/// that of nearly all the others.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon<V> {
    marks: Vec<u64>,
    words: QuickMap<u64, V>,
}

/// Bits for each word of a table: one in so many words that it does not hold is looked up.
const BITS: usize = 16;

impl<V> Lexicon<V> {
    /// What it holds of a word.
    pub fn get(&self, hash: u64) -> Option<&V> {
        let (number, bit) = self.mark(hash);
        self.marks.get(number).filter(|marks| **marks & bit != 0)?;
        self.words.get(&hash)
    }

    /// Whether it holds a word.
    pub fn holds(&self, hash: u64) -> bool {
        self.get(hash).is_some()
    }

    fn mark(&self, hash: u64) -> (usize, u64) {
        // The number of marks is a power of two.
        let mask = (self.marks.len() as u64).wrapping_sub(1);
        let number = usize::try_from((hash / 64) & mask).unwrap_or_default();
        (number, 1 << (hash % 64))
    }
}

impl<V> FromIterator<(u64, V)> for Lexicon<V> {
    /// Of two entries for one word the later counts.
    fn from_iter<I: IntoIterator<Item = (u64, V)>>(entries: I) -> Lexicon<V> {
        let words: QuickMap<u64, V> = entries.into_iter().collect();
        let marks = vec![0; (words.len() * BITS).next_power_of_two().div_ceil(64)];
        let mut lexicon = Lexicon { marks, words: QuickMap::default() };
        for hash in words.keys() {
            let (number, bit) = lexicon.mark(*hash);
            if let Some(marks) = lexicon.marks.get_mut(number) {
                *marks |= bit;
            }
        }
        Lexicon { words, ..lexicon }
    }
}

impl FromIterator<u64> for Lexicon<()> {
    fn from_iter<I: IntoIterator<Item = u64>>(words: I) -> Lexicon<()> {
        words.into_iter().map(|word| (word, ())).collect()
    }
}

/// The state of one hash.
pub(super) struct Folded(u64);

impl Hasher for Folded {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        let wide = u128::from(self.0 ^ number) * 0x9e37_79b9_7f4a_7c15_u128;
        // Both halves count: the low one knows the key's low bits, the high one all of them.
        #[expect(clippy::cast_possible_truncation, reason = "the halves are what is wanted")]
        let folded = (wide >> 64) as u64 ^ wide as u64;
        self.0 = folded;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::hash::BuildHasher;

    use super::{Lexicon, Quick};

    #[test]
    fn a_lexicon_holds_what_it_was_given_and_nothing_else() {
        let word = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for size in [0, 1, 3, 100, 5_000] {
            let lexicon: Lexicon<u64> = (0..size).map(|n| (word(n), n)).collect();
            for n in 0..size * 2 + 10 {
                assert_eq!(lexicon.get(word(n)).copied(), Some(n).filter(|n| *n < size));
            }
        }
    }

    #[test]
    fn keys_that_differ_in_few_bits_are_spread() {
        let quick = Quick::default();
        for shift in [0, 8, 24, 40, 52] {
            let low: HashSet<u64> =
                (0..4_096_u64).map(|k| quick.hash_one(k << shift) & 0xfff).collect();
            let top: HashSet<u64> =
                (0..4_096_u64).map(|k| quick.hash_one(k << shift) >> 57).collect();
            assert!(low.len() > 1_500, "{shift} {}", low.len());
            assert_eq!(top.len(), 128, "{shift}");
        }
    }
}
