//! Clocks that are hours off: what the dates of a feed tell of the clock, or the zone, behind them.
//!
//! Pure. Says it only; that dates are off changes neither the rhythm of a feed nor its silence.

use jiff::Timestamp;

use super::{Arrivals, seconds};
use crate::domain::{Cadence, Feed, FeedLine, Lag};

/// Dates to come are a clock's that runs ahead where there are so many of them, each by more than half an hour.
const TO_COME: usize = 3;
const AHEAD: i64 = 1_800;

/// Articles in a row whose dates must lag for a clock to be behind.
const LAGGING: u32 = 8;

/// A lag that is none of a clock's, in seconds.
const USUAL: u32 = 3_600;

/// That the clock behind the dates of a document runs ahead by hours: its newest articles, and not one alone,
/// are of times to come.
#[must_use]
pub fn ahead(published: &[Timestamp], now: Timestamp) -> Option<String> {
    let lead = |time: &Timestamp| time.as_second() - now.as_second();
    let leads = published.iter().map(lead).filter(|lead| *lead > AHEAD);
    let (count, most) = leads.fold((0, 0), |(count, most), lead| (count + 1, lead.max(most)));
    (count >= TO_COME.min(published.len().max(1))).then(|| {
        let (hours, clock) = ((most + 1_800) / 3_600, FeedLine::CLOCK);
        let what = "its articles count from when they come, tell its publisher";
        format!("{clock} {hours} h ahead: {what}")
    })
}

/// That it is behind: each of the last articles came hours after its date, though it was asked meanwhile and
/// others came.
pub(super) fn behind(cadence: &Cadence) -> Option<String> {
    if let Some(least) = cadence.lag.steady() {
        let (hours, clock) = (Lag::hours(least), FeedLine::CLOCK);
        let what = "what is new in it is told as new, tell its publisher";
        return Some(format!("{clock} {hours} h behind, or all it has comes so late: {what}"));
    }
    if let Some(least) = cadence.lag.long() {
        let (days, clock) = (Lag::hours(least).div_ceil(24), FeedLine::CLOCK);
        let what = "what is new on top of it is told as new, tell its publisher";
        return Some(format!("{clock} {days} days behind: {what}"));
    }
    let (count, least) = cadence.late;
    let often = cadence.gap.max(cadence.interval) <= least / 3;
    (count >= LAGGING && least >= USUAL && often).then(|| {
        let (hours, clock) = ((least + 1_200) / 3_600, FeedLine::CLOCK);
        let what = "its articles count as so old, tell its publisher";
        format!("{clock} {hours} h behind, or all it has comes so late: {what}")
    })
}

/// Says that the clock is behind as soon as that shows, and not with the next document.
pub(super) fn say(after: &mut Feed) {
    let said = after.clock().is_some();
    if let Some(clock) = behind(&after.cadence).filter(|_| !said) {
        let notes = [Some(clock), after.repaired.take()];
        after.repaired = Some(notes.into_iter().flatten().collect::<Vec<_>>().join("; "));
    }
}

/// Takes in how late new articles came, oldest last; one that is far more punctual begins the count anew.
pub(super) fn note(late: &mut (u32, u32), new: &[Timestamp], now: Timestamp) {
    for seen in new.iter().rev().map(|published| seconds(*published, now)) {
        let (count, least) = *late;
        let anew = count == 0 || seen < least / 2;
        *late = if anew { (1, seen) } else { (count.saturating_add(1), least.min(seen)) };
    }
}

/// Days without times, and the hours in which a publisher is at work, move a lag by so many seconds.
const SWAY: u32 = 86_400;

/// Takes in how old by its date the latest article was that a poll brought and nobody knew. Only what is no
/// older by its date than all that was there before it tells of a lag, or than most of what the document shows
/// where that is as late, or what stands where news does: an archive that comes back does not. Nor does what may
/// be on time, as nobody asked for so long.
pub(super) fn note_lag(
    before: &Feed,
    lag: &mut Lag,
    (latest, new): (Timestamp, &Arrivals),
    now: Timestamp,
) {
    let Some(answered) = before.last_success else { return };
    let (seen, unasked) = (seconds(latest, now), seconds(answered, now));
    let Lag { polls, least, .. } = *lag;
    let (punctual, shown) = (seen < least / 2, &new.published);
    let first = || before.cadence.lag.newest.is_some_and(|newest| latest >= newest);
    let among = || {
        let older = shown.iter().filter(|at| **at <= latest).count();
        let on_time = shown.iter().any(|at| *at <= now && seconds(*at, now) < seen / 2);
        older * 2 >= shown.len() && !on_time
    };
    let told = || new.topmost || seen <= Lag::LONGEST && (first() || among());
    if !punctual && (seen <= unasked || before.cadence.lag.newest.is_none() || !told()) {
        return;
    }
    let anew = polls == 0 || punctual || seen > least.saturating_add(SWAY);
    (lag.polls, lag.least) =
        if anew { (1, seen) } else { (polls.saturating_add(1), least.min(seen)) };
}
