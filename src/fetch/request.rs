//! One poll to make: what is asked, where, and with what. How, is told in `client`.

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

/// One poll to make.
#[derive(Clone, Debug)]
pub struct Request {
    /// The feed.
    pub feed: FeedId,
    /// The configured address.
    pub url: String,
    /// Where it is asked instead, after permanent redirects.
    pub moved: Option<String>,
    /// Whether the configured address is asked first all the same: a redirect may have been a mistake.
    pub looks_home: bool,
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
            looks_home: feed.moved.is_some() && feed.polls.is_multiple_of(LOOK_HOME),
            access: feed.spec.access.clone(),
            validators: feed.validators.clone(),
            private: if feed.spec.allow_private { Private::Own } else { Private::ByRule },
        }
    }
}
