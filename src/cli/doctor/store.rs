//! The store: whether it opens and is sound at a quick look, who can read it, whether old articles
//! go as they should.

use std::os::unix::fs::PermissionsExt;

use jiff::SignedDuration;

use super::finding::Finding;
use super::patient::{Patient, is_writable, standing};
use crate::cli::report::store_advice;
use crate::cli::table::bytes;
use crate::domain::many;
use crate::store::{StoreError, StoreStats, copies};

/// Old articles go once an hour: so much later, nobody takes them away.
const GRACE: SignedDuration = SignedDuration::from_hours(48);

/// Unused space that is worth a word.
const MUCH_FREE: u64 = 64 << 20;

/// A log that has not gone into the file for long.
const LONG_LOG: u64 = 256 << 20;

fn counted(number: u64, noun: &str) -> String {
    many(usize::try_from(number).unwrap_or(usize::MAX), noun)
}

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    let shown = patient.store_file.display();
    let store = match &patient.store {
        Ok(Some(store)) => store,
        Ok(None) => return vec![not_yet(patient)],
        Err(error) => return vec![broken(error)],
    };
    let stats = match store.stats() {
        Ok(stats) => stats,
        Err(error) => return vec![broken(&error)],
    };
    let mut found = vec![
        Finding::ok(format!(
            "{shown}: {}, {}, {}, schema {}, sound at a quick look",
            bytes(stats.bytes),
            counted(stats.articles, "article"),
            counted(stats.alerts, "alert"),
            stats.version
        ))
        .advise("`wirewatch store check` looks at every page"),
    ];
    found.extend(rights(patient));
    found.extend(copies::of(&patient.store_file).into_iter().map(|(copy, size)| {
        let copy = copy.display();
        Finding::ok(format!("{copy}: the store before an upgrade, {}", bytes(size)))
            .advise(format!("needed only to go back to the older wirewatch: rm '{copy}'"))
    }));
    found.extend(retention(patient, &stats));
    found.extend(unused(patient, &stats));
    found
}

fn broken(error: &StoreError) -> Finding {
    Finding::fail(error.to_string()).advise(store_advice(error))
}

fn not_yet(patient: &Patient) -> Finding {
    let shown = patient.store_file.display();
    let above = standing(&patient.store_file);
    if is_writable(above) {
        return Finding::ok(format!(
            "{shown}: not there yet; `wirewatch` or `wirewatch run` makes it"
        ));
    }
    Finding::fail(format!("{shown}: cannot be made, {} is not yours to write", above.display()))
        .advise("change the rights of that folder, or name another place with --store")
}

fn rights(patient: &Patient) -> Vec<Finding> {
    let mut found = Vec::new();
    let folder = standing(&patient.store_file).parent().unwrap_or(&patient.store_file);
    if !is_writable(&patient.store_file) || !is_writable(folder) {
        let told = "the store or its folder is read-only for this user: nothing can be polled";
        found.push(Finding::warn(told).advise(format!("give the rights to {}", folder.display())));
    }
    let mode = std::fs::metadata(&patient.store_file).map_or(0, |meta| meta.permissions().mode());
    if mode & 0o077 != 0 {
        let shown = patient.store_file.display();
        let told = format!("others on this machine can read the store (mode {:o})", mode & 0o777);
        found.push(Finding::warn(told).advise(format!("chmod 600 {shown}")));
    }
    found
}

fn retention(patient: &Patient, stats: &StoreStats) -> Vec<Finding> {
    let Ok(loaded) = &patient.loaded else { return Vec::new() };
    let keep = &loaded.settings.store;
    let most = SignedDuration::from_hours(i64::from(keep.keep_days) * 24) + GRACE;
    let age = stats.oldest.map(|oldest| patient.now.duration_since(oldest));
    let mut found = Vec::new();
    if let Some(age) = age.filter(|age| *age > most) {
        let days = age.as_hours() / 24;
        let told = format!(
            "the oldest article is {days} days old, [store] keep_days is {}",
            keep.keep_days
        );
        let advice = "old articles go while `wirewatch` or `wirewatch run` polls; those of open alerts and those that feeds still list stay";
        found.push(Finding::warn(told).advise(advice));
    }
    if stats.articles > keep.keep_articles.saturating_add(keep.keep_articles / 20) {
        let told =
            format!("{} articles, [store] keep_articles is {}", stats.articles, keep.keep_articles);
        found.push(Finding::warn(told).advise("they go while `wirewatch run` polls, once an hour"));
    }
    found
}

fn unused(patient: &Patient, stats: &StoreStats) -> Vec<Finding> {
    let mut found = Vec::new();
    if stats.free_bytes > MUCH_FREE && stats.free_bytes > stats.bytes / 2 {
        let told = format!("{} of the store are unused", bytes(stats.free_bytes));
        found.push(Finding::warn(told).advise("`wirewatch store vacuum` gives them back"));
    }
    let mut log = patient.store_file.as_os_str().to_owned();
    log.push("-wal");
    let log = std::fs::metadata(log).map_or(0, |meta| meta.len());
    if log > LONG_LOG {
        let told = format!("the store's log has grown to {}", bytes(log));
        let advice =
            "a reader holds it: end other wirewatch processes that only look, one after the other";
        found.push(Finding::warn(told).advise(advice));
    }
    found
}
