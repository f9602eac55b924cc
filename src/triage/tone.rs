//! Tone: marks that an article is of a drill, an anniversary, a film, a game or an opinion, and
//! marks that it corrects or withdraws what was told before.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::words::{folded, head};
use crate::domain::Article;

/// Phrases that mark an article down, with the word to show. Looked for in the title; those of
/// [`LEADS`] also in the start of the summary.
#[rustfmt::skip]
const TITLES: &[(&str, &str)] = &[
    ("drill", "drill|drills|exercise|exercises|war games|wargames|simulation|simulated|exercice|exercices|simulacro|maniobras|учения|учений|учениях|مناورات|تمرين|رزمایش|תרגיל"),
    ("anniversary", "anniversary|commemorates|commemoration|remembering|years ago|years on|years after|years since|on this day|anniversaire|commémoration|aniversario|conmemora|годовщина|годовщину|лет назад|ذكرى|سالگرد|יום השנה"),
    ("film", "film|movie|documentary|trailer|box office|netflix|tv series|season finale|novel|película|фильм|сериал|فيلم|فیلم|הסרט"),
    ("game", "video game|videogame|gameplay|playstation|xbox|nintendo|steam deck|esports|jeu vidéo|videojuego|игра|لعبة"),
    ("opinion", "opinion|op ed|editorial|commentary|column|analysis|explainer|explained|podcast|quiz|book review|tribune|opinión|análisis|мнение|колонка|رأي|تحليل|یادداشت|דעה|פרשנות"),
];
#[rustfmt::skip]
const LEADS: &[(&str, &str)] = &[
    ("drill", "military drill|military exercise|military exercises|as part of a drill|during a drill|joint exercise|joint exercises|exercise simulating|учения|رزمایش|مناورات"),
    ("anniversary", "anniversary of|on this day in"),
    ("film", "new film|new movie|the film|the movie|documentary"),
    ("game", "video game"),
    ("opinion", "in this opinion|opinion piece|the author is|writes for"),
];
const LEAD_WORDS: usize = 40;

/// Phrases that open or stand in the headline of a correction, or close one.
#[rustfmt::skip]
const CORRECTIONS: &[&str] = &[
    "correction", "corrects", "corrected", "retraction", "retracts", "retracted", "withdraws report", "withdrawn", "clarification", "false alarm", "refiles", "kill notice", "not an attack", "no attack",
    "rectificatif", "rectification", "démenti", "dément", "fausse alerte", "corrección", "rectificación", "rectifica", "desmiente", "falsa alarma",
    "исправлено", "уточнение", "опровержение", "опроверг", "опровергли", "ложная тревога", "تصحيح", "تصويب", "نفي", "ينفي", "تنفي", "إنذار كاذب", "تصحیح", "تکذیب", "هشدار اشتباه", "תיקון", "הכחשה", "אזעקת שווא",
];

/// Every phrase of the tables, between spaces, in one automaton.
struct Phrases {
    automaton: Option<AhoCorasick>,
    /// For each phrase: its table and its row there.
    meaning: Vec<(Table, usize)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    Title,
    Lead,
    Correction,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut meaning = Vec::new();
    let mut add = |table: Table, row: usize, phrases: &str| {
        for phrase in phrases.split('|') {
            patterns.push(format!(" {phrase} "));
            meaning.push((table, row));
        }
    };
    for (table, rows) in [(Table::Title, TITLES), (Table::Lead, LEADS)] {
        rows.iter().enumerate().for_each(|(row, (_, phrases))| add(table, row, phrases));
    }
    CORRECTIONS.iter().for_each(|phrase| add(Table::Correction, 0, phrase));
    // The patterns are constants: a failed build would show in every test.
    Phrases { automaton: AhoCorasick::new(patterns).ok(), meaning }
});

/// What marks an article down, in a word.
pub(super) fn mark(article: &Article) -> Option<&'static str> {
    let name = |rows: &[(&'static str, &str)], row: usize| rows.get(row).map(|(name, _)| *name);
    if let Some(row) = first(Table::Title, &spaced(&article.title)) {
        return name(TITLES, row);
    }
    let lead = spaced(&article.summary);
    first(Table::Lead, start(&lead)).and_then(|row| name(LEADS, row))
}

/// Whether the headline or the first words of the text say that something told before was wrong.
pub(super) fn corrects(article: &Article) -> bool {
    let lead = spaced(head(&article.summary, OPENING));
    let opening = lead.match_indices(' ').nth(4).and_then(|(at, _)| lead.get(..=at));
    [spaced(&article.title).as_str(), opening.unwrap_or(&lead)]
        .iter()
        .any(|text| first(Table::Correction, text).is_some())
}

/// Bytes that hold the first four words of any text worth looking at.
const OPENING: usize = 512;

fn spaced(text: &str) -> String {
    format!(" {} ", folded(text))
}

fn start(text: &str) -> &str {
    match text.match_indices(' ').nth(LEAD_WORDS) {
        Some((at, _)) => text.get(..=at).unwrap_or(text),
        None => text,
    }
}

/// The first row of a table of which a phrase stands in the text.
fn first(table: Table, text: &str) -> Option<usize> {
    let phrases = &*PHRASES;
    let found = phrases.automaton.as_ref()?.find_overlapping_iter(text);
    let rows = found.filter_map(|found| phrases.meaning.get(found.pattern().as_usize()));
    rows.filter(|(of, _)| *of == table).map(|(_, row)| *row).min()
}

#[cfg(test)]
mod tests {
    use super::{corrects, mark};
    use crate::domain::Article;

    fn titled(title: &str) -> Article {
        Article { title: title.into(), ..Article::default() }
    }

    #[test]
    fn drills_films_and_opinions_are_marked() {
        for (title, wanted) in [
            ("Navy holds drill near strait", Some("drill")),
            ("Ten years on, survivors recall siege", Some("anniversary")),
            ("Opinion: why the embassy must stay", Some("opinion")),
            ("Embassy siege movie opens", Some("film")),
            ("В ходе учений выпущены ракеты", Some("drill")),
            ("Rocket hits near embassy", None),
            ("Drilling rig hit by missile", None),
        ] {
            assert_eq!(mark(&titled(title)), wanted, "{title}");
        }
    }

    #[test]
    fn corrections_are_seen_in_headlines() {
        for title in [
            "CORRECTION: no rocket fell",
            "Army: siren was false alarm",
            "Опровержение: взрыва не было",
        ] {
            assert!(corrects(&titled(title)), "{title}");
        }
        assert!(!corrects(&titled("Rocket hits house")));
    }
}
