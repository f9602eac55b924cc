//! The thread on which large bodies are decompressed, one at a time: each takes several times its
//! size meanwhile, and what one thread gave back the allocator keeps for it. On any of the threads a
//! hundred answers of brotli took 290 MiB.
//!
//! Knows nothing of bodies: what is done is the caller's.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use tokio::sync::{mpsc, oneshot};

type Job = Box<dyn FnOnce() + Send>;

/// Jobs that may wait; each holds the room that it needs already, so there are never many.
const WAITING: usize = 16;

/// The thread, made when it is first needed; it ends with this.
#[derive(Default)]
pub(super) struct Unpacker {
    jobs: OnceLock<Option<mpsc::Sender<Job>>>,
}

impl Unpacker {
    /// Does a job when it is its turn, whoever still waits for it. `None`: it panicked, or there is
    /// no thread to be had.
    pub async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (done, came) = oneshot::channel();
        let job: Job = Box::new(move || {
            // Nobody waits any more: then the room that it held is given back here.
            let _ = done.send(job());
        });
        let jobs = self.jobs.get_or_init(begin).as_ref()?;
        jobs.send(job).await.ok()?;
        came.await.ok()
    }
}

fn begin() -> Option<mpsc::Sender<Job>> {
    let (jobs, mut line) = mpsc::channel::<Job>(WAITING);
    let work = move || {
        while let Some(job) = line.blocking_recv() {
            // A fault of ours must cost one body, not all that follow.
            let _ = catch_unwind(AssertUnwindSafe(job));
        }
    };
    std::thread::Builder::new().name("unpack".to_owned()).spawn(work).ok().map(|_| jobs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn jobs_are_done_one_after_the_other_and_a_panic_costs_only_its_own() {
        let unpacker = Unpacker::default();
        let thread = || std::thread::current().id();
        let first = unpacker.run(thread).await;
        assert!(first.is_some() && first != Some(thread()));
        assert_eq!(unpacker.run(|| panic!("on purpose")).await, None::<()>);
        assert_eq!(unpacker.run(thread).await, first);
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_done_all_the_same_and_keeps_its_room_so_long() {
        let unpacker = Unpacker::default();
        let (room, back) = std::sync::mpsc::channel::<()>();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let job = move || (wait.recv().is_ok(), room);
        let asked = tokio::time::timeout(std::time::Duration::ZERO, unpacker.run(job)).await;
        assert!(asked.is_err());
        assert_eq!(back.try_recv(), Err(std::sync::mpsc::TryRecvError::Empty), "held");
        go.send(()).unwrap();
        assert!(unpacker.run(|| ()).await.is_some());
        assert_eq!(back.try_recv(), Err(std::sync::mpsc::TryRecvError::Disconnected));
    }
}
