//! A store in memory: the same promises without a file, for tests and throw-away runs.
//!
//! Written for clearness, not for size: lists are walked. What lasts is `sqlite`'s work.

mod duty;
mod ends;
mod feeds;
mod outbox;
mod parts;
mod reading;
mod writing;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::{
    AlertQuery, Batch, Committed, Counts, Decide, EachFeed, EachStory, FeedScope, Found, Pruned,
    Retention, Store, StoreError, StoreStats, StoryArticle, Texts, Version, unable, words,
};
use crate::domain::{
    Alert, AlertId, ArticleChange, ArticleId, Choice, Delivery, Feed, FeedId, FeedSpec, FullText,
    HeldNotice, Identity, Notice, Regrouping, Silence, Spill, StoryChange, StoryId,
};

/// A store that lives as long as the process.
#[derive(Default)]
pub struct MemoryStore {
    held: Mutex<Held>,
    /// What it lends as a place outside memory, once.
    spill: Mutex<Option<Box<dyn Spill>>>,
}

impl MemoryStore {
    /// A store that lends this as a place outside memory.
    #[must_use]
    pub fn lending(spill: Box<dyn Spill>) -> MemoryStore {
        MemoryStore { spill: Mutex::new(Some(spill)), ..MemoryStore::default() }
    }
}

/// Everything.
#[derive(Default)]
struct Held {
    revision: u64,
    /// Feeds with the address that the configuration names them by.
    feeds: Vec<(String, Feed)>,
    articles: BTreeMap<i64, Kept>,
    keys: HashMap<Identity, i64>,
    last_article: i64,
    /// Articles that each feed still lists.
    listed: HashMap<FeedId, Vec<i64>>,
    stories: HashMap<StoryId, StoryChange>,
    alerts: BTreeMap<i64, KeptAlert>,
    last_alert: i64,
    notices: Vec<Notice>,
    last_notice: u64,
    cursors: HashMap<String, u64>,
    choices: Vec<Choice>,
    /// Rows of the outbox; the notices stand in them too.
    outbox: Vec<Delivery>,
    /// Notifiers that their receiver stopped, and why.
    stopped: HashMap<String, String>,
    /// Until when receivers are left alone, by notifier.
    pauses: HashMap<String, Timestamp>,
    last_poll: Option<Timestamp>,
    /// What people did, and what wirewatch did to states.
    events: Vec<duty::Kept>,
    last_act: i64,
    silences: Vec<Silence>,
    silenced: Vec<HeldNotice>,
}

/// An article row.
struct Kept {
    change: ArticleChange,
    first_seen: Timestamp,
    words: String,
    versions: Vec<Version>,
    full: Option<FullText>,
}

/// An alert row.
struct KeptAlert {
    alert: Alert,
    words: String,
    /// The alert that it became part of.
    part_of: Option<AlertId>,
}

impl MemoryStore {
    fn held(&self) -> MutexGuard<'_, Held> {
        // Nothing is changed before `decide` has returned: a panic in it leaves all as it was.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn sync_feeds(&self, specs: &[FeedSpec], _now: Timestamp) -> Result<(), StoreError> {
        self.held().sync_feeds(specs);
        Ok(())
    }

    fn spill(&self) -> Option<Box<dyn Spill>> {
        self.spill.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn ask_again(&self, address: &str) -> Result<bool, StoreError> {
        Ok(self.held().ask_again(address))
    }

    fn each_feed(&self, scope: FeedScope, each: EachFeed<'_>) -> Result<(), StoreError> {
        let held = self.held();
        let feeds = held.feeds.iter().map(|(_, feed)| feed);
        let asked = feeds.filter(|feed| scope == FeedScope::All || feed.spec.enabled);
        asked.cloned().for_each(each);
        Ok(())
    }

    fn commit(&self, batch: &Batch<'_>, decide: &mut Decide<'_>) -> Result<Committed, StoreError> {
        let mut held = self.held();
        if batch.regrouped.is_some_and(|known| held.regrouped() != known) {
            return Err(StoreError::Stale);
        }
        held.commit(batch, decide).ok_or(StoreError::Stale)
    }

    fn alerts(&self, query: &AlertQuery) -> Result<Vec<Alert>, StoreError> {
        Ok(self.held().alerts(query))
    }

    fn alert(&self, id: AlertId) -> Result<Option<Alert>, StoreError> {
        Ok(self.held().alerts.get(&id.0).map(|kept| kept.alert.clone()))
    }

    fn story(&self, id: StoryId, limit: usize) -> Result<Vec<StoryArticle>, StoreError> {
        Ok(self.held().story(id, limit))
    }

    fn each_story(&self, since: Timestamp, each: EachStory<'_>) -> Result<(), StoreError> {
        let held = self.held();
        let mut stories: Vec<StoryChange> =
            held.stories.values().filter(|story| story.last_seen >= since).cloned().collect();
        drop(held);
        stories.sort_by_key(|story| Reverse((story.last_seen, story.id.0.cast_signed())));
        let _ = stories.into_iter().try_for_each(each);
        Ok(())
    }

    fn notices_after(&self, seq: u64, limit: usize) -> Result<Vec<Notice>, StoreError> {
        let held = self.held();
        Ok(held.notices.iter().filter(|notice| notice.seq > seq).take(limit).cloned().collect())
    }

    fn last_notice(&self) -> Result<u64, StoreError> {
        Ok(self.held().last_notice)
    }

    fn cursor(&self, name: &str) -> Result<Option<u64>, StoreError> {
        Ok(self.held().cursors.get(name).copied())
    }

    fn set_cursor(&self, name: &str, value: u64) -> Result<(), StoreError> {
        self.held().cursors.insert(name.to_owned(), value);
        Ok(())
    }

    fn search(&self, words: &str, offset: usize, limit: usize) -> Result<Vec<Found>, StoreError> {
        Ok(self.held().search(words, offset, limit))
    }

    fn articles_since(
        &self,
        since: Timestamp,
        below: Option<ArticleId>,
        limit: usize,
    ) -> Result<Vec<Found>, StoreError> {
        Ok(self.held().articles_since(since, below, limit))
    }

    fn counts(&self, now: Timestamp) -> Result<Counts, StoreError> {
        Ok(self.held().counts(now))
    }

    fn alerts_raised(&self, since: Timestamp) -> Result<Vec<(String, Timestamp)>, StoreError> {
        Ok(self.held().alerts_raised(since))
    }

    fn alerts_per_hour(
        &self,
        now: Timestamp,
        hours: usize,
    ) -> Result<Vec<(String, Vec<u64>)>, StoreError> {
        Ok(self.held().alerts_per_hour(now, hours))
    }

    fn revision(&self) -> Result<u64, StoreError> {
        Ok(self.held().revision)
    }

    fn wake(&self, now: Timestamp) -> Result<Vec<AlertId>, StoreError> {
        let mut held = self.held();
        let woken = held.wake(now);
        held.revision += u64::from(!woken.is_empty());
        Ok(woken)
    }

    fn regroup(&self, regrouping: &Regrouping, now: Timestamp) -> Result<u64, StoreError> {
        let mut held = self.held();
        let Regrouping { stood, fresh, .. } = regrouping;
        if stood.iter().any(|story| held.stories.get(&story.id) != Some(story))
            || fresh.iter().any(|id| held.stories.contains_key(id))
        {
            return Err(StoreError::Stale);
        }
        Ok(held.regroup(regrouping, now))
    }

    fn standing(&self, story: StoryId) -> Result<Option<StoryChange>, StoreError> {
        Ok(self.held().stories.get(&story).cloned())
    }

    fn choices(&self) -> Result<Vec<Choice>, StoreError> {
        Ok(self.held().choices.clone())
    }

    fn prune(&self, keep: &Retention) -> Result<Pruned, StoreError> {
        Ok(self.held().prune(keep))
    }

    fn backup(&self, _to: &Path) -> Result<(), StoreError> {
        Err(unable("backed up"))
    }

    fn check(&self) -> Result<Vec<String>, StoreError> {
        let held = self.held();
        let lost: HashSet<i64> =
            held.keys.values().copied().filter(|id| !held.articles.contains_key(id)).collect();
        Ok(lost
            .into_iter()
            .map(|id| format!("a key points at article {id}, which is gone"))
            .collect())
    }

    fn stats(&self) -> Result<StoreStats, StoreError> {
        let held = self.held();
        Ok(StoreStats {
            feeds: held.feeds.len() as u64,
            articles: held.articles.len() as u64,
            article_versions: held.articles.values().map(|kept| kept.versions.len() as u64).sum(),
            stories: held.stories.len() as u64,
            alerts: held.alerts.len() as u64,
            notices: held.notices.len() as u64,
            oldest: held.articles.values().next().map(|kept| kept.first_seen),
            newest: held.articles.values().next_back().map(|kept| kept.first_seen),
            ..StoreStats::default()
        })
    }
}

impl Texts for MemoryStore {
    fn link(&self, article: ArticleId) -> Result<Option<(String, FeedId)>, StoreError> {
        let held = self.held();
        let kept = held.articles.get(&article.0);
        Ok(kept.map(|kept| (kept.change.article.url.clone(), kept.change.feed)))
    }

    fn keep_text(&self, article: ArticleId, full: &FullText) -> Result<bool, StoreError> {
        let mut held = self.held();
        let Some(kept) = held.articles.get_mut(&article.0) else { return Ok(false) };
        kept.words = words::of_article(&kept.change.article, &full.text);
        kept.full = Some(full.clone());
        held.revision += 1;
        Ok(true)
    }
}
