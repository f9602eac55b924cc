//! Feeds of the configuration that are one by the look of it: addresses that differ by their scheme, "www.", a slash or
//! a question mark at the end. Servers may tell them apart, so that people decide.

use std::collections::HashMap;
use std::path::Path;

use crate::config::{ConfigError, Loaded};

/// Each address that is another's in another spelling, and is polled as well.
pub(in crate::cli) fn alike(loaded: &Loaded, file: &Path) -> Vec<ConfigError> {
    let mut first: HashMap<&str, &str> = HashMap::new();
    let polled = loaded.feeds.iter().filter(|feed| feed.enabled);
    let twice = polled.filter_map(|feed| {
        let url = feed.url.as_str();
        let other = *first.entry(bare(url)).or_insert(url);
        (other != url).then(|| {
            let told = format!(
                "\"{url}\" is \"{other}\" in another spelling, if its server does not tell them apart: keep one of them"
            );
            ConfigError::whole(file, told)
        })
    });
    twice.collect()
}

/// An address without what spellings differ by; its host is in small letters already.
fn bare(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches(['/', '?', '&', '#'])
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn spellings_of_one_address_are_one() {
        for url in [
            "https://a.example/feed",
            "http://a.example/feed/",
            "https://www.a.example/feed?",
            "https://a.example/feed/?",
        ] {
            assert_eq!(bare(url), "a.example/feed", "{url}");
        }
        assert_ne!(bare("https://a.example/feed?x=1"), bare("https://a.example/feed"));
        assert_ne!(bare("https://a.example/Feed"), bare("https://a.example/feed"));
    }
}
