//! The story that wirewatch was made for: a rocket near an embassy, a militia named.

use wirewatch::config;
use wirewatch::domain::{Article, Document, FeedId, FeedSpec, Limits, OutletClass, Pace, Severity};
use wirewatch::triage::{self, Policy, Rules, Source, WatchWeight};
use wirewatch::watch::{Matcher, Meta, Scratch};

fn rules() -> (Matcher, Policy) {
    let loaded = config::defaults();
    let matcher = Matcher::compile(&loaded.vocabulary).unwrap();
    let weights = loaded.vocabulary.watches.iter().map(|watch| WatchWeight {
        name: watch.name.clone(),
        weight: watch.weight,
        floor: watch.severity,
    });
    (matcher, Policy { watches: weights.collect(), ..Policy::default() })
}

fn rocket() -> Article {
    Article {
        title: "Rocket lands near U.S. Embassy in Baghdad".into(),
        summary: "A Katyusha rocket hit an empty house in the Green Zone. No injuries were \
            reported. Past attacks were blamed on the Kata’ib Hezbollah militia."
            .into(),
        published: "2020-05-19T05:00:00Z".parse().ok(),
        ..Article::default()
    }
}

#[test]
fn a_rocket_near_an_embassy_is_flash_in_its_own_hour() {
    let (matcher, policy) = rules();
    let article = rocket();
    let matches = matcher.scan(&article, &Meta::default(), &mut Scratch::default());
    let now = "2020-05-19T05:40:00Z".parse().unwrap();
    let (score, severity) = triage::judge(&article, &matches, &policy, OutletClass::National, now);
    assert_eq!(matches.len(), 3);
    assert_eq!(severity, Severity::Flash, "{score}");
    assert_eq!(score.total, score.parts.iter().map(|p| p.points).sum::<i32>());
    assert!(score.to_string().contains("no injuries 4"), "{score}");
}

#[test]
fn the_story_as_published_is_flash_with_all_three_watches() {
    let Ok(shared) = std::env::var("WIREWATCH_SHARED") else {
        eprintln!("skipped: WIREWATCH_SHARED is not set");
        return;
    };
    let text = std::fs::read_to_string(format!("{shared}/seed/story.txt")).unwrap();
    let (title, body) = text.split_once("\n\n").unwrap().1.split_once("\n\n").unwrap();
    let published: Option<jiff::Timestamp> = "2020-05-19T12:00:00Z".parse().ok();
    let (matcher, policy) = rules();
    let article =
        Article { title: title.into(), body: body.into(), published, ..Article::default() };
    let matches = matcher.scan(&article, &Meta::default(), &mut Scratch::default());
    let now = "2020-05-19T12:30:00Z".parse().unwrap();
    let (score, severity) = triage::judge(&article, &matches, &policy, OutletClass::National, now);
    assert_eq!((matches.len(), severity), (3, Severity::Flash), "{score}");
    assert_eq!(triage::features(&article).agency.as_deref(), Some("AP"));
}

#[test]
fn a_document_becomes_findings() {
    let body = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>
        <item><title>Rocket lands near U.S. Embassy in Baghdad</title>
        <link>https://wire.example/1</link><guid>1</guid></item>
        <item><title>Parliament passes budget</title><guid>2</guid></item></channel></rss>"#;
    let document = Document {
        url: "https://wire.example/rss".into(),
        body: body.into(),
        ..Document::default()
    };
    let spec = FeedSpec { url: "https://wire.example/rss".into(), ..FeedSpec::default() };
    let (matcher, _) = rules();
    let limits = Limits::default();
    let source = Source {
        feed: FeedId(1),
        spec: &spec,
        called: &spec.url,
        first_poll: true,
        fetched: "2026-03-02T12:00:00Z".parse().unwrap(),
    };
    let pace = Pace::default();
    let rules = Rules { matcher: &matcher, limits: &limits, pace: &pace };
    let findings = triage::examine(&document, &source, &rules).unwrap();
    let flagged: Vec<usize> = findings.items.iter().map(|item| item.matches.len()).collect();
    assert_eq!(flagged, [2, 0]);
    assert_ne!(findings.items[0].identity, findings.items[1].identity);
}
