//! `wirewatch run`: the headless alert mode.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::time::Duration;

use jiff::Timestamp;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::args::{Global, LineFormat, RunArgs};
use super::service::Service;
use super::{Ending, Failure, Status, log, out, place};
use crate::dashboard;
use crate::domain::many;
use crate::engine::{self, Engine, Mode, Reload, WhenTaken};
use crate::headless::{self, Format, HeadlessError, Listener, Listening, Printer};

/// How long an end may take before the process goes anyway.
pub(super) const GRACE: Duration = Duration::from_millis(2_500);

/// For threads that still run when everything is done.
const LAST_MOMENT: Duration = Duration::from_millis(200);

pub(super) fn run(global: &Global, args: &RunArgs) -> Ending {
    let (paths, loaded) = place::load(global)?;
    match &args.log_file {
        None => log::to_stderr(global.verbose, args.log_format),
        Some(file) => log::to_file(file, global.verbose, args.log_format).map_err(|error| {
            let shown = file.display();
            Failure::CannotRun(format!("{shown}: the log cannot be written: {error}"))
        })?,
    }
    for warning in &loaded.warnings {
        tracing::warn!("{}", warning.one_line());
    }
    let options = engine::Options {
        store: paths.store_file(&loaded.settings.store),
        source: engine::Source::Files(paths, dashboard::check),
        mode: if args.once { Mode::Once } else { Mode::Live(WhenTaken::Refuse) },
        first_notice: args.since,
    };
    let catch_up = args.since.unwrap_or(loaded.settings.pace.first_notice);
    super::watch::known(&loaded.vocabulary, &args.watches)?;
    let printing = headless::Options {
        format: format(args.format),
        min_severity: args.min_severity,
        watches: args.watches.clone(),
        catch_up,
    };
    let listening = listening(args)?;
    on_runtime(async {
        let door = match listening {
            Some(listening) => {
                let address = listening.address;
                let failed =
                    |error| Failure::CannotRun(format!("cannot listen on {address}: {error}"));
                Some(listening.open().await.map_err(failed)?)
            }
            None => None,
        };
        alerts(options, loaded, printing, (door, CancellationToken::new())).await
    })
}

/// Where to listen. Beyond this machine only with a token.
fn listening(args: &RunArgs) -> Result<Option<Listening>, Failure> {
    let Some(address) = args.listen else { return Ok(None) };
    let token = match &args.listen_token_file {
        None => None,
        Some(file) => {
            let shown = file.display();
            let text = std::fs::read_to_string(file)
                .map_err(|error| Failure::Usage(format!("{shown} cannot be read: {error}")))?;
            let text = text.trim().to_owned();
            if text.is_empty() {
                return Err(Failure::Usage(format!("{shown} is empty: write a token into it")));
            }
            Some(text)
        }
    };
    if token.is_none() && !address.ip().is_loopback() {
        let message = format!("listening on {address} needs --listen-token-file");
        return Err(Failure::Usage(message));
    }
    Ok(Some(Listening { address, token }))
}

/// Runs the engine and prints alerts until it is told to stop, its work is done or `over`.
pub(super) async fn alerts(
    options: engine::Options,
    loaded: crate::config::Loaded,
    printing: headless::Options,
    (door, over): (Option<Listener>, CancellationToken),
) -> Ending {
    let once = options.mode == Mode::Once;
    let feeds = loaded.feeds.iter().filter(|feed| feed.enabled).count();
    let stop = stop_on_signals();
    let engine = tokio::select! {
        started = Engine::start(options, loaded) => started?,
        () = stop.cancelled() => return Ok(Status::Done),
    };
    let service = Service::from_environment();
    reload_on_hangup(engine.reload(), engine.handle().status, service.clone());
    service.keep_alive(engine.handle().store, engine.handle().pulse, stop.clone());
    if let Some(door) = door {
        tokio::spawn(door.serve(engine.handle(), stop.clone()));
    }
    service.ready(None);
    let printer = Printer::new(printing, unbuffered()?, Timestamp::now());
    let finished = engine.finished();
    let ending = finished.clone();
    tokio::spawn(async move {
        over.cancelled().await;
        ending.cancel();
    });
    let printed = headless::run(engine.handle(), printer, finished, stop.clone()).await;
    let told_to_stop = stop.is_cancelled();
    stop.cancel();
    service.say("STOPPING=1");
    let status = engine.handle().status;
    let summary = tokio::time::timeout(GRACE, engine.stop()).await.unwrap_or_default();
    match printed {
        Ok(()) | Err(HeadlessError::Closed) => {}
        Err(other) => return Err(other.into()),
    }
    if summary.broke_off {
        let why = status.borrow().ended.clone().filter(|_| once);
        let why = why.unwrap_or_else(|| "polling broke off; the log says where".to_owned());
        return Err(Failure::CannotRun(why));
    }
    // Who stops it early is told nothing of the feeds that were not asked yet.
    if once && !told_to_stop && summary.all_failed() {
        return Err(Failure::CannotRun(format!(
            "every one of the {} feeds failed; `wirewatch feed list` says why, `wirewatch demo` \
             shows everything without a network",
            summary.polled
        )));
    }
    let said = if told_to_stop { stopped(summary, feeds) } else { some_failed(summary) };
    // A pipe or a log gets what it always got.
    if let Some(said) = said.filter(|_| once && io::stderr().is_terminal()) {
        writeln!(out::stderr(), "wirewatch: {said}")?;
    }
    Ok(Status::Done)
}

/// What a round that was stopped had done.
fn stopped(did: engine::Tally, feeds: usize) -> Option<String> {
    let feeds = feeds as u64;
    (did.polled < feeds).then(|| format!("stopped: {} of {feeds} feeds were polled", did.polled))
}

/// What a whole round came to, where something is to be looked at.
fn some_failed(did: engine::Tally) -> Option<String> {
    let polled = many(usize::try_from(did.polled).unwrap_or(usize::MAX), "feed");
    let failed = did.failed;
    (failed > 0)
        .then(|| format!("{polled} polled, {failed} failed; `wirewatch feed list` says why"))
}

/// Standard output without a buffer of ours: what it takes is printed.
fn unbuffered() -> Result<out::Carried<File>, Failure> {
    Ok(out::unbuffered(File::from(io::stdout().as_fd().try_clone_to_owned()?)))
}

/// SIGHUP reads the configuration again, as services do, and says how that went.
fn reload_on_hangup(reload: Reload, status: watch::Receiver<engine::Status>, service: Service) {
    #[cfg(unix)]
    if let Ok(mut hangup) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()) {
        tokio::spawn(async move {
            while hangup.recv().await.is_some() {
                service.reloading();
                reload.again().await;
                service.ready(status.borrow().config_problem.as_deref());
            }
        });
    }
    #[cfg(not(unix))]
    drop((reload, status, service));
}

/// A token that SIGINT and SIGTERM cancel; a second signal ends the process at once.
pub(super) fn stop_on_signals() -> CancellationToken {
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    tokio::spawn(async move {
        signal().await;
        stopping.cancel();
        tokio::time::timeout(GRACE, signal()).await.ok();
        std::process::exit(0);
    });
    stop
}

#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut int)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! { _ = term.recv() => {} _ = int.recv() => {} }
}

#[cfg(not(unix))]
async fn signal() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// The runtime of everything that polls.
pub(super) fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .worker_threads(2)
        .build()
        .map_err(|error| Failure::CannotRun(format!("no threads to run on: {error}")))
}

/// Does the whole of a command on a runtime of its own; what it leaves behind has a moment to end.
pub(super) fn on_runtime(work: impl Future<Output = Ending>) -> Ending {
    let runtime = runtime()?;
    let ending = runtime.block_on(work);
    runtime.shutdown_timeout(LAST_MOMENT);
    ending
}

/// The printer's name of a format.
pub(super) fn format(format: LineFormat) -> Format {
    match format {
        LineFormat::Json => Format::Json,
        LineFormat::Text => Format::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::{engine::Tally, some_failed, stopped};

    #[test]
    fn a_round_says_what_was_not_done_and_what_failed() {
        let did = |polled, failed| Tally { polled, failed, broke_off: false };
        assert_eq!(stopped(did(2, 0), 9).as_deref(), Some("stopped: 2 of 9 feeds were polled"));
        assert_eq!(stopped(did(9, 1), 9), None);
        let said = some_failed(did(9, 1)).unwrap_or_default();
        assert!(said.starts_with("9 feeds polled, 1 failed; "), "{said}");
        assert_eq!(some_failed(did(9, 0)), None);
    }
}
