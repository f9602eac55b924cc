//! Keys of late in memory, with the runs they lie in on disk: one behind the other, as commits wrote them.
//!
//! Hashes are spread at random, and in a tree each new one changes a page that no other of its commit
//! changes. So new ones gather here, and with each commit those of a slice of all hashes go over to the
//! tree, where they lie close together. When all slices had their turn, the runs from before go.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rusqlite::{Connection, OptionalExtension, Result};

use super::absent::Absent;
use crate::domain::{ArticleId, Identity};
use crate::store::sqlite::failure::unreadable;
use crate::store::sqlite::numbers;

/// Keys that gather here: what a table of 65,536 places takes together with those of a commit.
const MOST: usize = 50_000;

/// One past the last slice.
const END: u64 = 1 << 32;

/// Bytes of a key and of the number of its article.
const KEY: usize = size_of::<Identity>();
const ENTRY: usize = KEY + size_of::<i64>();

/// A run that is shorter is written on: of a few articles at a time there would be thousands.
const SHORT: usize = 3_000;

/// What stands for a key that is nobody's any more.
const NOBODY: i64 = 0;

/// The keys of late.
#[derive(Debug, Default)]
pub(in crate::store::sqlite) struct Young {
    /// Whose each is; [`NOBODY`]'s may still be somebody's in the tree.
    owners: HashMap<Identity, i64, RandomState>,
    /// The last run and its bytes, as they were read or written here.
    end: Option<(i64, Vec<u8>)>,
    /// What is in the tree, where all of that went over from here.
    in_tree: Option<Absent>,
}

/// What is known of a key without a look into the tree.
pub(super) enum Told {
    /// It is this article's.
    Of(ArticleId),
    /// It is nobody's.
    Nobodys,
    /// The tree may hold it.
    AskTree,
}

impl Young {
    /// Reads the keys of late, where they are not those that are known here already: another process may
    /// have taken some away.
    pub(in crate::store::sqlite) fn refresh(&mut self, connection: &Connection) -> Result<()> {
        let mut find = connection
            .prepare_cached("SELECT id, length(keys) FROM key_runs ORDER BY id DESC LIMIT 1")?;
        let found: Option<(i64, i64)> =
            find.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let known = self.end.as_ref().map(|(id, keys)| (*id, keys.len() as i64));
        if found != known || self.in_tree.is_none() && known.is_none() {
            *self = Young::read(connection)?;
        }
        Ok(())
    }

    fn read(connection: &Connection) -> Result<Young> {
        let mut young = Young::default();
        let round = round(connection)?;
        let moved = numbers::meta(connection, numbers::KEYS_MOVED)?;
        let mut find = connection.prepare_cached("SELECT id, keys FROM key_runs ORDER BY id")?;
        let mut runs = find.query([])?;
        while let Some(row) = runs.next()? {
            let (id, keys) = (row.get(0)?, row.get_ref(1)?.as_blob().map_err(unreadable)?);
            for (key, article) in entries(keys) {
                // Those of a run that is about to go are in the tree as far as the slices got.
                if id > round || slice(&key) >= moved {
                    young.owners.insert(key, article);
                }
            }
            young.end = Some((id, keys.to_vec()));
        }
        let mut tree = connection.prepare_cached("SELECT 1 FROM article_keys LIMIT 1")?;
        young.in_tree = (!tree.exists([])?).then(Absent::default);
        Ok(young)
    }

    /// What is known of a key here.
    pub(super) fn tell(&self, key: &Identity) -> Told {
        match self.owners.get(key) {
            Some(&NOBODY) => Told::Nobodys,
            Some(article) => Told::Of(ArticleId(*article)),
            None if self.in_tree.as_ref().is_some_and(|tree| !tree.may_hold(key)) => Told::Nobodys,
            None => Told::AskTree,
        }
    }

    /// Whether a key of late is this article's.
    pub(super) fn is_of(&self, key: &Identity, article: ArticleId) -> bool {
        self.owners.get(key) == Some(&article.0)
    }

    /// Writes keys as they are now, in a run.
    pub(super) fn put(
        &mut self,
        connection: &Connection,
        keys: &[(Identity, Option<ArticleId>)],
    ) -> Result<()> {
        if keys.is_empty() {
            return Ok(());
        }
        let number = |article: &Option<ArticleId>| article.map_or(NOBODY, |ArticleId(id)| id);
        let mut run = Vec::with_capacity(keys.len() * ENTRY);
        for (key, article) in keys {
            run.extend_from_slice(&key.0);
            run.extend_from_slice(&number(article).to_le_bytes());
            self.owners.insert(*key, number(article));
        }
        self.write(connection, run)
    }

    fn write(&mut self, connection: &Connection, run: Vec<u8>) -> Result<()> {
        let round = round(connection)?;
        match &mut self.end {
            Some((id, keys)) if keys.len() < SHORT && *id > round => {
                keys.extend_from_slice(&run);
                let mut put =
                    connection.prepare_cached("UPDATE key_runs SET keys = ?2 WHERE id = ?1")?;
                put.execute((*id, &*keys))?;
            }
            _ => {
                let mut add =
                    connection.prepare_cached("INSERT INTO key_runs (keys) VALUES (?1)")?;
                add.execute([&run])?;
                self.end = Some((connection.last_insert_rowid(), run));
            }
        }
        Ok(())
    }

    /// Lets about as many keys go over to the tree as have come, and more where there are too many: those of
    /// the next slice.
    pub(super) fn go_over(&mut self, connection: &Connection, come: usize) -> Result<()> {
        let excess = self.owners.len().saturating_sub(MOST);
        if excess == 0 || come == 0 {
            return Ok(());
        }
        let from = numbers::meta(connection, numbers::KEYS_MOVED)?;
        let keys = (come + excess.min(come)) as u64;
        let to = from + (keys * END).div_ceil(self.owners.len() as u64);
        let mut slice: Vec<(Identity, i64)> =
            self.owners.extract_if(|key, _| (from..to).contains(&slice(key))).collect();
        slice.sort_unstable();
        let mut add =
            connection.prepare_cached("INSERT OR REPLACE INTO article_keys VALUES (?1, ?2)")?;
        let mut remove = connection.prepare_cached("DELETE FROM article_keys WHERE hash = ?1")?;
        for (key, article) in slice {
            if article == NOBODY {
                remove.execute([key.0])?;
                continue;
            }
            add.execute((key.0, article))?;
            if let Some(tree) = &mut self.in_tree {
                tree.add(&key);
            }
        }
        let mut moved = to;
        if to >= END {
            moved = 0;
            let mut drop = connection.prepare_cached("DELETE FROM key_runs WHERE id <= ?1")?;
            drop.execute([round(connection)?])?;
            let last = self.end.as_ref().map_or(0, |(id, _)| id.cast_unsigned());
            numbers::set_meta(connection, numbers::KEYS_ROUND, last)?;
        }
        numbers::set_meta(connection, numbers::KEYS_MOVED, moved)
    }
}

/// The last run that was there when the slices began their round.
fn round(connection: &Connection) -> Result<i64> {
    numbers::meta(connection, numbers::KEYS_ROUND).map(u64::cast_signed)
}

/// The slice of a key.
fn slice(Identity([a, b, c, d, ..]): &Identity) -> u64 {
    u64::from(u32::from_be_bytes([*a, *b, *c, *d]))
}

/// The keys of a run, in the order in which they were written.
fn entries(run: &[u8]) -> impl Iterator<Item = (Identity, i64)> {
    run.as_chunks::<ENTRY>().0.iter().filter_map(|entry| {
        let (key, article) = entry.split_first_chunk::<KEY>()?;
        Some((Identity(*key), i64::from_le_bytes(article.try_into().ok()?)))
    })
}
