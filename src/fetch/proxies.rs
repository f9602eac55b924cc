//! The proxies that the environment names (`http_proxy`, `https_proxy`, `all_proxy`).
//!
//! reqwest does the proxying; the guard only needs to know which names are proxies, because those
//! may be on private addresses.

use url::Url;

const VARIABLES: &[&str] = &["http_proxy", "https_proxy", "all_proxy"];

/// Kinds of proxies that are spoken.
const SPOKEN: &[&str] = &["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// The first variable that names a proxy which cannot be used. Asking straight instead would show a
/// server who asks.
pub(super) fn unusable(names: impl Iterator<Item = (String, String)>) -> Option<String> {
    let mut proxies = names.filter(|(key, value)| is_ours(key) && !value.trim().is_empty());
    let is_spoken = |value: &str| {
        let scheme = value.split_once("://").map_or("http", |(scheme, _)| scheme);
        SPOKEN.contains(&scheme.to_ascii_lowercase().as_str()) && host(value).is_some()
    };
    proxies.find(|(_, value)| !is_spoken(value.trim())).map(|(key, _)| key)
}

fn is_ours(key: &str) -> bool {
    VARIABLES.contains(&key.to_ascii_lowercase().as_str())
}

/// Whether requests go through the proxies of the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proxying {
    /// As `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say.
    Environment,
    /// Always straight.
    Direct,
}

/// The host names of the proxies in `environment`.
#[must_use]
pub fn names(environment: impl Iterator<Item = (String, String)>) -> Vec<String> {
    environment
        .filter(|(key, _)| is_ours(key))
        .filter_map(|(_, value)| host(value.trim()))
        .collect()
}

fn host(value: &str) -> Option<String> {
    let full = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    Url::parse(&full).ok()?.host_str().map(|host| host.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::{names, unusable};

    #[test]
    fn a_proxy_of_a_kind_that_nobody_speaks_is_named() {
        for (value, usable) in [
            ("proxy.corp:3128", true),
            ("SOCKS5h://tor:9050", true),
            ("", true),
            ("ftp://127.0.0.1:1", false),
            (":::bad", false),
        ] {
            let environment = [("HTTP_PROXY", value), ("no_proxy", ":::")];
            let environment = environment.map(|(k, v)| (k.to_owned(), v.to_owned()));
            let told = unusable(environment.into_iter());
            assert_eq!(told.is_none(), usable, "{value}");
        }
    }

    #[test]
    fn proxy_names_come_from_every_spelling() {
        let environment = [
            ("http_proxy", "proxy.corp:3128"),
            ("HTTPS_PROXY", "http://user:secret@Other.Corp:8080/"),
            ("all_proxy", "socks5://third:1080"),
            ("no_proxy", "not.me"),
            ("PATH", "/bin"),
        ];
        let environment = environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        assert_eq!(names(environment), ["proxy.corp", "other.corp", "third"]);
    }
}
