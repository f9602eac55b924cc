//! The order of a day that runs too fast for its polls: chance would say which outlet is asked
//! before which, and so what the alerts of the day are. Such a day goes in steps. In each, every
//! outlet is asked once, in the order of the list, and no answer is given before all former ones
//! are stored: two runs give the same alerts in the same order.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::clock::Speed;

/// From this speed on a day goes in steps: by the clock it has fewer than ten polls of a feed.
const FROM: u32 = 10_000;

/// Fewest steps of a day: what is told is edited and confirmed later in the day.
const FEWEST: usize = 6;

/// Seconds of a day.
const DAY: usize = 86_400;

/// How often it is asked what is stored.
const LOOK: Duration = Duration::from_millis(2);

/// Says how many polls are stored. It may take its time.
pub type Stored = Arc<dyn Fn() -> u64 + Send + Sync>;

/// How far the day is.
pub(super) struct Steps {
    outlets: usize,
    count: usize,
    /// Answers given so far.
    given: watch::Sender<usize>,
    stored: Stored,
}

/// The place of an answer in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn(usize);

impl Steps {
    /// The steps of a day of so many outlets at such a speed; none where the clock will do.
    pub(super) fn of(speed: Speed, outlets: usize, stored: Stored) -> Option<Steps> {
        let count = (DAY / usize::try_from(speed.times()).ok()?).max(FEWEST);
        let wanted = speed.times() >= FROM && outlets > 0;
        wanted.then(|| Steps { outlets, count, given: watch::Sender::new(0), stored })
    }

    /// The part of the day that is on show: so many steps of so many.
    pub(super) fn shown(&self) -> (usize, usize) {
        let step = *self.given.borrow() / self.outlets + 1;
        (step.min(self.count), self.count)
    }

    /// Waits until it is an outlet's turn and all former answers are stored. After the last step
    /// nobody waits.
    pub(super) async fn turn(&self, outlet: usize) -> Turn {
        let mut given = self.given.subscribe();
        let its = |given: &usize| *given >= self.all() || given % self.outlets == outlet;
        // Never closed: the sender is here.
        let turn = given.wait_for(its).await.map_or(0, |given| *given);
        self.kept(turn.min(self.all())).await;
        Turn(turn)
    }

    /// The answer of a turn is given.
    pub(super) fn done(&self, turn: Turn) {
        self.given.send_if_modified(|given| {
            let next = *given == turn.0 && turn.0 < self.all();
            *given += usize::from(next);
            next
        });
    }

    /// Waits until the last step is over and stored.
    pub(super) async fn over(&self) {
        let mut given = self.given.subscribe();
        // Never closed.
        let _ = given.wait_for(|given| *given >= self.all()).await;
        self.kept(self.all()).await;
    }

    fn all(&self) -> usize {
        self.outlets * self.count
    }

    /// Waits until so many polls are stored.
    async fn kept(&self, polls: usize) {
        loop {
            let stored = Arc::clone(&self.stored);
            let known = tokio::task::spawn_blocking(move || stored()).await.unwrap_or_default();
            if usize::try_from(known).unwrap_or(usize::MAX) >= polls {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (step, count) = self.shown();
        write!(f, "Steps({step} of {count})")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[tokio::test]
    async fn outlets_are_answered_in_order_whoever_asks_first() {
        let polls = Arc::new(AtomicU64::new(0));
        let kept = Arc::clone(&polls);
        let stored: Stored = Arc::new(move || kept.load(Ordering::SeqCst));
        let speed = Speed::new(100_000).unwrap();
        let steps = Arc::new(Steps::of(speed, 3, stored).unwrap());
        let (told, mut heard) = tokio::sync::mpsc::channel(100);
        for outlet in [2, 0, 1] {
            let (steps, told, polls) = (steps.clone(), told.clone(), polls.clone());
            tokio::spawn(async move {
                for step in 1..=FEWEST {
                    let turn = steps.turn(outlet).await;
                    let seen = (outlet, step, steps.shown().0, polls.load(Ordering::SeqCst));
                    told.send(seen).await.unwrap();
                    steps.done(turn);
                    polls.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        drop(told);
        let mut number = 0;
        while let Some((outlet, step, shown, stored)) = heard.recv().await {
            assert_eq!((outlet, stored), (number % 3, number as u64));
            assert_eq!((step, shown), (number / 3 + 1, number / 3 + 1));
            number += 1;
        }
        assert_eq!(number, 3 * FEWEST);
        steps.over().await;
        assert!(Steps::of(Speed::default(), 3, Arc::new(|| 0)).is_none());
    }
}
