//! How long after it was published news was alerted, over the last day: of what was published while
//! the store was there.

use jiff::{SignedDuration, Timestamp};

use crate::domain::Alert;
use crate::store::{AlertOrder, AlertQuery, Store, StoreError};

/// Spans of the picture: up to so many seconds, and how they are called.
pub const DELAYS: &[(i64, &str)] = &[
    (60, "≤ 1 min"),
    (300, "≤ 5 min"),
    (900, "≤ 15 min"),
    (3_600, "≤ 1 h"),
    (21_600, "≤ 6 h"),
    (i64::MAX, "later"),
];

/// Alerts looked at: the newest.
const NEWEST: usize = 400;

/// How many alerts came within which span.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delays {
    /// In the order of [`DELAYS`].
    pub counts: [u64; 6],
    /// Seconds within which half of them came; `None` where none says when it was published.
    pub half: Option<i64>,
}

impl Delays {
    fn of(mut seconds: Vec<i64>) -> Delays {
        seconds.sort_unstable();
        let mut counts = [0; 6];
        for one in &seconds {
            let place = DELAYS.iter().position(|(most, _)| one <= most);
            if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                *count += 1;
            }
        }
        Delays { counts, half: seconds.get(seconds.len().saturating_sub(1) / 2).copied() }
    }
}

/// Reads them from the alerts of the last day.
pub(super) fn delays(store: &dyn Store, now: Timestamp) -> Result<Delays, StoreError> {
    let since = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    let query = AlertQuery {
        since: Some(since),
        order: AlertOrder::Newest,
        limit: NEWEST,
        ..AlertQuery::default()
    };
    let alerts = store.alerts(&query)?;
    // What was published before the first article was fetched could not be told in time by anybody:
    // a new store's first polls, and all of the demo's history. An older store has older alerts.
    let count = store.counts(now)?.alerts;
    let is_new = u64::try_from(alerts.len()).is_ok_and(|known| known >= count);
    let begun = alerts.iter().map(|alert| alert.line.times.fetched.min(alert.raised)).min();
    let begun = begun.filter(|_| is_new).unwrap_or(Timestamp::MIN);
    let told = |alert: &Alert| {
        alert.raised >= since && alert.line.times.published.is_none_or(|at| at >= begun)
    };
    let seconds = alerts.into_iter().filter(told).filter_map(|alert| {
        let seconds = alert.raised.duration_since(alert.line.times.published?).as_secs();
        // An article that took the place of the first one may be younger than the alert.
        (seconds >= 0).then_some(seconds)
    });
    Ok(Delays::of(seconds.collect()))
}

#[cfg(test)]
mod tests {
    use super::Delays;

    #[test]
    fn delays_fall_into_their_spans() {
        let delays = Delays::of(vec![59, 60, 61, 4_000, 90_000]);
        assert_eq!((delays.counts, delays.half), ([2, 1, 0, 0, 1, 1], Some(61)));
        assert_eq!(Delays::of(Vec::new()), Delays::default());
    }
}
