//! Several who die together and are told one by one: "a mother and her two sons", «два брата и их двоюродный
//! брат», "4 police officers, 2 civilians". They are summed up; single persons and numbers are read elsewhere.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::super::clauses::{Clauses, stripped};
use super::super::entries;
use super::super::numerals::{Numeral, is_about_number, is_age, is_of_nobody};
use super::super::quick::QuickSet;
use super::super::words::{hash, hashes};
use super::is_harm;
use super::singles::{BETWEEN, ENDS, is_person_word};

/// Words for kin, who are one each. Other persons are in `singles`.
#[rustfmt::skip]
const KIN: &[&str] = &[
    "cousin", "uncle", "aunt", "nephew", "niece", "stepson", "grandson", "granddaughter", "teen", "fiancee",
    "mère", "père", "fils", "fille", "frère", "sœur", "soeur", "oncle", "tante", "épouse", "mari", "neveu", "nièce", "ami",
    "madre", "padre", "hijo", "hija", "hermano", "hermana", "primo", "prima", "tío", "tía", "esposa", "marido", "abuela", "abuelo", "sobrino", "sobrina", "amigo",
    "мать", "отец", "сын", "дочь", "брат", "сестра", "жена", "муж", "бабушка", "дедушка", "дядя", "тетя", "тётя", "внук", "внучка", "племянник", "друг",
    "أم", "ام", "أب", "والدة", "والد", "والدتهم", "والدتها", "والدهم", "والدها", "أمهم", "أمها", "أمه", "أبوهم", "أبيهم", "والدته", "والده", "ابنه", "ابنها", "ابنته", "ابنتها", "طفلها", "طفله", "زوجته", "زوجها", "شقيقه", "شقيقته", "شقيقها", "شقيقتها", "زوجة",
    "مادر", "پدر", "پسر", "دختر", "برادر", "خواهر", "همسر", "عمه", "عمها", "عمهما", "عمهم", "خاله", "خالها", "مادربزرگ", "پدربزرگ", "پسرش", "دخترش", "مادرش", "پدرش", "همسرش", "برادرش", "خواهرش", "پسرعمو", "پسرعمویش", "پسرعمویشان", "دخترعمو",
    "אם", "אב", "הורה", "אבא", "אמא", "אמם", "אביהם", "בנו", "בנה", "בתו", "בתה", "אחיו", "אחותו", "אחיה", "אשתו", "בעלה", "סבתא", "סבא", "דוד", "דודם", "דודו", "דודה",
];
/// Starts of words for those whom a number counts; `|` ends a whole word.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "sons|", "daughters|", "brothers|", "sisters|", "children|", "kids|", "babies|", "girls|", "boys|", "men|", "women|", "people|", "civilians|", "soldiers|", "officers|", "troops|", "guards|", "bodyguards|", "policemen|", "workers|", "drivers|", "passengers|", "staff|", "staffers|", "employees|", "aides|", "villagers|", "residents|", "militants|", "gunmen|", "fighters|", "students|", "teachers|", "journalists|", "relatives|", "others|", "nephews|", "nieces|", "cousins|", "members|", "diplomats|", "grandchildren|", "teenagers|", "medics|", "rescuers|", "tourists|", "farmers|", "contractors|", "marines|", "sailors|",
    "fils|", "filles|", "frères|", "sœurs|", "soeurs|", "enfants|", "bébés|", "hommes|", "femmes|", "civils|", "soldats|", "policiers|", "gendarmes|", "gardes|", "agents|", "employés|", "diplomates|", "journalistes|", "autres|", "proches|", "passagers|", "secouristes|", "militaires|", "ouvriers|", "fillettes|", "garçons|",
    "hijos|", "hijas|", "hermanos|", "hermanas|", "niños|", "niñas|", "hombres|", "mujeres|", "civiles|", "soldados|", "policías|", "agentes|", "guardias|", "escoltas|", "empleados|", "diplomáticos|", "periodistas|", "trabajadores|", "campesinos|", "militares|", "menores|", "primos|",
    "сын", "дочер", "брат", "сест", "детей|", "ребен", "ребён", "мужчин", "женщин", "люд", "солдат", "охранник", "полицейск", "гражданск", "сотрудник", "жител", "пассажир", "журналист", "дипломат", "рабочи", "внук", "военн",
    "أطفال|", "أبناء", "إخوة|", "أشقاء|", "نساء|", "رجال|", "جنود|", "حراس|", "مدنيين|", "عناصر|", "عمال|", "موظفين|", "شرطيين|", "مسعفين|", "أولاد",
    "فرزند", "پسر", "دختر", "برادر", "خواهر", "کودک", "سرباز", "نگهبان", "غیرنظامی", "کارمند", "مامور", "مأمور", "محافظ", "نفر|", "زن|", "مرد|",
    "ילדי", "בני", "בנות", "אחי", "אחות", "חיילי", "מאבטחי", "שוטרי", "אזרחי", "עובדי", "נשים|", "גברים|",
];
/// Words that join persons.
const AND: &[&str] = &["and", "et", "y", "e", "и", "و", "plus"];
/// Words in front of persons: articles, and whose they are.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "a", "an", "the", "his", "her", "their", "its", "young", "elderly", "pregnant", "un", "une", "le", "la", "les", "l", "son", "sa", "ses", "leur", "leurs", "una", "el", "los", "las", "su", "sus", "de", "его", "её", "ее", "их", "двоюродный", "двоюродная", "родной", "ابن", "בן", "בת",
];
/// Words between a number and those whom it counts, at most.
const DESCRIBED: usize = 2;
/// Words between two of them that belong to neither, at most.
const MOST_FILLERS: usize = 4;
/// More than so many are told by one number.
const MOST: u32 = 200;

/// One of several: its words, how many it is, and whether the sentence goes on behind it without them.
struct One {
    start: usize,
    end: usize,
    count: u32,
    ends: bool,
}

/// How many die together at a word for dying, and the numbers that are among them; nothing where they are
/// not told one by one.
pub(super) fn sum(
    text: &Clauses<'_>,
    at: usize,
    numbers: &[Numeral],
) -> Option<(u32, HashSet<usize>)> {
    let ones = ones(text, numbers);
    let mut best = None;
    let mut first = 0;
    while first < ones.len() {
        let more = ones.get(first..)?.windows(2).take_while(|pair| joins(text, pair)).count();
        let mut group = ones.get(first..=first + more)?;
        first += more + 1;
        let [lead, .., last] = group else { continue };
        let behind = last.end <= at && is_bridged(text, last.end, at);
        let ahead = at < lead.start && is_led(text, at, lead.start);
        if ahead && !last.ends {
            group = group.split_last().map_or(group, |(_, rest)| rest);
        }
        let parted = group.len() <= more;
        if (group.len() > 1 || parted) && (ahead || behind) {
            let inside =
                |n: &&Numeral| group.iter().any(|one| one.start <= n.start && n.start < one.end);
            let used = numbers.iter().filter(inside).map(|n| n.start).collect();
            best = Some((group.iter().map(|one| one.count).sum(), used));
        }
    }
    best
}

/// The persons of a text, and those whom its numbers count.
fn ones(text: &Clauses<'_>, numbers: &[Numeral]) -> Vec<One> {
    let mut ones: Vec<One> = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        let numeral = numbers.iter().find(|number| number.start == at);
        let found = match numeral {
            Some(number) => counted(text, number).map(|end| (end, number.value)),
            None => is_one(text, at).then_some((at + 1, 1)),
        };
        let Some((end, count)) = found.filter(|(_, count)| *count <= MOST) else {
            at = numeral.map_or(at + 1, |number| number.end);
            continue;
        };
        let end = end + usize::from(is_age(text, end));
        let ends = is_end(text, end);
        match ones.last_mut().filter(|last| last.end == at && last.count == 1 && count == 1) {
            // "Baby daughter" is one.
            Some(last) if text.same(last.start, at) => (last.end, last.ends) = (end, ends),
            _ => ones.push(One { start: at, end, count, ends }),
        }
        at = end;
    }
    ones
}

/// Where those end whom a number counts, if they are people.
fn counted(text: &Clauses<'_>, number: &Numeral) -> Option<usize> {
    let own = text.words.get(number.start..number.end)?;
    if !number.people {
        return None;
    }
    if own.iter().any(|word| *word == "couple" || is_pair(word)) {
        return Some(number.end);
    }
    let mut near = number.end..=number.end + DESCRIBED;
    let is_people = |place: &usize| {
        let word = text.word(*place);
        text.same(*place, number.start) && (entries::any(word, COUNTED) || is_one(text, *place))
    };
    let known = near.find(is_people).map(|place| place + 1);
    // "Staff members".
    let joined = |end: usize| {
        let next = text.follower(end);
        AND.contains(&next) || is_harm(next)
    };
    let more = |end: usize| if plain(text, end) && joined(end + 1) { end + 1 } else { end };
    let known = known.map(|end| if closes(text, end) { end } else { more(end) });
    known.or_else(|| named_otherwise(text, number))
}

/// Where those end whom a number counts by a word that no table knows, up to the end of what is said of them.
fn named_otherwise(text: &Clauses<'_>, number: &Numeral) -> Option<usize> {
    let named = (1..=DESCRIBED).take_while(|words| plain(text, number.end + words - 1));
    named.map(|words| number.end + words).find(|end| closes(text, *end))
}

/// Whether a word may be what a number counts.
fn plain(text: &Clauses<'_>, at: usize) -> bool {
    let word = text.follower(at);
    let other = ENDS.contains(&word) || AND.contains(&word) || is_harm(word);
    !word.is_empty() && !other && word.chars().all(char::is_alphabetic)
}

/// Whether what is said of those whom a number counts ends before a place.
fn closes(text: &Clauses<'_>, end: usize) -> bool {
    is_end(text, end) || is_harm(text.follower(end))
}

/// Whether a word is two people by its own ending.
fn is_pair(word: &str) -> bool {
    let dual = ["ان", "ين", "يها", "يه"].iter().any(|end| word.ends_with(end));
    dual && word.chars().count() > 4
}

fn is_one(text: &Clauses<'_>, at: usize) -> bool {
    let word = text.word(at);
    // "Son" is also whose somebody is.
    let owner = word == "son"
        && text.follower(at + 1).ends_with(|c: char| c.is_alphabetic())
        && is_one_word(text.follower(at + 1));
    !owner && (is_one_word(word) || stripped(word).any(is_one_word))
}

static IS_KIN: LazyLock<QuickSet<u64>> = LazyLock::new(|| hashes(KIN).collect());

fn is_one_word(word: &str) -> bool {
    IS_KIN.contains(&hash(word.as_bytes())) || is_person_word(word)
}

/// Whether the sentence goes on behind persons with something else than what they do.
fn is_end(text: &Clauses<'_>, end: usize) -> bool {
    let next = text.follower(end);
    // What Arabic and Hebrew write in one word: "by", "in", "to", "and".
    let led = next.starts_with(['ب', 'ل', 'ف', 'و', 'ב', 'ל', 'מ', 'ו']);
    next.is_empty() || led || ENDS.contains(&next) || AND.contains(&next)
}

/// Whether two persons, or numbers of them, are told of together.
fn joins(text: &Clauses<'_>, pair: &[One]) -> bool {
    let [one, other] = pair else { return false };
    let between = text.words.get(one.end..other.start).unwrap_or_default();
    let attached = text.word(other.start).starts_with(['و', 'ו']);
    let before = one.end.saturating_sub(1);
    let same = text.same(before, other.start);
    let comma = || text.is_before_comma(before) && text.same(one.end, other.start);
    match between.split_first() {
        None => {
            let closed = other.ends || is_harm(text.follower(other.end));
            // "Judge, wife and driver".
            let listed = AND.contains(&text.follower(other.end));
            attached && same || comma() && (other.count > 1 && closed || listed)
        }
        Some((and, rest)) => {
            let led = and.strip_prefix(['و', 'ו']).is_some_and(|word| FILLERS.contains(&word));
            let and = AND.contains(and) || led || attached && FILLERS.contains(and);
            and && (same || comma())
                && rest.len() <= MOST_FILLERS
                && (other.start - rest.len()..other.start).all(|at| is_filler(text, at))
        }
    }
}

/// Whether a word in front of a person tells nothing of how many: "and their 3-year-old girl".
fn is_filler(text: &Clauses<'_>, at: usize) -> bool {
    let word = text.word(at);
    let digits = word.starts_with(char::is_numeric) && is_of_nobody(text, at);
    FILLERS.contains(&word) || digits || is_about_number(word)
}

/// Whether nothing but "were" stands between persons and the word for dying behind them.
fn is_bridged(text: &Clauses<'_>, end: usize, at: usize) -> bool {
    let words = at.saturating_sub(end);
    let closes = text.word(at) == "کشته";
    closes && words <= MOST_BEFORE_END
        || (end..at).all(|place| {
            let word = text.word(place);
            BETWEEN.contains(&word) || word == "were" || is_filler(text, place)
        })
}

/// Words between persons and a verb that closes the sentence, at most.
const MOST_BEFORE_END: usize = 6;

/// Whether nothing but articles stands between a word for dying and persons behind it.
fn is_led(text: &Clauses<'_>, at: usize, start: usize) -> bool {
    let between = text.words.get(at + 1..start).unwrap_or_default();
    let known = |word: &&&str| FILLERS.contains(*word) || LEADS.contains(*word);
    // "Police chief".
    let others = between.iter().filter(|word| !known(word)).count();
    text.same(at, start) && between.len() <= MOST_FILLERS && others <= 1
}

/// Words between a word for dying and the first whom it tells of.
const LEADS: &[&str] = &["at", "least", "some", "about", "au", "moins", "al", "menos"];

#[cfg(test)]
mod tests {
    use super::super::heard;

    #[test]
    fn who_die_together_are_summed_up() {
        for (text, killed) in [
            ("Shell kills a mother and her two sons in Derna", 3),
            ("Two brothers and their cousin killed by drone", 3),
            ("A driver and two passengers were killed", 3),
            ("Strike kills 4 police officers, 2 civilians in Basra", 6),
            ("Une mère et ses deux fils tués à Goma", 3),
            ("Un couple et leurs trois enfants tués", 5),
            ("Mueren una madre y sus dos hijos en Tumaco", 3),
            ("Погибли мать и двое её сыновей", 3),
            ("Два брата и их двоюродный брат убиты", 3),
            ("مقتل أم وولديها في القصف", 3),
            ("مادر و دو پسرش در حمله کشته شدند", 3),
            ("אם ושני בניה נהרגו", 3),
            ("Embassy guard, 29, and his wife, 27, killed", 2),
            ("Drone strike kills a teacher and four pupils in Sumy", 5),
            ("Airstrike kills couple and baby daughter", 3),
            ("9 soldiers, 3 officers killed in ambush", 12),
            ("Un père et sa fille de 9 ans tués par un obus", 2),
            ("Trois soldats et un civil tués dans une embuscade", 4),
            ("Un homme de 34 ans tué, deux autres blessés", 1),
            ("Mueren dos policías y un civil", 3),
            ("مقتل ثلاثة أطفال ووالدتهم في غارة", 4),
            ("کشته شدن دو مرزبان و یک غیرنظامی", 3),
            ("הורה ושני ילדיו נהרגו", 3),
            ("Car bomb kills judge, wife and driver", 3),
            ("Two staff members and three locals died", 5),
            ("Six killed and three houses burned", 6),
            ("Rocket kills two and injures three", 2),
            ("Rocket kills two in third attack on base", 2),
            ("Militia kills two and takes three hostages", 2),
            ("Rocket kills guard, three gunmen flee", 1),
            ("Rocket kills commander, four others", 5),
            ("שני אחים ובן דודם נהרגו", 3),
            ("Rocket kills two, wounds three", 2),
            ("Attack kills police chief and his three bodyguards", 4),
            ("Missile kills grandfather and 3-year-old girl", 2),
            ("مقتل شقيقين وابن عمهما بطائرة مسيرة", 3),
            ("Rocket kills six, including two children", 6),
            ("Rocket kills driver and wounds two passengers", 1),
            ("Rocket kills a driver and two passengers flee", 1),
            ("Rocket kills three in house of two brothers", 3),
        ] {
            let told = heard(text, None);
            assert_eq!(told.harm.killed.max(u32::from(told.one)), killed, "{text}");
        }
    }
}
