//! Tells notifiers that ask for it (`sources = true`) what becomes of feeds. A word on a feed is no
//! alert: it is tried for some minutes and then let go; the log and the dashboard have it too.
//!
//! Which words there are is decided in `sources`; who wants them, in the configuration.

use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Shared, SourceNotice};
use crate::domain::Severity;
use crate::notify::{Parcel, Saying, Way};

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

/// Tells until the engine stops, or until `over` and what there is has been told.
pub(super) async fn run(shared: Shared, over: CancellationToken) {
    let mut status = shared.status.subscribe();
    // Only this process tells of feeds: what is there already was told after this task was made.
    status.mark_changed();
    let mut last: Option<SourceNotice> = None;
    let mut waiting: Vec<Waiting> = Vec::new();
    let mut sending = JoinSet::new();
    let mut due: Option<Instant> = None;
    loop {
        let until = due.unwrap_or_else(|| Instant::now() + LOOK);
        let ending = tokio::select! {
            () = shared.stop.cancelled() => return,
            () = over.cancelled() => true,
            changed = status.changed() => changed.is_err(),
            () = tokio::time::sleep_until(until), if due.is_some() => false,
            Some(_) = sending.join_next(), if !sending.is_empty() => false,
        };
        let news = since(&status.borrow_and_update().sources, &mut last);
        if !news.is_empty() {
            take(&shared.rules.borrow().ways, &news, &mut waiting);
            due = due.or_else(|| (!waiting.is_empty()).then(|| Instant::now() + GATHERED));
        }
        if ending || due.is_some_and(|due| due <= Instant::now()) {
            let now = Timestamp::now();
            waiting.retain(|one| sending.len() >= UNDER_WAY || !send(one, now, &mut sending));
            due = (!waiting.is_empty()).then(|| Instant::now() + LOOK);
        }
        if ending {
            break;
        }
    }
    let _ = tokio::time::timeout(DRAIN, sending.join_all()).await;
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

fn take(ways: &[Way], news: &[SourceNotice], waiting: &mut Vec<Waiting>) {
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
    }
}

/// Sends what waits, unless quiet hours hold it back; whether it went on its way.
fn send(waiting: &Waiting, now: Timestamp, sending: &mut JoinSet<()>) -> bool {
    let quiet = waiting.way.manners.quiet.as_ref();
    if quiet.is_some_and(|quiet| quiet.holds(SEVERITY, now).is_some()) {
        return false;
    }
    let notices = (0..).zip(&waiting.words).filter_map(|(number, word)| {
        let saying = Saying {
            kind: "source",
            note: "a word on a feed, no news",
            severity: SEVERITY,
            title: format!("Source: {}", word.text),
            summary: String::new(),
            at: word.at,
        };
        saying.notice(number)
    });
    let notices: Vec<_> = notices.collect();
    if let Some(parcel) = Parcel::of(&notices) {
        sending.spawn(deliver(waiting.way.clone(), parcel));
    }
    true
}

async fn deliver(way: Way, parcel: Parcel) {
    for wait in TRIES {
        tokio::time::sleep(wait).await;
        match tokio::time::timeout(LONGEST_TRY, way.deliver(&parcel)).await {
            Ok(Ok(())) => return,
            Ok(Err(error)) => {
                tracing::debug!(notifier = way.name(), %error, "a word on feeds was not taken");
            }
            Err(_) => tracing::debug!(notifier = way.name(), "a word on feeds took too long"),
        }
    }
    let words = parcel.told.len();
    tracing::warn!(notifier = way.name(), words, "words on feeds were not taken; let go");
}
