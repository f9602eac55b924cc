//! The parallel stage: documents to findings on blocking threads, a few at once. A panic in a
//! parser becomes a failed poll of that feed.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc, watch};

use super::RuleSet;
use crate::domain::{ErrorKind, Failure, Feed, FeedId, Findings, Lease, Outcome, Poll};
use crate::triage;

/// Documents of this size are examined one at a time: each takes many times its size while it is
/// read, and others must not wait for it.
const LARGE: usize = 1 << 20;

/// A poll with what was read from it; the body is gone.
#[derive(Debug)]
pub(super) struct Examined {
    /// The poll; its document's body is empty.
    pub(super) poll: Poll,
    /// What the document held, where there was one.
    pub(super) read: Option<Result<Findings, Failure>>,
}

/// What the stage must know of the feeds: shared with the writer, which keeps it up to date.
pub(super) type FeedTable = Arc<std::sync::RwLock<HashMap<FeedId, Feed>>>;

/// Examines polls until there are no more.
pub(super) async fn stage(
    mut polls: mpsc::Receiver<Poll>,
    done: mpsc::Sender<Examined>,
    feeds: FeedTable,
    rules: watch::Receiver<Arc<RuleSet>>,
) {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let places = Arc::new(Semaphore::new(cores));
    let heavy = Arc::new(Semaphore::new(1));
    while let Some(poll) = polls.recv().await {
        if !matches!(poll.outcome, Outcome::Document(_)) {
            if done.send(Examined { poll, read: None }).await.is_err() {
                return;
            }
            continue;
        }
        // A large document waits beside the line, not in it; how many can is bounded by the room
        // that `fetch` leases to large bodies.
        let lane = if is_large(&poll) { &heavy } else { &places };
        let first = match is_large(&poll) {
            true => None,
            false => Some(lane.clone().acquire_owned().await),
        };
        let (lane, work) = (lane.clone(), (feeds.clone(), rules.borrow().clone()));
        let done = done.clone();
        tokio::spawn(async move {
            let place = match first {
                Some(place) => place,
                None => lane.acquire_owned().await,
            };
            let (feeds, rules) = work;
            let examined = tokio::task::spawn_blocking(move || examine(poll, &feeds, &rules)).await;
            if let Ok(Some(examined)) = examined {
                // The writer is gone only when everything ends.
                let _ = done.send(examined).await;
            }
            drop(place);
        });
    }
}

fn is_large(poll: &Poll) -> bool {
    matches!(&poll.outcome, Outcome::Document(document) if document.body.len() >= LARGE)
}

fn examine(mut poll: Poll, feeds: &FeedTable, rules: &RuleSet) -> Option<Examined> {
    let feed = feeds.read().ok()?.get(&poll.feed).cloned()?;
    let Outcome::Document(document) = &mut poll.outcome else {
        return Some(Examined { poll, read: None });
    };
    let source = triage::Source {
        feed: feed.id,
        spec: &feed.spec,
        first_poll: feed.last_success.is_none(),
        fetched: poll.finished,
    };
    let asked = triage::Rules { matcher: &rules.matcher, limits: &rules.settings.limits };
    let unwound = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        triage::examine(document, &source, &asked)
    }));
    let read = unwound.unwrap_or_else(|_| {
        Err(Failure {
            kind: ErrorKind::Parse,
            message: "the document broke the parser; it was left out".to_owned(),
            status: None,
        })
    });
    document.body = Vec::new();
    document.lease = Lease::default();
    Some(Examined { poll, read: Some(read) })
}
