//! Hosts that asked to be left alone, and until when: by an answer, or by what is stored of their feeds. Pure.
//!
//! Who leaves them alone is `queue`'s and `gate`'s work.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use url::Url;

use super::schedule;
use crate::domain::{CacheHints, ErrorKind, Feed, FeedState, Outcome, Poll};

/// A host that asked to be left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rest {
    pub host: Arc<str>,
    pub until: Timestamp,
}

impl Rest {
    /// What a poll of a feed at a host came to: the rest is that of the host which answered.
    pub fn of_poll(poll: &Poll, host: &Arc<str>) -> Option<Rest> {
        let host = poll.host.as_deref().map_or_else(|| Arc::clone(host), Arc::from);
        Rest::asked((&poll.outcome, poll.hints), host, poll.finished)
    }

    /// What an answer asks for.
    pub fn asked(
        (outcome, hints): (&Outcome, CacheHints),
        host: Arc<str>,
        at: Timestamp,
    ) -> Option<Rest> {
        let Outcome::Failed(failure) = outcome else { return None };
        let rest = schedule::host_rest(hints.retry_after);
        let until = at.saturating_add(rest).unwrap_or(Timestamp::MAX);
        (failure.kind == ErrorKind::RateLimited).then_some(Rest { host, until })
    }

    /// What the last answer to a feed asks for. Without a Retry-After (then it counts as a failure) that is a moment
    /// only; the feed itself waits longer.
    fn of_feed(feed: &Feed, now: Timestamp) -> Option<Rest> {
        if feed.state != FeedState::RateLimited {
            return None;
        }
        let until = match feed.cadence.failures {
            0 => feed.next_poll?,
            _ => feed.last_poll?.checked_add(schedule::host_rest(None)).ok()?,
        };
        let until = until.checked_sub(schedule::ahead(feed, now)).ok()?;
        let host = feed.held.as_deref().map_or_else(|| host_of(feed.asked()), Arc::from);
        Some(Rest { host, until })
    }
}

/// The hosts that are left alone at a time.
#[derive(Clone, Debug, Default)]
pub struct Resting(HashMap<Arc<str>, Timestamp>);

impl Resting {
    /// By what is known of their feeds.
    pub fn of<'a>(feeds: impl IntoIterator<Item = &'a Feed>, now: Timestamp) -> Resting {
        let mut resting = HashMap::new();
        let rests = feeds.into_iter().filter_map(|feed| Rest::of_feed(feed, now));
        for rest in rests.filter(|rest| rest.until > now) {
            let until = resting.entry(rest.host).or_insert(rest.until);
            *until = rest.until.max(*until);
        }
        Resting(resting)
    }

    /// When a feed is asked that would be asked before if its host had not asked for a rest.
    #[must_use]
    pub fn puts_off(&self, feed: &Feed) -> Option<Timestamp> {
        let waits = feed.spec.enabled && feed.state != FeedState::Gone && !self.0.is_empty();
        let until = *self.0.get(&host_of(feed.asked())).filter(|_| waits)?;
        Some(until).filter(|until| feed.next_poll.is_none_or(|due| due < *until))
    }

    pub(super) fn has(&self, host: &str) -> bool {
        self.0.contains_key(host)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Rest> {
        self.0.iter().map(|(host, until)| Rest { host: Arc::clone(host), until: *until })
    }
}

/// The host of an address.
pub(super) fn host_of(address: &str) -> Arc<str> {
    let url = Url::parse(address).ok();
    url.as_ref().and_then(Url::host_str).unwrap_or("").into()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::domain::FeedSpec;

    fn now() -> Timestamp {
        "2026-03-03T10:00:00Z".parse().unwrap()
    }

    fn feed(url: &str) -> Feed {
        let url = url.to_owned();
        Feed::unpolled(FeedSpec { url, enabled: true, ..FeedSpec::default() })
    }

    #[test]
    fn a_feed_that_waits_for_its_host_says_so() {
        let until = now() + SignedDuration::from_mins(100);
        let waits = Feed {
            state: FeedState::RateLimited,
            last_poll: Some(now()),
            next_poll: Some(until),
            ..feed("https://a.example/1")
        };
        let asked = Feed {
            state: FeedState::Ok,
            last_poll: Some(now()),
            next_poll: Some(now()),
            ..feed("https://a.example:81/2")
        };
        let later = until + SignedDuration::from_mins(1);
        let later = Feed { next_poll: Some(later), ..asked.clone() };
        let other = feed("https://b.example/3");
        let all = [waits.clone(), feed("https://a.example/2"), asked, later, other.clone()];
        let resting = Resting::of(&all, now());
        let told: Vec<_> = all.iter().map(|one| resting.puts_off(one)).collect();
        assert_eq!(told, [None, Some(until), Some(until), None, None]);
        assert!(Resting::of(&all, until).0.is_empty(), "that is over");
        let redirected = [Feed { held: Some("b.example".into()), ..waits }];
        assert_eq!(Resting::of(&redirected, now()).puts_off(&other), Some(until));
    }

    #[test]
    fn a_host_that_does_not_say_how_long_is_left_alone_for_a_moment() {
        let mut busy = feed("https://a.example/1");
        busy.state = FeedState::RateLimited;
        busy.cadence.failures = 2;
        busy.last_poll = Some(now());
        busy.next_poll = Some(now() + SignedDuration::from_hours(1));
        let other = feed("https://a.example/2");
        let moment = now() + SignedDuration::from_secs(60);
        let resting = Resting::of([&busy], now());
        assert_eq!((resting.puts_off(&other), resting.puts_off(&busy)), (Some(moment), None));
        busy.next_poll = Some(now() + SignedDuration::from_secs(5));
        assert_eq!(resting.puts_off(&busy), Some(moment), "nor is it asked before");
    }
}
