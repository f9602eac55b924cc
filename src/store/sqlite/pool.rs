//! A small, bounded pool of reading connections, opened as they are needed.
//!
//! Each sees whole transactions only, and none waits for the writer.

use std::ops::Deref;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Error, Result, ffi};

use super::open::Place;

/// Most readers: the dashboard's panes and a search; more would only fill the page cache.
const MOST: usize = 4;

/// Longest wait for a reader: far longer than any page takes.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// The pool.
pub(super) struct Readers {
    place: Place,
    idle: Mutex<Idle>,
    returned: Condvar,
}

struct Idle {
    connections: Vec<Connection>,
    open: usize,
}

impl Readers {
    /// A pool that starts with one open reader.
    pub(super) fn new(place: Place, first: Connection) -> Self {
        let idle = Mutex::new(Idle { connections: vec![first], open: 1 });
        Readers { place, idle, returned: Condvar::new() }
    }

    /// Where the store lies.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Lends a reader; waits for one when all are lent.
    pub(super) fn take(&self) -> Result<Reader<'_>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = loop {
            if let Some(connection) = idle.connections.pop() {
                break connection;
            }
            if idle.open < MOST {
                let connection = self.place.reader()?;
                idle.open += 1;
                break connection;
            }
            let waited = self.returned.wait_timeout(idle, LONGEST_WAIT);
            let (again, wait) = waited.unwrap_or_else(PoisonError::into_inner);
            if wait.timed_out() && again.connections.is_empty() {
                return Err(Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None));
            }
            idle = again;
        };
        Ok(Reader { readers: self, connection: Some(connection) })
    }
}

/// A lent reader; goes back when dropped.
pub(super) struct Reader<'a> {
    readers: &'a Readers,
    connection: Option<Connection>,
}

impl Deref for Reader<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("a reader holds its connection until it is dropped")
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let mut idle = self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.connections.push(connection);
            self.readers.returned.notify_one();
        }
    }
}
