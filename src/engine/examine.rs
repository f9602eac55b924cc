//! The parallel stage: documents to findings on a few threads of its own. A panic in a
//! parser becomes a failed poll of that feed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};

use super::{Pulse, RuleSet};
use crate::domain::{Behind, ErrorKind, Failure, Feed, FeedId, Findings, Lease, Outcome, Poll};
use crate::fetch::Turn;
use crate::triage;

/// Documents of this size are examined one at a time, on one thread: each takes many times its size
/// while it is read, the allocator keeps that for the thread, and the others must not wait for it.
/// On any of the threads they took 250 MiB among hostile feeds, on one 150.
const LARGE: usize = 512 << 10;

/// Large documents that may wait: as many as find room in what `fetch` leases to large bodies.
const MOST_LARGE: usize = 64;

/// A poll with what was read from it; the body is gone.
#[derive(Debug)]
pub(super) struct Examined {
    /// The poll; its document's body is empty.
    pub(super) poll: Poll,
    /// What the document held, where there was one.
    pub(super) read: Option<Result<Findings, Failure>>,
    /// The places it takes among what waits; given back when it is dropped.
    pub(super) room: Option<OwnedSemaphorePermit>,
}

impl Examined {
    /// How many articles it brings.
    pub(super) fn articles(&self) -> usize {
        let read = self.read.as_ref().and_then(|read| read.as_ref().ok());
        read.map_or(0, |findings| findings.items.len())
    }
}

/// What came of a turn.
#[derive(Debug)]
pub(super) struct Finished {
    /// Its number among the polls.
    pub(super) turn: u64,
    /// `None`: nothing.
    pub(super) examined: Option<Examined>,
}

/// What the stage must know of the feeds: shared with the writer, which keeps it up to date, and each
/// of them with the poller: there are ten thousand.
pub(super) type FeedTable = Arc<std::sync::RwLock<HashMap<FeedId, Arc<Feed>>>>;

/// Articles that may wait to be committed: bounds memory. More than half a small transaction, so that with
/// what came too early for the last one the next need not be waited for.
const WAITING: usize = 320;

/// What the examining threads share.
#[derive(Clone)]
pub(super) struct Bench {
    feeds: FeedTable,
    rules: watch::Receiver<Arc<RuleSet>>,
    /// A place for each article that waits.
    room: Arc<Semaphore>,
    done: mpsc::Sender<Finished>,
    pulse: Pulse,
}

impl Bench {
    /// Examines by the rules in force what is polled of these feeds.
    pub(super) fn new(
        (feeds, rules): (FeedTable, watch::Receiver<Arc<RuleSet>>),
        done: mpsc::Sender<Finished>,
        pulse: Pulse,
    ) -> Bench {
        Bench { feeds, rules, room: Arc::new(Semaphore::new(WAITING)), done, pulse }
    }
}

/// Examines polls until there are no more.
pub(super) async fn stage(mut turns: mpsc::Receiver<Turn>, bench: Bench) {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let (documents, line) = mpsc::channel(cores);
    let (large, heavy) = mpsc::channel(MOST_LARGE);
    let line = Arc::new(Mutex::new(line));
    let lines = std::iter::repeat_n(line, cores).chain([Arc::new(Mutex::new(heavy))]);
    for line in lines {
        let bench = bench.clone();
        tokio::task::spawn_blocking(move || work(&bench, &line));
    }
    while let Some(Turn { number: turn, poll }) = turns.recv().await {
        let gone = match poll {
            Some(poll) if matches!(poll.outcome, Outcome::Document(_)) => {
                // A large document waits beside the line, not in it.
                let line = if is_large(&poll) { &large } else { &documents };
                line.send((turn, poll)).await.is_err()
            }
            poll => {
                let examined = poll.map(|poll| Examined { poll, read: None, room: None });
                bench.done.send(Finished { turn, examined }).await.is_err()
            }
        };
        if gone {
            return;
        }
    }
}

/// One thread's life: the same few threads take all documents, for memory that one thread gave
/// back is of little use to another.
fn work(bench: &Bench, line: &Mutex<mpsc::Receiver<(u64, Poll)>>) {
    let next = || line.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
    while let Some((turn, poll)) = next() {
        let examined = examine(poll, bench);
        // The writer is gone only when everything ends.
        if bench.done.blocking_send(Finished { turn, examined }).is_err() {
            return;
        }
    }
}

fn is_large(poll: &Poll) -> bool {
    matches!(&poll.outcome, Outcome::Document(document) if document.body.len() >= LARGE)
}

/// So many articles of an empty feed may have come since it was, whatever their dates.
const FEW: usize = 3;

/// Whether a feed that answered and had nothing yet shows now what it had all along: many articles older than its
/// last answer, or without a date. A few of these, and any that are younger, are news.
fn begins(feed: &Feed, findings: &Findings) -> bool {
    let Some(answered) = feed.last_success.filter(|_| feed.cadence.empty) else { return false };
    if feed.last_article.is_some() {
        return false;
    }
    let dates = || findings.items.iter().map(|item| item.article.published);
    let old = dates().flatten().filter(|published| *published < answered).count();
    let undated = dates().filter(Option::is_none).count();
    old + undated > FEW.max(findings.items.len() / 2)
}

/// Whether the dates of a feed lag, as its last polls showed.
fn behind(feed: &Feed) -> Option<Behind> {
    let seconds = feed.cadence.lag.steady()?;
    feed.cadence.lag.newest.map(|newest| Behind { seconds, newest })
}

fn examine(mut poll: Poll, bench: &Bench) -> Option<Examined> {
    let rules = bench.rules.borrow().clone();
    let feed = bench.feeds.read().ok()?.get(&poll.feed).cloned()?;
    let Outcome::Document(document) = &mut poll.outcome else {
        return Some(Examined { poll, read: None, room: None });
    };
    let source = triage::Source {
        feed: feed.id,
        spec: &feed.spec,
        called: feed.named.as_deref().unwrap_or(&feed.spec.url),
        first_poll: feed.last_success.is_none(),
        fetched: poll.finished,
    };
    let broken = |message: String| Failure { kind: ErrorKind::Parse, message, status: None };
    let working = bench.pulse.begin("the reading of a document");
    let unwound = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let matcher = rules.matcher().map_err(broken)?;
        triage::examine(
            document,
            &source,
            &triage::Rules { matcher, limits: &rules.settings.limits, pace: &rules.policy.pace },
        )
    }));
    let read = unwound.unwrap_or_else(|_| {
        Err(broken("the document broke the parser; it was left out".to_owned()))
    });
    let read = read.map(|mut findings| {
        findings.first_poll |= begins(&feed, &findings);
        findings.behind = behind(&feed);
        findings.answered = feed.last_success;
        findings
    });
    drop(working);
    document.body = Vec::new();
    document.lease = Lease::default();
    let articles = read.as_ref().map_or(0, |findings| findings.items.len()).clamp(1, WAITING);
    let places = u32::try_from(articles).unwrap_or(u32::MAX);
    let room = Handle::current().block_on(bench.room.clone().acquire_many_owned(places)).ok();
    Some(Examined { poll, read: Some(read), room })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{Article, Cadence, FeedFacts, FeedSpec, Finding, OutletClass};

    #[test]
    fn what_comes_after_an_empty_answer_is_news_unless_it_is_many_old_articles() {
        let at = |hour: i64| Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(hour);
        let feed = |empty| Feed {
            last_success: Some(at(10)),
            cadence: Cadence { empty, ..Cadence::default() },
            ..Feed::unpolled(FeedSpec::default())
        };
        let findings = |dates: &[Option<i64>]| {
            let item = |hour: &Option<i64>| {
                let published = hour.map(at);
                let article = Arc::new(Article { published, ..Article::default() });
                Finding { article, ..Finding::default() }
            };
            Findings {
                feed: FeedId(1),
                class: OutletClass::National,
                fetched: at(11),
                first_poll: false,
                answered: None,
                behind: None,
                items: dates.iter().map(item).collect(),
                facts: FeedFacts::default(),
                repaired: None,
                cut: 0,
            }
        };
        for (name, dates, expected) in [
            ("one new", vec![Some(11)], false),
            ("one old", vec![Some(3)], false),
            ("many old, one new", vec![Some(3), Some(4), Some(5), Some(6), Some(11)], true),
            ("a few undated", vec![None; 3], false),
            ("many undated", vec![None; 10], true),
            ("many new", vec![Some(11); 10], false),
        ] {
            assert_eq!(begins(&feed(true), &findings(&dates)), expected, "{name}");
            assert!(!begins(&feed(false), &findings(&dates)), "{name}: it was not empty");
            let known = Feed { last_article: Some(at(9)), ..feed(true) };
            assert!(!begins(&known, &findings(&dates)), "{name}: it had some before");
        }
    }
}
