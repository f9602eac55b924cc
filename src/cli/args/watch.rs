//! Arguments of `wirewatch watch`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::ListFormat;

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
