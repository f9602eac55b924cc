//! Watches the configuration files and puts a changed, sound configuration in force. A broken one
//! changes nothing and is told in the status until it is mended.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use super::{RuleSet, Status};
use crate::config::{self, Paths};

/// How often the files are looked at: a save is in force within three looks.
const EVERY: Duration = Duration::from_millis(600);

/// Looks for changes against what was loaded, until `stop`; a wish reads the files at once, changed
/// or not. `tweak` is applied to every configuration before it is compiled.
pub(super) async fn watch_files(
    (paths, loaded_from): (Paths, config::Stamp),
    tweak: impl Fn(&mut config::Loaded) + Send + Sync + Clone + 'static,
    rules: watch::Sender<Arc<RuleSet>>,
    status: watch::Sender<Status>,
    (wishes, stop): (Arc<Notify>, CancellationToken),
) {
    let mut in_force = loaded_from;
    let mut last = in_force.clone();
    loop {
        let mut asked = false;
        tokio::select! {
            () = stop.cancelled() => return,
            () = wishes.notified() => asked = true,
            () = tokio::time::sleep(EVERY) => {}
        }
        let stamp = config::stamp(&paths);
        // Seen twice alike: an editor that empties a file before it writes is not caught between.
        let settled = stamp == last;
        last = stamp.clone();
        if !asked && (!settled || stamp == in_force) {
            continue;
        }
        if let Some(name) = in_force.lost(&stamp) {
            // Not again until it is back: the rest may be gone with it, as with a lost folder.
            refuse(format!("{name} is gone; put it back, or start anew without it"), &status);
            continue;
        }
        in_force = stamp;
        let (paths, tweak) = (paths.clone(), tweak.clone());
        let built = tokio::task::spawn_blocking(move || build(&paths, &tweak)).await;
        match built {
            Ok(Ok(set)) => accept(set, &rules, &status),
            Ok(Err(problem)) => refuse(problem, &status),
            Err(_) => refuse("the configuration broke its reader".to_owned(), &status),
        }
    }
}

fn build(paths: &Paths, tweak: &impl Fn(&mut config::Loaded)) -> Result<RuleSet, String> {
    let mut loaded = config::load(paths)
        .map_err(|errors| errors.first().map(config::ConfigError::one_line).unwrap_or_default())?;
    tweak(&mut loaded);
    RuleSet::build(loaded, &[])?
        .with_ways(&paths.config)
        .map_err(|errors| errors.first().map(config::ConfigError::one_line).unwrap_or_default())
}

fn accept(set: RuleSet, rules: &watch::Sender<Arc<RuleSet>>, status: &watch::Sender<Status>) {
    let (watches, feeds) = (set.looks.len(), set.feeds.len());
    if status.borrow().config_problem.is_some() {
        tracing::warn!(watches, feeds, "the configuration is mended and in force");
    } else {
        tracing::info!(watches, feeds, "configuration in force");
    }
    status.send_modify(|status| {
        status.config_problem = None;
        status.watches = set.looks.clone();
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
