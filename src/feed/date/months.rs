//! Names of months, as feeds write them in many languages.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Starts of month names, lower case. The longest start that fits wins; see `ENDINGS`.
#[rustfmt::skip]
const MONTHS: &[(&[&str], i64)] = &[
    (&["jan", "ene", "gen", "янв", "січ", "sty", "oca", "يناير", "ينا", "جانفي", "ינו", "ιαν", "ιάν", "ژانویه",
        "xan", "tammi", "led", "جنوری", "فروردین", "ian", "яну", "јан", "sij", "сту", "jaan", "yan", "იან", "հունվ",
        "มค", "มกรา", "जन", "জানু", "sau", "ean", "eanáir", "enero", "gener", "ion", "ionawr", "janar", "janv",
        "jän", "jänner", "leden", "ledna", "ocak", "saus", "urt", "қаң", "जाने", "ஜன", "జన", "មករា", "ဇန်", "ጃን",
        "հնվ", "جنور", "urtarril", "tammik", "一月"], 1),
    (&["feb", "fév", "fev", "фев", "лют", "lut", "şub", "sub", "فبراير", "فيفري", "شباط", "פבר", "φεβ", "φέβ",
        "فوریه", "helmi", "úno", "فروری", "اردیبهشت", "velj", "феб", "veeb", "თებ", "փետ", "กพ", "กุมภา", "फर",
        "फ़र", "ফেব", "vas", "shk", "chw", "chwef", "chwefror", "fab", "faburairu", "feabh", "feabhra", "febr", "fevr", "veljaca", "veljace",
        "fra", "frar", "févr", "luty", "ots", "otsaila", "peb", "pebr", "pebrero", "veebr", "únor", "února", "şubat",
        "ақп", "फेब्रु", "பிப்", "ఫిబ్ర", "កុម្ភ", "ဖေ", "ፌብ", "փտվ", "فبرور", "فېبرور", "otsail", "helmik", "subat",
        "二月"], 2),
    (&["mar", "mär", "mrt", "мар", "бер", "مارس", "آذار", "اذار", "מרץ", "μαρ", "μάρ", "maalis", "bře", "märz",
        "már", "مارچ", "خرداد", "ožu", "сак", "мац", "mac", "მარ", "մար", "มีค", "มีนา", "मार", "মার্চ", "kov",
        "kovas", "kovo", "maarso", "maart", "mrz", "machi", "marca", "march", "marec", "maret", "maris", "mars",
        "marso", "mart", "marta", "marts", "marzo", "marzu", "març", "março", "marz", "maw", "mawrth", "márc",
        "márta", "märts", "нау", "மார்", "మార్", "មីនា", "မတ်", "ማርች", "մրտ", "martxo", "marc", "marco", "maerz",
        "maalisk", "三月"], 3),
    (&["apr", "avr", "abr", "апр", "кві", "kwi", "nis", "أبريل", "ابريل", "إبريل", "أفريل", "نيسان", "אפר", "απρ",
        "άπρ", "آوریل", "ápr", "huhti", "dub", "اپریل", "تیر", "tra", "кра", "აპრ", "ապր", "เมย", "เมษา", "अप्रै",
        "এপ্রি", "bal", "pri", "abril", "afi", "afirilu", "aib", "aibreán", "api", "apirila", "aprel", "april",
        "apríl", "avril", "duben", "dubna", "ebr", "ebrill", "nisan", "prill", "afr", "сәу", "एप्रि", "ஏப்", "ఏప్రి",
        "មេសា", "ဧ", "ኤፕሪ", "apiril", "huhtik", "四月"], 4),
    (&["may", "mai", "mag", "maj", "mei", "май", "мая", "тра", "مايو", "ماي", "أيار", "ايار", "מאי", "μαι", "μάι",
        "مه", "μαϊ", "máj", "touko", "kvě", "مئی", "مرداد", "svi", "мај", "maí", "მაი", "մայ", "พค", "พฤษภา", "मई",
        "মে", "geg", "beal", "bealtaine", "maayo", "maig", "maijs", "maio", "maja", "mayo", "mayis", "geguze", "geguzes", "mayu", "mayıs", "mej",
        "mejju", "mája", "május", "мам", "மே", "మే", "मे", "ឧសភា", "မေ", "ሜይ", "μαΐ", "μαΐου", "مۍ", "մյս", "maiatz",
        "majus", "toukok", "五月"], 5),
    (&["jun", "juin", "giu", "июн", "чер", "cze", "haz", "يونيو", "جوان", "حزيران", "יונ", "ιουν", "ιούν", "ژوئن",
        "jún", "kesä", "červn", "جون", "شهریور", "iun", "юни", "јун", "lipanj", "lipnja", "чэр", "jūn", "juun",
        "iyn", "ივნ", "հունիս", "มิย", "มิถุนา", "जून", "জুন", "bir", "qer", "birž", "birz", "eka", "ekaina", "hun", "hunyo",
        "iunie", "iyun", "june", "junho", "juni", "junie", "junij", "junio", "juny", "juuni", "juna", "júna", "júní",
        "meh", "mehefin", "meith", "meitheamh", "xuño", "yun", "yuni", "červen", "června", "čvn", "ġun", "ġunju",
        "ијн", "ијун", "мау", "ஜூன்", "జూన్", "មិថុនា", "ဇွန်", "ጁን", "հնս", "ekain", "kesäk", "六月"], 6),
    (&["jul", "juil", "lug", "июл", "лип", "lip", "tem", "يوليو", "جويلية", "تموز", "יול", "ιουλ", "ιούλ", "ژوئیه",
        "جولای", "júl", "heinä", "červenec", "جولائی", "مهر", "iul", "юли", "јул", "srpanj", "srpnja", "ліп", "jūl",
        "juul", "iyl", "ივლ", "հուլ", "กค", "กรกฎา", "जुला", "জুলা", "lie", "kor", "gor", "gorff", "gorffennaf",
        "hul", "hulyo", "iulie", "iyul", "iúil", "julai", "julho", "juli", "julie", "julij", "julio", "july",
        "juuli", "jula", "júla", "júlí", "korr", "liep", "liepa", "lipca", "lul", "luul", "luuliyo", "lulju",
        "luulyo", "uzt", "uztaila", "xul", "xullo", "yul", "yuli", "července", "čvc", "ијл", "ијул", "шіл", "जुल",
        "जुलै", "জুল", "ஜூலை", "జులై", "កក្កដា", "ဇူ", "ጁላ", "հլս", "uztail", "heinäk", "七月"], 7),
    (&["aug", "aoû", "aou", "ago", "авг", "сер", "sie", "ağu", "agu", "أغسطس", "اغسطس", "أوت", "آب", "אוג", "αυγ",
        "αύγ", "اوت", "elo", "srp", "اگست", "آبان", "avg", "avq", "kol", "жні", "ágú", "ogo", "აგვ", "օգո", "สค",
        "สิงหา", "अग", "আগ", "rugp", "gus", "abu", "abuztua", "ag", "agost", "août", "awst", "aww", "awwissu",
        "gush", "gusht", "lún", "lúnasa", "ogos", "ogs", "srpen", "srpna", "ágúst", "غشت", "там", "ऑग", "ஆக", "ఆగ",
        "សីហា", "ဩ", "ኦገ", "օգս", "اګست", "abuztu", "aout", "agust", "elok", "八月"], 8),
    (&["sep", "set", "сен", "вер", "wrz", "eyl", "szept", "سبتمبر", "أيلول", "ايلول", "ספט", "σεπ", "σέπ",
        "سپتامبر", "syys", "zář", "ستمبر", "آذر", "сеп", "ruj", "sen", "სექ", "սեպ", "กย", "กันยา", "सित", "সেপ",
        "rugs", "sht", "eylül", "ira", "iraila", "medi", "mfómh", "meán", "rujan", "rujna", "satumba", "seb",
        "sebteembar", "sebtembar", "sept", "setyembre", "září", "شتنبر", "қыр", "सप्ट", "செப்", "సెప్టెం", "កញ្ញា",
        "စက်", "ሴፕ", "سپتمبر", "سېپتمبر", "irail", "eylul", "syysk", "九月"], 9),
    (&["oct", "okt", "ott", "out", "окт", "жов", "paź", "paz", "eki", "أكتوبر", "اكتوبر", "אוק", "οκτ", "οκτώ",
        "اکتبر", "loka", "říj", "اکتوبر", "دی", "кас", "ოქტ", "հոկ", "ตค", "ตุลา", "अक्", "অক্টো", "spa", "tet",
        "dfómh", "deireadh", "ekim", "hyd", "hydref", "spal", "tetor", "urr", "urria", "říjen", "října", "қаз",
        "ऑक्टो", "அக்", "అక్టో", "តុលា", "အောက်", "ኦክ", "urri", "lokak", "十月"], 10),
    (&["nov", "ноя", "лис", "lis", "kas", "نوفمبر", "נוב", "νοε", "نوامبر", "νοέ", "marras", "نومبر", "بهمن", "noi",
        "ное", "нов", "stu", "ліс", "noy", "nóv", "ნოე", "նոյ", "พย", "พฤศจิกา", "नव", "নভে", "lap", "nën", "aza",
        "azaroa", "kasım", "lapkr", "nob", "nobyembre", "nof", "nofembar", "noofeembar", "nop", "nuw", "nuwamba",
        "samh", "samhain", "tach", "tachwedd", "نونبر", "қар", "ној", "नोव्ह", "நவ", "నవం", "វិច្ឆិកា", "နို", "ኖቬ",
        "azaro", "kasim", "marrask", "十一月"], 11),
    (&["dec", "déc", "dez", "dic", "дек", "гру", "gru", "ara", "ديسمبر", "דצמ", "δεκ", "دسامبر", "joulu", "pro",
        "des", "دسمبر", "اسفند", "дец", "сне", "dek", "dis", "დეკ", "դեկ", "ธค", "ธันวา", "दिस", "ডিসে", "dhj",
        "abe", "abendua", "dets", "detsember", "diċ", "diċembru", "gruod", "noll", "nollaig", "rhag", "rhagfyr",
        "دجنبر", "жел", "डिस", "டிச", "డిసెం", "ធ្នូ", "ဒီ", "ዲሴ", "abendu", "aralik", "aralık", "jouluk", "十二月"], 12),
];

type Starts = Vec<(&'static str, i64)>;

/// The starts by their first bytes: a word is held against a few only.
static BY_HEAD: LazyLock<HashMap<[u8; 2], Starts>> = LazyLock::new(|| {
    let mut heads: HashMap<_, Starts> = HashMap::new();
    for (names, month) in MONTHS {
        for name in *names {
            let head = name.as_bytes().first_chunk().copied();
            heads.entry(head.unwrap_or_default()).or_default().push((*name, *month));
        }
    }
    heads
});

/// What most dates have, found before the tables: months, and words that are none.
const ENGLISH: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What follows those starts in Latin letters: another word ("Maria", "Market") is no month.
#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "aayo", "abr", "airu", "amba", "andis", "andzio", "andžio", "aren", "ario", "aris", "ator", "atza", "ača", "ače",
    "banj", "bnja", "braio", "cius", "czen", "czeń", "cznia", "deni", "denoga", "dnia", "dzien", "dziernik", "dzień",
    "ecanj", "ecien", "ecień", "ecnja", "eembar", "ego", "eiro", "ejis", "ejo", "emba", "ember", "embra", "embre",
    "embrie", "embris", "embro", "embru", "ereiro", "esien", "esień", "esnia", "etnia", "etor", "ečanj", "ečnja",
    "eśnia", "gio", "gno", "iec", "iembre", "iil", "ijs", "ila", "ile", "ili", "ilie", "ilis", "ill", "iol", "iran",
    "ius", "jak", "jka", "jucio", "jutis", "jūtis", "jūčio", "kricio", "kritis", "kričio", "kuu", "kuuta", "let",
    "lik", "lio", "lis", "lık", "muz", "naayo", "naio", "nar", "oba", "obar", "ober", "obra", "obre", "obris",
    "odis", "odzio", "odžio", "ombrie", "oobar", "oober", "ovoz", "pos", "raayo", "ral", "reiro", "rer", "rero",
    "rier", "rik", "rpien", "rpień", "rpnia", "ruar", "ruár", "ruāris", "rwca", "rwiec", "rúar", "shor", "sinac",
    "sinca", "since", "sinec", "sio", "sis", "sta", "sti", "sto", "stos", "stus", "tabr", "temba", "tember",
    "tembra", "tembre", "tembrie", "tembris", "tembru", "ten", "tie", "tiembre", "tna", "topad", "tor", "txoa",
    "tyabr", "uar", "uara", "uari", "uary", "ubre", "ubro", "ubru", "urt", "ust", "usta", "usti", "usts", "ustus",
    "usztus", "uár", "uára", "uárja", "užė", "užės", "vanj", "var", "varis", "vier", "vnja", "vāris", "vārī", "yabr",
    "yembre", "zec", "zelio", "zelis", "zen", "zna", "íla", "óber", "óbra", "úar", "ėjis", "ėjo", "īlis", "želio",
    "želis",
];

/// Endings of so many bytes take further ones, as languages with cases have them.
const LONG: usize = 4;

/// Names that are more often those of another month, and the languages in which they are not.
const ELSEWHERE: &[(&str, &[&str], i64)] = &[
    ("lip", &["hr", "bs"], 6),
    ("srp", &["hr", "bs"], 7),
    ("lis", &["hr", "bs"], 10),
    ("listopad", &["hr", "bs"], 10),
    ("listopada", &["hr", "bs"], 10),
];

/// Arabic months of the Levant in two words.
const PAIRS: &[(&str, &str, i64)] = &[
    ("كانون", "الثان", 1),
    ("تشرين", "الأول", 10),
    ("تشرين", "الاول", 10),
    ("تشرين", "الثان", 11),
    ("كانون", "الأول", 12),
    ("كانون", "الاول", 12),
];

/// A month that a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    pub number: i64,
    /// Whether the language must be known to say which it is.
    pub is_open: bool,
}

/// The month of a word in a language, empty if unknown; `next` is the word behind it, which some names need.
pub(super) fn month(word: &str, next: &str, language: &str) -> Option<Month> {
    let english = |names: &[&str]| names.iter().position(|name| name.eq_ignore_ascii_case(word));
    if let Some(place) = english(&ENGLISH) {
        return Some(Month { number: i64::try_from(place).ok()? + 1, is_open: false });
    }
    if english(&WEEKDAYS).is_some() {
        return None;
    }
    let lower = word.to_lowercase().replace('.', "");
    let sure = |number| Month { number, is_open: false };
    if let Some((_, _, month)) =
        PAIRS.iter().find(|(first, second, _)| lower == *first && next.starts_with(second))
    {
        return Some(sure(*month));
    }
    // "In March" is one word in Hebrew.
    let lower = match lower.strip_prefix('ב') {
        Some(rest) if !next.is_empty() => rest.to_owned(),
        _ => lower,
    };
    let elsewhere = ELSEWHERE.iter().find(|(name, ..)| *name == lower);
    if let Some((.., number)) =
        elsewhere.filter(|(_, languages, _)| languages.iter().any(|known| is_of(language, known)))
    {
        return Some(sure(*number));
    }
    let head = lower.as_bytes().first_chunk()?;
    let starts = BY_HEAD.get(head)?.iter().filter(|(name, _)| fits(name, &lower));
    starts
        .max_by_key(|(name, _)| name.len())
        .map(|(_, number)| Month { number: *number, is_open: elsewhere.is_some() })
}

/// Whether a tag is of a language, whatever its region.
fn is_of(tag: &str, language: &str) -> bool {
    tag.strip_prefix(language).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn fits(name: &str, word: &str) -> bool {
    let Some(ending) = word.strip_prefix(name) else { return false };
    let is_latin = || name.starts_with(|c| c < '\u{370}');
    let is_known =
        |known: &&str| *known == ending || (known.len() >= LONG && ending.starts_with(*known));
    ending.is_empty() || !is_latin() || ENDINGS.iter().any(is_known)
}
