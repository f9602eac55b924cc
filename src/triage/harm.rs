//! Dead and hurt as an article tells them: numbers in digits and words near words of harm, and
//! denials ("no injuries"), in English, French, Spanish, Russian, Arabic, Persian and Hebrew.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::quick::QuickMap;
use super::words::folded;
use crate::domain::{Article, Harm};

/// What an article tells of harm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Highest numbers.
    pub harm: Harm,
    /// It says that nobody was hurt.
    pub denied: bool,
}

/// Words between a number and its word of harm, at most.
const NEAR: usize = 4;
/// Numbers above this are of wars and populations, not of an event.
const MOST: u32 = 9_999;

#[derive(Clone, Copy)]
enum Kind {
    Killed,
    Hurt,
}

/// Starts of folded words of harm; `|` ends a whole word.
#[rustfmt::skip]
const KILLED: &[&str] = &[
    "kill", "dead|", "deaths|", "died|", "dies|", "slain|", "fatalities|", "bodies|", "martyr",
    "tué", "tue|", "tues|", "tuee", "mort|", "morts|", "mortes|", "décès|",
    "muert", "murieron|", "fallecid", "matan|", "mató|", "asesinad",
    "погиб", "убит", "жертв",
    "قتل", "قتيل", "مقتل", "شهيد", "شهداء", "قتلى", "کشته", "شهید",
    "הרוג", "נהרג", "נרצח", "zginęł", "zabit", "ofiar",
];
#[rustfmt::skip]
const HURT: &[&str] = &[
    "wound", "injur", "hurt|", "casualt", "bless", "herid", "lesionad", "ранен", "пострада",
    "جرح", "جريح", "مصاب", "إصاب", "زخمی", "مجروح", "פצוע", "נפצע", "נפגע", "rann",
];
/// Words that say none, before a word of harm (at most three words between).
#[rustfmt::skip]
const NONE: &[&str] = &["no", "none", "without", "aucun", "aucune", "sans", "sin", "ningún", "ningun", "нет", "без", "دون", "بدون", "لم", "لا", "ללא", "אין", "without"];
const NONE_NEAR: usize = 2;

/// Number words with their values.
#[rustfmt::skip]
const NUMBERS: &[(u32, &str)] = &[
    (1, "one un une uno una один одна واحد یک אחד"),
    (2, "two both deux dos два две двое اثنان اثنين دو שני שניים"),
    (3, "three trois tres три трое ثلاثة سه שלושה"),
    (4, "four quatre cuatro четыре четверо أربعة اربعة چهار ארבעה"),
    (5, "five cinq cinco пять пятеро خمسة پنج חמישה"),
    (6, "six seis шесть шестеро ستة شش שישה"),
    (7, "seven sept siete семь семеро سبعة هفت שבעה"),
    (8, "eight huit ocho восемь восьмеро ثمانية هشت שמונה"),
    (9, "nine neuf nueve девять تسعة نه תשעה"),
    (10, "ten dix diez десять عشرة ده עשרה"),
    (11, "eleven onze once одиннадцать یازده"),
    (12, "twelve douze doce двенадцать dozen douzaine docena дюжина دوازده"),
    (13, "thirteen treize trece"),
    (14, "fourteen quatorze catorce"),
    (15, "fifteen quinze quince пятнадцать"),
    (16, "sixteen seize dieciséis"),
    (17, "seventeen"), (18, "eighteen"), (19, "nineteen"),
    (20, "twenty vingt veinte двадцать عشرون عشرين بیست score"),
    (24, "dozens dizaines decenas десятки العشرات عشرات ده‌ها דהעשרות עשרות"),
    (30, "thirty trente treinta тридцать"),
    (40, "forty quarante cuarenta сорок"),
    (50, "fifty cinquante cincuenta пятьдесят"),
    (100, "hundred cent cien сто مائة مئة صد מאה"),
    (200, "hundreds centaines cientos сотни مئات صدها מאות"),
];

static VALUES: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    // Of a word in two rows the first counts, as a later entry would replace it.
    let rows = NUMBERS.iter().rev();
    rows.flat_map(|(value, words)| words.split(' ').map(|word| (word, *value))).collect()
});

/// Reads what an article tells of harm from its title and the start of its text.
pub(super) fn told(article: &Article) -> Told {
    let mut all = Told::default();
    for text in [&article.title, &article.summary, &article.body] {
        let one = read(&folded(text));
        all.harm.killed = all.harm.killed.max(one.harm.killed);
        all.harm.hurt = all.harm.hurt.max(one.harm.hurt);
        all.denied |= one.denied;
    }
    all.denied &= all.harm == Harm::default();
    all
}

/// Reads one folded text: every number goes to the word of harm that is closest, each used once.
fn read(text: &str) -> Told {
    let words: Vec<&str> = text.split(' ').collect();
    let mut told = Told::default();
    let mut pairs: Vec<(usize, usize, usize, Kind, u32)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(kind) = kind(word) else { continue };
        let before = words.get(at.saturating_sub(NONE_NEAR + 1)..at).unwrap_or_default();
        if before.iter().any(|w| NONE.contains(w)) {
            told.denied = true;
            continue;
        }
        for place in at.saturating_sub(NEAR + 1)..=at + NEAR + 1 {
            if let Some(count) = number(&words, place) {
                pairs.push((place.abs_diff(at), at, place, kind, count));
            }
        }
    }
    pairs.sort_unstable_by_key(|(far, at, place, _, _)| (*far, *at, *place));
    let mut used = std::collections::HashSet::new();
    for (_, at, place, kind, count) in pairs {
        if used.contains(&at) || used.contains(&place) {
            continue;
        }
        used.extend([at, place]);
        let most = match kind {
            Kind::Killed => &mut told.harm.killed,
            Kind::Hurt => &mut told.harm.hurt,
        };
        *most = (*most).max(count);
    }
    told
}

/// Starts of words of harm by their first two bytes, those of the dead first.
static STARTS: LazyLock<QuickMap<u32, Vec<(&'static str, Kind)>>> = LazyLock::new(|| {
    let mut starts: QuickMap<u32, Vec<(&'static str, Kind)>> = QuickMap::default();
    for (list, kind) in [(KILLED, Kind::Killed), (HURT, Kind::Hurt)] {
        for entry in list {
            starts.entry(opening(entry)).or_default().push((*entry, kind));
        }
    }
    starts
});

/// The first two bytes of a word; no word of harm is shorter.
fn opening(word: &str) -> u32 {
    word.bytes().take(2).fold(0, |sum, byte| sum << 8 | u32::from(byte))
}

fn kind(word: &str) -> Option<Kind> {
    let is = |entry: &str| match entry.strip_suffix('|') {
        Some(whole) => word == whole,
        None => word.starts_with(entry),
    };
    let entries = STARTS.get(&opening(word))?;
    entries.iter().find(|(entry, _)| is(entry)).map(|(_, kind)| *kind)
}

/// Words behind a number that show that it counts no people.
#[rustfmt::skip]
const OTHER_UNITS: &[&str] = &[
    "year", "years", "old", "km", "miles", "hours", "days", "weeks", "months", "minutes", "am", "pm", "percent", "per", "million", "billion", "th", "st", "nd", "rd", "rockets", "missiles", "drones", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "ans", "jours", "heures", "años", "días", "horas", "лет", "года", "дней", "часов",
];

/// The number that the word at `at` tells, if it can be one of people.
fn number(words: &[&str], at: usize) -> Option<u32> {
    let word = words.get(at)?;
    if words.get(at + 1).is_some_and(|next| OTHER_UNITS.contains(next)) {
        return None;
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let n: u32 = word.parse().ok()?;
        let year = (1_900..2_100).contains(&n);
        return (n > 0 && n <= MOST && !year).then_some(n);
    }
    VALUES.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::{Told, read};
    use crate::domain::Harm;

    fn told(killed: u32, hurt: u32) -> Told {
        Told { harm: Harm { killed, hurt }, denied: false }
    }

    #[test]
    fn numbers_near_words_of_harm_are_read_in_seven_languages() {
        for (text, wanted) in [
            ("6 killed in rocket attack", told(6, 0)),
            ("two people were killed and at least 15 wounded", told(2, 15)),
            ("attack kills seven injures 12", told(7, 12)),
            ("dozens hurt in blast", told(0, 24)),
            ("trois morts et cinq blessés", told(3, 5)),
            ("al menos cuatro muertos y 20 heridos", told(4, 20)),
            ("погибли трое пострадали 8 человек", told(3, 8)),
            ("مقتل 5 أشخاص", told(5, 0)),
            ("کشته شدن سه نفر", told(3, 0)),
            ("3 הרוגים", told(3, 0)),
            ("man 24 years old killed", told(0, 0)),
            ("killed in 2019", told(0, 0)),
            ("rocket hits empty house", told(0, 0)),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn denials_are_read() {
        for text in [
            "no injuries have been reported",
            "caused no casualties",
            "without casualties",
            "aucun blessé",
            "sin heridos",
            "без пострадавших",
            "دون إصابات",
            "ללא נפגעים",
        ] {
            assert!(read(text).denied, "{text}");
        }
    }
}
