//! Opens what an engine starts from: rules, store and the poller's lock. A service that starts on a
//! full disk waits for room, as one that runs does; who sits before a screen is told at once.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::{EngineError, Mode, Options, PATIENCE, RuleSet, Source, WhenTaken, session};
use crate::config::{ConfigError, Loaded};
use crate::fetch::Client;
use crate::store::lock::{self, PollerLock};
use crate::store::{self, Store, StoreError};

/// The first and the longest wait for room on the disk.
const WAITS: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(10));

/// An opened store.
pub(super) struct Opened {
    pub(super) store: Arc<dyn Store>,
    pub(super) revision: u64,
    /// `None`: another process polls it.
    pub(super) lock: Option<PollerLock>,
}

/// Makes the rules of a configuration, with the secrets that are not there for this process: who
/// only looks needs none.
pub(super) async fn rules(
    options: &Options,
    loaded: Loaded,
) -> Result<(RuleSet, Vec<ConfigError>), EngineError> {
    let mode = options.mode;
    let folder = options.source.folder();
    blocking(move || {
        let rules = RuleSet::build(loaded, &[]).map_err(EngineError::Rules)?;
        let (rules, absent) = rules.with_ways_here(&folder).map_err(EngineError::Config)?;
        match mode {
            Mode::Live(WhenTaken::View) => Ok((rules, absent)),
            _ if absent.is_empty() => Ok((rules, absent)),
            _ => Err(EngineError::Config(absent)),
        }
    })
    .await
}

/// Looks whether feeds can be asked: with the secrets that are not there, and as the environment wants
/// it. That never changes for a process, so waiting would help nobody.
pub(super) fn can_poll(
    rules: &RuleSet,
    absent: &[ConfigError],
    mode: Mode,
) -> Result<(), EngineError> {
    if mode == Mode::Once {
        has_a_clock(Timestamp::now())?;
    }
    if !absent.is_empty() {
        return Err(EngineError::Config(absent.to_vec()));
    }
    let settings = &rules.settings;
    let client = Client::with_body_limit(&settings.fetching, settings.limits.body);
    client.map(drop).map_err(|error| EngineError::CannotRun(error.to_string()))
}

/// Before this there was no wirewatch, in seconds (2020-01-01): a clock that says less was never set.
const FIRST_LIGHT: i64 = 1_577_836_800;

/// Looks whether the clock was ever set: what is fetched in 1970 is old tomorrow, and told to nobody.
pub(super) fn has_a_clock(now: Timestamp) -> Result<(), EngineError> {
    if now.as_second() >= FIRST_LIGHT {
        return Ok(());
    }
    Err(EngineError::CannotRun(format!(
        "the clock here says {now:.0}: set it; feeds are polled then"
    )))
}

/// Opens the store.
pub(super) async fn store(options: &Options) -> Result<Opened, EngineError> {
    let (mut wait, longest) = WAITS;
    loop {
        let wanted = options.clone();
        match blocking(move || open(&wanted)).await {
            Err(EngineError::Store(error @ StoreError::Full { .. }))
                if options.mode == Mode::Live(WhenTaken::Refuse) =>
            {
                // Said once, however often it is tried.
                if wait == WAITS.0 {
                    let store = options.store.display();
                    tracing::error!(%store, "{error}; wirewatch starts as soon as there is room");
                }
            }
            opened => return opened,
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(longest);
    }
}

fn open(options: &Options) -> Result<Opened, EngineError> {
    let path = options.store.as_path();
    let (new, polled) = (!path.exists(), lock::path(path).exists());
    let store = store::open(path, PATIENCE)?;
    let shown = path.display();
    if let Some(climbed) = store.climbed() {
        tracing::warn!("{climbed}");
    }
    // Without a word, a store that was lost would only show in what is told twice.
    match (new, polled) {
        // The demo's: always a new one.
        (true, _) if matches!(options.source, Source::Fixed) => {}
        (true, true) => tracing::warn!(
            "the store {shown} is gone: a new one was made, and what feeds still list may be told \
             again; to go on with the old one, stop wirewatch and put it or a backup there"
        ),
        (true, false) => tracing::warn!("there was no store yet: made {shown}"),
        (false, _) => {}
    }
    Ok(Opened { revision: store.revision()?, lock: session::take_lock(path)?, store })
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EngineError> + Send + 'static,
) -> Result<T, EngineError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| EngineError::CannotRun(error.to_string()))?
}

#[cfg(test)]
mod tests {
    use super::has_a_clock;

    #[test]
    fn a_clock_that_was_never_set_is_told() {
        assert!(has_a_clock("2026-03-03T10:00:00Z".parse().unwrap()).is_ok());
        let told = has_a_clock("1970-01-02T00:00:00Z".parse().unwrap()).unwrap_err().to_string();
        assert!(told.contains("1970-01-02T00:00:00Z"), "{told}");
    }
}
