//! Numbers that belong to a name and count nobody: of a road, a camp, a tower, a unit ("Highway 60", "Tower 22"),
//! of a make of weapon ("Shahed 136", «Х-101»), of a place whose name holds a number ("קריית שמונה", "Tres
//! Cruces"); and a number that is part of another ("six, including two children").
//!
//! Asked of numbers in a text that tells of harm; reading them is `numerals`' work. And, of two headlines, whether
//! they are of two things that are told apart by such numbers alone.

mod notices;

use std::sync::LazyLock;

use super::clauses::{Clauses, stripped};
use super::entries;
use super::gazetteer;
use super::harm::is_harm;
use super::numerals::{Numeral, is_number};
use super::quick::QuickMap;
use super::words::{Word, folded, hash};
use crate::domain::gazetteer::places;

pub(super) use notices::{are_apart, is_numbered};

/// Words for a number.
const NUMBERS: &[&str] =
    &["no", "number", "numéro", "número", "номер", "رقم", "شماره", "מספר", "n", "nº", "nr"];
/// Words for a number that many things have.
const CALIBRES: &[&str] = &["calibre", "caliber", "калибра", "عيار", "کالیبر", "קליבר"];
/// Words for what has a number, as a road has.
#[rustfmt::skip]
const ROADS: &[&str] = &[
    "highway", "route", "road", "motorway", "freeway", "interstate", "avenue", "street", "junction", "exit", "line", "km", "kilometre", "kilometer", "kilo", "mile", "autoroute", "nationale", "rn", "rue", "boulevard", "kilomètre",
    "autopista", "carretera", "ruta", "autovía", "calle", "avenida", "kilómetro",
    "шоссе", "трасса", "трассе", "трассу", "трассы", "улица", "улице", "километр", "километре", "طريق", "شارع", "جاده", "بزرگراه", "خیابان", "کیلومتر", "כביש", "רחוב", "צומת", "מחלף",
];
/// Words for what may have a number, where it does not count who was hit there.
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "tower", "camp", "gate", "block", "base", "post", "outpost", "checkpoint", "sector", "zone", "area", "district", "ward", "hill", "point", "position", "site", "terminal", "pier", "berth", "hall", "building", "house", "flat", "apartment", "room", "floor", "school", "hospital", "clinic", "shelter", "prison", "mine", "pit", "shaft", "well", "unit", "reactor", "platform", "station", "substation", "plant",
    "brigade", "battalion", "regiment", "division", "corps", "squadron", "company", "squad", "team", "article", "phase", "resolution", "flight", "channel", "patrol", "convoy", "tour", "porte", "bloc", "zone", "secteur", "école", "immeuble", "bâtiment", "bataillon", "régiment", "campement", "hôpital", "puits", "poste",
    "torre", "campo", "campamento", "puerta", "bloque", "zona", "sector", "escuela", "edificio", "batallón", "brigada", "regimiento", "división", "puesto", "terminal", "pozo", "hospital",
    "башня", "башне", "лагерь", "лагере", "ворота", "блок", "блоке", "сектор", "секторе", "зона", "зоне", "район", "районе", "школа", "школе", "школу", "школы", "дом", "дому", "доме", "дома", "квартире", "больница", "больнице", "больницу", "шахта", "шахте", "бригада", "бригады", "бригаде", "бригаду", "батальон", "батальона", "полк", "полка", "дивизия", "дивизии", "пост", "посту", "отряд", "отряда", "корпус", "объект", "терминал", "терминале", "детсад",
    "برج", "مخيم", "معسكر", "بوابة", "قطاع", "منطقة", "مربع", "لواء", "كتيبة", "فرقة", "محطة", "مدرسة", "نقطة", "اردوگاه", "پایگاه", "دروازه", "منطقه", "تیپ", "لشکر", "گردان", "بلوک", "مجتمع",
    "מגדל", "מחנה", "שער", "גזרה", "אזור", "חטיבה", "גדוד", "אוגדה", "פלוגה", "יחידה", "יחידת", "בניין", "קומה", "מוצב", "עמדה", "נקודה", "שכונה",
];
/// Words for makes of weapons and vehicles, whose number stands behind.
#[rustfmt::skip]
const MAKES: &[&str] = &[
    "shahed", "geran", "gerbera", "qassam", "fajr", "fateh", "zelzal", "burkan", "borkan", "qiam", "katyusha", "grad", "iskander", "kalibr", "type", "mark", "model", "mk", "su", "mig", "tu", "mi", "ka", "kh", "samad", "ababil", "qasef", "arash", "hwasong", "emad", "ghadr", "sejjil", "falaq", "burkān",
    "шахед", "шахеды", "герань", "герани", "гераней", "гербера", "калибр", "искандер", "град", "ланцет", "молния", "касам", "фаджр", "су", "миг", "ту", "ка", "ми", "типа", "фаб", "каб",
    "شاهد", "شهاب", "فجر", "بركان", "صماد", "قاصف", "فاتح", "زلزال", "قیام", "آرش", "سجیل", "عماد", "قدر", "فلق", "ذوالفقار", "گراد", "غراد", "جراد", "شاهين", "ابابیل", "מסוג", "שאהד", "שהאב", "פאתח", "קסאם", "גראד", "פאגר",
];
/// Words of harm that are done by what stands before them: its number is no number of those who were hit.
#[rustfmt::skip]
const DONE_BY: &[&str] = &[
    "kills", "wounds", "injures", "hurts", "claims", "leaves", "tue", "blesse", "mata", "hiere", "deja", "cobra", "убил", "убила", "убило", "ранил", "ранила", "ранило", "تقتل", "يقتل", "تصيب", "הרג", "הרגה", "פצע", "פצעה",
];
/// Words behind which stands where it was, or in how many places.
const IN: &[&str] = &["in", "near", "dans", "في", "قرب", "در", "نزدیکی"];
/// Words for no more than a part of those who were counted before.
#[rustfmt::skip]
const AMONG: &[&str] = &[
    "including", "included", "includes", "among", "dont", "incluidos", "incluidas", "incluido", "incluyendo", "числе", "среди", "включая", "بينهم", "بينهن", "بينها", "ضمنهم", "جمله", "شامل", "میانشان", "בהם", "בהן", "ביניהם", "ביניהן", "מתוכם", "כולל",
];
/// The same as two words.
const AMONG_PAIRS: &[(&str, &str)] = &[("y", "compris"), ("entre", "ellos"), ("entre", "ellas")];
/// Words between such a word and the number.
#[rustfmt::skip]
const BETWEEN: &[&str] = &["at", "least", "them", "whom", "au", "moins", "al", "menos", "них", "как", "минимум", "ما", "לפחות", "על", "الأقل", "دست", "کم"];
const MOST_BETWEEN: usize = 3;
/// Words between a number and the part of it, at most.
const AMONG_WITHIN: usize = 9;
/// Words between one part and the next.
const NEXT_WITHIN: usize = 3;

/// Whether a number belongs to a name.
pub(super) fn is_of_name(text: &Clauses<'_>, number: Numeral) -> bool {
    let Numeral { start, end, .. } = number;
    if is_of_place(text, start) {
        return true;
    }
    // The mark of "No." ends no clause; any other does.
    let beside = |at: &usize| text.same(*at, start) || text.word(*at) == "no";
    let before = start.checked_sub(1).filter(beside).map(|at| text.word(at)).unwrap_or_default();
    if before.is_empty() || is_harm(before) {
        return false;
    }
    if IN.contains(&before) || DONE_BY.contains(&text.follower(end)) {
        return true;
    }
    if !is_digits(text.word(start)) {
        return is_spelled_name(text, number);
    }
    let signed = || text.written(start).1.trim_end().ends_with(['№', '#']);
    [NUMBERS, CALIBRES, ROADS, MAKES].iter().any(|list| is(before, list))
        || signed()
        || is_joined(text, start)
        || is(before, KINDS) && (!is_counted(text, end) || is_written_name(text, start - 1))
        || is_written_name(text, start - 1) && !is_counted(text, end) && !is_place(before)
}

/// Whether a word is one of a list, with or without what is written in front of it.
fn is(word: &str, list: &[&str]) -> bool {
    list.contains(&word) || stripped(word).any(|bare| list.contains(&bare))
}

/// Whether a word is for what has a number of its own.
pub(super) fn is_kind(word: &str) -> bool {
    [NUMBERS, CALIBRES, ROADS, KINDS, MAKES].iter().any(|list| is(word, list))
}

/// Whether a number is joined to the word before it ("Shahed-136"), which is no word that Arabic or Hebrew writes
/// in front of a number.
fn is_joined(text: &Clauses<'_>, at: usize) -> bool {
    let before = text.word(at - 1);
    let letters = before.chars().count();
    let whole = match before.chars().next().unwrap_or_default() {
        'א' => letters >= 2,
        'ב'..='ת' => letters >= 3,
        'ء'..='ۿ' => letters >= 2,
        first => first.is_alphabetic(),
    };
    whole && text.written(at).1.ends_with(['-', '‑', '־'])
}

/// Whether a word is written as a name is, in a text where not every word is, and not as a first word.
fn is_written_name(text: &Clauses<'_>, at: usize) -> bool {
    let follows = at.checked_sub(1).is_some_and(|before| text.same(before, at));
    follows && text.written(at).0.starts_with(char::is_uppercase) && text.is_plain()
}

/// Whether a number in words is written as a name is, with more of it behind: "Tres Cruces".
fn is_spelled_name(text: &Clauses<'_>, number: Numeral) -> bool {
    let of = |at: usize| matches!(text.follower(at), "de" | "of" | "la");
    let next = number.end + usize::from(of(number.end));
    let behind = !text.follower(next).is_empty() && is_written_name(text, next);
    behind && is_written_name(text, number.start)
}

/// Whether what stands behind a number shows that it counts those who were hit.
fn is_counted(text: &Clauses<'_>, end: usize) -> bool {
    /// Words for people, or before a word of harm.
    #[rustfmt::skip]
    const COUNTED: &[&str] = &[
        "people|", "person", "civilian", "soldier", "troop", "police", "officer", "guard", "men|", "women|", "children|", "worker", "resident", "villager", "passenger", "student", "pupil", "worshipper", "militant", "fighter", "rebel", "gunmen|", "others|", "more|", "were|", "are|", "have|", "was|", "had|",
        "personne", "civil", "soldat", "homme", "femme", "enfant", "polic", "ont|", "sont|", "étaient|", "autres|", "persona", "soldado", "hombre", "mujer", "niñ", "han|", "fueron|", "más|", "человек", "солдат", "военн", "жител", "мирн", "дет", "были|",
        "شخص", "جند", "مدني", "أشخاص", "نفر", "تن|", "سرباز", "בני|", "אנשים|", "חיילים|", "אזרחים|", "ילדים|", "נשים|",
    ];
    let next = text.follower(end);
    !next.is_empty() && (is_harm(next) || entries::any(next, COUNTED))
}

fn is_digits(word: &str) -> bool {
    word.ends_with(|last: char| last.is_ascii_digit())
}

/// Whether a word is a place by itself: "in Gaza 20 died".
fn is_place(word: &str) -> bool {
    !gazetteer::named(&[Word { text: word, hash: hash(word.as_bytes()) }]).is_empty()
}

/// A name of a place, and where in it the number stands.
type NumberedPlace = (usize, Vec<String>);

/// Names of places that hold a number, by that word.
static PLACES: LazyLock<QuickMap<u64, Vec<NumberedPlace>>> = LazyLock::new(|| {
    let mut all: QuickMap<u64, Vec<NumberedPlace>> = QuickMap::default();
    let spellings = places().flat_map(|(_, _, _, spellings)| spellings.split('|'));
    for spelling in spellings.filter(|spelling| spelling.contains(' ')) {
        let name: Vec<String> = folded(spelling).split(' ').map(str::to_owned).collect();
        let numbers = name.iter().enumerate().filter(|(_, word)| is_number(word));
        for (at, word) in numbers.take(1) {
            all.entry(hash(word.as_bytes())).or_default().push((at, name.clone()));
        }
    }
    all
});

/// Whether a number stands in the name of a place.
fn is_of_place(text: &Clauses<'_>, at: usize) -> bool {
    let Some(names) = PLACES.get(&hash(text.word(at).as_bytes())) else { return false };
    names.iter().any(|(own, name)| {
        let Some(first) = at.checked_sub(*own) else { return false };
        name.iter().enumerate().all(|(place, word)| {
            let written = text.word(first + place);
            written == word || place == 0 && stripped(written).any(|bare| bare == word)
        })
    })
}

/// Whether a number counts a part of those that the last one counted: "six, including two children".
pub(super) fn is_part_of(text: &Clauses<'_>, number: Numeral, last: Option<&Numeral>) -> bool {
    let Some(last) = last.filter(|last| last.value >= number.value && last.people) else {
        return false;
    };
    let from = last.end;
    if number.start < from || number.start - from > AMONG_WITHIN {
        return false;
    }
    let mut back = (from..number.start).rev().take(MOST_BETWEEN + 1);
    let lead = back.find(|at| !BETWEEN.contains(&text.word(*at)));
    lead.is_some_and(|at| {
        let word = text.word(at);
        let two = at.checked_sub(1).map(|one| (text.word(one), word));
        AMONG.contains(&word)
            || stripped(word).any(|bare| AMONG.contains(&bare))
            || two.is_some_and(|two| AMONG_PAIRS.contains(&two))
    })
}

/// Whether a number counts one more part of those of whom a part was counted before it, and nothing of its own.
pub(super) fn is_next_part(text: &Clauses<'_>, number: Numeral, parted: &Numeral) -> bool {
    let near = number.start >= parted.end && number.start - parted.end <= NEXT_WITHIN;
    let told = || (parted.start..number.start).any(|at| is_harm(text.word(at)));
    let own = is_harm(text.follower(number.end));
    let own = own || is_harm(text.follower(number.end + 1)) && told();
    near && number.value < parted.value && !own
}

#[cfg(test)]
mod tests;
