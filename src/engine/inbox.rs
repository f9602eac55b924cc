//! What the writer takes from: examined polls in the order in which they were begun, cut into
//! transactions where nothing more is to be expected soon rather than where a clock happens to
//! stand. The same polls are so written in the same portions on every machine, as far as hosts
//! answer within a moment.
//!
//! The order itself is kept by `turns`; how much goes into one transaction is the writer's choice.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::Mode;
use super::examine::{Examined, Finished};
use super::turns::Turns;
use crate::fetch::Begun;

/// Most articles that wait for polls begun before theirs: what 64 hosts at once answer while one of
/// them is slow. Bounds memory.
const MOST_EARLY: usize = 2_000;

/// How long is waited for what.
#[derive(Clone, Copy, Debug)]
struct Pace {
    /// A poll for those begun before it.
    patience: Duration,
    /// A transaction for more, if no poll is under way.
    quiet: Duration,
    /// A transaction for more, in all.
    most: Duration,
}

/// Whoever watches waits for a slow host less than a second, and is not kept waiting by it twice.
/// Without anything under way the wait is a little longer than the time between two starts of a
/// catch-up.
const LIVE: Pace = Pace {
    patience: Duration::from_millis(700),
    quiet: Duration::from_millis(25),
    most: Duration::from_millis(100),
};

/// A single round is over with its last poll, which nothing here delays. It is quiet when no host
/// answers for longer than a poll waits for others; in all, a request may take as long.
const ONCE: Pace = Pace {
    patience: Duration::from_secs(2),
    quiet: Duration::from_secs(3),
    most: Duration::from_secs(30),
};

/// The writer's end of the line.
pub(super) struct Inbox {
    finished: mpsc::Receiver<Finished>,
    turns: Turns<Examined>,
    pace: Pace,
    /// Tells how many polls were begun; `None` in a single round, which is over when it is.
    begun: Option<Begun>,
    closed: bool,
}

impl Inbox {
    /// Takes what comes here.
    pub(super) fn new(
        finished: mpsc::Receiver<Finished>,
        mode: Mode,
        begun: Option<Begun>,
    ) -> Inbox {
        let pace = match mode {
            Mode::Live(_) => LIVE,
            Mode::Once => ONCE,
        };
        let turns = Turns::new(pace.patience, MOST_EARLY);
        Inbox { finished, turns, pace, begun, closed: false }
    }

    /// The next poll in its turn; `None`: there are no more. Nothing is lost if it is dropped.
    pub(super) async fn next(&mut self) -> Option<Examined> {
        loop {
            if let Some(examined) = self.turns.take() {
                return Some(examined);
            }
            if self.closed {
                return None;
            }
            tokio::select! {
                biased;
                came = self.finished.recv() => match came {
                    Some(finished) => self.enter(finished),
                    None => {
                        self.closed = true;
                        self.turns.flush();
                    }
                },
                () = sleep_until(self.turns.tires()) => self.turns.give_up(Instant::now()),
            }
        }
    }

    /// The next poll for a transaction that was begun at a time; `None`: it is to be written.
    pub(super) async fn more(&mut self, begun: Instant) -> Option<Examined> {
        let until = self.until(begun, Instant::now());
        tokio::time::timeout_at(until, self.next()).await.ok().flatten()
    }

    /// Until when a transaction that was begun at a time waits for one more poll.
    fn until(&self, begun: Instant, now: Instant) -> Instant {
        let last = begun + self.pace.most;
        if self.is_expecting() { last } else { last.min(now + self.pace.quiet) }
    }

    /// Whether a poll is under way that is not given up.
    fn is_expecting(&self) -> bool {
        self.begun.as_ref().is_some_and(|begun| begun.polls() > self.turns.next())
    }

    fn enter(&mut self, Finished { turn, examined }: Finished) {
        let counted = examined.map(|mut examined| {
            // From here on it has another bound.
            examined.room = None;
            let articles = examined.articles().max(1);
            (examined, articles)
        });
        self.turns.arrive(turn, counted, Instant::now());
    }
}

/// Sleeps until a time, or for ever without one.
pub(super) async fn sleep_until(time: Option<Instant>) {
    match time {
        None => std::future::pending().await,
        Some(time) => tokio::time::sleep_until(time).await,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{CacheHints, FeedId, Outcome, Poll, Validators};
    use crate::engine::WhenTaken;

    fn finished(turn: u64) -> Finished {
        let now = Timestamp::UNIX_EPOCH;
        let poll = Poll {
            feed: FeedId(i64::try_from(turn).unwrap()),
            started: now,
            finished: now,
            outcome: Outcome::NotModified(Validators::default()),
            hints: CacheHints::default(),
            moved: None,
            host: None,
        };
        Finished { turn, examined: Some(Examined { poll, read: None, room: None }) }
    }

    fn inbox(turns: &[u64], (mode, polls): (Mode, u64)) -> Inbox {
        let (send, came) = mpsc::channel(64);
        turns.iter().for_each(|turn| send.try_send(finished(*turn)).unwrap());
        let begun = Begun::default();
        (0..polls).for_each(|turn| assert_eq!(begun.add(), turn));
        Inbox::new(came, mode, (mode != Mode::Once).then_some(begun))
    }

    async fn portion(inbox: &mut Inbox) -> Vec<i64> {
        let Some(first) = inbox.next().await else { return Vec::new() };
        let (begun, mut feeds) = (Instant::now(), vec![first.poll.feed.0]);
        while let Some(more) = inbox.more(begun).await {
            feeds.push(more.poll.feed.0);
        }
        feeds
    }

    const LIVE_MODE: Mode = Mode::Live(WhenTaken::Refuse);

    #[tokio::test]
    async fn a_round_is_one_portion_in_turn_however_its_hosts_answer() {
        for order in [[0, 1, 2, 3, 4], [2, 1, 4, 0, 3], [4, 3, 2, 1, 0]] {
            for mode in [LIVE_MODE, Mode::Once] {
                let mut inbox = inbox(&order, (mode, 5));
                assert_eq!(portion(&mut inbox).await, [0, 1, 2, 3, 4]);
                assert!(inbox.next().await.is_none());
            }
        }
    }

    #[tokio::test]
    async fn the_end_lets_go_what_waits_for_a_poll_that_was_broken_off() {
        let mut inbox = inbox(&[3, 1], (LIVE_MODE, 4));
        assert_eq!(portion(&mut inbox).await, [1, 3]);
    }

    #[tokio::test]
    async fn a_transaction_waits_for_polls_under_way_and_hardly_without_one() {
        let start = Instant::now();
        let after = |millis| start + Duration::from_millis(millis);
        let mut alone = inbox(&[0], (LIVE_MODE, 1));
        assert!(alone.next().await.is_some());
        assert_eq!(alone.until(start, after(50)), after(75));
        assert_eq!(alone.until(start, after(90)), after(100));
        let mut among = inbox(&[0], (LIVE_MODE, 2));
        assert!(among.next().await.is_some());
        assert_eq!(among.until(start, after(10)), after(100));
        let once = inbox(&[], (Mode::Once, 0));
        assert_eq!(once.until(start, after(100)), after(3_100));
        assert_eq!(once.until(start, after(29_000)), after(30_000));
    }
}
