//! The command line as clap sees it: one variant a subcommand, the arguments of each beside it.
//!
//! What a subcommand does stands in its own file.

mod alert;
mod feed;
mod notify;
mod story;
#[cfg(test)]
mod tests;
mod watch;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::domain::Severity;

pub use alert::{
    AlertAck, AlertCommand, AlertExport, AlertList, AlertLog, AlertSilence, ExportFormat,
    LogFormat, SilenceCommand,
};
pub use feed::{FeedAdd, FeedCheck, FeedCommand, ParseFormat};
pub use notify::{NotifyCommand, NotifyLog};
pub use story::{StoryCommand, StoryList};
pub use watch::{
    WatchAdd, WatchBacktest, WatchCommand, WatchEdit, WatchImport, WatchKeys, WatchTest,
};

/// What `--version` says of the build. No time: a build can be repeated.
const BUILD: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (",
    env!("WIREWATCH_COMMIT"),
    ", ",
    env!("WIREWATCH_TARGET"),
    ", ",
    env!("WIREWATCH_PROFILE"),
    ")"
);

/// Watches the world's news wires from a terminal and tells you first, once, and why.
#[derive(Debug, Parser)]
#[command(
    name = "wirewatch",
    version,
    long_version = BUILD,
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
    /// How the dashboard looks.
    #[command(flatten)]
    pub screen: ScreenArgs,
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
    #[arg(
        long,
        visible_alias = "colour",
        global = true,
        value_name = "WHEN",
        default_value = "auto"
    )]
    pub color: Color,
}

/// How the dashboard looks, before what config.toml says.
#[derive(Clone, Debug, Default, Args)]
pub struct ScreenArgs {
    /// Draw with ASCII only (automatic on a dumb terminal or without a UTF-8 locale)
    #[arg(long)]
    pub ascii: bool,
    /// The theme of the dashboard
    #[arg(long, value_name = "NAME", value_parser = crate::cli::values::theme())]
    pub theme: Option<crate::dashboard::ThemeName>,
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
    /// List and show stories, part and join them
    #[command(subcommand)]
    Story(StoryCommand),
    /// Search the stored articles, newest first
    Search(SearchArgs),
    /// List, test and look after the notifiers: the ways out
    #[command(subcommand)]
    Notify(NotifyCommand),
    /// Look after the store
    #[command(subcommand)]
    Store(StoreCommand),
    /// Make, find, show and check the configuration files
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Look at everything that wirewatch needs, and say what to do
    Doctor(DoctorArgs),
    /// Print the manual page, or write one for each command
    Man(ManArgs),
    /// Print what a shell needs to complete commands and options
    #[command(after_help = "Examples:\n  \
        mkdir -p ~/.local/share/bash-completion/completions\n  \
        wirewatch completions bash > ~/.local/share/bash-completion/completions/wirewatch\n  \
        mkdir -p ~/.zfunc\n  \
        wirewatch completions zsh > ~/.zfunc/_wirewatch    then, in ~/.zshrc, `fpath=(~/.zfunc $fpath); autoload -U compinit; compinit`\n  \
        mkdir -p ~/.config/fish/completions\n  \
        wirewatch completions fish > ~/.config/fish/completions/wirewatch.fish\n  \
        mkdir -p ~/.config/elvish/lib\n  \
        wirewatch completions elvish > ~/.config/elvish/lib/wirewatch.elv    then `use wirewatch` in rc.elv\n  \
        wirewatch completions powershell > wirewatch.ps1    then `. ./wirewatch.ps1` in $PROFILE")]
    Completions {
        /// The shell
        #[arg(required_unless_present = "names")]
        shell: Option<Shell>,
        /// Print names of the configuration, one a line: what the scripts ask for
        #[arg(long, hide = true, value_name = "OF", conflicts_with = "shell")]
        names: Option<Names>,
    },
}

/// What has names that a shell completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Names {
    /// The watches.
    Watches,
    /// The configured notifiers.
    Notifiers,
    /// The kinds of notifiers.
    Kinds,
    /// The feeds, by host or address.
    Feeds,
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
    /// Print only this severity and above
    #[arg(long, value_name = "SEVERITY", default_value = "routine",
        value_parser = crate::cli::values::severity())]
    pub min_severity: Severity,
    /// Print only alerts of this watch (may be repeated)
    #[arg(long = "watch", value_name = "NAME")]
    pub watches: Vec<String>,
    /// Tell also what a first poll finds that is older than the usual 2 h: a span such as 12h or 3d, or all
    #[arg(long, value_name = "SPAN", value_parser = crate::cli::values::since)]
    pub since: Option<u32>,
    /// Answer /metrics, /healthz, /alerts.json and /alerts.atom on this address, such as 127.0.0.1:9417
    #[arg(long, value_name = "ADDRESS", value_parser = crate::cli::values::address)]
    pub listen: Option<std::net::SocketAddr>,
    /// Answer only whoever shows the token in this file as Authorization: Bearer; needed beyond loopback
    #[arg(long, value_name = "FILE", requires = "listen")]
    pub listen_token_file: Option<PathBuf>,
    /// Log to this file instead of standard error; full (8 MiB) it is begun anew, three are kept
    #[arg(long, value_name = "FILE")]
    pub log_file: Option<PathBuf>,
    /// How to log
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub log_format: LineFormat,
}

/// `wirewatch demo`
#[derive(Clone, Debug, Args)]
#[command(after_help = "Examples:\n  wirewatch demo\n  wirewatch demo --headless --speed 1440\n  \
    wirewatch demo --headless --speed 100000 --keep day.db    then `wirewatch --store day.db alert list`\n  \
    wirewatch demo --screenshot dashboard.svg --size 160x48 --theme light")]
pub struct DemoArgs {
    /// Print the alerts instead of opening the dashboard; ends when the day is over
    #[arg(long, conflicts_with_all = ["ascii", "theme"])]
    pub headless: bool,
    /// How many times faster than real time the day passes (1 to 100000); from 10000 on it goes in
    /// steps, and every run tells the same alerts in the same order
    #[arg(long, value_name = "N", default_value_t = 144, value_parser = crate::cli::values::between::<u32>(1..=100_000))]
    pub speed: u32,
    /// How to print with --headless
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub format: LineFormat,
    /// Keep the store of the day in this new file, to practise on with --store
    #[arg(long, value_name = "FILE", conflicts_with = "screenshot")]
    pub keep: Option<PathBuf>,
    /// Draw the dashboard into this file (SVG) once the flash has arrived, then end
    #[arg(long, value_name = "FILE.svg", conflicts_with = "headless")]
    pub screenshot: Option<PathBuf>,
    /// Columns and rows of the picture
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "160x48", requires = "screenshot",
        value_parser = crate::cli::values::screen_size)]
    pub size: (u16, u16),
    /// How the dashboard looks.
    #[command(flatten)]
    pub screen: ScreenArgs,
}

/// `wirewatch match`
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "Exit status: 0 something was flagged, 1 nothing was, 2 a line is no article.\n\n\
        Examples:\n  wirewatch feed parse feed.xml | wirewatch match | jq -r .article.title\n  \
        cat articles.jsonl | wirewatch match --watch rocket"
)]
pub struct MatchArgs {
    /// Only this watch (may be repeated)
    #[arg(long = "watch", value_name = "NAME")]
    pub watches: Vec<String>,
    /// Print also the articles that no watch flags
    #[arg(long)]
    pub all: bool,
    /// The time against which age counts, RFC 3339; by default each article's own date
    #[arg(long, value_name = "TIME", value_parser = crate::cli::values::time)]
    pub now: Option<jiff::Timestamp>,
}

/// `wirewatch search`
#[derive(Clone, Debug, Args)]
#[command(after_help = "Exit status: 0 something was found, 1 nothing was.\n\n\
    Example:\n  wirewatch search embassy baghdad --limit 10")]
pub struct SearchArgs {
    /// Words that the articles must hold; any text is a valid search
    #[arg(required = true)]
    pub words: Vec<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = crate::cli::values::rows)]
    pub limit: usize,
}

/// `wirewatch doctor`
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "Exit status: 0 all is well or only doubtful, 2 the configuration is wrong, 3 something\n\
        else keeps wirewatch from its work.\n\n\
        Examples:\n  wirewatch doctor\n  \
        wirewatch doctor --format json | jq '.checks[] | select(.level != \"ok\")'"
)]
pub struct DoctorArgs {
    /// How to print; json: one object
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}

/// `wirewatch man`
#[derive(Clone, Debug, Args)]
#[command(after_help = "Examples:\n  wirewatch man | man -l -\n  \
    wirewatch man --dir ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Write wirewatch.1 and a page for each subcommand into this folder
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// `wirewatch store …`
#[derive(Debug, Subcommand)]
#[command(
    after_help = "Examples:\n  wirewatch store stats\n  wirewatch store backup /backup/wirewatch.db"
)]
pub enum StoreCommand {
    /// Count what is stored
    #[command(after_help = "Example:\n  wirewatch store stats --format json")]
    Stats {
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
    },
    /// Check the store for damage
    #[command(after_help = "Example:\n  wirewatch store check")]
    Check,
    /// Copy the store to a file while it is in use
    #[command(after_help = "Example:\n  wirewatch store backup /backup/wirewatch.db")]
    Backup {
        /// The new file
        file: PathBuf,
    },
    /// Give unused space back to the disk
    #[command(after_help = "Example:\n  wirewatch store vacuum")]
    Vacuum,
}

/// `wirewatch config …`
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:\n  wirewatch config init\n  wirewatch config check")]
pub enum ConfigCommand {
    /// Write the documented files where there are none yet
    #[command(after_help = "Example:\n  wirewatch config init")]
    Init,
    /// Print where the files are
    #[command(after_help = "Example:\n  wirewatch config path")]
    Path,
    /// Print the settings in force
    #[command(after_help = "Example:\n  wirewatch config show")]
    Show,
    /// Check the files; warnings do not fail
    #[command(after_help = "Example:\n  wirewatch config check")]
    Check,
}
