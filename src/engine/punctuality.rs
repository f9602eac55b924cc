//! Passes on how late polls start: to the status, for this process, and now and then to the
//! store, for every other. What is late is measured in `fetch`.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Shared;
use crate::domain::Timeliness;

/// How long after the first poll it is told first, and how often in the end: whoever shows it wakes
/// each time.
const TOLD: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(15));

/// How often it is kept in the store: each time is a write to the disk.
const KEPT: Duration = Duration::from_secs(60);

/// Tells until polling ends, and then once more.
pub(super) async fn tell(
    shared: Shared,
    mut measured: watch::Receiver<Timeliness>,
    stop: CancellationToken,
) {
    tokio::select! {
        () = stop.cancelled() => {}
        // Err: polling ended before it began.
        _ = measured.changed() => {}
    }
    let (mut wait, longest) = TOLD;
    let mut kept: Option<Instant> = None;
    loop {
        let over = tokio::select! {
            () = stop.cancelled() => true,
            () = tokio::time::sleep(wait) => false,
        };
        wait = (wait * 2).min(longest);
        let told = *measured.borrow_and_update();
        shared.status.send_if_modified(|status| {
            let news = status.timeliness != told;
            status.timeliness = told;
            news
        });
        if over || kept.is_none_or(|kept| kept.elapsed() >= KEPT) {
            keep(&shared, told).await;
            kept = Some(Instant::now());
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
