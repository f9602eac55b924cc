//! What a person can do about a feed that does not give what it should, by its state, or better by
//! what went wrong. `URL` stands for its address; the front ends say the rest.

use super::document::ErrorKind;
use super::feed::{Feed, FeedState};

const BY_STATE: &[(FeedState, &str)] = &[
    (
        FeedState::Retrying,
        "it is tried again by itself; `wirewatch feed check URL` shows the way to it",
    ),
    (
        FeedState::RateLimited,
        "its server wants us to wait, and we do; a longer `interval` in feeds.toml helps",
    ),
    (FeedState::Auth, "give it user and password_file, or header_file, in feeds.toml"),
    (
        FeedState::Gone,
        "its publisher ended it: `wirewatch feed remove URL`, or `feed enable URL` to ask again",
    ),
    (
        FeedState::Blocked,
        "it leads to a private address: allow_private = true in feeds.toml, if you trust it",
    ),
    (FeedState::Broken, "`wirewatch feed check URL` shows what came instead of a feed"),
    (
        FeedState::Silent,
        "nothing new for far longer than usual: see whether the site still publishes there",
    ),
];

/// Errors for which there is better advice than their state has.
const BY_ERROR: &[(ErrorKind, &str)] = &[
    (
        ErrorKind::RedirectBlocked,
        "it redirects to where no redirect is followed (a private address, or from https to http): \
         put that address into feeds.toml, if you trust it",
    ),
    (
        ErrorKind::Dns,
        "the name leads nowhere: see whether the site has moved, then `wirewatch feed remove URL`",
    ),
    (
        ErrorKind::Tls,
        "its certificate is not valid for us: look at the clock and at ca-certificates, else wait",
    ),
    (
        ErrorKind::NotAFeed,
        "there is a page: `wirewatch feed add URL` looks for the feed that it names",
    ),
    (
        ErrorKind::Credentials,
        "set that variable where wirewatch runs, or mend that file; or change password_env, \
         password_file or header_file in feeds.toml",
    ),
];

/// What keeps a feed from being reached at all.
const UNREACHED: &[ErrorKind] = &[ErrorKind::Dns, ErrorKind::Connect, ErrorKind::Timeout];

/// Whether a feed's server was not reached: where that is so of most, the fault is not the feed's
/// and neither is the advice.
#[must_use]
pub fn is_unreached(feed: &Feed) -> bool {
    feed.error.as_ref().is_some_and(|error| UNREACHED.contains(&error.kind))
}

/// The advice on a feed; none for one that works or was not asked yet.
#[must_use]
pub fn advice(feed: &Feed) -> Option<&'static str> {
    let kind = feed.error.as_ref().map(|error| error.kind);
    let better = BY_ERROR.iter().find(|(error, _)| Some(*error) == kind).map(|(_, told)| *told);
    let usual = BY_STATE.iter().find(|(state, _)| *state == feed.state).map(|(_, told)| *told);
    usual.map(|usual| better.unwrap_or(usual))
}

#[cfg(test)]
mod tests {
    use super::advice;
    use crate::domain::{ErrorKind, Feed, FeedError, FeedSpec, FeedState};

    #[test]
    fn every_failing_state_has_its_advice_and_some_errors_a_better_one() {
        let feed = Feed::unpolled(FeedSpec::default());
        for (state, name) in FeedState::NAMES {
            let feed = Feed { state: *state, ..feed.clone() };
            assert_eq!(advice(&feed).is_some(), state.is_failing(), "{name}");
        }
        let error = FeedError { kind: ErrorKind::NotAFeed, message: String::new() };
        let page = Feed { state: FeedState::Broken, error: Some(error), ..feed };
        assert!(advice(&page).is_some_and(|told| told.contains("feed add URL")));
    }
}
