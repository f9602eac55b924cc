//! Delivers what the outbox holds: one worker a notifier, so that a receiver that hangs or fails
//! delays no other. Runs only beside the poller; what waits from an earlier run goes on.
//!
//! What to do next and what becomes of a try is decided in `notify`; this file waits, sends, marks.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::Shared;
use super::courier::Courier;
use crate::notify::Way;
use crate::store::StoreError;
use crate::store::sent::{self, Unsettled};

/// How long a single round waits for its deliveries at its end.
const DRAIN: Duration = Duration::from_secs(60);

/// Wait between two tries at a store that cannot be written.
const BREATH: Duration = Duration::from_secs(1);

/// A running worker.
struct Running {
    /// The section it was made of.
    print: u64,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// Workers by the name of their notifier.
#[derive(Default)]
struct Workers {
    running: HashMap<String, Running>,
    /// Those whose section is gone or another: each ends the try it is at.
    leaving: HashMap<String, JoinHandle<()>>,
}

/// Keeps a worker for every notifier of the rules in force, until the engine stops, or until `over`
/// and everything that is due has been tried.
pub(super) async fn run(shared: Shared, over: CancellationToken) {
    let (mut rules, mut revision) = (shared.rules.clone(), shared.revision.subscribe());
    settle(&shared).await;
    let mut workers = Workers::default();
    let mut fixed = false;
    loop {
        let ways = rules.borrow_and_update().ways.clone();
        workers.adopt(&shared, &ways, &over);
        revision.borrow_and_update();
        tell_ends(&shared, &ways).await;
        tokio::select! {
            // Closed only when the engine is gone, which `stop` tells too.
            _ = revision.changed() => {}
            () = shared.stop.cancelled() => break,
            () = over.cancelled() => break,
            changed = rules.changed(), if !fixed => fixed = changed.is_err(),
        }
    }
    let _ = tokio::time::timeout(DRAIN, workers.finish()).await;
    for worker in workers.running.values() {
        worker.stop.cancel();
    }
    workers.finish().await;
}

/// Marks what the process before this one could not mark any more. Nothing goes out before.
async fn settle(shared: &Shared) {
    while !shared.stop.is_cancelled() {
        let (path, store) = (shared.path.clone(), shared.store.clone());
        let settled = tokio::task::spawn_blocking(move || {
            sent::settle(&path, store.as_ref(), Timestamp::now())
        });
        match settled.await {
            Ok(Ok(0)) => return,
            Ok(Ok(deliveries)) => {
                return tracing::info!(deliveries, "marked what was sent before the last end");
            }
            Ok(Err(error @ Unsettled::Unreadable { .. })) => {
                return tracing::error!(
                    "{error}; what it says was taken may be sent again: mend its rights and restart"
                );
            }
            Ok(Err(error)) => tracing::debug!(%error, "what was sent cannot be marked yet"),
            Err(_) => tracing::error!("the thread that marks what was sent broke"),
        }
        tokio::select! {
            () = shared.stop.cancelled() => {}
            () = tokio::time::sleep(BREATH) => {}
        }
    }
}

/// Alerts that were resolved are over for receivers that keep an incident for each.
async fn tell_ends(shared: &Shared, ways: &[Way]) {
    let keepers = ways.iter().filter(|way| way.keeps_incidents);
    let names: Vec<String> = keepers.map(|way| way.name().to_owned()).collect();
    if names.is_empty() {
        return;
    }
    let store = shared.store.clone();
    let told = tokio::task::spawn_blocking(move || {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let told = store.tell_ends(&names, Timestamp::now())?;
        let revision: Result<Option<u64>, StoreError> =
            (told > 0).then(|| store.revision()).transpose();
        revision
    });
    match told.await {
        Ok(Ok(Some(revision))) => _ = shared.revision.send_replace(revision),
        Ok(Ok(None)) => {}
        // Made up for at the next change: the store remembers where it stood.
        Ok(Err(error)) => tracing::debug!(%error, "ends are not told yet"),
        Err(_) => tracing::error!("the thread that tells of ends broke"),
    }
}

impl Workers {
    /// Sends the workers away whose section is gone or another, starts those that are new.
    fn adopt(&mut self, shared: &Shared, ways: &[Way], over: &CancellationToken) {
        let same = |name: &str, worker: &Running| {
            ways.iter().any(|way| way.name() == name && way.print == worker.print)
        };
        for (name, worker) in self.running.extract_if(|name, worker| !same(name, worker)) {
            worker.stop.cancel();
            self.leaving.insert(name, worker.task);
        }
        self.leaving.retain(|_, task| !task.is_finished());
        for way in ways {
            if !self.running.contains_key(way.name()) {
                self.start(shared, way.clone(), over.clone());
            }
        }
    }

    /// Never two for one notifier: the new one begins when the old one has ended its try, and
    /// neither a reload nor another notifier waits for that.
    fn start(&mut self, shared: &Shared, way: Way, over: CancellationToken) {
        let stop = shared.stop.child_token();
        let (name, print) = (way.name().to_owned(), way.print);
        let courier = Courier {
            store: shared.store.clone(),
            path: shared.path.clone(),
            way,
            revision: shared.revision.subscribe(),
            stop: stop.clone(),
            ending: shared.stop.clone(),
            over,
        };
        let before = self.leaving.remove(&name);
        let work = shared.own("a notifier's work", async move {
            if let Some(before) = before {
                // Err: it broke, which its own guard has told.
                let _ = before.await;
            }
            courier.run().await;
        });
        self.running.insert(name, Running { print, stop, task: tokio::spawn(work) });
    }

    async fn finish(&mut self) {
        let running = self.running.values_mut().map(|worker| &mut worker.task);
        for task in running.chain(self.leaving.values_mut()).filter(|task| !task.is_finished()) {
            if task.await.is_err() {
                tracing::error!("a delivering task ended unexpectedly");
            }
        }
    }
}
