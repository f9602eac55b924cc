//! What publishers take back: retractions, denials, corrections and edits of articles of an alerted
//! story, with the old text beside the new one. Whether they are told is decided in `raise`, what
//! becomes of the story in `recant`.

use jiff::SignedDuration;

use super::batch::Item;
use super::corrections::Amends;
use super::manner::Manner;
use super::policy::Policy;
use super::raise::Occasion;
use super::words::{folded, head, split};
use super::{gazetteer, harm, line};
use crate::domain::{Article, Harm, KnownArticle, StoryChange, StoryMemo};
use crate::text::diff;

/// Bytes of a text in a note.
const SHOWN: usize = 160;
/// Words of a headline in which places are looked for.
const HEADLINE: usize = 40;

/// What is known of an article before it came as it is now.
pub(super) enum Before<'a> {
    /// It is new.
    Nothing,
    /// It had this headline.
    Headline(&'a str),
    /// It was kept to stand for its story when another is taken back, as this.
    Spared(&'a Article),
    /// It stood for its story, as this.
    Stood(&'a Article),
}

/// How an article takes back what its story tells. One that says that nobody was hurt denies where others
/// told of dead or hurt; elsewhere it reports.
pub(super) fn amends(story: &StoryChange, item: &Item<'_>) -> Option<Amends> {
    item.manner().amends.or_else(|| contradicts(story, item).then_some(Amends::Denial))
}

/// Whether an article says by its headline that the toll of its story is none.
pub(super) fn contradicts(story: &StoryChange, item: &Item<'_>) -> bool {
    let tolled = story.state.memo.as_ref().is_some_and(|memo| memo.harm != Harm::default());
    tolled && item.tells_of_nobody()
}

/// Notes in a story's occasion what an article of it takes back; says how it does.
pub(super) fn note(
    occasion: &mut Occasion,
    story: &StoryChange,
    item: &Item<'_>,
    before: &Before<'_>,
) -> Option<Amends> {
    let article = &*item.finding.article;
    let was = was(article, before);
    let kind = amends(story, item).filter(|kind| lowers(*kind, story, article));
    let known = |article: &Article| Manner::of(article).amends;
    let denied = story.state.memo.as_ref().is_some_and(|memo| memo.denied.is_some());
    let again = match before {
        // A denial of what is denied already is no news.
        Before::Nothing => denied && kind == Some(Amends::Denial) || is_refiled(story, article),
        Before::Headline(old) => was.is_none() && known(&titled(old)).is_some(),
        Before::Spared(old) | Before::Stood(old) => {
            old.title == article.title && known(old).is_some()
        }
    };
    if let Some(kind) = kind.filter(|_| !again) {
        let told = was.clone().unwrap_or_else(|| against(kind, story, article));
        occasion.corrected.get_or_insert(told);
    } else if was.is_some() && matters(article, before) {
        occasion.corrected = occasion.corrected.take().or(was);
    } else if matches!(before, Before::Stood(_)) {
        occasion.edited = was.or(occasion.edited.take());
    }
    kind
}

/// Labels of a report that is sent again.
const AGAIN: &[&str] = &["refile", "refiles", "refiled"];

/// Whether an article is what stands for its story, sent again: only a word of it was put right.
fn is_refiled(story: &StoryChange, article: &Article) -> bool {
    let Some(line) = &story.state.line else { return false };
    let title = folded(&article.title);
    let same = title.split_once(' ').filter(|(label, _)| AGAIN.contains(label));
    same.is_some_and(|(_, rest)| rest == folded(&line.article.title))
        && harm::told(article).harm == harm::told(&line.article).harm
}

/// Wordings kept of a story.
const MOST_WORDINGS: usize = 64;

/// Takes in a wording of an article of a story, as the hash of its content; says whether it had it before.
pub(super) fn note_wording(story: &mut StoryChange, wording: u64) -> bool {
    let Some(memo) = &mut story.state.memo else { return false };
    let again = memo.worded.contains(&wording);
    if !again {
        let over = (memo.worded.len() + 1).saturating_sub(MOST_WORDINGS);
        memo.worded.drain(..over);
        memo.worded.push(wording);
    }
    again
}

/// Whether the edit of an old article is of now: a live page gets another headline, or says itself that it
/// was brought up to date. What only gained words somewhere may have gained a list of other news.
pub(super) fn is_of_now(item: &Item<'_>, known: &KnownArticle, policy: &Policy) -> bool {
    let article = &item.finding.article;
    let late = i64::from(policy.pace.late) + i64::from(item.lag);
    let late = SignedDuration::from_secs(late);
    let lately = |at| item.poll.fetched.duration_since(at) <= late;
    !item.poll.first_poll && (article.title != known.title || article.updated.is_some_and(lately))
}

/// A toll that is put right lowers one that was told, or is news like any other.
fn lowers(kind: Amends, story: &StoryChange, article: &Article) -> bool {
    let known = story.state.memo.as_ref().map(|memo| memo.harm).unwrap_or_default();
    let less = |known: u32, told: u32| told > 0 && told < known;
    kind != Amends::Revision || {
        let told = harm::told(article).harm;
        less(known.killed, told.killed) || less(known.hurt, told.hurt)
    }
}

/// What an article of its own says, beside what stands.
fn against(kind: Amends, story: &StoryChange, article: &Article) -> String {
    let what = match kind {
        Amends::Revision | Amends::Correction => "correction",
        Amends::Denial => "denial",
        Amends::Retraction => "taken back",
    };
    let stands = story.state.line.as_ref().map(|line| line.article.title.as_str());
    let stands = stands.filter(|title| *title != article.title).unwrap_or_default();
    let before = if stands.is_empty() { "" } else { "; before: " };
    format!("{what}: {}{before}{}", head(&article.title, SHOWN), head(stands, SHOWN))
}

fn titled(title: &str) -> Article {
    Article { title: title.to_owned(), ..Article::default() }
}

/// Dead and hurt of an article before an edit and behind it.
pub(super) fn tolls(article: &Article, before: &Before<'_>) -> Option<[harm::Told; 2]> {
    Some(match before {
        Before::Nothing => return None,
        Before::Headline(old) => [harm::told(&titled(old)), harm::told(article)],
        Before::Spared(old) | Before::Stood(old) => [harm::told(old), harm::told(article)],
    })
}

/// Whether an edit takes back what was told: fewer dead, far fewer hurt or nobody, or another place.
fn matters(article: &Article, before: &Before<'_>) -> bool {
    let Some([old, new]) = tolls(article, before) else { return false };
    let fewer = 0 < new.harm.killed && new.harm.killed < old.harm.killed;
    let far_fewer = 0 < new.harm.hurt && new.harm.hurt <= old.harm.hurt / 2;
    let nobody = new.denied && old.harm != Harm::default();
    fewer || far_fewer || nobody || moved(article, before)
}

/// Whether a headline names other places than it did, and none of those.
fn moved(article: &Article, before: &Before<'_>) -> bool {
    let old = match before {
        Before::Nothing => return false,
        Before::Headline(old) => old,
        Before::Spared(old) | Before::Stood(old) => old.title.as_str(),
    };
    if old == article.title {
        return false;
    }
    let [old, new] = [old, &article.title].map(|title| {
        let folded = folded(title);
        gazetteer::named(&split(&folded, HEADLINE))
    });
    !old.is_empty() && !new.is_empty() && !new.iter().any(|place| old.contains(place))
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
        occasion.corrected.get_or_insert(old);
    }
}

/// What is known of an article of a story that its publisher edited, whose headline was this.
pub(super) fn before<'a>(story: &'a StoryChange, article: &Article, old: &'a str) -> Before<'a> {
    let line = story.state.line.as_deref().filter(|line| line::carries(line, article));
    let spare = story.state.memo.as_deref().and_then(|memo: &StoryMemo| memo.spare.as_deref());
    let spare = spare.filter(|spare| line::is_same(&spare.article, article));
    match (line, spare) {
        (Some(line), _) => Before::Stood(&line.article),
        (None, Some(spare)) => Before::Spared(&spare.article),
        (None, None) => Before::Headline(old),
    }
}

/// What an article said before and what it says now, where that is another text.
pub(super) fn was(article: &Article, before: &Before<'_>) -> Option<String> {
    let headline = |old: &str| {
        let (was, now) = (head(old, SHOWN), head(&article.title, SHOWN));
        (old != article.title).then(|| format!("headline was: {was}; now: {now}"))
    };
    match before {
        Before::Nothing => None,
        Before::Headline(old) => headline(old),
        Before::Spared(old) => headline(&old.title).or_else(|| {
            let kept = line::spare(article, &[], jiff::Timestamp::UNIX_EPOCH).article;
            text(old, &kept)
        }),
        Before::Stood(old) => headline(&old.title).or_else(|| text(old, &line::fitted(article))),
    }
}

/// The text that changed, old and new, from where it did.
fn text(old: &Article, new: &Article) -> Option<String> {
    let fields = [(&old.summary, &new.summary), (&old.body, &new.body)];
    let (old, new) = fields.into_iter().find(|(old, new)| old != new)?;
    let (old, new) = diff::from_change(old, new);
    Some(format!("text was: {}; now: {}", head(&old, SHOWN), head(&new, SHOWN)))
}

#[cfg(test)]
mod tests {
    use super::{Before, was};
    use crate::domain::Article;

    #[test]
    fn a_text_is_shown_from_where_it_changed() {
        let of = |summary: String| Article { summary, ..Article::default() };
        let start = "A long beginning that stays as it was, word for word. ";
        let (old, new) = (of(format!("{start}Six died.")), of(format!("{start}Nobody died.")));
        let told = was(&new, &Before::Stood(&old)).unwrap_or_default();
        assert_eq!(
            told,
            "text was: …as it was, word for word. Six died.; now: …as it was, word for word. Nobody died."
        );
    }
}
