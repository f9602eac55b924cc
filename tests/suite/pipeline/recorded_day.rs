//! The recorded day through the shipped watches: every event of it is one story, whatever the
//! language, and no story holds two events.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use wirewatch::demo::Day;
use wirewatch::demo::day::{Entry, Outlet};
use wirewatch::domain::{Article, FeedFacts, FeedId, Finding, Findings};
use wirewatch::triage;
use wirewatch::watch::{Matcher, Meta, Scratch};

use super::desk::Desk;

/// Events whose reports share no place: what a desk would join knowing more than the reports say.
const APART: &[&str] = &["expulsion", "line-shelling"];
/// An event with an unconfirmed echo of its own, that may be told as one.
const ECHOES: &[(&str, &str)] = &[("green-zone-second", "green-zone")];

fn article(entry: &Entry, outlet: &Outlet, at: Timestamp) -> Article {
    Article {
        title: entry.title.clone(),
        summary: entry.summary.clone(),
        body: entry.body.clone(),
        url: format!("https://{}/{}", outlet.domain, entry.id),
        id: entry.id.clone(),
        outlet: outlet.name.clone(),
        feed: outlet.domain.clone(),
        language: outlet.language.clone(),
        published: Some(at),
        ..Article::default()
    }
}

fn findings(article: Article, outlet: &Outlet, at: Timestamp, matcher: &Matcher) -> Findings {
    let matches = matcher.scan(&article, &Meta::default(), &mut Scratch::default());
    let marks = triage::marks(&outlet.domain, &article);
    let finding = Finding {
        identity: marks.identity,
        alias: marks.alias,
        wording: marks.wording,
        kin: marks.kin,
        content: marks.content,
        features: triage::features(&article),
        matches,
        article: article.into(),
        only_kept: false,
    };
    Findings {
        feed: FeedId(outlet.key.bytes().map(i64::from).sum()),
        class: outlet.class,
        fetched: at,
        first_poll: false,
        answered: None,
        behind: None,
        items: vec![finding],
        facts: FeedFacts::default(),
        repaired: None,
        cut: 0,
    }
}

#[test]
fn every_event_of_the_recorded_day_is_one_story() {
    let day = Day::load().unwrap();
    let matcher = Matcher::compile(&wirewatch::config::defaults().vocabulary).unwrap();
    let midnight: Timestamp = "2026-03-01T21:00:00Z".parse().unwrap();
    let mut desk = Desk::new();
    let mut stories: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut events: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for entry in &day.entries {
        let outlet = day.outlets.iter().find(|outlet| outlet.key == entry.outlet).unwrap();
        let at = midnight + SignedDuration::from_secs(i64::from(entry.at.0));
        let article = article(entry, outlet, at);
        let changes = desk.take_findings(&[findings(article, outlet, at, &matcher)], at);
        let change = changes.articles.first().unwrap();
        if !change.matches.is_empty() && !entry.story.is_empty() {
            let echo = ECHOES.iter().find(|(echo, _)| *echo == entry.story);
            let event = echo.map_or(entry.story.as_str(), |(_, event)| event);
            stories.entry(event).or_default().insert(change.story.to_string());
            events.entry(change.story.to_string()).or_default().insert(event);
        }
    }
    assert!(stories.len() > 15);
    let split: Vec<_> = stories.iter().filter(|(e, s)| s.len() > 1 && !APART.contains(e)).collect();
    assert!(split.is_empty(), "several stories of one event: {split:?}");
    let mixed: Vec<_> = events.values().filter(|events| events.len() > 1).collect();
    assert!(mixed.is_empty(), "one story of several events: {mixed:?}");
}
