//! Items that went by between two polls.

use super::*;

/// A feed that is asked again `minutes` later, when nothing of what it holds is known.
fn all_new(minutes: i64, due: Option<i64>) -> (Feed, Feed) {
    let (pace, start) = (Pace::default(), at("2026-03-03T10:00:00Z"));
    let times = |from| facts(&super::minutes(from, &[0, -20, -40, -60, -80]));
    let before = after_poll(&feed(), &poll(start, document()), &times(start), &pace);
    let now = start + SignedDuration::from_mins(minutes);
    let due = due.map(|minutes| start + SignedDuration::from_mins(minutes));
    let before = Feed { next_poll: due.or(before.next_poll), ..before };
    let mut after = after_poll(&before, &poll(now, document()), &times(now), &pace);
    assert_eq!(after.note(), "", "dates alone do not tell");
    assert!(overran(&before, &mut after, now));
    (before, after)
}

#[test]
fn a_feed_whose_window_ran_over_says_so_and_is_polled_more_often() {
    let (before, after) = all_new(100, Some(100));
    let since = "polled too rarely: items were missed since 2026-03-03T10:00";
    assert!(after.note().starts_with(since), "{}", after.note());
    assert!(after.cadence.gap < before.cadence.gap, "{}", after.cadence.gap);
}

#[test]
fn what_was_missed_while_nothing_ran_is_not_for_a_short_interval_to_mend() {
    let (before, after) = all_new(480, None);
    assert!(after.note().starts_with("not polled for 8 h"), "{}", after.note());
    assert!(!after.note().contains("interval"), "{}", after.note());
    assert!(after.cadence.gap >= before.cadence.gap);
}

#[test]
fn a_document_of_which_nothing_was_known_says_so_too() {
    let start = at("2026-03-03T10:00:00Z");
    let before = Feed {
        last_success: Some(start),
        last_poll: Some(start),
        last_article: Some(start),
        cadence: Cadence { gap: 900, ..Cadence::default() },
        ..feed()
    };
    let mut after = before.clone();
    let later = start + SignedDuration::from_mins(20);
    assert!(overran(&before, &mut after, later));
    assert!(after.note().starts_with("polled too rarely"), "{}", after.note());
    assert_eq!(after.cadence.gap, 450);
    assert!(!overran(&before, &mut after, later), "once for one document");
    assert!(!overran(&feed(), &mut feed(), later), "a first document");
}

#[test]
fn what_was_missed_while_its_server_failed_is_not_for_a_short_interval_to_mend() {
    let (before, _) = all_new(100, Some(100));
    let heard = before.last_success.unwrap();
    let cadence = Cadence { failures: 8, ..before.cadence.clone() };
    let now = heard + SignedDuration::from_mins(130);
    let before = Feed {
        last_poll: Some(now - SignedDuration::from_mins(15)),
        next_poll: Some(now),
        cadence,
        ..before
    };
    let mut after = before.clone();
    assert!(overran(&before, &mut after, now));
    assert_eq!(after.note(), "not answered for 2 h: items were missed");
    assert_eq!(after.cadence.gap, before.cadence.gap);
}
