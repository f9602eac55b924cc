//! Tells what befell us from what befell a host: when many hosts that answered before fail in a row in one
//! and the same way, and none succeeds, it is we who are cut off, or something stands between. Of a host
//! that never answered nothing can be told once any other has.
//!
//! Pure. The poller asks what to do: probe now and then, and catch up once it is over.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

use crate::domain::{ErrorKind, Failure, Feed, FeedId, Outcome};

/// Failures in a row, without one success, before it is ours.
const ROW: u32 = 5;
/// Hosts that must be among them: one host alone is that host's trouble.
const HOSTS: usize = 3;

/// Whether we are cut off from all hosts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network {
    /// Some host answers, or none has been asked yet.
    #[default]
    There,
    /// Many hosts in a row gave no answer.
    Lost,
    /// Many hosts in a row gave one and the same answer that is no feed.
    Barred(Bar),
}

/// What comes instead of every feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bar {
    /// A status that proxies answer with.
    Status(u16),
    /// A web page.
    Page,
    /// Nothing.
    Empty,
    /// A redirect that leads nowhere we go.
    Redirect,
    /// A connection that nobody vouches for.
    Tls,
    /// A connection that is broken off.
    Reset,
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bar::Status(status) => write!(f, "status {status}"),
            Bar::Page => f.write_str("a web page"),
            Bar::Empty => f.write_str("an empty document"),
            Bar::Redirect => f.write_str("a redirect to where no feed is"),
            Bar::Tls => f.write_str("a secure connection that cannot be trusted"),
            Bar::Reset => f.write_str("a connection that is broken off"),
        }
    }
}

/// Statuses of what stands between us and a host.
const OF_PROXIES: &[u16] = &[407, 502, 503, 504, 511];

/// The failures of a kind, that a proxy or a log-in page makes of every answer.
const BARS: &[(ErrorKind, Bar)] = &[
    (ErrorKind::Empty, Bar::Empty),
    (ErrorKind::RedirectBlocked, Bar::Redirect),
    (ErrorKind::RedirectBad, Bar::Redirect),
    (ErrorKind::RedirectLoop, Bar::Redirect),
    (ErrorKind::RedirectLimit, Bar::Redirect),
    (ErrorKind::Tls, Bar::Tls),
    (ErrorKind::Reset, Bar::Reset),
];

/// What one poll says of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// The host itself answered.
    Answer,
    /// No byte of an answer need have come from afar.
    Silence,
    /// Something answered that may stand between.
    Bar(Bar),
    /// Nothing.
    None,
}

/// Failures of one kind in a row.
#[derive(Debug, Default)]
struct Row {
    length: u32,
    hosts: HashSet<String>,
}

impl Row {
    fn add(&mut self, host: &str) {
        self.length = self.length.saturating_add(1);
        if self.hosts.len() < HOSTS {
            self.hosts.insert(host.to_owned());
        }
    }

    fn is_ours(&self) -> bool {
        self.length >= ROW && self.hosts.len() >= HOSTS
    }
}

/// What the last polls say of the network.
#[derive(Debug, Default)]
pub(super) struct Outage {
    /// Whether anything ever answered.
    answered: bool,
    silences: Row,
    bars: HashMap<Bar, Row>,
    failed: BTreeSet<FeedId>,
}

impl Outage {
    /// Whether the network seems lost, or barred.
    pub fn is_on(&self) -> bool {
        self.network() != Network::There
    }

    /// The same as others are told it.
    pub fn network(&self) -> Network {
        if self.silences.is_ours() {
            return Network::Lost;
        }
        let bars = self.bars.iter().filter(|(_, row)| row.is_ours());
        let most = bars.max_by_key(|(_, row)| row.length);
        most.map_or(Network::There, |(bar, _)| Network::Barred(*bar))
    }

    /// Takes the end of a poll in, with the feed as it stood before. When it ends an outage, returns
    /// the feeds that failed in it.
    pub fn note(&mut self, feed: &Feed, host: &str, outcome: &Outcome) -> Vec<FeedId> {
        let sign = sign(outcome);
        let counts = match sign {
            Sign::None => false,
            Sign::Answer => return self.answer(),
            // It failed before, or never was asked: so it may be for good.
            Sign::Silence => answered(feed) || !self.answered,
            Sign::Bar(_) => answered(feed),
        };
        if counts {
            match sign {
                Sign::Bar(bar) => self.bars.entry(bar).or_default().add(host),
                Sign::Silence | Sign::Answer | Sign::None => self.silences.add(host),
            }
            self.failed.insert(feed.id);
        }
        Vec::new()
    }

    fn answer(&mut self) -> Vec<FeedId> {
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

fn sign(outcome: &Outcome) -> Sign {
    match outcome {
        Outcome::NotModified(_) => Sign::Answer,
        Outcome::Document(document) if is_page(&document.body) => Sign::Bar(Bar::Page),
        Outcome::Document(_) => Sign::Answer,
        Outcome::Failed(failure) => sign_of(failure),
    }
}

fn sign_of(failure: &Failure) -> Sign {
    match (failure.kind, failure.status) {
        // It began and did not end in time: the network was there, and may not be any more.
        (ErrorKind::Timeout, Some(_)) => Sign::None,
        (ErrorKind::Dns | ErrorKind::Connect | ErrorKind::Timeout, _) => Sign::Silence,
        (ErrorKind::HttpStatus, Some(status)) if OF_PROXIES.contains(&status) => {
            Sign::Bar(Bar::Status(status))
        }
        (kind, _) => BARS
            .iter()
            .find(|(known, _)| *known == kind)
            .map_or(Sign::Answer, |(_, bar)| Sign::Bar(*bar)),
    }
}

/// Bytes at the start of a document in which a page shows itself.
const START: usize = 512;

/// Whether a document is a web page, as far as its first bytes tell.
fn is_page(body: &[u8]) -> bool {
    let start = body.get(..body.len().min(START)).unwrap_or(body);
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let begins = |text: &str| ["<!doctype html", "<html"].iter().any(|tag| text.starts_with(tag));
    let declared = start.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    begins(start) || declared.is_some_and(|(_, rest)| begins(rest.trim_start()))
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
        let refused = status(404);
        for feed in 0..20 {
            outage.note(&known(feed), &format!("h{feed}"), &lost());
            outage.note(&known(feed), &format!("h{feed}"), &refused);
        }
        assert!(!outage.is_on());
    }

    fn status(status: u16) -> Outcome {
        let kind = ErrorKind::HttpStatus;
        Outcome::Failed(Failure { status: Some(status), ..failure(kind, "") })
    }

    fn document(body: &str) -> Outcome {
        Outcome::Document(crate::domain::Document {
            body: body.as_bytes().to_vec(),
            ..crate::domain::Document::default()
        })
    }

    #[test]
    fn one_and_the_same_answer_of_many_hosts_that_is_no_feed_is_an_outage() {
        let page = "\u{feff}<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\"><html>";
        for (answer, bar) in [
            (status(502), Bar::Status(502)),
            (status(407), Bar::Status(407)),
            (status(511), Bar::Status(511)),
            (document(" <HTML><title>Room number</title>"), Bar::Page),
            (document(page), Bar::Page),
            (Outcome::Failed(failure(ErrorKind::Empty, "")), Bar::Empty),
            (Outcome::Failed(failure(ErrorKind::RedirectBlocked, "")), Bar::Redirect),
            (Outcome::Failed(failure(ErrorKind::Tls, "")), Bar::Tls),
        ] {
            let mut outage = Outage::default();
            outage.note(&known(100), "h", &good());
            for feed in 0..7 {
                assert_eq!(outage.is_on(), feed >= 5, "{bar}");
                outage.note(&known(feed), &format!("h{feed}"), &answer);
            }
            assert_eq!(outage.network(), Network::Barred(bar));
            let mut failing = known(1);
            failing.cadence.failures = 2;
            assert!(outage.note(&failing, "h1", &answer).is_empty(), "a probe in vain");
            assert_eq!(outage.note(&known(9), "h9", &document("<rss>")).len(), 7, "{bar}");
            assert_eq!(outage.network(), Network::There);
        }
    }

    #[test]
    fn the_same_answer_of_a_few_or_of_one_host_or_beside_good_ones_is_theirs() {
        let mut outage = Outage::default();
        (0..4).for_each(|feed| drop(outage.note(&known(feed), &format!("h{feed}"), &status(502))));
        assert!(!outage.is_on(), "four feeds");
        outage.note(&known(9), "h9", &good());
        (0..50).for_each(|feed| drop(outage.note(&known(feed), "h", &status(503))));
        assert!(!outage.is_on(), "one host");
        for feed in 0..50 {
            outage.note(&known(feed), &format!("h{feed}"), &status(502));
            if feed % 4 == 3 {
                outage.note(&known(feed), &format!("g{feed}"), &document("<rss>"));
            }
        }
        assert!(!outage.is_on(), "others succeed");
        outage.note(&known(9), "h9", &good());
        for (feed, code) in [502, 503, 504, 407, 511, 502, 503, 504, 407, 511].iter().enumerate() {
            outage.note(&known(1), &format!("h{feed}"), &status(*code));
        }
        assert!(!outage.is_on(), "each in a way of its own");
        for feed in 0..20 {
            let new = Feed { last_success: None, ..known(feed) };
            outage.note(&new, &format!("n{feed}"), &document("<html>"));
        }
        assert!(!outage.is_on(), "pages that never were feeds");
    }

    #[test]
    fn what_stands_between_ends_no_lost_network() {
        let mut outage = Outage::default();
        (0..6).for_each(|feed| drop(outage.note(&known(feed), &format!("h{feed}"), &lost())));
        assert!(outage.note(&known(7), "h7", &status(502)).is_empty());
        assert_eq!(outage.network(), Network::Lost);
    }
}
