//! Validators: kept as they came, let go where they may hide something, or where a server stumbles over them.

use super::*;

#[test]
fn validators_are_kept_only_of_documents_that_were_read() {
    let now = at("2026-03-03T10:00:00Z");
    let pace = Pace::default();
    let bad = Failure { kind: ErrorKind::Parse, message: "no".into(), status: None };
    let after = after_poll(&feed(), &poll(now, document()), &Reading::Unreadable(bad), &pace);
    assert_eq!((after.state, &after.validators.etag), (FeedState::Broken, &None));
    let after = after_poll(&feed(), &poll(now, document()), &facts(&[]), &pace);
    assert_eq!(after.validators.etag.as_deref(), Some(&b"\"1\""[..]));
    for (etag, expected) in [(None, "x"), (Some("W/\"1\""), "y"), (Some("\"2\""), "")] {
        let date = if expected.is_empty() { "z" } else { expected }.as_bytes().to_vec();
        let etag = etag.map(|etag| etag.as_bytes().to_vec());
        let renewed = Outcome::NotModified(Validators { etag, last_modified: Some(date) });
        let after = after_poll(&after, &poll(now, renewed), &Reading::Nothing, &pace);
        assert_eq!(after.validators.etag.as_deref(), Some(&b"\"1\""[..]), "never another's");
        let dated = after.validators.last_modified.unwrap_or_default();
        assert_eq!(dated, expected.as_bytes());
    }
}

#[test]
fn a_document_that_breaks_off_is_asked_for_anew() {
    let now = at("2026-03-03T10:00:00Z");
    let cut = Reading::Read(Facts { articles: 2, truncated: true, ..Facts::default() });
    let after = after_poll(&feed(), &poll(now, document()), &cut, &Pace::default());
    assert_eq!((after.state, after.validators), (FeedState::Ok, Validators::default()));
}

#[test]
fn who_may_stumble_over_our_validators_is_asked_without_them() {
    let now = at("2026-03-03T10:00:00Z");
    let read = facts(&[]);
    let known = after_poll(&feed(), &poll(now, document()), &read, &Pace::default());
    assert!(known.validators.etag.is_some());
    let status = |status| (ErrorKind::HttpStatus, Some(status));
    for (failed_by, failures) in [
        (status(412), 1),
        (status(403), 2),
        (status(400), 2),
        (status(500), 2),
        (status(503), 0),
        (status(522), 0),
        (status(407), 0),
        (status(431), 2),
        (status(520), 2),
        (status(999), 2),
        (status(404), 2),
        (status(401), 2),
        (status(410), 1),
        ((ErrorKind::Empty, Some(204)), 2),
        ((ErrorKind::Empty, None), 2),
        ((ErrorKind::Reset, None), 2),
        ((ErrorKind::Incomplete, None), 2),
        ((ErrorKind::Protocol, None), 2),
        ((ErrorKind::Timeout, None), 2),
        ((ErrorKind::Connect, None), 0),
        ((ErrorKind::RateLimited, Some(429)), 2),
        ((ErrorKind::Gone, Some(410)), 1),
    ] {
        let mut feed = known.clone();
        for failure in 1..=4 {
            let refused = poll(now, failed(failed_by.0, failed_by.1));
            feed = after_poll(&feed, &refused, &Reading::Nothing, &Pace::default());
            let dropped = failures > 0 && failure >= failures;
            assert_eq!(feed.validators.etag.is_none(), dropped, "{failed_by:?} {failure}");
        }
    }
    // Some send a page instead of "not modified".
    let page = Failure { kind: ErrorKind::NotAFeed, message: "a page".into(), status: None };
    let mut feed = known;
    for dropped in [false, true] {
        let page = Reading::Unreadable(page.clone());
        feed = after_poll(&feed, &poll(now, document()), &page, &Pace::default());
        assert_eq!(feed.validators.etag.is_none(), dropped);
    }
}

/// A feed that was read at a time, each time with the same validators.
fn known(now: Timestamp) -> Feed {
    after_poll(&feed(), &poll(now, document()), &facts(&minutes(now, &[0, -10])), &Pace::default())
}

#[test]
fn a_server_that_refuses_validators_is_asked_without_them_soon_and_for_a_week() {
    let start = at("2026-03-03T10:00:00Z");
    let pace = Pace::default();
    let refused = poll(start, failed(ErrorKind::HttpStatus, Some(412)));
    let mut feed = after_poll(&known(start), &refused, &Reading::Nothing, &pace);
    assert_eq!(feed.validators, Validators::default());
    assert!(feed.next_poll.unwrap() <= start + SignedDuration::from_secs(70));
    let mut without = 0;
    for day in 0..8 {
        let now = start + SignedDuration::from_hours(24 * day) + SignedDuration::from_mins(1);
        feed = after_poll(&feed, &poll(now, document()), &facts(&[now]), &pace);
        assert_eq!(feed.state, FeedState::Ok);
        without += usize::from(feed.validators == Validators::default());
    }
    assert_eq!(without, 7, "then they are tried again");
    // Who refuses what has no validators means something else.
    let bare = Feed { validators: Validators::default(), ..known(start) };
    let bare = after_poll(&bare, &refused, &Reading::Nothing, &pace);
    assert!(bare.next_poll.unwrap() >= start + SignedDuration::from_mins(5));
    assert_eq!(bare.cadence.bare, None);
}

#[test]
fn an_outage_that_does_not_end_may_be_over_our_validators() {
    let now = at("2026-03-03T10:00:00Z");
    let mut feed = known(now);
    for failure in 1..=9 {
        let busy = poll(now, failed(ErrorKind::HttpStatus, Some(503)));
        feed = after_poll(&feed, &busy, &Reading::Nothing, &Pace::default());
        assert_eq!(feed.validators.etag.is_none(), failure >= 8, "{failure}");
    }
}

#[test]
fn a_server_that_fails_over_validators_again_and_again_is_asked_without_them_for_a_day() {
    let mut now = at("2026-03-03T10:00:00Z");
    let pace = Pace::default();
    let mut feed = known(now);
    let (mut polls, mut failures) = (0, 0);
    for _ in 0..60 {
        now += SignedDuration::from_mins(10);
        let asked_with = feed.validators != Validators::default();
        let outcome =
            if asked_with { failed(ErrorKind::HttpStatus, Some(500)) } else { document() };
        (polls, failures) = (polls + 1, failures + usize::from(asked_with));
        feed = after_poll(&feed, &poll(now, outcome), &facts(&[now]), &pace);
    }
    assert_eq!((polls, failures), (60, 4), "twice by chance, then it is its way");
}

#[test]
fn a_304_that_names_another_document_has_it_asked_for_once_an_hour() {
    let start = at("2026-03-03T10:00:00Z");
    let pace = Pace::default();
    let strange = |etag: &str| {
        let etag = Some(etag.as_bytes().to_vec());
        Outcome::NotModified(Validators { etag, last_modified: None })
    };
    let after = |minutes: i64, etag: &str| {
        let later = start + SignedDuration::from_mins(minutes);
        after_poll(&known(start), &poll(later, strange(etag)), &Reading::Nothing, &pace)
    };
    assert_eq!(after(61, "\"2\"").validators, Validators::default());
    for (minutes, etag) in [(10, "\"2\""), (61, "\"1\""), (61, "W/\"1\""), (61, "\"1-gzip\"")] {
        let kept = after(minutes, etag).validators.etag;
        assert_eq!(kept.as_deref(), Some(&b"\"1\""[..]), "{minutes} {etag}");
    }
}

#[test]
fn a_feed_that_only_says_not_modified_is_asked_for_the_whole_before_it_is_called_silent() {
    let start = at("2026-03-03T10:00:00Z");
    let pace = Pace::default();
    let spec = FeedSpec { class: OutletClass::Wire, ..feed().spec };
    let mut feed = Feed { spec, ..known(start) };
    let (mut told, mut whole) = (Vec::new(), Vec::new());
    for hour in 1..60 {
        let now = start + SignedDuration::from_hours(hour);
        let asked_with = feed.validators != Validators::default();
        let outcome = if asked_with {
            Outcome::NotModified(Validators::default())
        } else {
            whole.push(hour);
            document()
        };
        let reading = match outcome {
            Outcome::Document(_) => facts(&minutes(start, &[0, -10])),
            Outcome::NotModified(_) | Outcome::Failed(_) => Reading::Nothing,
        };
        let mut after = after_poll(&feed, &poll(now, outcome), &reading, &pace);
        told.extend(notice(&feed, &mut after, Around::Well).map(|_| hour));
        feed = after;
    }
    assert_eq!((told, whole), (vec![7], vec![4, 29, 54]));
}

/// What a server says to whoever asks with validators, where it gives the document to all others.
type Instead = fn() -> (Outcome, Reading);

#[test]
fn what_a_server_says_only_to_validators_is_not_believed_for_long() {
    let start = at("2026-03-03T10:00:00Z");
    let pace = Pace::default();
    let answers: [(&str, Instead, usize); 6] = [
        ("an empty channel", || (document(), facts(&[])), 2),
        ("404", || (failed(ErrorKind::HttpStatus, Some(404)), Reading::Nothing), 4),
        ("401", || (failed(ErrorKind::HttpStatus, Some(401)), Reading::Nothing), 4),
        ("410", || (failed(ErrorKind::Gone, Some(410)), Reading::Nothing), 2),
        ("429", || (failed(ErrorKind::RateLimited, Some(429)), Reading::Nothing), 4),
        ("nothing at all", || (failed(ErrorKind::Timeout, None), Reading::Nothing), 4),
    ];
    for (name, instead, most) in answers {
        let mut feed = known(start);
        let mut refused = 0;
        for n in 1..40 {
            let now = start + SignedDuration::from_mins(n * 10);
            let (outcome, reading) = if feed.validators == Validators::default() {
                (document(), facts(&minutes(start, &[n * 10, n * 10 - 10])))
            } else {
                refused += 1;
                instead()
            };
            feed = after_poll(&feed, &poll(now, outcome), &reading, &pace);
            assert!(feed.next_poll.is_some(), "{name}");
        }
        assert_eq!((refused, feed.state), (most, FeedState::Ok), "{name}");
        assert!(
            feed.note().contains("is asked for the whole until 2026-03-04T"),
            "{}",
            feed.note()
        );
    }
}

#[test]
fn what_is_empty_gone_or_busy_however_it_is_asked_stays_so() {
    let start = at("2026-03-03T10:00:00Z");
    let pace = Pace::default();
    let later = |n: i64| start + SignedDuration::from_mins(n * 10);
    let mut feed = known(start);
    for n in 1..9 {
        feed = after_poll(&feed, &poll(later(n), document()), &facts(&[]), &pace);
        assert_eq!(feed.validators == Validators::default(), n == 1, "once");
    }
    assert_eq!(feed.cadence.bare, None);
    let gone = |n| poll(later(n), failed(ErrorKind::Gone, Some(410)));
    let once = after_poll(&known(start), &gone(1), &Reading::Nothing, &pace);
    assert!(once.error.as_ref().unwrap().message.contains("asked once more"));
    assert_eq!(after_poll(&once, &gone(2), &Reading::Nothing, &pace).state, FeedState::Gone);
    // A host that is busy at times and answers validators at others.
    let mut feed = known(start);
    for n in 1..40 {
        let busy = matches!(n % 5, 1 | 2);
        let outcome = match (busy, feed.validators == Validators::default()) {
            (true, _) => failed(ErrorKind::RateLimited, Some(429)),
            (false, true) => document(),
            (false, false) => Outcome::NotModified(Validators::default()),
        };
        feed = after_poll(&feed, &poll(later(n), outcome), &facts(&[start]), &pace);
        assert_eq!(feed.unconditional(), None);
    }
}

/// One poll of a server that says "not modified" whatever is new, or gives its first document again: what it
/// published each ten minutes comes only where it is asked without validators.
fn lying(before: &Feed, minute: i64, again: bool) -> Feed {
    let (start, pace) = (at("2026-03-03T10:00:00Z"), Pace::default());
    let now = start + SignedDuration::from_mins(minute);
    let dates: Vec<i64> = (0..=minute / 10).rev().map(|n| n * 10 - 1).collect();
    let whole = before.validators == Validators::default();
    let outcome =
        if whole || again { document() } else { Outcome::NotModified(Validators::default()) };
    let published = minutes(start, if whole { &dates } else { &dates[dates.len() - 1..] });
    let reading = if whole || again { facts(&published) } else { Reading::Nothing };
    let poll = poll(now, outcome);
    let mut after = after_poll(before, &poll, &reading, &pace);
    let known = before.newest().unwrap();
    let new: Vec<Timestamp> = published.iter().copied().filter(|at| whole && *at > known).collect();
    let arrivals = Arrivals {
        new: u32::try_from(new.len()).unwrap(),
        articles: published.len(),
        latest: new.iter().max().copied(),
        earliest: new.iter().min().copied(),
        published,
        topmost: false,
    };
    arrived(before, &mut after, &arrivals, (&poll, &pace));
    after
}

#[test]
fn a_server_that_says_not_modified_whatever_is_new_is_found_out_and_asked_for_the_whole() {
    for again in [false, true] {
        let mut feed = known(at("2026-03-03T10:00:00Z"));
        let mut whole = Vec::new();
        for n in 1..100 {
            if feed.validators == Validators::default() {
                whole.push(n);
            }
            feed = lying(&feed, n * 10, again);
        }
        let expected: Vec<i64> = (14..100).collect();
        assert_eq!(whole, expected, "each since the first that showed it");
        assert!(
            feed.note().contains("is asked for the whole until 2026-03-10T"),
            "{}",
            feed.note()
        );
    }
}
