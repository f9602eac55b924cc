//! How a poll passes the gates of the hosts that it asks.

use std::time::Duration;

use super::{Answer, Deadline, Inner, Way};
use crate::domain::{CacheHints, ErrorKind, Failure};
use crate::fetch::failure::failure;
use crate::fetch::gate::{Pass, Turned};
use crate::fetch::trail::Trail;

impl Inner {
    /// Waits until the host to ask now may be asked; what there is to say where it may not.
    pub(super) async fn pass(
        &self,
        trail: &Trail,
        pass: &mut Option<Pass>,
        (deadline, way): (&Deadline, &mut Way),
    ) -> Option<Answer> {
        let gate = way.gate.clone()?;
        let host = trail.host();
        if pass.as_ref().is_some_and(|pass| pass.is_for(host)) {
            return None;
        }
        // Who waits keeps no other's place.
        *pass = None;
        let passed = match trail.other_host().is_some() || way.aside {
            false => Ok(deadline.waiting(gate.first(host)).await),
            true => deadline.waiting(gate.hop(host)).await,
        };
        way.later = None;
        match passed {
            Ok(passed) => {
                *pass = Some(passed);
                None
            }
            Err(Turned::Held(left)) => Some(rests(trail, left)),
            Err(Turned::Later(wait)) => {
                way.later = Some(wait);
                let message =
                    format!("\"{host}\" is asked by many feeds at once; it is tried again");
                Some(Answer::failed(failure(ErrorKind::RateLimited, message)))
            }
        }
    }
}

/// A host that a redirect leads to, and that asked to wait before.
fn rests(trail: &Trail, left: Duration) -> Answer {
    let seconds = u32::try_from(left.as_secs()).unwrap_or(u32::MAX).max(1);
    let host = trail.host();
    let message =
        format!("\"{host}\", where it redirects, asks to wait; no request to it for {seconds} s");
    let reason = Failure { kind: ErrorKind::RateLimited, message, status: None };
    let hints = CacheHints { retry_after: Some(seconds), max_age: None };
    Answer { hints, host: trail.other_host(), ..Answer::failed(reason) }
}
