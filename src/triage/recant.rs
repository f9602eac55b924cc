//! What becomes of a story when something of it is taken back: who took a report back counts no more,
//! a toll that is put right sinks, a denial is remembered. What is told of it is decided in `amend`.

use std::sync::Arc;

use jiff::Timestamp;

use super::amend::{Before, was};
use super::corrections::Amends;
use super::features::features;
use super::policy::Policy;
use super::raise::Occasion;
use super::words::folded;
use super::{harm, line, origin, score, stand};
use crate::domain::{Article, Evidence, Harm, StoryChange, Toll};

/// Whose an article is that takes something back, and whether it is an edit of what it takes back.
#[derive(Clone, Copy)]
pub(super) struct Whose<'a> {
    pub origin: &'a str,
    pub edited: bool,
    pub at: Timestamp,
}

/// Takes what an article takes back into its story.
pub(super) fn take_in(
    story: &mut StoryChange,
    (kind, article): (Amends, &Article),
    whose: Whose<'_>,
    policy: &Policy,
) {
    if story.state.memo.is_none() {
        return;
    }
    match kind {
        Amends::Revision | Amends::Correction => lower_toll(story, (article, whose.at), policy),
        Amends::Denial => {
            if let Some(memo) = &mut story.state.memo {
                memo.denied.get_or_insert_with(|| whose.origin.to_owned());
            }
            if whose.edited {
                uncount(story, whose.origin, whose.at);
            }
        }
        Amends::Retraction => {
            let named = named(story, &article.title).filter(|_| !whose.edited);
            let origin = named.unwrap_or_else(|| whose.origin.to_owned());
            uncount(story, &origin, whose.at);
            // What stands for a story and is edited itself is weighed anew.
            if !whose.edited {
                step_down(story, &origin, policy);
                if story.state.origins.is_empty() {
                    forget_toll(story, policy);
                }
            }
        }
    }
}

/// The origin that a headline names: "Reuters withdraws report".
fn named(story: &StoryChange, title: &str) -> Option<String> {
    let title = format!(" {} ", folded(title));
    let names = story.state.origins.iter().map(|(name, _)| name);
    names.into_iter().find(|name| title.contains(&format!(" {} ", folded(name)))).cloned()
}

/// Takes an origin out of those that report a story.
fn uncount(story: &mut StoryChange, origin: &str, at: Timestamp) {
    let origins = &mut story.state.origins;
    let Some(place) = origins.iter().position(|(known, _)| known == origin) else { return };
    let (name, _) = origins.remove(place);
    if let Some(memo) = &mut story.state.memo {
        memo.told.forget(&name);
        memo.taken_back.push((name, at));
    }
}

/// Lets another origin's report stand where the one that does is taken back.
fn step_down(story: &mut StoryChange, origin: &str, policy: &Policy) {
    let state = &story.state;
    let of = |article: &Article| {
        origin::of_edit(article, &features(article), Some(state), &policy.owners) == origin
    };
    let (Some(line), Some(memo)) = (&state.line, &state.memo) else { return };
    let spare = memo.spare.as_deref().filter(|spare| !of(&spare.article));
    let Some(spare) = spare.filter(|_| of(&line.article)).cloned() else { return };
    if let (Some(line), Some(memo)) = (&mut story.state.line, &mut story.state.memo) {
        story.title.clone_from(&spare.article.title);
        memo.harm = harm::told(&spare.article).harm;
        story.state.harm = memo.harm.killed.max(memo.harm.hurt);
        memo.spare = None;
        stand::put(Arc::make_mut(line), memo, spare);
    }
}

/// Takes the dead and hurt of a story out of the count that nobody reports any more.
fn forget_toll(story: &mut StoryChange, policy: &Policy) {
    let (Some(line), Some(memo)) = (&story.state.line, &mut story.state.memo) else { return };
    let old = harm::told(&line.article);
    score::put_right(&mut memo.evidence, (&old, &harm::Told::default()), policy);
    (memo.harm, story.state.harm) = (Harm::default(), 0);
}

/// Lowers what a story tells of dead and hurt to what a correction says, where that tells of any:
/// what waits to be told is told as it stands by then.
pub(super) fn lower_toll(
    story: &mut StoryChange,
    (article, at): (&Article, Timestamp),
    policy: &Policy,
) {
    let told = harm::told(article).harm;
    let nobody = harm::is_of_nobody(&article.title);
    let lower = |known: u32, told: u32| if told > 0 || nobody { told.min(known) } else { known };
    let lowered = |harm: Harm| Harm {
        killed: lower(harm.killed, told.killed),
        hurt: lower(harm.hurt, told.hurt),
    };
    let (Some(line), Some(memo)) = (&story.state.line, &mut story.state.memo) else { return };
    let old = harm::told(&line.article);
    let new = harm::Told { harm: lowered(old.harm), denied: old.denied || nobody, ..old };
    if old.harm != new.harm {
        score::put_right(&mut memo.evidence, (&old, &new), policy);
    }
    let before = memo.harm;
    memo.harm = lowered(before);
    if before != memo.harm {
        let toll = stand::toll(article, memo.harm, at);
        memo.toll = Some(Box::new(Toll { corrects: true, ..toll }));
    }
    story.state.harm = memo.harm.killed.max(memo.harm.hurt);
}

/// Lets a toll sink that an edited article alone told of: to what it tells now, or the strongest other.
pub(super) fn sink(story: &mut StoryChange, stands: bool, [old, new]: [harm::Told; 2]) {
    let (Some(line), Some(memo)) = (&story.state.line, &mut story.state.memo) else { return };
    let spare = memo.spare.as_deref().map(|spare| &spare.article);
    let other = if stands { spare } else { Some(&line.article) };
    let other = other.map(|article| harm::told(article).harm).unwrap_or_default();
    let sink = |known: &mut u32, old: u32, now: u32| {
        // An edit that only tells of it no more takes nothing back.
        let tells = now > 0 || new.denied;
        if old == *known && tells && now < old {
            *known = now;
        }
    };
    let (was, is) = (old.harm, new.harm);
    sink(&mut memo.harm.killed, was.killed, is.killed.max(other.killed));
    sink(&mut memo.harm.hurt, was.hurt, is.hurt.max(other.hurt));
    story.state.harm = memo.harm.killed.max(memo.harm.hurt);
}

/// Takes the article that stands for a story back, which no watch flags any more: the next strongest
/// report stands, or it as it now is, and what it brought beside its watches is gone.
pub(super) fn withdraw(story: &mut StoryChange, occasion: &mut Occasion, article: &Article) {
    let (Some(line), Some(memo)) = (&mut story.state.line, &mut story.state.memo) else { return };
    let line = Arc::make_mut(line);
    let old = line.article.clone();
    // Once: later edits of what is taken back already are no news.
    if memo.evidence.alone > 0 {
        let was = was(article, &Before::Stood(&old)).unwrap_or_default();
        occasion.corrected = Some(format!("no watch flags it any more; {was}"));
    }
    if let Some(spare) = memo.spare.take() {
        story.title.clone_from(&spare.article.title);
        stand::put(line, memo, *spare);
        return;
    }
    memo.evidence = Evidence { age: memo.evidence.age, ..Evidence::default() };
    let fetched = line.times.fetched;
    line::stand(line, article, &[], fetched);
    story.title.clone_from(&article.title);
}
