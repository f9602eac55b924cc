//! The shipped watches on invented headlines of many years, places and languages: what must be
//! flagged by which watch, and what must page nobody.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use wirewatch::domain::{Article, Match};
use wirewatch::watch::{Matcher, Meta, Scratch, Vocabulary, WatchSpec};

/// Rows of: names of watches (or `-`), title, summary; separated by tabs.
const FLAGGED: &str = include_str!("default_watches/flagged.tsv");
const QUIET: &str = include_str!("default_watches/quiet.tsv");
const OTHER_SCRIPTS: &str = include_str!("default_watches/other_scripts.tsv");

/// The shipped watches.
fn matcher() -> Matcher {
    Matcher::compile(&wirewatch::config::defaults().vocabulary).unwrap()
}

fn scan(matcher: &Matcher, title: &str, summary: &str) -> Vec<Match> {
    let (title, summary) = (title.to_owned(), summary.to_owned());
    let article = Article { title, summary, ..Article::default() };
    matcher.scan(&article, &Meta::default(), &mut Scratch::new())
}

/// Checks each row; every wrong one is told at once.
fn check(rows: &str) {
    let matcher = matcher();
    let mut wrong = Vec::new();
    for row in rows.lines() {
        let mut columns = row.split('\t');
        let expected = columns.next().unwrap();
        let title = columns.next().unwrap();
        let found = scan(&matcher, title, columns.next().unwrap_or_default());
        let mut names: Vec<&str> = found.iter().map(|found| found.watch.as_str()).collect();
        names.sort_unstable();
        let names = if names.is_empty() { "-".to_owned() } else { names.join(" ") };
        if names != expected {
            wrong.push(format!("{title}: {names}, expected {expected}\n  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn attacks_of_many_years_and_places_are_flagged() {
    check(FLAGGED);
}

#[test]
fn sport_games_space_finance_and_history_page_nobody() {
    check(QUIET);
}

#[test]
fn arabic_persian_hebrew_and_russian_news_is_judged_alike() {
    check(OTHER_SCRIPTS);
}

#[test]
fn the_name_of_a_group_alone_is_no_militia_news() {
    let matcher = matcher();
    let names = [
        "Hezbollah",
        "Hamas",
        "The Houthis",
        "Islamic State",
        "Kata’ib Hezbollah",
        "M23",
        "حزب الله",
        "Талибан",
    ];
    for name in names {
        assert!(scan(&matcher, name, "").is_empty(), "{name}");
    }
}

#[test]
fn kataib_hezbollah_is_one_hit_however_it_is_spelt() {
    let matcher = matcher();
    for name in ["Kata’ib Hezbollah", "Kata'ib Hezbollah", "Kataib Hezbollah", "Kataeb Hezbollah"]
    {
        let found = scan(&matcher, &format!("{name} fires rockets at a base near Erbil"), "");
        let militia = found.iter().find(|found| found.watch == "militia").unwrap();
        assert!(militia.hits.iter().any(|hit| hit.text == name), "{militia:?}");
    }
}

#[test]
fn missile_tests_are_watched_only_when_switched_on() {
    let title = "North Korea test-fires ballistic missile into Sea of Japan";
    assert!(scan(&matcher(), title, "").is_empty());
    let mut shipped = wirewatch::config::defaults().vocabulary;
    let test = shipped.watches.iter_mut().find(|watch| watch.name == "missile-test").unwrap();
    assert!(!test.enabled);
    let spec = WatchSpec {
        name: test.name.clone(),
        query: test.query.clone(),
        mask: test.mask.clone(),
        ..WatchSpec::default()
    };
    let vocabulary = Vocabulary { lists: shipped.lists, watches: Vec::new() };
    let matcher = Matcher::for_watch(&vocabulary, &spec).unwrap();
    assert_eq!(scan(&matcher, title, "").len(), 1);
}
