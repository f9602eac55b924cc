//! `wirewatch run` as an operator meets it: the real program, a scripted feed server, JSON Lines.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support;
use crate::support::home::Home;
use crate::support::server::{FeedServer, Response};

const PATIENCE: Duration = Duration::from_secs(30);

/// A feed whose items were published just now.
fn rss(items: &[(&str, &str)]) -> String {
    support::rss::rss(items.iter().map(|(id, title)| (*id, *title, "Officials spoke of it.")))
}

/// A running `wirewatch run`, ended with the test.
struct Running {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Running {
    fn start(home: &Home, args: &[&str]) -> Running {
        let mut child = home.command(args).spawn().expect("the program starts");
        let lines = BufReader::new(child.stdout.take().expect("a pipe was asked for"));
        Running { child, lines }
    }

    /// The next alert. A program that stays silent for ever is ended by the test harness.
    fn next_alert(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("standard output is readable");
        serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: no alert line: {line:?}"))
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Waits for the end and gives the exit status.
    fn end(mut self) -> i32 {
        let deadline = Instant::now() + PATIENCE;
        let mut rest = String::new();
        self.lines.read_to_string(&mut rest).expect("standard output is readable");
        loop {
            if let Some(status) = self.child.try_wait().expect("the child is ours") {
                return status.code().unwrap_or(-1);
            }
            assert!(Instant::now() < deadline, "the program does not end");
            std::thread::yield_now();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already ended in most tests.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn served(items: &[(&str, &str)]) -> (FeedServer, Home) {
    let server = FeedServer::start();
    server.feed("/a.xml", Response::ok(rss(items)));
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    (server, home)
}

#[test]
fn one_round_prints_each_alert_as_a_line_and_ends() {
    let (_server, home) =
        served(&[("1", "Rockets hit the airport road"), ("2", "Bakers meet in the old town")]);
    let ran = home.run(&["run", "--once"]).expect_status(0);
    let lines = ran.json_lines();
    assert_eq!(lines.len(), 1, "{}", ran.stdout);
    let line = &lines[0];
    assert_eq!(line["schema"], "wirewatch.alert/1");
    assert_eq!(line["seq"], 1);
    assert_eq!(line["change"], "raised");
    assert_eq!(line["article"]["title"], "Rockets hit the airport road");
    assert_eq!(line["watches"], serde_json::json!(["rocket"]));
    let hit = &line["hits"][0];
    let (start, end) = (hit["start"].as_u64().unwrap(), hit["end"].as_u64().unwrap());
    let field = line["article"][hit["field"].as_str().unwrap()].as_str().unwrap();
    assert_eq!(&field[start as usize..end as usize], hit["text"].as_str().unwrap());
}

#[test]
fn a_second_start_tells_nothing_again() {
    let (_server, home) = served(&[("1", "Rockets hit the airport road")]);
    assert_eq!(home.run(&["run", "--once"]).expect_status(0).json_lines().len(), 1);
    assert_eq!(home.run(&["run", "--once"]).expect_status(0).stdout, "");
}

#[test]
fn old_news_of_a_first_poll_is_listed_but_told_only_when_asked() {
    let old = "<rss version=\"2.0\"><channel><title>Desk</title><item><guid>1</guid>\
        <title>Rockets hit the airport road</title>\
        <pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate></item></channel></rss>";
    let server = FeedServer::start();
    server.feed("/a.xml", Response::ok(old));
    let quiet = Home::new().with_feeds(&[server.url("/a.xml")]);
    assert_eq!(quiet.run(&["run", "--once"]).expect_status(0).stdout, "");
    let listed = quiet.run(&["alert", "list", "--format", "json"]).expect_status(0);
    assert_eq!(listed.json_lines().len(), 1, "it is in the list");
    let asked = Home::new().with_feeds(&[server.url("/a.xml")]);
    let ran = asked.run(&["run", "--once", "--since", "all"]).expect_status(0);
    assert_eq!(ran.json_lines().len(), 1, "{}", ran.stderr);
}

#[test]
fn filters_hold_back_what_is_not_wanted() {
    let (_server, home) = served(&[("1", "Rockets hit the airport road")]);
    assert_eq!(home.run(&["run", "--once", "--watch", "embassy"]).expect_status(0).stdout, "");
    let ran = home.run(&["run", "--watch", "no-such-watch"]).expect_status(2);
    assert!(ran.stderr.contains("no-such-watch"), "{}", ran.stderr);
}

#[test]
fn every_feed_failing_is_status_three() {
    let server = FeedServer::start();
    server.feed("/a.xml", Response::status(500));
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    let ran = home.run(&["run", "--once"]).expect_status(3);
    assert!(ran.stderr.contains("feed list"), "{}", ran.stderr);
    let listed = home.run(&["feed", "list", "--format", "json"]).expect_status(0);
    let feeds = &listed.json_lines()[0];
    assert_eq!(feeds[0]["state"], "retrying");
    assert_eq!(feeds[0]["error"]["kind"], "http_status");
}

#[test]
fn validators_are_sent_back_and_an_unchanged_feed_costs_a_304() {
    let server = FeedServer::start();
    let body = rss(&[("1", "Rockets hit the airport road")]);
    server.script("/a.xml", [Response::ok(body).etag("\"v1\""), Response::status(304)]);
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    home.run(&["run", "--once"]).expect_status(0);
    home.run(&["run", "--once"]).expect_status(0);
    let asked = server.received("/a.xml");
    assert_eq!(asked[1].header("if-none-match").as_deref(), Some("\"v1\""));
    let listed = home.run(&["feed", "list", "--format", "json"]).expect_status(0);
    assert_eq!(listed.json_lines()[0][0]["not_modified"], 1);
}

#[test]
fn news_that_comes_while_it_runs_is_told_and_sigterm_ends_it() {
    let server = FeedServer::start();
    server.script(
        "/a.xml",
        [
            Response::ok(rss(&[("1", "Bakers meet in the old town")])),
            Response::ok(rss(&[("2", "Rockets hit the airport road")])),
        ],
    );
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    let mut running = Running::start(&home, &["run"]);
    assert_eq!(running.next_alert()["article"]["title"], "Rockets hit the airport road");
    let asked = Instant::now();
    running.signal("TERM");
    assert_eq!(running.end(), 0);
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
}

#[test]
fn a_second_poller_is_refused_with_status_75() {
    let (server, home) = served(&[("1", "Rockets hit the airport road")]);
    let mut running = Running::start(&home, &["run"]);
    running.next_alert();
    let ran = home.run(&["run"]).expect_status(75);
    assert!(ran.stderr.contains("another wirewatch"), "{}", ran.stderr);
    running.signal("INT");
    assert_eq!(running.end(), 0);
    drop(server);
}

#[test]
fn a_closed_reader_is_no_error() {
    let (_server, home) = served(&[("1", "Rockets hit the airport road")]);
    let mut child = home.command(&["run", "--once"]).spawn().expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("panic"), "{stderr}");
}

#[test]
fn what_could_not_be_printed_is_printed_by_the_next_start_once() {
    let (_server, home) = served(&[("1", "Rockets hit the airport road")]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let Ok(full) = full else {
        eprintln!("skipped: this system has no /dev/full");
        return;
    };
    let status = home.command(&["run", "--once"]).stdout(full).status().expect("it starts");
    assert_eq!(status.code(), Some(3));
    assert_eq!(home.run(&["run", "--once"]).expect_status(0).json_lines().len(), 1);
    assert_eq!(home.run(&["run", "--once"]).expect_status(0).stdout, "");
}

#[test]
fn a_run_that_is_stopped_while_every_feed_fails_ends_well() {
    let server = FeedServer::start();
    server.feed("/a.xml", Response::status(500));
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    let running = Running::start(&home, &["run"]);
    server.wait_for_hits("/a.xml", 1);
    running.signal("TERM");
    assert_eq!(running.end(), 0);
}

#[test]
fn a_file_that_vanishes_or_is_emptied_while_it_runs_changes_nothing() {
    type Loss = fn(std::path::PathBuf) -> std::io::Result<()>;
    let losses: [Loss; 2] = [std::fs::remove_file, |path| std::fs::write(path, "")];
    for lose in losses {
        let (server, home) = served(&[("1", "Bakers meet in the old town")]);
        let running = Running::start(&home, &["run"]);
        server.wait_for_hits("/a.xml", 1);
        lose(home.config().join("feeds.toml")).expect("it was there");
        server.wait_for_hits("/a.xml", 5);
        running.signal("TERM");
        assert_eq!(running.end(), 0);
        let stored = home.run(&["store", "stats", "--format", "json"]).expect_status(0);
        assert_eq!(stored.json_lines()[0]["feeds"], 1, "{}", stored.stdout);
    }
}

#[test]
fn a_keyword_added_while_it_runs_is_in_force_without_a_restart() {
    let server = FeedServer::start();
    server.feed("/a.xml", Response::ok(rss(&[("1", "Bakers meet in the old town")])));
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    home.write("watches.toml", "# mine\n");
    let mut running = Running::start(&home, &["run"]);
    server.wait_for_hits("/a.xml", 1);
    home.run(&["watch", "add", "dock", "dockers AND strike"]).expect_status(0);
    assert!(home.read("watches.toml").starts_with("# mine\n"));
    // The same news again and again, each time as a new item, until the watch is in force.
    for round in 2.. {
        assert!(round < 200, "the added watch never flagged anything");
        let id = round.to_string();
        server.feed("/a.xml", Response::ok(rss(&[(&id, "Dockers begin a strike")])));
        server.wait_for_hits("/a.xml", round);
        let listed = home.run(&["alert", "list", "--watch", "dock", "--format", "json"]);
        if !listed.expect_status(0).stdout.is_empty() {
            break;
        }
    }
    assert_eq!(running.next_alert()["watches"], serde_json::json!(["dock"]));
    running.signal("TERM");
    assert_eq!(running.end(), 0);
}

#[test]
fn an_alert_is_acknowledged_by_its_number() {
    let (_server, home) = served(&[("1", "Rockets hit the airport road")]);
    home.run(&["run", "--once"]).expect_status(0);
    let number =
        home.run(&["alert", "list", "--format", "json"]).json_lines()[0]["alert"]["number"]
            .to_string();
    home.run(&["alert", "ack", &number]).expect_status(0);
    let shown = home.run(&["alert", "show", &number]).expect_status(0);
    assert!(shown.stdout.contains("acknowledged"), "{}", shown.stdout);
    let open = home.run(&["alert", "list", "--state", "open", "--format", "json"]);
    assert_eq!(open.expect_status(0).stdout, "");
}

#[test]
fn the_demo_without_a_screen_raises_the_flash_and_ends_by_itself() {
    let ran = Home::new().run(&["demo", "--headless", "--speed", "20000"]).expect_status(0);
    assert!(!ran.stderr.contains("no store yet"), "its store is always new: {}", ran.stderr);
    let lines = ran.json_lines();
    let flash = lines.iter().find(|line| line["severity"] == "flash");
    let flash = flash.expect("the day has a flash alert");
    assert!(flash["reason"].as_str().unwrap().contains("rocket"), "{flash}");
}

/// A feed of these items: guid, title, and how many hours ago they are dated.
fn dated(items: &[(String, &str, i64)]) -> String {
    let now = jiff::Timestamp::now();
    let item = |(id, title, hours): &(String, &str, i64)| {
        let at = now - jiff::SignedDuration::from_hours(*hours);
        let at = at.strftime("%a, %d %b %Y %H:%M:%S GMT");
        format!(
            "<item><guid isPermaLink=\"false\">{id}</guid><title>{title}</title>\
             <link>https://desk.example/{id}</link><pubDate>{at}</pubDate></item>"
        )
    };
    let items: String = items.iter().map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>Desk</title>{items}</channel></rss>")
}

#[test]
fn a_feed_that_is_always_a_day_behind_is_told_from_one_start_to_the_next() {
    let (server, home) = served(&[]);
    let mut items: Vec<(String, &str, i64)> =
        (0..5).map(|n| (format!("first-{n}"), "Council meets", 31 + n)).collect();
    let mut round = |new: (String, &'static str, i64)| {
        items.insert(0, new);
        server.feed("/a.xml", Response::ok(dated(&items)));
        home.run(&["run", "--once"]).expect_status(0).json_lines()
    };
    for number in 0..4 {
        assert_eq!(round((format!("n-{number}"), "Bakers meet in the old town", 30)).len(), 0);
    }
    let lines = round(("news".into(), "Rockets hit the airport road", 30));
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!(line["note"], "the dates of its feed lag by 30 h", "{line}");
    assert!(!line["reason"].as_str().unwrap().contains("age"), "{line}");
    let listed = home.run(&["feed", "list"]).expect_status(0).stdout;
    assert!(listed.contains("30 h behind"), "{listed}");
    let archive = ("old".into(), "Rockets hit the harbour of Basra", 70);
    assert_eq!(round(archive).len(), 0, "an archive is none");
}
