//! Arguments of `wirewatch story`.

use clap::{Args, Subcommand};

use super::{LineFormat, ListFormat};
use crate::domain::StoryId;

/// `wirewatch story …`
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:\n  wirewatch story list --flagged\n  \
    wirewatch story split 651a198c003a6de6 4711        article 4711 tells of another event\n  \
    wirewatch story merge 651a198c003a6de6 1143afa0ebe26714")]
pub enum StoryCommand {
    /// List stories, the newest first
    #[command(after_help = "Example:\n  wirewatch story list --flagged --since 3d")]
    List(StoryList),
    /// Show one story: who said what when, with versions and origins
    #[command(after_help = "Example:\n  wirewatch story show 651a198c003a6de6")]
    Show {
        /// Name of the story
        #[arg(value_parser = crate::cli::values::story)]
        story: StoryId,
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: LineFormat,
    },
    /// Take articles out of a story into one of their own; the choice holds
    #[command(after_help = "Example:\n  wirewatch story split 651a198c003a6de6 4711")]
    Split {
        /// Name of the story
        #[arg(value_parser = crate::cli::values::story)]
        story: StoryId,
        /// Numbers of the articles, as `story show` lists them
        #[arg(required = true, value_parser = crate::cli::values::article)]
        articles: Vec<i64>,
    },
    /// Join stories into the first of them; the choice holds
    #[command(after_help = "Example:\n  wirewatch story merge 651a198c003a6de6 1143afa0ebe26714")]
    Merge {
        /// Name of the story that stays
        #[arg(value_parser = crate::cli::values::story)]
        into: StoryId,
        /// Names of the stories that go into it
        #[arg(required = true, value_parser = crate::cli::values::story)]
        stories: Vec<StoryId>,
    },
    /// Make the stories of a time anew, free of the order in which articles came
    #[command(after_help = "Example:\n  wirewatch story rebuild --since 7d --dry-run")]
    Rebuild {
        /// How far back, such as 72h or 7d
        #[arg(long, value_name = "SPAN", default_value = "72h", value_parser = crate::cli::values::some_since)]
        since: u32,
        /// Only tell what would change
        #[arg(long)]
        dry_run: bool,
    },
}

/// `wirewatch story list`
#[derive(Clone, Debug, Args)]
pub struct StoryList {
    /// How to print; json: one story a line
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// Only stories with news since: a span such as 12h or 3d, or all
    #[arg(long, value_name = "SPAN", default_value = "24h", value_parser = crate::cli::values::since)]
    pub since: u32,
    /// Only stories that a watch flags
    #[arg(long)]
    pub flagged: bool,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = crate::cli::values::rows)]
    pub limit: usize,
}
