//! When a feed is polled next. Pure: the time and the jitter come in.
//!
//! Looks at one feed alone; hosts, order and what runs at once are `queue`'s work.

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::domain::{CacheHints, ErrorKind, Feed, FeedId, FeedState, Pace, Rhythm};

/// Longest wait that a publisher or a failure can bring about, in seconds.
pub const LONGEST: u32 = 86_400;
/// Interval of a feed whose rhythm is not known yet.
const UNKNOWN: u32 = 900;
/// How long a host rests that asks for patience without saying how much, and least wait after a failure.
const UNSAID: u32 = 60;
/// An answer that may be kept for longer than this is what its server says of every file.
const FILE: u32 = 30 * 86_400;
/// Gaps of quiet that count in a pause as there were before: the news that ends it is not to come late.
const AWAKE: u32 = 12;
/// Share of a wait that jitter can add.
const JITTER: f64 = 0.1;

/// What the choice of an interval looks at.
#[derive(Clone, Copy, Debug)]
pub struct Signs<'a> {
    /// The interval that the configuration fixes for this feed.
    pub fixed: Option<u32>,
    /// Mean seconds between new articles; 0: not known.
    pub gap: u32,
    /// Seconds since something new came; 0: not known.
    pub quiet: u32,
    /// Seconds for which nothing came before now, as nothing does each night.
    pub pause: u32,
    /// Seconds for which an article stands in the document; 0: not known.
    pub span: u32,
    /// What the feed says of its pace.
    pub rhythm: &'a Rhythm,
    /// What the last answer said.
    pub hints: CacheHints,
}

/// Why the next poll is to be planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The last poll succeeded.
    Success,
    /// It failed, for the n-th time in a row.
    Failure(u32),
    /// The host asked for a wait of so many seconds.
    Held(u32),
    /// Its host was not asked, as it had asked for a rest of which so many seconds are left: no longer than that,
    /// or the feeds of a host would hold it for one another for ever.
    Spared(u32),
    /// It failed over how it was asked, and is asked otherwise.
    Again,
}

/// Seconds between polls of a feed that fares well.
///
/// A fixed interval is taken as it is. Otherwise twice as often as articles come, more rarely the
/// longer nothing came and never did for so long before, within floor and ceiling; the publisher's wish for less is granted for as long
/// as no article can come and go meanwhile.
#[must_use]
pub fn interval(signs: &Signs<'_>, pace: &Pace) -> u32 {
    if let Some(fixed) = signs.fixed.or(pace.interval) {
        return fixed.clamp(1, LONGEST);
    }
    let quiet = match signs.quiet {
        usual if usual <= signs.pause => usual.min(signs.gap.saturating_mul(AWAKE)),
        longer => longer,
    };
    let own = match signs.gap {
        0 => UNKNOWN.max(signs.quiet / 8),
        gap => gap.max(quiet / 4) / 2,
    };
    let floor = pace.floor.max(1);
    let wished = match signs.span {
        0 => signs.wish(),
        span => signs.wish().min(span.max(signs.quiet) / 2),
    };
    own.clamp(floor, pace.ceiling.max(floor)).max(wished.min(LONGEST)).min(LONGEST)
}

impl Signs<'_> {
    /// Seconds between polls that the publisher asks for; 0: none.
    #[must_use]
    pub fn wish(&self) -> u32 {
        let max_age = self.hints.max_age.filter(|age| *age <= FILE);
        self.rhythm.ttl.unwrap_or(0).max(max_age.unwrap_or(0))
    }
}

/// Seconds to wait after a failure, before jitter: the interval, then twice that, up to a day.
#[must_use]
pub fn backoff(interval: u32, failures: u32) -> u32 {
    let doublings = failures.saturating_sub(1).min(31);
    let wait = u64::from(interval.max(1)) << doublings;
    u32::try_from(wait).unwrap_or(LONGEST).min(LONGEST)
}

/// The time of the next poll. `jitter` is in 0..1 and only ever adds, so that no wait that was
/// asked for is cut short.
#[must_use]
pub fn next_poll(signs: &Signs<'_>, pace: &Pace, cause: Cause, at: (Timestamp, f64)) -> Timestamp {
    let (now, jitter) = at;
    let usual = interval(signs, pace);
    let wait = match cause {
        Cause::Spared(seconds) => {
            return now + SignedDuration::from_secs(i64::from(seconds.min(LONGEST)));
        }
        Cause::Success => usual,
        Cause::Failure(failures) => backoff(usual, failures),
        Cause::Held(seconds) => seconds.min(LONGEST).max(usual),
        Cause::Again => usual.min(UNSAID),
    };
    let added = f64::from(wait) * JITTER * jitter.clamp(0.0, 1.0);
    let wait = SignedDuration::from_secs(i64::from(wait))
        + SignedDuration::from_millis((added * 1_000.0) as i64);
    let due = now + wait;
    let planned = signs.fixed.or(pace.interval).is_some();
    if planned { due } else { after_skips((due, added), signs.rhythm, now) }
}

/// Two clocks, or one before and after it was corrected, may differ by so much.
const DRIFT: SignedDuration = SignedDuration::from_secs(60);

/// How far a feed's times are ahead of the clock, which was set back since: its last poll cannot be to come.
#[must_use]
pub fn ahead(feed: &Feed, now: Timestamp) -> SignedDuration {
    let ahead = feed.last_poll.map_or(SignedDuration::ZERO, |last| last.duration_since(now));
    if ahead > DRIFT { ahead } else { SignedDuration::ZERO }
}

/// When a feed that waits is due: as planned, but no later than by the interval that it has now; long since where it
/// was never polled, or when the clock was set back since. A wait that its host asked for begins anew then.
#[must_use]
pub fn due(feed: &Feed, pace: &Pace, now: Timestamp) -> Timestamp {
    let never = now - SignedDuration::from_hours(24 * 365);
    let Some(planned) = feed.next_poll else { return never };
    let ahead = ahead(feed, now);
    let planned = match (ahead.is_zero(), feed.state) {
        (true, _) => latest(feed, pace).map_or(planned, |by| by.min(planned)),
        (false, FeedState::RateLimited) => planned.saturating_sub(ahead).unwrap_or(never),
        (false, _) => never,
    };
    // No plan reaches so far.
    let most = now + SignedDuration::from_secs(i64::from(LONGEST) * 2);
    if planned > most { never } else { planned }
}

/// The latest time of a feed's next poll by the interval that it has now, which may be another than when the poll
/// was planned; `None` where that is as it was, or where a failure or its server planned it.
fn latest(feed: &Feed, pace: &Pace) -> Option<Timestamp> {
    let cadence = &feed.cadence;
    if cadence.failures > 0 || feed.state == FeedState::RateLimited {
        return None;
    }
    let most = pace.ceiling.max(pace.floor).max(cadence.wish);
    let adapted = || Some(most).filter(|most| cadence.interval > *most);
    let interval = feed.spec.interval.or(pace.interval).or_else(adapted)?;
    let wait = f64::from(interval.clamp(1, LONGEST)) * (1.0 + JITTER);
    feed.last_poll?.checked_add(SignedDuration::from_millis((wait * 1_000.0) as i64)).ok()
}

/// When a feed is due whose trouble may have been mended by who configures it: soon, but never within a minute of its
/// last poll if its host was asked then. Credentials were refused or missing; or its address was not to be asked,
/// and may be now (`private`: some are that once were not, for any feed). `None` where that is later than
/// planned, or another feed's.
#[must_use]
pub fn of_mended(feed: &Feed, private: bool, now: Timestamp) -> Option<Timestamp> {
    let unasked = feed.error.as_ref().is_some_and(|error| error.kind == ErrorKind::Blocked);
    let rest = match feed.state {
        FeedState::Auth if feed.spec.access.is_some() => UNSAID,
        FeedState::Blocked if private || feed.spec.allow_private => {
            if unasked {
                0
            } else {
                UNSAID
            }
        }
        _ => return None,
    };
    let rested = feed.last_poll.filter(|last| *last <= now)?;
    let due = now.max(rested + SignedDuration::from_secs(i64::from(rest)));
    feed.next_poll.is_none_or(|planned| due < planned).then_some(due)
}

/// A feed that was just polled is not polled with all others for so long.
const JUST_POLLED: SignedDuration = SignedDuration::from_secs(30);

/// Whether a feed is polled when people want all polled now: not one that ended, was just polled, or is to wait.
#[must_use]
pub fn joins_all(feed: &Feed, now: Timestamp) -> bool {
    let just = feed.last_poll.is_some_and(|last| now.duration_since(last).abs() < JUST_POLLED);
    match feed.state {
        FeedState::Gone => false,
        FeedState::RateLimited => !just && feed.next_poll.is_none_or(|planned| planned <= now),
        _ => !just,
    }
}

/// Moves a time out of the hours and days that the publisher says bring no news; by a day at most. The seconds of
/// jitter in it stand behind those hours too, or all of the publisher's feeds would come at the stroke of one.
fn after_skips((due, jitter): (Timestamp, f64), rhythm: &Rhythm, now: Timestamp) -> Timestamp {
    if rhythm.skip_hours == 0 && rhythm.skip_days == 0 {
        return due;
    }
    let latest = due.max(now + SignedDuration::from_secs(i64::from(LONGEST)));
    // Not into the next hour: it may be skipped as well.
    let behind = SignedDuration::from_millis((jitter.min(3_599.0) * 1_000.0) as i64);
    let mut at = due;
    for _ in 0..=24 {
        if !is_skipped(at, rhythm) {
            return (if at > due { at + behind } else { at }).min(latest);
        }
        let into_hour = at.as_second().rem_euclid(3_600);
        at += SignedDuration::from_secs(3_600 - into_hour);
    }
    latest
}

fn is_skipped(at: Timestamp, rhythm: &Rhythm) -> bool {
    let utc = Offset::UTC.to_datetime(at);
    let day = utc.weekday().to_monday_zero_offset();
    rhythm.skip_hours >> u32::from(utc.hour().unsigned_abs()) & 1 == 1
        || rhythm.skip_days >> u32::from(day.unsigned_abs()) & 1 == 1
}

/// How long a whole host is left alone after it asked for patience.
#[must_use]
pub fn host_rest(retry_after: Option<u32>) -> SignedDuration {
    SignedDuration::from_secs(i64::from(retry_after.unwrap_or(UNSAID).min(LONGEST)))
}

/// A number in 0..1 that differs between feeds and between the polls of one feed, and repeats
/// with them.
#[must_use]
pub fn jitter(feed: FeedId, polls: u64) -> f64 {
    let mut x = feed.0.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ polls.wrapping_mul(0xd1b5_4a32_d192_ed03);
    for shift in [30_u32, 27, 31] {
        x ^= x >> shift;
        x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }
    (x >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests;
