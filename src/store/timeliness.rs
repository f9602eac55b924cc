//! Keeps how punctual polling is under named numbers, the same in every backend. The time comes
//! last when written and is asked first when read: without it nothing was kept.

use jiff::Timestamp;

use super::StoreError;
use crate::domain::Timeliness;

const AT: &str = "timeliness at";

/// One kept figure: its name, how it is read and written.
type Figure = (&'static str, fn(&Timeliness) -> u64, fn(&mut Timeliness, u64));

const FIGURES: &[Figure] = &[
    ("timeliness polls", |told| told.polls, |told, n| told.polls = n),
    ("timeliness late", |told| told.late, |told, n| told.late = n),
    ("timeliness running", |told| told.running, |told, n| told.running = n),
    ("timeliness window", |told| told.window, |told, n| told.window = n),
    ("timeliness p50 ms", |told| told.p50_ms, |told, n| told.p50_ms = n),
    ("timeliness p99 ms", |told| told.p99_ms, |told, n| told.p99_ms = n),
    ("timeliness worst ms", |told| told.worst_ms, |told, n| told.worst_ms = n),
];

pub(super) fn read(
    cursor: &dyn Fn(&str) -> Result<Option<u64>, StoreError>,
) -> Result<Option<Timeliness>, StoreError> {
    let at = cursor(AT)?.and_then(|at| i64::try_from(at).ok());
    let Some(at) = at.and_then(|at| Timestamp::from_second(at).ok()) else { return Ok(None) };
    let mut told = Timeliness { at: Some(at), ..Timeliness::default() };
    for (name, _, set) in FIGURES {
        set(&mut told, cursor(name)?.unwrap_or(0));
    }
    Ok(Some(told))
}

pub(super) fn write(
    told: &Timeliness,
    set_cursor: &dyn Fn(&str, u64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let Some(at) = told.at.and_then(|at| u64::try_from(at.as_second()).ok()) else { return Ok(()) };
    for (name, get, _) in FIGURES {
        set_cursor(name, get(told))?;
    }
    set_cursor(AT, at)
}
