//! `wirewatch doctor` on the real program: what is well, what is not, and what to do about it.

use serde_json::Value;

use crate::support::home::{Home, Ran};
use crate::support::server::{FeedServer, Response};

const FEED: &str = "<rss version=\"2.0\"><channel><title>Wire</title><item>\
    <title>Rocket attack near the embassy</title><guid>1</guid></item></channel></rss>";

fn polled(server: &FeedServer) -> Home {
    server.feed("/a.xml", Response::ok(FEED)).feed("/gone.xml", Response::status(410));
    let home = Home::new().with_feeds(&[server.url("/a.xml"), server.url("/gone.xml")]);
    home.run(&["run", "--once"]).expect_status(0);
    home
}

/// Level, message and advice of every finding of a check.
fn found<'a>(report: &'a Value, check: &str) -> Vec<(&'a str, &'a str, &'a str)> {
    let lines = report["checks"].as_array().unwrap().iter();
    let text = |line: &'a Value, member: &str| line[member].as_str().unwrap_or("");
    lines
        .filter(|line| line["check"] == check)
        .map(|line| (text(line, "level"), text(line, "message"), text(line, "advice")))
        .collect()
}

fn report(home: &Home, status: i32) -> Value {
    let Ran { stdout, .. } = home.run(&["doctor", "--format", "json"]).expect_status(status);
    serde_json::from_str(&stdout).unwrap()
}

#[test]
fn a_polled_store_is_well_and_a_feed_that_ended_says_what_to_do() {
    let server = FeedServer::start();
    let home = polled(&server);
    let report = report(&home, 0);
    assert_eq!(report["schema"], "wirewatch.doctor/1");
    assert_eq!(report["fail"], 0);
    let (level, message, _) = found(&report, "store")[0];
    assert!(level == "ok" && message.contains(" 1 article, "), "{message}");
    let feeds = found(&report, "feeds");
    assert_eq!(feeds[0].1, "1 of 2 well, 1 not, 0 not polled yet");
    assert!(feeds[1].0 == "warn" && feeds[1].1.contains("gone"), "{feeds:?}");
    let remove = format!("wirewatch feed remove {}", server.url("/gone.xml"));
    assert!(feeds[1].2.contains(&remove), "{feeds:?}");
    assert!(found(&report, "poller")[0].1.contains("nobody polls this store now"));
}

#[test]
fn a_secret_that_everybody_can_read_is_told() {
    use std::os::unix::fs::PermissionsExt;

    let home = Home::new().with_feeds(&[]);
    let secret = home.write("hook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    home.write(
        "config.toml",
        "[[notify]]\nname = \"desk\"\nkind = \"webhook\"\nurl = \"https://example.org/hook\"\n\
         secret_file = \"hook.secret\"\n",
    );
    for (mode, level) in [(0o644, "warn"), (0o640, "ok"), (0o600, "ok")] {
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(found(&report(&home, 0), "secrets")[0].0, level, "{mode:o}");
    }
    std::fs::remove_file(&secret).unwrap();
    let report = report(&home, 0);
    for check in ["secrets", "notifiers"] {
        let (level, message, _) = found(&report, check)[0];
        assert!(level == "warn" && message.contains("hook.secret"), "{check}: {message}");
    }
    let check = home.run(&["config", "check"]).expect_status(0);
    assert!(check.stdout.contains("hook.secret cannot be read"), "{}", check.stdout);
    home.run(&["run", "--once"]).expect_status(2);
}

#[test]
fn a_secret_within_a_file_of_the_configuration_is_one_too() {
    use std::os::unix::fs::PermissionsExt;

    let url = "http://127.0.0.1:9/a.xml";
    for (name, text, secret) in [
        (
            "config.toml",
            "[[notify]]\nname = \"a\"\nkind = \"slack\"\nurl = \"https://hooks.example/T\"\n",
            true,
        ),
        ("config.toml", "[[notify]]\nname = \"a\"\nkind = \"ntfy\"\ntopic_env = \"HOME\"\n", false),
        (
            "feeds.toml",
            "defaults = false\n[[feed]]\nurl = \"http://u:pass@127.0.0.1:9/a.xml\"\nallow_private = true\n",
            true,
        ),
    ] {
        let home = Home::new().with_feeds(&[url.to_owned()]);
        let file = home.write(name, text);
        for (mode, warns) in [(0o644, secret), (0o640, false)] {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
            let report = report(&home, 0);
            let warned = found(&report, "secrets").iter().any(|(level, message, advice)| {
                *level == "warn" && message.contains(name) && advice.starts_with("chmod o= ")
            });
            assert_eq!(warned, warns, "{name} {mode:o}: {:?}", found(&report, "secrets"));
            let check = home.run(&["config", "check"]).expect_status(0).stdout;
            assert_eq!(check.contains("holds a secret, and everybody"), warns, "{check}");
            assert!(!check.contains("pass@") && !check.contains("hooks.example"), "{check}");
        }
    }
}

#[test]
fn a_program_or_a_folder_that_is_missing_is_told_before_the_first_alert() {
    let home = Home::new().with_feeds(&[]);
    home.write(
        "config.toml",
        "[[notify]]\nname = \"a\"\nkind = \"command\"\ncommand = [\"/no/such/program\"]\n\
         [[notify]]\nname = \"b\"\nkind = \"file\"\npath = \"nowhere/alerts.jsonl\"\n\
         [[notify]]\nname = \"c\"\nkind = \"command\"\ncommand = [\"sh\"]\n\
         [[notify]]\nname = \"d\"\nkind = \"file\"\npath = \"alerts.jsonl\"\n",
    );
    let report = report(&home, 0);
    let warned: Vec<&str> =
        found(&report, "notifiers").into_iter().filter(|f| f.0 == "warn").map(|f| f.1).collect();
    assert_eq!(warned.len(), 2, "{warned:?}");
    let check = home.run(&["config", "check"]).expect_status(0).stdout;
    for (place, missing) in [(":4:", "/no/such/program"), (":8:", "nowhere")] {
        let told = |line: &&str| line.contains(place) && line.contains(missing);
        assert!(check.lines().any(|line| told(&line)), "{missing}: {check}");
        assert!(warned.iter().any(told), "{missing}: {warned:?}");
    }
}

#[test]
fn a_notifier_without_its_secret_is_not_ok() {
    let home = Home::new().with_feeds(&[]);
    let section = "[[notify]]\nname = \"a\"\nkind = \"slack\"\nurl_file = \"gone\"\n";
    home.write("config.toml", section);
    let list = home.run(&["notify", "list"]).expect_status(0).stdout;
    assert!(list.contains("its secret is missing here"), "{list}");
}

#[test]
fn a_store_that_other_feeds_filled_was_polled() {
    let server = FeedServer::start();
    let home = polled(&server);
    home.write("feeds.toml", "defaults = false\n[[feed]]\nurl = \"http://127.0.0.1:9/b.xml\"\n");
    let report = report(&home, 0);
    let told = found(&report, "poller")[0].1;
    assert!(told.contains("nobody polls this store now"), "{told}");
}

#[test]
fn text_has_one_line_for_each_finding_and_one_for_each_advice() {
    let server = FeedServer::start();
    let text = polled(&server).run(&["doctor"]).expect_status(0).stdout;
    for line in text.lines() {
        let known = ["ok    ", "warn  ", "fail  ", "                 → "];
        assert!(known.iter().any(|start| line.starts_with(start)), "{line}");
    }
    for check in ["config", "store", "disk", "clock", "terminal", "dns", "tls", "proxy", "poller"] {
        assert!(text.contains(&format!("  {check:<10} ")), "{check}:\n{text}");
    }
}

#[test]
fn before_the_first_start_nothing_is_wrong_and_nothing_is_made() {
    let home = Home::new().with_feeds(&["http://127.0.0.1:9/a.xml".to_owned()]);
    let report = report(&home, 0);
    assert!(found(&report, "store")[0].1.contains("not there yet"));
    assert!(!home.store().exists());
}

#[test]
fn a_store_named_without_its_folder_is_looked_at_where_it_is() {
    let home = Home::new().with_feeds(&["http://127.0.0.1:9/a.xml".to_owned()]);
    let folder = home.path().join("desk");
    std::fs::create_dir(&folder).unwrap();
    let looked = || -> String {
        let mut doctor = home.command(&["--store", "day.db", "doctor"]);
        let ran: Ran = doctor.current_dir(&folder).output().unwrap().into();
        ran.stdout
    };
    let place = folder.canonicalize().unwrap().join("day.db").display().to_string();
    let told = looked();
    assert!(told.contains(&format!("{place}: not there yet")), "{told}");
    let mut run = home.command(&["--store", "day.db", "run", "--once"]);
    run.current_dir(&folder).output().unwrap();
    let told = looked();
    assert!(told.contains(&place) && !told.contains("read-only"), "{told}");
}

#[test]
fn a_broken_configuration_ends_with_2_and_a_damaged_store_with_3() {
    let home = Home::new();
    home.write("config.toml", "[poll]\nintervall = \"5m\"\n");
    let ran = home.run(&["doctor"]).expect_status(2);
    assert!(ran.stdout.contains("fail  config     config.toml:2:1: "), "{}", ran.stdout);
    assert!(ran.stdout.contains("did you mean \"interval\"?"), "{}", ran.stdout);
    assert!(ran.stderr.contains("not in order: config"), "{}", ran.stderr);

    let home = Home::new().with_feeds(&["http://127.0.0.1:9/a.xml".to_owned()]);
    std::fs::write(home.store(), vec![b'x'; 9_000]).unwrap();
    let (level, message, advice) = {
        let report = report(&home, 3);
        let (level, message, advice) = found(&report, "store")[0];
        (level.to_owned(), message.to_owned(), advice.to_owned())
    };
    assert_eq!(level, "fail");
    assert!(message.contains("damaged") && advice.contains("restore a backup"), "{message}");
}

#[test]
fn a_system_without_certificates_is_told_to_install_them() {
    let home = Home::new().with_feeds(&["https://127.0.0.1:9/a.xml".to_owned()]);
    let empty = home.write("none.pem", "");
    let ran: Ran = home
        .command(&["doctor"])
        .env("SSL_CERT_FILE", &empty)
        .env("SSL_CERT_DIR", home.path().join("no-such-folder"))
        .output()
        .unwrap()
        .into();
    let ran = ran.expect_status(3);
    assert!(ran.stdout.contains("fail  tls"), "{}", ran.stdout);
    assert!(ran.stdout.contains("install ca-certificates"), "{}", ran.stdout);
}

/// What doctor says of a notifier whose receiver answered everything with a status.
fn of_a_notifier(answer: u16) -> (String, String, String) {
    let server = FeedServer::start();
    server.feed("/hook", Response::status(answer)).feed("/a.xml", Response::ok(FEED));
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    home.write(
        "config.toml",
        &format!(
            "[stories]\ngroup_wait = \"0s\"\n[[notify]]\nname = \"desk\"\nkind = \"webhook\"\n\
             url = \"{}\"\nmin_severity = \"routine\"\n",
            server.url("/hook")
        ),
    );
    home.run(&["run", "--once", "--since", "all"]).expect_status(0);
    let report = report(&home, 0);
    let (level, message, advice) = found(&report, "notifiers")[0];
    (level.to_owned(), message.to_owned(), advice.to_owned())
}

#[test]
fn what_a_notifier_gave_up_names_the_way_to_send_it_again() {
    let (level, message, advice) = of_a_notifier(410);
    assert!(level == "warn" && message.starts_with("desk: "), "{message}");
    assert!(advice.contains("wirewatch notify retry desk"), "{advice}");
}

#[test]
fn a_notifier_whose_first_try_failed_is_no_longer_well() {
    let (level, message, advice) = of_a_notifier(503);
    assert_eq!(level, "warn", "{message}");
    assert!(message.starts_with("desk: 1 waiting, and the last try failed: "), "{message}");
    assert!(message.contains("503"), "{message}");
    assert!(
        advice.contains("notify test desk") && advice.contains("notify retry desk"),
        "{advice}"
    );
}
