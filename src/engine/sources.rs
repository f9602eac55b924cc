//! What becomes of feeds, for people: a wire that breaks, falls silent, moves or loses items is
//! told once, in the log and in the status that the dashboard shows.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::watch;

use super::{SourceNotice, Status};
use crate::domain::{ArticleFate, Changes, Feed, FeedId, FeedLine, Findings};
use crate::fetch::health;

/// Notices kept in the status: as many as a screen shows.
const KEPT: usize = 64;

/// What there is to tell of a feed after a poll.
pub(super) fn notice(before: &Feed, after: &Feed, at: Timestamp) -> Option<SourceNotice> {
    let missed = |feed: &Feed| {
        feed.repaired.clone().filter(|why| why.starts_with(FeedLine::MISSED)).map(|why| {
            let name = feed.label();
            format!("{name}: {why}")
        })
    };
    let text = health::notice(before, after)
        .or_else(|| missed(after).filter(|_| missed(before).is_none()))?;
    Some(SourceNotice { at, feed: after.id, text })
}

/// Tells what is committed.
pub(super) fn tell(status: &watch::Sender<Status>, notices: Vec<SourceNotice>) {
    if notices.is_empty() {
        return;
    }
    for notice in &notices {
        tracing::warn!(feed = %notice.feed, notice = notice.text, "source");
    }
    status.send_modify(|status| {
        let known = status.sources.len() + notices.len();
        let all = status.sources.iter().cloned().chain(notices);
        status.sources = all.skip(known.saturating_sub(KEPT)).collect::<Arc<[SourceNotice]>>();
    });
}

/// Lets feeds that date nothing learn their rhythm from what was new to the store.
pub(super) fn take_arrivals(feeds: &mut [Feed], findings: &[Findings], changes: &Changes) {
    let undated =
        |found: &&Findings| found.items.iter().all(|item| item.article.published.is_none());
    let mut new: HashMap<FeedId, (u32, Timestamp)> = findings
        .iter()
        .filter(|found| !found.items.is_empty())
        .filter(undated)
        .map(|found| (found.feed, (0, found.fetched)))
        .collect();
    if new.is_empty() {
        return;
    }
    for change in changes.articles.iter().filter(|change| change.fate == ArticleFate::New) {
        if let Some((count, _)) = new.get_mut(&change.feed) {
            *count += 1;
        }
    }
    for feed in feeds {
        if let Some((count, at)) = new.get(&feed.id) {
            health::arrived(feed, *count, *at);
        }
    }
}
