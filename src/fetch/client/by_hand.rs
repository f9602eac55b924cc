//! What is asked by hand: every answer on the way is kept, and hosts are spared as by polls.

use std::sync::Arc;

use super::{Check, Client};
use crate::fetch::request::Request;
use crate::fetch::rest::{Rest, host_of};
use crate::fetch::way::Way;

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
            return Check { poll, hops: way.hops };
        }
    }
}
