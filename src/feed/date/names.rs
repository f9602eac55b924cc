//! Names of months, zones and halves of the day, as feeds write them in many languages.

use jiff::civil::Weekday;

use super::spoken::Half;

/// Starts of month names, lower case. The longest start that fits wins.
#[rustfmt::skip]
const MONTHS: &[(&[&str], i64)] = &[
    (&["jan", "ene", "gen", "янв", "січ", "sty", "oca", "يناير", "ينا", "جانفي", "ינו", "ιαν", "ιάν", "ژانویه", "xan", "tammi", "led", "جنوری", "فروردین",
        "ian", "яну", "јан", "sij", "сту", "jaan", "yan", "იან", "հունվ", "มค", "มกรา", "जन", "জানু", "sau"], 1),
    (&["feb", "fév", "fev", "фев", "лют", "lut", "şub", "sub", "فبراير", "فيفري", "شباط", "פבר", "φεβ", "φέβ", "فوریه", "helmi", "úno", "فروری", "اردیبهشت",
        "velj", "феб", "veeb", "თებ", "փետ", "กพ", "กุมภา", "फर", "फ़र", "ফেব", "vas", "shk"], 2),
    (&["mar", "mär", "mrt", "мар", "бер", "mär", "مارس", "آذار", "اذار", "מרץ", "μαρ", "μάρ", "مارس", "maalis", "bře", "märz", "már", "مارچ", "خرداد",
        "ožu", "сак", "мац", "mac", "მარ", "մար", "มีค", "มีนา", "मार", "মার্চ", "kov"], 3),
    (&["apr", "avr", "abr", "апр", "кві", "kwi", "nis", "أبريل", "ابريل", "إبريل", "أفريل", "نيسان", "אפר", "απρ", "άπρ", "آوریل", "ápr", "huhti", "dub", "اپریل", "تیر",
        "tra", "кра", "აპრ", "ապր", "เมย", "เมษา", "अप्रै", "এপ্রি", "bal", "pri"], 4),
    (&["may", "mai", "mag", "maj", "mei", "май", "мая", "тра", "مايو", "ماي", "أيار", "ايار", "מאי", "μαι", "μάι", "مه", "μαϊ", "máj", "touko", "kvě", "مئی", "مرداد",
        "svi", "мај", "maí", "მაი", "մայ", "พค", "พฤษภา", "मई", "মে", "geg"], 5),
    (&["jun", "juin", "giu", "июн", "чер", "cze", "haz", "يونيو", "جوان", "حزيران", "יונ", "ιουν", "ιούν", "ژوئن", "jún", "kesä", "červn", "جون", "شهریور",
        "iun", "юни", "јун", "lipanj", "lipnja", "чэр", "jūn", "juun", "iyn", "ივნ", "հունիս", "มิย", "มิถุนา", "जून", "জুন", "bir", "qer"], 6),
    (&["jul", "juil", "lug", "июл", "лип", "lip", "tem", "يوليو", "جويلية", "تموز", "יול", "ιουλ", "ιούλ", "ژوئیه", "جولای", "júl", "heinä", "červenec", "جولائی", "مهر",
        "iul", "юли", "јул", "srpanj", "srpnja", "ліп", "jūl", "juul", "iyl", "ივლ", "հուլ", "กค", "กรกฎา", "जुला", "জুলা", "lie", "kor"], 7),
    (&["aug", "aoû", "aou", "ago", "авг", "сер", "sie", "ağu", "agu", "أغسطس", "اغسطس", "أوت", "آب", "אוג", "αυγ", "αύγ", "اوت", "elo", "srp", "اگست", "آبان",
        "avg", "avq", "kol", "жні", "ágú", "ogo", "აგვ", "օգո", "สค", "สิงหา", "अग", "আগ", "rugp", "gus"], 8),
    (&["sep", "set", "сен", "вер", "wrz", "eyl", "szept", "سبتمبر", "أيلول", "ايلول", "ספט", "σεπ", "σέπ", "سپتامبر", "syys", "zář", "ستمبر", "آذر",
        "сеп", "ruj", "sen", "სექ", "սեպ", "กย", "กันยา", "सित", "সেপ", "rugs", "sht"], 9),
    (&["oct", "okt", "ott", "out", "окт", "жов", "paź", "paz", "eki", "أكتوبر", "اكتوبر", "אוק", "οκτ", "οκτώ", "اکتبر", "loka", "říj", "اکتوبر", "دی",
        "кас", "ოქტ", "հոկ", "ตค", "ตุลา", "अक्", "অক্টো", "spa", "tet"], 10),
    (&["nov", "ноя", "лис", "lis", "kas", "نوفمبر", "נוב", "νοε", "نوامبر", "νοέ", "marras", "نومبر", "بهمن",
        "noi", "ное", "нов", "stu", "ліс", "noy", "nóv", "ნოე", "նոյ", "พย", "พฤศจิกา", "नव", "নভে", "lap", "nën"], 11),
    (&["dec", "déc", "dez", "dic", "дек", "гру", "gru", "ara", "ديسمبر", "דצמ", "δεκ", "دسامبر", "joulu", "pro", "des", "دسمبر", "اسفند",
        "дец", "сне", "dek", "dis", "დეკ", "դեկ", "ธค", "ธันวา", "दिस", "ডিসে", "dhj"], 12),
];

/// Starts of weekdays where dates are written in numbers with the month in either place.
#[rustfmt::skip]
const WEEKDAYS: &[(&[&str], Weekday)] = &[
    (&["mon", "lun", "seg", "пн", "пон"], Weekday::Monday),
    (&["tue", "mar", "ter", "вт"], Weekday::Tuesday),
    (&["wed", "mer", "mie", "mié", "qua", "ср"], Weekday::Wednesday),
    (&["thu", "jeu", "jue", "gio", "qui", "чт", "чет"], Weekday::Thursday),
    (&["fri", "ven", "vie", "sex", "пт", "пят"], Weekday::Friday),
    (&["sat", "sam", "sab", "sáb", "сб", "суб"], Weekday::Saturday),
    (&["sun", "dim", "dom", "вс", "вос"], Weekday::Sunday),
];

/// The weekday that a word is.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    let starts = |starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
    WEEKDAYS.iter().find(|(names, _)| starts(names)).map(|(_, weekday)| *weekday)
}

/// Arabic months of the Levant in two words.
const PAIRS: &[(&str, &str, i64)] = &[
    ("كانون", "الثان", 1),
    ("تشرين", "الأول", 10),
    ("تشرين", "الاول", 10),
    ("تشرين", "الثان", 11),
    ("كانون", "الأول", 12),
    ("كانون", "الاول", 12),
];

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

/// The month of a word; `next` is the word behind it, which some names need.
pub(super) fn month(word: &str, next: &str) -> Option<i64> {
    let lower = word.to_lowercase().replace('.', "");
    if let Some((_, _, month)) =
        PAIRS.iter().find(|(first, second, _)| lower == *first && next.starts_with(second))
    {
        return Some(*month);
    }
    // "In March" is one word in Hebrew.
    let lower = match lower.strip_prefix('ב') {
        Some(rest) if !next.is_empty() => rest.to_owned(),
        _ => lower,
    };
    let starts = MONTHS.iter().flat_map(|(names, month)| names.iter().map(move |n| (*n, *month)));
    starts
        .filter(|(name, _)| lower.starts_with(name))
        .max_by_key(|(name, _)| name.len())
        .map(|(_, month)| month)
}

/// Seconds east of Greenwich.
pub(super) fn zone(word: &str) -> Option<i32> {
    let (_, minutes) = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word))?;
    Some(minutes * 60)
}

/// Whether a word says that the hours count from noon.
pub(super) fn half_of_day(word: &str) -> Option<Half> {
    HALVES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, half)| *half)
}

/// Marks that belong to the word they stand on.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{93A}'..='\u{94F}'
        | '\u{9BC}'..='\u{9CD}' | '\u{E31}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}')
}
