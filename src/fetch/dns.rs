//! Resolves names for the client: bounded, cached for a short while, and guarded, so that no name
//! can lead a request to a private address, also not by changing between a check and the use.
//!
//! Literal addresses never come here; the guard checks them as written.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::Semaphore;

use super::guard::{Guard, Reach};

/// Look-ups at once: each takes a thread of the blocking pool for as long as the system waits.
const LOOKUPS: usize = 32;
/// The system tells no lifetime of an answer; feeds of one host are polled within this anyway.
const KEPT: SignedDuration = SignedDuration::from_secs(120);
/// Names kept: more than 10,000 feeds have hosts.
const NAMES: usize = 8_192;

/// Why a name leads nowhere.
#[derive(Debug, thiserror::Error)]
pub(super) enum DnsError {
    /// No address, or no answer.
    #[error("no address")]
    Unknown,
    /// Only addresses that may not be fetched.
    #[error("only private addresses")]
    Refused,
}

type Kept = HashMap<String, (Timestamp, Arc<[IpAddr]>)>;

/// What was resolved lately, shared by every client.
pub(super) struct Names {
    kept: Mutex<Kept>,
    lookups: Arc<Semaphore>,
    clock: fn() -> Timestamp,
}

impl Names {
    pub fn new(clock: fn() -> Timestamp) -> Names {
        Names { kept: Mutex::default(), lookups: Arc::new(Semaphore::new(LOOKUPS)), clock }
    }

    async fn addresses(&self, name: &str) -> Result<Arc<[IpAddr]>, DnsError> {
        if let Some(found) = self.kept_of(name) {
            return Ok(found);
        }
        let permit =
            Arc::clone(&self.lookups).acquire_owned().await.map_err(|_| DnsError::Unknown)?;
        if let Some(found) = self.kept_of(name) {
            return Ok(found);
        }
        let asked = name.to_owned();
        // A task of its own: a caller that gives up must not free the permit while the system's
        // look-up still holds its thread. It ends with the look-up.
        let lookup = tokio::spawn(async move {
            let found = tokio::net::lookup_host((asked.as_str(), 0)).await;
            drop(permit);
            found.map(|list| list.map(|address| address.ip()).collect::<Arc<[IpAddr]>>())
        });
        match lookup.await {
            Ok(Ok(found)) if !found.is_empty() => {
                self.keep(name, &found);
                Ok(found)
            }
            _ => Err(DnsError::Unknown),
        }
    }

    /// The addresses of a name that was looked up lately.
    pub fn kept_of(&self, name: &str) -> Option<Arc<[IpAddr]>> {
        let now = (self.clock)();
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(name).filter(|(at, _)| is_fresh(*at, now)).map(|(_, found)| Arc::clone(found))
    }

    fn keep(&self, name: &str, found: &Arc<[IpAddr]>) {
        let now = (self.clock)();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= NAMES {
            kept.retain(|_, (at, _)| is_fresh(*at, now));
        }
        if kept.len() >= NAMES {
            kept.clear();
        }
        kept.insert(name.to_owned(), (now, Arc::clone(found)));
    }
}

/// The clock may be set back: then nothing kept is trusted.
fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    now >= at && now.duration_since(at) < KEPT
}

/// The resolver of one client.
pub(super) struct Resolver {
    names: Arc<Names>,
    guard: Arc<Guard>,
    reach: Reach,
}

impl Resolver {
    pub fn new(names: Arc<Names>, guard: Arc<Guard>, reach: Reach) -> Resolver {
        Resolver { names, guard, reach }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (names, guard, reach) = (Arc::clone(&self.names), Arc::clone(&self.guard), self.reach);
        Box::pin(async move {
            let found = names.addresses(name.as_str()).await?;
            let reach = if guard.is_proxy(name.as_str()) { Reach::Any } else { reach };
            let allowed: Vec<SocketAddr> = found
                .iter()
                .filter(|address| guard.permits(**address, reach))
                .map(|address| SocketAddr::new(*address, 0))
                .collect();
            if allowed.is_empty() {
                return Err(DnsError::Refused.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    fn resolver(reach: Reach) -> Resolver {
        let names = Names::new(clock);
        let guard = Guard::new(&[], vec!["proxy.corp".to_owned()]);
        let rebinding: Arc<[IpAddr]> =
            vec!["127.0.0.1".parse().unwrap(), "8.8.8.8".parse().unwrap()].into();
        let inside: Arc<[IpAddr]> = vec!["10.0.0.1".parse().unwrap()].into();
        names.keep("both.test", &rebinding);
        names.keep("inside.test", &inside);
        names.keep("proxy.corp", &inside);
        Resolver::new(Arc::new(names), Arc::new(guard), reach)
    }

    async fn ask(reach: Reach, name: &str) -> Option<Vec<String>> {
        let found = resolver(reach).resolve(name.parse().unwrap()).await.ok()?;
        Some(found.map(|address| address.ip().to_string()).collect())
    }

    #[tokio::test]
    async fn private_answers_are_left_out() {
        assert_eq!(ask(Reach::Public, "both.test").await.unwrap(), ["8.8.8.8"]);
        assert_eq!(ask(Reach::Networks, "inside.test").await, None);
        assert_eq!(ask(Reach::Any, "inside.test").await.unwrap(), ["10.0.0.1"]);
    }

    #[tokio::test]
    async fn a_proxy_may_be_inside() {
        assert_eq!(ask(Reach::Public, "proxy.corp").await.unwrap(), ["10.0.0.1"]);
    }

    #[test]
    fn the_cache_is_bounded() {
        let names = Names::new(clock);
        let found: Arc<[IpAddr]> = vec!["8.8.8.8".parse().unwrap()].into();
        for i in 0..NAMES * 2 + 5 {
            names.keep(&format!("h{i}"), &found);
        }
        assert!(names.kept.lock().unwrap().len() <= NAMES);
    }
}
