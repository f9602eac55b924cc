//! How often the articles of a feed come, and how late: by their dates where these tell it, else by
//! when a poll first brought them.
//!
//! Dates may lag by a zone, have no time, or be that of the request: how long a feed has been quiet is
//! counted from when something new came, never from what its dates say.

use jiff::Timestamp;

use super::{FeedState, Poll, clocks, pauses, plan, seconds, validity};
use crate::domain::{Cadence, Delay, Feed, Pace};
use crate::fetch::schedule::Cause;

/// Dates looked at: the newest of them tell the rhythm of today.
const NEWEST: usize = 20;
/// Delays beyond this are articles brought out of an archive.
const LONGEST_DELAY: i64 = 86_400;
/// A mean gap below this is that of dates which a program filled in.
const SHORTEST_GAP: u32 = 5;

/// What a poll brought that the store did not know.
#[derive(Clone, Debug, Default)]
pub struct Arrivals {
    /// So many articles.
    pub new: u32,
    /// Articles of the document, new and known.
    pub articles: usize,
    /// The dates of all articles of the document; those without one left out.
    pub published: Vec<Timestamp>,
    /// The latest date of the new ones, none to come.
    pub latest: Option<Timestamp>,
    /// The earliest date of the new ones.
    pub earliest: Option<Timestamp>,
    /// Whether they stand where news of it does, though they are old by their dates.
    pub topmost: bool,
}

/// The newest dates, newest first, none of them in the future. None at all where they tell no rhythm:
/// most of them are the same, as of days without a time, or too close for a person's work; or most of the
/// articles bear none.
pub(super) fn dates(
    (published, articles): (&[Timestamp], usize),
    now: Timestamp,
) -> Vec<Timestamp> {
    if published.len() * 2 < articles {
        return Vec::new();
    }
    let mut times: Vec<Timestamp> = published.iter().copied().filter(|time| *time <= now).collect();
    times.sort_unstable_by(|a, b| b.cmp(a));
    times.truncate(NEWEST);
    let same = times.iter().zip(times.iter().skip(1)).filter(|(a, b)| a == b).count();
    let filled_in = mean_gap(&times).is_some_and(|gap| gap < SHORTEST_GAP);
    if filled_in || same * 2 >= times.len().max(1) { Vec::new() } else { times }
}

/// Takes in the dates of a document that tell something.
pub(super) fn take_dates(after: &mut Feed, times: &[Timestamp], now: Timestamp) {
    let Some(newest) = times.first().copied() else { return };
    let last = after.newest();
    match last {
        None => after.cadence.gap = mean_gap(times).unwrap_or(after.cadence.gap),
        Some(last) => {
            let new: Vec<Timestamp> = times.iter().copied().filter(|time| *time > last).collect();
            measure(&mut after.delay, &new, now);
            clocks::note(&mut after.cadence.late, &new, now);
            learn(&mut after.cadence, last, &new);
        }
    }
    if last < Some(newest) {
        after.last_article = Some(now);
    }
    after.cadence.newest = after.cadence.newest.max(Some(newest));
}

/// Takes in how many articles a document shows: for how long one of them stands there.
pub(super) fn take_span(after: &mut Feed, articles: usize) {
    let shown = u32::try_from(articles).unwrap_or(u32::MAX);
    after.cadence.span = after.cadence.gap.saturating_mul(shown);
}

/// Takes in what was new to the store: when it came, and, where the dates tell no rhythm, the gap
/// since the arrival before. The next poll is planned anew.
pub fn arrived(before: &Feed, after: &mut Feed, new: &Arrivals, (poll, pace): (&Poll, &Pace)) {
    let now = poll.finished;
    if new.new == 0 {
        return;
    }
    if let (Some(last), []) =
        (before.last_article, dates((&new.published, new.articles), now).as_slice())
    {
        learn_gap(&mut after.cadence, seconds(last, now) / new.new);
    }
    if let Some(latest) = new.latest {
        clocks::note_lag(before, &mut after.cadence.lag, (latest, new), now);
        clocks::say(after);
    }
    if let Some(earliest) = new.earliest {
        validity::of_news(before, after, earliest, now);
    }
    take_span(after, new.articles);
    pauses::take(before, after, poll);
    after.last_article = after.last_article.max(Some(now));
    if after.state == FeedState::Silent {
        after.state = FeedState::Ok;
    }
    if after.state == FeedState::Ok {
        plan(after, poll, pace, Cause::Success);
    }
}

fn mean_gap(times: &[Timestamp]) -> Option<u32> {
    let (newest, oldest) = (times.first()?, times.last()?);
    let gaps = u32::try_from(times.len()).ok()?.checked_sub(1).filter(|gaps| *gaps > 0)?;
    Some((seconds(*oldest, *newest) / gaps).max(1))
}

/// Moves the running mean of gaps a quarter of the way to what the new articles show.
fn learn(cadence: &mut Cadence, last: Timestamp, new: &[Timestamp]) {
    let (Some(newest), Ok(count)) = (new.first(), u32::try_from(new.len())) else { return };
    if count == 0 {
        return;
    }
    learn_gap(cadence, seconds(last, *newest) / count);
}

fn learn_gap(cadence: &mut Cadence, seen: u32) {
    let mean = match cadence.gap {
        0 => u64::from(seen),
        gap => (u64::from(gap) * 3 + u64::from(seen)) / 4,
    };
    cadence.gap = u32::try_from(mean).unwrap_or(u32::MAX).max(1);
}

/// Running estimates in constant space: the median takes a step of its own sixteenth, and up to four where a
/// poll brings more, toward the median of what the poll brought; the 99th percentile jumps half the way up to
/// each delay and sinks a hundredth. What is new, the newest first.
fn measure(delay: &mut Option<Delay>, new: &[Timestamp], now: Timestamp) {
    let seen = new.iter().map(|published| now.duration_since(*published).as_secs().max(0));
    let seen: Vec<i64> = seen.filter(|seen| *seen <= LONGEST_DELAY).collect();
    let (Some(median), Some(longest)) = (seen.get(seen.len() / 2), seen.last()) else { return };
    let before = delay.unwrap_or(Delay { p50: *median, p99: *longest });
    let steps = i64::try_from(seen.len()).unwrap_or(i64::MAX).min(4);
    let step = ((before.p50 / 16).max(1) * steps).min((median - before.p50).abs());
    let p50 = before.p50 + step * (median - before.p50).signum();
    let p99 = seen.iter().rev().fold(before.p99, |p99, seen| match *seen > p99 {
        true => p99 + (seen - p99 + 1) / 2,
        false => p99 - (p99 - seen) / 100,
    });
    *delay = Some(Delay { p50, p99: p99.max(p50) });
}
