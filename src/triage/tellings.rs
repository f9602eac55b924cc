//! The labelled headlines of `tests/fixtures/tellings`: what each tells of dead and hurt, whether it
//! takes something back, and what marks it down, in seven languages. Half of them (`b`) were kept
//! sealed while the tables were made.

use super::corrections::Amends;
use super::harm;
use super::manner::Manner;
use crate::domain::{Article, Harm};

const LANGUAGES: &[(&str, &str)] = &[
    ("en", include_str!("../../tests/fixtures/tellings/en.tsv")),
    ("fr", include_str!("../../tests/fixtures/tellings/fr.tsv")),
    ("es", include_str!("../../tests/fixtures/tellings/es.tsv")),
    ("ru", include_str!("../../tests/fixtures/tellings/ru.tsv")),
    ("ar", include_str!("../../tests/fixtures/tellings/ar.tsv")),
    ("fa", include_str!("../../tests/fixtures/tellings/fa.tsv")),
    ("he", include_str!("../../tests/fixtures/tellings/he.tsv")),
];

/// What is wrong in how a headline is read; nothing where all of its label holds.
fn wrong(label: &str, title: &str) -> Option<String> {
    let article = Article { title: title.to_owned(), ..Article::default() };
    let (told, manner) = (harm::told(&article), Manner::of(&article));
    let amends = label.split(' ').find_map(|part| match part {
        "R" => Some(Amends::Retraction),
        "D" => Some(Amends::Denial),
        "C" => Some(Amends::Correction),
        "V" => Some(Amends::Revision),
        _ => None,
    });
    if manner.amends != amends {
        return Some(format!("{:?}", manner.amends));
    }
    for part in label.split(' ') {
        if let Some((killed, hurt)) = part.split_once('/') {
            let wanted = Harm { killed: killed.parse().ok()?, hurt: hurt.parse().ok()? };
            if told.harm != wanted {
                return Some(format!("{:?}", told.harm));
            }
        }
        if part == "no" && !told.denied {
            return Some("nobody hurt: unseen".to_owned());
        }
    }
    let tone = label.split(' ').find_map(|part| part.strip_prefix("t:"));
    (manner.tone != tone).then(|| format!("tone {:?}", manner.tone))
}

#[test]
fn labelled_headlines_are_read_as_they_are_labelled() {
    let mut missed = Vec::new();
    for (language, lines) in LANGUAGES {
        for line in lines.lines() {
            let mut columns = line.splitn(3, '\t').skip(1);
            let (label, title) = (columns.next(), columns.next());
            let Some(why) = wrong(label.unwrap_or_default(), title.unwrap_or_default()) else {
                continue;
            };
            missed.push(format!("{language} {line}: {why}"));
        }
    }
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}
