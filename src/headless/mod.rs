//! Headless alert mode: every notice of the store, one a line, once.
//!
//! Reads the store behind the engine's revision and remembers how far it got, so that a second
//! start tells nothing again and a crash between commit and print loses nothing. What to tell is
//! decided in `triage`; this folder only filters and prints.

mod listen;
mod pages;
#[cfg(test)]
mod tests;
mod text;

use std::io::{self, Write};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::domain::{AlertLine, Notice, Severity};
use crate::engine::Handle;
use crate::store::{Store, StoreError};

pub use listen::{Listener, Listening};

/// The cursor's name in the store.
const CURSOR: &str = "stdout";

/// Set in the store while the last line printed is cut in the middle.
const TORN: &str = "stdout-torn";

/// Notices read at once: bounds memory, not output.
const PAGE: usize = 256;

/// How each alert is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// The alert line.
    #[default]
    Json,
    /// One line for people.
    Text,
}

/// What is printed, and how.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The form of a line.
    pub format: Format,
    /// Only this severity and above.
    pub min_severity: Severity,
    /// Only alerts of one of these watches; empty: all.
    pub watches: Vec<String>,
    /// On a store that nothing was ever printed from: how old a notice may be to be printed;
    /// seconds. Later starts print everything that is not printed yet, however old.
    pub catch_up: u32,
}

/// How printing ended.
#[derive(Debug, Error)]
pub enum HeadlessError {
    /// Nobody reads any more.
    #[error("standard output was closed")]
    Closed,
    /// A line could not be written; it stays unprinted and comes again at the next start.
    #[error("standard output cannot be written: {0}")]
    Output(io::Error),
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<io::Error> for HeadlessError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            HeadlessError::Closed
        } else {
            HeadlessError::Output(error)
        }
    }
}

/// Prints notices as they are committed, until `stop` or `finished` (then what is left, first).
///
/// # Errors
/// When output ends or the store cannot be read. A store that is busy for a moment, or away from its
/// place, is asked again.
pub async fn run<W: Write + Send + 'static>(
    mut handle: Handle,
    printer: Printer<W>,
    finished: CancellationToken,
    stop: CancellationToken,
) -> Result<(), HeadlessError> {
    let mut printer = printer;
    loop {
        handle.revision.borrow_and_update();
        let last_round = finished.is_cancelled();
        let store = handle.store.clone();
        let flushed = tokio::task::spawn_blocking(move || {
            let result = printer.print_new(store.as_ref());
            (printer, result)
        });
        let Ok((back, result)) = flushed.await else {
            return Err(HeadlessError::Output(io::Error::other("the printing thread ended")));
        };
        printer = back;
        match result {
            Err(HeadlessError::Store(StoreError::Busy)) => {
                tokio::time::sleep(Duration::from_millis(200)).await;
                continue;
            }
            // The engine says so; what is to be printed waits, as polling does.
            Err(HeadlessError::Store(StoreError::Moved { .. })) if !last_round => {
                tokio::select! {
                    () = stop.cancelled() => return Ok(()),
                    () = tokio::time::sleep(Duration::from_secs(1)) => continue,
                }
            }
            other => other?,
        }
        if last_round || stop.is_cancelled() {
            return Ok(());
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = finished.cancelled() => {}
            changed = handle.revision.changed() => if changed.is_err() { finished.cancel(); },
        }
    }
}

/// Prints notices and remembers how far it got.
#[derive(Debug)]
pub struct Printer<W> {
    options: Options,
    out: W,
    cursor: Option<u64>,
    not_before: Timestamp,
}

impl<W: Write> Printer<W> {
    /// A printer that starts where the store's cursor stands. `out` should not buffer: what it
    /// accepts counts as printed.
    pub fn new(options: Options, out: W, now: Timestamp) -> Self {
        let catch_up = SignedDuration::from_secs(i64::from(options.catch_up));
        let not_before = now.checked_sub(catch_up).unwrap_or(Timestamp::MIN);
        Printer { options, out, cursor: None, not_before }
    }

    /// Prints every notice behind the cursor, then moves the cursor.
    fn print_new(&mut self, store: &dyn Store) -> Result<(), HeadlessError> {
        let mut cursor = match self.cursor {
            Some(cursor) => cursor,
            None => self.begin(store)?,
        };
        loop {
            self.cursor = Some(cursor);
            let notices = store.notices_after(cursor, PAGE)?;
            if notices.is_empty() {
                return Ok(());
            }
            let printed: Result<(), HeadlessError> = notices.iter().try_for_each(|notice| {
                self.print(notice, store)?;
                cursor = notice.seq;
                Ok(())
            });
            self.cursor = Some(cursor);
            // A store that cannot be written for a moment does not stop the telling: the cursor
            // is written with the next notice.
            if let Err(error) = store.set_cursor(CURSOR, cursor) {
                tracing::error!(%error, cursor, "how far standard output has got was not stored");
            }
            printed?;
        }
    }

    /// Where to begin: at the stored cursor, else at the first notice that is young enough. A torn
    /// line of an earlier process is ended first.
    fn begin(&mut self, store: &dyn Store) -> Result<u64, HeadlessError> {
        if store.cursor(TORN)?.is_some_and(|torn| torn > 0) {
            self.write(b"\n", store)?;
            store.set_cursor(TORN, 0)?;
        }
        if let Some(cursor) = store.cursor(CURSOR)? {
            return Ok(cursor);
        }
        let mut cursor = 0;
        loop {
            let notices = store.notices_after(cursor, PAGE)?;
            let old = notices.iter().take_while(|notice| notice.raised < self.not_before);
            let count = old.clone().count();
            cursor = old.last().map_or(cursor, |notice| notice.seq);
            if notices.is_empty() || count < notices.len() {
                store.set_cursor(CURSOR, cursor)?;
                return Ok(cursor);
            }
        }
    }

    /// Writes a whole line, or notes that it is torn.
    fn write(&mut self, line: &[u8], store: &dyn Store) -> Result<(), HeadlessError> {
        let mut rest = line;
        while !rest.is_empty() {
            match self.out.write(rest) {
                Ok(0) => return Err(io::Error::from(io::ErrorKind::WriteZero).into()),
                Ok(written) => rest = rest.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    if rest.len() < line.len() {
                        store.set_cursor(TORN, 1)?;
                    }
                    return Err(error.into());
                }
            }
        }
        Ok(self.out.flush()?)
    }

    fn print(&mut self, notice: &Notice, store: &dyn Store) -> Result<(), HeadlessError> {
        let plain = self.options.format == Format::Json
            && self.options.watches.is_empty()
            && self.options.min_severity == Severity::Routine;
        if plain {
            return self.write(format!("{}\n", notice.json).as_bytes(), store);
        }
        let line: AlertLine = serde_json::from_str(&notice.json)
            .map_err(|error| StoreError::Backend(format!("notice {}: {error}", notice.seq)))?;
        let wanted = self.options.watches.is_empty()
            || line.watches.iter().any(|name| self.options.watches.contains(name));
        if !wanted || line.severity < self.options.min_severity {
            return Ok(());
        }
        let text = match self.options.format {
            Format::Json => format!("{}\n", notice.json),
            Format::Text => format!("{}\n", text::line(&line)),
        };
        self.write(text.as_bytes(), store)
    }
}
