//! What is printed when standard output fails half way.

use std::io::{self, Write};

use jiff::Timestamp;

use super::{CURSOR, Options, Printer, TORN};
use crate::store::Store;
use crate::store::memory::MemoryStore;

/// A disk with room for so many bytes.
#[derive(Debug)]
struct Disk {
    room: usize,
    written: Vec<u8>,
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.room);
        if taken == 0 {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        self.room -= taken;
        self.written.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn printer(room: usize) -> Printer<Disk> {
    let disk = Disk { room, written: Vec::new() };
    Printer::new(Options::default(), disk, Timestamp::UNIX_EPOCH)
}

#[test]
fn a_torn_line_is_ended_before_the_next_start_prints() {
    let store = MemoryStore::default();
    assert!(printer(3).write(b"hello\n", &store).is_err());
    assert_eq!(store.cursor(TORN).unwrap(), Some(1));
    let mut next = printer(100);
    next.begin(&store).unwrap();
    assert_eq!(next.out.written, b"\n");
    assert_eq!(store.cursor(TORN).unwrap(), Some(0));
}

#[test]
fn a_line_that_did_not_begin_is_not_torn() {
    let store = MemoryStore::default();
    assert!(printer(0).write(b"hello\n", &store).is_err());
    assert_eq!(store.cursor(TORN).unwrap(), None);
}

#[test]
fn the_first_start_notes_where_it_began() {
    let store = MemoryStore::default();
    assert_eq!(printer(9).begin(&store).unwrap(), 0);
    assert_eq!(store.cursor(CURSOR).unwrap(), Some(0));
}
