//! Article rows: look-ups before deciding, new rows, edits with their earlier versions.

use std::collections::BTreeMap;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Result, Row, named_params, params};
use serde::Deserialize;

use super::convert::{
    bound, from_json, json, micros, micros_opt, signed, time, time_opt, unsigned,
};
use super::feeds::Arrived;
use super::indexing::Indexing;
use super::keys::young::Young;
use super::keys::{Asking, Keys, Owners};
use super::texts;
use crate::domain::{
    Article, ArticleChange, ArticleFate, ArticleId, FeedId, Identity, Known, KnownArticle, Match,
    Renamed, StoryId,
};
use crate::store::words::Words;
use crate::store::{StoryArticle, Version, versions};

/// Columns that make an article, in the order in which [`article`] reads them.
pub(super) const COLUMNS: &str = "a.id, a.story, a.first_seen, a.matches, a.origin, a.title, \
     a.summary, a.body, a.url, a.guid, a.outlet, a.feed_title, a.author, a.language, a.published, \
     a.updated, a.categories";

/// What is known of identities and aliases.
pub(super) fn known(
    connection: &Connection,
    young: &mut Young,
    lookups: &[Identity],
) -> Result<Known> {
    if lookups.is_empty() {
        return Ok(Known::new());
    }
    young.refresh(connection)?;
    let mut asking = Asking::new(connection)?;
    let mut find = connection.prepare_cached(
        "SELECT a.id, a.identity, a.feed, a.content, a.story, a.matches, a.first_seen,
           a.title, a.url, a.published, a.guid,
           substr(CASE a.summary WHEN '' THEN a.body ELSE a.summary END, 1, 80)
         FROM articles a WHERE a.id = ?1",
    )?;
    let mut known = Known::with_capacity(lookups.len() / 8);
    // In their order, neighbours are found on one page.
    let mut lookups = lookups.to_vec();
    lookups.sort_unstable();
    for lookup in &lookups {
        let Some(article) = asking.owner(young, lookup)? else { continue };
        let found = find.query_row([article.0], |row| {
            Ok(KnownArticle {
                id: ArticleId(row.get(0)?),
                identity: Identity(row.get(1)?),
                feed: FeedId(row.get(2)?),
                content: unsigned(row.get(3)?),
                story: StoryId(unsigned(row.get(4)?)),
                watches: watches(row.get(5)?)?,
                first_seen: time(row, 6)?,
                title: row.get(7)?,
                url: row.get(8)?,
                published: time_opt(row, 9)?,
                guid: row.get(10)?,
                beginning: row.get(11)?,
            })
        });
        if let Some(found) = found.optional()? {
            known.insert(*lookup, found);
        }
    }
    Ok(known)
}

/// Puts the origins of articles right.
pub(super) fn rename(connection: &Connection, renames: &[Renamed]) -> Result<()> {
    let mut put = connection
        .prepare_cached("UPDATE articles SET origin = ?3 WHERE story = ?1 AND origin = ?2")?;
    for Renamed { story, from, to } in renames {
        put.execute((signed(story.0), from, to))?;
    }
    Ok(())
}

/// Writes new and edited articles; returns how many are new, by feed, and whose each key is. The
/// caller counts them.
pub(super) fn write(
    connection: &Connection,
    changes: &[ArticleChange],
    keys: Keys<'_>,
    indexing: &mut Indexing,
) -> Result<(Arrived, Owners)> {
    let mut arrived = Arrived::new();
    if changes.is_empty() {
        return Ok((arrived, keys.settle(connection)?));
    }
    let mut minutes = BTreeMap::new();
    let mut writer = Writer::new(connection, keys, indexing)?;
    for change in changes {
        match writer.target(change)? {
            Some(id) => edit(connection, &mut writer, id, change)?,
            None => {
                let id = writer.add(connection, change)?;
                let of_feed = arrived.entry(change.feed).or_insert((0, change.fetched));
                *of_feed = (of_feed.0 + 1, of_feed.1.max(change.fetched));
                let minute = change.fetched.as_second().div_euclid(60);
                minutes.entry(minute).or_insert((0_i64, id.0)).0 += 1;
            }
        }
    }
    let mut count = connection.prepare_cached(
        "INSERT INTO arrivals VALUES (?1, ?2, ?3) ON CONFLICT (minute) DO UPDATE SET
         articles = articles + ?2, first_id = min(first_id, ?3)",
    )?;
    for (minute, (articles, first)) in minutes {
        count.execute((minute, articles, first))?;
    }
    Ok((arrived, writer.keys.settle(connection)?))
}

/// The statements of a batch, prepared once, and the words' buffers.
struct Writer<'c, 'i> {
    add: CachedStatement<'c>,
    keys: Keys<'c>,
    indexing: &'i mut Indexing,
    words: Words,
}

impl<'c, 'i> Writer<'c, 'i> {
    fn new(connection: &'c Connection, keys: Keys<'c>, indexing: &'i mut Indexing) -> Result<Self> {
        Ok(Writer {
            add: connection.prepare_cached(
                "INSERT INTO articles (identity, alias, feed, story, content, first_seen, seen,
                   published, updated, origin, matches, title, url, guid, outlet, feed_title,
                   author, language, categories, summary, body, wording)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                   ?17, ?18, ?19, ?20, ?21)",
            )?,
            keys,
            indexing,
            words: Words::default(),
        })
    }

    /// The row that a change replaces. A "new" article whose identity is taken is an edit of that
    /// row.
    fn target(&mut self, change: &ArticleChange) -> Result<Option<ArticleId>> {
        if let ArticleFate::Edited(id) = change.fate {
            return Ok(Some(id));
        }
        self.keys.owner(change.identity)
    }

    fn add(&mut self, connection: &Connection, change: &ArticleChange) -> Result<ArticleId> {
        let article = &change.article;
        self.add.execute(params![
            change.identity.0,
            change.alias.map(|alias| alias.0),
            change.feed.0,
            signed(change.story.0),
            signed(change.content),
            micros(change.fetched),
            micros_opt(article.published),
            micros_opt(article.updated),
            change.origin,
            matches_json(&change.matches)?,
            article.title,
            article.url,
            article.id,
            article.outlet,
            article.feed,
            article.author,
            article.language,
            list_json(&article.categories)?,
            article.summary,
            article.body,
            change.wording.map(|wording| wording.0),
        ])?;
        let id = ArticleId(connection.last_insert_rowid());
        self.add_keys(id, change)?;
        self.indexing.add_article(id, self.words.of_article(article, ""));
        Ok(id)
    }

    fn add_keys(&mut self, id: ArticleId, change: &ArticleChange) -> Result<()> {
        let keys = [Some(change.identity), change.alias, change.wording];
        keys.into_iter().flatten().try_for_each(|key| self.keys.name(key, id))
    }
}

fn edit(
    connection: &Connection,
    writer: &mut Writer<'_, '_>,
    id: ArticleId,
    change: &ArticleChange,
) -> Result<()> {
    let article = &change.article;
    keep_version(connection, id, change)?;
    let mut find = connection.prepare_cached("SELECT wording FROM articles WHERE id = ?1")?;
    let before: Option<[u8; 16]> = find.query_row([id.0], |row| row.get(0)).optional()?.flatten();
    let mut put = connection.prepare_cached(
        "UPDATE articles SET story = :story, content = :content, seen = :seen,
           published = :published, updated = :updated, origin = :origin, matches = :matches,
           title = :title, url = :url, guid = :guid, author = :author, categories = :categories,
           summary = :summary, body = :body, wording = :wording
         WHERE id = :id",
    )?;
    let changed = put.execute(named_params! {
        ":id": id.0,
        ":story": signed(change.story.0),
        ":content": signed(change.content),
        ":seen": micros(change.fetched),
        ":published": micros_opt(article.published),
        ":updated": micros_opt(article.updated),
        ":origin": change.origin,
        ":matches": matches_json(&change.matches)?,
        ":title": article.title,
        ":url": article.url,
        ":guid": article.id,
        ":author": article.author,
        ":categories": list_json(&article.categories)?,
        ":summary": article.summary,
        ":body": article.body,
        ":wording": change.wording.map(|wording| wording.0),
    })?;
    // Gone in the meantime (retention): there is nothing to edit.
    if changed == 0 {
        return Ok(());
    }
    if let Some(key) = before.filter(|key| change.wording != Some(Identity(*key))) {
        writer.keys.forget(Identity(key), id)?;
    }
    writer.add_keys(id, change)?;
    let full = texts::of(connection, id)?;
    let full = full.as_ref().map_or("", |full| &full.text);
    writer.indexing.replace_article(id, writer.words.of_article(article, full));
    Ok(())
}

/// Keeps what an edit replaces, where it says anything else; the first version and the newest stay.
fn keep_version(connection: &Connection, id: ArticleId, change: &ArticleChange) -> Result<()> {
    let new = versions::words(&change.article);
    let mut find = connection.prepare_cached(
        "SELECT a.title, a.summary, a.body, v.title, v.summary, v.body
         FROM articles a LEFT JOIN article_versions v ON v.article = a.id AND v.version =
           (SELECT max(version) FROM article_versions WHERE article = ?1)
         WHERE a.id = ?1 AND a.content <> ?2",
    )?;
    let is_kept = |row: &rusqlite::Row<'_>| {
        let text = |column| row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from);
        let words = |from| {
            let [title, summary, body] = [text(from)?, text(from + 1)?, text(from + 2)?];
            Ok::<_, rusqlite::Error>(title.zip(summary).zip(body).map(|((t, s), b)| [t, s, b]))
        };
        let (old, before) = (words(0)?.unwrap_or_default(), words(3)?);
        let edit_before = before.map(|before| versions::edit(before, old));
        Ok(versions::is_kept(versions::edit(old, new), edit_before))
    };
    let kept = find.query_row((id.0, signed(change.content)), is_kept).optional()?;
    if kept != Some(true) {
        return Ok(());
    }
    let mut keep = connection.prepare_cached(
        "INSERT INTO article_versions
         SELECT id, (SELECT coalesce(max(version) + 1, 0) FROM article_versions WHERE article = ?1),
           ?2, content, updated, title, url, summary, body
         FROM articles WHERE id = ?1",
    )?;
    keep.execute((id.0, micros(change.fetched)))?;
    let mut drop = connection.prepare_cached(
        "DELETE FROM article_versions WHERE article = ?1 AND version BETWEEN 1 AND
           (SELECT max(version) FROM article_versions WHERE article = ?1) - ?2",
    )?;
    drop.execute((id.0, bound(versions::NEWEST)))?;
    Ok(())
}

/// The articles of a story, oldest first.
pub(super) fn of_story(
    connection: &Connection,
    story: StoryId,
    limit: usize,
) -> Result<Vec<StoryArticle>> {
    let mut find = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM articles a WHERE a.story = ?1 ORDER BY a.first_seen, a.id LIMIT ?2"
    ))?;
    let mut earlier = connection.prepare_cached(
        "SELECT replaced, title, summary, body FROM article_versions WHERE article = ?1
         ORDER BY version",
    )?;
    let rows = find.query_map((signed(story.0), bound(limit)), |row| {
        let id: i64 = row.get(0)?;
        let versions = earlier.query_map([id], |row| {
            let (title, summary, body) = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(Version { replaced: time(row, 0)?, title, summary, body })
        })?;
        Ok(StoryArticle {
            id: ArticleId(id),
            article: article(row)?,
            matches: match row.get::<_, Option<String>>(3)? {
                Some(text) => from_json(&text)?,
                None => Vec::new(),
            },
            origin: row.get(4)?,
            first_seen: time(row, 2)?,
            versions: versions.collect::<Result<_>>()?,
            full: texts::of(connection, ArticleId(id))?,
        })
    })?;
    rows.collect()
}

/// The article of a row of [`COLUMNS`].
pub(super) fn article(row: &Row<'_>) -> Result<Article> {
    Ok(Article {
        title: row.get(5)?,
        summary: row.get(6)?,
        body: row.get(7)?,
        url: row.get(8)?,
        id: row.get(9)?,
        outlet: row.get(10)?,
        feed: row.get(11)?,
        author: row.get(12)?,
        language: row.get(13)?,
        published: time_opt(row, 14)?,
        updated: time_opt(row, 15)?,
        categories: match row.get::<_, Option<String>>(16)? {
            Some(text) => from_json(&text)?,
            None => Vec::new(),
        },
    })
}

/// The names of the watches in a row's matches.
pub(super) fn watches(matches: Option<String>) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Named {
        watch: String,
    }
    let Some(text) = matches else {
        return Ok(Vec::new());
    };
    let named: Vec<Named> = from_json(&text)?;
    Ok(named.into_iter().map(|each| each.watch).collect())
}

/// What watches find in an article, as its row has it.
pub(super) fn matches_json(matches: &[Match]) -> Result<Option<String>> {
    if matches.is_empty() { Ok(None) } else { json(matches).map(Some) }
}

fn list_json(list: &[String]) -> Result<Option<String>> {
    if list.is_empty() { Ok(None) } else { json(list).map(Some) }
}
