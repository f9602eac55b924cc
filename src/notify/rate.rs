//! How many deliveries a notifier may make in a span, wherever the span begins: the times of the
//! last ones are kept. Pure.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// At most so many deliveries in such a span; more go out as a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many; 0: as many as there are.
    pub most: u32,
    /// In this span.
    pub per: Duration,
}

/// The span that ends now: no stretch of its length, wherever it begins, holds more deliveries than
/// the rate allows.
#[derive(Clone, Debug)]
pub struct Window {
    rate: Rate,
    /// When deliveries ended, oldest first, no more than the rate allows at once.
    sent: VecDeque<Timestamp>,
}

impl Window {
    /// One in which nothing was sent.
    #[must_use]
    pub fn empty(rate: Rate) -> Window {
        Window { rate, sent: VecDeque::new() }
    }

    /// Deliveries that may go out now.
    #[must_use]
    pub fn available(&self, now: Timestamp) -> usize {
        match self.rate.most as usize {
            0 => usize::MAX,
            most => most.saturating_sub(self.within(now).count()),
        }
    }

    /// Counts a delivery that has just ended: whatever the receiver counts began before it.
    pub fn take(&mut self, now: Timestamp) {
        if self.sent.len() >= self.rate.most as usize {
            self.sent.pop_front();
        }
        if self.rate.most > 0 {
            self.sent.push_back(now);
        }
    }

    /// When the next delivery may go out.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Timestamp {
        if self.available(now) > 0 {
            return now;
        }
        let first = self.within(now).min().unwrap_or(now);
        first.checked_add(self.span()).unwrap_or(now)
    }

    /// A time ahead of now is of a clock that was set back since: the same distance counts.
    fn within(&self, now: Timestamp) -> impl Iterator<Item = Timestamp> {
        let span = self.span();
        self.sent.iter().copied().filter(move |sent| now.duration_since(*sent).abs() < span)
    }

    fn span(&self) -> SignedDuration {
        SignedDuration::try_from(self.rate.per).unwrap_or(SignedDuration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: f64) -> Timestamp {
        Timestamp::from_millisecond((seconds * 1_000.0) as i64).unwrap()
    }

    #[test]
    fn a_burst_fills_it_and_what_left_it_makes_room() {
        let rate = Rate { most: 3, per: Duration::from_secs(60) };
        let mut window = Window::empty(rate);
        for (second, left) in [(0.0, 2), (10.0, 1), (20.0, 0)] {
            assert_eq!(window.next(at(second)), at(second));
            window.take(at(second));
            assert_eq!(window.available(at(second)), left);
        }
        assert_eq!(window.next(at(20.0)), at(60.0));
        for (second, available) in [(59.9, 0), (60.0, 1), (70.0, 2), (1_000.0, 3), (-500.0, 3)] {
            assert_eq!(window.available(at(second)), available, "{second}");
        }
    }

    #[test]
    fn no_span_anywhere_holds_more_than_the_rate_allows() {
        let rate = Rate { most: 6, per: Duration::from_secs(60) };
        let mut window = Window::empty(rate);
        let mut sent: Vec<Timestamp> = Vec::new();
        for tenth in 0..6_000 {
            let now = at(f64::from(tenth) / 10.0);
            // A burst, a lull, and then as fast as is allowed.
            if !(20..550).contains(&tenth) && window.available(now) > 0 {
                window.take(now);
                sent.push(now);
            }
        }
        assert!(sent.len() >= 54, "{}", sent.len());
        for (first, seventh) in sent.iter().zip(sent.iter().skip(6)) {
            assert!(seventh.duration_since(*first) >= SignedDuration::from_secs(60));
        }
    }

    #[test]
    fn no_limit_is_no_limit() {
        let mut window = Window::empty(Rate { most: 0, per: Duration::from_secs(1) });
        window.take(at(0.0));
        assert_eq!(window.available(at(0.0)), usize::MAX);
    }
}
