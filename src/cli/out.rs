//! Standard output: buffered, closed pipes told from other faults.

use std::io::{self, BufWriter, StdoutLock, Write};

use serde::Serialize;

use super::{Ending, Failure, Status};

/// Buffered standard output.
pub(super) fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(64 << 10, io::stdout().lock())
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
    Ok(writeln!(io::stderr(), "wirewatch: {why}")?)
}

/// Writes a value as one line of JSON.
pub(super) fn json_line<T: Serialize>(out: &mut impl Write, value: &T) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}
