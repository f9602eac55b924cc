//! What one shift hands to the next: every alert that something happened to since it began, and
//! what is urgent and open however old it is.

use jiff::{SignedDuration, Timestamp};

use super::HEADLINE;
use crate::domain::{Alert, AlertId, AlertState, Severity, What};
use crate::engine::SHIFT;
use crate::store::{AlertOrder, AlertQuery, Store, StoreError};

/// Most alerts looked through: the newest.
const MOST: usize = 2_000;
/// How far back it goes where nobody has taken over yet.
const USUAL: SignedDuration = SignedDuration::from_hours(12);

/// The parts, in order: a state and its heading.
const PARTS: [(AlertState, &str); 4] = [
    (AlertState::Open, "still open"),
    (AlertState::Acknowledged, "acknowledged"),
    (AlertState::Snoozed, "put off"),
    (AlertState::Resolved, "resolved"),
];

/// The page.
#[derive(Clone, Debug)]
pub struct HandoverPage {
    /// Since when.
    pub since: Timestamp,
    /// Whether somebody took over then; else it is the usual span.
    pub taken: bool,
    /// Its rows, part by part.
    pub rows: Vec<HandoverRow>,
}

/// An alert of the page.
#[derive(Clone, Debug)]
pub struct HandoverRow {
    /// Its row in the store.
    pub id: AlertId,
    /// Where it stands.
    pub state: AlertState,
    /// Since when.
    pub state_since: Timestamp,
    /// Who put it there; empty: nobody yet.
    pub by: String,
    /// When a snooze ends.
    pub until: Option<Timestamp>,
    /// How urgent.
    pub severity: Severity,
    /// When it was raised.
    pub raised: Timestamp,
    /// Headline.
    pub headline: String,
    /// The last note, with who wrote it.
    pub note: Option<String>,
    /// What stands above it, where it is the first of its part.
    pub heading: Option<String>,
}

/// Reads the page.
pub(super) fn handover(store: &dyn Store, now: Timestamp) -> Result<HandoverPage, StoreError> {
    let began = store.cursor(SHIFT)?.and_then(|at| i64::try_from(at).ok());
    let began = began.and_then(|at| Timestamp::from_second(at).ok());
    let since = began.or_else(|| now.checked_sub(USUAL).ok()).unwrap_or(Timestamp::MIN);
    let query = AlertQuery {
        now: Some(now),
        order: AlertOrder::Newest,
        limit: MOST,
        ..AlertQuery::default()
    };
    let alerts = store.alerts(&query)?;
    let mut rows = Vec::new();
    for (state, heading) in PARTS {
        let mut part: Vec<&Alert> =
            alerts.iter().filter(|alert| alert.state == state && belongs(alert, since)).collect();
        part.sort_by_key(|alert| std::cmp::Reverse((alert.line.severity, alert.raised)));
        let count = part.len();
        for (number, alert) in part.into_iter().enumerate() {
            let mut row = row(store, alert)?;
            row.heading = (number == 0).then(|| format!("{heading}: {count}"));
            rows.push(row);
        }
    }
    Ok(HandoverPage { since, taken: began.is_some(), rows })
}

fn belongs(alert: &Alert, since: Timestamp) -> bool {
    let touched = alert.changed.max(alert.state_since).max(alert.raised) >= since;
    let waits = alert.state == AlertState::Open && alert.line.severity >= Severity::Immediate;
    touched || waits
}

fn row(store: &dyn Store, alert: &Alert) -> Result<HandoverRow, StoreError> {
    let notes = if alert.notes == 0 { Vec::new() } else { store.history(alert.id)? };
    let note = notes.into_iter().rev().find(|event| event.what == What::Note && !event.undone);
    Ok(HandoverRow {
        id: alert.id,
        state: alert.state,
        state_since: alert.state_since,
        by: alert.by.clone(),
        until: alert.until,
        severity: alert.line.severity,
        raised: alert.raised,
        headline: alert.line.headline().chars().take(HEADLINE).collect(),
        note: note.map(|note| match note.who.as_str() {
            "" => note.text,
            who => format!("{who}: {}", note.text),
        }),
        heading: None,
    })
}
