//! `wirewatch demo --screenshot`: the dashboard after the flash has arrived, as a picture.
//!
//! Runs the demo as it always runs, with nobody in front of it.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, timeout};

use crate::cli::args::DemoArgs;
use crate::cli::{Ending, Failure, Status, live};
use crate::config::Loaded;
use crate::dashboard::{Look, Screen};
use crate::domain::Severity;
use crate::engine::{self, Engine, Handle};
use crate::store::{AlertQuery, StoreError};

/// Longest wait for the flash: some ten seconds on a quiet machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// After the flash the others report too; the picture waits for so many outlets, or so long.
const OUTLETS: usize = 5;
const REPORTS: Duration = Duration::from_secs(20);
/// The zone of the second clock where none is configured: where the day takes place.
const ZONE: &str = "Asia/Baghdad";

/// Draws the picture and writes it.
pub(super) async fn draw(
    args: &DemoArgs,
    options: engine::Options,
    loaded: Loaded,
    file: &Path,
) -> Ending {
    let mut look = live::look(&loaded.settings, &args.screen, Some(super::BANNER.to_owned()));
    look.zone.get_or_insert_with(|| ZONE.to_owned());
    let engine = Engine::start(options, loaded).await?;
    let seen = wait_for_flash(engine.handle()).await;
    let drawn = match seen {
        Ok(()) => screen(engine.handle(), look, args.size).await,
        Err(failure) => Err(failure),
    };
    let _ = timeout(crate::cli::run::GRACE, engine.stop()).await;
    let shown = file.display();
    std::fs::write(file, drawn?)
        .map_err(|error| Failure::CannotRun(format!("{shown}: the picture: {error}")))?;
    Ok(Status::Done)
}

async fn screen(handle: Handle, look: Look, size: (u16, u16)) -> Result<String, Failure> {
    let drawn = tokio::task::spawn_blocking(move || {
        Screen::new(handle, &look, Timestamp::now(), size).map(|mut screen| screen.svg())
    });
    let drawn = drawn.await.map_err(|error| Failure::CannotRun(error.to_string()))?;
    drawn.map_err(|error| Failure::CannotRun(error.to_string()))
}

/// Waits until the flash is there and told by several outlets.
async fn wait_for_flash(mut handle: Handle) -> Result<(), Failure> {
    let mut until = Instant::now() + PATIENCE;
    let mut seen = false;
    loop {
        match outlets_of_flash(handle.clone()).await? {
            Some(outlets) if outlets >= OUTLETS => return Ok(()),
            Some(_) if !seen => {
                seen = true;
                until = Instant::now() + REPORTS;
            }
            Some(_) | None => {}
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let missing = "no flash alert came: the demo could not poll its own feeds";
            return if seen { Ok(()) } else { Err(Failure::CannotRun(missing.to_owned())) };
        }
        let _ = timeout(left, handle.revision.changed()).await;
    }
}

/// How many outlets tell the story of the flash, once there is one.
async fn outlets_of_flash(handle: Handle) -> Result<Option<usize>, Failure> {
    let query = AlertQuery { min_severity: Severity::Flash, limit: 1, ..AlertQuery::default() };
    let read = tokio::task::spawn_blocking(move || {
        let alerts = handle.store.alerts(&query)?;
        Ok::<_, StoreError>(alerts.first().map(|alert| alert.line.story.outlets.len()))
    });
    let read = read.await.map_err(|error| Failure::CannotRun(error.to_string()))?;
    read.map_err(|error| Failure::CannotRun(error.to_string()))
}
