//! Values between rows and nouns: times as microseconds, names of enums, lists as JSON.

use jiff::Timestamp;
use rusqlite::{Result, Row, RowIndex};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::failure::unreadable;
use crate::domain::{AlertState, Severity};

/// A time as it is stored.
pub(super) fn micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// A time that may be missing.
pub(super) fn micros_opt(time: Option<Timestamp>) -> Option<i64> {
    time.map(micros)
}

/// A stored time.
pub(super) fn time(row: &Row<'_>, at: impl RowIndex) -> Result<Timestamp> {
    Timestamp::from_microsecond(row.get(at)?).map_err(unreadable)
}

/// A stored time that may be missing.
pub(super) fn time_opt(row: &Row<'_>, at: impl RowIndex) -> Result<Option<Timestamp>> {
    row.get::<_, Option<i64>>(at)?
        .map(|number| Timestamp::from_microsecond(number).map_err(unreadable))
        .transpose()
}

/// The same 64 bits with a sign.
pub(super) fn signed(number: u64) -> i64 {
    number.cast_signed()
}

/// The same 64 bits without a sign.
pub(super) fn unsigned(number: i64) -> u64 {
    number.cast_unsigned()
}

/// A page's bound as SQL wants it.
pub(super) fn bound(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A value as JSON.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(unreadable)
}

/// A value from JSON.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(unreadable)
}

/// The number of an alert's state in a row.
pub(super) fn state_number(state: AlertState) -> i64 {
    let place = AlertState::NAMES.iter().position(|(each, _)| *each == state);
    bound(place.unwrap_or_default())
}

/// The state of a number.
pub(super) fn state_of(number: i64) -> AlertState {
    let place = usize::try_from(number).ok();
    place
        .and_then(|place| AlertState::NAMES.get(place))
        .map_or(AlertState::Open, |(state, _)| *state)
}

/// The number of a severity in a row: larger is more urgent.
pub(super) fn severity_number(severity: Severity) -> i64 {
    severity as i64
}
