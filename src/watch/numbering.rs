//! The words at which hits stand, counted anew in the article: what is stored of a hit are its bytes.
//!
//! Finds nothing; hits keep their place and their text. Fields with several entries stay as they are:
//! each entry counts from its first word.

use super::words::Counter;
use crate::domain::{Article, Field, Match};
use crate::text::fold::{Folded, fold};

/// The fields of one text.
const TEXTS: &[Field] =
    &[Field::Title, Field::Summary, Field::Body, Field::Outlet, Field::Feed, Field::Lang];

/// Gives each hit of an article the numbers of its first and last word.
pub fn number(article: &Article, matches: &mut [Match]) {
    for field in TEXTS {
        let has = |one: &Match| one.hits.iter().any(|hit| hit.field == *field);
        if matches.iter().any(has) {
            number_in(*field, &fold(text(*field, article)), matches);
        }
    }
}

fn text(field: Field, article: &Article) -> &str {
    match field {
        Field::Title => &article.title,
        Field::Summary => &article.summary,
        Field::Body => &article.body,
        Field::Outlet => &article.outlet,
        Field::Feed => &article.feed,
        Field::Lang => &article.language,
        Field::Tag | Field::Place | Field::Country => "",
    }
}

fn number_in(field: Field, folded: &Folded, matches: &mut [Match]) {
    let text = folded.text();
    let mut words = Counter::new(text, folded.has_dense());
    words.enter(0);
    for hit in matches.iter_mut().flat_map(|one| &mut one.hits).filter(|hit| hit.field == field) {
        let [start, end] = [hit.start, hit.end].map(|byte| from(folded, byte));
        let covered = text.get(start..end).unwrap_or_default();
        let begin = start + (covered.len() - covered.trim_start().len());
        (hit.first_word, hit.last_word) = words.around(&(begin..begin + covered.trim().len()));
    }
}

/// The first folded byte that comes from a byte of the source or from behind it.
fn from(folded: &Folded, source: usize) -> usize {
    let (mut low, mut high) = (0, folded.text().len());
    while low < high {
        let middle = low + (high - low) / 2;
        if folded.span(middle..middle + 1).start < source {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::number;
    use crate::domain::{Article, Match};
    use crate::watch::{Matcher, Meta, Scratch, Vocabulary, WatchSpec};

    fn scanned(article: &Article) -> Vec<Match> {
        let query = "embass(y|ies) OR rocket(s) OR \"green zone\" OR l'ambassade OR \"火箭\" OR سفارة \
            OR outlet:wire OR u.s.";
        let watch = WatchSpec { name: "w".into(), query: query.into(), ..WatchSpec::default() };
        let vocabulary = Vocabulary { watches: vec![watch], ..Vocabulary::default() };
        let matcher = Matcher::compile(&vocabulary).unwrap();
        matcher.scan(article, &Meta::default(), &mut Scratch::default())
    }

    #[test]
    fn stored_hits_stand_where_they_were_found() {
        for (title, summary) in [
            ("Rockets hit U.S. embassy", "The embassy’s yard, in the “Green Zone”, was hit."),
            ("Une roquette près de l’ambassade", "Dans Green  Zone — l'ambassade."),
            ("伊拉克火箭袭击 embassy", "火箭 火箭弹 rocket"),
            ("هجوم على السفارة: rocket", "قرب سفارة هولندا"),
            ("…rocket", "E\u{301}tat: rocket-hit embassy…"),
        ] {
            let outlet = "The Daily Wire".to_owned();
            let (title, summary) = (title.to_owned(), summary.to_owned());
            let article = Article { title, summary, outlet, ..Article::default() };
            let found = scanned(&article);
            assert!(!found.is_empty(), "{}", article.title);
            let mut stored = found.clone();
            for hit in stored.iter_mut().flat_map(|one| &mut one.hits) {
                (hit.first_word, hit.last_word) = (0, 0);
            }
            number(&article, &mut stored);
            assert_eq!(stored, found, "{}", article.title);
        }
    }
}
