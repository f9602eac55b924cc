//! Triage against its numbers: an article against 20,000 stories, a poll of 30 articles with 3
//! flagged, loading 20,000 stories, and the room that these take. Articles name places, targets and
//! weapons as news does, so that every question of joining is asked.

use divan::{Bencher, black_box};
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicU64, Ordering};
use wirewatch::domain::gazetteer::places;
use wirewatch::domain::{
    Article, FeedFacts, FeedId, Field, Finding, Findings, Hit, Known, Match, OutletClass,
    StoryChange,
};
use wirewatch::triage::{self, Book, Policy, WatchWeight};

fn main() {
    check_room();
    divan::main();
}

/// The most that 20,000 live stories may take.
const MOST_ROOM: u64 = 40 << 20;

/// Ends with an error where 20,000 live stories take more than they may. Asked where the system tells it: what
/// the process holds grows by no less than the stories do.
fn check_room() {
    // The tables of names and words are no room of stories.
    black_box(finding(1, true));
    let Some(before) = resident() else { return };
    let mut book = Book::new();
    fill(&mut book, |_| {});
    let grown = resident().unwrap_or_default().saturating_sub(before);
    println!("room: {} live stories in {} KiB", book.len(), grown >> 10);
    assert!(grown < MOST_ROOM, "{} live stories take {grown} bytes", book.len());
}

/// The bytes of this process that are in memory.
fn resident() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
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

/// What happens, in some languages, with what and to whom.
#[rustfmt::skip]
const EVENTS: &[&str] = &[
    "Rocket hits market in", "Drone strike on hospital in", "Gunmen attack police station in", "Car bomb kills six near embassy in", "Mortar fire wounds ten at school in", "Gang kidnaps judge in", "Missile damages power station in", "Suicide bomber strikes mosque in", "Protesters storm consulate in", "Shelling hits apartments in",
    "Des roquettes visent une base à", "Un drone frappe un port à", "Ataque con cohetes contra la embajada en", "Secuestran a un ingeniero en", "Ракета попала в больницу в", "Дрон атаковал склад в", "هجوم صاروخي على مطار", "مقتل ستة في تفجير سوق", "حمله پهپادی به پالایشگاه", "רקטה פגעה בבית ספר ב",
];
/// What else is told.
#[rustfmt::skip]
const OTHERS: &[&str] = &["Mayor opens bridge in", "Team wins final in", "Parliament debates budget in", "Storm floods homes in", "Fuel prices rise in", "Museum shows paintings in"];

/// A headline of one place: half of them of violence, the flagged ones all.
fn title(seed: u64, flagged: bool) -> String {
    let pick = |list: &'static [&'static str], salt: u64| {
        let at = (seed ^ salt).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
        list.get(at as usize % list.len()).copied().unwrap_or_default()
    };
    let all: Vec<_> = places().collect();
    let at = seed.wrapping_mul(0xd1b5_4a32_d192_ed03) >> 33;
    let place = all.get(at as usize % all.len()).map_or("", |(_, _, _, spellings)| spellings);
    let place = place.split('|').next().unwrap_or_default();
    let event = if flagged || seed.is_multiple_of(2) { pick(EVENTS, 7) } else { pick(OTHERS, 9) };
    format!("{event} {place} {}", text(seed, 3))
}

fn finding(seed: u64, flagged: bool) -> Finding {
    let mut title = title(seed, flagged);
    if flagged {
        title = format!("rocket {title}");
    }
    let article = Article {
        title,
        summary: format!(
            "Officials in {} said so. {}",
            text(seed ^ 0x77, 2),
            text(seed ^ 0xabcd, 26)
        ),
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
        wording: marks.wording,
        kin: marks.kin,
        content: marks.content,
        features: triage::features(&article),
        matches: if flagged { vec![one] } else { Vec::new() },
        article: article.into(),
        only_kept: false,
    }
}

fn poll(items: Vec<Finding>) -> Vec<Findings> {
    vec![Findings {
        feed: FeedId(1),
        class: OutletClass::National,
        fetched: start() + SignedDuration::from_secs(60),
        first_poll: false,
        answered: None,
        behind: None,
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

/// Fills a book with stories; each commit's are shown.
fn fill(book: &mut Book, mut seen: impl FnMut(Vec<StoryChange>)) {
    let mut seed = 0;
    while book.len() < STORIES {
        let items = (0..500).map(|i| finding(seed + i, i % 50 == 0)).collect();
        seed += 500;
        let changes = triage::decide(&poll(items), &Known::new(), book, &policy(), start());
        book.apply(&changes, start());
        seen(changes.stories);
    }
}

fn stories() -> Vec<StoryChange> {
    let mut book = Book::new();
    let mut all: Vec<StoryChange> = Vec::new();
    fill(&mut book, |stories| all.extend(stories));
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
    let article = Article { title: title(8, true), summary: text(8, 60), ..Article::default() };
    triage::features(black_box(&article))
}
