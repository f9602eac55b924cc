//! What publishers take back: corrections, retractions and edits of articles of an alerted story,
//! with the old text beside the new one. Whether they are told is decided in `raise`.

use std::sync::Arc;

use super::batch::Item;
use super::manner::Manner;
use super::policy::Policy;
use super::raise::Occasion;
use super::words::head;
use super::{harm, line, stand};
use crate::domain::{Article, Evidence, StoryChange};

/// Bytes of an old text in a note.
const OLD: usize = 160;

/// What is known of an article before it came as it is now.
pub(super) enum Before<'a> {
    /// It is new.
    Nothing,
    /// It had this headline.
    Headline(&'a str),
    /// It stood for its story, as this.
    Stood(&'a Article),
}

/// Notes in a story's occasion what an article of it takes back.
pub(super) fn note(occasion: &mut Occasion, item: &Item<'_>, before: &Before<'_>) {
    let article = &*item.finding.article;
    let corrects = |article: &Article| Manner::of(article).amends.is_some();
    let was = was(article, before);
    let again = match before {
        Before::Nothing => false,
        Before::Headline(old) => {
            let titled = Article { title: (*old).to_owned(), ..Article::default() };
            was.is_none() && corrects(&titled)
        }
        Before::Stood(old) => old.title == article.title && corrects(old),
    };
    if item.manner().amends.is_some() && !again {
        let told =
            was.clone().unwrap_or_else(|| format!("correction: {}", head(&article.title, OLD)));
        occasion.corrected.get_or_insert(told);
    } else if matches!(before, Before::Stood(_)) {
        occasion.edited = was.or(occasion.edited.take());
    }
}

/// Lowers what a story tells of dead and hurt to what a correction says, where that tells of any:
/// what waits to be told is told as it stands by then.
pub(super) fn lower_toll(story: &mut StoryChange, article: &Article) {
    let Some(memo) = &mut story.state.memo else { return };
    let lower = |known: &mut u32, told: u32| {
        if told > 0 {
            *known = told.min(*known);
        }
    };
    let told = harm::told(article).harm;
    lower(&mut memo.harm.killed, told.killed);
    lower(&mut memo.harm.hurt, told.hurt);
    story.state.harm = memo.harm.killed.max(memo.harm.hurt);
}

/// Notes an edit that took from the article that stood for a story what it stood for: another report
/// stands now, and it alone is less severe than it was, or reports the event no more.
pub(super) fn note_outdone(
    (story, occasion): (&StoryChange, &mut Occasion),
    article: &Article,
    alone: i32,
    policy: &Policy,
) {
    let (Some(line), Some(memo)) = (&story.state.line, &story.state.memo) else { return };
    let spare = memo.spare.as_deref().filter(|spare| line::is_same(&spare.article, article));
    let less = |now: i32| policy.severity(now) < policy.severity(alone);
    if line::carries(line, article) || spare.is_some_and(|spare| !less(spare.evidence.alone)) {
        return;
    }
    if let Some(old) = occasion.edited.take() {
        let told = format!("{old}; now headed: {}", head(&article.title, OLD));
        occasion.corrected.get_or_insert(told);
    }
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

/// What an article said before, where that is another text.
fn was(article: &Article, before: &Before<'_>) -> Option<String> {
    let headline =
        |old: &str| (old != article.title).then(|| format!("headline was: {}", head(old, OLD)));
    match before {
        Before::Nothing => None,
        Before::Headline(old) => headline(old),
        Before::Stood(old) => headline(&old.title).or_else(|| {
            let (new, old) = (line::fitted(article), [&old.summary, &old.body]);
            let changed = old.into_iter().zip([&new.summary, &new.body]).find(|(a, b)| a != b);
            changed.map(|(old, _)| format!("text was: {}", head(old, OLD)))
        }),
    }
}
