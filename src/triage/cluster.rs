//! Which story an article belongs to: the live story whose centroid is closest above the bar, else
//! one that flagged articles of any language tell of the same place, targets and kind of event.
//! Candidates share one of the article's rarest words; two that name other countries stay apart.

use super::book::Place;
use super::focus::Focus;
use super::idf::{idf, log2_size};
use super::live::{Code, Hot, code};
use super::overlay::Overlay;
use super::vector::{Sieve, Vector, cosine_of_parts, unit};
use super::words::{Kind, is_place, kind, names, places, spoken_of};
use crate::domain::{Features, StoryId, Storying};

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
/// The bar for a story of one article, its fall with each doubling, and where it stays.
const BAR: f32 = 0.28;
const FALL: f32 = 0.02;
pub(super) const LOWEST: f32 = 0.12;
/// How alike two stories are that are one, and how much more so with each doubling of the larger:
/// the middles of large subjects lie close together.
const SAME: f32 = 0.35;
const SAME_RISE: f32 = 0.05;
/// What the bar rises by with each hour of silence beyond the first, and from the hour on at which
/// a story is old: a subject that goes on for days is many events. Measured on two weeks of 2023.
const SILENCE: (f32, f32) = (4.0, 0.009);
const OLD: (f32, f32) = (16.0, 0.012);
/// What it rises by where both name places and none is the same.
const ELSEWHERE: f32 = 0.12;
/// The same where the article's headline names its place.
const FAR: f32 = 0.3;
/// How much a country, a place and anything else that holds in every language counts against a word,
/// whose a mission is, and where a headline says that it was.
const WEIGHTS: [f32; 5] = [0.4, 1.2, 0.7, 0.5, 0.05];
/// What a bar rises by where other things are hit, for an article and between stories: a hospital and a
/// substation of one city on one night. Measured on invented look-alikes and on two weeks of 2023.
const ELSE_HIT: f32 = 0.5;
const ELSE_HIT_TWIN: f32 = 0.2;
/// The same where one says that it was not the first time, from so many hours between the two on.
const RENEWED: f32 = 0.25;
const RENEWED_AFTER: f32 = 3.0;
/// From how many hours of silence, or since the first, on an attack that its headline calls another one is
/// a story of its own: while the first is being told, "new" is said against the days before.
const ANOTHER_AFTER: (f32, f32) = (0.75, 4.0);
/// The same where it tells of the night or the morning just past, after so many hours of silence.
const LATELY_AFTER: f32 = 10.0;
/// How alike two flagged reports must be in places and concepts alone, and for how many hours
/// (twice as many since the story began).
const ALIKE: f32 = 0.42;
const SOON: f32 = 12.0;
/// How much more so where no watch flags the article, and how many concepts both must name: with and
/// without a watch. A place alone is no event.
const UNFLAGGED: f32 = 0.1;
const SHARED: (usize, usize) = (1, 2);
/// From this weight on, a story speaks of a concept.
const NAMED: f32 = 0.03;
/// How much less alike two reports are by a difference than a bar rises by it.
const TWICE: f32 = 2.0;

/// An article, or a story, as clustering sees it.
pub(super) struct Probe<'a> {
    /// The watches that flag it.
    pub watches: Vec<&'a str>,
    /// Countries that it names.
    pub countries: Vec<Code>,
    /// What a bar rises by where it and a story name places and none is the same.
    pub elsewhere: f32,
    /// What it says is hit.
    pub focus: Focus,
    /// Stories that people parted it from.
    pub barred: Vec<StoryId>,
    /// When it was published, as far as that is possible: seconds, the first and the last.
    pub span: (i64, i64),
}

impl<'a> Probe<'a> {
    /// An article.
    pub(super) fn of(features: &Features, watches: Vec<&'a str>, at: jiff::Timestamp) -> Probe<'a> {
        let countries = features.countries.iter().map(|country| code(country)).collect();
        // A word of the headline counts twice.
        let headlined = |(word, count): &(u32, u16)| *count > 1 && kind(*word) == Some(Kind::Place);
        let elsewhere = if features.words.iter().any(headlined) { FAR } else { ELSEWHERE };
        let span = (at.as_second(), at.as_second());
        let focus = Focus::of(features);
        Probe { watches, countries, elsewhere, focus, barred: Vec::new(), span }
    }
}

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

/// An article's vector, with the words by which candidates are found.
pub(super) struct Aim {
    pub vector: Vector,
    pub rare: Vec<u32>,
}

/// Weighs an article's words by how rare they are now.
pub(super) fn aim(features: &Features, overlay: &Overlay<'_>) -> Aim {
    let live = overlay.live();
    let weigh = |(word, count): &(u32, u16)| {
        let (old, new) = overlay.holding(*word);
        let rarity = idf(*word, old.len() + new.len(), live);
        let weight = kind(*word).map_or(1.0, |kind| match kind {
            Kind::Country | Kind::Region => WEIGHTS[0],
            Kind::Place => WEIGHTS[1],
            Kind::Concept | Kind::Target => WEIGHTS[2],
            Kind::Owner => WEIGHTS[3],
            Kind::Site | Kind::Source => WEIGHTS[4],
        });
        (*word, rarity, weight * f32::from(*count))
    };
    let mut words: Vec<(u32, f32, f32)> = features.words.iter().map(weigh).collect();
    let vector = unit(words.iter().map(|(w, rarity, count)| (*w, rarity * count)).collect());
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    // Where it was stands among the places already.
    let telling = |word: u32| !matches!(kind(word), Some(Kind::Site | Kind::Source));
    let rare = words.iter().map(|(word, ..)| *word).filter(|word| telling(*word));
    let rare = rare.take(RARE_WORDS).collect();
    Aim { vector, rare }
}

/// The story to join, if there is one: the largest margin over the bar, then the lowest id.
pub(super) fn choose(
    aim: &Aim,
    probe: &Probe<'_>,
    (overlay, seen): (&Overlay<'_>, &mut Seen),
    storying: &Storying,
) -> Option<Place> {
    let found = candidates(&aim.rare, reach(&probe.watches), (overlay, seen));
    let best = closest(&aim.vector, probe, (overlay, &found), storying, |close, story| {
        close - bar(&aim.vector, probe, story)
    });
    best.or_else(|| alike(aim, probe, (overlay, seen), storying))
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
    let mut heavy: Vec<(u32, f32)> = vector.clone();
    heavy.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    heavy.retain(|(word, _)| !matches!(kind(*word), Some(Kind::Site | Kind::Source)));
    heavy.truncate(RARE_WORDS);
    let heavy: Vec<u32> = heavy.into_iter().map(|(word, _)| word).collect();
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
    let mut found = candidates(&heavy, reach(&story.watches), (overlay, seen));
    found.retain(|one| overlay.hot(*one).is_some_and(|hot| !hot.apart.contains(&story.id)));
    closest(&vector, &probe, (overlay, &found), storying, |close, other| {
        let larger = log2_size(story.articles.max(other.articles));
        let bar = SAME + SAME_RISE * larger + late(&probe, other) + renewed(&probe, other);
        let other_hit = ELSE_HIT_TWIN * probe.focus.differs(&other.centroid);
        close - bar - elsewhere(&vector, &probe, other) - other_hit
    })
}

/// Whether a story that has just grown may look for its twin: each time its size doubles, a flagged
/// one from the start, since people are told of it. Asking with each article took a quarter of the
/// time of a run over 30,000 articles and found nothing more on two weeks of 2023.
fn is_due(story: &Hot) -> bool {
    let least = if story.watches.is_empty() { 4 } else { 2 };
    story.articles >= least && story.articles.is_power_of_two()
}

/// The open candidate with the largest margin that is not negative, then the lowest id.
fn closest(
    vector: &Vector,
    probe: &Probe<'_>,
    (overlay, candidates): (&Overlay<'_>, &[Place]),
    storying: &Storying,
    margin: impl Fn(f32, &Hot) -> f32,
) -> Option<Place> {
    let sieve = Sieve::of(vector);
    let stories = candidates.iter().filter_map(|place| Some((*place, overlay.hot(*place)?)));
    let mut open: Vec<(Place, &Hot)> = Vec::with_capacity(candidates.len());
    open.extend(stories.filter(|(_, story)| is_open(story, probe, storying)));
    let mut best: Option<(f32, StoryId, Place)> = None;
    for some in open.chunks(AT_ONCE) {
        some.iter().for_each(|(_, story)| story.centroid.fetch());
        for (place, story) in some {
            let close = sieve.cosine(&story.centroid);
            // The rest last: few candidates come this far.
            if close < LOWEST || is_elsewhere(story, probe) {
                continue;
            }
            let margin = margin(close, story);
            let better = |most: f32, id: StoryId| {
                margin > most || (margin.total_cmp(&most).is_eq() && story.id < id)
            };
            if margin >= 0.0 && best.is_none_or(|(most, id, _)| better(most, id)) {
                best = Some((margin, story.id, *place));
            }
        }
    }
    best.map(|(_, _, place)| place)
}

/// The flagged story that tells of the same place, targets and kind of event, in any words.
fn alike(
    aim: &Aim,
    probe: &Probe<'_>,
    (overlay, seen): (&Overlay<'_>, &mut Seen),
    storying: &Storying,
) -> Option<Place> {
    let (least, shared) =
        if probe.watches.is_empty() { (ALIKE + UNFLAGGED, SHARED.1) } else { (ALIKE, SHARED.0) };
    let (here, spoken) = (places(&aim.vector), spoken_of(&aim.vector));
    if here.is_empty() || spoken.len() - here.len() < shared {
        return None;
    }
    let here: Vec<u32> = here.iter().map(|(place, _)| *place).collect();
    let mut best: Option<(f32, StoryId, Place)> = None;
    for place in candidates(&here, FAR_REACH, (overlay, seen)) {
        let Some(story) = overlay.hot(place) else { continue };
        if !is_near(story, probe) || !is_open(story, probe, storying) || is_elsewhere(story, probe)
        {
            continue;
        }
        let theirs: Vector = story.centroid.part(*names(Kind::Region).start()..=u32::MAX).collect();
        if concepts_of_both(spoken, &theirs) < shared {
            continue;
        }
        let apart = ELSE_HIT * probe.focus.differs(&story.centroid) + renewed(probe, story);
        let same = cosine_of_parts(spoken, &theirs) - TWICE * apart;
        let better = |most: f32, id: StoryId| {
            same > most || (same.total_cmp(&most).is_eq() && story.id < id)
        };
        if same >= least && best.is_none_or(|(most, id, _)| better(most, id)) {
            best = Some((same, story.id, place));
        }
    }
    best.map(|(_, _, place)| place)
}

/// Whether a story is flagged, by one of an article's watches where it has any, and close in time.
fn is_near(story: &Hot, probe: &Probe<'_>) -> bool {
    let (silent, old) = hours(story, probe);
    let common =
        |watch: &String| probe.watches.is_empty() || probe.watches.contains(&watch.as_str());
    story.watches.iter().any(common) && silent <= SOON && old <= 2.0 * SOON
}

/// How many concepts and targets an article and a story both speak of.
fn concepts_of_both(spoken: &[(u32, f32)], theirs: &[(u32, f32)]) -> usize {
    let told = |name: u32| theirs.iter().any(|(word, y)| *word == name && *y > NAMED);
    spoken.iter().filter(|(name, _)| !is_place(*name) && told(*name)).count()
}

/// Stories that share a rare word, each once. Whole lists are taken or left, so the order within
/// a list says nothing.
fn candidates(
    rare: &[u32],
    reach: Reach,
    (overlay, seen): (&Overlay<'_>, &mut Seen),
) -> Vec<Place> {
    let mut found = Vec::with_capacity(2 * reach.enough);
    let mut asked = 0;
    seen.clear(overlay.end());
    for word in rare {
        let (old, new) = overlay.holding(*word);
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

/// What an article must reach to join a story.
fn bar(vector: &Vector, probe: &Probe<'_>, story: &Hot) -> f32 {
    (BAR - FALL * log2_size(story.articles)).max(LOWEST)
        + late(probe, story)
        + renewed(probe, story)
        + elsewhere(vector, probe, story)
        + ELSE_HIT * probe.focus.differs(&story.centroid)
}

/// What a bar rises by where the later of two that lie hours apart says that it was not the first time,
/// or just now.
fn renewed(probe: &Probe<'_>, story: &Hot) -> f32 {
    let later = probe.span.0.cmp(&story.span.0);
    let (silent, old) = hours(story, probe);
    let lately = silent > LATELY_AFTER && probe.focus.dates(&story.centroid, later);
    let again = old > RENEWED_AFTER && probe.focus.renews(&story.centroid, later);
    if again || lately { RENEWED } else { 0.0 }
}

/// What a bar rises by with silence and age.
fn late(probe: &Probe<'_>, story: &Hot) -> f32 {
    let (silent, old) = hours(story, probe);
    let rise = |hours: f32, (from, each): (f32, f32)| (hours - from).max(0.0) * each;
    rise(silent, SILENCE) + rise(old, OLD)
}

/// What a bar rises by where both name places and none is the same.
fn elsewhere(vector: &Vector, probe: &Probe<'_>, story: &Hot) -> f32 {
    let (here, words) = (places(vector), story.centroid.words());
    let there = || words.iter().filter(|word| is_place(**word));
    let shared = || here.iter().any(|(place, _)| words.binary_search(place).is_ok());
    if here.is_empty() || there().next().is_none() || shared() { 0.0 } else { probe.elsewhere }
}

/// Hours between an article and the span of a story, and between it and the story's beginning.
fn hours(story: &Hot, probe: &Probe<'_>) -> (f32, f32) {
    let ((earliest, latest), (from, to)) = (story.span, probe.span);
    let silent = (from - latest).max(earliest - to).max(0);
    #[expect(clippy::cast_precision_loss, reason = "spans of days, whole seconds")]
    let hours = |seconds: i64| seconds as f32 / 3_600.0;
    (hours(silent), hours((from - earliest).abs()))
}

/// Whether a story still takes articles of that time.
fn is_open(story: &Hot, probe: &Probe<'_>, storying: &Storying) -> bool {
    let apart = (probe.span.1 - story.span.1).abs();
    !story.gone && apart <= i64::from(storying.window) && !probe.barred.contains(&story.id)
}

/// Whether an article and a story are of two events whatever words they share: they name countries, places
/// or missions and none of them both, or the later is of another attack.
fn is_elsewhere(story: &Hot, probe: &Probe<'_>) -> bool {
    let (mine, theirs) = (&probe.countries, story.countries());
    let countries =
        !mine.is_empty() && !theirs.is_empty() && !mine.iter().any(|c| theirs.contains(c));
    countries || probe.focus.is_apart(&story.centroid) || is_another(story, probe)
}

/// Whether the later of an article and a story says that it was another attack, some time after the first.
fn is_another(story: &Hot, probe: &Probe<'_>) -> bool {
    let (silent, old) = hours(story, probe);
    let later = probe.span.0.cmp(&story.span.0);
    let (soon, late) = ANOTHER_AFTER;
    (silent > soon || old > late) && probe.focus.is_another(&story.centroid, later)
}
