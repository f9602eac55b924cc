//! An article: one normalised entry of a feed, in the shape that scripts read and write.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A news article as the wire gave it, cleaned of markup and of characters that could harm a
/// terminal. Serialises as the article line of `wirewatch feed parse` and `wirewatch match`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// Headline, plain text, at most 1,000 characters.
    pub title: String,
    /// Standfirst or description, plain text.
    pub summary: String,
    /// Full text where the feed carries one, plain text; paragraphs are separated by `\n`.
    pub body: String,
    /// Absolute http(s) link to the article, or empty.
    pub url: String,
    /// The publisher's own id (guid, atom:id), or empty.
    pub id: String,
    /// The publisher behind the feed.
    pub outlet: String,
    /// Title (or address) of the feed the article came from.
    pub feed: String,
    /// By-line, or empty.
    pub author: String,
    /// BCP 47 language tag as declared by the feed or its configuration, or empty.
    pub language: String,
    /// When the publisher says it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// When the publisher says it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// Categories or tags of the entry, plain text.
    pub categories: Vec<String>,
}
