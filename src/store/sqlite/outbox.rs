//! The outbox in rows: written with its notices, read by when it is due, marked as it goes.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::convert::{bound, micros, signed, time, time_opt, unsigned};
use super::{SqliteStore, ends, numbers};
use crate::domain::{AlertChange, AlertId, Delivery, DeliveryState, Fate, Mark, Notice};
use crate::store::{Batch, DeliveryQuery, Due, Outbox, OutboxSum, StoreError};

/// Rows for every notice of a commit and every notifier that wants it.
pub(super) fn add(
    connection: &Connection,
    alerts: &[AlertChange],
    batch: &Batch<'_>,
) -> Result<()> {
    let mut add = connection.prepare_cached(
        "INSERT INTO outbox (notice, notifier, due) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    for line in alerts.iter().filter(|change| change.notice.is_some()).map(|change| &change.line) {
        for route in batch.routes.iter().filter(|route| route.wants(line)) {
            add.execute((signed(line.seq), &route.notifier, micros(batch.now)))?;
            ends::supersede(connection, (line.seq, &route.notifier), batch.now)?;
        }
    }
    Ok(())
}

impl Outbox for SqliteStore {
    fn due(
        &self,
        notifier: &str,
        now: Timestamp,
        limit: usize,
    ) -> std::result::Result<Due, StoreError> {
        // What cannot be marked is not sent.
        self.still_there()?;
        self.read(|reader| {
            let deliveries = page(
                reader,
                "o.notifier = ?1 AND o.state = 'due' AND o.due <= ?2 AND (o.notice > 0
                   OR NOT EXISTS (SELECT 1 FROM notices q JOIN outbox p ON p.notice = q.seq
                     WHERE q.alert = n.alert AND q.seq > 0 AND p.notifier = ?1
                     AND p.state = 'due'))
                 ORDER BY coalesce(o.bundle, 0) = 0, coalesce(o.bundle, 0), o.due, o.notice
                 LIMIT ?3",
                params![notifier, micros(now), bound(limit)],
            )?;
            let mut next = reader.prepare_cached(
                "SELECT min(due) FROM outbox WHERE notifier = ?1 AND state = 'due' AND due > ?2",
            )?;
            let next = next.query_row((notifier, micros(now)), |row| time_opt(row, 0))?;
            let stopped = stopped(reader, notifier)?;
            Ok(Due { deliveries, next, stopped, pause: pause(reader, notifier)? })
        })
    }

    fn mark(&self, mark: &Mark, now: Timestamp) -> std::result::Result<(), StoreError> {
        self.write(|tx| write_mark(tx, mark, now))
    }

    fn note_taken(
        &self,
        notifier: &str,
        seqs: &[u64],
        recipient: &str,
    ) -> std::result::Result<(), StoreError> {
        self.write(|tx| {
            let mut note = tx.prepare_cached(
                "UPDATE outbox SET taken = taken || ?3 || char(10) WHERE notice = ?1 AND notifier = ?2",
            )?;
            seqs.iter().try_for_each(|seq| {
                note.execute((signed(*seq), notifier, recipient)).map(|_| ())
            })
        })
    }

    fn tell_ends(
        &self,
        notifiers: &[&str],
        now: Timestamp,
    ) -> std::result::Result<u64, StoreError> {
        ends::tell(self, notifiers, now)
    }

    fn release(&self, notifier: &str, now: Timestamp) -> std::result::Result<(), StoreError> {
        self.write(|tx| {
            let mut release = tx.prepare_cached(
                "UPDATE outbox SET due = ?2 WHERE notifier = ?1 AND state = 'due' AND due > ?2
                   AND substr(answer, 1, length(?3)) = ?3",
            )?;
            release.execute((notifier, micros(now), Delivery::HELD)).map(|_| ())
        })
    }

    fn deliveries(&self, query: &DeliveryQuery) -> std::result::Result<Vec<Delivery>, StoreError> {
        self.read(|reader| {
            page(
                reader,
                "(?1 IS NULL OR o.notifier = ?1) AND (?2 IS NULL OR o.state = ?2)
                 AND n.raised >= ?3 ORDER BY n.seq DESC, o.notifier LIMIT ?4",
                params![
                    query.notifier,
                    query.state.map(DeliveryState::name),
                    query.since.map_or(i64::MIN, micros),
                    bound(query.limit)
                ],
            )
        })
    }

    fn outbox(&self) -> std::result::Result<Vec<OutboxSum>, StoreError> {
        self.read(sums)
    }

    fn retry(
        &self,
        notifier: &str,
        seqs: &[u64],
        now: Timestamp,
    ) -> std::result::Result<u64, StoreError> {
        self.write(|tx| {
            tx.prepare_cached("DELETE FROM notifiers WHERE name = ?1")?.execute([notifier])?;
            set_pause(tx, notifier, None)?;
            let changed = retry(tx, notifier, seqs, now)?;
            numbers::bump_revision(tx)?;
            Ok(changed)
        })
    }
}

/// Deliveries with their notices.
fn page(
    connection: &Connection,
    which: &str,
    values: &[&dyn rusqlite::ToSql],
) -> Result<Vec<Delivery>> {
    let mut find = connection.prepare_cached(&format!(
        "SELECT n.seq, n.alert, n.raised, n.json, o.notifier, o.state, o.attempts, o.due, o.bundle,
           o.settled, o.answer, o.taken
         FROM outbox o JOIN notices n ON n.seq = o.notice WHERE {which}"
    ))?;
    find.query_map(values, delivery)?.collect()
}

fn delivery(row: &Row<'_>) -> Result<Delivery> {
    let state: String = row.get(5)?;
    Ok(Delivery {
        notice: Notice {
            seq: unsigned(row.get(0)?),
            alert: AlertId(row.get(1)?),
            raised: time(row, 2)?,
            json: row.get(3)?,
        },
        notifier: row.get(4)?,
        state: DeliveryState::from_name(&state).unwrap_or_default(),
        attempts: row.get(6)?,
        due: time(row, 7)?,
        bundle: row.get::<_, Option<i64>>(8)?.map(unsigned),
        settled: time_opt(row, 9)?,
        answer: row.get::<_, Option<String>>(10)?.unwrap_or_default(),
        taken: row.get_ref(11)?.as_str()?.lines().map(str::to_owned).collect(),
    })
}

fn write_mark(connection: &Connection, mark: &Mark, now: Timestamp) -> Result<()> {
    if !matches!(mark.fate, Fate::Held(_) | Fate::Bundled(_)) {
        set_pause(connection, &mark.notifier, mark.pause)?;
    }
    let now = Some(micros(now));
    let (state, tried, due, bundle, settled) = match mark.fate {
        Fate::Delivered => (DeliveryState::Delivered, 1, None, None, now),
        Fate::Failed => (DeliveryState::Failed, 1, None, None, now),
        Fate::Again(due) => (DeliveryState::Due, 1, Some(micros(due)), None, None),
        Fate::Held(due) => (DeliveryState::Due, 0, Some(micros(due)), None, None),
        Fate::Bundled(first) => (DeliveryState::Due, 0, None, Some(signed(first)), None),
        Fate::Stopped => {
            let mut stop = connection.prepare_cached(
                "INSERT INTO notifiers VALUES (?1, ?2, ?3) ON CONFLICT (name) DO NOTHING",
            )?;
            stop.execute((&mark.notifier, now, &mark.answer))?;
            (DeliveryState::Due, 1, None, None, None)
        }
    };
    let mut update = connection.prepare_cached(
        "UPDATE outbox SET state = ?3, attempts = attempts + ?4, due = coalesce(?5, due),
           bundle = coalesce(?6, bundle), settled = ?7, answer = ?8
         WHERE notice = ?1 AND notifier = ?2 AND state <> 'delivered'",
    )?;
    for seq in &mark.seqs {
        let keys = (signed(*seq), &mark.notifier);
        update.execute(params![
            keys.0,
            keys.1,
            state.name(),
            tried,
            due,
            bundle,
            settled,
            mark.answer
        ])?;
    }
    Ok(())
}

/// Name of the time before which nothing goes to a notifier's receiver.
fn pause_name(notifier: &str) -> String {
    format!("pause:{notifier}")
}

fn pause(connection: &Connection, notifier: &str) -> Result<Option<Timestamp>> {
    let found = numbers::cursor(connection, &pause_name(notifier))?;
    Ok(found.and_then(|value| Timestamp::from_microsecond(signed(value)).ok()))
}

fn set_pause(connection: &Connection, notifier: &str, until: Option<Timestamp>) -> Result<()> {
    let name = pause_name(notifier);
    if let Some(until) = until {
        return numbers::set_cursor(connection, &name, unsigned(micros(until)));
    }
    let mut end = connection.prepare_cached("DELETE FROM cursors WHERE name = ?1")?;
    end.execute([name]).map(|_| ())
}

fn stopped(connection: &Connection, notifier: &str) -> Result<Option<String>> {
    let mut find = connection.prepare_cached("SELECT why FROM notifiers WHERE name = ?1")?;
    find.query_row([notifier], |row| row.get(0)).optional()
}

fn sums(connection: &Connection) -> Result<Vec<OutboxSum>> {
    let mut all = connection.prepare_cached(
        "SELECT o.notifier, sum(o.state = 'due'), sum(o.state = 'delivered'),
           sum(o.state = 'failed'), min(CASE WHEN o.state = 'due' THEN n.raised END),
           min(CASE WHEN o.state = 'due' AND o.attempts > 0 THEN n.raised END)
         FROM outbox o JOIN notices n ON n.seq = o.notice GROUP BY o.notifier ORDER BY o.notifier",
    )?;
    let rows = all.query_map([], |row| {
        Ok(OutboxSum {
            notifier: row.get(0)?,
            due: unsigned(row.get(1)?),
            delivered: unsigned(row.get(2)?),
            failed: unsigned(row.get(3)?),
            oldest: time_opt(row, 4)?,
            tried: time_opt(row, 5)?,
            stopped: None,
        })
    })?;
    let mut sums: Vec<OutboxSum> = rows.collect::<Result<_>>()?;
    for sum in &mut sums {
        sum.stopped = stopped(connection, &sum.notifier)?;
    }
    Ok(sums)
}

fn retry(connection: &Connection, notifier: &str, seqs: &[u64], now: Timestamp) -> Result<u64> {
    // A store of before has lone rows that were sent and not bound.
    const AGAIN: &str = "UPDATE outbox SET state = 'due', due = ?2, settled = NULL,
           attempts = CASE state WHEN 'failed' THEN 0 ELSE attempts END,
           bundle = CASE WHEN bundle IS NULL AND attempts > 0 THEN 0 ELSE bundle END
         WHERE notifier = ?1 AND (state = 'failed' OR state = 'due' AND due > ?2)";
    if seqs.is_empty() {
        let changed = connection.prepare_cached(AGAIN)?.execute((notifier, micros(now)))?;
        return Ok(changed as u64);
    }
    let mut one = connection.prepare_cached(&format!(
        "{AGAIN} AND (notice = ?3 OR bundle > 0 AND bundle =
           (SELECT bundle FROM outbox WHERE notice = ?3 AND notifier = ?1))"
    ))?;
    let mut changed = 0;
    for seq in seqs {
        changed += one.execute((notifier, micros(now), signed(*seq)))? as u64;
    }
    Ok(changed)
}
