//! The hostile server's groups transport, redirect, status and content, polled by the real client.
//!
//! Needs the server's folder in `WIREWATCH_SHARED` and python3; says so and passes without them.

use std::time::Duration;

use wirewatch::domain::{Fetching, Outcome, PrivateRule};
use wirewatch::fetch::{Client, Private, Request};

use super::{message, request, word};
use crate::support::hostile::{Case, HostileServer};

/// What `feed` says of documents, not the client.
const OF_READING: &[&str] = &["ok", "parse", "not_a_feed", "encoding", "too_deep", "empty"];

fn accepts(case: &Case, outcome: &str) -> bool {
    case.accept.is_empty()
        || case.accept.iter().any(|way| {
            let way = way["kind"].as_str().or(way["outcome"].as_str()).unwrap_or_default();
            way == outcome || (outcome == "ok" && OF_READING.contains(&way))
        })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_hostile_answer_has_an_accepted_outcome() {
    let Some(hostile) = HostileServer::start_with(&[]) else { return };
    let port = hostile.address().rsplit(':').next().and_then(|port| port.parse().ok());
    let fetching = Fetching {
        request: Duration::from_secs(12),
        connect: Duration::from_secs(4),
        idle: Duration::from_secs(4),
        allow_private: vec![PrivateRule::Host("127.0.0.1".into(), port)],
        ..Fetching::default()
    };
    let client = Client::direct(&fetching, 10 << 20).unwrap();
    let mut polls = tokio::task::JoinSet::new();
    for case in hostile.cases(&["transport", "redirect", "status", "content"]) {
        let client = client.clone();
        polls.spawn(async move {
            let url = case.url.clone();
            // One case hangs in TLS on an address of its own, which has to be allowed for it.
            let private = if case.name == "tls_hang" { Private::Own } else { Private::ByRule };
            let poll = client.poll(&Request { private, ..request(&url) }).await;
            (case, url, poll)
        });
    }
    let mut wrong = Vec::new();
    while let Some(ended) = polls.join_next().await {
        let (case, url, poll) = ended.unwrap();
        let name = case.name.as_str();
        let plain = message(&poll).chars().all(|c| !c.is_control());
        if !accepts(&case, word(&poll)) || !plain || message(&poll).contains("sesame") {
            wrong.push(format!("{name}: {} {}; {}", word(&poll), message(&poll), case.expect));
        }
        if let Outcome::Document(document) = &poll.outcome
            && ["etag_good", "header_case"].contains(&name)
        {
            let again = Request { validators: document.validators.clone(), ..request(&url) };
            assert_eq!(word(&client.poll(&again).await), "unchanged", "{name}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    hostile.expect_no_violations();
}
