//! Where a headline says that an event was, and from where it was fired. Two that say different towns
//! tell of two events, whatever words they share; a town and the region around it may be one.
//!
//! Names of places are in `gazetteer`; that two differ is asked by `focus`.

use std::sync::LazyLock;

use super::concepts;
use super::gazetteer::{self, Place};
use super::places as countries;
use super::quick::QuickMap;
use super::renewals::is_attack;
use super::words::{Kind, Word, hash, neutral};
use crate::domain::gazetteer::places;

/// Words before the place or the country from which something was fired.
#[rustfmt::skip]
const FROM: &[&str] = &["from", "depuis", "du", "desde", "из", "со", "من", "از", "z", "ze"];
/// A word between them: "from southern Lebanon", «с территории Ливана».
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "southern", "south", "northern", "north", "eastern", "western", "central", "the", "le", "la", "los", "sud", "nord", "sur", "norte", "franja",
    "территории", "сектора", "южного", "юга", "соседнего", "قطاع", "جنوب", "شمال", "اراضي", "داخل", "خاك", "نوار",
];
/// The same, written in one with the name.
const FROM_HEBREW: char = 'מ';
/// Cities that speak for their countries where they begin a headline or end it.
#[rustfmt::skip]
const SPEAKING: &[&str] = &[
    "baghdad", "damascus", "beirut", "jerusalem", "tehran", "kabul", "islamabad", "sanaa", "riyadh", "abu-dhabi", "doha", "amman",
    "cairo", "tripoli", "khartoum", "kyiv", "ankara", "london", "paris", "berlin", "brussels", "madrid", "rome", "warsaw", "minsk",
    "delhi", "taipei", "pyongyang", "belgrade", "tbilisi", "yerevan", "baku", "caracas", "bogota", "quito", "gaza",
];

/// Words behind which a headline tells of what was before: "rockets fired at Israel after raid in Jenin".
#[rustfmt::skip]
const AFTER: &[&str] = &[
    "after", "following", "amid", "before", "apres", "suite", "tras", "despues", "после", "بعد", "عقب", "پس", "אחרי", "לאחר", "בעקבות",
];
/// Directions from a place: what is "west of Tripoli" has a name of its own.
#[rustfmt::skip]
const DIRECTIONS: &[&str] = &["north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "miles", "km", "kilometers"];

/// Words between which and a city at the end of a headline it is where, not who says so.
#[rustfmt::skip]
const BEFORE_SITE: &[&str] = &[
    "in", "at", "on", "near", "of", "over", "outside", "inside", "around", "to", "toward", "towards", "across", "central", "western", "eastern", "northern", "southern",
    "a", "de", "d", "en", "sur", "dans", "pres", "cerca", "contra", "contre", "в", "на", "по", "под", "у", "около", "возле", "близ", "центре", "севере", "западе", "юге", "востоке",
    "في", "قرب", "علي", "وسط", "غرب", "شرق", "شمال", "جنوب", "در", "به", "غربي", "شرقي", "شمالي", "جنوبي",
];

/// Starts of words of who answers an event from afar: the places of such a headline are not all its own.
#[rustfmt::skip]
const ANSWERS: &[&str] = &[
    "condemn", "concerned", "urges", "warns", "slams", "vows", "mourns", "denies", "blames", "accuses", "deplores", "fears", "tensions", "tension",
    "condamn", "denonce", "inquiet", "appelle", "condena", "denuncia", "advierte", "осуди", "осужда", "призва", "предупре", "обвини",
    "تدين", "ادان", "يدين", "تندد", "يندد", "تحذر", "يحذر", "تتهم", "محكوم", "هشدار", "גינ", "מגנ", "מזהיר", "מאשים",
];

/// The name of a place as a site.
fn site(place: &str) -> u32 {
    neutral(Kind::Site, place)
}

/// Sites and sources of a headline whose places are known; sources only where a weapon flies.
pub(super) fn sites(title: &[Word<'_>], located: &[(usize, Place)], armed: bool) -> Vec<u32> {
    let told = told_of(title, located);
    let mut found: Vec<u32> = Vec::new();
    let mut here: Vec<&str> = Vec::new();
    for (at, (place, country)) in located {
        if armed && is_from(title, *at) {
            found.push(neutral(Kind::Source, country));
        } else if *at < told && !is_speaking(title, *at, place) && !is_beside(title, *at) {
            here.push(place);
        }
    }
    let widest: Vec<&str> = here.iter().flat_map(|place| gazetteer::around(place)).collect();
    here.retain(|place| !widest.contains(place));
    found.extend(here.iter().map(|place| site(place)));
    if armed {
        let from = (1..title.len()).filter(|at| is_from(title, *at));
        let countries = from.filter_map(|at| countries::country_at(title, at));
        found.extend(countries.map(|country| neutral(Kind::Source, country)));
    }
    found
}

/// How many words of a headline tell where its own event was: those before what it says was before. None
/// where that is the event and has no place of its own ("Israel shells Tyre after rocket fire").
fn told_of(title: &[Word<'_>], located: &[(usize, Place)]) -> usize {
    let answers = |word: &Word<'_>| ANSWERS.iter().any(|start| word.text.starts_with(start));
    let after = title.iter().skip(1).position(|word| AFTER.contains(&word.text));
    let Some(after) = after.map(|at| at + 1) else {
        return if title.iter().any(answers) { 0 } else { title.len() };
    };
    let mut event = title.iter().skip(after).filter(|word| {
        is_attack(word) || concepts::concept(word, None).is_some_and(concepts::is_weapon)
    });
    let elsewhere = located.iter().any(|(at, _)| *at > after);
    let of_it = event.next().is_some() && !elsewhere;
    if of_it || title.iter().any(answers) { 0 } else { after }
}

/// Whether something came from what a word names.
fn is_from(title: &[Word<'_>], at: usize) -> bool {
    is_after(title, at, FROM) || is_from_hebrew(title, at)
}

/// Whether a city speaks for its country: "Tehran condemns", "drones attack plant: Tehran".
fn is_speaking(title: &[Word<'_>], at: usize, place: &str) -> bool {
    let before = at.checked_sub(1).and_then(|at| title.get(at));
    let Some((before, word)) = before.zip(title.get(at)) else { return SPEAKING.contains(&place) };
    let sited = BEFORE_SITE.contains(&before.text) || gazetteer::bare(word.text).next().is_some();
    at + 1 == title.len() && SPEAKING.contains(&place) && !sited
}

/// Whether it was in some direction of the place that a word names.
fn is_beside(title: &[Word<'_>], at: usize) -> bool {
    let text = |back: usize| at.checked_sub(back).and_then(|at| title.get(at)).map(|w| w.text);
    text(1) == Some("of") && text(2).is_some_and(|text| DIRECTIONS.contains(&text))
}

/// Whether a word stands before another, with at most one between.
fn is_after(words: &[Word<'_>], at: usize, list: &[&str]) -> bool {
    let text = |back: usize| at.checked_sub(back).and_then(|at| words.get(at)).map(|w| w.text);
    let listed = |back: usize| text(back).is_some_and(|text| list.contains(&text));
    listed(1) || text(1).is_some_and(|text| BETWEEN.contains(&text)) && listed(2)
}

/// Whether a Hebrew name has its "from" in front of it.
fn is_from_hebrew(words: &[Word<'_>], at: usize) -> bool {
    let rest = words.get(at).and_then(|word| word.text.strip_prefix(FROM_HEBREW));
    let Some(text) = rest else { return false };
    let mut name = vec![Word { text, hash: hash(text.as_bytes()) }];
    name.extend(words.iter().skip(at + 1).take(1));
    countries::country_at(&name, 0).is_some() || !gazetteer::named(&name).is_empty()
}

/// For each site the one that it lies in.
static WITHIN: LazyLock<QuickMap<u32, u32>> = LazyLock::new(|| {
    let inner = places().filter(|(_, _, around, _)| !around.is_empty());
    inner.map(|(name, _, around, _)| (site(name), site(around))).collect()
});

/// Whether two sites may be one: the same, or one in the other.
pub(super) fn meet(one: u32, other: u32) -> bool {
    let holds = |wide: u32, site: u32| {
        std::iter::successors(Some(site), |site| WITHIN.get(site).copied()).any(|s| s == wide)
    };
    holds(one, other) || holds(other, one)
}

#[cfg(test)]
mod tests {
    use super::{meet, site, sites};
    use crate::text::fold::fold;
    use crate::triage::gazetteer::located;
    use crate::triage::words::{Kind, kind, neutral, split};

    fn of(title: &str) -> Vec<u32> {
        let folded = fold(title);
        let words = split(folded.text().trim(), 99);
        sites(&words, &located(&words), true)
    }

    #[test]
    fn a_town_is_in_its_region_and_apart_from_its_neighbour() {
        for (one, other, one_place) in [
            ("Missile hits Kiryat Shmona", "Ракета упала в Галилее", true),
            ("Missile hits Kiryat Shmona", "Missile hits Metula", false),
            ("Blast in Green Zone", "انفجار في بغداد", true),
            ("Strike on Nabatieh", "Strike near Tyre", false),
            ("Blast in Aleppo", "Blast in Homs", false),
        ] {
            let (one_sites, other_sites) = (of(one), of(other));
            let met = one_sites.iter().any(|a| other_sites.iter().any(|b| meet(*a, *b)));
            assert!(!one_sites.is_empty() && !other_sites.is_empty(), "{one} / {other}");
            assert_eq!(met, one_place, "{one} / {other}");
        }
    }

    #[test]
    fn from_where_it_was_fired_is_no_site() {
        for (title, source) in [
            ("Rockets fired from Gaza at Sderot", "PS"),
            ("Rockets fired from southern Lebanon", "LB"),
            ("רקטות נורו מלבנון", "LB"),
            ("صواريخ من قطاع غزة", "PS"),
            ("Roquettes tirées du Liban", "LB"),
            ("Ракеты с территории Сирии выпустили из Сирии", "SY"),
        ] {
            let found = of(title);
            assert!(found.contains(&neutral(Kind::Source, source)), "{title}");
            let places = found.iter().filter(|name| kind(**name) == Some(Kind::Site));
            assert!(places.into_iter().all(|name| *name == site("sderot")), "{title}");
        }
    }

    #[test]
    fn what_was_before_and_what_lies_beside_is_no_site() {
        assert_eq!(of("Rockets hit Sderot after raid in Jenin"), [site("sderot")]);
        assert_eq!(of("Missile hits Metula after rocket in Safed"), [site("metula")]);
        assert!(of("Israel shells Tyre after rocket attack").is_empty());
        assert!(of("Drone strikes smugglers west of Tripoli").is_empty());
    }

    #[test]
    fn a_capital_that_begins_a_headline_speaks() {
        assert!(of("Tehran condemns killing of general").is_empty());
        assert_eq!(of("Gunman shot dead in Tehran"), [site("tehran")]);
    }
}
