//! How punctual polling is: what the poller measures of itself.

use jiff::Timestamp;
use serde::Serialize;

/// How far behind their times polls started, over the last minutes.
///
/// A poll's time is its feed's own, or later where its host had to be spared (spacing, polls at
/// once, Retry-After). Polls of a catch-up (a first start, after a pause, a suspend or a lost
/// network) are paced and have no time of their own: they are counted, their lateness is not.
/// Nothing else is excused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Timeliness {
    /// When this was so; `None`: no poll was started yet.
    pub at: Option<Timestamp>,
    /// Polls started since the process began to poll.
    pub polls: u64,
    /// Of these, more than [`Timeliness::LATE_MS`] behind their time.
    pub late: u64,
    /// Running now.
    pub running: u64,
    /// Polls started in the window at a time of their own.
    pub window: u64,
    /// Median lateness in the window, in milliseconds.
    pub p50_ms: u64,
    /// 99th percentile in the window.
    pub p99_ms: u64,
    /// The worst in the window.
    pub worst_ms: u64,
}

impl Timeliness {
    /// Minutes that the window covers: a round of feeds at the usual 15 minutes, and jitter.
    pub const WINDOW_MINUTES: usize = 20;
    /// A poll that starts later than this many milliseconds is late.
    pub const LATE_MS: u64 = 2_000;
}
