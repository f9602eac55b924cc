//! Dead and hurt who are none: who might have been, whom actors play in a drill, and whom a drill only counts ("two simulated
//! dead", «условно погибли пять человек»).

use super::super::clauses::Clauses;

/// Words behind which harm is told that might have been ("could have killed 200").
#[rustfmt::skip]
const UNREAL: &[&str] = &["could", "might", "would", "couldve", "wouldve", "бы", "كاد", "كادت"];
/// The same as two words.
#[rustfmt::skip]
const UNREAL_PAIRS: &[(&str, &str)] = &[
    ("aurait", "pu"), ("auraient", "pu"), ("podría", "haber"), ("podrían", "haber"), ("pudo", "haber"), ("pudieron", "haber"), ("كان", "يمكن"), ("كان", "يمكنه"), ("كان", "ممكنا"),
    ("היה", "יכול"), ("היו", "יכולים"), ("היה", "עלול"), ("היו", "עלולים"), ("می", "توانست"), ("می", "توانستند"),
];
/// Words that may stand between them and the word of harm.
#[rustfmt::skip]
const UNREAL_FILLERS: &[&str] = &["have", "be", "been", "easily", "also", "well", "even", "être", "facilement", "tuer", "sido", "أن", "que"];
const MOST_UNREAL_FILLERS: usize = 4;

/// Words right beside a word of harm that is only told for practice.
#[rustfmt::skip]
const PRETENDED: &[&str] = &[
    "simulated", "mock", "notional", "pretend", "fictional", "fictitious", "simulé", "simulés", "simulée", "simulées", "fictif", "fictifs", "simulado", "simulados", "ficticio", "ficticios", "условно", "условных", "условные", "условный", "فرضی", "فرضية", "افتراضي", "افتراضيين", "وهميين", "מדומה", "מדומים",
];
/// Words with which somebody plays the dead, and words between them and the word of harm.
#[rustfmt::skip]
const PLAY: &[&str] = &["play", "plays", "played", "playing", "acted", "acting", "jouaient", "jouant", "interpretaban"];
#[rustfmt::skip]
const PLAYED: &[&str] = &["the", "dead", "and", "wounded", "injured", "hurt", "killed", "victims", "casualties", "role", "roles", "of", "part", "parts", "as", "les", "morts", "los", "muertos"];
const MOST_PLAYED: usize = 5;

/// Whether the dead at a place are played: in a drill, by actors.
pub(super) fn is_played(text: &Clauses<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|before| text.same(*before, at));
    let beside = [before.map(|place| text.word(place)).unwrap_or_default(), text.follower(at + 1)];
    let mut back = (at.saturating_sub(MOST_PLAYED)..at).rev();
    let other = back.find(|place| !PLAYED.contains(&text.word(*place)));
    let played = |place: usize| text.same(place, at) && PLAY.contains(&text.word(place));
    beside.iter().any(|word| PRETENDED.contains(word)) || other.is_some_and(played)
}

/// Whether harm is told that only might have been.
pub(super) fn is_unreal(text: &Clauses<'_>, at: usize) -> bool {
    if text.follower(at + 1) == "бы" {
        return true;
    }
    let mut before = (at.saturating_sub(MOST_UNREAL_FILLERS + 1)..at).rev();
    let lead = before.find(|place| !UNREAL_FILLERS.contains(&text.word(*place)));
    let Some(lead) = lead.filter(|lead| text.same(*lead, at)) else { return false };
    let word = text.word(lead);
    let two = lead.checked_sub(1).map(|one| (text.word(one), word));
    UNREAL.contains(&word) || two.is_some_and(|two| UNREAL_PAIRS.contains(&two))
}
