//! A recorded day, served over local HTTP, so that everything works with no network.
//!
//! The facts of 19 May 2020 stand at its centre, told by invented outlets in their own words.
//! This folder serves feeds and says how to poll them; the engine is started by the command.

mod answer;
pub mod clock;
pub mod day;
pub mod edition;
mod gzip;
mod page;
pub mod render;
mod scratch;
mod server;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::domain::{FeedSpec, Fetching, Pace, PrivateRule, Storying};

pub use answer::Stage;
pub use clock::{Clock, Speed};
pub use day::{Day, DayError, Moment};
pub use scratch::{ScratchDir, scratch_dir};

/// Polls after the last entry, so that even a feed that just failed has shown it.
const LAST_POLLS: u32 = 3;

/// For the pipeline to bring out what the last polls found.
const SETTLE: Duration = Duration::from_secs(2);

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The recorded day is damaged.
    #[error(transparent)]
    Day(#[from] DayError),
    /// No loopback port could be opened.
    #[error("no port on 127.0.0.1 for the demo's feeds: {0}")]
    Listen(#[source] io::Error),
}

/// A day that is being served.
#[derive(Debug)]
pub struct Demo {
    /// The feeds to poll, ready for the engine: private address allowed, fixed interval.
    pub feeds: Vec<FeedSpec>,
    /// Cancelled when the day is over and its last entries have had time to be polled.
    pub over: CancellationToken,
    /// Where the feeds are: `127.0.0.1` and the port the system picked.
    pub address: std::net::SocketAddr,
    /// The day's clock.
    pub clock: Clock,
    tasks: TaskTracker,
}

impl Demo {
    /// Turns a user's settings into those of a demo: loopback allowed, no waiting between
    /// requests to what is one host, history not told, groups closed at the day's pace.
    pub fn adjust(&self, fetching: &mut Fetching, pace: &mut Pace, storying: &mut Storying) {
        fetching.allow_private =
            vec![PrivateRule::Host(self.address.ip().to_string(), Some(self.address.port()))];
        fetching.per_host = self.feeds.len().max(1);
        fetching.spacing = Duration::ZERO;
        pace.interval = Some(interval(self.clock.speed()));
        pace.floor = 1;
        // History is minutes to hours old; what comes while the first poll runs is seconds old.
        pace.first_notice = 30;
        let times = self.clock.speed().times();
        storying.group_wait = (storying.group_wait / times).max(2);
        storying.group_interval = (storying.group_interval / times).max(10);
        storying.silence = (storying.silence / times).max(60);
    }

    /// Waits until the server has ended, after `stop`.
    pub async fn closed(&self) {
        self.tasks.wait().await;
    }
}

/// Serves the recorded day from `started`, which is now, until `stop`.
///
/// # Errors
/// When no loopback port can be opened, or the day is damaged.
pub async fn start(
    speed: Speed,
    started: Timestamp,
    stop: CancellationToken,
) -> Result<Demo, DemoError> {
    let day = Day::load()?;
    let clock = Clock::new(speed, started, day.opening);
    let (listener, address) = server::listen().await.map_err(DemoError::Listen)?;
    let end = clock.wall(day.end).duration_since(started);
    let stage = Arc::new(Stage::new(day, clock, started, format!("http://{address}")));
    let feeds = feeds(&stage, interval(speed));
    let (over, tasks) = (CancellationToken::new(), TaskTracker::new());
    let last = Duration::try_from(end).unwrap_or_default()
        + Duration::from_secs(1) * interval(speed) * LAST_POLLS
        + SETTLE;
    tasks.spawn(announce(over.clone(), last, stop.clone()));
    tasks.spawn(server::serve(listener, stage, stop));
    tasks.close();
    Ok(Demo { feeds, over, address, clock, tasks })
}

/// Seconds between polls: more often when the day runs faster than by default.
fn interval(speed: Speed) -> u32 {
    if speed.times() > Speed::default().times() { 1 } else { 2 }
}

async fn announce(over: CancellationToken, after: Duration, stop: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(after) => over.cancel(),
    }
}

fn feeds(stage: &Stage, interval: u32) -> Vec<FeedSpec> {
    let spec = |outlet: &day::Outlet| FeedSpec {
        url: stage.feed_url(outlet),
        title: outlet.title.clone(),
        outlet: outlet.name.clone(),
        class: outlet.class,
        language: outlet.language.clone(),
        tags: outlet.tags.clone(),
        interval: Some(interval),
        allow_private: true,
        enabled: true,
        access: None,
    };
    stage.day().outlets.iter().map(spec).collect()
}
