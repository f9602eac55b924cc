//! Full texts: their rows, and their words in the index of the articles.

use rusqlite::{Connection, OptionalExtension, Result};

use super::articles::{self, COLUMNS};
use super::convert::{micros, time};
use super::indexing::Indexing;
use super::numbers;
use crate::domain::{ArticleId, FeedId, FullText};
use crate::store::words::Words;

/// The link and the feed of an article.
pub(super) fn link(connection: &Connection, id: ArticleId) -> Result<Option<(String, FeedId)>> {
    let mut find = connection.prepare_cached("SELECT url, feed FROM articles WHERE id = ?1")?;
    find.query_row([id.0], |row| Ok((row.get(0)?, FeedId(row.get(1)?)))).optional()
}

/// The full text of an article, if there is one.
pub(super) fn of(connection: &Connection, id: ArticleId) -> Result<Option<FullText>> {
    let mut find = connection
        .prepare_cached("SELECT fetched, url, text FROM article_texts WHERE article = ?1")?;
    let full = find.query_row([id.0], |row| {
        Ok(FullText { fetched: time(row, 0)?, url: row.get(1)?, text: row.get(2)? })
    });
    full.optional()
}

/// Keeps a full text.
pub(super) fn keep(connection: &Connection, id: ArticleId, full: &FullText) -> Result<bool> {
    let sql = format!("SELECT {COLUMNS} FROM articles a WHERE a.id = ?1");
    let found = connection.query_row(&sql, [id.0], articles::article).optional()?;
    let Some(article) = found else { return Ok(false) };
    connection.execute(
        "INSERT INTO article_texts VALUES (?1, ?2, ?3, ?4) ON CONFLICT (article) DO UPDATE SET
         fetched = ?2, url = ?3, text = ?4",
        (id.0, micros(full.fetched), &full.url, &full.text),
    )?;
    let mut indexing = Indexing::default();
    indexing.replace_article(id, Words::default().of_article(&article, &full.text));
    indexing.write(connection)?;
    numbers::bump_revision(connection)?;
    Ok(true)
}
