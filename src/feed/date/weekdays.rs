//! Weekdays in many languages, for dates that are written in numbers with the month in either place.
//!
//! What means two days in two languages ("so") is both: it decides where only one of them fits.

use jiff::civil::{Date, Weekday};

use super::names;

/// Starts of weekdays from Monday on; those of up to two letters are whole words, and the first of
/// their text. The longest that fits wins.
#[rustfmt::skip]
const NAMES: [&[&str]; 7] = [
    &["mon", "lun", "seg", "пн", "пон", "пан", "mo", "ma", "maa", "mån", "man", "mán", "pon", "po", "pzt", "pazartesi", "hét",
        "esmasp", "pirmd", "pirmad", "pr", "δευ", "الاثن", "الإثن", "دوشنبه", "پیر", "سوموار", "שני", "सोम", "সোম", "จันทร์", "วันจันทร์",
        "senin", "sen", "isnin", "jumatatu", "dilluns", "dl", "hën", "ორშ", "երկ", "lu", "t2"],
    &["tue", "mar", "ter", "вт", "уто", "аў", "ві", "di", "dien", "din", "dins", "ti", "tii", "tis", "tir", "wto", "wt", "úte", "út", "uto", "ut",
        "sal", "ked", "teisip", "otrd", "antrad", "τρι", "τρί", "الثلا", "سهشنبه", "منگل", "שלישי", "मंगल", "মঙ্গল", "อังคาร", "วันอังคาร",
        "selasa", "jumanne", "dimarts", "dt", "þri", "tor", "სამ", "երեք", "t3"],
    &["wed", "mer", "mie", "mié", "qua", "ср", "сер", "сря", "сэ", "mi", "mit", "woe", "wo", "ke", "kes", "ons", "śro", "śr", "stř", "st", "str",
        "sre", "sri", "çar", "sze", "kolmap", "treš", "trečiad", "tr", "τετ", "الأربع", "الاربع", "چهارشنبه", "بدھ", "רביעי", "बुध", "বুধ", "พุธ", "วันพุธ",
        "rabu", "rab", "jumatano", "dimecres", "dc", "mið", "mër", "miy", "ოთხ", "չոր", "t4"],
    &["thu", "jeu", "jue", "gio", "qui", "чт", "чет", "чац", "чц", "do", "don", "to", "tor", "tors", "czw", "čtv", "čt", "štv", "št", "čet",
        "per", "csü", "neljap", "ceturtd", "ketvirtad", "kt", "πεμ", "πέμ", "الخميس", "پنجشنبه", "جمعرات", "חמישי", "गुरु", "বৃহ", "พฤหัส", "วันพฤหัส",
        "kamis", "kam", "khamis", "alhamisi", "dijous", "dj", "fim", "joi", "enj", "huw", "ხუთ", "հինգ", "t5"],
    &["fri", "ven", "vie", "sex", "пт", "пят", "пет", "пя", "fr", "fre", "vri", "vr", "pe", "perj", "fös", "pią", "pt", "pát", "pá", "pia", "pi",
        "pet", "cum", "pén", "reede", "piektd", "penktad", "pn", "παρ", "الجمعة", "جمعه", "جمعہ", "שישי", "शुक्र", "শুক্র", "ศุกร์", "วันศุกร์",
        "jumat", "jum", "jumaat", "ijumaa", "divendres", "dv", "pre", "bi", "biy", "პარ", "ուրբ", "t6"],
    &["sat", "sam", "sab", "sáb", "сб", "суб", "съб", "sa", "la", "lau", "lör", "lør", "zat", "za", "sob", "so", "sub", "cmt", "cumartesi", "szo",
        "laup", "sestd", "šeštad", "št", "σαβ", "σάβ", "السبت", "شنبه", "ہفتہ", "שבת", "शनि", "শনি", "เสาร์", "วันเสาร์",
        "sabtu", "jumamosi", "dissabte", "ds", "sâm", "sht", "შაბ", "շաբ", "t7"],
    &["sun", "dim", "dom", "вс", "вос", "нед", "няд", "нд", "so", "son", "su", "sön", "søn", "zon", "zo", "sunn", "nie", "ned", "ne", "nd", "paz",
        "pazar", "vas", "pühap", "svētd", "sekmad", "sk", "κυρ", "الأحد", "الاحد", "یکشنبه", "اتوار", "ראשון", "रवि", "রবি", "อาทิตย์", "วันอาทิตย์",
        "minggu", "min", "ahad", "jumapili", "diumenge", "dg", "du", "die", "lin", "კვი", "կիր", "cn"],
];

/// Weekdays in two words.
#[rustfmt::skip]
const PAIRS: &[(&str, &str, Weekday)] = &[
    ("thứ", "hai", Weekday::Monday), ("thứ", "ba", Weekday::Tuesday), ("thứ", "tư", Weekday::Wednesday),
    ("thứ", "năm", Weekday::Thursday), ("thứ", "sáu", Weekday::Friday), ("thứ", "bảy", Weekday::Saturday),
    ("chủ", "nhật", Weekday::Sunday),
    ("thứ", "2", Weekday::Monday), ("thứ", "3", Weekday::Tuesday), ("thứ", "4", Weekday::Wednesday),
    ("thứ", "5", Weekday::Thursday), ("thứ", "6", Weekday::Friday), ("thứ", "7", Weekday::Saturday),
    ("th", "2", Weekday::Monday), ("th", "3", Weekday::Tuesday), ("th", "4", Weekday::Wednesday),
    ("th", "5", Weekday::Thursday), ("th", "6", Weekday::Friday), ("th", "7", Weekday::Saturday),
    ("יום", "א", Weekday::Sunday), ("יום", "ב", Weekday::Monday), ("יום", "ג", Weekday::Tuesday),
    ("יום", "ד", Weekday::Wednesday), ("יום", "ה", Weekday::Thursday), ("יום", "ו", Weekday::Friday),
    ("دو", "شنبه", Weekday::Monday), ("سه", "شنبه", Weekday::Tuesday), ("چهار", "شنبه", Weekday::Wednesday),
    ("پنج", "شنبه", Weekday::Thursday), ("یک", "شنبه", Weekday::Sunday),
];

/// Weekdays that a text may mean: a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said(u8);

impl Said {
    /// Whether a day falls on one of them.
    pub fn fits(self, day: Date) -> bool {
        self.0 & bit(day.weekday()) != 0
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.to_monday_zero_offset()
}

/// The first weekday of a text.
pub(super) fn within(text: &str) -> Said {
    let text = text.to_lowercase();
    let is_part = |c: char| c.is_alphanumeric() || names::is_mark(c) || c == '\u{200c}';
    let mut words = text.split(|c| !is_part(c)).filter(|word| !word.is_empty()).peekable();
    let mut is_first = true;
    while let Some(word) = words.next() {
        let next = words.peek().copied().unwrap_or("");
        let pair = PAIRS.iter().find(|(first, second, _)| *first == word && *second == next);
        let said = pair.map_or_else(|| named(word, is_first), |(.., day)| bit(*day));
        if said != 0 {
            return Said(said);
        }
        is_first = false;
    }
    Said::default()
}

fn named(word: &str, is_first: bool) -> u8 {
    let word = word.replace('\u{200c}', "");
    let (mut longest, mut said) = (0, 0);
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    let Some(head) = word.as_bytes().get(..2) else { return 0 };
    for (place, names) in NAMES.iter().enumerate() {
        for name in *names {
            if !name.as_bytes().starts_with(head) || !word.starts_with(name) || name.len() < longest
            {
                continue;
            }
            let is_short = name.chars().nth(2).is_none();
            if is_short && !(is_first && word == *name) {
                continue;
            }
            if name.len() > longest {
                (longest, said) = (name.len(), 0);
            }
            said |= 1 << place;
        }
    }
    said
}
