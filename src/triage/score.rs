//! The score: whole points, each part with its evidence, that sum up exactly. What one article
//! weighs by itself is its evidence; other watches, origins, caps and age come on top.

use jiff::Timestamp;

use super::harm::Told;
use super::manner::Manner;
use super::policy::Policy;
use super::{features, harm};
use crate::domain::{
    Article, Evidence, Field, Harm, Hit, Match, OutletClass, Part, Score, Scoring, Severity,
    StoryMemo,
};

/// Words of a text that are its lead.
const LEAD_WORDS: u32 = 60;
/// Most points there are.
const MOST: i32 = 99;
/// The label where a report says that nobody was hurt.
const NO_HARM: &str = "no injuries";

/// An article as it is scored.
pub(super) struct Subject<'a> {
    pub article: &'a Article,
    pub matches: &'a [Match],
    pub class: OutletClass,
    pub countries: &'a [String],
    /// What marks it down, in a word.
    pub tone: Option<&'static str>,
    /// Seconds from publication to the time of judging.
    pub age: i64,
}

/// Scores a flagged article by itself, as the filter `wirewatch match` does: no story is known.
/// An article without matches scores nothing.
#[must_use]
pub fn judge(
    article: &Article,
    matches: &[Match],
    policy: &Policy,
    class: OutletClass,
    now: Timestamp,
) -> (Score, Severity) {
    if matches.is_empty() {
        return (Score::default(), Severity::Routine);
    }
    let countries =
        if policy.homes.is_empty() { Vec::new() } else { features::features(article).countries };
    let age = age(article, now);
    let tone = Manner::of(article).mark();
    let subject = Subject { article, matches, class, countries: &countries, tone, age };
    let (evidence, _) = evidence(&subject, policy);
    let watches = watches(matches, policy);
    let score = tally(&evidence, &watches, 1, policy);
    let severity = policy.severity(score.total).max(policy.floor(&watches));
    (score, severity)
}

/// Seconds from an article's publication to `at`; an undated or future article is new.
pub(super) fn age(article: &Article, at: Timestamp) -> i64 {
    article.published.map_or(0, |published| (at.as_second() - published.as_second()).max(0))
}

/// Names of the watches of some matches, the strongest first.
pub(super) fn watches(matches: &[Match], policy: &Policy) -> Vec<String> {
    let mut names: Vec<String> = matches.iter().map(|m| m.watch.clone()).collect();
    names.sort_unstable();
    names.dedup();
    policy.rank(&mut names);
    names
}

/// What an article weighs by itself, and what it tells of harm.
pub(super) fn evidence(subject: &Subject<'_>, policy: &Policy) -> (Evidence, Harm) {
    let told = harm::told(subject.article);
    // The dead of a drill, a film, an opinion or a trial died elsewhere, if they did.
    let counted = if subject.tone.is_some() { Told::default() } else { told };
    let parts = [
        close(subject.matches, policy),
        place_in_text(subject, policy),
        terms(subject.matches, policy),
        harm_part(&counted, policy),
        home(subject.countries, policy),
        class(subject.class, policy),
        subject.tone.map(|mark| part(mark, policy.scoring.tone)),
    ];
    let mut evidence = Evidence {
        parts: parts.into_iter().flatten().filter(|p| p.points != 0).collect(),
        names_only: names_only(subject.matches, policy),
        harm: told.harm,
        age: 0,
        alone: 0,
    };
    evidence.alone = tally(&evidence, &watches(subject.matches, policy), 1, policy).total;
    evidence.age = subject.age;
    (evidence, told.harm)
}

/// The sum of an article's evidence, the watches of its story (the strongest first) and the
/// number of its origins.
pub(super) fn tally(
    evidence: &Evidence,
    watches: &[String],
    origins: usize,
    policy: &Policy,
) -> Score {
    let scoring = &policy.scoring;
    let mut parts = Vec::new();
    let mut left = scoring.other_watches_max;
    for (i, watch) in watches.iter().enumerate() {
        let points = if i == 0 { policy.weight(watch) } else { scoring.other_watch.min(left) };
        left -= if i == 0 { 0 } else { points };
        parts.push(part(watch, points));
    }
    parts.extend(evidence.parts.iter().cloned());
    if let Some(points) = origins.checked_sub(2).map(|i| scoring.origins[i.min(2)]) {
        parts.push(part(&format!("{origins} origins"), points));
    }
    parts.retain(|p| p.points != 0);
    close_sum(parts, evidence, scoring)
}

/// Adds caps and age as parts of their own, so that the parts sum up to the total.
fn close_sum(mut parts: Vec<Part>, evidence: &Evidence, scoring: &Scoring) -> Score {
    let mut total = parts.iter().fold(0_i32, |sum, p| sum.saturating_add(p.points));
    let names = if evidence.names_only { scoring.name_only_cap } else { i32::MAX };
    for (label, most) in [("name only", names), ("cap", MOST)] {
        if total > most {
            parts.push(part(label, most - total));
            total = most;
        }
    }
    if total < 0 {
        parts.push(part("floor", -total));
        total = 0;
    }
    let passed = scoring.ages.iter().filter(|end| evidence.age > i64::from(**end)).count();
    let kept = scoring.kept.get(passed).copied().unwrap_or_default();
    let aged = total * kept / 100;
    if aged != total {
        parts.push(part("age", aged - total));
    }
    Score { total: aged, parts }
}

/// What speaks against a story: a denial, and that whoever reported it took it back.
pub(super) fn doubts(memo: &StoryMemo, origins: usize, policy: &Policy) -> Vec<Part> {
    let (scoring, last) = (&policy.scoring, memo.taken_back.last());
    let against = |what: &str, who: &str, points| part(&format!("{what} ({})", named(who)), points);
    let denied = memo.denied.iter().map(|who| against("denied", who, scoring.no_harm));
    let back = last.filter(|_| origins == 0);
    // What nobody stands by any more counts nothing.
    let nothing = scoring.tone.min(-memo.evidence.alone);
    denied.chain(back.map(|(who, _)| against("taken back", who, nothing))).collect()
}

/// Puts the harm in a report's evidence right, which told more of it than is so.
pub(super) fn put_right(evidence: &mut Evidence, (old, new): (&Told, &Told), policy: &Policy) {
    let (Some(old), part) = (harm_part(old, policy), harm_part(new, policy)) else { return };
    let Some(at) = evidence.parts.iter().position(|part| *part == old) else { return };
    let points = part.as_ref().map_or(0, |part| part.points);
    evidence.alone = (evidence.alone + points - old.points).max(0);
    evidence.harm = new.harm;
    evidence.parts.splice(at..=at, part);
}

/// The harm that a story's reports tell of together, where that is another than the one that stands
/// tells of: where its part goes among those of the evidence, and the part.
pub(super) fn further_harm(
    memo: &StoryMemo,
    policy: &Policy,
) -> Option<(std::ops::Range<usize>, Part)> {
    // What nobody reports tells of no harm but in its own words.
    if memo.talk || memo.harm == Harm::default() {
        return None;
    }
    let all = harm_part(&Told { harm: memo.harm, ..Told::default() }, policy)?;
    let parts = &memo.evidence.parts;
    let place = parts.iter().position(|part| is_of_harm(&part.label));
    if place.and_then(|at| parts.get(at)) == Some(&all) {
        return None;
    }
    let text = |part: &&Part| part.label.starts_with("close (") || TEXT.contains(&&*part.label);
    let behind = parts.iter().take_while(text).count();
    Some((place.map_or(behind..behind, |at| at..at + 1), all))
}

/// Parts for where and how often the words of watches stand: they are named before the harm.
const TEXT: &[&str] = &["title", "lead", "terms"];

/// Whether a part is for dead or hurt, or for none.
fn is_of_harm(label: &str) -> bool {
    let counted = label.starts_with(|c: char| c.is_ascii_digit());
    label == NO_HARM || counted && (label.ends_with(" killed") || label.ends_with(" hurt"))
}

fn part(label: &str, points: i32) -> Part {
    Part { label: label.to_owned(), points }
}

/// Where a hit stands: its field, its first and its last word.
type Place = (Field, u32, u32);

/// Two hits of different watches, few words apart, that are not the same words; the closest pair is
/// named, before any other one of which either word is no hit of the other's watch. What the same
/// watches find, both of them, brings them no closer.
fn close(matches: &[Match], policy: &Policy) -> Option<Part> {
    let mut hits: Vec<(Place, usize, &str)> = Vec::new();
    for (watch, one) in matches.iter().enumerate() {
        let own = one.hits.iter();
        hits.extend(own.map(|h| ((h.field, h.first_word, h.last_word), watch, h.text.as_str())));
    }
    hits.sort_unstable();
    hits.dedup();
    let finds = |watch: usize, place: Place| {
        let first = hits.partition_point(|(other, ..)| *other < place);
        let here = hits.iter().skip(first).take_while(|(other, ..)| *other == place);
        here.into_iter().any(|(_, other, _)| *other == watch)
    };
    let mut best: Option<((bool, u32), &str, &str)> = None;
    for (i, (one, watch, text)) in hits.iter().enumerate() {
        let reach = one.2.saturating_add(policy.scoring.close_words).saturating_add(1);
        let later = hits.iter().skip(i + 1);
        for (other, second, last) in later.take_while(|(o, ..)| o.0 == one.0 && o.1 <= reach) {
            if second == watch || other.1 <= one.2 {
                continue;
            }
            let shared = [finds(*second, *one), finds(*watch, *other)];
            let rank = (shared.contains(&true), other.1 - one.2 - 1);
            if shared.contains(&false) && best.is_none_or(|(least, ..)| rank < least) {
                best = Some((rank, text, last));
            }
        }
    }
    let ((_, between), one, other) = best?;
    let words = if between == 1 { "word" } else { "words" };
    let label = format!("close ({}…{}, {between} {words})", named(one), named(other));
    Some(part(&label, policy.scoring.close))
}

/// A hit's words as a label shows them: short, and without the signs that part the sum.
fn named(text: &str) -> String {
    const MOST: usize = 24;
    text.chars().filter(|c| !matches!(c, '+' | '−' | '(' | ')')).take(MOST).collect()
}

fn place_in_text(subject: &Subject<'_>, policy: &Policy) -> Option<Part> {
    let mut hits = subject.matches.iter().flat_map(|m| &m.hits);
    let lead_field = if subject.article.summary.is_empty() { Field::Body } else { Field::Summary };
    if hits.clone().any(|h| h.field == Field::Title) {
        Some(part("title", policy.scoring.title))
    } else if hits.any(|h| h.field == lead_field && h.first_word < LEAD_WORDS) {
        Some(part("lead", policy.scoring.lead))
    } else {
        None
    }
}

fn terms(matches: &[Match], policy: &Policy) -> Option<Part> {
    let mut hits: Vec<&Hit> = matches.iter().flat_map(|m| &m.hits).collect();
    // A word that two watches spell differently is one word all the same.
    let span = |hit: &Hit| (hit.field.name(), hit.start, hit.end);
    hits.sort_by_key(|hit| span(hit));
    hits.dedup_by_key(|hit| span(hit));
    let mut terms: Vec<&str> = hits.into_iter().map(|hit| hit.term.as_str()).collect();
    terms.sort_unstable();
    terms.dedup();
    let further = i32::try_from(terms.len()).unwrap_or(i32::MAX).saturating_sub(1).max(0);
    let points = further.saturating_mul(policy.scoring.term).min(policy.scoring.terms_max);
    Some(part("terms", points))
}

fn harm_part(told: &Told, policy: &Policy) -> Option<Part> {
    let scoring = &policy.scoring;
    let Harm { killed, hurt } = told.harm;
    let points = if killed.max(hurt) >= scoring.many { scoring.harm_many } else { scoring.harm };
    match (killed, hurt, told.denied) {
        (0, 0, false) => None,
        (0, 0, true) => Some(part(NO_HARM, scoring.no_harm)),
        (0, hurt, _) => Some(part(&format!("{hurt} hurt"), points)),
        (killed, hurt, _) if killed < scoring.many && hurt >= scoring.many => {
            Some(part(&format!("{killed} killed, {hurt} hurt"), points))
        }
        (killed, _, _) => Some(part(&format!("{killed} killed"), points)),
    }
}

fn home(countries: &[String], policy: &Policy) -> Option<Part> {
    let homes = policy.homes.iter().filter(|h| countries.contains(&h.country));
    homes.max_by_key(|h| h.points).map(|h| part(&h.label, h.points))
}

fn class(class: OutletClass, policy: &Policy) -> Option<Part> {
    let points = match class {
        OutletClass::Wire | OutletClass::Official => policy.scoring.wire,
        OutletClass::National => 0,
        OutletClass::Aggregator => policy.scoring.aggregator,
        OutletClass::Forum => policy.scoring.forum,
    };
    Some(part(class.name(), points))
}

fn names_only(matches: &[Match], policy: &Policy) -> bool {
    let is_name = |hit: &Hit| policy.names.contains(&hit.term);
    matches.iter().all(|m| !m.hits.is_empty() && m.hits.iter().all(is_name))
}

#[cfg(test)]
mod tests {
    use super::{Policy, close, terms};
    use crate::domain::{Field, Hit, Match};

    fn flagged(watch: &str, term: &str, start: usize) -> Match {
        let hit = Hit {
            term: term.to_owned(),
            field: Field::Title,
            start,
            end: start + 7,
            text: "missile".to_owned(),
            first_word: 0,
            last_word: 0,
        };
        Match { watch: watch.to_owned(), hits: vec![hit], ..Match::default() }
    }

    #[test]
    fn a_word_that_two_watches_spell_differently_counts_once() {
        let points = |second: Match| {
            let matches = [flagged("rocket", "missile(s)", 0), second];
            terms(&matches, &Policy::default()).map_or(0, |part| part.points)
        };
        assert_eq!(points(flagged("militia", "missil(e|i)", 0)), 0);
        assert!(points(flagged("militia", "attack(s)", 20)) > 0);
    }

    /// A watch that finds these words of a headline, each at its place.
    fn finding(watch: &str, words: &[(u32, &str)]) -> Match {
        let hits = words.iter().map(|(place, text)| Hit {
            term: (*text).to_owned(),
            field: Field::Title,
            start: 0,
            end: 0,
            text: (*text).to_owned(),
            first_word: *place,
            last_word: *place,
        });
        Match { watch: watch.to_owned(), hits: hits.collect(), ..Match::default() }
    }

    #[test]
    fn hits_are_close_that_are_of_two_watches() {
        let part = |one: &[(u32, &str)], other: &[(u32, &str)]| {
            let matches = [finding("rocket", one), finding("militia", other)];
            close(&matches, &Policy::default()).map(|part| part.label)
        };
        let far = part(&[(0, "drone"), (1, "attack")], &[(20, "militia")]);
        assert_eq!(far, None);
        let same = part(&[(0, "drone"), (1, "attack")], &[(0, "drone"), (1, "attack")]);
        assert_eq!(same, None, "both words are of both watches");
        let own = part(&[(0, "drone"), (1, "attack")], &[(1, "attack"), (4, "militia")]);
        assert_eq!(own.as_deref(), Some("close (drone…militia, 3 words)"));
        let shared = part(&[(0, "drone")], &[(0, "drone"), (5, "consulate")]);
        assert_eq!(shared.as_deref(), Some("close (drone…consulate, 4 words)"));
        let edge = [12, 13, 14].map(|at| part(&[(0, "rocket")], &[(at, "militia")]).is_some());
        assert_eq!(edge, [true, true, false], "at most twelve words between");
    }
}
