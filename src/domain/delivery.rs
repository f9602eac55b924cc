//! Deliveries: which notices a notifier wants, and where each of them stands in the outbox.
//! How and when they go out is `notify`'s work, who keeps them is the store's.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AlertLine, Notice, Severity, names};

/// Which notices one notifier wants. A notice that a route wants gets its row in the outbox in the
/// transaction that writes the notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// Name of the notifier.
    pub notifier: String,
    /// Only this severity and above.
    pub min_severity: Severity,
    /// Only alerts of one of these watches; empty: all.
    pub watches: Vec<String>,
}

impl Route {
    /// Whether the notifier wants this notice. Nobody wants what a silence holds back.
    #[must_use]
    pub fn wants(&self, line: &AlertLine) -> bool {
        let watched = self.watches.is_empty()
            || line.watches.iter().any(|watch| self.watches.contains(watch));
        watched && line.severity >= self.min_severity && line.silenced.is_none()
    }
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryState {
    /// Waits for its time, its first or another one.
    #[default]
    Due,
    /// The receiver has said that it has it.
    Delivered,
    /// Given up; a person may ask for it again.
    Failed,
}

impl DeliveryState {
    /// Every state with its name in output and in the store.
    pub const NAMES: &'static [(DeliveryState, &'static str)] = &[
        (DeliveryState::Due, "due"),
        (DeliveryState::Delivered, "delivered"),
        (DeliveryState::Failed, "failed"),
    ];

    /// The name in output and in the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        names::of(Self::NAMES, &self)
    }

    /// The state of a name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<DeliveryState> {
        names::value(Self::NAMES, name)
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One notice on its way through one notifier.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What is told.
    pub notice: Notice,
    /// Through which notifier.
    pub notifier: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is to be tried.
    pub due: Timestamp,
    /// How it goes out, bound before its first try and for good: alone, [`Delivery::ALONE`], or in a
    /// digest, by the number of the digest's first notice. `None`: it never went out.
    pub bundle: Option<u64>,
    /// When it was delivered or given up.
    pub settled: Option<Timestamp>,
    /// What came of the last try, in a few words.
    pub answer: String,
    /// Of many recipients those that have it already.
    pub taken: Vec<String>,
}

impl Delivery {
    /// The bundle of one that goes out alone.
    pub const ALONE: u64 = 0;

    /// How the answer begins of one that is held back.
    pub const HELD: &str = "held back until ";

    /// The digest it goes out with, if it does.
    #[must_use]
    pub fn digest(&self) -> Option<u64> {
        self.bundle.filter(|bundle| *bundle != Delivery::ALONE)
    }

    /// One that waits for its first try.
    #[must_use]
    pub fn new(notice: Notice, notifier: &str, due: Timestamp) -> Delivery {
        Delivery {
            notice,
            notifier: notifier.to_owned(),
            state: DeliveryState::Due,
            attempts: 0,
            due,
            bundle: None,
            settled: None,
            answer: String::new(),
            taken: Vec::new(),
        }
    }
}

/// What becomes of deliveries of one notifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The notifier.
    pub notifier: String,
    /// Numbers of the notices.
    pub seqs: Vec<u64>,
    /// What becomes of them.
    pub fate: Fate,
    /// What the receiver said, or why they wait.
    pub answer: String,
    /// After a try: no other at this receiver before then.
    pub pause: Option<Timestamp>,
}

/// What becomes of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The receiver has it: never to be sent again.
    Delivered,
    /// Given up after a try.
    Failed,
    /// Tried in vain: again then.
    Again(Timestamp),
    /// Not tried: held back until then.
    Held(Timestamp),
    /// About to go out, alone or in a digest: see [`Delivery::bundle`].
    Bundled(u64),
    /// The receiver wants nothing any more: it stays due, the notifier stops until asked again.
    Stopped,
}
