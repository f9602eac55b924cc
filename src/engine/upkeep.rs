//! What the poller's process does for its store now and then: lets go what is older or more than
//! `[store]` keeps. Snoozes that are over are `revision`'s work.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Shared;
use crate::config::StoreSettings;
use crate::store::Retention;

/// How often old articles go.
const PRUNE: Duration = Duration::from_secs(3_600);

/// When they first go: not while the first polls of a start are written.
const FIRST_PRUNE: Duration = Duration::from_secs(120);

/// Keeps the store until the engine stops.
pub(super) async fn run(shared: Shared) {
    let first = tokio::time::Instant::now() + FIRST_PRUNE;
    let mut prune = tokio::time::interval_at(first, PRUNE);
    prune.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = shared.stop.cancelled() => return,
            _ = prune.tick() => prune_old(&shared).await,
        }
    }
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
    Retention { older_than: now.checked_sub(age).ok(), keep_at_most: Some(settings.keep_articles) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_back_and_too_many_keep_all() {
        let now: Timestamp = "2026-05-19T04:20:00Z".parse().unwrap();
        let settings = StoreSettings { keep_days: 90, ..StoreSettings::default() };
        let keep = retention(&settings, now);
        assert_eq!(keep.older_than.unwrap().to_string(), "2026-02-18T04:20:00Z");
        assert_eq!(keep.keep_at_most, Some(1_000_000));
        let settings = StoreSettings { keep_days: u32::MAX, ..settings };
        assert_eq!(retention(&settings, now).older_than, None);
    }
}
