//! Finds articles: by words through the index, or all of a time; newest first, in pages.
//!
//! The index gathers all articles of all words with a beginning before it gives the newest one, at
//! a third of a microsecond each. Beginnings of common words, which everyone types on the way to
//! one, are therefore looked for in the newest articles themselves.

use jiff::Timestamp;
use rusqlite::{Connection, Params, Result, Row};

use super::articles::{self, COLUMNS};
use super::convert::{bound, micros, time, unsigned};
use super::texts;
use crate::domain::{ArticleId, StoryId};
use crate::store::Found;
use crate::store::words::{self, Term, Wanted, Words};

/// Articles with a word that make it a common one.
const COMMON: i64 = 5_000;

/// Entries under a beginning, one for each word and article, that the index may gather: 15 ms.
const GATHERED: i64 = 50_000;

/// Articles looked at one by one: 10 ms.
const LOOKED_AT: usize = 600;

/// Articles that hold all the words.
pub(super) fn search(
    connection: &Connection,
    typed: &str,
    offset: usize,
    limit: usize,
) -> Result<Vec<Found>> {
    let page = (offset, limit);
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
            if entries_exceed(connection, &terms, GATHERED)?
                && let Some(found) = newest(connection, &terms, page)?
            {
                return Ok(found);
            }
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

/// Whether the words that begin as the last term does have more entries than that.
fn entries_exceed(connection: &Connection, terms: &[Term], most: i64) -> Result<bool> {
    let Some(last) = terms.last().filter(|term| term.open_ended) else {
        return Ok(false);
    };
    connection.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.article_words
         USING fts5vocab (main, articles_fts, row)",
    )?;
    let mut count = connection
        .prepare_cached("SELECT doc FROM temp.article_words WHERE term >= ?1 AND term < ?2")?;
    let mut rows = count.query((&last.text, format!("{}\u{10ffff}", last.text)))?;
    let mut entries = 0;
    while let Some(row) = rows.next()? {
        entries += row.get::<_, i64>(0)?;
        if entries > most {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A page of articles that hold all terms, where the newest that hold all but the last fill it or
/// are all that there are.
fn newest(
    connection: &Connection,
    terms: &[Term],
    (offset, limit): (usize, usize),
) -> Result<Option<Vec<Found>>> {
    let Some((last, others)) = terms.split_last() else { return Ok(None) };
    let (among, query) = match others {
        [] => ("SELECT id FROM articles WHERE ?2 = '' ORDER BY id DESC LIMIT ?1", String::new()),
        _ => (
            "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?2 ORDER BY rowid DESC LIMIT ?1",
            fts_query(others),
        ),
    };
    let mut find = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM articles a WHERE a.id IN ({among}) ORDER BY a.id DESC"
    ))?;
    let mut rows = find.query((bound(LOOKED_AT), query))?;
    let mut words = Words::default();
    let (mut looked_at, mut before, mut page) = (0, 0, Vec::new());
    while let Some(row) = rows.next()? {
        if page.len() == limit {
            return Ok(Some(page));
        }
        looked_at += 1;
        let found = read(row)?;
        let full = texts::of(connection, found.id)?;
        let full = full.as_ref().map_or("", |full| &full.text);
        if !words::hold(words.of_article(&found.article, full), std::slice::from_ref(last)) {
            continue;
        }
        if before < offset {
            before += 1;
        } else {
            page.push(found);
        }
    }
    Ok(Some(page).filter(|page| page.len() == limit || looked_at < LOOKED_AT))
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
    find.query_map(values, read)?.collect()
}

fn read(row: &Row<'_>) -> Result<Found> {
    Ok(Found {
        id: ArticleId(row.get(0)?),
        article: articles::article(row)?,
        story: StoryId(unsigned(row.get(1)?)),
        first_seen: time(row, 2)?,
        watches: articles::watches(row.get(3)?)?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::open::MIGRATIONS;
    use super::*;

    /// A store of so many articles, every third of which holds a word that begins with "inte".
    fn store(articles: usize) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        MIGRATIONS.iter().for_each(|step| connection.execute_batch(step).unwrap());
        let mut add = connection
            .prepare(
                "INSERT INTO articles (identity, feed, story, content, first_seen, seen, origin,
                   title, url, guid, outlet, feed_title, author, language, summary, body)
                 VALUES (x'00', 1, 1, 1, 0, 0, '', ?1, '', '', '', '', '', '', '', '')",
            )
            .unwrap();
        let mut index =
            connection.prepare("INSERT INTO articles_fts (rowid, words) VALUES (?1, ?2)").unwrap();
        for number in 0..articles {
            let word = ["Interview", "embassy", "rocket", "internet", "Rocket", "embassy"];
            let title = format!("{} {}", word[number % 6], ["port", "strike"][number / 7 % 2]);
            add.execute([&title]).unwrap();
            index.execute((connection.last_insert_rowid(), title.to_lowercase())).unwrap();
        }
        drop((add, index));
        connection
    }

    fn terms(typed: &str) -> Vec<Term> {
        match words::wanted(typed) {
            Wanted::All(terms) => terms,
            other => panic!("{other:?}"),
        }
    }

    fn ids(found: &[Found]) -> Vec<i64> {
        found.iter().map(|each| each.id.0).collect()
    }

    #[test]
    fn looking_at_the_newest_finds_what_the_index_finds() {
        let connection = store(2_000);
        for (typed, pages) in [
            ("inte", vec![(0, 50), (100, 50), (0, 1), (150, 50)]),
            ("port inte", vec![(0, 50), (50, 40)]),
            ("strike embas", vec![(0, 20)]),
        ] {
            for (offset, limit) in pages {
                let page = newest(&connection, &terms(typed), (offset, limit)).unwrap();
                let indexed = search(&connection, typed, offset, limit).unwrap();
                assert_eq!(page.map(|page| ids(&page)), Some(ids(&indexed)), "{typed} {offset}");
            }
        }
    }

    #[test]
    fn a_page_that_the_newest_do_not_fill_is_left_to_the_index() {
        let connection = store(2_000);
        assert!(newest(&connection, &terms("inte"), (180, 50)).unwrap().is_none());
        assert!(newest(&connection, &terms("nobody"), (0, 50)).unwrap().is_none());
        let few = newest(&connection, &terms("nobody inte"), (0, 50)).unwrap();
        assert_eq!(few.map(|page| page.len()), Some(0), "all there are were looked at");
    }

    #[test]
    fn entries_are_counted_up_to_a_bound_and_for_open_ends_only() {
        let connection = store(600);
        let exceed = |typed, most| entries_exceed(&connection, &terms(typed), most).unwrap();
        assert!(exceed("inte", 199));
        assert!(!exceed("inte", 200));
        assert!(!exceed("internet ", 1));
        assert!(exceed("port embas", 100));
    }
}
