//! `wirewatch demo`: the recorded day, through real local HTTP into a throw-away store.

mod picture;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::args::{DemoArgs, Global, LineFormat};
use super::run::{alerts, format, on_runtime, stop_on_signals};
use super::{Ending, Failure, live, log, out, place};
use crate::config::{self, DashboardSettings, Loaded};
use crate::demo::{self, Demo, ScratchDir, Speed, Stored};
use crate::engine::{self, Mode, WhenTaken};
use crate::headless;
use crate::store::{self, FeedScope, Store};

/// Shown above the dashboard, so that nobody takes the recorded day for today.
const BANNER: &str = "demo: a recorded day, told by invented outlets";

pub(super) fn run(global: &Global, args: &DemoArgs) -> Ending {
    if args.headless || args.screenshot.is_some() {
        log::to_stderr(global.verbose, LineFormat::Text);
    } else {
        live::require_terminal("`wirewatch demo --headless` prints the alerts without one")?;
    }
    if let Some(kept) = args.keep.as_ref().filter(|kept| kept.exists()) {
        let shown = kept.display();
        return Err(Failure::Usage(format!("{shown}: is there already; name a new file (--keep)")));
    }
    let scratch = demo::scratch_dir(&std::env::temp_dir()).map_err(|error| {
        let parent = std::env::temp_dir();
        let shown = parent.display();
        Failure::CannotRun(format!("{shown}: no folder for the demo's store: {error}"))
    })?;
    // The demo runs whatever state the files of the configuration are in.
    let own = place::load(global).ok().map(|(_, loaded)| loaded.settings.dashboard);
    let ended = on_runtime(day(args, own, &scratch))?;
    if let Some(kept) = &args.keep {
        let shown = kept.display();
        out::nothing(&format!("the day is kept: `wirewatch --store {shown} alert list` shows it"))?;
    }
    Ok(ended)
}

async fn day(args: &DemoArgs, own: Option<DashboardSettings>, scratch: &ScratchDir) -> Ending {
    let closing = CancellationToken::new();
    let store = args.keep.clone().unwrap_or_else(|| scratch.path().join("demo.db"));
    let stored = Some(stored(store.clone()));
    let demo = demo::start(speed(args), Timestamp::now(), closing.clone(), stored)
        .await
        .map_err(|error| Failure::CannotRun(error.to_string()))?;
    let mut loaded = loaded(&demo);
    loaded.settings.dashboard = own.unwrap_or(loaded.settings.dashboard);
    let options = engine::Options {
        store,
        source: engine::Source::Fixed,
        mode: Mode::Live(WhenTaken::Refuse),
        first_notice: None,
    };
    let ending = if let Some(file) = &args.screenshot {
        picture::draw(args, options, loaded, file).await
    } else if args.headless {
        headless_day(args, options, loaded, &demo).await
    } else {
        watched_day(args, options, loaded).await
    };
    closing.cancel();
    ending
}

/// Says how many polls the store knows, once the engine has made it.
fn stored(file: PathBuf) -> Stored {
    let opened: OnceLock<Arc<dyn Store>> = OnceLock::new();
    Arc::new(move || {
        let store = match opened.get() {
            Some(store) => Ok(store),
            None => store::open(&file, place::PATIENCE).map(|store| opened.get_or_init(|| store)),
        };
        let feeds = store.and_then(|store| store.feeds(FeedScope::All));
        // What cannot be read now can be read later.
        feeds.map_or(0, |feeds| feeds.iter().map(|feed| feed.polls).sum())
    })
}

/// The shipped watches, the demo's feeds, the user's own look.
fn loaded(demo: &Demo) -> Loaded {
    let mut loaded = config::defaults();
    let settings = &mut loaded.settings;
    demo.adjust(&mut settings.fetching, &mut settings.pace, &mut settings.storying);
    loaded.feeds.clone_from(&demo.feeds);
    loaded
}

async fn headless_day(
    args: &DemoArgs,
    options: engine::Options,
    loaded: Loaded,
    demo: &Demo,
) -> Ending {
    let printing = headless::Options {
        format: format(args.format),
        catch_up: u32::MAX,
        ..headless::Options::default()
    };
    let over = demo.over.clone();
    alerts(options, loaded, printing, (None, over)).await
}

async fn watched_day(args: &DemoArgs, options: engine::Options, loaded: Loaded) -> Ending {
    let look = live::look(&loaded.settings, &args.screen, Some(BANNER.to_owned()));
    live::watched(options, loaded, look, stop_on_signals()).await
}

/// clap has checked the range.
fn speed(args: &DemoArgs) -> Speed {
    Speed::new(args.speed).unwrap_or_default()
}
