//! After a kill: what may have been sent goes again as it was, and the flood behind it in a digest.

use std::io::{BufRead, BufReader};

use rustix::process::{Pid, Signal, kill_process};

use super::program::{counts, hook};
use super::*;
use crate::support::home::Running;

/// A feed of such headlines.
fn feed(titles: &[&str]) -> Response {
    let items: String = titles
        .iter()
        .enumerate()
        .map(|(number, title)| {
            format!(
                "<item><title>{title}</title><link>https://example.org/{number}</link>\
                 <guid>{number}</guid></item>"
            )
        })
        .collect();
    let rss = format!("<rss version=\"2.0\"><channel><title>Wire</title>{items}</channel></rss>");
    Response::ok(rss)
}

const TITLES: [&str; 4] = [
    "Zeppelin lands in Alexandria harbour",
    "Bathyscaphe subsidies split the northern parliament",
    "Court frees zeppelin pilot accused of smuggling pearls",
    "Museum of the bathyscaphe burns down in Geneva",
];

#[test]
fn what_may_have_been_sent_is_tried_alone_and_the_flood_follows_in_a_digest() {
    let server = FeedServer::start();
    server.feed("/feed.xml", feed(&TITLES[..1])).feed("/hook", Response::silence());
    let notify = hook("desk", &server.url("/hook")) + "most = 1\nper = \"1s\"\n";
    let home = super::program::home(&server, &notify);
    server.feed("/feed.xml", feed(&TITLES[..1]));
    let mut running = Running(home.command(&["run", "--since", "all"]).spawn().unwrap());
    server.wait_for_hits("/hook", 1);
    running.0.kill().unwrap();
    running.0.wait().unwrap();
    assert_eq!(counts(&home, "desk"), [1, 0, 0]);

    server.feed("/feed.xml", feed(&TITLES)).feed("/hook", Response::ok("ok"));
    home.run(&["run", "--once", "--since", "all"]).expect_status(0);
    let sent = server.received("/hook");
    assert_eq!(sent.len(), 3, "the try that hung, the same again, a digest");
    let alike = |header: &str| sent[0].header(header) == sent[1].header(header);
    assert!(alike("webhook-id") && sent[0].body == sent[1].body, "{:?}", sent[1].json());
    assert_eq!(sent[2].json()["data"]["count"], TITLES.len() - 1);
    assert_ne!(sent[2].header("webhook-id"), sent[0].header("webhook-id"));
    assert_eq!(counts(&home, "desk"), [0, 4, 0]);
}

/// A notifier whose receiver takes what it gets when the file "go" is there, and counts it in "told".
fn patient() -> String {
    let script = "echo x >> begun; while [ ! -e go ]; do sleep 0.02; done; echo x >> told";
    format!(
        "[[notify]]\nname = \"desk\"\nkind = \"command\"\nmin_severity = \"routine\"\nmost = 1\n\
         command = [\"sh\", \"-c\", \"cd $HOME; {script}\"]\n"
    )
}

fn told(home: &crate::support::home::Home) -> usize {
    std::fs::read_to_string(home.path().join("told")).unwrap_or_default().lines().count()
}

fn wait_for(path: &Path) {
    while !path.exists() {
        std::thread::yield_now();
    }
}

#[test]
fn what_was_taken_and_could_not_be_marked_before_the_end_is_not_sent_again() {
    let server = FeedServer::start();
    let home = super::program::home(&server, &patient());
    server.feed("/feed.xml", feed(&TITLES[..1]));
    let mut running = Running(home.command(&["run", "--since", "all"]).spawn().unwrap());
    wait_for(&home.path().join("begun"));
    let other = rusqlite::Connection::open(home.store()).unwrap();
    other.busy_timeout(std::time::Duration::from_secs(30)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    home_file(&home, "go");
    wait_for(&home.path().join("told"));
    let id = Pid::from_raw(running.0.id().cast_signed()).unwrap();
    kill_process(id, Signal::TERM).unwrap();
    assert_eq!(running.0.wait().unwrap().code(), Some(0));
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    home.run(&["run", "--once", "--since", "all"]).expect_status(0);
    assert_eq!(counts(&home, "desk"), [0, 1, 0]);
    assert_eq!(told(&home), 1);
}

fn home_file(home: &crate::support::home::Home, name: &str) {
    std::fs::write(home.path().join(name), "").unwrap();
}

#[test]
fn a_section_that_changes_meanwhile_lets_its_try_end_and_the_next_rule_decides() {
    let server = FeedServer::start();
    let home = super::program::home(&server, &patient());
    server.feed("/feed.xml", feed(&TITLES[..1]));
    let mut command = home.command(&["run", "--since", "all", "-v"]);
    let mut running = Running(command.spawn().unwrap());
    let mut log = BufReader::new(running.0.stderr.take().unwrap()).lines().map_while(Result::ok);
    wait_for(&home.path().join("begun"));
    let changed = home.read("config.toml").replace("most = 1", "most = 2");
    home.write("config.toml", &changed);
    let id = Pid::from_raw(running.0.id().cast_signed()).unwrap();
    kill_process(id, Signal::HUP).unwrap();
    assert!(log.any(|line| line.contains("configuration is in force")));
    // Longer than the last words of an end.
    let patience = std::time::Instant::now();
    while patience.elapsed() < std::time::Duration::from_millis(2_300) {
        std::thread::park_timeout(std::time::Duration::from_millis(100));
    }
    home_file(&home, "go");
    wait_for(&home.path().join("told"));
    while counts(&home, "desk") != [0, 1, 0] {
        std::thread::yield_now();
    }
    kill_process(id, Signal::TERM).unwrap();
    assert!(running.0.wait().unwrap().success());
    assert_eq!(told(&home), 1);
    assert_eq!(std::fs::read_to_string(home.path().join("begun")).unwrap().lines().count(), 1);
}

#[test]
fn what_a_removed_rule_held_back_goes_out() {
    let server = FeedServer::start();
    let gathers = "[[notify]]\nname = \"desk\"\nkind = \"file\"\npath = \"out\"\nmin_severity = \"routine\"\n";
    let home = super::program::home(&server, &format!("{gathers}digest = \"24h\"\n"));
    home.run(&["run", "--once", "--since", "all"]).expect_status(0);
    assert_eq!(counts(&home, "desk"), [2, 0, 0]);
    home.run(&["run", "--once"]).expect_status(0);
    assert_eq!(counts(&home, "desk"), [2, 0, 0], "the rule holds on");
    let without = home.read("config.toml").replace("digest = \"24h\"\n", "");
    home.write("config.toml", &without);
    home.run(&["run", "--once"]).expect_status(0);
    assert_eq!(counts(&home, "desk"), [0, 2, 0]);
}
