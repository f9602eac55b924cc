//! Feeds whose dates are a day and more behind what is new in them, and archives that come back.

use super::*;
use crate::domain::Lag;

/// One poll: hours since the start, hours of the dates of its document, newest first, and of those that are new.
type Step<'a> = (i64, &'a [i64], &'a [i64]);

fn hour(hours: i64) -> Timestamp {
    at("2026-03-02T00:00:00Z") + SignedDuration::from_hours(hours)
}

/// The feed after these polls, the first of which is its first.
fn polled(steps: &[Step<'_>]) -> Feed {
    seen(steps, false)
}

/// The same where it is told whether what is new stands where news does.
fn seen(steps: &[Step<'_>], topmost: bool) -> Feed {
    let pace = Pace::default();
    let mut before = feed();
    for (now, dates, new) in steps {
        let poll = poll(hour(*now), document());
        let published: Vec<Timestamp> = dates.iter().copied().map(hour).collect();
        let mut after = after_poll(&before, &poll, &facts(&published), &pace);
        let latest = new.iter().copied().map(hour).filter(|at| *at <= hour(*now)).max();
        let count = u32::try_from(new.len()).unwrap();
        let new = Arrivals {
            new: count,
            articles: dates.len(),
            published,
            latest,
            topmost,
            ..Arrivals::default()
        };
        arrived(&before, &mut after, &new, (&poll, &pace));
        before = after;
    }
    before
}

fn lag(steps: &[Step<'_>]) -> Option<u32> {
    polled(steps).cadence.lag.steady().map(|seconds| seconds / 3_600)
}

#[test]
fn news_that_is_always_dated_a_day_ago_shows_by_how_much_the_dates_lag() {
    let hourly: Vec<(i64, Vec<i64>, Vec<i64>)> =
        (0..6).map(|n| (n, vec![n - 30, n - 31, n - 32], vec![n - 30])).collect();
    let steps: Vec<Step<'_>> =
        hourly.iter().map(|(now, dates, new)| (*now, dates.as_slice(), new.as_slice())).collect();
    assert_eq!(lag(&steps[..3]), None, "twice may be chance");
    assert_eq!(lag(&steps[..4]), Some(30));
    assert_eq!(lag(&steps), Some(30));
    let note = polled(&steps).note();
    assert!(note.starts_with("its clock seems to be 30 h behind"), "{note}");
    assert!(note.contains("is told as new"), "{note}");
}

#[test]
fn days_without_times_and_dates_that_jump_lag_by_the_least_of_them() {
    // Noon of yesterday is the date of all that comes.
    let noon = |now: i64| now.div_euclid(24) * 24 - 12;
    let days: Vec<(i64, [i64; 1])> = (0..9).map(|n| (n * 5, [noon(n * 5)])).collect();
    let steps: Vec<Step<'_>> =
        days.iter().map(|(now, date)| (*now, &date[..], &date[..])).collect();
    assert_eq!(lag(&steps), Some(13));
    let steps: [Step<'_>; 5] = [
        (0, &[-40], &[-40]),
        (3, &[-29], &[-29]),
        (6, &[-28, -29], &[-28]),
        (9, &[-28, -29, -31], &[-31]),
        (15, &[-20, -28], &[-20]),
    ];
    assert_eq!(lag(&steps), Some(32), "what is older than all there was neither counts nor harms");
    let steps: [Step<'_>; 6] = [
        (0, &[-26, -30, -33, -36, -39], &[-26]),
        (1, &[-26, -30, -33, -36, -28], &[-28]),
        (2, &[-26, -30, -33, -38, -28], &[-38]),
        (3, &[-26, -30, -33, -31, -28], &[-31]),
        (4, &[-26, -25, -33, -31, -28], &[-25]),
        (5, &[-26, -25, -24, -31, -28], &[-24]),
    ];
    assert_eq!(lag(&steps[..4]), None);
    assert_eq!(lag(&steps), Some(29), "each as late as the rest, some more than others");
}

#[test]
fn what_an_archive_brings_shows_no_lag() {
    let quiet = [-30, -31, -32];
    for (name, steps) in [
        // A quiet weekend, in which old articles come back one by one.
        ("one by one", [-40, -41, -42, -43, -44]),
        ("closer and closer", [-36, -35, -34, -33, -32]),
    ] {
        let mut all: Vec<Step<'_>> = vec![(0, &quiet, &quiet)];
        all.extend(
            (1..).zip(&steps).map(|(now, old)| (now, &quiet[..], std::slice::from_ref(old))),
        );
        assert_eq!(lag(&all), None, "{name}");
    }
    let years: Vec<(i64, [i64; 1])> = (0..9).map(|n| (n * 24, [n * 24 - 8_760])).collect();
    let steps: Vec<Step<'_>> =
        years.iter().map(|(now, date)| (*now, &date[..], &date[..])).collect();
    assert_eq!(lag(&steps), None, "a year ago today");
}

#[test]
fn nobody_asked_or_one_article_on_time_shows_no_lag() {
    let rare: Vec<(i64, [i64; 1])> = (0..9).map(|n| (n * 48, [n * 48 - 30])).collect();
    let steps: Vec<Step<'_>> =
        rare.iter().map(|(now, date)| (*now, &date[..], &date[..])).collect();
    assert_eq!(lag(&steps), None, "asked every other day, it may have been there for long");
    let mut late: Vec<Step<'_>> = vec![
        (0, &[-30], &[-30]),
        (1, &[-29], &[-29]),
        (2, &[-28], &[-28]),
        (3, &[-27], &[-27]),
        (4, &[-26], &[-26]),
    ];
    assert_eq!(lag(&late), Some(30));
    late.push((5, &[5, -26], &[5]));
    assert_eq!(lag(&late), None, "its clock was put right");
    late.push((6, &[5, -24], &[-24]));
    late.push((7, &[5, -23], &[-23]));
    late.push((8, &[5, -22], &[-22]));
    assert_eq!(lag(&late), None, "older than what was on time");
}

#[test]
fn a_clock_that_jumps_back_is_said_after_three_polls() {
    let jumped: [Step<'_>; 5] = [
        (0, &[0, -1, -2], &[0]),
        (1, &[1, 0, -1, -2], &[1]),
        (2, &[-28, 1, 0, -1], &[-28]),
        (3, &[-27, -28, 1, 0], &[-27]),
        (4, &[-26, -27, -28, 1], &[-26]),
    ];
    assert_eq!(seen(&jumped[..4], true).clock(), None, "twice may be chance");
    let note = seen(&jumped, true).note();
    assert!(note.starts_with("its clock seems to be 30 h behind"), "{note}");
    assert_eq!(seen(&jumped, false).clock(), None, "elsewhere in its list");
    let month = |hour: i64| hour - 720;
    let steps = [0, 1, 2, 3].map(|now| (now, [month(now)]));
    let steps: Vec<Step<'_>> =
        steps.iter().map(|(now, date)| (*now, &date[..], &date[..])).collect();
    let note = seen(&steps, true).note();
    assert!(note.starts_with("its clock seems to be 30 days behind"), "{note}");
    assert_eq!(polled(&steps).clock(), None, "a month ago today");
    let ago = |years: u32, hours: u32| years * 31_556_952 + hours * 3_600;
    for (seconds, anniversary) in
        [(ago(1, 0), false), (ago(2, 5), true), (ago(50, 30), true), (ago(6, 2_000), false)]
    {
        assert_eq!(Lag::is_anniversary(seconds), anniversary, "{seconds}");
    }
}
