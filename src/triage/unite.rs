//! Two stories that turn out to be one: what becomes of them and of their alerts. The one that the
//! outside was told of first stays; nobody is told again of what either has told. Who was parted
//! from the story that goes is parted from the one that stays.
//!
//! That they are one is seen in `cluster`.

use std::sync::Arc;

use super::book::Place;
use super::decide::{MOST_NAMES, insert};
use super::live::MOST_COUNTRIES;
use super::origin::{self, MOST_FAMILIES};
use super::overlay::Overlay;
use super::policy::Policy;
use super::stand::{is_talk, most};
use super::words::head;
use super::{held, stand, vector};
use crate::domain::{AlertChange, Change, StoryChange, StoryId, Told};

/// Bytes of a headline in a note.
const HEADLINE: usize = 160;

/// Two stories that became one.
pub(super) struct Union {
    /// Where the one lies that stays, and where the other lay.
    pub places: (Place, Place),
    /// The one that stays, as it stood before.
    pub stay: StoryChange,
    /// The one that goes, likewise.
    pub go: StoryChange,
}

/// Makes one story of two, the one that `elder` names.
pub(super) fn unite(
    overlay: &mut Overlay<'_>,
    (one, other): (Place, Place),
    elder: fn(&StoryChange, &StoryChange) -> StoryId,
    policy: &Policy,
) -> Option<Union> {
    let (a, b) = (overlay.change(one)?.clone(), overlay.change(other)?.clone());
    let first = elder(&a, &b) == a.id;
    let ((into, stay), (from, go)) =
        if first { ((one, a), (other, b)) } else { ((other, b), (one, a)) };
    absorb(overlay.change(into)?, &go, policy);
    end(overlay.change(from)?, stay.id);
    overlay.settle(into);
    overlay.settle(from);
    for parted in &go.state.apart {
        let Some(place) = overlay.place(*parted) else { continue };
        if let Some(story) = overlay.change(place) {
            part(story, stay.id);
            story.state.apart.retain(|other| *other != go.id);
        }
        overlay.settle(place);
    }
    Some(Union { places: (into, from), stay, go })
}

/// Parts a story from another; the other has to be parted from it as well.
pub(super) fn part(story: &mut StoryChange, other: StoryId) {
    if story.id != other && !story.state.apart.contains(&other) {
        story.state.apart.push(other);
    }
}

/// Which of two stories stays: one that was told, one with an alert, the older, the lower name.
pub(super) fn elder(a: &StoryChange, b: &StoryChange) -> StoryId {
    let order = |s: &StoryChange| {
        (s.state.notices == 0, s.state.line.is_none(), s.state.earliest, s.first_seen, s.id)
    };
    if order(a) <= order(b) { a.id } else { b.id }
}

/// The alert of a story that goes, as it ends: it says where its news is now.
pub(super) fn ending(go: &StoryChange, stay: &StoryChange) -> Option<AlertChange> {
    let mut line = go.state.line.clone()?;
    Arc::make_mut(&mut line).note = format!("is part of: {}", head(&stay.title, HEADLINE));
    Some(AlertChange { story: go.id, line, notice: None, reopen: false })
}

/// What is kept of a story that went into another.
pub(super) fn end(story: &mut StoryChange, into: StoryId) {
    story.state.merged = Some(into.to_string());
    story.state.line = None;
    story.state.memo = None;
}

/// Takes a story into another.
fn absorb(stay: &mut StoryChange, go: &StoryChange, policy: &Policy) {
    let [stay_reports, go_reports] = [&*stay, go].map(|s| s.state.memo.is_some() && !is_talk(s));
    let (taken_up, only_talk) = (is_talk(stay) && go_reports, is_talk(go) && stay_reports);
    let own_talkers = talkers(stay).to_vec();
    alerts(stay, go);
    stay.first_seen = stay.first_seen.min(go.first_seen);
    stay.last_seen = stay.last_seen.max(go.last_seen);
    let (to, from) = (&mut stay.state, &go.state);
    to.centroid = vector::union((&to.centroid, to.articles), (&from.centroid, from.articles));
    to.articles += from.articles;
    to.latest = to.latest.max(from.latest);
    to.earliest = [to.earliest, from.earliest].into_iter().flatten().min();
    from.outlets.iter().for_each(|outlet| insert(&mut to.outlets, outlet, MOST_NAMES));
    from.countries.iter().for_each(|code| insert(&mut to.countries, code, MOST_COUNTRIES));
    // Beside a report of an event, talk of it brings neither watches nor origins.
    if taken_up {
        to.watches.clear();
        to.origins.retain(|(name, _)| !own_talkers.contains(name));
    }
    if !only_talk {
        from.watches.iter().for_each(|watch| insert(&mut to.watches, watch, MOST_NAMES));
    }
    policy.rank(&mut to.watches);
    let counted = |name: &String| !(only_talk && talkers(go).contains(name));
    for (name, since) in from.origins.iter().filter(|(name, _)| counted(name)) {
        if to.origins.len() < MOST_NAMES || to.origins.iter().any(|(known, _)| known == name) {
            origin::note(&mut to.origins, name, *since);
        }
    }
    let room = MOST_FAMILIES.saturating_sub(to.families.len());
    for (origin, shingles) in from.families.iter().take(room) {
        to.families.push(origin, shingles.iter().copied());
    }
    to.harm = to.harm.max(from.harm);
    to.last_notice = to.last_notice.max(from.last_notice);
    from.apart.iter().for_each(|parted| part(stay, *parted));
}

/// Origins of a story that count only as long as nobody reports its event.
fn talkers(story: &StoryChange) -> &[String] {
    story.state.memo.as_ref().map_or(&[], |memo| &memo.talkers)
}

/// One alert out of two. What either has told is told.
fn alerts(stay: &mut StoryChange, go: &StoryChange) {
    let (Some(line), Some(memo)) = (&go.state.line, &go.state.memo) else { return };
    let told = go.state.notices > 0;
    let (Some(own), Some(known)) = (&mut stay.state.line, &mut stay.state.memo) else {
        stay.state.line = Some(line.clone());
        stay.state.memo = Some(memo.clone());
        stay.title.clone_from(&go.title);
        return;
    };
    let own = Arc::make_mut(own);
    own.note = format!("joined by: {}", head(&go.title, HEADLINE));
    let mut second = stand::spare_of(line, &memo.evidence);
    let outranks =
        (!memo.talk, stand::standing(line, memo)) > (!known.talk, stand::standing(own, known));
    if outranks {
        second = stand::spare_of(own, &known.evidence);
        known.evidence = memo.evidence.clone();
        own.article = line.article.clone();
        own.hits.clone_from(&line.hits);
        own.times.published = line.times.published;
        own.times.fetched = line.times.fetched;
        stay.title.clone_from(&go.title);
    }
    if memo.talk == known.talk {
        memo.spare.iter().for_each(|spare| stand::offer(known, (**spare).clone()));
        stand::offer(known, second);
        memo.talkers.iter().for_each(|name| insert(&mut known.talkers, name, MOST_NAMES));
    } else {
        // Talk stands for no story that is reported.
        known.talk = false;
        known.talkers.clear();
        if outranks {
            known.spare.clone_from(&memo.spare);
        }
    }
    known.worded.extend(&memo.worded);
    known.harm = most(known.harm, memo.harm);
    memo.toll.iter().for_each(|toll| stand::keep(&mut known.toll, (**toll).clone()));
    // Where it stood stays the alert's own: one that was acknowledged opens again when what joins it is
    // more severe.
    known.last_flagged = known.last_flagged.max(memo.last_flagged);
    known.denied = known.denied.take().or_else(|| memo.denied.clone());
    known.taken_back.extend(memo.taken_back.iter().cloned());
    if told {
        known.told = both(&known.told, &memo.told);
    }
    // A first notice that waits is not one any more where the other was told already: what it
    // brings is seen as news; see `Occasion::join`.
    let waiting = memo
        .pending
        .clone()
        .filter(|held| held.change != Change::Raised || stay.state.notices == 0);
    if let Some(other) = waiting {
        known.pending = Some(held::join(known.pending.take(), other));
    }
}

/// What the outside knows who was told both.
pub(super) fn both(a: &Told, b: &Told) -> Told {
    let further_named = a.named.iter().chain(b.named.iter().filter(|name| !a.named.contains(name)));
    let further = b.watches.iter().filter(|watch| !a.watches.contains(watch));
    Told {
        severity: a.severity.max(b.severity),
        watches: a.watches.iter().chain(further).cloned().collect(),
        origins: a.origins.max(b.origins),
        named: further_named.cloned().collect(),
        harm: most(a.harm, b.harm),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{absorb, elder, unite};
    use crate::domain::{
        Change, Note, Pending, Reason, Severity, StoryChange, StoryId, StoryMemo, StoryState, Told,
    };
    use crate::triage::overlay::Overlay;
    use crate::triage::{Book, Policy, held, line};

    fn told(id: u64, peak: Severity) -> StoryChange {
        let mut story = StoryChange {
            id: StoryId(id),
            title: "Rocket lands near embassy".to_owned(),
            first_seen: Timestamp::UNIX_EPOCH,
            last_seen: Timestamp::UNIX_EPOCH,
            state: StoryState { notices: 1, articles: 1, ..StoryState::default() },
        };
        let told = Told { severity: peak, origins: 1, ..Told::default() };
        story.state.line = Some(std::sync::Arc::new(line::first(&story, Timestamp::UNIX_EPOCH)));
        story.state.memo =
            Some(Box::new(StoryMemo { stood: Some(peak), told, ..StoryMemo::default() }));
        story
    }

    #[test]
    fn what_joins_an_acknowledged_alert_and_is_more_severe_opens_it_again() {
        let mut stay = told(1, Severity::Priority);
        absorb(&mut stay, &told(2, Severity::Flash), &Policy::default());
        let memo = stay.state.memo.as_deref().cloned().unwrap_or_default();
        // The flash was told; the alert itself stood at priority.
        assert_eq!((memo.stood, memo.told.severity), (Some(Severity::Priority), Severity::Flash));
    }

    #[test]
    fn bars_follow_both_stories_into_those_that_stay() {
        let mut stories: Vec<StoryChange> =
            (1..=4).map(|id| told(id, Severity::Priority)).collect();
        stories[2].state.apart = vec![StoryId(4)];
        stories[3].state.apart = vec![StoryId(3)];
        let book = Book::load(stories, Timestamp::UNIX_EPOCH);
        let mut overlay = Overlay::new(&book);
        for (stays, goes) in [(1, 3), (2, 4)] {
            let pair = [stays, goes].map(|id| overlay.place(StoryId(id)).unwrap_or_default());
            assert!(unite(&mut overlay, pair.into(), elder, &Policy::default()).is_some());
        }
        let mut apart = |id| {
            let place = overlay.place(StoryId(id)).unwrap_or_default();
            overlay.change(place).map(|story| story.state.apart.clone())
        };
        let bars = [apart(1), apart(2)].map(Option::unwrap_or_default);
        assert_eq!(bars, [vec![StoryId(2)], vec![StoryId(1)]]);
    }

    #[test]
    fn notices_that_wait_are_told_as_one() {
        let waits = |id, change, reason, text: &str| {
            let mut story = told(id, Severity::Priority);
            let notes = vec![Note { reason, text: text.to_owned() }];
            if let Some(memo) = &mut story.state.memo {
                memo.pending = Some(Pending { due: Timestamp::UNIX_EPOCH, change, notes });
            }
            story
        };
        let mut stay = waits(1, Change::Updated, Reason::Origins, "second origin: AP");
        let go = waits(2, Change::Escalated, Reason::Harm, "killed 0 → 6");
        absorb(&mut stay, &go, &Policy::default());
        let held = stay.state.memo.and_then(|memo| memo.pending);
        let told = held.map(|pending| (pending.change, held::text(&pending.notes)));
        assert_eq!(told, Some((Change::Escalated, "second origin: AP; killed 0 → 6".to_owned())));
    }

    #[test]
    fn one_origin_told_twice_is_one() {
        let mut stay = told(1, Severity::Priority);
        absorb(&mut stay, &told(2, Severity::Priority), &Policy::default());
        assert_eq!(stay.state.memo.map(|memo| memo.told.origins), Some(1));
    }
}
