//! Arguments of `wirewatch alert`.

use clap::{Args, Subcommand, ValueEnum};

use super::{LineFormat, ListFormat};
use crate::domain::{AlertState, Severity};

/// `wirewatch alert …`
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:\n  wirewatch alert list --min-severity immediate\n  \
    wirewatch alert show 12\n  wirewatch alert ack 12 14")]
pub enum AlertCommand {
    /// List alerts: open ones first, then by severity and time
    #[command(after_help = "Examples:\n  wirewatch alert list --state open --watch embassy\n  \
        wirewatch alert list --since 8h --format json")]
    List(AlertList),
    /// Show one alert with its score, its hits and its story
    #[command(after_help = "Example:\n  wirewatch alert show 12")]
    Show {
        /// Number of the alert
        id: i64,
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: LineFormat,
    },
    /// Print the page that one shift hands to the next
    #[command(
        after_help = "Example:\n  wirewatch alert log --since 12h --format markdown > handover.md"
    )]
    Log(AlertLog),
    /// Write alerts for other programs, newest change first
    #[command(after_help = "Example:\n  wirewatch alert export --format csv > alerts.csv")]
    Export(AlertExport),
    /// Acknowledge alerts
    #[command(after_help = "Example:\n  wirewatch alert ack 12 14")]
    Ack {
        /// Numbers of the alerts
        #[arg(required = true)]
        ids: Vec<i64>,
    },
    /// Put alerts off
    #[command(after_help = "Example:\n  wirewatch alert snooze 12 --for 6h")]
    Snooze {
        /// Numbers of the alerts
        #[arg(required = true)]
        ids: Vec<i64>,
        /// For how long, such as 90m or 6h
        #[arg(long = "for", value_name = "SPAN", default_value = "1h", value_parser = crate::cli::values::seconds)]
        span: u32,
    },
    /// Be done with alerts
    #[command(after_help = "Example:\n  wirewatch alert resolve 12")]
    Resolve {
        /// Numbers of the alerts
        #[arg(required = true)]
        ids: Vec<i64>,
    },
    /// Open alerts again
    #[command(after_help = "Example:\n  wirewatch alert reopen 12")]
    Reopen {
        /// Numbers of the alerts
        #[arg(required = true)]
        ids: Vec<i64>,
    },
}

/// `wirewatch alert list`
#[derive(Clone, Debug, Args)]
pub struct AlertList {
    /// How to print; json: one alert line each
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// Only this state (may be repeated): open, acknowledged, snoozed, resolved
    #[arg(long = "state", value_name = "STATE", value_parser = crate::cli::values::state)]
    pub states: Vec<AlertState>,
    /// Only this severity and above
    #[arg(long, value_name = "SEVERITY", default_value = "routine")]
    pub min_severity: Severity,
    /// Only alerts of this watch (may be repeated)
    #[arg(long = "watch", value_name = "NAME")]
    pub watches: Vec<String>,
    /// Only alerts that changed within this span, such as 8h
    #[arg(long, value_name = "SPAN", value_parser = crate::cli::values::since)]
    pub since: Option<u32>,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub limit: usize,
}

/// How a log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Plain text.
    #[default]
    Text,
    /// Markdown.
    Markdown,
    /// One JSON value.
    Json,
}

/// How alerts are exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One alert line each.
    #[default]
    Jsonl,
    /// Comma-separated values; no cell is taken for a formula.
    Csv,
    /// A Markdown table.
    Markdown,
}

/// `wirewatch alert log`
#[derive(Clone, Debug, Args)]
pub struct AlertLog {
    /// The span that is handed over: what was raised, changed or marked in it, and every open alert from immediate up
    #[arg(long, value_name = "SPAN", default_value = "8h", value_parser = crate::cli::values::since)]
    pub since: u32,
    /// Only this severity and above
    #[arg(long, value_name = "SEVERITY", default_value = "routine")]
    pub min_severity: Severity,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: LogFormat,
}

/// `wirewatch alert export`
#[derive(Clone, Debug, Args)]
pub struct AlertExport {
    /// How to write
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub format: ExportFormat,
    /// Only this state (may be repeated): open, acknowledged, snoozed, resolved
    #[arg(long = "state", value_name = "STATE", value_parser = crate::cli::values::state)]
    pub states: Vec<AlertState>,
    /// Only this severity and above
    #[arg(long, value_name = "SEVERITY", default_value = "routine")]
    pub min_severity: Severity,
    /// Only alerts of this watch (may be repeated)
    #[arg(long = "watch", value_name = "NAME")]
    pub watches: Vec<String>,
    /// Only alerts that changed within this span, such as 8h
    #[arg(long, value_name = "SPAN", value_parser = crate::cli::values::since)]
    pub since: Option<u32>,
}
