//! The command line as clap sees it: one variant a subcommand, the arguments of each beside it.
//!
//! What a subcommand does stands in its own file.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::domain::{AlertState, OutletClass, Severity};

/// Watches the world's news wires from a terminal and tells you first, once, and why.
#[derive(Debug, Parser)]
#[command(
    name = "wirewatch",
    version,
    about,
    long_about = "Watches the world's news wires from a terminal and tells you first, once, and why.\n\n\
        Without a subcommand it opens the live dashboard.",
    after_help = "Examples:\n  wirewatch demo                           the whole product on a recorded day, no network needed\n  \
        wirewatch                                live dashboard\n  \
        wirewatch run --format text              headless: one alert a line\n  \
        wirewatch watch add port 'port NEAR/8 (strike OR blockade)'\n\n\
        Exit status: 0 done, 1 nothing matched, 2 usage or configuration error,\n\
        3 could not run, 75 another process polls this store."
)]
pub struct Cli {
    /// What applies to every subcommand.
    #[command(flatten)]
    pub global: Global,
    /// What to do; the dashboard when left out.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every subcommand.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// Folder with config.toml, watches.toml and feeds.toml
    #[arg(long, global = true, env = "WIREWATCH_CONFIG", value_name = "DIR")]
    pub config: Option<PathBuf>,
    /// The store file
    #[arg(long, global = true, env = "WIREWATCH_STORE", value_name = "PATH")]
    pub store: Option<PathBuf>,
    /// Say more in the log (twice: everything)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Colour in output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// When output carries colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal without NO_COLOR.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Headless alert mode: poll, and print one alert a line
    Run(RunArgs),
    /// The whole product on a recorded day, no network needed
    Demo(DemoArgs),
    /// List, try and change the watches: the keywords that raise alerts
    #[command(subcommand)]
    Watch(WatchCommand),
    /// List, read and change the feeds
    #[command(subcommand)]
    Feed(FeedCommand),
    /// Filter articles: JSON Lines in, the flagged ones out with their matches
    Match(MatchArgs),
    /// List, show and acknowledge the alerts in the store
    #[command(subcommand)]
    Alert(AlertCommand),
    /// Search the stored articles, newest first
    Search(SearchArgs),
    /// Look after the store
    #[command(subcommand)]
    Store(StoreCommand),
    /// Make, find, show and check the configuration files
    #[command(subcommand)]
    Config(ConfigCommand),
}

/// How alerts are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LineFormat {
    /// One JSON value a line, for programs.
    #[default]
    Json,
    /// One line of text, for people.
    Text,
}

/// How lists are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Aligned columns, for people.
    #[default]
    Table,
    /// JSON, for programs.
    Json,
}

/// `wirewatch run`
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "Examples:\n  wirewatch run --once --since all --format text\n  \
    wirewatch run --min-severity immediate --watch embassy | jq .article.title")]
pub struct RunArgs {
    /// Poll every enabled feed once, now, then end
    #[arg(long)]
    pub once: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub format: LineFormat,
    /// Print only this severity and above: flash, immediate, priority, routine
    #[arg(long, value_name = "SEVERITY", default_value = "routine")]
    pub min_severity: Severity,
    /// Print only alerts of this watch (may be repeated)
    #[arg(long = "watch", value_name = "NAME")]
    pub watches: Vec<String>,
    /// Tell also what a first poll finds that is older than the usual 2 h: a span such as 12h or 3d, or all
    #[arg(long, value_name = "SPAN", value_parser = super::values::since)]
    pub since: Option<u32>,
}

/// `wirewatch demo`
#[derive(Clone, Debug, Args)]
#[command(after_help = "Examples:\n  wirewatch demo\n  wirewatch demo --headless --speed 1440")]
pub struct DemoArgs {
    /// Print the alerts instead of opening the dashboard; ends when the day is over
    #[arg(long)]
    pub headless: bool,
    /// How many times faster than real time the day passes (1 to 100000)
    #[arg(long, value_name = "N", default_value_t = 144, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub speed: u32,
    /// How to print with --headless
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub format: LineFormat,
}

/// `wirewatch match`
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "Example:\n  wirewatch feed parse feed.xml | wirewatch match | jq -r .article.title"
)]
pub struct MatchArgs {
    /// Only this watch (may be repeated)
    #[arg(long = "watch", value_name = "NAME")]
    pub watches: Vec<String>,
    /// Print also the articles that no watch flags
    #[arg(long)]
    pub all: bool,
    /// The time against which age counts, RFC 3339; by default each article's own date
    #[arg(long, value_name = "TIME", value_parser = super::values::time)]
    pub now: Option<jiff::Timestamp>,
}

/// `wirewatch watch …`
#[derive(Debug, Subcommand)]
pub enum WatchCommand {
    /// List the watches
    List {
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
    },
    /// Show one watch: its query in normal form, its mask, its lists and terms
    Show {
        /// Name of the watch
        name: String,
    },
    /// Add a watch to your watches.toml
    #[command(
        after_help = "Examples:\n  wirewatch watch add port '\"port of aden\" OR (hodeida AND port)'\n  \
        wirewatch watch add strike 'general(|s) AND strike*' --weight 20 --say 'General strikes'"
    )]
    Add(WatchAdd),
    /// Take a watch out of your watches.toml (a shipped one is switched off instead)
    Remove {
        /// Name of the watch
        name: String,
    },
    /// Switch a watch on
    Enable {
        /// Name of the watch
        name: String,
    },
    /// Switch a watch off
    Disable {
        /// Name of the watch
        name: String,
    },
    /// Try a watch or a query on articles (JSON Lines) or a feed document
    #[command(
        after_help = "Example:\n  wirewatch feed parse feed.xml | wirewatch watch test 'rocket(s) NEAR/8 base'"
    )]
    Test {
        /// Name of a watch, or a query
        query: String,
        /// File with article lines or a feed document; - or nothing: standard input
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Name weak places: masked terms, unused lists, whole-article NOT
    Lint,
    /// List the operators of the watch language
    Operators,
}

/// `wirewatch watch add`
#[derive(Clone, Debug, Args)]
pub struct WatchAdd {
    /// Name of the new watch
    pub name: String,
    /// What it looks for, in the watch language
    pub query: String,
    /// What it is for, in a sentence
    #[arg(long, value_name = "TEXT")]
    pub say: Option<String>,
    /// Terms that void the hits they overlap, as a query
    #[arg(long, value_name = "QUERY")]
    pub mask: Option<String>,
    /// Points it brings (1 to 60)
    #[arg(long, value_name = "POINTS", default_value_t = 25, value_parser = clap::value_parser!(i32).range(1..=60))]
    pub weight: i32,
    /// Colour on screen: a name or #rrggbb
    #[arg(long, value_name = "COLOUR")]
    pub colour: Option<String>,
}

/// `wirewatch feed …`
#[derive(Debug, Subcommand)]
pub enum FeedCommand {
    /// List the feeds and how they fare
    List {
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
    },
    /// Add a feed to your feeds.toml
    #[command(
        after_help = "Example:\n  wirewatch feed add https://example.org/rss.xml --outlet Example --tag port"
    )]
    Add(FeedAdd),
    /// Take a feed out of your feeds.toml (a shipped one is switched off instead)
    Remove {
        /// Its address
        url: String,
    },
    /// Poll a feed again
    Enable {
        /// Its address
        url: String,
    },
    /// Do not poll a feed
    Disable {
        /// Its address
        url: String,
    },
    /// Add the feeds of an OPML file or a newsboat urls file
    Import {
        /// The file; - is standard input
        file: PathBuf,
    },
    /// Print the feeds as OPML
    Export,
    /// Print the articles of a feed document as article lines
    #[command(after_help = "Example:\n  wirewatch feed parse feed.xml | wirewatch match")]
    Parse {
        /// A file, - for standard input, or an address
        source: String,
        /// One article a line, or one object
        #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
        format: ParseFormat,
        /// Allow an address on this machine or in a private network
        #[arg(long)]
        allow_private: bool,
    },
}

/// How `feed parse` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ParseFormat {
    /// One article a line.
    #[default]
    Jsonl,
    /// One object: title, link, language, articles.
    Json,
}

/// `wirewatch feed add`
#[derive(Clone, Debug, Args)]
pub struct FeedAdd {
    /// Its address, http or https
    pub url: String,
    /// Title for people
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub title: String,
    /// The publisher
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub outlet: String,
    /// wire, national, official, aggregator or forum
    #[arg(long, value_name = "CLASS", default_value = "national")]
    pub class: OutletClass,
    /// Language tag, such as en or ar
    #[arg(long, value_name = "TAG", default_value = "")]
    pub language: String,
    /// A label (may be repeated)
    #[arg(long = "tag", value_name = "TEXT")]
    pub tags: Vec<String>,
    /// Poll at this interval, such as 5m, instead of adapting
    #[arg(long, value_name = "SPAN", value_parser = super::values::seconds)]
    pub interval: Option<u32>,
    /// Allow an address on this machine or in a private network
    #[arg(long)]
    pub allow_private: bool,
}

/// `wirewatch alert …`
#[derive(Debug, Subcommand)]
pub enum AlertCommand {
    /// List alerts: open ones first, then by severity and time
    List(AlertList),
    /// Show one alert with its score, its hits and its story
    Show {
        /// Number of the alert
        id: i64,
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: LineFormat,
    },
    /// Acknowledge alerts
    Ack {
        /// Numbers of the alerts
        #[arg(required = true)]
        ids: Vec<i64>,
    },
    /// Put alerts off
    Snooze {
        /// Numbers of the alerts
        #[arg(required = true)]
        ids: Vec<i64>,
        /// For how long, such as 90m or 6h
        #[arg(long = "for", value_name = "SPAN", default_value = "1h", value_parser = super::values::seconds)]
        span: u32,
    },
    /// Be done with alerts
    Resolve {
        /// Numbers of the alerts
        #[arg(required = true)]
        ids: Vec<i64>,
    },
    /// Open alerts again
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
    #[arg(long = "state", value_name = "STATE", value_parser = super::values::state)]
    pub states: Vec<AlertState>,
    /// Only this severity and above
    #[arg(long, value_name = "SEVERITY", default_value = "routine")]
    pub min_severity: Severity,
    /// Only alerts of this watch (may be repeated)
    #[arg(long = "watch", value_name = "NAME")]
    pub watches: Vec<String>,
    /// Only alerts that changed within this span, such as 8h
    #[arg(long, value_name = "SPAN", value_parser = super::values::since)]
    pub since: Option<u32>,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub limit: usize,
}

/// `wirewatch search`
#[derive(Clone, Debug, Args)]
pub struct SearchArgs {
    /// Words that the articles must hold; any text is a valid search
    #[arg(required = true)]
    pub words: Vec<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

/// `wirewatch store …`
#[derive(Debug, Subcommand)]
pub enum StoreCommand {
    /// Count what is stored
    Stats {
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
    },
    /// Check the store for damage
    Check,
    /// Copy the store to a file while it is in use
    Backup {
        /// The new file
        file: PathBuf,
    },
    /// Give unused space back to the disk
    Vacuum,
}

/// `wirewatch config …`
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Write the documented files where there are none yet
    Init,
    /// Print where the files are
    Path,
    /// Print the settings in force
    Show,
    /// Check the files; warnings do not fail
    Check,
}
