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

/// How long a single round waits for its deliveries at its end.
const DRAIN: Duration = Duration::from_secs(60);

/// A running worker.
struct Running {
    /// The section it was made of.
    print: u64,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// Keeps a worker for every notifier of the rules in force, until the engine stops, or until `over`
/// and everything that is due has been tried.
pub(super) async fn run(shared: Shared, over: CancellationToken) {
    let (mut rules, mut revision) = (shared.rules.clone(), shared.revision.subscribe());
    let mut running: HashMap<String, Running> = HashMap::new();
    let mut fixed = false;
    loop {
        let ways = rules.borrow_and_update().ways.clone();
        adopt(&shared, &ways, &over, &mut running).await;
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
    let _ = tokio::time::timeout(DRAIN, finish(&mut running)).await;
    for worker in running.values() {
        worker.stop.cancel();
    }
    finish(&mut running).await;
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

/// Ends the workers whose section is gone or another, starts those that are new.
async fn adopt(
    shared: &Shared,
    ways: &[Way],
    over: &CancellationToken,
    running: &mut HashMap<String, Running>,
) {
    let same = |name: &String, worker: &Running| {
        ways.iter().any(|way| way.name() == name && way.print == worker.print)
    };
    let gone: Vec<String> = running
        .iter()
        .filter(|(name, worker)| !same(name, worker))
        .map(|(name, _)| name.clone())
        .collect();
    for name in gone {
        if let Some(worker) = running.remove(&name) {
            worker.stop.cancel();
            // Never two for one notifier: the old one finishes or gives up its try first.
            let _ = worker.task.await;
        }
    }
    for way in
        ways.iter().filter(|way| !running.contains_key(way.name())).cloned().collect::<Vec<_>>()
    {
        let stop = shared.stop.child_token();
        let (name, print) = (way.name().to_owned(), way.print);
        let courier = Courier {
            store: shared.store.clone(),
            way,
            revision: shared.revision.subscribe(),
            stop: stop.clone(),
            over: over.clone(),
        };
        let task = tokio::spawn(shared.own("a notifier's work", courier.run()));
        running.insert(name, Running { print, stop, task });
    }
}

async fn finish(running: &mut HashMap<String, Running>) {
    for worker in running.values_mut().filter(|worker| !worker.task.is_finished()) {
        if (&mut worker.task).await.is_err() {
            tracing::error!("a delivering task ended unexpectedly");
        }
    }
}
