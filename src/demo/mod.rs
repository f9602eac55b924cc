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
mod steps;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::domain::{FeedSpec, Fetching, Pace, PrivateRule, Storying};
use steps::Steps;

pub use answer::Stage;
pub use clock::{Clock, Speed};
pub use day::{Day, DayError, Moment};
pub use scratch::{ScratchDir, scratch_dir};
pub use steps::Stored;

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
    stage: Arc<Stage>,
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
        if self.stage.in_steps() {
            // What is told depends on what came, not on how long this machine took for it.
            (storying.group_wait, storying.group_interval) = (0, 0);
            storying.silence = u32::MAX;
        }
    }

    /// Waits until the server has ended, after `stop`.
    pub async fn closed(&self) {
        self.tasks.wait().await;
    }
}

/// Serves the recorded day from `started`, which is now, until `stop`. With `stored`, a day that is
/// too fast for its polls goes in steps, the same ones each time.
///
/// # Errors
/// When no loopback port can be opened, or the day is damaged.
pub async fn start(
    speed: Speed,
    started: Timestamp,
    stop: CancellationToken,
    stored: Option<Stored>,
) -> Result<Demo, DemoError> {
    let day = Day::load()?;
    let steps = stored.and_then(|stored| Steps::of(speed, day.outlets.len(), stored));
    // Dates are cut to seconds: where a second ends must not depend on the start.
    let begun = if steps.is_some() { edition::whole_second(started) } else { started };
    let clock = Clock::new(speed, begun, day.opening);
    let (listener, address) = server::listen().await.map_err(DemoError::Listen)?;
    let end = clock.wall(day.end).duration_since(started);
    let site = format!("http://{address}");
    let stage = Arc::new(Stage::new(day, clock, started, site).with_steps(steps));
    let feeds = feeds(&stage, interval(speed));
    let (over, tasks) = (CancellationToken::new(), TaskTracker::new());
    let polls = Duration::from_secs(1) * interval(speed) * LAST_POLLS;
    let last = Duration::try_from(end).unwrap_or_default() + polls;
    tasks.spawn(announce(over.clone(), (stage.clone(), last), stop.clone()));
    tasks.spawn(server::serve(listener, stage.clone(), stop));
    tasks.close();
    Ok(Demo { feeds, over, address, clock, stage, tasks })
}

/// Seconds between polls: more often when the day runs faster than by default.
fn interval(speed: Speed) -> u32 {
    if speed.times() > Speed::default().times() { 1 } else { 2 }
}

/// Says that the day is over: after a time, or when its last step is.
async fn announce(
    over: CancellationToken,
    (stage, after): (Arc<Stage>, Duration),
    stop: CancellationToken,
) {
    let end = async {
        match stage.steps() {
            Some(steps) => steps.over().await,
            None => tokio::time::sleep(after).await,
        }
        tokio::time::sleep(SETTLE).await;
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = end => over.cancel(),
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
