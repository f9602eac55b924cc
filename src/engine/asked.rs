//! Feeds that their publishers had ended and that people want asked again: another process marks them in the
//! store, and the one that polls takes them up.

use std::collections::HashMap;
use std::sync::Arc;

use super::Shared;
use super::examine::FeedTable;
use crate::domain::{Feed, FeedId, FeedState};
use crate::store::{FeedScope, Store, StoreError};

/// Takes up the feeds of the table that ended and, as the store has it, are to be asked again; returns them.
pub(super) async fn again(shared: &Shared, table: &FeedTable) -> Vec<Arc<Feed>> {
    let ended = ended(table);
    if ended.is_empty() {
        return Vec::new();
    }
    let store = shared.store.clone();
    let looked = tokio::task::spawn_blocking(move || marked(store.as_ref(), &ended)).await;
    let again = match looked {
        Ok(Ok(again)) => again,
        Ok(Err(error)) => {
            tracing::error!(%error, "which feeds are to be asked again was not read; send SIGHUP");
            return Vec::new();
        }
        Err(_) => return Vec::new(),
    };
    if let Ok(mut table) = table.write() {
        for feed in &again {
            table.entry(feed.id).and_modify(|known| known.clone_from(feed));
        }
    }
    again
}

fn ended(table: &FeedTable) -> HashMap<FeedId, Arc<Feed>> {
    let Ok(table) = table.read() else { return HashMap::new() };
    let ended = table.iter().filter(|(_, feed)| feed.state == FeedState::Gone);
    ended.map(|(id, feed)| (*id, Arc::clone(feed))).collect()
}

/// Those of the ended feeds that the store has no longer as ended.
fn marked(
    store: &dyn Store,
    ended: &HashMap<FeedId, Arc<Feed>>,
) -> Result<Vec<Arc<Feed>>, StoreError> {
    let mut again = Vec::new();
    store.each_feed(FeedScope::Enabled, &mut |mut feed| {
        if let Some(known) = ended.get(&feed.id).filter(|_| feed.state != FeedState::Gone) {
            // Credentials are in no store.
            feed.spec.access.clone_from(&known.spec.access);
            again.push(Arc::new(feed));
        }
    })?;
    Ok(again)
}
