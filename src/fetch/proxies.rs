//! The proxies that the environment names (`http_proxy`, `https_proxy`, `all_proxy`).
//!
//! reqwest does the proxying; the guard only needs to know which names are proxies, because those
//! may be on private addresses.

use url::Url;

const VARIABLES: &[&str] = &["http_proxy", "https_proxy", "all_proxy"];

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
        .filter(|(key, _)| VARIABLES.contains(&key.to_ascii_lowercase().as_str()))
        .filter_map(|(_, value)| host(value.trim()))
        .collect()
}

fn host(value: &str) -> Option<String> {
    let full = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    Url::parse(&full).ok()?.host_str().map(|host| host.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::names;

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
