//! Words of an article as clustering counts them: folded, without stop words, endings cut
//! lightly, hashed. Never used for matching.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::quick::Lexicon;
use super::stop::STOP_WORDS;

/// Most folded bytes of one text that are looked at.
const MOST_BYTES: usize = 4 << 10;

/// The start of a text, at most so many bytes, whole characters.
pub(super) fn head(text: &str, bytes: usize) -> &str {
    let cut = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    cut.and_then(|at| text.get(..at)).unwrap_or_default()
}

/// The end of a text, at most so many bytes, whole characters.
pub(super) fn tail(text: &str, bytes: usize) -> &str {
    let from = text.len().saturating_sub(bytes);
    let cut = (from..=text.len()).find(|at| text.is_char_boundary(*at));
    cut.and_then(|at| text.get(at..)).unwrap_or_default()
}

/// Lower case, letters and digits only, single spaces between words.
pub(super) fn folded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len().min(MOST_BYTES));
    fold_onto(&mut out, text);
    written(out)
}

/// A folded text between spaces, or nothing.
pub(super) fn spaced(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut out = Vec::with_capacity(text.len().min(MOST_BYTES) + 2);
    out.push(b' ');
    fold_onto(&mut out, text);
    out.push(b' ');
    written(out)
}

/// Whole characters were written.
fn written(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

/// What becomes of a byte that is no letter and no digit.
const GAP: u8 = 0;
/// An apostrophe is no part of the word, and no gap in it.
const NOTHING: u8 = 1;
/// It is not ASCII.
const OTHER: u8 = 2;
/// What becomes of each byte.
static FOLDED: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        table[byte as usize] = match byte {
            b'\'' => NOTHING,
            _ if byte.is_ascii_alphanumeric() => byte.to_ascii_lowercase(),
            _ => GAP,
        };
        byte += 1;
    }
    table
};

/// Writes a folded text behind what is there, byte by byte: most texts are ASCII for the most part.
fn fold_onto(out: &mut Vec<u8>, text: &str) {
    let from = out.len();
    let end = from + MOST_BYTES;
    let mut gap = false;
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at).filter(|_| out.len() < end) {
        let small = FOLDED[usize::from(*byte)];
        if small != OTHER {
            at += 1;
            if small == GAP {
                gap = true;
            } else if small != NOTHING {
                if gap && out.len() > from {
                    out.push(b' ');
                }
                gap = false;
                if out.len() < end {
                    out.push(small);
                }
            }
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { return };
        at += c.len_utf8();
        if c.is_alphanumeric() {
            if gap && out.len() > from {
                out.push(b' ');
            }
            gap = false;
        }
        if is_inside_words(c) {
            // Likewise.
        } else if c.is_alphanumeric() {
            let mut bytes = [0; 4];
            let small = c.to_lowercase();
            small.for_each(|c| out.extend_from_slice(c.encode_utf8(&mut bytes).as_bytes()));
        } else {
            gap = true;
        }
    }
}

/// Apostrophes, soft hyphens, marks of direction, stress marks, Arabic vowel signs and tatweel.
pub(super) fn is_inside_words(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{301}' | '\u{640}' | '\u{64b}'..='\u{652}')
}

/// A word of a folded text.
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub hash: u64,
}

/// The first words of a folded text.
pub(super) fn split(text: &str, most: usize) -> Vec<Word<'_>> {
    let mut words = Vec::with_capacity(most.min(text.len() / 5 + 1));
    let word = |from: usize, to: usize, hash: u64| {
        let text = text.get(from..to).unwrap_or_default();
        Word { text, hash: mix(hash) }
    };
    // The bytes are walked once, for the space behind a word and for its hash.
    let (mut from, mut hash) = (0, NO_BYTES);
    for (at, byte) in text.bytes().enumerate() {
        if byte != b' ' {
            hash = hash_on(hash, &[byte]);
            continue;
        }
        if words.len() == most {
            return words;
        }
        words.push(word(from, at, hash));
        (from, hash) = (at + 1, NO_BYTES);
    }
    if words.len() < most {
        words.push(word(from, text.len(), hash));
    }
    words
}

/// The half of a hash by which words and shingles are kept: among the words of all languages a
/// handful of pairs meet, and it takes half the room.
pub(super) fn name(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or_default()
}

/// What a hash begins with, before its first byte.
pub(super) const NO_BYTES: u64 = 0xcbf2_9ce4_8422_2325;

/// 64-bit FNV-1a with a final mix: the same on every machine, cheap on short words.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    mix(hash_on(NO_BYTES, bytes))
}

/// The hashes of some words, as those of a text have them.
pub(super) fn hashes<'a>(words: &'a [&'a str]) -> impl Iterator<Item = u64> + 'a {
    words.iter().map(|word| hash(word.as_bytes()))
}

/// Takes further bytes into a hash that is not mixed yet.
pub(super) fn hash_on(h: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(h, |h, byte| (h ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Spreads the bits of a hash.
pub(super) fn mix(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^ (h >> 33)
}

/// The part of a word that counts: possessive, plural, `-ed` and `-ing` cut off English words.
pub(super) fn stem(word: &str) -> &str {
    // What is cut off ends in one of these letters.
    let cut = matches!(word.bytes().next_back(), Some(b'd' | b'e' | b'g' | b's' | b'y'));
    if !cut || word.len() < 4 || !word.is_ascii() {
        return word;
    }
    const ENDINGS: &[(&str, usize)] = &[("ings", 3), ("ing", 3), ("ies", 3), ("ed", 3), ("es", 4)];
    let longer =
        |ending: &str, keep: usize| word.strip_suffix(ending).filter(|rest| rest.len() >= keep);
    if let Some(rest) = ENDINGS.iter().find_map(|(ending, keep)| longer(ending, *keep)) {
        return rest;
    }
    match longer("s", 3) {
        Some(rest) if !rest.ends_with('s') => rest.strip_suffix('e').unwrap_or(rest),
        _ => word.strip_suffix(['e', 'y']).filter(|rest| rest.len() >= 3).unwrap_or(word),
    }
}

static STOPS: LazyLock<Lexicon<()>> = LazyLock::new(|| hashes(STOP_WORDS).collect());

/// Hash of a word that counts, or nothing for stop words and single letters or digits.
pub(super) fn counted(word: &Word<'_>) -> Option<u64> {
    let short = word.text.chars().nth(1).is_none();
    if short || STOPS.holds(word.hash) {
        return None;
    }
    let stem = stem(word.text);
    Some(if stem.len() == word.text.len() { word.hash } else { hash(stem.as_bytes()) })
}

/// From here up names are of what holds in every language, not of words.
const NEUTRAL: u32 = 0xfff << 20;

/// What a neutral name stands for; it tells that itself, and names are sorted by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Where a headline says that it happened.
    Site,
    /// A country whose mission abroad is spoken of, or a ship by its name.
    Owner,
    /// A country from which something was fired.
    Source,
    /// A country.
    Country,
    /// What a place lies in.
    Region,
    /// A place that no table knows.
    Spot,
    /// A city, region or site.
    Place,
    /// A kind of event or group.
    Concept,
    /// What is hit.
    Target,
}

/// Name of a word among those that count.
pub(super) fn word_name(hash: u64) -> u32 {
    let name = name(hash);
    if name >= NEUTRAL { name >> 1 } else { name }
}

/// The parts of the neutral names: each kind's first sixteenth and how many it has. Places, of which there
/// are many, have most.
const PARTS: [(Kind, u32, u32); 9] = [
    (Kind::Site, 0, 2),
    (Kind::Owner, 2, 1),
    (Kind::Source, 3, 1),
    (Kind::Country, 4, 2),
    (Kind::Region, 6, 1),
    (Kind::Spot, 7, 1),
    (Kind::Place, 8, 4),
    (Kind::Concept, 12, 2),
    (Kind::Target, 14, 2),
];
/// Names of a sixteenth.
const PART: u32 = 1 << 16;

/// The names that a kind has.
pub(super) const fn names(kind: Kind) -> RangeInclusive<u32> {
    let (_, first, parts) = PARTS[kind as usize];
    let first = NEUTRAL + first * PART;
    first..=first + (parts * PART - 1)
}

/// Name of what holds in every language.
pub(super) fn neutral(kind: Kind, text: &str) -> u32 {
    let (first, last) = names(kind).into_inner();
    first | (name(hash(text.as_bytes())) & (last - first))
}

/// The kind of a neutral name; words have none.
pub(super) fn kind(name: u32) -> Option<Kind> {
    let part = name.checked_sub(NEUTRAL)? / PART;
    PARTS.iter().rev().find(|(_, first, _)| *first <= part).map(|(kind, ..)| *kind)
}

/// Whether a name is that of a place or of what one lies in.
pub(super) fn is_place(name: u32) -> bool {
    matches!(kind(name), Some(Kind::Place | Kind::Region | Kind::Spot))
}

/// The places of a vector that is sorted by name, with what they lie in.
pub(super) fn places(v: &[(u32, f32)]) -> &[(u32, f32)] {
    let rest = spoken_of(v);
    rest.split_at(rest.partition_point(|(word, _)| is_place(*word))).0
}

/// The places, concepts and targets of a vector that is sorted by name: its end.
pub(super) fn spoken_of(v: &[(u32, f32)]) -> &[(u32, f32)] {
    let from = v.partition_point(|(word, _)| word < names(Kind::Region).start());
    v.split_at(from).1
}

/// Name of a word that counts.
#[cfg(test)]
pub(super) fn of(word: &str) -> u32 {
    split(word, 1).first().and_then(counted).map(word_name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{folded, split, stem};

    fn counted(word: &str) -> Option<u64> {
        split(word, 1).first().and_then(super::counted)
    }

    #[test]
    fn endings_of_one_word_meet() {
        for (a, b) in [
            ("rocket", "rockets"),
            ("fired", "firing"),
            ("attacks", "attacked"),
            ("strike", "strikes"),
            ("embassy", "embassies"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
    }

    #[test]
    fn short_and_foreign_words_stay_whole() {
        for word in ["bus", "gas", "iran", "обстрел", "سفارة"] {
            assert_eq!(stem(word), word);
        }
    }

    #[test]
    fn stop_words_do_not_count() {
        for word in ["the", "и", "les", "que", "في", "של", "از", "5"] {
            assert_eq!(counted(word), None, "{word}");
        }
        assert!(counted("rocket").is_some());
    }

    #[test]
    fn folding_keeps_letters_and_digits_only() {
        assert_eq!(folded("  Kata’ib—Hezbollah, 12! "), "kataib hezbollah 12");
    }
}
