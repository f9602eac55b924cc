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

/// Which requests go through which proxy, as far as a message needs to know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ways {
    /// The scheme of an address, or "all", and the host and port of its proxy.
    through: Vec<(String, String)>,
    /// Names that are asked straight, in small letters.
    straight: Vec<String>,
}

impl Ways {
    /// As an environment says.
    pub fn of(environment: impl Iterator<Item = (String, String)>) -> Ways {
        let mut ways = Ways::default();
        for (key, value) in environment {
            let key = key.to_ascii_lowercase();
            if key == "no_proxy" {
                let names = value.split(',').map(|name| name.trim().to_ascii_lowercase());
                ways.straight.extend(names.filter(|name| !name.is_empty()));
            } else if is_ours(&key)
                && let Some(place) = place(value.trim())
            {
                ways.through.push((key.trim_end_matches("_proxy").to_owned(), place));
            }
        }
        ways
    }

    /// The host and port of the proxy that an address is asked through.
    pub fn to(&self, address: &Url) -> Option<&str> {
        let host = address.host_str()?.to_ascii_lowercase();
        let spared = |name: &String| {
            let name = name.trim_start_matches('*').trim_start_matches('.');
            let below = || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
            name.is_empty() || host == name || below()
        };
        if self.straight.iter().any(spared) {
            return None;
        }
        let of = |scheme: &str| self.through.iter().find(|(key, _)| key == scheme);
        of(address.scheme()).or_else(|| of("all")).map(|(_, place)| place.as_str())
    }
}

/// Host and port, and nothing else of what may hold a password.
fn place(value: &str) -> Option<String> {
    let full = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    let url = Url::parse(&full).ok()?;
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{}{port}", url.host_str()?))
}

/// The host names of the proxies in `environment`.
#[must_use]
pub fn names(environment: impl Iterator<Item = (String, String)>) -> Vec<String> {
    environment
        .filter(|(key, _)| is_ours(key))
        .filter_map(|(_, value)| host(value.trim()))
        .collect()
}

/// Where the proxies in `environment` take connections: host and port, each once.
#[must_use]
pub fn places(environment: impl Iterator<Item = (String, String)>) -> Vec<(String, u16)> {
    let place = |value: String| {
        let value = value.trim();
        let full = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
        let url = Url::parse(&full).ok()?;
        let usual = if url.scheme().starts_with("socks") { 1_080 } else { 80 };
        let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
        Some((host, url.port_or_known_default().unwrap_or(usual)))
    };
    let ours = environment.filter(|(key, _)| is_ours(key));
    let mut places: Vec<(String, u16)> = ours.filter_map(|(_, value)| place(value)).collect();
    places.sort();
    places.dedup();
    places
}

fn host(value: &str) -> Option<String> {
    let full = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    Url::parse(&full).ok()?.host_str().map(|host| host.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{Ways, names, unusable};

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
    fn an_address_is_asked_through_the_proxy_of_its_scheme() {
        let environment = [
            ("http_proxy", "http://user:secret@proxy.corp:3128/"),
            ("ALL_PROXY", "socks5h://tor:9050"),
            ("no_proxy", "localhost, .own.example,10.1.2.3"),
        ];
        let ways = Ways::of(environment.map(|(k, v)| (k.to_owned(), v.to_owned())).into_iter());
        for (address, expected) in [
            ("http://a.example/rss", Some("proxy.corp:3128")),
            ("https://a.example/rss", Some("tor:9050")),
            ("http://localhost:9/", None),
            ("http://www.own.example/", None),
            ("http://disown.example/", Some("proxy.corp:3128")),
            ("http://10.1.2.3/", None),
        ] {
            assert_eq!(ways.to(&Url::parse(address).unwrap()), expected, "{address}");
        }
        let all = [("no_proxy".to_owned(), "*".to_owned()), ("all_proxy".to_owned(), "p".into())];
        assert_eq!(Ways::of(all.into_iter()).to(&Url::parse("http://a.example/").unwrap()), None);
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
