//! Owns the engine's tasks: one that panics is told and ends the engine, for an engine of which a
//! part is gone looks well and misses alerts. What an end means is the front ends' decision.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{Shared, Status, Tally};

/// A part of the program panicked; the log has the panic itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Panicked;

/// Runs a task to its end or its panic.
pub(super) async fn caught<T>(task: impl Future<Output = T>) -> Result<T, Panicked> {
    let mut task = pin!(task);
    // After a panic the task is dropped and never polled again: nothing half done is seen.
    std::future::poll_fn(|context| {
        match catch_unwind(AssertUnwindSafe(|| task.as_mut().poll(context))) {
            Ok(polled) => polled.map(Ok),
            Err(_) => Poll::Ready(Err(Panicked)),
        }
    })
    .await
}

/// What ends the engine and says why.
pub(super) struct Alarm {
    status: watch::Sender<Status>,
    tally: watch::Sender<Tally>,
    stop: CancellationToken,
    finished: CancellationToken,
}

impl Shared {
    /// A task of this engine: its panic is the engine's end.
    pub(super) fn own<F: Future<Output = ()>>(
        &self,
        name: &'static str,
        task: F,
    ) -> impl Future<Output = ()> + use<F> {
        let alarm = Alarm {
            status: self.status.clone(),
            tally: self.tally.clone(),
            stop: self.stop.clone(),
            finished: self.finished.clone(),
        };
        alarm.guard(name, task)
    }
}

impl Alarm {
    async fn guard(self, name: &'static str, task: impl Future<Output = ()>) {
        if caught(task).await == Err(Panicked) {
            let text = format!("{name} ended by a defect of its own; restart wirewatch");
            self.tally.send_modify(|tally| tally.broke_off = true);
            self.status.send_modify(|status| status.ended = Some(text.clone()));
            self.stop.cancel();
            self.finished.cancel();
            // Last, and nothing hangs on it: the log may be what broke.
            tracing::error!("{text}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alarm() -> Alarm {
        let status = Status {
            role: super::super::Role::Poller,
            timeliness: Default::default(),
            config_problem: None,
            ended: None,
            damage: None,
            trouble: None,
            outage: None,
            watches: std::sync::Arc::default(),
            feeds: 0,
            sources: std::sync::Arc::default(),
            reading: None,
            undone: None,
        };
        Alarm {
            status: watch::Sender::new(status),
            tally: watch::Sender::new(Tally::default()),
            stop: CancellationToken::new(),
            finished: CancellationToken::new(),
        }
    }

    #[tokio::test]
    async fn a_panicking_task_ends_the_engine_and_says_so() {
        let alarm = alarm();
        let (status, tally) = (alarm.status.subscribe(), alarm.tally.subscribe());
        let (stop, finished) = (alarm.stop.clone(), alarm.finished.clone());
        alarm
            .guard("the reader", async {
                tokio::task::yield_now().await;
                std::panic::panic_any("a defect");
            })
            .await;
        assert!(stop.is_cancelled() && finished.is_cancelled() && tally.borrow().broke_off);
        let trouble = status.borrow().ended.clone().unwrap_or_default();
        assert!(trouble.starts_with("the reader ended by a defect"), "{trouble}");
    }

    /// A log of which every word is a defect.
    struct Broken;

    impl std::io::Write for Broken {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            std::panic::panic_any("the log")
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_engine_ends_even_where_the_log_breaks() {
        let alarm = alarm();
        let (status, tally) = (alarm.status.subscribe(), alarm.tally.subscribe());
        let stop = alarm.stop.clone();
        let task = alarm.guard("the reader", async { std::panic::panic_any("a defect") });
        let log = tracing_subscriber::fmt().with_writer(|| Broken).finish();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let told = tracing::subscriber::with_default(log, || {
            catch_unwind(AssertUnwindSafe(|| runtime.block_on(task)))
        });
        // Other tests at the same time may have had the word left out: then nothing broke.
        drop(told);
        assert!(stop.is_cancelled() && tally.borrow().broke_off);
        assert!(status.borrow().wrong().is_some_and(|why| why.starts_with("the reader ended")));
    }

    #[tokio::test]
    async fn a_task_that_ends_by_itself_ends_nothing_else() {
        let alarm = alarm();
        let (stop, tally) = (alarm.stop.clone(), alarm.tally.subscribe());
        alarm.guard("the reader", async {}).await;
        assert!(!stop.is_cancelled() && !tally.borrow().broke_off);
    }
}
