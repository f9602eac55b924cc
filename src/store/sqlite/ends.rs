//! Notices of ends in rows: made for notifiers that keep an incident for each alert, when a person,
//! or a merge of stories, has resolved it. Nothing else reads them.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result};

use super::convert::{from_json, micros, signed, unsigned};
use super::{SqliteStore, numbers};
use crate::domain::{AlertId, AlertLine, Notice};
use crate::store::{StoreError, outbox};

/// Name of the last event that was looked at.
const ENDS: &str = "ends";

/// An alert that was resolved, by which event.
struct End {
    event: u64,
    alert: AlertId,
    line: AlertLine,
}

/// Makes deliveries of the ends since the last look; says how many.
pub(super) fn tell(
    store: &SqliteStore,
    notifiers: &[&str],
    now: Timestamp,
) -> std::result::Result<u64, StoreError> {
    let place = |connection: &Connection| Ok((seen(connection)?, newest(connection)?));
    let (seen, newest) = store.read(place)?;
    if newest <= seen {
        return Ok(0);
    }
    store.write(|tx| {
        let (seen, newest) = place(tx)?;
        let mut told = 0;
        for end in since(tx, seen)? {
            for notifier in notifiers {
                if has_incident(tx, end.alert, notifier)? {
                    add(tx, &end, (notifier, now))?;
                    told += 1;
                }
            }
        }
        numbers::set_cursor(tx, ENDS, newest)?;
        if told > 0 {
            numbers::bump_revision(tx)?;
        }
        Ok(told)
    })
}

fn seen(connection: &Connection) -> Result<u64> {
    numbers::cursor(connection, ENDS).map(Option::unwrap_or_default)
}

fn newest(connection: &Connection) -> Result<u64> {
    let mut find = connection.prepare_cached("SELECT coalesce(max(id), 0) FROM alert_events")?;
    find.query_row([], |row| row.get(0)).map(unsigned)
}

/// Alerts that were resolved by events after one, and still are.
fn since(connection: &Connection, event: u64) -> Result<Vec<End>> {
    let mut find = connection.prepare_cached(
        "SELECT max(e.id), e.alert, a.line FROM alert_events e JOIN alerts a ON a.id = e.alert
         WHERE e.id > ?1 AND e.what = 'resolved' AND e.undone IS NULL AND a.state = 3
         GROUP BY e.alert ORDER BY 1",
    )?;
    let rows = find.query_map([signed(event)], |row| {
        Ok(End {
            event: unsigned(row.get(0)?),
            alert: AlertId(row.get(1)?),
            line: from_json(row.get_ref(2)?.as_str()?)?,
        })
    })?;
    rows.collect()
}

/// Whether the last that a notifier was or is to be told of an alert is not its end.
fn has_incident(connection: &Connection, alert: AlertId, notifier: &str) -> Result<bool> {
    let mut find = connection.prepare_cached(
        "SELECT n.seq > 0 FROM notices n JOIN outbox o ON o.notice = n.seq AND o.notifier = ?2
         WHERE n.alert = ?1 ORDER BY n.raised DESC, n.seq DESC LIMIT 1",
    )?;
    let last = find.query_row((alert.0, notifier), |row| row.get(0)).optional()?;
    Ok(last.unwrap_or(false))
}

fn add(connection: &Connection, end: &End, (notifier, now): (&str, Timestamp)) -> Result<()> {
    let seq = signed(Notice::end_number(end.event));
    let json = outbox::ending(&end.line, end.event, now);
    let mut notice = connection
        .prepare_cached("INSERT INTO notices VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")?;
    notice.execute((seq, end.alert.0, micros(now), json))?;
    let mut row = connection.prepare_cached(
        "INSERT INTO outbox (notice, notifier, due) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    row.execute((seq, notifier, micros(now))).map(|_| ())
}

/// An alert that is told again has not ended: an end that still waits is not sent.
pub(super) fn supersede(
    connection: &Connection,
    (seq, notifier): (u64, &str),
    now: Timestamp,
) -> Result<()> {
    let mut settle = connection.prepare_cached(
        "UPDATE outbox SET state = 'delivered', settled = ?3, answer = ?4
         WHERE notifier = ?2 AND state = 'due' AND notice IN (SELECT seq FROM notices
           WHERE seq < 0 AND alert = (SELECT alert FROM notices WHERE seq = ?1))",
    )?;
    settle.execute((signed(seq), notifier, micros(now), outbox::TOLD_AGAIN)).map(|_| ())
}
