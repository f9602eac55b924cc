//! A live story as clustering asks it: small, so that twenty thousand lie in memory together and
//! a candidate costs few cache lines. Everything else of a story waits packed; see `book`.

use jiff::Timestamp;

use super::vector::{Centroid, heaviest};
use crate::domain::{StoryChange, StoryId};

/// Countries kept of a story.
pub(super) const MOST_COUNTRIES: usize = 8;

/// A country's two letters as one number; 0 is none.
pub(super) type Code = u16;

/// What became of a story. As wide as can be, so that the compiler tells an empty place by it as well, on the
/// cache line that is asked first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub(super) enum Fate {
    Live,
    /// It went into another story.
    Gone,
}

/// What clustering asks of a story; what it asks of every candidate lies in one cache line.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(super) struct Hot {
    /// When its first and its last article were published, in seconds.
    pub span: (i64, i64),
    countries: [Code; MOST_COUNTRIES],
    pub centroid: Centroid,
    pub fate: Fate,
    pub articles: u32,
    /// How much its heaviest word weighs.
    pub heaviest: f32,
    pub id: StoryId,
    pub last_seen: Timestamp,
    /// The watches that flag it.
    pub watches: Box<[String]>,
    /// Stories that people parted it from.
    pub apart: Box<[StoryId]>,
}

impl Hot {
    pub(super) fn of(story: &StoryChange) -> Hot {
        let state = &story.state;
        let latest = state.latest.unwrap_or(story.last_seen);
        let earliest = state.earliest.unwrap_or(story.first_seen).min(latest);
        let mut countries = [0; MOST_COUNTRIES];
        for (to, country) in countries.iter_mut().zip(&state.countries) {
            *to = code(country);
        }
        Hot {
            id: story.id,
            last_seen: story.last_seen,
            span: (earliest.as_second(), latest.as_second()),
            articles: state.articles,
            countries,
            centroid: Centroid::of(&state.centroid),
            heaviest: heaviest(&state.centroid),
            watches: state.watches.as_slice().into(),
            apart: state.apart.as_slice().into(),
            fate: if state.merged.is_some() { Fate::Gone } else { Fate::Live },
        }
    }

    /// Whether it names one country or another.
    pub(super) fn names_countries(&self) -> bool {
        self.countries[0] != 0
    }

    /// Whether it names a country: all its places are looked at together.
    pub(super) fn names(&self, country: Code) -> bool {
        self.countries.iter().fold(false, |found, code| found | (*code == country))
    }

    /// The countries that it names.
    pub(super) fn countries(&self) -> &[Code] {
        let named = self.countries.iter().position(|code| *code == 0);
        self.countries.split_at(named.unwrap_or(MOST_COUNTRIES)).0
    }
}

/// The number of a country's code.
pub(super) fn code(country: &str) -> Code {
    country.bytes().take(2).fold(0, |sum, byte| sum << 8 | Code::from(byte))
}
