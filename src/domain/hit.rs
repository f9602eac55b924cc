//! Hits and matches: which term of which watch stands where, and what a mask voided.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Part of an article that a hit lies in. The first three are text, the others metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The headline.
    Title,
    /// The standfirst or description.
    Summary,
    /// The full text.
    Body,
    /// The publisher's name.
    Outlet,
    /// The feed's title.
    Feed,
    /// One of the article's categories or its feed's tags.
    Tag,
    /// The declared language.
    Lang,
    /// A place named in the article.
    Place,
    /// A country named in the article.
    Country,
}

impl Field {
    /// The word used in the watch language and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Summary => "summary",
            Field::Body => "body",
            Field::Outlet => "outlet",
            Field::Feed => "feed",
            Field::Tag => "tag",
            Field::Lang => "lang",
            Field::Place => "place",
            Field::Country => "country",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One term at one span of one field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hit {
    /// The term as the watch wrote it.
    pub term: String,
    /// The field it lies in.
    pub field: Field,
    /// First byte of the span in that field of the article.
    pub start: usize,
    /// First byte behind the span; both ends are character borders.
    pub end: usize,
    /// The published text of the span.
    pub text: String,
    /// Number of the first word of the span in its field, counted from 0 (for distances).
    #[serde(skip)]
    pub first_word: u32,
    /// Number of the last word of the span.
    #[serde(skip)]
    pub last_word: u32,
}

/// A hit that a mask overlaps: it does not count, and the reader is told why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voided {
    /// The hit that does not count.
    #[serde(flatten)]
    pub hit: Hit,
    /// The part of the mask that overlaps it, as a query.
    pub mask: String,
    /// The published texts of that part's hits around it.
    #[serde(default)]
    pub by: Vec<String>,
}

/// An article's satisfaction of one watch, with its evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    /// Name of the watch.
    pub watch: String,
    /// Every hit that counts, in order of field and place.
    pub hits: Vec<Hit>,
    /// Hits of this watch that a mask voided.
    #[serde(default)]
    pub voided: Vec<Voided>,
    /// Hits of both kinds that are only counted, because there are too many to list.
    #[serde(default, skip_serializing_if = "is_none")]
    pub more: usize,
}

/// Keeps the counter out of lines that need none.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands over a reference
fn is_none(count: &usize) -> bool {
    *count == 0
}

/// A hit with the watch it belongs to, as the alert line lists them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WatchHit {
    /// Name of the watch.
    pub watch: String,
    /// The hit.
    #[serde(flatten)]
    pub hit: Hit,
}
