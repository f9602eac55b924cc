//! The way of one poll: every answer, and how the last of them comes.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::Instant;
use url::Url;

use super::gate::Gate;
use super::rest::Rest;

/// One answer on the way to a document, for `feed check`.
#[derive(Clone, Debug)]
pub struct Hop {
    /// The address asked, without credentials.
    pub url: String,
    /// The status of its answer.
    pub status: u16,
    /// Who answered: the server, or the proxy in between.
    pub peer: Option<SocketAddr>,
    /// From the request to the answer's first line.
    pub took: SignedDuration,
}

/// What a host's name was resolved to, for `feed check`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub host: String,
    /// Its addresses, in the order in which they are tried; private ones that may not be fetched too.
    pub addresses: Vec<IpAddr>,
}

/// How what a server has to say of a poll comes; a redirect is only the way there.
#[derive(Clone, Debug, Default)]
pub(super) struct Answered(Arc<Mutex<Pace>>);

#[derive(Clone, Copy, Debug, Default)]
struct Pace {
    /// When it last got on; `None`: nothing came yet.
    last: Option<Instant>,
    /// Bytes since then.
    bytes: usize,
    /// Whether it waits for us.
    waits: bool,
}

/// What an answer must bring to have got on: one that drips is as good as silent.
const STEP: usize = 1 << 10;

impl Answered {
    /// When the answer last got on; now, where it waits for us. `None`: it has not begun.
    pub fn last(&self, now: Instant) -> Option<Instant> {
        let pace = *self.locked();
        if pace.waits { Some(now) } else { pace.last }
    }

    /// The answer begins.
    pub fn tell(&self) {
        *self.locked() = Pace { last: Some(Instant::now()), ..Pace::default() };
    }

    /// More of it came.
    pub fn came(&self, bytes: usize) {
        let mut pace = self.locked();
        pace.bytes += bytes;
        if pace.bytes >= STEP {
            *pace = Pace { last: Some(Instant::now()), ..Pace::default() };
        }
    }

    /// From now on it waits for us.
    pub fn waits(&self) {
        self.locked().waits = true;
    }

    fn locked(&self) -> MutexGuard<'_, Pace> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The way of a poll.
#[derive(Default)]
pub(super) struct Way {
    /// Every answer, redirects first.
    pub hops: Vec<Hop>,
    /// The address asked last, whether it answered or not.
    pub here: Option<Url>,
    /// How the last of them comes.
    pub answered: Answered,
    /// What it passes on the way to each host.
    pub gate: Option<Arc<Gate>>,
    /// Whether it broke off and is to be begun again, and after how long.
    pub later: Option<Duration>,
    /// Whether it goes by a host that the queue did not choose.
    pub aside: bool,
    /// What such a host asked for.
    pub rest: Option<Rest>,
}
