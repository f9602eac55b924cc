//! Stories made again from their stored articles: when people part or join them, and when a whole
//! window is clustered anew. Owes nothing to arrival; what the outside was told is kept.
//!
//! Knows choices of people by articles: those hold, whatever their stories are called.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use super::bars::{LOWEST, Probe};
use super::batch::Item;
use super::bonds::Bonds;
use super::book::{Book, Place};
use super::cluster::{Aim, Seen, aim, choose, twin};
use super::decide::{corroborate_from, enter, founded};
use super::features::features;
use super::identity::marks;
use super::overlay::Overlay;
use super::policy::Policy;
use super::raise::{News, Occasion, settle_untold};
use super::recant::Whose;
use super::stand::weigh;
use super::vector::{Centroid, Sieve};
use super::{amend, held, recant, stand, unite, vector};
use crate::domain::{
    AlertChange, Article, ArticleId, Change, Choice, FeedFacts, FeedId, Finding, Findings, Match,
    OutletClass, StoryChange, StoryId, StoryState,
};

/// A stored article.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its row.
    pub id: ArticleId,
    /// Its story so far.
    pub story: StoryId,
    /// The article.
    pub article: Article,
    /// The watches it satisfies.
    pub matches: Vec<Match>,
    /// Kind of publisher.
    pub class: OutletClass,
    /// When it was first fetched.
    pub fetched: Timestamp,
}

/// A story made of its articles, with its alert where a watch flags it.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The story.
    pub story: StoryChange,
    /// Its alert, to be written in silence.
    pub alert: Option<AlertChange>,
}

/// What was told before of the articles of a story.
#[derive(Clone, Debug, Default)]
pub struct Past<'a> {
    /// The story whose notices it carries on.
    pub told: Option<&'a StoryChange>,
    /// Stories that go on in it: what waits to be told of them is told of it.
    pub goes_on: Vec<&'a StoryChange>,
}

/// Makes one story of some articles.
#[must_use]
pub fn gather(
    (id, past): (StoryId, &Past<'_>),
    members: &[&Member],
    policy: &Policy,
    now: Timestamp,
) -> Option<Gathered> {
    let polls: Vec<Findings> = in_order(members).into_iter().map(poll).collect();
    let book = Book::new();
    let overlay = Overlay::new(&book);
    let mut made: Option<StoryChange> = None;
    let mut subjects = 0;
    for poll in &polls {
        let Some(item) = item(poll) else { continue };
        let story = made.get_or_insert_with(|| founded(id, &item));
        let aim = aim(&item, &overlay);
        let weight = against(&story.state, &aim, &mut subjects);
        take(story, &item, (&aim, weight), policy);
    }
    let mut story = made?;
    if let Some(told) = past.told {
        remember(&mut story, told);
    }
    let mut occasion = Occasion::default();
    carry(&mut story, past, &mut occasion);
    let alert = settle_untold(&mut story, &occasion, policy, now);
    if let (Some(memo), Some(line)) = (&mut story.state.memo, &story.state.line) {
        memo.told.severity = memo.told.severity.min(line.severity);
    }
    Some(Gathered { story, alert })
}

/// Clusters articles from nothing; says for each article which cell it is in, cells by number.
#[must_use]
pub fn partition(
    members: &[Member],
    choices: &[Choice],
    policy: &Policy,
) -> BTreeMap<ArticleId, usize> {
    let order = in_order(&members.iter().collect::<Vec<_>>());
    let mut bonds = Bonds::new(choices);
    let book = Book::new();
    let mut overlay = Overlay::new(&book);
    let mut seen = Seen::default();
    let mut cells: BTreeMap<ArticleId, usize> = BTreeMap::new();
    let mut subjects: BTreeMap<StoryId, u32> = BTreeMap::new();
    let mut count = 0;
    for member in order {
        let poll = poll(member);
        let Some(item) = item(&poll) else { continue };
        let watches = member.matches.iter().map(|m| m.watch.as_str()).collect();
        let aim = aim(&item, &overlay);
        let mut probe = Probe::of(&item, watches);
        probe.barred = bonds.barred(member.id, &cells);
        let bound = bonds.bound(member.id, &cells).and_then(|cell| overlay.place(cell));
        let joined =
            bound.or_else(|| choose(&aim, &probe, (&overlay, &mut seen), &policy.storying));
        let place = joined.unwrap_or_else(|| {
            count += 1;
            overlay.found(founded(StoryId(count - 1), &item))
        });
        let Some(story) = overlay.change(place) else { continue };
        let id = story.id;
        let weight = match bound {
            Some(_) => against(&story.state, &aim, subjects.entry(id).or_insert(1)),
            None => story.state.articles,
        };
        take(story, &item, (&aim, weight), policy);
        overlay.settle(place);
        // Who is parted from one of a story's articles is parted from the story.
        for parted in probe.barred {
            part_cells(&mut overlay, (place, id), parted);
        }
        bonds.place(member.id);
        cells.insert(member.id, usize::try_from(id.0).unwrap_or(usize::MAX));
        if joined.is_some() {
            unite_cells(place, (&mut overlay, &mut seen), &mut cells, policy);
        }
    }
    cells
}

/// Bars two cells from each other.
fn part_cells(overlay: &mut Overlay<'_>, (place, id): (Place, StoryId), parted: StoryId) {
    let sides = [(Some(place), parted), (overlay.place(parted), id)];
    for (place, other) in sides.into_iter().filter_map(|(at, other)| Some((at?, other))) {
        if let Some(story) = overlay.change(place) {
            unite::part(story, other);
        }
        overlay.settle(place);
    }
}

/// Lets a cell that has just grown and its twin be one.
fn unite_cells(
    place: Place,
    (overlay, seen): (&mut Overlay<'_>, &mut Seen),
    cells: &mut BTreeMap<ArticleId, usize>,
    policy: &Policy,
) {
    let Some(other) = twin(place, (overlay, seen), &policy.storying) else { return };
    let first = |one: &StoryChange, two: &StoryChange| one.id.min(two.id);
    let Some(union) = unite::unite(overlay, (place, other), first, policy) else { return };
    let number = |id: StoryId| usize::try_from(id.0).unwrap_or(usize::MAX);
    let (old, new) = (number(union.go.id), number(union.stay.id));
    cells.values_mut().filter(|cell| **cell == old).for_each(|cell| *cell = new);
}

/// Names for the cells of a partition: the story that most of a cell's articles were in keeps its
/// name, the largest such share first; a cell with none is named after its first article.
#[must_use]
pub fn names(members: &[Member], cells: &BTreeMap<ArticleId, usize>) -> BTreeMap<usize, StoryId> {
    let mut shares: HashMap<(usize, StoryId), usize> = HashMap::new();
    for member in members {
        if let Some(cell) = cells.get(&member.id) {
            *shares.entry((*cell, member.story)).or_default() += 1;
        }
    }
    let mut shares: Vec<_> = shares.into_iter().collect();
    shares.sort_by_key(|((cell, story), share)| (std::cmp::Reverse(*share), *cell, *story));
    let mut taken: BTreeSet<StoryId> = members.iter().map(|m| m.story).collect();
    let mut given = BTreeSet::new();
    let mut names = BTreeMap::new();
    for ((cell, story), _) in shares {
        if !names.contains_key(&cell) && given.insert(story) {
            names.insert(cell, story);
        }
    }
    for member in in_order(&members.iter().collect::<Vec<_>>()) {
        if let Some(cell) = cells.get(&member.id) {
            names.entry(*cell).or_insert_with(|| free_name(member, &mut taken));
        }
    }
    names
}

/// A name for a story that an article founds, which no known story has.
pub fn free_name(member: &Member, taken: &mut BTreeSet<StoryId>) -> StoryId {
    let Member { article, .. } = member;
    let mut id = marks(&article.feed, article).identity.story(at(member));
    while !taken.insert(id) {
        id.0 = id.0.wrapping_add(1);
    }
    id
}

fn in_order<'a>(members: &[&'a Member]) -> Vec<&'a Member> {
    let mut order = members.to_vec();
    order.sort_by(|a, b| {
        let key = |m: &&'a Member| (at(m), m.article.url.as_str(), m.id);
        key(a).cmp(&key(b))
    });
    order
}

fn at(member: &Member) -> Timestamp {
    member.article.published.map_or(member.fetched, |published| published.min(member.fetched))
}

fn poll(member: &Member) -> Findings {
    Findings {
        feed: FeedId(0),
        class: member.class,
        fetched: member.fetched,
        first_poll: false,
        items: vec![Finding {
            features: features(&member.article),
            article: Arc::new(member.article.clone()),
            matches: member.matches.clone(),
            ..Finding::default()
        }],
        facts: FeedFacts::default(),
        repaired: None,
        cut: 0,
    }
}

fn item(poll: &Findings) -> Option<Item<'_>> {
    let finding = poll.items.first()?;
    Some(Item::new(finding, poll, (finding.identity, None)))
}

/// What the words of a story so far count against those of an article that people put into it. One
/// that is nothing like them brings a subject of its own, which counts as much as each before it:
/// else news of a small part would not find the whole.
fn against(state: &StoryState, aim: &Aim<'_>, subjects: &mut u32) -> u32 {
    let close = Sieve::of(&aim.vector).cosine(&Centroid::of(&state.centroid));
    if close >= LOWEST {
        return state.articles;
    }
    *subjects += 1;
    *subjects - 1
}

/// Takes an article into a story, whose words so far count so much against its own.
fn take(story: &mut StoryChange, item: &Item<'_>, (aim, weight): (&Aim<'_>, u32), policy: &Policy) {
    story.state.centroid = vector::join(&story.state.centroid, weight, &aim.vector);
    let origin = enter(story, item, &policy.owners).origin;
    if let Some(kind) = amend::amends(story, item) {
        let whose = Whose { origin: &origin, edited: false, at: item.poll.fetched };
        recant::take_in(story, (kind, &item.finding.article), whose, policy);
    }
    if !item.finding.matches.is_empty() {
        if story.state.line.is_none() {
            corroborate_from(story, item, &origin);
        }
        weigh(story, item, false, policy);
        stand::count_talk(story, item, &origin);
    }
}

/// Carries on what the outside was told of a story.
fn remember(story: &mut StoryChange, told: &StoryChange) {
    story.state.apart.clone_from(&told.state.apart);
    story.state.notices = told.state.notices;
    story.state.last_notice = told.state.last_notice;
    if let (Some(memo), Some(before)) = (&mut story.state.memo, &told.state.memo) {
        memo.told.clone_from(&before.told);
        memo.stood = before.stood;
        memo.worded.clone_from(&before.worded);
        let origins = &story.state.origins;
        let counts = |name: &String| origins.iter().any(|(known, _)| known == name);
        let back = before.taken_back.iter().filter(|(name, _)| !counts(name));
        let further = back.filter(|one| !memo.taken_back.contains(one)).cloned();
        memo.taken_back = memo.taken_back.iter().cloned().chain(further).collect();
    }
    if let (Some(line), Some(before)) = (&mut story.state.line, &told.state.line) {
        let line = Arc::make_mut(line);
        line.change = before.change;
        line.note.clone_from(&before.note);
        line.times.raised = before.times.raised;
        if told.id == story.id {
            line.id.clone_from(&before.id);
            line.seq = before.seq;
        }
    }
}

/// Takes over what the outside knows of the stories that go on in one, and what waits to be told
/// of them. What it knows of more than the story now is, it does not know of this story.
fn carry(story: &mut StoryChange, past: &Past<'_>, occasion: &mut Occasion) {
    let notices = story.state.notices;
    let Some(memo) = &mut story.state.memo else { return };
    for part in &past.goes_on {
        story.state.last_notice = story.state.last_notice.max(part.state.last_notice);
        let Some(before) = &part.state.memo else { continue };
        if part.id == story.id {
            memo.stood = before.stood;
        }
        if part.state.notices > 0 {
            memo.told = unite::both(&memo.told, &before.told);
        }
        match before.pending.clone() {
            // Whoever was told of the other is told what this one brings.
            Some(first) if first.change == Change::Raised && notices > 0 => {
                occasion.news = occasion.news.max(before.last_flagged.map(News::Flagged));
            }
            Some(waiting) => memo.pending = Some(held::join(memo.pending.take(), waiting)),
            None => {}
        }
    }
    let (told, watches) = (&mut memo.told, &story.state.watches);
    told.watches.retain(|watch| watches.contains(watch));
    // Whoever was told of the story was told how many report it, though people took some out of it.
    if past.goes_on.iter().all(|part| part.id != story.id) {
        let origins = &story.state.origins;
        told.origins = told.origins.min(u32::try_from(origins.len()).unwrap_or(u32::MAX));
        told.named.retain(|told| origins.iter().any(|(name, _)| name == told));
    }
    told.harm.killed = told.harm.killed.min(memo.harm.killed);
    told.harm.hurt = told.harm.hurt.min(memo.harm.hurt);
}
