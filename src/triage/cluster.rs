//! Which story an article belongs to: the live story whose centroid is closest above the bar.
//! Candidates share one of the article's rarest words; two that name other countries stay apart.

use jiff::{SignedDuration, Timestamp};

use super::idf::{idf, log2_size};
use super::overlay::Overlay;
use super::vector::{self, Sieve, Vector, unit};
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

/// An article as clustering sees it.
pub(super) struct Probe<'a> {
    pub features: &'a Features,
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
        (*word, rarity, f32::from(*count))
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
            let margin = sieve.cosine(&story.state.centroid) - bar(story.state.articles);
            let better = margin >= 0.0 && best.is_none_or(|(most, _)| margin > most);
            // Countries last: few candidates come this far.
            if better && !is_elsewhere(story, probe) {
                best = Some((margin, story.id));
            }
        }
    }
    best.map(|(_, id)| id)
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

fn bar(size: u32) -> f32 {
    (BAR - FALL * log2_size(size)).max(LOWEST)
}

/// Whether a story still takes articles of that time.
fn is_open(story: &StoryChange, probe: &Probe<'_>, storying: &Storying) -> bool {
    let window = SignedDuration::from_secs(i64::from(storying.window));
    let latest = story.state.latest.unwrap_or(story.last_seen);
    let apart = probe.at.duration_since(latest).abs();
    story.state.merged.is_none() && apart <= window
}

/// Whether an article and a story name countries, and none of them both.
fn is_elsewhere(story: &StoryChange, probe: &Probe<'_>) -> bool {
    let (mine, theirs) = (&probe.features.countries, &story.state.countries);
    !mine.is_empty() && !theirs.is_empty() && !mine.iter().any(|c| theirs.contains(c))
}
