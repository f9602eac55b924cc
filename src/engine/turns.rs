//! Puts polls back into the order in which they were begun: hosts answer in whatever order the
//! network gives, and which articles make a story must not hang on that. What comes early waits for
//! those begun before it, a bounded while and a bounded number of articles; then it goes on alone,
//! and what it waited for goes on as soon as it comes.
//!
//! Pure: the time comes in. Who is begun when is `fetch`'s choice, what is written together `inbox`'s.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

/// What comes early.
struct Early<T> {
    since: Instant,
    weight: usize,
    /// `None`: nothing comes in this turn.
    what: Option<T>,
}

/// Everything that came and was not taken yet, in its turn.
pub(super) struct Turns<T> {
    /// How long anything waits for what was begun before it.
    patience: Duration,
    /// How much may wait so.
    most: usize,
    /// The first turn of which nothing was heard.
    next: u64,
    early: BTreeMap<u64, Early<T>>,
    weight: usize,
    ready: VecDeque<T>,
}

impl<T> Turns<T> {
    /// Nothing came yet, and turn 0 is the first.
    pub(super) fn new(patience: Duration, most: usize) -> Turns<T> {
        Turns { patience, most, next: 0, early: BTreeMap::new(), weight: 0, ready: VecDeque::new() }
    }

    /// Takes in what came in a turn, with its weight; `None`: nothing will.
    pub(super) fn arrive(&mut self, turn: u64, what: Option<(T, usize)>, now: Instant) {
        let (what, weight) = what.map_or((None, 0), |(what, weight)| (Some(what), weight));
        if turn < self.next {
            // Nobody waited for it any more.
            self.ready.extend(what);
            return;
        }
        self.weight += weight;
        self.early.insert(turn, Early { since: now, weight, what });
        self.follow();
        while self.weight > self.most {
            self.skip();
        }
    }

    /// Lets go what has waited for too long, and everything before it.
    pub(super) fn give_up(&mut self, now: Instant) {
        let tired = |early: &Early<T>| early.since + self.patience <= now;
        let last = self.early.iter().rev().find(|(_, early)| tired(early)).map(|(turn, _)| *turn);
        while last.is_some_and(|last| last >= self.next) {
            self.skip();
        }
    }

    /// Lets go everything: nothing more comes.
    pub(super) fn flush(&mut self) {
        while !self.early.is_empty() {
            self.skip();
        }
    }

    /// When something will have waited for too long.
    pub(super) fn tires(&self) -> Option<Instant> {
        self.early.values().map(|early| early.since + self.patience).min()
    }

    /// The first turn of which nothing was heard and that is still waited for.
    pub(super) fn next(&self) -> u64 {
        self.next
    }

    /// What is next.
    pub(super) fn take(&mut self) -> Option<T> {
        self.ready.pop_front()
    }

    /// Waits no more for what is missing before the first that waits.
    fn skip(&mut self) {
        if let Some((turn, _)) = self.early.first_key_value() {
            self.next = *turn;
        }
        self.follow();
    }

    /// Lets go what waits for nothing any more.
    fn follow(&mut self) {
        while let Some(first) = self.early.first_entry().filter(|e| *e.key() == self.next) {
            let early = first.remove();
            self.next += 1;
            self.weight -= early.weight;
            self.ready.extend(early.what);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(2);

    fn turns() -> Turns<u64> {
        Turns::new(PATIENCE, 100)
    }

    fn taken(turns: &mut Turns<u64>) -> Vec<u64> {
        std::iter::from_fn(|| turns.take()).collect()
    }

    proptest! {
        #[test]
        fn what_comes_in_any_order_goes_in_turn(
            order in Just((0..40_u64).collect::<Vec<_>>()).prop_shuffle(),
            never in prop::collection::btree_set(0..40_u64, 0..10),
        ) {
            let (mut turns, now) = (turns(), Instant::now());
            let mut went = Vec::new();
            for turn in order {
                turns.arrive(turn, (!never.contains(&turn)).then_some((turn, 1)), now);
                went.extend(taken(&mut turns));
            }
            let expected: Vec<u64> = (0..40).filter(|turn| !never.contains(turn)).collect();
            prop_assert_eq!(went, expected);
            prop_assert_eq!((turns.tires(), turns.weight, turns.next()), (None, 0, 40));
        }
    }

    #[test]
    fn nothing_waits_longer_than_its_patience() {
        let (mut turns, start) = (turns(), Instant::now());
        let after = |millis| start + Duration::from_millis(millis);
        turns.arrive(1, Some((1, 1)), after(0));
        turns.arrive(4, Some((4, 1)), after(500));
        turns.arrive(2, Some((2, 1)), after(900));
        assert_eq!(turns.tires(), Some(after(2_000)));
        turns.give_up(after(1_999));
        assert_eq!(taken(&mut turns), [0; 0]);
        // What follows upon it need not wait either.
        turns.give_up(after(2_000));
        assert_eq!((taken(&mut turns), turns.next()), (vec![1, 2], 3));
        assert_eq!(turns.tires(), Some(after(2_500)));
        // What was given up goes on when it comes, and is not waited for again.
        turns.arrive(0, Some((0, 1)), after(2_100));
        assert_eq!((taken(&mut turns), turns.next()), (vec![0], 3));
        turns.give_up(after(2_500));
        assert_eq!((taken(&mut turns), turns.tires()), (vec![4], None));
    }

    #[test]
    fn what_waits_is_bounded() {
        let (mut turns, now) = (turns(), Instant::now());
        turns.arrive(1, Some((1, 60)), now);
        turns.arrive(5, Some((5, 40)), now);
        assert_eq!(taken(&mut turns), [0; 0]);
        turns.arrive(3, Some((3, 1)), now);
        assert_eq!((taken(&mut turns), turns.weight, turns.next()), (vec![1], 41, 2));
        turns.arrive(6, Some((6, 1_000)), now);
        assert_eq!((taken(&mut turns), turns.weight), (vec![3, 5, 6], 0));
    }

    #[test]
    fn the_end_lets_everything_go() {
        let (mut turns, now) = (turns(), Instant::now());
        for turn in [7, 3, 5] {
            turns.arrive(turn, Some((turn, 1)), now);
        }
        turns.arrive(4, None, now);
        turns.flush();
        assert_eq!((taken(&mut turns), turns.tires()), (vec![3, 5, 7], None));
    }
}
