//! The shipped files: they are right, they are the defaults, and the feeds cover the world.

use std::collections::HashSet;

use wirewatch::config::{self, commands};
use wirewatch::domain::{Fetching, Limits, OutletClass, Pace, Scoring, Storying};

use super::Home;

#[test]
fn the_documented_file_is_the_default_of_every_setting() {
    let settings = config::defaults().settings;
    assert_eq!(settings.pace, Pace::default());
    assert_eq!(settings.fetching, Fetching::default());
    assert_eq!(settings.limits, Limits::default());
    assert_eq!(settings.storying, Storying::default());
    assert_eq!(settings.scoring, Scoring::default());
    assert_eq!(settings.store, config::StoreSettings::default());
    assert_eq!(settings.dashboard, config::DashboardSettings::default());
    assert!(settings.notify.is_empty());
}

/// Laid over itself, each shipped file is free of problems and warnings: nothing in it is unknown.
#[test]
fn the_shipped_files_pass_their_own_check() {
    let home = Home::new()
        .with("config.toml", config::CONFIG)
        .with("watches.toml", config::WATCHES)
        .with("feeds.toml", config::FEEDS);
    assert_eq!(home.report(), "");
    assert_eq!(home.loaded().feeds, config::defaults().feeds);
    assert_eq!(home.loaded().vocabulary, config::defaults().vocabulary);
}

#[test]
fn the_documented_file_names_every_key_and_says_something_on_each() {
    let shown = commands::show(&config::defaults().settings);
    for line in shown.lines().filter(|line| !line.is_empty()) {
        assert!(config::CONFIG.contains(line.split(" = ").next().unwrap_or(line)), "{line}");
    }
    let mut above = "";
    for line in config::CONFIG.lines().filter(|line| !line.is_empty()) {
        assert!(!above.starts_with('[') || line.starts_with('#'), "{above} {line}");
        above = line;
    }
    let home = Home::new().with("config.toml", &shown);
    assert_eq!(commands::show(&home.loaded().settings), shown);
}

#[test]
fn the_shipped_watches_are_three_and_one_to_switch_on() {
    let watches = config::defaults().vocabulary.watches;
    let shown: Vec<(&str, bool)> = watches.iter().map(|w| (w.name.as_str(), w.enabled)).collect();
    assert_eq!(
        shown,
        [("rocket", true), ("embassy", true), ("militia", true), ("missile-test", false)]
    );
    for watch in &watches {
        assert!(!watch.say.is_empty() && watch.colour.is_some() && watch.weight > 0);
    }
}

#[test]
fn the_shipped_feeds_cover_continents_languages_and_officials() {
    let feeds = config::defaults().feeds;
    assert!(feeds.iter().filter(|feed| feed.enabled).count() >= 100);
    let urls: HashSet<&str> = feeds.iter().map(|feed| feed.url.as_str()).collect();
    assert_eq!(urls.len(), feeds.len());
    for feed in &feeds {
        let complete = !feed.outlet.is_empty() && !feed.title.is_empty() && !feed.tags.is_empty();
        assert!(complete && !feed.language.is_empty(), "{}", feed.url);
        assert!(feed.url.starts_with("http://") || feed.url.starts_with("https://"));
        assert!(!feed.allow_private, "{}", feed.url);
    }
    let tagged = |tag: &str| feeds.iter().filter(|feed| feed.tags.iter().any(|t| t == tag)).count();
    for tag in [
        "africa",
        "asia",
        "europe",
        "middle-east",
        "north-america",
        "south-america",
        "oceania",
        "world",
        "advisory",
        "embassy",
        "conflict",
        "defence",
        "humanitarian",
    ] {
        assert!(tagged(tag) >= 4, "{tag}: {}", tagged(tag));
    }
    let spoken = |tag: &str| {
        let own =
            |feed: &&wirewatch::domain::FeedSpec| feed.language.split('-').next() == Some(tag);
        feeds.iter().filter(own).count()
    };
    for (language, least) in
        [("en", 60), ("ar", 6), ("fa", 4), ("he", 3), ("ru", 6), ("fr", 6), ("es", 6)]
    {
        assert!(spoken(language) >= least, "{language}: {}", spoken(language));
    }
    let classed = |class| feeds.iter().filter(|feed| feed.class == class).count();
    for (class, _) in OutletClass::NAMES {
        assert!(classed(*class) >= 2, "{class:?}");
    }
    assert!(classed(OutletClass::Wire) >= 15 && classed(OutletClass::Official) >= 20);
}
