//! Dead and hurt as an article tells them: numbers in digits and words near words of harm, and
//! denials ("no injuries"), in English, French, Spanish, Russian, Arabic, Persian and Hebrew.
//!
//! Held to the event that the article tells of: numbers of past years, of long spans and of whole
//! wars count for nothing.

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
const NONE: &[&str] = &["no", "none", "without", "aucun", "aucune", "sans", "sin", "ningún", "ningun", "нет", "без", "دون", "بدون", "لم", "لا", "ללא", "אין", "nobody", "zero", "personne", "nadie", "никто", "هیچ"];
const NONE_NEAR: usize = 2;
/// Words that say by themselves that nobody was hurt.
#[rustfmt::skip]
const UNHURT: &[&str] = &["unhurt", "unharmed", "uninjured", "unscathed", "indemne", "indemnes", "ileso", "ilesos", "ilesa", "ilesas", "невредим", "невредимы"];
/// Words that show that a number is of a long span or of another time, near a word of harm.
#[rustfmt::skip]
const PAST: &[&str] = &[
    "since", "decade", "decades", "annually", "yearly", "century", "overall", "cumulative", "anniversary", "ago", "genocide", "holocaust",
    "depuis", "décennie", "décennies", "anniversaire", "desde", "década", "décadas", "aniversario",
    "десятилетие", "десятилетия", "годовщина", "годовщину", "منذ", "ذكرى", "سالگرد", "מאז",
];
/// The same as two words.
#[rustfmt::skip]
const PAST_PAIRS: &[(&str, &str)] = &[
    ("this", "year"), ("last", "year"), ("past", "year"), ("previous", "year"), ("each", "year"), ("every", "year"), ("per", "year"), ("a", "year"),
    ("cette", "année"), ("année", "dernière"), ("este", "año"), ("año", "pasado"), ("этом", "году"), ("прошлом", "году"), ("начала", "года"), ("начала", "войны"),
    ("هذا", "العام"), ("العام", "الماضي"), ("the", "war"), ("world", "war"), ("la", "guerre"), ("la", "guerra"), ("years", "of"),
];
/// Words before and behind a word of harm in which these are looked for.
const PAST_NEAR: (usize, usize) = (6, 7);

/// Number words with their values.
#[rustfmt::skip]
const NUMBERS: &[(u32, &str)] = &[
    (1, "one un une uno una один одна واحد یک אחד"),
    (2, "two both deux dos два две двое اثنان اثنين دو שני שניים pair двух قتيلان قتيلين جريحان جريحين שתי"),
    (3, "three trois tres три трое ثلاثة سه שלושה трех троих ثلاث שלוש"),
    (4, "four quatre cuatro четыре четверо أربعة اربعة چهار ארבעה четырех أربع ארבע"),
    (5, "five cinq cinco пять пятеро خمسة پنج חמישה пяти пятерых خمس חמש"),
    (6, "six seis шесть шестеро ستة شش שישה шести ست שש"),
    (7, "seven sept siete семь семеро سبعة هفت שבעה семи سبع שבע"),
    (8, "eight huit ocho восемь восьмеро ثمانية هشت שמונה восьми ثماني"),
    (9, "nine neuf nueve девять تسعة نه תשעה девяти تسع תשע"),
    (10, "ten dix diez десять عشرة ده עשרה десяти عشر עשר"),
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
    (60, "sixty soixante sesenta шестьдесят"), (70, "seventy setenta семьдесят"), (80, "eighty ochenta восемьдесят"), (90, "ninety noventa девяносто"),
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
    let year = article.published.map(|at| jiff::tz::Offset::UTC.to_datetime(at).year());
    let mut all = Told::default();
    for text in [&article.title, &article.summary, &article.body] {
        let one = read(&folded(text), year);
        all.harm.killed = all.harm.killed.max(one.harm.killed);
        all.harm.hurt = all.harm.hurt.max(one.harm.hurt);
        all.denied |= one.denied;
    }
    all.denied &= all.harm == Harm::default();
    all
}

/// Reads one folded text, published in a year: every number goes to the word of harm that is
/// closest, each used once.
fn read(text: &str, year: Option<i16>) -> Told {
    let words: Vec<&str> = text.split(' ').collect();
    let mut told = Told { denied: words.iter().any(|w| UNHURT.contains(w)), ..Told::default() };
    let mut pairs: Vec<(usize, usize, usize, Kind, u32)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(kind) = kind(word) else { continue };
        let before = words.get(at.saturating_sub(NONE_NEAR + 1)..at).unwrap_or_default();
        if before.iter().any(|w| NONE.contains(w)) {
            told.denied = true;
            continue;
        }
        if is_past(&words, at, year) {
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

/// Whether what stands around a word of harm tells of another time than the article's own.
fn is_past(words: &[&str], at: usize, year: Option<i16>) -> bool {
    let end = words.len().min(at + PAST_NEAR.1 + 1);
    let near = words.get(at.saturating_sub(PAST_NEAR.0)..end).unwrap_or_default();
    let earlier = |word: &&str| {
        let told = word.parse().ok().filter(|told: &i16| word.len() == 4 && is_year(*told));
        told.is_some_and(|told| year.is_none_or(|year| told < year))
    };
    near.iter().any(|word| PAST.contains(word) || earlier(word))
        || near.windows(2).any(|pair| PAST_PAIRS.iter().any(|(a, b)| pair == [*a, *b]))
}

fn is_year(number: i16) -> bool {
    (1_900..2_100).contains(&number)
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

/// The number that the words from `at` on tell, if it can be one of people.
fn number(words: &[&str], at: usize) -> Option<u32> {
    let word = *words.get(at)?;
    let beside = |at: Option<usize>| at.and_then(|at| words.get(at)).copied().unwrap_or_default();
    let (before, next) = (beside(at.checked_sub(1)), beside(Some(at + 1)));
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return digits(word, before, next, beside(Some(at + 2)));
    }
    // "twenty five" is one number, and "five" of it none.
    let value = |word: &str| VALUES.get(word).copied();
    let tens = |word: &str| value(word).filter(|n| (20..100).contains(n) && n % 10 == 0);
    let ones = |word: &str| value(word).filter(|n| *n < 10);
    let is_rest = ones(word).is_some() && tens(before).is_some();
    if is_rest || OTHER_UNITS.contains(&next) {
        return None;
    }
    let own = value(word)?;
    Some(own + tens(word).and_then(|_| ones(next)).unwrap_or(0))
}

/// A number in digits, whose thousands folding has made a word of their own.
fn digits(word: &str, before: &str, next: &str, behind: &str) -> Option<u32> {
    let number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let group = |word: &str| word.len() == 3 && number(word);
    if group(word) && before.len() < 4 && number(before) {
        return None;
    }
    let whole = group(next) && word.len() < 4;
    let n: u32 = if whole { format!("{word}{next}").parse().ok()? } else { word.parse().ok()? };
    let unit = if whole { behind } else { next };
    let year = !whole && i16::try_from(n).is_ok_and(is_year);
    (n > 0 && n <= MOST && !year && !OTHER_UNITS.contains(&unit)).then_some(n)
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
            ("twenty five killed and sixty hurt", told(25, 60)),
            ("погибли двух человек", told(2, 0)),
            ("مقتل ثلاث نساء", told(3, 0)),
            ("שתי הרוגות", told(2, 0)),
            ("1 200 wounded", told(0, 1_200)),
        ] {
            assert_eq!(read(text, Some(2026)), wanted, "{text}");
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
            "crew escaped unhurt",
            "nobody was killed",
        ] {
            assert!(read(text, None).denied, "{text}");
        }
    }

    #[test]
    fn numbers_of_other_times_are_not_the_events() {
        for text in [
            "rocket hits house in city where 3 000 were killed in 2001",
            "more than 400 people killed since the coup",
            "five killed a decade earlier",
            "12 000 killed in the war",
            "attack recalls siege that killed 52 in 1983",
            "87 civilians killed this year",
            "depuis le début 300 morts",
            "منذ بداية الحرب قتل 40",
        ] {
            assert_eq!(read(text, Some(2026)).harm, Harm::default(), "{text}");
        }
        assert_eq!(read("two killed on 3 march 2026", Some(2026)).harm.killed, 2);
    }
}
