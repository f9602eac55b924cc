//! What people on duty do: marks on alerts with who made them, the history of an alert, and
//! silences, which hold back notifications. How they are kept is the store's work.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AlertId, AlertLine, AlertState, Severity, names};

/// Spans that menus offer for a snooze: a name, and seconds. Any other span is as good.
pub const SNOOZES: &[(&str, i64)] = &[
    ("15 minutes", 900),
    ("1 hour", 3_600),
    ("4 hours", 14_400),
    ("8 hours", 28_800),
    ("24 hours", 86_400),
    ("3 days", 259_200),
];

/// What a person does to alerts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Somebody has seen them.
    Acknowledge,
    /// Puts them off until a time.
    Snooze(Timestamp),
    /// Is done with them.
    Resolve,
    /// Opens them again.
    Reopen,
    /// Writes something down.
    Note(String),
}

impl Deed {
    /// The state it leads to, with the end of a snooze; a note leads to none.
    #[must_use]
    pub fn state(&self) -> Option<(AlertState, Option<Timestamp>)> {
        match self {
            Deed::Acknowledge => Some((AlertState::Acknowledged, None)),
            Deed::Snooze(until) => Some((AlertState::Snoozed, Some(*until))),
            Deed::Resolve => Some((AlertState::Resolved, None)),
            Deed::Reopen => Some((AlertState::Open, None)),
            Deed::Note(_) => None,
        }
    }

    /// How a history calls it.
    #[must_use]
    pub fn what(&self) -> What {
        match self {
            Deed::Acknowledge => What::Acknowledged,
            Deed::Snooze(_) => What::Snoozed,
            Deed::Resolve => What::Resolved,
            Deed::Reopen => What::Reopened,
            Deed::Note(_) => What::Note,
        }
    }
}

/// One thing that one person does to some alerts at once; it is undone as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The alerts.
    pub ids: Vec<AlertId>,
    /// What is done.
    pub deed: Deed,
    /// Who does it.
    pub who: String,
}

/// Number of an act in its store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActId(pub i64);

/// What came of an act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acted {
    /// Its number, for undoing it; `None`: it changed nothing.
    pub act: Option<ActId>,
    /// The alerts that changed.
    pub changed: Vec<AlertId>,
}

/// Which act to undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// This one, whole.
    Act(ActId),
    /// The last one of the person who asks of which something can be undone, whole.
    Last,
    /// The last one on this alert that can be undone, on this alert alone.
    Alert(AlertId),
}

/// What came of undoing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// What was undone; where nothing could be: what was tried first.
    pub what: What,
    /// Alerts that stand as they stood before it.
    pub restored: Vec<AlertId>,
    /// Alerts left alone, of later acts that were passed over too: they changed again since.
    pub kept: Vec<AlertId>,
}

/// What happened to an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// It came into the list; nobody was told.
    Listed,
    /// First notice.
    Raised,
    /// A notice: more is known.
    Updated,
    /// A notice: its severity rose.
    Escalated,
    /// A notice: its publisher corrected or withdrew it.
    Corrected,
    /// A notifier's receiver has a notice.
    Notified,
    /// A notice was given up by a notifier.
    Failed,
    /// Somebody has seen it.
    Acknowledged,
    /// It was put off.
    Snoozed,
    /// Somebody is done with it.
    Resolved,
    /// It is open again.
    Reopened,
    /// Somebody wrote something down.
    Note,
    /// Another alert became part of it: their stories turned out to be one.
    Joined,
    /// Something of this was undone.
    Undone,
}

impl What {
    /// Every kind with its name in output and in the store.
    pub const NAMES: &'static [(What, &'static str)] = &[
        (What::Listed, "listed"),
        (What::Raised, "raised"),
        (What::Updated, "updated"),
        (What::Escalated, "escalated"),
        (What::Corrected, "corrected"),
        (What::Notified, "notified"),
        (What::Failed, "failed"),
        (What::Acknowledged, "acknowledged"),
        (What::Snoozed, "snoozed"),
        (What::Resolved, "resolved"),
        (What::Reopened, "reopened"),
        (What::Note, "note"),
        (What::Joined, "joined"),
        (What::Undone, "undone"),
    ];

    /// The name in output and in the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        names::of(Self::NAMES, &self)
    }

    /// The kind of a name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<What> {
        names::value(Self::NAMES, name)
    }

    /// Whether it puts an alert into a state.
    #[must_use]
    pub fn is_state(self) -> bool {
        matches!(self, What::Acknowledged | What::Snoozed | What::Resolved | What::Reopened)
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One line of an alert's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// The alert.
    pub alert: AlertId,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub what: What,
    /// Who did it; empty: wirewatch itself.
    pub who: String,
    /// The note, the reason, the notifier: what more there is to say.
    pub text: String,
    /// When a snooze ends.
    pub until: Option<Timestamp>,
    /// Whether it was undone.
    pub undone: bool,
}

/// Number of a silence in its store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SilenceId(pub i64);

impl fmt::Display for SilenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A silence to be made: a checked query, and how far it reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewSilence {
    /// What it holds back, in the watch language; it is asked of the article that stands for the
    /// story.
    pub query: String,
    /// Only alerts that no other watch than these flags; empty: any alert.
    pub watches: Vec<String>,
    /// The highest severity that it holds back.
    pub max_severity: Severity,
    /// Why.
    pub reason: String,
    /// Who made it.
    pub who: String,
    /// When it ends.
    pub until: Timestamp,
}

/// A rule that holds back future notifications of the alerts it fits. The alerts themselves are
/// raised, listed and printed as ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Silence {
    /// Its number: what people type.
    #[serde(rename = "silence")]
    pub id: SilenceId,
    /// What it holds back.
    #[serde(flatten)]
    pub rule: NewSilence,
    /// When it was made.
    pub made: Timestamp,
    /// When it was taken away before its time, and by whom.
    pub removed: Option<(Timestamp, String)>,
    /// Notices that it has held back.
    pub held: u64,
}

impl Silence {
    /// Whether it holds at a time.
    #[must_use]
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.removed.is_none() && now < self.rule.until
    }

    /// Whether it reaches this far, leaving its query aside.
    #[must_use]
    pub fn covers(&self, line: &AlertLine) -> bool {
        let watches = &self.rule.watches;
        line.severity <= self.rule.max_severity
            && (watches.is_empty() || line.watches.iter().all(|watch| watches.contains(watch)))
    }
}

/// How an alert line says that its notice was silenced, and by which silence.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Silenced {
    /// The silence.
    pub silence: SilenceId,
    /// Why it was made.
    pub reason: String,
    /// Who made it.
    pub who: String,
    /// When it ends.
    pub until: Timestamp,
}

impl From<&Silence> for Silenced {
    fn from(silence: &Silence) -> Silenced {
        let NewSilence { reason, who, until, .. } = silence.rule.clone();
        Silenced { silence: silence.id, reason, who, until }
    }
}

/// A notice that a silence held back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldNotice {
    /// The silence.
    pub silence: SilenceId,
    /// The alert.
    pub alert: AlertId,
    /// Number of the notice.
    pub notice: u64,
    /// When it was raised.
    pub raised: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::What;

    #[test]
    fn every_kind_of_event_has_a_name_of_its_own() {
        for (what, name) in What::NAMES {
            assert_eq!((what.name(), What::from_name(name)), (*name, Some(*what)));
        }
    }
}
