//! The polls under way: each a task of its own, so that a panic in one is that feed's failure.
//!
//! A host that says nothing for a while, or hardly anything, loses its place among those at once, not its
//! poll: other feeds must not wait until it is given up.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;

use super::wall_clock;
use crate::domain::{CacheHints, ErrorKind, Failure, Feed, FeedId, Outcome, Poll};
use crate::fetch::client::Client;
use crate::fetch::files;
use crate::fetch::gate::Gate;
use crate::fetch::queue::HostLimits;
use crate::fetch::request::Request;
use crate::fetch::rest::Rest;
use crate::fetch::way::{Answered, Way};

/// A poll that was begun.
struct Begun {
    turn: u64,
    feed: FeedId,
    started: Timestamp,
    since: Instant,
    answered: Answered,
}

/// A host that has said nothing for so long takes no place any more.
const SILENCE: Duration = Duration::from_secs(2);

/// Polls under way for each place, those without one together: a bound for sockets.
const SPREAD: usize = 4;

impl Begun {
    /// Until when it takes a place, unless something comes of it.
    fn until(&self, now: Instant) -> Instant {
        self.answered.last(now).unwrap_or(self.since) + SILENCE
    }
}

/// A poll that came to an end.
pub(super) struct Ended {
    pub poll: Poll,
    /// Where it is to be begun again, after how long.
    pub later: Option<Duration>,
    /// What a host on its way asked for that is not its own.
    pub rest: Option<Rest>,
}

/// What runs.
pub(super) struct Runs {
    client: Client,
    gate: Arc<Gate>,
    tasks: JoinSet<Ended>,
    started: HashMap<Id, Begun>,
    /// Polls under way in all: no more than there are files for.
    most: usize,
}

impl Runs {
    /// None yet. Says so where there are files for fewer polls than are to run at once.
    pub fn new(client: Client, places: usize, limits: HostLimits) -> Runs {
        let wanted = places.saturating_mul(SPREAD);
        let most = match files::most_polls() {
            Some((limit, most)) if most < places => {
                tracing::warn!(
                    "only {limit} files may be open here (ulimit -n): {most} polls run at once, not {places}"
                );
                most
            }
            Some((_, most)) => most.min(wanted),
            None => wanted,
        };
        let gate = Gate::new(limits);
        Runs { client, gate, tasks: JoinSet::new(), started: HashMap::new(), most }
    }

    /// Whether another may begin where so many have places.
    pub fn have_room(&self, places: usize) -> bool {
        if self.len() >= self.most.min(places.saturating_mul(SPREAD)) {
            return false;
        }
        if self.len() < places {
            return true;
        }
        let now = Instant::now();
        let taken = || self.started.values().filter(|begun| begun.until(now) > now).count();
        taken() < places
    }

    /// When a place may become free though no poll ends.
    pub fn next_room(&self) -> Option<Instant> {
        let now = Instant::now();
        self.started.values().map(|begun| begun.until(now)).filter(|at| *at > now).min()
    }

    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Begins the poll of a turn; `elsewhere`: it moved to where another feed is polled.
    pub fn start(&mut self, (feed, elsewhere): (&Feed, bool), turn: u64, now: Timestamp) {
        let request = if elsewhere { Request::home_of(feed) } else { Request::from(feed) };
        let client = self.client.clone();
        let answered = Answered::default();
        let told = answered.clone();
        let begun = Begun { turn, feed: feed.id, started: now, since: Instant::now(), answered };
        let gate = Some(Arc::clone(&self.gate));
        let mut way = Way { answered: told, gate, ..Way::default() };
        let task = self.tasks.spawn(async move {
            let poll = client.poll_on(&request, &mut way).await;
            // What came of it takes its place until it is taken: four times as many documents waited otherwise
            // where they came faster than they were examined, 6 MiB of a first round of 1,000 feeds.
            way.answered.waits();
            Ended { poll, later: way.later, rest: way.rest }
        });
        self.started.insert(task.id(), begun);
    }

    /// Lets no redirect lead to a host that asked to be left alone.
    pub fn leave_alone(&self, rest: &Rest) {
        let left = rest.until.duration_since(wall_clock());
        self.gate.hold(&rest.host, Duration::try_from(left).unwrap_or_default());
    }

    /// The next poll that ends, with its turn; `None` when none runs.
    pub async fn next(&mut self) -> Option<(u64, Ended)> {
        loop {
            let ended = self.tasks.join_next_with_id().await?;
            let id = ended.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
            if let Some(begun) = self.started.remove(&id) {
                let ended = ended.map_or_else(|_| lost(&begun), |(_, ended)| ended);
                return Some((begun.turn, ended));
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
fn lost(begun: &Begun) -> Ended {
    let Begun { feed, started, .. } = *begun;
    tracing::error!(%feed, "poll panicked");
    let message = "the poll failed inside wirewatch; please report this".to_owned();
    let failure = Failure { kind: ErrorKind::Protocol, message, status: None };
    let poll = Poll {
        feed,
        started,
        finished: wall_clock().max(started),
        outcome: Outcome::Failed(failure),
        hints: CacheHints::default(),
        moved: None,
        host: None,
    };
    Ended { poll, later: None, rest: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FeedSpec, Fetching};

    fn runs() -> Runs {
        let fetching = Fetching::default();
        Runs::new(Client::new(&fetching).unwrap(), 64, HostLimits::from(&fetching))
    }

    #[tokio::test]
    async fn a_panic_is_the_failure_of_its_feed() {
        let mut runs = runs();
        let task = runs.tasks.spawn(async { panic!("on purpose") });
        let (since, answered) = (Instant::now(), Answered::default());
        let begun = Begun { turn: 3, feed: FeedId(7), started: wall_clock(), since, answered };
        runs.started.insert(task.id(), begun);
        let (turn, Ended { poll, .. }) = runs.next().await.unwrap();
        assert_eq!((turn, poll.feed), (3, FeedId(7)));
        assert!(
            matches!(poll.outcome, Outcome::Failed(failure) if failure.message.contains("inside"))
        );
        assert!(runs.next().await.is_none());
    }

    /// A poll that never ends, begun at a time.
    fn begin(runs: &mut Runs, since: Instant) -> Answered {
        let task = runs.tasks.spawn(std::future::pending());
        let (started, answered) = (wall_clock(), Answered::default());
        let begun = Begun { turn: 0, feed: FeedId(1), started, since, answered: answered.clone() };
        runs.started.insert(task.id(), begun);
        answered
    }

    #[tokio::test]
    async fn what_came_of_a_poll_takes_its_place_until_it_is_taken() {
        let mut runs = runs();
        let spec = FeedSpec { url: "http://127.0.0.1/feed".into(), ..FeedSpec::default() };
        runs.start((&Feed::unpolled(spec), false), 0, wall_clock());
        let begun = runs.started.values_mut().next().unwrap();
        begun.since = Instant::now() - SILENCE;
        let ended = begun.answered.clone();
        assert!(runs.have_room(1), "a host that says nothing yet");
        while ended.last(Instant::now()).is_none() {
            tokio::task::yield_now().await;
        }
        assert!(!runs.have_room(1), "its failure is not taken yet");
        assert!(runs.next().await.is_some());
        assert!(runs.have_room(1));
    }

    #[tokio::test]
    async fn a_host_that_says_nothing_gives_its_place_to_others() {
        let mut runs = runs();
        let long_ago = Instant::now() - SILENCE;
        let first = begin(&mut runs, long_ago);
        begin(&mut runs, Instant::now());
        assert!(runs.have_room(2));
        assert!(!runs.have_room(1), "the second is not silent yet");
        assert!(runs.next_room().is_some());
        first.tell();
        assert!(!runs.have_room(2), "what answers needs its place");
        assert!(runs.have_room(3));
        (0..2 * SPREAD).for_each(|_| drop(begin(&mut runs, long_ago)));
        assert!(!runs.have_room(2), "sockets are bounded");
        assert!(runs.have_room(20));
        runs.most = runs.len();
        assert!(!runs.have_room(20), "by the files that may be open");
        runs.stop().await;
    }
}
