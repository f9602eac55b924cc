//! The life of an alert as a duty officer meets it at the shell: who did what, notes, undo,
//! silences, the hand-over, export. The real program on a store of its own.

use std::fs;

use serde_json::Value;

use crate::support;
use crate::support::home::{Home, Ran};
use crate::support::server::{FeedServer, Response};

fn rss(items: &[(&str, &str)]) -> String {
    support::rss::rss(items.iter().map(|(id, title)| (*id, *title, "")))
}

const WATCHES: &str = "defaults = false\n\
    [[watch]]\nname = \"port\"\nmatch = 'harbour'\nweight = 50\n\
    [[watch]]\nname = \"bridge\"\nmatch = 'bridge'\nweight = 30\n";

/// A home with the alerts of these headlines, and the server that gave them.
fn home_with(items: &[(&str, &str)]) -> (FeedServer, Home) {
    let server = FeedServer::start();
    server.feed("/desk", Response::ok(rss(items)));
    let home = Home::new().with_feeds(&[server.url("/desk")]);
    home.write("watches.toml", WATCHES);
    let file = home.path().join("told.jsonl");
    let config = format!(
        "[stories]\ngroup_wait = \"0s\"\n\n[[notify]]\nname = \"archive\"\nkind = \"file\"\n\
         path = {:?}\nmin_severity = \"routine\"\n",
        file.display().to_string()
    );
    home.write("config.toml", &config);
    home.run(&["run", "--once"]).expect_status(0);
    (server, home)
}

fn as_ana(home: &Home, args: &[&str]) -> Ran {
    home.command(args).env("WIREWATCH_USER", "ana").output().expect("it runs").into()
}

fn listed(home: &Home) -> Vec<Value> {
    as_ana(home, &["alert", "list", "--format", "json"]).expect_status(0).json_lines()
}

fn told(home: &Home) -> Vec<Value> {
    let text = fs::read_to_string(home.path().join("told.jsonl")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

const TWO: [(&str, &str); 2] =
    [("1", "Crane falls into the harbour of Porto"), ("2", "Old bridge closed to lorries in Kent")];

#[test]
fn what_was_done_carries_a_name_and_is_undone_exactly() {
    let (_server, home) = home_with(&TWO);
    let ack = as_ana(&home, &["alert", "ack", "1", "2"]).expect_status(0);
    assert_eq!(ack.stdout, "alert 1 acknowledged\nalert 2 acknowledged\n");
    let states = |home: &Home| -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let all = listed(home);
        all.iter().map(|a| (text(&a["alert"]["state"]), text(&a["alert"]["by"]))).collect()
    };
    let both = |state: &str, by: &str| vec![(state.to_owned(), by.to_owned()); 2];
    assert_eq!(states(&home), both("acknowledged", "ana"));
    let other = home.command(&["alert", "undo"]).env("WIREWATCH_USER", "bo").output();
    let other = Ran::from(other.expect("it runs")).expect_status(2);
    assert!(other.stderr.contains("nothing by bo to undo"), "{}", other.stderr);
    as_ana(&home, &["alert", "undo"]).expect_status(0);
    assert_eq!(states(&home), both("open", ""));

    as_ana(&home, &["alert", "snooze", "1", "--until", "2099-05-19T04:20:00Z"]).expect_status(0);
    as_ana(&home, &["alert", "snooze", "1", "--for", "90m"]).expect_status(0);
    as_ana(&home, &["alert", "undo", "1"]).expect_status(0);
    let shown = as_ana(&home, &["alert", "show", "1"]).expect_status(0).stdout;
    assert!(shown.contains("snoozed by ana since"), "{shown}");
    assert!(shown.contains("until 2099-05-19 04:20Z\n"), "{shown}");
    assert!(shown.contains("undone by ana: snoozed"), "{shown}");
}

#[test]
fn all_that_fits_is_acknowledged_at_once() {
    let (_server, home) = home_with(&TWO);
    let done = as_ana(&home, &["alert", "ack", "--all", "--watch", "bridge"]).expect_status(0);
    assert_eq!(done.stdout.lines().count(), 1, "{}", done.stdout);
    let done = as_ana(&home, &["alert", "ack", "--all"]).expect_status(0);
    assert_eq!(done.stdout.lines().count(), 1, "{}", done.stdout);
    let none = as_ana(&home, &["alert", "ack", "--all"]).expect_status(0);
    assert_eq!(none.stdout, "nothing like this is unacknowledged\n");
    as_ana(&home, &["alert", "ack"]).expect_status(2);
    let typo = as_ana(&home, &["alert", "list", "--watch", "brige"]).expect_status(2);
    assert!(typo.stderr.contains("did you mean \"bridge\"?"), "{}", typo.stderr);
    as_ana(&home, &["alert", "ack", "1", "--all"]).expect_status(2);
}

#[test]
fn notes_and_deeds_stand_in_the_hand_over() {
    let (_server, home) = home_with(&TWO);
    as_ana(&home, &["alert", "note", "1", "called", "the harbour\u{1b}[2J master"])
        .expect_status(0);
    as_ana(&home, &["alert", "ack", "1"]).expect_status(0);
    as_ana(&home, &["alert", "note", "1", " "]).expect_status(2);
    let text = as_ana(&home, &["alert", "log", "--since", "8h"]).expect_status(0).stdout;
    assert!(text.contains("note by ana: called the harbour"), "{text}");
    assert!(text.contains("acknowledged by ana"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text:?}");
    let page = as_ana(&home, &["alert", "log", "--format", "markdown"]).expect_status(0).stdout;
    assert!(page.contains("  - ") && page.contains("note by ana: called"), "{page}");
    let json = as_ana(&home, &["alert", "log", "--format", "json"]).expect_status(0);
    let json = &json.json_lines()[0];
    let events = json["acknowledged"][0]["events"].as_array().expect("events");
    let names: Vec<&str> = events.iter().filter_map(|event| event["what"].as_str()).collect();
    assert_eq!(names, ["note", "acknowledged"]);
    assert_eq!(events[0]["who"], "ana");
}

#[test]
fn a_silence_holds_back_the_notifier_and_nothing_else() {
    let (server, home) = home_with(&TWO[..1]);
    let before = told(&home).len();
    assert_eq!(before, 1, "the first alert was told");
    let wrong = as_ana(&home, &["alert", "silence", "a b", "--for", "6h", "--reason", "x"])
        .expect_status(2);
    assert!(wrong.stderr.starts_with("wirewatch: query:\n"), "{}", wrong.stderr);
    assert!(wrong.stderr.contains("    ^ two words with nothing between"), "{}", wrong.stderr);
    let unknown =
        ["alert", "silence", "bridge", "--for", "6h", "--reason", "x", "--watch", "porto"];
    let unknown = as_ana(&home, &unknown).expect_status(2);
    assert!(unknown.stderr.contains("no watch is named \"porto\""), "{}", unknown.stderr);
    as_ana(&home, &["alert", "silence", "bridge", "--for", "0s", "--reason", "x"]).expect_status(2);
    let silence = ["alert", "silence", "bridge AND NOT ferry", "--for", "6h"];
    let silence = [&silence[..], &["--reason", "road works", "--severity", "flash"]].concat();
    let made = as_ana(&home, &silence).expect_status(0).stdout;
    assert!(made.contains("it fits 0 of the 1 alerts of the last 24 h"), "{made}");

    let more = [TWO[0], TWO[1], ("3", "Ferry sinks in the harbour of Osaka, nine dead")];
    server.feed("/desk", Response::ok(rss(&more)));
    let run = home.run(&["run", "--once"]).expect_status(0);
    let printed = run.json_lines();
    let silenced = |line: &Value| line["silenced"]["silence"].as_i64();
    assert_eq!(printed.iter().map(silenced).collect::<Vec<_>>(), [Some(1), None], "{printed:?}");
    let titles: Vec<Value> =
        told(&home).iter().map(|line| line["article"]["title"].clone()).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert!(!titles.iter().any(|title| title == TWO[1].1), "{titles:?}");
    assert_eq!(listed(&home).len(), 3);

    let list = as_ana(&home, &["alert", "silence", "list", "--format", "json"]).expect_status(0);
    let list = &list.json_lines()[0][0];
    assert_eq!((&list["held"], &list["reason"]), (&1.into(), &"road works".into()));
    let log = as_ana(&home, &["alert", "log"]).expect_status(0).stdout;
    let ever = home.run(&["alert", "log", "--since", "all"]).expect_status(0).stdout;
    assert!(ever.starts_with("All alerts until 2"), "{ever}");
    assert!(log.contains("Silenced: 1 notice\n"), "{log}");
    assert!(log.contains("road works; held back 1 notice of alert"), "{log}");
    assert!(log.contains("no notifier was told: silence 1 by ana"), "{log}");
    as_ana(&home, &["alert", "silence", "remove", "1"]).expect_status(0);
    as_ana(&home, &["alert", "silence", "remove", "1"]).expect_status(2);
}

#[test]
fn exports_carry_who_when_and_notes_and_no_formula() {
    let (_server, home) = home_with(&TWO[..1]);
    as_ana(&home, &["alert", "note", "1", "=1+1, \"quoted\" | piped"]).expect_status(0);
    as_ana(&home, &["alert", "snooze", "1", "--until", "2099-05-19T04:20:00Z"]).expect_status(0);
    let too_long = "x".repeat(4_001);
    as_ana(&home, &["alert", "note", "1", &too_long]).expect_status(2);
    let csv = as_ana(&home, &["alert", "export", "--format", "csv"]).expect_status(0).stdout;
    let mut lines = csv.split("\r\n");
    let heads: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    for head in ["state_by", "snoozed_until", "notes", "silence"] {
        assert!(heads.contains(&head), "{heads:?}");
    }
    let row = lines.next().unwrap_or_default();
    assert!(row.contains("snoozed") && row.contains(",ana,2099-05-19T04:20:00Z,"), "{row}");
    assert!(row.contains(" ana: =1+1, \"\"quoted\"\" | piped\""), "{row}");
    let json = as_ana(&home, &["alert", "export"]).expect_status(0).json_lines().remove(0);
    assert_eq!(json["history"][2]["what"], "note", "{}", json["history"]);
    let table = as_ana(&home, &["alert", "export", "--format", "markdown"]).expect_status(0);
    assert!(table.stdout.contains(r"ana: =1+1, "), "{}", table.stdout);
    assert!(table.stdout.contains(r" \| piped |"), "{}", table.stdout);
    let list = as_ana(&home, &["alert", "list"]).expect_status(0).stdout;
    assert!(list.contains("snoozed to 2099-05-19 04:20Z +1"), "{list}");
}

#[cfg(unix)]
#[test]
fn folders_and_files_are_the_users_alone_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt;

    for umask in ["000", "777"] {
        let server = FeedServer::start();
        server.feed("/desk", Response::ok(rss(&TWO)));
        let home = Home::new().with_feeds(&[server.url("/desk")]);
        let store = home.path().join("a/b/c/w.db");
        let script = format!("umask {umask}; exec \"$@\"");
        let program = env!("CARGO_BIN_EXE_wirewatch");
        let run = |args: &[&str]| {
            let mut command = std::process::Command::new("/bin/sh");
            command.args(["-c", &script, "sh", program]).args(args);
            command.env("WIREWATCH_CONFIG", home.config()).env("WIREWATCH_STORE", &store);
            Ran::from(command.output().expect("it runs")).expect_status(0)
        };
        run(&["run", "--once"]);
        let copy = home.path().join("copy.db");
        run(&["store", "backup", &copy.display().to_string()]);
        let mode = |path: &std::path::Path| {
            fs::metadata(path).expect("it is there").permissions().mode() & 0o777
        };
        for folder in ["a", "a/b", "a/b/c"] {
            assert_eq!(mode(&home.path().join(folder)), 0o700, "{umask} {folder}");
        }
        let files = fs::read_dir(home.path().join("a/b/c")).expect("a folder");
        let mut files: Vec<_> = files.map(|entry| entry.expect("an entry").path()).collect();
        files.push(copy);
        assert!(files.len() >= 3, "{files:?}");
        for file in files {
            assert_eq!(mode(&file), 0o600, "{umask} {}", file.display());
        }
    }
}
