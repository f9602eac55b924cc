//! A month of 10,000 feeds on a clock of our own: limits of hosts, no herd, no feed forgotten.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use wirewatch::domain::{CacheHints, FeedId, Pace, Rhythm};
use wirewatch::fetch::schedule::{self, Cause, Signs};
use wirewatch::fetch::{HostLimits, Queue};

const FEEDS: i64 = 10_000;
const DAY: i64 = 86_400;
const SPACING: SignedDuration = SignedDuration::from_millis(250);
const STEP: SignedDuration = SignedDuration::from_millis(20);

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

fn queue() -> Queue {
    Queue::new(HostLimits { at_once: 2, spacing: SPACING })
}

/// Four feeds a host, so that a host's limits matter.
fn host(feed: i64) -> String {
    format!("h{}", feed % (FEEDS / 4))
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Well,
    Dead,
    Held,
}

fn kind(feed: i64) -> Kind {
    match feed % 50 {
        7 => Kind::Dead,
        9 => Kind::Held,
        _ => Kind::Well,
    }
}

fn fixed(feed: i64) -> u32 {
    match feed % 100 {
        0 => 3_600,
        1..=9 => 6 * 3_600,
        _ => 86_400,
    }
}

#[derive(Clone, Copy, Default)]
struct Polled {
    polls: u32,
    last: Timestamp,
    next: Timestamp,
    longest: i64,
}

struct Month {
    queue: Queue,
    hosts: Vec<String>,
    feeds: Vec<Polled>,
    starts: HashMap<i64, u32>,
    host_starts: Vec<Option<Timestamp>>,
}

impl Month {
    fn begin() -> Month {
        let mut queue = queue();
        for feed in 0..FEEDS {
            queue.put(FeedId(feed), &host(feed), at(-1));
        }
        queue.catch_up(at(0), STEP);
        Month {
            queue,
            hosts: (0..FEEDS).map(host).collect(),
            feeds: vec![Polled::default(); FEEDS as usize],
            starts: HashMap::new(),
            host_starts: vec![None; FEEDS as usize / 4],
        }
    }

    fn run_until(&mut self, end: Timestamp) {
        while let Some(now) = self.queue.next_ready().filter(|now| *now < end) {
            let due = self.queue.take(now).unwrap();
            self.poll(due.feed.0, now);
        }
    }

    fn poll(&mut self, feed: i64, now: Timestamp) {
        *self.starts.entry(now.as_second()).or_default() += 1;
        let (place, name) = (feed as usize, &self.hosts[feed as usize]);
        if let Some(before) = self.host_starts[place % (FEEDS as usize / 4)].replace(now) {
            assert!(now.duration_since(before) >= SPACING, "spacing of {name}");
        }
        let polled = &mut self.feeds[place];
        let rhythm = Rhythm::default();
        let signs = Signs {
            fixed: Some(fixed(feed)),
            gap: 0,
            quiet: 0,
            pause: 0,
            span: 0,
            rhythm: &rhythm,
            hints: CacheHints::default(),
        };
        let cause = match kind(feed) {
            Kind::Well => Cause::Success,
            Kind::Dead => Cause::Failure(polled.polls + 1),
            Kind::Held => Cause::Held(7_200),
        };
        if polled.polls > 0 {
            let waited = now.duration_since(polled.last).as_secs();
            assert!(waited >= i64::from(fixed(feed)), "{feed} after {waited} s");
            polled.longest = waited.max(polled.longest);
        }
        let at = (now, schedule::jitter(FeedId(feed), polled.polls.into()));
        let next = schedule::next_poll(&signs, &Pace::default(), cause, at);
        *polled = Polled { polls: polled.polls + 1, last: now, next, longest: polled.longest };
        self.queue.done(FeedId(feed));
        if kind(feed) == Kind::Held {
            self.queue.hold(name, now + schedule::host_rest(Some(7_200)));
        }
        self.queue.put(FeedId(feed), name, next);
    }

    fn restart(&mut self, now: Timestamp) {
        self.queue = queue();
        for (feed, polled) in (0..FEEDS).zip(&self.feeds) {
            self.queue.put(FeedId(feed), &host(feed), polled.next);
        }
        self.queue.catch_up(now, STEP);
    }
}

#[test]
fn a_month_of_ten_thousand_feeds() {
    let mut month = Month::begin();
    month.run_until(at(10 * DAY));
    // The machine sleeps for eight hours, then catches up at its pace.
    let woken = at(10 * DAY + 8 * 3_600);
    month.queue.catch_up(woken, STEP);
    month.run_until(at(20 * DAY));
    month.restart(at(20 * DAY));
    month.run_until(at(30 * DAY));

    let herd = month.starts.values().max().copied().unwrap_or(0);
    assert!(herd <= 60, "{herd} starts in one second");
    for feed in 0..FEEDS {
        let Polled { polls, longest, .. } = month.feeds[feed as usize];
        // Its interval, a tenth of jitter, the night asleep; held hosts wait for one another.
        let most = match kind(feed) {
            Kind::Well => i64::from(fixed(feed)) * 11 / 10 + 8 * 3_600 + 4 * 7_920,
            Kind::Dead | Kind::Held => 86_400 * 11 / 10 + 8 * 3_600 + 4 * 7_920,
        };
        assert!(longest <= most, "{feed} waited {longest} s of {most} s");
        assert!(polls >= 23, "{feed} was polled {polls} times in a month");
    }
}

#[test]
fn ten_thousand_feeds_at_fifteen_minutes_start_on_time() {
    let mut queue = Queue::new(HostLimits { at_once: 2, spacing: SPACING });
    for feed in 0..FEEDS {
        let due = at(feed * 900 / FEEDS);
        queue.put(FeedId(feed), &format!("h{}", feed / 3), due);
    }
    let mut worst = 0;
    while let Some(now) = queue.next_ready().filter(|now| *now < at(1_000)) {
        let due = queue.take(now).unwrap();
        let asked = at(due.feed.0 * 900 / FEEDS);
        worst = worst.max(now.duration_since(asked).as_secs());
        queue.done(due.feed);
    }
    assert!(worst < 2, "{worst} s late");
}
