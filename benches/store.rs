//! What the store costs: commits with the search index, searches, pages of alerts, opening.
//!
//! `WIREWATCH_BENCH_ARTICLES` (100,000) and `WIREWATCH_BENCH_ALERTS` (20,000) set the sizes. CPU
//! is that of this thread, which does all of the work; wall time depends on the disk.
//! `WIREWATCH_BENCH_STORE` names a file to work in and keep: a second run adds 20,000 articles to
//! what is there, so that a store of a million need be built only once.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench ends at the first thing wrong")]

use std::time::{Duration, Instant};

use jiff::Timestamp;
use wirewatch::domain::{
    AlertChange, AlertLine, AlertState, Article, ArticleChange, ArticleFate, Change, Changes,
    FeedId, Identity, LineStory, LineTimes, SCHEMA, Severity, StoryChange, StoryState,
};
use wirewatch::store::{self, AlertOrder, AlertQuery, Batch, FeedScope, Store};

const PORTION: u64 = 1_000;

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let size = |name: &str, standard: u64| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(standard)
    };
    let articles = size("WIREWATCH_BENCH_ARTICLES", 100_000);
    let alerts = size("WIREWATCH_BENCH_ALERTS", 20_000);
    let home = tempfile::TempDir::new().unwrap();
    let path = std::env::var_os("WIREWATCH_BENCH_STORE")
        .map_or_else(|| home.path().join("wirewatch.db"), std::path::PathBuf::from);
    let store = store::open(&path, Duration::from_secs(5)).unwrap();
    match store.counts(now(0)).unwrap().articles {
        0 => {
            fill(store.as_ref(), 0..articles);
            raise(store.as_ref(), alerts);
        }
        kept => fill(store.as_ref(), kept..kept + 20 * PORTION),
    }
    read(store.as_ref());
    drop(store);
    let opened = Instant::now();
    let store = store::open(&path, Duration::from_secs(5)).unwrap();
    let page = AlertQuery { limit: 50, ..AlertQuery::default() };
    let shown = store.alerts(&page).unwrap().len();
    store.counts(now(0)).unwrap();
    println!("open, first page ({shown}) and counts  {:>9.2} ms", ms(opened.elapsed()));
    let size = std::fs::metadata(&path).unwrap().len();
    println!("file                                {:>9.1} MB", size as f64 / 1e6);
}

/// Commits articles, a thousand at a time, each founding a story.
fn fill(store: &dyn Store, articles: std::ops::Range<u64>) {
    let mut words = Words { seed: articles.start + 1 };
    let mut costs = Vec::new();
    for first in articles.clone().step_by(PORTION as usize) {
        let changes: Vec<ArticleChange> =
            (first..first + PORTION).map(|number| article(number, &mut words)).collect();
        let stories = changes.iter().map(story).collect();
        let mut changes = Some(Changes { articles: changes, stories, ..Changes::default() });
        let lookups: Vec<Identity> = (first..first + PORTION).map(identity).collect();
        let batch = Batch { lookups: &lookups, ..Batch::at(now(first)) };
        let (wall, cpu) = (Instant::now(), cpu());
        store.commit(&batch, &mut |_| changes.take().unwrap()).unwrap();
        costs.push((self::cpu() - cpu, wall.elapsed()));
    }
    for (name, part) in [("first", 0..10), ("last", costs.len().saturating_sub(10)..costs.len())] {
        let mut part: Vec<_> = costs.get(part).unwrap_or(&costs).to_vec();
        part.sort();
        let (cpu, wall) = part[part.len() / 2];
        println!(
            "commit of 1,000 ({name} ten, median)  {:>9.2} ms CPU {:>8.2} ms wall",
            ms(cpu),
            ms(wall)
        );
    }
    let total: Duration = costs.iter().map(|(cpu, _)| *cpu).sum();
    println!(
        "commit of 1,000, mean of {:<10}  {:>9.2} ms CPU",
        articles.end - articles.start,
        ms(total) / costs.len() as f64
    );
    println!(
        "commit of 1,000, most of {:<10}  {:>9.2} ms CPU",
        articles.end - articles.start,
        ms(costs.iter().map(|(cpu, _)| *cpu).max().unwrap_or_default())
    );
}

fn raise(store: &dyn Store, alerts: u64) {
    let mut words = Words { seed: 1 };
    for first in (0..alerts).step_by(PORTION as usize) {
        let raised = (first..first + PORTION).map(|number| alert(number, &mut words)).collect();
        let mut changes = Some(Changes { alerts: raised, ..Changes::default() });
        let batch = Batch::at(now(first));
        store.commit(&batch, &mut |_| changes.take().unwrap()).unwrap();
    }
    println!("alerts                              {alerts:>9}");
}

fn read(store: &dyn Store) {
    for typed in ["w1 ", "w1", "w77 w1 ", "w49999 ", "w4999", "w123", "w1 w2 w3 ", "nothing"] {
        time(&format!("search {typed:?}"), || store.search(typed, 0, 50).unwrap().len());
    }
    time("search \"w1 \", page 20", || store.search("w1 ", 1_000, 50).unwrap().len());
    let page = AlertQuery { limit: 50, ..AlertQuery::default() };
    let open = AlertQuery { states: vec![AlertState::Open], ..page.clone() };
    let queries = [
        ("alerts, first page", page.clone()),
        ("alerts, open", open),
        (
            "alerts, resolved (none)",
            AlertQuery { states: vec![AlertState::Resolved], ..page.clone() },
        ),
        ("alerts, newest", AlertQuery { order: AlertOrder::Newest, ..page.clone() }),
        ("alerts, offset 10,000", AlertQuery { offset: 10_000, ..page.clone() }),
        ("alerts, rare watch", AlertQuery { watches: vec!["rare".into()], ..page.clone() }),
        ("alerts, words", AlertQuery { text: Some("w77 w1".into()), ..page }),
    ];
    for (name, query) in queries {
        time(name, || store.alerts(&query).unwrap().len());
    }
    time("counts", || store.counts(now(0)).unwrap().alerts as usize);
    time("alerts per hour", || store.alerts_per_hour(now(0), 24).unwrap().len());
    time("revision", || store.revision().unwrap() as usize);
    time("feeds", || store.feeds(FeedScope::All).unwrap().len());
    let since = store.counts(now(0)).unwrap().articles.saturating_sub(20_000);
    time("stories, 20,000", || store.stories_since(now(since)).unwrap().len());
    time("articles since, 200", || store.articles_since(now(since), None, 200).unwrap().len());
}

fn time(name: &str, work: impl Fn() -> usize) {
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..9 {
        let start = Instant::now();
        found = work();
        times.push(start.elapsed());
    }
    times.sort();
    println!("{name:<32} {found:>7} {:>9.3} ms", ms(times[times.len() / 2]));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// CPU time of this thread.
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

fn now(number: u64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + number.cast_signed()).unwrap()
}

fn mix(number: u64) -> u64 {
    let mixed = (number ^ (number >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

fn identity(number: u64) -> Identity {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&mix(number).to_be_bytes());
    bytes[8..].copy_from_slice(&mix(number + 7).to_be_bytes());
    Identity(bytes)
}

/// Words as common as in a language: the n-th comes about 1/n times as often as the first.
struct Words {
    seed: u64,
}

impl Words {
    fn text(&mut self, count: usize) -> String {
        let mut text = String::new();
        for _ in 0..count {
            self.seed = mix(self.seed + 0x51ed);
            let share = (self.seed >> 11) as f64 / (1_u64 << 53) as f64;
            let rank = (50_000_f64.powf(share)) as u64;
            text.push_str(&format!("w{rank} "));
        }
        text
    }
}

fn source(words: &mut Words) -> Article {
    Article {
        title: words.text(10),
        summary: words.text(30),
        body: words.text(60),
        url: format!("https://example.org/{}", words.seed),
        id: words.seed.to_string(),
        outlet: "Example Wire".into(),
        feed: "Example Wire: world".into(),
        language: "en".into(),
        ..Article::default()
    }
}

fn article(number: u64, words: &mut Words) -> ArticleChange {
    ArticleChange {
        fate: ArticleFate::New,
        feed: FeedId(1),
        identity: identity(number),
        alias: Some(identity(number + (1 << 40))),
        wording: Some(identity(number + (1 << 41))),
        content: number,
        article: source(words).into(),
        matches: vec![],
        story: identity(number).story(0, now(number)),
        origin: "example.org".into(),
        fetched: now(number),
    }
}

fn story(change: &ArticleChange) -> StoryChange {
    let state = StoryState {
        centroid: (0..48).map(|word| (u32_of(mix(word)), 6_554)).collect(),
        families: [("example.org", (0..40).map(|n| u32_of(mix(n))).collect())]
            .into_iter()
            .collect(),
        articles: 1,
        outlets: vec!["Example Wire".into()],
        origins: vec![("example.org".into(), change.fetched)],
        ..StoryState::default()
    };
    StoryChange {
        id: change.story,
        title: change.article.title.clone(),
        first_seen: change.fetched,
        last_seen: change.fetched,
        state,
    }
}

fn alert(number: u64, words: &mut Words) -> AlertChange {
    let story = identity(number).story(0, now(number));
    let severity = Severity::ALL[(mix(number) % 4) as usize];
    let watch = if number.is_multiple_of(5_000) { "rare" } else { "rocket" };
    let line = AlertLine {
        schema: SCHEMA.into(),
        seq: 0,
        id: format!("{story}-1"),
        change: Change::Raised,
        note: String::new(),
        severity,
        score: 50,
        reason: "rocket 50".into(),
        watches: vec![watch.into(), "embassy".into()],
        article: source(words),
        hits: vec![],
        story: LineStory {
            id: story,
            articles: 1,
            outlets: vec!["Example Wire".into()],
            origins: vec!["example.org".into()],
            first_seen: now(number),
            last_seen: now(number),
            toll: None,
        },
        times: LineTimes { published: None, fetched: now(number), raised: now(number) },
        silenced: None,
    };
    AlertChange { story, line: line.into(), notice: Some(Change::Raised), reopen: false }
}

/// The low half of a number.
fn u32_of(number: u64) -> u32 {
    u32::try_from(number & u64::from(u32::MAX)).unwrap_or_default()
}
