//! Silences in rows, and the notices that they held back.

use jiff::Timestamp;
use rusqlite::{Connection, Result, Row, params};

use super::convert::{from_json, json, micros, severity_number, signed, time, time_opt, unsigned};
use crate::domain::{AlertId, HeldNotice, NewSilence, Severity, Silence, SilenceId};
use crate::store::SilenceScope;

/// Keeps a silence.
pub(super) fn add(connection: &Connection, rule: &NewSilence, now: Timestamp) -> Result<SilenceId> {
    let mut add = connection.prepare_cached(
        "INSERT INTO silences (query, watches, most, reason, who, made, until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id",
    )?;
    let values = params![
        rule.query,
        json(&rule.watches)?,
        severity_number(rule.max_severity),
        rule.reason,
        rule.who,
        micros(now),
        micros(rule.until)
    ];
    add.query_row(values, |row| row.get(0).map(SilenceId))
}

/// Ends a silence; says whether it still held.
pub(super) fn end(
    connection: &Connection,
    id: SilenceId,
    who: &str,
    now: Timestamp,
) -> Result<bool> {
    let mut end = connection.prepare_cached(
        "UPDATE silences SET removed = ?2, removed_by = ?3
         WHERE id = ?1 AND removed IS NULL AND until > ?2",
    )?;
    Ok(end.execute(params![id.0, micros(now), who])? > 0)
}

/// Silences, the newest first.
pub(super) fn list(connection: &Connection, scope: SilenceScope) -> Result<Vec<Silence>> {
    let (which, at) = match scope {
        SilenceScope::Active(now) => ("until > ?1 AND removed IS NULL", micros(now)),
        SilenceScope::Since(since) => {
            ("until > ?1 AND (removed IS NULL OR removed > ?1)", micros(since))
        }
        SilenceScope::All => ("?1 <= 0", 0),
    };
    let mut find = connection.prepare_cached(&format!(
        "SELECT id, query, watches, most, reason, who, made, until, removed, removed_by,
           (SELECT count(*) FROM silenced WHERE silence = id)
         FROM silences WHERE {which} ORDER BY id DESC"
    ))?;
    find.query_map([at], silence)?.collect()
}

fn silence(row: &Row<'_>) -> Result<Silence> {
    let most: i64 = row.get(3)?;
    let severity = Severity::ALL.iter().find(|each| severity_number(**each) == most);
    let by: Option<String> = row.get(9)?;
    Ok(Silence {
        id: SilenceId(row.get(0)?),
        rule: NewSilence {
            query: row.get(1)?,
            watches: from_json(row.get_ref(2)?.as_str()?)?,
            max_severity: severity.copied().unwrap_or_default(),
            reason: row.get(4)?,
            who: row.get(5)?,
            until: time(row, 7)?,
        },
        made: time(row, 6)?,
        removed: time_opt(row, 8)?.map(|at| (at, by.unwrap_or_default())),
        held: unsigned(row.get(10)?),
    })
}

/// Notes that a silence held a notice back. One that came with another store is not counted.
pub(super) fn hold(connection: &Connection, notice: u64, silence: SilenceId) -> Result<()> {
    let mut hold = connection.prepare_cached(
        "INSERT OR IGNORE INTO silenced SELECT ?1, id FROM silences WHERE id = ?2",
    )?;
    hold.execute((signed(notice), silence.0)).map(|_| ())
}

/// Notices held back since a time, oldest first.
pub(super) fn held_since(connection: &Connection, since: Timestamp) -> Result<Vec<HeldNotice>> {
    let mut find = connection.prepare_cached(
        "SELECT s.silence, n.alert, n.seq, n.raised FROM silenced s
         JOIN notices n ON n.seq = s.notice WHERE n.raised >= ?1 ORDER BY n.seq",
    )?;
    let rows = find.query_map([micros(since)], |row| {
        Ok(HeldNotice {
            silence: SilenceId(row.get(0)?),
            alert: AlertId(row.get(1)?),
            notice: unsigned(row.get(2)?),
            raised: time(row, 3)?,
        })
    })?;
    rows.collect()
}
