//! An article: one normalised entry of a feed, in the shape that scripts read and write.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

/// A news article as the wire gave it, cleaned of markup and of characters that could harm a
/// terminal. Serialises as the article line of `wirewatch feed parse` and `wirewatch match`, in which
/// every member but the title may be missing or `null`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Article {
    /// Headline, plain text, at most 1,000 characters.
    pub title: String,
    /// Standfirst or description, plain text.
    #[serde(default, deserialize_with = "or_default")]
    pub summary: String,
    /// Full text where the feed carries one, plain text; paragraphs are separated by `\n`.
    #[serde(default, deserialize_with = "or_default")]
    pub body: String,
    /// Absolute http(s) link to the article, or empty.
    #[serde(default, deserialize_with = "or_default")]
    pub url: String,
    /// The publisher's own id (guid, atom:id), or empty.
    #[serde(default, deserialize_with = "or_default")]
    pub id: String,
    /// The publisher behind the feed.
    #[serde(default, deserialize_with = "or_default")]
    pub outlet: String,
    /// Title (or address) of the feed the article came from.
    #[serde(default, deserialize_with = "or_default")]
    pub feed: String,
    /// By-line, or empty.
    #[serde(default, deserialize_with = "or_default")]
    pub author: String,
    /// BCP 47 language tag as declared by the feed or its configuration, or empty.
    #[serde(default, deserialize_with = "or_default")]
    pub language: String,
    /// When the publisher says it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// When the publisher says it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// Categories or tags of the entry, plain text.
    #[serde(default, deserialize_with = "or_default")]
    pub categories: Vec<String>,
}

impl Article {
    /// What it says behind its headline: the summary, else the body.
    #[must_use]
    pub fn text(&self) -> &str {
        if self.summary.is_empty() { &self.body } else { &self.summary }
    }
}

/// Reads a member that may be `null` as if it were missing.
/// The full text of an article, as its own page has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullText {
    /// When it was fetched.
    pub fetched: Timestamp,
    /// Where it was found, after redirects.
    pub url: String,
    /// The text, its paragraphs on lines of their own.
    pub text: String,
}

fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(from)?.unwrap_or_default())
}
