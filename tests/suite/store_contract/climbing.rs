//! A store of an older wirewatch: copied, then brought up, and told so.

use std::fs;

use rusqlite::Connection;

use super::on_disk::{filled, open};
use super::*;
use wirewatch::store::copies;

/// As a first wirewatch left it.
fn back_to_version_1(path: &Path) {
    let other = Connection::open(path).unwrap();
    other
        .execute_batch(
            "DROP TABLE outbox; DROP TABLE notifiers; DROP TABLE story_choices;
             DROP TABLE story_steps; ALTER TABLE stories DROP COLUMN upto;
             DROP TABLE alert_events; DROP TABLE silenced; DROP TABLE silences;
             DROP TABLE article_texts; DROP TABLE listed;
             INSERT OR REPLACE INTO article_keys SELECT identity, id FROM articles; DROP TABLE key_runs;
             DELETE FROM meta WHERE name IN ('keys_moved', 'keys_round');
             DROP INDEX alerts_by_whole; ALTER TABLE alerts DROP COLUMN part_of;
             ALTER TABLE feeds DROP COLUMN span; ALTER TABLE feeds DROP COLUMN wish;
             ALTER TABLE feeds DROP COLUMN pause; ALTER TABLE feeds DROP COLUMN paused;
             ALTER TABLE feeds DROP COLUMN newest; ALTER TABLE feeds DROP COLUMN missed;
             ALTER TABLE feeds DROP COLUMN again; ALTER TABLE feeds DROP COLUMN long;
             ALTER TABLE feeds DROP COLUMN long_ended; ALTER TABLE feeds DROP COLUMN late;
             ALTER TABLE feeds DROP COLUMN late_least; ALTER TABLE feeds DROP COLUMN lag_polls;
             ALTER TABLE feeds DROP COLUMN lag_least; ALTER TABLE feeds DROP COLUMN lag_newest;
             ALTER TABLE feeds DROP COLUMN empty; ALTER TABLE feeds DROP COLUMN whole;
             ALTER TABLE feeds DROP COLUMN bare;
             ALTER TABLE feeds DROP COLUMN held; ALTER TABLE feeds DROP COLUMN told;
             ALTER TABLE articles DROP COLUMN wording; ALTER TABLE feeds DROP COLUMN named;
             ALTER TABLE alerts DROP COLUMN state_by; ALTER TABLE alerts DROP COLUMN notes;
             PRAGMA user_version = 1",
        )
        .unwrap();
}

#[test]
fn an_old_store_is_copied_then_migrated() {
    let home = TempDir::new().unwrap();
    let path = filled(&home);
    back_to_version_1(&path);

    let store = open(&path).unwrap();
    assert_eq!(store.stats().unwrap().version, 18);
    assert_eq!(store.counts(at(1)).unwrap().articles, 3);
    let outbox = "SELECT count(*) FROM sqlite_schema WHERE name = 'outbox'";
    let has_outbox = |path: &Path| -> bool {
        Connection::open(path).unwrap().query_row(outbox, [], |row| row.get(0)).unwrap()
    };
    let copy = home.path().join("wirewatch.db.before-v18");
    assert!(has_outbox(&path) && !has_outbox(&copy));
    let articles: i64 = Connection::open(&copy)
        .unwrap()
        .query_row("SELECT count(*) FROM articles", [], |row| row.get(0))
        .unwrap();
    assert_eq!(articles, 3);
    drop(store);

    // An old store put back later has its own copy; the first stays what it was.
    let first = fs::read(&copy).unwrap();
    back_to_version_1(&path);
    drop(open(&path).unwrap());
    assert!(home.path().join("wirewatch.db.before-v18-2").exists());
    assert_eq!(fs::read(&copy).unwrap(), first);
}

/// Nothing is migrated unheard, and the way back is left as it is.
#[test]
fn a_migration_is_told_and_its_copy_is_not_migrated() {
    let home = TempDir::new().unwrap();
    let path = filled(&home);
    back_to_version_1(&path);
    let store = open(&path).unwrap();
    let told = store.climbed().unwrap().to_string();
    let copy = home.path().join("wirewatch.db.before-v18");
    assert!(told.contains("from schema 1 to 18"), "{told}");
    assert!(told.contains(&copy.display().to_string()), "{told}");
    let size = fs::metadata(&copy).unwrap().len();
    assert_eq!(copies::of(&path), [(copy.clone(), size)]);
    drop(store);
    assert!(open(&path).unwrap().climbed().is_none());

    let before = fs::read(&copy).unwrap();
    assert!(matches!(open(&copy), Err(StoreError::WayBack { .. })));
    assert_eq!(fs::read(&copy).unwrap(), before);
    assert_eq!(copies::of(&path).len(), 1);
    let other = home.path().join("old.db");
    fs::copy(&copy, &other).unwrap();
    assert!(open(&other).unwrap().climbed().is_some());
}
