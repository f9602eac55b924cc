//! Unit vectors over hashed words, kept as (word, weight) sorted by word. Only `+ * /` and the
//! square root are used, in a fixed order, so results are the same on every machine.

/// Words kept of a centroid.
pub(super) const MOST_WORDS: usize = 64;

/// A sparse vector, sorted by word.
pub(super) type Vector = Vec<(u64, f32)>;

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
pub(super) fn cosine(a: &[(u64, f32)], b: &[(u64, f32)]) -> f32 {
    let (mut rest_a, mut rest_b, mut sum) = (a, b, 0.0);
    while let ([(p, x), tail_a @ ..], [(q, y), tail_b @ ..]) = (rest_a, rest_b) {
        if p <= q {
            rest_a = tail_a;
        }
        if q <= p {
            rest_b = tail_b;
        }
        if p == q {
            sum += x * y;
        }
    }
    sum
}

/// Cosine of two vectors of any length, as parts of unit vectors are.
pub(super) fn cosine_of_parts(a: &[(u64, f32)], b: &[(u64, f32)]) -> f32 {
    let square = |v: &[(u64, f32)]| v.iter().map(|(_, w)| w * w).sum::<f32>();
    let both = (square(a) * square(b)).sqrt();
    if both > 0.0 { cosine(a, b) / both } else { 0.0 }
}

/// The centroid of `size` articles after one more: at most [`MOST_WORDS`] words, the heaviest.
pub(super) fn join(centroid: &[(u64, f32)], size: u32, article: &[(u64, f32)]) -> Vector {
    /// A large story still turns with its news.
    const MOST_SIZE: u32 = 32;
    #[expect(clippy::cast_precision_loss, reason = "at most 32")]
    let weight = size.min(MOST_SIZE) as f32;
    let mut all: Vector = centroid.iter().map(|(word, w)| (*word, w * weight)).collect();
    all.extend_from_slice(article);
    all.sort_by_key(|(word, _)| *word);
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    unit(heaviest(all))
}

fn heaviest(mut all: Vector) -> Vector {
    if all.len() > MOST_WORDS {
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.truncate(MOST_WORDS);
        all.sort_by_key(|(word, _)| *word);
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
            let words = (0..30_u64).map(|w| (w * 7 + u64::from(size) * 13, 1.0)).collect();
            centroid = join(&centroid, size, &unit(words));
        }
        assert_eq!(centroid.len(), MOST_WORDS);
        assert!(centroid.is_sorted_by_key(|(word, _)| *word));
        assert!((cosine(&centroid, &centroid) - 1.0).abs() < 1e-5);
    }
}
