//! The first hour of a newcomer, on the real program: what is typed before anything is there, and
//! slips of the pen, are answered with what to do next.

use std::io::Read;

use crate::support::home::{Home, Running};
use crate::support::server::{FeedServer, Response};

const WEBHOOK: &str =
    "[[notify]]\nname = \"desk\"\nkind = \"webhook\"\nurl = \"https://example.org/hook\"\n";

const FEED: &str = "<rss version=\"2.0\"><channel><title>Wire</title><item>\
    <title>Rocket attack near the embassy</title><guid>1</guid></item></channel></rss>";

#[test]
fn notifiers_are_listed_before_anything_was_polled() {
    let home = Home::new();
    home.write("config.toml", WEBHOOK);
    let ran = home.run(&["notify", "list"]).expect_status(0);
    assert!(ran.stdout.contains("desk"), "{}", ran.stdout);
    assert!(!home.store().exists(), "looking makes no store");
}

#[test]
fn a_notifier_that_nobody_has_is_answered_with_how_to_get_one() {
    let ran = Home::new().run(&["notify", "test", "desk"]).expect_status(2);
    assert!(ran.stderr.contains("wirewatch notify kinds"), "{}", ran.stderr);
    let home = Home::new();
    home.write("config.toml", WEBHOOK);
    let ran = home.run(&["notify", "test", "dsk"]).expect_status(2);
    assert!(ran.stderr.contains("did you mean \"desk\"?"), "{}", ran.stderr);
}

#[test]
fn a_list_that_is_empty_says_why_beside_the_output() {
    let home = Home::new().with_feeds(&[]);
    home.run(&["run", "--once"]).expect_status(0);
    for (command, status, said) in [
        (&["alert", "list"][..], 0, "no alert and no article yet"),
        (&["story", "list"], 0, "no story fits"),
        (&["search", "anything"], 1, "no stored article"),
        (&["notify", "log"], 0, "no delivery fits"),
    ] {
        let ran = home.run(command).expect_status(status);
        assert!(ran.stdout.is_empty() && ran.stderr.contains(said), "{command:?}: {}", ran.stderr);
    }
    let ran = home.run(&["alert", "list", "--format", "json"]).expect_status(0);
    assert!(ran.stdout.is_empty() && ran.stderr.is_empty(), "programs read no remarks");
}

#[test]
fn a_variable_that_is_set_to_nothing_is_not_set() {
    let home = Home::new();
    let mut command = home.command(&["config", "path"]);
    command.env("WIREWATCH_CONFIG", "").env("WIREWATCH_STORE", "");
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let usual = home.path().join(".config/wirewatch");
    assert!(output.status.success() && said.contains(&usual.display().to_string()), "{said}");
    let ran = home.run(&["--config", "", "config", "path"]).expect_status(2);
    assert!(
        ran.stderr.contains("--config"),
        "an option that says nothing is a slip: {}",
        ran.stderr
    );
}

#[test]
fn own_keys_and_colours_are_checked_with_the_rest() {
    let home = Home::new();
    for (wrong, said) in [
        ("keys = { acknowlege = \"e\" }", "10: [dashboard] keys: \"acknowlege\" is no action"),
        ("keys = { acknowlege = \"e\" }", "did you mean \"acknowledge\"?"),
        ("keys = { acknowledge = \"<C-foo>\" }", "24: [dashboard] keys: \"<C-foo>\""),
        ("keys = { mute = \"u\", undo = \"u\" }", "give one of them another key"),
        ("colours = { flsh = \"red\" }", "13: [dashboard] colours: \"flsh\" is no part"),
        ("colours = { flash = \"rde\" }", "21: [dashboard] colours: \"rde\""),
    ] {
        home.write("config.toml", &format!("[dashboard]\n{wrong}\n"));
        for command in
            [&["config", "check"][..], &["doctor"], &["run", "--once"], &["feed", "list"]]
        {
            let ran = home.run(command).expect_status(2);
            let told = format!("{}{}", ran.stdout, ran.stderr);
            assert!(told.contains(said) && told.contains("config.toml:2:"), "{command:?}: {told}");
        }
    }
}

#[test]
fn a_file_whose_name_is_nearly_right_is_told() {
    let home = Home::new().with_feeds(&["http://127.0.0.1:9/a.xml".to_owned()]);
    home.write("watchs.toml", "");
    home.write("feeds.toml~", "");
    let said = "watchs.toml: this file is not read, did you mean \"watches.toml\"?";
    for (command, status) in
        [(&["config", "check"][..], 0), (&["doctor"], 0), (&["run", "--once"], 3)]
    {
        let ran = home.run(command).expect_status(status);
        let told = format!("{}{}", ran.stdout, ran.stderr);
        assert_eq!(told.matches(said).count(), 1, "{command:?}: {told}");
        assert_eq!(told.matches("is not read").count(), 1, "{command:?}: {told}");
    }
}

#[test]
fn names_that_are_nearly_right_are_answered_with_the_right_one() {
    let home = Home::new();
    for (command, said) in [
        (
            &["feed", "remove", "https://feeds.bcci.co.uk/news/world/rss.xml"][..],
            "feeds.bbci.co.uk",
        ),
        (&["feed", "remove", "https://nowhere.example/"], "wirewatch feed list"),
        (&["watch", "show", "rokcet"], "did you mean \"rocket\"?"),
        (&["run", "--once", "--watch", "rokcet"], "did you mean \"rocket\"?"),
        (&["story", "show", "xyz"], "wirewatch story list"),
        (&["story", "merge", "a", "b"], "\"a\" names no story"),
        (&["wacth"], "a similar subcommand exists: 'watch'"),
        (&["watch", "lst"], "a similar subcommand exists: 'list'"),
        (&["help", "wach"], "a similar subcommand exists: 'watch'"),
        (&["demo", "--speed", "x"], "no whole number from 1 to 100000"),
        (&["alert", "show", "x"], "wirewatch alert list"),
        (&["run", "--listen", "9417"], "such as 127.0.0.1:9417"),
        // Without a store, too, the slip is what is told.
        (&["alert", "list", "--watch", "rokcet"], "did you mean \"rocket\"?"),
        (&["notify", "retry", "dsek"], "no notifier is named \"dsek\""),
        (&["feed", "add", "ftp://x.example/"], "only http and https"),
        (&["feed", "disable", "feeds.bbci.co.ku"], "did you mean \"feeds.bbci.co.uk\"?"),
        (&["feed", "check", "BBC Nesw"], "did you mean \"BBC News\"?"),
        (&["--theme", "lihgt"], "a similar value exists: 'light'"),
        (&["demo", "--theme", "drak"], "a similar value exists: 'dark'"),
        (&["run", "--min-severity", "flsh"], "a similar value exists: 'flash'"),
        (&["watch", "add", "x", "y", "--severity", "hgih"], "possible values: flash, immediate"),
        (&["alert", "list", "--state", "opne"], "a similar value exists: 'open'"),
        (&["alert", "list", "--format", "jsno"], "a similar value exists: 'json'"),
        (&["notify", "log", "--state", "fialed"], "a similar value exists: 'failed'"),
        (&["feed", "add", "x.example", "--class", "wier"], "a similar value exists: 'wire'"),
        (&["completions", "zhs"], "a similar value exists: 'zsh'"),
    ] {
        let ran = home.run(command).expect_status(2);
        assert!(ran.stderr.contains(said), "{command:?}: {}", ran.stderr);
    }
}

#[test]
fn a_feed_of_ones_own_network_is_added_on_purpose_only() {
    let server = FeedServer::start();
    server.feed("/a.xml", Response::ok("<rss><channel><title>Own</title></channel></rss>"));
    let home = Home::new();
    let url = server.url("/a.xml");
    let ran = home.run(&["feed", "add", &url]).expect_status(3);
    assert!(ran.stderr.contains("--allow-private"), "{}", ran.stderr);
    home.run(&["feed", "add", &url, "--allow-private"]).expect_status(0);
}

#[test]
fn a_list_of_keywords_becomes_a_watch_and_every_line_is_accounted_for() {
    let home = Home::new();
    let list = "\u{feff}# clients\r\nport(s)\r\nport AND aden\r\nC++\r\nPort(s)\r\n=ACME\r\n";
    let args = ["watch", "import", "-", "--name", "clients"];
    let ran = home.run_with(&args, list).expect_status(0);
    let sum = "added clients with 3 terms (1 line left out, 1 line twice, 1 remark) in ";
    assert!(ran.stdout.starts_with(sum), "{}", ran.stdout);
    let told: Vec<&str> = ran.stderr.lines().collect();
    let [query, refused] = told.as_slice() else { panic!("{told:?}") };
    assert!(query.ends_with("line 3: \"port AND aden\" is read as a query of the watch language"));
    assert!(refused.contains("line 4: left out: \"C++\": signs do not count"), "{refused}");
    let article = "{\"title\":\"Two ports are closed\"}";
    let ran = home.run_with(&["watch", "test", "clients"], article).expect_status(0);
    assert!(ran.stdout.contains("[ports]"), "{}", ran.stdout);
}

#[test]
fn a_list_of_keywords_is_read_in_the_character_set_it_has() {
    let utf16: Vec<u8> =
        "\u{feff}посольство\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let home = Home::new();
    for (name, bytes) in [("utf16", utf16.as_slice()), ("latin", b"caf\xe9\nd\xe9p\xeache\n")] {
        let file = home.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        home.run(&["watch", "import", file.to_str().unwrap(), "--name", name]).expect_status(0);
    }
    for title in ["Посольство закрыто", "Un CAFÉ"] {
        let article = format!("{{\"title\":\"{title}\"}}");
        home.run_with(&["match", "--watch", "utf16", "--watch", "latin"], &article)
            .expect_status(0);
    }
    let ran = home.run_with(&["watch", "import", "-", "--name", "b"], "PK\0\u{3}").expect_status(2);
    assert!(ran.stderr.contains("save the list as text"), "{}", ran.stderr);
}

#[test]
fn a_day_of_the_demo_can_be_kept_to_practise_on() {
    let home = Home::new();
    let day = home.path().join("day.db");
    let day = day.to_str().unwrap();
    let args = ["demo", "--headless", "--speed", "100000", "--keep", day];
    let ran = home.run(&args).expect_status(0);
    let hint = format!("`wirewatch --store {day} alert list` shows it");
    assert!(ran.stderr.contains(&hint), "{}", ran.stderr);
    let ran = home.run(&["--store", day, "alert", "list"]).expect_status(0);
    assert!(ran.stdout.contains("rocket embassy militia"), "{}", ran.stdout);
    home.run(&["--store", day, "watch", "backtest", "embassy"]).expect_status(0);
    let again = home.run(&args).expect_status(2);
    assert!(again.stderr.contains("is there already; name a new file"), "{}", again.stderr);
}

#[test]
fn the_day_at_full_speed_is_the_same_each_time() {
    let home = Home::new();
    let days = ["one", "two"].map(|_| {
        Running(home.command(&["demo", "--headless", "--speed", "100000"]).spawn().unwrap())
    });
    let told = days.map(|mut day| {
        let mut text = String::new();
        day.0.stdout.take().unwrap().read_to_string(&mut text).unwrap();
        let line = |line: &str| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let title = &line["article"]["title"];
            let (severity, reason) = (&line["severity"], &line["reason"]);
            format!("{} {} {severity} {reason} {title}", line["seq"], line["change"])
        };
        text.lines().map(line).collect::<Vec<_>>()
    });
    assert!(told[0].len() > 20, "{:?}", told[0]);
    assert_eq!(told[0], told[1]);
}

#[test]
fn a_slip_in_a_name_never_makes_an_empty_list() {
    let server = FeedServer::start();
    server.feed("/a.xml", Response::ok(FEED));
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    home.run(&["run", "--once", "--since", "all"]).expect_status(0);
    let meant = "did you mean \"rocket\"?";
    for (command, said) in [
        (&["alert", "list", "--watch", "rokcet"][..], meant),
        (&["alert", "list", "--watch", "embassy", "--watch", "rokcet"], meant),
        (&["alert", "export", "--watch", "rokcet"], meant),
        (&["alert", "export", "--format", "csv", "--watch", "rokcet"], meant),
        (&["alert", "ack", "--all", "--watch", "rokcet"], meant),
        (
            &["alert", "silence", "drill", "--for", "1h", "--reason", "x", "--watch", "rokcet"],
            meant,
        ),
        (&["match", "--watch", "rokcet"], meant),
        (&["notify", "log", "--notifier", "dsk"], "no notifier is named \"dsk\""),
        (&["notify", "retry", "dsk"], "no notifier is named \"dsk\""),
    ] {
        let ran = home.run_with(command, "").expect_status(2);
        assert!(ran.stderr.contains(said), "{command:?}: {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{command:?}");
    }
}

#[test]
fn alerts_of_a_watch_that_is_gone_can_still_be_exported() {
    let server = FeedServer::start();
    server.feed("/a.xml", Response::ok(FEED));
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    home.run(&["watch", "add", "sirens", "rocket OR siren"]).expect_status(0);
    home.run(&["run", "--once", "--since", "all"]).expect_status(0);
    home.run(&["watch", "remove", "sirens"]).expect_status(0);
    let ran = home.run(&["alert", "export", "--watch", "sirens"]).expect_status(0);
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
}

#[test]
fn a_feed_is_found_by_its_host_or_its_outlet() {
    let home = Home::new();
    home.write(
        "feeds.toml",
        "defaults = false\n[[feed]]\nurl = \"https://gulf.example/rss\"\noutlet = \"Gulf Times\"\n\
         [[feed]]\nurl = \"https://wire.example/a\"\n[[feed]]\nurl = \"https://wire.example/b\"\n",
    );
    let ran = home.run(&["feed", "disable", "gulf times"]).expect_status(0);
    assert!(ran.stdout.contains("\"gulf times\" is https://gulf.example/rss"), "{}", ran.stdout);
    let ran = home.run(&["feed", "remove", "wire.example"]).expect_status(2);
    let several = "2 feeds are: write the address of one: https://wire.example/a, https://";
    assert!(ran.stderr.contains(several), "{}", ran.stderr);
    home.run(&["feed", "enable", "GULF.example"]).expect_status(0);
    let listed = home.run(&["feed", "list"]).expect_status(0).stdout;
    assert!(!listed.contains("disabled"), "{listed}");
}

#[test]
fn an_unknown_key_of_a_notifier_is_marked_itself() {
    let home = Home::new();
    for (line, told) in [
        (
            "secrt = \"x\"",
            "config.toml:5:1: a notifier of kind \"webhook\" has no key \"secrt\", did you mean \"secret\"?",
        ),
        (
            "min_severity = \"flsh\"",
            "config.toml:5:16: \"flsh\" is no severity, did you mean \"flash\"?",
        ),
    ] {
        home.write(
            "config.toml",
            &format!(
                "[[notify]]\nname = \"desk\"\nkind = \"webhook\"\nurl = \"https://a.example/\"\n{line}\n"
            ),
        );
        let ran = home.run(&["config", "check"]).expect_status(2);
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    }
}

#[test]
fn a_trial_on_a_store_without_articles_says_so() {
    let home = Home::new().with_feeds(&["http://127.0.0.1:9/a.xml".to_owned()]);
    home.run(&["run", "--once"]).expect_status(3);
    let ran = home.run(&["watch", "backtest", "rocket"]).expect_status(1);
    assert!(ran.stdout.starts_with("nothing to try it on: no article of 7 days"), "{}", ran.stdout);
}

#[test]
fn a_list_that_no_watch_can_hold_says_into_how_many_parts_it_goes() {
    let list: String = (0..9_000).map(|number| format!("keyword{number:05}\n")).collect();
    let ran = Home::new().run_with(&["watch", "import", "-", "--name", "many"], &list);
    let ran = ran.expect_status(2);
    assert!(
        ran.stderr.contains("9000 terms are more than one watch holds (64 KiB)"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("`split -n l/3`"), "{}", ran.stderr);
}
