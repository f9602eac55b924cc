//! Tells a lost network from lost hosts: when many hosts fail in a row it is we who are cut off.
//!
//! Pure. The poller asks what to do: probe now and then, and catch up once it is over.

use std::collections::{BTreeSet, HashSet};

use crate::domain::{ErrorKind, Failure, FeedId, Outcome};

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

    /// Takes the end of a poll in. When it ends an outage, returns the feeds that failed in it.
    pub fn note(&mut self, feed: FeedId, host: &str, outcome: &Outcome) -> Vec<FeedId> {
        if says_nothing(outcome) {
            return Vec::new();
        }
        if is_of_the_network(outcome) {
            self.row = self.row.saturating_add(1);
            if self.hosts.len() < HOSTS {
                self.hosts.insert(host.to_owned());
            }
            self.failed.insert(feed);
            return Vec::new();
        }
        let over = self.is_on();
        let failed = std::mem::take(&mut self.failed);
        *self = Outage::default();
        if over { failed.into_iter().collect() } else { Vec::new() }
    }
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
    use crate::domain::Validators;
    use crate::fetch::failure::failure;

    fn lost() -> Outcome {
        Outcome::Failed(failure(ErrorKind::Dns, ""))
    }

    fn good() -> Outcome {
        Outcome::NotModified(Validators::default())
    }

    #[test]
    fn many_hosts_failing_in_a_row_are_an_outage_and_one_success_ends_it() {
        let mut outage = Outage::default();
        for feed in 0..7 {
            assert_eq!(outage.is_on(), feed >= 5, "{feed}");
            outage.note(FeedId(feed), &format!("h{feed}"), &lost());
        }
        let failed = outage.note(FeedId(9), "h9", &good());
        assert_eq!(failed, (0..7).map(FeedId).collect::<Vec<_>>());
        assert!(!outage.is_on());
    }

    #[test]
    fn one_dead_host_with_many_feeds_is_no_outage() {
        let mut outage = Outage::default();
        (0..50).for_each(|feed| drop(outage.note(FeedId(feed), "h", &lost())));
        assert!(!outage.is_on());
        assert!(outage.note(FeedId(1), "x", &good()).is_empty());
    }

    #[test]
    fn answers_that_began_and_came_too_slowly_are_no_outage_and_end_none() {
        let slow = Failure { status: Some(200), ..failure(ErrorKind::Timeout, "") };
        let slow = Outcome::Failed(slow);
        let mut outage = Outage::default();
        for feed in 0..20 {
            assert!(outage.note(FeedId(feed), &format!("h{feed}"), &slow).is_empty());
        }
        assert!(!outage.is_on());
        for feed in 0..20 {
            outage.note(FeedId(feed), &format!("h{feed}"), &lost());
            outage.note(FeedId(feed), &format!("h{feed}"), &slow);
        }
        assert!(outage.is_on());
    }

    #[test]
    fn a_refusal_proves_that_the_network_is_there() {
        let mut outage = Outage::default();
        let refused = Outcome::Failed(failure(ErrorKind::HttpStatus, ""));
        for feed in 0..20 {
            outage.note(FeedId(feed), &format!("h{feed}"), &lost());
            outage.note(FeedId(feed), &format!("h{feed}"), &refused);
        }
        assert!(!outage.is_on());
    }
}
