//! What an article is about, and what only sets the scene of it: rockets that fall on the day of an
//! anniversary are news, a ceremony on that day is none.

use super::harm::is_harm;

/// Words for days on which something is remembered.
#[rustfmt::skip]
const DAYS: &[&str] = &[
    "anniversary", "anniversaire", "lanniversaire", "danniversaire", "aniversario", "годовщина", "годовщину", "годовщины", "ذكرى", "الذكرى", "سالگرد", "השנה",
];
/// Starts of words for how it is remembered.
#[rustfmt::skip]
const REMEMBERING: &[&str] = &[
    "commemorat", "commémor", "remember", "mourn", "vigil", "memorial", "honour", "honor", "recall", "tribute", "ceremon", "marks", "marked", "marking", "survivor", "gather", "célèbr", "hommage", "rend", "cérémoni", "souvenir", "conmemor", "recuerd", "homenaje", "acto",
    "отмети", "отмеча", "вспомина", "почти", "памят", "церемон", "تحيي", "يحيي", "إحياء", "احياء", "مراسم", "تأبين", "یادبود", "گرامی", "ציינ", "טקס", "זיכרון", "אזכרה",
];
/// Words that put an event on such a day, before it and what may stand between.
#[rustfmt::skip]
const ON: &[&str] = &["on", "during", "amid", "le", "en", "в", "في", "بالتزامن", "در", "همزمان", "ביום", "pendant", "lors", "durante"];
#[rustfmt::skip]
const BETWEEN: &[&str] = &["the", "a", "an", "its", "their", "his", "her", "eve", "day", "of", "jour", "de", "du", "la", "l", "el", "день", "مع", "با", "th", "first", "second", "third", "fifth", "tenth"];
const MOST_BETWEEN: usize = 4;
/// Words around a word of harm in which days of remembrance are looked for.
const NEAR: (usize, usize) = (6, 7);

fn is_day(word: &str) -> bool {
    DAYS.contains(&word)
}

fn remembers(word: &str) -> bool {
    REMEMBERING.iter().any(|start| word.starts_with(start))
}

/// Whether a phrase that begins at a place names a day on which something else happens.
pub(super) fn is_on_day(words: &[&str], at: usize) -> bool {
    let mut days = (at..at + 2).filter(|at| words.get(*at).is_some_and(|word| is_day(word)));
    days.any(|day| is_setting(words, day))
}

/// Whether the day at a place is only the one on which something happens.
fn is_setting(words: &[&str], day: usize) -> bool {
    let on = |word: &str| {
        let ordinal = word.starts_with(|c: char| c.is_ascii_digit());
        (ON.contains(&word), ordinal || BETWEEN.contains(&word))
    };
    let before = words.get(..day).unwrap_or_default().iter().rev().take(MOST_BETWEEN + 1);
    let mut before = before.map(|word| on(word)).skip_while(|(on, between)| *between && !*on);
    before.next().is_some_and(|(on, _)| on) && !words.iter().any(|word| remembers(word))
}

/// Words behind which a headline tells what its day is of ("anniversary of the blast that killed six").
#[rustfmt::skip]
const OF: &[&str] = &["that", "which", "who", "of", "qui", "que", "de", "du", "des", "del", "которые", "который", "которая", "что", "الذي", "التي", "الذين", "که", "ש", "שבו", "שבה", "שבהם"];

/// Whether a headline is of a day that is remembered: no harm is told in it before the day, but what the
/// day is of.
pub(super) fn is_of_past_day(words: &[&str]) -> bool {
    let days = words.iter().enumerate().filter(|(_, word)| is_day(word));
    let mut days = days.filter(|(day, _)| !is_setting(words, *day));
    let told = |(at, word): (usize, &&str)| {
        let of =
            words.get(at.saturating_sub(2)..at).is_some_and(|b| b.iter().any(|w| OF.contains(w)));
        is_harm(word) && !of
    };
    days.next().is_some_and(|(day, _)| !words.iter().enumerate().take(day).any(told))
}

/// Whether the harm told at a place is one that is remembered.
pub(super) fn is_remembered(words: &[&str], at: usize) -> bool {
    let from = at.saturating_sub(NEAR.0);
    let near = words.get(from..words.len().min(at + NEAR.1 + 1)).unwrap_or_default();
    let mut days = near.iter().enumerate().filter(|(_, word)| is_day(word));
    days.any(|(place, _)| !is_setting(words, from + place))
}

#[cfg(test)]
mod tests {
    use super::{is_of_past_day, is_remembered, is_setting};

    #[test]
    fn a_day_on_which_something_happens_is_a_setting() {
        for (text, day, setting) in [
            ("rockets hit base on anniversary of raid", 4, true),
            ("rockets hit base on the tenth anniversary of raid", 6, true),
            ("survivors mourn on anniversary of raid", 3, false),
            ("rocket attack anniversary passes quietly", 2, false),
            ("موشک در سالگرد حمله", 2, true),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            assert_eq!(is_setting(&words, day), setting, "{text}");
        }
    }

    #[test]
    fn a_headline_of_a_day_tells_of_the_past() {
        for (text, past) in [
            ("anniversary of rocket attack on erbil airport that killed 60", true),
            ("tyre marks third anniversary of blast that killed six", true),
            ("survivors of blast that killed six mark anniversary", true),
            ("rockets kill six on the anniversary of attack", false),
            ("six killed at anniversary rally", false),
            ("rockets kill six", false),
        ] {
            assert_eq!(is_of_past_day(&text.split(' ').collect::<Vec<_>>()), past, "{text}");
        }
    }

    #[test]
    fn harm_of_a_day_that_is_remembered_is_past() {
        let remembered = |text: &str, at| is_remembered(&text.split(' ').collect::<Vec<_>>(), at);
        assert!(remembered("town marks anniversary of attack that killed 20", 6));
        assert!(!remembered("rockets kill six on anniversary of attack", 1));
    }
}
