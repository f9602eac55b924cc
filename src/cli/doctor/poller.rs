//! The poller: whether a process polls this store, or none does though one should.

use jiff::SignedDuration;

use super::finding::Finding;
use super::patient::Patient;
use crate::cli::table::age;
use crate::store::{FeedScope, lock};

/// A store that was polled and is not any more for this long has been left alone.
const LEFT: SignedDuration = SignedDuration::from_hours(2);

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    if patient.store.is_err() {
        return vec![Finding::ok("not looked at: the store cannot be read")];
    }
    // Of every feed in the store: those of another configuration were polled too.
    let known = patient.opened().and_then(|store| store.feeds(FeedScope::All).ok());
    let last = known.iter().flatten().filter_map(|feed| feed.last_poll).max();
    let polled = age(last, patient.now);
    if let Some(process) = holder(patient) {
        let told = match last {
            Some(_) => format!("process {process} polls this store, last {polled} ago"),
            None => format!("process {process} polls this store, for the first time"),
        };
        if last.is_some_and(|last| patient.now.duration_since(last) > LEFT) {
            let advice = "look at its log; `systemctl restart wirewatch` where it is a service";
            return vec![Finding::warn(format!("{told}: it stands still")).advise(advice)];
        }
        let advice = "`wirewatch` reads along here; `wirewatch run` would end with 75";
        return vec![Finding::ok(told).advise(advice)];
    }
    match last {
        None => vec![Finding::ok("nobody has polled this store yet")],
        Some(last) if patient.now.duration_since(last) > LEFT => {
            let told = format!("nobody polls this store; the last poll was {polled} ago");
            vec![Finding::warn(told).advise("start `wirewatch`, or `wirewatch run` as a service")]
        }
        Some(_) => vec![Finding::ok(format!("nobody polls this store now; last {polled} ago"))],
    }
}

/// The process that has the lock. A killed one leaves its number behind: then the lock is free.
pub(super) fn holder(patient: &Patient) -> Option<u32> {
    let process = lock::holder(&patient.store_file)?;
    match lock::take(&patient.store_file) {
        Ok(None) => Some(process),
        Ok(Some(_)) | Err(_) => None,
    }
}
