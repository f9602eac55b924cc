//! What every store promises, each case against each backend; then what only a file can show.

#![allow(clippy::unwrap_used, reason = "builders and helpers of tests")]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Connection;
use tempfile::TempDir;
use wirewatch::domain::*;
use wirewatch::store::memory::MemoryStore;
use wirewatch::store::{
    self, ASKED_AGAIN, AlertOrder, AlertQuery, Batch, Committed, DeliveryQuery, FeedScope, Listing,
    Load, Retention, SilenceScope, Store, StoreError, sent,
};

mod backlog;
mod climbing;
mod duty;
mod growing;
mod joining;
#[cfg(unix)]
mod leaving;
mod lists;
mod locking;
mod looking;
mod naming;
mod on_disk;
mod outbox;
mod writing;

const PATIENCE: Duration = Duration::from_secs(5);

/// Runs a case against every backend.
fn each(case: impl Fn(&dyn Store)) {
    let home = TempDir::new().unwrap();
    let sqlite = store::open(&home.path().join("wirewatch.db"), PATIENCE).unwrap();
    for (name, store) in
        [("memory", Arc::new(MemoryStore::default()) as Arc<dyn Store>), ("sqlite", sqlite)]
    {
        eprintln!("backend: {name}");
        case(store.as_ref());
    }
}

fn on_disk(home: &TempDir) -> Arc<dyn Store> {
    store::open(&home.path().join("wirewatch.db"), PATIENCE).unwrap()
}

/// A time, in seconds after the rocket fell.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_589_846_400 + seconds).unwrap()
}

fn identity(number: u64) -> Identity {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    bytes[8] = 1;
    Identity(bytes)
}

fn spec(url: &str) -> FeedSpec {
    FeedSpec { url: url.into(), outlet: "Wire".into(), enabled: true, ..FeedSpec::default() }
}

fn article(title: &str) -> Article {
    Article {
        title: title.into(),
        summary: format!("Standfirst of {title}"),
        body: "First.\nSecond.".into(),
        url: "https://example.org/a".into(),
        id: "guid-1".into(),
        outlet: "Wire".into(),
        feed: "Wire news".into(),
        author: "A. Writer".into(),
        language: "en".into(),
        published: Some(at(-60)),
        updated: None,
        categories: vec!["World".into()],
    }
}

fn found_in(title: &str, watch: &str) -> Match {
    let hit = Hit {
        term: "rocket".into(),
        field: Field::Title,
        start: 0,
        end: 6.min(title.len()),
        text: title.chars().take(6).collect(),
        first_word: 0,
        last_word: 0,
    };
    Match { watch: watch.into(), hits: vec![hit], ..Match::default() }
}

/// A new article that founds its own story.
fn new(number: u64, title: &str) -> ArticleChange {
    ArticleChange {
        fate: ArticleFate::New,
        feed: FeedId(1),
        identity: identity(number),
        alias: None,
        wording: None,
        content: number,
        article: article(title).into(),
        matches: vec![],
        story: identity(number).story(0, at(0)),
        origin: "Wire".into(),
        fetched: at(0),
    }
}

fn line(number: u64, severity: Severity, watches: &[&str]) -> AlertLine {
    let story = identity(number).story(0, at(0));
    AlertLine {
        schema: SCHEMA.into(),
        seq: 0,
        id: format!("{story}-1"),
        change: Change::Raised,
        note: String::new(),
        severity,
        score: 50,
        reason: "rocket 50".into(),
        watches: watches.iter().map(|watch| (*watch).to_owned()).collect(),
        article: article(&format!("Rocket {number} falls")),
        hits: vec![],
        story: LineStory {
            id: story,
            articles: 1,
            outlets: vec!["Wire".into()],
            origins: vec!["Wire".into()],
            first_seen: at(0),
            last_seen: at(0),
            toll: None,
        },
        times: LineTimes { published: None, fetched: at(0), raised: at(0) },
        silenced: None,
    }
}

/// An alert with a notice.
fn raise(number: u64, severity: Severity) -> AlertChange {
    AlertChange {
        story: identity(number).story(0, at(0)),
        line: line(number, severity, &["rocket"]).into(),
        notice: Some(Change::Raised),
        reopen: false,
    }
}

fn story(number: u64, state: StoryState) -> StoryChange {
    StoryChange {
        id: identity(number).story(0, at(0)),
        title: format!("Story {number}"),
        first_seen: at(0),
        last_seen: at(number.cast_signed()),
        state,
    }
}

fn articles(articles: Vec<ArticleChange>) -> Changes {
    Changes { articles, ..Changes::default() }
}

fn alerts(alerts: Vec<AlertChange>) -> Changes {
    Changes { alerts, ..Changes::default() }
}

fn commit(store: &dyn Store, now: Timestamp, changes: Changes) -> Committed {
    let mut changes = Some(changes);
    let batch = Batch::at(now);
    store.commit(&batch, &mut |_| changes.take().unwrap()).unwrap()
}

/// Puts alerts into a state as one act of ana's; returns those that changed.
fn set_state(
    store: &dyn Store,
    ids: &[AlertId],
    state: AlertState,
    (until, now): (Option<Timestamp>, Timestamp),
) -> Vec<AlertId> {
    let deed = match state {
        AlertState::Open => Deed::Reopen,
        AlertState::Acknowledged => Deed::Acknowledge,
        AlertState::Snoozed => Deed::Snooze(until.unwrap()),
        AlertState::Resolved => Deed::Resolve,
    };
    store.act(&Act { ids: ids.to_vec(), deed, who: "ana".into() }, now).unwrap().changed
}

fn ids(store: &dyn Store, query: &AlertQuery) -> Vec<i64> {
    store.alerts(query).unwrap().iter().map(|alert| alert.id.0).collect()
}

fn all() -> AlertQuery {
    AlertQuery { limit: 100, ..AlertQuery::default() }
}
