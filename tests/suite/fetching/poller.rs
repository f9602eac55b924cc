//! The poller: one poll at a time of a feed, hosts spared, stopped at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wirewatch::domain::{
    Access, Feed, FeedId, FeedState, Fetching, Outcome, Pace, Poll, PrivateRule, Secret,
};
use wirewatch::fetch::{Client, Control, Network, Poller, PollerHandle, Turn, poll_once};

use super::{feed, fetching, word};
use crate::support::server::{FeedServer, Response};

const PATIENCE: Duration = Duration::from_secs(20);

struct Running {
    handle: PollerHandle,
    turns: mpsc::Receiver<Turn>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    fn start(fetching: &Fetching, room: usize) -> Running {
        let client = Client::direct(fetching, 1 << 20).unwrap();
        let (sender, turns) = mpsc::channel(room);
        let (poller, handle) = Poller::new(client, (fetching, &Pace::default()), sender);
        let stop = CancellationToken::new();
        let task = tokio::spawn(poller.run(stop.clone()));
        Running { handle, turns, stop, task }
    }

    async fn tell(&self, control: Control) {
        self.handle.control.send(control).await.unwrap();
    }

    async fn next_turn(&mut self) -> Turn {
        tokio::time::timeout(PATIENCE, self.turns.recv()).await.unwrap().unwrap()
    }

    async fn next(&mut self) -> Poll {
        loop {
            if let Some(poll) = self.next_turn().await.poll {
                return poll;
            }
        }
    }

    async fn stop(self) -> Duration {
        let began = Instant::now();
        self.stop.cancel();
        tokio::time::timeout(PATIENCE, self.task).await.unwrap().unwrap();
        began.elapsed()
    }
}

fn shared(feeds: impl IntoIterator<Item = Feed>) -> Vec<Arc<Feed>> {
    feeds.into_iter().map(Arc::new).collect()
}

fn feeds_are(feeds: Vec<Feed>) -> Control {
    Control::Feeds(shared(feeds))
}

fn settled(feeds: Vec<Feed>) -> Control {
    Control::Settled(shared(feeds))
}

fn due_now(mut feed: Feed) -> Feed {
    feed.next_poll = Some(Timestamp::now());
    feed
}

fn two_hosts() -> (FeedServer, FeedServer, Fetching) {
    let (one, two) = (FeedServer::start(), FeedServer::start_on("127.0.0.2:0"));
    let mut fetching = fetching(&one);
    fetching.allow_private.push(PrivateRule::Host("127.0.0.2".into(), None));
    (one, two, fetching)
}

#[tokio::test]
async fn a_feed_is_polled_again_only_when_it_is_settled() {
    let (one, two, fetching) = two_hosts();
    one.feed("/a", Response::ok("<rss/>"));
    two.feed("/b", Response::ok("<rss/>"));
    let (a, b) = (feed(1, &one.url("/a")), feed(2, &two.url("/b")));
    let mut running = Running::start(&fetching, 8);
    running.tell(feeds_are(vec![a.clone()])).await;
    assert_eq!(running.next().await.feed, FeedId(1));
    running.tell(Control::PollNow(Some(FeedId(1)))).await;
    running.tell(feeds_are(vec![a.clone(), b.clone()])).await;
    for _ in 0..3 {
        assert_eq!(running.next().await.feed, FeedId(2));
        running.tell(settled(vec![due_now(b.clone())])).await;
    }
    assert_eq!(one.hits("/a"), 1);
    running.tell(feeds_are(vec![a.clone()])).await;
    running.tell(settled(vec![due_now(a)])).await;
    while running.next().await.feed != FeedId(1) {}
    assert_eq!(one.hits("/a"), 2);
    assert!(running.handle.timeliness.borrow().polls >= 5);
    running.stop().await;
}

#[tokio::test]
async fn a_lost_network_is_told_once_and_one_answer_ends_it() {
    let (one, _, mut fetching) = two_hosts();
    one.feed("/a", Response::ok("<rss/>"));
    // A port that nobody has, on hosts of our own.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let lost = |n: u8| {
        let host = format!("127.0.1.{n}");
        (
            PrivateRule::Host(host.clone(), None),
            feed(i64::from(n), &format!("http://{host}:{port}/")),
        )
    };
    let (rules, mut feeds): (Vec<_>, Vec<_>) = (1..=6).map(lost).unzip();
    fetching.allow_private.extend(rules);
    let mut running = Running::start(&fetching, 8);
    let mut network = running.handle.network.clone();
    running.tell(feeds_are(feeds.clone())).await;
    for _ in &feeds {
        running.next().await;
    }
    assert_eq!(*network.borrow_and_update(), Network::Lost);
    feeds.push(feed(9, &one.url("/a")));
    running.tell(feeds_are(feeds)).await;
    while running.next().await.feed != FeedId(9) {}
    assert_eq!(*network.borrow_and_update(), Network::There);
    running.stop().await;
}

#[tokio::test]
async fn a_host_that_asks_for_patience_gets_it_and_no_other_waits() {
    let (one, two, mut fetching) = two_hosts();
    fetching.per_host = 1;
    one.feed("/a", Response::status(429).header("Retry-After", "60"));
    one.feed("/b", Response::ok("<rss/>"));
    two.feed("/c", Response::ok("<rss/>"));
    let c = feed(3, &two.url("/c"));
    let feeds = vec![feed(1, &one.url("/a")), feed(2, &one.url("/b")), c.clone()];
    let mut running = Running::start(&fetching, 8);
    running.tell(feeds_are(feeds)).await;
    let mut seen = [running.next().await, running.next().await];
    seen.sort_by_key(|poll| poll.feed);
    assert_eq!((seen[0].feed, word(&seen[0])), (FeedId(1), "rate_limited"));
    running.tell(Control::PollNow(None)).await;
    running.tell(settled(vec![due_now(c)])).await;
    assert_eq!(running.next().await.feed, FeedId(3));
    assert_eq!(one.hits("/b"), 0);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_host_holds_two_polls_and_no_other_host() {
    let (one, two, mut fetching) = two_hosts();
    fetching.idle = PATIENCE;
    fetching.request = PATIENCE;
    let mut feeds = Vec::new();
    for id in 0..6 {
        one.feed("/slow", Response::silence());
        feeds.push(feed(id, &one.url("/slow")));
    }
    two.feed("/fast", Response::ok("<rss/>"));
    feeds.push(feed(9, &two.url("/fast")));
    let mut running = Running::start(&fetching, 8);
    running.tell(feeds_are(feeds)).await;
    assert_eq!(running.next().await.feed, FeedId(9));
    one.wait_for_hits("/slow", 2);
    assert_eq!(one.hits("/slow"), 2);
    let took = running.stop().await;
    assert!(took < Duration::from_secs(1), "{took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn polls_not_taken_hold_further_ones_back_and_none_is_lost() {
    let server = FeedServer::start();
    let mut fetching = fetching(&server);
    fetching.concurrent = 3;
    fetching.per_host = 3;
    server.feed("/a", Response::ok("<rss/>"));
    let feeds: Vec<Feed> = (0..20).map(|id| feed(id, &server.url("/a"))).collect();
    let mut running = Running::start(&fetching, 1);
    running.tell(feeds_are(feeds)).await;
    server.wait_for_hits("/a", 4);
    assert!(server.hits("/a") <= 4, "one taken in, three in hand");
    let mut seen = Vec::new();
    for _ in 0..20 {
        seen.push(running.next().await.feed.0);
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..20).collect::<Vec<_>>());
    running.stop().await;
}

#[tokio::test]
async fn paused_means_no_poll_and_ended_feeds_wait_for_a_person() {
    let server = FeedServer::start();
    server.feed("/a", Response::ok("<rss/>"));
    server.feed("/gone", Response::ok("<rss/>"));
    let mut gone = feed(2, &server.url("/gone"));
    gone.state = FeedState::Gone;
    let mut off = feed(3, &server.url("/off"));
    off.spec.enabled = false;
    let mut running = Running::start(&fetching(&server), 8);
    running.tell(Control::Pause).await;
    running.tell(feeds_are(vec![feed(1, &server.url("/a")), gone, off])).await;
    running.tell(Control::Resume).await;
    assert_eq!(running.next().await.feed, FeedId(1));
    assert_eq!(server.hits("/gone"), 0);
    running.tell(Control::PollNow(Some(FeedId(2)))).await;
    assert_eq!(running.next().await.feed, FeedId(2));
    assert_eq!(server.hits("/off"), 0);
    running.stop().await;
}

#[tokio::test]
async fn what_moved_to_where_another_feed_is_is_polled_there_alone() {
    let server = FeedServer::start();
    server.feed("/new", Response::ok("<rss/>"));
    let there = feed(1, &server.url("/new"));
    let mut old = feed(2, &server.url("/old"));
    old.moved = Some(there.spec.url.clone());
    let mut running = Running::start(&fetching(&server), 8);
    running.tell(feeds_are(vec![old.clone(), there.clone()])).await;
    for _ in 0..3 {
        assert_eq!(running.next().await.feed, FeedId(1));
        running.tell(settled(vec![due_now(there.clone())])).await;
    }
    running.stop().await;
    let (sender, _turns) = mpsc::channel(8);
    let client = Client::direct(&fetching(&server), 1 << 20).unwrap();
    let (feeds, stop) = (shared([old.clone(), there]), CancellationToken::new());
    let did = poll_once(client, &fetching(&server), feeds, sender, &stop).await;
    assert_eq!((did.polled, did.skipped), (1, vec![FeedId(2)]));
    let mut running = Running::start(&fetching(&server), 8);
    running.tell(feeds_are(vec![old])).await;
    assert_eq!(running.next().await.feed, FeedId(2), "alone it is polled where it moved to");
    running.stop().await;
}

#[tokio::test]
async fn what_moved_to_where_another_feed_is_asks_its_own_address_now_and_then() {
    let server = FeedServer::start();
    server.feed("/new", Response::ok("<rss/>"));
    server.feed("/still", Response::redirect(301, "/new"));
    server.feed("/back", Response::ok("<rss/>"));
    let there = feed(1, &server.url("/new"));
    let [still, back] = [(2, "/still"), (3, "/back")].map(|(id, path)| {
        let mut old = feed(id, &server.url(path));
        old.moved = Some(there.spec.url.clone());
        old.cadence.interval = 60;
        old.last_poll = Some(Timestamp::now() - jiff::SignedDuration::from_mins(10));
        old
    });
    let (sender, mut turns) = mpsc::channel(8);
    let client = Client::direct(&fetching(&server), 1 << 20).unwrap();
    let (feeds, stop) = (shared([there, still, back]), CancellationToken::new());
    let fetching = fetching(&server);
    let round = poll_once(client, &fetching, feeds, sender, &stop);
    let taking = async {
        let mut came = Vec::new();
        while let Some(turn) = turns.recv().await {
            let is_document = |poll: &Poll| matches!(poll.outcome, Outcome::Document(_));
            came.extend(turn.poll.map(|poll| (poll.feed.0, is_document(&poll), poll.moved)));
        }
        came.sort_unstable();
        came
    };
    let (did, came) = tokio::join!(round, taking);
    assert_eq!((did.polled, server.hits("/new")), (3, 1));
    // What stands at the end of the redirect is the other feed's, and told once.
    let moved = Some(server.url("/new"));
    assert_eq!(came, [(1, true, None), (2, false, moved), (3, true, None)]);
}

#[tokio::test]
async fn an_interval_that_is_shortened_counts_at_once() {
    let server = FeedServer::start();
    for path in ["/short", "/long", "/failing"] {
        server.feed(path, Response::ok("<rss/>"));
    }
    let [mut short, long, mut failing] =
        [(1, "/short"), (2, "/long"), (3, "/failing")].map(|(id, path)| {
            let mut feed = feed(id, &server.url(path));
            feed.last_poll = Some(Timestamp::now() - jiff::SignedDuration::from_mins(10));
            feed.next_poll = Some(Timestamp::now() + jiff::SignedDuration::from_hours(23));
            feed.spec.interval = Some(24 * 3_600);
            feed
        });
    let mut running = Running::start(&fetching(&server), 8);
    running.tell(feeds_are(vec![short.clone(), long.clone(), failing.clone()])).await;
    short.spec.interval = Some(60);
    (failing.spec.interval, failing.cadence.failures) = (Some(60), 3);
    running.tell(feeds_are(vec![short.clone(), long, failing])).await;
    for _ in 0..2 {
        assert_eq!(running.next().await.feed, FeedId(1));
        running.tell(settled(vec![due_now(short.clone())])).await;
    }
    assert_eq!((server.hits("/long"), server.hits("/failing")), (0, 0));
    running.stop().await;
}

#[tokio::test]
async fn credentials_that_may_be_corrected_are_tried_at_once_and_not_at_the_end_of_a_back_off() {
    let server = FeedServer::start();
    let all = [(1, "/corrected"), (2, "/just-refused"), (3, "/of-nobody"), (4, "/failing")];
    let minutes = jiff::SignedDuration::from_mins;
    let feeds: Vec<Feed> = all
        .iter()
        .map(|(id, path)| {
            server.feed(path, Response::ok("<rss/>"));
            let mut feed = feed(*id, &server.url(path));
            let password = Secret::Given("sesame".into());
            feed.spec.access =
                Some(Box::new(Access::Basic { user: "ali".into(), password })).filter(|_| *id != 3);
            feed.state = if *id == 4 { FeedState::Retrying } else { FeedState::Auth };
            feed.cadence.failures = 9;
            let ago = if *id == 2 { minutes(0) } else { minutes(10) };
            feed.last_poll = Some(Timestamp::now() - ago);
            feed.next_poll = Some(Timestamp::now() + minutes(23 * 60));
            feed
        })
        .collect();
    let mut running = Running::start(&fetching(&server), 8);
    for _ in 0..2 {
        running.tell(feeds_are(feeds.clone())).await;
        assert_eq!(running.next().await.feed, FeedId(1));
        running.tell(settled(vec![feeds[0].clone()])).await;
    }
    let hits = all.map(|(_, path)| server.hits(path));
    assert_eq!(hits, [2, 0, 0, 0]);
    running.stop().await;
}

#[tokio::test]
async fn a_poller_without_a_taker_ends_by_itself() {
    let server = FeedServer::start();
    server.feed("/a", Response::ok("<rss/>"));
    let Running { handle, turns, task, .. } = Running::start(&fetching(&server), 1);
    drop(turns);
    handle.control.send(feeds_are(vec![feed(1, &server.url("/a"))])).await.unwrap();
    tokio::time::timeout(PATIENCE, task).await.unwrap().unwrap();
}

#[tokio::test]
async fn once_polls_every_feed_that_may_be_polled_and_ends() {
    let (one, two, mut fetching) = two_hosts();
    fetching.per_host = 1;
    for path in ["/a", "/b", "/gone", "/held"] {
        one.feed(path, Response::ok("<rss/>"));
    }
    two.feed("/wait", Response::status(429).header("Retry-After", "60"));
    two.feed("/rest", Response::ok("<rss/>"));
    let mut gone = feed(3, &one.url("/gone"));
    gone.state = FeedState::Gone;
    let mut held = feed(4, &one.url("/held"));
    held.state = FeedState::RateLimited;
    held.next_poll = Some(Timestamp::now() + jiff::SignedDuration::from_secs(60));
    // Asked for patience without saying how long, a while ago: only the feed itself still waits.
    held.cadence.failures = 1;
    held.last_poll = Some(Timestamp::now() - jiff::SignedDuration::from_secs(120));
    let feeds = [
        feed(1, &one.url("/a")),
        feed(2, &one.url("/b")),
        gone,
        held,
        feed(5, &two.url("/wait")),
        feed(6, &two.url("/rest")),
    ];
    let client = Client::direct(&fetching, 1 << 20).unwrap();
    let (sender, mut turns) = mpsc::channel(1);
    let stop = CancellationToken::new();
    let round = poll_once(client, &fetching, shared(feeds), sender, &stop);
    let taking = async {
        let (mut seen, mut numbers) = (Vec::new(), Vec::new());
        while let Some(turn) = turns.recv().await {
            seen.extend(turn.poll.map(|poll| poll.feed.0));
            numbers.push(turn.number);
        }
        seen.sort_unstable();
        numbers.sort_unstable();
        (seen, numbers)
    };
    let (did, (seen, numbers)) = tokio::join!(round, taking);
    assert_eq!(numbers, [0, 1, 2, 3], "a turn in which nothing comes is told too");
    assert_eq!(seen, [1, 2, 5]);
    assert_eq!((did.polled, did.skipped), (3, vec![FeedId(3), FeedId(4), FeedId(6)]));
}

#[tokio::test]
async fn the_host_that_asks_for_a_wait_behind_a_redirect_gets_it_and_the_first_does_not() {
    let (one, two, fetching) = two_hosts();
    one.feed("/a", Response::redirect(302, &two.url("/busy")));
    two.feed("/busy", Response::status(429).header("Retry-After", "60"));
    one.feed("/b", Response::ok("<rss/>"));
    two.feed("/c", Response::ok("<rss/>"));
    let mut asks = feed(1, &one.url("/a"));
    let client = Client::direct(&fetching, 1 << 20).unwrap();
    let (sender, mut turns) = mpsc::channel(4);
    let stop = CancellationToken::new();
    let first = poll_once(client.clone(), &fetching, shared([asks.clone()]), sender, &stop);
    assert_eq!(first.await.polled, 1);
    let poll = turns.recv().await.unwrap().poll.unwrap();
    assert_eq!((word(&poll), poll.host.as_deref()), ("rate_limited", Some("127.0.0.2")));
    // So it is in the next round, too.
    asks.state = FeedState::RateLimited;
    asks.held = poll.host;
    asks.next_poll = Some(Timestamp::now() + jiff::SignedDuration::from_secs(60));
    let feeds = vec![asks, feed(2, &one.url("/b")), feed(3, &two.url("/c"))];
    let (sender, _turns) = mpsc::channel(4);
    let did = poll_once(client, &fetching, shared(feeds), sender, &stop).await;
    assert_eq!((did.polled, did.skipped), (1, vec![FeedId(1), FeedId(3)]));
    assert_eq!((one.hits("/b"), two.hits("/c")), (1, 0));
}

#[tokio::test]
async fn once_leaves_a_host_alone_whose_wait_is_not_over() {
    let (one, two, fetching) = two_hosts();
    one.feed("/a", Response::ok("<rss/>"));
    two.feed("/b", Response::ok("<rss/>"));
    let mut held = feed(1, &one.url("/held"));
    held.state = FeedState::RateLimited;
    held.next_poll = Some(Timestamp::now() + jiff::SignedDuration::from_secs(60));
    let feeds = [held, feed(2, &one.url("/a")), feed(3, &two.url("/b"))];
    let client = Client::direct(&fetching, 1 << 20).unwrap();
    let (sender, mut turns) = mpsc::channel(4);
    let did = poll_once(client, &fetching, shared(feeds), sender, &CancellationToken::new()).await;
    assert_eq!((did.polled, did.skipped), (1, vec![FeedId(1), FeedId(2)]));
    let turn = turns.recv().await.unwrap();
    assert_eq!((turn.number, turn.poll.unwrap().feed), (0, FeedId(3)));
}

#[tokio::test]
async fn a_host_is_spared_that_redirects_lead_to() {
    let (one, two, mut fetching) = two_hosts();
    (fetching.spacing, fetching.per_host) = (Duration::from_millis(20), 1);
    let hosts: Vec<FeedServer> =
        (3..9).map(|n| FeedServer::start_on(&format!("127.0.0.{n}:0"))).collect();
    fetching.allow_private.extend((3..9).map(|n| PrivateRule::Host(format!("127.0.0.{n}"), None)));
    two.feed("/feed", Response::ok("<rss/>"));
    let feeds = (1..).zip(&hosts).map(|(n, host)| {
        host.feed("/", Response::redirect(302, &two.url("/feed")));
        feed(n, &host.url("/"))
    });
    let mut running = Running::start(&fetching, 16);
    let began = Instant::now();
    running.tell(feeds_are(feeds.collect())).await;
    for _ in 0..6 {
        assert_eq!(word(&running.next().await), "ok");
    }
    assert!(began.elapsed() >= Duration::from_millis(100), "{:?}", began.elapsed());
    drop(one);
    running.stop().await;
}

#[tokio::test]
async fn a_host_at_rest_is_not_asked_because_another_redirects_there() {
    let (one, two, fetching) = two_hosts();
    let wait = Response::status(429).header("Retry-After", "3600");
    two.feed("/busy", wait).feed("/feed", Response::ok("<rss/>"));
    one.feed("/first", Response::redirect(302, &two.url("/busy")));
    one.feed("/second", Response::redirect(302, &two.url("/feed")));
    let (first, second) = (feed(1, &one.url("/first")), feed(2, &one.url("/second")));
    let mut running = Running::start(&fetching, 8);
    running.tell(feeds_are(vec![first.clone()])).await;
    assert_eq!(word(&running.next().await), "rate_limited");
    running.tell(feeds_are(vec![first, second])).await;
    let poll = running.next().await;
    assert_eq!((poll.feed, word(&poll)), (FeedId(2), "rate_limited"));
    assert_eq!(poll.host.as_deref(), Some("127.0.0.2"));
    assert!(poll.hints.retry_after.is_some_and(|left| left > 3_500));
    assert_eq!((one.hits("/second"), two.hits("/feed")), (1, 0));
    running.stop().await;
}

/// A feed that moved (to a private address, where nobody goes), and is to be asked at its own address first.
fn looking_home(id: i64, own: &str) -> Feed {
    Feed { moved: Some("http://127.0.0.3/".to_owned()), polls: 8, ..feed(id, own) }
}

#[tokio::test]
async fn a_host_at_rest_is_not_asked_whether_a_feed_is_home_again() {
    let (one, _two, fetching) = two_hosts();
    one.feed("/busy", Response::status(503).header("Retry-After", "3600"));
    one.feed("/feed", Response::ok("<rss/>"));
    let busy = feed(1, &one.url("/busy"));
    let mut running = Running::start(&fetching, 8);
    running.tell(feeds_are(vec![busy.clone()])).await;
    assert_eq!(word(&running.next().await), "rate_limited");
    running.tell(feeds_are(vec![busy, looking_home(2, &one.url("/feed"))])).await;
    let poll = running.next().await;
    assert_eq!((poll.feed, word(&poll), one.hits("/feed")), (FeedId(2), "blocked", 0));
    running.stop().await;
}

#[tokio::test]
async fn a_host_that_is_asked_whether_a_feed_is_home_again_may_ask_for_a_wait() {
    let (one, two, fetching) = two_hosts();
    one.feed("/moved", Response::status(429).header("Retry-After", "3600"));
    one.feed("/feed", Response::ok("<rss/>"));
    two.feed("/feed", Response::ok("<rss/>"));
    let moved = looking_home(1, &one.url("/moved"));
    let mut running = Running::start(&fetching, 8);
    running.tell(feeds_are(vec![moved.clone()])).await;
    assert_eq!(running.next().await.feed, FeedId(1));
    let (own, other) = (feed(2, &one.url("/feed")), feed(3, &two.url("/feed")));
    running.tell(feeds_are(vec![moved, own, other])).await;
    assert_eq!(running.next().await.feed, FeedId(3));
    assert_eq!((one.hits("/moved"), one.hits("/feed")), (1, 0));
    running.stop().await;
}
