//! A log that never fails: what cannot be written is counted and left out, and the first line that
//! can be written again is preceded by how many were lost. A log must never end what it tells of.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tracing_subscriber::fmt::MakeWriter;

/// A writer of whole lines whose faults are nobody's but its own.
pub(super) struct Steady<W>(Mutex<Lines<W>>);

struct Lines<W> {
    inner: W,
    lost: u64,
    /// A line was begun that could not be ended.
    torn: bool,
    /// The line that tells how many were lost.
    gap: fn(u64) -> String,
}

/// The log, held for one line.
pub(super) struct Held<'a, W>(MutexGuard<'a, Lines<W>>);

impl<W: Write> Steady<W> {
    /// Lines for a writer; `gap` makes the line that tells how many were lost.
    pub(super) fn new(inner: W, gap: fn(u64) -> String) -> Steady<W> {
        Steady(Mutex::new(Lines { inner, lost: 0, torn: false, gap }))
    }
}

impl<W: Write> Lines<W> {
    fn take(&mut self, line: &[u8]) {
        let gap = match self.lost {
            0 => String::new(),
            lost => (self.gap)(lost),
        };
        let end: &[u8] = if self.torn { b"\n" } else { b"" };
        let lines = [end, gap.as_bytes(), line].concat();
        match self.put(&lines) {
            Ok(()) => (self.lost, self.torn) = (0, false),
            Err(written) => {
                self.torn |= written > end.len();
                self.lost += 1;
            }
        }
    }

    /// All of it, or how much of it was written.
    fn put(&mut self, mut bytes: &[u8]) -> Result<(), usize> {
        let whole = bytes.len();
        while !bytes.is_empty() {
            match self.inner.write(bytes) {
                Ok(0) => break,
                Ok(taken) => bytes = bytes.get(taken..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        if bytes.is_empty() { Ok(()) } else { Err(whole - bytes.len()) }
    }
}

impl<W: Write> Write for Held<'_, W> {
    /// Each call is a whole line.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.take(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a, W: Write + 'a> MakeWriter<'a> for Steady<W> {
    type Writer = Held<'a, W>;

    fn make_writer(&'a self) -> Held<'a, W> {
        Held(self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes this many bytes more, then none.
    #[derive(Default)]
    struct Disk {
        room: usize,
        text: Vec<u8>,
    }

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.room);
            if taken == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.room -= taken;
            self.text.extend_from_slice(&bytes[..taken]);
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_cannot_be_written_is_counted_and_told_when_it_can() {
        let log = Steady::new(Disk { room: 8, text: Vec::new() }, |lost| format!("{lost} lost\n"));
        let write = |text: &str| log.make_writer().write_all(text.as_bytes()).unwrap();
        write("one\n");
        write("two and more\n");
        write("three\n");
        log.make_writer().0.inner.room = 100;
        write("four\n");
        write("five\n");
        let held = log.make_writer();
        let text = String::from_utf8_lossy(&held.0.inner.text);
        assert_eq!(text, "one\ntwo \n2 lost\nfour\nfive\n");
    }

    #[test]
    fn a_log_that_takes_nothing_disturbs_nobody() {
        let log = Steady::new(Disk::default(), |_| String::new());
        let log = tracing_subscriber::fmt().with_writer(log).log_internal_errors(false).finish();
        tracing::subscriber::with_default(log, || tracing::error!("nobody hears this"));
    }
}
