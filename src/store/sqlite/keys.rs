//! Identities and aliases of articles, in two trees: one look-up finds either in either.
//!
//! Hashes are spread at random, and in a tree of millions each new one changes a page that no other
//! of its commit changes. So new ones gather in a small tree, and with each commit those of a slice
//! of all hashes go over to the large one, where they lie close together.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::{CachedStatement, Connection, Result};

use super::numbers;
use crate::domain::{ArticleId, Identity, Known};

/// The article of the key `?1`, an expression.
pub(super) const ARTICLE: &str = "coalesce((SELECT article FROM young_keys WHERE hash = ?1),
     (SELECT article FROM article_keys WHERE hash = ?1))";

/// Articles of a store whose keys all stay in the small tree: there it is not large either.
const FEW: u64 = 1 << 15;

/// Keys of a large commit, for which the small tree is measured.
const COMMIT: u64 = 2_000;

/// One past the last slice.
const END: u64 = 1 << 32;

/// Whose each key is that was looked at; `None`: nobody's.
pub(super) type Owners = HashMap<Identity, Option<ArticleId>>;

/// The keys of one commit.
pub(super) struct Keys<'c> {
    find: CachedStatement<'c>,
    add: CachedStatement<'c>,
    owners: Owners,
    /// Those that are new.
    fresh: Vec<(Identity, ArticleId)>,
}

impl<'c> Keys<'c> {
    /// Begins with what was asked already and found known.
    pub(super) fn new(
        connection: &'c Connection,
        asked: &[Identity],
        known: &Known,
    ) -> Result<Self> {
        let owner = |key: &Identity| (*key, known.get(key).map(|article| article.id));
        Ok(Keys {
            find: connection.prepare_cached(&format!("SELECT {ARTICLE}"))?,
            // A key that an edit added may still be there when its article is gone.
            add: connection.prepare_cached("INSERT OR REPLACE INTO young_keys VALUES (?1, ?2)")?,
            owners: asked.iter().map(owner).collect(),
            fresh: Vec::new(),
        })
    }

    /// The article that has a key.
    pub(super) fn owner(&mut self, key: Identity) -> Result<Option<ArticleId>> {
        match self.owners.entry(key) {
            Entry::Occupied(asked) => Ok(*asked.get()),
            Entry::Vacant(unasked) => {
                let found: Option<i64> = self.find.query_row([key.0], |row| row.get(0))?;
                Ok(*unasked.insert(found.map(ArticleId)))
            }
        }
    }

    /// Names an article. The first that has a key keeps it.
    pub(super) fn name(&mut self, key: Identity, id: ArticleId) -> Result<()> {
        if self.owner(key)?.is_none() {
            self.owners.insert(key, Some(id));
            self.fresh.push((key, id));
        }
        Ok(())
    }

    /// Writes the new keys, in their order: neighbours share a page. Then lets about as many go
    /// over. Returns whose each key is now.
    pub(super) fn settle(mut self, connection: &Connection) -> Result<Owners> {
        self.fresh.sort_unstable();
        for (key, id) in &self.fresh {
            self.add.execute((key.0, id.0))?;
        }
        let articles = numbers::meta(connection, numbers::ARTICLES)?;
        if self.fresh.is_empty() || articles < FEW {
            return Ok(self.owners);
        }
        let from = numbers::meta(connection, numbers::KEYS_MOVED)?;
        let to = from + (self.fresh.len() as u64 * END).div_ceil(round(articles));
        for sql in [
            "INSERT OR REPLACE INTO article_keys
             SELECT hash, article FROM young_keys WHERE hash >= ?1 AND hash < ?2 ORDER BY hash",
            "DELETE FROM young_keys WHERE hash >= ?1 AND hash < ?2",
        ] {
            connection.prepare_cached(sql)?.execute((bound(from), bound(to)))?;
        }
        numbers::set_meta(connection, numbers::KEYS_MOVED, if to < END { to } else { 0 })?;
        Ok(self.owners)
    }
}

/// How many new keys come while the slices go round once; the small tree holds half as many. A large
/// commit changes all of its pages and those of a slice of the large one: this is where the sum of
/// both is least.
fn round(articles: u64) -> u64 {
    2 * (articles * COMMIT).isqrt()
}

/// What is below every key of a slice, and above those before it.
fn bound(slice: u64) -> Vec<u8> {
    match u32::try_from(slice) {
        Ok(start) => start.to_be_bytes().to_vec(),
        Err(_) => vec![u8::MAX; size_of::<Identity>() + 1],
    }
}

/// Forgets a key of an article.
pub(super) fn remove(connection: &Connection, key: &[u8], article: i64) -> Result<()> {
    for sql in [
        "DELETE FROM young_keys WHERE hash = ?1 AND article = ?2",
        "DELETE FROM article_keys WHERE hash = ?1 AND article = ?2",
    ] {
        connection.prepare_cached(sql)?.execute((key, article))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::open::MIGRATIONS;
    use super::*;

    fn store(articles: u64) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        MIGRATIONS.iter().for_each(|step| connection.execute_batch(step).unwrap());
        numbers::set_meta(&connection, numbers::ARTICLES, articles).unwrap();
        connection
    }

    fn key(number: u64) -> Identity {
        let mixed = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        Identity(mixed.to_be_bytes())
    }

    /// A commit of these keys, each of the article with its number.
    fn commit(connection: &Connection, numbers: impl Iterator<Item = u64>) {
        let mut keys = Keys::new(connection, &[], &Known::new()).unwrap();
        for number in numbers {
            keys.name(key(number), ArticleId(number.cast_signed())).unwrap();
        }
        keys.settle(connection).unwrap();
    }

    fn owner(connection: &Connection, key: Identity) -> Option<ArticleId> {
        Keys::new(connection, &[], &Known::new()).unwrap().owner(key).unwrap()
    }

    fn rows(connection: &Connection, table: &str) -> u64 {
        let sql = format!("SELECT count(*) FROM {table}");
        connection.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap().cast_unsigned()
    }

    #[test]
    fn keys_go_over_slice_by_slice_and_each_is_found_all_the_while() {
        let connection = store(FEW);
        for portion in 0..60 {
            commit(&connection, portion * 700..(portion + 1) * 700);
            let young = rows(&connection, "young_keys");
            assert_eq!(young + rows(&connection, "article_keys"), (portion + 1) * 700);
            assert!(young <= round(FEW), "{young}");
        }
        assert!(rows(&connection, "article_keys") > 30_000);
        let lost = (0..42_000).find(|number| {
            owner(&connection, key(*number)) != Some(ArticleId(number.cast_signed()))
        });
        assert_eq!(lost, None);
    }

    #[test]
    fn the_keys_of_a_small_store_stay_together() {
        let connection = store(FEW - 1);
        commit(&connection, 0..5_000);
        assert_eq!(rows(&connection, "young_keys"), 5_000);
    }

    #[test]
    fn the_first_that_has_a_key_keeps_it_in_either_tree() {
        let connection = store(FEW);
        connection.execute("INSERT INTO article_keys VALUES (?1, 7)", [key(1).0]).unwrap();
        let mut keys = Keys::new(&connection, &[key(3)], &Known::new()).unwrap();
        for number in [1, 2, 3] {
            keys.name(key(number), ArticleId(8)).unwrap();
            keys.name(key(number), ArticleId(9)).unwrap();
        }
        keys.settle(&connection).unwrap();
        let owners = [1, 2, 3].map(|number| owner(&connection, key(number)));
        assert_eq!(owners, [7, 8, 8].map(|id| Some(ArticleId(id))));
        assert_eq!(rows(&connection, "young_keys") + rows(&connection, "article_keys"), 3);
    }

    #[test]
    fn what_is_removed_is_gone_from_both_trees() {
        let connection = store(FEW);
        commit(&connection, 0..2_000);
        commit(&connection, 2_000..4_000);
        for number in 0..4_000_u64 {
            remove(&connection, &key(number).0, number.cast_signed()).unwrap();
        }
        assert_eq!((rows(&connection, "young_keys"), rows(&connection, "article_keys")), (0, 0));
    }
}
