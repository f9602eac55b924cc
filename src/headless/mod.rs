//! Headless alert mode: every notice of the store, one a line, once.
//!
//! Reads the store behind the engine's revision and remembers how far it got, so that a second
//! start tells nothing again and a crash between commit and print loses nothing. What to tell is
//! decided in `triage`; this folder only filters and prints.

mod text;

use std::io::{self, Write};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::domain::{AlertLine, Notice, Severity};
use crate::engine::Handle;
use crate::store::{Store, StoreError};

pub use text::line as text_line;

/// The cursor's name in the store.
const CURSOR: &str = "stdout";

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
    /// Notices that an earlier process raised and did not print are printed when younger than
    /// this; seconds.
    pub catch_up: u32,
}

/// How printing ended.
#[derive(Debug, Error)]
pub enum HeadlessError {
    /// Nobody reads any more.
    #[error("standard output was closed")]
    Closed,
    /// A line could not be written; it stays unprinted and comes again at the next start.
    #[error(
        "standard output cannot be written ({0}); the alert stays to be told at the next start"
    )]
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
/// When output ends or the store cannot be read. A store that is busy for a moment is asked again.
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
    /// A printer that starts where the store's cursor stands.
    pub fn new(options: Options, out: W, now: Timestamp) -> Self {
        let catch_up = SignedDuration::from_secs(i64::from(options.catch_up));
        let not_before = now.checked_sub(catch_up).unwrap_or(Timestamp::MIN);
        Printer { options, out, cursor: None, not_before }
    }

    /// Prints every notice behind the cursor, then moves the cursor.
    fn print_new(&mut self, store: &dyn Store) -> Result<(), HeadlessError> {
        let mut cursor = match self.cursor {
            Some(cursor) => cursor,
            None => store.cursor(CURSOR)?.unwrap_or(0),
        };
        self.cursor = Some(cursor);
        loop {
            let notices = store.notices_after(cursor, PAGE)?;
            let Some(last) = notices.last().map(|notice| notice.seq) else { return Ok(()) };
            for notice in &notices {
                self.print(notice)?;
            }
            self.out.flush()?;
            store.set_cursor(CURSOR, last)?;
            cursor = last;
            self.cursor = Some(cursor);
        }
    }

    fn print(&mut self, notice: &Notice) -> Result<(), HeadlessError> {
        if notice.raised < self.not_before {
            return Ok(());
        }
        let plain = self.options.format == Format::Json
            && self.options.watches.is_empty()
            && self.options.min_severity == Severity::Routine;
        if plain {
            writeln!(self.out, "{}", notice.json)?;
            return Ok(());
        }
        let line: AlertLine = serde_json::from_str(&notice.json)
            .map_err(|error| StoreError::Backend(format!("notice {}: {error}", notice.seq)))?;
        let wanted = self.options.watches.is_empty()
            || line.watches.iter().any(|name| self.options.watches.contains(name));
        if !wanted || line.severity < self.options.min_severity {
            return Ok(());
        }
        match self.options.format {
            Format::Json => writeln!(self.out, "{}", notice.json)?,
            Format::Text => writeln!(self.out, "{}", text::line(&line))?,
        }
        Ok(())
    }
}
