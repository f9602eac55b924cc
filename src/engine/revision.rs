//! Follows the store's change counter, so that commits of other processes are seen too.

use std::time::Duration;

use super::Shared;

/// How often the counter is read: another process's change appears within this time.
const EVERY: Duration = Duration::from_millis(400);

/// Reads the counter until the engine stops.
pub(super) async fn follow(shared: Shared) {
    loop {
        tokio::select! {
            () = shared.stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        let store = shared.store.clone();
        match tokio::task::spawn_blocking(move || store.revision()).await {
            Ok(Ok(read)) => {
                shared.revision.send_if_modified(|revision| {
                    let grown = read > *revision;
                    *revision = read.max(*revision);
                    grown
                });
            }
            Ok(Err(error)) => tracing::debug!(%error, "the change counter cannot be read"),
            Err(_) => return,
        }
    }
}
