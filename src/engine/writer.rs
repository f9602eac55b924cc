//! The serial stage: what was examined is decided and committed, many polls in one transaction,
//! then told to the poller and to the front ends. A commit that fails is tried again until it
//! succeeds: meanwhile nothing new is fetched, and the status says why.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::examine::{Examined, FeedTable};
use super::inbox::{Inbox, sleep_until};
use super::shelf::Shelf;
use super::sources::{Polled, Renewed};
use super::{Mode, Pulse, RuleSet, SourceNotice, Status, round, sources};
use crate::domain::{Changes, Failure, Feed, Finding, Findings, Identity};
use crate::fetch::health::{self, Around, Facts, Reading};
use crate::fetch::{Control, Hand};
use crate::store::{Batch, Committed, Listing, Load, Store, StoreError};
use crate::triage::{self, Book};

/// Most polls in one transaction.
const MOST_POLLS: usize = 512;

/// Most articles in one transaction, and from so many live stories on: bounds how long readers see old news,
/// and memory. A round of 30,000 new articles took 4 MiB less with 500 than with 1,000; among many stories
/// articles meet the same ones again and again, and larger transactions write those less often.
const MOST_ITEMS: [(usize, usize); 2] = [(16_384, 1_000), (0, 460)];

/// How long a backlog that seems to be over may yet go on; then what it left for later is written.
const LULL: Duration = Duration::from_millis(200);

/// First and longest wait before a failed commit is tried again.
const RETRY: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(10));

/// What the writer works with.
pub(super) struct Writer {
    pub(super) store: Arc<dyn Store>,
    pub(super) feeds: FeedTable,
    pub(super) rules: watch::Receiver<Arc<RuleSet>>,
    /// None in a single round, which needs no new times.
    pub(super) control: Option<mpsc::Sender<Control>>,
    pub(super) revision: watch::Sender<u64>,
    pub(super) status: watch::Sender<Status>,
    pub(super) tally: watch::Sender<Tally>,
    pub(super) mode: Mode,
    pub(super) pulse: Pulse,
}

/// How many polls ended, and how many of them failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Polls that ended.
    pub polled: u64,
    /// Of these, failed.
    pub failed: u64,
    /// Whether polling ended though nobody asked for it.
    pub broke_off: bool,
}

impl Tally {
    /// Whether there were polls and none succeeded.
    #[must_use]
    pub fn all_failed(self) -> bool {
        self.polled > 0 && self.polled == self.failed
    }
}

/// Which notices that wait for more of the same story go out when there is nothing else to write.
#[derive(Clone, Copy, Debug, Default)]
enum Pending {
    /// Those whose time has come.
    #[default]
    Due,
    /// Every one: nothing more will come.
    All,
}

/// One transaction's worth of work.
#[derive(Default)]
struct Work {
    load: Load,
    pending: Pending,
    feeds: Vec<Feed>,
    /// The polls of the findings.
    polled: Vec<Polled>,
    findings: Vec<Findings>,
    lookups: Vec<Identity>,
    listed: Vec<Listing>,
    sources: Vec<SourceNotice>,
    failed: u64,
}

impl Work {
    /// Takes in what is known since it was decided what is news.
    fn renew(&mut self, renewed: Renewed) {
        self.sources.extend(renewed.notices);
        for feed in renewed.feeds {
            if let Some(known) = self.feeds.iter_mut().find(|known| known.id == feed.id) {
                *known = feed;
            }
        }
    }
}

impl Writer {
    /// Commits until there is nothing more to come, or `stop`.
    pub(super) async fn run(self, mut inbox: Inbox, mut shelf: Shelf, stop: CancellationToken) {
        let hand = Hand::new("writer", 1);
        let mut load = Load::Calm;
        loop {
            let first = tokio::select! {
                next = inbox.next() => match next {
                    Some(next) => Some(next),
                    None => break,
                },
                () = tokio::time::sleep(LULL), if load == Load::Backlog || shelf.is_behind() => None,
                () = sleep_until(shelf.next_due().map(instant)) => None,
            };
            let work = match first {
                Some(first) => self.gather(first, (&mut inbox, most_items(&shelf))).await,
                None => Work::default(),
            };
            load = work.load;
            match self.commit(work, (shelf, &hand), &stop).await {
                Some(back) => shelf = back,
                None => return,
            }
        }
        let mut held =
            self.mode == Mode::Once && shelf.next_due().is_some() && !stop.is_cancelled();
        while held || load == Load::Backlog || shelf.is_behind() {
            let pending = if held { Pending::All } else { Pending::Due };
            (held, load) = (false, Load::Calm);
            let work = Work { pending, ..Work::default() };
            match self.commit(work, (shelf, &hand), &stop).await {
                Some(back) => shelf = back,
                None => return,
            }
        }
        let store = self.store.clone();
        // The process may be gone before this: then the next round reads more than it must.
        let _ = hand.run(move || shelf.close(store.as_ref())).await;
    }

    /// Takes what is ready, up to one transaction's worth.
    async fn gather(&self, first: Examined, (inbox, most): (&mut Inbox, usize)) -> Work {
        let rules = self.rules.borrow().clone();
        let mut work = Work::default();
        let begun = tokio::time::Instant::now();
        let mut items = 0;
        let mut next = Some(first);
        while let Some(one) = next {
            items += one.articles();
            self.take(one, &rules, &mut work);
            if work.feeds.len() >= MOST_POLLS || items >= most {
                work.load = Load::Backlog;
                break;
            }
            next = inbox.more(begun).await;
        }
        work
    }

    fn take(&self, one: Examined, rules: &RuleSet, work: &mut Work) {
        let known = self.feeds.read().ok().and_then(|table| table.get(&one.poll.feed).cloned());
        // Taken out of the configuration while its poll was under way: not wanted any more.
        let Some(feed) = known else { return };
        let mut after =
            health::after_poll(&feed, &one.poll, &reading(one.read.as_ref()), &rules.settings.pace);
        let failed = matches!(one.read, Some(Err(_)))
            || matches!(one.poll.outcome, crate::domain::Outcome::Failed(_));
        work.failed += u64::from(failed);
        let lost = self.status.borrow().outage.is_some();
        let around = if lost { Around::Lost } else { Around::Well };
        health::forgive(&feed, &mut after, &rules.settings.pace, around);
        // Whether a feed is silent whose document was read is known when it is known what is news.
        if !matches!(one.read, Some(Ok(_))) {
            work.sources.extend(sources::notice(&feed, &mut after, (one.poll.finished, around)));
        }
        work.feeds.push(after);
        if let Some(Ok(findings)) = one.read {
            let items = findings.items.iter();
            let keys = items.flat_map(|item| {
                [Some(item.identity), item.alias, item.wording].into_iter().flatten()
            });
            let listing = Listing { feed: findings.feed, keys: keys.collect() };
            work.lookups.extend(findings.items.iter().flat_map(Finding::keys));
            work.listed.push(listing);
            work.findings.push(findings);
            work.polled.push(Polled { before: feed, poll: one.poll, around });
        }
    }

    /// Commits, again and again while it fails, and tells everyone. `None`: stopped meanwhile.
    async fn commit(
        &self,
        mut work: Work,
        (mut shelf, hand): (Shelf, &Hand),
        stop: &CancellationToken,
    ) -> Option<Shelf> {
        let mut wait = RETRY.0;
        let begun = tokio::time::Instant::now();
        loop {
            let (store, rules) = (self.store.clone(), self.rules.borrow().clone());
            let working = self.pulse.begin("writing");
            let tried = hand.run(move || {
                let result = settled(|| decided(store.as_ref(), &rules, &work, &mut shelf));
                (work, shelf, result)
            });
            let Some((back_work, back_shelf, result)) = tried.await else {
                self.trouble(Some("the writer ended unexpectedly; restart wirewatch".to_owned()));
                return None;
            };
            (work, shelf) = (back_work, back_shelf);
            match result {
                Ok((committed, renewed)) => {
                    work.renew(renewed);
                    self.tell(work, &committed).await;
                    return Some(shelf);
                }
                Err(error) if round::gives_up(self.mode, begun.elapsed()) => {
                    round::give_up((&self.status, &self.tally), &error.to_string());
                    return None;
                }
                Err(error) => {
                    tracing::debug!(%error, "nothing was stored; trying again");
                    self.trouble(Some(waiting(&error)));
                }
            }
            drop(working);
            tokio::select! {
                () = stop.cancelled() => return None,
                () = tokio::time::sleep(wait) => wait = (wait * 2).min(RETRY.1),
            }
        }
    }

    fn trouble(&self, text: Option<String>) {
        tell_trouble(&self.status, text);
    }

    async fn tell(&self, mut work: Work, committed: &Committed) {
        self.trouble(None);
        sources::tell(&self.status, std::mem::take(&mut work.sources));
        self.tally.send_modify(|tally| {
            tally.polled += work.feeds.len() as u64;
            tally.failed += work.failed;
        });
        let settled: Vec<Arc<Feed>> = work.feeds.into_iter().map(Arc::new).collect();
        if let Ok(mut table) = self.feeds.write() {
            for feed in &settled {
                if let Some(known) = table.get_mut(&feed.id) {
                    known.clone_from(feed);
                }
            }
        }
        if let Some(control) = self.control.as_ref().filter(|_| !settled.is_empty()) {
            // Closed only when the poller has ended.
            let _ = control.send(Control::Settled(settled)).await;
        }
        self.revision.send_if_modified(|revision| {
            let grown = committed.revision > *revision;
            *revision = committed.revision.max(*revision);
            grown
        });
    }
}

/// What a store that fails means for the work.
pub(super) fn waiting(error: &StoreError) -> String {
    format!("{error}; polling waits, nothing is lost")
}

/// Shows what is wrong, and logs it once.
pub(super) fn tell_trouble(status: &watch::Sender<Status>, text: Option<String>) {
    status.send_if_modified(|status| {
        let changed = status.trouble != text;
        if let Some(text) = text.as_ref().filter(|_| changed) {
            tracing::error!("{text}");
        }
        status.trouble = text;
        changed
    });
}

/// What a document says for its feed's health.
fn reading(read: Option<&Result<Findings, Failure>>) -> Reading {
    match read {
        None => Reading::Nothing,
        Some(Err(failure)) => Reading::Unreadable(failure.clone()),
        Some(Ok(findings)) => Reading::Read(Facts {
            published: findings.items.iter().filter_map(|item| item.article.published).collect(),
            ahead: findings.facts.ahead.clone(),
            articles: findings.items.len(),
            rhythm: findings.facts.rhythm.clone(),
            repaired: findings.repaired.clone(),
            cut: findings.cut,
            truncated: findings.facts.truncated,
            title: findings.facts.title.clone(),
        }),
    }
}

/// So often something is decided again at once whose stories had changed.
const ANEW: usize = 3;

/// One transaction; once more where people made stories anew just before it. Whose stories go on changing
/// is tried again like any commit that fails, after a wait, and said.
fn settled<T>(mut decided: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    for _ in 0..ANEW {
        match decided() {
            Err(StoreError::Stale) => tracing::debug!("the stories are read anew; deciding again"),
            done => return done,
        }
    }
    decided()
}

/// Look up, decide, write; also returns what is known of the feeds since. The clock is asked here, once.
fn decided(
    store: &dyn Store,
    rules: &RuleSet,
    work: &Work,
    shelf: &mut Shelf,
) -> Result<(Committed, Renewed), StoreError> {
    let now = Timestamp::now();
    if !work.findings.is_empty() || shelf.next_due().is_some() || shelf.is_stale(store)? {
        shelf.book(store, rules)?;
    }
    let mut silences = std::mem::take(&mut shelf.silences);
    silences.refresh(store, rules, now)?;
    let none = Book::new();
    let book = shelf.open_book().unwrap_or(&none);
    let routes = rules.routes();
    let batch = Batch {
        routes: &routes,
        feeds: &work.feeds,
        lookups: &work.lookups,
        listed: &work.listed,
        regrouped: shelf.regrouped(),
        load: work.load,
        ..Batch::at(now)
    };
    let mut since = Renewed::default();
    let committed = store.commit(&batch, &mut |known| {
        let mut changes = triage::decide(&work.findings, known, book, &rules.policy, now);
        if work.findings.is_empty() {
            let told: Changes = match work.pending {
                Pending::Due => triage::due(book, now),
                Pending::All => triage::flush(book, now),
            };
            changes.stories.extend(told.stories);
            changes.alerts.extend(told.alerts);
        }
        silences.apply(&mut changes);
        shelf.arrange(&mut changes, rules, (work.load, now));
        changes.void = book.is_damaged();
        let (documents, pace) = ((&*work.polled, &*work.findings), &rules.settings.pace);
        since = sources::renewed(&work.feeds, documents, &changes, pace);
        changes.feeds = std::mem::take(&mut since.unwritten);
        changes
    });
    shelf.silences = silences;
    let mut committed = committed?;
    shelf.take_in(std::mem::take(&mut committed.changes.stories), now);
    Ok((committed, since))
}

/// Articles in one transaction at most, now.
fn most_items(shelf: &Shelf) -> usize {
    let stories = shelf.open_book().map_or(0, Book::len);
    MOST_ITEMS.iter().find(|(from, _)| stories >= *from).map_or(1, |(_, items)| *items)
}

/// A time of the clock, as the runtime counts.
fn instant(time: Timestamp) -> tokio::time::Instant {
    let left = time.duration_since(Timestamp::now());
    tokio::time::Instant::now() + Duration::try_from(left).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rests_on_stories_that_changed_is_decided_again_and_not_for_ever() {
        for (stale, tries, fine) in [(0, 1, true), (2, 3, true), (usize::MAX, ANEW + 1, false)] {
            let mut tried = 0;
            let done = settled(|| {
                tried += 1;
                if tried <= stale { Err(StoreError::Stale) } else { Ok(()) }
            });
            assert_eq!((tried, done.is_ok()), (tries, fine), "{stale}");
        }
        assert!(waiting(&StoreError::Stale).ends_with("nothing is lost"));
    }
}
