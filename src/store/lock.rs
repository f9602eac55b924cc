//! The poller's lock: one polling process per store, held by the operating system.
//!
//! The kernel frees it when the process ends, however it ends. A file beside the store is locked,
//! which holds on every system and between machines; whoever removes that file would let a second
//! poller in, so where the system has names that no file stands for (Linux), one made of the store
//! itself is held too. Who does what without the lock is `engine`'s decision.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::files;

/// The right to poll a store; given back when dropped.
#[derive(Debug)]
pub struct PollerLock {
    path: PathBuf,
    /// Keeps the lock while it is open.
    file: File,
    name: Option<name::Name>,
}

/// How a lock was found that is looked after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// In its place.
    Whole,
    /// Its file was gone, and is there again.
    Restored,
    /// Its file was gone, and another process has locked the one that is there now.
    Doubled,
}

/// Where the lock of a store lies: the same whatever link leads to it.
#[must_use]
pub fn path(store: &Path) -> PathBuf {
    files::beside(&files::itself(store), ".lock")
}

/// How often, and how far apart, a name is looked at that nobody wrote a number to: whoever let go of it may
/// just be starting a program, which has all that is open here until it runs.
const LOOKS: u32 = 20;
const LOOK: Duration = Duration::from_millis(5);

/// Takes the right to poll the store; `None`: another process has it.
///
/// # Errors
/// When the lock file cannot be made or locked at all.
pub fn take(store: &Path) -> io::Result<Option<PollerLock>> {
    files::make_folder_of(store)?;
    // First: who has no right to the name does not touch the file.
    let mut left = LOOKS;
    let name = loop {
        match name::hold(&files::itself(store)) {
            name::Held::Here(name) => break Some(name),
            name::Held::Nowhere => break None,
            // The file names who polls.
            name::Held::Elsewhere if left == 0 || holder(store).is_some() => return Ok(None),
            name::Held::Elsewhere => std::thread::sleep(LOOK),
        }
        left -= 1;
    };
    let path = path(store);
    Ok(lock(&path)?.map(|file| PollerLock { path, file, name }))
}

/// Locks the file at a path, unless another process has; not one that was removed meanwhile.
fn lock(path: &Path) -> io::Result<Option<File>> {
    loop {
        let mut file = files::open_or_make(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        if is_at(&file, path)? {
            // The number is for people; a full disk must not keep anyone from polling.
            let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
            return Ok(Some(file));
        }
    }
}

/// Whether a file is the one that lies at a path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let place = |found: fs::Metadata| (found.dev(), found.ino());
    match fs::metadata(path) {
        Ok(found) => Ok(place(found) == place(file.metadata()?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether a file is the one that lies at a path: here a file that is open cannot be removed.
#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> io::Result<bool> {
    fs::metadata(path).map(|_| true)
}

impl PollerLock {
    /// Makes the lock's file again where somebody removed it.
    ///
    /// # Errors
    /// When the file can be neither looked at nor made.
    pub fn keep(&mut self) -> io::Result<Kept> {
        if is_at(&self.file, &self.path)? {
            return Ok(Kept::Whole);
        }
        let Some(file) = lock(&self.path)? else { return Ok(Kept::Doubled) };
        self.file = file;
        Ok(Kept::Restored)
    }
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
        // Last: who gets the name finds the file free.
        self.name.take();
    }
}

/// A name that the kernel keeps for one process at a time and that nobody can remove.
#[cfg(target_os = "linux")]
mod name {
    use std::fs;
    use std::io;
    use std::os::linux::net::SocketAddrExt;
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::net::{SocketAddr, UnixDatagram};
    use std::path::Path;

    /// Holds the name while it is bound; nothing is ever sent to it.
    pub(super) type Name = UnixDatagram;

    /// Who has the name of a store.
    pub(super) enum Held {
        Here(Name),
        Elsewhere,
        /// There is no store yet, or no such names for this process.
        Nowhere,
    }

    /// Takes the name of the file itself, whatever path leads to it.
    pub(super) fn hold(store: &Path) -> Held {
        let bound = || {
            let found = fs::metadata(store)?;
            let name = format!("wirewatch poller {:x} {:x}", found.dev(), found.ino());
            UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(name)?)
        };
        match bound() {
            Ok(name) => Held::Here(name),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => Held::Elsewhere,
            Err(_) => Held::Nowhere,
        }
    }
}

/// No names that outlive files here: the locked file alone says who polls.
#[cfg(not(target_os = "linux"))]
mod name {
    use std::path::Path;

    /// Nobody has one.
    #[derive(Debug)]
    pub(super) enum Name {}

    /// Who has the name of a store.
    #[allow(dead_code, reason = "as where there are names")]
    pub(super) enum Held {
        Here(Name),
        Elsewhere,
        Nowhere,
    }

    pub(super) fn hold(_store: &Path) -> Held {
        Held::Nowhere
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_is_let_go_of_while_programs_start_is_free() {
        let home = tempfile::TempDir::new().unwrap();
        let store = home.path().join("store.db");
        fs::write(&store, "").unwrap();
        let held = take(&store).unwrap().expect("nobody has it");
        // All that is open here a program has too, until it runs.
        let copy = held.name.as_ref().unwrap().try_clone().unwrap();
        drop(held);
        let (looks, looked) = std::sync::mpsc::channel::<()>();
        let program = std::thread::spawn(move || {
            // Err: whoever takes the lock has begun.
            let _ = looked.recv();
            std::thread::sleep(LOOK);
            drop(copy);
        });
        drop(looks);
        assert!(take(&store).unwrap().is_some());
        program.join().unwrap();
    }
}
