//! What the checks look at, read once: places, configuration, store, feeds, environment, time.
//! Reads only; what it means is the checks' business.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;

use crate::cli::args::Global;
use crate::cli::{Failure, feed, place};
use crate::config::{self, Loaded, Paths};
use crate::domain::Feed;
use crate::store::{Store, StoreError};

/// Everything that is looked at.
pub(super) struct Patient {
    /// Where things are.
    pub paths: Paths,
    /// The configuration, or what is wrong with it.
    pub loaded: Result<Loaded, String>,
    /// The store's file.
    pub store_file: PathBuf,
    /// The store; none where there is no file yet.
    pub store: Result<Option<Arc<dyn Store>>, StoreError>,
    /// The feeds that are polled, as the store knows them.
    pub feeds: Vec<Feed>,
    /// The options of the call, for what reads more.
    pub global: Global,
    /// The environment, as far as it is text.
    pub environment: BTreeMap<String, String>,
    /// When looking began, by the wall and by the clock that is never set.
    pub now: Timestamp,
    pub started: Instant,
}

impl Patient {
    /// Reads everything.
    pub fn examine(global: &Global) -> Result<Patient, Failure> {
        let (now, started) = (Timestamp::now(), Instant::now());
        let paths = place::paths(global)?;
        let loaded = place::load(global).map(|(_, loaded)| loaded);
        let loaded = loaded.map_err(|failure| failure.message().unwrap_or_default().to_owned());
        let defaults = config::StoreSettings::default();
        let kept = loaded.as_ref().map_or(&defaults, |loaded| &loaded.settings.store);
        let given = paths.store_file(kept);
        // Whether it can be written is a question to its folder, which a bare name has not.
        let store_file = std::path::absolute(&given).unwrap_or(given);
        let store = place::store_if_there(&store_file);
        let mut feeds = match (&loaded, &store) {
            (Ok(_), Ok(_)) => feed::feeds(global).unwrap_or_default(),
            _ => Vec::new(),
        };
        feeds.retain(|feed| feed.spec.enabled);
        let environment = std::env::vars_os()
            .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
        Ok(Patient {
            environment: environment.collect(),
            global: global.clone(),
            paths,
            loaded,
            store_file,
            store,
            feeds,
            now,
            started,
        })
    }

    /// A variable of the environment that says something.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.environment.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The store, where it is there and opens.
    pub fn opened(&self) -> Option<&dyn Store> {
        self.store.as_ref().ok()?.as_deref()
    }

    /// The hosts of the feeds that are polled, each once, in order.
    pub fn hosts(&self) -> Vec<String> {
        let Ok(loaded) = &self.loaded else { return Vec::new() };
        let mut hosts: Vec<String> = Vec::new();
        for feed in loaded.feeds.iter().filter(|feed| feed.enabled) {
            if let Some(url::Host::Domain(name)) =
                url::Url::parse(&feed.url).ok().as_ref().and_then(url::Url::host)
                && !hosts.iter().any(|host| host == name)
            {
                hosts.push(name.to_owned());
            }
        }
        hosts
    }
}

/// The path itself, or the nearest folder above it that is there.
pub(super) fn standing(path: &Path) -> &Path {
    path.ancestors().find(|path| path.exists()).unwrap_or(Path::new("/"))
}

/// Whether this user may write there.
pub(super) fn is_writable(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}
