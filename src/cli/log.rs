//! Where the log goes: standard error for headless mode, a file for the dashboard.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt;

/// The log file is begun anew beyond this size; the one before is kept as `.1`.
const MOST_BYTES: u64 = 8 << 20;

/// Logs warnings (and more with `-v`) to standard error.
pub(super) fn to_stderr(verbose: u8) {
    let started = fmt()
        .with_max_level(level(verbose, LevelFilter::WARN))
        .with_writer(io::stderr)
        .with_ansi(false)
        .with_target(false)
        .try_init();
    // Only fails when a log was set up before, as in tests.
    drop(started);
}

/// Logs to a file, so that the screen stays the dashboard's.
pub(super) fn to_file(path: &Path, verbose: u8) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    if fs::metadata(path).is_ok_and(|meta| meta.len() > MOST_BYTES) {
        fs::rename(path, path.with_extension("1"))?;
    }
    let file = private_append(path)?;
    let started = fmt()
        .with_max_level(level(verbose, LevelFilter::INFO))
        .with_writer(Mutex::new(file))
        .with_ansi(false)
        .with_target(false)
        .try_init();
    drop(started);
    Ok(())
}

fn private_append(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn level(verbose: u8, usual: LevelFilter) -> LevelFilter {
    match verbose {
        0 => usual,
        1 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    }
}
