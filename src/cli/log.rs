//! Where the log goes, how much of it, and in which form.

use std::io::{self, Write};
use std::path::Path;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{fmt, registry};

use super::args::LineFormat;
use super::out;
use super::rotating::Rotating;
use super::steady::Steady;
use crate::engine;

/// The log file is begun anew beyond this size.
const MOST_BYTES: u64 = 8 << 20;

/// Logs warnings (and more with `-v`) to standard error, and what answers to a changed file.
pub(super) fn to_stderr(verbose: u8, format: LineFormat) {
    start(level(verbose, LevelFilter::WARN), out::stderr(), format);
}

/// Logs to a file, which is begun anew when it is full.
pub(super) fn to_file(path: &Path, verbose: u8, format: LineFormat) -> io::Result<()> {
    let file = Rotating::open(path, MOST_BYTES)?;
    start(level(verbose, LevelFilter::INFO), file, format);
    Ok(())
}

fn start<W: Write + Send + 'static>(level: LevelFilter, writer: W, format: LineFormat) {
    let shown = filter_fn(move |event| {
        let least =
            if event.target() == engine::TOLD { level.max(LevelFilter::INFO) } else { level };
        *event.level() <= least
    });
    let writer = Steady::new(writer, gap(format));
    let log = fmt::layer().with_writer(writer).with_ansi(false).with_target(false);
    // What goes wrong with the log is told in the log: standard error may be a screen.
    let log = log.log_internal_errors(false);
    let started = match format {
        LineFormat::Text => registry().with(log.with_filter(shown)).try_init(),
        LineFormat::Json => {
            registry().with(log.json().flatten_event(true).with_filter(shown)).try_init()
        }
    };
    // Only fails when a log was set up before, as in tests.
    drop(started);
}

/// The line that tells of a gap in the log.
fn gap(format: LineFormat) -> fn(u64) -> String {
    match format {
        LineFormat::Text => |lost| format!("lines of the log that could not be written: {lost}\n"),
        LineFormat::Json => |lost| {
            let message = "lines of the log could not be written";
            let line = serde_json::json!({"level": "WARN", "message": message, "lost": lost});
            format!("{line}\n")
        },
    }
}

fn level(verbose: u8, usual: LevelFilter) -> LevelFilter {
    match verbose {
        0 => usual,
        1 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    }
}
