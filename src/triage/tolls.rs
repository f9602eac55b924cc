//! Tolls that move: "death toll of the attack rises to 11", «число погибших выросло до 11». The number
//! belongs to what is counted, however far away it stands in the clause.

use super::clauses::{Clauses, stripped};
use super::numerals::Numeral;

/// Words for a count of people; those of [`TOLLS`] mean the dead where nothing else is said.
#[rustfmt::skip]
const COUNTS: &[&str] = &[
    "number", "tally", "count", "nombre", "cifra", "número", "saldo", "число", "числа", "количество", "عدد", "شمار", "تعداد", "מספר", "מניין", "מנין",
];
/// Words for the dead as they are counted.
pub(super) const TOLLS: &[&str] = &["toll", "bilan", "balance", "حصيلة", "حصيله", "آمار"];
/// Words between a count and what is counted, at most ("number of people killed").
const COUNTED_WITHIN: usize = 4;

/// Starts of words that say that a count is now another, or where it stands.
#[rustfmt::skip]
const MOVES: &[&str] = &[
    "ris", "rais", "rose", "climb", "reach", "jump", "soar", "grow", "grew", "surpass", "exceed", "tops", "topped", "passes", "passed", "mount", "hits", "stands", "stood", "increas", "doubl", "drop", "falls", "fell", "revis", "lower", "cut", "updat",
    "alourdi", "porté", "passe", "grimp", "monte", "atteint", "élève", "établit", "dépass", "revu", "ramené", "baisse",
    "sube", "subi", "ascend", "asciende", "aument", "eleva", "elevó", "alcanz", "llega", "llegó", "supera", "crece", "creció", "baja", "bajó", "rebaja",
    "вырос", "возрос", "увелич", "достиг", "превыси", "поднял", "снизил", "уменьш", "состав",
    "ارتفاع", "ارتفع", "يرتفع", "ترتفع", "بلغ", "تبلغ", "يبلغ", "وصل", "يصل", "تصل", "تجاوز", "انخفض", "خفض", "زيادة",
    "رسید", "افزایش", "کاهش", "گذشت",
    "עלה", "עלתה", "טיפס", "הגיע", "זינק", "ירד", "עומד",
];
/// Words between such a word and the number.
#[rustfmt::skip]
const TO: &[&str] = &["to", "at", "by", "à", "a", "en", "до", "إلى", "الى", "به", "ל"];
const ABOUT: &[&str] = &[
    "least",
    "nearly",
    "almost",
    "about",
    "some",
    "over",
    "more",
    "than",
    "up",
    "down",
    "now",
    "au",
    "moins",
    "près",
    "de",
    "plus",
    "al",
    "menos",
    "casi",
    "más",
    "unos",
    "не",
    "менее",
    "более",
    "почти",
    "ما",
    "لا",
    "يقل",
    "عن",
    "نحو",
    "حوالي",
    "حدود",
    "دست",
    "کم",
    "دستکم",
    "בערך",
    "לפחות",
];
const MOST_ABOUT: usize = 5;
/// Words of a clause in which all of it stands.
const WITHIN: usize = 16;

/// Whether a word is one of a list, with or without what is written in front of it.
fn is_any(word: &str, list: &[&str]) -> bool {
    list.contains(&word) || stripped(word).any(|bare| list.contains(&bare))
}

fn moves(word: &str) -> bool {
    let starts = |word: &str| MOVES.iter().any(|start| word.starts_with(start));
    starts(word) || word.strip_prefix(['و', 'ו', 'ף']).is_some_and(starts)
}

/// Whether a word of harm is what is counted: "the number of people killed".
pub(super) fn is_counted(text: &Clauses<'_>, at: usize) -> bool {
    let mut before = (at.saturating_sub(COUNTED_WITHIN)..=at).rev();
    before.any(|place| {
        let word = text.word(place);
        text.same(place, at) && (is_any(word, COUNTS) || is_any(word, TOLLS))
    })
}

/// Whether a headline has a word for a count of the dead or the hurt.
pub(super) fn is_of_count(words: &[&str]) -> bool {
    words.iter().any(|word| is_any(word, COUNTS) || is_any(word, TOLLS))
}

/// Whether a number is where a count of its clause moved to.
pub(super) fn is_reached(text: &Clauses<'_>, number: &Numeral) -> bool {
    let start = number.start;
    let beside = |at: usize| text.same(at, start);
    let back = (start.saturating_sub(MOST_ABOUT)..start).rev().take_while(|at| beside(*at));
    let Some(before) = back.into_iter().find(|at| !ABOUT.contains(&text.word(*at))) else {
        return false;
    };
    if moves(text.word(before)) {
        return true;
    }
    let mut around = start.saturating_sub(WITHIN)..start + WITHIN;
    // "Toll up to 15".
    let risen = |at: usize| moves(text.word(at)) || matches!(text.word(at), "up" | "down");
    TO.contains(&text.word(before)) && around.any(|at| beside(at) && risen(at))
}
