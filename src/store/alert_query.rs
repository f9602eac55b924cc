//! Which alerts a list shows, and in which order. What a backend makes of it is its own.

use jiff::Timestamp;

use super::words::{self, Wanted};
use crate::domain::{Alert, AlertState, Severity};

/// Which alerts a list shows, newest of the highest severity first unless told otherwise.
#[derive(Clone, Debug, Default)]
pub struct AlertQuery {
    /// Only these states; empty: all.
    pub states: Vec<AlertState>,
    /// Only this severity and above.
    pub min_severity: Severity,
    /// Only alerts flagged by one of these watches; empty: all.
    pub watches: Vec<String>,
    /// Only alerts that changed since.
    pub since: Option<Timestamp>,
    /// Only alerts whose headline or article text holds all these words (as typed, unquoted).
    pub text: Option<String>,
    /// Only alerts that an outlet with all these words in its name carries (as typed, unquoted).
    pub outlet: Option<String>,
    /// The time of looking: snoozed alerts that are due by then count as open.
    pub now: Option<Timestamp>,
    /// The order.
    pub order: AlertOrder,
    /// How many to skip.
    pub offset: usize,
    /// At most this many.
    pub limit: usize,
}

/// The order of a list of alerts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlertOrder {
    /// Open before the rest, then severity, then newest.
    #[default]
    Urgency,
    /// Newest change first.
    Newest,
}

impl AlertQuery {
    /// Whether an outlet of the wanted name carries an alert.
    pub(super) fn is_carried(&self, alert: &Alert) -> bool {
        let carries = |terms: &[words::Term]| {
            let mut outlets = alert.line.story.outlets.iter();
            outlets.any(|outlet| words::hold(&words::of_text(outlet), terms))
        };
        match words::wanted(self.outlet.as_deref().unwrap_or_default()) {
            Wanted::Anything => true,
            Wanted::Nothing => false,
            Wanted::All(terms) => carries(&terms),
        }
    }
}
