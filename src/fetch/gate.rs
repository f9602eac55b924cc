//! What every request passes on its way to a host, so that one to which redirects lead is spared as well: as far apart,
//! as few at once, and none while it asks to wait.
//!
//! The queue spares the hosts of addresses; here is counted who is really asked. Nobody waits here for long, and nobody
//! who waits keeps another host's place.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::queue::HostLimits;

/// Longest wait here; who would wait for longer comes again.
const LONGEST: Duration = Duration::from_secs(10);
/// A wait that is over so soon is over.
const SOON: Duration = Duration::from_secs(1);
/// Hosts that are remembered before those are forgotten of which nothing is to be known.
const MANY: usize = 1_024;

/// The gate of every host.
#[derive(Debug)]
pub(super) struct Gate {
    at_once: usize,
    spacing: Duration,
    /// Longest wait.
    longest: Duration,
    hosts: Mutex<HashMap<String, Host>>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct Host {
    running: usize,
    /// When the next request may begin; those that wait have theirs before.
    next: Option<Instant>,
    /// When the last of those comes again that were sent away.
    later: Option<Instant>,
    held: Option<Instant>,
}

/// A request under way.
#[derive(Debug)]
pub(super) struct Pass {
    gate: Arc<Gate>,
    host: String,
}

/// Why a redirect is not followed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turned {
    /// The host asked to wait for so long.
    Held(Duration),
    /// Too many wait for it already: to be asked again after so long.
    Later(Duration),
}

impl Gate {
    pub fn new(limits: HostLimits) -> Arc<Gate> {
        let spacing = Duration::try_from(limits.spacing).unwrap_or_default();
        Arc::new(Gate::with(limits.at_once.max(1), spacing, LONGEST))
    }

    fn with(at_once: usize, spacing: Duration, longest: Duration) -> Gate {
        let (hosts, freed) = (Mutex::default(), Notify::new());
        Gate { at_once, spacing, longest, hosts, freed }
    }

    /// Leaves a host alone for so long.
    pub fn hold(&self, host: &str, rest: Duration) {
        let until = Instant::now().checked_add(rest);
        let mut hosts = self.locked();
        let place = hosts.entry(host.to_owned()).or_default();
        place.held = place.held.max(until);
    }

    /// Passes with the first request of a poll: the queue has chosen it, so it only keeps its distance.
    pub async fn first(self: &Arc<Gate>, host: &str) -> Pass {
        let start = {
            let now = Instant::now();
            let mut hosts = self.locked();
            let place = hosts.entry(host.to_owned()).or_default();
            let start = place.next.map_or(now, |next| next.clamp(now, now + self.longest));
            place.next = Some(start + self.spacing);
            place.running += 1;
            start
        };
        let pass = self.pass(host);
        sleep_until(start).await;
        pass
    }

    /// Passes with what a redirect asks of another host.
    pub async fn hop(self: &Arc<Gate>, host: &str) -> Result<Pass, Turned> {
        sleep_until(self.reserve(host)?).await;
        let end = Instant::now() + self.longest;
        loop {
            let mut freed = std::pin::pin!(self.freed.notified());
            freed.as_mut().enable();
            if let Some(pass) = self.enter(host)? {
                return Ok(pass);
            }
            if timeout_at(end, freed).await.is_err() {
                let mut hosts = self.locked();
                return Err(self.later(hosts.entry(host.to_owned()).or_default()));
            }
        }
    }

    /// When the next request to a host may begin; that time is then taken.
    fn reserve(&self, host: &str) -> Result<Instant, Turned> {
        let now = Instant::now();
        let mut hosts = self.locked();
        if hosts.len() > MANY {
            let told = |at: Option<Instant>| at.is_some_and(|at| at > now);
            hosts.retain(|_, host| host.running > 0 || told(host.next) || told(host.held));
        }
        let place = hosts.entry(host.to_owned()).or_default();
        held(place, now)?;
        let start = place.next.map_or(now, |next| next.max(now));
        if start > now + self.longest {
            return Err(self.later(place));
        }
        place.next = Some(start + self.spacing);
        Ok(start)
    }

    fn enter(self: &Arc<Gate>, host: &str) -> Result<Option<Pass>, Turned> {
        {
            let mut hosts = self.locked();
            let place = hosts.entry(host.to_owned()).or_default();
            held(place, Instant::now())?;
            if place.running >= self.at_once {
                return Ok(None);
            }
            place.running += 1;
        }
        Ok(Some(self.pass(host)))
    }

    /// Those that are sent away come again one after another.
    fn later(&self, place: &mut Host) -> Turned {
        let now = Instant::now();
        let after = now + self.longest;
        let again = place.later.map_or(after, |last| last.max(after)) + self.spacing;
        place.later = Some(again);
        Turned::Later(again.duration_since(now))
    }

    fn pass(self: &Arc<Gate>, host: &str) -> Pass {
        Pass { gate: Arc::clone(self), host: host.to_owned() }
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<String, Host>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn held(place: &Host, now: Instant) -> Result<(), Turned> {
    let left = place.held.map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
    if left > SOON { Err(Turned::Held(left)) } else { Ok(()) }
}

impl Pass {
    /// Whether it is for a host.
    pub fn is_for(&self, host: &str) -> bool {
        self.host == host
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if let Some(place) = self.gate.locked().get_mut(&self.host) {
            place.running = place.running.saturating_sub(1);
        }
        self.gate.freed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn gate(at_once: usize, spacing: u32) -> Arc<Gate> {
        Arc::new(Gate::with(at_once, MS * spacing, MS * 50))
    }

    #[tokio::test]
    async fn what_goes_to_one_host_is_apart_and_few_at_once() {
        let gate = gate(2, 10);
        let began = Instant::now();
        let first = gate.first("a").await;
        let second = gate.hop("a").await.unwrap();
        assert!(began.elapsed() >= MS * 10);
        assert!(gate.hop("b").await.is_ok(), "another host");
        let busy = gate.hop("a").await.err();
        assert!(matches!(busy, Some(Turned::Later(_))), "{busy:?}");
        drop(first);
        assert!(gate.hop("a").await.is_ok());
        drop(second);
        assert!(gate.locked().values().all(|host| host.running == 0));
    }

    #[tokio::test]
    async fn who_would_wait_for_long_comes_again_one_after_another() {
        let gate = gate(100, 20);
        let _running = gate.first("a").await;
        let times = [(); 2].map(|()| gate.reserve("a").unwrap());
        assert_eq!(times[1] - times[0], MS * 20);
        let turned = [(); 3].map(|()| gate.reserve("a").err());
        let waits: Vec<Duration> = turned
            .iter()
            .flatten()
            .map(|turned| match turned {
                Turned::Later(wait) | Turned::Held(wait) => *wait,
            })
            .collect();
        let [first, second, third] = waits.as_slice() else { panic!("{turned:?}") };
        assert!(*first >= MS * 60 && first < second && second < third, "{waits:?}");
    }

    #[tokio::test]
    async fn a_host_at_rest_is_not_asked_through_a_redirect() {
        let gate = gate(2, 0);
        gate.hold("a", Duration::from_secs(60));
        assert!(matches!(gate.hop("a").await.err(), Some(Turned::Held(_))));
        assert!(gate.hop("b").await.is_ok());
        gate.hold("c", MS);
        assert!(gate.hop("c").await.is_ok(), "it is as good as over");
    }
}
