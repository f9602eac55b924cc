//! Says once that the network is lost, and once that it is back: in the status and in the log.
//! Whether it is lost is found out in `fetch`.

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::Shared;
use crate::fetch::Network;

/// What the status says while it lasts.
fn told(network: Network) -> Option<&'static str> {
    match network {
        Network::There => None,
        Network::Lost => {
            Some("no feed can be reached: the network is lost; they are tried again by themselves")
        }
        Network::Walled => Some(
            "every feed gets the same answer, and none is a feed: a proxy or a log-in page stands \
             between; open any page in a browser; they are tried again by themselves",
        ),
    }
}

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
        let told = told(*network.borrow_and_update());
        tracing::warn!("{}", told.unwrap_or("feeds can be reached again"));
        shared.status.send_modify(|status| status.outage = told.map(str::to_owned));
    }
    shared.status.send_if_modified(|status| status.outage.take().is_some());
}
