//! Dead and hurt who are none: whom actors play in a drill, and whom a drill only counts ("two simulated
//! dead", «условно погибли пять человек»).

use super::super::clauses::Clauses;

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
