//! The time limit of one poll: what the poll waited for us is not its server's, and does not count.

use std::future::Future;
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How long a poll waited here so far.
#[derive(Debug, Default)]
pub(super) struct Deadline {
    waits: Mutex<Waits>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Waits {
    over: Duration,
    since: Option<Instant>,
}

impl Deadline {
    /// Does something within a limit, waits not counted; `None`: it took longer.
    pub async fn within<T>(&self, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        let start = Instant::now();
        let mut end = start + limit;
        loop {
            if let Ok(done) = tokio::time::timeout_at(end, &mut work).await {
                return Some(done);
            }
            end = later(end, start + limit + self.waited())?;
        }
    }

    /// Waits for something of ours.
    pub async fn waiting<T>(&self, thing: impl Future<Output = T>) -> T {
        self.change(|waits| waits.begin(Instant::now()));
        let came = thing.await;
        self.change(|waits| waits.end(Instant::now()));
        came
    }

    /// How long it waited, with the wait that is not over.
    pub fn waited(&self) -> Duration {
        self.change(|waits| waits.until(Instant::now()))
    }

    fn change<T>(&self, change: impl FnOnce(&mut Waits) -> T) -> T {
        change(&mut self.waits.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Waits {
    fn begin(&mut self, now: Instant) {
        self.since = Some(now);
    }

    fn end(&mut self, now: Instant) {
        *self = Waits { over: self.until(now), since: None };
    }

    fn until(&self, now: Instant) -> Duration {
        self.over + self.since.map_or(Duration::ZERO, |since| now.duration_since(since))
    }
}

/// The end that waits have moved on; `None`: they have not.
fn later(end: Instant, moved: Instant) -> Option<Instant> {
    (moved > end).then_some(moved)
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[test]
    fn what_a_poll_waits_here_is_not_counted() {
        let (start, limit) = (Instant::now(), Duration::from_secs(30));
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut waits = Waits::default();
        assert_eq!(later(at(30), at(30) + waits.until(at(30))), None);
        waits.begin(at(10));
        let end = later(at(30), start + limit + waits.until(at(30)));
        assert_eq!(end, Some(at(50)), "the wait goes on");
        waits.end(at(45));
        let end = later(at(50), start + limit + waits.until(at(50)));
        assert_eq!(end, Some(at(65)));
        assert_eq!(later(at(65), start + limit + waits.until(at(65))), None);
    }

    #[tokio::test]
    async fn what_takes_longer_is_broken_off() {
        let deadline = Deadline::default();
        assert_eq!(deadline.within(Duration::ZERO, ready(3)).await, Some(3));
        assert_eq!(deadline.within(Duration::ZERO, pending::<i32>()).await, None);
        assert_eq!(deadline.waiting(ready(4)).await, 4);
    }
}
