//! Arguments of `wirewatch watch`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::ListFormat;
use crate::domain::Severity;

/// `wirewatch watch …`
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:\n  wirewatch watch list\n  \
    wirewatch watch add port 'port NEAR/8 (strike OR blockade)'\n  \
    wirewatch watch backtest port        what it would have flagged in what is stored")]
pub enum WatchCommand {
    /// List the watches: whether each is on, its weight, what it is for
    #[command(after_help = "Example:\n  wirewatch watch list")]
    List {
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
    },
    /// Show one watch: the parts of its query, its mask, its lists and terms
    #[command(after_help = "Example:\n  wirewatch watch show rocket --literals")]
    Show {
        /// Name of the watch
        name: String,
        /// Print every literal that is looked for, not only how many
        #[arg(long)]
        literals: bool,
    },
    /// Add a watch to your watches.toml
    #[command(
        after_help = "Examples:\n  wirewatch watch add port '\"port of aden\" OR (hodeida AND port)'\n  \
        wirewatch watch add strike 'general(|s) AND strike*' --weight 20 --say 'General strikes'"
    )]
    Add(WatchAdd),
    /// Edit your watches.toml in $VISUAL or $EDITOR, or change one watch at once
    #[command(
        after_help = "Without a query or an option the editor opens a copy of your watches.toml, at NAME when\n\
        given (a shipped watch gets an entry of its own). The copy is checked before it is taken; a\n\
        broken one is shown with line and column and can be edited again. Nothing typed is lost:\n\
        what was not taken stays in a file that is named.\n\n\
        Examples:\n  wirewatch watch edit rocket\n  \
        wirewatch watch edit port 'port NEAR/8 (strike OR blockade)' --weight 25\n  \
        EDITOR='code --wait' wirewatch watch edit"
    )]
    Edit(WatchEdit),
    /// Make a watch of a list of keywords, one a line, or of newsboat's highlight and ignore rules
    #[command(after_help = "Examples:\n  wirewatch watch import keywords.txt --name clients\n  \
        wirewatch watch import ~/.newsboat/config --name newsboat --weight 30")]
    Import(WatchImport),
    /// Take a watch out of your watches.toml (a shipped one is switched off instead)
    #[command(after_help = "Example:\n  wirewatch watch remove port")]
    Remove {
        /// Name of the watch
        name: String,
    },
    /// Switch a watch on
    #[command(after_help = "Example:\n  wirewatch watch enable missile-test")]
    Enable {
        /// Name of the watch
        name: String,
    },
    /// Switch a watch off
    #[command(after_help = "Example:\n  wirewatch watch disable militia")]
    Disable {
        /// Name of the watch
        name: String,
    },
    /// Try a watch or a query on articles (JSON Lines) or a feed document
    #[command(
        after_help = "Exit status: 0 something was flagged, 1 nothing was, 2 the query or the input is wrong.\n\n\
        Examples:\n  wirewatch feed parse feed.xml | wirewatch watch test 'rocket(s) NEAR/8 base'\n  \
        wirewatch watch test rocket articles.jsonl --explain"
    )]
    Test(WatchTest),
    /// Try a watch or a query on the stored articles: alerts a day, and the newest
    #[command(
        after_help = "Exit status: 0 something was flagged, 1 nothing was, 2 the query is wrong, 3 the store\n\
        cannot be read.\n\n\
        Examples:\n  wirewatch watch backtest embassy --days 30\n  \
        wirewatch watch backtest 'drone(s) NEAR/8 airport(s)' --format json | jq .a_day"
    )]
    Backtest(WatchBacktest),
    /// Name weak places: masked terms, idle terms and masks, unused lists, whole-article NOT
    #[command(
        after_help = "Exit status: 0 with or without remarks, 2 when a watch or a list is wrong.\n\n\
        Example:\n  wirewatch watch lint"
    )]
    Lint {
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
        /// Remark on the shipped watches and lists, too
        #[arg(long)]
        shipped: bool,
    },
    /// List the operators of the watch language
    #[command(after_help = "Example:\n  wirewatch watch operators")]
    Operators,
}

/// What a watch says beside its query.
#[derive(Clone, Debug, Default, Args)]
pub struct WatchKeys {
    /// What it is for, in a sentence
    #[arg(long, value_name = "TEXT")]
    pub say: Option<String>,
    /// Terms that void the hits they overlap, as a query
    #[arg(long, value_name = "QUERY")]
    pub mask: Option<String>,
    /// Points it brings (0 to 99); a new watch without any brings 25
    #[arg(long, value_name = "POINTS", value_parser = crate::cli::values::between::<i32>(0..=99))]
    pub weight: Option<i32>,
    /// Colour of its highlights: a name or #rrggbb
    #[arg(long = "highlight", value_name = "COLOUR")]
    pub colour: Option<String>,
    /// The least severity of its alerts
    #[arg(long, value_name = "SEVERITY",
        value_parser = crate::cli::values::severity())]
    pub severity: Option<Severity>,
}

/// `wirewatch watch add`
#[derive(Clone, Debug, Args)]
pub struct WatchAdd {
    /// Name of the new watch
    pub name: String,
    /// What it looks for, in the watch language
    pub query: String,
    /// The rest of it.
    #[command(flatten)]
    pub keys: WatchKeys,
}

/// `wirewatch watch import`
#[derive(Clone, Debug, Args)]
pub struct WatchImport {
    /// The file; - is standard input
    pub file: PathBuf,
    /// Name of the new watch
    #[arg(long)]
    pub name: String,
    /// The rest of it.
    #[command(flatten)]
    pub keys: WatchKeys,
}

/// `wirewatch watch edit`
#[derive(Clone, Debug, Args)]
pub struct WatchEdit {
    /// Name of the watch
    #[arg(required = false)]
    pub name: Option<String>,
    /// What it shall look for from now on
    pub query: Option<String>,
    /// The rest of it.
    #[command(flatten)]
    pub keys: WatchKeys,
}

/// `wirewatch watch test`
#[derive(Clone, Debug, Args)]
pub struct WatchTest {
    /// Name of a watch, or a query
    pub query: String,
    /// File with article lines or a feed document; - or nothing: standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// For every article, flagged or not: which parts of the query it satisfies
    #[arg(long)]
    pub explain: bool,
    /// How to print; json: the lines of `match`
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}

/// `wirewatch watch backtest`
#[derive(Clone, Debug, Args)]
pub struct WatchBacktest {
    /// Name of a watch, or a query
    pub query: String,
    /// How many days back (1 to 366)
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = crate::cli::values::between::<u16>(1..=366))]
    pub days: u16,
    /// How to print; json: one object
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}
