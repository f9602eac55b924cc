//! One poller a store, whatever happens to the file of its lock.

use std::fs;

use wirewatch::store::lock::{self, Kept};

use super::*;

#[test]
fn one_process_polls_at_a_time() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("new/wirewatch.db");
    let held = lock::take(&path).unwrap().expect("nobody has it");
    assert!(lock::take(&path).unwrap().is_none());
    assert_eq!(lock::holder(&path), Some(std::process::id()));
    drop(held);
    assert_eq!(lock::holder(&path), None);
    assert!(lock::take(&path).unwrap().is_some());
}

#[test]
fn a_lock_in_its_place_is_left_alone() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("wirewatch.db");
    let _store = on_disk(&home);
    let mut held = lock::take(&path).unwrap().expect("nobody has it");
    assert_eq!(held.keep().unwrap(), Kept::Whole);
    drop(held);
    assert!(lock::take(&path).unwrap().is_some());
}

#[cfg(target_os = "linux")]
#[test]
fn removing_the_file_of_the_lock_lets_nobody_in() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("wirewatch.db");
    let _store = on_disk(&home);
    let mut held = lock::take(&path).unwrap().expect("nobody has it");
    fs::remove_file(lock::path(&path)).unwrap();
    assert!(lock::take(&path).unwrap().is_none(), "the store is still polled");
    assert!(!lock::path(&path).exists(), "nor is a file made that names somebody else");
    assert_eq!(held.keep().unwrap(), Kept::Restored);
    assert_eq!(lock::holder(&path), Some(std::process::id()));
    assert!(lock::take(&path).unwrap().is_none());
    drop(held);
    assert!(lock::take(&path).unwrap().is_some());
}

#[cfg(unix)]
#[test]
fn a_lock_that_another_process_made_anew_is_seen() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("wirewatch.db");
    let _store = on_disk(&home);
    let mut held = lock::take(&path).unwrap().expect("nobody has it");
    let file = lock::path(&path);
    fs::remove_file(&file).unwrap();
    // As a process on another machine would, which shares no names with this one.
    let theirs = fs::File::create(&file).unwrap();
    theirs.lock().unwrap();
    assert_eq!(held.keep().unwrap(), Kept::Doubled);
    // Not by closing it: a program that another test starts has it open too until it runs.
    theirs.unlock().unwrap();
    assert_eq!(held.keep().unwrap(), Kept::Restored);
}
