//! Numbers as an article writes them, in digits and words of seven languages, of one word or many
//! ("one hundred and twenty", "vingt et un", «خمسة وعشرون»). Numbers that count no people, as
//! years, hours and distances, are left out.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::clauses::{Clauses, stripped};

/// A number: its words, and what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    /// Its first word.
    pub start: usize,
    /// The word behind its last.
    pub end: usize,
    pub value: u32,
}

impl Numeral {
    /// Words from a number to a word that is none of its own.
    pub fn far(&self, at: usize) -> usize {
        if at < self.start { self.start - at } else { (at + 1).saturating_sub(self.end) }
    }
}

/// Numbers above this are of wars and populations, not of an event.
const MOST: u32 = 9_999;

/// Number words with their values.
#[rustfmt::skip]
const NUMBERS: &[(u32, &str)] = &[
    (1, "one un une uno una один одна одного واحد یک אחד אחת"),
    (2, "two both deux dos два две двое اثنان اثنين اثنتان اثنا اثني دو שני שתי שניים שתיים שנים pair couple двух двоих قتيلان قتيلين جريحان جريحين شخصان شخصين شهيدان شهيدين جنديان جنديين طفلان طفلين طفلتان طفلتين رجلان رجلين امرأتان امرأتين مصابان مصابين شرطيان شرطيين"),
    (3, "three trois tres три трое ثلاثة سه שלושה שלשה трех трёх троих ثلاث שלוש"),
    (4, "four quatre cuatro четыре четверо четверых أربعة اربعة چهار ארבעה четырех четырёх أربع ארבע"),
    (5, "five cinq cinco пять пятеро خمسة پنج חמישה חמשה пяти пятерых خمس חמש"),
    (6, "six seis шесть шестеро ستة شش שישה ששה шести шестерых ست שש"),
    (7, "seven sept siete семь семеро سبعة هفت שבעה семи семерых سبع שבע"),
    (8, "eight huit ocho восемь восьмеро ثمانية هشت שמונה восьми ثماني"),
    (9, "nine neuf nueve девять تسعة نه תשעה девяти تسع תשע"),
    (10, "ten dix diez десять عشرة ده עשרה десяти десятеро عشر עשר"),
    (11, "eleven onze once одиннадцать одиннадцати یازده"),
    (12, "twelve douze doce двенадцать двенадцати dozen douzaine docena дюжина دوازده"),
    (13, "thirteen treize trece тринадцать тринадцати سیزده"),
    (14, "fourteen quatorze catorce четырнадцать четырнадцати چهارده"),
    (15, "fifteen quinze quince пятнадцать пятнадцати پانزده"),
    (16, "sixteen seize dieciséis шестнадцать шестнадцати شانزده"),
    (17, "seventeen diecisiete семнадцать семнадцати هفده"),
    (18, "eighteen dieciocho восемнадцать восемнадцати هجده"),
    (19, "nineteen diecinueve девятнадцать девятнадцати نوزده"),
    (20, "twenty vingt vingts veinte двадцать двадцати عشرون عشرين بیست עשרים"),
    (21, "veintiún veintiuno veintiuna"), (22, "veintidós"), (23, "veintitrés"), (25, "veinticinco"),
    (24, "veinticuatro dozens tens dizaines decenas десятки десятков العشرات عشرات دهها דהעשרות עשרות"),
    (26, "veintiséis"), (27, "veintisiete"), (28, "veintiocho"), (29, "veintinueve"),
    (30, "thirty trente treinta тридцать тридцати ثلاثون ثلاثين سی שלושים"),
    (40, "forty quarante cuarenta сорок сорока أربعون أربعين چهل ארבעים scores"),
    (50, "fifty cinquante cincuenta пятьдесят пятидесяти خمسون خمسين پنجاه חמישים"),
    (60, "sixty soixante sesenta шестьдесят шестидесяти ستون ستين شصت שישים"),
    (70, "seventy setenta семьдесят семидесяти سبعون سبعين هفتاد שבעים"),
    (80, "eighty ochenta восемьдесят восьмидесяти ثمانون ثمانين هشتاد שמונים"),
    (90, "ninety noventa девяносто تسعون تسعين نود תשעים"),
    (100, "hundred cent cien ciento сто ста مائة مئة صد מאה"),
    (200, "hundreds centaines cientos doscientos сотни сотен двести двухсот مئات مئتان مئتين صدها מאות מאתיים"),
    (300, "trescientos триста"),
    (1_000, "thousand mille mil тысяча тысячи тысяч ألف هزار אלף"),
];
/// Words that take the number before them so many times.
const MULTIPLIERS: &[u32] = &[12, 100, 1_000];
/// Words before a dozen that make it six.
const HALF: &[&str] = &["half", "demi", "media"];
/// Words that join two parts of one number.
const AND: &[&str] = &["and", "et", "y", "e", "и", "و"];
/// Words that are numbers in one language and other words in another: they count only right before
/// who or what is counted.
const AMBIGUOUS: &[&str] = &["once", "seize", "cent", "sept", "mil", "mille", "tens"];
#[rustfmt::skip]
const PEOPLE: &[&str] = &["personnes", "personas", "people", "civils", "civiles", "soldats", "soldados", "of", "morts", "muertos", "blessés", "heridos", "tués", "hommes", "hombres", "victimes", "víctimas"];

/// Words behind a number that show that it counts no people.
#[rustfmt::skip]
const OTHER_UNITS: &[&str] = &[
    "year", "years", "old", "km", "kilometers", "kilometres", "miles", "meters", "metres", "hours", "days", "weeks", "months", "minutes", "am", "pm", "percent", "per", "million", "billion", "thousands", "th", "st", "nd", "rd", "rockets", "missiles", "drones", "strikes", "attacks", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "an", "ans", "jours", "heures", "semaines", "mois", "roquettes", "años", "días", "horas", "semanas", "meses", "cohetes", "misiles", "лет", "года", "дней", "часов", "ракет", "ракеты", "км",
    "سنة", "سنوات", "عاما", "أيام", "ساعات", "ساعة", "كم", "كيلومترا", "صاروخا", "صواريخ", "سال", "ساله", "روز", "ساعت", "کیلومتر", "موشک", "שנים", "שנה", "ימים", "שעות", "רקטות", "טילים", "ק",
];
/// Words that make a number one of many thousands, behind "of".
const THOUSANDS: &[&str] = &["thousands", "millions", "billions", "milliers", "miles", "millones"];
/// Words before a number that make it a name: "No. 2".
const NUMBERED: &[&str] = &["no", "number", "flight", "route", "channel", "unit"];

static VALUES: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    // Of a word in two rows the first counts, as a later entry would replace it.
    let rows = NUMBERS.iter().rev();
    rows.flat_map(|(value, words)| words.split(' ').map(|word| (word, *value))).collect()
});

/// The numbers of a text that can be ones of people, in their order.
pub(super) fn numerals(text: &Clauses<'_>) -> Vec<Numeral> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        let Some((value, end)) = digits(text, at).or_else(|| spelled(text, at)) else {
            at += 1;
            continue;
        };
        if value > 0 && value <= MOST && counts_people(text, at, end) {
            all.push(Numeral { start: at, end, value });
        }
        at = end;
    }
    all
}

fn counts_people(text: &Clauses<'_>, start: usize, end: usize) -> bool {
    let (unit, behind) = (text.follower(end), text.follower(end + 1));
    let before = start.checked_sub(1).map(|at| text.word(at)).unwrap_or_default();
    // The mark of "No." ends no clause; any other does.
    let beside = before == "no" || !text.follower(start).is_empty();
    let many = unit == "of" && THOUSANDS.contains(&behind);
    let of_none = before == "no" && text.word(start) == "one";
    let named =
        beside && NUMBERED.contains(&before) && text.word(start).starts_with(char::is_numeric);
    !OTHER_UNITS.contains(&unit) && !many && !of_none && !named
}

/// A number in digits, whose thousands folding has made a word of their own. A year is none.
fn digits(text: &Clauses<'_>, at: usize) -> Option<(u32, usize)> {
    let word = text.word(at);
    let number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let word = if number(word) { word } else { stripped(word).find(|word| number(word))? };
    let next = text.follower(at + 1);
    if word.len() < 4 && next.len() == 3 && number(next) {
        return Some((format!("{word}{next}").parse().unwrap_or(u32::MAX), at + 2));
    }
    let own: u32 = word.parse().unwrap_or(u32::MAX);
    match VALUES.get(next).filter(|by| MULTIPLIERS.contains(by) && own < 100) {
        Some(by) => Some((own * by, at + 2)),
        None if word.len() == 4 && is_year(own) => Some((0, at + 1)),
        None => Some((own, at + 1)),
    }
}

/// Whether a number of four digits is likely a year.
pub(super) fn is_year(number: u32) -> bool {
    (1_900..2_100).contains(&number)
}

/// A number in words, as many as belong together.
fn spelled(text: &Clauses<'_>, start: usize) -> Option<(u32, usize)> {
    let (mut sum, _) = value(text, start)?;
    let word = text.word(start);
    let before = start.saturating_sub(2)..start;
    if sum == 12 && before.into_iter().any(|at| HALF.contains(&text.word(at))) {
        return Some((6, start + 1));
    }
    let mut end = start + 1;
    while let Some((at, next, joined)) = part(text, end) {
        let Some(grown) = grown(sum, next, joined, text.word(at)) else { break };
        (sum, end) = (grown, at + 1);
    }
    let alone = end == start + 1 && AMBIGUOUS.contains(&word);
    (!alone || PEOPLE.contains(&text.follower(end))).then_some((sum, end))
}

/// The next part of a number in words: where it stands, its value, and whether an "and" is before
/// it. A part begins no new clause.
fn part(text: &Clauses<'_>, at: usize) -> Option<(usize, u32, bool)> {
    let joined = AND.contains(&text.follower(at));
    let at = at + usize::from(joined);
    let (value, attached) = value(text, at).filter(|_| !text.follower(at).is_empty())?;
    Some((at, value, joined || attached))
}

/// The value of a word, and whether an "and" is written in front of it.
fn value(text: &Clauses<'_>, at: usize) -> Option<(u32, bool)> {
    let word = text.word(at);
    if let Some(value) = VALUES.get(word) {
        return Some((*value, false));
    }
    let bare = word.strip_prefix(['و', 'ו'])?;
    VALUES.get(bare).map(|value| (*value, true))
}

/// A number with one more part, where both are one number.
fn grown(sum: u32, next: u32, joined: bool, word: &str) -> Option<u32> {
    let (ones, tens) = (sum % 10, sum % 100);
    if word.starts_with("vingt") && tens == 4 {
        return Some(sum + 76);
    }
    if MULTIPLIERS.contains(&next) && !joined && sum < next {
        return Some(sum * next);
    }
    let fits = match next {
        1..=9 => tens == 0 || (ones == 0 && tens >= 20),
        // «خمسة عشر».
        10 if word.starts_with("عشر") || word.starts_with("עשר") => (1..10).contains(&tens),
        // "soixante-dix".
        10..=19 => matches!(tens, 0 | 60 | 80),
        // «خمسة وعشرون».
        20..=90 => tens == 0 || (joined && (1..10).contains(&tens)),
        100..=900 => sum.is_multiple_of(1_000),
        _ => false,
    };
    fits.then_some(sum + next)
}

#[cfg(test)]
mod tests {
    use super::super::clauses::Clauses;
    use super::numerals;

    #[test]
    fn numbers_of_many_words_are_one() {
        for (text, wanted) in [
            ("twenty-five guards and sixty others", &[25, 60][..]),
            ("one hundred and twenty people", &[120]),
            ("two dozen guards", &[24]),
            ("half a dozen guards", &[6]),
            ("vingt et un gardes", &[21]),
            ("soixante-dix-sept gardes", &[77]),
            ("quatre-vingt-trois gardes", &[83]),
            ("treinta y un guardias", &[31]),
            ("ciento veinte guardias", &[120]),
            ("сто двадцать один охранник", &[121]),
            ("خمسة وعشرون حارسا", &[25]),
            ("خمسة عشر حارسا", &[15]),
            ("شخصين وسبعة", &[2, 7]),
            ("بیست و یک نگهبان", &[21]),
            ("עשרים ואחד שומרים", &[21]),
            ("two thousand guards", &[2_000]),
            ("1,200 guards", &[1_200]),
            ("٢١ حارسا و۱۲ نفر", &[21, 12]),
            ("six, days after", &[6]),
            ("six days after", &[]),
            ("in 2019", &[]),
            ("hundreds of thousands", &[]),
            ("No. 2 commander", &[]),
            ("rebels seize town", &[]),
            ("seize personnes", &[16]),
        ] {
            let mut buffer = String::new();
            let found = numerals(&Clauses::of(&mut buffer, text));
            let values: Vec<u32> = found.iter().map(|numeral| numeral.value).collect();
            assert_eq!(values, wanted, "{text}");
        }
    }
}
