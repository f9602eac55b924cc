//! Tone: marks that an article is of a drill, an anniversary, a film, a game or an opinion, and
//! marks that it corrects or withdraws what was told before.

use super::words::folded;
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

/// What marks an article down, in a word.
pub(super) fn mark(article: &Article) -> Option<&'static str> {
    let title = spaced(&article.title);
    let lead = spaced(&article.summary);
    let lead = start(&lead);
    find(TITLES, &title).or_else(|| find(LEADS, lead))
}

/// Whether the headline or the first words of the text say that something told before was wrong.
pub(super) fn corrects(article: &Article) -> bool {
    let title = spaced(&article.title);
    let first = spaced(&article.summary);
    let opening = first.match_indices(' ').nth(4).and_then(|(at, _)| first.get(..=at));
    CORRECTIONS.iter().any(|phrase| {
        let phrase = format!(" {phrase} ");
        title.contains(&phrase) || opening.unwrap_or(&first).contains(&phrase)
    })
}

fn spaced(text: &str) -> String {
    format!(" {} ", folded(text))
}

fn start(text: &str) -> &str {
    match text.match_indices(' ').nth(LEAD_WORDS) {
        Some((at, _)) => text.get(..=at).unwrap_or(text),
        None => text,
    }
}

fn find(table: &[(&'static str, &str)], text: &str) -> Option<&'static str> {
    let stands = |phrase: &str| {
        text.match_indices(phrase).any(|(at, _)| {
            let (before, after) = (text.get(..at), text.get(at + phrase.len()..));
            before.is_some_and(|b| b.ends_with(' ')) && after.is_some_and(|a| a.starts_with(' '))
        })
    };
    table.iter().find(|(_, phrases)| phrases.split('|').any(stands)).map(|(name, _)| *name)
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
