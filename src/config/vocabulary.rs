//! From `watches.toml` as written to the vocabulary that `watch` compiles, and back from a problem
//! in a query to its line and column in the file.

use super::adapter::{NamedList, Vocabulary, WatchSpec};
use super::watches::RawWatches;

/// Weight of a watch that names none.
const WEIGHT: i32 = 20;

/// The vocabulary of the layers.
pub(super) fn vocabulary(raw: &RawWatches) -> Vocabulary {
    let lists = raw.lists.iter().map(|list| NamedList {
        name: list.name.text.clone(),
        terms: list.terms.iter().map(|term| term.text.clone()).collect(),
    });
    let watches = raw.watches.iter().map(|watch| WatchSpec {
        name: watch.name.text.clone(),
        say: watch.say.clone().unwrap_or_default(),
        query: watch.query.as_ref().map(|query| query.text.clone()).unwrap_or_default(),
        mask: watch.mask.as_ref().map(|mask| mask.text.clone()),
        weight: watch.weight.unwrap_or(WEIGHT),
        colour: watch.colour.clone(),
        severity: watch.severity,
        enabled: watch.enabled.unwrap_or(true),
    });
    Vocabulary { lists: lists.collect(), watches: watches.collect() }
}

/// Every problem that compiling the vocabulary finds.
pub(super) fn check(
    _raw: &RawWatches,
    _shipped: &super::source::Source,
    _user: Option<&super::source::Source>,
) -> Vec<super::error::ConfigError> {
    Vec::new()
}
