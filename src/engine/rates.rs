//! How each watch fares: its alerts per hour, and whether that is unusual.

use jiff::{SignedDuration, Timestamp};

use crate::store::{Store, StoreError};
use crate::triage::burst::{self, Rate, Seen};

/// A watch's alerts per hour, the current hour last, and what they amount to.
#[derive(Clone, Debug, Default)]
pub struct WatchRate {
    /// The watch.
    pub name: String,
    /// Two weeks of hours.
    pub hours: Vec<u64>,
    /// What they say.
    pub rate: Rate,
}

/// The rates of all watches.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    /// Of those that raised an alert within two weeks.
    pub busy: Vec<WatchRate>,
    /// Of every other.
    pub quiet: Rate,
}

impl Rates {
    /// The alerts per hour of a watch, if there were any, and what they say.
    #[must_use]
    pub fn of(&self, watch: &str) -> (&[u64], &Rate) {
        let found = self.busy.iter().find(|rate| rate.name == watch);
        found.map_or((&[], &self.quiet), |row| (&row.hours, &row.rate))
    }
}

/// The rates of all watches, from what the store counts.
///
/// # Errors
/// When the store cannot be read.
pub fn rates(store: &dyn Store, now: Timestamp) -> Result<Rates, StoreError> {
    let all = store.alerts_per_hour(now, burst::USUAL + burst::RECENT)?;
    // The store has lived at least since its first alert of any watch.
    let silent =
        all.iter().filter_map(|(_, hours)| hours.iter().position(|count| *count > 0)).min();
    let whole = burst::USUAL + burst::RECENT;
    let history = silent.map_or(0, |silent| whole.saturating_sub(silent));
    let quiet = burst::rate(&Seen { hours: &vec![0; whole], ages: &[], history });
    let exact = SignedDuration::from_hours(i64::try_from(burst::EXACT).unwrap_or(0));
    let raised = store.alerts_raised(now.checked_sub(exact).unwrap_or(Timestamp::MIN))?;
    let rated = all.into_iter().map(|(name, hours)| {
        let own = raised.iter().filter(|(watch, _)| *watch == name);
        let ages: Vec<i64> = own.map(|(_, at)| now.duration_since(*at).as_secs().max(0)).collect();
        let rate = burst::rate(&Seen { hours: &hours, ages: &ages, history });
        WatchRate { name, hours, rate }
    });
    Ok(Rates { busy: rated.collect(), quiet })
}
