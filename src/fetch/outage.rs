//! Tells a lost network from lost hosts: when many hosts that answered before fail in a row it is we
//! who are cut off, by silence or by a proxy or log-in page that answers for all of them. Of a host that
//! never answered nothing can be told once any other has.
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
    /// Many hosts answered in a row, all in the same way, and none with a feed.
    Walled,
}

/// A way of failing in which it may not be the host that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// No byte of an answer need have come from afar.
    Silence,
    /// A status that proxies give for hosts.
    Status(u16),
    /// A page, nothing, or a certificate of somebody else, as before a log-in.
    Page,
}

/// Statuses of proxies: one that wants to know us, cannot reach the host, or wants a log-in.
const OF_PROXIES: [u16; 5] = [407, 502, 503, 504, 511];

/// What the last polls say of the network.
#[derive(Debug, Default)]
pub(super) struct Outage {
    /// Whether anything ever answered.
    answered: bool,
    /// How all of the row failed.
    way: Option<Way>,
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
        match self.way {
            _ if !self.is_on() => Network::There,
            Some(Way::Status(_) | Way::Page) => Network::Walled,
            Some(Way::Silence) | None => Network::Lost,
        }
    }

    /// Takes the end of a poll in, with the feed as it stood before. When it ends an outage, returns
    /// the feeds that failed in it. What a document is that may be a page tells [`Outage::settled`].
    pub fn note(&mut self, feed: &Feed, host: &str, outcome: &Outcome) -> Vec<FeedId> {
        match outcome {
            Outcome::NotModified(_) => self.over(),
            Outcome::Document(document) if !begins_a_page(&document.body) => self.over(),
            Outcome::Document(_) if self.way == Some(Way::Silence) => self.over(),
            Outcome::Document(_) => Vec::new(),
            Outcome::Failed(failure) if says_nothing(failure) => Vec::new(),
            Outcome::Failed(failure) => match way_of(failure) {
                Some(way) => {
                    // It failed before, or never was asked: so it may be for good.
                    let tells = answered(feed) || (way == Way::Silence && !self.answered);
                    self.failed_in((way, host), feed.id, tells)
                }
                None => self.over(),
            },
        }
    }

    /// Takes in what became of the document of a poll: whether it was a feed.
    pub fn settled(&mut self, feed: &Feed, host: &str) -> Vec<FeedId> {
        match &feed.error {
            // In silence the answer itself was told, when it came: what settles late came before.
            None if self.way == Some(Way::Silence) => Vec::new(),
            None => self.over(),
            // What fails on the way to a document was told with the poll.
            Some(error) if is_no_feed(error.kind) => {
                let answered = feed.last_success.is_some() && feed.cadence.failures == 1;
                self.failed_in((Way::Page, host), feed.id, answered)
            }
            Some(_) => Vec::new(),
        }
    }

    fn failed_in(&mut self, (way, host): (Way, &str), feed: FeedId, tells: bool) -> Vec<FeedId> {
        if !tells {
            // It failed before the row began, or for good: once all is over it is asked like the others.
            if self.is_on() && self.way == Some(way) {
                self.failed.insert(feed);
            }
            return Vec::new();
        }
        if self.way != Some(way) && !self.is_on() {
            *self = Outage { answered: self.answered, way: Some(way), ..Outage::default() };
        }
        self.row = self.row.saturating_add(1);
        if self.hosts.len() < HOSTS {
            self.hosts.insert(host.to_owned());
        }
        self.failed.insert(feed);
        Vec::new()
    }

    /// Something came from afar.
    fn over(&mut self) -> Vec<FeedId> {
        let was_on = self.is_on();
        let failed = std::mem::take(&mut self.failed);
        *self = Outage { answered: true, ..Outage::default() };
        if was_on { failed.into_iter().collect() } else { Vec::new() }
    }
}

/// Whether the last poll of a feed was answered.
fn answered(feed: &Feed) -> bool {
    feed.last_success.is_some() && feed.cadence.failures == 0
}

/// An answer that began and did not end in time: the network was there, and may not be any more.
fn says_nothing(failure: &Failure) -> bool {
    failure.kind == ErrorKind::Timeout && failure.status.is_some()
}

fn way_of(failure: &Failure) -> Option<Way> {
    match (failure.kind, failure.status) {
        (ErrorKind::Dns | ErrorKind::Connect | ErrorKind::Timeout, _) => Some(Way::Silence),
        (ErrorKind::HttpStatus, Some(status)) if OF_PROXIES.contains(&status) => {
            Some(Way::Status(status))
        }
        (kind, _) if is_page(kind) => Some(Way::Page),
        _ => None,
    }
}

/// What comes of it when somebody else answers for a host.
fn is_page(kind: ErrorKind) -> bool {
    use ErrorKind as Kind;
    let on_the_way = matches!(
        kind,
        Kind::Tls
            | Kind::RedirectBlocked
            | Kind::RedirectBad
            | Kind::RedirectLoop
            | Kind::RedirectLimit
    );
    on_the_way || is_no_feed(kind)
}

/// The same where a document came that is no feed.
fn is_no_feed(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotAFeed | ErrorKind::Empty)
}

/// Bytes at the start of a document in which a page shows itself.
const START: usize = 512;

/// Whether a document begins as no feed does: an outage need not wait for it to be read.
fn begins_a_page(body: &[u8]) -> bool {
    let start = body.get(..START).unwrap_or(body);
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    !["<rss", "<feed", "<rdf", ":rdf", "jsonfeed", "<channel"].iter().any(|tag| start.contains(tag))
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
    fn who_failed_before_the_row_began_is_asked_again_with_the_others() {
        let bad =
            Outcome::Failed(Failure { status: Some(502), ..failure(ErrorKind::HttpStatus, "") });
        let mut outage = Outage::default();
        // The proxy fails for some, and then for all.
        outage.note(&known(1), "h1", &bad);
        assert!(outage.note(&known(2), "h2", &good()).is_empty());
        (2..9).for_each(|feed| drop(outage.note(&known(feed), &format!("h{feed}"), &bad)));
        assert!(outage.is_on());
        outage.note(&failed(1, ErrorKind::HttpStatus), "h1", &bad);
        // In another way it fails by itself.
        outage.note(&failed(30, ErrorKind::Dns), "h30", &lost());
        let again = outage.note(&known(2), "h2", &good());
        assert_eq!(again, (1..9).map(FeedId).collect::<Vec<_>>());
    }

    #[test]
    fn one_dead_host_with_many_feeds_is_no_outage() {
        let mut outage = Outage::default();
        (0..50).for_each(|feed| drop(outage.note(&known(feed), "h", &lost())));
        assert!(!outage.is_on());
        assert!(outage.note(&known(1), "x", &good()).is_empty());
    }

    /// A feed whose last poll failed so.
    fn failed(id: i64, kind: ErrorKind) -> Feed {
        let mut feed = known(id);
        feed.cadence.failures = 1;
        feed.error = Some(crate::domain::FeedError { kind, message: String::new() });
        feed
    }

    #[test]
    fn a_poll_that_fails_counts_once_though_it_is_told_twice() {
        let mut outage = Outage::default();
        let moved = Outcome::Failed(failure(ErrorKind::RedirectLoop, ""));
        for id in 0..3 {
            outage.note(&known(id), &format!("h{id}"), &moved);
            outage.settled(&failed(id, ErrorKind::RedirectLoop), &format!("h{id}"));
        }
        assert!(!outage.is_on());
    }

    #[test]
    fn what_is_written_late_ends_no_silence_that_began_meanwhile() {
        let mut outage = Outage::default();
        (0..7).for_each(|feed| drop(outage.note(&known(feed), &format!("h{feed}"), &lost())));
        assert!(outage.settled(&known(9), "h9").is_empty() && outage.is_on());
        assert_eq!(outage.note(&known(9), "h9", &good()).len(), 7);
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
    fn a_wall_that_answers_for_all_hosts_is_an_outage_and_one_host_in_trouble_is_none() {
        let status = |status| {
            let failure = failure(ErrorKind::HttpStatus, "");
            Outcome::Failed(Failure { status: Some(status), ..failure })
        };
        let portal = Outcome::Failed(failure(ErrorKind::Tls, ""));
        for (outcome, network) in [
            (status(502), Network::Walled),
            (status(407), Network::Walled),
            (portal, Network::Walled),
            (status(404), Network::There),
            (status(500), Network::There),
        ] {
            let mut outage = Outage::default();
            for feed in 0..6 {
                outage.note(&known(feed), &format!("h{feed}"), &outcome);
            }
            assert_eq!(outage.network(), network, "{outcome:?}");
            let mut one = Outage::default();
            (0..50).for_each(|feed| drop(one.note(&known(feed), "h", &outcome)));
            assert!(!one.is_on(), "{outcome:?}");
        }
    }

    #[test]
    fn the_same_answer_of_a_few_or_beside_good_ones_is_theirs() {
        let failed = |status| {
            let failure = failure(ErrorKind::HttpStatus, "");
            Outcome::Failed(Failure { status: Some(status), ..failure })
        };
        let document = |body: &str| {
            let body = body.as_bytes().to_vec();
            Outcome::Document(crate::domain::Document { body, ..Default::default() })
        };
        let mut outage = Outage::default();
        let mut note = |feed: i64, outcome: &Outcome| {
            outage.note(&known(feed), &format!("h{feed}"), outcome);
            outage.is_on()
        };
        assert!((0..4).all(|feed| !note(feed, &failed(502))), "four feeds");
        assert!(!note(9, &document("<?xml version='1.0'?><rss><channel>")));
        assert!((0..4).all(|feed| !note(feed, &failed(502))), "a feed came between");
        assert!(!note(8, &failed(504)), "another way");
        assert!((0..4).all(|feed| !note(feed, &failed(502))));
        assert!(!note(9, &document("<!doctype html><title>Room number</title>")));
        assert!(note(7, &failed(502)), "a page proves nothing");
        assert!(note(6, &lost()), "nor does silence");
        assert!(!note(9, &document("<feed xmlns='http://www.w3.org/2005/Atom'>")));
    }

    #[test]
    fn pages_instead_of_feeds_are_an_outage_until_a_feed_comes() {
        let error = crate::domain::FeedError { kind: ErrorKind::NotAFeed, message: String::new() };
        let mut outage = Outage::default();
        for feed in 0..6 {
            let mut after = Feed { error: Some(error.clone()), ..known(feed) };
            after.cadence.failures = 1;
            assert!(outage.settled(&after, &format!("h{feed}")).is_empty());
        }
        assert_eq!(outage.network(), Network::Walled);
        assert_eq!(outage.settled(&known(9), "h9").len(), 6);
        assert_eq!(outage.network(), Network::There);
        // Those that were no feed before tell nothing.
        for feed in 0..6 {
            let mut after = Feed { error: Some(error.clone()), ..known(feed) };
            after.cadence.failures = 2;
            outage.settled(&after, &format!("h{feed}"));
        }
        assert_eq!(outage.network(), Network::There);
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
