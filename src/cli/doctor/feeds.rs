//! The feeds: how many fare well, and each that does not, with what to do.

use super::finding::Finding;
use super::patient::Patient;
use crate::domain::{Feed, FeedLine, FeedState, advice, is_unreached};

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
    let answers = |state| matches!(state, FeedState::Silent | FeedState::RateLimited);
    let answering = failing.iter().any(|feed| answers(feed.state));
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
    std::iter::once(sum)
        .chain(failing)
        .chain(feeds.iter().filter_map(|feed| doubt(feed, feeds)))
        .collect()
}

/// An address as a shell takes it for one word.
fn word(url: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || ":/._~%+=,@-".contains(c);
    if url.chars().all(plain) { url.to_owned() } else { format!("'{}'", url.replace('\'', "%27")) }
}

fn told_of(feed: &Feed, cause: Cause) -> Finding {
    let own = advice(feed).filter(|_| cause == Cause::Own || !is_unreached(feed));
    let advice = own.unwrap_or_default().replace("URL", &word(&feed.spec.url));
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
fn doubt(feed: &Feed, all: &[Feed]) -> Option<Finding> {
    if feed.state.is_failing() {
        return None;
    }
    let missed = feed.repaired.as_deref().is_some_and(|why| why.starts_with(FeedLine::MISSED));
    let is_there = |to: &String| all.iter().any(|other| other.spec.url == *to);
    let advice = match (missed, &feed.moved) {
        (_, Some(to)) if is_there(to) => {
            let url = word(&feed.spec.url);
            format!(
                "that is another of your feeds, and polled there: `wirewatch feed remove {url}`"
            )
        }
        (true, _) => "give it a shorter `interval` in feeds.toml".to_owned(),
        (false, Some(to)) => format!("put {to} into feeds.toml"),
        (false, None) if feed.unheeded().is_some() => {
            "give it an `interval` in feeds.toml, if that is too seldom".to_owned()
        }
        (false, None) => return None,
    };
    let told = format!("{} {}", feed.label(), feed.note());
    Some(Finding::warn(told).advise(advice).about(&feed.spec.url))
}

#[cfg(test)]
mod tests {
    use super::{Cause, doubt, told_of, word};
    use crate::domain::{ErrorKind, Feed, FeedError, FeedSpec, FeedState};

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
    fn a_server_that_asks_for_too_much_patience_is_told() {
        let mut feed = Feed { state: FeedState::Ok, ..Feed::unpolled(FeedSpec::default()) };
        assert!(doubt(&feed, &[]).is_none());
        feed.cadence = crate::domain::Cadence {
            span: 18_000,
            wish: 86_400,
            interval: 9_000,
            ..crate::domain::Cadence::default()
        };
        assert!(doubt(&feed, &[]).unwrap().advice.unwrap().contains("`interval`"));
    }

    #[test]
    fn two_addresses_of_one_feed_are_told() {
        let feed = |url: &str, moved: Option<&str>| {
            let spec = FeedSpec { url: url.to_owned(), ..FeedSpec::default() };
            let moved = moved.map(str::to_owned);
            Feed { state: FeedState::Ok, moved, ..Feed::unpolled(spec) }
        };
        let old = feed("http://a.example/rss", Some("https://a.example/rss"));
        let there = [old.clone(), feed("https://a.example/rss", None)];
        for (all, advice) in
            [(&there[..], "feed remove http://a.example/rss"), (&[], "put https://a.example/rss")]
        {
            let found = doubt(&old, all).and_then(|found| found.advice).unwrap_or_default();
            assert!(found.contains(advice), "{found}");
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
