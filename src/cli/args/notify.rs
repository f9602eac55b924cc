//! Arguments of `wirewatch notify`.

use clap::{Args, Subcommand};

use super::ListFormat;
use crate::domain::DeliveryState;

/// `wirewatch notify …`
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:\n  wirewatch notify kinds webhook     the keys of a kind\n  \
    wirewatch notify test desk         one test alert through one notifier\n  \
    wirewatch notify retry desk        send again what failed, now")]
pub enum NotifyCommand {
    /// List the notifiers with what waits, what was delivered and what failed
    #[command(after_help = "Example:\n  wirewatch notify list")]
    List {
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
    },
    /// List the kinds of notifiers, or the keys of one kind
    #[command(after_help = "Example:\n  wirewatch notify kinds webhook")]
    Kinds {
        /// The kind
        kind: Option<String>,
    },
    /// Send a test alert through one notifier, now, beside the outbox
    #[command(after_help = "Example:\n  wirewatch notify test desk")]
    Test {
        /// Name of the notifier
        name: String,
    },
    /// Show what was told to whom, when, and what came of it, newest first
    #[command(after_help = "Example:\n  wirewatch notify log --notifier desk --state failed")]
    Log(NotifyLog),
    /// Send what failed or waits for another try, now; start a notifier that its receiver stopped
    #[command(after_help = "Example:\n  wirewatch notify retry desk")]
    Retry {
        /// Name of the notifier
        name: String,
        /// Numbers of the notices, each with its digest; all of them when left out
        notices: Vec<u64>,
    },
}

/// `wirewatch notify log`
#[derive(Clone, Debug, Args)]
pub struct NotifyLog {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// Only this notifier's
    #[arg(long = "notifier", value_name = "NAME")]
    pub notifier: Option<String>,
    /// Only this state
    #[arg(long, value_name = "STATE", value_parser = crate::cli::values::delivery_state())]
    pub state: Option<DeliveryState>,
    /// Only notices raised within this span, such as 8h
    #[arg(long, value_name = "SPAN", value_parser = crate::cli::values::since)]
    pub since: Option<u32>,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = crate::cli::values::rows)]
    pub limit: usize,
}
