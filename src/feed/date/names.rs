//! Names of zones and halves of the day, as feeds write them in many languages.

use super::order::First;
use super::spoken::Half;

/// Zone names, minutes east of Greenwich. IST is India's, CST and EST are America's, AMT is
/// Armenia's. Of cities only those that do not change their clocks;
/// those that do are in `places`.
#[rustfmt::skip]
const ZONES: &[(&str, i32)] = &[
    ("GMT", 0), ("UTC", 0), ("UT", 0), ("Z", 0), ("WET", 0),
    ("BST", 60), ("WEST", 60), ("CET", 60), ("MEZ", 60), ("MET", 60), ("WAT", 60),
    ("CEST", 120), ("MESZ", 120), ("MEST", 120), ("EET", 120), ("CAT", 120), ("SAST", 120),
    ("EEST", 180), ("IDT", 180), ("MSK", 180), ("TRT", 180), ("EAT", 180), ("AST", -240),
    ("IRST", 210), ("IRDT", 270), ("MSD", 240), ("GST", 240), ("PKT", 300), ("UZT", 300),
    ("IST", 330), ("NPT", 345), ("BDT", 360), ("ICT", 420), ("WIB", 420), ("HKT", 480),
    ("SGT", 480), ("PHT", 480), ("AWST", 480), ("JST", 540), ("KST", 540), ("ACST", 570),
    ("AEST", 600), ("ACDT", 630), ("AEDT", 660), ("NZST", 720), ("NZDT", 780),
    ("NST", -210), ("NDT", -150), ("ADT", -180), ("BRT", -180), ("ART", -180), ("CLT", -240),
    ("EST", -300), ("EDT", -240), ("COT", -300), ("PET", -300),
    ("CST", -360), ("CDT", -300), ("MST", -420), ("MDT", -360),
    ("AFT", 270), ("GET", 240), ("AMT", 240), ("AZT", 240), ("MMT", 390), ("MYT", 480),
    ("WITA", 480), ("WIT", 540), ("ALMT", 300), ("VET", -240), ("BOT", -240), ("UYT", -180),
    ("ECT", -300), ("AT", -240), ("PYT", -180),
    ("Moscow", 180), ("Minsk", 180), ("Istanbul", 180), ("Baghdad", 180), ("Riyadh", 180),
    ("Nairobi", 180), ("Tehran", 210), ("Dubai", 240), ("Baku", 240), ("Tbilisi", 240),
    ("Yerevan", 240), ("Kabul", 270), ("Karachi", 300), ("Tashkent", 300), ("Kolkata", 330),
    ("Kathmandu", 345), ("Dhaka", 360), ("Yangon", 390), ("Bangkok", 420), ("Jakarta", 420),
    ("Shanghai", 480), ("Singapore", 480), ("Manila", 480), ("Taipei", 480), ("Tokyo", 540),
    ("Seoul", 540), ("Lagos", 60), ("Algiers", 60), ("Tunis", 60), ("Tripoli", 120),
    ("Johannesburg", 120), ("Khartoum", 120), ("Bogota", -300), ("Lima", -300),
    ("Caracas", -240), ("Sao", -180),
    ("PST", -480), ("PDT", -420), ("AKST", -540), ("AKDT", -480), ("HST", -600), ("SST", -660), ("ChST", 600),
    ("SAMT", 240), ("YEKT", 300), ("OMST", 360), ("NOVT", 420), ("KRAT", 420), ("IRKT", 480),
    ("YAKT", 540), ("VLAT", 600), ("MAGT", 660), ("PETT", 720), ("TMT", 300), ("TJT", 300),
    ("KGT", 360), ("QYZT", 300), ("LKT", 330), ("SLST", 330), ("BTT", 360), ("MVT", 300),
    ("ULAT", 480), ("CLST", -180), ("BRST", -120), ("UYST", -120), ("PYST", -180), ("GYT", -240),
    ("SRT", -180), ("GFT", -180), ("FJT", 720), ("PGT", 600), ("TVT", 720), ("WAKT", 720),
];

/// Halves of the day.
#[rustfmt::skip]
const HALVES: &[(&str, Half)] = &[
    ("am", Half::Morning), ("pm", Half::Afternoon), ("오전", Half::Morning), ("오후", Half::Afternoon),
    ("上午", Half::Morning), ("下午", Half::Afternoon), ("午前", Half::Morning), ("午後", Half::Afternoon),
    ("ص", Half::Morning), ("م", Half::Afternoon),
];

/// Seconds east of Greenwich that a Korean date means, which seldom says so.
pub(super) const KOREA: i32 = 9 * 3600;

/// Whether a word stands in Korean dates.
pub(super) fn is_korean(word: &str) -> bool {
    word.chars().any(|c| matches!(c, '년' | '월' | '전' | '후'))
}

/// Seconds east of Greenwich.
pub(super) fn zone(word: &str) -> Option<i32> {
    let (_, minutes) = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word))?;
    Some(minutes * 60)
}

/// What goes first in the dates of those who write the name of a zone; Greenwich's is everybody's.
pub(super) fn order(zone: &str) -> Option<First> {
    const AMERICAN: [&str; 10] =
        ["EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AKST", "AKDT"];
    const ANYBODY: [&str; 4] = ["GMT", "UTC", "UT", "Z"];
    let is_of = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(zone));
    match (is_of(&AMERICAN), is_of(&ANYBODY)) {
        (true, _) => Some(First::Month),
        (_, true) => None,
        _ => Some(First::Day),
    }
}

/// Whether a word says that the hours count from noon.
pub(super) fn half_of_day(word: &str) -> Option<Half> {
    HALVES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, half)| *half)
}

/// Marks that belong to the word they stand on.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{93A}'..='\u{94F}'
        | '\u{9BC}'..='\u{9CD}' | '\u{BBE}'..='\u{BCD}' | '\u{C3E}'..='\u{C4D}' | '\u{102B}'..='\u{103E}'
        | '\u{17B4}'..='\u{17D3}' | '\u{E31}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}')
}
