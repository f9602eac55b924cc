//! How a feed fares after a poll: its state, streak, rhythm, measured delay, and its next time.
//!
//! Pure. Takes what the poll and the reading of its document came to; writes nothing (the engine
//! commits the feed together with its articles).

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};
use url::Url;

mod clocks;
mod notice;
mod pauses;
mod rhythm;
mod validity;

pub use clocks::ahead;
pub use notice::{Around, forgive, notice};
pub use rhythm::{Arrivals, arrived};

use super::schedule::{self, Cause, Signs};
use crate::domain::{
    CacheHints, Document, ErrorKind, Failure, Feed, FeedError, FeedLine, FeedState, Outcome,
    OutletClass, Pace, Poll, Rhythm, Validators,
};

/// What became of the document of a poll.
#[derive(Clone, Debug)]
pub enum Reading {
    /// There was none: not modified, or the poll failed.
    Nothing,
    /// It was read.
    Read(Facts),
    /// It could not be read.
    Unreadable(Failure),
}

/// What a document that was read says for the feed's health.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Publication times of its articles, in any order; those without one left out.
    pub published: Vec<Timestamp>,
    /// Those that were not believed, as they are days to come.
    pub ahead: Vec<Timestamp>,
    /// Its articles, with and without a time.
    pub articles: usize,
    /// What it says of its pace.
    pub rhythm: Rhythm,
    /// What had to be repaired.
    pub repaired: Option<String>,
    /// Items beyond the limit, left out.
    pub cut: usize,
    /// Whether it broke off before its end.
    pub truncated: bool,
    /// The feed's own title.
    pub title: String,
}

/// A feed is silent after so many of its usual gaps.
const GAPS_OF_SILENCE: u32 = 24;
/// And never before this: nights and Sundays are quiet.
const LEAST_SILENCE: u32 = 36 * 3_600;
/// A news agency has no nights.
const LEAST_SILENCE_OF_A_WIRE: u32 = 6 * 3_600;

/// The state that a kind of failure puts a feed in.
const STATES: &[(ErrorKind, FeedState)] = &[
    (ErrorKind::RateLimited, FeedState::RateLimited),
    (ErrorKind::Gone, FeedState::Gone),
    (ErrorKind::Blocked, FeedState::Blocked),
    (ErrorKind::RedirectBlocked, FeedState::Blocked),
    (ErrorKind::Credentials, FeedState::Auth),
    (ErrorKind::RedirectBad, FeedState::Broken),
    (ErrorKind::RedirectLoop, FeedState::Broken),
    (ErrorKind::RedirectLimit, FeedState::Broken),
    (ErrorKind::Decode, FeedState::Broken),
    (ErrorKind::TooLarge, FeedState::Broken),
    (ErrorKind::TooDeep, FeedState::Broken),
    (ErrorKind::Parse, FeedState::Broken),
    (ErrorKind::Encoding, FeedState::Broken),
    (ErrorKind::NotAFeed, FeedState::Broken),
    (ErrorKind::Empty, FeedState::Broken),
];

/// The feed as it stands after a poll. Counters of articles are the store's.
#[must_use]
pub fn after_poll(feed: &Feed, poll: &Poll, reading: &Reading, pace: &Pace) -> Feed {
    let mut after = feed.clone();
    after.polls = feed.polls.saturating_add(1);
    after.moved = moved(feed, poll, reading);
    after.held = None;
    let cause = match (&poll.outcome, reading) {
        (Outcome::Failed(failure), _) | (Outcome::Document(_), Reading::Unreadable(failure)) => {
            let failure = validity::once_more(feed, at_its_own_address(feed, failure));
            fail(&mut after, &failure, poll)
        }
        (Outcome::Document(document), reading) => {
            validity::of_document(&mut after, document, poll, reading);
            if let Reading::Read(facts) = reading {
                read(&mut after, facts, poll);
            }
            succeed(&mut after, poll)
        }
        (Outcome::NotModified(validators), _) => {
            after.not_modified = feed.not_modified.saturating_add(1);
            validity::of_not_modified(&mut after, validators, poll.finished);
            succeed(&mut after, poll)
        }
    };
    if after.moved.is_none() && feed.moved.is_some() && poll.moved.is_none() {
        // They were another address's.
        after.validators = Validators::default();
    }
    after.last_poll = Some(poll.finished);
    plan(&mut after, poll, pace, cause);
    after
}

/// After two failures in a row the configured address is asked again: a redirect that was a lie,
/// or led to a place that is gone, is forgotten that way.
const FAILURES_OF_A_MOVE: u32 = 2;

/// Where the feed is after a poll. A permanent redirect counts only while a feed with articles stands
/// at its end: the page of a captive portal moves nothing, nor does a parked feed. Where it is gone,
/// the move is forgotten at once.
fn moved(feed: &Feed, poll: &Poll, reading: &Reading) -> Option<String> {
    match (&poll.outcome, reading) {
        (Outcome::Document(document), Reading::Read(facts)) if facts.articles == 0 => {
            feed.moved.clone().filter(|_| poll.moved.is_none() && is_home(feed, document))
        }
        (Outcome::Failed(failure), _) if failure.kind == ErrorKind::Gone => None,
        // Asked again, its own address gives the feed itself: the redirect was a mistake.
        (Outcome::Document(document), Reading::Read(_))
            if poll.moved.is_none() && is_home(feed, document) =>
        {
            None
        }
        (Outcome::Document(_), Reading::Read(_)) | (Outcome::NotModified(_), _) => {
            let now = poll.moved.clone().or_else(|| feed.moved.clone());
            now.filter(|to| *to != feed.spec.url)
        }
        (Outcome::Document(_), Reading::Nothing | Reading::Unreadable(_))
        | (Outcome::Failed(_), _) => feed
            .moved
            .clone()
            .filter(|_| feed.cadence.failures.saturating_add(1) < FAILURES_OF_A_MOVE),
    }
}

/// Whether a document came from the configured address, and from nowhere that it redirects to.
fn is_home(feed: &Feed, document: &Document) -> bool {
    let plain = |address: &str| {
        let mut url = Url::parse(address).ok()?;
        url.set_fragment(None);
        url.set_username("").and_then(|()| url.set_password(None)).ok()?;
        Some(url)
    };
    feed.moved.is_some() && plain(&feed.spec.url).is_some_and(|own| own.as_str() == document.url)
}

fn plan(after: &mut Feed, poll: &Poll, pace: &Pace, cause: Cause) {
    let at = (poll.finished, schedule::jitter(after.id, after.polls));
    let max_age = match (cause, &poll.outcome) {
        // What a 304 does not say stays as it was (RFC 9111, 3.2).
        (Cause::Success, Outcome::NotModified(_)) => {
            poll.hints.max_age.or(Some(after.cadence.wish))
        }
        (Cause::Success, _) => poll.hints.max_age,
        // What is said of a page that is no feed is no wish of the feed's.
        (Cause::Failure(_) | Cause::Held(_) | Cause::Spared(_) | Cause::Again, _) => None,
    };
    let signs = Signs {
        fixed: after.spec.interval,
        gap: after.cadence.gap,
        quiet: quiet(after, poll.finished),
        pause: pauses::longest(&after.cadence).max(awake(after.spec.class)),
        span: after.cadence.span,
        rhythm: &after.cadence.rhythm,
        hints: CacheHints { max_age, ..poll.hints },
    };
    let interval = schedule::interval(&signs, pace);
    let next = schedule::next_poll(&signs, pace, cause, at).max(asked_for(poll, cause));
    let wish = if pace.interval.is_some() { 0 } else { signs.wish() };
    after.cadence.interval = interval;
    if cause == Cause::Success {
        after.cadence.wish = wish;
    }
    after.next_poll = (after.state != FeedState::Gone).then_some(next);
}

/// The earliest time that the answer of a failed poll asks for; its own where it asks for none.
fn asked_for(poll: &Poll, cause: Cause) -> Timestamp {
    match cause {
        Cause::Failure(_) => poll.hints.retry_after.map_or(poll.finished, |wait| {
            let wait = schedule::host_rest(Some(wait));
            poll.finished.saturating_add(wait).unwrap_or(poll.finished)
        }),
        Cause::Success | Cause::Held(_) | Cause::Spared(_) | Cause::Again => poll.finished,
    }
}

/// Only its own address can end a feed: the one that it moved to may have been a mistake.
fn at_its_own_address<'a>(feed: &Feed, failure: &'a Failure) -> Cow<'a, Failure> {
    if failure.kind != ErrorKind::Gone || feed.moved.is_none() {
        return Cow::Borrowed(failure);
    }
    let message =
        "nothing is any more where it moved to (status 410); its own address is asked again";
    Cow::Owned(Failure { kind: ErrorKind::HttpStatus, message: message.to_owned(), ..*failure })
}

fn fail(after: &mut Feed, failure: &Failure, poll: &Poll) -> Cause {
    let was_held = after.state == FeedState::RateLimited;
    after.error = Some(FeedError { kind: failure.kind, message: failure.message.clone() });
    after.state = match (failure.kind, failure.status) {
        (ErrorKind::HttpStatus, Some(401 | 403 | 407)) => FeedState::Auth,
        _ => STATES
            .iter()
            .find(|(kind, _)| *kind == failure.kind)
            .map_or(FeedState::Retrying, |(_, state)| *state),
    };
    if failure.kind == ErrorKind::RateLimited {
        after.held.clone_from(&poll.host);
    }
    // A host that asks for patience and says how long is not a failing feed.
    if let (ErrorKind::RateLimited, Some(seconds)) = (failure.kind, poll.hints.retry_after) {
        after.cadence.failures = 0;
        if failure.status.is_none() {
            return Cause::Spared(seconds);
        }
        validity::of_refusal(after, failure, 1 + u32::from(was_held), poll.finished);
        return Cause::Held(seconds);
    }
    after.cadence.failures = after.cadence.failures.saturating_add(1);
    if validity::of_refusal(after, failure, after.cadence.failures, poll.finished) {
        return Cause::Again;
    }
    // It is the host that is too busy, and it is left alone as a whole: none of its feeds for a day.
    let most = if failure.kind == ErrorKind::RateLimited { PATIENT } else { u32::MAX };
    Cause::Failure(after.cadence.failures.min(most))
}

/// Failures after which a feed waits no longer whose host asks for patience and does not say how much.
const PATIENT: u32 = 3;

fn succeed(after: &mut Feed, poll: &Poll) -> Cause {
    let now = poll.finished;
    after.error = None;
    after.cadence.failures = 0;
    after.last_success = Some(now);
    let was_silent = after.state == FeedState::Silent;
    // It is not called silent before its whole document has been seen.
    let asks = validity::hides(after, now);
    let silent = is_silent(after, now) && (!asks || was_silent);
    after.state = if silent { FeedState::Silent } else { FeedState::Ok };
    Cause::Success
}

/// For how long a feed is asked at near its own rhythm though nothing comes and no pause of it is known yet:
/// what ends the night of a wire is not to come late.
fn awake(class: OutletClass) -> u32 {
    match class {
        OutletClass::Wire => 12 * 3_600,
        OutletClass::National
        | OutletClass::Official
        | OutletClass::Aggregator
        | OutletClass::Forum => 0,
    }
}

fn is_silent(feed: &Feed, now: Timestamp) -> bool {
    let Some(since) = feed.last_article.filter(|_| feed.cadence.gap > 0) else { return false };
    let patience = feed.cadence.gap.saturating_mul(GAPS_OF_SILENCE);
    let patience = patience.max(least_silence(feed.spec.class)).max(pauses::usual(feed, since));
    seconds(since, now) > patience
}

/// No feed is silent earlier, in seconds.
fn least_silence(class: OutletClass) -> u32 {
    match class {
        OutletClass::Wire => LEAST_SILENCE_OF_A_WIRE,
        OutletClass::National
        | OutletClass::Official
        | OutletClass::Aggregator
        | OutletClass::Forum => LEAST_SILENCE,
    }
}

/// Seconds since something new came.
fn quiet(feed: &Feed, now: Timestamp) -> u32 {
    feed.last_article.map_or(0, |last| seconds(last, now))
}

fn seconds(from: Timestamp, to: Timestamp) -> u32 {
    u32::try_from(to.as_second().saturating_sub(from.as_second()).max(0)).unwrap_or(u32::MAX)
}

fn read(after: &mut Feed, facts: &Facts, poll: &Poll) {
    let now = poll.finished;
    if after.spec.title.is_empty() {
        after.spec.title.clone_from(&facts.title);
    }
    after.cadence.rhythm = facts.rhythm.clone();
    rhythm::take_dates(after, &rhythm::dates((&facts.published, facts.articles), now), now);
    let latest = facts.published.iter().filter(|at| **at <= now).max().copied();
    after.cadence.lag.newest = after.cadence.lag.newest.max(latest);
    let cut = (facts.cut > 0).then(|| {
        let cut = facts.cut;
        format!("{cut} items beyond [limits] items were left out")
    });
    let dates: Vec<Timestamp> = facts.published.iter().chain(&facts.ahead).copied().collect();
    let clock = clocks::ahead(&dates, now).or_else(|| clocks::behind(&after.cadence));
    let notes = [clock, cut, facts.repaired.clone()];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    after.repaired = (!notes.is_empty()).then(|| notes.join("; "));
    rhythm::take_span(after, facts.articles);
    after.cadence.empty = facts.articles == 0;
}

/// Takes in that a document brought nothing that was known, or only a piece that stands there for
/// long: its window of items moved on faster than it was polled. Returns whether that is news.
pub fn overran(before: &Feed, after: &mut Feed, started: Timestamp) -> bool {
    let said = after.repaired.as_deref().is_some_and(FeedLine::is_missed);
    if said || before.last_success.is_none() || before.last_article.is_none() {
        return false;
    }
    let notes = [Some(missed(before, started)), after.repaired.take()];
    after.repaired = Some(notes.into_iter().flatten().collect::<Vec<_>>().join("; "));
    let ours = unasked(before, started).or(unanswered(before, started)).is_none();
    if ours && after.cadence.gap > 0 {
        after.cadence.gap = (after.cadence.gap / 2).max(1);
    }
    true
}

/// A poll that is later than this, beyond its interval, was no poll of a running schedule.
const LATE: u32 = 1_800;

/// How long a feed was not asked because nothing was: the machine slept, or nobody ran us.
fn unasked(before: &Feed, started: Timestamp) -> Option<SignedDuration> {
    let late = seconds(before.next_poll?, started);
    let since = started.duration_since(before.last_poll?);
    (late > before.cadence.interval.max(LATE)).then_some(since)
}

/// How long its server gave no feed, if the last polls failed.
fn unanswered(before: &Feed, started: Timestamp) -> Option<SignedDuration> {
    let failing = before.cadence.failures > 0 || before.error.is_some();
    before.last_success.filter(|_| failing).map(|heard| started.duration_since(heard))
}

/// Says that items were missed between the last poll and this one.
fn missed(before: &Feed, started: Timestamp) -> String {
    let since = before.last_poll.map_or_else(String::new, |last| {
        format!(" since {:.0}", last.round(jiff::Unit::Second).unwrap_or(last))
    });
    let hours = |time: SignedDuration| time.as_mins().max(60) / 60;
    match (unasked(before, started), unanswered(before, started)) {
        (Some(time), _) => {
            let (how, hours) = (FeedLine::UNASKED, hours(time));
            format!(
                "{how} {hours} h, as wirewatch or this machine was at rest: items were missed{since}"
            )
        }
        (None, Some(time)) => {
            let (how, hours) = (FeedLine::UNANSWERED, hours(time));
            format!("{how} {hours} h: items were missed")
        }
        (None, None) => {
            let how = FeedLine::MISSED;
            format!("{how}: items were missed{since}; set a shorter interval for this feed")
        }
    }
}

#[cfg(test)]
mod tests;
