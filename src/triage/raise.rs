//! When the outside is told of a story, and told again: on raise, then only when its severity
//! rises, a watch joins, origins reach 2, 3 or 5, the number of dead or hurt jumps, news comes
//! after long silence, or its publisher corrects it or edits it into another severity. A burst is grouped into one notice.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::book::Book;
use super::decide::{MOST_NAMES, insert};
use super::policy::Policy;
use super::{held, line, score, stand};
use crate::domain::{
    AlertChange, Change, Changes, Harm, Lag, Note, Pending, Reason, Severity, StoryChange,
    StoryMemo, Storying, Told, Toll,
};

/// What numbers of origins are called in their order, from the second on.
const ORDINALS: &[&str] =
    &["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/// What happened to a story in one batch.
#[derive(Clone, Debug, Default)]
pub(super) struct Occasion {
    /// An article came that may be told.
    pub news: Option<News>,
    /// An edited article satisfies a watch that it did not.
    pub edited_into_watch: bool,
    /// An article that may be told was edited.
    pub revised: bool,
    /// Such an edit tells of more dead or hurt than any article before.
    pub toll_revised: bool,
    /// A publisher corrected itself: what to say of it.
    pub corrected: Option<String>,
    /// The article that stands for the story says something else now: what it said.
    pub edited: Option<String>,
    /// By how many seconds the dates lag of a feed whose article is told that is old by its date.
    pub lag: u32,
    /// Flagged articles before this batch, the last of them.
    pub last_flagged: Option<Timestamp>,
}

impl Occasion {
    /// Takes in what happened to a story that goes into this one; both as they stand before.
    pub(super) fn join(&mut self, (other, go): (Occasion, &StoryChange), stay: &StoryChange) {
        self.news = self.news.max(other.news);
        self.edited_into_watch |= other.edited_into_watch;
        self.revised |= other.revised;
        self.toll_revised |= other.toll_revised;
        self.lag = self.lag.max(other.lag);
        self.corrected = self.corrected.take().or(other.corrected);
        self.edited = self.edited.take().or(other.edited);
        let last = |story: &StoryChange| story.state.memo.as_ref().and_then(|m| m.last_flagged);
        self.last_flagged = self.last_flagged.or_else(|| last(stay));
        if go.state.notices > 0 {
            self.last_flagged = self.last_flagged.max(other.last_flagged.or_else(|| last(go)));
        } else if go.state.memo.as_ref().is_some_and(|memo| memo.pending.is_some()) {
            // Its first notice waits: whoever was told of the other is told what it brings.
            self.news = self.news.max(last(go).map(News::Flagged));
        }
    }
}

/// An article that may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum News {
    /// No watch flags it.
    Plain,
    /// A watch flags it; when it was fetched.
    Flagged(Timestamp),
}

/// Brings the alert of a story up to date and decides whether and when it is told.
pub(super) fn settle(
    story: &mut StoryChange,
    occasion: &Occasion,
    policy: &Policy,
    now: Timestamp,
) -> Option<AlertChange> {
    let reopen = bring_up(story, occasion, policy, now)?;
    Some(AlertChange { reopen, ..tell(story, now)? })
}

/// The same for stories made anew: what is due waits for whoever tells.
pub(super) fn settle_untold(
    story: &mut StoryChange,
    occasion: &Occasion,
    policy: &Policy,
    now: Timestamp,
) -> Option<AlertChange> {
    let reopen = bring_up(story, occasion, policy, now)?;
    let line = Arc::clone(story.state.line.as_ref()?);
    Some(AlertChange { story: story.id, line, notice: None, reopen })
}

/// The alert of a story judged as it stands, though nothing happened to it.
pub fn settled(story: &mut StoryChange, policy: &Policy, now: Timestamp) -> Option<AlertChange> {
    settle_untold(story, &Occasion::default(), policy, now)
}

/// Brings line and memo up to date; says whether an acknowledged alert opens again.
fn bring_up(
    story: &mut StoryChange,
    occasion: &Occasion,
    policy: &Policy,
    now: Timestamp,
) -> Option<bool> {
    let mut memo = story.state.memo.take()?;
    let mut alert_line = story.state.line.take()?;
    story.state.watches.retain(|watch| policy.has(watch));
    let origins = story.state.origins.len();
    let mut evidence = Cow::Borrowed(&memo.evidence);
    if let Some((place, part)) = score::further_harm(&memo, policy) {
        evidence.to_mut().parts.splice(place, [part]);
    }
    let doubts = score::doubts(&memo, origins, policy);
    if !doubts.is_empty() {
        evidence.to_mut().parts.extend(doubts);
    }
    let tally = score::tally(&evidence, &story.state.watches, origins, policy);
    let floor = policy.floor(&story.state.watches);
    let before = memo.stood.unwrap_or_default();
    let line = Arc::make_mut(&mut alert_line);
    line.severity = policy.severity(tally.total);
    line::refresh(line, story, &tally, floor);
    line.story.toll = stand::further_toll(line, &memo).cloned().map(Box::new);
    let toll = line.story.toll.as_deref();
    let severity = line.severity;
    let rose = memo.stood.is_some_and(|stood| severity > stood);
    memo.stood = Some(severity);
    let amended = occasion.corrected.is_some() || (occasion.edited.is_some() && severity != before);
    let reopen = rose || (amended && story.state.notices > 0);
    let fresh = reasons(story, (&memo, toll), (before, severity), (occasion, policy));
    let waiting = memo.pending.take().and_then(|pending| held::still(pending, fresh.as_ref()));
    memo.pending = match fresh {
        Some((change, notes)) => {
            let due = due_time(story, severity, policy, now);
            Some(held::join(waiting, Pending { due, change, notes }))
        }
        None => waiting,
    };
    story.state.line = Some(alert_line);
    story.state.memo = Some(memo);
    Some(reopen)
}

/// The notices that are due: what grouping held back until now.
#[must_use]
pub fn due(book: &Book, now: Timestamp) -> Changes {
    let mut changes = Changes::default();
    for mut story in book.due(now) {
        changes.alerts.extend(tell(&mut story, now));
        changes.stories.push(story);
    }
    changes
}

/// Every notice that is held back, due or not: for an orderly end.
#[must_use]
pub fn flush(book: &Book, now: Timestamp) -> Changes {
    let mut changes = Changes::default();
    for mut story in book.due(Timestamp::MAX) {
        if let Some(pending) = story.state.memo.as_mut().and_then(|m| m.pending.as_mut()) {
            pending.due = now;
        }
        changes.alerts.extend(tell(&mut story, now));
        changes.stories.push(story);
    }
    changes
}

/// The story's alert as it stands, with a notice when one is due.
fn tell(story: &mut StoryChange, now: Timestamp) -> Option<AlertChange> {
    let mut memo = story.state.memo.take()?;
    let mut alert_line = story.state.line.take()?;
    let notice = memo.pending.take_if(|pending| pending.due <= now);
    if let Some(pending) = &notice {
        story.state.notices += 1;
        story.state.last_notice = Some(now);
        let line = Arc::make_mut(&mut alert_line);
        line.change = pending.change;
        line.note = held::text(&pending.notes);
        line.times.raised = now;
        line.id = line::name(story);
        // Whether a silence holds this notice back is decided anew for each.
        line.silenced = None;
        memo.told = told(story, &memo, alert_line.severity);
    }
    let change = AlertChange {
        story: story.id,
        line: Arc::clone(&alert_line),
        notice: notice.map(|pending| pending.change),
        reopen: false,
    };
    story.state.line = Some(alert_line);
    story.state.memo = Some(memo);
    Some(change)
}

/// What the outside knows of a story that is told as it stands.
pub(super) fn told(story: &StoryChange, memo: &StoryMemo, severity: Severity) -> Told {
    let mut named = memo.told.named.clone();
    story.state.origins.iter().for_each(|(name, _)| insert(&mut named, name, MOST_NAMES));
    let origins = count(story).max(memo.told.origins);
    let watches = story.state.watches.clone();
    Told { severity, watches, origins, named, harm: memo.harm }
}

fn count(story: &StoryChange) -> u32 {
    u32::try_from(story.state.origins.len()).unwrap_or(u32::MAX)
}

/// When a notice may go out.
fn due_time(story: &StoryChange, severity: Severity, policy: &Policy, now: Timestamp) -> Timestamp {
    if severity == Severity::Flash {
        return now;
    }
    let later = |at: Timestamp, seconds: u32| {
        at.checked_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(Timestamp::MAX)
    };
    let group = later(now, policy.storying.group_wait);
    match story.state.last_notice {
        Some(last) => group.max(later(last, policy.storying.group_interval)),
        None => group,
    }
}

/// What the outside is told of a story after this batch, if it is: the kind and its notes.
fn reasons(
    story: &StoryChange,
    (memo, toll): (&StoryMemo, Option<&Toll>),
    (before, severity): (Severity, Severity),
    (occasion, policy): (&Occasion, &Policy),
) -> Option<(Change, Vec<Note>)> {
    let correction = occasion.corrected.clone().or_else(|| {
        let old = occasion.edited.as_ref().filter(|_| severity < before)?;
        Some(format!("{old}; {before} → {severity}"))
    });
    if story.state.notices == 0 {
        let flagged = matches!(occasion.news, Some(News::Flagged(_)));
        let raised = flagged || occasion.edited_into_watch || memo.pending.is_some();
        let correction = correction.map(|text| Note { reason: Reason::Correction, text });
        let notes = correction.into_iter().chain(lags(occasion)).collect();
        return raised.then_some((Change::Raised, notes));
    }
    let told = &memo.told;
    // What waits to be told is told as it stands by then.
    let waits = |reason: Reason| {
        memo.pending.iter().flat_map(|pending| &pending.notes).any(|note| note.reason == reason)
    };
    let news = occasion.news.is_some();
    let risen = news || (occasion.revised && severity > before) || waits(Reason::Severity);
    let joined = news || occasion.edited_into_watch || waits(Reason::Watches);
    let harmed = news || occasion.toll_revised || waits(Reason::Harm);
    let reported = news || waits(Reason::Origins);
    let storying = &policy.storying;
    let rise = || (severity > told.severity).then(|| format!("{} → {severity}", told.severity));
    let rise = risen.then(rise).flatten();
    let by = |text: String| match toll {
        // What puts a toll right is told as that.
        Some(Toll { outlet, title, corrects: false, .. }) => format!("{text} ({outlet}: {title})"),
        _ => text,
    };
    let edit = occasion.edited.clone().filter(|_| rise.is_some() && severity > before);
    let notes = [
        (Reason::Correction, correction),
        (Reason::Severity, rise),
        (Reason::Watches, joined.then(|| watches_joined(story, told)).flatten()),
        (Reason::Origins, reported.then(|| origin_reached(story, told, storying)).flatten()),
        (
            Reason::Harm,
            harmed.then(|| harm_jumped(told.harm, memo.harm, storying)).flatten().map(by),
        ),
        (Reason::Silence, silence_broken(occasion, policy)),
        (Reason::Edit, edit),
    ];
    let notes = notes.into_iter().filter_map(|(reason, text)| Some(Note { reason, text: text? }));
    let notes: Vec<Note> = notes.chain(lags(occasion)).collect();
    Some((held::change(&notes)?, notes))
}

/// That the dates of the feed lag which brought what is told.
fn lags(occasion: &Occasion) -> Option<Note> {
    let hours = Lag::hours(occasion.lag);
    let text = || format!("the dates of its feed lag by {hours} h");
    (occasion.lag > 0).then(|| Note { reason: Reason::Lag, text: text() })
}

fn watches_joined(story: &StoryChange, told: &Told) -> Option<String> {
    let joined = story.state.watches.iter().filter(|watch| !told.watches.contains(watch));
    let joined: Vec<String> = joined.map(|watch| format!("new watch: {watch}")).collect();
    (!joined.is_empty()).then(|| joined.join("; "))
}

fn origin_reached(story: &StoryChange, told: &Told, storying: &Storying) -> Option<String> {
    let now = count(story);
    let mut steps = storying.origin_steps.iter().rev();
    let step = *steps.find(|step| told.origins < **step && **step <= now)? as usize;
    let origins = &story.state.origins;
    // Whom people parted from the story and joined to it again is no news.
    if origins.iter().all(|(name, _)| told.named.contains(name)) {
        return None;
    }
    let (name, _) = origins.get(step.checked_sub(1)?)?;
    let ordinal = ORDINALS.get(step.checked_sub(2)?)?;
    Some(format!("{ordinal} origin: {name}"))
}

fn harm_jumped(told: Harm, now: Harm, storying: &Storying) -> Option<String> {
    let jumps = |from: u32, to: u32| {
        to > from
            && (storying.toll_steps.iter().any(|step| from < *step && *step <= to)
                || to / 2 >= from)
    };
    if jumps(told.killed, now.killed) {
        Some(format!("killed {} → {}", told.killed, now.killed))
    } else if jumps(told.hurt, now.hurt) {
        Some(format!("hurt {} → {}", told.hurt, now.hurt))
    } else {
        None
    }
}

fn silence_broken(occasion: &Occasion, policy: &Policy) -> Option<String> {
    let (Some(News::Flagged(at)), Some(last)) = (occasion.news, occasion.last_flagged) else {
        return None;
    };
    let silent = at.duration_since(last).as_secs();
    let long = silent >= i64::from(policy.storying.silence);
    let told = match silent {
        ..60 => format!("{silent} s"),
        60..3_600 => format!("{} min", silent / 60),
        _ => format!("{} h", silent / 3_600),
    };
    long.then(|| format!("news after {told} of silence"))
}
