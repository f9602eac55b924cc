//! The outbox as a store keeps it: one row for each notice and notifier, there until it is done
//! with. When and how rows go out is decided in `notify`.

use jiff::Timestamp;

use super::{StoreError, line_json};
use crate::domain::{AlertLine, Change, Delivery, DeliveryState, Mark};

/// The answer of an end that is not sent: its alert is told again.
pub(super) const TOLD_AGAIN: &str = "not needed: it was told again";

/// What waits for one notifier.
#[derive(Clone, Debug, Default)]
pub struct Due {
    /// Deliveries whose time has come: those of digests first, digest by digest, then by time.
    pub deliveries: Vec<Delivery>,
    /// When the next one is due that is not yet.
    pub next: Option<Timestamp>,
    /// Why the notifier is stopped, if it is: its receiver wants nothing any more.
    pub stopped: Option<String>,
    /// No try at the receiver before then.
    pub pause: Option<Timestamp>,
}

/// Which deliveries a list shows, newest notice first.
#[derive(Clone, Debug, Default)]
pub struct DeliveryQuery {
    /// Only this notifier's.
    pub notifier: Option<String>,
    /// Only this state.
    pub state: Option<DeliveryState>,
    /// Only notices raised since.
    pub since: Option<Timestamp>,
    /// At most this many.
    pub limit: usize,
}

/// What the outbox holds for one notifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxSum {
    /// The notifier.
    pub notifier: String,
    /// Waiting.
    pub due: u64,
    /// Delivered.
    pub delivered: u64,
    /// Given up.
    pub failed: u64,
    /// When the oldest that waits was raised.
    pub oldest: Option<Timestamp>,
    /// When the oldest that waits after a try that failed was raised: quiet hours and digests,
    /// which wait on purpose, are not among these.
    pub tried: Option<Timestamp>,
    /// Why the notifier is stopped, if it is.
    pub stopped: Option<String>,
}

/// What a store promises of its outbox. Every method blocks.
///
/// Only the process that holds the poller's lock delivers, with one worker a notifier; so taking
/// rows needs no mark of its own here.
pub trait Outbox {
    /// What waits for a notifier at a time, at most `limit` deliveries.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn due(&self, notifier: &str, now: Timestamp, limit: usize) -> Result<Due, StoreError>;

    /// Writes down what becomes of deliveries. What was delivered stays delivered.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn mark(&self, mark: &Mark, now: Timestamp) -> Result<(), StoreError>;

    /// Notes that a recipient has taken deliveries of a notifier that has many recipients.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn note_taken(&self, notifier: &str, seqs: &[u64], recipient: &str) -> Result<(), StoreError>;

    /// For each alert resolved since the last call, and of which one of these notifiers was told
    /// last that it is on: a delivery of its end, due when nothing else of the alert is. Says how
    /// many. An alert that is told again has no end that waits.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn tell_ends(&self, notifiers: &[&str], now: Timestamp) -> Result<u64, StoreError>;

    /// Makes due now what a notifier held back: the rules in force decide anew.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn release(&self, notifier: &str, now: Timestamp) -> Result<(), StoreError>;

    /// A page of deliveries.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn deliveries(&self, query: &DeliveryQuery) -> Result<Vec<Delivery>, StoreError>;

    /// What the outbox holds, notifier by notifier, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn outbox(&self) -> Result<Vec<OutboxSum>, StoreError>;

    /// Makes deliveries of a notifier due now, those that were given up and those that wait for
    /// another try: all of them or those of these notices, with the whole digest that one is part
    /// of. Starts the notifier if it was stopped, and ends its pause. Returns how many are due
    /// again.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn retry(&self, notifier: &str, seqs: &[u64], now: Timestamp) -> Result<u64, StoreError>;
}

/// The line of an alert's end, as it stood last.
pub(super) fn ending(line: &AlertLine, event: u64, now: Timestamp) -> String {
    let mut line = line.clone();
    line.id = format!("{}-end-{event}", line.story.id);
    (line.change, line.times.raised) = (Change::Resolved, now);
    line.note.clear();
    line_json::render(&mut std::sync::Arc::new(line))
}
