//! What clustering and origins need of one article's text, as hashes: counted words of the title
//! and of the start of the summary, 4-word shingles, its agency mark and its countries.

use super::words::{Word, counted, folded, mix, name, split};
use super::{origin, places};
use crate::domain::{Article, Features};

/// Words of the summary (or, without one, of the body) that count.
const SUMMARY_WORDS: usize = 40;
/// Words that make a shingle, and words of a text that are shingled.
const SHINGLE: usize = 4;
const SHINGLED_WORDS: usize = 80;
/// How often a word of the title counts, and how often any word counts at most.
const TITLE_COUNT: u16 = 2;
const MOST_COUNT: u16 = 3;

/// The features of an article.
#[must_use]
pub fn features(article: &Article) -> Features {
    let title = folded(&article.title);
    let lead = if article.summary.is_empty() { &article.body } else { &article.summary };
    let lead = folded(lead);
    let (title, lead) = (split(&title, usize::MAX), split(&lead, SHINGLED_WORDS));
    let summary = lead.get(..SUMMARY_WORDS).unwrap_or(&lead);
    Features {
        words: words(&title, summary),
        shingles: shingles(&title, &lead),
        agency: origin::agency(article).map(str::to_owned),
        countries: places::countries(&title, summary),
    }
}

fn words(title: &[Word<'_>], summary: &[Word<'_>]) -> Vec<(u32, u16)> {
    let mut all = Vec::with_capacity(title.len() + summary.len());
    for (words, count) in [(title, TITLE_COUNT), (summary, 1)] {
        all.extend(words.iter().filter_map(|word| Some((name(counted(word)?), count))));
    }
    all.sort_unstable();
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 = (kept.1 + next.1).min(MOST_COUNT);
        }
        same
    });
    all.shrink_to_fit();
    all
}

/// Shingles of the summary, or of the title where there is too little of it. The title is left out
/// otherwise: desks write their own headline over an agency's text.
fn shingles(title: &[Word<'_>], lead: &[Word<'_>]) -> Vec<u32> {
    let text = if lead.len() > 2 * SHINGLE { lead } else { title };
    let join =
        |words: &[Word<'_>]| words.iter().fold(7, |h: u64, w| mix(h.rotate_left(13) ^ w.hash));
    let mut all: Vec<u32> = text.windows(SHINGLE).map(|words| name(join(words))).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::features;
    use crate::domain::Article;

    fn of(title: &str, summary: &str) -> crate::domain::Features {
        let (title, summary) = (title.into(), summary.into());
        features(&Article { title, summary, ..Article::default() })
    }

    #[test]
    fn title_words_count_twice_and_are_capped() {
        let words = of("Rocket", "rocket rockets rocket").words;
        assert_eq!(words.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn order_and_case_do_not_matter_for_words() {
        assert_eq!(of("Rocket hits Baghdad", "").words, of("baghdad ROCKET hit", "").words);
    }

    #[test]
    fn an_empty_article_has_no_features() {
        assert_eq!(of("", ""), crate::domain::Features::default());
    }

    #[test]
    fn a_huge_summary_is_looked_at_only_so_far() {
        let long = "word salad of many kinds ".repeat(20_000);
        assert!(of("Title", &long).shingles.len() <= 80);
    }
}
