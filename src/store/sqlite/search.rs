//! Finds articles: by words through the index, or all of a time; newest first, in pages.

use jiff::Timestamp;
use rusqlite::{Connection, Params, Result};

use super::articles::{self, COLUMNS};
use super::convert::{bound, micros, time, unsigned};
use crate::domain::{ArticleId, StoryId};
use crate::store::Found;
use crate::store::words::{self, Term, Wanted};

/// Articles with a word that make it a common one.
const COMMON: i64 = 5_000;

/// Articles that hold all the words.
pub(super) fn search(
    connection: &Connection,
    typed: &str,
    offset: usize,
    limit: usize,
) -> Result<Vec<Found>> {
    let (limit, offset) = (bound(limit), bound(offset));
    match words::wanted(typed) {
        Wanted::Nothing => Ok(Vec::new()),
        Wanted::Anything => {
            let sql = format!(
                "SELECT {COLUMNS} FROM articles a WHERE a.id IN
                 (SELECT id FROM articles ORDER BY id DESC LIMIT ?1 OFFSET ?2) ORDER BY a.id DESC"
            );
            found(connection, &sql, (limit, offset))
        }
        Wanted::All(mut terms) => {
            close_if_common(connection, &mut terms)?;
            let sql = format!(
                "SELECT {COLUMNS} FROM articles a WHERE a.id IN
                 (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?3
                  ORDER BY rowid DESC LIMIT ?1 OFFSET ?2) ORDER BY a.id DESC"
            );
            found(connection, &sql, (limit, offset, fts_query(&terms)))
        }
    }
}

/// Words that begin with a common word are more than can be gathered in an instant, and the word
/// itself finds enough: such a last word stands for itself alone.
fn close_if_common(connection: &Connection, terms: &mut [Term]) -> Result<()> {
    let Some(last) = terms.last_mut().filter(|term| term.open_ended) else {
        return Ok(());
    };
    let mut count = connection.prepare_cached(
        "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ?1 ORDER BY rowid DESC
         LIMIT 1 OFFSET ?2",
    )?;
    if count.exists((format!("\"{}\"", last.text), COMMON))? {
        last.open_ended = false;
    }
    Ok(())
}

/// Articles fetched since, below a row.
pub(super) fn since(
    connection: &Connection,
    since: Timestamp,
    below: Option<ArticleId>,
    limit: usize,
) -> Result<Vec<Found>> {
    // Rows grow with time but for a clock set back: the minutes say where to stop.
    let sql = format!(
        "SELECT {COLUMNS} FROM articles a WHERE a.first_seen >= ?1 AND a.id < ?2 AND a.id >=
         (SELECT coalesce(min(first_id), 9223372036854775807) FROM arrivals WHERE minute >= ?3)
         ORDER BY a.id DESC LIMIT ?4"
    );
    let minute = since.as_second().div_euclid(60);
    let below = below.map_or(i64::MAX, |id| id.0);
    found(connection, &sql, (micros(since), below, minute, bound(limit)))
}

/// The terms in FTS5's language: each quoted, all wanted. They hold letters and digits only.
pub(super) fn fts_query(terms: &[Term]) -> String {
    let quoted: Vec<String> = terms
        .iter()
        .map(|term| format!("\"{}\"{}", term.text, if term.open_ended { "*" } else { "" }))
        .collect();
    quoted.join(" AND ")
}

fn found(connection: &Connection, sql: &str, values: impl Params) -> Result<Vec<Found>> {
    let mut find = connection.prepare_cached(sql)?;
    let rows = find.query_map(values, |row| {
        Ok(Found {
            id: ArticleId(row.get(0)?),
            article: articles::article(row)?,
            story: StoryId(unsigned(row.get(1)?)),
            first_seen: time(row, 2)?,
            watches: articles::watches(row.get(3)?)?,
        })
    })?;
    rows.collect()
}
