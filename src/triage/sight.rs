//! How old an article counts when it is first seen, and whether that is young enough to be told: by its date,
//! unless the dates of its feed have no times or lag, as the polls before showed.

use jiff::Timestamp;

use super::batch::Item;
use super::recall::Named;
use super::score::age;
use super::topmost::Topmost;
use crate::domain::{Finding, Findings, KnownArticle, Lag, Pace};

/// How long a day may yet be today somewhere, in seconds from its beginning in Greenwich.
const DAY: i64 = 36 * 3_600;

/// Of what a feed shows, one part in so many must be as old as what is new in it: else it is the end of a list
/// that grew backwards, or an archive.
const OLDER: usize = 4;

/// Seconds from an article's publication to `at`; for one that came to a feed that was known, less: a date
/// without a time (midnight to the second) is of some time in that day, somewhere, so that until the day is over
/// it is as old as its first sight; and so is what lags as all its feed does.
pub(super) fn age_at_sight(item: &Item<'_>, at: Timestamp) -> i64 {
    let article = &item.finding.article;
    let age = age(article, at);
    let is_day = |at: Timestamp| at.as_second() % 86_400 == 0 && at.subsec_nanosecond() == 0;
    let day = !item.poll.first_poll && article.published.is_some_and(is_day);
    (age - if day { DAY } else { 0 }.max(i64::from(item.lag))).max(0)
}

/// Whether an article is young enough to be told: on a feed's first poll what was published
/// just now, later what was published within a day.
pub(super) fn may_be_told(item: &Item<'_>, pace: &Pace) -> bool {
    let old = age_at_sight(item, item.poll.fetched);
    if item.poll.first_poll {
        let everything = pace.first_notice == u32::MAX;
        let dated = item.finding.article.published.is_some();
        everything || (dated && old <= i64::from(pace.first_notice))
    } else {
        old <= i64::from(pace.late)
    }
}

/// By how many seconds the dates of its feed lag, where an article is told that is old by its own.
pub(super) fn made_up(item: &Item<'_>, pace: &Pace) -> u32 {
    let old = age(&item.finding.article, item.poll.fetched) > i64::from(pace.late);
    if old { item.lag } else { 0 }
}

/// No clock is believed at once to be behind by more, in seconds: that is rather an old piece shown again.
const LONGEST: u32 = Lag::LONGEST;

/// Polls before that brought what was as late make it a clock's lag, however long.
const POLLS: usize = 2;
/// Lags that differ by less are one, in seconds.
const ALIKE: i64 = 86_400;

/// What the lag of a feed means for each item of a poll.
pub(super) struct Lagging {
    seconds: u32,
    /// By how much lags what is new, where all that is stands at the top of the list.
    top: u32,
    /// Dates of what was known in the document, else the latest of the document before.
    known: Vec<Timestamp>,
    newest: Option<Timestamp>,
}

impl Lagging {
    /// The lag of a poll, whose items these are in their order.
    pub(super) fn of(poll: &Findings, named: &[Named<'_>]) -> Lagging {
        let top =
            Topmost::of(poll, |at, _| named.get(at).is_some_and(|(_, found)| found.is_some()));
        // A lag that is known does not grow by days at once: that is an archive.
        let likely = |top: &Topmost| match poll.behind {
            Some(behind) => i64::from(top.late.abs_diff(behind.seconds)) <= ALIKE,
            None => top.jumped && top.late <= LONGEST,
        };
        let top = top.filter(|top| likely(top) || was_as_late(named, top.late));
        let top = top.map_or(0, |top| top.late);
        let Some(behind) = poll.behind.filter(|_| !poll.first_poll) else {
            return Lagging { seconds: 0, top, known: Vec::new(), newest: None };
        };
        let known = poll.items.iter().zip(named).filter(|(_, (_, found))| found.is_some());
        let known = known.filter_map(|(item, _)| item.article.published).collect();
        Lagging { seconds: behind.seconds, top, known, newest: Some(behind.newest) }
    }

    /// The seconds by which the date of an item lags: nothing for what was older than most when it came.
    pub(super) fn seconds(&self, finding: &Finding, (_, found): &Named<'_>) -> u32 {
        if found.is_none() && self.top > 0 {
            return self.top;
        }
        let Some(published) = finding.article.published.filter(|_| self.seconds > 0) else {
            return 0;
        };
        let older = self.known.iter().filter(|at| **at <= published).count();
        let follows = match self.known.len() {
            0 => Some(published) > self.newest,
            known => older * OLDER >= known,
        };
        if found.is_some() || follows { self.seconds } else { 0 }
    }
}

/// Whether earlier polls, none of them the first that is still shown, brought what was as late as this.
fn was_as_late(named: &[Named<'_>], late: u32) -> bool {
    if Lag::is_anniversary(late) {
        return false;
    }
    let known = || named.iter().filter_map(|(_, found)| found.map(|found| found.known));
    let first = known().map(|known| known.first_seen).min();
    let as_late = |known: &&KnownArticle| {
        let lag = known.published.map(|at| known.first_seen.duration_since(at).as_secs());
        lag.is_some_and(|lag| (lag - i64::from(late)).abs() <= ALIKE)
    };
    let mut polls: Vec<Timestamp> = Vec::new();
    for known in known().filter(as_late).filter(|known| Some(known.first_seen) > first) {
        if !polls.contains(&known.first_seen) && polls.len() < POLLS {
            polls.push(known.first_seen);
        }
    }
    polls.len() >= POLLS
}
