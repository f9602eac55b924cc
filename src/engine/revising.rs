//! Open stories under changed watches: what a watch no longer finds in their articles leaves their
//! reason and their score, and comes back with the watch, also in articles that came meanwhile; nobody is
//! told. A watch that never found anything in a story is left to the next news.
//!
//! Done by the process that polls: when it starts under other watches than the last one, and whenever
//! a changed configuration comes in force.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;

use jiff::{SignedDuration, Timestamp};

use super::members::members;
use super::stories::{StoryError, patiently, put, write};
use super::{RuleSet, Shared};
use crate::domain::{AlertState, ArticleId, Match, Regrouping, StoryChange, StoryId};
use crate::store::{AlertQuery, FeedScope, Store, StoreError};
use crate::triage::meta;
use crate::triage::regroup::{Member, Past, Telling};
use crate::watch::{Matcher, Scratch, Vocabulary};

/// The store's mark of the watches under which its open stories were judged.
const WATCHES: &str = "watches";
/// Alerts that no watch flags any more, or that are over, at most, which watches may bring back.
const MOST_OVER: usize = 20_000;
/// Stories whose articles are read at once.
const AT_ONCE: usize = 64;

/// Judges open stories anew whenever the watches change, until the engine stops.
pub(super) async fn run(shared: Shared) {
    let mut rules = shared.rules.clone();
    loop {
        rules.mark_unchanged();
        once(&shared).await;
        tokio::select! {
            () = shared.stop.cancelled() => return,
            changed = rules.changed() => if changed.is_err() {
                return shared.stop.cancelled().await;
            },
        }
    }
}

/// Judges them now, where the watches are other ones than the last time.
pub(super) async fn once(shared: &Shared) {
    let (store, rules) = (shared.store.clone(), shared.rules.borrow().clone());
    let judging = move || revise(store.as_ref(), &rules, Timestamp::now());
    match tokio::task::spawn_blocking(judging).await {
        Ok(Ok(stories)) if stories > 0 => {
            tracing::info!(stories, "open stories were judged anew under the changed watches");
        }
        Ok(Err(error)) => tracing::warn!(%error, "open stories keep the watches they had"),
        _ => {}
    }
}

/// Judges the open stories of a store by the watches in force; returns how many were changed.
///
/// # Errors
/// When the store fails.
pub fn revise(store: &dyn Store, rules: &RuleSet, now: Timestamp) -> Result<usize, StoryError> {
    let print = fingerprint(&rules.vocabulary);
    if store.cursor(WATCHES)? == Some(print) {
        return Ok(0);
    }
    let Ok(matcher) = rules.matcher() else { return Ok(0) };
    let changed = patiently(|| revise_now(store, (rules, matcher), now))?;
    store.set_cursor(WATCHES, print)?;
    Ok(changed)
}

/// A number of what decides which articles a vocabulary finds.
fn fingerprint(vocabulary: &Vocabulary) -> u64 {
    let mut hasher = DefaultHasher::new();
    for list in &vocabulary.lists {
        (&list.name, &list.terms).hash(&mut hasher);
    }
    for watch in &vocabulary.watches {
        (&watch.name, &watch.query, &watch.mask, watch.enabled).hash(&mut hasher);
    }
    // The store keeps numbers with a sign.
    hasher.finish() >> 1
}

fn revise_now(
    store: &dyn Store,
    (rules, matcher): (&RuleSet, &Matcher),
    now: Timestamp,
) -> Result<usize, StoryError> {
    let before = flagged(store, rules, now)?;
    let tags = tags(store)?;
    let ids: Vec<StoryId> = before.keys().copied().collect();
    let mut change = Regrouping::default();
    let mut scratch = Scratch::default();
    for some in ids.chunks(AT_ONCE) {
        let mut all: BTreeMap<StoryId, Vec<Member>> = BTreeMap::new();
        for member in members(store, some)? {
            all.entry(member.story).or_default().push(member);
        }
        for (id, mut members) in all {
            let stored: Vec<Vec<Match>> = members.iter().map(|m| m.matches.clone()).collect();
            let known: BTreeSet<&str> = stored.iter().flatten().map(|m| m.watch.as_str()).collect();
            for member in &mut members {
                let tags = tags.get(&member.article.outlet).map_or(&[][..], Vec::as_slice);
                judge(member, (matcher, tags), &known, &mut scratch);
            }
            let pairs = || members.iter().zip(&stored);
            let lost = pairs().any(|(member, old)| loses(member, old));
            let more = pairs().any(|(member, old)| gains(member, old));
            change.matches.extend(rewritten(&members, &stored));
            let past = before.get(&id);
            let is_alert = past.is_some_and(|story| story.state.line.is_some());
            let back =
                past.is_some_and(|story| !is_talk(story) && (more || finds_more(story, &members)));
            if lost && is_alert || back {
                let news = if back { Telling::Nothing } else { Telling::News };
                let past = Past { told: past, goes_on: past.into_iter().collect(), news };
                put(
                    &mut change,
                    (id, &past),
                    &members.iter().collect::<Vec<_>>(),
                    (&rules.policy, now),
                );
            }
        }
    }
    let changed = change.stories.len();
    if changed > 0 || !change.matches.is_empty() {
        write(store, change, &before, now)?;
    }
    Ok(changed)
}

/// The stories that may still get news, those that a watch flags or flagged.
fn flagged(
    store: &dyn Store,
    rules: &RuleSet,
    now: Timestamp,
) -> Result<BTreeMap<StoryId, StoryChange>, StoreError> {
    let window = SignedDuration::from_secs(i64::from(rules.settings.storying.window));
    let since = now.checked_sub(window).unwrap_or(Timestamp::MIN);
    let over = AlertQuery {
        states: vec![AlertState::Resolved, AlertState::Open, AlertState::Snoozed],
        since: Some(since),
        limit: MOST_OVER,
        ..AlertQuery::default()
    };
    let over: BTreeSet<StoryId> = store.alerts(&over)?.iter().map(|alert| alert.story).collect();
    let mut found = BTreeMap::new();
    store.each_story(since, &mut |story| {
        let flagged = story.state.line.is_some() || over.contains(&story.id);
        if story.state.merged.is_none() && flagged {
            found.insert(story.id, story);
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// The tags of each outlet's feeds.
fn tags(store: &dyn Store) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
    let mut tags: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for feed in store.feeds(FeedScope::All)? {
        tags.entry(feed.spec.outlet).or_default().extend(feed.spec.tags);
    }
    Ok(tags)
}

/// Whether a watch that was switched on again finds a story that it was taken from.
fn finds_more(story: &StoryChange, members: &[Member]) -> bool {
    let mut found = members.iter().flat_map(|member| &member.matches);
    !found.all(|one| story.state.watches.contains(&one.watch))
}

/// Whether nobody reports the event of a story.
fn is_talk(story: &StoryChange) -> bool {
    story.state.memo.as_ref().is_some_and(|memo| memo.talk)
}

/// Leaves to an article what the watches of its story find in it now.
fn judge(
    member: &mut Member,
    (matcher, tags): (&Matcher, &[String]),
    watches: &BTreeSet<&str>,
    scratch: &mut Scratch,
) {
    let about = meta(matcher, &member.article, tags);
    member.matches = matcher.scan(&member.article, &about, scratch);
    member.matches.retain(|one| watches.contains(one.watch.as_str()));
}

/// Whether a watch finds less in an article than it did, or nothing.
fn loses(member: &Member, stored: &[Match]) -> bool {
    let finds = |old: &Match, new: &Match| {
        new.watch == old.watch
            && old.hits.iter().all(|hit| new.hits.iter().any(|h| h.term == hit.term))
    };
    !stored.iter().all(|old| member.matches.iter().any(|new| finds(old, new)))
}

/// Whether a watch finds an article that it did not.
fn gains(member: &Member, stored: &[Match]) -> bool {
    !member.matches.iter().all(|new| stored.iter().any(|old| old.watch == new.watch))
}

/// What is kept of what watches find, where that is other than it was. What a watch no longer finds in any
/// article of the story stays: it comes back with the watch.
fn rewritten(members: &[Member], stored: &[Vec<Match>]) -> Vec<(ArticleId, Vec<Match>)> {
    let now: BTreeSet<&str> =
        members.iter().flat_map(|m| &m.matches).map(|m| m.watch.as_str()).collect();
    let pairs = members.iter().zip(stored).map(|(member, old)| {
        let gone = old.iter().filter(|one| !now.contains(one.watch.as_str()));
        let kept: Vec<Match> = member.matches.iter().chain(gone).cloned().collect();
        (member.id, kept, old)
    });
    let same = |kept: &[Match], old: &[Match]| {
        let found = |one: &Match| {
            old.iter().any(|other| other.watch == one.watch && other.hits == one.hits)
        };
        kept.len() == old.len() && kept.iter().all(found)
    };
    let other = pairs.filter(|(_, kept, old)| !same(kept, old));
    other.map(|(id, kept, _)| (id, kept)).collect()
}
