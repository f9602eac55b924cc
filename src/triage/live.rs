//! A live story as clustering asks it: small, so that twenty thousand lie in memory together and
//! a candidate costs few cache lines. Everything else of a story waits packed; see `book`.

use jiff::Timestamp;

use super::vector::Centroid;
use crate::domain::{StoryChange, StoryId};

/// Countries kept of a story.
pub(super) const MOST_COUNTRIES: usize = 8;

/// A country's two letters as one number; 0 is none.
pub(super) type Code = u16;

/// What clustering asks of a story.
#[derive(Clone, Debug)]
pub(super) struct Hot {
    pub id: StoryId,
    pub last_seen: Timestamp,
    /// When its first and its last article were published, in seconds.
    pub span: (i64, i64),
    pub articles: u32,
    countries: [Code; MOST_COUNTRIES],
    pub centroid: Centroid,
    /// The watches that flag it.
    pub watches: Box<[String]>,
    /// Stories that people parted it from.
    pub apart: Box<[StoryId]>,
    /// It went into another story.
    pub gone: bool,
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
            watches: state.watches.as_slice().into(),
            apart: state.apart.as_slice().into(),
            gone: state.merged.is_some(),
        }
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
