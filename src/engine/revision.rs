//! Follows the store's change counter, so that commits of other processes are seen too, and opens
//! snoozed alerts whose time has come; tells when the store's file is no longer where it was.

use std::time::Duration;

use jiff::Timestamp;

use super::writer::{tell_trouble, waiting};
use super::{Role, Shared};
use crate::store::{ASKED_AGAIN, Store, StoreError};

/// How often the counter is read: another process's change appears within this time.
const EVERY: Duration = Duration::from_millis(400);

/// Every so many looks the poller opens what was snoozed until now.
const WAKE: u32 = 25;

/// Every so many looks it is seen whether the store's file is still in its place, and whether people want a feed
/// asked again that had ended.
const PLACE: u32 = 5;

/// Reads the counter until the engine stops.
pub(super) async fn follow(shared: Shared) {
    let mut left = None;
    for look in 1_u32.. {
        tokio::select! {
            () = shared.stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        let polls = shared.status.borrow().role == Role::Poller;
        if look % PLACE == 0 {
            tell_place(&shared, &mut left).await;
            if polls {
                tell_asked(&shared).await;
            }
        }
        let store = shared.store.clone();
        let wakes = look % WAKE == 0 && polls;
        let wake = wakes.then(Timestamp::now);
        match tokio::task::spawn_blocking(move || revision(store.as_ref(), wake)).await {
            Ok(Ok(read)) => {
                shared.revision.send_if_modified(|revision| {
                    let grown = read > *revision;
                    *revision = read.max(*revision);
                    grown
                });
            }
            Ok(Err(error)) => tracing::debug!(%error, "the change counter cannot be read"),
            // Looked at again: without it no front end would show anything new.
            Err(_) => tracing::error!("the thread that reads the change counter broke"),
        }
    }
}

/// Says that the store's file left its place, once, and takes it back when it is there again.
async fn tell_place(shared: &Shared, left: &mut Option<String>) {
    let store = shared.store.clone();
    let Ok(looked) = tokio::task::spawn_blocking(move || store.in_place()).await else { return };
    match looked {
        Err(error) => {
            let text = waiting(&error);
            tell_trouble(&shared.status, Some(text.clone()));
            *left = Some(text);
        }
        Ok(()) => {
            if let Some(text) = left.take() {
                tracing::warn!("the store is in its place again");
                shared.status.send_if_modified(|status| {
                    let ours = status.trouble.as_ref() == Some(&text);
                    status.trouble = status.trouble.take().filter(|_| !ours);
                    ours
                });
            }
        }
    }
}

/// Tells how often feeds that had ended were to be asked again. What cannot be read now is read at the next look.
async fn tell_asked(shared: &Shared) {
    let store = shared.store.clone();
    let Ok(looked) = tokio::task::spawn_blocking(move || store.cursor(ASKED_AGAIN)).await else {
        return;
    };
    if let Ok(Some(asked)) = looked {
        let new = |told: &mut u64| std::mem::replace(told, asked) != asked;
        shared.asked.send_if_modified(new);
    }
}

/// Opens what was snoozed until `wake`, if it is time to look, and reads the counter.
fn revision(store: &dyn Store, wake: Option<Timestamp>) -> Result<u64, StoreError> {
    if let Some(now) = wake {
        store.wake(now)?;
    }
    store.revision()
}
