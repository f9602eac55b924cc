//! One thread that does all blocking work of one kind, a job after the other. What one thread gives back
//! to the allocator is of little use to another: commits that moved from thread to thread took a quarter
//! more memory, and a hundred answers of brotli, decompressed on any of them, 290 MiB.
//!
//! Knows nothing of the work: that is the caller's.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use tokio::sync::{mpsc, oneshot};

type Job = Box<dyn FnOnce() + Send>;

/// The way to the thread, which is made when it is first needed and ends with this.
pub struct Hand {
    name: &'static str,
    waiting: usize,
    jobs: OnceLock<Option<mpsc::Sender<Job>>>,
}

impl Hand {
    /// A thread of this name, for which so many jobs may wait.
    #[must_use]
    pub fn new(name: &'static str, waiting: usize) -> Hand {
        Hand { name, waiting, jobs: OnceLock::new() }
    }

    /// Does a job when it is its turn, whoever still waits for it. `None`: it panicked, or there is no
    /// thread to be had.
    pub async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (done, came) = oneshot::channel();
        let job: Job = Box::new(move || {
            // Nobody waits any more: then what the job held is given back here.
            let _ = done.send(job());
        });
        let jobs = self.jobs.get_or_init(|| self.begin()).as_ref()?;
        jobs.send(job).await.ok()?;
        came.await.ok()
    }

    fn begin(&self) -> Option<mpsc::Sender<Job>> {
        let (jobs, mut line) = mpsc::channel::<Job>(self.waiting);
        let work = move || {
            while let Some(job) = line.blocking_recv() {
                // A fault of ours must cost one job, not all that follow.
                let _ = catch_unwind(AssertUnwindSafe(job));
            }
        };
        std::thread::Builder::new().name(self.name.to_owned()).spawn(work).ok().map(|_| jobs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hand() -> Hand {
        Hand::new("test", 4)
    }

    #[tokio::test]
    async fn jobs_are_done_one_after_the_other_and_a_panic_costs_only_its_own() {
        let hand = hand();
        let thread = || std::thread::current().id();
        let first = hand.run(thread).await;
        assert!(first.is_some() && first != Some(thread()));
        assert_eq!(hand.run(|| panic!("on purpose")).await, None::<()>);
        assert_eq!(hand.run(thread).await, first);
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_done_all_the_same_and_keeps_its_room_so_long() {
        let hand = hand();
        let (room, back) = std::sync::mpsc::channel::<()>();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let job = move || (wait.recv().is_ok(), room);
        let asked = tokio::time::timeout(std::time::Duration::ZERO, hand.run(job)).await;
        assert!(asked.is_err());
        assert_eq!(back.try_recv(), Err(std::sync::mpsc::TryRecvError::Empty), "held");
        go.send(()).unwrap();
        assert!(hand.run(|| ()).await.is_some());
        assert_eq!(back.try_recv(), Err(std::sync::mpsc::TryRecvError::Disconnected));
    }
}
