//! Why the engine could not start.

use std::path::PathBuf;

use thiserror::Error;

use crate::config::ConfigError;
use crate::store::StoreError;

/// Why the engine could not start.
#[derive(Debug, Error)]
pub enum EngineError {
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The configuration is wrong.
    #[error("{} problems in the configuration", .0.len())]
    Config(Vec<ConfigError>),
    /// A watch does not compile.
    #[error("{0}")]
    Rules(String),
    /// Another process polls the store.
    #[error("another wirewatch{} polls the store {store:?}; end it, or name another store with --store", pid_text(*.pid))]
    Taken {
        /// The store.
        store: PathBuf,
        /// The other process, where known.
        pid: Option<u32>,
    },
    /// Anything else that keeps it from running.
    #[error("{0}")]
    CannotRun(String),
}

fn pid_text(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
}
