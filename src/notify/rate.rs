//! How many deliveries a notifier may make in a span: a bucket of tokens. Pure.

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

/// What is left of a rate.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    rate: Rate,
    tokens: f64,
    at: Timestamp,
}

impl Bucket {
    /// A full one.
    #[must_use]
    pub fn full(rate: Rate, now: Timestamp) -> Bucket {
        Bucket { rate, tokens: f64::from(rate.most), at: now }
    }

    /// Whole deliveries that may go out now.
    #[must_use]
    pub fn available(&self, now: Timestamp) -> usize {
        if self.rate.most == 0 {
            return usize::MAX;
        }
        self.level(now) as usize
    }

    /// Takes one.
    pub fn take(&mut self, now: Timestamp) {
        self.tokens = (self.level(now) - 1.0).max(0.0);
        self.at = now;
    }

    /// When the next delivery may go out.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Timestamp {
        if self.available(now) > 0 {
            return now;
        }
        let missing = (1.0 - self.level(now)) / f64::from(self.rate.most);
        let wait = self.rate.per.as_secs_f64() * missing + 0.001;
        let wait = SignedDuration::try_from_secs_f64(wait).unwrap_or(SignedDuration::ZERO);
        now.checked_add(wait).unwrap_or(now)
    }

    /// A clock that was set back brings nothing, one that was set forward a full bucket.
    fn level(&self, now: Timestamp) -> f64 {
        let most = f64::from(self.rate.most);
        let passed = now.duration_since(self.at).as_secs_f64().max(0.0);
        let per = self.rate.per.as_secs_f64().max(0.001);
        (self.tokens + passed * most / per).min(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: f64) -> Timestamp {
        Timestamp::from_millisecond((seconds * 1_000.0) as i64).unwrap()
    }

    #[test]
    fn a_burst_empties_it_and_time_fills_it() {
        let rate = Rate { most: 3, per: Duration::from_secs(60) };
        let mut bucket = Bucket::full(rate, at(0.0));
        for left in [2, 1, 0] {
            bucket.take(at(0.0));
            assert_eq!(bucket.available(at(0.0)), left);
        }
        let next = bucket.next(at(0.0)).duration_since(at(0.0)).as_secs_f64();
        assert!((20.0..20.1).contains(&next), "{next}");
        for (seconds, available) in [(19.9, 0), (20.1, 1), (41.0, 2), (1_000.0, 3), (-500.0, 0)] {
            assert_eq!(bucket.available(at(seconds)), available, "{seconds}");
        }
    }

    #[test]
    fn no_limit_is_no_limit() {
        let mut bucket = Bucket::full(Rate { most: 0, per: Duration::from_secs(1) }, at(0.0));
        bucket.take(at(0.0));
        assert_eq!(bucket.available(at(0.0)), usize::MAX);
    }
}
