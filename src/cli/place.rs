//! Where this process finds its configuration and its store: options, environment, then the
//! standard folders.

use std::sync::Arc;
use std::time::Duration;

use super::Failure;
use super::args::Global;
use crate::config::{self, Given, Loaded, Paths};
use crate::store::{self, Store};

/// How long a command waits for a store that another process is writing.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// The folders and files of this call.
pub(super) fn paths(global: &Global) -> Result<Paths, Failure> {
    let given = Given {
        config: global.config.clone(),
        store: global.store.clone(),
        home: etcetera::home_dir().ok(),
        ..Given::default()
    };
    let given = given.with_environment(|name| std::env::var_os(name));
    Paths::find(&given).map_err(|error| Failure::Usage(error.to_string()))
}

/// The configuration in force.
pub(super) fn load(global: &Global) -> Result<(Paths, Loaded), Failure> {
    let paths = paths(global)?;
    let loaded = config::load(&paths)?;
    Ok((paths, loaded))
}

/// The store, opened for reading and marking.
pub(super) fn open_store(global: &Global) -> Result<Arc<dyn Store>, Failure> {
    let (paths, loaded) = load(global)?;
    Ok(store::open(&paths.store_file(&loaded.settings.store), PATIENCE)?)
}
