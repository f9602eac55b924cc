//! Denials by those whom an attack would have hit: a mission, the ministry whose mission it is, those who
//! answer for an airport. "Embassy denies it was hit", "China says no explosion at its embassy",
//! «МИД опроверг удар по посольству». Who is accused of an attack denies no event; see `denied_what`.

use std::ops::Range;

use super::clauses::{Clauses, stripped};
use super::denials::{DENIES_LAST, denies, own_part};
use super::denied_events::is_attack;
use super::denied_what::{clause, is_about, is_authority, is_report, named};
use super::entries;
use super::harm::is_harm;

/// Starts of words for a mission abroad.
#[rustfmt::skip]
const MISSIONS: &[&str] = &[
    "embass", "consulate", "ambassade", "lambassade", "dambassade", "consulat", "embajada", "consulado", "legación", "посольств", "консульств", "генконсульств", "سفارة|", "سفارت", "قنصلي", "کنسولگری", "שגרירות", "קונסולי",
];
/// The same with "its" in one word.
#[rustfmt::skip]
const OWN_MISSIONS: &[&str] = &["سفارتها|", "سفارتنا|", "سفارته|", "قنصليتها|", "قنصليته|", "سفارتش|", "שגרירותה|", "שגרירותו|", "קונסולייתה|"];
/// Words before a mission that is the denier's own, and behind it.
#[rustfmt::skip]
const OWN: &[&str] = &["its", "their", "our", "his", "son", "sa", "ses", "notre", "su", "sus", "своё", "свое", "своему", "своего", "своих", "своем", "своём"];
const OWN_BEHIND: &[&str] = &["خود", "این", "שלה", "שלו", "שלהם"];
/// Words before a mission in which these stand.
const OWN_WITHIN: usize = 2;
/// Words for who speaks for missions abroad, in what stands before a denial.
const FOREIGN: &[&str] =
    &["foreign", "étrangères", "exteriores", "cancillería", "мид", "خارجية", "خارجه", "חוץ"];
/// Starts of words for other places that are said to have been hit.
#[rustfmt::skip]
const SITES: &[&str] = &["airport|", "base|", "mission|", "compound|", "refinery|", "plant|", "headquarters|", "hospital|", "port|", "aéroport", "laéroport", "aeropuerto|"];
/// Words that say that something was done to what stands before them.
#[rustfmt::skip]
const BE: &[&str] = &["was", "were", "been", "is", "came", "été", "sido"];
/// Starts of words for a hit, behind these.
#[rustfmt::skip]
const HIT: &[&str] = &["hit|", "struck|", "attacked|", "targeted|", "shelled|", "bombed|", "under|", "touché", "visé", "frappé", "attaqué", "ciblé", "alcanzad", "atacad", "impactad", "golpead"];
const HIT_WITHIN: usize = 2;
/// Words with which something is told, and those that say none behind them.
#[rustfmt::skip]
const SAYS: &[&str] = &["says", "say", "said", "insists", "confirms", "affirme", "affirment", "assure", "dit", "dice", "dicen", "asegura", "afirma"];
const NONE: &[&str] =
    &["no", "quaucun", "quaucune", "aucun", "aucune", "ningún", "ningun", "ninguna"];
const THAT: &[&str] = &["that", "que", "there", "was", "were", "hubo"];
const MOST_THAT: usize = 3;
/// Words right behind the attack that there was none of.
#[rustfmt::skip]
const WHERE: &[&str] = &["on", "at", "near", "against", "inside", "hit", "struck", "reached", "landed", "fell", "took", "happened", "occurred", "contre", "sur", "à", "na", "contra", "en", "alcanzó", "по", "на", "в", "возле", "около", "рядом", "у"];
/// Words behind which it is something about an attack that there was none of.
#[rustfmt::skip]
const OF_OTHER: &[&str] = &["intercepted", "downed", "fired", "launched", "found", "will", "would", "can", "yet", "since", "stop", "unanswered", "planned", "warning", "claim", "claims", "used"];
/// Words of a headline before "says no", and between a denial and who was hit, at most.
const SAYER: usize = 7;
const SUBJECT: usize = 7;

/// Every word without which no hit is denied.
pub(super) fn denying() -> impl Iterator<Item = String> {
    super::denials::denying().chain(NONE.iter().chain(&["не"]).map(|word| (*word).to_owned()))
}

/// Whether a headline that tells of nobody hurt says that there was no hit, for those who would have been.
pub(super) fn is_denied(text: &Clauses<'_>) -> bool {
    (0..text.words.len()).any(|at| {
        let (word, own) = (text.word(at), clause(text, at));
        if DENIES_LAST.contains(&word) && at != own.start {
            return is_own_hit(text, own.start..at, own.start..at);
        }
        denies(word)
            && (is_own_hit(text, own.start..at, at + 1..own.end)
                || was_not_hit(text, at, &own)
                || at + 1 == own.end && is_none_told(text, at + 1))
            || is_none_said(text, at, &own)
            || word == "не" && is_none_behind(text, at, &own)
    })
}

fn starts(word: &str, list: &[&str]) -> bool {
    let mut forms = std::iter::once(word).chain(stripped(word));
    forms.any(|form| entries::any(form, list))
}

/// Whether a word is for a mission abroad.
pub(super) fn is_mission(word: &str) -> bool {
    starts(word, MISSIONS) || starts(word, OWN_MISSIONS)
}

/// Where the denier's own mission stands.
fn own_mission(text: &Clauses<'_>, mut places: Range<usize>) -> Option<usize> {
    places.find(|place| {
        let word = text.word(*place);
        let mut before = place.saturating_sub(OWN_WITHIN)..*place;
        let own = before.any(|p| text.same(p, *place) && OWN.contains(&text.word(p)));
        let behind = OWN_BEHIND.contains(&text.follower(place + 1));
        starts(word, OWN_MISSIONS) || is_mission(word) && (own || behind)
    })
}

/// Whether an attack is denied by those whose mission it would have hit.
fn is_own_hit(text: &Clauses<'_>, denier: Range<usize>, about: Range<usize>) -> bool {
    let last = denier == about;
    let event = |place: usize| is_attack(text.word(place)) || is_report(text.word(place));
    let opens = |place: &usize| THAT.contains(&text.word(*place)) || is_open(text.word(*place));
    let told = if last {
        about.clone().find(|place| is_attack(text.word(*place)))
    } else {
        about.clone().find(|place| !opens(place)).filter(|place| event(*place))
    };
    let Some(event) = told.filter(|place| (*place..about.end).any(|p| is_attack(text.word(p))))
    else {
        return false;
    };
    let Some(mission) = (event..about.end).find(|place| is_mission(text.word(*place))) else {
        return denier.clone().any(|place| is_mission(text.word(place)))
            && !last
            && !is_about(text, about);
    };
    let own = own_mission(text, event..about.end);
    let before = if last { denier.start..event } else { denier };
    let speaks = before.clone().any(|place| {
        let forms = std::iter::once(text.word(place)).chain(stripped(text.word(place)));
        forms.into_iter().any(|form| FOREIGN.contains(&form)) || is_mission(text.word(place))
    });
    let mark = own.map_or(mission, |place| place.saturating_sub(OWN_WITHIN).max(event));
    let behind = own.map_or(mission, |place| place + 2).min(about.end);
    (own.is_some() || speaks && !is_of_another(text, mission, before))
        && !is_about(text, event..mark)
        && !is_about(text, behind..about.end)
}

fn is_open(word: &str) -> bool {
    matches!(
        word,
        "any"
            | "a"
            | "an"
            | "the"
            | "toute"
            | "tout"
            | "une"
            | "un"
            | "la"
            | "el"
            | "los"
            | "أي"
            | "כי"
    )
}

/// Whether the mission at a place is of another country than who speaks.
fn is_of_another(text: &Clauses<'_>, mission: usize, speaker: Range<usize>) -> bool {
    let names = |places: Range<usize>| {
        let words = places.filter(|place| text.same(*place, mission)).map(|p| text.word(p));
        named(&words.collect::<Vec<_>>().join(" "))
    };
    let own = names(speaker);
    let there = WHERE.contains(&text.follower(mission + 1))
        || matches!(text.follower(mission + 1), "in" | "a" | "في" | "در");
    let behind = if there { mission..mission } else { mission + 1..mission + 3 };
    let before = mission.saturating_sub(OWN_WITHIN)..mission;
    names(before).iter().chain(&names(behind)).any(|country| !own.contains(country))
}

/// Whether it is denied that a mission or another place was hit.
fn was_not_hit(text: &Clauses<'_>, at: usize, own: &Range<usize>) -> bool {
    let near = at + 1..own.end.min(at + 1 + SUBJECT);
    let Some(be) = near.into_iter().find(|place| BE.contains(&text.word(*place))) else {
        return false;
    };
    let hit = (be + 1..=be + HIT_WITHIN).find(|place| starts(text.follower(*place), HIT));
    let Some(hit) = hit else { return false };
    let is_site = |place: usize| is_mission(text.word(place)) || starts(text.word(place), SITES);
    let itself = matches!(text.word(at + 1), "avoir" | "haber") || text.word(be - 1) == "it";
    let subject = if itself { own.start..at } else { at + 1..be };
    let by = text.follower(hit + 1) == "by";
    let armed = (hit + 2..=hit + 3).any(|place| is_attack(text.follower(place)));
    subject.into_iter().any(is_site)
        && !own_part(text, at + 1, own.end)
        && !is_about(text, hit + 1..own.end)
        && (!by || armed)
}

/// Whether what stands behind "Hague denies:" says that something was not.
fn is_none_told(text: &Clauses<'_>, at: usize) -> bool {
    let told = clause(text, at);
    let any = |is: fn(&str) -> bool| told.clone().any(|place| is(text.word(place)));
    any(|word| NEGATES.contains(&word))
        && (any(is_mission) || any(is_attack))
        && !is_about(text, told.clone())
}

/// Words that say that something is not.
const NEGATES: &[&str] = &[
    "not", "no", "pas", "aucun", "aucune", "ningún", "ninguna", "не", "لم", "لا", "ليس", "لن", "לא",
    "نشد", "نشده", "نبود",
];

/// Whether somebody says that there was no attack: "China says no explosion at its embassy".
fn is_none_said(text: &Clauses<'_>, at: usize, own: &Range<usize>) -> bool {
    if !NONE.contains(&text.word(at)) || at - own.start > SAYER {
        return false;
    }
    let mut back = (own.start.max(at.saturating_sub(MOST_THAT))..at).rev();
    let says = back.find(|place| !THAT.contains(&text.word(*place)));
    let Some(says) = says.filter(|place| SAYS.contains(&text.word(*place))) else { return false };
    let run = (at + 1..own.end).take_while(|place| is_attack(text.word(*place))).count();
    let end = at + 1 + run;
    let placed = end == own.end || WHERE.contains(&text.word(end));
    let other = |place: usize| {
        let word = text.word(place);
        is_attack(word) || is_harm(word) || OF_OTHER.contains(&word)
    };
    let sayer = own.start..says;
    let words = |places: Range<usize>| text.words.get(places).unwrap_or_default().join(" ");
    let (who, there) = (named(&words(sayer.clone())), named(&words(end..own.end)));
    let answers = sayer.clone().any(|place| is_authority(text.word(place)));
    let home = if who.is_empty() { answers } else { who.iter().any(|c| there.contains(c)) };
    run > 0
        && placed
        && !(end..own.end).any(other)
        && (home || own_mission(text, end..own.end).is_some())
}

/// Whether a clause opens with an attack, and says that it was not: «удара по посольству не было».
fn is_none_behind(text: &Clauses<'_>, at: usize, own: &Range<usize>) -> bool {
    let run = (own.start..at).take_while(|place| is_attack(text.word(*place))).count();
    matches!(text.follower(at + 1), "было" | "был" | "была" | "были")
        && run > 0
        && (own.start + run == at || WHERE.contains(&text.word(own.start + run)))
        && !(own.start..at).any(|place| is_harm(text.word(place)))
}

#[cfg(test)]
mod tests;
