//! Tells a lost network from lost hosts: when many hosts that answered before fail in a row it is we
//! who are cut off. Of a host that never answered nothing can be told once any other has.
//!
//! Pure. The poller asks what to do: probe now and then, and catch up once it is over.

use std::collections::{BTreeSet, HashSet};

use crate::domain::{ErrorKind, Failure, Feed, FeedId, Outcome};

/// Failures in a row, without one success, before the network counts as lost.
const ROW: u32 = 5;
/// Hosts that must be among them: one host alone is that host's trouble.
const HOSTS: usize = 3;

/// Whether we are cut off from all hosts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network {
    /// Some host answers, or none has been asked yet.
    #[default]
    There,
    /// Many hosts failed in a row.
    Lost,
}

/// What the last polls say of the network.
#[derive(Debug, Default)]
pub(super) struct Outage {
    /// Whether anything ever answered.
    answered: bool,
    row: u32,
    hosts: HashSet<String>,
    failed: BTreeSet<FeedId>,
}

impl Outage {
    /// Whether the network seems lost.
    pub fn is_on(&self) -> bool {
        self.row >= ROW && self.hosts.len() >= HOSTS
    }

    /// The same as others are told it.
    pub fn network(&self) -> Network {
        if self.is_on() { Network::Lost } else { Network::There }
    }

    /// Takes the end of a poll in, with the feed as it stood before. When it ends an outage, returns
    /// the feeds that failed in it.
    pub fn note(&mut self, feed: &Feed, host: &str, outcome: &Outcome) -> Vec<FeedId> {
        if says_nothing(outcome) {
            return Vec::new();
        }
        if is_of_the_network(outcome) {
            // It failed before, or never was asked: so it may be for good.
            if self.answered && !answered(feed) {
                return Vec::new();
            }
            self.row = self.row.saturating_add(1);
            if self.hosts.len() < HOSTS {
                self.hosts.insert(host.to_owned());
            }
            self.failed.insert(feed.id);
            return Vec::new();
        }
        let over = self.is_on();
        let failed = std::mem::take(&mut self.failed);
        *self = Outage { answered: true, ..Outage::default() };
        if over { failed.into_iter().collect() } else { Vec::new() }
    }
}

/// Whether the last poll of a feed was answered.
fn answered(feed: &Feed) -> bool {
    feed.last_success.is_some() && feed.cadence.failures == 0
}

/// An answer that began and did not end in time: the network was there, and may not be any more.
fn says_nothing(outcome: &Outcome) -> bool {
    let began = |failure: &Failure| failure.kind == ErrorKind::Timeout && failure.status.is_some();
    matches!(outcome, Outcome::Failed(failure) if began(failure))
}

/// Failures in which no byte of an answer need have come from afar.
fn is_of_the_network(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Failed(failure) => {
            matches!(failure.kind, ErrorKind::Dns | ErrorKind::Connect | ErrorKind::Timeout)
        }
        Outcome::Document(_) | Outcome::NotModified(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FeedSpec, Validators};
    use crate::fetch::failure::failure;

    fn lost() -> Outcome {
        Outcome::Failed(failure(ErrorKind::Dns, ""))
    }

    /// A feed that answered when it was asked last.
    fn known(id: i64) -> Feed {
        let last_success = Some(jiff::Timestamp::UNIX_EPOCH);
        Feed { id: FeedId(id), last_success, ..Feed::unpolled(FeedSpec::default()) }
    }

    fn good() -> Outcome {
        Outcome::NotModified(Validators::default())
    }

    #[test]
    fn many_hosts_failing_in_a_row_are_an_outage_and_one_success_ends_it() {
        let mut outage = Outage::default();
        for feed in 0..7 {
            assert_eq!(outage.is_on(), feed >= 5, "{feed}");
            outage.note(&known(feed), &format!("h{feed}"), &lost());
        }
        let failed = outage.note(&known(9), "h9", &good());
        assert_eq!(failed, (0..7).map(FeedId).collect::<Vec<_>>());
        assert!(!outage.is_on());
    }

    #[test]
    fn one_dead_host_with_many_feeds_is_no_outage() {
        let mut outage = Outage::default();
        (0..50).for_each(|feed| drop(outage.note(&known(feed), "h", &lost())));
        assert!(!outage.is_on());
        assert!(outage.note(&known(1), "x", &good()).is_empty());
    }

    #[test]
    fn answers_that_began_and_came_too_slowly_are_no_outage_and_end_none() {
        let slow = Failure { status: Some(200), ..failure(ErrorKind::Timeout, "") };
        let slow = Outcome::Failed(slow);
        let mut outage = Outage::default();
        for feed in 0..20 {
            assert!(outage.note(&known(feed), &format!("h{feed}"), &slow).is_empty());
        }
        assert!(!outage.is_on());
        for feed in 0..20 {
            outage.note(&known(feed), &format!("h{feed}"), &lost());
            outage.note(&known(feed), &format!("h{feed}"), &slow);
        }
        assert!(outage.is_on());
    }

    #[test]
    fn hosts_that_never_answered_are_no_outage_once_others_did() {
        let mut outage = Outage::default();
        let new = |id: i64| Feed { last_success: None, ..known(id) };
        for feed in 0..20 {
            outage.note(&new(feed), &format!("h{feed}"), &lost());
        }
        assert!(outage.is_on(), "nothing was ever heard");
        outage.note(&new(30), "h30", &good());
        for feed in 0..20 {
            let mut failing = known(feed);
            failing.cadence.failures = 1;
            outage.note(&failing, &format!("h{feed}"), &lost());
            outage.note(&new(100 + feed), &format!("n{feed}"), &lost());
        }
        assert!(!outage.is_on());
        for feed in 0..5 {
            outage.note(&known(feed), &format!("h{feed}"), &lost());
        }
        assert!(outage.is_on());
    }

    #[test]
    fn a_refusal_proves_that_the_network_is_there() {
        let mut outage = Outage::default();
        let refused = Outcome::Failed(failure(ErrorKind::HttpStatus, ""));
        for feed in 0..20 {
            outage.note(&known(feed), &format!("h{feed}"), &lost());
            outage.note(&known(feed), &format!("h{feed}"), &refused);
        }
        assert!(!outage.is_on());
    }
}
