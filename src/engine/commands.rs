//! Carries out what front ends ask for: marks on alerts go to the store, polls to the poller.

use jiff::Timestamp;
use tokio::sync::mpsc;

use super::{Command, Shared};
use crate::domain::{AlertId, AlertState, FeedId};

/// How the trouble of a mark ends; it is over with the next mark that is stored.
const NOT_MARKED: &str = "; the mark was not stored, try again";

/// Works off commands until the engine stops.
pub(super) async fn carry_out(
    shared: Shared,
    mut commands: mpsc::Receiver<Command>,
    to_poller: mpsc::Sender<Option<FeedId>>,
) {
    loop {
        let command = tokio::select! {
            () = shared.stop.cancelled() => return,
            command = commands.recv() => match command {
                Some(command) => command,
                None => return,
            },
        };
        match command {
            Command::Acknowledge(ids) => mark(&shared, ids, AlertState::Acknowledged, None).await,
            Command::Snooze(ids, until) => {
                mark(&shared, ids, AlertState::Snoozed, Some(until)).await;
            }
            Command::Resolve(ids) => mark(&shared, ids, AlertState::Resolved, None).await,
            Command::Reopen(ids) => mark(&shared, ids, AlertState::Open, None).await,
            Command::Poll(feed) => {
                if to_poller.try_send(feed).is_err() {
                    tracing::warn!("nothing polls here at the moment");
                }
            }
        }
    }
}

async fn mark(shared: &Shared, ids: Vec<AlertId>, state: AlertState, until: Option<Timestamp>) {
    let store = shared.store.clone();
    let marked = tokio::task::spawn_blocking(move || {
        store.set_state(&ids, state, until, Timestamp::now())?;
        store.revision()
    });
    match marked.await {
        Ok(Ok(revision)) => {
            shared.revision.send_replace(revision);
            shared.status.send_if_modified(|status| {
                status.trouble.take_if(|text| text.ends_with(NOT_MARKED)).is_some()
            });
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "the mark was not stored");
            let text = format!("{error}{NOT_MARKED}");
            shared.status.send_modify(|status| status.trouble = Some(text));
        }
        Err(_) => tracing::error!("the marking thread ended unexpectedly"),
    }
}
