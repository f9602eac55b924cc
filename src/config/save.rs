//! Writes a configuration file so that a reader sees the old one or the new one, never a part:
//! a temporary file beside it, synced, renamed over it. Links and permissions are kept.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Names of temporary files differ within one process by this count.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// Holds other wirewatch processes off the folder while a file is read, changed and written.
/// Ends when dropped. Where folders cannot be locked, the last writer wins.
pub(super) struct FolderLock(#[allow(dead_code)] Option<File>);

/// Longest wait for another process that holds the folder; an edit takes milliseconds.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Makes the folder where it is missing, and locks it.
pub(super) fn lock_folder(folder: &Path) -> io::Result<FolderLock> {
    let mut maker = DirBuilder::new();
    maker.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.create(folder)?;
    let Ok(handle) = File::open(folder) else { return Ok(FolderLock(None)) };
    let begun = Instant::now();
    loop {
        match handle.try_lock() {
            Ok(()) => return Ok(FolderLock(Some(handle))),
            Err(TryLockError::Error(_)) => return Ok(FolderLock(None)),
            Err(TryLockError::WouldBlock) if begun.elapsed() < LONGEST_WAIT => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => {
                let busy = "another process is changing the configuration";
                return Err(io::Error::new(io::ErrorKind::TimedOut, busy));
            }
        }
    }
}

/// Replaces the file (or the file that a link points to) by `bytes`.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A file without a byte looks like an accident to a running wirewatch.
    let bytes = if bytes.is_empty() { b"\n" } else { bytes };
    let target = resolve(path);
    let folder = target.parent().unwrap_or(Path::new("."));
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let temporary = folder.join(format!(".{name}.{}.{count}.new", std::process::id()));
    let written = write_new(&temporary, &target, bytes)
        .and_then(|()| fs::rename(&temporary, &target))
        .inspect_err(|_| {
            let _ = fs::remove_file(&temporary);
        });
    written?;
    // The rename itself is durable only once the folder is synced; where that cannot be, so be it.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

fn write_new(temporary: &Path, target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(temporary)?;
    if let Ok(facts) = fs::metadata(target) {
        file.set_permissions(facts.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

/// Where a path leads: links are followed, one that leads nowhere yet too.
fn resolve(path: &Path) -> PathBuf {
    let mut at = path.to_owned();
    for _ in 0..16 {
        if let Ok(real) = fs::canonicalize(&at) {
            return real;
        }
        match fs::read_link(&at) {
            Ok(next) => at = at.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => break,
        }
    }
    at
}
