//! Where this process finds its configuration and its store: options, environment, then the
//! standard folders.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::Failure;
use super::args::Global;
use crate::config::{self, Given, Loaded, Paths};
use crate::dashboard;
use crate::store::{self, Store, StoreError};

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
    if let Some(named) = global.config.as_ref().filter(|named| !named.is_dir()) {
        let shown = named.display();
        return Err(Failure::Usage(format!(
            "{shown}: no such folder (--config or WIREWATCH_CONFIG); `wirewatch config init` makes it"
        )));
    }
    let loaded = config::load(&paths)?;
    dashboard::check(&loaded.settings)?;
    Ok((paths, loaded))
}

/// The store, opened for reading and marking.
pub(super) fn open_store(global: &Global) -> Result<Arc<dyn Store>, Failure> {
    open(global).map(|(_, store)| store)
}

/// The store of a file, where there is one: looking makes none.
pub(super) fn store_if_there(file: &Path) -> Result<Option<Arc<dyn Store>>, StoreError> {
    if !file.exists() {
        return Ok(None);
    }
    let store = store::open(file, PATIENCE)?;
    if let Some(climbed) = store.climbed() {
        eprintln!("wirewatch: {climbed}");
    }
    Ok(Some(store))
}

/// Lets a feed be polled again that its publisher had ended, as people want it; the words for it.
pub(super) fn ask_again(global: &Global, url: &str) -> Result<&'static str, Failure> {
    let (paths, loaded) = load(global)?;
    let address = crate::config::address_of(url).unwrap_or_else(|| url.to_owned());
    let store = store_if_there(&paths.store_file(&loaded.settings.store))?;
    let again = match store {
        Some(store) => store.ask_again(&address)?,
        None => false,
    };
    Ok(if again { " (it had ended, and is asked again)" } else { "" })
}

/// The configuration in force and the store, opened for reading and marking.
pub(super) fn open(global: &Global) -> Result<(Loaded, Arc<dyn Store>), Failure> {
    let (paths, loaded) = load(global)?;
    let path = paths.store_file(&loaded.settings.store);
    // Reading makes nothing: an empty store in the place of a mistyped one would be a lie.
    let store = store_if_there(&path)?.ok_or_else(|| {
        let shown = path.display();
        Failure::CannotRun(format!(
            "{shown}: no store yet, for nothing has been polled; `wirewatch` or `wirewatch run` makes it"
        ))
    })?;
    Ok((loaded, store))
}
