//! How feeds fare after polls; what they missed between two is in `missed`, what their dates say of
//! their rhythm in `dates`, of their clocks in `lags`, their nights and weekends in `pauses`, what they are asked with in `validity`.

mod dates;
mod lags;
mod missed;
mod pauses;
mod validity;

use super::*;
use crate::domain::{CacheHints, Cadence, Document, FeedId, FeedSpec};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn feed() -> Feed {
    let spec =
        FeedSpec { url: "https://example.org/feed".into(), enabled: true, ..FeedSpec::default() };
    Feed { id: FeedId(1), ..Feed::unpolled(spec) }
}

fn poll(now: Timestamp, outcome: Outcome) -> Poll {
    let hints = CacheHints::default();
    Poll { feed: FeedId(1), started: now, finished: now, outcome, hints, moved: None, host: None }
}

fn failed(kind: ErrorKind, status: Option<u16>) -> Outcome {
    Outcome::Failed(Failure { kind, message: "why".into(), status })
}

fn facts(times: &[Timestamp]) -> Reading {
    Reading::Read(Facts { published: times.to_vec(), articles: times.len(), ..Facts::default() })
}

fn document() -> Outcome {
    Outcome::Document(Document {
        validators: Validators { etag: Some(b"\"1\"".to_vec()), last_modified: None },
        ..Document::default()
    })
}

fn minutes(from: Timestamp, offsets: &[i64]) -> Vec<Timestamp> {
    offsets.iter().map(|m| from + SignedDuration::from_mins(*m)).collect()
}

#[test]
fn who_was_not_asked_waits_no_longer_than_its_host_and_keeps_its_validators() {
    let (mut feed, mut now) = (feed(), at("2026-03-03T10:00:00Z"));
    feed = after_poll(&feed, &poll(now, document()), &facts(&[]), &Pace::default());
    assert!(feed.validators.etag.is_some());
    for _ in 0..3 {
        let mut spared = poll(now, failed(ErrorKind::RateLimited, None));
        (spared.hints.retry_after, spared.host) = (Some(60), Some("shared.example".into()));
        feed = after_poll(&feed, &spared, &Reading::Nothing, &Pace::default());
        assert_eq!(
            (feed.state, feed.held.as_deref()),
            (FeedState::RateLimited, Some("shared.example"))
        );
        assert_eq!(feed.next_poll, Some(now + SignedDuration::from_secs(60)));
        now += SignedDuration::from_secs(60);
    }
    assert!(feed.validators.etag.is_some(), "its server was not asked");
    assert_eq!(feed.cadence.bare, None);
}

#[test]
fn each_failure_has_its_state() {
    let now = at("2026-03-03T10:00:00Z");
    for (kind, status, state) in [
        (ErrorKind::Dns, None, FeedState::Retrying),
        (ErrorKind::Timeout, None, FeedState::Retrying),
        (ErrorKind::HttpStatus, Some(500), FeedState::Retrying),
        (ErrorKind::HttpStatus, Some(404), FeedState::Retrying),
        (ErrorKind::HttpStatus, Some(401), FeedState::Auth),
        (ErrorKind::HttpStatus, Some(403), FeedState::Auth),
        (ErrorKind::HttpStatus, Some(407), FeedState::Auth),
        (ErrorKind::RateLimited, Some(429), FeedState::RateLimited),
        (ErrorKind::RateLimited, Some(403), FeedState::RateLimited),
        (ErrorKind::Gone, Some(410), FeedState::Gone),
        (ErrorKind::Blocked, None, FeedState::Blocked),
        (ErrorKind::RedirectBlocked, None, FeedState::Blocked),
        (ErrorKind::Credentials, None, FeedState::Auth),
        (ErrorKind::NotAFeed, None, FeedState::Broken),
        (ErrorKind::Empty, None, FeedState::Broken),
    ] {
        let after = after_poll(
            &feed(),
            &poll(now, failed(kind, status)),
            &Reading::Nothing,
            &Pace::default(),
        );
        assert_eq!(after.state, state, "{kind}");
        assert_eq!(after.error.unwrap().kind, kind);
        assert_eq!(after.next_poll.is_none(), state == FeedState::Gone, "{kind}");
        assert_eq!(after.last_success, None);
        assert_eq!(after.polls, 1);
    }
}

#[test]
fn failures_double_the_wait_to_a_day_and_a_success_forgets_them() {
    let mut now = at("2026-03-03T10:00:00Z");
    let mut feed = feed();
    let mut last = 0;
    for _ in 0..30 {
        let bad = poll(now, failed(ErrorKind::Connect, None));
        feed = after_poll(&feed, &bad, &Reading::Nothing, &Pace::default());
        let wait = feed.next_poll.unwrap().duration_since(now).as_secs();
        assert!(wait >= last.min(86_400) && wait <= 86_400 * 11 / 10, "{wait}");
        last = wait * 10 / 11;
        now = feed.next_poll.unwrap();
    }
    assert_eq!(feed.cadence.failures, 30);
    let good = poll(now, Outcome::NotModified(Validators::default()));
    let feed = after_poll(&feed, &good, &Reading::Nothing, &Pace::default());
    assert_eq!((feed.state, feed.cadence.failures, feed.not_modified), (FeedState::Ok, 0, 1));
    assert!(feed.next_poll.unwrap().duration_since(now).as_secs() <= 990);
    assert_eq!(feed.error, None);
}

#[test]
fn a_host_that_says_how_long_is_waited_for_and_no_failure_is_counted() {
    let now = at("2026-03-03T10:00:00Z");
    let mut held = poll(now, failed(ErrorKind::RateLimited, Some(429)));
    held.hints.retry_after = Some(7_200);
    let after = after_poll(&feed(), &held, &Reading::Nothing, &Pace::default());
    assert_eq!(after.cadence.failures, 0);
    assert!(after.next_poll.unwrap().duration_since(now).as_secs() >= 7_200);
    held.hints.retry_after = None;
    let after = after_poll(&feed(), &held, &Reading::Nothing, &Pace::default());
    assert_eq!(after.cadence.failures, 1);
    assert!(after.next_poll.unwrap() > now + SignedDuration::from_mins(5));
}

#[test]
fn whatever_fails_is_not_asked_before_the_time_that_its_server_names() {
    let now = at("2026-03-03T10:00:00Z");
    for (wait, least, most) in [(7_200, 7_200, 7_200), (60, 300, 990), (999_999, 86_400, 86_400)] {
        let mut missing = poll(now, failed(ErrorKind::HttpStatus, Some(404)));
        missing.hints.retry_after = Some(wait);
        let after = after_poll(&feed(), &missing, &Reading::Nothing, &Pace::default());
        assert_eq!((after.state, after.cadence.failures), (FeedState::Retrying, 1));
        let waits = after.next_poll.unwrap().duration_since(now).as_secs();
        assert!((least..=most).contains(&waits), "{wait}: {waits}");
    }
}

#[test]
fn only_its_own_address_ends_a_feed() {
    let now = at("2026-03-03T10:00:00Z");
    let pace = Pace::default();
    let gone = poll(now, failed(ErrorKind::Gone, Some(410)));
    let validators = Validators { etag: Some(b"\"new\"".to_vec()), last_modified: None };
    let moved = Some("https://new.example/feed".to_owned());
    let before = Feed { moved: moved.clone(), validators, ..feed() };
    let after = after_poll(&before, &gone, &Reading::Nothing, &pace);
    assert_eq!((after.state, &after.moved), (FeedState::Retrying, &None));
    assert_eq!(after.validators, Validators::default(), "they were another address's");
    assert!(after.next_poll.is_some());
    assert!(after.error.as_ref().unwrap().message.contains("its own address"));
    assert_eq!(after_poll(&after, &gone, &Reading::Nothing, &pace).state, FeedState::Gone);
    let parked = after_poll(&before, &poll(now, document()), &facts(&[]), &pace);
    assert_eq!((&parked.moved, parked.validators), (&None, Validators::default()));
    let first = Poll { moved, ..poll(now, document()) };
    let parked = after_poll(&feed(), &first, &facts(&[]), &pace);
    assert_eq!((&parked.moved, parked.validators), (&None, Validators::default()));
}

#[test]
fn the_rhythm_is_learnt_and_the_interval_follows() {
    let pace = Pace::default();
    let start = at("2026-03-03T10:00:00Z");
    let first = facts(&minutes(start, &[0, -20, -40, -60]));
    let after = after_poll(&feed(), &poll(start, document()), &first, &pace);
    assert_eq!((after.cadence.gap, after.cadence.interval), (1_200, 600));
    assert_eq!((after.delay, after.last_article), (None, Some(start)));
    let later = start + SignedDuration::from_mins(60);
    let next = facts(&minutes(start, &[60, 40, 20, 0, -20, -40]));
    let after = after_poll(&after, &poll(later, document()), &next, &pace);
    assert_eq!(after.cadence.gap, 1_200);
    let delay = after.delay.unwrap();
    assert!(delay.p50 > 0 && delay.p99 >= delay.p50 && delay.p99 <= 2_400, "{delay:?}");
}

#[test]
fn times_in_the_future_are_no_rhythm() {
    let now = at("2026-03-03T10:00:00Z");
    let wild = facts(&[at("2999-01-01T00:00:00Z"), at("9999-01-01T00:00:00Z")]);
    let after = after_poll(&feed(), &poll(now, document()), &wild, &Pace::default());
    assert_eq!((after.last_article, after.cadence.gap, after.state), (None, 0, FeedState::Ok));
}

#[test]
fn silence_against_its_own_rhythm_is_seen_and_told_once() {
    let pace = Pace::default();
    let start = at("2026-03-03T10:00:00Z");
    let mut wire = feed();
    wire.spec.class = OutletClass::Wire;
    let first = facts(&minutes(start, &[0, -10, -20]));
    let mut feed = after_poll(&wire, &poll(start, document()), &first, &pace);
    let mut told = Vec::new();
    for hour in 1..20 {
        let now = start + SignedDuration::from_hours(hour);
        let same = poll(now, Outcome::NotModified(Validators::default()));
        let after = after_poll(&feed, &same, &Reading::Nothing, &pace);
        let mut after = after;
        told.extend(notice(&feed, &mut after, Around::Well).map(|line| (hour, line)));
        feed = after;
    }
    assert_eq!(feed.state, FeedState::Silent);
    // The whole document was asked for before.
    let [(7, line)] = told.as_slice() else { panic!("{told:?}") };
    assert!(line.contains("nothing new since"), "{line}");
}

/// What is told in the course of some polls: each so many minutes after the first, and its outcome.
fn told(class: OutletClass, polls: impl Iterator<Item = (i64, Outcome)>) -> Vec<(i64, String)> {
    let start = at("2026-03-03T10:00:00Z");
    let spec = FeedSpec { class, ..feed().spec };
    let mut before = Feed { spec, ..feed() };
    let mut told = Vec::new();
    for (minute, outcome) in polls {
        let now = start + SignedDuration::from_mins(minute);
        let reading = match &outcome {
            Outcome::Document(_) => facts(&minutes(now, &[-1, -11, -21, -31])),
            Outcome::NotModified(_) | Outcome::Failed(_) => Reading::Nothing,
        };
        let poll = poll(now, outcome);
        let mut after = after_poll(&before, &poll, &reading, &Pace::default());
        told.extend(notice(&before, &mut after, Around::Well).map(|line| (minute, line)));
        before = after;
    }
    told
}

#[test]
fn a_wire_that_dies_in_whatever_way_is_told_once_and_so_is_its_return() {
    for (kind, status, minute) in [
        (ErrorKind::HttpStatus, Some(404), 30),
        (ErrorKind::HttpStatus, Some(500), 30),
        (ErrorKind::HttpStatus, Some(304), 30),
        (ErrorKind::Incomplete, None, 30),
        (ErrorKind::Timeout, None, 30),
        (ErrorKind::RateLimited, Some(429), 30),
        (ErrorKind::HttpStatus, Some(403), 20),
        (ErrorKind::NotAFeed, None, 20),
        (ErrorKind::Gone, Some(410), 20),
    ] {
        let polls = (0..50).map(|n| match n {
            0 | 40.. => (n * 10, document()),
            _ => (n * 10, failed(kind, status)),
        });
        let told = told(OutletClass::Wire, polls);
        let [(first, why), (400, back)] = told.as_slice() else { panic!("{kind}: {told:?}") };
        assert_eq!((*first, back.as_str()), (minute, "example.org: works again"), "{kind}");
        assert!(why.starts_with("example.org: why"), "{why}");
    }
}

#[test]
fn a_wire_that_is_held_for_longer_than_it_is_ever_silent_is_told() {
    let pace = Pace::default();
    let start = at("2026-03-03T10:00:00Z");
    let spec = FeedSpec { class: OutletClass::Wire, ..feed().spec };
    let first = facts(&minutes(start, &[0, -10, -20]));
    let mut before = after_poll(&Feed { spec, ..feed() }, &poll(start, document()), &first, &pace);
    let mut told = Vec::new();
    for hour in 1..20 {
        let now = start + SignedDuration::from_hours(hour);
        let mut held = poll(now, failed(ErrorKind::RateLimited, Some(503)));
        held.hints.retry_after = Some(3_600);
        let mut after = after_poll(&before, &held, &Reading::Nothing, &pace);
        told.extend(notice(&before, &mut after, Around::Well).map(|_| hour));
        before = after;
    }
    assert_eq!((told, before.state), (vec![7], FeedState::RateLimited));
}

#[test]
fn one_failed_poll_is_no_news_and_nor_is_the_one_after_it() {
    for kind in [ErrorKind::HttpStatus, ErrorKind::NotAFeed, ErrorKind::Blocked] {
        let polls =
            (0..60).map(|n| (n * 5, if n % 2 == 1 { failed(kind, None) } else { document() }));
        assert_eq!(told(OutletClass::Wire, polls), [], "{kind}");
    }
    // Others than wires are told of later, those that never answered later still.
    let fails = |n: i64| (n * 60, failed(ErrorKind::Connect, None));
    let polls = (0..20).map(|n| if n == 0 { (0, document()) } else { fails(n) });
    assert_eq!(
        told(OutletClass::National, polls).iter().map(|told| told.0).collect::<Vec<_>>(),
        [360]
    );
    let never: Vec<i64> = told(OutletClass::Wire, (0..20).map(fails)).iter().map(|t| t.0).collect();
    assert_eq!(never, [300]);
}

#[test]
fn what_fails_for_want_of_a_network_is_not_told_of_each_feed() {
    let now = at("2026-03-03T10:00:00Z");
    let lost = Feed {
        state: FeedState::Retrying,
        cadence: Cadence { failures: 9, ..Cadence::default() },
        error: Some(FeedError { kind: ErrorKind::Dns, message: "why".into() }),
        last_poll: Some(now),
        ..feed()
    };
    let mut after = lost.clone();
    assert_eq!(notice(&lost, &mut after, Around::Lost), None);
    assert!(!after.told);
    assert!(notice(&lost, &mut after, Around::Well).is_some() && after.told);
}

#[test]
fn what_fails_while_everything_does_is_asked_within_the_hour() {
    let pace = Pace::default();
    let start = at("2026-03-03T10:00:00Z");
    let first = facts(&minutes(start, &[0, -10, -20]));
    for (around, longest) in [(Around::Lost, 60), (Around::Well, 600)] {
        let mut feed = after_poll(&feed(), &poll(start, document()), &first, &pace);
        let mut longest_wait = 0;
        for _ in 0..8 {
            let now = feed.next_poll.unwrap();
            let page = poll(now, failed(ErrorKind::Timeout, None));
            let mut after = after_poll(&feed, &page, &Reading::Nothing, &pace);
            forgive(&feed, &mut after, &pace, around);
            assert_eq!(
                after.validators == feed.validators,
                around == Around::Lost || after.cadence.failures != 2
            );
            assert_eq!(notice(&feed, &mut after, Around::Lost), None);
            longest_wait = after.next_poll.unwrap().duration_since(now).as_mins();
            feed = after;
        }
        assert!((longest_wait <= 60) == (longest == 60), "{around:?} {longest_wait}");
    }
    let gone = poll(start, failed(ErrorKind::Gone, Some(410)));
    let mut gone = after_poll(&feed(), &gone, &Reading::Nothing, &pace);
    forgive(&feed(), &mut gone, &pace, Around::Lost);
    assert_eq!(gone.next_poll, None);
}

#[test]
fn a_move_counts_when_a_feed_stands_at_its_end_and_is_forgotten_after_two_failures() {
    let now = at("2026-03-03T10:00:00Z");
    let pace = Pace::default();
    let to = Some("https://new.example/feed".to_owned());
    let moved = |outcome| Poll { moved: to.clone(), ..poll(now, outcome) };
    let portal = Failure { kind: ErrorKind::NotAFeed, message: "page".into(), status: None };
    let after = after_poll(&feed(), &moved(document()), &Reading::Unreadable(portal), &pace);
    assert_eq!(after.moved, None, "a page at the end of a redirect moves nothing");
    let after = after_poll(&feed(), &moved(document()), &facts(&[now]), &pace);
    assert_eq!((&after.moved, after.spec.url.as_str()), (&to, "https://example.org/feed"));
    assert!(notice(&feed(), &mut after.clone(), Around::Well).unwrap().contains("moved for good"));
    let lost = poll(now, failed(ErrorKind::HttpStatus, Some(404)));
    let once = after_poll(&after, &lost, &Reading::Nothing, &pace);
    assert_eq!(once.moved, to);
    assert_eq!(after_poll(&once, &lost, &Reading::Nothing, &pace).moved, None);
    let home = Poll { moved: Some(after.spec.url.clone()), ..poll(now, document()) };
    assert_eq!(after_poll(&after, &home, &facts(&[now]), &pace).moved, None, "back where it was");
}
