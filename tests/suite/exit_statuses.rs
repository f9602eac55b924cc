//! Exit statuses and messages of the real program: every wrong flag, file, query and document
//! gives one clear line that names what and where, and loses nothing.

use crate::support::home::{Home, Ran};
use crate::support::server::{FeedServer, Response};

#[test]
fn a_wrong_flag_is_a_usage_error_that_names_the_flag() {
    let ran = Home::new().run(&["run", "--onse"]).expect_status(2);
    assert!(ran.stderr.contains("--onse"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--once"), "it suggests the right one: {}", ran.stderr);
}

#[test]
fn an_unknown_severity_names_the_four() {
    let ran = Home::new().run(&["run", "--min-severity", "urgent"]).expect_status(2);
    assert!(ran.stderr.contains("flash, immediate, priority, routine"), "{}", ran.stderr);
}

#[test]
fn a_missing_file_is_named() {
    let ran = Home::new().run(&["feed", "parse", "no-such-file.xml"]).expect_status(2);
    assert!(ran.stderr.contains("no-such-file.xml"), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
}

#[test]
fn a_page_instead_of_a_feed_is_said_to_be_one() {
    let home = Home::new();
    let page = home.write("page.html", "<!doctype html><html><body>hello</body></html>");
    let ran = home.run(&["feed", "parse", &page.display().to_string()]).expect_status(2);
    assert!(ran.stderr.contains("not_a_feed"), "{}", ran.stderr);
}

#[test]
fn a_broken_watch_file_is_told_with_line_and_column() {
    let home = Home::new();
    home.write("watches.toml", "[[watch]]\nname = \"port\"\nmatch = 'rocket attack'\n");
    let ran = home.run(&["config", "check"]).expect_status(2);
    assert!(ran.stderr.contains("watches.toml:3:"), "{}", ran.stderr);
    assert!(ran.stderr.contains("NEAR"), "it offers the spellings: {}", ran.stderr);
}

#[test]
fn a_query_that_cannot_be_read_changes_nothing() {
    let home = Home::new();
    home.write("watches.toml", "# mine\n");
    let ran = home.run(&["watch", "add", "port", "port AND ("]).expect_status(2);
    assert!(!ran.stderr.is_empty());
    assert_eq!(home.read("watches.toml"), "# mine\n");
}

#[test]
fn looking_at_stories_makes_no_store() {
    let home = Home::new();
    for command in [
        &["story", "list"][..],
        &["story", "show", "00000000000000aa"],
        &["story", "rebuild", "--dry-run"],
    ] {
        let ran = home.run(command).expect_status(3);
        assert!(ran.stderr.contains("no store yet"), "{command:?}: {}", ran.stderr);
        assert!(!home.store().exists(), "{command:?}");
    }
}

#[test]
fn what_no_list_and_no_split_can_mean_is_refused_in_plain_words() {
    let home = Home::new();
    for (command, told) in [
        (&["story", "split", "651a198c003a6de6", "x"][..], "\"x\" is no number of an article"),
        (&["story", "rebuild", "--since", "0s"], "\"0s\" reaches back to nothing"),
        (&["story", "list", "--limit", "0"], "\"0\" is no number of rows"),
        (&["alert", "list", "--limit", "-"], "\"-\" is no number of rows"),
    ] {
        let ran = home.run(command).expect_status(2);
        assert!(ran.stderr.contains(told), "{command:?}: {}", ran.stderr);
    }
}

#[test]
fn a_round_through_a_proxy_that_cannot_be_used_ends_at_once() {
    let home = Home::new();
    let mut command = home.command(&["run", "--once"]);
    let ran: Ran = command.env("http_proxy", "ftp://127.0.0.1:1").output().expect("it runs").into();
    let ran = ran.expect_status(3);
    assert!(ran.stderr.contains("http_proxy names no proxy"), "{}", ran.stderr);
}

#[test]
fn a_proxy_that_is_dead_or_refuses_is_told_and_not_the_server_behind_it() {
    let home = Home::new();
    let proxy = FeedServer::start();
    proxy.feed("feed.example:443", Response::status(403));
    let (dead, alive) = ("127.0.0.1:1".to_owned(), proxy.url("/")["http://".len()..].to_owned());
    let alive = alive.trim_end_matches('/').to_owned();
    for (variable, place, url, said) in [
        ("http_proxy", &dead, "http://feed.example/rss", "takes no connection"),
        ("https_proxy", &dead, "https://feed.example/rss", "takes no connection"),
        ("https_proxy", &alive, "https://feed.example/rss", "lets nobody through"),
        ("http_proxy", &"proxy.invalid:1".to_owned(), "http://feed.example/rss", "has a name"),
    ] {
        let mut command = home.command(&["feed", "check", url]);
        let ran: Ran = command.env(variable, place).output().expect("it runs").into();
        let told = format!("{}{}", ran.stdout, ran.stderr);
        let whose = format!("the proxy \"{place}\" on the way to \"feed.example\" {said}");
        assert!(told.contains(&whose), "{variable} {url}: {told}");
    }
    let mut command = home.command(&["doctor"]);
    let ran: Ran = command.env("http_proxy", &dead).output().expect("it runs").into();
    assert!(ran.stdout.contains("no connection to 127.0.0.1:1"), "{}", ran.stdout);
    let mut command = home.command(&["doctor"]);
    let ran: Ran = command.env("http_proxy", &alive).output().expect("it runs").into();
    assert!(ran.stdout.contains("through 127.0.0.1\n"), "{}", ran.stdout);
}

#[test]
fn what_a_proxy_does_that_its_server_may_do_as_well_is_said_of_both() {
    let home = Home::new();
    let proxy = FeedServer::start();
    proxy.feed("http://feed.example/closed", Response::closed());
    let alive = proxy.authority();
    let socks = "socks5://127.0.0.1:1".to_owned();
    let both = format!("the proxy \"{alive}\", or \"feed.example\" behind it, hung up");
    let unknown = "no address found here for \"feed.example\", to tell the proxy \"127.0.0.1:1\"";
    for (place, path, said) in [(&alive, "closed", both.as_str()), (&socks, "rss", unknown)] {
        let url = format!("http://feed.example/{path}");
        let mut command = home.command(&["feed", "check", &url]);
        let ran: Ran = command.env("http_proxy", place).output().expect("it runs").into();
        assert!(ran.stdout.contains(said), "{}{}", ran.stdout, ran.stderr);
    }
}

#[test]
fn an_unknown_alert_is_named() {
    let home = Home::new().with_feeds(&[]);
    home.run(&["run", "--once"]).expect_status(0);
    let ran = home.run(&["alert", "ack", "4711"]).expect_status(2);
    assert!(ran.stderr.contains("4711"), "{}", ran.stderr);
}

#[test]
fn a_damaged_store_is_told_and_left_as_it_is() {
    let home = Home::new();
    std::fs::write(home.store(), vec![b'x'; 9_000]).expect("the file is written");
    let ran = home.run(&["alert", "list"]).expect_status(3);
    assert!(ran.stderr.contains("damaged"), "{}", ran.stderr);
    assert_eq!(std::fs::read(home.store()).expect("it is there"), vec![b'x'; 9_000]);
}

#[test]
fn a_search_without_finds_says_so_by_its_status() {
    let home = Home::new().with_feeds(&[]);
    home.run(&["run", "--once"]).expect_status(0);
    let ran = home.run(&["search", "nothing of the kind"]).expect_status(1);
    assert_eq!(ran.stdout, "");
}

#[test]
fn reading_commands_make_no_store() {
    let home = Home::new();
    for command in [&["alert", "list"][..], &["search", "x"], &["store", "stats"]] {
        let ran = home.run(command).expect_status(3);
        assert!(ran.stderr.contains("no store yet"), "{}", ran.stderr);
    }
    assert!(!home.store().exists());
}

#[test]
fn a_named_folder_that_is_not_there_is_an_error() {
    let ran = Home::new().run(&["--config", "/no/such/folder", "watch", "list"]).expect_status(2);
    assert!(ran.stderr.contains("/no/such/folder"), "{}", ran.stderr);
}

#[test]
fn an_article_line_that_is_no_object_is_refused() {
    let ran = Home::new().run_with(&["match"], "[\"rocket attack\"]\n").expect_status(2);
    assert!(ran.stderr.contains("line 1"), "{}", ran.stderr);
}

#[test]
fn the_dashboard_without_a_terminal_points_to_run() {
    let ran = Home::new().run(&[]).expect_status(2);
    assert!(ran.stderr.contains("wirewatch run"), "{}", ran.stderr);
}

#[test]
fn a_command_of_the_second_level_is_named_with_the_first() {
    for (typed, meant) in [
        (&["backtest", "x"][..], "'watch backtest'"),
        (&["list"], "'watch list', 'feed list'"),
        (&["import"], "'watch import', 'feed import'"),
        (&["status"], "'doctor'"),
        (&["version"], "'--version'"),
        (&["feed", "backup"], "'store backup'"),
        (&["serach"], "'search'"),
    ] {
        let ran = Home::new().run(typed).expect_status(2);
        assert!(ran.stderr.contains(meant), "{typed:?}: {}", ran.stderr);
    }
}

#[test]
fn a_bad_time_is_named() {
    let ran = Home::new().run(&["match", "--now", "yesterday"]).expect_status(2);
    assert!(ran.stderr.contains("yesterday"), "{}", ran.stderr);
}

#[test]
fn the_readme_lists_the_statuses_of_the_code() {
    let readme = include_str!("../../README.md");
    for (status, meaning) in wirewatch::cli::STATUSES {
        let row = format!("| {status} | {meaning} |");
        assert!(readme.contains(&row), "the README lacks: {row}");
    }
}
