//! One poll: documents, validators, redirects, limits and failures.

use wirewatch::domain::{ErrorKind, Fetching, Outcome, PrivateRule, Validators};
use wirewatch::fetch::{Client, ClientError, Private, Request};

use super::{client, fetching, message, request, word};
use crate::support::server::{FeedServer, Response};

const FEED: &str = "<rss version=\"2.0\"><channel><title>t</title></channel></rss>";

fn part(range: &str) -> Response {
    Response::ok(FEED).with_status(206).header("Content-Range", range)
}

#[tokio::test]
async fn each_answer_has_its_outcome() {
    let server = FeedServer::start();
    let big = "x".repeat((1 << 20) + 1);
    for (name, response, expected) in [
        ("plain", Response::ok(FEED), "ok"),
        ("gzip", Response::ok(FEED).gzip(), "ok"),
        ("damaged_gzip", Response::ok("\u{1}\u{2}").header("Content-Encoding", "gzip"), "decode"),
        ("unknown_coding", Response::ok(FEED).header("Content-Encoding", "rot13"), "decode"),
        ("two_codings", Response::ok(FEED).header("Content-Encoding", "gzip, rot13"), "decode"),
        ("created", Response::ok(FEED).with_status(201), "ok"),
        ("accepted", Response::ok(FEED).with_status(202), "ok"),
        ("other_source", Response::ok(FEED).with_status(203), "ok"),
        ("difference", Response::ok(FEED).with_status(226), "ok"),
        ("unknown_success", Response::ok(FEED).with_status(299), "ok"),
        ("unknown_redirect", Response::redirect(350, "/plain"), "ok"),
        ("no_coding", Response::ok(FEED).header("Content-Encoding", "UTF-8"), "ok"),
        ("character_set", Response::ok(FEED).header("Content-Encoding", "charset=utf-8"), "ok"),
        ("empty", Response::ok(""), "empty"),
        ("no_content", Response::status(204), "empty"),
        ("too_large", Response::ok(big.clone()), "too_large"),
        ("too_large_gzip", Response::ok(big).gzip(), "too_large"),
        ("short", Response::ok(FEED).short(1), "ok"),
        ("far_short", Response::ok(FEED).short(100), "incomplete"),
        ("short_cut", Response::ok(&FEED[..40]).short(100), "incomplete"),
        ("short_gzip", Response::ok(FEED).gzip().short(1), "ok"),
        ("far_short_gzip", Response::ok(FEED).gzip().short(100), "ok"),
        ("far_short_gzip_cut", Response::ok(&FEED[..40]).gzip().short(100), "incomplete"),
        ("short_json", Response::ok("{\"items\": [{}]}").short(1), "ok"),
        ("short_json_cut", Response::ok("{\"items\": [{}").short(1), "incomplete"),
        ("unended", Response::ok(FEED).unended(), "ok"),
        ("unended_cut", Response::ok(&FEED[..40]).unended(), "incomplete"),
        ("still", Response::ok(FEED).still(), "ok"),
        ("still_gzip", Response::ok(FEED).gzip().still(), "ok"),
        ("still_gzip_cut", Response::ok(&FEED[..40]).gzip().still(), "timeout"),
        ("still_json", Response::ok("{\"items\": []}").still(), "ok"),
        ("still_cut", Response::ok(&FEED[..40]).still(), "timeout"),
        ("silence", Response::silence(), "timeout"),
        ("half", Response::ok(FEED).half(), "timeout"),
        ("closed", Response::closed(), "incomplete"),
        ("not_modified_at_first", Response::status(304), "http_status"),
        ("part", Response::status(206), "http_status"),
        ("part_that_is_all", Response::ok(FEED).with_status(206), "ok"),
        ("part_of_unknown", part("bytes 0-63/*"), "ok"),
        ("part_of_more", part("bytes 0-63/640"), "http_status"),
        ("later_part", part("bytes 64-127/128"), "http_status"),
        ("auth", Response::status(401), "http_status"),
        ("missing", Response::status(404), "http_status"),
        ("gone", Response::status(410), "gone"),
        ("gone_for_now", Response::redirect(302, "/gone"), "http_status"),
        ("gone_for_good", Response::redirect(301, "/gone"), "http_status"),
        ("log_in", Response::status(511), "http_status"),
        ("too_many", Response::status(429), "rate_limited"),
        ("busy", Response::status(503), "http_status"),
        ("busy_until", Response::status(503).header("Retry-After", "9"), "rate_limited"),
        ("choice", Response::status(300), "http_status"),
        ("nowhere", Response::status(302), "redirect_bad"),
        ("garbage", Response::redirect(302, "http://["), "redirect_bad"),
        ("long", Response::redirect(302, &"/x".repeat(3_000)), "redirect_bad"),
        ("file", Response::redirect(302, "file:///etc/passwd"), "redirect_blocked"),
        ("data", Response::redirect(302, "data:text/xml,<rss/>"), "redirect_blocked"),
        ("private", Response::redirect(302, "http://127.0.0.3/"), "redirect_blocked"),
        ("name", Response::redirect(302, "http://localhost:1/"), "redirect_blocked"),
        ("self", Response::redirect(302, "/self"), "redirect_loop"),
    ] {
        let path = format!("/{name}");
        server.feed(&path, response);
        let poll = client(&server).poll(&request(&server.url(&path))).await;
        assert_eq!(word(&poll), expected, "{name}: {}", message(&poll));
        assert!(!message(&poll).contains(&path), "{name}: {}", message(&poll));
    }
}

/// Headers that lie about how the body is packed, or say nothing of it in many words.
#[tokio::test]
async fn a_body_is_read_as_what_it_is() {
    let server = FeedServer::start();
    let (plain, packed) = (Response::ok(FEED), Response::ok(FEED).gzip_unsaid());
    for (name, response) in [
        ("plain as gzip", plain.clone().header("Content-Encoding", "gzip")),
        ("plain as deflate", plain.clone().header("Content-Encoding", "deflate")),
        ("gzip as deflate", packed.clone().header("Content-Encoding", "deflate")),
        ("gzip with a wish", packed.clone().header("Content-Encoding", "gzip;q=1.0")),
        ("gzip in a list", packed.clone().header("Content-Encoding", "identity, x-gzip")),
        (
            "gzip twice",
            packed.clone().header("Content-Encoding", "gzip").header("Content-Encoding", "gzip"),
        ),
        ("gzip unsaid", packed.clone()),
        ("an unknown way between servers", plain.clone().header("Transfer-Encoding", "own")),
        ("gzip as it is sent", packed.clone().header("Transfer-Encoding", "gzip, identity")),
        ("characters", plain.clone().header("Content-Encoding", "ISO-8859-1")),
        ("a type", plain.clone().header("Content-Encoding", "text/xml")),
        ("8bit", plain.clone().header("Content-Encoding", "8bit")),
        ("binary", plain.clone().header("Content-Encoding", "binary")),
        ("chunks", plain.clone().header("Content-Encoding", "aws-chunked")),
    ] {
        let path = format!("/{}", name.replace(' ', "-"));
        server.feed(&path, response);
        let poll = client(&server).poll(&request(&server.url(&path))).await;
        let Outcome::Document(document) = &poll.outcome else {
            panic!("{name}: {}", message(&poll))
        };
        assert_eq!(document.body, FEED.as_bytes(), "{name}");
    }
}

/// Half of them compressed, together several times what large bodies may take.
#[tokio::test]
async fn many_large_bodies_at_once_all_arrive() {
    let server = FeedServer::start();
    let text = "x".repeat(900 << 10);
    server.feed("/plain", Response::ok(text.clone()));
    server.feed("/packed", Response::ok(text).gzip());
    let client = client(&server);
    let mut polls = tokio::task::JoinSet::new();
    for n in 0..60 {
        let (client, path) = (client.clone(), if n % 2 == 0 { "/plain" } else { "/packed" });
        let request = request(&server.url(path));
        polls.spawn(async move { client.poll(&request).await });
    }
    while let Some(poll) = polls.join_next().await {
        let poll = poll.unwrap();
        assert_eq!(word(&poll), "ok", "{}", message(&poll));
    }
}

/// What stands in a header beside those that matter costs no feed.
#[tokio::test]
async fn odd_headers_are_passed_over() {
    let server = FeedServer::start();
    let flood = (0..200).fold(Response::ok(FEED), |r, n| r.header("Set-Cookie", format!("c{n}=1")));
    for (name, response) in [
        ("folded", Response::ok(FEED).header("X-Old", "a\r\n  b")),
        ("space-inside", Response::ok(FEED).header("X Old", "a")),
        ("space-behind", Response::ok(FEED).header("X-Old ", "a")),
        ("no-colon", Response::ok(FEED).header("X-Old", "a\r\ngarbage without a colon")),
        ("no-name", Response::ok(FEED).header("", "a")),
        ("control", Response::ok(FEED).header("X-Old", "a\u{1}b")),
        ("flood", flood),
    ] {
        let path = format!("/{name}");
        server.feed(&path, response.header("ETag", "\"7\""));
        let poll = client(&server).poll(&request(&server.url(&path))).await;
        let Outcome::Document(document) = &poll.outcome else {
            panic!("{name}: {}", message(&poll))
        };
        assert_eq!(document.validators.etag.as_deref(), Some(&b"\"7\""[..]), "{name}");
    }
}

#[tokio::test]
async fn the_bytes_of_a_redirect_are_asked_for_as_they_are() {
    let server = FeedServer::start();
    for (path, location, asked) in [
        ("/latin", &b"/caf\xe9?a=\xe8"[..], "/caf%E9?a=%E8"),
        ("/utf", "/café".as_bytes(), "/caf%C3%A9"),
        ("/space", b"/a b", "/a%20b"),
        ("/percent", b"/caf%e9", "/caf%e9"),
    ] {
        server.feed(path, Response::status(302).header("Location", location));
        server.feed(asked, Response::ok(FEED));
        let poll = client(&server).poll(&request(&server.url(path))).await;
        assert_eq!(word(&poll), "ok", "{path}: {}", message(&poll));
    }
}

#[tokio::test]
async fn a_cookie_opens_the_way_of_its_own_request_only() {
    let server = FeedServer::start();
    let wall = Response::redirect(302, "/wall").header("Set-Cookie", "seen=1; Path=/");
    server.script("/wall", [wall.clone(), Response::ok(FEED), wall.clone(), Response::ok(FEED)]);
    server.feed("/closed", Response::redirect(302, "/closed").header("Set-Cookie", "seen=1"));
    let client = client(&server);
    for _ in 0..2 {
        assert_eq!(word(&client.poll(&request(&server.url("/wall"))).await), "ok");
    }
    let shown: Vec<Option<String>> =
        server.received("/wall").iter().map(|request| request.header("cookie")).collect();
    let seen = Some("seen=1".to_owned());
    assert_eq!(shown, [None, seen.clone(), None, seen]);
    let poll = client.poll(&request(&server.url("/closed"))).await;
    assert_eq!((word(&poll), server.hits("/closed")), ("redirect_loop", 2));
}

/// Servers behind a CDN put a cookie on every answer.
#[tokio::test]
async fn a_move_is_stored_though_a_cookie_comes_with_it_unless_it_is_needed() {
    let server = FeedServer::start();
    let page = Response::page("<html><body>Do you agree?</body></html>");
    let moved = |to: &str| Response::redirect(301, to).header("Set-Cookie", "cf=1; Path=/");
    server.feed("/cdn", moved("/new")).feed("/new", Response::ok(FEED));
    server.feed("/gate", moved("/in")).script("/in", [Response::status(403), Response::ok(FEED)]);
    server.feed("/ask", moved("/yes")).script("/yes", [page.clone(), Response::ok(FEED)]);
    server.feed("/page", moved("/none")).feed("/none", page);
    server.feed("/back", moved("/forth"));
    server.script("/forth", [Response::redirect(302, "/back"), Response::ok(FEED)]);
    server.feed("/lost", moved("/to")).feed("/to", Response::redirect(302, "/lost"));
    for (path, end, came, stored, shown) in [
        ("/cdn", "/new", "ok", true, &[false][..]),
        ("/gate", "/in", "ok", false, &[false, true]),
        ("/ask", "/yes", "ok", false, &[false, true]),
        ("/page", "/none", "ok", false, &[false, true]),
        ("/back", "/forth", "ok", false, &[false, true]),
        ("/lost", "/to", "redirect_loop", false, &[false, true]),
    ] {
        let poll = client(&server).poll(&request(&server.url(path))).await;
        assert_eq!((word(&poll), poll.moved.is_some()), (came, stored), "{path}");
        let asked: Vec<bool> =
            server.received(end).iter().map(|asked| asked.header("cookie").is_some()).collect();
        assert_eq!(asked, shown, "{path}");
    }
}

#[tokio::test]
async fn what_is_there_only_with_the_cookie_that_comes_instead_is_asked_once_more() {
    let server = FeedServer::start();
    let gives = |response: Response| response.header("Set-Cookie", "seen=1; Path=/; HttpOnly");
    let page = gives(Response::page("<html><body>One moment</body></html>"));
    let refuses = gives(Response::status(403));
    server.script("/page", [page.clone(), Response::ok(FEED)]);
    server.script("/refuses", [refuses, Response::ok(FEED)]);
    server.feed("/stays", page).feed("/missing", gives(Response::status(404)));
    server.feed("/feed", gives(Response::ok(FEED)));
    for (path, came, shown) in [
        ("/page", "ok", &[false, true][..]),
        ("/refuses", "ok", &[false, true]),
        ("/stays", "ok", &[false, true]),
        ("/missing", "http_status", &[false]),
        ("/feed", "ok", &[false]),
    ] {
        assert_eq!(word(&client(&server).poll(&request(&server.url(path))).await), came, "{path}");
        let asked: Vec<bool> =
            server.received(path).iter().map(|asked| asked.header("cookie").is_some()).collect();
        assert_eq!(asked, shown, "{path}");
    }
}

#[tokio::test]
async fn nobody_home_and_no_such_name_and_no_tls() {
    let server = FeedServer::start();
    server.feed("/plain", Response::ok(FEED));
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (port, own) = (closed.local_addr().unwrap().port(), Private::Own);
    drop(closed);
    let secure = server.url("/plain").replace("http:", "https:");
    for (url, expected) in [
        (format!("http://127.0.0.1:{port}/"), "connect"),
        ("http://no-such-host.invalid/".to_owned(), "dns"),
        (secure, "tls"),
        ("ftp://example.org/".to_owned(), "blocked"),
        ("nonsense".to_owned(), "blocked"),
        (String::new(), "blocked"),
    ] {
        let poll = client(&server).poll(&Request { private: own, ..request(&url) }).await;
        assert_eq!(word(&poll), expected, "{url}: {}", message(&poll));
    }
}

/// A server that gives every connection the same bytes, whatever it is asked, and hangs up.
fn says(answer: &'static [u8]) -> String {
    use std::io::{Read, Write};
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", server.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in server.incoming().flatten() {
            let _ = stream.read(&mut [0; 4_096]).and_then(|_| stream.write_all(answer));
        }
    });
    url
}

#[tokio::test]
async fn a_server_that_speaks_otherwise_than_its_address_says_is_told_in_one_line() {
    let server = FeedServer::start();
    let alert = says(b"\x15\x03\x01\x00\x02\x02\x0a");
    let closed = says(b"");
    for (url, kind, words) in [
        (alert.clone(), "protocol", "https meant"),
        (closed.clone(), "incomplete", "https meant"),
        (closed.replace("http:", "https:"), "tls", "http meant"),
        (alert.replace("http:", "https:"), "tls", "broke off the TLS handshake"),
        (
            says(b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            "protocol",
            "chunks in HTTP/1.0",
        ),
        (says(b"HTTP/1.1 200 OK\r\nContent-Length: 9x\r\n\r\n"), "protocol", "Content-Length"),
        (
            says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Length: 8\r\n\r\n"),
            "protocol",
            "Content-Length",
        ),
        (
            says(b"HTTP/1.1 400 X\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"),
            "http_status",
            "write https://",
        ),
    ] {
        let poll = client(&server).poll(&Request { private: Private::Own, ..request(&url) }).await;
        assert_eq!(word(&poll), kind, "{words}: {}", message(&poll));
        assert!(message(&poll).contains(words), "{words}: {}", message(&poll));
    }
}

#[tokio::test]
async fn validators_go_back_byte_for_byte() {
    let server = FeedServer::start();
    let etag = b"W/\"\xe9t\xff\"";
    server.feed(
        "/a.xml",
        Response::ok(FEED)
            .etag(etag)
            .header("Last-Modified", "the day before")
            .header("Cache-Control", "max-age=600"),
    );
    let client = client(&server);
    let first = client.poll(&request(&server.url("/a.xml"))).await;
    let Outcome::Document(document) = first.outcome else { panic!("{first:?}") };
    assert_eq!(document.body, FEED.as_bytes());
    assert_eq!(document.content_type.as_deref(), Some("application/rss+xml"));
    let again = Request { validators: document.validators, ..request(&server.url("/a.xml")) };
    let second = client.poll(&again).await;
    assert_eq!(word(&second), "unchanged");
    assert_eq!(second.hints.max_age, Some(600), "also on a 304");
    let received = server.received("/a.xml");
    assert_eq!(received[0].headers.get("if-none-match"), None);
    assert_eq!(received[1].headers["if-none-match"], etag);
    assert_eq!(received[1].headers["if-modified-since"], b"the day before");
}

#[tokio::test]
async fn a_request_says_who_asks_and_what_it_wants() {
    let server = FeedServer::start();
    server.feed("/a.xml", Response::ok(FEED).header("Set-Cookie", "id=1"));
    let fetching = Fetching { contact: "desk@example.org".into(), ..fetching(&server) };
    let client = Client::direct(&fetching, 1 << 20).unwrap();
    for _ in 0..2 {
        client.poll(&request(&server.url("/a.xml"))).await;
    }
    let received = server.received("/a.xml").pop().unwrap();
    let agent = concat!("wirewatch/", env!("CARGO_PKG_VERSION"), " (+desk@example.org)");
    assert_eq!(received.header("user-agent").unwrap(), agent);
    assert!(received.header("accept").unwrap().starts_with("application/rss+xml"));
    for coding in ["gzip", "br", "deflate"] {
        assert!(received.header("accept-encoding").unwrap().contains(coding));
    }
    for absent in ["cookie", "referer", "authorization"] {
        assert_eq!(received.header(absent), None, "{absent}");
    }
    let bad = Fetching { contact: "a\nb".into(), ..Fetching::default() };
    assert_eq!(Client::new(&bad).err(), Some(ClientError::Contact("a\nb".into())));
}

#[tokio::test]
async fn credentials_stay_with_their_origin_and_out_of_every_text() {
    let (home, away) = (FeedServer::start(), FeedServer::start());
    home.feed("/start", Response::redirect(302, "/moved"));
    home.feed("/moved", Response::redirect(302, &away.url("/end")));
    home.feed("/same", Response::redirect(301, "/here"));
    home.feed("/here", Response::ok(FEED));
    away.feed("/end", Response::ok(FEED));
    let mut fetching = fetching(&home);
    fetching.allow_private.push(PrivateRule::Host("127.0.0.1".into(), Some(away.port())));
    let client = Client::direct(&fetching, 1 << 20).unwrap();
    let url = |path: &str| home.url(path).replace("http://", "http://user:s%40same@");
    let check = client.check(&request(&url("/start"))).await;
    assert_eq!(word(&check.poll), "ok", "{:?}", check.poll);
    // base64 of user:s@same
    let expected = Some("Basic dXNlcjpzQHNhbWU=".to_owned());
    assert_eq!(home.received("/start")[0].header("authorization"), expected);
    assert_eq!(home.received("/moved")[0].header("authorization"), expected);
    assert_eq!(away.received("/end")[0].header("authorization"), None);
    assert_eq!(away.received("/end")[0].header("referer"), None);
    assert!(!format!("{check:?}").contains("same"), "{check:?}");
    let moved = client.poll(&request(&url("/same"))).await.moved;
    assert_eq!(moved, Some(home.url("/here")), "credentials are never in it");
}

#[tokio::test]
async fn permanent_redirects_are_told_and_others_are_not() {
    let server = FeedServer::start();
    server.feed("/a", Response::redirect(301, "/b"));
    server.feed("/b", Response::redirect(308, "/c#part"));
    server.feed("/c", Response::ok(FEED));
    server.feed("/mixed", Response::redirect(302, "/a"));
    server.feed("/lost", Response::redirect(301, "/none"));
    server.feed("/part", Response::redirect(301, "/then"));
    server.feed("/then", Response::redirect(302, "/a"));
    let client = client(&server);
    for (path, expected) in [
        ("/a", Some(server.url("/c"))),
        ("/mixed", None),
        ("/c", None),
        ("/lost", None),
        ("/part", Some(server.url("/then"))),
    ] {
        let poll = client.poll(&request(&server.url(path))).await;
        assert_eq!(poll.moved, expected, "{path}");
    }
    let Outcome::Document(document) = client.poll(&request(&server.url("/a"))).await.outcome else {
        panic!()
    };
    assert_eq!(document.url, server.url("/c"), "the base of relative links");
}

#[tokio::test]
async fn redirects_end_at_their_limit() {
    let server = FeedServer::start();
    for hop in 0..9 {
        server.feed(&format!("/{hop}"), Response::redirect(307, &format!("/{}", hop + 1)));
    }
    server.feed("/5", Response::ok(FEED));
    assert_eq!(word(&client(&server).poll(&request(&server.url("/0"))).await), "ok");
    server.feed("/5", Response::redirect(307, "/6"));
    assert_eq!(word(&client(&server).poll(&request(&server.url("/0"))).await), "redirect_limit");
    assert_eq!(server.hits("/6"), 0);
}

#[tokio::test]
async fn a_private_feed_is_allowed_its_own_origin_only() {
    let (own, other) = (FeedServer::start(), FeedServer::start());
    own.feed("/a", Response::redirect(302, "/b"));
    own.feed("/b", Response::ok(FEED));
    own.feed("/out", Response::redirect(302, &other.url("/x")));
    other.feed("/x", Response::ok(FEED));
    let client = Client::direct(&Fetching::default(), 1 << 20).unwrap();
    let ask = async |path: &str, private| {
        let poll = client.poll(&Request { private, ..request(&own.url(path)) }).await;
        word(&poll)
    };
    assert_eq!(ask("/a", Private::ByRule).await, "blocked");
    assert_eq!(ask("/a", Private::Own).await, "ok");
    assert_eq!(ask("/out", Private::Own).await, "redirect_blocked");
    assert_eq!(other.hits("/x"), 0);
    let by_name = own.url("/b").replace("127.0.0.1", "localhost");
    assert_eq!(word(&client.poll(&request(&by_name)).await), "blocked");
    let named = Request { private: Private::Own, ..request(&by_name) };
    assert_eq!(word(&client.poll(&named).await), "ok");
}

#[tokio::test]
async fn a_wait_asked_for_is_told() {
    let server = FeedServer::start();
    server.feed("/a", Response::status(429).header("Retry-After", "99999999999"));
    let poll = client(&server).poll(&request(&server.url("/a"))).await;
    assert_eq!(poll.hints.retry_after, Some(u32::MAX));
    assert!(message(&poll).contains("for a day"), "{}", message(&poll));
}

#[tokio::test]
async fn a_page_is_got_or_the_reason_told() {
    let server = FeedServer::start();
    server.feed("/page", Response::ok("<html>"));
    let client = client(&server);
    let page = client.get(&server.url("/page"), Private::ByRule).await.unwrap();
    assert_eq!((page.body.as_slice(), page.validators), (&b"<html>"[..], Validators::default()));
    let failure = client.get(&server.url("/none"), Private::ByRule).await.unwrap_err();
    assert_eq!((failure.kind, failure.status), (ErrorKind::HttpStatus, Some(404)));
}

#[tokio::test]
async fn what_is_asked_by_hand_spares_hosts_to_which_redirects_lead() {
    let (home, away) = (FeedServer::start(), FeedServer::start_on("127.0.0.2:0"));
    home.feed("/first", Response::redirect(302, &away.url("/busy")));
    home.feed("/second", Response::redirect(302, &away.url("/feed")));
    away.feed("/busy", Response::status(429).header("Retry-After", "60"));
    away.feed("/feed", Response::ok(FEED));
    let mut fetching = fetching(&home);
    fetching.allow_private.push(PrivateRule::Host("127.0.0.2".into(), None));
    let client = Client::direct(&fetching, 1 << 20).unwrap();
    assert_eq!(word(&client.check(&request(&home.url("/first"))).await.poll), "rate_limited");
    let check = client.check(&request(&home.url("/second"))).await;
    assert_eq!((word(&check.poll), away.hits("/feed")), ("rate_limited", 0));
    assert_eq!(check.hops.len(), 1);
}
