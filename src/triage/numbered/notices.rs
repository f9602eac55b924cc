//! Headlines that are told apart by the number of what they are of: "Security alert No. 12", "Route 87 closed",
//! "Siren alert 1142". A toll, a magnitude, an hour or a date is no such number: those of one event change.

use super::super::clauses::{Clauses, has_number};
use super::super::numerals::{is_unit, is_year};
use super::super::words::hash;
use super::{KINDS, NUMBERS, ROADS, is, is_counted, is_digits};

/// Words for what is sent out one after another, each with a number.
#[rustfmt::skip]
const NOTICES: &[&str] = &[
    "alert", "alarm", "warning", "notice", "siren", "bulletin", "advisory", "communique", "communiqué", "statement", "message", "incident", "notam", "circular", "order", "case",
    "alerte", "avis", "sirène", "avertissement", "alerta", "aviso", "comunicado", "sirena", "boletín", "mensaje", "incidente", "alarma",
    "тревога", "тревоги", "предупреждение", "оповещение", "сообщение", "сводка", "бюллетень", "сигнал", "сирена", "уведомление", "инцидент",
    "إنذار", "تنبيه", "تحذير", "بيان", "بلاغ", "صافرة", "هشدار", "اخطار", "اطلاعیه", "بیانیه", "آژیر", "התרעה", "אזעקה", "הודעה", "אזהרה", "הנחיה",
];
/// Fewest digits of a number that tells which notice it is though more stands behind it.
const SURE: usize = 3;

/// Of what a number is: of a notice, of a road, or of what this is the hash of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Notice,
    Road,
    Thing(u64),
}

/// Whether two headlines are of things of one kind whose numbers are others.
pub(in super::super) fn are_apart(one: &str, other: &str) -> bool {
    if !has_number(one) || !has_number(other) {
        return false;
    }
    let [mut first, mut second] = [String::new(), String::new()];
    let (first, second) = (named(&mut first, one), named(&mut second, other));
    let same_kind = |(of, _): &(Of, &str)| second.iter().any(|(kind, _)| kind == of);
    first.iter().any(same_kind) && !first.iter().any(|own| second.contains(own))
}

/// Whether a headline has such a number.
pub(in super::super) fn is_numbered(title: &str) -> bool {
    has_number(title) && !named(&mut String::new(), title).is_empty()
}

/// The numbers of a headline that say which thing it is of.
fn named<'a>(buffer: &'a mut String, title: &'a str) -> Vec<(Of, &'a str)> {
    let text = Clauses::of(buffer, title);
    let numbers = (0..text.words.len()).filter(|at| is_whole(&text, *at));
    numbers.filter_map(|at| Some((of(&text, at)?, text.word(at).trim_start_matches('0')))).collect()
}

/// Whether digits stand by themselves: they are no year, hour, part of a number or a date, and have no unit.
fn is_whole(text: &Clauses<'_>, at: usize) -> bool {
    let word = text.word(at);
    let digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let year = || word.len() == 4 && word.parse().is_ok_and(is_year);
    digits && !year() && !is_unit(text.follower(at + 1)) && text.stands_alone(at)
}

/// Of what a number is, if that has one.
fn of(text: &Clauses<'_>, at: usize) -> Option<Of> {
    let before = |at: usize| at.checked_sub(1).map(|at| (at, text.word(at)));
    let signed = text.written(at).1.trim_end().ends_with(['№', '#']);
    let (place, word) = before(at).unwrap_or_default();
    let numbered = is(word, NUMBERS);
    if signed || numbered {
        let thing = if numbered { before(place) } else { Some((place, word)) };
        return thing.and_then(|(_, word)| kind(word)).or(Some(Of::Notice));
    }
    let beside = !text.follower(at).is_empty();
    let last = text.follower(at + 1).is_empty();
    match kind(word).filter(|_| beside)? {
        Of::Notice if !last && text.word(at).len() < SURE => None,
        Of::Road => Some(Of::Road),
        other => Some(other).filter(|_| !is_counted(text, at + 1)),
    }
}

fn kind(word: &str) -> Option<Of> {
    if is_digits(word) {
        None
    } else if is(word, ROADS) {
        Some(Of::Road)
    } else if is(word, NOTICES) {
        Some(Of::Notice)
    } else {
        is(word, KINDS).then(|| Of::Thing(hash(word.as_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use super::{are_apart, is_numbered};

    #[test]
    fn a_number_that_names_is_found_in_its_headline() {
        for (title, numbered) in [
            ("Security alert No. 11", true),
            ("Route 84 closed by rocket debris", true),
            ("إنذار رقم ١٢", true),
            ("Siren alert 1142", true),
            ("Rocket attack kills 3", false),
            ("Talks resume 84-17", false),
            ("Red alert 14:05", false),
            ("Rockets hit base", false),
        ] {
            assert_eq!(is_numbered(title), numbered, "{title}");
        }
    }

    #[test]
    fn numbers_that_name_part_headlines_and_numbers_that_count_do_not() {
        for (one, other, apart) in [
            ("Security alert No. 11", "Security alert No. 12", true),
            ("Security alert #11", "Security alert #12 for all citizens", true),
            ("Route 84 closed by rocket debris", "Debris of rockets shuts Route 87", true),
            ("Siren alert 1142", "Siren alert 1143", true),
            ("Ракетная тревога № 3", "Ракетная тревога № 4", true),
            ("إنذار رقم ١٢", "إنذار رقم ١٣", true),
            ("אזעקה מספר 7", "אזעקה מספר 8", true),
            ("Alerte n° 7 : tirs de roquettes", "Alerte n° 8 : tirs de roquettes", true),
            ("Drone hits School 12", "Drone hits School 47", true),
            ("Checkpoint 300 attacked", "Checkpoint 301 attacked", true),
            ("Route 84 closed", "Highway 84 closed again", false),
            ("Route 84 closed", "Checkpoint 300 attacked", false),
            ("Security alert No. 11", "Security alert No. 011", false),
            ("Security alert", "Security alert No. 12", false),
            ("Rocket attack: 3 dead", "Rocket attack: 5 dead", false),
            ("Rocket attack kills 3", "Rocket attack kills 5", false),
            ("Red alert 14:05", "Red alert 14:25", false),
            ("Red alert 3 May", "Red alert 4 May", false),
            ("Alert 2025", "Alert 2026", false),
            ("Quake of magnitude 5.1", "Quake of magnitude 5.3", false),
            ("Quake alert 5.1", "Quake alert 5.3", false),
            ("Strike on camp 3 people dead", "Strike on camp 5 people dead", false),
            ("Shells of calibre 152 found", "Shells of calibre 155 found", false),
            ("Rocket lands 3 km from base", "Rocket lands 5 km from base", false),
            ("Shahed 136 hits house", "Shahed 131 hits house", false),
            ("Update 3: rockets hit base", "Update 4: rockets hit base", false),
            ("14 drones shot down", "17 drones shot down", false),
            ("Attack on Highway 60 and Road 443", "Attack on Highway 60", false),
        ] {
            assert_eq!(are_apart(one, other), apart, "{one} / {other}");
            assert_eq!(are_apart(other, one), apart, "{other} / {one}");
        }
    }
}
