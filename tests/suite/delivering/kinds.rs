//! What each kind sends, to the byte where a receiver depends on it.

use std::collections::HashSet;

use serde_json::json;
use wirewatch::notify::kinds::KINDS;

use super::*;

/// Section (the server's address for `SERVER`), where it sends, members of the body with what they
/// hold, headers with what they hold.
type Case = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [(&'static str, &'static str)],
);

const CASES: &[Case] = &[
    (
        "kind = \"webhook\"\nurl = \"SERVER/hook?k=1\"\ntoken = \"T0\"",
        "/hook?k=1",
        &[
            ("/type", "\"alert.raised\""),
            ("/timestamp", "\"2026-05-19T04:20:00Z\""),
            ("/data/seq", "17"),
            ("/data/article/title", "\"Rocket hits <near> Embassy & more\""),
        ],
        &[("webhook-id", "00000000000000aa-17"), ("authorization", "Bearer T0")],
    ),
    (
        "kind = \"ntfy\"\nurl = \"SERVER\"\ntopic = \"desk\"\ntoken_env = \"DESK_TOKEN\"",
        "/",
        &[
            ("/topic", "\"desk\""),
            ("/priority", "5"),
            ("/title", "\"FLASH 96: Rocket hits <near> Embassy & more\""),
            ("/click", "\"https://example.org/a?b=1&c=2\""),
        ],
        &[("authorization", "Bearer from-env")],
    ),
    (
        "kind = \"slack\"\nurl = \"SERVER/services/T/B/x\"",
        "/services/T/B/x",
        &[(
            "/text",
            "\"FLASH 96: Rocket hits &lt;near&gt; Embassy &amp; more\\nExample Wire; 2 outlets, 1 origin\\nraised: rocket, embassy\\nrocket 30\\nhttps://example.org/a?b=1&amp;c=2\"",
        )],
        &[],
    ),
    (
        "kind = \"discord\"\nurl = \"SERVER/api/webhooks/1/x\"",
        "/api/webhooks/1/x",
        &[("/allowed_mentions/parse", "[]")],
        &[],
    ),
    (
        "kind = \"telegram\"\nurl = \"SERVER\"\ntoken = \"1:AA\"\nchat = \"-5\"",
        "/bot1:AA/sendMessage",
        &[("/chat_id", "\"-5\""), ("/link_preview_options/is_disabled", "true")],
        &[],
    ),
    (
        "kind = \"matrix\"\nurl = \"SERVER\"\nroom = \"!r/x:example.org\"\ntoken = \"T0\"",
        "/_matrix/client/v3/rooms/!r%2Fx:example.org/send/m.room.message/00000000000000aa-17",
        &[("/msgtype", "\"m.text\"")],
        &[("authorization", "Bearer T0")],
    ),
    (
        "kind = \"alertmanager\"\nurl = \"SERVER/base/\"\nlasts = \"1h\"",
        "/base/api/v2/alerts",
        &[
            ("/0/labels/alertname", "\"wirewatch\""),
            ("/0/labels/severity", "\"critical\""),
            ("/0/labels/story", "\"00000000000000aa\""),
            ("/0/startsAt", "\"2026-05-19T04:20:00Z\""),
            ("/0/generatorURL", "\"https://example.org/a?b=1&c=2\""),
        ],
        &[],
    ),
    (
        "kind = \"pagerduty\"\nurl = \"SERVER\"\nkey = \"R0\"",
        "/v2/enqueue",
        &[
            ("/routing_key", "\"R0\""),
            ("/event_action", "\"trigger\""),
            ("/dedup_key", "\"wirewatch-00000000000000aa\""),
            ("/payload/severity", "\"critical\""),
        ],
        &[],
    ),
];

#[test]
fn each_kind_sends_what_its_receiver_reads() {
    let server = FeedServer::start();
    for (section, path, members, headers) in CASES {
        server.feed(path, Response::ok("ok"));
        let section = section.replace("SERVER", &server.url(""));
        deliver(&way(&section), &one()).unwrap();
        let received = server.received(path).pop().expect(path);
        assert_eq!(received.method, if section.contains("matrix") { "PUT" } else { "POST" });
        let body = received.json();
        for (pointer, value) in *members {
            let found = body.pointer(pointer).map(ToString::to_string);
            assert_eq!(found.as_deref(), Some(*value), "{path} {pointer}");
        }
        for (name, value) in *headers {
            assert_eq!(received.header(name).as_deref(), Some(*value), "{path} {name}");
        }
    }
}

#[test]
fn the_end_of_an_alert_ends_its_incident() {
    let server = FeedServer::start();
    let mut told = notice(17, "immediate", "Rocket hits");
    told.json = told.json.replace("\"change\":\"raised\"", "\"change\":\"resolved\"");
    let end = Parcel::of([&told]).unwrap();
    server.feed("/v2/enqueue", Response::status(202)).feed("/api/v2/alerts", Response::ok(""));
    let pager = format!("kind = \"pagerduty\"\nurl = \"{}\"\nkey = \"R0\"", server.url(""));
    deliver(&way(&pager), &end).unwrap();
    let expected = json!({
        "routing_key": "R0", "event_action": "resolve", "dedup_key": "wirewatch-00000000000000aa"
    });
    assert_eq!(server.received("/v2/enqueue").pop().unwrap().json(), expected);
    let manager = format!("kind = \"alertmanager\"\nurl = \"{}\"", server.url(""));
    deliver(&way(&manager), &end).unwrap();
    let ended = server.received("/api/v2/alerts").pop().unwrap().json();
    let ended = ended.as_array().unwrap();
    let precedences: Vec<_> =
        ended.iter().map(|alert| alert["labels"]["precedence"].as_str().unwrap()).collect();
    assert_eq!(ended.iter().filter(|a| a["endsAt"] == "2026-05-19T04:20:00Z").count(), 3);
    assert!(precedences.contains(&"immediate") && !precedences.contains(&"flash"));
    let keeps: Vec<bool> = [&pager, &manager].map(|text| way(text).keeps_incidents).to_vec();
    assert_eq!(keeps, [true, true]);
    assert!(!way("kind = \"file\"\npath = \"x\"").keeps_incidents);
}

#[test]
fn every_kind_is_tried_here_or_as_a_program_or_file() {
    let tried: HashSet<&str> = CASES
        .iter()
        .filter_map(|(section, ..)| section.split('"').nth(1))
        .chain(["command", "email", "file", "desktop"])
        .collect();
    assert_eq!(tried, KINDS.iter().map(|kind| kind.name).collect());
}

#[test]
fn a_digest_counts_and_names_all() {
    let server = FeedServer::start();
    server.feed("/hook", Response::status(204)).feed("/text", Response::ok("ok"));
    let hook = way(&format!("kind = \"webhook\"\nurl = \"{}\"", server.url("/hook")));
    deliver(&hook, &three()).unwrap();
    let received = server.received("/hook").pop().unwrap();
    assert_eq!(received.header("webhook-id").as_deref(), Some("00000000000000aa-17+2"));
    let body = received.json();
    assert_eq!(body["type"], json!("alert.digest"));
    assert_eq!(body["data"]["count"], json!(3));
    assert_eq!(body["data"]["alerts"].as_array().unwrap().len(), 3);

    let chat = way(&format!("kind = \"discord\"\nurl = \"{}\"", server.url("/text")));
    deliver(&chat, &three()).unwrap();
    let text =
        server.received("/text").pop().unwrap().json()["content"].as_str().unwrap().to_owned();
    assert_eq!(
        text,
        "3 alerts, first of all FLASH 96: Second\nPRIORITY 96: First\nFLASH 96: Second\nROUTINE 96: Third"
    );
}

#[test]
fn a_long_text_is_cut_and_says_what_it_leaves_out() {
    let server = FeedServer::start();
    server.feed("/text", Response::ok("ok"));
    let title = "Ракета 🚀 ".repeat(30);
    let all: Vec<Notice> = (1..=50).map(|seq| notice(seq, "flash", &title)).collect();
    let chat = way(&format!("kind = \"discord\"\nurl = \"{}\"", server.url("/text")));
    deliver(&chat, &Parcel::of(&all).unwrap()).unwrap();
    let body = server.received("/text").pop().unwrap().json();
    let text = body["content"].as_str().unwrap();
    assert!(text.encode_utf16().count() <= 2_000);
    let shown = text.lines().count() - 2;
    let rest = format!("… and {} more: wirewatch alert list", 50 - shown);
    assert!(shown > 5 && text.ends_with(&rest), "{text}");
}

#[test]
fn the_same_parcel_is_the_same_bytes_under_a_fresh_signature() {
    let server = FeedServer::start();
    server.feed("/hook", Response::ok("ok"));
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw whsec_AAKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let section =
        format!("kind = \"webhook\"\nurl = \"{}\"\nsecret = \"{secret}\"", server.url("/hook"));
    deliver(&way(&section), &one()).unwrap();
    deliver(&way(&section), &one()).unwrap();
    let received = server.received("/hook");
    assert_eq!(received[0].body, received[1].body);
    assert_eq!(received[0].header("webhook-id"), received[1].header("webhook-id"));
    let signature = received[0].header("webhook-signature").unwrap();
    let signatures: Vec<&str> = signature.split(' ').collect();
    assert_eq!(signatures.len(), 2);
    assert!(signatures.iter().all(|each| each.starts_with("v1,") && each.len() == 47));
}

#[test]
fn no_headline_is_markup_or_calls_anybody() {
    let server = FeedServer::start();
    server.feed("/text", Response::ok("ok"));
    let evil = notice(1, "flash", "@everyone <!channel> [Reuters](https://evil.example) *x*_y_");
    let parcel = Parcel::of([&evil]).unwrap();
    let sent = |kind: &str| {
        let section = format!("kind = \"{kind}\"\nurl = \"{}\"", server.url("/text"));
        deliver(&way(&section), &parcel).unwrap();
        server.received("/text").pop().unwrap().json()
    };
    let discord = sent("discord");
    let text = discord["content"].as_str().unwrap();
    assert!(text.contains(r"\[Reuters\]\(https://evil.example\) \*x\*\_y\_"), "{text}");
    assert!(text.ends_with("\nhttps://example.org/a?b=1&c=2"), "{text}");
    assert_eq!((&discord["allowed_mentions"]["parse"], &discord["flags"]), (&json!([]), &json!(4)));
    let slack = sent("slack");
    assert!(slack["text"].as_str().unwrap().contains("&lt;!channel&gt;"), "{slack}");
    assert_eq!(slack["mrkdwn"], json!(false));
}

#[test]
fn marks_that_double_still_fit_where_the_receiver_counts() {
    let server = FeedServer::start();
    server.feed("/text", Response::ok("ok"));
    server.feed("/", Response::ok("ok"));
    let all: Vec<Notice> = (1..=50).map(|seq| notice(seq, "flash", &"[_*".repeat(60))).collect();
    let chat = way(&format!("kind = \"discord\"\nurl = \"{}\"", server.url("/text")));
    deliver(&chat, &Parcel::of(&all).unwrap()).unwrap();
    let body = server.received("/text").pop().unwrap().json();
    assert!(body["content"].as_str().unwrap().encode_utf16().count() <= 2_000);

    let all: Vec<Notice> = (1..=50).map(|seq| notice(seq, "flash", &"東京".repeat(50))).collect();
    let push = way(&format!("kind = \"ntfy\"\ntopic = \"desk\"\nurl = \"{}\"", server.url("/")));
    deliver(&push, &Parcel::of(&all).unwrap()).unwrap();
    let body = server.received("/").pop().unwrap().json();
    let message = body["message"].as_str().unwrap();
    assert!(message.len() <= 4_096 && message.contains("more: wirewatch alert list"), "{message}");
}

#[test]
fn a_rise_in_severity_ends_what_alertmanager_knew_before() {
    let server = FeedServer::start();
    server.feed("/api/v2/alerts", Response::ok("ok"));
    let mut rose = notice(2, "immediate", "Rocket");
    rose.json = rose.json.replace("\"raised\",\"note\"", "\"escalated\",\"note\"");
    let way = way(&format!("kind = \"alertmanager\"\nurl = \"{}\"", server.url("")));
    deliver(&way, &Parcel::of([&rose]).unwrap()).unwrap();
    let body = server.received("/api/v2/alerts").pop().unwrap().json();
    let told: Vec<(&str, &str)> = body
        .as_array()
        .unwrap()
        .iter()
        .map(|each| {
            let text = |pointer: &str| each.pointer(pointer).unwrap().as_str().unwrap();
            (text("/labels/precedence"), text("/endsAt"))
        })
        .collect();
    let raised = "2026-05-19T04:20:00Z";
    assert_eq!(told[1..], [("priority", raised), ("routine", raised)]);
    // Raised long ago and sent now, it fires all the same.
    let (severity, ends) = told[0];
    let ends: jiff::Timestamp = ends.parse().unwrap();
    assert!(severity == "immediate" && ends > jiff::Timestamp::now(), "{ends}");
}

#[test]
fn alertmanager_knows_a_story_by_the_same_labels_whatever_flags_it() {
    let server = FeedServer::start();
    server.feed("/api/v2/alerts", Response::ok("ok"));
    let way = way(&format!("kind = \"alertmanager\"\nurl = \"{}\"", server.url("")));
    let mut labels = Vec::new();
    for (watches, change) in [("\"rocket\",\"embassy\"", "raised"), ("\"militia\"", "resolved")] {
        let mut told = notice(2, "routine", "Rocket");
        told.json = told.json.replace("\"rocket\",\"embassy\"", watches);
        told.json = told.json.replace("\"raised\",\"note\"", &format!("\"{change}\",\"note\""));
        deliver(&way, &Parcel::of([&told]).unwrap()).unwrap();
        let body = server.received("/api/v2/alerts").pop().unwrap().json();
        assert!(body[0]["annotations"]["watches"].as_str().unwrap().len() > 3);
        labels.push(body[0]["labels"].clone());
    }
    assert_eq!(labels[0], labels[1], "the end ends what was begun");
}

#[test]
fn pagerduty_always_gets_a_source() {
    let server = FeedServer::start();
    server.feed("/v2/enqueue", Response::ok("ok"));
    let mut nameless = notice(1, "flash", "Rocket");
    nameless.json = nameless.json.replace("\"outlet\":\"Example Wire\"", "\"outlet\":\"\"");
    let way = way(&format!("kind = \"pagerduty\"\nkey = \"R0\"\nurl = \"{}\"", server.url("")));
    deliver(&way, &Parcel::of([&nameless]).unwrap()).unwrap();
    let body = server.received("/v2/enqueue").pop().unwrap().json();
    assert_eq!(body["payload"]["source"], json!("wirewatch"));
}
