//! The way of one poll: every answer, and whether the last of them has begun.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::SignedDuration;

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

/// Whether what a server has to say of a poll has begun to come: a redirect is only the way there.
#[derive(Clone, Debug, Default)]
pub(super) struct Answered(Arc<AtomicBool>);

impl Answered {
    pub fn is_told(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub fn tell(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The way of a poll.
#[derive(Default)]
pub(super) struct Way {
    /// Every answer, redirects first.
    pub hops: Vec<Hop>,
    /// Whether the last of them has begun.
    pub answered: Answered,
}
