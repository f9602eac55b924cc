//! Which article stands for a story: the strongest report of it. The next strongest is kept, for
//! when the first is taken back. Opinion, drills, denials and forums tell of an event and report
//! none: beside reports they neither stand for it, nor confirm it, nor raise it.

use std::sync::Arc;

use super::batch::Item;
use super::decide::{MOST_NAMES, insert};
use super::line;
use super::manner::Manner;
use super::policy::Policy;
use super::score::{Subject, age, evidence, watches};
use crate::domain::{
    AlertLine, Article, Evidence, Harm, OutletClass, Spare, StoryChange, StoryMemo,
};

/// Whether an article reports an event, by its tone.
fn is_report(article: &Article) -> bool {
    Manner::of(article).is_report()
}

/// Whether an article may speak for a story that others report as well.
pub(super) fn may_stand(item: &Item<'_>) -> bool {
    item.poll.class != OutletClass::Forum && item.manner().is_report()
}

/// Whether an article confirms what others report: one that collects from others confirms through
/// the agency that it names.
pub(super) fn confirms(item: &Item<'_>) -> bool {
    let of_others = item.poll.class == OutletClass::Aggregator;
    let collected = of_others && item.finding.features.agency.is_none();
    !collected && may_stand(item)
}

/// Takes a flagged article into its story's memo and line; the strongest one stands for the story.
pub(super) fn weigh(story: &mut StoryChange, item: &Item<'_>, was_standing: bool, policy: &Policy) {
    let (finding, poll) = (item.finding, item.poll);
    let first = story.state.line.is_none();
    let report = may_stand(item);
    if !first && !was_standing && !report {
        forget(story, &finding.article);
        return;
    }
    let subject = Subject {
        article: &finding.article,
        matches: &finding.matches,
        class: poll.class,
        countries: &finding.features.countries,
        tone: item.manner().tone,
        // An edit is as old as the article was when it came.
        age: age(&finding.article, item.known.map_or(poll.fetched, |known| known.first_seen)),
    };
    let (evidence, harm) = evidence(&subject, policy);
    for watch in watches(&finding.matches, policy) {
        insert(&mut story.state.watches, &watch, MOST_NAMES);
    }
    policy.rank(&mut story.state.watches);
    let mut line =
        story.state.line.take().unwrap_or_else(|| Arc::new(line::first(story, poll.fetched)));
    let memo = story.state.memo.get_or_insert_with(Box::<StoryMemo>::default);
    memo.harm =
        Harm { killed: memo.harm.killed.max(harm.killed), hurt: memo.harm.hurt.max(harm.hurt) };
    memo.last_flagged = memo.last_flagged.max(Some(poll.fetched));
    let own = Arc::make_mut(&mut line);
    if first || was_standing {
        stand(own, memo, item, evidence);
        let better = |spare: &Spare| !report || spare.evidence.alone > memo.evidence.alone;
        if memo.spare.as_deref().is_some_and(better) {
            let old = Some(spare_of(own, &memo.evidence)).filter(|_| report);
            if let Some(spare) = std::mem::replace(&mut memo.spare, old.map(Box::new)) {
                put(own, memo, *spare);
            }
        }
    } else if evidence.alone > memo.evidence.alone || !is_report(&own.article) {
        let old = Some(spare_of(own, &memo.evidence)).filter(|old| is_report(&old.article));
        memo.spare.take_if(|spare| line::is_same(&spare.article, &finding.article));
        old.into_iter().for_each(|old| offer(memo, old));
        stand(own, memo, item, evidence);
    } else {
        let mut spare = line::spare(&finding.article, &finding.matches, poll.fetched);
        spare.evidence = evidence;
        offer(memo, spare);
    }
    story.title.clone_from(&own.article.title);
    story.state.harm = memo.harm.killed.max(memo.harm.hurt);
    story.state.line = Some(line);
}

fn stand(line: &mut AlertLine, memo: &mut StoryMemo, item: &Item<'_>, evidence: Evidence) {
    memo.evidence = evidence;
    line::stand(line, &item.finding.article, &item.finding.matches, item.poll.fetched);
}

/// Lets a report stand that was kept for it.
pub(super) fn put(line: &mut AlertLine, memo: &mut StoryMemo, spare: Spare) {
    memo.evidence = spare.evidence;
    line.times.published = spare.article.published;
    line.times.fetched = spare.fetched;
    line.article = spare.article;
    line.hits = spare.hits;
}

/// The report that stands, cut to what is kept of one that does not.
pub(super) fn spare_of(own: &AlertLine, evidence: &Evidence) -> Spare {
    let mut spare = line::spare(&own.article, &[], own.times.fetched);
    spare.hits = own.hits.clone();
    spare.hits.retain(|hit| line::shows(&spare.article, hit));
    spare.evidence = evidence.clone();
    spare
}

/// Keeps a report where it is the strongest beside the one that stands.
pub(super) fn offer(memo: &mut StoryMemo, spare: Spare) {
    let weaker = |known: &Spare| {
        line::is_same(&known.article, &spare.article) || known.evidence.alone < spare.evidence.alone
    };
    if memo.spare.as_deref().is_none_or(weaker) {
        memo.spare = Some(Box::new(spare));
    }
}

/// Keeps an article no longer that is no report of the event any more.
pub(super) fn forget(story: &mut StoryChange, article: &Article) {
    if let Some(memo) = &mut story.state.memo {
        memo.spare.take_if(|spare| line::is_same(&spare.article, article));
    }
}
