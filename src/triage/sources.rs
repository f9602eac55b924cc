//! From which country something was fired, and who struck, as a headline says: "rockets from Gaza",
//! "Israeli air strike", «ракеты хуситов», "US bombs Houthi radars". An attack and the answer to it are two
//! events, however much they share.
//!
//! Where it was is in `sites`; that two differ is asked by `focus`.

use std::sync::LazyLock;

use super::concepts;
use super::gazetteer::{self, Place};
use super::places as countries;
use super::quick::QuickSet;
use super::sites::before_others;
use super::words::{Kind, Word, hash, neutral};
use crate::domain::countries::COUNTRIES;
use crate::text::fold::fold;

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

/// Groups by their concepts, and the country from which each strikes.
#[rustfmt::skip]
const GROUPS: &[(&str, &str)] = &[("hezbollah", "LB"), ("houthis", "YE"), ("hamas", "PS"), ("taliban", "AF"), ("guards-corps", "IR")];
/// Words that are an attack, or strike, besides concepts.
#[rustfmt::skip]
const STRIKES: &[&str] = &[
    "strikes", "strike", "bombs", "shells", "pounds", "fires", "launches", "bombards", "pummels", "raids", "raid", "hits", "attacks", "targets", "bomb", "bombed", "pound", "struck", "shelled", "target",
    "frappe", "bombarde", "tire", "lance", "ataca", "bombardea", "lanza", "dispara",
    "выпустила", "выпустил", "выпустили", "запустила", "нанесла", "нанес", "ударила", "атаковала", "обстреляла", "обстреливает",
    "تطلق", "تقصف", "يقصف", "تستهدف", "يستهدف", "تضرب", "تشن", "شليك", "پرتاب", "שיגרה", "שיגר", "ערכה", "תקפה", "תקף", "תקפו", "הפציצה",
];
/// Words between who strikes and the strike.
#[rustfmt::skip]
const ARMS: &[&str] = &[
    "nord", "norte", "test",
    "air", "jets", "jet", "warplanes", "planes", "aircraft", "fighter", "forces", "army", "troops", "military", "navy", "artillery", "tank", "suspected", "glide", "cruise", "ballistic", "and", "uk", "british", "missile", "rocket", "drone",
];
/// Most of them.
const MOST_ARMS: usize = 3;
/// What belongs to who is struck where it stands behind a weapon: "Houthi missile sites".
#[rustfmt::skip]
const STORES: &[&str] = &["site", "sites", "factory", "plant", "depot", "depots", "workshop", "base", "bases", "launcher", "launchers", "unit", "stores", "storage", "positions", "radars", "boats", "production"];
/// Countries that strike; of the rest it is said too seldom.
#[rustfmt::skip]
const STRIKERS: &[&str] = &["IL", "US", "RU", "UA", "IR", "TR", "SA", "SY", "PK", "IN", "GB", "ET", "AZ", "KP", "YE", "LB"];
/// Who sells drones that others fly.
const SELLERS: &[&str] = &["IR", "TR", "US"];

static GROUP_NAMES: LazyLock<Vec<(u32, &'static str)>> = LazyLock::new(|| {
    GROUPS.iter().map(|(group, country)| (neutral(Kind::Concept, group), *country)).collect()
});

/// Countries as such, not what is of them: "Ukraine missile attack" tells where it was.
static LANDS: LazyLock<QuickSet<u64>> = LazyLock::new(|| {
    let names = COUNTRIES.iter().flat_map(|(_, names, _)| names.split('|'));
    let folded = names.map(|name| fold(name).text().trim().to_owned());
    folded
        .filter(|name| !name.contains(' ') && name.len() > 2)
        .map(|n| hash(n.as_bytes()))
        .collect()
});

/// Countries from which something was fired, where anything flies, else who struck in what a headline tells
/// of its own event.
pub(super) fn sources(title: &[Word<'_>], located: &[(usize, Place)], armed: bool) -> Vec<u32> {
    let told = before_others(title);
    let mut found: Vec<&str> = Vec::new();
    if armed {
        let there = located.iter().filter(|(at, _)| *at < told && is_from(title, *at));
        found.extend(there.map(|(_, (_, country))| *country));
        let from = (1..told).filter(|at| is_from(title, *at));
        found.extend(from.filter_map(|at| countries::country_at(title, at)));
    }
    if found.is_empty() {
        found.extend((0..told).find_map(|at| striker(title, located, at)));
    }
    found.into_iter().map(|country| neutral(Kind::Source, country)).collect()
}

/// Whether something came from what a word names.
pub(super) fn is_from(title: &[Word<'_>], at: usize) -> bool {
    is_after(title, at, FROM) || is_from_hebrew(title, at)
}

/// The country of who strikes, where a word names it so: before the strike, or behind it as a word of its kind.
fn striker(title: &[Word<'_>], located: &[(usize, Place)], at: usize) -> Option<&'static str> {
    let word = title.get(at)?;
    let said = concepts::concept(word, title.get(at + 1));
    let group = GROUP_NAMES.iter().find(|(name, _)| said == Some(*name)).map(|(_, from)| *from);
    let is_place = located.iter().any(|(place, _)| *place == at);
    let two = countries::pair_at(title, at);
    let nation = two.or_else(|| countries::country_at(title, at));
    let nation = nation.filter(|code| STRIKERS.contains(code) && !is_place);
    let country = group.or(nation)?;
    let land = group.is_none() && LANDS.contains(&word.hash);
    let end = if two.is_some() { at + 1 } else { at };
    let strikes = strikes_behind(title, end, land).is_some_and(|strike| {
        let sold = SELLERS.contains(&country) && is_drone(title, strike);
        !sold && !title.get(strike + 1).is_some_and(|next| STORES.contains(&next.text))
    });
    (strikes || !land && is_of_strike(title, at, group.is_some())).then_some(country)
}

/// Where the strike stands that follows who strikes. A country as such strikes only where a word says so.
fn strikes_behind(title: &[Word<'_>], at: usize, land: bool) -> Option<usize> {
    let is_strike = |at: &usize| {
        title.get(*at).is_some_and(|word| {
            STRIKES.contains(&word.text) || !land && is_weapon_or_attack(title, *at)
        })
    };
    let behind = at + 1..title.len().min(at + 2 + MOST_ARMS);
    let between = |at: usize| title.get(at).is_some_and(|word| ARMS.contains(&word.text));
    let mut open = true;
    behind.take_while(|at| std::mem::replace(&mut open, between(*at))).find(is_strike)
}

/// Whether a word stands behind a strike as what kind it is of: "frappe israélienne", "غارة إسرائيلية".
fn is_of_strike(title: &[Word<'_>], at: usize, group: bool) -> bool {
    let Some(letter) = title.get(at).and_then(|word| word.text.chars().next()) else {
        return false;
    };
    let is_strike = |back: usize| {
        let Some(place) = at.checked_sub(back) else { return false };
        match u32::from(letter) {
            0x590.. => is_weapon_or_attack(title, place),
            0x400.. => group && is_weapon_or_attack(title, place),
            _ => title.get(place).is_some_and(|word| BEFORE_KIND.contains(&word.text)),
        }
    };
    let kind = |back: usize| {
        let word = at.checked_sub(back).and_then(|at| title.get(at));
        word.is_some_and(|word| AIR.contains(&word.text))
    };
    is_strike(1) || kind(1) && is_strike(2)
}

/// Strikes before a word that says of whom they are.
#[rustfmt::skip]
const BEFORE_KIND: &[&str] = &[
    "frappe", "frappes", "drone", "drones", "missile", "missiles", "roquette", "roquettes", "raid", "raids", "tir", "tirs", "bombardement", "bombardements", "attaque", "attaques", "obus",
    "misil", "misiles", "dron", "cohete", "cohetes", "bombardeo", "bombardeos", "ataque", "ataques",
];
/// Words between the two.
const AIR: &[&str] = &[
    "aerienne",
    "aeriennes",
    "aereo",
    "aereos",
    "aerea",
    "aereas",
    "جويه",
    "جوي",
    "صاروخيه",
    "صاروخي",
    "balistique",
    "هوايي",
    "אווירית",
];

/// Whether the word at a place is a weapon that flies or an attack.
fn is_weapon_or_attack(title: &[Word<'_>], at: usize) -> bool {
    let said = title.get(at).and_then(|word| concepts::concept(word, title.get(at + 1)));
    said.is_some_and(concepts::is_strike)
}

fn is_drone(title: &[Word<'_>], at: usize) -> bool {
    let said = title.get(at).and_then(|word| concepts::concept(word, title.get(at + 1)));
    said == Some(*concepts::DRONE)
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

#[cfg(test)]
mod tests {
    use super::sources;
    use crate::text::fold::fold;
    use crate::triage::gazetteer::located;
    use crate::triage::words::{Kind, neutral, split};

    fn of(title: &str) -> Vec<u32> {
        let folded = fold(title);
        let words = split(folded.text().trim(), 99);
        sources(&words, &located(&words), true)
    }

    #[test]
    fn who_strikes_is_told_in_seven_languages() {
        for (title, country) in [
            ("Israeli air strike kills five in Tyre", Some("IL")),
            ("US strikes Houthi missile sites in Hodeidah", Some("US")),
            ("US and UK bomb Houthi radars", Some("US")),
            ("US bombs Houthi radars", Some("US")),
            ("Houthi missile hits tanker", Some("YE")),
            ("Israel shells Tyre", Some("IL")),
            ("Frappe israélienne à Tyr", Some("IL")),
            ("Bombardeo israelí en Tiro", Some("IL")),
            ("Drones russes sur Odessa", Some("RU")),
            ("غارة إسرائيلية على صور", Some("IL")),
            ("غارات أمريكية على مواقع للحوثيين", Some("US")),
            ("صاروخ حوثي يصيب سفينة", Some("YE")),
            ("Российский дрон ударил по дому", Some("RU")),
            ("Ракета хуситов попала в танкер", Some("YE")),
            ("תקיפה ישראלית בצור", Some("IL")),
            ("North Korea fires ballistic missile", Some("KP")),
            ("La Corée du Nord tire un missile", Some("KP")),
            ("Corea del Norte lanza dos misiles", Some("KP")),
            ("Iran test-fires ballistic missile", Some("IR")),
            ("צהל תקף בבית לאהיה", Some("IL")),
            ("צפון קוריאה שיגרה טילי שיוט", Some("KP")),
            ("Ukraine missile attack kills four", None),
            ("Drones strike Russian refinery", None),
            ("Turkish embassy attacked with rockets", None),
            ("Iranian drones hit Kyiv", None),
        ] {
            let wanted: Vec<u32> =
                country.into_iter().map(|code| neutral(Kind::Source, code)).collect();
            assert_eq!(of(title), wanted, "{title}");
        }
    }
}
