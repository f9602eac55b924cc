//! What a transaction adds to the full-text indexes, held back to its end. A savepoint, which any
//! statement with a trigger opens, makes FTS5 write out the words that it holds as a segment of its
//! own: alerts that were indexed between other rows left one segment each, merged later at a cost.
//!
//! What the words of a text are is told in `store/words`.

use std::collections::{BTreeMap, btree_map};

use rusqlite::{Connection, Result};

use crate::domain::{AlertId, ArticleId};

/// Words that wait to be indexed, by row: FTS5 also begins a new segment where rows do not rise.
#[derive(Default)]
pub(super) struct Indexing {
    articles: BTreeMap<i64, Entry>,
    alerts: BTreeMap<i64, Entry>,
}

struct Entry {
    words: String,
    /// Whether other words of this row may be indexed.
    stale: bool,
}

impl Indexing {
    /// An article that was never indexed.
    pub(super) fn add_article(&mut self, id: ArticleId, words: &str) {
        put(&mut self.articles, id.0, (words.to_owned(), false));
    }

    /// An article whose words changed.
    pub(super) fn replace_article(&mut self, id: ArticleId, words: &str) {
        put(&mut self.articles, id.0, (words.to_owned(), true));
    }

    /// An alert that was never indexed.
    pub(super) fn add_alert(&mut self, id: AlertId, words: String) {
        put(&mut self.alerts, id.0, (words, false));
    }

    /// An alert whose words changed.
    pub(super) fn replace_alert(&mut self, id: AlertId, words: String) {
        put(&mut self.alerts, id.0, (words, true));
    }

    /// Indexes everything: the last that a transaction does.
    pub(super) fn write(&self, connection: &Connection) -> Result<()> {
        write(connection, "articles_fts", &self.articles)?;
        write(connection, "alerts_fts", &self.alerts)
    }
}

/// The latest words of a row count; what was indexed before this transaction stays stale.
fn put(entries: &mut BTreeMap<i64, Entry>, row: i64, (words, stale): (String, bool)) {
    match entries.entry(row) {
        btree_map::Entry::Vacant(free) => _ = free.insert(Entry { words, stale }),
        btree_map::Entry::Occupied(mut taken) => taken.get_mut().words = words,
    }
}

fn write(connection: &Connection, index: &str, entries: &BTreeMap<i64, Entry>) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut remove = connection.prepare_cached(&format!("DELETE FROM {index} WHERE rowid = ?1"))?;
    let mut add = connection
        .prepare_cached(&format!("INSERT INTO {index} (rowid, words) VALUES (?1, ?2)"))?;
    for (row, entry) in entries {
        if entry.stale {
            remove.execute([row])?;
        }
        add.execute((row, &entry.words))?;
    }
    Ok(())
}
