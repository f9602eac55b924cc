//! Items that went by between two polls.

use super::*;

#[test]
fn a_feed_whose_window_ran_over_says_so_and_is_polled_more_often() {
    let pace = Pace::default();
    let start = at("2026-03-03T10:00:00Z");
    let first = facts(&minutes(start, &[0, -20, -40, -60, -80]));
    let before = after_poll(&feed(), &poll(start, document()), &first, &pace);
    let all_new = minutes(start, &[100, 80, 60, 40, 20]);
    let now = start + SignedDuration::from_mins(100);
    let before = Feed { next_poll: Some(now), ..before };
    let after = after_poll(&before, &poll(now, document()), &facts(&all_new), &pace);
    assert_eq!(after.cadence.gap, 600);
    assert!(after.note().starts_with("polled too rarely"), "{}", after.note());
    let known = facts(&minutes(start, &[20, 0, -20, -40, -60]));
    assert_eq!(after_poll(&before, &poll(now, document()), &known, &pace).note(), "");
}

#[test]
fn missed_items_are_noted_with_the_time_of_the_poll_before() {
    let pace = Pace::default();
    let start = at("2026-03-03T10:00:00Z");
    let five = facts(&minutes(start, &[0, -1, -2, -3, -4]));
    let before = after_poll(&feed(), &poll(start, document()), &five, &pace);
    let later = start + SignedDuration::from_mins(60);
    let before = Feed { next_poll: Some(later), ..before };
    let newer = facts(&minutes(start, &[60, 59, 58, 57, 56]));
    let after = after_poll(&before, &poll(later, document()), &newer, &pace);
    let note = after.note();
    assert!(
        note.starts_with("polled too rarely: items were missed since 2026-03-03T10:00"),
        "{note}"
    );
    let again = after_poll(&after, &poll(later, document()), &newer, &pace);
    assert_eq!(again.note(), "", "it is said of the poll that shows it");
}

#[test]
fn what_was_missed_while_nothing_ran_is_not_for_a_short_interval_to_mend() {
    let pace = Pace::default();
    let start = at("2026-03-03T10:00:00Z");
    let first = facts(&minutes(start, &[0, -20, -40, -60, -80]));
    let before = after_poll(&feed(), &poll(start, document()), &first, &pace);
    let later = start + SignedDuration::from_hours(8);
    let new = facts(&minutes(later, &[0, -20, -40, -60, -80]));
    let after = after_poll(&before, &poll(later, document()), &new, &pace);
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
