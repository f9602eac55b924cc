//! Which story an article belongs to: the live story whose centroid is closest above the bar, else
//! one that flagged articles of any language tell of the same place, targets and kind of event.
//! Candidates share one of the article's rarest words; two that name other countries stay apart.

use super::bars::{
    ELSE_HIT_TWIN, ELSEWHERE, Probe, bar, beside, done_otherwise, done_with, elsewhere, hours,
    is_abroad, is_elsewhere, is_open, late, least, otherwise, renewed,
};
use super::batch::Item;
use super::book::Place;
use super::concepts;
use super::focus::{self, Focus};
use super::idf::{idf, log2_size};
use super::live::Hot;
use super::notices;
use super::overlay::Overlay;
use super::vector::{Sieve, Vector, cosine_of_parts, unit};
use super::words::{Kind, is_place, kind, names, places, spoken_of};
use crate::domain::{StoryId, Storying};

/// Words by which candidates are found.
const RARE_WORDS: usize = 8;
/// How far candidates are looked for.
#[derive(Clone, Copy)]
struct Reach {
    /// A word of more stories than this finds none.
    common: usize,
    /// Candidates after which no further word is asked.
    enough: usize,
}
/// For what a watch flags: people are told of it.
const FAR_REACH: Reach = Reach { common: 300, enough: 128 };
/// For the rest, of which there is fifty times as much: on two weeks of 2023 it finds as much.
const NEAR_REACH: Reach = Reach { common: 150, enough: 64 };

/// How far to look for what these watches flag.
fn reach<T>(watches: &[T]) -> Reach {
    if watches.is_empty() { NEAR_REACH } else { FAR_REACH }
}

/// Candidates whose centroids are fetched from memory together, so that the waits overlap.
const AT_ONCE: usize = 32;
/// Notices of other numbers that are passed over.
const OTHER_NOTICES: usize = 12;
/// How alike two stories are that are one, and how much more so with each doubling of the larger:
/// the middles of large subjects lie close together.
const SAME: f32 = 0.35;
const SAME_RISE: f32 = 0.05;
/// How much a country, a place and anything else that holds in every language counts against a word,
/// whose a mission is, and where a headline says that it was.
const WEIGHTS: [f32; 5] = [0.4, 1.2, 0.8, 0.5, 0.05];
/// How alike two flagged reports must be in places and concepts alone, and for how many hours
/// (twice as many since the story began).
const ALIKE: f32 = 0.42;
const SOON: f32 = 8.0;
/// How much more so where no watch flags the article, and how many concepts both must name: with and
/// without a watch. A place alone is no event.
const UNFLAGGED: f32 = 0.1;
const SHARED: (usize, usize) = (1, 2);
/// Countries of what befell people of one in the other.
const ABROAD: usize = 2;
/// From this weight on, a story speaks of a concept.
const NAMED: f32 = 0.03;
/// How much less alike two reports are by a difference than a bar rises by it.
const TWICE: f32 = 2.0;
/// The same where both name places of their own and none is the same, beside a region of both.
const PARTED: f32 = 0.8;

/// Which stories were looked at already: one mark a story, so that none is sorted out twice.
#[derive(Default)]
pub(super) struct Seen {
    marks: Vec<u32>,
    round: u32,
}

impl Seen {
    /// Forgets everything, for that many stories.
    fn clear(&mut self, stories: usize) {
        self.marks.resize(stories.max(self.marks.len()), 0);
        self.round += 1;
    }

    fn first(&mut self, place: Place) -> bool {
        let mark = self.marks.get_mut(place as usize);
        mark.is_some_and(|mark| std::mem::replace(mark, self.round) != self.round)
    }
}

/// Stories that hold a word: those of the book and those of this batch.
type Holding<'o> = (&'o [Place], &'o [Place]);

/// An article's vector, with the stories that hold the words by which candidates are found.
pub(super) struct Aim<'a, 'o> {
    item: &'a Item<'a>,
    pub vector: Vector,
    rare: Vec<Holding<'o>>,
}

/// Weighs an article's words by how rare they are now.
pub(super) fn aim<'a, 'o>(item: &'a Item<'a>, overlay: &'o Overlay<'_>) -> Aim<'a, 'o> {
    let (features, live) = (&item.finding.features, overlay.live());
    // One walk that does nothing else: the waits for memory overlap.
    let holding = features.words.iter().map(|(word, _)| overlay.holding(*word));
    let holding: Vec<Holding<'_>> = holding.collect();
    let weigh = |((word, count), (old, new)): (&(u32, u16), &Holding<'_>)| {
        let rarity = idf(*word, old.len() + new.len(), live);
        let weight = kind(*word).map_or(1.0, |kind| match kind {
            Kind::Country | Kind::Region => WEIGHTS[0],
            Kind::Place | Kind::Spot => WEIGHTS[1],
            Kind::Concept | Kind::Target => WEIGHTS[2],
            Kind::Owner => WEIGHTS[3],
            Kind::Site | Kind::Source => WEIGHTS[4],
        });
        (*word, rarity, weight * f32::from(*count))
    };
    let words: Vec<(u32, f32, f32)> = features.words.iter().zip(&holding).map(weigh).collect();
    let mut vector = unit(words.iter().map(|(w, rarity, count)| (*w, rarity * count)).collect());
    if item.is_made_up() {
        focus::mark_made_up(&mut vector);
    }
    if item.is_drill() {
        focus::mark_drill(&mut vector);
    }
    let words = words.iter().zip(holding);
    let rare = telling(words.map(|((word, rarity, _), holding)| (*word, *rarity, holding)));
    Aim { item, vector, rare }
}

/// What is known of the words by which candidates are found: the heaviest of some, in this order.
fn telling<T>(words: impl Iterator<Item = (u32, f32, T)>) -> Vec<T> {
    // Where it was stands among the places already.
    let is_telling = |word: u32| !matches!(kind(word), Some(Kind::Site | Kind::Source));
    let mut all: Vec<(u32, f32, T)> = Vec::with_capacity(words.size_hint().1.unwrap_or_default());
    all.extend(words.filter(|(word, ..)| is_telling(*word)));
    let heavy = |a: &(u32, f32, T), b: &(u32, f32, T)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if all.len() > RARE_WORDS {
        all.select_nth_unstable_by(RARE_WORDS, heavy);
        all.truncate(RARE_WORDS);
    }
    all.sort_unstable_by(heavy);
    all.into_iter().map(|(.., known)| known).collect()
}

/// The story to join, if there is one: the largest margin over the bar, then the lowest id.
pub(super) fn choose(
    aim: &Aim<'_, '_>,
    probe: &Probe<'_>,
    (overlay, seen): (&Overlay<'_>, &mut Seen),
    storying: &Storying,
) -> Option<Place> {
    let article = &*aim.item.finding.article;
    let mut best = nearest(aim, probe, (overlay, seen), storying)?;
    let is_apart = |best| notices::is_another((aim.item, &aim.vector), best, overlay);
    let (mut others, mut tries) = (None, 0..OTHER_NOTICES);
    while is_apart(best) {
        // The one of its own number may be as close, and in no words.
        if others.is_none() && !notices::is_one_of_many(article) {
            return None;
        }
        tries.next()?;
        let probe = others.get_or_insert_with(|| probe.clone());
        probe.barred.extend(overlay.hot(best).map(|story| story.id));
        best = nearest(aim, probe, (overlay, seen), storying)?;
    }
    // Of what no watch flags it is found out only here, before it comes to what people are told of.
    let told = |story: &Hot| !story.watches.is_empty() && !focus::is_made_up(&story.centroid);
    let aside = probe.watches.is_empty() && overlay.hot(best).is_some_and(told);
    Some(best).filter(|_| !(aside && aim.item.manner().is_made_up()))
}

/// The story to join as far as its words tell.
fn nearest(
    aim: &Aim<'_, '_>,
    probe: &Probe<'_>,
    (overlay, seen): (&Overlay<'_>, &mut Seen),
    storying: &Storying,
) -> Option<Place> {
    let found = candidates(aim.rare.iter().copied(), reach(&probe.watches), (overlay, seen));
    let margin = |close: f32, story: &Hot| close - bar(&aim.vector, probe, story);
    let bars = (|story: &Hot| least(probe, story), margin);
    let best = closest(&aim.vector, probe, (overlay, &found), storying, bars);
    // Where the closest is only of what is around, another may be of the place itself.
    let is_beside = |place: &Place| overlay.hot(*place).is_some_and(|hot| beside(probe, hot) > 0.0);
    if best.is_some_and(|place| !is_beside(&place)) {
        return best;
    }
    let other = alike(aim, probe, (overlay, seen), storying).filter(|place| {
        let better = best.is_none() || (best != Some(*place) && !is_beside(place));
        // An opinion of an attack names its place and its kind as well: it joins by its words alone. Asked last:
        // to find that out takes as long as all the rest.
        better && !aim.item.manner().is_opinion()
    });
    other.or(best)
}

/// The other story that tells of the same event as one that has just changed: the same guards, and
/// a bar of its own.
pub(super) fn twin(
    place: Place,
    (overlay, seen): (&Overlay<'_>, &mut Seen),
    storying: &Storying,
) -> Option<Place> {
    let story = overlay.hot(place).filter(|story| is_due(story))?;
    let vector = story.centroid.vector();
    let heavy = telling(vector.iter().map(|(word, weight)| (*word, *weight, *word)));
    let mut barred = story.apart.to_vec();
    barred.push(story.id);
    let probe = Probe {
        watches: Vec::new(),
        countries: story.countries().to_vec(),
        elsewhere: ELSEWHERE,
        focus: Focus::of_story(&story.centroid),
        barred,
        span: story.span,
    };
    let heavy = heavy.into_iter().map(|word| overlay.holding(word));
    let found = candidates(heavy, reach(&story.watches), (overlay, seen));
    let least = |other: &Hot| {
        let larger = log2_size(story.articles.max(other.articles));
        SAME + SAME_RISE * larger + late(&probe, other)
    };
    let margin = |close: f32, other: &Hot| {
        if other.apart.contains(&story.id) {
            return f32::NEG_INFINITY;
        }
        let bar = least(other) + renewed(&probe, other);
        let other_hit = ELSE_HIT_TWIN * probe.focus.differs(&other.centroid);
        let other_deed = done_with(&probe, other) + done_otherwise(&probe, other);
        close - bar - elsewhere(&vector, &probe, other) - other_hit - other_deed
    };
    closest(&vector, &probe, (overlay, &found), storying, (least, margin))
        .filter(|other| !notices::are_two((place, *other), overlay))
}

/// Whether a story that has just grown may look for its twin: each time its size doubles, a flagged
/// one from the start, since people are told of it. Asking with each article took a quarter of the
/// time of a run over 30,000 articles and found nothing more on two weeks of 2023.
fn is_due(story: &Hot) -> bool {
    let least = if story.watches.is_empty() { 4 } else { 2 };
    story.articles >= least && story.articles.is_power_of_two()
}

/// The open candidate with the largest margin that is not negative, then the lowest id. No margin is larger
/// than what is left over the least bar, so most candidates need not be asked for theirs.
fn closest(
    vector: &Vector,
    probe: &Probe<'_>,
    (overlay, candidates): (&Overlay<'_>, &[Place]),
    storying: &Storying,
    (least, margin): (impl Fn(&Hot) -> f32, impl Fn(f32, &Hot) -> f32),
) -> Option<Place> {
    let mut sieve = Sieve::of(vector);
    // What can be said without the words of a story is asked before these are fetched, and of all stories
    // together: the waits for memory overlap.
    let stories = candidates.iter().filter_map(|place| Some((*place, overlay.hot(*place)?)));
    let mut open: Vec<(Place, &Hot)> = Vec::with_capacity(candidates.len());
    open.extend(stories);
    open.retain(|(_, story)| is_open(story, probe, storying) && !is_abroad(story, probe));
    let mut best: Option<(f32, StoryId, Place)> = None;
    for some in open.chunks(AT_ONCE) {
        some.iter().for_each(|(_, story)| story.centroid.fetch());
        for (place, story) in some {
            let (least, most) = (least(story), best.map_or(0.0, |(most, ..)| most));
            let close = sieve.cosine((&story.centroid, story.heaviest), least + most);
            // The rest last: few candidates come this far.
            let Some(close) = close.filter(|close| close - least >= most) else { continue };
            if is_elsewhere(story, probe) {
                continue;
            }
            let margin = margin(close, story);
            if margin < 0.0 {
                continue;
            }
            let margin = margin - beside(probe, story);
            let better = |most: f32, id: StoryId| {
                margin > most || (margin.total_cmp(&most).is_eq() && story.id < id)
            };
            if best.is_none_or(|(most, id, _)| better(most, id)) {
                best = Some((margin, story.id, *place));
            }
        }
    }
    best.map(|(_, _, place)| place)
}

/// The flagged story that tells of the same place, targets and kind of event, in any words.
fn alike(
    aim: &Aim<'_, '_>,
    probe: &Probe<'_>,
    (overlay, seen): (&Overlay<'_>, &mut Seen),
    storying: &Storying,
) -> Option<Place> {
    let least = if probe.watches.is_empty() { ALIKE + UNFLAGGED } else { ALIKE };
    let (here, spoken) = (places(&aim.vector), spoken_of(&aim.vector));
    if spoken.len() - here.len() < SHARED.0 {
        return None;
    }
    let violent = spoken.iter().any(|(name, _)| concepts::is_violence(*name));
    let here: Vec<u32> = here.iter().map(|(place, _)| *place).collect();
    // Who tries a missile is known by that.
    let tries = probe.focus.tries();
    // Of what befell people of one country in another that alone is often told.
    let abroad = here.is_empty() && probe.countries.len() == ABROAD;
    let hit = if abroad { probe.focus.targets() } else { &[] };
    if here.is_empty() && tries.is_empty() && hit.is_empty() {
        return None;
    }
    let mut best: Option<(f32, StoryId, Place)> = None;
    let mut theirs = Vector::new();
    let named = [&here, tries, hit].into_iter().flatten().map(|word| overlay.holding(*word));
    for place in candidates(named, FAR_REACH, (overlay, seen)) {
        let Some(story) = overlay.hot(place) else { continue };
        let Some(shared) = shared_at_least(story, probe, violent) else { continue };
        if !is_near(story, probe) || !is_open(story, probe, storying) || is_elsewhere(story, probe)
        {
            continue;
        }
        theirs.clear();
        theirs.extend(story.centroid.part(*names(Kind::Region).start()..=u32::MAX));
        let shares = |list: &[u32]| {
            list.iter().any(|word| story.centroid.words().binary_search(word).is_ok())
        };
        let abroad_too = || {
            let placed = story.centroid.words().iter().any(|word| is_place(*word));
            story.countries() == probe.countries && !placed && shares(hit)
        };
        let there = || shares(&here) || probe.focus.is_tried_too(&story.centroid) || abroad_too();
        if concepts_of_both(spoken, &theirs) < shared || !there() {
            continue;
        }
        let apart = otherwise(probe, story) + renewed(probe, story);
        let parted = PARTED * elsewhere(&aim.vector, probe, story);
        let same = cosine_of_parts(spoken, &theirs) - TWICE * apart - parted;
        if same < least {
            continue;
        }
        let same = same - beside(probe, story);
        let better = |most: f32, id: StoryId| {
            same > most || (same.total_cmp(&most).is_eq() && story.id < id)
        };
        if best.is_none_or(|(most, id, _)| better(most, id)) {
            best = Some((same, story.id, place));
        }
    }
    best.map(|(_, _, place)| place)
}

/// Whether a story is close in time.
fn is_near(story: &Hot, probe: &Probe<'_>) -> bool {
    let (silent, old) = hours(story, probe);
    silent <= SOON && old <= 2.0 * SOON
}

/// How many concepts an article and a story must both name: more where they share no watch. Nothing joins them
/// then but where the article tells of violence.
fn shared_at_least(story: &Hot, probe: &Probe<'_>, violent: bool) -> Option<usize> {
    let common = story.watches.iter().any(|watch| probe.watches.contains(&watch.as_str()));
    let (flagged, told) = (!probe.watches.is_empty(), !story.watches.is_empty());
    match (flagged, told) {
        (true, true) if common => Some(SHARED.0),
        (true, false) => Some(SHARED.0).filter(|_| violent),
        (true, true) | (false, false) => Some(SHARED.1).filter(|_| violent),
        (false, true) => Some(SHARED.1),
    }
}

/// How many concepts and targets an article and a story both speak of.
fn concepts_of_both(spoken: &[(u32, f32)], theirs: &[(u32, f32)]) -> usize {
    let told = |name: u32| theirs.iter().any(|(word, y)| *word == name && *y > NAMED);
    spoken.iter().filter(|(name, _)| !is_place(*name) && told(*name)).count()
}

/// Stories that share a rare word, each once. Whole lists are taken or left, so the order within
/// a list says nothing.
fn candidates<'o>(
    rare: impl Iterator<Item = Holding<'o>>,
    reach: Reach,
    (overlay, seen): (&Overlay<'_>, &mut Seen),
) -> Vec<Place> {
    let mut found = Vec::with_capacity(2 * reach.enough);
    let mut asked = 0;
    seen.clear(overlay.end());
    for (old, new) in rare {
        if old.len() + new.len() > reach.common {
            continue;
        }
        found.extend(old.iter().chain(new).copied().filter(|place| seen.first(*place)));
        asked += old.len() + new.len();
        if asked > reach.enough {
            break;
        }
    }
    found
}
