//! Identifiers as types of their own, so that a feed's number is never taken for an article's.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Row number of a feed in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FeedId(pub i64);

/// Row number of an article in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(pub i64);

/// Row number of an alert in the store: what people type after `wirewatch alert show`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AlertId(pub i64);

/// Name of a story, derived from the identity and the hour of its first article, so that the same
/// polls give the same story on every machine. Written as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StoryId(pub u64);

/// What makes two articles of two polls the same article: the first 16 bytes of a SHA-256 over
/// (feed, guid), else (feed, canonical link), else (feed, title, text). Built by `triage::identity`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(pub [u8; 16]);

/// Bits of a story's name that come from a hash; those above them are its second: room until 2242.
const HASHED: u32 = 31;

impl StoryId {
    /// The name made of a hash and the second in which the story was found. Names rise with time: stories
    /// of one commit lie together in every tree that a store keeps of them, so that it touches the end of
    /// each only. (With an hour in place of the second a first fill of 10,000 feeds, all within an hour,
    /// wrote more pages of the index of articles by story than of articles.)
    #[must_use]
    pub fn of(hash: u64, at: Timestamp) -> StoryId {
        let second = at.as_second().max(0).cast_unsigned();
        StoryId(second << HASHED | hash & ((1 << HASHED) - 1))
    }
}

impl Identity {
    /// Its first 64 bits.
    #[must_use]
    pub fn number(self) -> u64 {
        let mut first = [0_u8; 8];
        for (to, from) in first.iter_mut().zip(self.0) {
            *to = from;
        }
        u64::from_be_bytes(first)
    }

    /// Its last 64 bits.
    #[must_use]
    pub fn tail(self) -> u64 {
        let mut last = [0_u8; 8];
        for (to, from) in last.iter_mut().rev().zip(self.0.into_iter().rev()) {
            *to = from;
        }
        u64::from_be_bytes(last)
    }

    /// Another key that only this one leads to, without a hash of its own.
    #[must_use]
    pub fn inverse(self) -> Identity {
        Identity(self.0.map(|byte| !byte))
    }

    /// The key of this and a content's hash.
    #[must_use]
    pub fn with(mut self, content: u64) -> Identity {
        for (byte, other) in self.0.iter_mut().rev().zip(content.to_be_bytes()) {
            *byte ^= other;
        }
        self
    }

    /// The story that this article, fetched at some time, founds when it joins no other.
    #[must_use]
    pub fn story(self, at: Timestamp) -> StoryId {
        StoryId::of(self.number(), at)
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Display for StoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl std::str::FromStr for StoryId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(StoryId)
    }
}

macro_rules! display_number {
    ($($id:ty),+) => {$(
        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

display_number!(FeedId, ArticleId, AlertId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_stories_rise_with_the_second_and_differ_within_it() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let name = |byte, second| Identity([byte; 16]).story(at(second));
        assert!(name(0xff, 1_780_000_000) < name(0, 1_780_000_001));
        assert_ne!(name(1, 1_780_000_000), name(2, 1_780_000_000));
        // As numbers with a sign too, which is how they are kept.
        assert!(name(0xff, 4_102_444_800).0 < 1 << 63 && name(0xff, 1).0 < name(0, 2).0);
        assert_eq!(name(1, -1), name(1, 0));
    }
}
