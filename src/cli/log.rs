//! Where the log goes, how much of it, and in which form.

use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::util::SubscriberInitExt;

use super::args::LineFormat;
use super::rotating::Rotating;

/// The log file is begun anew beyond this size.
const MOST_BYTES: u64 = 8 << 20;

/// Logs warnings (and more with `-v`) to standard error.
pub(super) fn to_stderr(verbose: u8, format: LineFormat) {
    start(level(verbose, LevelFilter::WARN), io::stderr, format);
}

/// Logs to a file, which is begun anew when it is full.
pub(super) fn to_file(path: &Path, verbose: u8, format: LineFormat) -> io::Result<()> {
    let file = Rotating::open(path, MOST_BYTES)?;
    start(level(verbose, LevelFilter::INFO), Mutex::new(file), format);
    Ok(())
}

fn start<W>(level: LevelFilter, writer: W, format: LineFormat)
where
    W: for<'a> fmt::MakeWriter<'a> + Send + Sync + 'static,
{
    let log = fmt().with_max_level(level).with_writer(writer).with_ansi(false).with_target(false);
    let started = match format {
        LineFormat::Text => log.finish().try_init(),
        LineFormat::Json => log.json().flatten_event(true).finish().try_init(),
    };
    // Only fails when a log was set up before, as in tests.
    drop(started);
}

fn level(verbose: u8, usual: LevelFilter) -> LevelFilter {
    match verbose {
        0 => usual,
        1 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    }
}
