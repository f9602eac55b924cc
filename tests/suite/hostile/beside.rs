//! A good feed beside every hostile one, in one live program: it keeps its interval, and memory
//! stays small.

use std::io::Read;
use std::process::Child;
use std::time::{Duration, Instant};

use super::{GROUPS, PATIENCE, feeds, home};
use crate::support::hostile::HostileServer;
use crate::support::server::{FeedServer, Response};

/// How long it is watched, in polls of the good feed, and how far these may be apart.
const POLLS: usize = 9;
/// Its interval, a tenth of it for jitter, and the two seconds that a poll may be late.
const APART: Duration = Duration::from_millis(6_400);

/// Most memory, in KiB.
const MOST: u64 = 300 << 10;

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_good_feed_keeps_its_interval_beside_hostile_ones() {
    let Some(server) = HostileServer::start() else { return };
    let good = FeedServer::start();
    let item = "<item><title>A quiet day</title><guid>1</guid></item>";
    let document =
        format!("<rss version=\"2.0\"><channel><title>Good</title>{item}</channel></rss>");
    good.feed("/good.xml", Response::ok(document));
    let mut cases = server.cases(GROUPS);
    cases.retain(|case| !PATIENCE.contains(&case.name.as_str()));
    let home = home(&server, &cases);
    let mut text = feeds(&cases, |case| match case.name.as_str() {
        // It asks for no more than one poll in 5 s.
        "s_500" => "interval = \"6s\"\n".to_owned(),
        _ => "interval = \"2s\"\n".to_owned(),
    });
    let url = good.url("/good.xml").replace("127.0.0.1", "localhost");
    text.push_str(&format!(
        "\n[[feed]]\nurl = \"{url}\"\ntitle = \"good\"\ninterval = \"4s\"\nallow_private = true\n"
    ));
    home.write("feeds.toml", &text);
    let mut child = home.command(&["run", "--since", "all"]).spawn().expect("the program starts");
    let mut stdout = child.stdout.take().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let lines = std::thread::spawn(move || {
        let mut text = String::new();
        let _ = stdout.read_to_string(&mut text);
        text
    });
    let log = std::thread::spawn(move || {
        let mut text = String::new();
        let _ = stderr.read_to_string(&mut text);
        text
    });
    let running = Running(child);
    let started = Instant::now();
    let mut most = 0;
    for poll in 1..=POLLS {
        good.wait_for_hits("/good.xml", poll);
        most = most.max(peak(running.0.id()).unwrap_or(0));
    }
    let took = started.elapsed();
    drop(running);
    let (lines, log) = (lines.join().unwrap(), log.join().unwrap());
    let times: Vec<Instant> = good.received("/good.xml").iter().filter_map(|r| r.at).collect();
    let worst = times.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
    eprintln!("{POLLS} polls in {took:?}, at most {worst:?} apart, {} MiB", most >> 10);
    assert!(worst < APART, "{worst:?} between two polls of the good feed");
    assert!(most > 0 && most < MOST, "{most} KiB");
    assert!(!log.contains("panicked"), "{log}");
    let mut numbers: Vec<u64> = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()?["seq"].as_u64())
        .collect();
    let all = numbers.len();
    numbers.dedup();
    assert_eq!(numbers.len(), all, "each notice once");
    server.expect_no_violations();
}

/// The most memory that a process has had, in KiB.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
