//! What becomes of feeds, where another process polls: seen in the store, and told on this screen as the poller
//! tells it on its own. Notifiers hear of it from the poller alone.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

use super::{Role, Shared, SourceNotice, sources};
use crate::domain::{Feed, FeedId};
use crate::store::{FeedScope, Store, StoreError};

/// Between two looks at the feeds of a store that has changed.
const EVERY: Duration = Duration::from_secs(5);

/// The feeds of the last look.
type Known = HashMap<FeedId, Feed>;

/// Looks until the engine stops or this process polls itself.
pub(super) async fn run(shared: Shared) {
    let mut revision = shared.revision.subscribe();
    let mut status = shared.status.subscribe();
    let mut known: Option<Known> = None;
    loop {
        if status.borrow_and_update().role == Role::Poller {
            return;
        }
        let (store, before) = (shared.store.clone(), known.take());
        let looking = move || {
            let looked = look(store.as_ref(), before.as_ref(), Timestamp::now());
            (looked, before)
        };
        known = match tokio::task::spawn_blocking(looking).await {
            Ok((Ok((feeds, notices)), _)) => {
                if shared.status.borrow().role == Role::Viewer {
                    sources::show(&shared.status, notices);
                }
                Some(feeds)
            }
            Ok((Err(error), before)) => {
                tracing::debug!(%error, "the feeds cannot be read");
                before
            }
            Err(_) => None,
        };
        tokio::select! {
            () = shared.stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        tokio::select! {
            () = shared.stop.cancelled() => return,
            changed = revision.changed() => if changed.is_err() { return },
            // Taking over changes it.
            changed = status.changed() => if changed.is_err() { return },
        }
    }
}

/// The feeds as they stand, and what became of them since the last look.
fn look(
    store: &dyn Store,
    before: Option<&Known>,
    now: Timestamp,
) -> Result<(Known, Vec<SourceNotice>), StoreError> {
    let mut notices = Vec::new();
    let mut known = Known::new();
    store.each_feed(FeedScope::Enabled, &mut |feed| {
        let last = before.and_then(|before| before.get(&feed.id));
        notices.extend(last.and_then(|last| sources::seen(last, &feed, now)));
        known.insert(feed.id, feed);
    })?;
    Ok((known, notices))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::sources::seen;
    use crate::domain::{Feed, FeedSpec, FeedState};

    #[test]
    fn a_viewer_says_of_a_feed_what_its_poller_told_and_nothing_else() {
        let spec = FeedSpec { title: "Gulf Wire".into(), ..FeedSpec::default() };
        let last_article = Some(Timestamp::UNIX_EPOCH);
        let well = Feed { state: FeedState::Ok, last_article, ..Feed::unpolled(spec) };
        let untold = Feed { state: FeedState::Silent, ..well.clone() };
        let lost = Feed { told: true, ..untold.clone() };
        let ended = Feed { state: FeedState::Gone, ..lost.clone() };
        let moved = Feed { moved: Some("https://new.example/rss".into()), ..well.clone() };
        let cases = [
            (&well, &well, ""),
            (&well, &untold, ""),
            (&well, &lost, "Gulf Wire: nothing new"),
            (&untold, &lost, "Gulf Wire: nothing new"),
            (&lost, &lost, ""),
            (&lost, &ended, "Gulf Wire: "),
            (&lost, &well, "Gulf Wire: works again"),
            (&well, &moved, "Gulf Wire: moved"),
            (&moved, &moved, ""),
        ];
        for (before, after, said) in cases {
            let text = seen(before, after, Timestamp::UNIX_EPOCH).map(|notice| notice.text);
            let text = text.unwrap_or_default();
            assert!(text.starts_with(said) && text.is_empty() == said.is_empty(), "{said}: {text}");
        }
    }
}
