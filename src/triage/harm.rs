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
use super::entries::{self, is_entry};
use super::numerals::{self, Numeral, is_year, numerals};
use super::quick::QuickMap;
use super::settings;
use super::tolls::{TOLLS, is_counted, is_reached};
use crate::domain::{Article, Harm};

mod pretended;
mod singles;
mod together;

/// What an article tells of harm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Highest numbers.
    pub harm: Harm,
    /// It says that nobody was hurt.
    pub denied: bool,
    /// People of whom it is not said what befell them; none once all texts are read.
    pub victims: u32,
    /// Somebody died whom no number counts; not said once all texts are read.
    pub one: bool,
}

/// Words between a number and its word of harm, at most.
const NEAR: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Killed,
    Hurt,
    /// Those that are counted where nothing else is said: the dead.
    Toll,
    /// People who count as hurt where nothing else is told of anybody.
    Victims,
    /// Nobody, though a number stands there.
    Nobody,
}

/// Starts of folded words of harm; `|` ends a whole word.
#[rustfmt::skip]
const KILLED: &[&str] = &[
    "kill", "dead|", "deaths|", "died|", "die|", "dies|", "dying|", "slain|", "fatalities|", "bodies|", "martyr", "perished|",
    "tué", "tue|", "tuent|", "tuant|", "tues|", "tuee", "mort|", "morts|", "mortes|", "décès|", "décédé", "victime|", "victimes|",
    "muert", "mueren|", "muere|", "murieron|", "murió|", "fallec", "mata|", "matan|", "mató|", "mataron|", "matado|", "matando|", "matar|", "asesinad", "asesinan|", "asesina|", "asesinó|", "asesinaron|", "víctima|", "víctimas|",
    "погиб", "гибел", "убит", "убил", "жертв", "скончал",
    "قتل", "يقتل|", "تقتل|", "قتيل", "مقتل", "شهيد", "شهداء", "قتلى", "استشهد", "استشهاد", "مصرع", "کشته", "قربانی", "شهید",
    "הרוג", "נהרג", "נרצח", "הרג|", "הרגה|", "הרגו|", "zginęł", "zabit", "ofiar",
];
#[rustfmt::skip]
const HURT: &[&str] = &[
    "wound", "injur", "hurt|", "hurts|", "hurting|", "casualt", "bless", "herid", "hirió|", "hiere|", "lesionad", "ранен", "ранил", "пострада",
    "جرح", "جريح", "مصاب", "إصاب", "اصابة", "أصيب", "يصب|", "زخمی", "مجروح", "مصدوم", "تلفات", "آسیب|", "פצוע", "נפצע", "נפגע", "rann",
];
/// Words for those who were killed or hurt, of whom other words tell which.
const VICTIMS: &[&str] = &["victims|"];
/// Starts of words beside victims whose number was told before: they are mourned, named, identified.
#[rustfmt::skip]
const MOURNED: &[&str] = &["buri", "bury", "funeral", "mourn", "laid", "identif", "named|", "names|", "famil", "relativ", "tribute", "vigil", "remember", "memorial", "grie", "grave", "honour", "honor"];
/// Words around victims in which they are looked for.
const MOURNED_NEAR: usize = 6;
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
    "since", "decade", "decades", "annually", "yearly", "century", "overall", "cumulative", "ago", "genocide", "holocaust",
    "décennie", "décennies", "década", "décadas",
    "десятилетие", "десятилетия", "منذ", "מאז",
];
/// The same as two words.
#[rustfmt::skip]
const PAST_PAIRS: &[(&str, &str)] = &[
    ("this", "year"), ("last", "year"), ("past", "year"), ("previous", "year"), ("each", "year"), ("every", "year"), ("per", "year"), ("a", "year"),
    ("cette", "année"), ("année", "dernière"), ("este", "año"), ("año", "pasado"), ("этом", "году"), ("прошлом", "году"), ("начала", "года"), ("начала", "войны"),
    ("هذا", "العام"), ("العام", "الماضي"), ("the", "war"), ("world", "war"), ("la", "guerre"), ("la", "guerra"), ("le", "début"), ("depuis", "que"), ("depuis", "octobre"), ("el", "inicio"), ("el", "comienzo"), ("desde", "hace"), ("desde", "que"), ("desde", "entonces"), ("desde", "octubre"), ("years", "of"), ("years", "on"), ("years", "after"),
];
/// Words before and behind a word of harm in which these are looked for.
const PAST_NEAR: (usize, usize) = (6, 7);

/// Reads what an article tells of harm from its title and the start of its text.
pub(super) fn told(article: &Article) -> Told {
    let year = article.published.map(|at| jiff::tz::Offset::UTC.to_datetime(at).year());
    let mut buffer = String::new();
    let title = Clauses::of(&mut buffer, &article.title);
    if settings::is_of_past_day(&title.words) {
        return Told::default();
    }
    let texts = [&article.title, &article.summary, &article.body];
    let [title, summary] = [heard_in(&title, year), heard(&article.summary, year)];
    let mut all = summed([title, summary, heard(&article.body, year)]);
    // In a summary, where the sentence is of the day.
    let in_summary = || heard(&elsewhen::left_out(&article.summary), year).one;
    let one = title.one || summary.one && in_summary();
    if all.denied && all.harm != Harm::default() {
        // Nobody was hurt here: the dead of "last week" are another event's.
        all.harm = summed(texts.map(|text| heard(&elsewhen::left_out(text), year))).harm;
    }
    all.harm.killed = all.harm.killed.max(u32::from(one));
    if all.harm == Harm::default() {
        all.harm.hurt = all.victims;
    }
    (all.victims, all.one) = (0, false);
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
        victims: all.victims.max(one.victims),
        denied: all.denied || one.denied,
        one: false,
    })
}

/// The dead and hurt that a headline tells of, or nobody.
pub(super) fn of_headline(title: &str) -> Harm {
    let mut buffer = String::new();
    let title = Clauses::of(&mut buffer, title);
    // The harm of the past is remembered on such a day.
    let past = settings::is_of_past_day(&title.words);
    if past { Harm::default() } else { heard_in(&title, None).harm }
}

/// Whether a headline says that nobody was hurt, and tells of nobody who was.
pub(super) fn is_of_nobody(title: &str) -> bool {
    let told = heard(title, None);
    told.denied && told.harm == Harm::default()
}

/// A number near a word of harm: how far, where the word stands, which number.
type Pair = (usize, usize, usize, Kind);

/// Reads one text; what it denies counts only where nobody else was hurt.
#[cfg(test)]
fn read(text: &str, year: Option<i16>) -> Told {
    let told = summed([heard(text, year), Told::default(), Told::default()]);
    Told { denied: told.denied && told.harm == Harm::default(), ..told }
}

/// Reads one text, published in a year: every number goes to the word of harm that is closest,
/// each used once. It may deny beside a number.
fn heard(text: &str, year: Option<i16>) -> Told {
    let mut buffer = String::new();
    heard_in(&Clauses::of(&mut buffer, text), year)
}

fn heard_in(text: &Clauses<'_>, year: Option<i16>) -> Told {
    let mut told =
        Told { denied: text.words.iter().any(|w| UNHURT.contains(w)), ..Told::default() };
    let harms: Vec<(usize, Kind)> =
        (0..text.words.len()).filter_map(|at| Some((at, kind(text, at)?))).collect();
    if harms.is_empty() {
        return told;
    }
    let numbers = numerals(text);
    let (mut pairs, mut used, mut deaths) = (Vec::<Pair>::new(), HashSet::new(), Vec::new());
    let mut last = None;
    let moved: Vec<usize> = (0..numbers.len())
        .filter(|i| numbers.get(*i).is_some_and(|n| is_reached(text, n)))
        .collect();
    let counts = |at: usize| !moved.is_empty() && is_counted(text, at);
    let counted = harms.iter().any(|(at, kind)| *kind != Kind::Toll && counts(*at));
    let reached = |at: usize, kind: Kind| {
        let here = |i: &usize| numbers.get(*i).is_some_and(|n| text.same(at, n.start));
        moved.iter().copied().filter(here).map(move |i| (0, at, i, kind)).collect::<Vec<Pair>>()
    };
    for (place, (at, kind)) in harms.iter().copied().enumerate() {
        if kind == Kind::Toll {
            if !counted && !is_past(&text.words, at, year) {
                pairs.extend(reached(at, kind));
            }
            continue;
        }
        let said = denials::said(text, at, last, &numbers);
        last = Some((at, said == Said::None));
        told.denied |= said != Said::Plain;
        if let Said::Denied { from } = said {
            let claimed = |n: &Numeral| from < n.start && n.start < at;
            used.extend(numbers.iter().filter(|n| claimed(n)).map(|n| n.start));
        }
        if said == Said::Plain && !is_past(&text.words, at, year) {
            let next = harms.get(place + 1).copied();
            let kind = if is_both(text, (at, kind), next, &numbers) { Kind::Hurt } else { kind };
            let kind = if is_of_nobody_new(text, at, kind) { Kind::Nobody } else { kind };
            if kind == Kind::Killed {
                deaths.push(at);
            }
            let own = |n: &Numeral| kind != Kind::Killed || singles::may_count(text, at, n.start);
            let near = numbers.iter().enumerate().filter(|(_, n)| own(n) && !is_by(text, n, at));
            let near = near.map(|(i, number)| (far(text, number, at), i));
            let near = near.filter(|(far, i)| *far <= NEAR + 1 && !is_age(text, &numbers, *i));
            let apart = |i: usize| numbers.get(i).is_some_and(|n| !text.same(n.start, at));
            pairs.extend(near.map(|(far, i)| (far + usize::from(apart(i)), at, i, kind)));
            if counts(at) {
                pairs.extend(reached(at, kind));
            }
        }
    }
    let together = deaths.iter().filter_map(|at| Some((*at, together::sum(text, *at, &numbers)?)));
    let together: Vec<(usize, (u32, HashSet<usize>))> = together.collect();
    for (at, (_, among)) in &together {
        used.extend(among);
        pairs.retain(|(_, harm, ..)| harm != at);
    }
    let served;
    (told.harm, told.victims, served) = shared_out(pairs, &numbers, used);
    for (at, (sum, _)) in together {
        told.harm.killed = told.harm.killed.max(sum);
        deaths.retain(|death| *death != at);
    }
    let nth = deaths.iter().filter_map(|at| singles::nth(text, *at)).max();
    told.harm.killed = told.harm.killed.max(nth.unwrap_or_default());
    told.one = deaths.iter().any(|at| !served.contains(at) && singles::is_one(text, *at));
    told
}

/// Words before a number of those who killed ("killed by two gunmen").
const BY: &[&str] = &["by", "par", "por", "توسط"];
const BY_PAIRS: &[(&str, &str)] =
    &[("על", "ידי"), ("על", "יד"), ("على", "يد"), ("على", "أيدي"), ("به", "دست")];

/// Whether a number behind a word of harm counts those who did it.
fn is_by(text: &Clauses<'_>, number: &Numeral, at: usize) -> bool {
    let [two, one] = [2, 1].map(|back| {
        let place = number.start.checked_sub(back).filter(|p| text.same(*p, number.start));
        place.map(|place| text.word(place)).unwrap_or_default()
    });
    number.start > at && (BY.contains(&one) || BY_PAIRS.contains(&(two, one)))
}

/// Words from a number to a word of harm; an "and" that is written in front of it is one.
fn far(text: &Clauses<'_>, number: &Numeral, at: usize) -> usize {
    let and = number.start > at && text.word(number.start).starts_with(['و', 'ו']);
    number.far(at) + usize::from(and)
}

/// Whether harm is told of that only might have been, or of victims who were told of before.
fn is_of_nobody_new(text: &Clauses<'_>, at: usize, kind: Kind) -> bool {
    if kind == Kind::Victims {
        let near = at.saturating_sub(MOURNED_NEAR)..=at + MOURNED_NEAR;
        return near.into_iter().any(|place| {
            let word = text.word(place);
            text.same(place, at) && entries::any(word, MOURNED)
        });
    }
    pretended::is_played(text, at) || pretended::is_unreal(text, at)
}

/// Whether a number is of the dead and the hurt together: "14 killed and wounded".
fn is_both(
    text: &Clauses<'_>,
    (at, kind): (usize, Kind),
    next: Option<(usize, Kind)>,
    numbers: &[Numeral],
) -> bool {
    let Some((other, Kind::Hurt)) = next.filter(|_| kind == Kind::Killed) else { return false };
    let joined = match other - at {
        1 => text.word(other).starts_with(['و', 'ו']),
        2 => denials::joins(text.word(at + 1)),
        _ => false,
    };
    let counted = |number: &Numeral| number.end == at && text.same(number.start, at);
    let own = |number: &Numeral| number.start == other + 1 && text.same(number.start, other);
    joined && text.same(at, other) && numbers.iter().any(counted) && !numbers.iter().any(own)
}

/// Whether a number that stands alone behind a comma is the age of who is named before it.
fn is_age(text: &Clauses<'_>, numbers: &[Numeral], number: usize) -> bool {
    let alone = |n: &Numeral| n.end == n.start + 1 && numerals::is_age(text, n.start);
    let Some(number) = numbers.get(number).filter(|number| alone(number)) else { return false };
    number.start.checked_sub(1).is_some_and(|before| kind(text, before).is_none())
}

/// The highest numbers, each given to the closest word of harm that has none yet; and these words.
fn shared_out(
    mut pairs: Vec<Pair>,
    numbers: &[Numeral],
    mut used: HashSet<usize>,
) -> (Harm, u32, HashSet<usize>) {
    let (mut harm, mut victims) = (Harm::default(), 0);
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
            Kind::Killed | Kind::Toll => &mut harm.killed,
            Kind::Hurt => &mut harm.hurt,
            Kind::Victims => &mut victims,
            Kind::Nobody => continue,
        };
        if number.people {
            *most = (*most).max(number.value);
        }
    }
    (harm, victims, served)
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
        || settings::is_remembered(words, at)
        || near.windows(2).any(|pair| PAST_PAIRS.iter().any(|(a, b)| pair == [*a, *b]))
}

/// Starts of words of harm by their first two bytes, those of the dead first.
static STARTS: LazyLock<QuickMap<u32, Vec<(&'static str, Kind)>>> = LazyLock::new(|| {
    let mut starts: QuickMap<u32, Vec<(&'static str, Kind)>> = QuickMap::default();
    let victims = (VICTIMS, Kind::Victims);
    for (list, kind) in [(KILLED, Kind::Killed), (HURT, Kind::Hurt), victims, (TOLLS, Kind::Toll)] {
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
    own.filter(|kind| *kind != Kind::Toll).or_else(|| {
        let with = KILLED_WITH.iter().find(|(own, _)| *own == word);
        let mut near = at.saturating_sub(WITH_NEAR)..=at + WITH_NEAR;
        let dead = with.is_some_and(|(_, with)| near.any(|b| with.contains(&text.word(b))));
        if dead { Some(Kind::Killed) } else { own }
    })
}

/// Whether a word is one of harm by itself.
pub(super) fn is_harm(word: &str) -> bool {
    let forms = std::iter::once(word).chain(stripped(word));
    forms.into_iter().any(|form| started(form).is_some_and(|kind| kind != Kind::Toll))
}

fn started(word: &str) -> Option<Kind> {
    let entries = STARTS.get(&opening(word))?;
    entries.iter().find(|(entry, _)| is_entry(entry, word)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests;
