//! Spares hosts what is asked by hand: one request to a host at a time, and as far apart as polls are.
//! A host that asks for a wait is asked nothing more.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;
use url::Url;

use crate::domain::{ErrorKind, Outcome, Poll};

/// The hosts that were asked.
pub(super) struct Spaced {
    spacing: Duration,
    hosts: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Host>>>>,
}

/// One of them.
#[derive(Default)]
pub(super) struct Host {
    asked: Option<Instant>,
    /// What it answered when it asked for a wait.
    pub(super) wait: Option<String>,
}

impl Spaced {
    /// Nothing was asked yet.
    pub(super) fn new(spacing: Duration) -> Spaced {
        Spaced { spacing, hosts: Mutex::default() }
    }

    /// Waits until the host of an address may be asked; nobody else may until this is dropped.
    pub(super) async fn turn(&self, url: &str) -> OwnedMutexGuard<Host> {
        let mut host = self.host(url).lock_owned().await;
        if let Some(asked) = host.asked.filter(|_| host.wait.is_none()) {
            tokio::time::sleep_until(asked + self.spacing).await;
        }
        host.asked = Some(Instant::now());
        host
    }

    /// Whether the host of an address asked for a wait; not while it is being asked.
    pub(super) fn waits(&self, url: &str) -> bool {
        self.host(url).try_lock().is_ok_and(|host| host.wait.is_some())
    }

    fn host(&self, url: &str) -> Arc<tokio::sync::Mutex<Host>> {
        let name = Url::parse(url).ok().and_then(|url| Some(url.host_str()?.to_owned()));
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.entry(name.unwrap_or_default()).or_default().clone()
    }
}

/// What a host said that asks for a wait; one that a redirect led to is another.
pub(super) fn wait_of(poll: &Poll) -> Option<String> {
    match &poll.outcome {
        Outcome::Failed(failure)
            if failure.kind == ErrorKind::RateLimited && poll.host.is_none() =>
        {
            Some(failure.message.clone())
        }
        Outcome::Failed(_) | Outcome::Document(_) | Outcome::NotModified(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_host_is_asked_a_while_apart_and_others_at_once() {
        const APART: Duration = Duration::from_millis(10);
        let spaced = Spaced::new(APART);
        let mut asked = Vec::new();
        for url in ["http://a.example/1", "http://b.example/1", "https://a.example:444/2"] {
            asked.push(spaced.turn(url).await.asked.unwrap());
        }
        let [first, other, second] = asked.as_slice() else { panic!("{asked:?}") };
        assert!(*second >= *first + APART && other < second);
    }

    #[tokio::test]
    async fn who_is_not_asked_need_not_wait_for_it() {
        let spaced = Spaced::new(Duration::from_secs(3_600));
        spaced.turn("http://a.example/1").await.wait = Some("wait".to_owned());
        assert_eq!(spaced.turn("http://a.example/2").await.wait.as_deref(), Some("wait"));
        assert!(spaced.waits("http://a.example/3") && !spaced.waits("http://b.example/3"));
    }
}
