//! `wirewatch feed …` as people type it: addresses without a scheme or in other spellings, options that
//! cannot be, pages whose feed is dead, checks of feeds that are down, lists of our own.

#![allow(clippy::unwrap_used, reason = "tests")]

use crate::support::home::Home;
use crate::support::screen::Screen;
use crate::support::server::{FeedServer, Response};

const RSS: &str = "<rss version=\"2.0\"><channel><title>Harbour wire</title>\
    <item><title>Rocket hits near the embassy</title><guid>1</guid></item></channel></rss>";

fn home() -> Home {
    let home = Home::new();
    home.write("feeds.toml", "defaults = false\n");
    home
}

fn feeds(home: &Home) -> String {
    std::fs::read_to_string(home.config().join("feeds.toml")).unwrap()
}

fn page(links: &[&str]) -> Response {
    let link = |href| format!("<link rel=alternate type='application/rss+xml' href='{href}'>");
    let links: String = links.iter().map(link).collect();
    Response::ok(format!("<!doctype html><html><head>{links}</head></html>"))
}

/// `--allow-private` is for the server that was typed, whatever scheme it turns out to speak.
#[test]
fn an_address_without_a_scheme_keeps_what_is_given_for_it() {
    let server = FeedServer::start();
    server.feed("/rss", Response::ok(RSS)).feed("/", page(&["/rss"]));
    for path in ["/rss", "/"] {
        let home = home();
        let typed = server.url(path).replace("http://", "");
        home.run(&["feed", "add", &typed, "--allow-private"]).expect_status(0);
        let file = feeds(&home);
        assert!(file.contains(&server.url("/rss")), "{file}");
        assert!(file.contains("allow_private = true"), "{file}");
    }
}

#[test]
fn a_page_whose_feed_is_dead_does_not_advise_to_add_the_page() {
    let server = FeedServer::start();
    server.feed("/", page(&["/dead.xml"])).feed("/dead.xml", Response::status(404));
    let ran = home().run(&["feed", "add", &server.url("/"), "--allow-private"]).expect_status(3);
    let advice = format!("`wirewatch feed add --no-check {}`", server.url("/dead.xml"));
    assert!(ran.stderr.contains(&advice), "{}", ran.stderr);
}

#[test]
fn a_feed_in_another_spelling_is_refused_as_an_import_does() {
    let home = home();
    let add = |url: &str, status| {
        home.run(&["feed", "add", "--no-check", url]).expect_status(status).stderr
    };
    add("http://a.example/f", 0);
    let said = add("https://a.example/f/", 2);
    for part in ["exists already as http://a.example/f", "feed remove http://a.example/f"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(add("http://a.example/f", 2).contains("exists already"));
    home.run(&["feed", "disable", "http://a.example/f"]).expect_status(0);
    add("https://a.example/f/", 0);
}

#[test]
fn options_that_cannot_be_are_errors_and_nothing_is_dropped_silently() {
    let home = home();
    let url = "https://a.example/f";
    for (more, said) in [
        (&["--language", "de_DE"][..], "\"de_DE\" is no language tag; write \"de-DE\""),
        (&["--language", "english please"], "is no language tag; write \"en\" or \"pt-BR\""),
        (&["--tag", " "], "an empty label"),
        (&["--user", "desk"], "--password-file <FILE>|--password-env <NAME>"),
        (&["--interval", "0s"], "1s to 1d"),
        (&["--interval", "2d"], "1s to 1d"),
    ] {
        let ran = home.run(&[&["feed", "add", "--no-check", url], more].concat());
        let ran = ran.expect_status(2);
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    assert!(!feeds(&home).contains(url));
    let fine = ["--language", "pt-BR", "--tag", " port ", "--user", "u", "--password-env", "P"];
    home.run(&[&["feed", "add", "--no-check", url], &fine[..]].concat()).expect_status(0);
    let file = feeds(&home);
    for part in ["\"pt-BR\"", "[\"port\"]", "user = \"u\"", "password_env = \"P\""] {
        assert!(file.contains(part), "{part}: {file}");
    }
}

#[test]
fn the_end_of_input_picks_no_feed() {
    let server = FeedServer::start();
    server.feed("/", page(&["/a.xml", "/b.xml"])).feed("/a.xml", Response::ok(RSS));
    let home = home();
    let args = ["feed", "add", &server.url("/"), "--allow-private"];
    let mut screen = Screen::start(&home, &args, 100, 24);
    screen.wait_for("Which one?");
    screen.press("\u{4}");
    screen.wait_for("nothing was added");
    assert!(!feeds(&home).contains("a.xml"));
}

#[test]
fn a_check_promises_nothing_and_tells_the_addresses_of_a_name() {
    let server = FeedServer::start();
    server.feed("/busy", Response::status(503));
    let port = server.url("/").rsplit(':').next().unwrap().trim_end_matches('/').to_owned();
    let url = format!("http://localhost:{port}/busy");
    let home = home();
    let ran = home.run(&["feed", "check", "--allow-private", &url]).expect_status(3);
    assert!(ran.stdout.contains("name       localhost is "), "{}", ran.stdout);
    assert!(ran.stdout.contains("127.0.0.1"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("tried again"), "{}", ran.stdout);
    // Nobody listens on port 1.
    let ran = home.run(&["feed", "check", "--allow-private", "http://localhost:1/"]);
    let told = ran.expect_status(3).stdout;
    let name = told.lines().find(|line| line.contains("localhost is")).unwrap_or_default();
    assert!(name.contains("tried"), "{told}");
}

#[test]
fn a_check_of_all_and_one_more_checks_each_once() {
    let server = FeedServer::start();
    for path in ["/own", "/other"] {
        server.feed(path, Response::ok(RSS));
    }
    let (own, other) = (server.url("/own"), server.url("/other"));
    let home = Home::new().with_feeds(std::slice::from_ref(&own));
    home.run(&["feed", "check", &other, "all", &own, "--allow-private"]).expect_status(0);
    assert_eq!((server.hits("/own"), server.hits("/other")), (1, 1));
}

#[test]
fn a_list_of_ours_is_taken_back_with_both_spellings_of_one_feed() {
    let home = home();
    let urls = ["http://a.example/f/", "https://a.example/f", "https://b.example/?x=1&amp;y=2"];
    let list: String = urls.iter().map(|url| format!("[[feed]]\nurl = \"{url}\"\n")).collect();
    home.write("feeds.toml", &format!("defaults = false\n{list}"));
    let exported = home.run(&["feed", "export"]).expect_status(0).stdout;
    let other = self::home();
    let ran = other.run_with(&["feed", "import", "--own", "-"], &exported).expect_status(0);
    assert!(ran.stdout.contains("added 3 of 3 feeds"), "{}", ran.stdout);
    let file = feeds(&other);
    for url in urls {
        assert!(file.contains(&format!("\"{url}\"")), "{url}: {file}");
    }
    let again = other.run_with(&["feed", "import", "--own", "-"], &exported).expect_status(0);
    assert!(again.stdout.contains("added 0 of 3 feeds"), "{}", again.stdout);
}

#[test]
fn one_wish_that_cannot_be_costs_no_list() {
    let list = "<opml version='2.0'><body><outline type='rss' xmlUrl='https://a.example/f'/>\
        <outline type='rss' xmlUrl='https://b.example/f' wirewatch:interval='172800'/></body></opml>";
    let home = home();
    let ran = home.run_with(&["feed", "import", "-"], list).expect_status(0);
    assert!(ran.stdout.contains("added 2 of 2 feeds"), "{}", ran.stdout);
    assert!(ran.stderr.contains("https://b.example/f: its interval"), "{}", ran.stderr);
}

#[test]
fn tags_that_a_list_teaches_leave_comments_where_they_are() {
    let home = home();
    let own = "defaults = false\n[[feed]]\nurl = \"https://a.example/f\"\n\
        tags = [ # what it is for\n  \"port\", # ships\n  # nothing else\n]\n\
        [[feed]]\nurl = \"https://b.example/f\"\ntags = [ # none yet\n]\n";
    home.write("feeds.toml", own);
    let list = "https://a.example/f gulf\nhttps://b.example/f gulf wire\n";
    home.run_with(&["feed", "import", "-"], list).expect_status(0);
    let expected = own
        .replace("\"port\",", "\"port\", \"gulf\",")
        .replace("yet\n]", "yet\n\"gulf\", \"wire\"]");
    assert_eq!(feeds(&home), expected);
}
