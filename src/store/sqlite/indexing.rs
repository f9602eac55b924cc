//! What a transaction adds to the full-text indexes, held back to its end. A savepoint, which any
//! statement with a trigger opens, makes FTS5 write out the words that it holds as a segment of its
//! own: alerts that were indexed between other rows left one segment each, merged later at a cost.
//!
//! Under a backlog new articles wait for those of the next commits: one segment of many articles costs
//! less than many of few, and so do the merges behind it. Whoever polls after a process that ended
//! meanwhile finds them by what the index does not know.
//!
//! What the words of a text are is told in `store/words`.

use std::collections::{BTreeMap, BTreeSet, btree_map};

use rusqlite::{Connection, Result};

use super::articles::{self, COLUMNS};
use super::{numbers, texts};
use crate::domain::{AlertId, ArticleId};
use crate::store::Load;
use crate::store::words::Words;

/// Bytes of words that wait at most, and from so many articles on: those of some 2,000 articles, and of 8,000
/// where the index is large and its merges cost most. FTS5 holds as much again and more while it takes
/// them in.
const MOST_WAITING: [(u64, usize); 2] = [(100_000, 4 << 20), (0, 1 << 20)];

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
        write(connection, "articles_fts", &self.articles, &BTreeSet::new())?;
        write(connection, "alerts_fts", &self.alerts, &BTreeSet::new())
    }

    /// The same after what waits, or leaves new articles to wait with it. Returns what waits when the
    /// transaction is done.
    pub(super) fn write_or_wait(
        mut self,
        connection: &Connection,
        (load, waiting): (Load, &Waiting),
    ) -> Result<Waited> {
        let old = |(id, entry): (&i64, &Entry)| entry.stale && waiting.0.contains_key(id);
        let bytes = waiting.bytes() + bytes(&self.articles);
        if load == Load::Calm || bytes > most(connection)? || self.articles.iter().any(old) {
            waiting.write(connection, &self.articles)?;
            write(connection, "alerts_fts", &self.alerts, &BTreeSet::new())?;
            return Ok(Waited::Written);
        }
        let (new, changed) =
            std::mem::take(&mut self.articles).into_iter().partition(|(_, entry)| !entry.stale);
        self.articles = changed;
        self.write(connection)?;
        Ok(Waited::More(Waiting(new)))
    }
}

/// Bytes of words that may wait in this store.
fn most(connection: &Connection) -> Result<usize> {
    let articles = numbers::meta(connection, numbers::ARTICLES)?;
    let fits = MOST_WAITING.iter().find(|(from, _)| articles >= *from);
    Ok(fits.map_or(0, |(_, bytes)| *bytes))
}

/// Articles that are stored and not yet indexed, by row.
#[derive(Default)]
pub(super) struct Waiting(BTreeMap<i64, Entry>);

/// What became of the articles of a transaction.
pub(super) enum Waited {
    /// None waits any more.
    Written,
    /// These wait besides.
    More(Waiting),
}

impl Waiting {
    /// What a process left behind that did not come to index it: no row of the index is newer.
    pub(super) fn left_behind(connection: &Connection) -> Result<Waiting> {
        let mut find = connection.prepare(&format!(
            "SELECT {COLUMNS} FROM articles a
             WHERE a.id > (SELECT coalesce(max(id), 0) FROM articles_fts_docsize) ORDER BY a.id"
        ))?;
        let mut rows = find.query([])?;
        let (mut words, mut waiting) = (Words::default(), BTreeMap::new());
        while let Some(row) = rows.next()? {
            let (id, article) = (ArticleId(row.get(0)?), articles::article(row)?);
            let full = texts::of(connection, id)?;
            let full = full.as_ref().map_or("", |full| &full.text);
            put(&mut waiting, id.0, (words.of_article(&article, full).to_owned(), false));
        }
        Ok(Waiting(waiting))
    }

    /// Takes in what became of a transaction, now that it is done.
    pub(super) fn take_in(&mut self, waited: Waited) {
        match waited {
            Waited::Written => self.0.clear(),
            Waited::More(mut more) => self.0.append(&mut more.0),
        }
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Indexes what waits and what comes after it.
    pub(super) fn write_all(&self, connection: &Connection) -> Result<()> {
        self.write(connection, &BTreeMap::new())
    }

    fn bytes(&self) -> usize {
        bytes(&self.0)
    }

    fn write(&self, connection: &Connection, later: &BTreeMap<i64, Entry>) -> Result<()> {
        let mut indexed = BTreeSet::new();
        if let (Some((first, _)), Some((last, _))) =
            (self.0.first_key_value(), self.0.last_key_value())
        {
            // Another process may have indexed the full text of one of them.
            let mut known = connection
                .prepare_cached("SELECT id FROM articles_fts_docsize WHERE id BETWEEN ?1 AND ?2")?;
            let rows = known.query_map((first, last), |row| row.get(0))?;
            indexed = rows.collect::<Result<_>>()?;
        }
        write(connection, "articles_fts", self.0.iter().chain(later), &indexed)
    }
}

fn bytes(entries: &BTreeMap<i64, Entry>) -> usize {
    entries.values().map(|entry| entry.words.len()).sum()
}

/// The latest words of a row count; what was indexed before this transaction stays stale.
fn put(entries: &mut BTreeMap<i64, Entry>, row: i64, (words, stale): (String, bool)) {
    match entries.entry(row) {
        btree_map::Entry::Vacant(free) => _ = free.insert(Entry { words, stale }),
        btree_map::Entry::Occupied(mut taken) => taken.get_mut().words = words,
    }
}

/// Indexes rows; those that are indexed with other words already lose them.
fn write<'a>(
    connection: &Connection,
    index: &str,
    entries: impl IntoIterator<Item = (&'a i64, &'a Entry)>,
    indexed: &BTreeSet<i64>,
) -> Result<()> {
    let mut entries = entries.into_iter().peekable();
    if entries.peek().is_none() {
        return Ok(());
    }
    let mut remove = connection.prepare_cached(&format!("DELETE FROM {index} WHERE rowid = ?1"))?;
    let mut add = connection
        .prepare_cached(&format!("INSERT INTO {index} (rowid, words) VALUES (?1, ?2)"))?;
    for (row, entry) in entries {
        if entry.stale || indexed.contains(row) {
            remove.execute([row])?;
        }
        add.execute((row, &entry.words))?;
    }
    Ok(())
}
