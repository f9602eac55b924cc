//! When the next poll is.

use super::*;
use crate::domain::{FeedError, FeedSpec};

fn signs(rhythm: &Rhythm) -> Signs<'_> {
    Signs { fixed: None, gap: 0, quiet: 0, pause: 0, span: 0, rhythm, hints: CacheHints::default() }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn the_interval_follows_the_feed_between_floor_and_ceiling() {
    let pace = Pace::default();
    let plain = Rhythm::default();
    for (gap, quiet, expected) in [
        (0, 0, 900),
        (60, 0, 300),
        (1_200, 0, 600),
        (1_200, 9_600, 1_200),
        (1_200, 1_000_000, 3_600),
        (1_000_000, 0, 3_600),
        (0, 1_000_000, 3_600),
        (u32::MAX, u32::MAX, 3_600),
    ] {
        let signs = Signs { gap, quiet, ..signs(&plain) };
        assert_eq!(interval(&signs, &pace), expected, "gap {gap} quiet {quiet}");
    }
}

#[test]
fn a_feed_is_asked_through_a_pause_as_there_were_before() {
    let (pace, plain) = (Pace::default(), Rhythm::default());
    for (quiet, pause, expected) in [
        (28_800, 0, 3_600),
        (28_800, 30_000, 900),
        (28_800, 28_000, 3_600),
        (1_200, 30_000, 300),
        (3_600, 30_000, 450),
    ] {
        let signs = Signs { gap: 600, quiet, pause, ..signs(&plain) };
        assert_eq!(interval(&signs, &pace), expected, "quiet {quiet} pause {pause}");
    }
}

#[test]
fn what_is_configured_wins_over_everything() {
    let ttl = Rhythm { ttl: Some(99_999), ..Rhythm::default() };
    let hints = CacheHints { max_age: Some(99_999), retry_after: None };
    let signs = Signs { fixed: Some(60), gap: 9_999, hints, ..signs(&ttl) };
    assert_eq!(interval(&signs, &Pace::default()), 60);
    let pace = Pace { interval: Some(120), ..Pace::default() };
    assert_eq!(interval(&signs, &pace), 60);
    assert_eq!(interval(&Signs { fixed: None, ..signs }, &pace), 120);
}

#[test]
fn ttl_and_max_age_are_obeyed_up_to_a_day() {
    let pace = Pace::default();
    for (ttl, max_age, expected) in [
        (None, Some(7_200), 7_200),
        (Some(10_800), Some(7_200), 10_800),
        (Some(60), Some(10), 900),
        (Some(u32::MAX), None, LONGEST),
        (None, Some(2 * LONGEST), LONGEST),
        (None, Some(315_360_000), 900),
    ] {
        let rhythm = Rhythm { ttl, ..Rhythm::default() };
        let hints = CacheHints { max_age, retry_after: None };
        assert_eq!(interval(&Signs { hints, ..signs(&rhythm) }, &pace), expected);
    }
}

#[test]
fn no_wish_is_granted_for_which_articles_would_be_missed() {
    let pace = Pace::default();
    let daily = Rhythm { ttl: Some(LONGEST), ..Rhythm::default() };
    for (span, quiet, expected) in [
        (0, 600, LONGEST),
        (18_000, 600, 9_000),
        (18_000, 28_800, 14_400),
        (18_000, 200_000, LONGEST),
        (200_000, 600, LONGEST),
        (300, 10, 300),
    ] {
        let signs = Signs { gap: 600, quiet, span, ..signs(&daily) };
        assert_eq!(interval(&signs, &pace), expected, "span {span} quiet {quiet}");
    }
}

#[test]
fn backoff_doubles_to_a_day_and_stays_there() {
    let waits: Vec<u32> = (0..12).map(|failures| backoff(900, failures)).collect();
    assert_eq!(
        waits,
        [900, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600, 86_400, 86_400, 86_400, 86_400]
    );
    assert_eq!(backoff(u32::MAX, u32::MAX), LONGEST);
    assert_eq!(backoff(0, 1), 1);
}

#[test]
fn a_wait_asked_for_is_kept_and_never_longer_than_a_day_and_a_tenth() {
    let plain = Rhythm::default();
    let pace = Pace::default();
    let now = at("2026-03-03T10:00:00Z");
    for (held, least) in [(120, 900), (3_000, 3_000), (u32::MAX, LONGEST)] {
        for jitter in [0.0, 0.5, 0.999] {
            let due = next_poll(&signs(&plain), &pace, Cause::Held(held), (now, jitter));
            let wait = due.duration_since(now).as_secs();
            assert!(wait >= i64::from(least) && wait <= i64::from(least) * 11 / 10, "{wait}");
        }
    }
}

#[test]
fn hours_and_days_without_news_are_skipped() {
    let pace = Pace::default();
    let nights = Rhythm { skip_hours: 0b1111_1100, ..Rhythm::default() };
    let now = at("2026-03-03T01:50:00Z");
    let due = next_poll(&signs(&nights), &pace, Cause::Success, (now, 0.0));
    assert_eq!(due, at("2026-03-03T08:00:00Z"));
    let at_random = next_poll(&signs(&nights), &pace, Cause::Success, (now, 0.5));
    assert_eq!(at_random, at("2026-03-03T08:00:45Z"), "no herd at the stroke of eight");
    let one_hour = Rhythm { skip_hours: !(1 << 16), ttl: Some(43_200), ..Rhythm::default() };
    let late = next_poll(&signs(&one_hour), &pace, Cause::Success, (now, 0.9));
    assert_eq!(late, at("2026-03-03T16:59:59Z"), "in the one hour that has news");
    let mondays_only = Rhythm { skip_days: 0b111_1110, ..Rhythm::default() };
    let due = next_poll(&signs(&mondays_only), &pace, Cause::Success, (now, 0.0));
    assert_eq!(due, at("2026-03-04T01:50:00Z"), "no more than a day");
    let always = Rhythm { skip_hours: u32::MAX, skip_days: u8::MAX, ttl: None };
    let due = next_poll(&signs(&always), &pace, Cause::Success, (now, 0.0));
    assert_eq!(due, at("2026-03-04T01:50:00Z"));
    let fixed = Signs { fixed: Some(600), ..signs(&always) };
    let due = next_poll(&fixed, &pace, Cause::Success, (now, 0.0));
    assert_eq!(due, at("2026-03-03T02:00:00Z"), "a fixed interval skips nothing");
}

#[test]
fn jitter_is_even_and_differs_from_poll_to_poll() {
    let all: Vec<f64> = (0..10_000).map(|i| jitter(FeedId(i), 7)).collect();
    let mean = all.iter().sum::<f64>() / 10_000.0;
    assert!((0.48..0.52).contains(&mean), "{mean}");
    assert!(all.iter().all(|x| (0.0..1.0).contains(x)));
    assert!((jitter(FeedId(1), 1) - jitter(FeedId(1), 2)).abs() > f64::EPSILON);
}

/// A feed that was polled this long ago and is due that long from now, in minutes.
fn polled(now: Timestamp, ago: i64, due: i64) -> Feed {
    let feed = Feed::unpolled(FeedSpec::default());
    let (last, next) = (now - SignedDuration::from_mins(ago), now + SignedDuration::from_mins(due));
    Feed { state: FeedState::Ok, last_poll: Some(last), next_poll: Some(next), ..feed }
}

/// Minutes from now, where it is not long since.
fn minutes(at: Timestamp, now: Timestamp) -> Option<i64> {
    Some(at.duration_since(now).as_mins()).filter(|minutes| *minutes > -1_440)
}

#[test]
fn times_from_a_clock_that_ran_ahead_are_no_timer() {
    const DAYS: i64 = 1_440;
    let now = at("2026-03-03T10:00:00Z");
    use FeedState::{Broken, Ok, RateLimited};
    for (what, state, ago, due_in, expected) in [
        ("as planned", Ok, 10, 5, Some(5)),
        ("overdue", Ok, 70, -10, Some(-10)),
        ("a second before the clock", Ok, 0, 5, Some(5)),
        ("polled in three hours", Ok, -180, 190, None),
        ("polled in thirty days", Ok, -30 * DAYS, 30 * DAYS + 60, None),
        ("failed in three hours", Broken, -180, 1_000, None),
        ("planned for a time that no plan reaches", Ok, 10, 3 * DAYS, None),
        ("held for an hour in three", RateLimited, -180, 240, Some(60)),
        ("held for an hour", RateLimited, 10, 50, Some(50)),
    ] {
        let feed = Feed { state, ..polled(now, ago, due_in) };
        let due = due(&feed, &Pace::default(), now);
        assert_eq!(minutes(due, now), expected, "{what}");
        assert_eq!(ahead(&feed, now).is_zero(), ago >= 0, "{what}");
    }
    let unpolled = Feed::unpolled(FeedSpec::default());
    assert_eq!(minutes(due(&unpolled, &Pace::default(), now), now), None);
}

#[test]
fn an_interval_that_was_changed_counts_at_once() {
    let now = at("2026-03-03T10:00:00Z");
    let usual = Pace::default();
    let fixed = |seconds| Pace { interval: Some(seconds), ..Pace::default() };
    // All were polled ten minutes ago and are due in 350.
    for (what, pace, own, known, failures, expected) in [
        ("the interval of all is shortened", fixed(1_200), None, 21_600, 0, 12),
        ("and overdue by it", fixed(60), None, 21_600, 0, -8),
        ("and lengthened", fixed(86_400), None, 21_600, 0, 350),
        ("a feed's own goes first", fixed(60), Some(86_400), 21_600, 0, 350),
        ("a back-off is kept", fixed(60), None, 21_600, 4, 350),
        ("none is fixed any more", usual.clone(), None, 21_600, 0, 56),
        ("the ceiling is lowered", Pace { ceiling: 1_200, ..usual.clone() }, None, 3_600, 0, 12),
        ("all is as it was", usual.clone(), None, 3_600, 0, 350),
    ] {
        let mut feed = polled(now, 10, 350);
        feed.spec.interval = own;
        (feed.cadence.interval, feed.cadence.failures) = (known, failures);
        assert_eq!(minutes(due(&feed, &pace, now), now), Some(expected), "{what}");
    }
    let mut wished = polled(now, 10, 350);
    (wished.cadence.interval, wished.cadence.wish) = (21_600, 21_600);
    assert_eq!(minutes(due(&wished, &usual, now), now), Some(350), "its publisher's wish");
    let held = Feed { state: FeedState::RateLimited, ..polled(now, 10, 350) };
    assert_eq!(minutes(due(&held, &fixed(60), now), now), Some(350), "its host asked for it");
}

#[test]
fn what_may_have_been_mended_is_tried_at_once() {
    let now = at("2026-03-03T10:00:00Z");
    let blocked = |kind, own| {
        let message = String::new();
        let mut feed = polled(now, 0, 350);
        (feed.state, feed.error) = (FeedState::Blocked, Some(FeedError { kind, message }));
        feed.spec.allow_private = own;
        feed
    };
    let soon = Some(now + SignedDuration::from_secs(60));
    let (unasked, led) = (ErrorKind::Blocked, ErrorKind::RedirectBlocked);
    for (what, feed, private, expected) in [
        ("nothing is allowed", blocked(unasked, false), false, None),
        ("the feed's own address is", blocked(unasked, true), false, Some(now)),
        ("some addresses are", blocked(unasked, false), true, Some(now)),
        ("its host was asked and led there", blocked(led, true), false, soon),
        ("it fares well", polled(now, 0, 350), true, None),
    ] {
        assert_eq!(of_mended(&feed, private, now), expected, "{what}");
    }
}

#[test]
fn who_polls_all_spares_what_ended_waits_or_was_just_polled() {
    let now = at("2026-03-03T10:00:00Z");
    for (what, state, ago, due, expected) in [
        ("ready", FeedState::Ok, 5, 5, true),
        ("broken", FeedState::Broken, 5, 500, true),
        ("just polled", FeedState::Ok, 0, 5, false),
        ("ended", FeedState::Gone, 5, 0, false),
        ("told to wait", FeedState::RateLimited, 5, 5, false),
        ("that has waited", FeedState::RateLimited, 5, 0, true),
    ] {
        let feed = Feed { state, ..polled(now, ago, due) };
        assert_eq!(joins_all(&feed, now), expected, "{what}");
    }
    assert!(joins_all(&Feed::unpolled(FeedSpec::default()), now));
}
