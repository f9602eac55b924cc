//! Feeds that are configured under another address than the one they are known by: they moved there for
//! good, and somebody has followed. How that is written is each store's work.

use std::collections::{HashMap, HashSet};

use crate::domain::{Feed, FeedId, FeedSpec};

/// Addresses that are configured and not known yet.
pub(super) struct Fresh<'a> {
    /// By address, and by what is behind its scheme.
    addresses: HashMap<&'a str, &'a str>,
    wanted: HashSet<&'a str>,
}

impl<'a> Fresh<'a> {
    /// Those of a configuration; `None`: all are known.
    pub(super) fn of(specs: &'a [FeedSpec], known: &HashSet<String>) -> Option<Fresh<'a>> {
        let new = specs.iter().filter(|spec| !known.contains(&spec.url));
        let new = new.flat_map(|spec| [(&*spec.url, &*spec.url), (bare(&spec.url), &*spec.url)]);
        let addresses: HashMap<&str, &str> = new.collect();
        let wanted = specs.iter().map(|spec| spec.url.as_str()).collect();
        (!addresses.is_empty() && !known.is_empty()).then_some(Fresh { addresses, wanted })
    }

    /// The address under which a known feed goes on: it moved there, or there is https where it was http. One
    /// that is still configured under its own stays there, and no address is taken twice.
    pub(super) fn take(&mut self, feed: &Feed) -> Option<(FeedId, &'a str)> {
        if self.wanted.contains(feed.spec.url.as_str()) {
            return None;
        }
        let moved = feed.moved.as_deref().and_then(|to| self.addresses.get(to));
        let address = *moved.or_else(|| self.addresses.get(bare(&feed.spec.url)))?;
        self.addresses.retain(|_, fresh| *fresh != address);
        Some((feed.id, address))
    }
}

/// An address without its scheme.
fn bare(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_goes_on_where_it_moved_and_none_takes_the_place_of_another() {
        let spec = |url: &str| FeedSpec { url: url.into(), ..FeedSpec::default() };
        let feed = |id, url: &str, moved: Option<&str>| Feed {
            id: FeedId(id),
            moved: moved.map(str::to_owned),
            ..Feed::unpolled(spec(url))
        };
        let known = [
            feed(1, "http://a.example/1", Some("https://new.example/1")),
            feed(2, "http://a.example/2", None),
            feed(3, "http://a.example/3", Some("https://new.example/3")),
            feed(4, "http://a.example/4", Some("https://new.example/1")),
        ];
        let names: HashSet<String> = known.iter().map(|feed| feed.spec.url.clone()).collect();
        let configured = [
            "https://new.example/1",
            "https://a.example/2",
            "https://new.example/3",
            "http://a.example/3",
        ];
        let specs = configured.map(spec);
        let mut fresh = Fresh::of(&specs, &names).unwrap();
        let taken: Vec<_> = known.iter().filter_map(|feed| fresh.take(feed)).collect();
        assert_eq!(taken, [(FeedId(1), configured[0]), (FeedId(2), configured[1])]);
        assert!(Fresh::of(&specs[3..], &names).is_none(), "nothing new");
    }
}
