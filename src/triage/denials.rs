//! Denials of harm: that nobody was hurt ("no injuries", «жертв нет»), and claims that somebody
//! denies ("the army denies that 20 were killed"). Who denies a part in what did happen denies no
//! harm.

use super::clauses::{Clauses, stripped};
use super::numerals::Numeral;

/// How a word of harm is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It happened.
    Plain,
    /// To nobody.
    None,
    /// Others say so, and it is denied by the word there.
    Denied { from: usize },
}

/// Words that say none, before a word of harm.
#[rustfmt::skip]
const NONE: &[&str] = &["no", "none", "without", "aucun", "aucune", "sans", "sin", "ningún", "ningun", "ninguna", "нет", "без", "دون", "بدون", "لم", "لا", "ללא", "אין", "nobody", "zero", "personne", "nadie", "никто", "هیچ"];
/// Words that count for nothing between such a word and the word of harm, and others at most.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "immediate", "immediately", "initial", "further", "known", "confirmed", "reports", "report", "reported", "word", "information", "indication", "of", "on", "about", "any", "there", "been", "be", "cause", "caused", "causing", "result", "resulted", "in", "lead", "led", "to",
    "de", "d", "été", "eu", "fait", "faire", "signalé", "à", "que", "se", "reporten", "reportan", "reportaron", "registran", "registren", "registraron", "hay", "hubo", "haya", "hayan", "hubiera", "causó", "dejó", "informó",
    "сообщений", "о", "было", "أي", "وقوع", "تسجيل", "أنباء", "عن", "גם", "היו", "היה", "נרשמו", "דווח", "דיווחים", "על", "נגרמו", "گزارشی", "از",
];
const MOST_OTHERS: usize = 2;
/// Words between them that show that something else is denied ("no end to the killing").
const OF_ELSE: &[&str] =
    &["end", "let", "letup", "doubt", "excuse", "justification", "longer", "clear", "fin"];
/// Furthest such a word may stand, in words.
const FURTHEST: usize = 7;
/// Words that say none only when nothing but fillers follows.
const NOT: &[&str] = &["not", "didnt", "pas", "ni", "nor", "neither", "не", "ни", "לא", "ليس"];
/// Words that say none behind a word of harm.
const NONE_BEHIND: &[&str] =
    &["нет", "нету", "نداشت", "نداشته", "ندید", "ندیدند", "نشد", "نشدند", "نبود"];
/// The same right behind a word of harm, by themselves or with one more.
const NONE_NEXT: &[&str] = &["none", "nobody", "noone", "personne"];
#[rustfmt::skip]
const NONE_NEXT_PAIRS: &[(&str, &str)] = &[("no", "one"), ("no", "people"), ("no", "person"), ("no", "civilians"), ("no", "body"), ("a", "nadie"), ("a", "ninguno")];
/// Words between two words of harm of which one denial speaks.
const JOINS: &[&str] =
    &["or", "and", "nor", "ou", "et", "ni", "o", "y", "или", "и", "ни", "أو", "و", "یا", "או"];

/// Words that deny.
#[rustfmt::skip]
const DENIES: &[&str] = &[
    "denies", "denied", "deny", "denying", "refutes", "refuted", "dément", "démentent", "nie", "nient", "niega", "niegan", "negó", "negaron", "desmiente", "desmienten", "desmintió",
    "опроверг", "опровергла", "опровергло", "опровергли", "опровергает", "опровергают", "отрицает", "отрицают", "отвергает", "отвергают",
    "ينفي", "تنفي", "نفى", "نفت", "ينفون", "ينفيان", "تنفيان", "نافيا", "نافية", "מכחיש", "מכחישה", "מכחישים", "הכחיש", "הכחישה", "הכחישו", "תכחיש", "יכחיש", "יכחישו",
    "refute", "refuting", "réfute", "réfutent", "démenti", "démentie", "descarta", "descartan", "descartó", "опровергнул", "опровергнули", "отрицал", "отрицала", "отвергла", "отверг", "отвергли",
];
/// The same, at the end of a clause.
pub(super) const DENIES_LAST: &[&str] = &["تکذیب"];
/// Words that open what is denied, right behind it.
#[rustfmt::skip]
const THAT: &[&str] = &[
    "that", "reports", "report", "claims", "claim", "rumours", "rumors", "any", "there", "anyone", "deaths", "les", "la", "des", "que", "quil", "quon", "haber", "versiones", "informes", "что", "гибель", "сообщения", "информацию", "данные", "أن", "مقتل", "سقوط", "وقوع", "صحة", "أنباء", "تقارير", "כי", "דיווחים", "את",
];
/// Words that show that a part in it is denied, not that it happened.
#[rustfmt::skip]
const PART_IN_IT: &[&str] = &[
    "role", "involvement", "involved", "responsibility", "responsible", "behind", "carrying", "carried", "link", "links", "part", "hand", "killing", "launching", "launched", "firing", "fired", "targeting", "targeted", "ordering", "ordered", "accusations", "accusation", "blame", "complicity", "knowledge", "he", "she", "they", "having",
    "implication", "responsabilité", "participation", "rôle", "participación", "responsabilidad", "implicación", "autoría", "причастность", "ответственность", "участие", "вину",
    "مسؤوليتها", "مسؤوليته", "المسؤولية", "مسؤولية", "ضلوع", "ضلوعها", "ضلوعه", "تورط", "تورطها", "تورطه", "علاقتها", "علاقته", "دست", "نقش", "دخالت", "مسئولیت", "אחריות", "מעורבות", "קשר",
];
/// Words between a denial and what it denies, at most.
const DENIED_WITHIN: usize = 10;

/// How the word of harm at a place is said; `last` is the one before it, and whether that is of
/// nobody.
pub(super) fn said(
    text: &Clauses<'_>,
    at: usize,
    last: Option<(usize, bool)>,
    numbers: &[Numeral],
) -> Said {
    if behind(text, at) || joined(text, at, last) || before(text, at, last, numbers) {
        return Said::None;
    }
    match denied(text, at) {
        Some(from) => Said::Denied { from },
        None => Said::Plain,
    }
}

fn behind(text: &Clauses<'_>, at: usize) -> bool {
    let (next, second) = (text.follower(at + 1), text.follower(at + 2));
    let word = text.word(at);
    let genitive = word.ends_with('х') || word == "жертв";
    let second =
        !next.is_empty() && NONE_BEHIND.contains(&second) && !next.starts_with(char::is_numeric);
    let none =
        NONE_NEXT.contains(&next) || NONE_NEXT_PAIRS.contains(&(next, text.follower(at + 2)));
    NONE_BEHIND.contains(&next) || none || second || (genitive && next == "не")
}

/// Whether a word joins two.
pub(super) fn joins(word: &str) -> bool {
    JOINS.contains(&word)
}

fn joined(text: &Clauses<'_>, at: usize, last: Option<(usize, bool)>) -> bool {
    let Some((other, true)) = last else { return false };
    text.words.get(other + 1..at).is_some_and(|between| between.iter().all(|w| JOINS.contains(w)))
}

fn before(text: &Clauses<'_>, at: usize, last: Option<(usize, bool)>, numbers: &[Numeral]) -> bool {
    let last = last.map(|(at, _)| at);
    let mut others = 0;
    for place in (at.saturating_sub(FURTHEST)..at).rev().take_while(|p| text.same(*p, at)) {
        let word = text.word(place);
        let counted = numbers.iter().any(|n| (n.start..n.end).contains(&place));
        if counted || last == Some(place) || OF_ELSE.contains(&word) {
            return false;
        }
        if std::iter::once(word).chain(stripped(word).take(1)).any(|word| NONE.contains(&word)) {
            let behind = NONE_BEHIND.contains(&word) || NONE_NEXT.contains(&word) || word == "no";
            let of_other = behind && place.checked_sub(1) == last && place > 0;
            return !of_other;
        }
        if NOT.contains(&word) {
            return others == 0 && text.word(place + 1) != "only";
        }
        others += usize::from(!FILLERS.contains(&word));
        if others > MOST_OTHERS {
            return false;
        }
    }
    false
}

/// Where the word stands that denies the harm told at a place.
fn denied(text: &Clauses<'_>, at: usize) -> Option<usize> {
    if PART_IN_IT.contains(&text.word(at)) {
        return None;
    }
    let last = (at + 1..at + DENIED_WITHIN).take_while(|place| text.same(*place, at));
    if last.into_iter().any(|place| DENIES_LAST.contains(&text.word(place))) {
        return Some(at.saturating_sub(DENIED_WITHIN));
    }
    let before = (at.saturating_sub(DENIED_WITHIN)..at).rev();
    let from = before.take_while(|p| text.same(*p, at)).find(|p| denies(text.word(*p)))?;
    let next = text.word(from + 1);
    let opens = from + 1 == at || THAT.contains(&next) || next.starts_with(char::is_numeric);
    (opens && !own_part(text, from, at)).then_some(from)
}

/// What is written in front of a word that denies.
const AND: [char; 3] = ['و', 'ف', 'ו'];

/// Whether a word denies what follows it.
pub(super) fn denies(word: &str) -> bool {
    DENIES.contains(&word) || word.strip_prefix(AND).is_some_and(|bare| DENIES.contains(&bare))
}

/// Every word that denies, or may where a clause ends.
pub(super) fn denying() -> impl Iterator<Item = String> {
    let fronted = |word: &&str| AND.map(|front| format!("{front}{word}"));
    let plain = DENIES.iter().chain(DENIES_LAST).map(|word| (*word).to_owned());
    plain.chain(DENIES.iter().flat_map(fronted))
}

/// Whether what is said between two places is about somebody's part in it.
pub(super) fn own_part(text: &Clauses<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|place| PART_IN_IT.contains(&text.word(place)))
}
