//! An afternoon at a watch desk, in memory: what the screens are drawn from in tests and benches.

#![allow(
    clippy::unwrap_used,
    dead_code,
    unused_imports,
    reason = "builders of tests; the bench uses some of them"
)]

use std::sync::{Arc, OnceLock};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, watch};
use wirewatch::domain::{
    Act, AlertChange, AlertLine, AlertState, Article, ArticleChange, ArticleFate, Change, Changes,
    Deed, Delay, ErrorKind, Feed, FeedError, FeedId, FeedSpec, FeedState, Field, Hit, Identity,
    LineStory, LineTimes, Match, SCHEMA, Severity, StoryChange, StoryState, WatchHit,
};
use wirewatch::engine::{Command, Handle, Role, Status, WatchLook, Workbench};
use wirewatch::store::memory::MemoryStore;
use wirewatch::store::{Batch, FeedScope, Store};

mod crowds;
mod hostile;
mod tales;

pub use crowds::{flood, fortnight};
pub use hostile::hostile;
pub use tales::{TERMS, tales};

/// The time on the wall, for whoever wants another than the fixed one.
pub static BASE: OnceLock<Timestamp> = OnceLock::new();

/// The time on the wall.
pub fn now() -> Timestamp {
    *BASE.get_or_init(|| "2020-05-19T14:32:07Z".parse().unwrap())
}

/// So many minutes before it.
pub fn ago(minutes: i64) -> Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

/// A report of a story: outlet, origin, minutes ago, headline, text.
pub type Report<'a> = (&'a str, &'a str, i64, &'a str, &'a str);

/// A story as tests tell it.
pub struct Tale<'a> {
    pub number: u64,
    pub severity: Severity,
    pub score: i32,
    pub reason: &'a str,
    pub watches: &'a [&'a str],
    /// Terms to paint: watch, text.
    pub terms: &'a [(&'a str, &'a str)],
    pub reports: &'a [Report<'a>],
}

fn identity(number: u64) -> Identity {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    bytes[15] = 1;
    Identity(bytes)
}

fn article(report: &Report<'_>) -> Article {
    let (outlet, _, minutes, title, text) = *report;
    let (summary, body) = text.split_once('\n').unwrap_or((text, ""));
    Article {
        title: title.into(),
        summary: summary.into(),
        body: body.into(),
        url: format!(
            "https://{}.example/2020/05/19/{minutes}",
            outlet.to_lowercase().replace(' ', "-")
        ),
        outlet: outlet.into(),
        feed: format!("{outlet} world"),
        language: "en".into(),
        published: Some(ago(minutes)),
        ..Article::default()
    }
}

fn matches(article: &Article, terms: &[(&str, &str)]) -> Vec<Match> {
    let fields = [
        (Field::Title, &article.title),
        (Field::Summary, &article.summary),
        (Field::Body, &article.body),
    ];
    let mut matches: Vec<Match> = Vec::new();
    for (watch, term) in terms {
        for (field, text) in fields {
            for (start, found) in text.match_indices(term) {
                let hit = Hit {
                    term: (*term).into(),
                    field,
                    start,
                    end: start + found.len(),
                    text: found.into(),
                    first_word: 0,
                    last_word: 0,
                };
                match matches.iter_mut().find(|known| known.watch == *watch) {
                    Some(known) => known.hits.push(hit),
                    None => matches.push(Match {
                        watch: (*watch).into(),
                        hits: vec![hit],
                        ..Match::default()
                    }),
                }
            }
        }
    }
    matches
}

/// The changes that a tale makes.
pub fn changes(tale: &Tale<'_>) -> Changes {
    let story = identity(tale.number).story(0, now());
    let mut articles = Vec::new();
    let (mut outlets, mut origins): (Vec<String>, Vec<String>) = (vec![], vec![]);
    for (place, report) in tale.reports.iter().enumerate() {
        let article = article(report);
        let matches = matches(&article, tale.terms);
        let identity = identity(tale.number * 1_000_000 + place as u64 + 1);
        articles.push(ArticleChange {
            fate: ArticleFate::New,
            feed: FeedId(1),
            identity,
            alias: None,
            wording: None,
            content: tale.number,
            article: article.into(),
            matches,
            story,
            origin: report.1.into(),
            fetched: ago(report.2),
        });
        for (list, name) in [(&mut outlets, report.0), (&mut origins, report.1)] {
            if !list.iter().any(|known| known == name) {
                list.push(name.into());
            }
        }
    }
    let (first_seen, last_seen) =
        (ago(tale.reports[0].2), ago(tale.reports.last().map_or(0, |report| report.2)));
    let standing = &articles[articles.len() - 1];
    let line = AlertLine {
        schema: SCHEMA.into(),
        seq: 0,
        id: format!("{story}-1"),
        change: Change::Raised,
        note: String::new(),
        severity: tale.severity,
        score: tale.score,
        reason: tale.reason.into(),
        watches: tale.watches.iter().map(|watch| (*watch).into()).collect(),
        article: (*standing.article).clone(),
        hits: standing
            .matches
            .iter()
            .flat_map(|found| {
                let watch = found.watch.clone();
                found
                    .hits
                    .iter()
                    .map(move |hit| WatchHit { watch: watch.clone(), hit: hit.clone() })
            })
            .collect(),
        story: LineStory {
            id: story,
            articles: u32::try_from(articles.len()).unwrap(),
            outlets: outlets.clone(),
            origins: origins.clone(),
            first_seen,
            last_seen,
            toll: None,
        },
        times: LineTimes { published: Some(last_seen), fetched: last_seen, raised: first_seen },
        silenced: None,
    };
    let state = StoryState {
        articles: line.story.articles,
        outlets,
        origins: origins.into_iter().map(|origin| (origin, first_seen)).collect(),
        watches: line.watches.clone(),
        ..StoryState::default()
    };
    let title = line.article.title.clone();
    let alert =
        AlertChange { story, line: line.into(), notice: Some(Change::Raised), reopen: false };
    Changes {
        articles,
        stories: vec![StoryChange { id: story, title, first_seen, last_seen, state }],
        alerts: if tale.watches.is_empty() { vec![] } else { vec![alert] },
        ..Changes::default()
    }
}

/// Tells a tale to a store, at the time of its last report.
pub fn tell(store: &dyn Store, tale: &Tale<'_>) {
    let at = ago(tale.reports.last().map_or(0, |report| report.2));
    commit(store, changes(tale), at);
}

fn commit(store: &dyn Store, changes: Changes, now: Timestamp) {
    let mut changes = Some(changes);
    let batch = Batch::at(now);
    store.commit(&batch, &mut |_| changes.take().unwrap_or_default()).unwrap();
}

/// The watches of the desk.
pub fn watches() -> Arc<[WatchLook]> {
    let look = |name: &str, say: &str, colour: &str, weight| WatchLook {
        name: name.into(),
        say: say.into(),
        query: format!("@{name}"),
        colour: Some(colour.into()),
        weight,
        enabled: true,
    };
    Arc::new([
        look("rocket", "Rocket, mortar or drone fire", "red", 30),
        look("embassy", "Embassies, consulates and their staff", "blue", 25),
        look("militia", "Armed groups and what they do", "yellow", 20),
    ])
}

/// How the engine is.
pub fn status() -> Status {
    Status {
        role: Role::Poller,
        timeliness: wirewatch::domain::Timeliness::default(),
        config_problem: None,
        ended: None,
        damage: None,
        trouble: None,
        outage: None,
        sources: Arc::default(),
        reading: None,
        undone: None,
        watches: watches(),
        feeds: 0,
    }
}

/// A handle on a store, and what keeps it alive.
pub struct World {
    pub handle: Handle,
    pub store: Arc<MemoryStore>,
    pub revision: watch::Sender<u64>,
    pub status: watch::Sender<Status>,
    pub commands: mpsc::Receiver<Command>,
}

/// A world around a store.
pub fn around(store: Arc<MemoryStore>) -> World {
    let (revision, revisions) = watch::channel(1);
    let feeds = store.feeds(FeedScope::Enabled).unwrap().len();
    let (status, statuses) = watch::channel(Status { feeds, ..status() });
    let (send, commands) = mpsc::channel(16);
    let handle = Handle {
        store: Arc::clone(&store) as Arc<dyn Store>,
        revision: revisions,
        status: statuses,
        commands: send,
        watches: Workbench::default(),
        pulse: wirewatch::engine::Pulse::default(),
    };
    World { handle, store, revision, status, commands }
}

/// No feed, no article.
pub fn nothing() -> World {
    around(Arc::new(MemoryStore::default()))
}

/// Feeds that have not been polled yet.
pub fn first_minute() -> World {
    polling(&specs())
}

/// Feeds that are configured and in the store.
fn polling(specs: &[FeedSpec]) -> World {
    let store = MemoryStore::default();
    store.sync_feeds(specs, now()).unwrap();
    around(Arc::new(store))
}

/// Every feed was asked, none could be reached.
pub fn offline() -> World {
    let world = first_minute();
    fail(&world, FeedState::Retrying);
    world
}

/// The only feed was asked, and its server has no such page.
pub fn one_mistyped() -> World {
    let world = polling(&specs()[..1]);
    fail(&world, FeedState::Broken);
    world
}

/// The first poll of every feed ends in a state.
fn fail(world: &World, state: FeedState) {
    let mut feeds = world.store.feeds(FeedScope::Enabled).unwrap();
    for feed in &mut feeds {
        feed.state = state;
        feed.polls = 1;
        feed.last_poll = Some(now());
    }
    let batch = Batch { feeds: &feeds, ..Batch::at(now()) };
    world.store.commit(&batch, &mut |_| Changes::default()).unwrap();
}

const OUTLETS: &[(&str, &str)] = &[
    ("AP", "en"),
    ("Reuters", "en"),
    ("AFP", "fr"),
    ("INA", "ar"),
    ("BBC", "en"),
    ("Al Jazeera", "ar"),
    ("TASS", "ru"),
    ("Kyodo", "ja"),
    ("EFE", "es"),
    ("Rudaw", "ku"),
    ("State Dept", "en"),
    ("FCDO", "en"),
    ("Dawn", "en"),
    ("Haaretz", "he"),
    ("Tolo", "fa"),
];

fn specs() -> Vec<FeedSpec> {
    let feed = |number: usize, (outlet, language): (&str, &str)| FeedSpec {
        url: format!("https://{}.example/rss/{number}", outlet.to_lowercase().replace(' ', "-")),
        title: format!("{outlet} {}", ["world", "mideast", "latest"][number % 3]),
        outlet: outlet.into(),
        language: language.into(),
        enabled: true,
        ..FeedSpec::default()
    };
    (0..84).map(|number| feed(number, OUTLETS[number % OUTLETS.len()])).collect()
}

fn polled(number: usize, feed: &mut Feed) {
    let number = i64::try_from(number).unwrap();
    feed.state = FeedState::Ok;
    feed.polls = 40;
    feed.not_modified = 31;
    feed.last_poll = Some(now() - SignedDuration::from_secs(4 + number * 3));
    feed.last_success = feed.last_poll;
    feed.last_article = Some(ago(number * 7 % 300));
    feed.next_poll = Some(now() + SignedDuration::from_secs(20 + number * 5));
    feed.cadence.interval = 300;
    feed.delay = Some(Delay { p50: 30 + number, p99: 180 + number });
    let fails = |feed: &mut Feed, state, kind, message: &str| {
        feed.state = state;
        feed.error = Some(FeedError { kind, message: message.into() });
    };
    match number {
        7 => {
            fails(feed, FeedState::Retrying, ErrorKind::Timeout, "no answer within 30 s (4 times)");
        }
        19 => fails(feed, FeedState::RateLimited, ErrorKind::RateLimited, "429, wait 15 minutes"),
        33 => fails(feed, FeedState::Broken, ErrorKind::NotAFeed, "text/html \"Page not found\""),
        58 => feed.state = FeedState::Silent,
        _ => {}
    }
}

/// The afternoon: feeds, stories, some of them dealt with.
pub fn afternoon() -> World {
    let world = first_minute();
    let mut feeds = world.store.feeds(FeedScope::Enabled).unwrap();
    for (number, feed) in feeds.iter_mut().enumerate() {
        polled(number, feed);
    }
    let batch = Batch { feeds: &feeds, ..Batch::at(now()) };
    world.store.commit(&batch, &mut |_| Changes::default()).unwrap();
    for tale in tales() {
        tell(world.store.as_ref(), &tale);
    }
    let id_of = |title: &str| {
        let query = wirewatch::store::AlertQuery { limit: 100, ..Default::default() };
        let alerts = world.store.alerts(&query).unwrap();
        alerts.iter().find(|alert| alert.line.article.title.starts_with(title)).unwrap().id
    };
    for (title, state, minutes) in [
        ("Militia ambush", AlertState::Acknowledged, 160),
        ("Sirens", AlertState::Resolved, 300),
        ("Ten years", AlertState::Snoozed, 12),
    ] {
        let until = now() + SignedDuration::from_mins(48);
        let deed = match state {
            AlertState::Open => Deed::Reopen,
            AlertState::Acknowledged => Deed::Acknowledge,
            AlertState::Snoozed => Deed::Snooze(until),
            AlertState::Resolved => Deed::Resolve,
        };
        let act = Act { ids: vec![id_of(title)], deed, who: "ana".to_owned() };
        wirewatch::store::Duty::act(&*world.store, &act, ago(minutes)).unwrap();
    }
    world
}
