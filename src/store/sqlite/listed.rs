//! Which articles each feed still lists, a row a feed, written only when that changes.

use rusqlite::{Connection, OptionalExtension, Result};

use super::keys::Owners;
use crate::domain::ArticleId;
use crate::store::{Listing, listed};

/// Bytes of a row's number.
const WIDTH: usize = size_of::<i64>();

/// Keeps what documents list.
pub(super) fn keep(connection: &Connection, listings: &[Listing], owners: &Owners) -> Result<()> {
    let mut find = connection.prepare_cached("SELECT articles FROM listed WHERE feed = ?1")?;
    let mut put = connection.prepare_cached("INSERT OR REPLACE INTO listed VALUES (?1, ?2)")?;
    for Listing { feed, keys } in listings {
        let rows = keys.iter().filter_map(|key| owners.get(key).copied().flatten());
        let document: Vec<i64> = rows.map(|ArticleId(row)| row).collect();
        let before = find.query_row([feed.0], |row| Ok(numbers(row.get_ref(0)?.as_blob()?)));
        if let Some(list) = listed::renewed(&document, &before.optional()?.unwrap_or_default()) {
            put.execute((
                feed.0,
                list.iter().flat_map(|row| row.to_le_bytes()).collect::<Vec<_>>(),
            ))?;
        }
    }
    Ok(())
}

/// Every article that an enabled feed lists, in order.
pub(super) fn all(connection: &Connection) -> Result<Vec<i64>> {
    let mut find = connection.prepare_cached(
        "SELECT l.articles FROM listed l JOIN feeds f ON f.id = l.feed WHERE +f.enabled",
    )?;
    let mut found = find.query([])?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        all.extend(numbers(row.get_ref(0)?.as_blob()?));
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

fn numbers(bytes: &[u8]) -> Vec<i64> {
    let (numbers, _) = bytes.as_chunks::<WIDTH>();
    numbers.iter().map(|number| i64::from_le_bytes(*number)).collect()
}
