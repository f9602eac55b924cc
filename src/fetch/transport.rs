//! Holds the reqwest clients: one for each pair of scheme and reach, built when first needed.
//!
//! Reading the system's certificates costs more than polling a hundred feeds, and without any the
//! secure client cannot be built at all; so http never waits for https.

use std::net::IpAddr;
use std::sync::{Arc, Once, OnceLock};

use jiff::Timestamp;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue};
use reqwest::{ClientBuilder, redirect, retry};

use super::dns::{Names, Resolver};
use super::failure::failure;
use super::guard::{Guard, Reach};
use super::proxies::Proxying;
use crate::domain::{ErrorKind, Failure, Fetching};

/// Feeds before pages, pages before anything.
const ACCEPTED: HeaderValue = HeaderValue::from_static(
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, \
     application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.4, */*;q=0.3",
);

/// What `body` can decompress.
const ENCODINGS: HeaderValue = HeaderValue::from_static("gzip, br, deflate");

const REACHES: usize = 3;

/// Header lines of one answer; hyper's own limit is 100.
const MOST_HEADERS: usize = 512;

/// The clients that requests go out through.
pub(super) struct Transport {
    guard: Arc<Guard>,
    names: Arc<Names>,
    fetching: Fetching,
    user_agent: HeaderValue,
    proxying: Proxying,
    plain: [OnceLock<Option<reqwest::Client>>; REACHES],
    secure: [OnceLock<Option<reqwest::Client>>; REACHES],
}

/// What a transport is made of.
pub(super) struct Parts {
    pub guard: Arc<Guard>,
    pub user_agent: HeaderValue,
    pub proxying: Proxying,
    pub clock: fn() -> Timestamp,
}

impl Transport {
    pub fn new(fetching: Fetching, parts: Parts) -> Transport {
        install_ring();
        Transport {
            guard: parts.guard,
            names: Arc::new(Names::new(parts.clock)),
            fetching,
            user_agent: parts.user_agent,
            proxying: parts.proxying,
            plain: Default::default(),
            secure: Default::default(),
        }
    }

    /// The client for a scheme, with names resolved no further than `reach`.
    pub fn client(&self, scheme: &str, reach: Reach) -> Result<&reqwest::Client, Failure> {
        let slot = match reach {
            Reach::Public => 0,
            Reach::Networks => 1,
            Reach::Any => 2,
        };
        let secure = scheme == "https";
        let slots = if secure { &self.secure } else { &self.plain };
        let client = slots.get(slot).and_then(|slot| {
            slot.get_or_init(|| {
                let builder = self.builder(reach);
                // A proxy may itself be reached through TLS; straight http needs no certificates.
                let bare = !secure && self.proxying == Proxying::Direct;
                let builder = if bare { builder.tls_certs_only([]) } else { builder };
                match builder.build() {
                    Ok(client) => Some(client),
                    Err(_) if secure => None,
                    Err(_) => self.builder(reach).tls_certs_only([]).build().ok(),
                }
            })
            .as_ref()
        });
        client.ok_or_else(no_certificates)
    }

    /// What a name was resolved to lately.
    pub fn resolved(&self, name: &str) -> Option<Arc<[IpAddr]>> {
        self.names.kept_of(name)
    }

    fn builder(&self, reach: Reach) -> ClientBuilder {
        let (names, guard) = (Arc::clone(&self.names), Arc::clone(&self.guard));
        let mut headers = HeaderMap::with_capacity(2);
        headers.insert(ACCEPT, ACCEPTED);
        headers.insert(ACCEPT_ENCODING, ENCODINGS);
        let builder = reqwest::Client::builder()
            .user_agent(self.user_agent.clone())
            .default_headers(headers)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .http1_only()
            // What a server writes into its headers beside those that matter costs no feed: folded
            // lines, names with spaces, lines without a colon, a hundred cookies.
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_max_headers(MOST_HEADERS)
            // Polls of one host are minutes apart, and bytes forged behind one answer must not
            // become the next one.
            .pool_max_idle_per_host(0)
            .connect_timeout(self.fetching.connect)
            .dns_resolver(Arc::new(Resolver::new(names, guard, reach)));
        match self.proxying {
            Proxying::Environment => builder,
            Proxying::Direct => builder.no_proxy(),
        }
    }
}

fn install_ring() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // Err: somebody else chose a provider already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

fn no_certificates() -> Failure {
    let message = "no certificate authorities on this system; install ca-certificates";
    failure(ErrorKind::Tls, message)
}
