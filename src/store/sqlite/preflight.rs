//! Looks at an existing file before anything is allowed to touch it.
//!
//! The header, the length and the version are looked at every time; the whole tree of pages only
//! where that is quick (see [`FULL_LOOK`]). The rest is looked through while work goes on (see
//! `upkeep`), and `wirewatch store check` looks at everything.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rusqlite::{Connection, Result};

use super::failure::store_error;
use super::open::{MIGRATIONS, Place};
use crate::store::{StoreError, files};

/// "wwch" in the header's application id: the file is a store of ours.
pub(super) const APPLICATION_ID: i32 = 0x7777_6368;

/// Largest file whose every page is looked at when the store opens: about 60 ms. In larger ones
/// only the small tables are, and the rest when polling is under way.
pub(super) const FULL_LOOK: u64 = 24 << 20;

/// The tables without which nothing works; small ones.
const SMALL: [&str; 4] = ["meta", "cursors", "feeds", "alert_counts"];

/// The version of an existing store, or what is wrong with it.
pub(super) fn look(path: &Path, place: &Place) -> std::result::Result<usize, StoreError> {
    let damaged =
        |reason: &str| StoreError::Damaged { path: path.to_path_buf(), reason: reason.to_owned() };
    let open = |error: std::io::Error| StoreError::Open {
        path: path.to_path_buf(),
        reason: error.to_string(),
    };
    let mut file = File::open(path).map_err(open)?;
    let length = file.metadata().map_err(open)?.len();
    // With a log beside it, it was a store once.
    if length == 0 && !has_log(path) {
        return Err(StoreError::Empty { path: path.to_path_buf() });
    }
    let mut head = Vec::with_capacity(100);
    file.by_ref().take(100).read_to_end(&mut head).map_err(open)?;
    let head = Header::read(&head).ok_or_else(|| damaged("it has no SQLite header"))?;
    if head.application != APPLICATION_ID.cast_unsigned() {
        return Err(damaged("it is a database of another program"));
    }
    // While a log is there, the file may rightly be short: a copying of the log into it was cut.
    if head.bytes > length && !has_log(path) {
        return Err(damaged("the end of the file is missing"));
    }
    drop(file);
    let reader = place.reader().map_err(|error| store_error(&error, path))?;
    let version = version(&reader).map_err(|error| store_error(&error, path))?;
    let known = MIGRATIONS.len();
    let found = usize::try_from(version).unwrap_or_default();
    if found > known {
        let known = i64::try_from(known).unwrap_or(i64::MAX);
        return Err(StoreError::Newer { path: path.to_path_buf(), found: version, known });
    }
    if found == 0 {
        return Err(damaged("it has no version"));
    }
    match fault(&reader, length) {
        Ok(None) => Ok(found),
        Ok(Some(reason)) => Err(damaged(&reason)),
        Err(error) => Err(store_error(&error, path)),
    }
}

/// Whether a log with something in it lies beside the file.
pub(super) fn has_log(path: &Path) -> bool {
    std::fs::metadata(files::beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// The version in a store.
pub(super) fn version(connection: &Connection) -> Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn fault(reader: &Connection, length: u64) -> Result<Option<String>> {
    if length <= FULL_LOOK {
        return quick_check(reader, "1");
    }
    for table in SMALL {
        if let Some(fault) = quick_check(reader, table)? {
            return Ok(Some(fault));
        }
    }
    Ok(None)
}

/// What is wrong with a table, or with everything as far as the first fault.
pub(super) fn quick_check(reader: &Connection, what: &str) -> Result<Option<String>> {
    let answer: String =
        reader.query_row(&format!("PRAGMA quick_check({what})"), [], |row| row.get(0))?;
    Ok((answer != "ok").then_some(answer))
}

/// What the first 100 bytes of a SQLite file say.
struct Header {
    bytes: u64,
    application: u32,
}

impl Header {
    fn read(head: &[u8]) -> Option<Header> {
        if head.len() < 100 || !head.starts_with(b"SQLite format 3\0") {
            return None;
        }
        let number = |at: usize| -> Option<u32> {
            head.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
        };
        let page = match u64::from(number(16)? >> 16) {
            1 => 65_536,
            size => size,
        };
        // The page count holds only where it was written with the last change (offsets 24, 92).
        let pages = if number(24)? == number(92)? { u64::from(number(28)?) } else { 0 };
        Some(Header { bytes: page * pages, application: number(68)? })
    }
}
