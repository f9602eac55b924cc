//! What reading a list of feeds gives, whatever the list's format: the feeds, and what was left
//! out with the reason. Merging with the feeds already known is the caller's work.

use std::collections::HashMap;

use url::Url;

use crate::domain::FeedSpec;
use crate::text::scrub;

/// Longest title and tag, in characters.
const TITLE: usize = 300;
const TAG: usize = 100;

/// Longest address, in bytes.
const ADDRESS: usize = 4 << 10;

/// The feeds of a list, each address once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// In the list's order, ready to be polled.
    pub feeds: Vec<FeedSpec>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    /// Feeds that are taken without something that is said of them.
    pub lessened: Vec<Skipped>,
    /// Whether we wrote the list: it tells addresses apart as they are written.
    pub is_ours: bool,
    /// Whether the document stops before its end: more may have stood there.
    pub breaks_off: bool,
    places: HashMap<String, usize>,
}

/// An entry of a list that is no feed to poll, or of which something is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The entry, as far as one line can show it.
    pub entry: String,
    /// Why it was left out.
    pub reason: &'static str,
}

impl Import {
    /// Takes an entry. A second entry of the same address only adds its tags; that with https is kept.
    pub(super) fn take(&mut self, address: &str, said: &FeedSpec) {
        let Some(url) = web_address(address) else {
            return self.skip(address, "only http and https addresses are polled");
        };
        let name = if self.is_ours { url.clone() } else { spelling(&url) };
        let place = *self.places.entry(name).or_insert(self.feeds.len());
        if place == self.feeds.len() {
            let title = scrub::line(&said.title, TITLE);
            let tags = Vec::new();
            self.feeds.push(FeedSpec { url, title, tags, ..said.clone() });
            self.take_tags(place, said);
            return;
        }
        if let Some(feed) = self.feeds.get_mut(place)
            && feed.url.starts_with("http:")
            && url.starts_with("https:")
        {
            feed.url = url;
        }
        self.take_tags(place, said);
    }

    fn take_tags(&mut self, place: usize, said: &FeedSpec) {
        let Some(feed) = self.feeds.get_mut(place) else { return };
        for tag in said.tags.iter().map(|tag| scrub::line(tag, TAG)).filter(|tag| !tag.is_empty()) {
            if !feed.tags.contains(&tag) {
                feed.tags.push(tag);
            }
        }
    }

    /// Notes what is left out of an entry that is taken.
    pub(super) fn lessen(&mut self, entry: &str, reason: &'static str) {
        self.lessened.push(Skipped { entry: scrub::line(entry, 200), reason });
    }

    /// Notes an entry that is left out.
    pub(super) fn skip(&mut self, entry: &str, reason: &'static str) {
        self.skipped.push(Skipped { entry: scrub::line(entry, 200), reason });
    }
}

/// By what an address of a feed is known, however it is spelt: with http or https, with the usual port or
/// without, with a slash at its end or without.
#[must_use]
pub fn spelling(address: &str) -> String {
    let Ok(url) = Url::parse(address) else { return address.to_owned() };
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
        return address.to_owned();
    };
    let port = if matches!(port, 80 | 443) { 0 } else { port };
    let path = url.path().trim_end_matches('/');
    format!(
        "{}:{}@{host}:{port}{path}?{}",
        url.username(),
        url.password().unwrap_or(""),
        url.query().unwrap_or("")
    )
}

/// Schemes that say that a feed stands at an address: of old browsers, of readers of podcasts.
const MARKS: &[&str] = &["feed", "pcast", "itpc"];

/// Whether an address has the scheme of a feed: `feed:`.
pub(super) fn is_marked(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme.trim());
    MARKS.iter().any(|mark| mark.eq_ignore_ascii_case(scheme))
}

/// The http(s) address behind what lists write, among them `feed:` of old browsers.
#[must_use]
pub fn web_address(written: &str) -> Option<String> {
    let written = scrub::link(written, ADDRESS)?;
    let (_, rest) = written.split_once(':')?;
    let address = match (is_marked(&written), rest.starts_with("//")) {
        (true, true) => format!("http:{rest}"),
        (true, false) => rest.to_owned(),
        (false, _) => written,
    };
    let url = Url::parse(&address).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
    // The address as written, not as normalised: some servers tell them apart.
    is_web.then_some(address)
}
