//! The recorded day: whole, readable by a feed parser in every format, served over real TCP.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use hyper::{Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;
use wirewatch::demo::day::{Format, Outlet};
use wirewatch::demo::edition::Edition;
use wirewatch::demo::{Clock, Day, Moment, Speed, Stage, render};
use wirewatch::domain::{Article, Fetching, Pace, Storying};
use wirewatch::watch::{Matcher, Meta, Scratch};

const SITE: &str = "http://127.0.0.1:4000";

fn started() -> Timestamp {
    "2026-03-01T10:00:00Z".parse().unwrap()
}

fn clock(day: &Day) -> Clock {
    Clock::new(Speed::default(), started(), day.opening)
}

/// Outlets whose documents a strict parser reads as they are.
fn strict_outlets(day: &Day) -> impl Iterator<Item = &Outlet> {
    day.outlets.iter().filter(|outlet| outlet.key != "shield")
}

#[test]
fn the_day_has_enough_voices_languages_events_and_noise() {
    let day = Day::load().unwrap();
    assert!(day.entries.len() >= 180, "{} entries", day.entries.len());
    assert!(day.outlets.len() >= 16, "{} outlets", day.outlets.len());
    let languages: HashSet<_> = day.outlets.iter().map(|outlet| outlet.language.as_str()).collect();
    assert!(["en", "ar", "ru", "fr", "es"].iter().all(|tag| languages.contains(tag)));
    let noise = day.entries.iter().filter(|entry| entry.expect.is_empty()).count();
    assert!(noise * 3 >= day.entries.len() && noise * 3 <= day.entries.len() * 2, "{noise} noise");
    let centre = day.entries.iter().filter(|entry| entry.story == "green-zone");
    let outlets: HashSet<_> = centre.map(|entry| entry.outlet.as_str()).collect();
    assert!(outlets.len() >= 12, "{outlets:?}");
    assert!(day.entries.iter().any(|entry| !entry.edits.is_empty()));
}

#[test]
fn every_entry_is_well_formed() {
    let day = Day::load().unwrap();
    let mut names = HashSet::new();
    for outlet in &day.outlets {
        assert!(outlet.domain.ends_with(".example"), "{}", outlet.domain);
        assert!(names.insert(&outlet.domain) && names.insert(&outlet.key), "{}", outlet.key);
        assert!(day.entries_of(outlet).count() >= 3, "{} is all but silent", outlet.name);
    }
    let mut guids = HashSet::new();
    for entry in &day.entries {
        assert!(guids.insert((&entry.outlet, &entry.id)), "{}", entry.id);
        assert!(entry.id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
        assert!(entry.title.chars().count() <= 120 && !entry.summary.is_empty(), "{}", entry.title);
        assert!(entry.expect.is_sorted(), "{}", entry.title);
        let known = ["embassy", "militia", "rocket"];
        assert!(entry.expect.iter().all(|name| known.contains(&name.as_str())), "{}", entry.title);
    }
    assert!(day.entries.is_sorted_by_key(|entry| entry.at));
    assert_eq!(day.entries.iter().filter(|entry| entry.opens).count(), 1);
}

#[test]
fn the_shipped_watches_flag_each_entry_as_it_expects() {
    let matcher = Matcher::compile(&wirewatch::config::defaults().vocabulary).unwrap();
    let mut scratch = Scratch::new();
    let mut wrong = Vec::new();
    for entry in Day::load().unwrap().entries {
        let article = Article {
            title: entry.title.clone(),
            summary: entry.summary,
            body: entry.body,
            ..Article::default()
        };
        let found = matcher.scan(&article, &Meta::default(), &mut scratch);
        let mut names: Vec<String> = found.iter().map(|found| found.watch.clone()).collect();
        names.sort();
        if names != entry.expect {
            let (id, title, expect) = (entry.id, entry.title, entry.expect);
            wrong.push(format!("{id} {title}: {names:?}, expected {expect:?}\n  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn history_is_there_at_the_start_and_quiet() {
    let day = Day::load().unwrap();
    let clock = clock(&day);
    let history = day.entries.iter().filter(|entry| entry.at < clock.begin());
    assert!(history.clone().count() >= 20);
    assert!(history.clone().any(|entry| !entry.expect.is_empty()));
    assert!(history.clone().all(|entry| entry.expect.len() < 2));
    let first = day.entries.iter().find(|entry| entry.at >= clock.begin()).unwrap();
    assert!(first.opens && first.expect.len() == 3, "{}", first.title);
}

#[test]
fn every_format_parses_with_the_same_titles_links_and_dates() {
    let day = Day::load().unwrap();
    let clock = clock(&day);
    let now = clock.wall(day.end);
    let mut formats = HashSet::new();
    for outlet in strict_outlets(&day) {
        let edition = Edition::at(&day, outlet, &clock, now);
        let rendered = render::document(&edition, SITE);
        let feed = feed_rs::parser::parse(rendered.body.as_slice())
            .unwrap_or_else(|error| panic!("{}: {error}", outlet.name));
        assert_eq!(feed.title.unwrap().content, outlet.title);
        assert_eq!(feed.entries.len(), edition.items.len(), "{}", outlet.name);
        for (entry, item) in feed.entries.iter().zip(&edition.items) {
            assert_eq!(entry.title.as_ref().unwrap().content, item.title);
            assert_eq!(entry.links[0].href, render::link(item, &edition, SITE));
            let published = entry.published.unwrap().timestamp();
            assert_eq!(published, item.published.as_second(), "{}", item.title);
            if !item.summary.is_empty() {
                assert_eq!(entry.summary.as_ref().unwrap().content, item.summary);
            }
        }
        formats.insert(outlet.format);
    }
    assert_eq!(formats.len(), [Format::Rss, Format::Atom, Format::Rdf, Format::Json].len());
}

#[test]
fn the_broken_feed_has_a_bare_ampersand_and_no_end() {
    let day = Day::load().unwrap();
    let outlet = day.outlets.iter().find(|outlet| outlet.key == "shield").unwrap();
    let clock = clock(&day);
    let rendered = render::document(&Edition::at(&day, outlet, &clock, clock.wall(day.end)), SITE);
    let text = String::from_utf8(rendered.body).unwrap();
    assert!(text.contains("Shield & Anchor") && !text.contains("</rss>"));
    assert!(text.contains("</item>"));
    assert!(feed_rs::parser::parse(text.as_bytes()).is_err());
}

#[test]
fn legacy_charsets_are_declared_and_used() {
    let day = Day::load().unwrap();
    let clock = clock(&day);
    for charset in ["windows-1251", "windows-1256"] {
        let outlet = day.outlets.iter().find(|outlet| outlet.charset == charset).unwrap();
        let edition = Edition::at(&day, outlet, &clock, clock.wall(day.end));
        let rendered = render::document(&edition, SITE);
        assert!(rendered.content_type.ends_with(charset));
        assert!(String::from_utf8(rendered.body).is_err(), "{charset}");
    }
}

#[test]
fn an_edition_grows_by_what_is_published_and_changes_with_each_edit() {
    let day = Day::load().unwrap();
    let clock = clock(&day);
    for outlet in &day.outlets {
        let mut last = 0;
        for entry in day.entries_of(outlet) {
            let edition = Edition::at(&day, outlet, &clock, clock.wall(entry.at));
            assert!(edition.version > last);
            assert_eq!(edition.items[0].entry.at, entry.at);
            assert!(edition.items.iter().all(|item| item.published <= clock.wall(entry.at)));
            last = edition.version;
            for edit in &entry.edits {
                let edition = Edition::at(&day, outlet, &clock, clock.wall(edit.at));
                let item = edition.items.iter().find(|item| item.entry.id == entry.id).unwrap();
                assert_eq!(item.updated.unwrap().as_second(), clock.wall(edit.at).as_second());
                if let Some(title) = &edit.title {
                    assert_eq!(item.title, title);
                }
            }
        }
    }
}

/// A stage that stands at one moment of the day, near enough.
fn stage_at(moment: &str) -> Stage {
    let day = Day::load().unwrap();
    let moment: Moment = moment.parse().unwrap();
    let clock = Clock::new(Speed::new(1).unwrap(), started(), day.opening);
    let now = clock.wall(moment);
    Stage::new(day, clock, now, SITE.to_owned())
}

fn get(stage: &Stage, path: &str, headers: &[(&str, &str)]) -> hyper::Response<()> {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    stage.answer(&request.body(()).unwrap()).map(|_| ())
}

#[test]
fn the_same_etag_or_date_is_answered_with_304() {
    let stage = stage_at("12:00:30");
    let path = "/feed/meridian.example";
    let first = get(&stage, path, &[]);
    assert_eq!(first.status(), StatusCode::OK);
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    let date = first.headers()["last-modified"].to_str().unwrap().to_owned();
    let cases: &[(&[(&str, &str)], StatusCode)] = &[
        (&[("if-none-match", &tag)], StatusCode::NOT_MODIFIED),
        (&[("if-none-match", &format!("\"other\", W/{tag}"))], StatusCode::NOT_MODIFIED),
        (&[("if-modified-since", &date)], StatusCode::NOT_MODIFIED),
        (&[("if-none-match", "\"other\""), ("if-modified-since", &date)], StatusCode::OK),
    ];
    for (headers, status) in cases {
        let again = get(&stage, path, headers);
        assert_eq!(again.status(), *status, "{headers:?}");
        assert_eq!(again.headers()["etag"], tag.as_str());
    }
}

#[test]
fn outlets_have_the_manners_that_the_table_says() {
    let stage = stage_at("12:00:30");
    assert!(get(&stage, "/feed/rivercell.example", &[]).headers().get("etag").is_none());
    assert_eq!(get(&stage, "/feed/northbank.example", &[]).headers()["content-encoding"], "gzip");
    let flaky: Vec<u16> =
        (0..10).map(|_| get(&stage, "/feed/courtside.example", &[]).status().as_u16()).collect();
    assert_eq!(flaky, [200, 200, 200, 500, 500, 200, 200, 200, 500, 500]);
}

#[test]
fn only_published_articles_have_pages_and_only_reading_is_allowed() {
    let path = "/article/meridian.example/gz-1";
    assert_eq!(get(&stage_at("02:40:00"), path, &[]).status(), StatusCode::NOT_FOUND);
    let stage = stage_at("02:42:00");
    assert_eq!(get(&stage, path, &[]).status(), StatusCode::OK);
    assert_eq!(get(&stage, "/meridian.example/", &[]).status(), StatusCode::OK);
    for path in [
        "/",
        "/feed/",
        "/nowhere.example/",
        "/feed/nowhere.example",
        "/article/meridian.example/../x",
    ] {
        assert_eq!(get(&stage, path, &[]).status(), StatusCode::NOT_FOUND, "{path}");
    }
    let post = Request::post("/feed/meridian.example").body(()).unwrap();
    assert_eq!(stage.answer(&post).status(), StatusCode::METHOD_NOT_ALLOWED);
}

/// Speaks HTTP by hand and returns the whole answer.
fn ask(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_serves_over_tcp_and_ends_when_told() {
    let stop = CancellationToken::new();
    let demo =
        wirewatch::demo::start(Speed::default(), started(), stop.clone(), None).await.unwrap();
    let address = demo.address;
    assert!(address.ip().is_loopback());
    assert!(demo.feeds.iter().all(|feed| {
        feed.allow_private && feed.enabled && feed.url.starts_with(&format!("http://{address}/"))
    }));
    let (get, head) = tokio::task::spawn_blocking(move || {
        let tail = "/feed/tigriscourier.example HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        (ask(address, &format!("GET {tail}")), ask(address, &format!("HEAD {tail}")))
    })
    .await
    .unwrap();
    assert!(get.starts_with("HTTP/1.1 200 OK") && get.contains("</feed>"), "{get}");
    assert!(head.starts_with("HTTP/1.1 200 OK") && head.ends_with("\r\n\r\n"), "{head}");
    assert!(!demo.over.is_cancelled());
    // A connection that says nothing must not hold the end up.
    let silent = TcpStream::connect(address).unwrap();
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(10), demo.closed()).await.unwrap();
    drop(silent);
}

#[tokio::test]
async fn a_day_at_full_speed_is_over_soon_and_says_so() {
    let stop = CancellationToken::new();
    let speed = Speed::new(Speed::MOST).unwrap();
    let demo = wirewatch::demo::start(speed, started(), stop.clone(), None).await.unwrap();
    tokio::time::timeout(Duration::from_secs(30), demo.over.cancelled()).await.unwrap();
    stop.cancel();
    demo.closed().await;
}

#[tokio::test]
async fn a_demo_allows_its_own_port_only_and_tells_no_history() {
    let stop = CancellationToken::new();
    let demo =
        wirewatch::demo::start(Speed::default(), started(), stop.clone(), None).await.unwrap();
    let (mut fetching, mut pace, mut storying) =
        (Fetching::default(), Pace::default(), Storying::default());
    demo.adjust(&mut fetching, &mut pace, &mut storying);
    let port = Some(demo.address.port());
    assert_eq!(
        fetching.allow_private,
        [wirewatch::domain::PrivateRule::Host("127.0.0.1".to_owned(), port)]
    );
    assert_eq!(pace.interval, Some(2));
    let notice = SignedDuration::from_secs(pace.first_notice.into());
    let day = Day::load().unwrap();
    let recent = day.entries.iter().filter(|entry| entry.at < demo.clock.begin());
    assert!(recent.clone().count() > 0);
    for entry in recent {
        assert!(started().duration_since(demo.clock.wall(entry.at)) > notice, "{}", entry.title);
    }
    stop.cancel();
}
