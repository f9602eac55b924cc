//! From `watches.toml` as written to the vocabulary that `watch` compiles, and back from a problem
//! in a query to its line and column in the file.

use std::ops::Range;

use super::error::ConfigError;
use super::source::Source;
use super::strings::raw_offset;
use super::suggest::nearest;
use super::watches::{Layer, Placed, RawWatches};
use crate::watch::{Matcher, NamedList, Place, Problem, Vocabulary, WatchSpec};

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

/// The texts that the layers were read from.
pub(super) struct Sources<'a> {
    pub shipped: &'a Source,
    pub user: Option<&'a Source>,
}

/// Compiles the layers together.
///
/// # Errors
/// Every problem that they have: watches without a query, and what compiling finds.
pub(super) fn check(
    raw: &RawWatches,
    vocabulary: &Vocabulary,
    sources: &Sources,
) -> Result<Matcher, Vec<ConfigError>> {
    let mut problems: Vec<ConfigError> = Vec::new();
    for watch in raw.watches.iter().filter(|watch| watch.query.is_none()) {
        let message = format!("the watch \"{}\" has no match", watch.name.text);
        let mut problem = sources.of(watch.name.layer).problem(watch.name.span.clone(), message);
        let whole = raw.watches.iter().filter(|whole| whole.query.is_some());
        let near = nearest(&watch.name.text, whole.map(|whole| whole.name.text.as_str()));
        problem.hint = Some(near.map_or_else(
            || "write match = 'rocket(s) NEAR/8 embass(y|ies)'".to_owned(),
            |near| format!("did you mean \"{near}\"? A watch of your own needs match = '…'"),
        ));
        problems.push(problem);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let place = |found: Vec<Problem>| found.iter().map(|p| sources.place(raw, p)).collect();
    Matcher::compile(vocabulary).map_err(place)
}

impl Sources<'_> {
    fn of(&self, layer: Layer) -> &Source {
        match layer {
            Layer::Shipped => self.shipped,
            Layer::User => self.user.unwrap_or(self.shipped),
        }
    }

    /// Whose text a problem lies in.
    pub fn layer(&self, raw: &RawWatches, problem: &Problem) -> Layer {
        match whereabouts(raw, &problem.place) {
            Whereabouts::Text(placed) | Whereabouts::Name(placed) => placed.layer,
            Whereabouts::File if self.user.is_some() => Layer::User,
            Whereabouts::File => Layer::Shipped,
        }
    }

    /// The problem at its place in the file.
    pub fn place(&self, raw: &RawWatches, problem: &Problem) -> ConfigError {
        let mut error = match whereabouts(raw, &problem.place) {
            Whereabouts::Text(text) => {
                let source = self.of(text.layer);
                source.problem(in_file(source, text, &problem.span), &problem.message)
            }
            Whereabouts::Name(name) => {
                self.of(name.layer).problem(name.span.clone(), &problem.message)
            }
            Whereabouts::File => {
                let layer = if self.user.is_some() { Layer::User } else { Layer::Shipped };
                ConfigError::whole(&self.of(layer).file, &problem.message)
            }
        };
        error.hint = (!problem.hint.is_empty()).then(|| problem.hint.clone());
        error
    }
}

enum Whereabouts<'a> {
    /// In this string, at the problem's span.
    Text(&'a Placed),
    /// At this name.
    Name(&'a Placed),
    /// In the file as a whole.
    File,
}

/// Where the text that a problem speaks of is written.
fn whereabouts<'a>(raw: &'a RawWatches, place: &Place) -> Whereabouts<'a> {
    match place {
        Place::Watch { name, key } => {
            let Some(watch) = raw.watches.iter().find(|watch| *watch.name.text == **name) else {
                return Whereabouts::File;
            };
            let text = match *key {
                "match" => watch.query.as_ref(),
                "mask" => watch.mask.as_ref(),
                _ => None,
            };
            text.map_or(Whereabouts::Name(&watch.name), Whereabouts::Text)
        }
        Place::List { name, item } => {
            let Some(list) = raw.lists.iter().find(|list| *list.name.text == **name) else {
                return Whereabouts::File;
            };
            let term = item.and_then(|at| list.terms.get(at));
            term.map_or(Whereabouts::Name(&list.name), Whereabouts::Text)
        }
        Place::Query | Place::Vocabulary => Whereabouts::File,
    }
}

/// A span of a string's value as a span of the file.
fn in_file(source: &Source, text: &Placed, span: &Range<usize>) -> Range<usize> {
    let literal = source.text.get(text.span.clone()).unwrap_or_default();
    let at = |offset: usize| text.span.start + raw_offset(literal, offset);
    at(span.start)..at(span.end)
}
