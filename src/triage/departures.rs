//! Edits after which an article tells of another event: a placeholder that became the news, a page whose text is
//! of one event after another. Every other edit is of the event that it was of, however much of it was rewritten:
//! the one who was told must not be told again.
//!
//! Where such an article goes is decided in `decide`.

use super::bars::{Probe, bar, elsewhere, is_abroad, is_elsewhere};
use super::batch::Item;
use super::concepts;
use super::features::features;
use super::hollow::is_hollow;
use super::identity::{BYTES, beginning, parts_from, unlike};
use super::live::Hot;
use super::naming::is_formula;
use super::notices;
use super::numbered;
use super::vector::{Vector, cosine, unit};
use super::words::{Kind, folded, head, kind};
use crate::domain::{Article, Field, Finding, KnownArticle};

/// How alike what an article says and its story may be where each names places of its own: beside a headline that
/// stayed and beside one that did not.
const ALIKE: (f32, f32) = (0.35, 0.2);
/// The same where no place is named.
const NOTHING: f32 = 0.05;

/// Bytes of an old text by which it is found in a new one.
const LEAST: usize = 24;

/// Whether an edit may be of another event, as far as its first words tell.
pub(super) fn is_rewritten(item: &Item<'_>, known: &KnownArticle) -> bool {
    let article = &item.finding.article;
    if said_nothing(known) {
        return !item.finding.features.words.is_empty();
    }
    // What no watch finds, nor found, is told to nobody.
    !(item.finding.matches.is_empty() && known.watches.is_empty())
        && (numbered::are_apart(&known.title, &article.title)
            || begins_otherwise(article, known)
            || notices::may_grow(article))
}

/// Whether an article whose story is long over says something else by now, and a watch finds it.
pub(super) fn is_retold(item: &Item<'_>, known: &KnownArticle) -> bool {
    let start = beginning(&item.finding.article);
    !item.finding.matches.is_empty()
        && is_rewritten(item, known)
        && unlike(&known.beginning, &start)
}

/// What a page says that keeps what it said below its newest: that alone, as far as a watch finds it.
pub(super) fn newest(finding: &Finding, known: &KnownArticle) -> Option<Finding> {
    let article = &finding.article;
    let old = known.beginning.trim_end();
    let at = Some(old).filter(|old| old.len() >= LEAST).and_then(|old| article.text().find(old))?;
    let (field, text) = if article.summary.is_empty() {
        (Field::Body, &article.body)
    } else {
        (Field::Summary, &article.summary)
    };
    let new = text.get(..at)?.trim_end();
    let mut own = Article { summary: String::new(), body: String::new(), ..(**article).clone() };
    match field {
        Field::Body => own.body = new.to_owned(),
        _ => own.summary = new.to_owned(),
    }
    let mut matches = finding.matches.clone();
    for one in &mut matches {
        one.hits
            .retain(|hit| hit.field == Field::Title || hit.field == field && hit.end <= new.len());
    }
    matches.retain(|one| one.hits.iter().any(|hit| hit.field == field));
    let features = features(&own);
    (at > 0 && !matches.is_empty()).then(|| Finding {
        article: own.into(),
        features,
        matches,
        ..finding.clone()
    })
}

fn said_nothing(known: &KnownArticle) -> bool {
    is_hollow(&known.title, &known.beginning)
}

/// Whether headline and text, or one where there is no other, begin otherwise than they did.
fn begins_otherwise(article: &Article, known: &KnownArticle) -> bool {
    let (old, new) = (folded(head(&known.beginning, BYTES)), beginning(article));
    if old.is_empty() || new.is_empty() {
        return !is_same_title(article, known);
    }
    parts_from(&old, &new)
}

fn is_same_title(article: &Article, known: &KnownArticle) -> bool {
    article.title == known.title || folded(&article.title) == folded(&known.title)
}

/// Whether a rewritten article, by its words, is of another event than its story.
pub(super) fn is_of_another(
    item: &Item<'_>,
    known: &KnownArticle,
    (vector, probe): (&Vector, &Probe<'_>),
    story: &Hot,
) -> bool {
    let article = &item.finding.article;
    if numbered::are_apart(&known.title, &article.title) {
        return true;
    }
    if said_nothing(known) {
        // Its story may have told the same before: a headline that flaps to a placeholder and back.
        let close = cosine(vector, &story.centroid.vector());
        return close < bar(vector, probe, story) || is_elsewhere(story, probe);
    }
    if item.manner().retracts() || item.manner().amends.is_some() || item.tells_of_nobody() {
        return false;
    }
    let theirs = story.centroid.vector();
    let flagged = !known.watches.is_empty() && !story.watches.is_empty();
    if flagged && notices::goes_on((article, vector), &known.title, story) {
        return true;
    }
    if !begins_otherwise(article, known) {
        return false;
    }
    if !flagged {
        // Nobody was told of what it said.
        let close = cosine(vector, &theirs);
        return close < bar(vector, probe, story) || is_elsewhere(story, probe);
    }
    if !is_same_title(article, known) {
        let close = cosine(vector, &theirs);
        let parted = is_abroad(story, probe) || elsewhere(vector, probe, story) > 0.0;
        // What no watch finds any more may take back what it said.
        let alone = !probe.watches.is_empty() && unlike(&known.title, &article.title);
        return parted && close < ALIKE.1 || alone && close < NOTHING;
    }
    // What stayed tells nothing of what became another.
    let title = features(&Article { title: article.title.clone(), ..Article::default() }).words;
    let is_kind_only = is_formula(&article.title);
    if title.iter().any(|(name, _)| tells_which(*name))
        || !is_kind_only && title.iter().any(|(name, _)| concepts::is_violence(*name))
    {
        return false;
    }
    let rest = |list: &Vector| {
        let is_left = |word: u32| title.binary_search_by_key(&word, |(name, _)| *name).is_err();
        unit(list.iter().filter(|(word, _)| is_left(*word)).copied().collect())
    };
    let (own, theirs) = (rest(vector), rest(&theirs));
    let close = cosine(&own, &theirs);
    let parted = is_abroad(story, probe) || elsewhere(&own, probe, story) > 0.0;
    parted && close < ALIKE.0 || close < NOTHING
}

/// Whether a word of a headline tells which event it is of.
fn tells_which(name: u32) -> bool {
    matches!(kind(name), Some(Kind::Place | Kind::Spot | Kind::Target | Kind::Owner))
}
