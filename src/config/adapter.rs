//! Stands in for `watch`'s own types until that folder is merged.

use crate::domain::Severity;

/// The lists and watches of `watches.toml`.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Named sets of terms.
    pub lists: Vec<NamedList>,
    /// The watches.
    pub watches: Vec<WatchSpec>,
}

/// A named set of terms.
#[derive(Clone, Debug)]
pub struct NamedList {
    /// Its name.
    pub name: String,
    /// Its terms.
    pub terms: Vec<String>,
}

/// A watch as configured.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // DESIGN §4.5
pub struct WatchSpec {
    pub name: String,
    pub say: String,
    pub query: String,
    pub mask: Option<String>,
    pub weight: i32,
    pub colour: Option<String>,
    pub severity: Option<Severity>,
    pub enabled: bool,
}
