//! Says once that the network is lost or barred, and once that it is back: in the status and in the log.
//! Whether it is lost is found out in `fetch`.

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::Shared;
use crate::fetch::Network;

/// What the status says while it lasts.
const TOLD: &str =
    "no feed can be reached: the network is lost; they are tried again by themselves";

/// Tells until polling ends; what polls no more has no network to lose.
pub(super) async fn tell(
    shared: Shared,
    mut network: watch::Receiver<Network>,
    stop: CancellationToken,
) {
    loop {
        let changed = tokio::select! {
            () = stop.cancelled() => break,
            changed = network.changed() => changed,
        };
        if changed.is_err() {
            break;
        }
        let told = words(*network.borrow_and_update());
        tracing::warn!("{}", told.as_deref().unwrap_or("feeds can be reached again"));
        shared.status.send_modify(|status| status.outage = told);
    }
    shared.status.send_if_modified(|status| status.outage.take().is_some());
}

/// What is to be said of it, if anything.
fn words(network: Network) -> Option<String> {
    match network {
        Network::There => None,
        Network::Lost => Some(TOLD.to_owned()),
        Network::Barred(bar) => Some(format!(
            "every feed gets the same answer that is no feed ({bar}): a proxy or a log-in page stands \
             between; open any page in a browser; they are tried again by themselves"
        )),
    }
}
