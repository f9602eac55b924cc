//! Standard output and standard error: buffered, closed pipes told from other faults, and on a
//! terminal whose locale has no UTF-8 nothing beyond ASCII. Files and pipes get UTF-8 always.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Stderr, StdoutLock, Write};

use serde::Serialize;

use super::live::carries_unicode;
use super::{Ending, Failure, Status};
use crate::text::ascii;

/// A way out that writes what its other end can carry.
pub(super) struct Carried<W> {
    inner: W,
    /// A terminal without UTF-8.
    ascii: bool,
}

impl<W: Write + IsTerminal> Carried<W> {
    fn new(inner: W) -> Carried<W> {
        let ascii = inner.is_terminal() && !carries_unicode();
        Carried { inner, ascii }
    }
}

impl<W: Write> Write for Carried<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.ascii || bytes.is_ascii() {
            return self.inner.write(bytes);
        }
        for chunk in bytes.utf8_chunks() {
            self.inner.write_all(ascii::carried(chunk.valid()).as_bytes())?;
            if !chunk.invalid().is_empty() {
                self.inner.write_all(b"?")?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Buffered standard output.
pub(super) fn stdout() -> BufWriter<Carried<StdoutLock<'static>>> {
    BufWriter::with_capacity(64 << 10, Carried::new(io::stdout().lock()))
}

/// Standard output without a buffer of ours: what it takes is printed.
pub(super) fn unbuffered(stdout: File) -> Carried<File> {
    Carried::new(stdout)
}

/// Standard error.
pub(super) fn stderr() -> Carried<Stderr> {
    Carried::new(io::stderr())
}

/// Says the one line that a command ends with.
pub(super) fn say(text: &str) -> Ending {
    let mut stdout = stdout();
    writeln!(stdout, "{text}")?;
    stdout.flush()?;
    Ok(Status::Done)
}

/// Says on standard error, where it is in nobody's way, why a list is empty.
pub(super) fn nothing(why: &str) -> Result<(), Failure> {
    Ok(writeln!(stderr(), "wirewatch: {why}")?)
}

/// Writes a value as one line of JSON.
pub(super) fn json_line<T: Serialize>(out: &mut impl Write, value: &T) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::Carried;

    #[test]
    fn a_terminal_without_utf8_gets_no_byte_that_it_would_obey() {
        let mut sent = [Vec::new(), Vec::new()];
        for (ascii, inner) in [true, false].into_iter().zip(&mut sent) {
            // The last byte of «Л» is 0x9b, which opens a command.
            let mut out = Carried { inner, ascii };
            out.write_all("ЛОНДОН: rocket…\n".as_bytes()).unwrap();
            out.write_all(&[0x9b, b'a']).unwrap();
        }
        assert_eq!(sent[0], b"??????: rocket~\n?a");
        assert!(sent[1].starts_with("ЛОНДОН".as_bytes()) && sent[1].contains(&0x9b));
    }
}
