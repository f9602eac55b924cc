//! What changes a store in memory.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Held, Kept, KeptAlert};
use crate::domain::{
    Alert, AlertChange, AlertId, AlertState, ArticleChange, ArticleFate, ArticleId, Changes,
    Choice, DeliveryState, Feed, FeedSpec, Identity, Known, KnownArticle, Merge, Notice,
    Regrouping, Renamed, StoryId,
};
use crate::store::{
    Batch, Committed, Decide, FLAGGED, Listing, Pruned, REGROUPED, Retention, Step, VOID,
    ends_void, line_json, listed, tell_stories, versions, words,
};

impl Held {
    /// One batch, all of it.
    pub(super) fn commit(
        &mut self,
        batch: &Batch<'_>,
        decide: &mut Decide<'_>,
    ) -> Option<Committed> {
        let mut changes =
            Some(decide(&self.known(batch.lookups))).filter(|changes| !changes.void)?;
        let mut new_articles = 0;
        for change in &changes.articles {
            new_articles += u64::from(self.write_article(change));
        }
        self.keep_listed(batch.listed);
        for Merge { from, into } in &changes.merges {
            let moved = self.articles.values_mut().filter(|kept| kept.change.story == *from);
            moved.for_each(|kept| kept.change.story = *into);
        }
        for Renamed { story, from, to } in &changes.renames {
            let of = |change: &ArticleChange| change.story == *story && change.origin == *from;
            let renamed = self.articles.values_mut().filter(|kept| of(&kept.change));
            renamed.for_each(|kept| kept.change.origin.clone_from(to));
        }
        let first = self.last_notice + 1;
        tell_stories(&mut changes, |alerts| {
            alerts.iter_mut().for_each(|change| self.write_alert(change, batch.now));
        });
        self.add_to_outbox(&changes.alerts, batch);
        for story in &changes.stories {
            self.stories.insert(story.id, story.clone());
        }
        let into = changes.merges.iter().map(|merge| merge.into).collect();
        self.join(&changes.merges, into, batch.now);
        batch.feeds.iter().chain(&changes.feeds).for_each(|feed| self.after_poll(feed));
        self.wake(batch.now);
        self.revision += 1;
        let notices = (first..=self.last_notice).collect();
        Some(Committed { revision: self.revision, new_articles, notices, changes })
    }

    fn keep_listed(&mut self, listings: &[Listing]) {
        for Listing { feed, keys } in listings {
            let document: Vec<i64> =
                keys.iter().filter_map(|key| self.keys.get(key).copied()).collect();
            let before = self.listed.entry(*feed).or_default();
            *before = listed::renewed(&document, before).unwrap_or_else(|| before.clone());
        }
    }

    /// Articles that an enabled feed still lists.
    fn still_listed(&self) -> HashSet<i64> {
        let polled = self.feeds.iter().filter(|(_, feed)| feed.spec.enabled);
        polled.filter_map(|(_, feed)| self.listed.get(&feed.id)).flatten().copied().collect()
    }

    /// Stories of alerts that somebody waits for, or that something was done to since a time.
    fn held_back(&self, since: Option<Timestamp>) -> Vec<StoryId> {
        let acted = |alert: AlertId| {
            let mut events = self.events.iter().map(|kept| &kept.event);
            events.any(|event| event.alert == alert && since.is_some_and(|since| event.at >= since))
        };
        let waits = |kept: &&KeptAlert| {
            let id = kept.alert.id;
            matches!(kept.alert.state, AlertState::Open | AlertState::Snoozed)
                || acted(id)
                || self.parts(id).into_iter().any(acted)
        };
        self.alerts.values().filter(waits).map(|kept| kept.alert.story).collect()
    }

    /// How often stories were made anew.
    pub(super) fn regrouped(&self) -> u64 {
        self.cursors.get(REGROUPED).copied().unwrap_or_default()
    }

    /// Stories made anew, all of it.
    pub(super) fn regroup(&mut self, regrouping: &Regrouping, now: Timestamp) -> u64 {
        for (article, story) in &regrouping.moves {
            if let Some(kept) = self.articles.get_mut(&article.0) {
                kept.change.story = *story;
            }
        }
        for (id, matches) in &regrouping.matches {
            if let Some(kept) = self.articles.get_mut(&id.0) {
                kept.change.matches.clone_from(matches);
            }
        }
        self.remark(&regrouping.back, now);
        let (stories, alerts) = (regrouping.stories.clone(), regrouping.alerts.clone());
        let mut changes = Changes { stories, alerts, ..Changes::default() };
        let known = |merge: &Merge| Some(merge.into).filter(|into| self.of_story(*into).is_some());
        let known = regrouping.merges.iter().filter_map(known).collect();
        tell_stories(&mut changes, |alerts| {
            alerts.iter_mut().for_each(|change| self.write_alert(change, now));
        });
        self.stories.extend(changes.stories.into_iter().map(|story| (story.id, story)));
        self.join(&regrouping.merges, known, now);
        self.void(&regrouping.void, now);
        for choice in &regrouping.choices {
            let same = |known: &Choice| {
                let pair = (known.article, known.other);
                pair == (choice.article, choice.other) || pair == (choice.other, choice.article)
            };
            self.choices.retain(|known| !same(known));
            self.choices.push(*choice);
        }
        self.choices.sort_by_key(|choice| (choice.article, choice.other));
        *self.cursors.entry(REGROUPED.to_owned()).or_default() += 1;
        self.revision += 1;
        self.revision
    }

    /// Resolves the alerts of stories that no watch flags any more, or remarks on them.
    fn void(&mut self, stories: &[StoryId], now: Timestamp) {
        for (id, state) in self.states(stories) {
            if ends_void(state) {
                self.set_state(id, &Step::own(AlertState::Resolved, VOID), now);
            } else if state != AlertState::Resolved {
                self.note(id, (0, "", VOID), now);
            }
        }
    }

    /// Remarks on alerts that nobody had taken when no watch flagged them: watches do again.
    fn remark(&mut self, stories: &[StoryId], now: Timestamp) {
        for (id, _) in self.states(stories).iter().filter(|(_, s)| *s != AlertState::Resolved) {
            self.note(*id, (0, "", FLAGGED), now);
        }
    }

    /// The alerts of stories, each with its state.
    fn states(&self, stories: &[StoryId]) -> Vec<(AlertId, AlertState)> {
        let found = stories.iter().filter_map(|story| self.of_story(*story));
        found.filter_map(|id| Some((id, self.alerts.get(&id.0)?.alert.state))).collect()
    }

    /// The alert of a story.
    pub(super) fn of_story(&self, story: StoryId) -> Option<AlertId> {
        let mut all = self.alerts.values();
        all.find(|kept| kept.alert.story == story).map(|kept| kept.alert.id)
    }

    fn known(&self, lookups: &[Identity]) -> Known {
        let known = lookups.iter().filter_map(|lookup| {
            let id = *self.keys.get(lookup)?;
            let kept = self.articles.get(&id)?;
            let article = KnownArticle {
                id: ArticleId(id),
                identity: kept.change.identity,
                feed: kept.change.feed,
                content: kept.change.content,
                guid: kept.change.article.id.clone(),
                title: kept.change.article.title.clone(),
                url: kept.change.article.url.clone(),
                beginning: kept.change.article.text().chars().take(80).collect(),
                published: kept.change.article.published,
                story: kept.change.story,
                watches: kept.change.matches.iter().map(|found| found.watch.clone()).collect(),
                first_seen: kept.first_seen,
            };
            Some((*lookup, article))
        });
        known.collect()
    }

    /// Writes an article; says whether it is new.
    fn write_article(&mut self, change: &ArticleChange) -> bool {
        let target = match change.fate {
            ArticleFate::Edited(id) => Some(id.0),
            ArticleFate::New => self.keys.get(&change.identity).copied(),
        };
        let id = target.unwrap_or(self.last_article + 1);
        match (target, self.articles.get_mut(&id)) {
            (_, Some(kept)) => {
                if kept.change.content != change.content {
                    let now = (&*change.article, change.fetched);
                    versions::keep(&mut kept.versions, &kept.change.article, now);
                }
                let (identity, feed) = (kept.change.identity, kept.change.feed);
                kept.change = ArticleChange { identity, feed, ..change.clone() };
                let full = kept.full.as_ref().map_or("", |full| &full.text);
                kept.words = words::of_article(&change.article, full);
            }
            (Some(_), None) => return false,
            (None, None) => {
                self.last_article = id;
                let kept = Kept {
                    change: change.clone(),
                    first_seen: change.fetched,
                    words: words::of_article(&change.article, ""),
                    versions: Vec::new(),
                    full: None,
                };
                self.articles.insert(id, kept);
                self.count(change);
            }
        }
        for key in [Some(change.identity), change.alias, change.wording].into_iter().flatten() {
            self.keys.entry(key).or_insert(id);
        }
        target.is_none()
    }

    fn count(&mut self, change: &ArticleChange) {
        for (_, feed) in self.feeds.iter_mut().filter(|(_, feed)| feed.id == change.feed) {
            feed.articles += 1;
            feed.last_article = feed.last_article.max(Some(change.fetched));
        }
    }

    fn after_poll(&mut self, polled: &Feed) {
        self.last_poll = self.last_poll.max(polled.last_poll);
        for (_, feed) in self.feeds.iter_mut().filter(|(_, feed)| feed.id == polled.id) {
            let told = if feed.spec.title.is_empty() { &polled.spec } else { &feed.spec };
            let spec = FeedSpec { title: told.title.clone(), ..feed.spec.clone() };
            let (articles, last_article) = (feed.articles, feed.last_article);
            *feed = Feed { spec, articles, last_article, ..polled.clone() };
        }
    }

    fn write_alert(&mut self, change: &mut AlertChange, now: Timestamp) {
        let id = self.id_of(change.story);
        let before = self.alerts.get(&id).map(|kept| kept.alert.clone());
        if let Some(kind) = change.notice {
            self.last_notice += 1;
            let line = Arc::make_mut(&mut change.line);
            line.seq = self.last_notice;
            line.change = kind;
        } else if let Some(before) = before.as_ref().filter(|_| change.line.seq == 0) {
            Arc::make_mut(&mut change.line).seq = before.line.seq;
        }
        let json = line_json::render(&mut change.line);
        let line = change.line.clone();
        let words = words::of_alert(&line);
        if change.notice.is_some() {
            self.notices.push(Notice { seq: line.seq, alert: AlertId(id), raised: now, json });
            self.hold(&line, AlertId(id), now);
        }
        let raised = match &before {
            Some(before) if before.line.seq > 0 || change.notice.is_none() => before.raised,
            _ => now,
        };
        let note = line.note.clone();
        let fresh = Alert {
            id: AlertId(id),
            story: change.story,
            state: AlertState::Open,
            state_since: now,
            by: String::new(),
            until: None,
            notes: 0,
            raised,
            changed: now,
            line: (*line).clone(),
        };
        let alert = match before {
            Some(before) => Alert { raised, changed: now, line: (*line).clone(), ..before },
            None => fresh,
        };
        let part_of = self.alerts.get(&id).and_then(|kept| kept.part_of);
        self.alerts.insert(id, KeptAlert { alert, words, part_of });
        self.revive(AlertId(id), now);
        if change.reopen {
            self.set_state(AlertId(id), &Step::own(AlertState::Open, &note), now);
        }
    }

    fn id_of(&mut self, story: StoryId) -> i64 {
        if let Some(id) = self.of_story(story) {
            return id.0;
        }
        self.last_alert += 1;
        self.last_alert
    }

    /// Removes what is old or too much.
    pub(super) fn prune(&mut self, keep: &Retention) -> Pruned {
        let most = keep.keep_at_most.and_then(|most| usize::try_from(most).ok());
        let floor = most.and_then(|most| self.articles.keys().rev().nth(most).copied());
        let (held, listed) = (self.held_back(keep.acted_since), self.still_listed());
        let old: Vec<i64> = self
            .articles
            .iter()
            .filter(|(id, kept)| !held.contains(&kept.change.story) && !listed.contains(id))
            .filter(|(id, kept)| {
                keep.older_than.is_some_and(|older| kept.first_seen < older)
                    || floor.is_some_and(|floor| **id <= floor)
            })
            .map(|(id, _)| *id)
            .collect();
        let mut gone = Pruned::default();
        for id in old {
            if let Some(kept) = self.articles.remove(&id) {
                self.keys.retain(|_, article| *article != id);
                gone.articles += 1;
                self.forget_story(kept.change.story, &mut gone);
            }
        }
        let filled: Vec<StoryId> = self.articles.values().map(|kept| kept.change.story).collect();
        let stories = self.stories.len();
        self.stories.retain(|id, story| {
            keep.older_than.is_none_or(|older| story.last_seen >= older) || filled.contains(id)
        });
        gone.stories += (stories - self.stories.len()) as u64;
        self.revision += u64::from(gone != Pruned::default());
        gone
    }

    fn forget_story(&mut self, story: StoryId, gone: &mut Pruned) {
        if self.articles.values().any(|kept| kept.change.story == story) {
            return;
        }
        gone.stories += u64::from(self.stories.remove(&story).is_some());
        let Some(whole) = self.of_story(story) else { return };
        for id in self.parts(whole).into_iter().chain([whole]) {
            self.alerts.remove(&id.0);
            self.events.retain(|kept| kept.event.alert != id);
            let notices = self.notices.len();
            let outbox = &mut self.outbox;
            outbox.retain(|d| d.notice.alert != id || d.state == DeliveryState::Due);
            self.notices.retain(|notice| {
                notice.alert != id || outbox.iter().any(|d| d.notice.seq == notice.seq)
            });
            let notices_left = &self.notices;
            self.silenced.retain(|held| notices_left.iter().any(|n| n.seq == held.notice));
            gone.alerts += 1;
            gone.notices += (notices - self.notices.len()) as u64;
        }
    }
}
