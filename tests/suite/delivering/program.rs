//! The whole program with receivers that take, fail, hang and come back.

use std::io::Read;
use std::time::Duration;

use wirewatch::store::unsaid;

use crate::support::home::{Home, Ran, Running};
use crate::support::server::{FeedServer, Response};
use crate::support::smtp::{Manner, SmtpServer};

/// A home with one feed of two stories, a watch on their word, and notifiers.
pub(super) fn home(server: &FeedServer, notify: &str) -> Home {
    let item = |title: &str, link: &str| {
        format!(
            "<item><title>{title}</title><link>https://example.org/{link}</link>\
             <guid>{link}</guid></item>"
        )
    };
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>Wire</title>{}{}</channel></rss>",
        item("Zeppelin lands in Alexandria harbour", "one"),
        item("Bathyscaphe subsidies split the northern parliament", "two"),
    );
    server.feed("/feed.xml", Response::ok(feed));
    let home = Home::new().with_feeds(&[server.url("/feed.xml")]);
    home.write(
        "watches.toml",
        "defaults = false\n[[watch]]\nname = \"z\"\nsay = \"Zeppelins\"\nmatch = \"zeppelin OR bathyscaphe\"\nweight = 60\n",
    );
    home.write(
        "config.toml",
        &format!("[poll]\ninterval = \"1s\"\n[stories]\ngroup_wait = \"0s\"\n{notify}"),
    );
    home
}

pub(super) fn hook(name: &str, url: &str) -> String {
    format!("[[notify]]\nname = \"{name}\"\nkind = \"webhook\"\nurl = \"{url}\"\n")
}

fn once(home: &Home) -> Ran {
    home.run(&["run", "--once", "--since", "all"])
}

/// What `notify list` counts for a notifier: due, delivered, failed.
pub(super) fn counts(home: &Home, name: &str) -> [i64; 3] {
    let listed = home.run(&["notify", "list", "--format", "json"]).expect_status(0);
    let all = listed.json_lines().remove(0);
    let mine = all.as_array().unwrap().iter().find(|each| each["name"] == name).unwrap().clone();
    ["due", "delivered", "failed"].map(|member| mine[member].as_i64().unwrap())
}

#[test]
fn each_alert_reaches_the_webhook_once_however_often_it_runs() {
    let server = FeedServer::start();
    server.feed("/hook", Response::ok("ok"));
    let home = home(&server, &hook("desk", &server.url("/hook")));
    let first = once(&home).expect_status(0);
    once(&home).expect_status(0);
    let received = server.received("/hook");
    let mut ids: Vec<String> =
        received.iter().filter_map(|each| each.header("webhook-id")).collect();
    ids.sort();
    let mut printed: Vec<String> =
        first.json_lines().iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
    printed.sort();
    assert_eq!(ids, printed);
    assert_eq!(ids.len(), 2);
    let data = received[0].json()["data"].clone();
    assert!(first.json_lines().contains(&data));
    assert_eq!(counts(&home, "desk"), [0, 2, 0]);
}

#[test]
fn what_failed_waits_in_the_store_and_what_was_refused_is_shown_and_sent_again() {
    let server = FeedServer::start();
    server.feed("/down", Response::status(503)).feed("/bad", Response::status(400));
    let both = hook("down", &server.url("/down")) + &hook("bad", &server.url("/bad"));
    let home = home(&server, &both);
    once(&home).expect_status(0);
    assert_eq!(counts(&home, "down"), [2, 0, 0]);
    assert_eq!(counts(&home, "bad"), [0, 0, 2]);
    let listed = home.run(&["notify", "list"]).expect_status(0).stdout;
    let state = |name: &str| listed.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    assert!(
        state("down").ends_with("retrying") && state("bad").ends_with("all failed"),
        "{listed}"
    );
    let log = home.run(&["notify", "log", "--state", "failed"]).expect_status(0);
    assert!(log.stdout.contains("answered 400 Bad Request"), "{}", log.stdout);

    server.feed("/bad", Response::ok("ok"));
    let again = home.run(&["notify", "retry", "bad"]).expect_status(0);
    assert_eq!(again.stdout, "2 due again\n");
    once(&home).expect_status(0);
    assert_eq!(counts(&home, "bad"), [0, 2, 0]);
}

#[test]
fn a_notifier_is_told_of_feeds_only_if_it_asks_for_it() {
    let server = FeedServer::start();
    server.feed("/asks", Response::ok("ok")).feed("/asks_not", Response::ok("ok"));
    let both = hook("asks", &server.url("/asks"))
        + "sources = true\n"
        + &hook("asks-not", &server.url("/asks_not"));
    let home = home(&server, &both);
    once(&home).expect_status(0);
    assert_eq!((server.hits("/asks"), server.hits("/asks_not")), (2, 2));

    // One page instead of a feed is no news.
    server.feed("/feed.xml", Response::ok("<html><p>Hello"));
    for hits in [2, 3] {
        home.run(&["run", "--once"]).expect_status(3);
        assert_eq!((server.hits("/asks"), server.hits("/asks_not")), (hits, 2));
    }
    let told = server.received("/asks")[2].json();
    assert_eq!(told["data"]["watches"][0], "source", "{told}");
    let title = told["data"]["article"]["title"].as_str().unwrap().to_owned();
    assert!(title.starts_with("Source: Wire: not a feed but a web page"), "{title}");
    // Beside the outbox: nothing of it waits or counts there.
    assert_eq!(counts(&home, "asks"), [0, 2, 0]);
}

#[test]
fn words_on_feeds_that_were_not_handed_over_are_told_after_the_next_start() {
    let server = FeedServer::start();
    server.feed("/hook", Response::ok("ok"));
    let home = home(&server, &(hook("asks", &server.url("/hook")) + "sources = true\n"));
    server.feed("/feed.xml", Response::status(410));
    // They are gathered for ten seconds: killed meanwhile, nothing went out yet.
    let running = Running(home.command(&["run"]).spawn().unwrap());
    let unsaid = home.path().join("wirewatch.db-unsaid");
    let lists = || home.run(&["notify", "list"]).expect_status(0);
    assert!((0..400).any(|_| unsaid.exists() || lists().stdout.is_empty()), "it is kept");
    drop(running);
    assert_eq!(server.hits("/hook"), 0);
    let store = wirewatch::store::open(&home.store(), Duration::from_secs(5)).unwrap();
    unsaid::note_refused(store.as_ref(), "asks", 1).unwrap();
    drop(store);
    assert!(lists().stdout.contains("not taken: 1 word on feeds"), "{}", lists().stdout);
    let doctor = home.run(&["doctor"]);
    assert!(doctor.stdout.contains("asks: 1 word on feeds not taken"), "{}", doctor.stdout);
    home.run(&["run", "--once"]);
    assert!(!lists().stdout.contains("not taken"), "{}", lists().stdout);
    let told = server.received("/hook")[0].json();
    let title = told["data"]["article"]["title"].as_str().unwrap();
    assert!(title.starts_with("Source: ") && title.contains("has ended this feed"), "{title}");
    home.run(&["run", "--once"]);
    assert_eq!(server.hits("/hook"), 1, "once");
    assert!(!unsaid.exists());
}

#[test]
fn gone_stops_the_notifier_and_keeps_what_comes() {
    let server = FeedServer::start();
    server.feed("/gone", Response::status(410));
    let home = home(&server, &hook("desk", &server.url("/gone")));
    let ran = once(&home).expect_status(0);
    assert!(ran.stderr.contains("the notifier is stopped"), "{}", ran.stderr);
    assert_eq!(server.hits("/gone"), 1);
    let list = home.run(&["notify", "list"]).expect_status(0);
    assert!(list.stdout.contains("stopped: answered 410 Gone"), "{}", list.stdout);
    server.feed("/gone", Response::ok("ok"));
    once(&home).expect_status(0);
    assert_eq!(server.hits("/gone"), 1);
    home.run(&["notify", "retry", "desk"]).expect_status(0);
    once(&home).expect_status(0);
    assert_eq!(counts(&home, "desk"), [0, 2, 0]);
}

#[test]
fn a_resolved_alert_resolves_its_incident_also_after_a_restart() {
    let server = FeedServer::start();
    server.feed("/v2/enqueue", Response::status(202)).feed("/hook", Response::ok("ok"));
    let pager = format!(
        "[[notify]]\nname = \"pager\"\nkind = \"pagerduty\"\nkey = \"R0\"\nurl = \"{}\"\n",
        server.url("")
    );
    let home = home(&server, &(pager + &hook("desk", &server.url("/hook"))));
    once(&home).expect_status(0);
    home.run(&["alert", "resolve", "1"]).expect_status(0);
    let second = once(&home).expect_status(0);
    assert_eq!(second.stdout, "", "an end is no alert line");
    let sent: Vec<_> = server.received("/v2/enqueue").iter().map(|each| each.json()).collect();
    let actions: Vec<_> = sent.iter().map(|each| each["event_action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["trigger", "trigger", "resolve"]);
    assert!(sent[..2].iter().any(|each| each["dedup_key"] == sent[2]["dedup_key"]));
    assert_eq!(server.hits("/hook"), 2, "a webhook is told of notices alone");
    once(&home).expect_status(0);
    assert_eq!(server.hits("/v2/enqueue"), 3);
    let log = home.run(&["notify", "log"]).expect_status(0).stdout;
    assert!(log.lines().any(|line| line.starts_with("end ")), "{log}");
}

#[test]
fn a_receiver_that_hangs_delays_no_other_and_no_end() {
    let server = FeedServer::start();
    server.feed("/hangs", Response::silence()).feed("/takes", Response::ok("ok"));
    let both = hook("hangs", &server.url("/hangs")) + &hook("takes", &server.url("/takes"));
    let home = home(&server, &both);
    let mut running = Running(home.command(&["run", "--since", "all"]).spawn().unwrap());
    let child = &mut running.0;
    server.wait_for_hits("/hangs", 1);
    server.wait_for_hits("/takes", 2);
    terminate(child.id());
    let mut printed = String::new();
    child.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(printed.lines().count(), 2);
    assert_eq!(counts(&home, "hangs"), [2, 0, 0]);
}

#[cfg(unix)]
pub(super) fn terminate(id: u32) {
    let id = rustix::process::Pid::from_raw(id.cast_signed()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
}

#[test]
fn more_than_the_rate_is_one_counted_digest() {
    let server = FeedServer::start();
    server.feed("/hook", Response::ok("ok"));
    let notify = hook("desk", &server.url("/hook")) + "most = 1\n";
    let home = home(&server, &notify);
    once(&home).expect_status(0);
    let received = server.received("/hook");
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].json()["data"]["count"], 2);
    assert_eq!(counts(&home, "desk"), [0, 2, 0]);
}

#[test]
fn the_check_reads_the_sections_and_nothing_shows_a_secret() {
    let server = FeedServer::start();
    let home = home(&server, "[[notify]]\nname = \"desk\"\nkind = \"webhok\"\n");
    let check = home.run(&["config", "check"]).expect_status(2);
    assert!(
        check.stderr.contains(
            "config.toml:7:8: no kind of notifier is called \"webhok\", did you mean \"webhook\"?"
        ),
        "{}",
        check.stderr
    );
    home.run(&["run", "--once"]).expect_status(2);

    server.feed("/S3CRET", Response::status(500));
    let section = hook("desk", &server.url("/S3CRET"))
        + "secret = \"whsec_S3CRETS3CRETS3CRETS3CRETS3CRETS3\"\ntoken = \"S3CRET\"\n";
    let home = self::home(&server, &section);
    for args in [
        &["config", "check"][..],
        &["config", "show"],
        &["-vv", "run", "--once", "--since", "all"],
        &["notify", "list"],
        &["notify", "log"],
        &["notify", "test", "desk"],
    ] {
        let ran = home.run(args);
        assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("S3CRET"), "{args:?}");
    }
    assert_eq!(server.hits("/S3CRET"), 2);
    let stored = std::fs::read(home.store()).unwrap();
    assert!(!stored.windows(6).any(|bytes| bytes == b"S3CRET"));
}

#[test]
fn what_is_wrong_with_a_secret_is_said_without_it() {
    let server = FeedServer::start();
    for (section, place) in [
        ("kind = \"slack\"\nurl = \"hooks.example/S3CRET\"", ":8:7: expected an http"),
        ("kind = \"webhook\"\nurl = \"http://a.example\"\nsecret = \"whsec_S3CRET!!\"", ":9:10: "),
        ("kind = \"webhook\"\nurl = \"http://a.example\"\ntoken = [\"S3CRET\"]", ":9:9: "),
        ("kind = \"telegram\"\ntoken = \"S3CRET", ":8:"),
        ("kind = \"matrix\", token = \"S3CRET\"", ":7:"),
        ("kind = \"ntfy\"\ntopic = [\"S3CRET\"]", ":8:9: "),
        ("kind = \"slack\"\nurll = \"https://a.example/S3CRET\"", ":8:1: "),
        ("kind = \"webhook\"\npasword = \"S3CRET\"", ":8:1: "),
        ("kind = \"webhook\"\ntoken = \"\"\"a\nS3CRET \\q\n\"\"\"", ":9:"),
        ("kind = \"webhook\"\ntoken \"S3CRET\"", ":8:"),
    ] {
        let home = home(&server, &format!("[[notify]]\nname = \"desk\"\n{section}\n"));
        let ran = home.run(&["config", "check"]).expect_status(2);
        assert!(!ran.stderr.contains("S3CRET"), "{}", ran.stderr);
        assert!(ran.stderr.contains(place), "{place}: {}", ran.stderr);
    }
}

#[test]
fn a_mail_goes_out_and_stands_in_the_history() {
    let server = FeedServer::start();
    let mail = SmtpServer::start(Manner::default());
    let section = format!(
        "[[notify]]\nname = \"mail\"\nkind = \"email\"\nhost = \"127.0.0.1\"\nport = {}\n\
         security = \"plain\"\nfrom = \"watch@desk.example\"\nto = [\"ana@desk.example\"]\n\
         min_severity = \"routine\"\n",
        mail.port()
    );
    let home = home(&server, &section);
    once(&home).expect_status(0);
    once(&home).expect_status(0);
    let alerts = home.run(&["alert", "list", "--format", "json"]).expect_status(0).json_lines();
    let ids: Vec<String> =
        mail.mails().iter().filter_map(|mail| mail.header("Message-ID")).collect();
    assert!(!ids.is_empty() && ids.len() == alerts.len(), "{ids:?}");
    let shown = home.run(&["alert", "show", "1"]).expect_status(0).stdout;
    assert!(shown.contains("notified: mail"), "{shown}");
}
