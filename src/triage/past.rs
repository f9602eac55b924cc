//! What was told before of the articles of a story that is made anew, and what of it is told then:
//! news against what was told, all of a piece that people took out, nothing where a watch is back.
//!
//! The story itself is made in `regroup`.

use std::sync::Arc;

use super::raise::{News, Occasion};
use super::{held, line, raise, unite};
use crate::domain::{Change, StoryChange, Told};

/// What was told before of the articles of a story.
#[derive(Clone, Debug, Default)]
pub struct Past<'a> {
    /// The story whose notices it carries on.
    pub told: Option<&'a StoryChange>,
    /// Stories that go on in it: what waits to be told of them is told of it.
    pub goes_on: Vec<&'a StoryChange>,
    /// Whether it is told.
    pub news: Telling<'a>,
}

/// What the outside is told of a story made anew.
#[derive(Clone, Copy, Debug, Default)]
pub enum Telling<'a> {
    /// What is news against what was told.
    #[default]
    News,
    /// All of it: people took it out of this story, and it is an alert like any new one.
    Raised(&'a StoryChange),
    /// The same, but it was this story before and was told then.
    Again(&'a StoryChange),
    /// Nothing: watches that were switched on again find what they found before.
    Nothing,
}

/// Lets a story made anew know what was told before; says what is news then.
pub(super) fn recall(story: &mut StoryChange, past: &Past<'_>, telling: Telling<'_>) -> Occasion {
    if let Some(told) = past.told {
        remember(story, told);
    }
    let mut occasion = Occasion::default();
    match telling {
        Telling::Raised(whole) => raise_anew(story, whole, &mut occasion),
        Telling::Again(before) => {
            story.state.notices = story.state.notices.max(before.state.notices);
            // The whole's last notice is no news of the piece.
            if let Some(line) = &mut story.state.line {
                let line = Arc::make_mut(line);
                (line.change, line.note) = (Change::Raised, String::new());
            }
        }
        Telling::News | Telling::Nothing => {}
    }
    carry(story, past, &mut occasion);
    if let (Telling::Nothing, Some(memo)) = (telling, &mut story.state.memo) {
        // No mark of people changes because a watch is back.
        memo.stood = None;
    }
    occasion
}

/// Takes what the outside knows of a story, now that its severity is known.
pub(super) fn take_as_told(story: &mut StoryChange, past: &Past<'_>) {
    if let (Some(memo), Some(line)) = (&mut story.state.memo, &story.state.line) {
        memo.told.severity = memo.told.severity.min(line.severity);
    }
    if let Telling::Nothing = past.news {
        count_as_told(story, past);
    }
}

/// Lets a piece of a story be told as a new alert is, where the whole was told or waits for it.
fn raise_anew(story: &mut StoryChange, whole: &StoryChange, occasion: &mut Occasion) {
    let waits = whole.state.memo.as_ref().is_some_and(|memo| memo.pending.is_some());
    let (Some(memo), Some(line)) = (&mut story.state.memo, &mut story.state.line) else { return };
    if whole.state.notices == 0 && !waits {
        return;
    }
    (memo.told, memo.stood) = (Told::default(), None);
    let line = Arc::make_mut(line);
    (line.change, line.note) = (Change::Raised, String::new());
    (story.state.notices, story.state.last_notice) = (0, None);
    occasion.news = memo.last_flagged.map(News::Flagged);
}

/// Lets what watches brought back count as told, where the story was told. Of one that was no alert
/// meanwhile nothing else is remembered: it counts as told as it stands.
fn count_as_told(story: &mut StoryChange, past: &Past<'_>) {
    let (Some(memo), Some(line)) = (&story.state.memo, &story.state.line) else { return };
    if story.state.notices == 0 {
        return;
    }
    let stands = raise::told(story, memo, line.severity);
    let known = past.told.is_some_and(|told| told.state.memo.is_some());
    let all = unite::both(&memo.told, &stands);
    let told = if known {
        let Told { origins, named, harm, .. } = memo.told.clone();
        Told { origins, named, harm, ..all }
    } else {
        stands
    };
    if let Some(memo) = &mut story.state.memo {
        memo.told = told;
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
    } else if told.id == story.id {
        // It was no alert meanwhile: the store knows the number of its last notice.
        let name = line::name(story);
        if let Some(line) = &mut story.state.line {
            Arc::make_mut(line).id = name;
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
