//! A throw-away folder for the demo's store: private, fresh, gone when dropped.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many names are tried before giving up; each is taken only by another demo of this very
/// process number that ended without tidying up.
const TRIES: u32 = 1_000;

/// A folder that is removed with all it holds when this value is dropped.
#[derive(Debug)]
pub struct ScratchDir {
    path: PathBuf,
}

impl ScratchDir {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for ScratchDir {
    fn drop(&mut self) {
        // Nobody is left to tell; the system's own sweep of its temp folder remains.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Makes a fresh folder under `parent` that only this user may enter.
///
/// # Errors
/// When none can be made there.
pub fn scratch_dir(parent: &Path) -> io::Result<ScratchDir> {
    let process = std::process::id();
    for number in 0..TRIES {
        let path = parent.join(format!("wirewatch-demo-{process}-{number}"));
        // Making a folder never follows or takes over what is already there.
        match private().create(&path) {
            Ok(()) => return Ok(ScratchDir { path }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(unix)]
fn private() -> fs::DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
fn private() -> fs::DirBuilder {
    fs::DirBuilder::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_scratch_folders_differ_and_vanish_when_dropped() {
        let parent = tempfile::tempdir().unwrap();
        let one = scratch_dir(parent.path()).unwrap();
        let two = scratch_dir(parent.path()).unwrap();
        fs::write(one.path().join("store.db"), b"x").unwrap();
        let (first, second) = (one.path().to_owned(), two.path().to_owned());
        assert_ne!(first, second);
        drop(one);
        assert!(!first.exists() && second.exists());
    }

    #[test]
    fn a_missing_parent_is_an_error() {
        let parent = tempfile::tempdir().unwrap();
        assert!(scratch_dir(&parent.path().join("none")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_enter() {
        use std::os::unix::fs::PermissionsExt;
        let parent = tempfile::tempdir().unwrap();
        let one = scratch_dir(parent.path()).unwrap();
        assert_eq!(fs::metadata(one.path()).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
