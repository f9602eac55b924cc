//! What a watch amounts to: its normal form, the lists it takes in, all its literals.

use super::lists::Lists;
use super::matcher::Matcher;
use super::problem::Problem;
use super::query::{named_lists, parse};
use super::syntax::{Kind, Node};
use super::vocabulary::{Vocabulary, WatchSpec};

/// A watch laid open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its query in normal form.
    pub query: String,
    /// The parts that its outermost operator joins, in normal form; one where nothing is joined.
    pub parts: Vec<String>,
    /// That operator, or empty.
    pub joined_by: String,
    /// Its mask in normal form.
    pub mask: Option<String>,
    /// The lists that query and mask take in, nested ones included.
    pub lists: Vec<ShownList>,
    /// What is looked for in folded text, in alphabetical order; `*` marks any ending.
    pub literals: Vec<String>,
}

/// One list of a watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownList {
    /// Its name.
    pub name: String,
    /// Its terms, those of nested lists included.
    pub terms: usize,
}

/// Lays a watch open.
///
/// # Errors
/// The problems of the watch and of the lists.
pub fn show(vocabulary: &Vocabulary, watch: &WatchSpec) -> Result<Shown, Vec<Problem>> {
    let matcher = Matcher::for_watch(vocabulary, watch)?;
    let lists = Lists::read(&vocabulary.lists, &mut Vec::new());
    let query = parse(&watch.query).map_err(|problem| vec![problem])?;
    let mask = watch.mask.as_deref().and_then(|mask| parse(mask).ok());
    let mut names = Vec::new();
    named_lists(&query, &mut names);
    if let Some(mask) = &mask {
        named_lists(mask, &mut names);
    }
    let mut numbers: Vec<usize> = Vec::new();
    for number in names.iter().filter_map(|name| lists.find(name).ok()) {
        numbers.extend(lists.reach(number));
    }
    let mut seen = std::collections::HashSet::new();
    numbers.retain(|number| seen.insert(*number));
    let mut literals: Vec<String> = matcher.literal_texts().map(readable).collect();
    literals.sort_unstable();
    let (joined_by, parts) = parts(&query);
    Ok(Shown {
        query: query.to_string(),
        parts,
        joined_by,
        mask: mask.map(|mask| mask.to_string()),
        lists: numbers.iter().map(|number| list(&lists, *number)).collect(),
        literals,
    })
}

/// The outermost operator of a query with the parts that it joins.
fn parts(query: &Node) -> (String, Vec<String>) {
    let Kind::Join(operator, distance, parts) = &query.kind else {
        return (String::new(), vec![query.to_string()]);
    };
    // As the printer has it: what binds more loosely stands in brackets.
    let part = |node: &Node| match &node.kind {
        Kind::Join(inner, ..) if inner.binds < operator.binds => format!("({node})"),
        _ => node.to_string(),
    };
    (operator.written(*distance), parts.iter().map(part).collect())
}

fn list(lists: &Lists, number: usize) -> ShownList {
    ShownList { name: lists.name(number).to_owned(), terms: lists.terms(number).len() }
}

/// A literal without its border spaces, `*` where it ends inside a word.
fn readable(literal: &str) -> String {
    let open = !literal.ends_with(' ') && literal.starts_with(' ');
    format!("{}{}", literal.trim(), if open { "*" } else { "" })
}
