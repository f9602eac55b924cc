//! What becomes of feeds, for people: a wire that breaks, falls silent, moves or loses items is
//! told once, in the log and in the status that the dashboard shows.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::{SourceNotice, Status};
use crate::domain::{
    ArticleFate, Changes, Feed, FeedId, FeedLine, Finding, Findings, Identity, Pace, Poll,
};
use crate::fetch::health::{self, Around, Arrivals};

/// A poll whose document was read, with the feed as it stood before.
pub(super) struct Polled {
    pub(super) before: Arc<Feed>,
    pub(super) poll: Poll,
}

/// Notices kept in the status: as many as a screen shows.
const KEPT: usize = 64;

/// What there is to tell of a feed after a poll; noted in `after`.
pub(super) fn notice(
    before: &Feed,
    after: &mut Feed,
    (at, around): (Timestamp, Around),
) -> Option<SourceNotice> {
    let text = health::notice(before, after, around).or_else(|| missed(before, after))?;
    Some(SourceNotice { at, feed: after.id, text })
}

/// That a feed is polled too rarely, once. What was missed while nothing ran is no feed's matter.
pub(super) fn missed(before: &Feed, after: &Feed) -> Option<String> {
    let told = |feed: &Feed| feed.repaired.clone().filter(|why| why.starts_with(FeedLine::MISSED));
    let why = told(after).filter(|_| told(before).is_none())?;
    Some(format!("{}: {why}", after.label()))
}

/// A piece so much older than the newest is pinned.
const PINNED: SignedDuration = SignedDuration::from_hours(24);
/// Fewest new items of a document that is a window.
const FEWEST: usize = 3;

/// The feeds of whose documents nothing was known, or only a piece that stands there for long: items
/// went by between two polls. As they are then to be written.
pub(super) fn overran(
    feeds: &[Feed],
    polled: &[Polled],
    findings: &[Findings],
    changes: &Changes,
) -> Vec<Feed> {
    if findings.is_empty() {
        return Vec::new();
    }
    let mut new: HashMap<FeedId, HashSet<Identity>> = HashMap::new();
    for change in changes.articles.iter().filter(|change| change.fate == ArticleFate::New) {
        new.entry(change.feed).or_default().insert(change.identity);
    }
    let run_over = |(found, Polled { before, .. }): (&Findings, &Polled)| {
        let new = new.get(&found.feed).filter(|new| new.len() >= FEWEST)?;
        if reaches_back(found, before, new) {
            return None;
        }
        let known = found.items.iter().filter(|item| !new.contains(&item.identity));
        let long_ago = before.newest().and_then(|last| last.checked_sub(PINNED).ok())?;
        let fresh = |item: &Finding| item.article.published.is_none_or(|at| at >= long_ago);
        let overlaps = known.clone().any(fresh);
        if known.count() > 1 || overlaps {
            return None;
        }
        let mut after = feeds.iter().rev().find(|feed| feed.id == found.feed)?.clone();
        health::overran(before, &mut after, found.fetched).then_some(after)
    };
    findings.iter().zip(polled).filter_map(run_over).collect()
}

/// Whether half of what is new bears dates from before the last poll: its names change from poll to poll,
/// and nothing was missed.
fn reaches_back(found: &Findings, before: &Feed, new: &HashSet<Identity>) -> bool {
    let Some(last) = before.newest() else { return false };
    let is_old = |item: &&Finding| item.article.published.is_some_and(|at| at <= last);
    let items = found.items.iter().filter(|item| new.contains(&item.identity));
    items.filter(is_old).count() * 2 >= new.len()
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

/// Tells feeds how much of what their documents held was new to the store.
pub(super) fn take_arrivals(
    feeds: &mut [Feed],
    (polled, findings): (&[Polled], &[Findings]),
    changes: &Changes,
    pace: &Pace,
) {
    let mut new: HashMap<FeedId, u32> = HashMap::new();
    for change in changes.articles.iter().filter(|change| change.fate == ArticleFate::New) {
        *new.entry(change.feed).or_default() += 1;
    }
    let mut of: HashMap<FeedId, (&Polled, &Findings)> = HashMap::new();
    let news = polled.iter().zip(findings).filter(|(_, found)| new.contains_key(&found.feed));
    of.extend(news.map(|(polled, found)| (found.feed, (polled, found))));
    for feed in feeds {
        let (Some((polled, found)), Some(new)) = (of.get(&feed.id), new.get(&feed.id)) else {
            continue;
        };
        let published = found.items.iter().filter_map(|item| item.article.published).collect();
        let arrivals = Arrivals { new: *new, articles: found.items.len(), published };
        health::arrived(&polled.before, feed, &arrivals, (&polled.poll, pace));
    }
}
