//! Fetching over real local HTTP: what a poll comes to, and how the poller paces polls.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod client;
mod hostile;
mod month;
mod poller;

use std::time::Duration;

use wirewatch::domain::{Feed, FeedId, FeedSpec, Fetching, Outcome, Poll, PrivateRule, Validators};
use wirewatch::fetch::{Client, LooksHome, Private, Request};

use crate::support::server::FeedServer;

/// Fast limits; every private address of `server` allowed.
fn fetching(server: &FeedServer) -> Fetching {
    Fetching {
        request: Duration::from_secs(3),
        connect: Duration::from_secs(2),
        idle: Duration::from_millis(700),
        spacing: Duration::ZERO,
        allow_private: vec![PrivateRule::Host("127.0.0.1".into(), Some(server.port()))],
        ..Fetching::default()
    }
}

fn client(server: &FeedServer) -> Client {
    Client::direct(&fetching(server), 1 << 20).unwrap()
}

fn request(url: &str) -> Request {
    Request {
        feed: FeedId(1),
        url: url.to_owned(),
        moved: None,
        looks_home: LooksHome::No,
        access: None,
        validators: Validators::default(),
        private: Private::ByRule,
    }
}

fn feed(id: i64, url: &str) -> Feed {
    let spec = FeedSpec { url: url.to_owned(), enabled: true, ..FeedSpec::default() };
    Feed { id: FeedId(id), ..Feed::unpolled(spec) }
}

/// One word for how a poll ended: `ok`, `unchanged`, or the kind of failure.
fn word(poll: &Poll) -> &'static str {
    match &poll.outcome {
        Outcome::Document(_) => "ok",
        Outcome::NotModified(_) => "unchanged",
        Outcome::Failed(failure) => failure.kind.name(),
    }
}

fn message(poll: &Poll) -> String {
    match &poll.outcome {
        Outcome::Failed(failure) => failure.message.clone(),
        Outcome::Document(_) | Outcome::NotModified(_) => String::new(),
    }
}
