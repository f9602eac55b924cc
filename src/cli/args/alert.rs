//! Arguments of `wirewatch alert`.

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;

use super::{LineFormat, ListFormat};
use crate::cli::values::back;
use crate::domain::{AlertState, Severity};
use crate::store::AlertQuery;

/// `wirewatch alert …`
#[derive(Debug, Subcommand)]
#[command(
    after_help = "Marks, notes and silences carry a name: WIREWATCH_USER, else [duty] name in config.toml,\n\
    else your name on this machine.\n\nExamples:\n  wirewatch alert list --min-severity immediate\n  \
    wirewatch alert show 12\n  wirewatch alert ack 12 14"
)]
pub enum AlertCommand {
    /// List alerts: open ones first, then by severity and time
    #[command(after_help = "Examples:\n  wirewatch alert list --state open --watch embassy\n  \
        wirewatch alert list --since 8h --format json")]
    List(AlertList),
    /// Show one alert with its score, its hits and its story
    #[command(after_help = "Example:\n  wirewatch alert show 12")]
    Show {
        /// Number of the alert
        #[arg(value_parser = crate::cli::values::alert)]
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
    /// Acknowledge alerts, by number or all that fit; one undo takes it back
    #[command(after_help = "Examples:\n  wirewatch alert ack 12 14\n  \
        wirewatch alert ack --all --watch militia --since 8h")]
    Ack(AlertAck),
    /// Put alerts off
    #[command(after_help = "Example:\n  wirewatch alert snooze 12 --for 6h")]
    Snooze {
        /// Numbers of the alerts
        #[arg(required = true, value_parser = crate::cli::values::alert)]
        ids: Vec<i64>,
        /// For how long, such as 90m or 6h
        #[arg(long = "for", value_name = "SPAN", default_value = "1h", value_parser = crate::cli::values::seconds)]
        span: u32,
        /// Until a time instead, RFC 3339
        #[arg(long, value_name = "TIME", conflicts_with = "span", value_parser = crate::cli::values::time)]
        until: Option<jiff::Timestamp>,
    },
    /// Be done with alerts
    #[command(after_help = "Example:\n  wirewatch alert resolve 12")]
    Resolve {
        /// Numbers of the alerts
        #[arg(required = true, value_parser = crate::cli::values::alert)]
        ids: Vec<i64>,
    },
    /// Open alerts again
    #[command(after_help = "Example:\n  wirewatch alert reopen 12")]
    Reopen {
        /// Numbers of the alerts
        #[arg(required = true, value_parser = crate::cli::values::alert)]
        ids: Vec<i64>,
    },
    /// Write something down about an alert, with your name and the time
    #[command(after_help = "Example:\n  wirewatch alert note 12 'embassy called, no injuries'")]
    Note {
        /// Number of the alert
        #[arg(value_parser = crate::cli::values::alert)]
        id: i64,
        /// What to write down
        #[arg(required = true, value_name = "TEXT")]
        words: Vec<String>,
    },
    /// Undo the last thing you did, or the last thing done to one alert: it stands again exactly as before
    #[command(after_help = "Examples:\n  wirewatch alert undo\n  wirewatch alert undo 12")]
    Undo {
        /// Number of the alert
        #[arg(value_parser = crate::cli::values::alert)]
        id: Option<i64>,
    },
    /// Hold back future notifications of some alerts; the alerts themselves stay in every list
    Silence(AlertSilence),
}

impl AlertCommand {
    /// The watches that it names.
    pub fn watches(&self) -> &[String] {
        match self {
            AlertCommand::List(args) => &args.filter.watches,
            AlertCommand::Export(args) => &args.filter.watches,
            AlertCommand::Ack(args) => &args.watches,
            _ => &[],
        }
    }
}

/// `wirewatch alert ack`
#[derive(Clone, Debug, Args)]
pub struct AlertAck {
    /// Numbers of the alerts
    #[arg(required_unless_present = "all", conflicts_with = "all",
        value_parser = crate::cli::values::alert)]
    pub ids: Vec<i64>,
    /// Every open alert that fits the options below
    #[arg(long)]
    pub all: bool,
    /// Only this severity and above
    #[arg(long, value_name = "SEVERITY", default_value = "routine", requires = "all",
        value_parser = crate::cli::values::severity())]
    pub min_severity: Severity,
    /// Only alerts of this watch (may be repeated)
    #[arg(long = "watch", value_name = "NAME", requires = "all")]
    pub watches: Vec<String>,
    /// Only alerts that changed within this span, such as 8h
    #[arg(long, value_name = "SPAN", requires = "all", value_parser = crate::cli::values::since)]
    pub since: Option<u32>,
}

/// `wirewatch alert silence`
#[derive(Clone, Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:\n  wirewatch alert silence 'drill OR exercise' --for 6h --reason 'announced drill'\n  \
        wirewatch alert silence list\n  wirewatch alert silence remove 3\n\n\
        The query is asked of the article that stands for the alert. Nothing is told later of what was\n\
        held back: `wirewatch alert log` counts and names it."
)]
pub struct AlertSilence {
    /// List silences, or end them
    #[command(subcommand)]
    pub command: Option<SilenceCommand>,
    /// What to hold back, in the language of the watches
    #[arg(required = true)]
    pub query: Option<String>,
    /// For how long, such as 90m or 6h
    #[arg(long = "for", value_name = "SPAN", required = true, value_parser = crate::cli::values::seconds)]
    pub span: Option<u32>,
    /// Why, for whoever asks later
    #[arg(long, value_name = "TEXT", required = true)]
    pub reason: Option<String>,
    /// Only alerts that no other watch than this flags (may be repeated)
    #[arg(long = "watch", value_name = "NAME")]
    pub watches: Vec<String>,
    /// The highest severity it holds back; a flash goes out unless you write flash here [default: immediate]
    #[arg(long, value_name = "SEVERITY",
        value_parser = crate::cli::values::severity())]
    pub severity: Option<Severity>,
}

/// `wirewatch alert silence …`
#[derive(Clone, Debug, Subcommand)]
pub enum SilenceCommand {
    /// List the silences that hold, newest first
    #[command(after_help = "Example:\n  wirewatch alert silence list --all")]
    List {
        /// Also those that are over
        #[arg(long)]
        all: bool,
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
    },
    /// End silences
    #[command(after_help = "Example:\n  wirewatch alert silence remove 3")]
    Remove {
        /// Numbers of the silences
        #[arg(required = true)]
        ids: Vec<i64>,
    },
}

/// Which alerts a list or an export has.
#[derive(Clone, Debug, Args)]
pub struct AlertFilter {
    /// Only this state (may be repeated)
    #[arg(long = "state", value_name = "STATE", value_parser = crate::cli::values::state())]
    pub states: Vec<AlertState>,
    /// Only this severity and above
    #[arg(long, value_name = "SEVERITY", default_value = "routine",
        value_parser = crate::cli::values::severity())]
    pub min_severity: Severity,
    /// Only alerts of this watch (may be repeated)
    #[arg(long = "watch", value_name = "NAME")]
    pub watches: Vec<String>,
    /// Only alerts that changed within this span, such as 8h
    #[arg(long, value_name = "SPAN", value_parser = crate::cli::values::since)]
    pub since: Option<u32>,
}

impl AlertFilter {
    /// The same as the store is asked it.
    pub fn query(&self, now: Timestamp) -> AlertQuery {
        AlertQuery {
            states: self.states.clone(),
            min_severity: self.min_severity,
            watches: self.watches.clone(),
            since: back(self.since, now),
            now: Some(now),
            ..AlertQuery::default()
        }
    }
}

/// `wirewatch alert list`
#[derive(Clone, Debug, Args)]
pub struct AlertList {
    /// How to print; json: one alert line each
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// Which of them.
    #[command(flatten)]
    pub filter: AlertFilter,
    /// Only alerts whose headline or article holds all these words
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = crate::cli::values::rows)]
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
    #[arg(long, value_name = "SEVERITY", default_value = "routine",
        value_parser = crate::cli::values::severity())]
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
    /// Which of them.
    #[command(flatten)]
    pub filter: AlertFilter,
}
