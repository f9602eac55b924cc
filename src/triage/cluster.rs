//! Which story an article belongs to: the live story whose centroid is closest above the bar, else
//! one that flagged articles of any language tell of the same place, targets and kind of event.
//! Candidates share one of the article's rarest words; two that name other countries stay apart.

use jiff::{SignedDuration, Timestamp};

use super::idf::{idf, log2_size};
use super::overlay::Overlay;
use super::vector::{self, Sieve, Vector, cosine_of_parts, unit};
use super::words::{Kind, kind, places, spoken_of};
use crate::domain::{Features, StoryChange, StoryId, Storying};

/// Words by which candidates are found.
const RARE_WORDS: usize = 8;
/// A word of more stories than this finds no candidates.
const COMMON: usize = 600;
/// Candidates after which no further word is asked.
const ENOUGH: usize = 192;
/// Candidates whose centroids are fetched from memory together, so that the waits overlap.
const AT_ONCE: usize = 32;
/// The bar for a story of one article, its fall with each doubling, and where it stays.
const BAR: f32 = 0.25;
const FALL: f32 = 0.02;
const LOWEST: f32 = 0.12;
/// What the bar rises by with each hour of silence beyond the first, and from the hour on at which
/// a story is old: a subject that goes on for days is many events. Measured on two weeks of 2023.
const SILENCE: (f32, f32) = (4.0, 0.08 / 12.0);
const OLD: (f32, f32) = (16.0, 0.2 / 24.0);
/// What it rises by where both name places and none is the same.
const ELSEWHERE: f32 = 0.12;
/// How much a country, a place, a concept counts against a word.
const WEIGHTS: [f32; 3] = [0.4, 1.2, 0.7];
/// How alike two flagged reports must be in places and concepts alone, and for how many hours
/// (twice as many since the story began).
const ALIKE: f32 = 0.42;
const SOON: f32 = 12.0;

/// An article as clustering sees it.
pub(super) struct Probe<'a> {
    pub features: &'a Features,
    /// The watches that flag it.
    pub watches: Vec<&'a str>,
    /// Stories that people parted it from.
    pub barred: Vec<StoryId>,
    /// When it was published, as far as that is possible.
    pub at: Timestamp,
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
            Kind::Country => WEIGHTS[0],
            Kind::Place => WEIGHTS[1],
            Kind::Concept => WEIGHTS[2],
        });
        (*word, rarity, weight * f32::from(*count))
    };
    let mut words: Vec<(u32, f32, f32)> = features.words.iter().map(weigh).collect();
    let vector = unit(words.iter().map(|(w, rarity, count)| (*w, rarity * count)).collect());
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let rare = words.iter().take(RARE_WORDS).map(|(w, _, _)| *w).collect();
    Aim { vector, rare }
}

/// The story to join, if there is one: the largest margin over the bar, then the lowest id.
pub(super) fn choose(
    aim: &Aim,
    probe: &Probe<'_>,
    overlay: &Overlay<'_>,
    storying: &Storying,
) -> Option<StoryId> {
    let mut best: Option<(f32, StoryId)> = None;
    let sieve = Sieve::of(&aim.vector);
    let stories = candidates(&aim.rare, overlay).into_iter().filter_map(|id| overlay.get(id));
    let open: Vec<&StoryChange> = stories.filter(|s| is_open(s, probe, storying)).collect();
    for some in open.chunks(AT_ONCE) {
        some.iter().for_each(|story| vector::fetch(&story.state.centroid));
        for story in some {
            let close = sieve.cosine(&story.state.centroid);
            // The rest last: few candidates come this far.
            if close < LOWEST || is_elsewhere(story, probe) {
                continue;
            }
            let margin = close - bar(aim, probe, story);
            if margin >= 0.0 && best.is_none_or(|(most, _)| margin > most) {
                best = Some((margin, story.id));
            }
        }
    }
    best.or_else(|| alike(aim, probe, overlay, storying)).map(|(_, id)| id)
}

/// The flagged story that tells of the same place, targets and kind of event, in any words.
fn alike(
    aim: &Aim,
    probe: &Probe<'_>,
    overlay: &Overlay<'_>,
    storying: &Storying,
) -> Option<(f32, StoryId)> {
    if probe.watches.is_empty() {
        return None;
    }
    let here: Vec<u32> = places(&aim.vector).iter().map(|(place, _)| *place).collect();
    let mut best: Option<(f32, StoryId)> = None;
    for id in candidates(&here, overlay) {
        let Some(story) = overlay.get(id) else { continue };
        let shared = story.state.watches.iter().any(|w| probe.watches.contains(&w.as_str()));
        let (silent, old) = hours(story, probe);
        if !shared
            || silent > SOON
            || old > 2.0 * SOON
            || !is_open(story, probe, storying)
            || is_elsewhere(story, probe)
        {
            continue;
        }
        let same = cosine_of_parts(spoken_of(&aim.vector), spoken_of(&story.state.centroid));
        if same >= ALIKE && best.is_none_or(|(most, _)| same > most) {
            best = Some((same, id));
        }
    }
    best
}

/// Stories that share a rare word, sorted. Whole lists are taken or left, so the order within a
/// list says nothing.
fn candidates(rare: &[u32], overlay: &Overlay<'_>) -> Vec<StoryId> {
    let mut ids = Vec::new();
    for word in rare {
        let (old, new) = overlay.holding(*word);
        if old.len() + new.len() > COMMON {
            continue;
        }
        ids.extend_from_slice(old);
        ids.extend_from_slice(new);
        if ids.len() > ENOUGH {
            break;
        }
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// What an article must reach to join a story.
fn bar(aim: &Aim, probe: &Probe<'_>, story: &StoryChange) -> f32 {
    let (silent, old) = hours(story, probe);
    let rise = |hours: f32, (from, each): (f32, f32)| (hours - from).max(0.0) * each;
    let (here, there) = (places(&aim.vector), places(&story.state.centroid));
    let apart = !here.is_empty()
        && !there.is_empty()
        && !here.iter().any(|(p, _)| there.iter().any(|(q, _)| p == q));
    (BAR - FALL * log2_size(story.state.articles)).max(LOWEST)
        + rise(silent, SILENCE)
        + rise(old, OLD)
        + if apart { ELSEWHERE } else { 0.0 }
}

/// Hours between an article and the span of a story, and between it and the story's beginning.
fn hours(story: &StoryChange, probe: &Probe<'_>) -> (f32, f32) {
    let latest = story.state.latest.unwrap_or(story.last_seen);
    let earliest = story.state.earliest.unwrap_or(story.first_seen).min(latest);
    let seconds = |from: Timestamp, to: Timestamp| to.as_second() - from.as_second();
    let silent = seconds(latest, probe.at).max(seconds(probe.at, earliest)).max(0);
    #[expect(clippy::cast_precision_loss, reason = "spans of days, whole seconds")]
    let hours = |seconds: i64| seconds as f32 / 3_600.0;
    (hours(silent), hours(seconds(earliest, probe.at).abs()))
}

/// Whether a story still takes articles of that time.
fn is_open(story: &StoryChange, probe: &Probe<'_>, storying: &Storying) -> bool {
    let window = SignedDuration::from_secs(i64::from(storying.window));
    let latest = story.state.latest.unwrap_or(story.last_seen);
    let apart = probe.at.duration_since(latest).abs();
    story.state.merged.is_none() && !probe.barred.contains(&story.id) && apart <= window
}

/// Whether an article and a story name countries, and none of them both.
fn is_elsewhere(story: &StoryChange, probe: &Probe<'_>) -> bool {
    let (mine, theirs) = (&probe.features.countries, &story.state.countries);
    !mine.is_empty() && !theirs.is_empty() && !mine.iter().any(|c| theirs.contains(c))
}
