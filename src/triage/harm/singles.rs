//! The one dead whom no number counts: "guard killed", "consul shot dead", "kills driver", «погиб охранник»,
//! «مقتل حارس», "שומר נהרג". A person in the singular beside a word for dying is one. Numbers are `harm`'s.

use std::sync::LazyLock;

use super::super::clauses::{Clauses, stripped};
use super::super::numerals::{is_about_number, is_age, is_of_nobody};
use super::super::quick::QuickSet;
use super::super::words::{hash, hashes};

/// Words for dying, with who died before them.
#[rustfmt::skip]
const BEHIND_PERSON: &[&str] = &[
    "killed", "dead", "dies", "died", "slain", "tué", "tuée", "mort", "morte", "décédé", "décédée", "muerto", "muerta", "muere", "murió", "asesinado", "asesinada", "fallece", "falleció",
    "погиб", "погибла", "убит", "убита", "скончался", "скончалась", "کشته", "נהרג", "נהרגה", "נרצח", "נרצחה", "הרוג",
];
/// The same, with who died behind them.
#[rustfmt::skip]
const BEFORE_PERSON: &[&str] = &[
    "kill", "kills", "killed", "killing", "tue", "tuent", "tuant", "asesinan", "asesina", "asesinó", "asesinaron", "mata", "matan", "mató", "matando", "muere", "murió", "fallece", "falleció", "погиб", "погибла", "убит", "убита", "убил", "убила", "убило", "скончался", "скончалась",
    "مقتل", "قتل", "قتلت", "يقتل", "تقتل", "مصرع", "استشهاد", "استشهد", "استشهدت", "کشته", "נהרג", "נהרגה", "נרצח", "נרצחה", "הרג", "הרגה", "הרגו",
];
/// Words for one person, who may be a victim.
#[rustfmt::skip]
const PERSONS: &[&str] = &[
    "guard", "bodyguard", "driver", "consul", "ambassador", "diplomat", "envoy", "attache", "attaché", "secretary", "interpreter", "translator", "clerk", "cook", "gardener", "owner", "neighbour", "neighbor", "retiree", "lecturer", "chef", "cleaner", "staffer", "employee", "worker", "contractor", "engineer",
    "man", "woman", "boy", "girl", "child", "baby", "infant", "toddler", "teenager", "pensioner", "mother", "father", "wife", "husband", "son", "daughter", "brother", "sister", "grandmother", "grandfather", "widow", "schoolboy", "schoolgirl",
    "soldier", "officer", "policeman", "policewoman", "commander", "general", "colonel", "captain", "lieutenant", "sergeant", "marine", "sailor", "seaman", "crewman", "pilot", "fighter", "militant", "gunman", "attacker", "recruiter", "trooper", "ranger", "peacekeeper", "paratrooper", "reservist",
    "journalist", "reporter", "cameraman", "photographer", "doctor", "nurse", "medic", "paramedic", "rescuer", "firefighter", "teacher", "student", "pupil", "farmer", "shepherd", "fisherman", "herder", "villager", "settler", "hunter", "miner", "trader", "vendor", "shopkeeper",
    "civilian", "resident", "tourist", "priest", "bishop", "imam", "cleric", "monk", "rabbi", "judge", "prosecutor", "lawyer", "mayor", "governor", "minister", "lawmaker", "senator", "leader", "chief", "official", "aide", "activist", "volunteer", "passenger", "passerby", "bystander", "hostage", "prisoner", "migrant", "refugee", "national", "citizen", "person",
    "garde", "chauffeur", "ambassadeur", "diplomate", "homme", "femme", "enfant", "bébé", "fillette", "garçon", "soldat", "policier", "gendarme", "officier", "commandant", "journaliste", "berger", "pêcheur", "médecin", "professeur", "personne",
    "guardia", "vigilante", "conductor", "chofer", "cónsul", "embajador", "embajadora", "diplomático", "hombre", "mujer", "niño", "niña", "bebé", "soldado", "policía", "oficial", "comandante", "periodista", "pastor", "pescador", "médico", "médica", "maestro", "maestra", "persona",
    "охранник", "охранника", "фельдшер", "медсестра", "пожарный", "строитель", "священник", "водитель", "водителя", "консул", "консула", "посол", "посла", "дипломат", "дипломата", "мужчина", "мужчину", "женщина", "женщину", "ребенок", "ребенка", "ребёнок", "ребёнка", "мальчик", "мальчика", "девочка", "девочку", "девушка", "девушку", "юноша", "подросток", "подростка", "пенсионер", "пенсионерка",
    "солдата", "военнослужащий", "военнослужащего", "офицер", "офицера", "полицейский", "полицейского", "командир", "командира", "генерал", "генерала", "полковник", "полковника", "журналист", "журналиста", "журналистка", "фермер", "фермера", "рыбак", "рыбака", "врач", "врача", "житель", "жителя", "жительница", "учитель", "учителя", "человек", "человека", "солдат",
    "حارس", "حارسا", "سائق", "سائقا", "قنصل", "سفير", "دبلوماسي", "دبلوماسيا", "رجل", "رجلا", "امرأة", "طفل", "طفلا", "طفلة", "شاب", "فتاة", "رضيع", "جندي", "جنديا", "ضابط", "ضابطا", "شرطي", "شرطيا", "قائد", "قيادي", "صحفي", "صحفيا", "صحافي", "مصور", "طبيب", "مسعف", "معلم", "طالب", "مدني", "مدنيا", "مواطن", "شخص", "عامل", "موظف", "راع", "صياد", "مزارع", "وزير", "نائب",
    "نگهبان", "محافظ", "راننده", "کنسول", "سفیر", "دیپلمات", "مرد", "مردی", "زنی", "کودکی", "جوانی", "نوجوانی", "سربازی", "زن", "کودک", "نوزاد", "سرباز", "افسر", "فرمانده", "خبرنگار", "پزشک", "پرستار", "معلم", "چوپان", "ماهیگیر", "کشاورز", "شهروند", "کارمند", "کارگر",
    "שומר", "מאבטח", "מאבטחת", "נהג", "קונסול", "שגריר", "שגרירה", "דיפלומט", "דיפלומטית", "גבר", "אישה", "אשה", "ילד", "ילדה", "תינוק", "תינוקת", "נער", "נערה", "חייל", "חיילת", "קצין", "קצינה", "שוטר", "שוטרת", "מפקד", "עיתונאי", "עיתונאית", "רופא", "רופאה", "מורה", "רועה", "דייג", "חקלאי", "תושב", "תושבת", "אזרח", "אזרחית", "עובד", "עובדת",
];
/// Words between a person and the word for dying behind it.
#[rustfmt::skip]
pub(super) const BETWEEN: &[&str] = &[
    "was", "is", "has", "been", "being", "later", "also", "shot", "found", "reported", "reportedly", "feared", "presumed", "confirmed", "stabbed", "beaten", "burned", "left", "est", "était", "a", "été", "serait", "retrouvé", "fue", "ha", "sido", "resultó", "hallado", "был", "была",
];
/// Words that stand between a word for dying and somebody else.
#[rustfmt::skip]
pub(super) const ENDS: &[&str] = &[
    "by", "in", "on", "at", "near", "of", "off", "as", "and", "or", "but", "after", "before", "while", "when", "where", "who", "whose", "that", "with", "from", "for", "to", "over", "during", "inside", "outside", "amid", "since", "says", "say", "said", "no", "not", "none",
    "par", "dans", "sur", "près", "et", "de", "du", "des", "en", "por", "cerca", "y", "del", "que", "qui", "в", "на", "при", "под", "у", "и", "из", "от", "по", "после", "за", "في", "قرب", "على", "بعد", "و", "در", "از", "را",
];
/// Words behind a word for dying with which it is what the person before it did.
const OBJECTS: &[&str] =
    &["the", "a", "an", "his", "her", "its", "their", "this", "that", "all", "any", "some"];
/// Words behind a person who is only a part of a name ("guard dog", "child benefit").
#[rustfmt::skip]
const OTHER_BEHIND: &[&str] = &[
    "dog", "dogs", "post", "posts", "house", "tower", "rail", "benefit", "benefits", "tax", "credit", "labour", "labor", "eating", "ants", "training", "licence", "license", "test", "tests", "shortage", "hopes", "hope", "bid", "nomination", "nominee", "plan", "plans", "bill", "bills", "proposal", "career", "seat", "seats", "pay", "visa", "mode", "aid", "anthem", "park",
];
/// Words before a killing that is only meant ("plot to kill ambassador").
const MEANT: &[&str] =
    &["to", "محاولة", "بمحاولة", "لمحاولة", "مخطط", "بتهمة", "לניסיון", "ניסיון"];
/// Words before a person that show that others died before.
#[rustfmt::skip]
const FURTHER: &[&str] = &["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "another", "every", "each", "any", "no", "не", "ни"];
/// Words between a word for dying and a person in front of it or behind it, at most; in scripts that
/// write "and" and "the" in one word with the next, fewer.
const MOST_BETWEEN: usize = 3;
const MOST_BETWEEN_JOINED: usize = 1;
/// The same where the word for dying closes the sentence.
const MOST_BEFORE_END: usize = 8;
/// Words on either side of a person in which digits may be an age or another count.
const DIGITS_NEAR: usize = 2;

static KNOWN: LazyLock<QuickSet<u64>> = LazyLock::new(|| hashes(PERSONS).collect());

/// Whether one person dies at a word of harm that no number goes to.
pub(super) fn is_one(text: &Clauses<'_>, at: usize) -> bool {
    is_said_of_one(text, at) || takes_one(text, at)
}

/// Whether the one who dies stands in front: numbers further behind count others.
fn is_said_of_one(text: &Clauses<'_>, at: usize) -> bool {
    let (word, next) = (text.word(at), text.follower(at + 1));
    if !forms(word).any(|form| BEHIND_PERSON.contains(&form)) || OBJECTS.contains(&next) {
        return false;
    }
    // «نگهبان سفارت کشته شد»: the verb closes the sentence.
    let closes = word == "کشته" && matches!(next, "شد" | "شده");
    let skipped = |place: &usize| {
        let between =
            BETWEEN.contains(&text.word(*place)) || is_told_beside(text, *place) || closes;
        between && !is_person(text, *place)
    };
    let most = if closes { MOST_BEFORE_END } else { MOST_BETWEEN };
    let mut back = (at.saturating_sub(most + 1)..at).rev();
    let found = back.find(|place| !skipped(place));
    let near =
        |place: usize| text.same(place, at) || (place + 1..at).any(|aside| is_age(text, aside));
    found.is_some_and(|place| near(place) && is_person(text, place))
}

/// Whether a word only tells how old somebody is, or of which unit.
fn is_told_beside(text: &Clauses<'_>, at: usize) -> bool {
    let digits = |place: usize| is_digits(text, place) && is_of_nobody(text, place);
    digits(at) || is_about_number(text.word(at)) || text.word(at) == "de" && digits(at + 1)
}

/// Whether a number may count who died at a word for dying.
pub(super) fn may_count(text: &Clauses<'_>, at: usize, number: usize) -> bool {
    let (behind, same) = (number > at, text.same(number, at));
    // In German it is an article.
    let article = text.word(at) == "die" && (behind || !same);
    let others = behind && !same && takes_one(text, at);
    !(article || others || is_said_of_one(text, at) && is_of_others(text, at, number))
}

/// Whether a number behind who died alone counts others: "guard killed as two gunmen attack", not "guard
/// killed at least two".
fn is_of_others(text: &Clauses<'_>, at: usize, number: usize) -> bool {
    let parts = |place: usize| {
        let (word, next) = (text.word(place), text.word(place + 1));
        ENDS.contains(&word) && word != "no" && !matches!(next, "least" | "most")
    };
    let joined = text.word(number).starts_with(['و', 'ו']);
    number > at && (joined || !text.same(at, number) || (at + 1..number).any(parts))
}

/// Whether the one who dies stands behind: "kills a Dutch guard".
fn takes_one(text: &Clauses<'_>, at: usize) -> bool {
    let word = text.word(at);
    let before = at.checked_sub(1).map(|before| text.word(before)).unwrap_or_default();
    if !forms(word).any(|form| BEFORE_PERSON.contains(&form)) || MEANT.contains(&before) {
        return false;
    }
    let joined = word.starts_with(|first| ('א'..='ي').contains(&first)) && word != "کشته";
    let most = if joined { MOST_BETWEEN_JOINED } else { MOST_BETWEEN };
    let ahead = (at + 1..=at + 1 + most).take_while(|place| {
        let counts = is_digits(text, *place) && !is_of_nobody(text, *place);
        text.same(*place, at) && !ENDS.contains(&text.word(*place)) && !counts
    });
    let found = ahead.into_iter().find(|place| is_person(text, *place));
    found.is_some_and(|place| !OTHER_BEHIND.contains(&text.follower(place + 1)))
}

fn forms(word: &str) -> impl Iterator<Item = &str> {
    std::iter::once(word).chain(stripped(word))
}

/// Whether one person is named at a place, whom no digits beside make older or more.
fn is_person(text: &Clauses<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| text.word(before)).unwrap_or_default();
    if text.word(at) == "old" {
        return before == "year";
    }
    is_person_word(text.word(at)) && !FURTHER.contains(&before) && !has_digits_near(text, at)
}

/// Whether a word is one for a person.
pub(super) fn is_person_word(word: &str) -> bool {
    forms(word).any(|form| KNOWN.contains(&hash(form.as_bytes())))
}

/// How many are dead where another one dies: "third soldier dies of wounds".
pub(super) fn nth(text: &Clauses<'_>, at: usize) -> Option<u32> {
    if !DIES.contains(&text.word(at)) {
        return None;
    }
    let back =
        (at.saturating_sub(MOST_BEFORE_END)..at).rev().take_while(|place| text.same(*place, at));
    let number = |place: usize| NTH.iter().find(|(_, words)| words.contains(&text.word(place)));
    back.into_iter().find_map(|place| Some((place, number(place)?.0))).and_then(|(place, nth)| {
        let person =
            |place: usize| is_person_word(text.word(place)) || VICTIM.contains(&text.word(place));
        (place + 1..=place + 2).any(person).then_some(nth)
    })
}

/// Words for one more who dies of what befell others.
const DIES: &[&str] = &[
    "dies",
    "died",
    "succumbs",
    "décède",
    "décédé",
    "meurt",
    "muere",
    "murió",
    "fallece",
    "falleció",
    "скончался",
    "скончалась",
    "умер",
    "умерла",
];
/// What such a one is called beside.
const VICTIM: &[&str] = &["victim", "victime", "víctima", "пострадавший", "раненый"];
/// The how manieth.
#[rustfmt::skip]
const NTH: &[(u32, &[&str])] = &[
    (2, &["second", "deuxième", "segundo", "segunda", "второй", "вторая"]),
    (3, &["third", "troisième", "tercer", "tercera", "третий", "третья"]),
    (4, &["fourth", "quatrième", "cuarto", "cuarta", "четвертый", "четвёртый"]),
    (5, &["fifth", "cinquième", "quinto", "quinta", "пятый", "пятая"]),
    (6, &["sixth", "sixième", "sexto", "sexta", "шестой"]),
    (7, &["seventh", "septième", "séptimo", "séptima", "седьмой"]),
];

fn has_digits_near(text: &Clauses<'_>, at: usize) -> bool {
    let mut near = at.saturating_sub(DIGITS_NEAR)..=at + DIGITS_NEAR;
    let near_digits = |place: usize| is_digits(text, place) && !is_of_nobody(text, place);
    near.any(|place| near_digits(place) && (text.same(place, at) || text.is_aside(place)))
}

fn is_digits(text: &Clauses<'_>, at: usize) -> bool {
    let word = text.word(at);
    !word.is_empty() && word.chars().all(char::is_numeric)
}
