//! The polls under way: each a task of its own, so that a panic in one is that feed's failure.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::task::{Id, JoinError, JoinSet};

use super::wall_clock;
use crate::domain::{CacheHints, ErrorKind, Failure, FeedId, Outcome, Poll};
use crate::fetch::client::{Client, Request};

/// A poll that can be made any time.
#[derive(Clone)]
pub(super) struct Job {
    pub request: Arc<Request>,
    pub host: Arc<str>,
}

/// What runs.
pub(super) struct Runs {
    client: Client,
    tasks: JoinSet<Poll>,
    started: HashMap<Id, (FeedId, Timestamp)>,
}

impl Runs {
    pub fn new(client: Client) -> Runs {
        Runs { client, tasks: JoinSet::new(), started: HashMap::new() }
    }

    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    pub fn start(&mut self, job: Job, now: Timestamp) {
        let client = self.client.clone();
        let feed = job.request.feed;
        let task = self.tasks.spawn(async move { client.poll(&job.request).await });
        self.started.insert(task.id(), (feed, now));
    }

    /// The next poll that ends; `None` when none runs.
    pub async fn next(&mut self) -> Option<Poll> {
        loop {
            match self.tasks.join_next_with_id().await? {
                Ok((id, poll)) => {
                    self.started.remove(&id);
                    return Some(poll);
                }
                Err(error) => {
                    if let Some(poll) = self.lost(&error) {
                        return Some(poll);
                    }
                }
            }
        }
    }

    fn lost(&mut self, error: &JoinError) -> Option<Poll> {
        let (feed, started) = self.started.remove(&error.id())?;
        tracing::error!(%feed, "poll panicked");
        let message = "the poll failed inside wirewatch; please report this".to_owned();
        let failure = Failure { kind: ErrorKind::Protocol, message, status: None };
        Some(Poll {
            feed,
            started,
            finished: wall_clock().max(started),
            outcome: Outcome::Failed(failure),
            hints: CacheHints::default(),
            moved: None,
        })
    }

    /// Breaks every poll off.
    pub async fn stop(&mut self) {
        self.tasks.shutdown().await;
        self.started.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Fetching;

    #[tokio::test]
    async fn a_panic_is_the_failure_of_its_feed() {
        let mut runs = Runs::new(Client::new(&Fetching::default()).unwrap());
        let task = runs.tasks.spawn(async { panic!("on purpose") });
        runs.started.insert(task.id(), (FeedId(7), wall_clock()));
        let poll = runs.next().await.unwrap();
        assert_eq!(poll.feed, FeedId(7));
        assert!(
            matches!(poll.outcome, Outcome::Failed(failure) if failure.message.contains("inside"))
        );
        assert!(runs.next().await.is_none());
    }
}
