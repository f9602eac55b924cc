//! Damage in a store that is too large to be looked through when it opens.

use std::fs;
use std::path::PathBuf;

use rusqlite::Connection;

use super::*;

/// A store of 26 MB, closed.
fn large(home: &TempDir) -> PathBuf {
    let store = on_disk(home);
    commit(store.as_ref(), at(1), articles(vec![new(1, "One"), new(2, "Two")]));
    drop(store);
    let path = home.path().join("wirewatch.db");
    let other = Connection::open(&path).unwrap();
    other
        .execute("UPDATE articles SET body = hex(zeroblob(13000000)) WHERE title = 'Two'", [])
        .unwrap();
    path
}

fn open(path: &Path) -> Arc<dyn Store> {
    store::open(path, Duration::from_secs(5)).unwrap()
}

#[test]
fn a_large_store_is_looked_through_while_it_works() {
    let home = TempDir::new().unwrap();
    let path = large(&home);
    assert_eq!(open(&path).look_through().unwrap(), Vec::<String>::new());

    let mut bytes = fs::read(&path).unwrap();
    let half = bytes.len() / 2;
    bytes[half..half + 40_960].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    let store = open(&path);
    let faults = store.look_through().unwrap();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(store.counts(at(1)).unwrap().articles, 2, "the rest goes on");
}

#[test]
fn a_small_store_was_looked_through_when_it_opened() {
    let home = TempDir::new().unwrap();
    let store = on_disk(&home);
    commit(store.as_ref(), at(1), articles(vec![new(1, "One")]));
    assert!(store.look_through().unwrap().is_empty());
}
