//! The due queue: which feed is polled next, with every host's limits applied before the choice.
//!
//! Pure and in memory; every step costs a logarithm of the number of feeds. A host that is busy,
//! spaced or at rest is not in the running, so it keeps no other host waiting.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::domain::{FeedId, Fetching};

/// What one host is spared.
#[derive(Clone, Copy, Debug)]
pub struct HostLimits {
    /// Polls at once.
    pub at_once: usize,
    /// Least time between two starts.
    pub spacing: SignedDuration,
}

impl From<&Fetching> for HostLimits {
    fn from(fetching: &Fetching) -> HostLimits {
        HostLimits {
            at_once: fetching.per_host.max(1),
            spacing: SignedDuration::try_from(fetching.spacing).unwrap_or(SignedDuration::ZERO),
        }
    }
}

/// A feed whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The feed.
    pub feed: FeedId,
    /// When it should have been polled: its own time, or later where its host had to be spared.
    pub since: Timestamp,
    /// Whose time that is.
    pub time: TimeOf,
}

/// Whose word the time of a poll is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeOf {
    /// The schedule's, for this feed.
    Feed,
    /// That of a paced catch-up: the feed has missed its own, or never had one.
    CatchUp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    Waiting(Timestamp),
    Running,
    /// Polled, and waiting for its next time to be told.
    Resting,
}

#[derive(Debug)]
struct Entry {
    host: Arc<str>,
    stand: Stand,
    time: TimeOf,
}

#[derive(Debug, Default)]
struct Host {
    due: BTreeSet<(Timestamp, FeedId)>,
    feeds: usize,
    running: usize,
    spaced: Option<Timestamp>,
    held: Option<Timestamp>,
    listed: Option<Timestamp>,
}

impl Host {
    fn ready(&self, limits: HostLimits) -> Option<Timestamp> {
        if self.running >= limits.at_once {
            return None;
        }
        let (due, _) = self.due.first()?;
        [self.spaced, self.held].into_iter().flatten().chain([*due]).max()
    }
}

/// Every feed that is polled, by the time of its turn.
#[derive(Debug)]
pub struct Queue {
    limits: HostLimits,
    feeds: HashMap<FeedId, Entry>,
    hosts: HashMap<Arc<str>, Host>,
    ready: BTreeSet<(Timestamp, Arc<str>)>,
}

impl Queue {
    /// An empty queue.
    #[must_use]
    pub fn new(limits: HostLimits) -> Queue {
        Queue { limits, feeds: HashMap::new(), hosts: HashMap::new(), ready: BTreeSet::new() }
    }

    /// How many feeds it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.feeds.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.feeds.is_empty()
    }

    /// Whether a feed is in it, in whatever way.
    #[must_use]
    pub fn holds(&self, feed: FeedId) -> bool {
        self.feeds.contains_key(&feed)
    }

    /// The host of a feed.
    #[must_use]
    pub fn host_of(&self, feed: FeedId) -> Option<Arc<str>> {
        self.feeds.get(&feed).map(|entry| Arc::clone(&entry.host))
    }

    /// Whether a feed waits for its turn (it is neither running nor unsettled).
    #[must_use]
    pub fn is_waiting(&self, feed: FeedId) -> bool {
        matches!(self.feeds.get(&feed), Some(Entry { stand: Stand::Waiting(_), .. }))
    }

    /// Puts a feed in, or gives it another time. One that is running keeps running.
    pub fn put(&mut self, feed: FeedId, host: &str, due: Timestamp) {
        match self.feeds.get(&feed) {
            Some(entry) if entry.stand == Stand::Running => return,
            Some(_) => self.remove(feed),
            None => {}
        }
        let host = self.name_of(host);
        let place = self.hosts.entry(Arc::clone(&host)).or_default();
        place.due.insert((due, feed));
        place.feeds += 1;
        let entry =
            Entry { host: Arc::clone(&host), stand: Stand::Waiting(due), time: TimeOf::Feed };
        self.feeds.insert(feed, entry);
        self.list(&host);
    }

    fn name_of(&self, host: &str) -> Arc<str> {
        self.hosts.get_key_value(host).map_or_else(|| host.into(), |(name, _)| Arc::clone(name))
    }

    /// Gives a feed that waits another time.
    pub fn set_due(&mut self, feed: FeedId, due: Timestamp) {
        let Some(entry) = self.feeds.get_mut(&feed) else { return };
        let Stand::Waiting(before) = entry.stand else { return };
        entry.stand = Stand::Waiting(due);
        let host = Arc::clone(&entry.host);
        if let Some(place) = self.hosts.get_mut(&host) {
            place.due.remove(&(before, feed));
            place.due.insert((due, feed));
        }
        self.list(&host);
    }

    /// Takes a feed out.
    pub fn remove(&mut self, feed: FeedId) {
        let Some(entry) = self.feeds.remove(&feed) else { return };
        if let Some(place) = self.hosts.get_mut(&entry.host) {
            place.feeds = place.feeds.saturating_sub(1);
            match entry.stand {
                Stand::Waiting(due) => {
                    place.due.remove(&(due, feed));
                }
                Stand::Running => place.running = place.running.saturating_sub(1),
                Stand::Resting => {}
            }
        }
        self.list(&entry.host);
    }

    /// Takes out every feed that is not to stay; returns how many went.
    pub fn retain(&mut self, stays: impl Fn(FeedId) -> bool) -> usize {
        let gone: Vec<FeedId> = self.feeds.keys().copied().filter(|id| !stays(*id)).collect();
        gone.iter().for_each(|feed| self.remove(*feed));
        gone.len()
    }

    /// The feed whose turn it is, if any: it counts as running from now on.
    pub fn take(&mut self, now: Timestamp) -> Option<Due> {
        let (since, host) = self.ready.first().filter(|(at, _)| *at <= now)?;
        let (since, host) = (*since, Arc::clone(host));
        let place = self.hosts.get_mut(&host)?;
        let (_, feed) = place.due.pop_first()?;
        place.running += 1;
        place.spaced = now.checked_add(self.limits.spacing).ok();
        let mut time = TimeOf::Feed;
        if let Some(entry) = self.feeds.get_mut(&feed) {
            entry.stand = Stand::Running;
            time = entry.time;
        }
        self.list(&host);
        Some(Due { feed, since, time })
    }

    /// Notes the end of a poll; the feed comes back with [`Queue::put`].
    pub fn done(&mut self, feed: FeedId) {
        let Some(entry) = self.feeds.get_mut(&feed) else { return };
        if entry.stand != Stand::Running {
            return;
        }
        entry.stand = Stand::Resting;
        let host = Arc::clone(&entry.host);
        if let Some(place) = self.hosts.get_mut(&host) {
            place.running = place.running.saturating_sub(1);
        }
        self.list(&host);
    }

    /// Notes the end of a poll that is begun again at a time.
    pub fn again(&mut self, feed: FeedId, due: Timestamp) {
        self.done(feed);
        if let Some(host) = self.host_of(feed) {
            self.put(feed, &host, due);
        }
    }

    /// Leaves a whole host alone until a time.
    pub fn hold(&mut self, host: &str, until: Timestamp) {
        let name = self.name_of(host);
        let place = self.hosts.entry(Arc::clone(&name)).or_default();
        place.held = place.held.max(Some(until));
        self.list(&name);
    }

    /// The feeds of a host that still wait.
    #[must_use]
    pub fn waiting_on(&self, host: &str) -> Vec<FeedId> {
        self.hosts.get(host).map_or_else(Vec::new, |h| h.due.iter().map(|(_, id)| *id).collect())
    }

    /// When the next feed can be taken, if none comes or goes before.
    #[must_use]
    pub fn next_ready(&self) -> Option<Timestamp> {
        self.ready.first().map(|(at, _)| *at)
    }

    /// Gives every feed that is overdue its own time from `now` on, `step` apart, the longest
    /// overdue first: one paced catch-up instead of a herd.
    pub fn catch_up(&mut self, now: Timestamp, step: SignedDuration) {
        let waiting = self.feeds.iter().filter_map(|(feed, entry)| match entry.stand {
            Stand::Waiting(due) if due < now => Some((due, *feed)),
            _ => None,
        });
        let mut late: Vec<_> = waiting.collect();
        late.sort_unstable();
        self.pace(late.into_iter().map(|(_, feed)| feed), now, step);
    }

    /// Gives the feeds times from `now` on, `step` apart, in this order.
    pub fn pace(
        &mut self,
        feeds: impl IntoIterator<Item = FeedId>,
        now: Timestamp,
        step: SignedDuration,
    ) {
        let mut at = now;
        for feed in feeds.into_iter().collect::<Vec<_>>() {
            if self.is_waiting(feed) {
                self.set_due(feed, at);
                if let Some(entry) = self.feeds.get_mut(&feed) {
                    entry.time = TimeOf::CatchUp;
                }
                at = at.saturating_add(step).unwrap_or(at);
            }
        }
    }

    /// Brings the next feed of a host that is not at rest forward to `now`.
    pub fn hasten(&mut self, now: Timestamp) {
        let free = |host: &Arc<str>| self.hosts.get(host).is_some_and(|h| h.held <= Some(now));
        let next = self.ready.iter().find(|(_, host)| free(host));
        let feed = next.and_then(|(_, host)| self.hosts.get(host)?.due.first());
        if let Some((_, feed)) = feed.copied() {
            self.set_due(feed, now);
        }
    }

    /// Follows a clock that was set back: every time moves with it.
    pub fn shift_back(&mut self, by: SignedDuration) {
        let back = |at: Timestamp| at.saturating_sub(by).unwrap_or(at);
        for (feed, entry) in &mut self.feeds {
            if let Stand::Waiting(due) = entry.stand {
                entry.stand = Stand::Waiting(back(due));
                if let Some(place) = self.hosts.get_mut(&entry.host) {
                    place.due.remove(&(due, *feed));
                    place.due.insert((back(due), *feed));
                }
            }
        }
        for place in self.hosts.values_mut() {
            place.spaced = place.spaced.map(back);
            place.held = place.held.map(back);
        }
        let names: Vec<Arc<str>> = self.hosts.keys().map(Arc::clone).collect();
        names.iter().for_each(|host| self.list(host));
    }

    /// Brings the place of a host among the ready ones up to date; forgets a host without feeds.
    fn list(&mut self, host: &Arc<str>) {
        let Some(place) = self.hosts.get_mut(host) else { return };
        let ready = place.ready(self.limits);
        if place.listed != ready {
            if let Some(before) = place.listed {
                self.ready.remove(&(before, Arc::clone(host)));
            }
            if let Some(at) = ready {
                self.ready.insert((at, Arc::clone(host)));
            }
            place.listed = ready;
        }
        if place.feeds == 0 && place.running == 0 && place.held.is_none() {
            self.hosts.remove(host);
        }
    }
}

#[cfg(test)]
mod tests;
