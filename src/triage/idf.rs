//! How rare a word is: a seeded table of common news words, and the number of live stories that
//! hold the word. Counting stories, not articles, keeps the words of a large event telling.

use std::sync::LazyLock;

use super::idf_table::SEED;
use super::quick::QuickMap;
use super::words::{Kind, kind};

/// Documents that the seed counts as, against live stories.
const SEED_DOCUMENTS: f32 = 4_000.0;
/// Share of documents that hold a word which the table does not list.
const UNLISTED: f32 = 0.000_1;

/// Weight of a word that `stories` of `live` stories hold: log2 of how seldom it is.
#[expect(clippy::cast_precision_loss, reason = "counts below 2^24 are exact")]
pub(super) fn idf(word: u32, stories: usize, live: usize) -> f32 {
    let seen = seed(word) * SEED_DOCUMENTS + stories as f32 + 0.5;
    log2((SEED_DOCUMENTS + live as f32 + 1.0) / seen)
}

/// Whether the table lists a word.
pub(super) fn is_common(word: u32) -> bool {
    SHARES.contains_key(&word)
}

/// Share of documents that hold the word, by the table.
fn seed(word: u32) -> f32 {
    match kind(word) {
        Some(Kind::Country) => return 0.03,
        Some(Kind::Concept | Kind::Target | Kind::Region) => return 0.01,
        Some(Kind::Owner | Kind::Source) => return 0.003,
        Some(Kind::Place | Kind::Spot | Kind::Site) => return 0.002,
        None => {}
    }
    SHARES.get(&word).copied().unwrap_or(UNLISTED)
}

/// The table by word: every word of every article asks it.
static SHARES: LazyLock<QuickMap<u32, f32>> = LazyLock::new(|| {
    // A row is (the word's hash << 16) | share * 2^16.
    #[expect(clippy::cast_precision_loss, reason = "16 bits")]
    let share = |row: u64| (row & 0xffff) as f32 / 65_536.0;
    let word = |row: u64| u32::try_from(row >> 16).ok();
    SEED.iter().filter_map(|row| Some((word(*row)?, share(*row)))).collect()
});

/// Logarithm by exponent and a parabola (error below .01): the same bits on every machine, which
/// the platform's own function does not promise.
fn log2(x: f32) -> f32 {
    let bits = x.max(f32::MIN_POSITIVE).to_bits();
    #[expect(clippy::cast_precision_loss, reason = "8 bits")]
    let exponent = (bits >> 23) as f32 - 127.0;
    let m = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    exponent + (-m / 3.0 + 2.0) * m - 5.0 / 3.0
}

/// `log2` of a story's size for the joining bar.
#[expect(clippy::cast_precision_loss, reason = "a size is small")]
pub(super) fn log2_size(size: u32) -> f32 {
    log2(size.max(1) as f32)
}

#[cfg(test)]
mod tests {
    use super::{SEED, idf, log2};

    #[test]
    fn the_logarithm_is_close_enough() {
        for x in [1.0_f32, 1.5, 2.0, 3.0, 10.0, 1_000.0, 0.01] {
            assert!((log2(x) - x.log2()).abs() < 0.01, "{x}");
        }
    }

    #[test]
    fn the_seed_is_sorted_and_knows_common_words() {
        assert!(SEED.is_sorted_by(|a, b| a >> 16 < b >> 16));
        let word = |w: &str| crate::triage::words::of(w);
        assert!(idf(word("government"), 0, 0) + 3.0 < idf(word("katyusha"), 0, 0));
    }

    #[test]
    fn words_of_many_stories_weigh_less() {
        assert!(idf(1, 0, 1_000) > idf(1, 10, 1_000));
        assert!(idf(1, 10, 1_000) > idf(1, 500, 1_000));
        assert!(idf(1, 1_000, 1_000) > 0.0);
    }
}
