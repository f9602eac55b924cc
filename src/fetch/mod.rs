//! Fetches feeds politely and safely: the HTTP client with its limits, the schedule, the health
//! of each feed, and the poller that runs them.
//!
//! Brings documents and says why there are none; what a document holds is `feed`'s to read, and
//! what becomes of it is decided in `triage` and `engine`.

mod access;
mod body;
mod budget;
mod cache;
mod client;
mod cookies;
mod deadline;
mod dns;
mod failure;
mod files;
mod gate;
mod guard;
mod hand;
pub mod health;
mod inflate;
mod outage;
mod patience;
mod poller;
mod proxies;
mod queue;
mod refusal;
mod request;
mod rest;
pub mod schedule;
mod trail;
mod transport;
mod way;

pub use access::absent;
pub use client::{Check, Client, ClientError};
pub use guard::is_private;
pub use hand::Hand;
pub use outage::Network;
pub use poller::{Begun, Control, Once, Poller, PollerHandle, Turn, poll_once};
pub use proxies::{names as proxy_hosts, places as proxy_places};
pub use queue::{Due, HostLimits, Queue};
pub use request::{LooksHome, Private, Request};
pub use rest::Resting;
pub use trail::is_at;
pub use way::{Hop, Named};
