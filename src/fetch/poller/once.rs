//! Polls every given feed once, now, and ends: `run --once`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::runs::Runs;
use super::{Turn, wall_clock};
use crate::domain::{Feed, FeedId, FeedState, Fetching, Poll};
use crate::fetch::client::Client;
use crate::fetch::queue::{HostLimits, Queue};
use crate::fetch::request::home_again;
use crate::fetch::rest::{Rest, Resting, host_of};
use crate::fetch::schedule;

/// What [`poll_once`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Once {
    /// Polls made and handed on.
    pub polled: usize,
    /// Feeds that were not polled: their publisher ended them, their host asked for a wait that is
    /// not over, or they moved to where another feed is polled.
    pub skipped: Vec<FeedId>,
}

/// Polls every enabled feed of `feeds` once and sends the polls, within the limits of hosts.
/// Ends early when it is stopped or nobody takes the polls any more.
pub async fn poll_once(
    client: Client,
    fetching: &Fetching,
    feeds: Vec<Arc<Feed>>,
    turns: mpsc::Sender<Turn>,
    stop: &CancellationToken,
) -> Once {
    let mut round = Round::new(client, fetching, feeds);
    loop {
        round.start_due();
        if round.runs.is_empty() && round.queue.next_ready().is_none() {
            break;
        }
        let wait = round.wait();
        let (turn, ended) = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            Some(ended) = round.runs.next(), if !round.runs.is_empty() => ended,
            () = tokio::time::sleep(wait) => continue,
        };
        let mut passed: Vec<u64> =
            ended.rest.iter().flat_map(|rest| round.leave_alone(rest)).collect();
        let poll = match ended.later {
            // Its redirect led to a host for which many wait.
            Some(wait) => {
                round.queue.again(ended.poll.feed, wall_clock() + wait);
                None
            }
            None => {
                passed.extend(round.finish(&ended.poll));
                Some(ended.poll)
            }
        };
        let polled = usize::from(poll.is_some());
        let passed = passed.into_iter().map(|number| Turn { number, poll: None });
        // Waiting here for the taker is what keeps the number of documents in memory small.
        let sending = async {
            let came = poll.map(|poll| Turn { number: turn, poll: Some(poll) });
            for turn in passed.chain(came) {
                turns.send(turn).await?;
            }
            Ok::<_, mpsc::error::SendError<Turn>>(())
        };
        let sent = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            sent = sending => sent,
        };
        if sent.is_err() {
            break;
        }
        round.did.polled += polled;
    }
    round.runs.stop().await;
    round.did
}

struct Round {
    queue: Queue,
    /// What is still to be polled, with its turn.
    jobs: HashMap<FeedId, (u64, Arc<Feed>)>,
    /// Those that moved to where another feed is polled.
    elsewhere: HashSet<FeedId>,
    runs: Runs,
    concurrent: usize,
    did: Once,
}

impl Round {
    fn new(client: Client, fetching: &Fetching, feeds: Vec<Arc<Feed>>) -> Round {
        let now = wall_clock();
        let mut round = Round {
            queue: Queue::new(HostLimits::from(fetching)),
            jobs: HashMap::with_capacity(feeds.len()),
            elsewhere: HashSet::new(),
            runs: Runs::new(client, fetching.concurrent.max(1), HostLimits::from(fetching)),
            concurrent: fetching.concurrent.max(1),
            did: Once::default(),
        };
        let resting = Resting::of(feeds.iter().map(AsRef::as_ref), now);
        resting.all().for_each(|rest| round.runs.leave_alone(&rest));
        let enabled = || feeds.iter().filter(|feed| feed.spec.enabled);
        let moves = enabled().filter_map(|feed| feed.moved.clone());
        let mut moves: HashSet<String> = moves.collect();
        moves.retain(|to| enabled().any(|feed| feed.moved.is_none() && feed.spec.url == *to));
        for feed in feeds.into_iter().filter(|feed| feed.spec.enabled) {
            let elsewhere = feed.moved.as_ref().is_some_and(|to| moves.contains(to));
            if elsewhere && home_again(&feed, now) > now {
                round.did.skipped.push(feed.id);
                continue;
            }
            let host = host_of(if elsewhere { &feed.spec.url } else { feed.asked() });
            let waits = feed.state == FeedState::RateLimited
                && feed.next_poll > now.checked_add(schedule::ahead(&feed, now)).ok();
            if waits || feed.state == FeedState::Gone || resting.has(&host) {
                round.did.skipped.push(feed.id);
                continue;
            }
            round.queue.put(feed.id, &host, now);
            round.elsewhere.extend(elsewhere.then_some(feed.id));
            round.jobs.insert(feed.id, (0, feed));
        }
        round.number();
        round
    }

    /// Gives each its turn: one feed of every host, then the second of each, and so on, as the queue
    /// takes them where no host is slow. Owes nothing to when any of them answers.
    fn number(&mut self) {
        let hosts = self.jobs.keys().filter_map(|feed| Some((*feed, self.queue.host_of(*feed)?)));
        let mut order: Vec<(FeedId, Arc<str>)> = hosts.collect();
        order.sort_unstable_by_key(|(feed, _)| *feed);
        let mut rounds: HashMap<Arc<str>, usize> = HashMap::new();
        let mut order: Vec<(usize, Arc<str>, FeedId)> = order
            .into_iter()
            .map(|(feed, host)| {
                let round = rounds.entry(Arc::clone(&host)).or_default();
                *round += 1;
                (*round, host, feed)
            })
            .collect();
        order.sort_unstable();
        for (turn, (_, _, feed)) in (0..).zip(order) {
            if let Some((number, _)) = self.jobs.get_mut(&feed) {
                *number = turn;
            }
        }
    }

    fn start_due(&mut self) {
        let now = wall_clock();
        while self.runs.have_room(self.concurrent) {
            let Some(due) = self.queue.take(now) else { break };
            if let Some((turn, feed)) = self.jobs.get(&due.feed) {
                let elsewhere = self.elsewhere.contains(&feed.id);
                self.runs.start((feed, elsewhere), *turn, now);
            }
        }
    }

    fn wait(&self) -> std::time::Duration {
        const IDLE: std::time::Duration = std::time::Duration::from_secs(60);
        if !self.runs.have_room(self.concurrent) {
            let next = self.runs.next_room();
            return next.map_or(IDLE, |at| at.duration_since(Instant::now())).min(IDLE);
        }
        let next = self.queue.next_ready();
        let wait = next.and_then(|at| at.duration_since(wall_clock()).try_into().ok());
        wait.unwrap_or(if next.is_some() { std::time::Duration::ZERO } else { IDLE }).min(IDLE)
            + std::time::Duration::from_micros(500)
    }

    /// Notes the end of a poll; returns the turns in which nothing comes now.
    fn finish(&mut self, poll: &Poll) -> Vec<u64> {
        let host = self.queue.host_of(poll.feed);
        self.queue.remove(poll.feed);
        self.jobs.remove(&poll.feed);
        let rest = host.and_then(|host| Rest::of_poll(poll, &host));
        rest.map_or_else(Vec::new, |rest| self.leave_alone(&rest))
    }

    /// Leaves a host alone in this round; returns the turns in which nothing comes now.
    fn leave_alone(&mut self, rest: &Rest) -> Vec<u64> {
        self.runs.leave_alone(rest);
        let mut passed = Vec::new();
        for feed in self.queue.waiting_on(&rest.host) {
            self.queue.remove(feed);
            self.did.skipped.push(feed);
            passed.extend(self.jobs.remove(&feed).map(|(turn, _)| turn));
        }
        passed
    }
}
