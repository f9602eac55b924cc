//! Which feed is due, and when hosts rest.

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

fn queue() -> Queue {
    Queue::new(HostLimits { at_once: 2, spacing: SignedDuration::from_secs(1) })
}

fn taken(queue: &mut Queue, now: i64) -> Vec<i64> {
    std::iter::from_fn(|| queue.take(at(now))).map(|due| due.feed.0).collect()
}

#[test]
fn feeds_come_when_due_and_not_before() {
    let mut queue = queue();
    queue.put(FeedId(1), "a", at(10));
    queue.put(FeedId(2), "b", at(5));
    assert_eq!(queue.next_ready(), Some(at(5)));
    assert_eq!(taken(&mut queue, 4), [0; 0]);
    assert_eq!(taken(&mut queue, 10), [2, 1]);
    assert_eq!(queue.next_ready(), None);
}

#[test]
fn a_busy_host_keeps_no_other_waiting() {
    let mut queue = queue();
    for feed in 0..100 {
        queue.put(FeedId(feed), "busy", at(0));
    }
    queue.put(FeedId(100), "other", at(1));
    assert_eq!(taken(&mut queue, 1), [0, 100]);
    assert_eq!(taken(&mut queue, 2), [1], "a second apart");
    assert_eq!(taken(&mut queue, 3), [0; 0], "two at once");
    queue.done(FeedId(0));
    assert_eq!(taken(&mut queue, 3), [2]);
}

#[test]
fn a_feed_comes_back_only_when_it_is_put_back() {
    let mut queue = queue();
    queue.put(FeedId(1), "a", at(0));
    assert_eq!(taken(&mut queue, 0), [1]);
    queue.put(FeedId(1), "a", at(0));
    assert_eq!(taken(&mut queue, 5), [0; 0], "still running");
    queue.done(FeedId(1));
    assert_eq!(taken(&mut queue, 5), [0; 0], "not settled");
    queue.put(FeedId(1), "a", at(7));
    assert_eq!(taken(&mut queue, 7), [1]);
}

#[test]
fn a_host_at_rest_is_left_alone_and_the_others_go_on() {
    let mut queue = queue();
    queue.put(FeedId(1), "a", at(0));
    queue.put(FeedId(2), "a", at(0));
    queue.put(FeedId(3), "b", at(0));
    queue.hold("a", at(100));
    queue.hold("a", at(50));
    assert_eq!(taken(&mut queue, 60), [3]);
    assert_eq!(queue.next_ready(), Some(at(100)));
    assert_eq!(taken(&mut queue, 100), [1]);
    queue.put(FeedId(4), "a", at(0));
    queue.hasten(at(60));
    assert_eq!(taken(&mut queue, 60), [0; 0]);
}

#[test]
fn a_catch_up_is_paced_and_takes_the_longest_overdue_first() {
    let mut queue = queue();
    for feed in 0..50 {
        queue.put(FeedId(feed), &format!("h{feed}"), at(100 - feed));
    }
    queue.put(FeedId(99), "later", at(5_000));
    queue.catch_up(at(1_000), SignedDuration::from_millis(100));
    assert_eq!(taken(&mut queue, 1_000), [49]);
    assert_eq!(taken(&mut queue, 1_001).len(), 10);
    assert_eq!(taken(&mut queue, 1_010).len(), 39);
    assert_eq!(queue.next_ready(), Some(at(5_000)));
}

#[test]
fn a_time_of_a_catch_up_is_not_the_feeds_own() {
    let mut queue = queue();
    queue.put(FeedId(1), "missed", at(10));
    queue.put(FeedId(2), "ahead", at(60));
    queue.catch_up(at(50), SignedDuration::from_millis(20));
    let time = |queue: &mut Queue, now| queue.take(at(now)).map(|due| (due.feed.0, due.time));
    assert_eq!(time(&mut queue, 50), Some((1, TimeOf::CatchUp)));
    assert_eq!(time(&mut queue, 60), Some((2, TimeOf::Feed)));
    queue.done(FeedId(1));
    queue.put(FeedId(1), "missed", at(70));
    assert_eq!(time(&mut queue, 70), Some((1, TimeOf::Feed)));
}

#[test]
fn a_clock_set_back_takes_the_times_along() {
    let mut queue = queue();
    queue.put(FeedId(1), "a", at(1_000));
    queue.hold("a", at(900));
    queue.shift_back(SignedDuration::from_secs(600));
    assert_eq!(queue.next_ready(), Some(at(400)));
    assert_eq!(taken(&mut queue, 400), [1]);
}

#[test]
fn removed_feeds_leave_nothing_behind() {
    let mut queue = queue();
    for feed in 0..10 {
        queue.put(FeedId(feed), &format!("h{}", feed % 3), at(0));
    }
    assert_eq!(taken(&mut queue, 0).len(), 3);
    assert_eq!(queue.retain(|feed| feed.0 == 5), 9);
    queue.remove(FeedId(5));
    assert!(queue.is_empty() && queue.hosts.is_empty() && queue.ready.is_empty());
}
