//! Words that say of an attack that it was not the first: "fresh rocket attack", «новая волна ударов»,
//! "هجوم جديد". A second rocket that was found, or a second suspect, is no second attack.
//!
//! What becomes of such an article is decided in `cluster`.

use std::sync::LazyLock;

use super::concepts;
use super::entries::Entries;
use super::gazetteer::bare;
use super::quick::Lexicon;
use super::words::{Kind, Word, hash, neutral};

/// The name of what says that an attack was another one.
pub(super) static RENEWED: LazyLock<u32> = LazyLock::new(|| neutral(Kind::Concept, "renewed"));

/// Starts of words for an attack, or for a ship under one, as folded; one that ends in `|` is the whole word.
#[rustfmt::skip]
const ATTACKS: &[&str] = &[
    "attack", "strike|", "strikes|", "assault", "raid|", "raids|", "blast|", "blasts|", "bombing", "bombed|", "explosion", "shooting", "ambush", "wave|", "waves|",
    "barrage", "salvo", "volley", "shelling", "shelled|", "airstrike", "struck|", "hit|", "hits|", "siren", "sirens|",
    "vessel", "ship|", "ships|", "tanker", "launch|", "launches|", "time|",
    "attaque", "frappe", "attentat", "vague", "salve", "bombardement", "tirs|", "tir|", "fusillade", "fois|", "lancement", "visee|", "vise|", "navire", "petrolier",
    "ataque", "atentado", "bombardeo", "oleada", "andanada", "tiroteo", "vez|", "lanzamiento", "ataca|", "buque", "petrolero",
    "атак", "удар", "обстрел", "взрыв", "волн", "залп", "налет", "нападени", "теракт", "прилет", "судно", "танкер", "пуск|", "запуск", "раз|",
    "هجوم", "هجمات", "غارة", "غاره", "غارات", "ضربه", "ضربات", "انفجار", "تفجير", "قصف", "موجه", "رشقه", "دفعه", "استهداف", "سفينه", "ناقله",
    "حمله", "حملات", "موج", "تيراندازي", "بمباران", "كشتي", "نفتكش",
    "התקפ", "מתקפ", "תקיפ", "פיגוע", "מטח", "גל|", "פיצוצ", "פיצוץ", "ירי|", "אזעק",
];
static TABLE: LazyLock<Entries> = LazyLock::new(|| Entries::of(ATTACKS));
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
/// What is fired, beside such a word ("fired again"), or with one that says that it was more of it («выпустили
/// ещё две ракеты»).
#[rustfmt::skip]
const FIRED: &[&str] = &["fired", "fires", "targeted", "targets", "rocked", "shaken", "struck", "pounded", "обстреляли", "обстрелян", "атаковали", "ударили"];
const MORE: &[&str] = &[
    "more",
    "further",
    "еще",
    "autres",
    "otros",
    "otras",
    "اخرين",
    "اخري",
    "נוספות",
    "נוספים",
    "ديگر",
];
/// Words for the time between one attack and the next: "hours after dawn attack".
const HOURS: &[&str] = &["hours", "heures", "horas", "часов", "часа", "ساعات", "ساعت", "שעות"];
const AFTER: &[&str] = &["after", "apres", "despues", "после", "بعد", "پس", "אחרי", "לאחר"];
/// Words within which that attack is named.
const NAMED_WITHIN: usize = 5;

/// Words for the time in which it was not the first: "second in two days".
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "second", "third", "fourth", "fifth", "deuxieme", "troisieme", "quatrieme", "segundo", "segunda", "tercer", "tercero", "tercera", "второи", "вторая", "второе", "третии", "третья", "третье",
    "الثاني", "الثانيه", "الثالث", "الثالثه", "ثاني", "ثالث", "دومين", "سومين", "השני", "השנייה", "השלישי", "השלישית", "שני", "שנייה",
];
#[rustfmt::skip]
const WITHIN: &[&str] = &["in", "within", "over", "en", "dans", "за", "خلال", "في", "در", "طي", "תוך", "בתוך", "ביומיים", "בשבוע"];
#[rustfmt::skip]
const SPANS: &[&str] = &[
    "day", "days", "hours", "week", "weeks", "night", "nights", "jours", "jour", "heures", "semaine", "dias", "dia", "horas", "semana", "дня", "днеи", "день", "сутки", "часа", "часов", "неделю", "ночи",
    "يومين", "ايام", "يوم", "اسبوع", "ساعات", "ساعه", "روز", "هفته", "ساعت", "ימים", "יומיים", "שעות", "שבוע", "יממה", "ביומיים", "בשבוע",
];
/// Words between the count, and between these, at most.
const SPAN_WITHIN: usize = 4;

/// How far they stand from it.
const REACH: usize = 2;

/// On which side of an attack a word stands that says that it was another one.
#[derive(Clone, Copy)]
enum Side {
    Before,
    Behind,
    Beside,
}

static SIDES: LazyLock<Lexicon<Side>> = LazyLock::new(|| {
    let lists = [(Side::Before, BEFORE), (Side::Behind, BEHIND), (Side::Beside, BESIDE)];
    let words = lists.iter().flat_map(|(side, list)| list.iter().map(move |word| (word, *side)));
    words.map(|(word, side)| (hash(word.as_bytes()), side)).collect()
});

/// Whether the word at a place says of an attack near it that it was another one.
pub(super) fn renews(words: &[Word<'_>], at: usize) -> bool {
    let Some(side) = words.get(at).and_then(|word| SIDES.get(word.hash)) else { return false };
    let mut behind = words.iter().skip(at + 1);
    let mut before = words.iter().take(at).rev();
    let is_fired = |word: &Word<'_>| is_attack(word) || FIRED.contains(&word.text);
    match side {
        Side::Before => behind.take(REACH).any(is_attack),
        Side::Behind => before.take(REACH).any(is_attack),
        Side::Beside => behind.next().is_some_and(is_fired) || before.next().is_some_and(is_fired),
    }
}

/// Whether a headline tells of more that was fired, or that another attack was hours before.
pub(super) fn goes_on(title: &[Word<'_>]) -> bool {
    title.iter().enumerate().any(|(at, word)| {
        let mut near = title.iter().skip(at.saturating_sub(1)).take(REACH + 2);
        MORE.contains(&word.text) && near.any(is_shot)
            || HOURS.contains(&word.text) && is_hours_after(title, at)
            || COUNTED.contains(&word.text) && is_counted(title, at)
    })
}

/// Whether a count at a place is one of a time: "second in two days", "third attack in a week".
fn is_counted(words: &[Word<'_>], at: usize) -> bool {
    let mut near = words.iter().skip(at + 1).take(SPAN_WITHIN);
    let within = near.position(|word| WITHIN.contains(&word.text));
    let span = |from: usize| {
        let mut behind = words.iter().skip(at + 1 + from).take(SPAN_WITHIN);
        behind.any(|word| SPANS.contains(&word.text))
    };
    within.is_some_and(span)
}

/// Whether a word stands for what is fired.
fn is_shot(word: &Word<'_>) -> bool {
    concepts::concept(word, None).is_some_and(concepts::is_weapon)
}

/// Whether something is fired and another attack was hours before: the word for these stands at a place.
fn is_hours_after(words: &[Word<'_>], at: usize) -> bool {
    let after = words.get(at + 1).is_some_and(|word| AFTER.contains(&word.text));
    let mut then = words.iter().skip(at + 2).take(NAMED_WITHIN);
    after && then.any(is_attack) && words.iter().take(at).any(is_shot)
}

/// Whether the weapon that a word names was of an attack hours before: "hours after rockets landed nearby".
pub(super) fn is_of_hours_before(words: &[Word<'_>], at: usize) -> bool {
    let before = words.get(at.saturating_sub(NAMED_WITHIN)..at).unwrap_or_default();
    before.windows(2).any(|pair| {
        let [one, other] = pair else { return false };
        HOURS.contains(&one.text) && AFTER.contains(&other.text)
    })
}

/// Whether a word stands for an attack.
pub(super) fn is_attack(word: &Word<'_>) -> bool {
    let is = |word: &str| TABLE.hold(word);
    is(word.text) || bare(word.text).any(is)
}

#[cfg(test)]
mod tests {
    use super::{goes_on, renews};
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
            ("Rockets fired again at US embassy", true),
            ("Rockets hit embassy hours after dawn attack", true),
            ("По посольству выпустили ещё две ракеты", true),
            ("Kharkiv hit for third time in a day", true),
            ("North Korea fires missiles in second launch in a day", true),
            ("Strike on apartment block kills five, second in two days", true),
            ("Удар по рынку, второй за два дня", true),
            ("Attentat à Kaboul, le troisième en une semaine", true),
            ("Explosión en Cali, la segunda en dos días", true),
            ("انفجار في بغداد هو الثاني خلال يومين", true),
            ("انفجار در کابل، دومین در یک هفته", true),
            ("פיגוע בירושלים, השני בתוך שבוע", true),
            ("Second day of talks in Geneva", false),
            ("Death toll rises hours after attack", false),
            ("Two more killed in Kharkiv", false),
            ("Second rocket found on launcher", false),
            ("Second suspect held after attack", false),
            ("New details of attack", false),
            ("Rocket attack on US embassy", false),
        ] {
            let folded = fold(text);
            let words = split(folded.text().trim(), 99);
            let told = (0..words.len()).any(|at| renews(&words, at)) || goes_on(&words);
            assert_eq!(told, wanted, "{text}");
        }
    }
}
