//! Runs the polls: takes feeds from the queue when they are due, hands each poll on, and waits to
//! be told the feed's next time before it polls that feed again.
//!
//! Decides nothing about health or articles. Idle, it sleeps; stopped, it is gone within a second.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::client::Client;
use super::outage::{Network, Outage};
use super::queue::{HostLimits, Queue, TimeOf};
use super::request::home_again;
use super::rest::{Rest, Resting, host_of};
use super::schedule;
use crate::domain::{Feed, FeedId, FeedState, Fetching, Pace, Poll, Timeliness};

mod clock;
mod lateness;
mod once;
mod runs;

pub(super) use clock::wall_clock;
pub use once::{Once, poll_once};

use clock::{Jump, Watch};
use lateness::Lateness;
use runs::{Ended, Runs};

/// Commands that may wait: the engine sends one a commit and a few by hand.
const CONTROLS: usize = 64;
/// Between two starts of a catch-up: 10,000 feeds take some three minutes.
const STEP: SignedDuration = SignedDuration::from_millis(20);
/// Longest sleep, so that a machine that slept is noticed soon.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// Between two probes while the network is lost.
const PROBE: SignedDuration = SignedDuration::from_secs(60);

/// What a poller can be told.
#[derive(Debug)]
pub enum Control {
    /// These are the feeds to poll, and no others.
    Feeds(Vec<Arc<Feed>>),
    /// These polls are committed: each feed with its new time.
    Settled(Vec<Arc<Feed>>),
    /// One feed, or all that may be asked again, now; hosts that asked for patience still get it.
    PollNow(Option<FeedId>),
    /// Start no poll.
    Pause,
    /// Go on.
    Resume,
}

/// A place among the polls, in the order in which they are begun: they end in any other.
#[derive(Debug)]
pub struct Turn {
    /// Counted from 0, without a gap.
    pub number: u64,
    /// What came of it; `None`: nothing that anybody wants.
    pub poll: Option<Poll>,
}

/// How many polls were begun: the number of the next turn.
#[derive(Clone, Debug, Default)]
pub struct Begun(Arc<AtomicU64>);

impl Begun {
    /// So many.
    #[must_use]
    pub fn polls(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Counts one more; returns its number.
    pub fn add(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// The hold on a running poller.
#[derive(Clone, Debug)]
pub struct PollerHandle {
    /// Where commands go; bounded.
    pub control: mpsc::Sender<Control>,
    /// How many polls were begun.
    pub begun: Begun,
    /// How far behind their times polls start, and how many run.
    pub timeliness: watch::Receiver<Timeliness>,
    /// Whether any host can be reached.
    pub network: watch::Receiver<Network>,
}

/// The task that polls.
pub struct Poller {
    queue: Queue,
    feeds: HashMap<FeedId, Arc<Feed>>,
    /// Where those are that moved nowhere: what moved to one of these is polled there.
    addresses: HashSet<String>,
    runs: Runs,
    concurrent: usize,
    pace: Pace,
    /// Whether private addresses may be asked beyond those that are a feed's own.
    private: bool,
    outage: Outage,
    /// Whose poll was not settled yet when an outage ended in which it failed.
    unsettled: HashSet<FeedId>,
    control: mpsc::Receiver<Control>,
    polls: mpsc::Sender<Turn>,
    outbox: VecDeque<Turn>,
    begun: Begun,
    watch: Watch,
    lateness: Lateness,
    told: watch::Sender<Timeliness>,
    network: watch::Sender<Network>,
    last_start: Timestamp,
    paused: bool,
}

impl Poller {
    /// A poller that sends its polls to `polls`, at most as fast as they are taken, and the
    /// handle to steer it. It does nothing until it is told its feeds.
    #[must_use]
    pub fn new(
        client: Client,
        (fetching, pace): (&Fetching, &Pace),
        polls: mpsc::Sender<Turn>,
    ) -> (Poller, PollerHandle) {
        let (control, commands) = mpsc::channel(CONTROLS);
        let (told, timeliness) = watch::channel(Timeliness::default());
        let begun = Begun::default();
        let (network_in, network) = watch::channel(Network::default());
        let poller = Poller {
            queue: Queue::new(HostLimits::from(fetching)),
            feeds: HashMap::new(),
            addresses: HashSet::new(),
            runs: Runs::new(client, fetching.concurrent.max(1), HostLimits::from(fetching)),
            concurrent: fetching.concurrent.max(1),
            pace: pace.clone(),
            private: !fetching.allow_private.is_empty(),
            outage: Outage::default(),
            unsettled: HashSet::new(),
            control: commands,
            polls,
            outbox: VecDeque::new(),
            begun: begun.clone(),
            watch: Watch::start(),
            lateness: Lateness::default(),
            told,
            network: network_in,
            last_start: wall_clock(),
            paused: false,
        };
        (poller, PollerHandle { control, begun, timeliness, network })
    }

    /// Polls until it is stopped, or nobody holds its handle or takes its polls any more.
    pub async fn run(mut self, stop: CancellationToken) {
        let polls = self.polls.clone();
        loop {
            self.follow_the_clock();
            self.start_due();
            let wake = self.wake();
            self.watch.expect(wake);
            let sleep = tokio::time::sleep_until(wake);
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                command = self.control.recv() => match command {
                    Some(command) => self.obey(command),
                    None => break,
                },
                room = polls.reserve(), if !self.outbox.is_empty() => match room {
                    Ok(room) => if let Some(turn) = self.outbox.pop_front() { room.send(turn) },
                    Err(_) => break,
                },
                Some((number, ended)) = self.runs.next(), if !self.runs.is_empty() => {
                    let poll = self.end(ended);
                    self.outbox.push_back(Turn { number, poll });
                }
                () = sleep => {
                    let told = self.lateness.look(wall_clock(), self.runs.len());
                    self.told.send_replace(told);
                }
            }
        }
        self.runs.stop().await;
        // What is not taken any more is not committed either: it will be polled again.
        while let Some(turn) = self.outbox.pop_front() {
            if self.polls.try_send(turn).is_err() {
                break;
            }
        }
    }

    fn has_room(&self) -> bool {
        !self.paused && self.runs.have_room(self.concurrent.saturating_sub(self.outbox.len()))
    }

    fn wake(&self) -> Instant {
        let latest = Instant::now() + HEARTBEAT;
        if !self.has_room() {
            return self.runs.next_room().unwrap_or(latest).min(latest);
        }
        let mut next = self.queue.next_ready();
        if self.outage.is_on() {
            next = next.map(|at| at.min(self.last_start + PROBE));
        }
        let wait = next.map(|at| at.duration_since(wall_clock()).max(SignedDuration::ZERO));
        let wait = wait.and_then(|wait| Duration::try_from(wait).ok()).unwrap_or(HEARTBEAT);
        // A timer ends at the next millisecond, the clock is finer: a little late beats a spin.
        latest.min(Instant::now() + wait + Duration::from_micros(500))
    }

    fn follow_the_clock(&mut self) {
        match self.watch.look() {
            Jump::None => {}
            Jump::Ahead => self.queue.catch_up(wall_clock(), STEP),
            Jump::Back(by) => self.queue.shift_back(by),
        }
    }

    fn start_due(&mut self) {
        let now = wall_clock();
        if self.outage.is_on() && self.last_start + PROBE <= now && self.has_room() {
            self.queue.hasten(now);
        }
        while self.has_room() {
            let Some(due) = self.queue.take(now) else { break };
            let Some(feed) = self.feeds.get(&due.feed) else {
                self.queue.remove(due.feed);
                continue;
            };
            let elsewhere = self.is_elsewhere(feed);
            self.runs.start((feed, elsewhere), self.begun.add(), now);
            self.last_start = now;
            let late = match due.time {
                TimeOf::Feed => Some(now.duration_since(due.since)),
                TimeOf::CatchUp => None,
            };
            self.told.send_replace(self.lateness.note(late, now, self.runs.len()));
        }
    }

    /// Takes in how a poll ended; gives it back if anybody wants it.
    fn end(&mut self, ended: Ended) -> Option<Poll> {
        ended.rest.iter().for_each(|rest| self.leave_alone(rest));
        match ended.later {
            None => self.finish(ended.poll),
            // Its redirect led to a host for which many wait.
            Some(wait) => {
                self.queue.again(ended.poll.feed, wall_clock() + wait);
                None
            }
        }
    }

    /// Notes the end of a poll; gives it back if its feed is still wanted.
    fn finish(&mut self, poll: Poll) -> Option<Poll> {
        self.queue.done(poll.feed);
        let host = self.queue.host_of(poll.feed)?;
        Rest::of_poll(&poll, &host).iter().for_each(|rest| self.leave_alone(rest));
        let feed = self.feeds.get(&poll.feed)?;
        let caught = self.outage.note(feed, &host, &poll.outcome);
        self.tell_network(caught);
        Some(poll)
    }

    /// Tells of the network, and asks those again whose failures were its own.
    fn tell_network(&mut self, caught: Vec<FeedId>) {
        let network = self.outage.network();
        self.network.send_if_modified(|told| std::mem::replace(told, network) != network);
        let under_way = caught.iter().filter(|id| !self.queue.is_waiting(**id));
        self.unsettled.extend(under_way.copied());
        self.queue.pace(caught, wall_clock(), STEP);
    }

    fn obey(&mut self, command: Control) {
        let now = wall_clock();
        match command {
            Control::Feeds(feeds) => self.take_feeds(&feeds, now),
            Control::Settled(feeds) => feeds.iter().for_each(|feed| self.settle(feed, now)),
            Control::PollNow(Some(feed)) => self.queue.set_due(feed, now),
            Control::PollNow(None) => {
                let all = self.feeds.values().filter(|feed| schedule::joins_all(feed, now));
                let mut all: Vec<FeedId> = all.map(|feed| feed.id).collect();
                all.sort_unstable();
                self.queue.pace(all, now, STEP);
            }
            Control::Pause => self.paused = true,
            Control::Resume => {
                self.paused = false;
                self.queue.catch_up(now, STEP);
            }
        }
    }

    fn take_feeds(&mut self, feeds: &[Arc<Feed>], now: Timestamp) {
        let polled: Vec<&Arc<Feed>> = feeds.iter().filter(|feed| feed.spec.enabled).collect();
        self.feeds = polled.iter().map(|feed| (feed.id, Arc::clone(feed))).collect();
        let stays = polled.iter().filter(|feed| feed.moved.is_none());
        self.addresses = stays.map(|feed| feed.spec.url.clone()).collect();
        let known = &self.feeds;
        self.queue.retain(|feed| known.contains_key(&feed));
        self.unsettled.retain(|feed| known.contains_key(feed));
        let ahead = polled.iter().filter(|feed| !schedule::ahead(feed, now).is_zero()).count();
        if ahead > 0 {
            tracing::warn!(
                feeds = ahead,
                "the clock was set back since these were polled: they are asked anew"
            );
        }
        for feed in &polled {
            let unsettled = self.queue.holds(feed.id) && !self.queue.is_waiting(feed.id);
            if !unsettled {
                self.enqueue(feed, now);
                if let Some(due) = schedule::of_mended(feed, self.private, now) {
                    self.queue.set_due(feed.id, due);
                }
            }
        }
        // Longest overdue first; what was never polled has waited for ever.
        self.queue.catch_up(now, STEP);
        let resting = Resting::of(polled.into_iter().map(AsRef::as_ref), now);
        resting.all().for_each(|rest| self.leave_alone(&rest));
    }

    fn leave_alone(&mut self, rest: &Rest) {
        self.queue.hold(&rest.host, rest.until);
        self.runs.leave_alone(rest);
    }

    fn settle(&mut self, feed: &Arc<Feed>, now: Timestamp) {
        if !self.feeds.contains_key(&feed.id) || !feed.spec.enabled {
            return;
        }
        self.feeds.insert(feed.id, Arc::clone(feed));
        self.enqueue(feed, now);
        if self.unsettled.remove(&feed.id) && feed.error.is_some() && !self.outage.is_on() {
            self.queue.pace([feed.id], now, STEP);
        }
        let caught = self.outage.settled(feed, &host_of(feed.asked()));
        self.tell_network(caught);
    }

    /// Whether a feed moved to where another one is polled.
    fn is_elsewhere(&self, feed: &Feed) -> bool {
        feed.moved.as_ref().is_some_and(|to| self.addresses.contains(to))
    }

    fn enqueue(&mut self, feed: &Feed, now: Timestamp) {
        let host = host_of(feed.asked());
        if feed.moved.is_some() {
            self.addresses.remove(&feed.spec.url);
        }
        if feed.state == FeedState::Gone {
            // Stays known, so that a person can have it polled once more; never due by itself.
            self.queue.put(feed.id, &host, Timestamp::MAX);
            return;
        }
        if self.is_elsewhere(feed) {
            self.queue.put(feed.id, &host_of(&feed.spec.url), home_again(feed, now));
            return;
        }
        self.queue.put(feed.id, &host, schedule::due(feed, &self.pace, now));
    }
}
