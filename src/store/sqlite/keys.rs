//! Whose the identities and aliases of articles are: those of late lie in memory and in runs (`keys/young`),
//! the others in a tree. One look-up finds either in either.

mod absent;
pub(super) mod young;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Result};

use crate::domain::{ArticleId, Identity, Known};
use young::{Told, Young};

/// Whose each key is that was looked at; `None`: nobody's.
pub(super) type Owners = HashMap<Identity, Option<ArticleId>, RandomState>;

/// Asks whose keys are.
pub(super) struct Asking<'c> {
    find: CachedStatement<'c>,
}

impl<'c> Asking<'c> {
    pub(super) fn new(connection: &'c Connection) -> Result<Self> {
        let find = connection.prepare_cached("SELECT article FROM article_keys WHERE hash = ?1")?;
        Ok(Asking { find })
    }

    /// The article that has a key.
    pub(super) fn owner(&mut self, young: &Young, key: &Identity) -> Result<Option<ArticleId>> {
        match young.tell(key) {
            Told::Of(article) => Ok(Some(article)),
            Told::Nobodys => Ok(None),
            Told::AskTree => {
                let found = self.find.query_row([key.0], |row| row.get(0)).optional()?;
                Ok(found.map(ArticleId))
            }
        }
    }
}

/// The keys of one commit.
pub(super) struct Keys<'c> {
    asking: Asking<'c>,
    young: &'c mut Young,
    owners: Owners,
    /// Those that are another's than before.
    fresh: Vec<(Identity, Option<ArticleId>)>,
}

impl<'c> Keys<'c> {
    /// Begins with what was asked already and found known.
    pub(super) fn new(
        connection: &'c Connection,
        young: &'c mut Young,
        (asked, known): (&[Identity], &Known),
    ) -> Result<Self> {
        let owner = |key: &Identity| (*key, known.get(key).map(|article| article.id));
        let owners = asked.iter().map(owner).collect();
        Ok(Keys { asking: Asking::new(connection)?, young, owners, fresh: Vec::new() })
    }

    /// The article that has a key.
    pub(super) fn owner(&mut self, key: Identity) -> Result<Option<ArticleId>> {
        match self.owners.entry(key) {
            Entry::Occupied(asked) => Ok(*asked.get()),
            Entry::Vacant(unasked) => Ok(*unasked.insert(self.asking.owner(self.young, &key)?)),
        }
    }

    /// Names an article. The first that has a key keeps it.
    pub(super) fn name(&mut self, key: Identity, id: ArticleId) -> Result<()> {
        if self.owner(key)?.is_none() {
            self.owners.insert(key, Some(id));
            self.fresh.push((key, Some(id)));
        }
        Ok(())
    }

    /// Forgets a key of an article.
    pub(super) fn forget(&mut self, key: Identity, id: ArticleId) -> Result<()> {
        if self.owner(key)? == Some(id) {
            self.owners.insert(key, None);
            self.fresh.push((key, None));
        }
        Ok(())
    }

    /// Writes what changed. Returns whose each key is now.
    pub(super) fn settle(self, connection: &Connection) -> Result<Owners> {
        self.young.put(connection, &self.fresh)?;
        self.young.go_over(connection, self.fresh.len())?;
        Ok(self.owners)
    }
}

/// Forgets the keys of articles that go. `young` is as it was read: no key of a run is missing from it.
pub(super) fn remove(
    connection: &Connection,
    young: &mut Young,
    keys: &[(Identity, ArticleId)],
) -> Result<()> {
    young.refresh(connection)?;
    let mut remove =
        connection.prepare_cached("DELETE FROM article_keys WHERE hash = ?1 AND article = ?2")?;
    let mut late = Vec::new();
    for (key, article) in keys {
        remove.execute((key.0, article.0))?;
        late.extend(young.is_of(key, *article).then_some((*key, None)));
    }
    young.put(connection, &late)
}

#[cfg(test)]
mod tests {
    use super::super::open::MIGRATIONS;
    use super::*;

    fn store() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        MIGRATIONS.iter().for_each(|step| connection.execute_batch(step).unwrap());
        connection
    }

    fn key(number: u64) -> Identity {
        let mixed = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        Identity((mixed ^ mixed >> 61).to_be_bytes())
    }

    fn id(number: u64) -> ArticleId {
        ArticleId(number.cast_signed() + 1)
    }

    /// A commit of these keys, each of the article with its number.
    fn commit(connection: &Connection, young: &mut Young, numbers: impl Iterator<Item = u64>) {
        young.refresh(connection).unwrap();
        let mut keys = Keys::new(connection, young, (&[], &Known::new())).unwrap();
        for number in numbers {
            keys.name(key(number), id(number)).unwrap();
        }
        keys.settle(connection).unwrap();
    }

    fn owner(connection: &Connection, young: &Young, number: u64) -> Option<ArticleId> {
        Asking::new(connection).unwrap().owner(young, &key(number)).unwrap()
    }

    /// The keys of late as another process reads them.
    fn read(connection: &Connection) -> Young {
        let mut young = Young::default();
        young.refresh(connection).unwrap();
        young
    }

    fn rows(connection: &Connection, table: &str) -> i64 {
        connection
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn keys_go_over_slice_by_slice_and_each_is_found_all_the_while() {
        let connection = store();
        let mut young = Young::default();
        let mut most_runs = 0;
        for portion in 0..150 {
            commit(&connection, &mut young, portion * 2_000..(portion + 1) * 2_000);
            most_runs = most_runs.max(rows(&connection, "key_runs"));
            if portion % 30 == 29 {
                let again = read(&connection);
                let lost = (0..(portion + 1) * 2_000).step_by(7).find(|number| {
                    [&young, &again]
                        .iter()
                        .any(|young| owner(&connection, young, *number) != Some(id(*number)))
                });
                assert_eq!(lost, None, "{portion}");
            }
        }
        assert!(rows(&connection, "article_keys") > 200_000);
        assert!(most_runs < 130, "{most_runs}");
        assert_eq!(owner(&connection, &young, 300_000), None);
    }

    #[test]
    fn a_store_that_is_opened_again_and_again_keeps_every_key() {
        let connection = store();
        for portion in 0..60 {
            // Nothing is remembered from the last commit.
            commit(&connection, &mut Young::default(), portion * 2_000..(portion + 1) * 2_000);
        }
        let young = read(&connection);
        let lost =
            (0..120_000).find(|number| owner(&connection, &young, *number) != Some(id(*number)));
        assert_eq!(lost, None);
    }

    #[test]
    fn the_runs_of_small_commits_are_few() {
        let connection = store();
        let mut young = Young::default();
        (0..1_000).for_each(|number| commit(&connection, &mut young, number..number + 1));
        assert!(rows(&connection, "key_runs") < 10);
        assert_eq!(owner(&connection, &read(&connection), 999), Some(id(999)));
    }

    #[test]
    fn the_first_that_has_a_key_keeps_it_wherever_it_lies() {
        let connection = store();
        connection.execute("INSERT INTO article_keys VALUES (?1, 7)", [key(1).0]).unwrap();
        let mut young = read(&connection);
        commit(&connection, &mut young, 2..3);
        let mut keys = Keys::new(&connection, &mut young, (&[key(3)], &Known::new())).unwrap();
        for number in [1, 2, 3] {
            keys.name(key(number), ArticleId(8)).unwrap();
            keys.name(key(number), ArticleId(9)).unwrap();
        }
        keys.settle(&connection).unwrap();
        for young in [&young, &read(&connection)] {
            let owners = [1, 2, 3].map(|number| owner(&connection, young, number));
            assert_eq!(owners, [7, 3, 8].map(|id| Some(ArticleId(id))));
        }
    }

    #[test]
    fn what_goes_is_gone_wherever_it_lies_and_may_come_again() {
        let connection = store();
        let mut young = Young::default();
        // Some of these lie in the tree and in a run, some in either.
        (0..30).for_each(|n| commit(&connection, &mut young, n * 2_000..(n + 1) * 2_000));
        assert!(rows(&connection, "article_keys") > 5_000);
        let all: Vec<(Identity, ArticleId)> = (0..60_000).map(|n| (key(n), id(n))).collect();
        let mut other = read(&connection);
        all.chunks(1_000).for_each(|some| remove(&connection, &mut other, some).unwrap());
        young.refresh(&connection).unwrap();
        for young in [&young, &read(&connection)] {
            assert_eq!((0..60_000).find(|n| owner(&connection, young, *n).is_some()), None);
        }
        let mut keys = Keys::new(&connection, &mut young, (&[], &Known::new())).unwrap();
        keys.name(key(5), ArticleId(70_000)).unwrap();
        keys.settle(&connection).unwrap();
        (40..80).for_each(|n| commit(&connection, &mut young, n * 2_000..(n + 1) * 2_000));
        for young in [&young, &read(&connection)] {
            assert_eq!(owner(&connection, young, 5), Some(ArticleId(70_000)));
            assert_eq!(owner(&connection, young, 6), None);
        }
    }

    #[test]
    fn an_article_forgets_its_own_key_only() {
        let connection = store();
        let mut young = Young::default();
        commit(&connection, &mut young, 0..2);
        let mut keys = Keys::new(&connection, &mut young, (&[], &Known::new())).unwrap();
        keys.forget(key(0), id(1)).unwrap();
        keys.forget(key(1), id(1)).unwrap();
        keys.name(key(1), ArticleId(9)).unwrap();
        keys.settle(&connection).unwrap();
        for young in [&young, &read(&connection)] {
            let owners = [0, 1].map(|number| owner(&connection, young, number));
            assert_eq!(owners, [Some(id(0)), Some(ArticleId(9))]);
        }
    }
}
