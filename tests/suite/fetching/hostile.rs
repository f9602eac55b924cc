//! The hostile server's groups transport, redirect, status and content, polled by the real client.
//!
//! Needs the server's folder in `WIREWATCH_SHARED` and python3; says so and passes without them.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use wirewatch::domain::{Fetching, Outcome, PrivateRule};
use wirewatch::fetch::{Client, Private, Request};

use super::{message, request, word};

/// What `feed` says of documents, not the client.
const OF_READING: &[&str] = &["ok", "parse", "not_a_feed", "encoding", "too_deep", "empty"];

struct Hostile {
    child: Child,
    port: u16,
}

impl Hostile {
    fn start() -> Option<Hostile> {
        let shared = PathBuf::from(std::env::var_os("WIREWATCH_SHARED")?);
        let script = shared.join("hostile").join("hostile.py");
        let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let child = Command::new("python3")
            .arg(script)
            .args(["--port", &port.to_string(), "--lifetime", "120"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        Some(Hostile { child, port })
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    async fn json(&self, client: &Client, path: &str) -> Value {
        let give_up = Instant::now() + Duration::from_secs(20);
        loop {
            match client.get(&self.url(path), Private::ByRule).await {
                Ok(page) => return serde_json::from_slice(&page.body).unwrap(),
                Err(_) if Instant::now() < give_up => tokio::task::yield_now().await,
                Err(failure) => panic!("the hostile server does not start: {failure:?}"),
            }
        }
    }
}

impl Drop for Hostile {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn accepts(case: &Value, outcome: &str) -> bool {
    let accept = case["accept"].as_array().cloned().unwrap_or_default();
    accept.is_empty()
        || accept.iter().any(|way| {
            let way = way["kind"].as_str().or(way["outcome"].as_str()).unwrap_or_default();
            way == outcome || (outcome == "ok" && OF_READING.contains(&way))
        })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_hostile_answer_has_an_accepted_outcome() {
    let Some(hostile) = Hostile::start() else {
        eprintln!("skipped: WIREWATCH_SHARED is not set, or there is no python3");
        return;
    };
    let fetching = Fetching {
        request: Duration::from_secs(12),
        connect: Duration::from_secs(4),
        idle: Duration::from_secs(4),
        allow_private: vec![PrivateRule::Host("127.0.0.1".into(), Some(hostile.port))],
        ..Fetching::default()
    };
    let client = Client::direct(&fetching, 10 << 20).unwrap();
    let index = hostile.json(&client, "/").await;
    let mut polls = tokio::task::JoinSet::new();
    for case in index["cases"].as_array().unwrap().clone() {
        let group = case["group"].as_str().unwrap_or_default().to_owned();
        if !["transport", "redirect", "status", "content"].contains(&group.as_str()) {
            continue;
        }
        let client = client.clone();
        polls.spawn(async move {
            let url = case["url"].as_str().unwrap().to_owned();
            // One case hangs in TLS on an address of its own, which has to be allowed for it.
            let private = if case["name"] == "tls_hang" { Private::Own } else { Private::ByRule };
            let poll = client.poll(&Request { private, ..request(&url) }).await;
            (case, url, poll)
        });
    }
    let mut wrong = Vec::new();
    while let Some(ended) = polls.join_next().await {
        let (case, url, poll) = ended.unwrap();
        let name = case["name"].as_str().unwrap();
        let plain = message(&poll).chars().all(|c| !c.is_control());
        if !accepts(&case, word(&poll)) || !plain || message(&poll).contains("sesame") {
            wrong.push(format!("{name}: {} {}; {}", word(&poll), message(&poll), case["expect"]));
        }
        if let Outcome::Document(document) = &poll.outcome
            && ["etag_good", "header_case"].contains(&name)
        {
            let again = Request { validators: document.validators.clone(), ..request(&url) };
            assert_eq!(word(&client.poll(&again).await), "unchanged", "{name}");
        }
    }
    let violations = hostile.json(&client, "/_violations").await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let found =
        violations.as_array().map(Vec::len).or(violations["violations"].as_array().map(Vec::len));
    assert_eq!(found, Some(0), "{violations}");
}
