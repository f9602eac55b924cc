//! `wirewatch feed …` against real local HTTP: adding with discovery, checking, lists in and out,
//! credentials that nobody sees, and feeds that moved or ended.

#![allow(clippy::unwrap_used, reason = "tests")]

use crate::support::home::{Home, Ran, Running};
use crate::support::server::{FeedServer, Response};

const RSS: &str = "<rss version=\"2.0\"><channel><title>Harbour wire</title><language>en</language>\
    <item><title>Rocket hits near the embassy</title><guid>1</guid>\
    <pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate></item></channel></rss>";

fn page(links: &[(&str, &str)]) -> Response {
    let links: String = links
        .iter()
        .map(|(href, title)| {
            format!("<link rel=alternate type='application/rss+xml' title='{title}' href='{href}'>")
        })
        .collect();
    Response::ok(format!("<!doctype html><html><head>{links}</head><body>News</body></html>"))
}

/// A home with no feeds but its own.
fn home() -> Home {
    let home = Home::new();
    home.write("feeds.toml", "defaults = false\n");
    home
}

fn add(home: &Home, url: &str, more: &[&str]) -> Ran {
    home.run(&[&["feed", "add", url, "--allow-private"], more].concat())
}

fn list(home: &Home) -> serde_json::Value {
    let ran = home.run(&["feed", "list", "--format", "json"]).expect_status(0);
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn a_page_is_added_as_the_feed_that_it_names() {
    let server = FeedServer::start();
    server.feed("/", page(&[("/rss.xml", "All news")])).feed("/rss.xml", Response::ok(RSS));
    let home = home();
    let ran = add(&home, &server.url("/"), &[]).expect_status(0);
    assert!(ran.stdout.contains("Harbour wire: 1 article"), "{}", ran.stdout);
    let listed = &list(&home)[0];
    assert_eq!(listed["url"], server.url("/rss.xml"));
    assert_eq!((&listed["title"], &listed["language"]), (&"Harbour wire".into(), &"en".into()));
    let again = add(&home, &server.url("/rss.xml"), &[]).expect_status(2);
    assert!(again.stderr.contains("exists already"), "{}", again.stderr);
}

#[test]
fn of_several_feeds_one_must_be_picked() {
    let server = FeedServer::start();
    server.feed("/", page(&[("/a.xml", "World"), ("/b.xml", "Sport")]));
    server.feed("/a.xml", Response::ok(RSS)).feed("/b.xml", Response::ok(RSS));
    let home = home();
    let ran = add(&home, &server.url("/"), &[]).expect_status(2);
    for part in ["--pick N", "/a.xml  World", "/b.xml  Sport"] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    add(&home, &server.url("/"), &["--pick", "3"]).expect_status(2);
    assert_eq!(list(&home).as_array().map(Vec::len), Some(0));
    add(&home, &server.url("/"), &["--pick", "2", "--title", "Mine"]).expect_status(0);
    let listed = &list(&home)[0];
    assert_eq!((&listed["url"], &listed["title"]), (&server.url("/b.xml").into(), &"Mine".into()));
}

/// A port is another server, and nothing that is secret goes there because a page says so.
#[test]
fn what_is_given_for_one_server_is_given_to_no_other() {
    let (server, other) = (FeedServer::start(), FeedServer::start());
    let stranger = other.url("/feed.xml");
    server.feed("/page", page(&[(&stranger, "Elsewhere")]));
    server.feed("/own", page(&[("/feed.xml", "Own")])).feed("/feed.xml", Response::ok(RSS));
    other.feed("/feed.xml", Response::ok(RSS));
    let home = home();
    home.write("secret.txt", "sesame\n");
    home.write("config.toml", "[fetch]\nallow_private = [\"127.0.0.0/8\"]\n");
    let bob = ["--user", "bob", "--password-file", "secret.txt"];
    let ran = add(&home, &server.url("/page"), &bob).expect_status(0);
    for part in
        ["credentials and --allow-private", &stranger, &server.url("/page"), "remove the feed"]
    {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    assert_eq!(other.received("/feed.xml")[0].header("authorization"), None);
    let file = std::fs::read_to_string(home.config().join("feeds.toml")).unwrap();
    assert!(file.contains(&stranger), "{file}");
    for word in ["bob", "secret", "allow_private"] {
        assert!(!file.contains(word), "{word}: {file}");
    }
    other.feed("/feed.xml", Response::status(401));
    let ran = add(&home, &server.url("/page"), &bob).expect_status(3);
    assert!(ran.stderr.contains("add this address itself"), "{}", ran.stderr);

    let ran = add(&home, &server.url("/own"), &bob).expect_status(0);
    assert!(!ran.stderr.contains("alone"), "{}", ran.stderr);
    assert!(server.received("/feed.xml")[0].header("authorization").is_some());
    let file = std::fs::read_to_string(home.config().join("feeds.toml")).unwrap();
    assert!(file.contains("bob"), "{file}");
}

#[test]
fn what_is_no_feed_is_added_only_unseen() {
    let server = FeedServer::start();
    server.feed("/", Response::ok("<html><body>Nothing here</body></html>"));
    let home = home();
    let ran = add(&home, &server.url("/"), &[]).expect_status(2);
    assert!(ran.stderr.contains("names no feed"), "{}", ran.stderr);
    let ran = add(&home, &server.url("/none.xml"), &[]).expect_status(3);
    assert!(ran.stderr.contains("--no-check"), "{}", ran.stderr);
    let private = home.run(&["feed", "add", &server.url("/")]).expect_status(3);
    assert!(private.stderr.contains("private address"), "{}", private.stderr);
    let hits = server.hits("/none.xml");
    add(&home, &server.url("/none.xml"), &["--no-check"]).expect_status(0);
    assert_eq!(server.hits("/none.xml"), hits, "unseen");
    assert_eq!(list(&home)[0]["state"], "new");
}

#[test]
fn a_host_that_asks_for_a_wait_is_asked_nothing_more() {
    let server = FeedServer::start();
    let wait = Response::status(429).header("Retry-After", "60");
    server.feed("/", Response::ok("<html><body>Nothing here</body></html>"));
    server.feed("/feed/", wait.clone()).feed("/rss", Response::ok(RSS));
    let home = home();
    let ran = add(&home, &server.url("/"), &[]).expect_status(3);
    assert!(ran.stderr.contains("asks to wait"), "{}", ran.stderr);
    assert_eq!((server.hits("/feed/"), server.hits("/rss")), (1, 0));

    server.feed("/a", wait.clone()).feed("/b", wait);
    let (a, b) = (server.url("/a"), server.url("/b"));
    let ran = home.run(&["feed", "check", "--allow-private", &a, &b]).expect_status(3);
    assert!(ran.stdout.contains("not asked: "), "{}", ran.stdout);
    assert_eq!(server.hits("/a") + server.hits("/b"), 1);
}

#[test]
fn a_check_says_the_way_the_document_and_the_matches() {
    let server = FeedServer::start();
    server.feed("/old", Response::redirect(301, "/new.xml"));
    let document = Response::ok(RSS).etag("\"7\"").header("Cache-Control", "max-age=600");
    server.feed("/new.xml", document);
    let home = home();
    let url = server.url("/old").replace("http://", "http://desk:sesame@");
    let ran = home.run(&["feed", "check", &url, "--allow-private"]).expect_status(0);
    for part in [
        "/old → 301",
        "/new.xml → 200",
        "moved      for good",
        "ETag",
        "600 s",
        "Harbour wire, en",
        "items      1",
        "rocket 1",
        "Rocket hits near the embassy",
    ] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    assert!(!ran.stdout.contains("sesame") && !ran.stderr.contains("sesame"));
    assert_eq!(
        server.received("/new.xml")[0].header("authorization").unwrap(),
        "Basic ZGVzazpzZXNhbWU="
    );
    assert!(!home.store().exists(), "a check stores nothing");
    let ran =
        home.run(&["feed", "check", &server.url("/none"), "--allow-private"]).expect_status(3);
    assert!(ran.stdout.contains("status 404"), "{}", ran.stdout);
}

#[test]
fn lists_come_in_once_and_go_out_again() {
    let home = home();
    let opml = "<opml version='2.0'><body><outline text='Gulf'><outline type='rss' text='A &amp; B' \
        xmlUrl='https://a.example/rss'/></outline><outline type='rss' text='C' \
        xmlUrl='https://user:sesame@c.example/rss'/><outline text='bad' xmlUrl='file:///etc/passwd'/>\
        </body></opml>";
    let newsboat =
        "https://a.example/rss tagged\nhttps://n.example/feed \"~Named\" gulf\nexec:ls\n";
    std::fs::write(home.path().join("in.opml"), opml).unwrap();
    std::fs::write(home.path().join("urls"), newsboat).unwrap();
    let import = |name: &str| {
        let path = home.path().join(name);
        home.run(&["feed", "import", path.to_str().unwrap()]).expect_status(0).stdout
    };
    assert!(import("in.opml").contains("added 2 of 2 feeds in "));
    assert!(import("in.opml").contains("added 0 of 2 feeds in "), "twice is once");
    assert!(import("urls").contains("added 1 of 2 feeds in "));
    let listed = list(&home);
    let urls: Vec<&str> =
        listed.as_array().unwrap().iter().map(|f| f["url"].as_str().unwrap()).collect();
    assert_eq!(urls, ["https://a.example/rss", "https://c.example/rss", "https://n.example/feed"]);
    assert_eq!(listed[0]["tags"][0], "Gulf");
    let exported = home.run(&["feed", "export"]).expect_status(0).stdout;
    assert!(exported.contains("<opml version=\"2.0\" xmlns:") && exported.contains("A &amp; B"));
    assert!(!exported.contains("sesame"), "{exported}");
    let other = self::home();
    let path = other.path().join("out.opml");
    std::fs::write(&path, &exported).unwrap();
    other.run(&["feed", "import", path.to_str().unwrap()]).expect_status(0);
    assert_eq!(list(&other).as_array().map(Vec::len), Some(3), "what goes out comes in");
}

#[test]
fn what_is_exported_is_imported_the_same_where_the_list_is_ones_own() {
    let home = home();
    let feeds = "defaults = false\n\
        [[feed]]\nurl = \"https://a.example/rss\"\nenabled = false\ninterval = \"7m\"\n\
        [[feed]]\nurl = \"https://b.example/rss\"\nuser = \"desk\"\npassword_env = \"WIRE\"\n\
        [[feed]]\nurl = \"https://c.example/rss\"\nheader_file = \"/keys/c\"\n\
        [[feed]]\nurl = \"http://10.1.2.3/rss\"\nallow_private = true\ntitle = \"Own\"\n\
        [[feed]]\nurl = \"https://ali:sesame@d.example/rss\"\n";
    home.write("feeds.toml", feeds);
    let ran = home.run(&["feed", "export"]).expect_status(0);
    assert!(ran.stderr.contains("1 feed with a password in the address"), "{}", ran.stderr);
    assert!(!ran.stdout.contains("sesame"), "{}", ran.stdout);
    let taken = |args: &[&str]| {
        let other = self::home();
        let told = other.run_with(args, &ran.stdout).expect_status(0).stderr;
        (std::fs::read_to_string(other.config().join("feeds.toml")).unwrap(), told)
    };
    let (file, _) = taken(&["feed", "import", "--own", "-"]);
    for line in [
        "enabled = false",
        "interval = \"7m\"",
        "user = \"desk\"\npassword_env = \"WIRE\"",
        "header_file = \"/keys/c\"",
        "title = \"Own\"\nallow_private = true",
    ] {
        assert!(file.contains(line), "{line}: {file}");
    }
    // A stranger's list sends no file of ours anywhere.
    let (file, told) = taken(&["feed", "import", "-"]);
    for word in ["WIRE", "/keys", "allow_private"] {
        assert!(!file.contains(word), "{file}");
    }
    assert!(file.contains("enabled = false") && told.contains("3 feeds where"), "{told}");
}

#[test]
fn a_feed_under_another_spelling_of_its_address_is_there_already() {
    let home = home();
    home.write("feeds.toml", "defaults = false\n[[feed]]\nurl = \"https://a.example/rss/\"\n");
    let list = "http://a.example/rss gulf\nhttps://b.example/rss\nhttps://b.example/rss/\n";
    let ran = home.run_with(&["feed", "import", "-"], list).expect_status(0);
    assert!(ran.stdout.contains("added 1 of 2 feeds"), "{}", ran.stdout);
    let listed = list_of(&home);
    assert_eq!(listed, ["https://a.example/rss/", "https://b.example/rss"]);
}

fn list_of(home: &Home) -> Vec<String> {
    let listed = list(home);
    let urls = listed.as_array().unwrap().iter().map(|feed| feed["url"].as_str().unwrap());
    urls.map(str::to_owned).collect()
}

#[test]
fn a_check_of_all_feeds_without_any_says_how_to_add_one() {
    let home = Home::new();
    home.write("feeds.toml", "defaults = false\n");
    let ran = home.run(&["feed", "check", "all"]).expect_status(0);
    assert!(ran.stderr.contains("`wirewatch feed add URL` adds one"), "{}", ran.stderr);
}

#[test]
fn a_list_that_breaks_off_is_taken_as_far_as_it_goes_and_told() {
    let home = home();
    let cut = "<opml version='2.0'><body><outline text='A' xmlUrl='https://a.example/rss'/><outl";
    let ran = home.run_with(&["feed", "import", "-"], cut).expect_status(0);
    assert!(ran.stdout.contains("added 1 of 1 feed"), "{}", ran.stdout);
    assert!(ran.stderr.contains("breaks off before its end"), "{}", ran.stderr);
    let ran = home.run_with(&["feed", "import", "-"], &cut[..30]).expect_status(2);
    assert!(ran.stderr.contains("no feeds in it, and it breaks off"), "{}", ran.stderr);
}

#[test]
fn a_feed_that_is_switched_off_is_still_seen() {
    let server = FeedServer::start();
    server.feed("/f.xml", Response::ok(RSS));
    let home = home().with_feeds(&[server.url("/f.xml")]);
    home.run(&["run", "--once"]).expect_status(0);
    home.run(&["feed", "disable", &server.url("/f.xml")]).expect_status(0);
    let listed = home.run(&["feed", "list"]).expect_status(0);
    assert!(listed.stdout.contains("disabled"), "{}", listed.stdout);
    assert_eq!(list(&home)[0]["enabled"], false);
    home.run(&["feed", "enable", &server.url("/f.xml")]).expect_status(0);
    let listed = home.run(&["feed", "list"]).expect_status(0);
    assert!(!listed.stdout.contains("disabled"), "{}", listed.stdout);
}

#[test]
fn credentials_are_sent_and_never_seen() {
    let server = FeedServer::start();
    for path in ["/file", "/env", "/header", "/url"] {
        server.feed(path, Response::ok(RSS.replace("<guid>1", &format!("<guid>{path}"))));
    }
    server.feed("/missing", Response::ok(RSS));
    let home = home();
    home.write("secret.txt", "sesame-file\n");
    home.write("header.txt", "X-Key: sesame-header\n");
    let url = |path: &str| server.url(path);
    let given = url("/url").replace("http://", "http://u:sesame-url@");
    let feeds = format!(
        "defaults = false\n\
         [[feed]]\nurl = \"{}\"\nallow_private = true\nuser = \"u\"\npassword_file = \"secret.txt\"\n\
         [[feed]]\nurl = \"{}\"\nallow_private = true\nuser = \"u\"\npassword_env = \"WIRE_PASSWORD\"\n\
         [[feed]]\nurl = \"{}\"\nallow_private = true\nheader_file = \"header.txt\"\n\
         [[feed]]\nurl = \"{given}\"\nallow_private = true\n\
         [[feed]]\nurl = \"{}\"\nallow_private = true\nuser = \"u\"\npassword_file = \"gone.txt\"\n",
        url("/file"),
        url("/env"),
        url("/header"),
        url("/missing"),
    );
    home.write("feeds.toml", &feeds);
    let mut command = home.command(&["run", "--once", "--since", "all", "-vv"]);
    let ran: Ran = command.env("WIRE_PASSWORD", "sesame-env").output().unwrap().into();
    let ran = ran.expect_status(0);
    let sent = |path: &str, header: &str| server.received(path)[0].header(header);
    assert_eq!(sent("/file", "authorization").unwrap(), "Basic dTpzZXNhbWUtZmlsZQ==");
    assert_eq!(sent("/env", "authorization").unwrap(), "Basic dTpzZXNhbWUtZW52");
    assert_eq!(sent("/header", "x-key").unwrap(), "sesame-header");
    assert_eq!(sent("/url", "authorization").unwrap(), "Basic dTpzZXNhbWUtdXJs");
    assert_eq!(server.hits("/missing"), 0, "not asked without its password");
    let listed = home.run(&["feed", "list"]).expect_status(0).stdout;
    assert!(listed.contains("gone.txt"), "{listed}");
    let all = list(&home);
    let missing = all.as_array().unwrap().iter().find(|feed| feed["url"] == url("/missing"));
    assert_eq!(missing.unwrap()["state"], "auth", "{all}");
    let doctor = home.run(&["doctor"]).stdout;
    let advice = doctor.split("gone.txt").nth(1).unwrap_or_default();
    assert!(advice.contains("mend that file"), "{doctor}");
    assert!(!advice.contains("allow_private"), "{doctor}");
    let json = list(&home).to_string();
    let store = std::fs::read(home.store()).unwrap();
    let log = std::fs::read(home.store().with_extension("db-wal")).unwrap_or_default();
    for text in [ran.stdout, ran.stderr, listed, json] {
        assert!(!text.contains("sesame"), "{text}");
    }
    for bytes in [store, log] {
        assert!(!bytes.windows(6).any(|w| w == b"sesame"), "in the store");
    }
}

#[test]
fn credentials_that_cannot_be_are_an_error_of_the_file() {
    for (keys, said) in [
        ("user = \"u\"", "has no password"),
        ("password_env = \"P\"", "has no user"),
        ("user = \"u\"\npassword_env = \"P\"\nheader_file = \"h\"", "not both"),
        ("user = \"u\"\npassword_env = \"$P\"", "no name of an environment variable"),
    ] {
        let home = Home::new();
        home.write("feeds.toml", &format!("[[feed]]\nurl = \"https://a.example/\"\n{keys}\n"));
        let ran = home.run(&["config", "check"]).expect_status(2);
        assert!(ran.stderr.contains(said) || ran.stdout.contains(said), "{said}: {}", ran.stderr);
    }
}

#[test]
fn what_had_ended_and_is_wanted_again_is_asked_by_the_process_that_polls() {
    let server = FeedServer::start();
    server.feed("/gone.xml", Response::status(410));
    let gone = server.url("/gone.xml");
    let home = Home::new().with_feeds(std::slice::from_ref(&gone));
    let state = || list(&home)[0]["state"].clone();
    let until =
        |wanted: &str| assert!((0..400).any(|_| state() == wanted), "{wanted}: {}", state());
    let running = Running(home.command(&["run"]).spawn().unwrap());
    server.wait_for_hits("/gone.xml", 1);
    until("gone");
    server.feed("/gone.xml", Response::ok(RSS));
    let enabled = home.run(&["feed", "enable", &gone]).expect_status(0);
    assert!(enabled.stdout.contains("asked again"), "{}", enabled.stdout);
    server.wait_for_hits("/gone.xml", 2);
    until("ok");
    drop(running);
    server.feed("/gone.xml", Response::status(410));
    home.run(&["run", "--once"]);
    let added = add(&home, &gone, &["--no-check"]).expect_status(0);
    assert!(
        added.stdout.contains("is there (it had ended, and is asked again)"),
        "{}",
        added.stdout
    );
    assert_eq!(state(), "new");
    let again = add(&home, &gone, &["--no-check"]).expect_status(2);
    assert!(again.stderr.contains("feed list"), "{}", again.stderr);
}

#[test]
fn a_moved_feed_is_asked_where_it_is_and_a_gone_one_no_more() {
    let server = FeedServer::start();
    server.feed("/old.xml", Response::redirect(301, "/new.xml"));
    server.feed("/new.xml", Response::ok(RSS));
    server.feed("/gone.xml", Response::status(410));
    let home = Home::new().with_feeds(&[server.url("/old.xml"), server.url("/gone.xml")]);
    let round = || home.run(&["run", "--once", "--since", "all"]).expect_status(0);
    let told = round();
    assert!(told.stderr.contains("moved for good"), "{}", told.stderr);
    assert!(told.stderr.contains("has ended this feed"), "{}", told.stderr);
    round();
    assert_eq!((server.hits("/old.xml"), server.hits("/new.xml")), (1, 2));
    assert_eq!(server.hits("/gone.xml"), 1, "not polled again");
    server.feed("/gone.xml", Response::ok(RSS));
    let gone = server.url("/gone.xml");
    let enabled = home.run(&["feed", "enable", &gone]).expect_status(0);
    assert!(enabled.stdout.contains("asked again"), "{}", enabled.stdout);
    round();
    assert_eq!((server.hits("/gone.xml"), &list(&home)[1]["state"]), (2, &"ok".into()));
    server.feed("/gone.xml", Response::status(410));
    round();
    home.run(&["feed", "remove", &gone]).expect_status(0);
    let added = add(&home, &gone, &["--no-check"]).expect_status(0);
    assert!(added.stdout.contains("asked again"), "{}", added.stdout);
    round();
    assert_eq!(server.hits("/gone.xml"), 4);
    let listed = list(&home);
    assert_eq!(listed[0]["url"], server.url("/old.xml"));
    assert_eq!(listed[0]["moved"], server.url("/new.xml"));
    assert_eq!((&listed[0]["articles"], &listed[1]["state"]), (&1.into(), &"gone".into()));
    let table = home.run(&["feed", "list"]).expect_status(0).stdout;
    assert!(table.contains(&format!("moved to {}", server.url("/new.xml"))), "{table}");
    // A place that proves wrong is forgotten after two failures, and the first address asked.
    server.feed("/new.xml", Response::status(404));
    for _ in 0..2 {
        home.run(&["run", "--once"]);
    }
    server.feed("/old.xml", Response::ok(RSS));
    round();
    assert_eq!((server.hits("/old.xml"), &list(&home)[0]["moved"]), (2, &serde_json::Value::Null));
}

#[test]
fn a_redirect_for_good_that_was_a_mistake_is_forgotten_and_a_dead_old_address_is_not() {
    let server = FeedServer::start();
    server.feed("/other.xml", Response::ok(RSS));
    for old in ["/back.xml", "/parked.xml", "/dead.xml"] {
        server.feed(old, Response::redirect(301, "/other.xml"));
    }
    let old = ["/back.xml", "/parked.xml", "/dead.xml"].map(|path| server.url(path));
    let home = Home::new().with_feeds(&old);
    let round = || home.run(&["run", "--once"]).expect_status(0);
    for _ in 0..3 {
        round();
    }
    let moved = |place: usize| list(&home)[place]["moved"].clone();
    assert!((0..3).all(|place| moved(place) == server.url("/other.xml")));
    server.feed("/back.xml", Response::ok(RSS.replace("Rocket", "Own rocket")));
    server.feed("/parked.xml", Response::ok("<!DOCTYPE html><html>For sale</html>"));
    server.feed("/dead.xml", Response::status(404));
    for _ in 3..10 {
        round();
        assert!(list(&home).as_array().unwrap().iter().all(|feed| feed["state"] == "ok"));
    }
    assert_eq!(moved(0), serde_json::Value::Null, "its own address gives the feed again");
    assert!((1..3).all(|place| moved(place) == server.url("/other.xml")));
    assert!(server.hits("/dead.xml") == 2, "an old address is asked now and then");
}

#[test]
fn a_clock_that_is_more_than_a_day_ahead_is_said_with_all_its_hours() {
    let server = FeedServer::start();
    let now = jiff::Timestamp::now();
    let item = |n: i64| {
        let at = now + jiff::SignedDuration::from_hours(26 - n);
        let at = at.strftime("%a, %d %b %Y %H:%M:%S GMT");
        format!("<item><title>Item {n}</title><guid>{n}</guid><pubDate>{at}</pubDate></item>")
    };
    let items: String = (0..9).map(item).collect();
    let feed = format!("<rss><channel><title>Ahead</title>{items}</channel></rss>");
    server.feed("/ahead.xml", Response::ok(feed));
    let url = server.url("/ahead.xml");
    let home = Home::new().with_feeds(std::slice::from_ref(&url));
    let told = home.run(&["feed", "check", &url]).expect_status(0).stdout;
    assert!(told.contains("26 h ahead"), "{told}");
    home.run(&["run", "--once"]).expect_status(0);
    let told = list(&home)[0]["repaired"].clone();
    assert!(told.as_str().unwrap().contains("26 h ahead"), "{told}");
}

#[test]
fn a_password_in_an_address_is_remarked_and_never_shown() {
    let home = Home::new();
    home.write("feeds.toml", "defaults = false\n");
    let list = "https://ali:sesame@a.example/rss\nftp://ali:sesame@b.example/rss\n";
    let said = "1 with a password in its address, now in this file: take it out";
    let mut told = String::new();
    let mut run = |args: &[&str], status, expected: &str| {
        let ran = home.run_with(args, list).expect_status(status);
        let text = ran.stdout + &ran.stderr;
        assert!(text.contains(expected), "{args:?}: {text}");
        told += &text;
    };
    run(&["feed", "import", "-"], 0, said);
    run(&["feed", "add", "--no-check", "https://ali:sesame@c.example/rss"], 0, said);
    let warning = "feeds.toml:4:7: this address holds a password: take it out";
    for command in [&["config", "check"][..], &["doctor"]] {
        run(command, if command == ["doctor"] { 3 } else { 0 }, warning);
    }
    run(&["feed", "add", "ftp://ali:sesame@c.example/rss"], 2, "only http and https");
    run(&["feed", "check", "ftp://ali:sesame@c.example/rss"], 2, "is no address");
    run(&["feed", "parse", "https://ali:sesame@127.0.0.1:9/rss"], 3, "127.0.0.1");
    run(&["feed", "disable", "https://ali:sesame@c.example/rss"], 0, "disabled ");
    run(&["feed", "remove", "https://ali:sesame@c.example/rss"], 0, "removed ");
    home.write("feeds.toml", "[[feed]]\nurl = \"https://ali:sesame@a.example/rss\ntitle = 1\n");
    run(&["feed", "list"], 2, "feeds.toml:2:");
    assert!(!told.contains("sesame"), "{told}");
}

#[test]
fn one_address_in_several_spellings_is_doubted() {
    let home = Home::new();
    let feed = |url: &str| format!("[[feed]]\nurl = \"{url}\"\n");
    let urls = ["https://a.example/rss", "http://www.a.example/rss/", "https://b.example/rss"];
    let all: String = urls.iter().map(|url| feed(url)).collect();
    home.write("feeds.toml", &format!("defaults = false\n{all}"));
    let said = "\"http://www.a.example/rss/\" is \"https://a.example/rss\" in another spelling";
    let checked = home.run(&["config", "check"]).expect_status(0).stdout;
    assert!(checked.contains(&format!("warning: feeds.toml: {said}")), "{checked}");
    assert_eq!(checked.matches("warning").count(), 1, "{checked}");
}

#[test]
fn credentials_that_are_not_there_are_told_before_the_first_poll() {
    let home = Home::new();
    home.write(
        "feeds.toml",
        "defaults = false\n[[feed]]\nurl = \"https://paid.example/rss\"\nuser = \"u\"\n\
         password_file = \"paid.txt\"\n",
    );
    let ran = home.run(&["config", "check"]).expect_status(0);
    let said = "warning: feeds.toml: https://paid.example/rss is not asked: the credentials in ";
    assert!(ran.stdout.contains(said) && ran.stdout.contains("paid.txt"), "{}", ran.stdout);
    let file = home.write("paid.txt", "sesame\n");
    #[cfg(unix)]
    std::fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    assert!(!home.run(&["config", "check"]).expect_status(0).stdout.contains("warning"));
}

/// Nothing in them is dated: what is known of one poll is missing in the next, but for a pinned piece.
#[test]
fn a_window_that_ran_over_is_told_without_dates_too() {
    let items = |from: usize| -> String {
        (from..from + 4)
            .map(|n| format!("<item><title>Report {n} of the day</title><guid>{n}</guid></item>"))
            .collect()
    };
    let pinned = "<item><title>About us</title><guid>0</guid>\
        <pubDate>Tue, 03 Mar 2020 10:00:00 GMT</pubDate></item>";
    let document = |inside: &str| {
        let head = "<rss version=\"2.0\"><channel><title>W</title>";
        Response::ok(format!("{head}{inside}</channel></rss>"))
    };
    let server = FeedServer::start();
    let home = Home::new().with_feeds(&[server.url("/w"), server.url("/same"), server.url("/top")]);
    let dated = |from: usize| -> String {
        let day = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(1);
        let item = |n: i64| {
            let at = day + jiff::SignedDuration::from_mins(n);
            format!(
                "<item><title>Story {n} of it</title><guid>d{n}</guid><pubDate>{at}</pubDate></item>"
            )
        };
        (from as i64..from as i64 + 4).map(item).collect()
    };
    for from in [10, 20] {
        let top = "<item><title>Our rules</title><guid>top</guid></item>".to_owned();
        server.feed("/top", document(&(top + &dated(from))));
        server.feed("/w", document(&(pinned.to_owned() + &items(from))));
        server.feed("/same", document(&items(from - from / 20 * 7)));
        home.run(&["run", "--once"]).expect_status(0);
    }
    let listed = list(&home);
    let said = |at: usize| listed[at]["repaired"].as_str().unwrap_or("").to_owned();
    assert!(said(0).starts_with("polled too rarely"), "{listed}");
    assert_eq!(said(1), "");
    assert!(said(2).starts_with("polled too rarely"), "an undated piece on top: {listed}");
}
