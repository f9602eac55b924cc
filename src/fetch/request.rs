//! One poll to make: what is asked, where, and with what. How, is told in `client`.

use jiff::{SignedDuration, Timestamp};

use crate::domain::{Access, Feed, FeedId, Validators};

/// Whether the address asked for may itself be a private one, whatever the rules say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Private {
    /// Only where a rule of `[fetch] allow_private` says so.
    #[default]
    ByRule,
    /// Its own origin may; no redirect inherits this.
    Own,
}

/// Each so many polls of a feed that moved its configured address is asked first.
const LOOK_HOME: u64 = 8;

/// Whether a feed that moved is asked at its configured address all the same: a redirect may have been a mistake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LooksHome {
    /// Only where it moved to.
    #[default]
    No,
    /// There first.
    First,
    /// There alone: where it moved to another feed is polled.
    Alone,
}

/// One poll to make.
#[derive(Clone, Debug)]
pub struct Request {
    /// The feed.
    pub feed: FeedId,
    /// The configured address.
    pub url: String,
    /// Where it is asked instead, after permanent redirects.
    pub moved: Option<String>,
    /// Whether the configured address is asked all the same.
    pub looks_home: LooksHome,
    /// What the server of the configured address wants to see; no other is shown it.
    pub access: Option<Box<Access>>,
    /// Validators of the last document.
    pub validators: Validators,
    /// Whether it may be on a private address.
    pub private: Private,
}

impl From<&Feed> for Request {
    fn from(feed: &Feed) -> Request {
        Request {
            feed: feed.id,
            url: feed.spec.url.clone(),
            moved: feed.moved.clone(),
            looks_home: match feed.moved.is_some() && feed.polls.is_multiple_of(LOOK_HOME) {
                true => LooksHome::First,
                false => LooksHome::No,
            },
            access: feed.spec.access.clone(),
            validators: feed.validators.clone(),
            private: if feed.spec.allow_private { Private::Own } else { Private::ByRule },
        }
    }
}

impl Request {
    /// What is asked of a feed that moved to where another feed is polled: whether its own address is it again.
    #[must_use]
    pub fn home_of(feed: &Feed) -> Request {
        Request { looks_home: LooksHome::Alone, ..Request::from(feed) }
    }
}

/// When a feed that moved to where another feed is polled is asked at its own address again: after as many of its
/// intervals as another feed that moved, at most an hour. It is one request without a body.
pub(super) fn home_again(feed: &Feed, now: Timestamp) -> Timestamp {
    const LEAST: u32 = 60;
    const MOST: u64 = 3_600;
    let interval = feed.spec.interval.unwrap_or(feed.cadence.interval).max(LEAST);
    let wait = (u64::from(interval) * LOOK_HOME).min(MOST).cast_signed();
    let last = feed.last_poll.unwrap_or(now).min(now);
    last.checked_add(SignedDuration::from_secs(wait)).unwrap_or(Timestamp::MAX)
}
