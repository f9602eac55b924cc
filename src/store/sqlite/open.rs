//! Opens the file: makes a new one whole or not at all, migrates an old one after a copy,
//! refuses a newer or damaged one without touching it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, Error, OpenFlags, Result, TransactionBehavior, ffi};

use super::failure::store_error;
use super::preflight::{self, APPLICATION_ID};
use crate::store::copies::{self, Climbed};
use crate::store::{StoreError, files};

/// What turns a store of version n into one of n + 1. Rows are only ever added.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("v1.sql"),
    include_str!("v2.sql"),
    include_str!("v3.sql"),
    include_str!("v4.sql"),
    include_str!("v5.sql"),
    include_str!("v6.sql"),
    include_str!("v7.sql"),
    include_str!("v8.sql"),
    include_str!("v9.sql"),
    include_str!("v10.sql"),
    include_str!("v11.sql"),
    include_str!("v12.sql"),
    include_str!("v13.sql"),
    include_str!("v14.sql"),
    include_str!("v15.sql"),
    include_str!("v16.sql"),
    include_str!("v17.sql"),
    include_str!("v18.sql"),
];

/// Prepared statements kept by each connection: more than there are in this folder.
const STATEMENTS: usize = 128;

/// How a store of so many pages and more is written: with how many KiB of it in memory, and with how many pages
/// in the log before they move into the file, a few large commits. What changes in a large store (128 MB)
/// lies wide apart: of a commit that does not fit in memory some is written twice, and the longer pages stay
/// in the log, the more often they changed before they move. Of a round of 10,000 feeds the system took a
/// sixth less time with 12 MiB and 16,000 pages than with 4 MiB and 4,000.
const SIZES: [Size; 2] = [
    Size { pages: 32_768, cache: 6_144, log: 16_000 },
    Size { pages: 0, cache: 1_024, log: 4_000 },
];

/// How stores of a size are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Size {
    pages: i64,
    cache: i64,
    log: i64,
}

/// Where a store is and how long to wait for it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    path: PathBuf,
    patience: Duration,
    /// The file that was found there; not known where nobody could say.
    file: Option<files::Itself>,
    /// The folder cannot hold a log either: read the file as it is.
    frozen: bool,
}

/// An opened store.
pub(super) struct Opened {
    pub(super) place: Place,
    pub(super) writer: Option<Connection>,
    pub(super) first_reader: Connection,
    pub(super) climbed: Option<Climbed>,
}

/// Opens a store, making it where there is none.
pub(super) fn open(path: &Path, patience: Duration) -> std::result::Result<Opened, StoreError> {
    let path = &files::itself(path);
    let failed = |error: &rusqlite::Error| store_error(error, path);
    if !path.exists() {
        make(path)?;
    }
    let file = files::at(path).ok().flatten();
    let mut place = Place { path: path.to_path_buf(), patience, file, frozen: false };
    let version = match preflight::look(path, &place) {
        Err(StoreError::Open { .. } | StoreError::ReadOnly) if !preflight::has_log(path) => {
            place.frozen = true;
            preflight::look(path, &place)?
        }
        looked => looked?,
    };
    if version < MIGRATIONS.len() && copies::is_copy(path) {
        return Err(StoreError::WayBack { path: path.to_path_buf() });
    }
    let mut climbed = None;
    let writer = match place.writer() {
        Ok(mut writer) if version < MIGRATIONS.len() => {
            climbed = Some(migrate(&mut writer, path, version)?);
            Some(writer)
        }
        Ok(writer) => Some(writer),
        Err(error) => match failed(&error) {
            StoreError::ReadOnly | StoreError::Open { .. } if version == MIGRATIONS.len() => None,
            other => return Err(other),
        },
    };
    let first_reader = place.reader().map_err(|error| failed(&error))?;
    Ok(Opened { place, writer, first_reader, climbed })
}

impl Place {
    /// Whether the file that was opened is gone from its place. Costs a microsecond.
    pub(super) fn is_left(&self) -> bool {
        self.file.is_some() && files::at(&self.path).is_ok_and(|found| found != self.file)
    }

    /// Opens a connection that only reads.
    pub(super) fn reader(&self) -> Result<Connection> {
        // Of another file at the same place it would read another store.
        if self.is_left() {
            return Err(Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CANTOPEN), None));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = if self.frozen {
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            Connection::open_with_flags(frozen_uri(&self.path), flags)?
        } else {
            Connection::open_with_flags(&self.path, flags)?
        };
        self.settle(&connection)?;
        Ok(connection)
    }

    /// Opens the connection that writes.
    fn writer(&self) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        self.settle(&connection)?;
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        Fitted::default().fit(&connection)?;
        connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
        // Fails where the file can only be read, which opening alone does not.
        connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
        Ok(connection)
    }

    fn settle(&self, connection: &Connection) -> Result<()> {
        connection.busy_timeout(self.patience)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.pragma_update(None, "cache_size", -2_048)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(())
    }
}

/// For what size of a store its writer is set.
#[derive(Debug, Default)]
pub(super) struct Fitted(Size);

impl Fitted {
    /// Sets the writer for the size that the store has now; outside a transaction.
    pub(super) fn fit(&mut self, connection: &Connection) -> Result<()> {
        let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
        let size = SIZES.into_iter().find(|size| pages >= size.pages).unwrap_or(self.0);
        if size != self.0 {
            connection.pragma_update(None, "cache_size", -size.cache)?;
            connection.pragma_update(None, "wal_autocheckpoint", size.log)?;
            self.0 = size;
        }
        Ok(())
    }
}

/// The file as an address that promises nobody changes it.
fn frozen_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                uri.push(char::from(*byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    uri
}

/// Makes a new store beside its place and links it there when it is whole: a file that is found
/// empty or half is therefore damaged, never new.
fn make(path: &Path) -> std::result::Result<(), StoreError> {
    let open = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full { path: path.to_path_buf() },
        _ => StoreError::Open { path: path.to_path_buf(), reason: error.to_string() },
    };
    if preflight::has_log(path) {
        let reason = String::from("its log is there, but the file itself is missing");
        return Err(StoreError::Damaged { path: path.to_path_buf(), reason });
    }
    files::make_folder_of(path).map_err(open)?;
    let draft = draft_of(path);
    let _ = std::fs::remove_file(&draft);
    files::make_new(&draft).map_err(open)?;
    let made = build(&draft).map_err(|error| store_error(&error, path)).and_then(|()| {
        match files::settle(&draft, path) {
            // Another process was quicker: its store is as good.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            settled => settled.map_err(open),
        }
    });
    let _ = std::fs::remove_file(&draft);
    made
}

/// A name of its own for each thread that makes a store.
fn draft_of(path: &Path) -> PathBuf {
    let thread: String =
        format!("{:?}", std::thread::current().id()).chars().filter(char::is_ascii_digit).collect();
    files::beside(path, &format!(".new-{}-{thread}", std::process::id()))
}

fn build(draft: &Path) -> Result<()> {
    let mut connection = Connection::open(draft)?;
    connection.pragma_update(None, "journal_mode", "MEMORY")?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    climb(&mut connection, 0)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)
}

/// Brings an old store up, after a copy of it has been put beside it.
fn migrate(
    writer: &mut Connection,
    path: &Path,
    from: usize,
) -> std::result::Result<Climbed, StoreError> {
    let to = MIGRATIONS.len();
    let taken = || StoreError::Copy {
        path: path.to_path_buf(),
        reason: String::from("every name for one is taken"),
    };
    let copy = match copies::place(path, to).ok_or_else(taken)? {
        copies::Place::Made(copy) => copy,
        copies::Place::Free(copy) => {
            copy_to(writer, &copy, path)?;
            copy
        }
    };
    climb(writer, from).map_err(|error| store_error(&error, path))?;
    let bytes = std::fs::metadata(&copy).map_or(0, |copy| copy.len());
    Ok(Climbed { store: path.to_path_buf(), from, to, copy, bytes })
}

/// Writes a whole copy of the store to a place where nothing is yet: a draft beside it that takes
/// its name when every byte is on the disk, so that no kill leaves half a copy that looks whole.
pub(super) fn copy_to(
    connection: &Connection,
    copy: &Path,
    path: &Path,
) -> std::result::Result<(), StoreError> {
    let failed = |reason: String| StoreError::Copy { path: copy.to_path_buf(), reason };
    if copy.exists() {
        return Err(failed(String::from("there is a file already; name another place")));
    }
    let draft = draft_of(copy);
    let _ = std::fs::remove_file(&draft);
    let name = draft.to_str().ok_or_else(|| failed(String::from("its name is not UTF-8")))?;
    let written = || {
        files::make_new(&draft).map_err(|error| failed(error.to_string()))?;
        let copied = connection.execute("VACUUM INTO ?1", [name]);
        copied.map_err(|error| match store_error(&error, path) {
            StoreError::Full { .. } => StoreError::Full { path: copy.to_path_buf() },
            other => other,
        })?;
        files::settle(&draft, copy).map_err(|error| failed(error.to_string()))
    };
    let written = written();
    let _ = std::fs::remove_file(&draft);
    written
}

/// Takes every step from a version to ours in one transaction.
fn climb(connection: &mut Connection, from: usize) -> Result<()> {
    let climb = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have climbed while we waited.
    let found = usize::try_from(preflight::version(&climb)?).unwrap_or(from).max(from);
    for step in MIGRATIONS.iter().skip(found) {
        climb.execute_batch(step)?;
    }
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    climb.pragma_update(None, "user_version", known)?;
    climb.commit()
}
