//! Words of an article as clustering counts them: folded, without stop words, endings cut
//! lightly, hashed. Never used for matching.

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
    let mut out = String::with_capacity(text.len().min(MOST_BYTES));
    let mut gap = false;
    for c in text.chars() {
        if out.len() >= MOST_BYTES {
            break;
        }
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{301}') {
            gap = true;
        }
    }
    out
}

/// 64-bit FNV-1a with a final mix: the same on every machine, cheap on short words.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        h = (h ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mix(h)
}

/// Spreads the bits of a hash.
pub(super) fn mix(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^ (h >> 33)
}

/// The part of a word that counts: possessive, plural, `-ed` and `-ing` cut off English words.
pub(super) fn stem(word: &str) -> &str {
    if word.len() < 4 || !word.is_ascii() {
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

/// From here up hashes name what holds in every language, not words.
const NEUTRAL: u64 = 0xffff << 48;

/// What a neutral hash names: the kind stands in the hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A country.
    Country = 1,
    /// A city, region or site.
    Place = 2,
    /// A kind of event, target or group.
    Concept = 3,
}

/// Hash of a name that holds in every language.
pub(super) fn neutral(kind: Kind, name: &str) -> u64 {
    NEUTRAL | ((kind as u64) << 44) | (hash(name.as_bytes()) >> 20)
}

/// The kind of a neutral hash; words have none.
pub(super) fn kind(hash: u64) -> Option<Kind> {
    match (hash >= NEUTRAL, (hash >> 44) & 0xf) {
        (true, 1) => Some(Kind::Country),
        (true, 2) => Some(Kind::Place),
        (true, 3) => Some(Kind::Concept),
        _ => None,
    }
}

/// The places of a vector that is sorted by hash.
pub(super) fn places(v: &[(u64, f32)]) -> &[(u64, f32)] {
    let rest = spoken_of(v);
    rest.split_at(rest.partition_point(|(word, _)| kind(*word) == Some(Kind::Place))).0
}

/// The places and concepts of a vector that is sorted by hash: its end.
pub(super) fn spoken_of(v: &[(u64, f32)]) -> &[(u64, f32)] {
    let from = v.partition_point(|(word, _)| *word < NEUTRAL | ((Kind::Place as u64) << 44));
    v.split_at(from).1
}

/// Hash of a word that counts, or nothing for stop words and single letters or digits.
pub(super) fn counted(word: &str) -> Option<u64> {
    let short = word.chars().nth(1).is_none();
    if short || STOP_WORDS.binary_search(&word).is_ok() {
        return None;
    }
    let hash = hash(stem(word).as_bytes());
    Some(if hash >= NEUTRAL { hash >> 1 } else { hash })
}

#[cfg(test)]
mod tests {
    use super::{counted, folded, stem};

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
