//! What clustering and origins need of one article's text, as hashes: counted words of the title
//! and of the start of the summary, 4-word shingles, its agency mark and its countries.

use super::words::{Kind, Word, counted, head, mix, name, neutral, split, word_name};
use super::{concepts, gazetteer, origin, places};
use crate::domain::countries::country;
use crate::domain::{Article, Features};
use crate::text::fold::{Folded, fold};

/// Words of the summary (or, without one, of the body) that count.
const SUMMARY_WORDS: usize = 40;
/// Words that make a shingle, and words of a text that are shingled.
const SHINGLE: usize = 4;
const SHINGLED_WORDS: usize = 80;
/// Shingles kept, the smallest: copies are told from a sample as well, and most summaries have fewer.
pub(super) const MOST_SHINGLES: usize = 32;
/// How often a word of the title counts, and how often any word counts at most.
const TITLE_COUNT: u16 = 2;
const MOST_COUNT: u16 = 3;

/// The features of an article.
#[must_use]
pub fn features(article: &Article) -> Features {
    let mut folding = Folded::default();
    let mut folded = |text: &str| folded(text, &mut folding);
    let title = folded(&article.title);
    let summary = folded(&article.summary);
    let body = if summary.bytes().filter(|byte| *byte == b' ').count() + 1 < SUMMARY_WORDS {
        folded(&article.body)
    } else {
        String::new()
    };
    let lead = [summary.as_str(), body.as_str()].join(" ");
    let (title_words, lead_words) = (split(&title, usize::MAX), split(lead.trim(), SHINGLED_WORDS));
    let start = lead_words.get(..SUMMARY_WORDS).unwrap_or(&lead_words);
    let places = [(&title_words[..], TITLE_COUNT), (start, 1)]
        .map(|(words, count)| (gazetteer::named(words), count));
    let mut countries = places::countries(&title_words, start);
    let there = places.iter().flat_map(|(places, _)| places);
    countries.extend(there.map(|(_, country)| (*country).to_owned()));
    countries.sort_unstable();
    countries.dedup();
    let mut words = words(&title_words, TITLE_COUNT);
    words.extend(self::words(start, 1));
    for (places, count) in &places {
        words.extend(places.iter().map(|(place, _)| (neutral(Kind::Place, place), *count)));
    }
    words.extend(countries.iter().map(|c| (neutral(Kind::Country, c), 1)));
    Features {
        words: summed(words),
        shingles: shingles(&title_words, &lead_words),
        agency: origin::agency(article).map(str::to_owned),
        countries,
    }
}

/// The places and countries that title, summary and the start of the body name, each by every name it
/// has, so that a watch may write it in any language.
#[must_use]
pub fn named_places(article: &Article) -> Vec<String> {
    let mut folding = Folded::default();
    let texts = [&article.title, &article.summary, &article.body];
    let texts = texts.map(|text| folded(text, &mut folding));
    let mut places: Vec<&str> = texts
        .iter()
        .flat_map(|text| gazetteer::named(&split(text, SHINGLED_WORDS)))
        .map(|(place, _)| place)
        .collect();
    places.sort_unstable();
    places.dedup();
    let mut names: Vec<String> = places.into_iter().flat_map(gazetteer::spellings).collect();
    for (_, country, cities) in features(article).countries.iter().filter_map(|code| country(code))
    {
        names.extend(country.split('|').map(str::to_owned));
        // These stand for their countries, and are places only where they are written themselves.
        let is_written = |name: &str| {
            let name = fold(name);
            texts.iter().any(|text| format!(" {text} ").contains(name.text()))
        };
        let written = cities.split(';').filter(|city| city.split('|').any(is_written));
        names.extend(written.flat_map(|city| city.split('|')).map(str::to_owned));
    }
    names
}

/// Bytes of one text that are looked at.
const MOST_BYTES: usize = 4 << 10;

/// A folded text; the buffers of the folding are kept from text to text.
fn folded(text: &str, folding: &mut Folded) -> String {
    folding.clear();
    folding.append(head(text, MOST_BYTES));
    folding.text().trim().to_owned()
}

/// Words and concepts, each counting so much.
fn words(list: &[Word<'_>], count: u16) -> Vec<(u32, u16)> {
    let mut all = Vec::with_capacity(2 * list.len());
    for (i, word) in list.iter().enumerate() {
        all.extend(counted(word).map(|hash| (word_name(hash), count)));
        let concept = concepts::concept(word, list.get(i + 1));
        all.extend(concept.map(|name| (name, count)));
        let mission = concept.filter(|name| concepts::is_mission(*name));
        let owner = mission.and_then(|_| places::owner(list, i));
        all.extend(owner.map(|country| (neutral(Kind::Owner, country), count)));
    }
    all
}

fn summed(mut all: Vec<(u32, u16)>) -> Vec<(u32, u16)> {
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
    all.truncate(MOST_SHINGLES);
    all.shrink_to_fit();
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
        assert!(of("Title", &long).shingles.len() <= 32);
    }
}
