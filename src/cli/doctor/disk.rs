//! Room on the disk that holds the store.

use rustix::fs::statvfs;

use super::finding::Finding;
use super::patient::{Patient, standing};
use crate::cli::table::bytes;

/// Below this a busy hour may not fit.
const LEAST: u64 = 64 << 20;

/// Below this somebody should make room.
const ENOUGH: u64 = 1 << 30;

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    let place = standing(&patient.store_file);
    let facts = match statvfs(place) {
        Ok(facts) => facts,
        Err(error) => {
            return vec![Finding::warn(format!("the room for the store is unknown: {error}"))];
        }
    };
    let free = facts.f_bavail.saturating_mul(facts.f_frsize);
    let store = std::fs::metadata(&patient.store_file).map_or(0, |meta| meta.len());
    let mut found = vec![room(free, store)];
    if facts.f_files > 0 && facts.f_favail == 0 {
        let told = "no file can be made any more on the store's disk: it is out of inodes";
        found.push(Finding::fail(told).advise("remove small files there"));
    }
    found
}

/// A backup, a new version's copy and `vacuum` need as much again as the store has.
fn room(free: u64, store: u64) -> Finding {
    let told = format!("{} free for the store", bytes(free));
    if free < LEAST {
        return Finding::fail(told).advise("make room, or move the store with [store] path");
    }
    if free < store || free < ENOUGH {
        let advice = format!(
            "an upgrade or `wirewatch store vacuum` needs {} beside the store; [store] keep_days bounds it",
            bytes(store)
        );
        return Finding::warn(told).advise(advice);
    }
    Finding::ok(told)
}

#[cfg(test)]
mod tests {
    use super::room;
    use crate::cli::doctor::finding::Level;

    #[test]
    fn a_full_disk_fails_and_a_store_without_room_for_its_copy_warns() {
        for (free, store, level) in [
            (10 << 20, 0, Level::Fail),
            (500 << 20, 0, Level::Warn),
            (2 << 30, 3 << 30, Level::Warn),
            (5 << 30, 1 << 30, Level::Ok),
        ] {
            assert_eq!(room(free, store).level, level, "{free} free, {store} stored");
        }
    }
}
