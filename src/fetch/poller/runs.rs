//! The polls under way: each a task of its own, so that a panic in one is that feed's failure.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio::task::{Id, JoinError, JoinSet};

use super::wall_clock;
use crate::domain::{CacheHints, ErrorKind, Failure, Feed, FeedId, Outcome, Poll};
use crate::fetch::client::{Client, Request};

/// A poll that was begun.
struct Begun {
    turn: u64,
    feed: FeedId,
    started: Timestamp,
}

/// What runs.
pub(super) struct Runs {
    client: Client,
    tasks: JoinSet<Poll>,
    started: HashMap<Id, Begun>,
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

    /// Begins the poll of a turn.
    pub fn start(&mut self, feed: &Feed, turn: u64, now: Timestamp) {
        let (client, request) = (self.client.clone(), Request::from(feed));
        let begun = Begun { turn, feed: feed.id, started: now };
        let task = self.tasks.spawn(async move { client.poll(&request).await });
        self.started.insert(task.id(), begun);
    }

    /// The next poll that ends, with its turn; `None` when none runs.
    pub async fn next(&mut self) -> Option<(u64, Poll)> {
        loop {
            let ended = self.tasks.join_next_with_id().await?;
            let id = ended.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
            if let Some(begun) = self.started.remove(&id) {
                let poll = ended.map_or_else(|_| lost(&begun), |(_, poll)| poll);
                return Some((begun.turn, poll));
            }
        }
    }
    /// Breaks every poll off.
    pub async fn stop(&mut self) {
        self.tasks.shutdown().await;
        self.started.clear();
    }
}

/// A poll that panicked.
fn lost(begun: &Begun) -> Poll {
    let Begun { feed, started, .. } = *begun;
    tracing::error!(%feed, "poll panicked");
    let message = "the poll failed inside wirewatch; please report this".to_owned();
    let failure = Failure { kind: ErrorKind::Protocol, message, status: None };
    Poll {
        feed,
        started,
        finished: wall_clock().max(started),
        outcome: Outcome::Failed(failure),
        hints: CacheHints::default(),
        moved: None,
        host: None,
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
        let begun = Begun { turn: 3, feed: FeedId(7), started: wall_clock() };
        runs.started.insert(task.id(), begun);
        let (turn, poll) = runs.next().await.unwrap();
        assert_eq!((turn, poll.feed), (3, FeedId(7)));
        assert!(
            matches!(poll.outcome, Outcome::Failed(failure) if failure.message.contains("inside"))
        );
        assert!(runs.next().await.is_none());
    }
}
