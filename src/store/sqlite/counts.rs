//! The status line's counters and the chart of alerts: sums that are kept, never counted anew.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, Result};

use super::alert_change::HOUR;
use super::convert::{bound, micros, time, unsigned};
use super::numbers;
use crate::domain::FeedState;
use crate::store::Counts;

/// The counters of the status line.
pub(super) fn counts(connection: &Connection, now: Timestamp) -> Result<Counts> {
    let mut counts = Counts {
        articles: numbers::meta(connection, numbers::ARTICLES)?,
        per_minute: per_minute(connection, now)?,
        last_poll: last_poll(connection)?,
        ..Counts::default()
    };
    count_alerts(connection, now, &mut counts)?;
    count_feeds(connection, &mut counts)?;
    Ok(counts)
}

fn count_alerts(connection: &Connection, now: Timestamp, counts: &mut Counts) -> Result<()> {
    let mut kept = connection.prepare_cached("SELECT state, severity, alerts FROM alert_counts")?;
    let mut rows = kept.query([])?;
    while let Some(row) = rows.next()? {
        let (state, severity, alerts): (i64, usize, i64) =
            (row.get(0)?, row.get::<_, i64>(1).map(place)?, row.get(2)?);
        counts.alerts += unsigned(alerts);
        if let Some(open) = counts.open.get_mut(severity).filter(|_| state == 0) {
            *open += unsigned(alerts);
        }
    }
    let mut due = connection.prepare_cached(
        "SELECT severity, count(*) FROM alerts WHERE state = 2 AND snoozed_until <= ?1
         GROUP BY severity",
    )?;
    let mut rows = due.query([micros(now)])?;
    while let Some(row) = rows.next()? {
        let severity = row.get::<_, i64>(0).map(place)?;
        if let Some(open) = counts.open.get_mut(severity) {
            *open += unsigned(row.get(1)?);
        }
    }
    Ok(())
}

/// The place of a severity's number in the list that begins with the highest.
fn place(severity: i64) -> usize {
    usize::try_from(3 - severity).unwrap_or(usize::MAX)
}

fn count_feeds(connection: &Connection, counts: &mut Counts) -> Result<()> {
    let mut sums = connection
        .prepare_cached("SELECT state, count(*) FROM feeds WHERE enabled = 1 GROUP BY state")?;
    let mut rows = sums.query([])?;
    while let Some(row) = rows.next()? {
        let (name, feeds): (String, i64) = (row.get(0)?, row.get(1)?);
        counts.feeds += unsigned(feeds);
        if let Some(state) = FeedState::from_name(&name).filter(|state| state.is_failing()) {
            counts.failing.push((state, unsigned(feeds)));
        }
    }
    counts.failing.sort_by_key(|(state, feeds)| (std::cmp::Reverse(*feeds), state.name()));
    Ok(())
}

fn per_minute(connection: &Connection, now: Timestamp) -> Result<[u64; 10]> {
    let first = now.as_second().div_euclid(60) - 9;
    let mut find = connection.prepare_cached(
        "SELECT minute - ?1, articles FROM arrivals WHERE minute BETWEEN ?1 AND ?1 + 9",
    )?;
    let mut minutes = [0; 10];
    let mut rows = find.query([first])?;
    while let Some(row) = rows.next()? {
        let at = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX);
        if let Some(minute) = minutes.get_mut(at) {
            *minute = unsigned(row.get(1)?);
        }
    }
    Ok(minutes)
}

fn last_poll(connection: &Connection) -> Result<Option<Timestamp>> {
    let kept = numbers::meta(connection, numbers::LAST_POLL)?;
    let kept = i64::try_from(kept).ok().filter(|kept| *kept > 0);
    Ok(kept.and_then(|kept| Timestamp::from_microsecond(kept).ok()))
}

/// When alerts were raised since a time, one row for each watch of each.
pub(super) fn alerts_raised(
    connection: &Connection,
    since: Timestamp,
) -> Result<Vec<(String, Timestamp)>> {
    // An alert changes when it is raised, or later: its index finds those and a few more.
    let mut find = connection.prepare_cached(
        "SELECT w.watch, a.raised FROM alerts a JOIN alert_watches w ON w.alert = a.id
         WHERE a.changed >= ?1 AND a.raised >= ?1 AND a.part_of IS NULL ORDER BY a.raised, a.id",
    )?;
    find.query_map([micros(since)], |row| Ok((row.get(0)?, time(row, 1)?)))?.collect()
}

/// Alerts raised per hour and watch, watches by name.
pub(super) fn alerts_per_hour(
    connection: &Connection,
    now: Timestamp,
    hours: usize,
) -> Result<Vec<(String, Vec<u64>)>> {
    let hours = hours.min(24 * 366);
    let last = now.as_second().div_euclid(HOUR);
    let first = last - bound(hours) + 1;
    let mut find = connection.prepare_cached(
        "SELECT watch, hour - ?1, alerts FROM alert_hours
         WHERE hour BETWEEN ?1 AND ?2 AND alerts > 0",
    )?;
    let mut chart: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut rows = find.query([first, last])?;
    while let Some(row) = rows.next()? {
        let columns = chart.entry(row.get(0)?).or_insert_with(|| vec![0; hours]);
        let at = usize::try_from(row.get::<_, i64>(1)?).unwrap_or(usize::MAX);
        if let Some(column) = columns.get_mut(at) {
            *column = unsigned(row.get(2)?);
        }
    }
    Ok(chart.into_iter().collect())
}
