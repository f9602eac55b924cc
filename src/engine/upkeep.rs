//! What the poller's process does for its store now and then: lets go what is older or more than
//! `[store]` keeps, and looks a large file through. Snoozes that are over are `revision`'s work.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, Interval, MissedTickBehavior};

use super::Shared;
use crate::config::StoreSettings;
use crate::store::{Retention, StoreError};

/// How often old articles go.
const PRUNE: Duration = Duration::from_secs(3_600);

/// When they first go: not while the first polls of a start are written.
const FIRST_PRUNE: Duration = Duration::from_secs(120);

/// How long an alert stays after something was done to it: hand-overs of a week tell of it.
const ACTED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How often a large store is looked through: a million articles take 5 s of CPU.
const LOOK_THROUGH: Duration = Duration::from_secs(24 * 3_600);

/// When that is done first: when the first polls of a start are written.
const FIRST_LOOK: Duration = Duration::from_secs(60);

/// Keeps the store until the engine stops.
pub(super) async fn run(shared: Shared) {
    let mut prune = every(PRUNE, FIRST_PRUNE);
    let mut look = every(LOOK_THROUGH, FIRST_LOOK);
    loop {
        tokio::select! {
            () = shared.stop.cancelled() => return,
            _ = prune.tick() => prune_old(&shared).await,
            _ = look.tick() => look_through(&shared).await,
        }
    }
}

/// Where it is noted when a single round last let old articles go, in seconds since 1970.
const PRUNED: &str = "pruned";

/// A single round does it so often: under cron nothing else would.
const DAILY: u64 = 24 * 3_600;

/// What a single round does at its end: once a day old articles go.
pub(super) async fn once(shared: &Shared) {
    let store = shared.store.clone();
    let now = Timestamp::now().as_second().max(0).cast_unsigned();
    let due = tokio::task::spawn_blocking(move || {
        let last = store.cursor(PRUNED)?;
        let due = is_due(last, now);
        if due || last.is_none() {
            store.set_cursor(PRUNED, now)?;
        }
        Ok::<bool, StoreError>(due)
    });
    match due.await {
        Ok(Ok(true)) => prune_old(shared).await,
        Ok(Err(error)) => tracing::debug!(%error, "it is not known when old articles went"),
        _ => {}
    }
}

/// Whether old articles may go again; not in the first round, which has just brought them. A clock that was set
/// back keeps nothing.
fn is_due(last: Option<u64>, now: u64) -> bool {
    last.is_some_and(|last| now.abs_diff(last) >= DAILY)
}

fn every(period: Duration, first: Duration) -> Interval {
    let mut interval = tokio::time::interval_at(Instant::now() + first, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

/// Looks for damage and tells it, in the log and as long as it is there on the screen.
async fn look_through(shared: &Shared) {
    let store = shared.store.clone();
    let damage = match tokio::task::spawn_blocking(move || store.look_through()).await {
        Ok(Ok(faults)) => faults.into_iter().next(),
        Ok(Err(error)) => return tracing::warn!(%error, "the store could not be looked through"),
        Err(_) => return,
    };
    let damage = damage
        .map(|fault| format!("the store is damaged: {fault}; `wirewatch store check` says more"));
    if let Some(damage) = &damage {
        tracing::error!("{damage}");
    }
    shared.status.send_if_modified(|status| {
        let news = status.damage != damage;
        status.damage = damage;
        news
    });
}

async fn prune_old(shared: &Shared) {
    let keep = retention(&shared.rules.borrow().settings.store, Timestamp::now());
    let store = shared.store.clone();
    match tokio::task::spawn_blocking(move || store.prune(&keep)).await {
        Ok(Ok(gone)) if gone.articles > 0 => {
            tracing::info!(articles = gone.articles, alerts = gone.alerts, "old articles went");
        }
        Ok(Err(error)) => tracing::warn!(%error, "old articles could not be removed"),
        _ => {}
    }
}

/// What the settings keep at a time.
fn retention(settings: &StoreSettings, now: Timestamp) -> Retention {
    let age = SignedDuration::from_hours(24 * i64::from(settings.keep_days));
    Retention {
        older_than: now.checked_sub(age).ok(),
        keep_at_most: Some(settings.keep_articles),
        acted_since: now.checked_sub(ACTED).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_round_lets_old_articles_go_once_a_day() {
        for (last, due) in [
            (None, false),
            (Some(100_000), false),
            (Some(100_000 - DAILY + 1), false),
            (Some(100_000 - DAILY), true),
            (Some(100_000 + DAILY), true),
        ] {
            assert_eq!(is_due(last, 100_000), due, "{last:?}");
        }
    }

    #[test]
    fn days_are_counted_back_and_too_many_keep_all() {
        let now: Timestamp = "2026-05-19T04:20:00Z".parse().unwrap();
        let settings = StoreSettings { keep_days: 90, ..StoreSettings::default() };
        let keep = retention(&settings, now);
        assert_eq!(keep.older_than.unwrap().to_string(), "2026-02-18T04:20:00Z");
        assert_eq!(keep.keep_at_most, Some(1_000_000));
        assert_eq!(keep.acted_since.unwrap().to_string(), "2026-05-12T04:20:00Z");
        let settings = StoreSettings { keep_days: u32::MAX, ..settings };
        assert_eq!(retention(&settings, now).older_than, None);
    }
}
