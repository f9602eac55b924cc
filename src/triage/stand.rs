//! Which article stands for a story: the strongest report of it. The next strongest is kept, for
//! when the first is taken back. Opinion, drills, denials, forums and reactions talk of an event and
//! report none: beside reports they neither stand for it, nor confirm it, nor raise it. Which report
//! stands owes nothing to the order in which they came.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::Timestamp;

use super::batch::Item;
use super::corrections::Amends;
use super::decide::{MOST_NAMES, insert};
use super::policy::Policy;
use super::score::{Subject, evidence, watches};
use super::sight::age_at_sight;
use super::words::head;
use super::{amend, harm, line, origin};
use crate::domain::{
    AlertLine, Article, Evidence, Features, Finding, Harm, OutletClass, Spare, StoryChange,
    StoryMemo, StoryState, Toll,
};

/// Bytes of each text that is kept of a report of dead and hurt.
const SHOWN: usize = 160;

/// Whether an article may speak for a story that others report as well.
pub(super) fn may_stand(item: &Item<'_>) -> bool {
    item.poll.class != OutletClass::Forum && item.manner().is_report()
}

/// Whether an article confirms what others report: one that collects from others confirms through
/// the agency that it names.
pub(super) fn confirms(item: &Item<'_>) -> bool {
    may_stand(item) && may_count(item)
}

/// Whether its publisher counts where it is not asked how the article tells.
pub(super) fn may_count(item: &Item<'_>) -> bool {
    let of_others = item.poll.class == OutletClass::Aggregator;
    let collected = of_others && item.finding.features.agency.is_none();
    !collected && item.poll.class != OutletClass::Forum
}

/// Whether nobody reports the event of a flagged story: what stands for it only talks of it.
pub(super) fn is_talk(story: &StoryChange) -> bool {
    story.state.memo.as_ref().is_some_and(|memo| memo.talk)
}

/// Lets who reacts to an event count as long as nobody reports it.
pub(super) fn count_talk(story: &mut StoryChange, item: &Item<'_>, origin: &str) {
    let StoryState { memo: Some(memo), origins, .. } = &mut story.state else { return };
    if !memo.talk {
        let mut talkers = std::mem::take(&mut memo.talkers);
        talkers.retain(|name| name != origin);
        origins.retain(|(name, _)| !talkers.contains(name));
        talkers.iter().for_each(|name| memo.told.forget(name));
        return;
    }
    let manner = item.manner();
    let known = origins.iter().any(|(name, _)| name == origin);
    if manner.reacts && manner.tells() && may_count(item) && !known && origins.len() < MOST_NAMES {
        origins.push((origin.to_owned(), item.at));
        memo.talkers.push(origin.to_owned());
    }
}

/// Seconds that count as an article's age: an edit is as old as the article was when it came, unless it is of now
/// and the first that its story is flagged by.
fn age_of(item: &Item<'_>, first: bool, policy: &Policy) -> i64 {
    match item.known {
        Some(known) if first && amend::is_of_now(item, known, policy) => 0,
        Some(known) => age_at_sight(item, known.first_seen),
        None => age_at_sight(item, item.poll.fetched),
    }
}

/// Takes a flagged article into its story's memo and line; the strongest one stands for the story.
pub(super) fn weigh(story: &mut StoryChange, item: &Item<'_>, was_standing: bool, policy: &Policy) {
    let (finding, poll) = (item.finding, item.poll);
    let first = story.state.line.is_none();
    let corrects = puts_right(story, item, policy);
    let (report, talk) = (may_stand(item) || corrects, is_talk(story));
    if !first && !was_standing && !report && !talk {
        hear(story, item);
        return;
    }
    let subject = Subject {
        article: &finding.article,
        matches: &finding.matches,
        class: poll.class,
        countries: &finding.features.countries,
        tone: if was_standing && !talk { item.manner().tone } else { item.manner().mark() },
        age: age_of(item, first, policy),
    };
    let (evidence, harm) = evidence(&subject, policy);
    // What was only talked of brings nothing but its toll beside a report.
    let taken_up = talk && report;
    if taken_up || was_standing && is_alone(story) {
        story.state.watches.clear();
    }
    for watch in watches(&finding.matches, policy) {
        insert(&mut story.state.watches, &watch, MOST_NAMES);
    }
    policy.rank(&mut story.state.watches);
    let mut line =
        story.state.line.take().unwrap_or_else(|| Arc::new(line::first(story, poll.fetched)));
    let memo = story.state.memo.get_or_insert_with(Box::<StoryMemo>::default);
    let taken_back = matches!(item.manner().amends, Some(Amends::Denial | Amends::Retraction));
    if was_standing && taken_back {
        // What only this report told of dead and hurt, it tells no more.
        memo.harm = memo.spare.as_ref().map_or(Harm::default(), |spare| spare.evidence.harm);
    }
    if report || item.manner().reacts {
        count(memo, harm, toll(&finding.article, harm, poll.fetched));
    }
    memo.last_flagged = memo.last_flagged.max(Some(poll.fetched));
    let own = Arc::make_mut(&mut line);
    let rank = rank(&finding.article, &evidence, poll.fetched);
    if taken_up {
        memo.spare = None;
        stand(own, memo, item, evidence);
    } else if first || was_standing {
        let better = |spare: &Spare| !report && !talk || rank_of(spare) > rank;
        let spare = memo.spare.take_if(|spare| better(spare));
        stand(own, memo, item, evidence);
        if let Some(spare) = spare {
            let old = Some(spare_of(own, &memo.evidence)).filter(|_| report || talk);
            memo.spare = old.map(Box::new);
            put(own, memo, *spare);
        }
    } else if rank > standing(own, memo)
        || corrects && policy.severity(evidence.alone) >= policy.severity(memo.evidence.alone)
    {
        let old = spare_of(own, &memo.evidence);
        memo.spare.take_if(|spare| line::is_same(&spare.article, &finding.article));
        offer(memo, old);
        stand(own, memo, item, evidence);
    } else {
        let mut spare = line::spare(&finding.article, &finding.matches, poll.fetched);
        spare.evidence = evidence;
        offer(memo, spare);
    }
    memo.talk = !report && (first || talk || line::carries(own, &finding.article));
    story.title.clone_from(&own.article.title);
    story.state.harm = memo.harm.killed.max(memo.harm.hurt);
    story.state.line = Some(line);
}

/// Whether an article is a correction by whom the standing report is of: where it is as severe, what it puts
/// right is told by nobody any more.
fn puts_right(story: &StoryChange, item: &Item<'_>, policy: &Policy) -> bool {
    let of = |article: &Article, features: &Features| {
        origin::of_edit(article, features, None, &policy.owners)
    };
    let Finding { article, features, .. } = item.finding;
    story.state.line.as_ref().is_some_and(|line| {
        item.manner().amends == Some(Amends::Correction)
            && of(&line.article, &super::features(&line.article)) == of(article, features)
    })
}

/// Whether no other article flags a story than the one that stands for it.
fn is_alone(story: &StoryChange) -> bool {
    // Of more than two, one may be forgotten.
    let spare = story.state.memo.as_ref().is_some_and(|memo| memo.spare.is_some());
    story.state.articles <= 2 && !spare
}

/// Takes in what talk of an event that others report newly tells: how many are dead or hurt.
fn hear(story: &mut StoryChange, item: &Item<'_>) {
    let article = &item.finding.article;
    forget(story, article);
    let Some(memo) = story.state.memo.as_mut().filter(|_| item.manner().reacts) else { return };
    let harm = harm::told(article).harm;
    count(memo, harm, toll(article, harm, item.poll.fetched));
    memo.last_flagged = memo.last_flagged.max(Some(item.poll.fetched));
    story.state.harm = memo.harm.killed.max(memo.harm.hurt);
}

/// Counts the dead and hurt that a report tells of. The report that tells of the most is kept, of several
/// the first.
fn count(memo: &mut StoryMemo, harm: Harm, toll: Toll) {
    let over = |known: &Toll| known.killed > memo.harm.killed || known.hurt > memo.harm.hurt;
    if memo.toll.as_deref().is_some_and(over) {
        // What was put right since is told of no more.
        memo.toll = None;
    }
    memo.harm = most(memo.harm, harm);
    if harm != Harm::default() {
        keep(&mut memo.toll, toll);
    }
}

/// Keeps of two reports the one that tells of more dead and hurt.
pub(super) fn keep(known: &mut Option<Box<Toll>>, other: Toll) {
    let most = |toll: &Toll| (toll.killed, toll.hurt, Reverse(toll.at), Reverse(toll.url.clone()));
    if known.as_deref().is_none_or(|known| most(known) < most(&other)) {
        *known = Some(Box::new(other));
    }
}

/// A report of so many dead and hurt.
pub(super) fn toll(article: &Article, harm: Harm, fetched: Timestamp) -> Toll {
    let outlet = if article.outlet.is_empty() { &article.feed } else { &article.outlet };
    Toll {
        killed: harm.killed,
        hurt: harm.hurt,
        outlet: head(outlet, SHOWN).to_owned(),
        title: head(&article.title, SHOWN).to_owned(),
        url: head(&article.url, SHOWN).to_owned(),
        at: article.published.map_or(fetched, |published| published.min(fetched)),
        corrects: false,
    }
}

/// The report whose toll holds, where the article that stands for a story tells of another.
pub(super) fn further_toll<'a>(line: &AlertLine, memo: &'a StoryMemo) -> Option<&'a Toll> {
    let toll = memo.toll.as_deref().filter(|_| !memo.talk)?;
    let told = if toll.corrects { harm::told(&line.article).harm } else { memo.evidence.harm };
    let holds = (toll.killed, toll.hurt) == (memo.harm.killed, memo.harm.hurt)
        || toll.killed > 0 && toll.killed == memo.harm.killed;
    let other = told.killed != memo.harm.killed || told.killed == 0 && told.hurt != memo.harm.hurt;
    (holds && other).then_some(toll)
}

/// The higher numbers of two.
pub(super) fn most(a: Harm, b: Harm) -> Harm {
    Harm { killed: a.killed.max(b.killed), hurt: a.hurt.max(b.hurt) }
}

/// What decides which of two reports stands, whichever came first: the stronger by itself however old
/// it is, then the one that tells of more dead or hurt, then the earlier, then the lower link.
pub(super) type Rank<'a> = (i32, Harm, Reverse<Timestamp>, Reverse<[&'a str; 3]>);

fn rank<'a>(article: &'a Article, evidence: &Evidence, fetched: Timestamp) -> Rank<'a> {
    let at = article.published.map_or(fetched, |published| published.min(fetched));
    let Article { url, feed, id, .. } = article;
    let link = [url.as_str(), feed.as_str(), id.as_str()];
    (evidence.alone, evidence.harm, Reverse(at), Reverse(link))
}

fn rank_of(spare: &Spare) -> Rank<'_> {
    rank(&spare.article, &spare.evidence, spare.fetched)
}

/// The rank of the report that stands.
pub(super) fn standing<'a>(line: &'a AlertLine, memo: &StoryMemo) -> Rank<'a> {
    rank(&line.article, &memo.evidence, line.times.fetched)
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
        line::is_same(&known.article, &spare.article) || rank_of(known) < rank_of(&spare)
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
