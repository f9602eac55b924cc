//! What clustering and origins need of one article's text, as hashes: counted words of the title
//! and of the start of the summary, 4-word shingles, its agency mark and its countries.

use super::words::{Kind, counted, hash, head, mix, neutral};
use super::{concepts, gazetteer, origin, places};
use crate::domain::{Article, Features};
use crate::text::fold::fold;

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
    let summary = folded(&article.summary);
    let body = if summary.split(' ').count() < SUMMARY_WORDS {
        folded(&article.body)
    } else {
        String::new()
    };
    let lead = [summary.as_str(), body.as_str()].join(" ");
    let lead = lead.trim();
    let start = nth_word(lead, SUMMARY_WORDS);
    let places = [gazetteer::named(&title), gazetteer::named(start)];
    let mut countries = places::countries(&title, start);
    countries.extend(places.iter().flatten().map(|(_, country)| (*country).to_owned()));
    countries.sort_unstable();
    countries.dedup();
    let mut words = words(&title, start);
    for (at, list) in places.iter().enumerate() {
        let n = if at == 0 { TITLE_COUNT } else { 1 };
        words.extend(list.iter().map(|(place, _)| (neutral(Kind::Place, place), n)));
    }
    words.extend(countries.iter().map(|c| (neutral(Kind::Country, c), 1)));
    let told = if summary.split(' ').count() > 2 * SHINGLE { &summary } else { lead };
    Features {
        words: summed(words),
        shingles: shingles(&title, nth_word(told, SHINGLED_WORDS)),
        agency: origin::agency(article).map(str::to_owned),
        countries,
    }
}

/// Bytes of one text that are looked at.
const MOST_BYTES: usize = 4 << 10;

fn folded(text: &str) -> String {
    fold(head(text, MOST_BYTES)).text().trim().to_owned()
}

/// The start of a folded text, `n` words long.
fn nth_word(text: &str, n: usize) -> &str {
    match text.match_indices(' ').nth(n.saturating_sub(1)) {
        Some((at, _)) => text.get(..at).unwrap_or(text),
        None => text,
    }
}

/// Words and concepts with their counts, title words counting more.
fn words(title: &str, lead: &str) -> Vec<(u64, u16)> {
    let mut all = Vec::new();
    for (text, n) in [(title, TITLE_COUNT), (lead, 1)] {
        let list: Vec<&str> = text.split(' ').collect();
        let mut at = 0;
        for (i, word) in list.iter().enumerate() {
            let pair = list.get(i + 1).and_then(|next| text.get(at..=at + word.len() + next.len()));
            at += word.len() + 1;
            all.extend(counted(word).map(|hash| (hash, n)));
            let concept = concepts::concept(word, pair);
            all.extend(concept.map(|name| (neutral(Kind::Concept, name), n)));
        }
    }
    all
}

fn summed(mut all: Vec<(u64, u16)>) -> Vec<(u64, u16)> {
    all.sort_unstable();
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 = (kept.1 + next.1).min(MOST_COUNT);
        }
        same
    });
    all
}

/// Shingles of the summary, or of the title where there is too little of it. The title is left out
/// otherwise: desks write their own headline over an agency's text.
fn shingles(title: &str, lead: &str) -> Vec<u64> {
    let text = if lead.split(' ').count() > 2 * SHINGLE { lead } else { title };
    let hashes: Vec<u64> = text.split(' ').map(|w| hash(w.as_bytes())).collect();
    let join = |words: &[u64]| words.iter().fold(7, |h: u64, w| mix(h.rotate_left(13) ^ w));
    let mut all: Vec<u64> = hashes.windows(SHINGLE).map(join).collect();
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
        let words = of("Budget", "budget budgets budget").words;
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
