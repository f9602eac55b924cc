//! What a matcher is compiled from: named lists of terms, and watches that query them.
//!
//! Plain data as the user wrote it; reading it from files is `config`'s work.

use crate::domain::Severity;

/// All lists and watches of one configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Lists, in any order.
    pub lists: Vec<NamedList>,
    /// Watches, in the order in which they are shown.
    pub watches: Vec<WatchSpec>,
}

/// A named set of terms; an entry `@other` takes in another list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedList {
    /// Name, without the `@`.
    pub name: String,
    /// Terms, without quotation marks around phrases.
    pub terms: Vec<String>,
}

/// A watch as configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchSpec {
    /// Its name.
    pub name: String,
    /// What it means, in words.
    pub say: String,
    /// The query (`match` in the file).
    pub query: String,
    /// A query whose hits void the hits they overlap.
    pub mask: Option<String>,
    /// Points of its matches.
    pub weight: i32,
    /// Colour of its highlights.
    pub colour: Option<String>,
    /// Least severity of its alerts.
    pub severity: Option<Severity>,
    /// A disabled watch is checked, but finds nothing.
    pub enabled: bool,
}

impl Default for WatchSpec {
    fn default() -> Self {
        WatchSpec {
            name: String::new(),
            say: String::new(),
            query: String::new(),
            mask: None,
            weight: 20,
            colour: None,
            severity: None,
            enabled: true,
        }
    }
}
