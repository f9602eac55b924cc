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

/// Bits of a story's name that come from its first article, and those above them from that one's outlet. The
/// rest is the day.
const OF_ARTICLE: u32 = 36;
const OF_OUTLET: u32 = 12;

impl StoryId {
    /// The name made of the hashes of an outlet and an article, and a day. Names rise with time: stories of one
    /// day lie together in every tree that a store keeps of them, and those of one outlet within it, which come
    /// together in one document. (With the hour alone in place of day and outlet, a first fill of 10,000 feeds
    /// wrote more pages of the index of articles by story than of articles.)
    #[must_use]
    pub fn of((outlet, article): (u64, u64), at: Timestamp) -> StoryId {
        let day = at.as_second().div_euclid(24 * 3_600).cast_unsigned();
        let low = |hash: u64, bits: u32| hash & ((1 << bits) - 1);
        StoryId(
            (day << OF_OUTLET | low(outlet, OF_OUTLET)) << OF_ARTICLE | low(article, OF_ARTICLE),
        )
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

    /// The story that this article founds when it joins no other: its outlet's hash and its time.
    #[must_use]
    pub fn story(self, outlet: u64, at: Timestamp) -> StoryId {
        StoryId::of((outlet, self.number()), at)
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
    fn names_of_stories_rise_with_the_day_and_lie_together_by_outlet() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let name = |byte, outlet, second| Identity([byte; 16]).story(outlet, at(second));
        let (evening, night) = (1_780_012_799, 1_780_012_800);
        assert!(name(0xff, 9, evening) < name(0, 1, night));
        assert!(name(0xff, 1, night) < name(0, 2, night));
        assert_ne!(name(1, 1, night), name(2, 1, night));
        assert_eq!(name(1, 1, night), name(1, 1, night + 86_399));
        assert_ne!(name(1, 1, -1), name(1, 1, 0));
    }
}
