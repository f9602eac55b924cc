//! What people are told of a feed: that it is lost to them, once, and that it is back.
//!
//! Pure. One failed poll is no news, nor is the poll after it; a wire that fails or is silent against
//! its own rhythm is, whatever the way in which it fails.

use jiff::SignedDuration;

use super::{is_silent, schedule, seconds};
use crate::domain::{ErrorKind, Feed, FeedState, OutletClass, Pace};

/// When a feed that fails is lost.
struct Patience {
    /// Failures in a row.
    failures: u32,
    /// Seconds since its last answer.
    unheard: u32,
}

/// A wire is missed within the hour.
const OF_A_WIRE: Patience = Patience { failures: 2, unheard: 1_800 };
/// Of the others many fail for some hours and come back.
const OF_OTHERS: Patience = Patience { failures: 3, unheard: 6 * 3_600 };
/// Failures in a row of what does not heal by itself: credentials, addresses, documents.
const FAILURES_OF_ITS_OWN: u32 = 2;
/// Failures of a feed that never answered: it was just added, and `feed list` tells.
const NEVER_HEARD: u32 = 6;

/// Whether everything fails, or only this feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// Others answer.
    Well,
    /// The network is lost or barred, and that is told already.
    Lost,
}

/// What a poll means for people, in one line, when it is worth telling: a feed is lost, is back, or
/// moved. Notes in `after` what was told.
#[must_use]
pub fn notice(before: &Feed, after: &mut Feed, around: Around) -> Option<String> {
    let moved = after.moved.is_some() && before.moved != after.moved;
    let doing = "moved for good (301 or 308); `wirewatch feed list` shows its new address";
    let words = [moved.then(|| doing.to_owned()), turn(before, after, around)];
    let words: Vec<String> = words.into_iter().flatten().collect();
    (!words.is_empty()).then(|| format!("{}: {}", after.label(), words.join("; ")))
}

/// The feed was lost, or came back.
fn turn(before: &Feed, after: &mut Feed, around: Around) -> Option<String> {
    let ended = after.state == FeedState::Gone && before.state != FeedState::Gone;
    let ours = around == Around::Lost && is_of_the_network(after);
    match (before.told, is_lost(after)) {
        (false, true) if !ours => {
            after.told = true;
            Some(reason(after))
        }
        (true, true) if ended => Some(reason(after)),
        (true, false) if after.state == FeedState::Ok => {
            after.told = false;
            Some("works again".to_owned())
        }
        _ => None,
    }
}

fn is_lost(feed: &Feed) -> bool {
    let failures = feed.cadence.failures;
    match feed.state {
        FeedState::New | FeedState::Ok => false,
        FeedState::Gone | FeedState::Silent => true,
        FeedState::Auth | FeedState::Blocked | FeedState::Broken => {
            failures >= FAILURES_OF_ITS_OWN || is_missed(feed)
        }
        FeedState::Retrying | FeedState::RateLimited => is_missed(feed),
    }
}

/// Whether news of a feed that does not answer is overdue.
fn is_missed(feed: &Feed) -> bool {
    let patience = match feed.spec.class {
        OutletClass::Wire => OF_A_WIRE,
        OutletClass::National
        | OutletClass::Official
        | OutletClass::Aggregator
        | OutletClass::Forum => OF_OTHERS,
    };
    let (Some(polled), Some(heard)) = (feed.last_poll, feed.last_success) else {
        return feed.cadence.failures >= NEVER_HEARD;
    };
    let unheard = seconds(heard, polled) >= patience.unheard;
    (feed.cadence.failures >= patience.failures && unheard) || is_silent(feed, polled)
}

/// Failures that a lost network makes, or what stands between us and every feed.
const OF_THE_NETWORK: &[ErrorKind] = &[
    ErrorKind::Dns,
    ErrorKind::Connect,
    ErrorKind::Timeout,
    ErrorKind::HttpStatus,
    ErrorKind::NotAFeed,
    ErrorKind::Empty,
    ErrorKind::RedirectBlocked,
    ErrorKind::RedirectBad,
    ErrorKind::RedirectLoop,
    ErrorKind::RedirectLimit,
    ErrorKind::Tls,
    ErrorKind::Reset,
];

fn is_of_the_network(feed: &Feed) -> bool {
    feed.error.as_ref().is_some_and(|error| OF_THE_NETWORK.contains(&error.kind))
}

/// Failures in a row that an outage of ours counts for.
const FORGIVEN: u32 = 3;

/// Keeps what fails while everything does from being asked ever more rarely: it is not the feed's fault,
/// and whoever is started anew in the middle of it must not wait for hours. Nor does it tell anything of validators.
pub fn forgive(before: &Feed, after: &mut Feed, pace: &Pace, around: Around) {
    if around == Around::Well || !is_of_the_network(after) {
        return;
    }
    after.validators.clone_from(&before.validators);
    after.cadence.bare = before.cadence.bare;
    after.cadence.failures = after.cadence.failures.min(FORGIVEN);
    let longest = schedule::backoff(after.cadence.interval, FORGIVEN).min(pace.ceiling);
    let longest = SignedDuration::from_secs(i64::from(longest.max(after.cadence.interval)));
    let latest = after.last_poll.and_then(|polled| polled.checked_add(longest).ok());
    after.next_poll = after.next_poll.min(latest.or(after.next_poll));
}

fn reason(feed: &Feed) -> String {
    let healing = matches!(feed.state, FeedState::Retrying | FeedState::RateLimited);
    match &feed.error {
        Some(error) => match feed.last_success.filter(|_| healing) {
            Some(heard) => format!("{}; its last answer was {heard:.0}", error.message),
            None => error.message.clone(),
        },
        None => feed.silence(),
    }
}
