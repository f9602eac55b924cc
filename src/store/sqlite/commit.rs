//! One batch in one transaction: look up, decide, write, count.

use rusqlite::{Connection, Result};

use super::indexing::Indexing;
use super::keys::Keys;
use super::{alert_change, articles, feeds, listed, numbers, outbox, parts, regroup, stories};
use crate::store::{Batch, Committed, Decide, tell_stories};

/// Does all of a commit inside the transaction it is given.
pub(super) fn commit(
    connection: &Connection,
    batch: &Batch<'_>,
    decide: &mut Decide<'_>,
) -> Result<Committed> {
    let known = articles::known(connection, batch.lookups)?;
    let mut changes = decide(&known);
    let mut indexing = Indexing::default();
    let keys = Keys::new(connection, batch.lookups, &known)?;
    let (arrived, owners) = articles::write(connection, &changes.articles, keys, &mut indexing)?;
    listed::keep(connection, batch.listed, &owners)?;
    regroup::merge(connection, &changes.merges)?;
    articles::rename(connection, &changes.renames)?;
    let into = changes.merges.iter().map(|merge| merge.into).collect();
    let notices = tell_stories(&mut changes, |alerts| {
        alert_change::write(connection, alerts, batch.now, &mut indexing)
    })?;
    outbox::add(connection, &changes.alerts, batch)?;
    stories::write(connection, &changes.stories, &changes.alerts)?;
    parts::join(connection, &changes.merges, &into, batch.now)?;
    feeds::after_poll(connection, batch.feeds, &arrived)?;
    let polled = batch.feeds.iter().filter_map(|feed| feed.last_poll).max();
    if let Some(polled) = polled.and_then(|time| u64::try_from(time.as_microsecond()).ok())
        && polled > numbers::meta(connection, numbers::LAST_POLL)?
    {
        numbers::set_meta(connection, numbers::LAST_POLL, polled)?;
    }
    alert_change::wake(connection, batch.now)?;
    let new_articles = arrived.values().map(|(new, _)| new).sum();
    let revision = numbers::bump_revision(connection)?;
    indexing.write(connection)?;
    Ok(Committed { revision, new_articles, notices, changes })
}
