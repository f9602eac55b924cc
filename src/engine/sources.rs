//! What becomes of feeds, for people: a wire that breaks, falls silent, moves or loses items is
//! told once, in the log and in the status that the dashboard shows.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::{SourceNotice, Status};
use crate::domain::{
    ArticleFate, Changes, Feed, FeedId, FeedLine, FeedState, Finding, Findings, Identity, Pace,
    Poll,
};
use crate::fetch::health::{self, Around, Arrivals};
use crate::triage::Topmost;

/// A poll whose document was read, with the feed as it stood before and how others fared then.
pub(super) struct Polled {
    pub(super) before: Arc<Feed>,
    pub(super) poll: Poll,
    pub(super) around: Around,
}

/// Notices kept in the status: as many as a screen shows.
const KEPT: usize = 64;

/// What there is to tell of a feed after a poll; noted in `after`. Where a document was read, only when it
/// is known what of it was news.
pub(super) fn notice(
    before: &Feed,
    after: &mut Feed,
    (at, around): (Timestamp, Around),
) -> Option<SourceNotice> {
    let text = health::notice(before, after, around).or_else(|| missed(before, after, at))?;
    Some(SourceNotice { at, feed: after.id, text })
}

/// What the poller told of a feed between two looks at the store.
pub(super) fn seen(before: &Feed, after: &Feed, now: Timestamp) -> Option<SourceNotice> {
    let ended = |feed: &Feed| feed.state == FeedState::Gone;
    let told = before.told != after.told
        || (after.told && ended(after) && !ended(before))
        || before.moved != after.moved
        || before.cadence.missed != after.cadence.missed;
    let at = after.last_poll.unwrap_or(now);
    // What is told is written in the feed already; a copy takes what telling it again would note.
    told.then(|| notice(before, &mut after.clone(), (at, Around::Well)))?
}

/// That a feed is polled too rarely: once, and once more when it was so a day later. What was missed while
/// nothing ran is no feed's matter.
fn missed(before: &Feed, after: &mut Feed, at: Timestamp) -> Option<String> {
    let told = |feed: &Feed| feed.repaired.clone().filter(|why| why.starts_with(FeedLine::MISSED));
    let why = told(after).filter(|_| told(before).is_none())?;
    let again = before.cadence.missed.is_none_or(|last| at.duration_since(last) >= AGAIN);
    after.cadence.missed = if again { Some(at) } else { before.cadence.missed };
    again.then(|| format!("{}: {why}", after.label()))
}

/// A feed that loses items now and then is told of so often.
const AGAIN: SignedDuration = SignedDuration::from_hours(24);

/// A piece so much older than the newest is pinned.
const PINNED: SignedDuration = SignedDuration::from_hours(24);
/// Fewest new items of a document that is a window.
const FEWEST: usize = 3;

/// Documents with the polls that brought them.
pub(super) type Documents<'a> = (&'a [Polled], &'a [Findings]);

/// Feeds as they stand once it is known what was news.
#[derive(Default)]
pub(super) struct Renewed {
    /// Those with news, and those of which there is something to tell.
    pub(super) feeds: Vec<Feed>,
    /// Of these the ones that stand otherwise than was written with the poll.
    pub(super) unwritten: Vec<Feed>,
    /// What there is to tell of any of them.
    pub(super) notices: Vec<SourceNotice>,
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
    let mut notices = Vec::new();
    for Polled { before, poll, around } in documents.0 {
        let at = (poll.finished, *around);
        if let Some(known) = after.iter_mut().find(|known| known.id == before.id) {
            notices.extend(notice(before, known, at));
        } else if let Some(known) = feeds.iter().rev().find(|known| known.id == before.id) {
            let mut told = known.clone();
            notices.extend(notice(before, &mut told, at));
            if told.told != known.told {
                after.push(told);
            }
        }
    }
    let unwritten = |new: &&Feed| !feeds.iter().any(|old| old.id == new.id && is_same(old, new));
    let unwritten = after.iter().filter(unwritten).cloned().collect();
    Renewed { feeds: after, unwritten, notices }
}

/// Whether nothing of what news can change, and the store keeps, is otherwise.
fn is_same(old: &Feed, new: &Feed) -> bool {
    let stand = |feed: &Feed| (feed.state, feed.next_poll, feed.told);
    stand(old) == stand(new) && old.cadence == new.cadence && old.repaired == new.repaired
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
        // Beside news with dates a piece without one stands there for long.
        let news = || found.items.iter().filter(|item| new.contains(&item.identity));
        let dated = news().all(|item| item.article.published.is_some());
        let fresh = |item: &Finding| match item.article.published {
            Some(at) => at >= long_ago,
            None => !dated,
        };
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
    show(status, notices);
}

/// Puts what was told where the dashboard shows it.
pub(super) fn show(status: &watch::Sender<Status>, notices: Vec<SourceNotice>) {
    if notices.is_empty() {
        return;
    }
    status.send_modify(|status| {
        let known = status.sources.len() + notices.len();
        let all = status.sources.iter().cloned().chain(notices);
        status.sources = all.skip(known.saturating_sub(KEPT)).collect::<Arc<[SourceNotice]>>();
    });
}

/// What of a feed's document was new.
#[derive(Default)]
struct New {
    names: HashSet<Identity>,
    latest: Option<Timestamp>,
    earliest: Option<Timestamp>,
}

/// The feeds whose documents held what was new to the store, with that taken in.
fn arrived(
    feeds: &[Feed],
    (polled, findings): Documents<'_>,
    changes: &Changes,
    pace: &Pace,
) -> Vec<Feed> {
    let mut new: HashMap<FeedId, New> = HashMap::new();
    for change in changes.articles.iter().filter(|change| change.fate == ArticleFate::New) {
        let new = new.entry(change.feed).or_default();
        new.names.insert(change.identity);
        let published = change.article.published.filter(|at| *at <= change.fetched);
        new.latest = new.latest.max(published);
        new.earliest = [new.earliest, published].into_iter().flatten().min();
    }
    let mut of: HashMap<FeedId, (&Polled, &Findings)> = HashMap::new();
    let news = polled.iter().zip(findings).filter(|(_, found)| new.contains_key(&found.feed));
    of.extend(news.map(|(polled, found)| (found.feed, (polled, found))));
    let renew = |feed: &Feed| {
        let ((polled, found), new) = (of.get(&feed.id)?, new.get(&feed.id)?);
        let published = found.items.iter().filter_map(|item| item.article.published).collect();
        let is_known = |_, item: &Finding| !new.names.contains(&item.identity);
        let arrivals = Arrivals {
            new: u32::try_from(new.names.len()).unwrap_or(u32::MAX),
            articles: found.items.len(),
            published,
            latest: new.latest,
            earliest: new.earliest,
            topmost: Topmost::of(found, is_known).is_some(),
        };
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
        StoryId,
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
            answered: None,
            behind: None,
            items: vec![Finding::default()],
            facts: FeedFacts::default(),
            repaired: None,
            cut: 0,
        }
    }

    /// A wire that brought something each ten minutes and then nothing for eight hours, though it was
    /// asked; its poll at the end of them, and how it stands after that.
    fn at_rest() -> (Arc<Feed>, Poll, Feed) {
        let cadence = Cadence { gap: 600, ..Cadence::default() };
        let spec = FeedSpec { class: OutletClass::Wire, ..FeedSpec::default() };
        let before = Feed {
            id: FeedId(1),
            state: FeedState::Ok,
            cadence,
            last_article: Some(at(20)),
            last_poll: Some(at(27)),
            last_success: Some(at(27)),
            ..Feed::unpolled(spec)
        };
        let poll = Poll {
            feed: FeedId(1),
            started: at(28),
            finished: at(28),
            outcome: Outcome::Document(crate::domain::Document::default()),
            hints: CacheHints::default(),
            moved: None,
            host: None,
        };
        let reading = health::Reading::Read(health::Facts::default());
        let after = health::after_poll(&before, &poll, &reading, &Pace::default());
        (Arc::new(before), poll, after)
    }

    fn change(number: u8) -> ArticleChange {
        ArticleChange {
            fate: ArticleFate::New,
            feed: FeedId(1),
            identity: Identity([number; 16]),
            alias: None,
            wording: None,
            content: 0,
            article: Arc::default(),
            matches: Vec::new(),
            story: StoryId(0),
            origin: String::new(),
            fetched: at(28),
        }
    }

    /// What is known once it is decided that so many articles of a poll are news.
    fn after(before: &Arc<Feed>, poll: &Poll, written: &Feed, news: u8) -> Renewed {
        let items = (0..news.max(1))
            .map(|number| Finding { identity: Identity([number; 16]), ..Finding::default() });
        let found = [Findings { items: items.collect(), ..findings(at(28)) }];
        let (before, poll) = (Arc::clone(before), poll.clone());
        let polled = [Polled { before, poll, around: Around::Well }];
        let changes = Changes { articles: (0..news).map(change).collect(), ..Changes::default() };
        let feeds = std::slice::from_ref(written);
        renewed(feeds, (&polled, &found), &changes, &Pace::default())
    }

    #[test]
    fn what_a_feed_learns_from_news_is_written_and_the_rest_is_not_written_twice() {
        let (before, poll, written) = at_rest();
        let told = Feed { told: true, ..written.clone() };
        let known = Arc::new(Feed { told: true, ..(*before).clone() });
        let nothing = after(&known, &poll, &told, 0);
        assert!(nothing.feeds.is_empty() && nothing.unwritten.is_empty());
        let news = after(&before, &poll, &written, 1);
        let [feed] = news.unwritten.as_slice() else { panic!("{:?}", news.unwritten) };
        assert_eq!((feed.cadence.pause, feed.last_article), (8 * 3_600, Some(at(28))));
        assert_eq!(news.feeds.len(), 1);
    }

    #[test]
    fn the_poll_that_ends_a_rest_with_news_does_not_tell_of_silence() {
        let (before, poll, written) = at_rest();
        let news = after(&before, &poll, &written, 1);
        assert_eq!(news.notices, [], "it just spoke");
        let [feed] = news.feeds.as_slice() else { panic!("{:?}", news.feeds) };
        assert_eq!((feed.state, feed.told), (FeedState::Ok, false));

        let silence = after(&before, &poll, &written, 0);
        let [notice] = silence.notices.as_slice() else { panic!("{:?}", silence.notices) };
        assert!(notice.text.contains("nothing new since"), "{}", notice.text);
        let [feed] = silence.unwritten.as_slice() else { panic!("{:?}", silence.unwritten) };
        assert_eq!((feed.state, feed.told), (FeedState::Silent, true));

        let known = Arc::new(feed.clone());
        let back = after(&known, &poll, &written, 1);
        let [notice] = back.notices.as_slice() else { panic!("{:?}", back.notices) };
        assert!(notice.text.ends_with("works again"), "{}", notice.text);
    }

    #[test]
    fn a_state_and_a_time_that_news_change_are_written() {
        let (before, poll, written) = at_rest();
        let learnt = after(&before, &poll, &written, 1).unwritten;
        let [learnt] = learnt.as_slice() else { panic!("{learnt:?}") };
        assert!(written.state == FeedState::Silent && learnt.next_poll != written.next_poll);
        for other in [
            Feed { state: FeedState::Silent, ..learnt.clone() },
            Feed { next_poll: None, ..learnt.clone() },
            Feed { told: true, ..learnt.clone() },
        ] {
            assert!(is_same(learnt, learnt) && !is_same(&other, learnt));
        }
    }

    #[test]
    fn that_items_are_missed_is_told_once_and_again_a_day_later() {
        let (before, poll, written) = at_rest();
        let mut known = Feed { last_article: Some(at(27)), ..(*before).clone() };
        let mut told = Vec::new();
        for hour in 0..30 {
            let cadence = known.cadence.clone();
            let written = Feed { state: FeedState::Ok, repaired: None, cadence, ..written.clone() };
            let poll = Poll { finished: at(28 + hour), ..poll.clone() };
            let since = after(&Arc::new(known.clone()), &poll, &written, 3);
            told.extend(since.notices.into_iter().map(|notice| (hour, notice.text)));
            let [feed] = since.feeds.as_slice() else { panic!("{:?}", since.feeds) };
            assert!(feed.repaired.as_deref().is_some_and(FeedLine::is_missed));
            known = Feed { cadence: feed.cadence.clone(), ..known };
            // Every other poll it seems to be over.
            known.repaired = feed.repaired.clone().filter(|_| hour % 2 == 1);
        }
        let hours: Vec<i64> = told.iter().map(|(hour, _)| *hour).collect();
        assert_eq!(hours, [0, 25], "{told:?}");
    }
}
