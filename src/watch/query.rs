//! Queries as people type them: checked, and in their normal form.

use super::compile::{Builder, read};
use super::lists::Lists;
use super::problem::{Place, Problem};
use super::syntax::{Kind, Node};
use super::vocabulary::{NamedList, WatchSpec};

/// A query that is in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Its normal form.
    pub normal: String,
    /// The lists it names, in order of appearance.
    pub lists: Vec<String>,
}

/// The normal form of a query: parsing it again gives the same query.
///
/// # Errors
/// The first problem of the query. Whether lists exist is not looked at.
pub fn normal_form(query: &str) -> Result<String, Problem> {
    Ok(parse(query)?.to_string())
}

/// The syntax tree of a query.
///
/// # Errors
/// The first problem of the query.
pub fn parse(query: &str) -> Result<Node, Problem> {
    read(query, Place::Query)
}

/// Checks a query against lists: grammar, names of lists, operands, limits.
///
/// # Errors
/// The first problem of the query.
pub fn check_query(query: &str, lists: &[NamedList]) -> Result<Checked, Problem> {
    let node = parse(query)?;
    let lists = Lists::read(lists, &mut Vec::new());
    let spec = WatchSpec { query: query.into(), ..WatchSpec::default() };
    Builder::new(&lists).watch(&spec).map_err(|problems| {
        let first = problems.into_iter().next().unwrap_or_default();
        Problem { place: Place::Query, ..first }
    })?;
    let mut names = Vec::new();
    named_lists(&node, &mut names);
    Ok(Checked { normal: node.to_string(), lists: names })
}

/// The names of the lists in a query, each once, in order of appearance.
pub(super) fn named_lists(node: &Node, names: &mut Vec<String>) {
    match &node.kind {
        Kind::Term(_) => {}
        Kind::List(name) if names.contains(name) => {}
        Kind::List(name) => names.push(name.clone()),
        Kind::Field(_, inner) | Kind::Not(inner) => named_lists(inner, names),
        Kind::Of(_, parts) | Kind::Join(_, _, parts) => {
            parts.iter().for_each(|part| named_lists(part, names));
        }
    }
}
