//! The poller's lock: one polling process per store, held by the operating system.
//!
//! The kernel frees it when the process ends, however it ends. Who does what without it is
//! `engine`'s decision.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::files;

/// The right to poll a store; given back when dropped.
#[derive(Debug)]
pub struct PollerLock {
    /// Keeps the lock while it is open.
    file: File,
}

/// Where the lock of a store lies: the same whatever link leads to it.
#[must_use]
pub fn path(store: &Path) -> PathBuf {
    files::beside(&files::itself(store), ".lock")
}

/// Takes the right to poll the store; `None`: another process has it.
///
/// # Errors
/// When the lock file cannot be made or locked at all.
pub fn take(store: &Path) -> io::Result<Option<PollerLock>> {
    files::make_folder_of(store)?;
    let mut file = files::open_or_make(&path(store))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    // The number is for people; a full disk must not keep anyone from polling.
    let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
    Ok(Some(PollerLock { file }))
}

/// The process that polls the store, as it wrote its number. Ask when [`take`] gave nothing: a
/// killed process leaves its number behind.
#[must_use]
pub fn holder(store: &Path) -> Option<u32> {
    let mut text = String::new();
    File::open(path(store)).ok()?.take(20).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

impl Drop for PollerLock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}
