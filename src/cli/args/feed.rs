//! Arguments of `wirewatch feed`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::ListFormat;
use crate::domain::{Access, OutletClass, Secret};

/// `wirewatch feed …`
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:\n  wirewatch feed list\n  wirewatch feed add example.org\n  \
    wirewatch feed check all             every feed once, with all that is to say of it")]
pub enum FeedCommand {
    /// List the feeds and how they fare
    #[command(after_help = "Examples:\n  wirewatch feed list\n  \
        wirewatch feed list --format json")]
    List {
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
    },
    /// Add a feed to your feeds.toml; of a web page, the feed that it names
    #[command(after_help = "Examples:\n  \
        wirewatch feed add https://example.org/rss.xml --outlet Example --tag port\n  \
        wirewatch feed add example.org --pick 2\n  \
        wirewatch feed add https://paid.example/rss --user desk --password-file paid.txt")]
    Add(Box<FeedAdd>),
    /// Poll feeds once and say all there is to say of it; stores nothing
    #[command(after_help = "Examples:\n  wirewatch feed check https://example.org/rss.xml\n  \
        wirewatch feed check all")]
    Check(FeedCheck),
    /// Take a feed out of your feeds.toml (a shipped one is switched off instead)
    #[command(after_help = "Example:\n  wirewatch feed remove https://example.org/rss.xml")]
    Remove {
        /// Its address, or its host or outlet where that is one feed alone
        #[arg(value_name = "FEED")]
        url: String,
    },
    /// Poll a feed again
    #[command(after_help = "Example:\n  wirewatch feed enable https://example.org/rss.xml")]
    Enable {
        /// Its address, or its host or outlet where that is one feed alone
        #[arg(value_name = "FEED")]
        url: String,
    },
    /// Do not poll a feed
    #[command(after_help = "Example:\n  wirewatch feed disable https://example.org/rss.xml")]
    Disable {
        /// Its address, or its host or outlet where that is one feed alone
        #[arg(value_name = "FEED")]
        url: String,
    },
    /// Add the feeds of an OPML file or a newsboat urls file
    #[command(after_help = "Examples:\n  wirewatch feed import subscriptions.opml\n  \
        wirewatch feed import ~/.newsboat/urls")]
    Import {
        /// The file; - is standard input
        file: PathBuf,
        /// The list is your own: take where it says credentials are kept, and what private addresses it allows
        #[arg(long)]
        own: bool,
    },
    /// Print the feeds as OPML, those that are switched off too
    #[command(after_help = "Examples:\n  wirewatch feed export > feeds.opml\n  \
        wirewatch feed import --own feeds.opml")]
    Export,
    /// Print the articles of a feed document as article lines
    #[command(after_help = "Example:\n  wirewatch feed parse feed.xml | wirewatch match")]
    Parse {
        /// A file, - for standard input, or an address
        #[arg(value_hint = clap::ValueHint::AnyPath)]
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
    /// Its address, http or https, or that of a page which names it
    pub url: String,
    /// Add it unseen, without asking its server
    #[arg(long)]
    pub no_check: bool,
    /// Which one, where a page names several feeds
    #[arg(long, value_name = "N", conflicts_with = "no_check")]
    pub pick: Option<usize>,
    /// Title for people; by default the feed's own
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub title: String,
    /// The publisher
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub outlet: String,
    /// What kind of outlet it is
    #[arg(long, value_name = "CLASS", default_value = "national",
        value_parser = crate::cli::values::class())]
    pub class: OutletClass,
    /// Language tag, such as en or ar; by default the feed's own
    #[arg(long, value_name = "TAG", default_value = "",
        value_parser = crate::cli::values::language)]
    pub language: String,
    /// A label (may be repeated)
    #[arg(long = "tag", value_name = "TEXT", value_parser = crate::cli::values::label)]
    pub tags: Vec<String>,
    /// Poll at this interval, such as 5m, instead of adapting
    #[arg(long, value_name = "SPAN", value_parser = crate::cli::values::interval)]
    pub interval: Option<u32>,
    /// Allow an address on this machine or in a private network
    #[arg(long)]
    pub allow_private: bool,
    /// The credentials that its server wants
    #[command(flatten)]
    pub access: FeedAccess,
}

/// Where the credentials of a feed are kept; themselves they are no argument, which others see.
#[derive(Clone, Debug, Default, Args)]
pub struct FeedAccess {
    /// User name, with --password-file or --password-env
    #[arg(long, value_name = "NAME", requires = "password")]
    pub user: Option<String>,
    /// File whose first line is the password; beside feeds.toml, or a full path
    #[arg(long, value_name = "FILE", requires = "user", group = "password")]
    pub password_file: Option<PathBuf>,
    /// Environment variable that holds the password
    #[arg(long, value_name = "NAME", requires = "user", group = "password")]
    pub password_env: Option<String>,
    /// File whose first line is a whole header, such as "Authorization: Bearer …"
    #[arg(long, value_name = "FILE", conflicts_with_all = ["user", "header_env"])]
    pub header_file: Option<PathBuf>,
    /// Environment variable that holds a whole header
    #[arg(long, value_name = "NAME", conflicts_with = "user")]
    pub header_env: Option<String>,
}

impl FeedAccess {
    /// As the rest of the house knows it.
    pub fn access(&self) -> Option<Box<Access>> {
        let file = |path: &PathBuf| Secret::File(path.clone());
        let variable = |name: &String| Secret::Environment(name.clone());
        let password = self.password_file.as_ref().map(file);
        let password = password.or(self.password_env.as_ref().map(variable));
        let header = self.header_file.as_ref().map(file);
        let header = header.or(self.header_env.as_ref().map(variable));
        let basic = self.user.clone().zip(password);
        basic
            .map(|(user, password)| Access::Basic { user, password })
            .or(header.map(Access::Header))
            .map(Box::new)
    }
}

/// `wirewatch feed check`
#[derive(Clone, Debug, Args)]
pub struct FeedCheck {
    /// Addresses, configured or not; hosts or outlets of configured feeds; all: every one of these
    #[arg(required = true, value_name = "FEED")]
    pub urls: Vec<String>,
    /// Allow an address on this machine or in a private network
    #[arg(long)]
    pub allow_private: bool,
}
