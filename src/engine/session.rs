//! One spell of polling: feeds from the configuration, poller, examining stage and writer, from
//! the moment this process has the store's lock until it stops or its settings ask for a new
//! client. A process without the lock waits for it here and takes over.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::deliver;
use super::examine::{self, FeedTable};
use super::inbox::Inbox;
use super::shelf::Shelf;
use super::writer::Writer;
use super::{
    EngineError, Mode, Role, RuleSet, Shared, asked, opening, outage, punctuality, revising, round,
    source_words, upkeep,
};
use crate::domain::{Access, Feed, FeedId, FeedSpec};
use crate::fetch::{self, Client, Control, Poller};
use crate::store::lock::{self, Kept, PollerLock};
use crate::store::{FeedScope, Store, StoreError};

/// How often a viewer tries to take over.
const TRY_LOCK: Duration = Duration::from_secs(1);

/// How often a poller looks whether the lock's file is still in its place.
const LOOK_AT_LOCK: Duration = Duration::from_secs(10);

/// Answers waiting to be examined. Small: each holds a whole document.
const ANSWERS: usize = 8;

/// Examined polls waiting to be committed: one transaction's worth. Their articles have a bound
/// of their own.
const EXAMINED: usize = 512;

/// Why a spell ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    /// Everything is over.
    Over,
    /// The settings of fetching changed: begin anew with them.
    Anew,
}

/// Takes the poller's lock, unless another process has it.
pub(super) fn take_lock(store: &Path) -> Result<Option<PollerLock>, EngineError> {
    lock::take(store).map_err(|error| match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full { path: store.to_path_buf() }.into(),
        _ => EngineError::CannotRun(format!(
            "the lock of the store cannot be taken: {error}; look at the rights of its folder"
        )),
    })
}

/// Polls for as long as the engine lives.
pub(super) async fn run(
    shared: Shared,
    lock: Option<PollerLock>,
    mode: Mode,
    mut wishes: mpsc::Receiver<Option<FeedId>>,
) {
    let lock = match lock {
        Some(lock) => Some(lock),
        None => wait_for_lock(&shared).await,
    };
    if let Some(lock) = lock {
        let absent = shared.rules.borrow().absent.first().cloned();
        let absent = absent.map(|absent| format!("{absent}; what it is for waits"));
        if let Some(absent) = &absent {
            tracing::error!("{absent}");
        }
        shared.status.send_modify(|status| {
            status.role = Role::Poller;
            // What was seen of another poller's feeds, it told its notifiers.
            status.sources = Arc::default();
            status.config_problem = status.config_problem.take().or(absent);
        });
        let over = CancellationToken::new();
        let delivering =
            tokio::spawn(shared.own("delivering", deliver::run(shared.clone(), over.clone())));
        let telling = tokio::spawn(
            shared.own("telling of feeds", source_words::run(shared.clone(), over.clone())),
        );
        let keeping = tokio::spawn(shared.own("upkeep", upkeep::run(shared.clone())));
        if mode == Mode::Once {
            revising::once(&shared).await;
        }
        let revising = matches!(mode, Mode::Live(_)).then(|| {
            tokio::spawn(shared.own("the judging of open stories", revising::run(shared.clone())))
        });
        let done = CancellationToken::new();
        let holding = tokio::spawn(hold(lock, done.clone()));
        while spell(&shared, mode, &mut wishes).await == Ended::Anew {}
        if mode == Mode::Once && !shared.stop.is_cancelled() && !shared.tally.borrow().broke_off {
            upkeep::once(&shared).await;
        }
        over.cancel();
        keeping.abort();
        revising.iter().for_each(tokio::task::JoinHandle::abort);
        if delivering.await.is_err() || telling.await.is_err() {
            tracing::error!("delivering ended unexpectedly");
        }
        done.cancel();
        let _ = holding.await;
    }
    if matches!(mode, Mode::Live(_)) && !shared.stop.is_cancelled() {
        let text = "polling broke off: the log says where; restart wirewatch".to_owned();
        tracing::error!("{text}");
        shared.status.send_modify(|status| status.trouble = Some(text));
        shared.tally.send_modify(|tally| tally.broke_off = true);
    }
    shared.finished.cancel();
}

/// Holds the lock to the end, and looks after its file.
async fn hold(lock: PollerLock, done: CancellationToken) {
    let mut held = Some(lock);
    let mut last = Kept::Whole;
    while let Some(mut lock) = held.take() {
        tokio::select! {
            () = done.cancelled() => return,
            () = tokio::time::sleep(LOOK_AT_LOCK) => {}
        }
        let looked = tokio::task::spawn_blocking(move || {
            let kept = lock.keep();
            (lock, kept)
        });
        let Ok((lock, kept)) = looked.await else { return };
        held = Some(lock);
        let kept = kept.unwrap_or(last);
        match kept {
            Kept::Whole => {}
            Kept::Restored => tracing::warn!("the lock's file was removed; it is there again"),
            Kept::Doubled if last == kept => {}
            Kept::Doubled => tracing::error!(
                "the lock's file was removed and another process has locked a new one: \
                 two may poll this store; end one of them"
            ),
        }
        last = kept;
    }
}

async fn wait_for_lock(shared: &Shared) -> Option<PollerLock> {
    loop {
        tokio::select! {
            () = shared.stop.cancelled() => return None,
            () = tokio::time::sleep(TRY_LOCK) => {}
        }
        let path = shared.path.clone();
        if let Ok(Ok(Some(lock))) = tokio::task::spawn_blocking(move || lock::take(&path)).await {
            return Some(lock);
        }
    }
}

/// What new rules mean for a running spell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Adopted {
    /// It goes on under them.
    InPlace,
    /// It must begin anew.
    NotInPlace,
}

/// What a spell starts from.
struct Start {
    feeds: Vec<Arc<Feed>>,
    shelf: Shelf,
    client: Client,
}

fn prepare(store: &dyn Store, rules: &RuleSet, mode: Mode) -> Result<Start, EngineError> {
    let now = Timestamp::now();
    opening::has_a_clock(now)?;
    let feeds = sync(store, &rules.feeds, now)?;
    let shelf = Shelf::open(store, rules, mode)?;
    let settings = &rules.settings;
    let client = Client::with_body_limit(&settings.fetching, settings.limits.body)
        .map_err(|error| EngineError::CannotRun(error.to_string()))?;
    Ok(Start { feeds, shelf, client })
}

fn sync(
    store: &dyn Store,
    specs: &[FeedSpec],
    now: Timestamp,
) -> Result<Vec<Arc<Feed>>, StoreError> {
    store.sync_feeds(specs, now)?;
    // Credentials are in no store: they come from the configuration each time.
    let access: HashMap<&str, &Access> = specs
        .iter()
        .filter_map(|spec| Some((spec.url.as_str(), spec.access.as_deref()?)))
        .collect();
    let mut feeds = Vec::with_capacity(specs.len());
    store.each_feed(FeedScope::Enabled, &mut |mut feed| {
        let access = access.get(feed.spec.url.as_str());
        feed.spec.access = access.map(|access| Box::new((*access).clone()));
        feeds.push(Arc::new(feed));
    })?;
    Ok(feeds)
}

/// Prepares again and again until it succeeds: a full disk or a busy store heals by itself. A single round waits
/// no longer than for a commit.
async fn start(shared: &Shared, rules: &Arc<RuleSet>, mode: Mode) -> Option<Start> {
    let mut wait = Duration::from_millis(250);
    let begun = tokio::time::Instant::now();
    loop {
        let (store, rules) = (shared.store.clone(), rules.clone());
        let tried =
            tokio::task::spawn_blocking(move || prepare(store.as_ref(), &rules, mode)).await;
        let why = match tried {
            Ok(Ok(start)) => return Some(start),
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        if round::gives_up(mode, begun.elapsed()) {
            round::give_up((&shared.status, &shared.tally), &why);
            return None;
        }
        // Said once, however often it is tried.
        shared.status.send_if_modified(|status| {
            let news = status.trouble.as_deref() != Some(why.as_str());
            if news {
                tracing::error!(why, "polling cannot start; it is tried again and again");
                status.trouble = Some(why);
            }
            news
        });
        tokio::select! {
            () = shared.stop.cancelled() => return None,
            () = tokio::time::sleep(wait) => wait = (wait * 2).min(Duration::from_secs(10)),
        }
    }
}

async fn spell(shared: &Shared, mode: Mode, wishes: &mut mpsc::Receiver<Option<FeedId>>) -> Ended {
    let mut rules = shared.rules.clone();
    let current = rules.borrow_and_update().clone();
    let Some(Start { feeds, shelf, client }) = start(shared, &current, mode).await else {
        return Ended::Over;
    };
    shared.status.send_modify(|status| status.trouble = None);
    let table: FeedTable = Arc::new(RwLock::new(by_id(&feeds)));
    let (answers_in, answers) = mpsc::channel(ANSWERS);
    let (examined_in, examined) = mpsc::channel(EXAMINED);
    let stop = shared.stop.child_token();
    let tasks = TaskTracker::new();
    let fetching = current.settings.fetching.clone();
    let (polling, control, begun) = match mode {
        Mode::Live(_) => {
            let (poller, handle) =
                Poller::new(client, (&fetching, &current.settings.pace), answers_in);
            // Room is certain: nothing was sent before.
            let _ = handle.control.send(Control::Feeds(feeds)).await;
            let begun = handle.begun.clone();
            tasks.spawn(punctuality::tell(shared.clone(), handle.timeliness, stop.clone()));
            tasks.spawn(outage::tell(shared.clone(), handle.network, stop.clone()));
            (tasks.spawn(poller.run(stop.clone())), Some(handle.control), Some(begun))
        }
        Mode::Once => {
            let stop = stop.clone();
            let round = async move {
                let did = fetch::poll_once(client, &fetching, feeds, answers_in, &stop).await;
                tracing::info!(polled = did.polled, skipped = did.skipped.len(), "one round");
                if !did.skipped.is_empty() {
                    let feeds = did.skipped.len();
                    tracing::warn!(
                        feeds,
                        "not polled: they ended, moved to where another feed is, or their hosts asked for a wait"
                    );
                }
            };
            (tasks.spawn(round), None, None)
        }
    };
    let inbox = Inbox::new(examined, mode, begun);
    let writer = Writer {
        store: shared.store.clone(),
        feeds: table.clone(),
        rules: shared.rules.clone(),
        control: control.clone(),
        revision: shared.revision.clone(),
        status: shared.status.clone(),
        tally: shared.tally.clone(),
        mode,
        pulse: shared.pulse.clone(),
    };
    let bench = examine::Bench::new(
        (table.clone(), shared.rules.clone()),
        examined_in,
        shared.pulse.clone(),
    );
    let examining = examine::stage(answers, bench);
    tasks.spawn(shared.own("examining", examining));
    tasks.spawn(shared.own("writing", writer.run(inbox, shelf, shared.stop.clone())));
    tasks.close();
    let supervisor = Supervisor { shared, current, table, control, stop };
    let ended = supervisor.run(polling, rules, wishes).await;
    tasks.wait().await;
    ended
}

fn by_id(feeds: &[Arc<Feed>]) -> HashMap<FeedId, Arc<Feed>> {
    feeds.iter().map(|feed| (feed.id, Arc::clone(feed))).collect()
}

/// Looks after a spell: new rules, wishes of people, the end.
struct Supervisor<'a> {
    shared: &'a Shared,
    current: Arc<RuleSet>,
    table: FeedTable,
    /// None in a single round, which takes no words.
    control: Option<mpsc::Sender<Control>>,
    stop: CancellationToken,
}

impl Supervisor<'_> {
    async fn run(
        mut self,
        mut polling: tokio::task::JoinHandle<()>,
        mut rules: watch::Receiver<Arc<RuleSet>>,
        wishes: &mut mpsc::Receiver<Option<FeedId>>,
    ) -> Ended {
        let mut fixed = false;
        let mut asked = self.shared.asked.subscribe();
        loop {
            tokio::select! {
                _ = &mut polling => return Ended::Over,
                changed = rules.changed(), if !fixed => {
                    fixed = changed.is_err();
                    let new = rules.borrow_and_update().clone();
                    if !fixed && self.adopt(new).await == Adopted::NotInPlace {
                        self.stop.cancel();
                        return Ended::Anew;
                    }
                }
                Some(wish) = wishes.recv() => {
                    self.say(Control::PollNow(wish)).await;
                }
                Ok(()) = asked.changed() => self.ask_again().await,
            }
        }
    }

    /// Tells the poller. Its end is seen elsewhere.
    async fn say(&self, word: Control) {
        if let Some(control) = &self.control {
            let _ = control.send(word).await;
        }
    }

    /// Polls what had ended and is to be asked again.
    async fn ask_again(&self) {
        let again = asked::again(self.shared, &self.table).await;
        if !again.is_empty() {
            self.say(Control::Settled(again)).await;
        }
    }

    /// Takes new rules into the running spell, or asks for a new one.
    async fn adopt(&mut self, new: Arc<RuleSet>) -> Adopted {
        let old = std::mem::replace(&mut self.current, new.clone());
        if old.settings.fetching != new.settings.fetching
            || old.settings.pace != new.settings.pace
            || old.settings.limits.body != new.settings.limits.body
        {
            return Adopted::NotInPlace;
        }
        if old.feeds == new.feeds && old.secrets == new.secrets {
            self.ask_again().await;
            return Adopted::InPlace;
        }
        let store = self.shared.store.clone();
        let synced =
            tokio::task::spawn_blocking(move || sync(store.as_ref(), &new.feeds, Timestamp::now()));
        match synced.await {
            Ok(Ok(feeds)) => {
                if let Ok(mut table) = self.table.write() {
                    *table = by_id(&feeds);
                }
                self.say(Control::Feeds(feeds)).await;
                Adopted::InPlace
            }
            // The store is in trouble: a new spell waits until it has healed.
            _ => Adopted::NotInPlace,
        }
    }
}
