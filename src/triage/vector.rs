//! Unit vectors over hashed words, kept as (word, weight) sorted by word. Only `+ * /` and the
//! square root are used, in a fixed order, so results are the same on every machine.

use std::ops::RangeInclusive;

use super::words::{Kind, names};

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

/// One in 65,536ths, in which the weights of centroids are kept: half the room, and the same bits
/// wherever they have been.
const ONE: f32 = 65_536.0;

/// A centroid ready to be compared, in one piece: the words, then their weights, two in a number.
/// Of most candidates only the words are asked, so few cache lines are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Centroid(Box<[u32]>);

impl Centroid {
    /// From a list that is sorted by word.
    pub(super) fn of(list: &[(u32, u16)]) -> Centroid {
        let mut parts = Vec::with_capacity(list.len() + list.len().div_ceil(2));
        parts.extend(list.iter().map(|(word, _)| *word));
        parts.extend(list.chunks(2).map(|two| {
            two.iter().rev().fold(0, |both, (_, weight)| both << 16 | u32::from(*weight))
        }));
        Centroid(parts.into())
    }

    /// As it is written down.
    pub(super) fn list(&self) -> Vec<(u32, u16)> {
        self.pairs().collect()
    }

    /// Its words, sorted.
    pub(super) fn words(&self) -> &[u32] {
        self.parts().0
    }

    /// As a vector.
    pub(super) fn vector(&self) -> Vector {
        self.pairs().map(|(word, weight)| (word, f32::from(weight) / ONE)).collect()
    }

    /// The part of its vector whose words are in a range.
    pub(super) fn part(&self, names: RangeInclusive<u32>) -> impl Iterator<Item = (u32, f32)> {
        let (words, weights) = self.parts();
        let from = words.partition_point(|word| word < names.start());
        let within = (from..).zip(words.iter().skip(from));
        within
            .take_while(move |(_, word)| *word <= names.end())
            .map(|(at, word)| (*word, f32::from(weight_at(weights, at)) / ONE))
    }

    /// Reads one word of every cache line, which has them all near when they are needed.
    pub(super) fn fetch(&self) {
        /// Words of a line.
        const LINE: usize = 16;
        self.words().iter().step_by(LINE).for_each(|word| _ = std::hint::black_box(*word));
    }

    /// The words, and the weights two by two: three numbers for two words.
    fn parts(&self) -> (&[u32], &[u32]) {
        self.0.split_at(self.0.len() * 2 / 3)
    }

    fn pairs(&self) -> impl Iterator<Item = (u32, u16)> {
        let (words, weights) = self.parts();
        words.iter().enumerate().map(|(i, word)| (*word, weight_at(weights, i)))
    }
}

/// One of the weights that lie two in a number.
fn weight_at(weights: &[u32], at: usize) -> u16 {
    let both = weights.get(at / 2).copied().unwrap_or_default();
    let [low, high] = [both as u16, (both >> 16) as u16];
    if at.is_multiple_of(2) { low } else { high }
}

/// Cosine of two unit vectors, both sorted by word.
pub(super) fn cosine(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let mut rest = a.iter().peekable();
    let mut weight = |word: u32| {
        while rest.next_if(|(own, _)| *own < word).is_some() {}
        rest.peek().filter(|(own, _)| *own == word).map_or(0.0, |(_, weight)| *weight)
    };
    b.iter().map(|(word, y)| weight(*word) * y).sum()
}

/// Places of a [`Sieve`]: an article has some 45 words, so few of another's fall on one of them.
const SIEVE: usize = 2_048;

/// Words of a centroid that are looked at together, a bit for each: of most none is shared.
const TOGETHER: usize = 64;

/// Sums may differ by less than this in their last places, and so may lengths of 1.
const MORE: f32 = 1.001;

/// How much the heaviest word of a centroid weighs.
pub(super) fn heaviest(list: &[(u32, u16)]) -> f32 {
    f32::from(list.iter().map(|(_, weight)| *weight).max().unwrap_or_default()) / ONE
}

/// A vector that is compared with many others: a table tells at once where a word stands in it.
pub(super) struct Sieve<'a> {
    vector: &'a [(u32, f32)],
    /// What is shared with the centroid at hand: a place in it and the own weight.
    shared: Vec<(usize, f32)>,
    /// By a word's low bits, or the next free place: its place in the vector, counted from 1.
    table: [u16; SIEVE],
}

impl Sieve<'_> {
    pub(super) fn of(vector: &[(u32, f32)]) -> Sieve<'_> {
        let mut table = [0; SIEVE];
        // The table has room for these many times over; no real article has more.
        for (number, (word, _)) in (1..1_024_u16).zip(vector) {
            let mut at = *word as usize;
            while table.get(at % SIEVE).is_some_and(|taken| *taken != 0) {
                at += 1;
            }
            if let Some(free) = table.get_mut(at % SIEVE) {
                *free = number;
            }
        }
        Sieve { vector, shared: Vec::with_capacity(MOST_WORDS), table }
    }

    /// Cosine with a centroid of which no word weighs more than `heaviest`, or nothing where it must be less
    /// than `least`: what two share mostly tells that, and the centroid's weights need not be fetched.
    pub(super) fn cosine(
        &mut self,
        (other, heaviest): (&Centroid, f32),
        least: f32,
    ) -> Option<f32> {
        let (words, weights) = other.parts();
        self.share(words);
        let (sum, square) = self
            .shared
            .iter()
            .fold((0.0, 0.0), |(sum, square), (_, own)| (sum + own, own * own + square));
        // Both vectors are of length 1, so the cosine is no more than the length of what is shared either.
        let most: f32 = (sum * heaviest).min(square.sqrt());
        if most * MORE < least {
            return None;
        }
        let mut sum = 0.0;
        for (at, own) in &self.shared {
            sum += own * f32::from(weight_at(weights, *at));
        }
        Some(sum / ONE)
    }

    /// Finds what is shared with some words.
    fn share(&mut self, words: &[u32]) {
        self.shared.clear();
        for (from, some) in (0..).step_by(TOGETHER).zip(words.chunks(TOGETHER)) {
            let mut hits = some.iter().rev().fold(0_u64, |hits, word| {
                hits << 1 | u64::from(self.table[*word as usize % SIEVE] != 0)
            });
            while hits != 0 {
                let at = hits.trailing_zeros() as usize;
                hits &= hits - 1;
                let own = some.get(at).map_or(0.0, |word| self.weight(*word));
                // Another word that falls on the same place is not shared.
                if own > 0.0 {
                    self.shared.push((from + at, own));
                }
            }
        }
    }

    /// The weight of a word; none where it has none.
    fn weight(&self, word: u32) -> f32 {
        let mut at = word as usize;
        while let Some(place) = usize::from(self.table[at % SIEVE]).checked_sub(1) {
            match self.vector.get(place) {
                Some((own, weight)) if *own == word => return *weight,
                _ => at += 1,
            }
        }
        0.0
    }
}

/// Cosine of two vectors of any length, as parts of unit vectors are.
pub(super) fn cosine_of_parts(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let square = |v: &[(u32, f32)]| v.iter().map(|(_, w)| w * w).sum::<f32>();
    let both = (square(a) * square(b)).sqrt();
    if both > 0.0 { cosine(a, b) / both } else { 0.0 }
}

/// The centroid of `size` articles after one more: at most [`MOST_WORDS`] words, the heaviest.
pub(super) fn join(centroid: &[(u32, u16)], size: u32, article: &[(u32, f32)]) -> Vec<(u32, u16)> {
    #[expect(clippy::cast_precision_loss, reason = "at most 32")]
    let weight = size.min(MOST_SIZE) as f32 / ONE;
    let old: Vector = centroid.iter().map(|(word, x)| (*word, f32::from(*x) * weight)).collect();
    kept(unit(shortened(sum(&old, article))))
}

/// The centroid of two stories together, each counting by its size.
pub(super) fn union(a: (&[(u32, u16)], u32), b: (&[(u32, u16)], u32)) -> Vec<(u32, u16)> {
    #[expect(clippy::cast_precision_loss, reason = "at most 32")]
    let weighed = |(list, size): (&[(u32, u16)], u32)| -> Vector {
        let weight = size.clamp(1, MOST_SIZE) as f32 / ONE;
        list.iter().map(|(word, x)| (*word, f32::from(*x) * weight)).collect()
    };
    kept(unit(shortened(sum(&weighed(a), &weighed(b)))))
}

/// A large story still turns with its news.
const MOST_SIZE: u32 = 32;

/// A unit vector as it is kept; what weighs next to nothing goes.
fn kept(unit: Vector) -> Vec<(u32, u16)> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let weigh = |weight: f32| (weight * ONE + 0.5).clamp(0.0, 65_535.0) as u16;
    let all = unit.into_iter().map(|(word, weight)| (word, weigh(weight)));
    all.filter(|(_, weight)| *weight > 0).collect()
}

/// The sum of two vectors.
fn sum(a: &[(u32, f32)], b: &[(u32, f32)]) -> Vector {
    let mut all = Vector::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some((p, x)), Some((q, y))) if p == q => (*p, x + y),
            (Some((p, x)), Some((q, _))) if p < q => (*p, *x),
            (Some(next), None) | (_, Some(next)) => **next,
            (None, None) => break,
        };
        a.next_if(|(word, _)| *word == next.0);
        b.next_if(|(word, _)| *word == next.0);
        all.push(next);
    }
    all
}

/// Names that a centroid keeps before all others: sites, owners and sources.
const FIRST: RangeInclusive<u32> = *names(Kind::Site).start()..=*names(Kind::Source).end();

/// The heaviest words of a vector, as many as a centroid keeps.
fn shortened(mut all: Vector) -> Vector {
    if all.len() > MOST_WORDS {
        // Where it was and whose mission it is weigh little, and part what is not one.
        let first = |word: u32| FIRST.contains(&word);
        let heavy = |a: &(u32, f32), b: &(u32, f32)| {
            first(b.0).cmp(&first(a.0)).then(b.1.total_cmp(&a.1)).then(a.0.cmp(&b.0))
        };
        all.select_nth_unstable_by(MOST_WORDS, heavy);
        all.truncate(MOST_WORDS);
        all.sort_unstable_by_key(|(word, _)| *word);
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    use super::{Centroid, MOST_WORDS, Sieve, cosine, heaviest, join, union, unit};

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
        let one = Centroid::of(&centroid);
        assert_eq!(one.list(), centroid);
        let vector = one.vector();
        let cosine = |least| Sieve::of(&vector).cosine((&one, heaviest(&centroid)), least);
        assert!(cosine(0.9).is_some_and(|cosine| (cosine - 1.0).abs() < 1e-3));
        assert_eq!(cosine(1.1), None);
    }

    proptest! {
        #[test]
        fn a_cosine_that_is_not_told_is_less_than_asked_for(
            own in vec((0..90_u32, 1..9_u16), 0..40),
            theirs in vec((0..90_u32, 1..9_u16), 0..80),
            least in 0.0..1.0_f32,
        ) {
            let summed = |list: Vec<(u32, u16)>| {
                let mut all: BTreeMap<u32, f32> = BTreeMap::new();
                list.into_iter().for_each(|(word, n)| *all.entry(word).or_default() += f32::from(n));
                unit(all.into_iter().collect())
            };
            let (own, list) = (summed(own), join(&[], 0, &summed(theirs)));
            let other = Centroid::of(&list);
            let wanted = cosine(&own, &other.vector());
            match Sieve::of(&own).cosine((&other, heaviest(&list)), least) {
                Some(found) => prop_assert!((found - wanted).abs() < 1e-4),
                None => prop_assert!(wanted < least),
            }
        }
    }

    #[test]
    fn two_stories_together_lie_between_them() {
        let a = join(&[], 0, &unit(vec![(1, 1.0)]));
        let b = join(&[], 0, &unit(vec![(2, 1.0)]));
        let both = union((&a, 1), (&b, 1));
        assert_eq!(both.iter().map(|(word, _)| *word).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(both[0].1, both[1].1);
    }
}
