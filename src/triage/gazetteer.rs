//! Finds the places that a text names. Reports of one event meet by them; two events of one kind
//! stay apart by them. Which places there are says `domain::gazetteer`.

use std::sync::LazyLock;

use super::concepts;
use super::quick::{Lexicon, QuickMap, QuickSet};
use super::renewals::is_attack;
use super::words::{Kind, Word, counted, hash, kind, mix, neutral, split};
use crate::domain::gazetteer::places;
use crate::text::fold::fold;

/// Words of the longest name.
const LONGEST: usize = 3;

/// A place with its country.
pub(super) type Place = (&'static str, &'static str);

struct Names {
    places: QuickMap<u64, Place>,
    /// Their first words, each with a bit for each number of words that such a name has: most words of a text
    /// begin no name, and most of the others none as long as may be.
    openings: Lexicon<u8>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let (mut named, mut openings) = (QuickMap::default(), QuickMap::<u64, u8>::default());
    for (place, country, _, spellings) in places() {
        for spelling in spellings.split('|') {
            let folded = fold(spelling);
            let words = split(folded.text().trim(), LONGEST);
            if let Some(first) = words.first() {
                *openings.entry(first.hash).or_default() |= 1 << words.len();
            }
            named.insert(key(&words), (*place, *country));
        }
    }
    Names { places: named, openings: openings.into_iter().collect() }
});

fn key(words: &[Word<'_>]) -> u64 {
    words.iter().fold(11, add)
}

fn add(key: u64, word: &Word<'_>) -> u64 {
    mix(key.rotate_left(17) ^ word.hash)
}

/// Places that the words of a folded text name, each with its country, in order; the longest name
/// wins.
pub(super) fn named(words: &[Word<'_>]) -> Vec<Place> {
    located(words).into_iter().map(|(_, place)| place).collect()
}

/// The same, each with the word at which its name begins.
pub(super) fn located(words: &[Word<'_>]) -> Vec<(usize, Place)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if is_plain(word.text) && !NAMES.openings.holds(word.hash) {
            at += 1;
            continue;
        }
        let rest = words.get(at + 1..).unwrap_or_default();
        let short = short(word).and_then(|first| longest(first, rest));
        let (length, place) = forms(word)
            .filter_map(|first| longest(first, rest))
            .chain(short.filter(|(length, _)| *length > 1))
            .reduce(|most, next| if next.0 > most.0 { next } else { most })
            .map_or((1, None), |(length, place)| (length, Some(place)));
        let place = place.filter(|_| !is_person(words, at));
        found.extend(place.map(|place| (at, place)));
        at += length;
    }
    found
}

/// Names of places that people are given as well.
const GIVEN_NAMES: &[&str] = &["tyre"];

/// Whether the name of a place is rather somebody's: behind it stands a word of which no table knows
/// anything ("Tyre Nichols", and not "Tyre hit by drone").
fn is_person(words: &[Word<'_>], at: usize) -> bool {
    words.get(at).is_some_and(|word| GIVEN_NAMES.contains(&word.text))
        && words.get(at + 1).is_some_and(|word| {
            let next = words.get(at + 2);
            counted(word).is_some() && concepts::concept(word, next).is_none() && !is_attack(word)
        })
}

/// A word as it stands, then without what its language adds.
fn forms<'a>(word: &Word<'a>) -> impl Iterator<Item = Word<'a>> {
    let bare = bare(word.text).map(|text| Word { text, hash: hash(text.as_bytes()) });
    std::iter::once(*word).chain(bare)
}

/// Whether a word is of a script that adds nothing to its words.
fn is_plain(word: &str) -> bool {
    word.bytes().next().is_none_or(|byte| byte.is_ascii())
}

/// What is left of a word without one letter that is written in front of it, where that is too little to be a name
/// by itself: "בתל אביב".
fn short<'a>(word: &Word<'a>) -> Option<Word<'a>> {
    let script = word.text.chars().next().filter(|c| (0x590..0x700).contains(&u32::from(*c)))?;
    let rest = word.text.strip_prefix(script).filter(|_| SHORT.contains(&script))?;
    let text = Some(rest).filter(|rest| rest.chars().count() < LEFT.0)?;
    Some(Word { text, hash: hash(text.as_bytes()) })
}

/// The longest name that begins with a word, and how many words it has; its last word may have what its
/// language adds («Порт-Судана»).
fn longest(first: Word<'_>, rest: &[Word<'_>]) -> Option<(usize, Place)> {
    let lengths = NAMES.openings.get(first.hash)?;
    (1..=LONGEST).rev().filter(|length| lengths >> length & 1 != 0).find_map(|length| {
        let rest = rest.get(..length - 1)?;
        let exact = NAMES.places.get(&rest.iter().fold(key(&[first]), add));
        let place = exact.or_else(|| {
            let (last, middle) = rest.split_last()?;
            let so_far = middle.iter().fold(key(&[first]), add);
            let mut forms = forms(last).skip(1);
            forms.find_map(|last| NAMES.places.get(&add(so_far, &last)))
        })?;
        Some((length, *place))
    })
}

/// For each place the one that it lies in.
static AROUND: LazyLock<QuickMap<u64, &'static str>> = LazyLock::new(|| {
    let within = places().filter(|(_, _, around, _)| !around.is_empty());
    within.map(|(name, _, around, _)| (hash(name.as_bytes()), *around)).collect()
});

/// Places in which others lie.
static REGIONS: LazyLock<QuickSet<u64>> =
    LazyLock::new(|| AROUND.values().map(|place| hash(place.as_bytes())).collect());

/// Whether a name is of what others lie in, as a place or as a region.
pub(super) fn is_around(name: u32) -> bool {
    kind(name) == Some(Kind::Region) || AROUND_NAMES.contains(&name)
}

/// The names of places in which others lie.
static AROUND_NAMES: LazyLock<QuickSet<u32>> =
    LazyLock::new(|| AROUND.values().map(|place| neutral(Kind::Place, place)).collect());

/// The regions of a place: what it lies in, and itself where others lie in it.
pub(super) fn regions(place: &'static str) -> impl Iterator<Item = &'static str> {
    let own = Some(place).filter(|place| REGIONS.contains(&hash(place.as_bytes())));
    own.into_iter().chain(around(place))
}

/// The places that a place lies in, from the nearest to the widest.
pub(super) fn around(place: &str) -> impl Iterator<Item = &'static str> {
    let outer = |place: &str| AROUND.get(&hash(place.as_bytes())).copied();
    std::iter::successors(outer(place), move |place| outer(place))
}

/// What a place is called: its name and every spelling that is known of it.
pub(super) fn spellings(place: &str) -> impl Iterator<Item = String> {
    let row = places().find(|(name, ..)| *name == place);
    row.into_iter().flat_map(|(name, _, _, spellings)| {
        let name = name.replace('-', " ");
        let others = spellings.split('|').filter(|other| *other != name).map(str::to_owned);
        let others: Vec<String> = others.collect();
        std::iter::once(name).chain(others)
    })
}

/// Prefixes that Arabic and Hebrew write in one with the word, longest first.
const CLITICS: &[&str] = &[
    "وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "ك", "ו", "ה", "ב", "ל", "מ", "ש",
    "כ",
];
/// The shortest of them.
const SHORT: &[char] = &['و', 'ب', 'ل', 'ف', 'ك', 'ו', 'ה', 'ב', 'ל', 'מ', 'ש', 'כ'];
/// Fewest letters that must be left of a word, without a prefix and without an ending.
const LEFT: (usize, usize) = (3, 4);

/// A word without what its language adds in front (Arabic, Hebrew) or behind (Russian).
pub(super) fn bare(word: &str) -> impl Iterator<Item = &str> {
    // Most words are of a script that adds nothing.
    Some(word).filter(|word| !is_plain(word)).into_iter().flat_map(less)
}

fn less(word: &str) -> impl Iterator<Item = &str> {
    let script = word.chars().next().map_or(0, u32::from);
    let letters = if script < 0x400 { 0 } else { word.chars().count() };
    let clitics = if (0x590..0x700).contains(&script) { CLITICS } else { &[] };
    let endings = if (0x400..0x500).contains(&script) { 1..3 } else { 1..1 };
    let cut = clitics.iter().filter_map(move |clitic| word.strip_prefix(clitic));
    let cut = cut.filter(|rest| rest.chars().count() >= LEFT.0);
    cut.chain(endings.filter(move |n| letters >= LEFT.1 + n).filter_map(move |n| {
        let (at, _) = word.char_indices().nth(letters - n)?;
        word.get(..at)
    }))
}

#[cfg(test)]
mod tests;
