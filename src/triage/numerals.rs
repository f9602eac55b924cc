//! Numbers as an article writes them, in digits and words of seven languages, of one word or many
//! ("one hundred and twenty", "vingt et un", «خمسة وعشرون»). Numbers that count no people, as
//! years, dates, hours, ages, distances and animals, are left out.

use std::sync::LazyLock;

use super::clauses::{Clauses, stripped};
use super::entries::Entries;
use super::numbered::{self, is_next_part, is_of_name, is_part_of};
use super::quick::QuickMap;
use super::things::{is_of_animals, is_of_things};
use super::words::hash;

/// A number: its words, and what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    /// Its first word.
    pub start: usize,
    /// The word behind its last.
    pub end: usize,
    pub value: u32,
    /// What it counts may be people.
    pub people: bool,
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
    (2, "two both deux dos два две двое اثنان اثنين اثنتان اثنا اثني دو שני שתי שניים שתיים שנים pair couple двух двоих قتيلان قتيلين جريحان جريحين شخصان شخصين شهيدان شهيدين جنديان جنديين طفلان طفلين طفلتان طفلتين ولديها ولديه طفليها طفليه ابنيها ابنيه ابنتيها ابنتيه حارسان حارسين ممرضتين ممرضتان طالبتين فتاتين معلمتين سيدتين ضابطان ضابطين عنصران عنصرين عاملان عاملين دبلوماسيان موظفان مدنيان سائقان شقيقين شقيقان شقيقيه أخوين أخوان ابنان ولدان ولدين رجلان رجلين امرأتان امرأتين مصابان مصابين شرطيان شرطيين"),
    (3, "three trois tres три трое ثلاثة سه שלושה שלשה трех трёх троих ثلاث שלוש"),
    (4, "four quatre cuatro четыре четверо четверых أربعة اربعة چهار ארבעה четырех четырёх أربع ארבע"),
    (5, "five cinq cinco пять пятеро خمسة پنج חמישה חמשה пяти пятерых خمس חמש"),
    (6, "six seis шесть шестеро ستة شش שישה ששה шести шестерых ست שש"),
    (7, "seven sept siete семь семеро سبعة هفت שבעה семи семерых سبع שבע"),
    (8, "eight huit ocho восемь восьмеро ثمانية هشت שמונה восьми ثماني"),
    (9, "nine neuf nueve девять تسعة نه תשעה девяти تسع תשע"),
    (10, "ten dix diez десять عشرة ده עשרה десяти десятеро عشر עשר dizaine decena десяток десятка"),
    (11, "eleven onze once одиннадцать одиннадцати یازده"),
    (12, "twelve douze doce двенадцать двенадцати dozen douzaine docena дюжина دوازده"),
    (13, "thirteen treize trece тринадцать тринадцати سیزده"),
    (14, "fourteen quatorze catorce четырнадцать четырнадцати چهارده"),
    (15, "fifteen quinze quince пятнадцать пятнадцати پانزده quinzaine quincena"),
    (16, "sixteen seize dieciséis шестнадцать шестнадцати شانزده"),
    (17, "seventeen diecisiete семнадцать семнадцати هفده"),
    (18, "eighteen dieciocho восемнадцать восемнадцати هجده"),
    (19, "nineteen diecinueve девятнадцать девятнадцати نوزده"),
    (20, "twenty vingt vingts veinte двадцать двадцати عشرون عشرين بیست עשרים vingtaine veintena"),
    (21, "veintiún veintiuno veintiuna"), (22, "veintidós"), (23, "veintitrés"), (25, "veinticinco"),
    (24, "veinticuatro dozens tens dizaines decenas десятки десятков العشرات عشرات دهها דהעשרות עשרות"),
    (26, "veintiséis"), (27, "veintisiete"), (28, "veintiocho"), (29, "veintinueve"),
    (30, "thirty trente treinta тридцать тридцати ثلاثون ثلاثين سی שלושים trentaine treintena"),
    (40, "forty quarante cuarenta сорок сорока أربعون أربعين چهل ארבעים scores quarantaine"),
    (50, "fifty cinquante cincuenta пятьдесят пятидесяти خمسون خمسين پنجاه חמישים cinquantaine"),
    (60, "sixty soixante sesenta шестьдесят шестидесяти ستون ستين شصت שישים soixantaine"),
    (70, "seventy setenta семьдесят семидесяти سبعون سبعين هفتاد שבעים"),
    (80, "eighty ochenta восемьдесят восьмидесяти ثمانون ثمانين هشتاد שמונים"),
    (90, "ninety noventa девяносто تسعون تسعين نود תשעים"),
    (100, "hundred cent cien ciento сто ста مائة مئة صد מאה centaine centenar сотня"),
    (200, "hundreds centaines cientos centenares doscientos сотни сотен двести двухсот مئات مئتان مئتين صدها מאות מאתיים"),
    (300, "trescientos триста"),
    (1_000, "thousand mille mil тысяча тысячи тысяч ألف هزار אלף"),
];
/// Words that take the number before them so many times.
const MULTIPLIERS: &[u32] = &[12, 100, 1_000];
/// Words for about so many, which take the number before them so many times ("deux dizaines").
#[rustfmt::skip]
const ABOUT: &[(&str, u32)] = &[
    ("dizaine", 10), ("dizaines", 10), ("quinzaine", 15), ("vingtaine", 20), ("trentaine", 30), ("quarantaine", 40), ("cinquantaine", 50), ("soixantaine", 60), ("centaine", 100), ("centaines", 100),
    ("decena", 10), ("decenas", 10), ("quincena", 15), ("veintena", 20), ("treintena", 30), ("centenar", 100), ("centenares", 100), ("десяток", 10), ("десятка", 10), ("десятков", 10), ("сотня", 100), ("сотни", 100), ("сотен", 100),
];
/// Words before a dozen that make it six.
const HALF: &[&str] = &["half", "demi", "media"];
/// Words that join two parts of one number.
const AND: &[&str] = &["and", "et", "y", "e", "и", "و"];
/// Words that are numbers in one language and other words in another: they count only right before
/// who or what is counted.
const AMBIGUOUS: &[&str] =
    &["once", "seize", "cent", "sept", "mil", "mille", "tens", "quarantaine"];
#[rustfmt::skip]
const PEOPLE: &[&str] = &["personnes", "personas", "people", "civils", "civiles", "soldats", "soldados", "of", "morts", "muertos", "blessés", "heridos", "tués", "hommes", "hombres", "victimes", "víctimas"];

/// Starts of words right behind a number that show that it counts no people; `|` ends a whole word.
#[rustfmt::skip]
const OTHER_UNITS: &[&str] = &[
    "year", "old|", "mm|", "мм|", "ملم|", "مم|", "میلیمتر", "ממ|", "km|", "kilomet", "mile|", "miles|", "meter", "metre", "feet|", "hour", "day|", "days|", "week", "month", "minute", "second|", "am|", "pm|", "percent", "per|", "million", "billion", "thousands|", "th|", "st|", "nd|", "rd|", "mph|", "storey", "story|", "floor",
    "rocket", "missile", "drone", "strikes|", "attacks|", "blasts|", "explosions|", "shells|", "bombs|", "mortars|", "warheads|", "tanks|", "vehicles|", "trucks|", "houses|", "homes|", "buildings|", "cars|", "planes|", "jets|",
    "january|", "february|", "march|", "april|", "may|", "june|", "july|", "august|", "september|", "october|", "november|", "december|", "jan|", "feb|", "mar|", "apr|", "jun|", "jul|", "aug|", "sep|", "sept|", "oct|", "nov|", "dec|",
    "an|", "ans|", "jour|", "jours|", "heure", "semaine", "mois|", "mètre", "kilomèt", "étage", "roquettes|", "missiles|",
    "janvier|", "février|", "mars|", "avril|", "mai|", "juin|", "juillet|", "août|", "septembre|", "octobre|", "novembre|", "décembre|",
    "año", "día|", "días|", "hora", "semana", "mes|", "meses|", "metro", "kilómetro", "millas|", "pisos|", "plantas|", "cohetes|", "misiles|",
    "enero|", "febrero|", "marzo|", "abril|", "mayo|", "junio|", "julio|", "agosto|", "septiembre|", "octubre|", "noviembre|", "diciembre|",
    "лет|", "года|", "год|", "летн", "дней|", "дня|", "часов|", "часа|", "час|", "минут", "недел", "месяц", "км|", "километр", "метр", "этаж", "ракет", "дрон", "беспилотник", "снаряд", "домов|",
    "января|", "февраля|", "марта|", "апреля|", "мая|", "июня|", "июля|", "августа|", "сентября|", "октября|", "ноября|", "декабря|",
    "سنة|", "سنوات|", "عاما|", "عام|", "أيام|", "يوما|", "ساعات|", "ساعة|", "دقيقة|", "كم|", "كيلومتر", "مترا|", "متر|", "صاروخ", "صواريخ|", "مسيرة|", "مسيرات|", "منزلا|",
    "يناير|", "فبراير|", "مارس|", "أبريل|", "مايو|", "يونيو|", "يوليو|", "أغسطس|", "سبتمبر|", "أكتوبر|", "نوفمبر|", "ديسمبر|", "تشرين|", "كانون|", "شباط|", "آذار|", "نيسان|", "أيار|", "حزيران|", "تموز|", "آب|", "أيلول|",
    "سال|", "ساله|", "سالگی|", "روز|", "ساعت|", "دقیقه|", "کیلومتر", "متر|", "موشک|", "پهپاد|",
    "ژانویه|", "فوریه|", "آوریل|", "مه|", "ژوئن|", "ژوئیه|", "اوت|", "سپتامبر|", "اکتبر|", "نوامبر|", "دسامبر|", "فروردین|", "اردیبهشت|", "خرداد|", "تیر|", "مرداد|", "شهریور|", "مهر|", "آبان|", "آذر|", "دی|", "بهمن|", "اسفند|",
    "שנים|", "שנה|", "ימים|", "שעות|", "דקות|", "קמ|", "קילומטר", "מטר", "קומות|", "רקטות|", "טילים|", "כטבמים|", "ק|",
    "בינואר|", "בפברואר|", "במרץ|", "באפריל|", "במאי|", "ביוני|", "ביולי|", "באוגוסט|", "בספטמבר|", "באוקטובר|", "בנובמבר|", "בדצמבר|",
];
/// Months as they stand before a day ("Oct 7").
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];
/// Words before a number that make it an age or an hour.
#[rustfmt::skip]
const AGED: &[&str] = &["aged", "age", "âgé", "âgée", "âgés", "возрасте", "عمره", "عمرها", "بعمر", "בן", "בת", "בגיל", "الساعة", "ساعت", "בשעה"];
/// Articles that are a number only before people.
const ARTICLES: &[&str] = &["un", "une", "una", "uno"];
/// Starts of words for people behind such an article.
#[rustfmt::skip]
const PERSONS: &[&str] = &[
    "personne", "civil", "soldat", "homme", "femme", "enfant", "fille", "garçon", "policier", "gendarme", "garde", "militaire", "journaliste", "combattant", "mort", "bless", "tué", "victime", "ouvrier", "agent", "officier", "otage", "élève", "étudiant", "bébé", "médecin", "chauffeur", "berger", "paysan", "habitant", "pêcheur", "touriste", "employé", "adolescent", "jeune",
    "persona", "hombre", "mujer", "niñ", "policía", "guardia", "militar", "periodista", "combatiente", "muert", "herid", "fallecid", "víctima", "obrero", "trabajador", "oficial", "rehén", "estudiante", "médico", "conductor", "pastor", "campesin", "vecino", "pescador", "turista", "emplead", "joven", "menor", "ancian", "lesionad",
];
/// Words before a number that is not the one any more ("from 9 to 12", "two, not six").
const FORMER: &[&str] = &["from", "de", "с", "من", "از", "מ"];
/// Words before the one that it is now.
const LATTER: &[&str] = &["to", "à", "a", "до", "إلى", "الى", "به", "ל"];
/// Words right before a number that was not so.
const NOT_THESE: &[&str] = &["not", "не", "non", "وليس", "ולא"];
/// Words before "from", with which a number is the former one.
const FROM_WHERE: &[&str] = &["up", "down"];
/// Words that make a number one of many thousands, behind "of".
const THOUSANDS: &[&str] = &["thousands", "millions", "billions", "milliers", "miles", "millones"];
/// Nobody is older.
const OLDEST: u32 = 110;

/// By the hash of a word.
static VALUES: LazyLock<QuickMap<u64, u32>> = LazyLock::new(|| {
    // Of a word in two rows the first counts, as a later entry would replace it.
    let rows = NUMBERS.iter().rev();
    let words = rows.flat_map(|(value, words)| words.split(' ').map(|word| (word, *value)));
    words.map(|(word, value)| (hash(word.as_bytes()), value)).collect()
});

/// What a word stands for as it is.
fn worth(word: &str) -> Option<u32> {
    VALUES.get(&hash(word.as_bytes())).copied()
}

/// Whether digits stand alone behind a comma, and may be the age of who is named before them.
pub(super) fn is_age(text: &Clauses<'_>, at: usize) -> bool {
    text.is_aside(at) && text.word(at).parse().is_ok_and(|age: u32| age <= OLDEST)
}

/// Whether digits count nobody: they are an age, a distance, a number of a house.
pub(super) fn is_of_nobody(text: &Clauses<'_>, at: usize) -> bool {
    let number = Numeral { start: at, end: at + 1, value: 1, people: true };
    is_age(text, at) || is_of_name(text, number) || !counts_people(text, number)
}

/// Whether a word tells what a number beside it is, that counts nobody.
pub(super) fn is_about_number(word: &str) -> bool {
    AGED.contains(&word) || is_unit(word) || numbered::is_kind(word)
}

/// The numbers of a text that can be ones of people, or of animals, in their order.
pub(super) fn numerals(text: &Clauses<'_>) -> Vec<Numeral> {
    let mut all: Vec<Numeral> = Vec::new();
    // The last one holds the number of a part of those it counts.
    let (mut at, mut parted) = (0, false);
    while at < text.words.len() {
        let Some((value, end)) = digits(text, at).or_else(|| spelled(text, at)) else {
            at += 1;
            continue;
        };
        let end = clock_end(text, at, end);
        let people = !is_of_animals(text, end.0) && !is_of_things(text, (at, end.0));
        let number = Numeral { start: at, end: end.0, value, people };
        at = end.0;
        let fits = value > 0 && value <= MOST && end.1 && !is_former(text, number, all.last());
        if !fits || is_of_name(text, number) || people && !counts_people(text, number) {
            continue;
        }
        let whole = is_part_of(text, number, all.last());
        match all.last_mut() {
            Some(last) if whole || parted && is_next_part(text, number, last) => {
                (last.end, parted) = (number.end, true);
            }
            _ => {
                all.push(number);
                parted = false;
            }
        }
    }
    all
}

/// Where a number ends with the digits that belong to it, and whether it stands alone: "10:30" and
/// "5.2" are no numbers of people.
fn clock_end(text: &Clauses<'_>, start: usize, end: usize) -> (usize, bool) {
    let written = |at: usize| {
        let word = text.follower(at);
        !word.is_empty() && word.len() < 3 && word.bytes().all(|b| b.is_ascii_digit())
    };
    let digits = text.word(start).bytes().all(|b| b.is_ascii_digit());
    let more = (end..).take_while(|at| digits && written(*at)).count();
    (end + more, more == 0)
}

fn counts_people(text: &Clauses<'_>, number: Numeral) -> bool {
    let Numeral { start, end, .. } = number;
    let (unit, behind) = (text.follower(end), text.follower(end + 1));
    let before = start.checked_sub(1).map(|at| text.word(at)).unwrap_or_default();
    let digits = text.word(start).starts_with(char::is_numeric);
    let many = unit == "of" && THOUSANDS.contains(&behind);
    let of_none = before == "no" && text.word(start) == "one";
    let dated = digits && MONTHS.contains(&before) && number.value <= 31;
    let aged = (1..=2).any(|back| {
        let word = start.checked_sub(back).filter(|at| text.same(*at, start));
        word.is_some_and(|at| AGED.contains(&text.word(at)))
    });
    let hour = before == "las" && text.word(start.saturating_sub(2)) == "a";
    let article = ARTICLES.contains(&text.word(start)) && end == start + 1;
    let person = |word: &str| PERSONS.iter().any(|start| word.starts_with(start));
    let dated = dated || unit == "de" && is_unit(behind);
    let other = many || of_none || dated || digits && (aged || hour);
    !(other || is_unit(unit)) && (!article || person(unit) || person(behind))
}

/// Whether a word shows that the number before it counts no people.
pub(super) fn is_unit(word: &str) -> bool {
    static UNITS: LazyLock<Entries> = LazyLock::new(|| Entries::of(OTHER_UNITS));
    UNITS.hold(word)
}

/// Whether a number is told as what another was before: "from 9 to 12", "nine from 11", "not six".
fn is_former(text: &Clauses<'_>, number: Numeral, last: Option<&Numeral>) -> bool {
    let Some(at) = number.start.checked_sub(1).filter(|at| text.same(*at, number.start)) else {
        return false;
    };
    if NOT_THESE.contains(&text.word(at)) {
        return true;
    }
    let before = at.checked_sub(1).map(|at| text.word(at)).unwrap_or_default();
    FORMER.contains(&text.word(at))
        && (LATTER.contains(&text.follower(number.end))
            || FROM_WHERE.contains(&before)
            || last.is_some_and(|last| last.end == at))
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
    match worth(next).filter(|by| MULTIPLIERS.contains(by) && own < 100) {
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
    let (mut sum, _) = value(text, start).or_else(|| Some((led(text.word(start))?, false)))?;
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
    if let Some(value) = worth(word) {
        return Some((value, false));
    }
    let bare = word.strip_prefix(['و', 'ו'])?;
    worth(bare).map(|value| (value, true))
}

/// The value of a word with a short one written in front of it ("כעשרה", "about ten").
fn led(word: &str) -> Option<u32> {
    let bare = word.strip_prefix(['ك', 'ب', 'ل', 'כ', 'ב', 'ל'])?;
    let value = worth(bare).filter(|_| bare.chars().count() >= 4);
    value.filter(|value| *value > 1)
}

/// Whether a word is a number by itself.
pub(super) fn is_number(word: &str) -> bool {
    worth(word).is_some() || !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// A number with one more part, where both are one number.
fn grown(sum: u32, next: u32, joined: bool, word: &str) -> Option<u32> {
    let (ones, tens) = (sum % 10, sum % 100);
    if let Some((_, by)) = ABOUT.iter().find(|(about, _)| *about == word && sum < 100) {
        return Some(sum * by);
    }
    if word.starts_with("vingt") && tens == 4 {
        return Some(sum + 76);
    }
    if MULTIPLIERS.contains(&next) && !joined && sum < next {
        return Some(sum * next);
    }
    let fits = match next {
        // "dix-sept", "soixante-dix-sept".
        7..=9 if matches!(word, "sept" | "huit" | "neuf") && matches!(tens, 10 | 70 | 90) => true,
        1..=9 => tens == 0 || (ones == 0 && tens >= 20),
        // «خمسة عشر».
        10 if word.starts_with("عشر") || word.starts_with("עשר") => (1..10).contains(&tens),
        // "soixante-dix".
        10..=19 => matches!(tens, 0 | 60 | 80),
        // «خمسة وعشرون».
        20..=90 => tens == 0 || (joined && next.is_multiple_of(10) && (1..10).contains(&tens)),
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
            ("dix-sept gardes et dix-neuf autres", &[17, 19]),
            ("quatre-vingt-dix-huit gardes", &[98]),
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
