//! The pauses of a feed: nights and weekends come again, an outage of its publisher does not.
//!
//! Pure. A pause counts at any time where one of about its length came twice; one that was seen once only
//! for a quiet that begins at about the same hour.

use jiff::Timestamp;

use super::{least_silence, seconds};
use crate::domain::{Cadence, Feed, Poll};

/// A pause counts for so many seconds after it ended: a weekend until the next is over.
const REMEMBERED: u32 = 8 * DAY;

const DAY: u32 = 86_400;

/// Pauses that begin no further apart, by the hour of their day, begin alike; by that of their week where
/// they are long.
const ALIKE: u32 = 4 * 3_600;
/// A pause that is no night.
const LONG: u32 = 20 * 3_600;

/// Seconds for which a feed may bring nothing from `since` on, as it did before.
pub(super) fn usual(feed: &Feed, since: Timestamp) -> u32 {
    let cadence = &feed.cadence;
    let begins = |pause: u32, ended: Timestamp| alike(pause, ended, since);
    let known = cadence.again || cadence.paused.is_none_or(|ended| begins(cadence.pause, ended));
    let known = if known { cadence.usual_pause() } else { 0 };
    let long = cadence.long.filter(|(pause, ended)| begins(*pause, *ended));
    known.max(long.map_or(0, |(pause, _)| Cadence::with_slack(pause)))
}

/// Whether quiet since then begins as a pause did: at that hour, and on that day where no night is so long.
fn alike(pause: u32, ended: Timestamp, since: Timestamp) -> bool {
    let began = ended.as_second() - i64::from(pause);
    let turn = i64::from(if pause >= LONG { 7 * DAY } else { DAY });
    let apart = (since.as_second() - began).rem_euclid(turn);
    apart.min(turn - apart) <= i64::from(ALIKE)
}

/// Takes in how long nothing had come, unless that was for want of asking or of answers.
pub(super) fn take(before: &Feed, after: &mut Feed, poll: &Poll) {
    let (Some(last), Some(polled)) = (before.last_article, before.last_poll) else { return };
    let (seen, now) = (seconds(last, poll.finished), poll.finished);
    let asked = seconds(polled, poll.started) <= seen / 2;
    if !asked || before.cadence.failures > 0 {
        return;
    }
    let least = least_silence(after.spec.class);
    let cadence = &mut after.cadence;
    let seen = seen.min(Cadence::LONGEST_PAUSE);
    let recent = |ended: &Timestamp| seconds(*ended, now) <= REMEMBERED;
    let known = cadence.paused.filter(recent).map_or(0, |_| cadence.pause);
    cadence.long = cadence.long.filter(|(_, ended)| recent(ended));
    // One that is about as long keeps the rhythm in mind.
    if seen < known / 4 * 3 {
        return;
    }
    // What is far longer than a night may be a weekend, or the only outage of a year.
    if known >= least && seen / 4 > known / 3 {
        if cadence.long.is_none_or(|(pause, _)| seen >= pause / 4 * 3) {
            cadence.long = Some((seen, now));
        }
        return;
    }
    cadence.again = known > 0 && seen / 4 <= known / 3;
    (cadence.pause, cadence.paused) = (seen, Some(now));
}

/// The longest pause that is known: for so long a feed is asked at near its own rhythm.
pub(super) fn longest(cadence: &Cadence) -> u32 {
    let long = cadence.long.map_or(0, |(pause, _)| Cadence::with_slack(pause));
    cadence.usual_pause().max(long)
}
