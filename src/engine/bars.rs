//! Bars between stories that people parted: each stands on both sides, and follows a story into
//! the one that it became part of. Works on a regrouping before it is written; what is live is
//! barred in `triage`.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Regrouping, StoryChange, StoryId};

/// The bars of each story.
type Bars = BTreeMap<StoryId, BTreeSet<StoryId>>;

/// Puts the bars of all stories right after a regrouping of those that stood `before`; `further`
/// pairs are parted as well.
pub(super) fn settle(
    change: &mut Regrouping,
    before: &BTreeMap<StoryId, StoryChange>,
    further: &[(StoryId, StoryId)],
) {
    let became: BTreeMap<StoryId, StoryId> =
        change.merges.iter().map(|merge| (merge.from, merge.into)).collect();
    let now = |id: StoryId| became.get(&id).copied().unwrap_or(id);
    let mut bars = Bars::new();
    let known = before.values().chain(&change.stories);
    let known = known.flat_map(|story| story.state.apart.iter().map(|other| (story.id, *other)));
    for (one, other) in known.chain(further.iter().copied()) {
        let (one, other) = (now(one), now(other));
        if one != other {
            bars.entry(one).or_default().insert(other);
            bars.entry(other).or_default().insert(one);
        }
    }
    for story in change.stories.iter_mut().filter(|story| story.state.merged.is_none()) {
        let barred = bars.remove(&story.id).unwrap_or_default();
        story.state.apart = barred.into_iter().collect();
    }
    for (id, barred) in bars {
        let Some(story) = before.get(&id).filter(|_| now(id) == id) else { continue };
        if !barred.iter().eq(story.state.apart.iter().collect::<BTreeSet<_>>()) {
            let mut story = story.clone();
            story.state.apart = barred.into_iter().collect();
            change.stories.push(story);
        }
    }
}
