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

    use super::Quick;

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
