//! What a text may hold, told by its words alone: every phrase of the tables has a word that a text must have
//! to hold it, and one walk over the words of a text finds the tables that it may hold anything of. Most texts hold
//! nothing of any, and need not be asked table by table. What they do hold, the tables say.

use std::sync::LazyLock;

use super::quick::{Lexicon, QuickMap};
use super::words::{NO_BYTES, hash, hash_on, mix};
use super::{corrections, denied_events, denied_hits, denied_what, tone, trials};

/// What a text is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// What marks a headline down.
    Tone,
    /// The same of the start of a summary.
    Lead,
    /// A court.
    Court,
    /// What takes a report back.
    Amends,
    /// A note that takes one back or puts it right.
    Note,
    /// An event that was none.
    NoEvent,
    /// A denial of an event.
    Denial,
    /// A denial of a hit.
    NoHit,
}

/// What a text may hold: a bit for each thing that it is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hints(u8);

impl Hints {
    /// What a folded text may hold, its words parted by single spaces.
    pub fn of(text: &str) -> Hints {
        Hints::of_start(text, (usize::MAX, usize::MAX))
    }

    /// The same of its start: so many words of it, and so many bytes at least.
    pub fn of_start(text: &str, (words, bytes): (usize, usize)) -> Hints {
        let keys = &*KEYS;
        let of_word = |hash: u64| keys.get(mix(hash)).copied().unwrap_or_default();
        let (mut hints, mut hash, mut spaces) = (0, NO_BYTES, 0);
        for (at, byte) in text.bytes().enumerate() {
            if byte == b' ' {
                hints |= of_word(hash);
                hash = NO_BYTES;
                spaces += 1;
                if spaces > words && at >= bytes {
                    break;
                }
            } else {
                hash = hash_on(hash, &[byte]);
            }
        }
        Hints(hints | of_word(hash))
    }

    /// Whether it may hold any of what it is asked for.
    pub fn allow(self, asked: Asked) -> bool {
        self.0 & bit(asked) != 0
    }
}

fn bit(asked: Asked) -> u8 {
    1 << asked as u8
}

/// By the hash of a word: what it is a key of.
static KEYS: LazyLock<Lexicon<u8>> = LazyLock::new(|| {
    let words = |asked: Asked, words: Vec<String>| -> Vec<(Asked, u64)> {
        words.iter().map(|word| (asked, hash(word.as_bytes()))).collect()
    };
    let all = [
        tone::keys().collect(),
        trials::keys().map(|key| (Asked::Court, key)).collect(),
        corrections::keys().collect(),
        denied_events::keys().map(|key| (Asked::NoEvent, key)).collect(),
        words(Asked::Denial, denied_what::denying().collect()),
        words(Asked::NoHit, denied_hits::denying().collect()),
    ];
    let mut keys = QuickMap::<u64, u8>::default();
    for (asked, key) in all.into_iter().flatten() {
        *keys.entry(key).or_default() |= bit(asked);
    }
    keys.into_iter().collect()
});

#[cfg(test)]
mod tests {
    use super::{Asked, Hints};

    #[test]
    fn a_text_allows_what_its_words_may_mean() {
        for (text, asked, allows) in [
            (" navy holds drill near strait ", Asked::Tone, true),
            (" on this day in 1944 ", Asked::Lead, true),
            (" court jails man for attack ", Asked::Court, true),
            (" agency issues correction ", Asked::Amends, true),
            (" blasts were fireworks ", Asked::NoEvent, true),
            (" army denies attack ", Asked::Denial, true),
            (" وتنفي وزارة الدفاع ", Asked::Denial, true),
            (" army says no rocket hit base ", Asked::NoHit, true),
            (" الجيش يجري تمرينا بالمناورات ", Asked::Tone, true),
            (" rocket hits near embassy ", Asked::Tone, false),
            (" rocket hits near embassy ", Asked::Denial, false),
            ("", Asked::NoHit, false),
        ] {
            assert_eq!(Hints::of(text).allow(asked), allows, "{text} {asked:?}");
        }
    }
}
