//! Parts, joins and makes stories anew, on behalf of people. Works on the store alone, so that a
//! process that polls meanwhile reads its stories again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use thiserror::Error;

use super::bars;
use super::members::{kept, known, members, standing};
use super::shelf::Shelf;
use crate::domain::{
    AlertChange, ArticleId, Bond, Choice, Merge, Regrouping, StoryChange, StoryId, UNWATCHED,
};
use crate::store::{Store, StoreError};
use crate::triage::regroup::{self, Member, Past, Telling};
use crate::triage::{Book, Policy};

/// How often it is tried when the stories change meanwhile.
const TRIES: usize = 8;

/// Why stories stay as they are.
#[derive(Debug, Error)]
pub enum StoryError {
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such story.
    #[error("there is no story {0}; `wirewatch story list` shows them")]
    NoStory(StoryId),
    /// The story went into another.
    #[error("story {0} is part of story {1} now; `wirewatch story show {1}` lists its articles")]
    WentInto(StoryId, String),
    /// The article is not in the story.
    #[error("article {0} is not in story {1}; `wirewatch story show {1}` lists its articles")]
    NotIn(ArticleId, StoryId),
    /// Nothing would be left.
    #[error("story {0} would be left without articles; name some of them, not all")]
    NothingLeft(StoryId),
    /// One story cannot be merged with itself.
    #[error("name two different stories")]
    Same,
}

/// What making stories anew came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Stories looked at.
    pub stories: usize,
    /// Articles that go to another story.
    pub moved: usize,
    /// Stories that went into others, and those that are new.
    pub merged: usize,
    /// Stories founded.
    pub founded: usize,
}

/// Whether a rebuilding is written or only told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    /// It is written.
    No,
    /// It is only told.
    Yes,
}

/// Takes articles out of a story into one of their own; returns its name.
///
/// # Errors
/// When an article is not in the story, nothing would be left of it, or the store fails.
pub fn split(
    store: &dyn Store,
    policy: &Policy,
    (story, out): (StoryId, &[ArticleId]),
    now: Timestamp,
) -> Result<StoryId, StoryError> {
    patiently(|| split_now(store, policy, (story, out), now))
}

/// Joins stories into the first of them.
///
/// # Errors
/// When there is no such story, or the store fails.
pub fn merge(
    store: &dyn Store,
    policy: &Policy,
    (into, others): (StoryId, &[StoryId]),
    now: Timestamp,
) -> Result<(), StoryError> {
    patiently(|| merge_now(store, policy, (into, others), now))
}

/// Clusters the stories of a time anew, free of arrival order, keeping the choices of people.
///
/// # Errors
/// When the store fails.
pub fn rebuild(
    store: &dyn Store,
    policy: &Policy,
    (since, trial): (Timestamp, Trial),
    now: Timestamp,
) -> Result<Rebuilt, StoryError> {
    patiently(|| rebuild_now(store, policy, (since, trial), now))
}

/// Tries again while a process that polls changes the same stories meanwhile.
pub(super) fn patiently<T>(attempt: impl Fn() -> Result<T, StoryError>) -> Result<T, StoryError> {
    for _ in 1..TRIES {
        match attempt() {
            Err(StoryError::Store(StoreError::Stale)) => {}
            done => return done,
        }
    }
    attempt()
}

/// Writes a regrouping of stories that stood so `before`.
pub(super) fn write(
    store: &dyn Store,
    mut change: Regrouping,
    before: &BTreeMap<StoryId, StoryChange>,
    now: Timestamp,
) -> Result<(), StoryError> {
    let stood = change.stories.iter().filter_map(|story| before.get(&story.id));
    change.stood = stood.cloned().collect();
    if change.stories.iter().any(Book::is_held) {
        Shelf::expect(store)?;
    }
    store.regroup(&change, now)?;
    Ok(())
}

fn split_now(
    store: &dyn Store,
    policy: &Policy,
    (story, out): (StoryId, &[ArticleId]),
    now: Timestamp,
) -> Result<StoryId, StoryError> {
    let all = store.stories_since(Timestamp::MIN)?;
    let before = standing(&all);
    let members = members(store, &[story])?;
    let told = before.get(&story).ok_or(match members.is_empty() {
        true => StoryError::NoStory(story),
        false => StoryError::NothingLeft(story),
    })?;
    if let Some(stranger) = out.iter().find(|id| !members.iter().any(|m| m.id == **id)) {
        return Err(StoryError::NotIn(*stranger, story));
    }
    let (gone, left): (Vec<&Member>, Vec<&Member>) =
        members.iter().partition(|m| out.contains(&m.id));
    let (Some(first_gone), false) = (gone.first(), left.is_empty()) else {
        return Err(StoryError::NothingLeft(story));
    };
    let mut taken: BTreeSet<StoryId> = before.keys().copied().collect();
    let former = former(&all, story, &gone);
    let name = former.map_or_else(|| regroup::free_name(first_gone, &mut taken), |story| story.id);
    let mut change = Regrouping {
        moves: gone.iter().map(|m| (m.id, name)).collect(),
        choices: parting(&gone, &left, &store.choices()?),
        ..Regrouping::default()
    };
    let goes_on = Past { told: Some(told), goes_on: vec![told], ..Past::default() };
    put(&mut change, (story, &goes_on), &left, (policy, now));
    let news = match former.filter(|former| former.state.notices > 0) {
        Some(former) => Telling::Again(former),
        None => Telling::Raised(told),
    };
    let piece = Past { told: Some(told), goes_on: Vec::new(), news };
    put(&mut change, (name, &piece), &gone, (policy, now));
    bars::settle(&mut change, &before, &[(story, name)]);
    write(store, change, &before, now)?;
    Ok(name)
}

/// The story that some articles were before it went into another, if they were one: its alert is
/// theirs again, as people marked it.
fn former<'a>(all: &'a [StoryChange], into: StoryId, gone: &[&Member]) -> Option<&'a StoryChange> {
    let into = into.to_string();
    let founded = gone.iter().map(|member| member.fetched).min()?;
    let is_headline = |title: &str| gone.iter().any(|member| member.article.title == title);
    all.iter().find(|story| {
        let went = story.state.merged.as_deref() == Some(&*into);
        went && story.first_seen == founded && is_headline(&story.title)
    })
}

/// The choices that part the articles of a story: each side is one group, both are parted from each
/// other, and from whatever the whole was parted from.
fn parting(gone: &[&Member], left: &[&Member], known: &[Choice]) -> Vec<Choice> {
    let mut choices: Vec<Choice> = binding(gone).chain(binding(left)).collect();
    // The last ones: they outlive the others in the store.
    let (Some(out), Some(stay)) = (gone.last(), left.last()) else { return choices };
    choices.push(bond(Bond::Apart, out, stay));
    let is = |side: &[&Member], id: ArticleId| side.iter().any(|member| member.id == id);
    for choice in known {
        let [one, other] = [choice.article, choice.other];
        let crossing = (is(gone, one) && is(left, other)) || (is(left, one) && is(gone, other));
        let inside = [one, other].map(|id| is(gone, id) || is(left, id));
        match (choice.bond, inside) {
            (Bond::Together, [true, true]) if crossing => {
                choices.push(Choice { bond: Bond::Apart, ..*choice });
            }
            (Bond::Apart, [true, false]) => choices.extend([out, stay].map(|m| apart(m, other))),
            (Bond::Apart, [false, true]) => choices.extend([out, stay].map(|m| apart(m, one))),
            (Bond::Together | Bond::Apart, _) => {}
        }
    }
    choices
}

fn apart(member: &Member, other: ArticleId) -> Choice {
    Choice { bond: Bond::Apart, article: member.id, other }
}

/// Binds articles together, each to the last of them.
fn binding<'a>(members: &'a [&Member]) -> impl Iterator<Item = Choice> + 'a {
    let last = members.last();
    members
        .iter()
        .zip(last.into_iter().cycle())
        .filter(|(member, last)| member.id != last.id)
        .map(|(member, last)| bond(Bond::Together, member, last))
}

fn merge_now(
    store: &dyn Store,
    policy: &Policy,
    (into, others): (StoryId, &[StoryId]),
    now: Timestamp,
) -> Result<(), StoryError> {
    if others.is_empty() || others.contains(&into) {
        return Err(StoryError::Same);
    }
    let mut before = known(store)?;
    let names: Vec<StoryId> = std::iter::once(into).chain(others.iter().copied()).collect();
    let members = members(store, &names)?;
    let kept = kept(&members, &names, &before, (policy, now));
    before.extend(kept.iter().map(|story| (story.id, story.clone())));
    if let Some(unknown) = names.iter().find(|id| !before.contains_key(id)) {
        return Err(StoryError::NoStory(*unknown));
    }
    let all: Vec<&Member> = members.iter().collect();
    let mut change = Regrouping { choices: binding(&all).collect(), ..Regrouping::default() };
    for other in others {
        change.moves.extend(members.iter().filter(|m| m.story == *other).map(|m| (m.id, into)));
        change.stories.extend(before.get(other).map(|story| ended(story, into)));
        change.merges.push(Merge { from: *other, into });
    }
    let of: BTreeMap<ArticleId, StoryId> = members.iter().map(|m| (m.id, m.story)).collect();
    let overruled = store.choices()?.into_iter().filter(|known| {
        known.bond == Bond::Apart
            && of.contains_key(&known.article)
            && of.contains_key(&known.other)
    });
    change.choices.extend(overruled.map(|known| Choice { bond: Bond::Together, ..known }));
    // Who was told of any of them was told of the whole.
    let past = past_of(into, names.iter().filter_map(|id| before.get(id)).collect());
    put(&mut change, (into, &past), &all, (policy, now));
    bars::settle(&mut change, &before, &[]);
    change.fresh = kept.iter().map(|story| story.id).collect();
    change.fresh.iter().for_each(|id| drop(before.remove(id)));
    write(store, change, &before, now)
}

/// The past of a story in which others go on.
fn past_of(name: StoryId, goes_on: Vec<&StoryChange>) -> Past<'_> {
    let told = goes_on.iter().copied().max_by_key(|s| (s.state.notices > 0, s.id == name));
    Past { told, goes_on, ..Past::default() }
}

fn rebuild_now(
    store: &dyn Store,
    policy: &Policy,
    (since, trial): (Timestamp, Trial),
    now: Timestamp,
) -> Result<Rebuilt, StoryError> {
    let before = known(store)?;
    let window: Vec<StoryId> =
        before.values().filter(|s| s.last_seen >= since).map(|s| s.id).collect();
    let members = members(store, &window)?;
    let choices = store.choices()?;
    let cells = regroup::partition(&members, &choices, policy);
    let names = regroup::names(&members, &cells);
    let mut now_in: BTreeMap<StoryId, Vec<&Member>> = BTreeMap::new();
    let mut change = Regrouping::default();
    for member in &members {
        let Some(name) = cells.get(&member.id).and_then(|cell| names.get(cell)) else { continue };
        now_in.entry(*name).or_default().push(member);
        if *name != member.story {
            change.moves.push((member.id, *name));
        }
    }
    let mut rebuilt =
        Rebuilt { stories: window.len(), moved: change.moves.len(), ..Rebuilt::default() };
    let mut heirs: BTreeMap<StoryId, Vec<&StoryChange>> = BTreeMap::new();
    for story in window.iter().filter(|id| !now_in.contains_key(id)).filter_map(|id| before.get(id))
    {
        let heir =
            members.iter().find(|m| m.story == story.id).and_then(|m| names.get(cells.get(&m.id)?));
        if let Some(heir) = heir {
            rebuilt.merged += 1;
            change.stories.push(ended(story, *heir));
            change.merges.push(Merge { from: story.id, into: *heir });
            heirs.entry(*heir).or_default().push(story);
        }
    }
    for (name, cell) in &now_in {
        let old = before.get(name);
        rebuilt.founded += usize::from(old.is_none());
        let whole = old.is_some_and(|s| s.state.articles as usize == cell.len());
        if !whole || cell.iter().any(|m| m.story != *name) {
            let further = heirs.remove(name).unwrap_or_default();
            let mut past = past_of(*name, old.into_iter().chain(further).collect());
            past.told = past.told.or_else(|| before.get(&cell.first()?.story));
            put(&mut change, (*name, &past), cell, (policy, now));
        }
    }
    let named = |article| cells.get(article).and_then(|cell| names.get(cell)).copied();
    let apart = choices.iter().filter(|choice| choice.bond == Bond::Apart);
    let parted: Vec<(StoryId, StoryId)> =
        apart.filter_map(|c| Some((named(&c.article)?, named(&c.other)?))).collect();
    bars::settle(&mut change, &before, &parted);
    if trial == Trial::No && !change.moves.is_empty() {
        write(store, change, &before, now)?;
    }
    Ok(rebuilt)
}

fn bond(bond: Bond, one: &Member, other: &Member) -> Choice {
    Choice { bond, article: one.id, other: other.id }
}

/// A story that went into another.
fn ended(story: &StoryChange, into: StoryId) -> StoryChange {
    let mut ended = story.clone();
    ended.state.merged = Some(into.to_string());
    ended.state.line = None;
    ended.state.memo = None;
    ended
}

/// The alert of a story that no watch flags any more, as it stood, with that remark.
fn unwatched(story: &StoryChange) -> Option<AlertChange> {
    let mut line = story.state.line.clone()?;
    UNWATCHED.clone_into(&mut Arc::make_mut(&mut line).note);
    Some(AlertChange { story: story.id, line, notice: None, reopen: false })
}

/// Writes a story made of its articles into a regrouping.
pub(super) fn put(
    change: &mut Regrouping,
    (name, past): (StoryId, &Past<'_>),
    members: &[&Member],
    (policy, now): (&Policy, Timestamp),
) {
    let Some(made) = regroup::gather((name, past), members, policy, now) else { return };
    if made.alert.is_none()
        && let Some(part) = past.goes_on.iter().find(|part| part.id == name)
    {
        change.void.push(name);
        change.alerts.extend(unwatched(part));
    }
    if let (Telling::Nothing, Some(told), Some(_)) = (past.news, past.told, &made.alert)
        && told.state.line.is_none()
    {
        change.back.push(name);
    }
    change.stories.push(made.story);
    change.alerts.extend(made.alert);
}
