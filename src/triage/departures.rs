//! Edits after which an article tells of another event: a placeholder that became the news, a page whose text is
//! of one event after another. Every other edit is of the event that it was of, however much of it was rewritten:
//! the one who was told must not be told again.
//!
//! Where such an article goes is decided in `decide`.

use super::amend::{self, Before};
use super::bars::{Probe, bar, elsewhere, is_abroad, is_elsewhere};
use super::batch::Item;
use super::concepts;
use super::features::features;
use super::hollow::{is_hollow, is_live, telling};
use super::identity::{BYTES, beginning, parts_from, unlike};
use super::live::Hot;
use super::naming::{self, is_formula};
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

/// Words that say something of a headline that only says of what kind the news is: by itself, and where a text says
/// that more follows.
const BARE: usize = 3;
const KIND: usize = 6;

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

/// Whether an article may be a page that tells one event after another.
pub(super) fn is_page(article: &Article) -> bool {
    is_formula(&article.title) || is_live(&article.title)
}

/// What a page says that keeps what it said below its newest: that alone, as far as a watch finds it.
pub(super) fn newest(finding: &Finding, known: &KnownArticle) -> Option<Finding> {
    above(finding, &known.beginning)
}

/// What an article says above an older text: that alone, as far as a watch finds it.
pub(super) fn above(finding: &Finding, old: &str) -> Option<Finding> {
    let article = &finding.article;
    let old = head(old, BYTES).trim_end();
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

/// What became of an article that says something else than it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is of its event.
    Stays,
    /// It is of its event as far as anybody can tell, in words that tell of another one: that is shown.
    Rewritten,
    /// It said of what kind the news is, and says now which: nobody was told of that.
    Filled,
    /// It is of another event.
    Leaves,
}

/// What became of a rewritten article, by its words.
pub(super) fn turn(
    item: &Item<'_>,
    known: &KnownArticle,
    (vector, probe): (&Vector, &Probe<'_>),
    story: &Hot,
) -> Turn {
    let article = &item.finding.article;
    let leaves = |leaves: bool| if leaves { Turn::Leaves } else { Turn::Stays };
    if numbered::are_apart(&known.title, &article.title) {
        return Turn::Leaves;
    }
    let close = cosine(vector, &story.centroid.vector());
    let is_other = || close < bar(vector, probe, story) || is_elsewhere(story, probe);
    if said_nothing(known) {
        // Its story may have told the same before: a headline that flaps to a placeholder and back.
        return leaves(is_other());
    }
    if item.manner().retracts() || item.manner().amends.is_some() || item.tells_of_nobody() {
        return Turn::Stays;
    }
    let flagged = !known.watches.is_empty() && !story.watches.is_empty();
    if flagged && notices::goes_on((article, vector), &known.title, story) {
        return Turn::Leaves;
    }
    if !begins_otherwise(article, known) {
        return Turn::Stays;
    }
    if !flagged {
        // Nobody was told of what it said.
        return leaves(is_other());
    }
    let words = || item.finding.features.words.iter().map(|(name, _)| *name);
    if says_which(words()) && said_kind_only(known) {
        let told = says_which(story.centroid.words().iter().copied()) && !is_other();
        return if told { Turn::Stays } else { Turn::Filled };
    }
    if is_same_title(article, known) {
        return leaves(is_of_another_text(article, (vector, probe), story));
    }
    let moved = elsewhere(vector, probe, story) > 0.0;
    let parted = (moved || is_abroad(story, probe)) && close < ALIKE.1;
    // What no watch finds any more may take back what it said.
    let alone = !probe.watches.is_empty() && unlike(&known.title, &article.title);
    if !(parted || alone && close < NOTHING) {
        return Turn::Stays;
    }
    // Whose country a report names says less than a place does, and what only looks like one, too.
    let placed = || words().any(|name| kind(name) == Some(Kind::Place));
    let sure =
        moved && placed() || probe.focus.is_apart(&story.centroid) || is_ticker(article, known);
    if sure { Turn::Leaves } else { Turn::Rewritten }
}

/// Whether an article tells one event after another, by its name or its headlines.
fn is_ticker(article: &Article, known: &KnownArticle) -> bool {
    let is_slot = naming::is_place(&article.id) || !naming::names_one(&article.id);
    let paged = article.url.is_empty() || naming::is_page(&article.url);
    is_slot && paged || [&known.title, &article.title].into_iter().any(|title| is_live(title))
}

/// Whether an article, under the headline that it had, is of another event by its text.
fn is_of_another_text(
    article: &Article,
    (vector, probe): (&Vector, &Probe<'_>),
    story: &Hot,
) -> bool {
    let theirs = story.centroid.vector();
    // What stayed tells nothing of what became another.
    let title = features(&Article { title: article.title.clone(), ..Article::default() }).words;
    let is_kind_only = is_formula(&article.title);
    let violent = title.iter().any(|(name, _)| concepts::is_violence(*name));
    let told = title.iter().any(|(name, _)| tells_which(*name));
    if told && (violent || !is_live(&article.title)) || !is_kind_only && violent {
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

/// Whether words tell which event they are of.
fn says_which(mut words: impl Iterator<Item = u32>) -> bool {
    words.any(|name| tells_which(name) || matches!(kind(name), Some(Kind::Country | Kind::Region)))
}

/// Whether an article said of what kind the news is and nothing more: "Rocket attack: more follows".
fn said_kind_only(known: &KnownArticle) -> bool {
    let title = Article { title: known.title.clone(), ..Article::default() };
    is_hollow("", &known.beginning)
        && telling(&known.title) <= if known.beginning.is_empty() { BARE } else { KIND }
        && !says_which(features(&title).words.iter().map(|(name, _)| *name))
}

/// What a reader is shown of an article that was rewritten: what it said, and what it says.
pub(super) fn shown(item: &Item<'_>, known: &KnownArticle) -> Option<String> {
    let mut old = Article { title: known.title.clone(), ..Article::default() };
    let text =
        if item.finding.article.summary.is_empty() { &mut old.body } else { &mut old.summary };
    text.clone_from(&known.beginning);
    amend::was(&item.finding.article, &Before::Stood(&old))
}
