//! What can go wrong with a store, as facts; the sentence is made at the boundary.

use std::path::PathBuf;

use thiserror::Error;

/// Why the store could not do what was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The file or its folder cannot be opened or made.
    #[error("the store {path:?} cannot be opened: {reason}")]
    Open {
        /// The file.
        path: PathBuf,
        /// The system's or SQLite's reason.
        reason: String,
    },
    /// The file is no store, or damaged.
    #[error("the store {path:?} is damaged: {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What a check found.
        reason: String,
    },
    /// The file that is open lies at its place no more.
    #[error(
        "the store {path:?} was moved, deleted or replaced: put it back; if it is lost, stop \
         wirewatch and start it on a backup"
    )]
    Moved {
        /// The place.
        path: PathBuf,
    },
    /// The file was written by a newer wirewatch.
    #[error("the store {path:?} is of version {found}; this wirewatch knows up to {known}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Version found.
        found: i64,
        /// Newest version known.
        known: i64,
    },
    /// Another process holds the store for longer than we wait.
    #[error("the store is busy: another process has held it for too long")]
    Busy,
    /// The file was put there by an upgrade.
    #[error(
        "{path:?} is the way back to an older wirewatch and is not brought up to this one: copy it \
         to another name first"
    )]
    WayBack {
        /// The file.
        path: PathBuf,
    },
    /// There is nothing in the file.
    #[error("{path:?} is empty: not a store")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A copy of the store cannot be made.
    #[error("the copy {path:?} cannot be made: {reason}")]
    Copy {
        /// Where it was to be.
        path: PathBuf,
        /// Why it is not.
        reason: String,
    },
    /// The disk is full.
    #[error("the disk is full: nothing was written to {path:?}")]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The store cannot be written.
    #[error("the store cannot be written: it is read-only")]
    ReadOnly,
    /// What was decided rests on what is not so any more: nothing was written.
    #[error("the stories have changed meanwhile: nothing was written")]
    Stale,
    /// Anything else that SQLite reports.
    #[error("the store failed: {0}")]
    Backend(String),
}
