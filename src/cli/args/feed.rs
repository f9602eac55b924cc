//! Arguments of `wirewatch feed`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::ListFormat;
use crate::domain::OutletClass;

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
    #[arg(long, value_name = "SPAN", value_parser = crate::cli::values::seconds)]
    pub interval: Option<u32>,
    /// Allow an address on this machine or in a private network
    #[arg(long)]
    pub allow_private: bool,
}
