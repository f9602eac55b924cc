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
use super::identity::{marks, outlet};
use super::overlay::Overlay;
pub use super::past::{Past, Telling};
use super::policy::Policy;
use super::raise::settle_untold;
use super::recant::Whose;
use super::stand::weigh;
use super::vector::{Centroid, Sieve, Vector, heaviest};
use super::{amend, past, recant, score, stand, unite, vector};
use crate::domain::{
    AlertChange, Article, ArticleId, Choice, FeedFacts, FeedId, Finding, Findings, Match,
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
        let Aim { vector, .. } = aim(&item, &overlay);
        let weight = against(&story.state, &vector, &mut subjects);
        take(story, &item, (&vector, weight), policy);
    }
    let mut story = made?;
    let telling = match past.news {
        Telling::Raised(_) if !is_young(members, policy, now) => Telling::News,
        telling => telling,
    };
    let occasion = past::recall(&mut story, past, telling);
    let alert = settle_untold(&mut story, &occasion, policy, now);
    past::take_as_told(&mut story, past);
    Some(Gathered { story, alert })
}

/// Whether any flagged article of a story is young enough to be told.
fn is_young(members: &[&Member], policy: &Policy, now: Timestamp) -> bool {
    let mut flagged = members.iter().filter(|member| !member.matches.is_empty());
    flagged.any(|member| score::age(&member.article, now) <= i64::from(policy.pace.late))
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
        let Aim { vector, .. } = aim;
        let place = joined.unwrap_or_else(|| {
            count += 1;
            overlay.found(founded(StoryId(count - 1), &item))
        });
        let Some(story) = overlay.change(place) else { continue };
        let id = story.id;
        let weight = match bound {
            Some(_) => against(&story.state, &vector, subjects.entry(id).or_insert(1)),
            None => story.state.articles,
        };
        take(story, &item, (&vector, weight), policy);
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
    let mut id = marks(&article.feed, article).identity.story(outlet(article), at(member));
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
        answered: None,
        behind: None,
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
fn against(state: &StoryState, vector: &Vector, subjects: &mut u32) -> u32 {
    let centroid = (&Centroid::of(&state.centroid), heaviest(&state.centroid));
    let close = Sieve::of(vector).cosine(centroid, LOWEST);
    if close.is_some_and(|close| close >= LOWEST) {
        return state.articles;
    }
    *subjects += 1;
    *subjects - 1
}

/// Takes an article into a story, whose words so far count so much against its own.
fn take(
    story: &mut StoryChange,
    item: &Item<'_>,
    (vector, weight): (&Vector, u32),
    policy: &Policy,
) {
    story.state.centroid = vector::join(&story.state.centroid, weight, vector);
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
