//! One thread that does all blocking work of one kind, a job after the other. What a thread gives
//! back to the allocator is of little use to another: commits that moved from thread to thread
//! took a quarter more memory.
//!
//! Leaves what the work is to whoever hands it over.

use tokio::sync::{mpsc, oneshot};

type Job = Box<dyn FnOnce() + Send>;

/// The way to the thread, which ends with it.
pub(super) struct Hand(mpsc::Sender<Job>);

impl Hand {
    /// Takes a thread of the runtime for as long as this lives.
    pub(super) fn new() -> Hand {
        let (hand, mut jobs) = mpsc::channel::<Job>(1);
        tokio::task::spawn_blocking(move || {
            while let Some(job) = jobs.blocking_recv() {
                job();
            }
        });
        Hand(hand)
    }

    /// Does a piece of work there; `None`: it panicked, now or before, or the runtime ends.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (done, end) = oneshot::channel();
        let job = Box::new(move || {
            // Nobody waits any more only when everything ends.
            let _ = done.send(work());
        });
        self.0.send(job).await.ok()?;
        end.await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Hand;

    #[tokio::test]
    async fn every_job_is_done_on_the_same_thread() {
        let hand = Hand::new();
        let first = hand.run(|| std::thread::current().id()).await;
        for _ in 0..20 {
            assert_eq!(hand.run(|| std::thread::current().id()).await, first);
        }
        assert!(first.is_some());
    }

    #[tokio::test]
    async fn a_panic_is_told_and_so_is_every_call_after_it() {
        let hand = Hand::new();
        assert_eq!(hand.run(|| "x".parse::<i32>().expect("asked for")).await, None);
        assert_eq!(hand.run(|| 1).await, None);
    }
}
