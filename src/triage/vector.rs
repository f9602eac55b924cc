//! Unit vectors over hashed words, kept as (word, weight) sorted by word. Only `+ * /` and the
//! square root are used, in a fixed order, so results are the same on every machine.

/// Words kept of a centroid.
pub(super) const MOST_WORDS: usize = 64;

/// A sparse vector, sorted by word.
pub(super) type Vector = Vec<(u32, f32)>;

/// The same direction at length 1; a vector of nothing stays nothing.
pub(super) fn unit(mut v: Vector) -> Vector {
    let square: f32 = v.iter().map(|(_, w)| w * w).sum();
    if square <= 0.0 {
        return Vector::new();
    }
    let length = square.sqrt();
    for (_, w) in &mut v {
        *w /= length;
    }
    v
}

/// Cosine of two unit vectors.
pub(super) fn cosine(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    Sieve::of(a).cosine(b)
}

/// Bits of a [`Sieve`]: an article has some 45 words, so few of another's pass by chance.
const SIEVE: usize = 1_024;

/// A vector that is compared with many others: bits tell at once which words it cannot have.
pub(super) struct Sieve<'a> {
    vector: &'a [(u32, f32)],
    bits: [u64; SIEVE / 64],
}

impl Sieve<'_> {
    pub(super) fn of(vector: &[(u32, f32)]) -> Sieve<'_> {
        let mut bits = [0_u64; SIEVE / 64];
        for (word, _) in vector {
            let (at, bit) = place(*word);
            if let Some(bits) = bits.get_mut(at) {
                *bits |= bit;
            }
        }
        Sieve { vector, bits }
    }

    /// Cosine with another unit vector.
    pub(super) fn cosine(&self, other: &[(u32, f32)]) -> f32 {
        let mut sum = 0.0;
        for (word, y) in other {
            let (at, bit) = place(*word);
            if self.bits.get(at).is_none_or(|bits| bits & bit == 0) {
                continue;
            }
            let found = self.vector.binary_search_by_key(word, |(own, _)| *own);
            if let Some((_, x)) = found.ok().and_then(|at| self.vector.get(at)) {
                sum += x * y;
            }
        }
        sum
    }
}

/// Reads one entry of every cache line of a vector, which has them all near when they are needed.
pub(super) fn fetch(vector: &[(u32, f32)]) {
    /// Entries of a line.
    const LINE: usize = 8;
    vector.iter().step_by(LINE).for_each(|entry| _ = std::hint::black_box(*entry));
}

fn place(word: u32) -> (usize, u64) {
    let at = word as usize % SIEVE;
    (at / 64, 1 << (at % 64))
}

/// Cosine of two vectors of any length, as parts of unit vectors are.
pub(super) fn cosine_of_parts(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let square = |v: &[(u32, f32)]| v.iter().map(|(_, w)| w * w).sum::<f32>();
    let both = (square(a) * square(b)).sqrt();
    if both > 0.0 { cosine(a, b) / both } else { 0.0 }
}

/// The centroid of `size` articles after one more: at most [`MOST_WORDS`] words, the heaviest.
pub(super) fn join(centroid: &[(u32, f32)], size: u32, article: &[(u32, f32)]) -> Vector {
    /// A large story still turns with its news.
    const MOST_SIZE: u32 = 32;
    #[expect(clippy::cast_precision_loss, reason = "at most 32")]
    let weight = size.min(MOST_SIZE) as f32;
    let mut all = Vector::with_capacity(centroid.len() + article.len());
    let (mut old, mut new) = (centroid.iter().peekable(), article.iter().peekable());
    loop {
        let next = match (old.peek(), new.peek()) {
            (Some((p, x)), Some((q, y))) if p == q => (*p, x * weight + y),
            (Some((p, x)), Some((q, _))) if p < q => (*p, x * weight),
            (Some((p, x)), None) => (*p, x * weight),
            (_, Some(next)) => **next,
            (None, None) => break,
        };
        old.next_if(|(word, _)| *word == next.0);
        new.next_if(|(word, _)| *word == next.0);
        all.push(next);
    }
    unit(heaviest(all))
}

fn heaviest(mut all: Vector) -> Vector {
    if all.len() > MOST_WORDS {
        let heavy = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        all.select_nth_unstable_by(MOST_WORDS, heavy);
        all.truncate(MOST_WORDS);
        all.sort_unstable_by_key(|(word, _)| *word);
        all.shrink_to_fit();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{MOST_WORDS, cosine, join, unit};

    #[test]
    fn a_vector_is_like_itself_and_unlike_others() {
        let a = unit(vec![(1, 3.0), (2, 4.0)]);
        assert!((cosine(&a, &a) - 1.0).abs() < 1e-6);
        assert!(cosine(&a, &unit(vec![(3, 1.0)])).abs() < 1e-9);
        assert!(unit(vec![(1, 0.0)]).is_empty());
    }

    #[test]
    fn a_centroid_stays_small_sorted_and_of_length_one() {
        let mut centroid = Vec::new();
        for size in 0..20_u32 {
            let words = (0..30_u32).map(|w| (w * 7 + size * 13, 1.0)).collect();
            centroid = join(&centroid, size, &unit(words));
        }
        assert_eq!(centroid.len(), MOST_WORDS);
        assert!(centroid.is_sorted_by_key(|(word, _)| *word));
        assert!((cosine(&centroid, &centroid) - 1.0).abs() < 1e-5);
    }
}
