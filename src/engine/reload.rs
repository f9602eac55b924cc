//! Watches the configuration files and puts a changed, sound configuration in force. A broken one
//! changes nothing and is told in the status until it is mended.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use super::{Check, Role, RuleSet, Source, Status};
use crate::config::{self, Paths};

/// How often the files are looked at: a save is in force within three looks.
const EVERY: Duration = Duration::from_millis(600);

/// The target of what is logged whatever the level: answers to what somebody just did.
pub const TOLD: &str = "wirewatch::told";

/// Asks for the files to be read again, and waits until they have been.
#[derive(Clone, Debug)]
pub struct Reload {
    wish: Arc<Notify>,
    /// How often they were read because somebody asked; none: there are no files.
    done: Option<watch::Sender<u64>>,
}

impl Reload {
    /// For a configuration in files, or for a fixed one.
    pub(super) fn new(source: &Source) -> Reload {
        let done = source.paths().map(|_| watch::Sender::new(0));
        Reload { wish: Arc::default(), done }
    }

    /// Has the configuration read again at once, changed or not: files with secrets too.
    pub async fn again(&self) {
        if let Some(done) = &self.done {
            let mut done = done.subscribe();
            self.wish.notify_one();
            // Closed only when the engine is gone.
            let _ = done.changed().await;
        }
    }
}

/// What the watching of the files works with.
pub(super) struct Watcher<T> {
    pub(super) paths: Paths,
    pub(super) check: Check,
    /// The files as they were when they were last accepted.
    pub(super) in_force: config::Stamp,
    /// Applied to every configuration before it is compiled.
    pub(super) tweak: T,
    pub(super) rules: watch::Sender<Arc<RuleSet>>,
    pub(super) status: watch::Sender<Status>,
}

impl<T: Fn(&mut config::Loaded) + Send + Sync + Clone + 'static> Watcher<T> {
    /// Looks for changes against what was loaded, until `stop`.
    pub(super) async fn run(mut self, reload: Reload, stop: CancellationToken) {
        let mut last = (self.in_force.clone(), self.secrets());
        let mut read = last.clone();
        loop {
            let asked = tokio::select! {
                () = stop.cancelled() => return,
                () = reload.wish.notified() => true,
                () = tokio::time::sleep(EVERY) => false,
            };
            let stamp = (config::stamp(&self.paths), self.secrets());
            // Seen twice alike: an editor that empties a file before it writes is not caught
            // between.
            let settled = stamp == last;
            last = stamp.clone();
            if asked || settled && stamp != read {
                read.0 = stamp.0.clone();
                self.read(stamp.0, if asked { Why::Asked } else { Why::Changed }).await;
                read.1 = self.secrets();
            }
            if let Some(done) = reload.done.as_ref().filter(|_| asked) {
                done.send_modify(|done| *done += 1);
            }
        }
    }

    /// The files of credentials that the rules in force name, as they are now.
    fn secrets(&self) -> config::Secrets {
        config::secrets(&self.rules.borrow().feeds)
    }

    async fn read(&mut self, stamp: config::Stamp, why: Why) {
        // Who asks means it; else not until it is back: the rest may be gone with it, as with a
        // lost folder. What was never accepted is no loss.
        if let (Why::Changed, Some(lost)) = (why, self.in_force.lost(&stamp)) {
            let problem = format!(
                "{lost}; put it back, or send SIGHUP (`systemctl reload`) to go on without it"
            );
            return refuse(problem, &self.status);
        }
        let (paths, check, tweak) = (self.paths.clone(), self.check, self.tweak.clone());
        let role = self.status.borrow().role.clone();
        match tokio::task::spawn_blocking(move || build(&paths, check, &tweak, &role)).await {
            Ok(Ok(set)) => {
                self.in_force = stamp;
                accept(set, &self.rules, &self.status);
            }
            Ok(Err(problem)) => refuse(problem, &self.status),
            Err(_) => refuse("the configuration broke its reader".to_owned(), &self.status),
        }
    }
}

/// Why the files are read again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// They are not what they were.
    Changed,
    /// Somebody asked for it.
    Asked,
}

fn build(
    paths: &Paths,
    check: Check,
    tweak: &impl Fn(&mut config::Loaded),
    role: &Role,
) -> Result<RuleSet, String> {
    let first = |errors: Vec<config::ConfigError>| {
        errors.first().map(config::ConfigError::one_line).unwrap_or_default()
    };
    let mut loaded = config::load(paths).map_err(first)?;
    check(&loaded.settings).map_err(first)?;
    tweak(&mut loaded);
    let rules = RuleSet::build(loaded, &[])?;
    match role {
        Role::Poller => rules.with_ways(&paths.config).map_err(first),
        Role::Viewer => rules.with_ways_here(&paths.config).map(|(rules, _)| rules).map_err(first),
    }
}

fn accept(set: RuleSet, rules: &watch::Sender<Arc<RuleSet>>, status: &watch::Sender<Status>) {
    let (watches, feeds) = (set.looks.iter().filter(|watch| watch.enabled).count(), set.polled());
    if status.borrow().config_problem.is_some() {
        tracing::warn!(watches, feeds, "the configuration is mended and in force");
    } else {
        tracing::info!(target: TOLD, watches, feeds, "the changed configuration is in force");
    }
    status.send_modify(|status| {
        status.config_problem = None;
        status.watches = set.looks.clone();
        status.feeds = feeds;
    });
    rules.send_replace(Arc::new(set));
}

fn refuse(problem: String, status: &watch::Sender<Status>) {
    let known = status.borrow().config_problem.as_deref() == Some(problem.as_str());
    if !known {
        tracing::error!(problem, "the changed configuration is broken; the old one stays in force");
        status.send_modify(|status| status.config_problem = Some(problem));
    }
}
