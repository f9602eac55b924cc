//! Where a headline says that an event was. Two that say different towns tell of two events, whatever words
//! they share; a town and what lies around it may be one: its region, or a country that is hit in many places.
//!
//! Names of places are in `gazetteer`, from where it was fired in `sources`; that two differ is asked by `focus`.

use std::sync::LazyLock;

use super::concepts;
use super::gazetteer::{self, Place};
use super::places as countries;
use super::quick::{QuickMap, QuickSet};
use super::renewals::is_attack;
use super::sources::is_from;
use super::words::{Kind, Word, hashes, neutral};
use crate::domain::gazetteer::places;

/// Cities that speak for their countries where they begin a headline or end it.
#[rustfmt::skip]
const SPEAKING: &[&str] = &[
    "baghdad", "damascus", "beirut", "jerusalem", "tehran", "kabul", "islamabad", "sanaa", "riyadh", "abu-dhabi", "doha", "amman",
    "cairo", "tripoli", "khartoum", "kyiv", "ankara", "london", "paris", "berlin", "brussels", "madrid", "rome", "warsaw", "minsk",
    "delhi", "taipei", "pyongyang", "moscow", "seoul", "tokyo", "belgrade", "tbilisi", "yerevan", "baku", "caracas", "bogota", "quito", "gaza",
];

/// Words behind which a headline tells of what was before: "rockets fired at Israel after raid in Jenin".
#[rustfmt::skip]
const AFTER: &[&str] = &[
    "after", "following", "follow", "follows", "like", "similar", "amid", "before", "prompting", "sparking", "triggering", "apres", "provoquant", "provocando", "вызвав", "suite", "tras", "despues", "после", "بعد", "عقب", "پس", "אחרי", "לאחר", "בעקבות",
];
/// Words behind which it tells of what it answers: its own event is before them.
#[rustfmt::skip]
const IN_ANSWER: &[&str] = &[
    "response", "retaliation", "reponse", "riposte", "respuesta", "represalia", "represalias", "ответ", "ردا", "پاسخ", "בתגובה",
];
/// Directions from a place: what is "west of Tripoli" has a name of its own.
#[rustfmt::skip]
const DIRECTIONS: &[&str] = &[
    "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "miles", "km", "kilometers",
    "nord", "sud", "est", "ouest", "norte", "sur", "este", "oeste", "северу", "югу", "востоку", "западу", "севернее", "южнее", "восточнее", "западнее", "километрах",
    "جنوب", "شمال", "شرق", "غرب", "جنوبي", "شمالي", "شرقي", "غربي", "מדרום", "מצפון", "ממזרח", "ממערב",
];
/// Words between such a word and the place.
const OF: &[&str] = &["of", "de", "d", "от"];
/// From here on letters are of scripts that need no such word.
const WITHOUT_OF: char = '\u{590}';

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
    "condemn", "concerned", "urges", "warns", "slams", "vows", "mourns", "denies", "blames", "accuses", "deplores", "fears", "tensions", "tension", "edge",
    "condamn", "denonce", "inquiet", "appelle", "condena", "denuncia", "advierte", "осуди", "осужда", "призва", "предупре", "обвини",
    "تدين", "ادان", "يدين", "تندد", "يندد", "تحذر", "يحذر", "تتهم", "محكوم", "هشدار", "גינ", "מגנ", "מזהיר", "מאשים",
];

/// The name of a place as a site.
fn site(place: &str) -> u32 {
    neutral(Kind::Site, place)
}

/// Words for what comes down in many places of a country.
#[rustfmt::skip]
const WIDE: &[&str] = &[
    "barrage", "wave", "waves", "massive", "mass", "nationwide", "across", "cities", "regions", "pounds",
    "vague", "massif", "massifs", "massives", "villes", "oleada", "masivo", "masivos", "masiva", "ciudades",
    "массированныи", "массированная", "массированного", "массированную", "массовыи", "массовая", "волна", "города", "городам", "областеи", "регионах", "всеи",
    "واسع", "واسعه", "مدن", "مكثف", "مكثفه", "گسترده", "شهرهاي", "נרחב", "נרחבת", "מסיבי", "מסיבית", "ברחבי",
];

/// Words before a country that is hit.
#[rustfmt::skip]
const OVER: &[&str] = &[
    "in", "at", "on", "over", "across", "against", "en", "sur", "dans", "contra", "contre", "в", "во", "на", "по", "в", "في", "علي", "در", "به", "עבר", "על",
];
/// The word behind it.
const UNDER: &str = "under";

static IS_OVER: LazyLock<QuickSet<u64>> = LazyLock::new(|| hashes(OVER).collect());
/// Words behind which it is told what was before.
static IS_AFTER: LazyLock<QuickSet<u64>> =
    LazyLock::new(|| hashes(AFTER).chain(hashes(IN_ANSWER)).collect());

/// Sites of a headline whose places are known; what something was fired from is none.
pub(super) fn sites(title: &[Word<'_>], located: &[(usize, Place)], armed: bool) -> Vec<u32> {
    let told = if located.is_empty() { 0 } else { told_of(title, located) };
    let mut here: Vec<Place> = Vec::new();
    for (at, (place, country)) in located {
        let from = armed && is_from(title, *at);
        if !from && *at < told && !is_speaking(title, *at, place) && !is_beside(title, *at) {
            here.push((place, country));
        }
    }
    let widest: Vec<&str> = here.iter().flat_map(|(place, _)| gazetteer::around(place)).collect();
    here.retain(|(place, _)| !widest.contains(place));
    let mut found: Vec<u32> = here.iter().map(|(place, _)| site(place)).collect();
    found.extend(all_over(title, located, &here).map(site));
    found
}

/// Countries that are hit in many places: several are named, or it is said of the country.
fn all_over<'a>(
    title: &'a [Word<'_>],
    located: &'a [(usize, Place)],
    here: &'a [Place],
) -> impl Iterator<Item = &'static str> {
    let several = here.iter().enumerate().filter(|(at, (place, country))| {
        here.iter().take(*at).any(|(other, there)| there == country && other != place)
    });
    let several = several.map(|(_, (_, country))| *country);
    let is_wide = || title.iter().any(|word| WIDE.contains(&word.text));
    let named =
        |at: usize| located.iter().any(|(there, _)| (at.saturating_sub(2)..at + 2).contains(there));
    let text = move |at: usize| title.get(at).map_or("", |word| word.text);
    let hit = move |at: usize| {
        let over = at.checked_sub(1).and_then(|before| title.get(before));
        over.is_some_and(|word| IS_OVER.contains(&word.hash))
            || text(at + 1) == UNDER && !is_from(title, at)
    };
    let whole = (0..title.len()).filter(move |at| hit(*at) && !named(*at));
    let whole = whole.filter_map(|at| countries::country_at(title, at));
    several.chain(whole.filter(move |_| is_wide()))
}

/// How many words of a headline tell where its own event was: those before what it says was before. None
/// where that is the event and has no place of its own ("Israel shells Tyre after rocket fire").
fn told_of(title: &[Word<'_>], located: &[(usize, Place)]) -> usize {
    let answers = |word: &Word<'_>| ANSWERS.iter().any(|start| word.text.starts_with(start));
    let after = before_others(title);
    if after == title.len() {
        return if title.iter().any(answers) { 0 } else { after };
    }
    let mut event = title.iter().skip(after).filter(|word| {
        is_attack(word) || concepts::concept(word, None).is_some_and(concepts::is_weapon)
    });
    let elsewhere = located.iter().any(|(at, _)| *at > after);
    let answers_it = title.get(after).is_some_and(|word| IN_ANSWER.contains(&word.text));
    let of_it = !answers_it && event.next().is_some() && !elsewhere;
    if of_it || title.iter().any(answers) { 0 } else { after }
}

/// How many words of a headline stand before what it says was before.
pub(super) fn before_others(title: &[Word<'_>]) -> usize {
    let after = title.iter().skip(1).position(|word| IS_AFTER.contains(&word.hash));
    after.map_or(title.len(), |at| at + 1)
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
    let text =
        |back: usize| at.checked_sub(back).and_then(|at| title.get(at)).map_or("", |w| w.text);
    let directed = |back: usize| DIRECTIONS.contains(&text(back));
    let bare = text(1).starts_with(|letter| letter >= WITHOUT_OF || ('а'..='я').contains(&letter));
    OF.contains(&text(1)) && directed(2) || bare && directed(1)
}

/// For each site the one that it lies in, in the end its country.
static WITHIN: LazyLock<QuickMap<u32, u32>> = LazyLock::new(|| {
    let outer = |around: &'static str, country: &'static str| {
        if around.is_empty() { country } else { around }
    };
    places().map(|(name, country, around, _)| (site(name), site(outer(around, country)))).collect()
});

/// Whether a site is a country, hit all over.
pub(super) fn is_country(site: u32) -> bool {
    COUNTRY_SITES.contains(&site)
}

/// The sites that are countries.
static COUNTRY_SITES: LazyLock<QuickSet<u32>> =
    LazyLock::new(|| places().map(|(_, country, ..)| site(country)).collect());

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
    use crate::triage::words::split;

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
        assert_eq!(of("Rockets fired from Gaza at Sderot"), [site("sderot")]);
        assert!(of("Rockets fired from southern Lebanon").is_empty());
    }

    #[test]
    fn a_country_that_is_hit_all_over_holds_its_towns() {
        for title in [
            "Russia launches wave of missiles at Ukraine",
            "Blasts in Kyiv and Lviv",
            "Массированный удар по Украине",
            "Rusia lanza una oleada de misiles contra Ucrania",
        ] {
            let odesa = of("Missile hits Odesa");
            let wide = of(title);
            assert!(odesa.iter().any(|a| wide.iter().any(|b| meet(*a, *b))), "{title}");
        }
        assert!(of("Missile fired at Ukraine").is_empty());
    }

    #[test]
    fn what_was_before_and_what_lies_beside_is_no_site() {
        assert_eq!(of("Rockets hit Sderot after raid in Jenin"), [site("sderot")]);
        assert_eq!(of("Missile hits Metula after rocket in Safed"), [site("metula")]);
        assert!(of("Israel shells Tyre after rocket attack").is_empty());
        assert!(of("Drone strikes smugglers west of Tripoli").is_empty());
        assert!(of("כטבם פגע בבסיס מדרום לחיפה").is_empty());
        assert!(of("Ракета упала к югу от Хайфы").is_empty());
    }

    #[test]
    fn what_an_attack_answers_is_no_site_and_its_own_is() {
        for title in [
            "Israel strikes Metula in response to rocket at Safed",
            "Israël frappe Metula en réponse à un tir sur Safed",
            "צהל תקף במטולה בתגובה לירי לצפת",
        ] {
            assert_eq!(of(title), [site("metula")], "{title}");
        }
    }

    #[test]
    fn a_capital_that_begins_a_headline_speaks() {
        assert!(of("Tehran condemns killing of general").is_empty());
        assert_eq!(of("Gunman shot dead in Tehran"), [site("tehran")]);
    }
}
