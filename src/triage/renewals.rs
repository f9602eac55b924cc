//! Words that say of an attack that it was not the first: "fresh rocket attack", «новая волна ударов»,
//! "هجوم جديد". A second rocket that was found, or a second suspect, is no second attack.
//!
//! What becomes of such an article is decided in `cluster`.

use std::sync::LazyLock;

use super::gazetteer::bare;
use super::quick::QuickMap;
use super::words::{Kind, Word, hash, neutral};

/// The name of what says that an attack was another one.
pub(super) static RENEWED: LazyLock<u32> = LazyLock::new(|| neutral(Kind::Concept, "renewed"));

/// Starts of words for an attack, or for a ship under one, as folded; one that ends in `=` is the whole word.
#[rustfmt::skip]
const ATTACKS: &[&str] = &[
    "attack", "strike=", "strikes=", "assault", "raid=", "raids=", "blast=", "blasts=", "bombing", "bombed=", "explosion", "shooting", "ambush", "wave=", "waves=",
    "barrage", "salvo", "volley", "shelling", "shelled=", "airstrike", "struck=", "hit=", "hits=", "siren", "sirens=",
    "vessel", "ship=", "ships=", "tanker",
    "attaque", "frappe", "attentat", "vague", "salve", "bombardement", "tirs=", "tir=", "fusillade", "visee=", "vise=", "navire", "petrolier",
    "ataque", "atentado", "bombardeo", "oleada", "andanada", "tiroteo", "ataca=", "buque", "petrolero",
    "атак", "удар", "обстрел", "взрыв", "волн", "залп", "налет", "нападени", "теракт", "прилет", "судно", "танкер",
    "هجوم", "هجمات", "غارة", "غاره", "غارات", "ضربه", "ضربات", "انفجار", "تفجير", "قصف", "موجه", "رشقه", "دفعه", "استهداف", "سفينه", "ناقله",
    "حمله", "حملات", "موج", "تيراندازي", "بمباران", "كشتي", "نفتكش",
    "התקפ", "מתקפ", "תקיפ", "פיגוע", "מטח", "גל=", "פיצוצ", "פיצוץ", "ירי=", "אזעק",
];
/// Words before it.
#[rustfmt::skip]
const BEFORE: &[&str] = &[
    "new", "fresh", "another", "second", "third", "further", "renewed", "repeat", "repeated",
    "nouvelle", "nouveau", "nouveaux", "nouvelles", "nouvel", "deuxieme", "seconde", "troisieme", "autre",
    "nuevo", "nueva", "nuevos", "nuevas", "otro", "otra", "segundo", "segunda", "tercer", "tercera",
    "новыи", "новая", "новое", "новые", "новои", "нового", "новую", "новых", "второи", "вторая", "второе", "вторую", "третии", "третья", "третью",
    "очереднои", "очередная", "очередную", "очередные", "повторныи", "повторная", "повторные", "еще",
    "ثاني", "ثالث", "دومين", "سومين",
];
/// Words behind it.
#[rustfmt::skip]
const BEHIND: &[&str] = &[
    "جديد", "جديده", "ثان", "ثانيه", "الثاني", "الثانيه", "اخر", "اخري", "متجدد", "ديگر", "دوباره", "دوم", "تازه",
    "חדש", "חדשה", "חדשים", "נוסף", "נוספת", "נוספים", "שני", "שנייה", "שניה", "שלישי",
];
/// Words beside it, on either side.
#[rustfmt::skip]
const BESIDE: &[&str] = &["again", "снова", "вновь", "опять", "שוב", "مجددا", "مجدد", "ponownie", "znowu"];
/// How far they stand from it.
const REACH: usize = 2;

/// On which side of an attack a word stands that says that it was another one.
#[derive(Clone, Copy)]
enum Side {
    Before,
    Behind,
    Beside,
}

static SIDES: LazyLock<QuickMap<u64, Side>> = LazyLock::new(|| {
    let lists = [(Side::Before, BEFORE), (Side::Behind, BEHIND), (Side::Beside, BESIDE)];
    let words = lists.iter().flat_map(|(side, list)| list.iter().map(move |word| (word, *side)));
    words.map(|(word, side)| (hash(word.as_bytes()), side)).collect()
});

/// Whether the word at a place says of an attack near it that it was another one.
pub(super) fn renews(words: &[Word<'_>], at: usize) -> bool {
    let Some(side) = words.get(at).and_then(|word| SIDES.get(&word.hash)) else { return false };
    let mut behind = words.iter().skip(at + 1);
    let mut before = words.iter().take(at).rev();
    match side {
        Side::Before => behind.take(REACH).any(is_attack),
        Side::Behind => before.take(REACH).any(is_attack),
        Side::Beside => {
            behind.next().is_some_and(is_attack) || before.next().is_some_and(is_attack)
        }
    }
}

/// Whether a word stands for an attack.
pub(super) fn is_attack(word: &Word<'_>) -> bool {
    let is = |word: &str| {
        ATTACKS.iter().any(|start| match start.strip_suffix('=') {
            Some(whole) => word == whole,
            None => word.starts_with(start),
        })
    };
    is(word.text) || bare(word.text).any(is)
}

#[cfg(test)]
mod tests {
    use super::renews;
    use crate::text::fold::fold;
    use crate::triage::words::split;

    #[test]
    fn another_attack_is_told_in_seven_languages_and_a_second_rocket_is_none() {
        for (text, wanted) in [
            ("Fresh rocket attack on US embassy", true),
            ("Kharkiv hit again", true),
            ("Another grenade attack on market", true),
            ("Новая волна ударов по Харькову", true),
            ("Харьков: вновь взрывы", true),
            ("Nouvelle salve de missiles", true),
            ("Nuevo atentado en Kabul", true),
            ("هجوم صاروخي جديد على السفارة", true),
            ("حمله دوباره در کابل", true),
            ("מטח נוסף לגליל", true),
            ("Second rocket found on launcher", false),
            ("Second suspect held after attack", false),
            ("New details of attack", false),
            ("Rocket attack on US embassy", false),
        ] {
            let folded = fold(text);
            let words = split(folded.text().trim(), 99);
            assert_eq!((0..words.len()).any(|at| renews(&words, at)), wanted, "{text}");
        }
    }
}
