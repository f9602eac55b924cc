//! What is asked by hand: every answer on the way is kept, and hosts are spared as by polls.

use std::sync::Arc;

use url::Url;

use super::{Check, Client};
use crate::fetch::request::Request;
use crate::fetch::rest::{Rest, host_of};
use crate::fetch::way::{Named, Way};

impl Client {
    /// Polls a feed once and keeps every answer on the way. Hosts that were asked through this client before are spared,
    /// also where a redirect leads to them.
    pub async fn check(&self, request: &Request) -> Check {
        let gate = &self.inner.gate;
        loop {
            let mut way = Way { gate: Some(Arc::clone(gate)), ..Way::default() };
            let poll = self.inner.poll(request, &mut way).await;
            if let Some(wait) = way.later {
                tokio::time::sleep(wait).await;
                continue;
            }
            if let Some(rest) = Rest::of_poll(&poll, &host_of(&request.url)) {
                let left = rest.until.duration_since((self.inner.clock)());
                gate.hold(&rest.host, left.try_into().unwrap_or_default());
            }
            let names = self.names_on(&way);
            return Check { poll, hops: way.hops, names };
        }
    }

    /// What the names on a way were resolved to, each once; a proxy resolves for itself.
    fn names_on(&self, way: &Way) -> Vec<Named> {
        let asked = way.hops.iter().filter_map(|hop| Url::parse(&hop.url).ok());
        let mut names: Vec<Named> = Vec::new();
        for url in asked.chain(way.here.clone()) {
            let host = url.domain().filter(|_| self.inner.ways.to(&url).is_none());
            let Some(host) = host.filter(|host| names.iter().all(|one| one.host != **host)) else {
                continue;
            };
            if let Some(found) = self.inner.transport.resolved(host) {
                names.push(Named { host: host.to_owned(), addresses: found.to_vec() });
            }
        }
        names
    }
}
