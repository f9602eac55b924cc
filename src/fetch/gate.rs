//! What every request passes on its way to a host, so that one to which redirects lead is spared as well: as far apart,
//! as few at once, and none while it asks to wait.
//!
//! The queue spares the hosts of addresses; here is counted who is really asked. Whom a redirect led here waits for a
//! moment only and comes again when those are through who came before; nobody who waits keeps another host's place.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until, timeout};

use super::queue::HostLimits;

/// Longest wait here of whom a redirect led here; who would wait for longer comes again.
const LONGEST: Duration = Duration::from_secs(10);
/// Nobody is sent away for longer: the host may be quicker by then.
const LATEST: Duration = Duration::from_secs(900);
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
}

#[derive(Debug)]
struct Host {
    /// Given in the order in which they are asked for.
    places: Arc<Semaphore>,
    /// When the next request may begin.
    next: Option<Instant>,
    /// When the last of those comes again that were sent away.
    later: Option<Instant>,
    held: Option<Instant>,
    /// How long a request takes, of late.
    takes: Duration,
}

/// A request under way: it keeps its place as long as this is kept.
#[derive(Debug)]
pub(super) struct Pass {
    gate: Arc<Gate>,
    host: String,
    began: Instant,
    _place: Option<OwnedSemaphorePermit>,
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
        Arc::new(Gate::with(limits.at_once, spacing, LONGEST))
    }

    fn with(at_once: usize, spacing: Duration, longest: Duration) -> Gate {
        let at_once = at_once.clamp(1, Semaphore::MAX_PERMITS);
        Gate { at_once, spacing, longest, hosts: Mutex::default() }
    }

    /// Leaves a host alone for so long.
    pub fn hold(&self, host: &str, rest: Duration) {
        let until = Instant::now().checked_add(rest);
        self.at(host, |place| place.held = place.held.max(until));
    }

    /// Passes with the first request of a poll. The queue has chosen it, so it is not sent away: it waits behind those
    /// whom redirects led here before.
    pub async fn first(self: &Arc<Gate>, host: &str) -> Pass {
        let places = self.at(host, |place| Arc::clone(&place.places));
        let place = places.acquire_owned().await.ok();
        let start = self.at(host, |place| self.start(place, Instant::now()));
        sleep_until(start).await;
        self.pass(host, start, place)
    }

    /// Passes with what a redirect asks of another host.
    pub async fn hop(self: &Arc<Gate>, host: &str) -> Result<Pass, Turned> {
        self.forget();
        let places = self.at(host, |place| {
            self.may_wait(place, Instant::now())?;
            Ok(Arc::clone(&place.places))
        })?;
        let Ok(place) = timeout(self.longest, places.acquire_owned()).await else {
            return Err(self.at(host, |place| {
                place.takes = place.takes.max(self.longest);
                self.later(place, Instant::now())
            }));
        };
        let start = self.at(host, |place| {
            let now = Instant::now();
            self.may_wait(place, now)?;
            Ok(self.start(place, now))
        })?;
        sleep_until(start).await;
        self.at(host, |place| held(place, Instant::now()))?;
        Ok(self.pass(host, start, place.ok()))
    }

    /// Whether a host may be asked soon enough to wait for it.
    fn may_wait(&self, place: &mut Host, now: Instant) -> Result<(), Turned> {
        held(place, now)?;
        let spaced = place.next.map_or(Duration::ZERO, |next| next.saturating_duration_since(now));
        let before = Arc::strong_count(&place.places).saturating_sub(1);
        let waiting = u32::try_from(before.saturating_sub(self.at_once)).unwrap_or(u32::MAX);
        let wait = self.pace(place).saturating_mul(waiting).max(spaced);
        if wait > self.longest { Err(self.later(place, now)) } else { Ok(()) }
    }

    /// How long a host takes for each of many requests.
    fn pace(&self, place: &Host) -> Duration {
        let at_once = u32::try_from(self.at_once).unwrap_or(u32::MAX);
        self.spacing.max(place.takes / at_once)
    }

    /// When a request that has a place may begin; that time is then taken.
    fn start(&self, place: &mut Host, now: Instant) -> Instant {
        let start = place.next.map_or(now, |next| next.max(now));
        place.next = Some(start + self.spacing);
        start
    }

    /// Those that are sent away come again one after another, as the host has time for them.
    fn later(&self, place: &mut Host, now: Instant) -> Turned {
        let after = now + self.longest;
        let again = place.later.map_or(after, |last| last.max(after)) + self.pace(place);
        let again = again.min(now + LATEST);
        place.later = Some(again);
        Turned::Later(again.duration_since(now))
    }

    fn pass(
        self: &Arc<Gate>,
        host: &str,
        start: Instant,
        place: Option<OwnedSemaphorePermit>,
    ) -> Pass {
        Pass { gate: Arc::clone(self), host: host.to_owned(), began: start, _place: place }
    }

    fn at<T>(&self, host: &str, change: impl FnOnce(&mut Host) -> T) -> T {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = hosts.get_mut(host) {
            return change(place);
        }
        change(hosts.entry(host.to_owned()).or_insert_with(|| Host {
            places: Arc::new(Semaphore::new(self.at_once)),
            next: None,
            later: None,
            held: None,
            takes: Duration::ZERO,
        }))
    }

    /// Forgets hosts of which nothing is to be known, where there are many.
    fn forget(&self) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() > MANY {
            let now = Instant::now();
            let told = |at: Option<Instant>| at.is_some_and(|at| at > now);
            hosts.retain(|_, host| {
                let asked = Arc::strong_count(&host.places) > 1;
                asked || told(host.next) || told(host.later) || told(host.held)
            });
        }
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
        let took = self.began.elapsed();
        self.gate.at(&self.host, |place| place.takes = (place.takes + took) / 2);
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
    }

    #[test]
    fn who_would_wait_for_long_comes_again_one_after_another() {
        let gate = gate(100, 20);
        let now = Instant::now();
        let starts = gate.at("a", |place| [(); 3].map(|()| gate.start(place, now)));
        assert_eq!(starts, [now, now + MS * 20, now + MS * 40]);
        let turned = gate.at("a", |place| [(); 3].map(|()| gate.may_wait(place, now)));
        assert_eq!(turned, [70, 90, 110].map(|wait| Err(Turned::Later(MS * wait))));
        // A host that takes longer has time for fewer.
        let later = gate.at("a", |place| {
            place.takes = MS * 5_000;
            [(); 2].map(|()| gate.later(place, now))
        });
        assert_eq!(later, [160, 210].map(|wait| Turned::Later(MS * wait)));
    }

    #[tokio::test]
    async fn who_is_sent_away_by_a_slow_host_comes_again_when_it_is_through() {
        const FEEDS: usize = 60;
        let gate = Arc::new(Gate::with(2, Duration::ZERO, MS * 20));
        let mut feeds = tokio::task::JoinSet::new();
        for _ in 0..FEEDS {
            let gate = Arc::clone(&gate);
            feeds.spawn(async move {
                let mut asked = 1;
                loop {
                    match gate.hop("a").await {
                        Ok(_pass) => {
                            sleep_until(Instant::now() + MS * 10).await;
                            return asked;
                        }
                        Err(Turned::Later(wait) | Turned::Held(wait)) => {
                            asked += 1;
                            sleep_until(Instant::now() + wait).await;
                        }
                    }
                }
            });
        }
        let asked: usize = feeds.join_all().await.into_iter().sum();
        assert!(asked <= FEEDS * 4, "{asked}");
    }

    #[tokio::test]
    async fn who_waited_for_a_place_begins_apart_as_well() {
        let gate = Arc::new(Gate::with(2, MS * 20, MS * 500));
        let running = [gate.first("a").await, gate.first("a").await];
        let ends = async {
            sleep_until(Instant::now() + MS * 60).await;
            drop(running);
        };
        let (one, other, ()) = tokio::join!(gate.hop("a"), gate.hop("a"), ends);
        let starts = [one, other].map(|pass| pass.unwrap().began);
        assert!(starts[1].max(starts[0]) - starts[0].min(starts[1]) >= MS * 20);
    }

    #[tokio::test]
    async fn the_first_request_of_a_poll_waits_for_a_place_among_those_of_redirects() {
        let gate = gate(1, 0);
        let hop = gate.hop("a").await.unwrap();
        assert!(tokio::time::timeout(MS * 5, gate.first("a")).await.is_err());
        drop(hop);
        let _first = gate.first("a").await;
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
