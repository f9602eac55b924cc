//! The worker of one notifier: takes what is due, sends it, writes down what came of it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::owner::{Panicked, caught};
use crate::domain::{Delivery, DeliveryState, Fate, Mark};
use crate::notify::{
    DeliveryError, Parcel, Receipts, SCHEDULE, Step, Way, Window, next_step, verdict,
};
use crate::store::{DeliveryQuery, Due, Store, sent};

/// Deliveries looked at together: more than a digest holds, few enough to read in a moment.
const PAGE: usize = 200;

/// The end of a try, however long a notifier's own limits are.
const LONGEST_TRY: Duration = Duration::from_secs(330);

/// How long a try may go on after the engine was told to stop.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// How long a mark may be on its way after the engine was told to stop before it is kept elsewhere.
const LAST_MARK: Duration = Duration::from_millis(200);

/// Longest sleep: a clock that was set forward is noticed within it.
const LOOK: Duration = Duration::from_secs(60);

/// Longest pause between two tries at a receiver that fails again and again.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// A receiver may ask for no longer pause than this.
const MOST_OBEYED: SignedDuration = SignedDuration::from_hours(24);

/// One notifier's worker.
pub(super) struct Courier {
    pub(super) store: Arc<dyn Store>,
    /// The store's file.
    pub(super) path: PathBuf,
    pub(super) way: Way,
    pub(super) revision: watch::Receiver<u64>,
    /// No new try.
    pub(super) stop: CancellationToken,
    /// The whole engine ends: a try under way ends with it.
    pub(super) ending: CancellationToken,
    /// Nothing more will come: end when everything due has been tried.
    pub(super) over: CancellationToken,
}

/// How the receiver has been lately.
#[derive(Default)]
struct Mood {
    /// Tries in a row that failed.
    failures: u32,
}

impl Courier {
    /// Delivers until it is stopped.
    pub(super) async fn run(mut self) {
        self.release().await;
        let mut window = self.window().await;
        let mut mood = Mood::default();
        while !self.stop.is_cancelled() {
            self.revision.borrow_and_update();
            let now = Timestamp::now();
            let Some(due) = self.due(now).await else { continue };
            let step = match due.stopped {
                Some(_) => Step::Idle,
                None => next_step(&due.deliveries, &self.way.manners, &window, now),
            };
            let wake = match step {
                Step::Hold(seqs, until) => {
                    let answer = format!("{}{until:.0}", Delivery::HELD);
                    self.mark(seqs, Fate::Held(until), answer).await;
                    continue;
                }
                Step::Bind(seqs) => {
                    let (bundle, answer) = bundle(&seqs);
                    self.mark(seqs, Fate::Bundled(bundle), answer).await;
                    continue;
                }
                Step::Send(deliveries) => match paused(&due, now) {
                    None => {
                        self.send(&deliveries, &mut mood).await;
                        window.take(Timestamp::now());
                        continue;
                    }
                    paused => paused,
                },
                Step::Wait(until) => Some(until),
                Step::Idle => due.next,
            };
            let later = wake.is_none() || wake == due.next || wake == due.pause;
            if self.over.is_cancelled() && (later || mood.failures > 0) {
                return;
            }
            self.sleep(wake, now).await;
        }
    }

    /// What rules of before held back is not bound by them: those in force look at it anew.
    async fn release(&self) {
        while !self.stop.is_cancelled() {
            let (store, name) = (self.store.clone(), self.way.name().to_owned());
            let released =
                tokio::task::spawn_blocking(move || store.release(&name, Timestamp::now())).await;
            match released {
                Ok(Ok(())) => return,
                Ok(Err(error)) => {
                    tracing::debug!(notifier = self.way.name(), %error, "nothing is released yet");
                }
                Err(_) => {}
            }
            self.pause(Duration::from_secs(1)).await;
        }
    }

    /// What was sent lately, also by a worker before this one: a restart begins no new span.
    async fn window(&self) -> Window {
        let (store, mut window) = (self.store.clone(), Window::empty(self.way.manners.rate));
        let lately = DeliveryQuery {
            notifier: Some(self.way.name().to_owned()),
            state: Some(DeliveryState::Delivered),
            limit: PAGE,
            ..DeliveryQuery::default()
        };
        let read = tokio::task::spawn_blocking(move || store.deliveries(&lately)).await;
        let sent = read.ok().and_then(Result::ok).unwrap_or_default();
        // A digest is one, and all of it was settled at once.
        let ended: BTreeSet<Timestamp> = sent.iter().filter_map(|each| each.settled).collect();
        ended.into_iter().for_each(|end| window.take(end));
        window
    }

    async fn sleep(&mut self, wake: Option<Timestamp>, now: Timestamp) {
        let left = wake.map(|wake| wake.duration_since(now).max(SignedDuration::ZERO));
        let left = left.and_then(|left| Duration::try_from(left).ok()).map(|left| left.min(LOOK));
        let until = async {
            match left {
                Some(left) => tokio::time::sleep(left).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = self.over.cancelled(), if !self.over.is_cancelled() => {}
            // Closed only when the engine is gone, which `stop` tells too.
            _ = self.revision.changed() => {}
            () = until => {}
        }
    }

    /// What is due; `None` after a wait when the store cannot be read.
    async fn due(&self, now: Timestamp) -> Option<Due> {
        let (store, name) = (self.store.clone(), self.way.name().to_owned());
        let read = tokio::task::spawn_blocking(move || store.due(&name, now, PAGE));
        match read.await {
            Ok(Ok(due)) => Some(due),
            Ok(Err(error)) => {
                tracing::debug!(notifier = self.way.name(), %error, "the outbox cannot be read");
                self.pause(Duration::from_secs(1)).await;
                None
            }
            Err(_) => {
                self.pause(Duration::from_secs(1)).await;
                None
            }
        }
    }

    async fn pause(&self, time: Duration) {
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = tokio::time::sleep(time) => {}
        }
    }

    /// One try. When the engine stops meanwhile and the try does not end in time, nothing is
    /// written down: the same goes out again, with the same id and the same bytes.
    async fn send(&self, deliveries: &[Delivery], mood: &mut Mood) {
        let Some(first) = deliveries.first() else { return };
        let seqs: Vec<u64> = deliveries.iter().map(|each| each.notice.seq).collect();
        let Some(mut parcel) = Parcel::of(deliveries.iter().map(|each| &each.notice)) else {
            self.mark(seqs, Fate::Failed, "the notice cannot be read".to_owned()).await;
            return;
        };
        let (fresh, mut taken) = mpsc::unbounded_channel();
        let had = deliveries.iter().flat_map(|each| each.taken.iter().cloned());
        parcel.receipts = Receipts::new(had, fresh);
        let too_late = async {
            self.ending.cancelled().await;
            tokio::time::sleep(LAST_WORDS).await;
        };
        let trying = tokio::time::timeout(LONGEST_TRY, caught(self.way.deliver(&parcel)));
        let (mut trying, mut too_late) = (pin!(trying), pin!(too_late));
        let result = loop {
            tokio::select! {
                biased;
                Some(recipient) = taken.recv() => self.note_taken(&seqs, recipient).await,
                result = &mut trying => break result,
                () = &mut too_late => return,
            }
        };
        while let Ok(recipient) = taken.try_recv() {
            self.note_taken(&seqs, recipient).await;
        }
        let again = |why: &str| Err(DeliveryError::Retry { why: why.to_owned(), after: None });
        let result = match result {
            Ok(Ok(result)) => result,
            // A defect in one way out delays no other, and what it was to tell stays due.
            Ok(Err(Panicked)) => again("the notifier broke; the log says where"),
            Err(_) => again("it took too long"),
        };
        let now = Timestamp::now();
        let pause = mood.learn(&result, now);
        let (fate, mut answer) = verdict(&result, first, SCHEDULE, now);
        if let Some(refused) = parcel.receipts.refused().filter(|_| fate == Fate::Delivered) {
            answer = format!("delivered, but not to {refused}");
        }
        self.tell(&parcel, fate, &answer, mood);
        let notifier = self.way.name().to_owned();
        self.write(Mark { notifier, seqs, fate, answer, pause }, deliveries).await;
    }

    /// Keeps who of many has it. Where the store refuses, that one may get the same once more.
    async fn note_taken(&self, seqs: &[u64], recipient: String) {
        let (store, name, seqs) = (self.store.clone(), self.way.name().to_owned(), seqs.to_vec());
        let noted =
            tokio::task::spawn_blocking(move || store.note_taken(&name, &seqs, &recipient)).await;
        if let Ok(Err(error)) = noted {
            tracing::warn!(notifier = self.way.name(), %error, "a recipient is not noted");
        }
    }

    /// Says in the log what a person must know: the first failure, the end of a delivery.
    fn tell(&self, parcel: &Parcel, fate: Fate, answer: &str, mood: &Mood) {
        let (notifier, id) = (self.way.name(), parcel.id.as_str());
        match fate {
            Fate::Delivered => tracing::debug!(notifier, id, "delivered"),
            Fate::Again(due) if mood.failures == 1 => {
                tracing::warn!(notifier, id, answer, %due, "not delivered; it is tried again");
            }
            Fate::Again(due) => tracing::debug!(notifier, id, answer, %due, "not delivered"),
            Fate::Stopped => tracing::error!(
                notifier,
                id,
                answer,
                "the receiver wants nothing any more: the notifier is stopped, what comes is kept; \
                 `wirewatch notify retry {notifier}` starts it again"
            ),
            _ => tracing::error!(
                notifier,
                id,
                answer,
                "given up; `wirewatch notify log` shows it, `wirewatch notify retry {notifier}` \
                 sends it again"
            ),
        }
    }

    async fn mark(&self, seqs: Vec<u64>, fate: Fate, answer: String) {
        let notifier = self.way.name().to_owned();
        self.write(Mark { notifier, seqs, fate, answer, pause: None }, &[]).await;
    }

    /// Writes down what becomes of deliveries, again and again while the store cannot be written:
    /// what was delivered must not go out twice, also where the end comes first.
    async fn write(&self, mark: Mark, sent: &[Delivery]) {
        let (mut wait, mut kept) = (Duration::from_millis(100), mark.fate != Fate::Delivered);
        loop {
            let (store, copy) = (self.store.clone(), mark.clone());
            let mut writing =
                tokio::task::spawn_blocking(move || store.mark(&copy, Timestamp::now()));
            let too_late = async {
                self.ending.cancelled().await;
                tokio::time::sleep(LAST_MARK).await;
            };
            let early = tokio::select! {
                written = &mut writing => Some(written),
                () = too_late, if !kept => None,
            };
            let written = match early {
                Some(written) => written,
                None => {
                    kept = self.keep(&mark, sent);
                    writing.await
                }
            };
            match written {
                Ok(Ok(())) => return,
                Ok(Err(error)) => {
                    tracing::warn!(notifier = self.way.name(), %error, "a delivery is not marked");
                }
                Err(_) => return self.pause(wait).await,
            }
            if self.ending.is_cancelled() {
                if !kept {
                    self.keep(&mark, sent);
                }
                return;
            }
            tokio::select! {
                () = self.ending.cancelled() => {}
                () = tokio::time::sleep(wait) => {}
            }
            wait = (wait * 2).min(Duration::from_secs(10));
        }
    }
}

impl Courier {
    /// Keeps beside the store, at the end, that a receiver has taken something. Says whether it is
    /// kept.
    fn keep(&self, mark: &Mark, deliveries: &[Delivery]) -> bool {
        let kept = sent::keep(&self.path, mark, deliveries);
        if let Err(error) = &kept {
            tracing::error!(notifier = self.way.name(), %error, "a delivery cannot be marked");
        }
        kept.is_ok()
    }
}

impl Mood {
    /// After a failure the next try waits, longer each time; a fresh notice waits with it, so a
    /// receiver that is down costs one try a pause, however much waits. Says until when.
    fn learn(&mut self, result: &Result<(), DeliveryError>, now: Timestamp) -> Option<Timestamp> {
        let Err(DeliveryError::Retry { after, .. }) = result else {
            *self = Mood::default();
            return None;
        };
        self.failures += 1;
        let doubled = 1_u64 << (self.failures - 1).min(12);
        let pause = Duration::from_secs(doubled).min(LONGEST_PAUSE).max(after.unwrap_or_default());
        let pause = SignedDuration::try_from(pause).unwrap_or(MOST_OBEYED);
        now.checked_add(pause.min(MOST_OBEYED)).ok()
    }
}

/// Until when the receiver is left alone. The store keeps it, so a new worker obeys it too; more
/// than a receiver may ask for is a clock that was set back.
fn paused(due: &Due, now: Timestamp) -> Option<Timestamp> {
    due.pause.filter(|pause| *pause > now && pause.duration_since(now) <= MOST_OBEYED)
}

/// How notices are bound, and what the log of deliveries says meanwhile.
fn bundle(seqs: &[u64]) -> (u64, String) {
    match seqs {
        [_] => (Delivery::ALONE, "about to be sent".to_owned()),
        many => {
            let first = many.iter().copied().min().unwrap_or_default();
            (first, format!("in a digest of {}", many.len()))
        }
    }
}
