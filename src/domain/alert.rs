//! An alert: a story that at least one watch flags, with what people have done about it.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AlertId, AlertLine, StoryId, names};

/// Where an alert stands with the people on duty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AlertState {
    /// Nobody has taken it yet.
    #[default]
    Open,
    /// Somebody has seen it.
    Acknowledged,
    /// Put off until a time.
    Snoozed,
    /// Done with.
    Resolved,
}

impl AlertState {
    /// Every state with its name in output and in the store.
    pub const NAMES: &'static [(AlertState, &'static str)] = &[
        (AlertState::Open, "open"),
        (AlertState::Acknowledged, "acknowledged"),
        (AlertState::Snoozed, "snoozed"),
        (AlertState::Resolved, "resolved"),
    ];

    /// The name in output and in the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        names::of(Self::NAMES, &self)
    }

    /// The state of a name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<AlertState> {
        names::value(Self::NAMES, name)
    }
}

impl fmt::Display for AlertState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Why the outside is told of an alert.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// First notice.
    #[default]
    Raised,
    /// More is known: a watch joined, an origin, a number, news after silence.
    Updated,
    /// Its severity rose.
    Escalated,
    /// Its publisher corrected or withdrew it.
    Corrected,
    /// It is over. Told only to notifiers that keep an incident for each alert.
    Resolved,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Change::Raised => "raised",
            Change::Updated => "updated",
            Change::Escalated => "escalated",
            Change::Corrected => "corrected",
            Change::Resolved => "resolved",
        })
    }
}

/// An alert as the store keeps it.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Its row: what people type.
    pub id: AlertId,
    /// The story it is about.
    pub story: StoryId,
    /// Where it stands.
    pub state: AlertState,
    /// Since when it stands there.
    pub state_since: Timestamp,
    /// Who put it there; empty: wirewatch itself.
    pub by: String,
    /// When a snooze ends.
    pub until: Option<Timestamp>,
    /// How many notes it has.
    pub notes: u32,
    /// When the first notice was raised or, when nobody was told, when it was first listed.
    pub raised: Timestamp,
    /// When it last changed.
    pub changed: Timestamp,
    /// The alert as last written.
    pub line: AlertLine,
}

impl Alert {
    /// The alert as it stands at a time: a snooze that is over counts as open since then.
    #[must_use]
    pub fn at(self, now: Option<Timestamp>) -> Alert {
        match self.until.filter(|until| now.is_some_and(|now| *until <= now)) {
            Some(until) if self.state == AlertState::Snoozed => Alert {
                state: AlertState::Open,
                state_since: until,
                by: String::new(),
                until: None,
                ..self
            },
            _ => self,
        }
    }
}

/// One notice: a numbered telling of one change of one alert. Its bytes never change.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Gap-free number in its store, from 1; of an end: see [`Notice::end_number`].
    pub seq: u64,
    /// The alert.
    pub alert: AlertId,
    /// When it was raised.
    pub raised: Timestamp,
    /// The alert line as JSON, without a line end.
    pub json: String,
}

impl Notice {
    /// The number of an alert's end, by the event that ended it. Ends are numbered downward from
    /// the largest number, so that they leave no gaps among those that are printed.
    #[must_use]
    pub fn end_number(event: u64) -> u64 {
        u64::MAX - event
    }

    /// Whether it tells of an alert's end.
    #[must_use]
    pub fn is_end(&self) -> bool {
        self.seq > u64::MAX / 2
    }
}
