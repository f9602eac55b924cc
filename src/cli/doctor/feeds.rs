//! The feeds: how many fare well, and each that does not, with what to do.

use super::finding::Finding;
use super::patient::Patient;
use crate::domain::{ErrorKind, Feed, FeedLine, FeedState};

/// What a person can do about a feed in each state.
const ADVICE: &[(FeedState, &str)] = &[
    (
        FeedState::Retrying,
        "it is tried again by itself; `wirewatch feed check URL` shows the way to it",
    ),
    (
        FeedState::RateLimited,
        "its server wants us to wait, and we do; a longer `interval` in feeds.toml helps",
    ),
    (FeedState::Auth, "give it user and password_file, or header_file, in feeds.toml"),
    (FeedState::Gone, "its publisher ended it: `wirewatch feed remove URL`"),
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

/// Whether it is each feed by itself that fails, or what they share.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    Own,
    Network,
}

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    let feeds = &patient.feeds;
    if feeds.is_empty() {
        let found = if patient.loaded.is_ok() && patient.store.is_ok() {
            Finding::warn("there is no feed to poll").advise("`wirewatch feed add URL` adds one")
        } else {
            Finding::ok("not looked at: the configuration or the store cannot be read")
        };
        return vec![found];
    }
    let polled = feeds.iter().filter(|feed| feed.polls > 0).count();
    let failing: Vec<&Feed> = feeds.iter().filter(|feed| feed.state.is_failing()).collect();
    let fine = feeds.iter().filter(|feed| feed.state == FeedState::Ok).count();
    let told = format!(
        "{fine} of {} well, {} not, {} not polled yet",
        feeds.len(),
        failing.len(),
        feeds.len() - polled
    );
    let answering = failing.iter().any(|feed| feed.state == FeedState::Silent);
    let lost = failing.iter().filter(|feed| is_unreached(feed)).count();
    let cause = if lost > 2 && lost * 2 > polled { Cause::Network } else { Cause::Own };
    let sum = if polled > 0 && fine == 0 && !answering && failing.len() == polled {
        Finding::fail(told).advise("none answers: look at dns, tls and proxy above")
    } else if cause == Cause::Network {
        Finding::warn(told).advise("most cannot be reached: look at dns, tls and proxy above first")
    } else {
        Finding::ok(told)
    };
    let failing = failing.into_iter().map(|feed| told_of(feed, cause));
    std::iter::once(sum).chain(failing).chain(feeds.iter().filter_map(doubt)).collect()
}

fn is_unreached(feed: &Feed) -> bool {
    feed.error.as_ref().is_some_and(|error| UNREACHED.contains(&error.kind))
}

/// An address as a shell takes it for one word.
fn word(url: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || ":/._~%+=,@-".contains(c);
    if url.chars().all(plain) { url.to_owned() } else { format!("'{}'", url.replace('\'', "%27")) }
}

fn told_of(feed: &Feed, cause: Cause) -> Finding {
    let kind = feed.error.as_ref().map(|error| error.kind);
    let better = BY_ERROR.iter().find(|(error, _)| Some(*error) == kind).map(|(_, advice)| advice);
    let usual = ADVICE.iter().find(|(state, _)| *state == feed.state).map(|(_, advice)| advice);
    let own = better.or(usual).filter(|_| cause == Cause::Own || !is_unreached(feed));
    let advice = own.map_or("", |advice| advice).replace("URL", &word(&feed.spec.url));
    let note = feed.note();
    let said =
        if note.is_empty() { feed.state.to_string() } else { format!("{}: {note}", feed.state) };
    // Several feeds of one host have one label.
    let which = match cause {
        Cause::Own if !advice.contains(&feed.spec.url) => format!(" ({})", feed.spec.url),
        Cause::Own | Cause::Network => String::new(),
    };
    let told = format!("{} {said}{which}", feed.label());
    Finding::warn(told).advise(advice).about(&feed.spec.url)
}

/// What is not wrong with a feed that works, but costs something.
fn doubt(feed: &Feed) -> Option<Finding> {
    if feed.state.is_failing() {
        return None;
    }
    let missed = feed.repaired.as_deref().is_some_and(|why| why.starts_with(FeedLine::MISSED));
    let advice = match (missed, &feed.moved) {
        (true, _) => "give it a shorter `interval` in feeds.toml".to_owned(),
        (false, Some(to)) => format!("put {to} into feeds.toml"),
        (false, None) => return None,
    };
    let told = format!("{} {}", feed.label(), feed.note());
    Some(Finding::warn(told).advise(advice).about(&feed.spec.url))
}

#[cfg(test)]
mod tests {
    use super::{ADVICE, Cause, told_of, word};
    use crate::domain::{ErrorKind, Feed, FeedError, FeedSpec, FeedState};

    #[test]
    fn every_failing_state_has_its_advice() {
        for (state, name) in FeedState::NAMES.iter().filter(|(state, _)| state.is_failing()) {
            assert!(ADVICE.iter().any(|(known, _)| known == state), "{name}");
        }
    }

    #[test]
    fn addresses_in_advice_are_one_word_of_a_shell() {
        for (url, typed) in [
            ("https://a.example/rss.xml", "https://a.example/rss.xml"),
            ("https://a.example/?a=1&b=$(x)", "'https://a.example/?a=1&b=$(x)'"),
            ("https://a.example/it's", "'https://a.example/it%27s'"),
        ] {
            assert_eq!(word(url), typed);
        }
    }

    #[test]
    fn a_lost_name_has_advice_of_its_own_with_the_address() {
        let spec = FeedSpec { url: "https://a.example/rss".to_owned(), ..FeedSpec::default() };
        let error = FeedError { kind: ErrorKind::Dns, message: "no address".to_owned() };
        let feed = Feed { state: FeedState::Retrying, error: Some(error), ..Feed::unpolled(spec) };
        let found = told_of(&feed, Cause::Own);
        assert_eq!(found.said, "a.example retrying: no address");
        assert!(found.advice.unwrap().contains("feed remove https://a.example/rss"));
        let blocked = Feed { state: FeedState::Blocked, error: None, ..feed.clone() };
        assert!(told_of(&blocked, Cause::Own).said.ends_with("(https://a.example/rss)"));
        assert_eq!(told_of(&feed, Cause::Network).advice, None, "it is not that feed's fault");
    }
}
