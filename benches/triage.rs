//! Triage against its numbers: an article against 20,000 stories, a poll of 30 articles with 3
//! flagged, and loading 20,000 stories.

use divan::{Bencher, black_box};
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicU64, Ordering};
use wirewatch::domain::{
    Article, FeedFacts, FeedId, Field, Finding, Findings, Hit, Known, Match, OutletClass,
    StoryChange,
};
use wirewatch::triage::{self, Book, Policy, WatchWeight};

fn main() {
    divan::main();
}

const STORIES: usize = 20_000;

fn start() -> Timestamp {
    Timestamp::from_second(1_772_000_000).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Words as news has them: few common ones, many rare ones.
fn text(seed: u64, words: usize) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let word = |n: u64| {
        let span = [60, 600, 6_000, 60_000][(n >> 60) as usize % 4];
        format!("w{}", n % span)
    };
    (0..words).map(|_| word(next())).collect::<Vec<_>>().join(" ")
}

fn finding(seed: u64, flagged: bool) -> Finding {
    let mut title = text(seed, 9);
    if flagged {
        title = format!("rocket {title}");
    }
    let article = Article {
        title,
        summary: text(seed ^ 0xabcd, 30),
        url: format!("https://site{}.example/{seed}", seed % 50),
        id: seed.to_string(),
        outlet: format!("Site {}", seed % 50),
        published: Some(start()),
        ..Article::default()
    };
    let hit = Hit {
        term: "rocket(s)".into(),
        field: Field::Title,
        start: 0,
        end: 6,
        text: "rocket".into(),
        first_word: 0,
        last_word: 0,
    };
    let one = Match { watch: "rocket".into(), hits: vec![hit], ..Match::default() };
    let marks = triage::marks("https://site.example/rss", &article);
    Finding {
        identity: marks.identity,
        alias: marks.alias,
        kin: marks.kin,
        content: marks.content,
        features: triage::features(&article),
        matches: if flagged { vec![one] } else { Vec::new() },
        article: article.into(),
    }
}

fn poll(items: Vec<Finding>) -> Vec<Findings> {
    vec![Findings {
        feed: FeedId(1),
        class: OutletClass::National,
        fetched: start() + SignedDuration::from_secs(60),
        first_poll: false,
        items,
        facts: FeedFacts::default(),
        repaired: None,
        cut: 0,
    }]
}

fn policy() -> Policy {
    let weight = WatchWeight { name: "rocket".into(), weight: 30, floor: None };
    Policy { watches: vec![weight], ..Policy::default() }
}

fn stories() -> Vec<StoryChange> {
    let mut book = Book::new();
    let mut all: Vec<StoryChange> = Vec::new();
    let mut seed = 0;
    while book.len() < STORIES {
        let items = (0..1_000).map(|i| finding(seed + i, i % 50 == 0)).collect();
        seed += 1_000;
        let changes = triage::decide(&poll(items), &Known::new(), &book, &policy(), start());
        book.apply(&changes, start());
        all.extend(changes.stories);
    }
    all.retain(|story| book.story(story.id).as_ref() == Some(story));
    all
}

#[divan::bench]
fn one_article_against_20_000_stories(bencher: Bencher) {
    let book = Book::load(stories(), start());
    let policy = policy();
    let seed = AtomicU64::new(900_000);
    bencher
        .with_inputs(|| poll(vec![finding(seed.fetch_add(1, Ordering::Relaxed), false)]))
        .bench_values(|findings| {
            triage::decide(black_box(&findings), &Known::new(), &book, &policy, start())
        });
}

#[divan::bench]
fn decide_30_articles_3_flagged(bencher: Bencher) {
    let book = Book::load(stories(), start());
    let policy = policy();
    let findings = poll((0..30).map(|i| finding(950_000 + i, i % 10 == 0)).collect());
    bencher.bench(|| triage::decide(black_box(&findings), &Known::new(), &book, &policy, start()));
}

#[divan::bench(sample_count = 10)]
fn load_20_000_stories(bencher: Bencher) {
    let stories = stories();
    bencher.with_inputs(|| stories.clone()).bench_values(|all| Book::load(all, start()));
}

#[divan::bench]
fn features_of_one_article() -> wirewatch::domain::Features {
    let article = Article { title: text(7, 9), summary: text(8, 60), ..Article::default() };
    triage::features(black_box(&article))
}
