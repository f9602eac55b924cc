//! Policy: the settings by which triage scores, joins and tells. Made by the engine from the
//! checked configuration; a bare default is the documented one, without watches.

use std::collections::HashSet;

use super::owners::Owners;
use crate::domain::{Pace, Scoring, Severity, Storying};

/// How much one watch weighs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchWeight {
    /// Its name.
    pub name: String,
    /// Points it brings when it is the strongest.
    pub weight: i32,
    /// Its alerts are never below this, where it is set.
    pub floor: Option<Severity>,
}

/// A term that names a place of one's own: what is near it counts more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// The word to show.
    pub label: String,
    /// ISO 3166 alpha-2 code of a country that articles may name.
    pub country: String,
    /// Points it brings.
    pub points: i32,
}

/// Everything `decide` and `judge` go by.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Points and steps.
    pub scoring: Scoring,
    /// How stories are joined and told again.
    pub storying: Storying,
    /// Which finds are told.
    pub pace: Pace,
    /// The watches in force.
    pub watches: Vec<WatchWeight>,
    /// Terms, as written in the vocabulary, that are names of groups and nothing more.
    pub names: HashSet<String>,
    /// Countries of one's own; empty unless configured.
    pub homes: Vec<Home>,
    /// Who stands behind several outlets.
    pub owners: Owners,
}

impl Policy {
    /// Points of a watch; an unknown watch (switched off since) weighs nothing.
    #[must_use]
    pub fn weight(&self, watch: &str) -> i32 {
        self.watches.iter().find(|w| w.name == watch).map_or(0, |w| w.weight)
    }

    /// Whether a watch is in force; without any nothing is said of them.
    #[must_use]
    pub fn has(&self, watch: &str) -> bool {
        self.watches.is_empty() || self.watches.iter().any(|known| known.name == watch)
    }

    /// The severity that the watches of a story allow at least.
    #[must_use]
    pub fn floor(&self, watches: &[String]) -> Severity {
        let floors = self.watches.iter().filter(|w| watches.contains(&w.name));
        floors.filter_map(|w| w.floor).max().unwrap_or_default()
    }

    /// The severity of a number of points.
    #[must_use]
    pub fn severity(&self, points: i32) -> Severity {
        let steps = [
            (self.scoring.flash, Severity::Flash),
            (self.scoring.immediate, Severity::Immediate),
            (self.scoring.priority, Severity::Priority),
        ];
        steps.into_iter().find(|(step, _)| points >= *step).map_or(Severity::Routine, |(_, s)| s)
    }

    /// Puts watches in order: the strongest first, then by name.
    pub fn rank(&self, watches: &mut [String]) {
        watches.sort_by(|a, b| self.weight(b).cmp(&self.weight(a)).then_with(|| a.cmp(b)));
    }
}
