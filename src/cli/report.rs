//! Exit statuses and the one line that says what went wrong. The sentences of all errors are made
//! here and nowhere else.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::config::{ConfigError, EditError};
use crate::engine::EngineError;
use crate::headless::HeadlessError;
use crate::store::StoreError;

/// How a command that did its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Done.
    Done,
    /// Done, and nothing matched.
    NothingMatched,
}

/// Every exit status with its meaning; README and help are held to this table by a test.
pub const STATUSES: &[(u8, &str)] = &[
    (0, "done"),
    (1, "nothing matched (`match`, `watch test`, `watch backtest`, `search`)"),
    (2, "usage or configuration error"),
    (3, "could not run: store locked or damaged, every feed failed in `--once`"),
    (75, "another process polls this store (`run`)"),
];

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// The user must change something: exit status 2.
    Usage(String),
    /// The machine or the network must change: exit status 3.
    CannotRun(String),
    /// Another process polls this store: exit status 75.
    Taken(String),
    /// The reader of our output went away: exit status 0, in silence.
    Closed,
}

impl Failure {
    fn status(&self) -> u8 {
        match self {
            Failure::Usage(_) => 2,
            Failure::CannotRun(_) => 3,
            Failure::Taken(_) => 75,
            Failure::Closed => 0,
        }
    }

    /// What to tell; nothing where nobody reads any more.
    pub(super) fn message(&self) -> Option<&str> {
        match self {
            Failure::Usage(text) | Failure::CannotRun(text) | Failure::Taken(text) => Some(text),
            Failure::Closed => None,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::Closed
        } else {
            Failure::CannotRun(format!("standard output cannot be written: {error}"))
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match store_advice(&error) {
            "" => Failure::CannotRun(error.to_string()),
            advice => Failure::CannotRun(format!("{error}; {advice}")),
        }
    }
}

/// What to do about a store that fails; empty where nothing is known.
pub(super) fn store_advice(error: &StoreError) -> &'static str {
    match error {
        StoreError::Damaged { .. } => {
            "nothing was changed: copy the file away, then start anew or restore a backup"
        }
        StoreError::Newer { .. } => "use a wirewatch at least as new as the one that wrote it",
        StoreError::Busy => "try again, or end the other process",
        StoreError::Stale => "try again",
        StoreError::Full { .. } => "make room on the disk",
        StoreError::Empty { .. } => {
            "remove it and a new store is made in its place, or restore a backup"
        }
        StoreError::ReadOnly => "check the rights of the file and its folder",
        StoreError::Open { .. }
        | StoreError::Moved { .. }
        | StoreError::WayBack { .. }
        | StoreError::Copy { .. }
        | StoreError::Backend(_) => "",
    }
}

impl From<Vec<ConfigError>> for Failure {
    fn from(errors: Vec<ConfigError>) -> Self {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Failure::Usage(lines.join("\n"))
    }
}

impl From<EditError> for Failure {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Write { .. } => Failure::CannotRun(error.to_string()),
            other => Failure::Usage(other.to_string()),
        }
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Store(error) => error.into(),
            EngineError::Config(errors) => errors.into(),
            EngineError::Taken { .. } => Failure::Taken(error.to_string()),
            other => Failure::CannotRun(other.to_string()),
        }
    }
}

impl From<HeadlessError> for Failure {
    fn from(error: HeadlessError) -> Self {
        match error {
            HeadlessError::Closed => Failure::Closed,
            HeadlessError::Store(error) => error.into(),
            HeadlessError::Output(_) => Failure::CannotRun(error.to_string()),
        }
    }
}

/// Prints what clap has to say, with its exit status.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let status = if error.use_stderr() { 2 } else { 0 };
    // A closed pipe while printing help is no error.
    let _ = error.print();
    ExitCode::from(status)
}

/// Turns an ending into an exit status, with one message on standard error.
pub(super) fn end(ending: super::Ending) -> ExitCode {
    match ending {
        Ok(Status::Done) => ExitCode::SUCCESS,
        Ok(Status::NothingMatched) => ExitCode::from(1),
        Err(failure) => {
            if let Some(message) = failure.message() {
                // Nobody left to tell when standard error is closed too.
                let _ = writeln!(super::out::stderr(), "wirewatch: {message}");
            }
            ExitCode::from(failure.status())
        }
    }
}
