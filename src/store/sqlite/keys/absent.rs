//! Tells of most keys that a tree does not hold them: a few bits for each key that went into it (Bloom,
//! "Space/time trade-offs in hash coding with allowable errors", 1970; all bits of a key in one word, so that
//! each layer is asked with one read: Putze, Sanders and Singler, "Cache-, hash- and space-efficient Bloom
//! filters", 2007).

use crate::domain::Identity;

/// Words of the first layer; each later one has twice as many.
const FIRST: usize = 1 << 13;

/// Keys for each word of 64 bits: few in a hundred that are not there seem to be.
const KEYS: usize = 8;

/// The keys that went into a tree, more or less: none is missing.
#[derive(Debug, Default)]
pub(super) struct Absent {
    layers: Vec<Vec<u64>>,
    /// Keys that the last layer still has room for.
    room: usize,
}

impl Absent {
    /// Notes a key.
    pub(super) fn add(&mut self, key: &Identity) {
        if self.room == 0 {
            let words = self.layers.last().map_or(FIRST, |last| 2 * last.len());
            self.layers.push(vec![0; words]);
            self.room = KEYS * words;
        }
        let (place, bits) = spread(key);
        if let Some(layer) = self.layers.last_mut() {
            // The number of words is a power of two.
            let at = place & (layer.len() - 1);
            if let Some(word) = layer.get_mut(at) {
                *word |= bits;
            }
            self.room -= 1;
        }
    }

    /// Whether a key may be there.
    pub(super) fn may_hold(&self, key: &Identity) -> bool {
        let (place, bits) = spread(key);
        let is_set = |word: &u64| word & bits == bits;
        self.layers.iter().any(|layer| layer.get(place & (layer.len() - 1)).is_some_and(is_set))
    }
}

/// A key's place in a layer and its bits there: keys are hashes already.
fn spread(Identity(key): &Identity) -> (usize, u64) {
    let [a, b, c, d, e, f, g, h, i, j, k, l, ..] = *key;
    let place = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
    let bits = [i, j, k, l].into_iter().fold(0, |bits, byte| bits | 1 << (byte % 64));
    #[expect(clippy::cast_possible_truncation, reason = "its low bits are what is wanted")]
    (place as usize, bits)
}

#[cfg(test)]
mod tests {
    use super::Absent;
    use crate::domain::Identity;

    fn key(number: u64) -> Identity {
        let mixed = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        Identity((mixed ^ mixed >> 61).to_be_bytes())
    }

    #[test]
    fn no_key_is_missing_and_few_others_seem_to_be_there() {
        let mut absent = Absent::default();
        assert!(!absent.may_hold(&key(1)));
        (0..300_000).for_each(|number| absent.add(&key(number)));
        assert!((0..300_000).all(|number| absent.may_hold(&key(number))));
        let seeming = (300_000..400_000).filter(|number| absent.may_hold(&key(*number))).count();
        assert!(seeming < 20_000, "{seeming}");
    }
}
