//! Tells notifiers that ask for it (`sources = true`) what becomes of feeds. A word on a feed is no
//! alert: it is tried for some minutes and then let go; the log and the dashboard have it too. What was not
//! handed over when the process ends is told after the next start.
//!
//! Which words there are is decided in `sources`; who wants them, in the configuration.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::{Id, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Shared, SourceNotice};
use crate::domain::{FeedId, Notice, Severity};
use crate::notify::{Parcel, Saying, Way};
use crate::store::Store;
use crate::store::unsaid::{self, Unsaid};

/// Words of so long a time go out together: what breaks many feeds is one event.
const GATHERED: Duration = Duration::from_secs(10);
/// Between two looks at what quiet hours hold back.
const LOOK: Duration = Duration::from_secs(60);
/// Waits between tries.
const TRIES: [Duration; 4] =
    [Duration::ZERO, Duration::from_secs(5), Duration::from_secs(60), Duration::from_secs(300)];
/// Longest single try.
const LONGEST_TRY: Duration = Duration::from_secs(60);
/// How long a single round waits at its end for its words.
const DRAIN: Duration = Duration::from_secs(30);
/// Parcels under way at once; beyond it words are let go.
const UNDER_WAY: usize = 64;
/// Words kept for one notifier through its quiet hours.
const KEPT: usize = 200;
/// How urgent a word on a feed is.
const SEVERITY: Severity = Severity::Priority;

/// What waits for one notifier.
struct Waiting {
    way: Way,
    words: Vec<SourceNotice>,
}

/// Words on their way to a notifier.
struct Sent {
    notifier: String,
    words: Vec<SourceNotice>,
}

/// What was not told yet.
#[derive(Default)]
struct Untold {
    waiting: Vec<Waiting>,
    under_way: HashMap<Id, Sent>,
    sending: JoinSet<()>,
    /// Whether the file of them is to be written.
    changed: bool,
}

/// Tells until the engine stops, or until `over` and what there is has been told.
pub(super) async fn run(shared: Shared, over: CancellationToken) {
    let mut status = shared.status.subscribe();
    // Only this process tells of feeds: what is there already was told after this task was made.
    status.mark_changed();
    let mut last: Option<SourceNotice> = None;
    let mut untold = Untold::default();
    untold.remember(&shared).await;
    let mut due = untold.waits().then(|| Instant::now() + GATHERED);
    loop {
        let until = due.unwrap_or_else(|| Instant::now() + LOOK);
        let ending = tokio::select! {
            // What the last commit brings is kept too.
            () = over.cancelled() => true,
            changed = status.changed() => changed.is_err(),
            () = tokio::time::sleep_until(until), if due.is_some() => false,
            Some(ended) = untold.sending.join_next_with_id(), if !untold.sending.is_empty() => {
                untold.ended(ended.map_or_else(|broke| broke.id(), |(id, ())| id));
                false
            }
        };
        let news = since(&status.borrow_and_update().sources, &mut last);
        if !news.is_empty() {
            untold.take(&shared.rules.borrow().ways, &news);
            due = due.or_else(|| untold.waits().then(|| Instant::now() + GATHERED));
        }
        let stopped = shared.stop.is_cancelled();
        if !stopped && (ending || due.is_some_and(|due| due <= Instant::now())) {
            untold.send(&shared.store, Timestamp::now());
            due = untold.waits().then(|| Instant::now() + LOOK);
        }
        untold.keep(&shared).await;
        if ending {
            break;
        }
    }
    if !shared.stop.is_cancelled() {
        let _ = tokio::time::timeout(DRAIN, untold.drain()).await;
        untold.keep(&shared).await;
    }
}

/// The words after the last one that was taken.
fn since(all: &[SourceNotice], last: &mut Option<SourceNotice>) -> Vec<SourceNotice> {
    let known = last.as_ref().and_then(|last| all.iter().rposition(|one| one == last));
    let new: Vec<SourceNotice> = all.iter().skip(known.map_or(0, |at| at + 1)).cloned().collect();
    if let Some(newest) = new.last() {
        *last = Some(newest.clone());
    }
    new
}

impl Untold {
    /// Takes up what the process before this one could not tell any more.
    async fn remember(&mut self, shared: &Shared) {
        let path = shared.path.clone();
        let kept = match tokio::task::spawn_blocking(move || unsaid::kept(&path)).await {
            Ok(Ok(kept)) => kept,
            Ok(Err(error)) => return tracing::error!(%error, "kept words on feeds are not read"),
            Err(_) => return,
        };
        let ways = shared.rules.borrow().ways.clone();
        for word in kept {
            let of = ways.iter().filter(|way| way.name() == word.notifier).cloned();
            let notice = SourceNotice { at: word.at, feed: FeedId(word.feed), text: word.text };
            self.take(&of.collect::<Vec<_>>(), &[notice]);
        }
    }

    fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    fn take(&mut self, ways: &[Way], news: &[SourceNotice]) {
        let waiting = &mut self.waiting;
        for way in ways.iter().filter(|way| way.manners.sources) {
            let at = waiting.iter().position(|one| one.way.name() == way.name());
            let one = match at.and_then(|at| waiting.get_mut(at)) {
                Some(one) => one,
                None => {
                    waiting.push(Waiting { way: way.clone(), words: Vec::new() });
                    let Some(one) = waiting.last_mut() else { continue };
                    one
                }
            };
            one.way = way.clone();
            one.words.extend(news.iter().take(KEPT.saturating_sub(one.words.len())).cloned());
            self.changed = true;
        }
    }

    /// Sends what waits and no quiet hours hold back.
    fn send(&mut self, store: &Arc<dyn Store>, now: Timestamp) {
        let mut held = Vec::new();
        for one in std::mem::take(&mut self.waiting) {
            let quiet = one.way.manners.quiet.as_ref();
            let is_quiet = quiet.is_some_and(|quiet| quiet.holds(SEVERITY, now).is_some());
            if is_quiet || self.sending.len() >= UNDER_WAY {
                held.push(one);
                continue;
            }
            let Waiting { way, words } = one;
            let notices: Vec<_> = notices(&words).collect();
            self.changed = true;
            if let Some(parcel) = Parcel::of(&notices) {
                let notifier = way.name().to_owned();
                let task = self.sending.spawn(deliver(store.clone(), way, parcel));
                self.under_way.insert(task.id(), Sent { notifier, words });
            }
        }
        self.waiting = held;
    }

    /// Notes that words were taken, or let go.
    fn ended(&mut self, task: Id) {
        self.changed |= self.under_way.remove(&task).is_some();
    }

    async fn drain(&mut self) {
        while let Some(ended) = self.sending.join_next_with_id().await {
            self.ended(ended.map_or_else(|broke| broke.id(), |(id, ())| id));
        }
    }

    /// Keeps what is not told yet for the next process, where that is not what was kept last.
    async fn keep(&mut self, shared: &Shared) {
        if !std::mem::take(&mut self.changed) {
            return;
        }
        let (path, words) = (shared.path.clone(), self.words());
        match tokio::task::spawn_blocking(move || unsaid::keep(&path, &words)).await {
            Ok(Ok(())) | Err(_) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, "words on feeds are lost if wirewatch ends before they are told");
            }
        }
    }

    fn words(&self) -> Vec<Unsaid> {
        let waiting = self.waiting.iter().map(|one| (one.way.name(), &one.words));
        let under_way = self.under_way.values().map(|sent| (sent.notifier.as_str(), &sent.words));
        let all = under_way.chain(waiting).flat_map(|(notifier, words)| {
            words.iter().map(|word| Unsaid {
                notifier: notifier.to_owned(),
                at: word.at,
                feed: word.feed.0,
                text: word.text.clone(),
            })
        });
        let mut all: Vec<Unsaid> = all.collect();
        all.sort_by_key(|word| word.at);
        all
    }
}

fn notices(words: &[SourceNotice]) -> impl Iterator<Item = Notice> {
    (0..).zip(words).filter_map(|(number, word)| {
        let saying = Saying {
            kind: "source",
            note: "a word on a feed, no news",
            severity: SEVERITY,
            title: format!("Source: {}", word.text),
            summary: String::new(),
            at: word.at,
        };
        saying.notice(number)
    })
}

async fn deliver(store: Arc<dyn Store>, way: Way, parcel: Parcel) {
    let words = parcel.told.len() as u64;
    for wait in TRIES {
        tokio::time::sleep(wait).await;
        match tokio::time::timeout(LONGEST_TRY, way.deliver(&parcel)).await {
            Ok(Ok(())) => return note(store, way, 0).await,
            Ok(Err(error)) => {
                tracing::debug!(notifier = way.name(), %error, "a word on feeds was not taken");
            }
            Err(_) => tracing::debug!(notifier = way.name(), "a word on feeds took too long"),
        }
        note(store.clone(), way.clone(), words).await;
    }
    tracing::warn!(notifier = way.name(), words, "words on feeds were not taken; let go");
}

/// Notes for people how many words a notifier has not taken. Not worth a second try.
async fn note(store: Arc<dyn Store>, way: Way, words: u64) {
    let noting = move || unsaid::note_refused(store.as_ref(), way.name(), words);
    match tokio::task::spawn_blocking(noting).await {
        Ok(Ok(())) | Err(_) => {}
        Ok(Err(error)) => tracing::debug!(%error, "what became of words on feeds is not noted"),
    }
}
