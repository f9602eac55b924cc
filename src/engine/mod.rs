//! Starts and joins the running pipeline: poll, examine, decide, commit, tell.
//!
//! Front ends hold a [`Handle`]: they read the store, watch its revision and send commands.

mod asked;
mod bars;
mod behind;
mod commands;
mod courier;
mod deliver;
pub mod duty;
mod error;
mod examine;
mod handle;
mod inbox;
mod opening;
mod outage;
mod owner;
mod pulse;
mod punctuality;
mod rates;
mod reading;
mod reload;
pub mod revising;
mod revision;
mod round;
mod rules;
mod session;
mod shelf;
mod silences;
mod source_words;
mod sources;
pub mod stories;
mod trial;
mod turns;
mod upkeep;
mod ways;
mod workbench;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::{ConfigError, Loaded, Paths, Settings};
use crate::domain::Timeliness;
use crate::store::{self, Store};
use opening::Opened;

pub use crate::fetch::Resting;
pub use crate::triage::burst::Rate;
pub use crate::triage::scene;
pub use error::EngineError;
pub use handle::{
    Command, Handle, Progress, Reading, Role, SHIFT, SourceNotice, Status, Undoing, WatchLook,
};
pub use pulse::{Pulse, Work};
pub use rates::{Rates, WatchRate, rates};
pub use reload::{Reload, TOLD};
pub use rules::RuleSet;
pub use trial::{Bounds, Cut, QueryFault, Question, Trial, Tried, trial};
pub use ways::{WaysHere, ways, ways_here};
pub use workbench::{Attempt, FeedEdit, WatchEdit, Workbench};
pub use writer::Tally;

/// How long opening waits for a store that another process is writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// Commands waiting to be carried out: a person cannot press more keys in a moment.
const COMMANDS: usize = 64;

/// What is wrong with settings beyond what their reader knows: that of the front ends.
pub type Check = fn(&Settings) -> Result<(), Vec<ConfigError>>;

/// Where the configuration comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// Files, looked at again and again while running, with what the front ends want of them.
    Files(Paths, Check),
    /// What was given at the start, for good.
    Fixed,
}

impl Source {
    /// The files, where there are any.
    fn paths(&self) -> Option<Paths> {
        match self {
            Source::Files(paths, _) => Some(paths.clone()),
            Source::Fixed => None,
        }
    }

    /// Where relative paths of the configuration begin.
    fn folder(&self) -> PathBuf {
        match self {
            Source::Files(paths, _) => paths.config.clone(),
            Source::Fixed => PathBuf::new(),
        }
    }
}

/// What to do when another process polls the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenTaken {
    /// Read along, and take over when it ends.
    View,
    /// Do not start.
    Refuse,
}

/// How long the engine runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Until it is stopped.
    Live(WhenTaken),
    /// Every enabled feed once, now.
    Once,
}

/// How to start an engine.
#[derive(Clone, Debug)]
pub struct Options {
    /// The store's file.
    pub store: PathBuf,
    /// Where changes of the configuration come from.
    pub source: Source,
    /// How long to run.
    pub mode: Mode,
    /// Instead of the configured span: how old an article of a first poll may be to be told;
    /// seconds, `u32::MAX` for all.
    pub first_notice: Option<u32>,
}

/// A running engine. Dropping it stops it without waiting.
pub struct Engine {
    handle: Handle,
    stop: CancellationToken,
    finished: CancellationToken,
    tasks: TaskTracker,
    reload: Reload,
    tally: watch::Receiver<Tally>,
}

/// What every task of the engine shares.
#[derive(Clone)]
struct Shared {
    store: Arc<dyn Store>,
    path: PathBuf,
    rules: watch::Receiver<Arc<RuleSet>>,
    status: watch::Sender<Status>,
    revision: watch::Sender<u64>,
    /// How often feeds that had ended were to be asked again.
    asked: watch::Sender<u64>,
    tally: watch::Sender<Tally>,
    stop: CancellationToken,
    finished: CancellationToken,
    pulse: Pulse,
}

impl Engine {
    /// Opens the store and starts whatever the options ask for. Must be called inside a runtime.
    ///
    /// # Errors
    /// When the store cannot be used, the configuration does not compile, or another process
    /// polls the store and the options refuse to view.
    pub async fn start(options: Options, mut loaded: Loaded) -> Result<Engine, EngineError> {
        let loaded_from = loaded.stamp.clone();
        let first_notice = options.first_notice;
        let tweak = move |loaded: &mut Loaded| widen(loaded, first_notice);
        tweak(&mut loaded);
        let (rules, absent) = opening::rules(&options, loaded).await?;
        let Opened { store, revision, lock } = opening::store(&options).await?;
        if lock.is_none() && options.mode != Mode::Live(WhenTaken::View) {
            let pid = store::lock::holder(&options.store);
            return Err(EngineError::Taken { store: options.store, pid });
        }
        if lock.is_some() {
            opening::can_poll(&rules, &absent, options.mode)?;
        }
        for secret in &absent {
            tracing::warn!("{}", secret.one_line());
        }
        let status = Status {
            role: if lock.is_some() { Role::Poller } else { Role::Viewer },
            timeliness: Timeliness::default(),
            config_problem: None,
            ended: None,
            damage: None,
            trouble: None,
            outage: None,
            watches: rules.looks.clone(),
            feeds: rules.polled(),
            sources: Arc::default(),
            reading: None,
            undone: None,
        };
        let (rules_in, rules) = watch::channel(Arc::new(rules));
        let (commands_in, commands) = mpsc::channel(COMMANDS);
        let (tally, tally_out) = watch::channel(Tally::default());
        let shared = Shared {
            store,
            path: options.store.clone(),
            rules,
            status: watch::Sender::new(status),
            revision: watch::Sender::new(revision),
            asked: watch::Sender::new(0),
            tally,
            stop: CancellationToken::new(),
            finished: CancellationToken::new(),
            pulse: Pulse::default(),
        };
        let handle = Handle {
            pulse: shared.pulse.clone(),
            store: shared.store.clone(),
            revision: shared.revision.subscribe(),
            status: shared.status.subscribe(),
            commands: commands_in,
            watches: Workbench::new(shared.rules.clone(), options.source.paths()),
        };
        let tasks = TaskTracker::new();
        let reload = Reload::new(&options.source);
        if let Source::Files(paths, check) = options.source {
            let (in_force, status) = (loaded_from, shared.status.clone());
            let watcher =
                reload::Watcher { paths, check, in_force, tweak, rules: rules_in, status };
            let watching = watcher.run(reload.clone(), shared.stop.clone());
            tasks.spawn(shared.own("the watching of the configuration", watching));
        }
        tasks.spawn(shared.own("the following of the store", revision::follow(shared.clone())));
        let (to_poller, for_poller) = mpsc::channel(COMMANDS);
        let carrying = commands::carry_out(shared.clone(), commands, to_poller);
        tasks.spawn(shared.own("the carrying out of commands", carrying));
        let polling = session::run(shared.clone(), lock, options.mode, for_poller);
        tasks.spawn(shared.own("polling", polling));
        tasks.close();
        Ok(Engine {
            handle,
            stop: shared.stop,
            finished: shared.finished,
            tasks,
            reload,
            tally: tally_out,
        })
    }

    /// What front ends hold.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Cancelled when the engine's work is over by itself: the one round of [`Mode::Once`].
    #[must_use]
    pub fn finished(&self) -> CancellationToken {
        self.finished.clone()
    }

    /// Reads the configuration again.
    #[must_use]
    pub fn reload(&self) -> Reload {
        self.reload.clone()
    }

    /// Stops every task and waits for the last commit.
    pub async fn stop(self) -> Tally {
        self.stop.cancel();
        self.tasks.wait().await;
        *self.tally.borrow()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Applies `--since` to a configuration.
fn widen(loaded: &mut Loaded, first_notice: Option<u32>) {
    if let Some(seconds) = first_notice {
        let pace = &mut loaded.settings.pace;
        pace.first_notice = seconds;
        pace.late = pace.late.max(seconds);
    }
}
