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

/// Documents with the polls that brought them.
pub(super) type Documents<'a> = (&'a [Polled], &'a [Findings]);

/// Feeds with news, as they stand once it is known what was news.
#[derive(Default)]
pub(super) struct Renewed {
    /// All of them.
    pub(super) feeds: Vec<Feed>,
    /// Those of which more is known than was written with the poll.
    pub(super) unwritten: Vec<Feed>,
}

/// What the changes say of the feeds that were polled.
pub(super) fn renewed(
    feeds: &[Feed],
    documents: Documents<'_>,
    changes: &Changes,
    pace: &Pace,
) -> Renewed {
    let mut after = arrived(feeds, documents, changes, pace);
    let overran = overran(&after, documents, changes);
    for feed in overran {
        if let Some(known) = after.iter_mut().find(|known| known.id == feed.id) {
            *known = feed;
        }
    }
    let written = |new: &&Feed| {
        let is_same = |old: &Feed| {
            let learnt = |feed: &Feed| (feed.cadence.gap, feed.cadence.pause, feed.cadence.paused);
            old.id == new.id && learnt(old) == learnt(new) && old.repaired == new.repaired
        };
        !feeds.iter().any(is_same)
    };
    let unwritten = after.iter().filter(written).cloned().collect();
    Renewed { feeds: after, unwritten }
}

/// The feeds of whose documents nothing was known, or only a piece that stands there for long: items
/// went by between two polls.
fn overran(feeds: &[Feed], (polled, findings): Documents<'_>, changes: &Changes) -> Vec<Feed> {
    if feeds.is_empty() {
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

/// The feeds whose documents held what was new to the store, with that taken in.
fn arrived(
    feeds: &[Feed],
    (polled, findings): Documents<'_>,
    changes: &Changes,
    pace: &Pace,
) -> Vec<Feed> {
    let mut new: HashMap<FeedId, u32> = HashMap::new();
    for change in changes.articles.iter().filter(|change| change.fate == ArticleFate::New) {
        *new.entry(change.feed).or_default() += 1;
    }
    let mut of: HashMap<FeedId, (&Polled, &Findings)> = HashMap::new();
    let news = polled.iter().zip(findings).filter(|(_, found)| new.contains_key(&found.feed));
    of.extend(news.map(|(polled, found)| (found.feed, (polled, found))));
    let renew = |feed: &Feed| {
        let ((polled, found), new) = (of.get(&feed.id)?, new.get(&feed.id)?);
        let published = found.items.iter().filter_map(|item| item.article.published).collect();
        let arrivals = Arrivals { new: *new, articles: found.items.len(), published };
        let mut after = feed.clone();
        health::arrived(&polled.before, &mut after, &arrivals, (&polled.poll, pace));
        Some(after)
    };
    feeds.iter().filter_map(renew).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        ArticleChange, CacheHints, Cadence, FeedFacts, FeedSpec, FeedState, Outcome, OutletClass,
        StoryId, Validators,
    };

    fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours)
    }

    fn findings(fetched: Timestamp) -> Findings {
        Findings {
            feed: FeedId(1),
            class: OutletClass::Wire,
            fetched,
            first_poll: false,
            items: vec![Finding::default()],
            facts: FeedFacts::default(),
            repaired: None,
            cut: 0,
        }
    }

    #[test]
    fn what_a_feed_learns_from_news_is_written_and_the_rest_is_not_written_twice() {
        let cadence = Cadence { gap: 600, ..Cadence::default() };
        let state = FeedState::Ok;
        let known = Feed { id: FeedId(1), state, cadence, ..Feed::unpolled(FeedSpec::default()) };
        let before =
            Arc::new(Feed { last_article: Some(at(20)), last_poll: Some(at(27)), ..known });
        let poll = Poll {
            feed: FeedId(1),
            started: at(28),
            finished: at(28),
            outcome: Outcome::NotModified(Validators::default()),
            hints: CacheHints::default(),
            moved: None,
            host: None,
        };
        let change = ArticleChange {
            fate: ArticleFate::New,
            feed: FeedId(1),
            identity: Identity::default(),
            alias: None,
            wording: None,
            content: 0,
            article: Arc::default(),
            matches: Vec::new(),
            story: StoryId(0),
            origin: String::new(),
            fetched: at(28),
        };
        let (feeds, found) = ([(*before).clone()], [findings(at(28))]);
        let polled = [Polled { before, poll }];
        let after = |articles: Vec<ArticleChange>| {
            let changes = Changes { articles, ..Changes::default() };
            renewed(&feeds, (&polled, &found), &changes, &Pace::default())
        };
        let nothing = after(Vec::new());
        assert!(nothing.feeds.is_empty() && nothing.unwritten.is_empty());
        let news = after(vec![change]);
        let [feed] = news.unwritten.as_slice() else { panic!("{:?}", news.unwritten) };
        assert_eq!((feed.cadence.pause, feed.last_article), (8 * 3_600, Some(at(28))));
        assert_eq!(news.feeds.len(), 1);
    }
}
