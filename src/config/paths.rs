//! Where the files are: configuration, store, state. Values of the environment are arguments; this
//! file reads none of them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::settings::StoreSettings;

/// What the command line and the environment say about places.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `--config DIR` or `WIREWATCH_CONFIG`.
    pub config: Option<PathBuf>,
    /// `--store PATH` or `WIREWATCH_STORE`.
    pub store: Option<PathBuf>,
    /// The home folder, from `etcetera::home_dir()`.
    pub home: Option<PathBuf>,
    /// `XDG_CONFIG_HOME`.
    pub xdg_config_home: Option<OsString>,
    /// `XDG_DATA_HOME`.
    pub xdg_data_home: Option<OsString>,
    /// `XDG_STATE_HOME`.
    pub xdg_state_home: Option<OsString>,
}

impl Given {
    /// Fills the XDG values and the home folder from a look-up of environment variables, for
    /// which the caller passes `std::env::var_os`.
    #[must_use]
    pub fn with_environment(mut self, variable: impl Fn(&str) -> Option<OsString>) -> Given {
        self.xdg_config_home = variable("XDG_CONFIG_HOME");
        self.xdg_data_home = variable("XDG_DATA_HOME");
        self.xdg_state_home = variable("XDG_STATE_HOME");
        self.home = self.home.or_else(|| variable("HOME").map(PathBuf::from));
        self
    }
}

/// No folder can be found: neither home nor XDG variables are set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no home folder is known: set HOME, or {variable} to a full path, or use {flag}")]
pub struct NoHome {
    /// The variable that would name the folder.
    pub variable: &'static str,
    /// The flag that would name it.
    pub flag: &'static str,
}

/// The places of one installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// Folder of the three configuration files.
    pub config: PathBuf,
    /// Folder of the store unless a path is given.
    pub data: PathBuf,
    /// Folder of what may be lost.
    pub state: PathBuf,
    /// The store, when the command line or the environment names it.
    pub store: Option<PathBuf>,
}

impl Paths {
    /// Finds the places: what is given, else XDG (on macOS too), else the XDG defaults.
    ///
    /// # Errors
    /// When neither a home folder nor the variable in question is known.
    pub fn find(given: &Given) -> Result<Paths, NoHome> {
        let home = given.home.as_deref().filter(|home| home.is_absolute());
        let base = |xdg: &Option<OsString>, below: &str| {
            let set = xdg.as_ref().map(PathBuf::from).filter(|path| path.is_absolute());
            set.or_else(|| home.map(|home| home.join(below))).map(|base| base.join("wirewatch"))
        };
        let config = given.config.clone().or_else(|| base(&given.xdg_config_home, ".config"));
        let data = base(&given.xdg_data_home, ".local/share").or_else(|| beside(&given.store));
        let state = base(&given.xdg_state_home, ".local/state").or_else(|| beside(&given.store));
        Ok(Paths {
            config: config.ok_or(NoHome { variable: "XDG_CONFIG_HOME", flag: "--config" })?,
            data: data.ok_or(NoHome { variable: "XDG_DATA_HOME", flag: "--store" })?,
            state: state.ok_or(NoHome { variable: "XDG_STATE_HOME", flag: "--store" })?,
            store: given.store.clone(),
        })
    }

    /// Places inside one folder, as tests and the demo use them.
    #[must_use]
    pub fn inside(folder: &Path) -> Paths {
        Paths {
            config: folder.join("config"),
            data: folder.join("data"),
            state: folder.join("state"),
            store: None,
        }
    }

    /// `config.toml`.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// `watches.toml`.
    #[must_use]
    pub fn watches_file(&self) -> PathBuf {
        self.config.join("watches.toml")
    }

    /// `feeds.toml`.
    #[must_use]
    pub fn feeds_file(&self) -> PathBuf {
        self.config.join("feeds.toml")
    }

    /// The store: as given, else as configured, else in the data folder.
    #[must_use]
    pub fn store_file(&self, settings: &StoreSettings) -> PathBuf {
        let configured = settings.path.as_ref().map(|path| self.config.join(path));
        self.store.clone().or(configured).unwrap_or_else(|| self.data.join("wirewatch.db"))
    }

    /// The folder of logs.
    #[must_use]
    pub fn log_dir(&self) -> PathBuf {
        self.state.join("log")
    }
}

/// The folder that holds a given store.
fn beside(store: &Option<PathBuf>) -> Option<PathBuf> {
    store.as_ref()?.parent().map(Path::to_owned)
}
