//! Passes on how late polls start: to the status, for this process, and now and then to the
//! store, for every other. What is late is measured in `fetch`.

use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::Shared;
use crate::domain::Timeliness;

/// How often the status says so: whoever shows it wakes each time.
const TOLD: Duration = Duration::from_secs(15);

/// Every so many times it is kept in the store: each is a write to the disk.
const KEPT_EVERY: u32 = 4;

/// Tells until polling ends, and then once more.
pub(super) async fn tell(
    shared: Shared,
    mut measured: watch::Receiver<Timeliness>,
    stop: CancellationToken,
) {
    for round in 1_u32.. {
        let over = tokio::select! {
            () = stop.cancelled() => true,
            () = tokio::time::sleep(TOLD) => false,
        };
        let told = *measured.borrow_and_update();
        shared.status.send_if_modified(|status| {
            let news = status.timeliness != told;
            status.timeliness = told;
            news
        });
        if over || round % KEPT_EVERY == 0 {
            keep(&shared, told).await;
        }
        if over {
            return;
        }
    }
}

async fn keep(shared: &Shared, told: Timeliness) {
    let store = shared.store.clone();
    let kept = tokio::task::spawn_blocking(move || store.set_timeliness(&told)).await;
    if let Ok(Err(error)) = kept {
        tracing::debug!(%error, "how punctual polling is could not be kept");
    }
}
