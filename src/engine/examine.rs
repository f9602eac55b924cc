//! The parallel stage: documents to findings on blocking threads, a few at once. A panic in a
//! parser becomes a failed poll of that feed.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc, watch};

use super::RuleSet;
use crate::domain::{ErrorKind, Failure, Feed, FeedId, Findings, Lease, Outcome, Poll};
use crate::triage;

/// Documents of this size are examined one at a time: each takes many times its size while it is
/// read, and the others must not wait for it.
const LARGE: usize = 512 << 10;

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
    let desk = Desk { done: done.clone(), feeds: feeds.clone() };
    let heavy = Heavy::start(desk);
    while let Some(poll) = polls.recv().await {
        if !matches!(poll.outcome, Outcome::Document(_)) {
            if done.send(Examined { poll, read: None }).await.is_err() {
                return;
            }
            continue;
        }
        let rules = rules.borrow().clone();
        let poll = match &heavy {
            Some(heavy) if is_large(&poll) => match heavy.take(poll, rules.clone()) {
                None => continue,
                Some(back) => back,
            },
            _ => poll,
        };
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let (done, feeds) = (done.clone(), feeds.clone());
        tokio::spawn(async move {
            let examined = tokio::task::spawn_blocking(move || examine(poll, &feeds, &rules)).await;
            if let Ok(Some(examined)) = examined {
                // The writer is gone only when everything ends.
                let _ = done.send(examined).await;
            }
            drop(place);
        });
    }
    drop(done);
    if let Some(heavy) = heavy {
        let _ = tokio::task::spawn_blocking(move || heavy.finish()).await;
    }
}

/// Where what is examined goes, and what must be known for it.
struct Desk {
    done: mpsc::Sender<Examined>,
    feeds: FeedTable,
}

/// The one thread for large documents. They wait beside the line, not in it; how many can is
/// bounded by the room that `fetch` leases to large bodies. One thread, because the allocator
/// keeps for each thread what its largest work once took: on the threads of a pool that was 250 MiB
/// among hostile feeds, on one it is half of that.
struct Heavy {
    jobs: std::sync::mpsc::Sender<(Poll, Arc<RuleSet>)>,
    thread: std::thread::JoinHandle<()>,
}

impl Heavy {
    fn start(desk: Desk) -> Option<Heavy> {
        let (jobs, waiting) = std::sync::mpsc::channel::<(Poll, Arc<RuleSet>)>();
        let work = move || {
            for (poll, rules) in waiting {
                let examined = examine(poll, &desk.feeds, &rules);
                if examined.is_some_and(|examined| desk.done.blocking_send(examined).is_err()) {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name("large documents".to_owned()).spawn(work);
        Some(Heavy { jobs, thread: thread.ok()? })
    }

    /// Takes a poll, or gives it back when the thread is gone.
    fn take(&self, poll: Poll, rules: Arc<RuleSet>) -> Option<Poll> {
        self.jobs.send((poll, rules)).err().map(|refused| refused.0.0)
    }

    /// Waits until all is examined.
    fn finish(self) {
        drop(self.jobs);
        // A panic in it was a parser's, which `examine` catches; there is nothing more to say.
        let _ = self.thread.join();
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
