//! Ways out: notifiers, one file each and one table of kinds, and the rules by which deliveries go
//! out, wait, go again or end.
//!
//! Rows are kept by the store's outbox; `engine` runs one worker a notifier and asks here what to
//! do. Everything that decides is pure and gets the time as an argument; only `deliver` reaches out.

mod alertmanager;
mod base64;
mod command;
mod delivery;
mod desktop;
mod digest;
mod discord;
mod email;
mod file;
mod http;
pub mod kinds;
mod matrix;
mod ntfy;
mod pagerduty;
mod parcel;
mod plan;
mod quiet;
mod rate;
mod receipts;
mod saying;
mod secret;
mod section;
mod slack;
mod telegram;
mod text;
mod way;
mod webhook;

use std::pin::Pin;
use std::time::Duration;

pub use delivery::{SCHEDULE, Schedule, verdict};
pub use digest::Digest;
pub use parcel::{Parcel, Telling};
pub use plan::{MOST_IN_DIGEST, Step, next_step};
pub use quiet::Quiet;
pub use rate::{Rate, Window};
pub use receipts::Receipts;
pub use saying::Saying;
pub use secret::Secret;
pub use section::{Problem, Raw};
pub use way::{Manners, Way, build, waiting};

/// A delivery under way.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A way out. One call is one delivery: a notice, or a digest of several.
pub trait Notifier: Send + Sync {
    /// Hands a parcel over. `Ok` only when the receiver has said that it has it.
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>>;
}

/// Why a parcel was not handed over, with the notifier's word on what to do; when is decided in
/// [`verdict`]. The texts hold nothing of what the receiver wrote and no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// Worth another try.
    #[error("{why}")]
    Retry {
        /// What happened.
        why: String,
        /// Not before this is over, as the receiver asked.
        after: Option<Duration>,
    },
    /// The receiver will never take this parcel.
    #[error("{0}")]
    GiveUp(String),
    /// The receiver wants nothing any more, whatever the parcel.
    #[error("{0}")]
    Stop(String),
}

impl DeliveryError {
    /// Worth another try, whenever that is.
    fn retry(why: impl Into<String>) -> DeliveryError {
        DeliveryError::Retry { why: why.into(), after: None }
    }
}
