//! Dead and hurt as an article tells them: numbers in digits and words near words of harm, and
//! denials ("no injuries"), in English, French, Spanish, Russian, Arabic, Persian and Hebrew.
//!
//! Held to the event that the article tells of: numbers of past years, of long spans and of whole
//! wars count for nothing.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::clauses::{Clauses, stripped};
use super::denials::{self, Said};
use super::elsewhen;
use super::numerals::{Numeral, is_year, numerals};
use super::quick::QuickMap;
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Killed,
    Hurt,
}

/// Starts of folded words of harm; `|` ends a whole word.
#[rustfmt::skip]
const KILLED: &[&str] = &[
    "kill", "dead|", "deaths|", "died|", "dies|", "slain|", "fatalities|", "bodies|", "martyr", "perished|",
    "tué", "tue|", "tuent|", "tuant|", "tues|", "tuee", "mort|", "morts|", "mortes|", "décès|", "décédé", "victime|", "victimes|",
    "muert", "mueren|", "muere|", "murieron|", "murió|", "fallec", "mata|", "matan|", "mató|", "mataron|", "matado|", "matando|", "matar|", "asesinad", "víctima|", "víctimas|",
    "погиб", "убит", "жертв", "скончал",
    "قتل", "قتيل", "مقتل", "شهيد", "شهداء", "قتلى", "استشهد", "استشهاد", "مصرع", "کشته", "شهید",
    "הרוג", "נהרג", "נרצח", "zginęł", "zabit", "ofiar",
];
#[rustfmt::skip]
const HURT: &[&str] = &[
    "wound", "injur", "hurt|", "casualt", "victims|", "bless", "herid", "hirió|", "hiere|", "lesionad", "ранен", "ранил", "пострада",
    "جرح", "جريح", "مصاب", "إصاب", "اصابة", "أصيب", "يصب|", "زخمی", "مجروح", "مصدوم", "تلفات", "آسیب|", "פצוע", "נפצע", "נפגע", "rann",
];
/// Words that tell of the dead only beside other words, with these.
#[rustfmt::skip]
const KILLED_WITH: &[(&str, &[&str])] = &[
    ("toll", &["death"]), ("lives", &["claims", "claimed", "claiming", "lost", "lose", "took", "taking", "cost", "costs"]),
    ("vie", &["coûté", "coûte", "perdu"]), ("vida", &["costó", "cuesta", "perdieron", "quitó"]), ("vidas", &["cobra", "cobró", "perdidas"]),
    ("жизни", &["унес", "унёс", "унесла", "унесло", "унесли"]), ("بحياة", &["أودى", "أودت", "يودي", "تودي"]),
    ("جان", &["باخت", "باختند", "باختن", "گرفت"]), ("شهادت", &["رسید", "رسیدند"]),
];
/// Words on either side in which they are looked for.
const WITH_NEAR: usize = 4;
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
    ("هذا", "العام"), ("العام", "الماضي"), ("the", "war"), ("world", "war"), ("la", "guerre"), ("la", "guerra"), ("years", "of"), ("years", "on"), ("years", "after"),
];
/// Words before and behind a word of harm in which these are looked for.
const PAST_NEAR: (usize, usize) = (6, 7);

/// Reads what an article tells of harm from its title and the start of its text.
pub(super) fn told(article: &Article) -> Told {
    let year = article.published.map(|at| jiff::tz::Offset::UTC.to_datetime(at).year());
    let texts = [&article.title, &article.summary, &article.body];
    let mut all = summed(texts.map(|text| heard(text, year)));
    if all.denied && all.harm != Harm::default() {
        // Nobody was hurt here: the dead of "last week" are another event's.
        all.harm = summed(texts.map(|text| heard(&elsewhen::left_out(text), year))).harm;
    }
    all.denied &= all.harm == Harm::default();
    all
}

/// The highest numbers of several texts, and whether any denies.
fn summed(texts: [Told; 3]) -> Told {
    texts.into_iter().fold(Told::default(), |all, one| Told {
        harm: Harm {
            killed: all.harm.killed.max(one.harm.killed),
            hurt: all.harm.hurt.max(one.harm.hurt),
        },
        denied: all.denied || one.denied,
    })
}

/// The dead and hurt that a headline tells of, or nobody.
pub(super) fn of_headline(title: &str) -> Harm {
    heard(title, None).harm
}

/// A number near a word of harm: how far, where the word stands, which number.
type Pair = (usize, usize, usize, Kind);

/// Reads one text; what it denies counts only where nobody else was hurt.
#[cfg(test)]
fn read(text: &str, year: Option<i16>) -> Told {
    let told = heard(text, year);
    Told { denied: told.denied && told.harm == Harm::default(), ..told }
}

/// Reads one text, published in a year: every number goes to the word of harm that is closest,
/// each used once. It may deny beside a number.
fn heard(text: &str, year: Option<i16>) -> Told {
    let mut buffer = String::new();
    let text = Clauses::of(&mut buffer, text);
    let mut told =
        Told { denied: text.words.iter().any(|w| UNHURT.contains(w)), ..Told::default() };
    let harms: Vec<(usize, Kind)> =
        (0..text.words.len()).filter_map(|at| Some((at, kind(&text, at)?))).collect();
    if harms.is_empty() {
        return told;
    }
    let numbers = numerals(&text);
    let (mut pairs, mut used) = (Vec::<Pair>::new(), HashSet::new());
    let mut last = None;
    for (at, kind) in harms {
        let said = denials::said(&text, at, last, &numbers);
        last = Some((at, said == Said::None));
        told.denied |= said != Said::Plain;
        if let Said::Denied { from } = said {
            let claimed = |n: &Numeral| from < n.start && n.start < at;
            used.extend(numbers.iter().filter(|n| claimed(n)).map(|n| n.start));
        }
        if said == Said::Plain && !is_past(&text.words, at, year) {
            let near = numbers.iter().enumerate().map(|(i, number)| (number.far(at), i));
            pairs.extend(near.filter(|n| n.0 <= NEAR + 1).map(|(far, i)| (far, at, i, kind)));
        }
    }
    told.harm = shared_out(pairs, &numbers, used);
    told
}

/// The highest numbers, each given to the closest word of harm that has none yet.
fn shared_out(mut pairs: Vec<Pair>, numbers: &[Numeral], mut used: HashSet<usize>) -> Harm {
    let mut harm = Harm::default();
    pairs.sort_unstable_by_key(|(far, at, number, _)| (*far, *at, *number));
    let mut served = HashSet::new();
    for (_, at, number, kind) in pairs {
        let Some(number) = numbers.get(number) else { continue };
        if served.contains(&at) || used.contains(&number.start) {
            continue;
        }
        served.insert(at);
        used.insert(number.start);
        let most = match kind {
            Kind::Killed => &mut harm.killed,
            Kind::Hurt => &mut harm.hurt,
        };
        *most = (*most).max(number.value);
    }
    harm
}

/// Whether what stands around a word of harm tells of another time than the article's own.
fn is_past(words: &[&str], at: usize, year: Option<i16>) -> bool {
    let end = words.len().min(at + PAST_NEAR.1 + 1);
    let near = words.get(at.saturating_sub(PAST_NEAR.0)..end).unwrap_or_default();
    let earlier = |word: &&str| {
        let told = word.parse().ok().filter(|told: &u32| word.len() == 4 && is_year(*told));
        told.is_some_and(|told| year.is_none_or(|year| i64::from(told) < i64::from(year)))
    };
    near.iter().any(|word| PAST.contains(word) || earlier(word))
        || near.windows(2).any(|pair| PAST_PAIRS.iter().any(|(a, b)| pair == [*a, *b]))
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

/// What a word tells of, by itself or with those beside it.
fn kind(text: &Clauses<'_>, at: usize) -> Option<Kind> {
    let word = text.word(at);
    let own = std::iter::once(word).chain(stripped(word)).find_map(started);
    own.or_else(|| {
        let (_, with) = KILLED_WITH.iter().find(|(own, _)| *own == word)?;
        let mut near = at.saturating_sub(WITH_NEAR)..=at + WITH_NEAR;
        near.any(|beside| with.contains(&text.word(beside))).then_some(Kind::Killed)
    })
}

fn started(word: &str) -> Option<Kind> {
    let is = |entry: &str| match entry.strip_suffix('|') {
        Some(whole) => word == whole,
        None => word.starts_with(entry),
    };
    let entries = STARTS.get(&opening(word))?;
    entries.iter().find(|(entry, _)| is(entry)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::{Told, read};
    use crate::domain::{Article, Harm};

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
            ("Death toll rises to 14", told(14, 0)),
            ("Blast claims 14 lives at checkpoint", told(14, 0)),
            ("مقتل ٥ أشخاص", told(5, 0)),
            ("۱۲ کشته در حمله", told(12, 0)),
            ("מניין ההרוגים עלה ל-21", told(21, 0)),
            ("שני הרוגים ושלושה פצועים", told(2, 3)),
            ("21 victimes dans l’attaque", told(21, 0)),
            ("5 víctimas mortales", told(5, 0)),
            ("Ataque mata a 6 guardias", told(6, 0)),
            ("مقتل شخصين وإصابة سبعة", told(2, 7)),
            ("Rocket hits army unit: 5 dead", told(5, 0)),
            ("No end to violence as killings rise to 40", told(40, 0)),
            ("vingt et un tués", told(21, 0)),
            ("treinta y un heridos", told(0, 31)),
            ("two dozen wounded", told(0, 24)),
            ("one hundred and twenty killed", told(120, 0)),
            ("twenty-five dead, no wounded", told(25, 0)),
            ("no deaths, three wounded", told(0, 3)),
            ("no fewer than six killed", told(6, 0)),
            ("Shelling kills six, days after truce", told(6, 0)),
            ("Ministry denies role in attack that killed 20", told(20, 0)),
            ("Взрыв унес жизни 14 человек", told(14, 0)),
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
            "Жертв нет",
            "пострадавших нет, сообщили в штабе",
            "погибших нет",
            "пострадавших не зафиксировано",
            "L’attaque n’a fait aucune victime",
            "sin víctimas",
            "pas de blessés",
            "The rocket did not cause any casualties",
            "There were no immediate reports of casualties.",
            "לא היו נפגעים",
            "بدون تلفات",
            "army denies that 20 were killed",
            "Ministry denies reports of 20 deaths",
            "Минобороны опровергло сообщения о 20 погибших",
        ] {
            let told = read(text, None);
            assert_eq!((told.denied, told.harm), (true, Harm::default()), "{text}");
        }
    }

    #[test]
    fn the_dead_of_another_time_do_not_count_where_nobody_was_hurt() {
        let of = |body: &str| {
            let article = Article { body: body.into(), ..Article::default() };
            super::told(&article)
        };
        for body in [
            "A shell fell on an empty shed in the port, no injuries. In March one U.S. guard was killed in a raid at Taji.",
            "A shell fell near the gate and no injuries have been reported. Last week police raided an office, whose men had shot at a crowd and killed one in the south.",
        ] {
            assert_eq!((of(body).denied, of(body).harm), (true, Harm::default()), "{body}");
        }
        assert_eq!(
            of("No injuries at the gate. Two guards were killed at the camp.").harm.killed,
            2
        );
        assert_eq!(of("In March one guard was killed in a raid.").harm.killed, 1);
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
