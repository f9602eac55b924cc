//! The history of an alert, put together from its notices, their deliveries and what people did.

use rusqlite::{Connection, OptionalExtension, Result};

use super::convert::{time, unsigned};
use super::duty;
use crate::domain::{AlertId, DeliveryState, Event, What};
use crate::store::notices::told;
use crate::store::{in_order, of_part};

/// All of it with that of its parts, oldest first.
pub(super) fn of(connection: &Connection, alert: AlertId) -> Result<Vec<Event>> {
    let mut events = own(connection, alert)?;
    let mut parts = connection.prepare_cached("SELECT id FROM alerts WHERE part_of = ?1")?;
    let parts: Vec<AlertId> =
        parts.query_map([alert.0], |row| row.get(0).map(AlertId))?.collect::<Result<_>>()?;
    for part in parts {
        events.extend(own(connection, part)?.into_iter().filter_map(of_part));
    }
    Ok(in_order(events))
}

fn own(connection: &Connection, alert: AlertId) -> Result<Vec<Event>> {
    let mut find = connection.prepare_cached(
        "SELECT seq, raised, json FROM notices WHERE alert = ?1 AND seq > 0 ORDER BY seq",
    )?;
    let rows = find.query_map([alert.0], |row| {
        Ok((unsigned(row.get(0)?), told(alert, time(row, 1)?, row.get_ref(2)?.as_str()?)))
    })?;
    let notices: Vec<(u64, Event)> = rows.collect::<Result<_>>()?;
    let mut events: Vec<Event> = Vec::new();
    if notices.is_empty() {
        events.extend(listed(connection, alert)?);
    }
    events.extend(notices.into_iter().map(|(_, event)| event));
    events.extend(delivered(connection, alert)?);
    events.extend(duty::events(connection, alert)?);
    Ok(events)
}

fn listed(connection: &Connection, alert: AlertId) -> Result<Option<Event>> {
    let mut find = connection.prepare_cached("SELECT raised FROM alerts WHERE id = ?1")?;
    let raised = find.query_row([alert.0], |row| time(row, 0)).optional()?;
    Ok(raised.map(|at| Event {
        alert,
        at,
        what: What::Listed,
        who: String::new(),
        text: String::new(),
        until: None,
        undone: false,
    }))
}

fn delivered(connection: &Connection, alert: AlertId) -> Result<Vec<Event>> {
    let mut find = connection.prepare_cached(
        "SELECT o.settled, o.state, o.notifier, o.answer FROM notices n
         JOIN outbox o ON o.notice = n.seq
         WHERE n.alert = ?1 AND o.settled IS NOT NULL ORDER BY o.settled, o.notifier",
    )?;
    let rows = find.query_map([alert.0], |row| {
        let state: String = row.get(1)?;
        let failed = DeliveryState::from_name(&state) == Some(DeliveryState::Failed);
        let (notifier, answer): (String, Option<String>) = (row.get(2)?, row.get(3)?);
        let answer = answer.filter(|_| failed).unwrap_or_default();
        Ok(Event {
            alert,
            at: time(row, 0)?,
            what: if failed { What::Failed } else { What::Notified },
            who: String::new(),
            text: if failed { format!("{notifier}: {answer}") } else { notifier },
            until: None,
            undone: false,
        })
    })?;
    rows.collect()
}
