//! Pages of alerts: which rows, by an index that holds every column asked about, then the rows.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result, params_from_iter};

use super::alert_change::due;
use super::convert::{
    bound, from_json, micros, severity_number, state_number, state_of, time, time_opt, unsigned,
};
use super::search::fts_query;
use crate::domain::{Alert, AlertId, AlertState, Severity, StoryId};
use crate::store::words::{self, Wanted};
use crate::store::{AlertOrder, AlertQuery};

/// A page of alerts.
pub(super) fn page(connection: &Connection, query: &AlertQuery) -> Result<Vec<Alert>> {
    let Some(question) = Question::of(connection, query)? else {
        return Ok(Vec::new());
    };
    let mut find = connection.prepare_cached(&question.sql)?;
    let mut ids = find.query_map(params_from_iter(question.values), |row| row.get(0))?;
    let mut alerts = Vec::new();
    let mut passed_over = 0;
    // Which alerts an outlet carries stands in their lines: the index narrows, the lines decide.
    while alerts.len() < query.limit {
        let Some(id) = ids.next().transpose()? else { break };
        let Some(alert) = one(connection, AlertId(id), query.now)? else { continue };
        if query.outlet.is_some() && !query.is_carried(&alert) {
            continue;
        }
        if query.outlet.is_some() && passed_over < query.offset {
            passed_over += 1;
            continue;
        }
        alerts.push(alert);
    }
    Ok(alerts)
}

/// One alert, as it stands at a time.
pub(super) fn one(
    connection: &Connection,
    id: AlertId,
    now: Option<Timestamp>,
) -> Result<Option<Alert>> {
    let mut find = connection.prepare_cached(
        "SELECT story, state, state_since, snoozed_until, raised, changed, line, state_by, notes
         FROM alerts WHERE id = ?1",
    )?;
    let found = find.query_row([id.0], |row| {
        let alert = Alert {
            id,
            story: StoryId(unsigned(row.get(0)?)),
            state: state_of(row.get(1)?),
            state_since: time(row, 2)?,
            by: row.get(7)?,
            until: time_opt(row, 3)?,
            notes: row.get(8)?,
            raised: time(row, 4)?,
            changed: time(row, 5)?,
            line: from_json(row.get_ref(6)?.as_str()?)?,
        };
        Ok(alert.at(now))
    });
    found.optional()
}

/// A query in SQL.
struct Question {
    sql: String,
    values: Vec<Value>,
}

impl Question {
    /// `None`: nothing can fit.
    fn of(connection: &Connection, query: &AlertQuery) -> Result<Option<Question>> {
        // While a snooze is over and no commit has opened it yet, states are worked out row by
        // row; else the columns, and with them the indexes, are as good.
        let state = match query.now {
            Some(now) if !due(connection, now)?.is_empty() => format!(
                "(CASE WHEN state = 2 AND snoozed_until <= {} THEN 0 ELSE state END)",
                micros(now)
            ),
            _ => String::from("state"),
        };
        let settled =
            if state == "state" { String::from("settled") } else { format!("({state} <> 0)") };
        let mut question =
            Question { sql: String::from("SELECT id FROM alerts WHERE 1"), values: Vec::new() };
        match query.order {
            AlertOrder::Urgency => question.narrow_states(&query.states, &state, &settled),
            AlertOrder::Newest => question.narrow_states(&query.states, &state, &state),
        }
        if query.min_severity > Severity::Routine {
            question.add("severity >= ?", severity_number(query.min_severity));
        }
        if let Some(since) = query.since {
            question.add("changed >= ?", micros(since));
        }
        question.narrow_watches(&query.watches);
        let typed = [&query.outlet, &query.text].map(|text| text.as_deref().unwrap_or_default());
        let typed = typed.join(" ");
        match words::wanted(typed.trim()) {
            Wanted::Anything => {}
            Wanted::Nothing => return Ok(None),
            Wanted::All(terms) => question.add(
                // "+": walk in order and look each row up among the found, never sort them all.
                "+id IN (SELECT rowid FROM alerts_fts WHERE alerts_fts MATCH ?)",
                fts_query(&terms),
            ),
        }
        question.sql.push_str(" ORDER BY ");
        if query.order == AlertOrder::Urgency {
            question.sql.push_str(&settled);
            question.sql.push_str(", severity DESC, ");
        }
        question.sql.push_str("changed DESC, id DESC");
        if query.outlet.is_none() {
            question.sql.push_str(" LIMIT ? OFFSET ?");
            question.values.push(bound(query.limit).into());
            question.values.push(bound(query.offset).into());
        }
        Ok(Some(question))
    }

    fn add(&mut self, condition: &str, value: impl Into<Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.values.push(value.into());
    }

    fn narrow_states(&mut self, states: &[AlertState], state: &str, settled: &str) {
        if states.is_empty() {
            return;
        }
        if states.iter().all(|each| *each == AlertState::Open) {
            self.sql.push_str(&format!(" AND {settled} = 0"));
            return;
        }
        let numbers: Vec<String> =
            states.iter().map(|each| state_number(*each).to_string()).collect();
        self.sql.push_str(&format!(" AND {state} IN ({})", numbers.join(", ")));
    }

    fn narrow_watches(&mut self, watches: &[String]) {
        if watches.is_empty() {
            return;
        }
        let marks = vec!["?"; watches.len()].join(", ");
        self.sql.push_str(&format!(
            " AND EXISTS (SELECT 1 FROM alert_watches w WHERE w.alert = alerts.id \
             AND w.watch IN ({marks}))"
        ));
        self.values.extend(watches.iter().map(|watch| Value::from(watch.clone())));
    }
}
