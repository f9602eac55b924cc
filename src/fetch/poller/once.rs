//! Polls every given feed once, now, and ends: `run --once`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::runs::{Job, Runs};
use super::{held_until, rest_of_host, wall_clock};
use crate::domain::{Feed, FeedId, FeedState, Fetching, Poll};
use crate::fetch::client::Client;
use crate::fetch::queue::{HostLimits, Queue};

/// What [`poll_once`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Once {
    /// Polls made and handed on.
    pub polled: usize,
    /// Feeds that were not polled: their publisher ended them, or their host asked for a wait
    /// that is not over.
    pub skipped: Vec<FeedId>,
}

/// Polls every enabled feed of `feeds` once and sends the polls, within the limits of hosts.
/// Ends early when it is stopped or nobody takes the polls any more.
pub async fn poll_once(
    client: Client,
    fetching: &Fetching,
    feeds: Vec<Feed>,
    polls: mpsc::Sender<Poll>,
    stop: &CancellationToken,
) -> Once {
    let mut round = Round::new(client, fetching, &feeds);
    // Ten thousand take ten MiB, and a round lasts.
    drop(feeds);
    loop {
        round.start_due();
        if round.runs.is_empty() && round.queue.next_ready().is_none() {
            break;
        }
        let wait = round.wait();
        let poll = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            Some(poll) = round.runs.next(), if !round.runs.is_empty() => poll,
            () = tokio::time::sleep(wait) => continue,
        };
        round.finish(&poll);
        // Waiting here for the taker is what keeps the number of documents in memory small.
        let sent = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            sent = polls.send(poll) => sent,
        };
        if sent.is_err() {
            break;
        }
        round.did.polled += 1;
    }
    round.runs.stop().await;
    round.did
}

struct Round {
    queue: Queue,
    jobs: HashMap<FeedId, Job>,
    runs: Runs,
    concurrent: usize,
    did: Once,
}

impl Round {
    fn new(client: Client, fetching: &Fetching, feeds: &[Feed]) -> Round {
        let now = wall_clock();
        let mut round = Round {
            queue: Queue::new(HostLimits::from(fetching)),
            jobs: HashMap::with_capacity(feeds.len()),
            runs: Runs::new(client),
            concurrent: fetching.concurrent.max(1),
            did: Once::default(),
        };
        let held: HashSet<Arc<str>> = feeds
            .iter()
            .filter(|feed| held_until(feed) > Some(now))
            .map(|feed| Job::from(feed).host)
            .collect();
        for feed in feeds.iter().filter(|feed| feed.spec.enabled) {
            let job = Job::from(feed);
            let waits = feed.state == FeedState::RateLimited && feed.next_poll > Some(now);
            if waits || feed.state == FeedState::Gone || held.contains(&job.host) {
                round.did.skipped.push(feed.id);
                continue;
            }
            round.queue.put(feed.id, &job.host, now);
            round.jobs.insert(feed.id, job);
        }
        round
    }

    fn start_due(&mut self) {
        let now = wall_clock();
        while self.runs.len() < self.concurrent {
            let Some(due) = self.queue.take(now) else { break };
            if let Some(job) = self.jobs.remove(&due.feed) {
                self.runs.start(job, now);
            }
        }
    }

    fn wait(&self) -> std::time::Duration {
        const IDLE: std::time::Duration = std::time::Duration::from_secs(60);
        if self.runs.len() >= self.concurrent {
            return IDLE;
        }
        let next = self.queue.next_ready();
        let wait = next.and_then(|at| at.duration_since(wall_clock()).try_into().ok());
        wait.unwrap_or(if next.is_some() { std::time::Duration::ZERO } else { IDLE }).min(IDLE)
            + std::time::Duration::from_micros(500)
    }

    fn finish(&mut self, poll: &Poll) {
        let host = self.queue.host_of(poll.feed);
        self.queue.remove(poll.feed);
        if let (Some(host), Some(_)) = (host, rest_of_host(poll)) {
            for feed in self.queue.waiting_on(&host) {
                self.queue.remove(feed);
                self.did.skipped.push(feed);
            }
        }
    }
}
