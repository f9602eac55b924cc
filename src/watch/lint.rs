//! Advice on a vocabulary that compiles: what is allowed and yet probably not meant.
//!
//! Every piece of advice is a `Problem` with its place; nothing here stops a watch from working.
//! Whose text it is, the user's or the shipped file's, `config` knows.

mod idle;
mod masks;
mod queries;
mod terms;

use std::collections::HashSet;

use idle::{Candidate, Cover, idle};

use super::lists::Lists;
use super::problem::{Fault, Place, Problem};
use super::query::{named_lists, parse};
use super::syntax::Node;
use super::term::parse_entry;
use super::vocabulary::{NamedList, Vocabulary, WatchSpec};

/// A piece of advice. Where two texts meet in it, it is told from both: either can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// From the text that is advised to change.
    pub here: Problem,
    /// From the other one.
    pub there: Option<Problem>,
}

impl From<Problem> for Remark {
    fn from(here: Problem) -> Remark {
        Remark { here, there: None }
    }
}

/// Advice on all lists and watches, in their order.
#[must_use]
pub fn lint(vocabulary: &Vocabulary) -> Vec<Remark> {
    let lists = Lists::read(&vocabulary.lists, &mut Vec::new());
    let watches: Vec<Read> = vocabulary.watches.iter().filter_map(Read::new).collect();
    let queried = reached(watches.iter().map(|watch| &watch.query), &lists);
    let masked = reached(watches.iter().filter_map(|watch| watch.mask.as_ref()), &lists);
    let mut remarks = Vec::new();
    for list in &vocabulary.lists {
        let Ok(number) = lists.find(&list.name) else { continue };
        if !queried.contains(&number) && !masked.contains(&number) {
            let fault = Fault::new(0..list.name.len(), "no watch uses this list");
            let fault = fault.hint(format!("remove it, or name it in a query: @{}", list.name));
            remarks.push(fault.at(place(list, None), &list.name).into());
        }
        // What a mask voids depends on how far each of its terms reaches.
        let cover = if masked.contains(&number) { Cover::Twins } else { Cover::All };
        remarks.extend(lint_list(list, &lists, cover));
    }
    remarks.extend(masks::idle_entries(&vocabulary.lists, &watches, &lists));
    for watch in &watches {
        remarks.extend(queries::lint_watch(watch, &lists));
        remarks.extend(masks::lint_mask(watch, &lists));
    }
    remarks
}

/// A watch with its query and mask read.
struct Read<'a> {
    spec: &'a WatchSpec,
    query: Node,
    mask: Option<Node>,
}

impl<'a> Read<'a> {
    fn new(spec: &'a WatchSpec) -> Option<Read<'a>> {
        let mask = spec.mask.as_deref().and_then(|mask| parse(mask).ok());
        Some(Read { spec, query: parse(&spec.query).ok()?, mask })
    }

    /// A fault in the query.
    fn in_query(&self, fault: Fault) -> Problem {
        let place = Place::Watch { name: self.spec.name.as_str().into(), key: "match" };
        fault.at(place, &self.spec.query)
    }

    /// A fault in the mask.
    fn in_mask(&self, fault: Fault) -> Problem {
        let place = Place::Watch { name: self.spec.name.as_str().into(), key: "mask" };
        fault.at(place, self.spec.mask.as_deref().unwrap_or_default())
    }
}

/// The lists that queries name, with those that these take in.
fn reached<'a>(queries: impl Iterator<Item = &'a Node>, lists: &Lists) -> HashSet<usize> {
    let mut names = Vec::new();
    queries.for_each(|query| named_lists(query, &mut names));
    let numbers = names.iter().filter_map(|name| lists.find(name).ok());
    numbers.flat_map(|number| lists.reach(number)).collect()
}

fn place(list: &NamedList, item: Option<usize>) -> Place {
    Place::List { name: list.name.as_str().into(), item }
}

/// A fault that is about a whole entry.
fn in_entry(list: &NamedList, item: usize, fault: Fault) -> Problem {
    let text = list.terms.get(item).map_or("", String::as_str);
    Fault { span: 0..text.len(), ..fault }.at(place(list, Some(item)), text)
}

fn lint_list(list: &NamedList, lists: &Lists, cover: Cover) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut candidates = Vec::new();
    for (item, text) in list.terms.iter().enumerate() {
        if let Some(name) = text.trim().strip_prefix('@') {
            let terms = lists.find(name).map(|number| lists.terms(number)).unwrap_or_default();
            let taken = terms.into_iter().map(|term| Candidate::taken(term, name));
            candidates.extend(taken);
        } else if let Ok(term) = parse_entry(text) {
            let faults = terms::lint_term(&term);
            remarks.extend(faults.into_iter().map(|fault| in_entry(list, item, fault).into()));
            candidates.push(Candidate::own(item, term));
        }
    }
    for found in idle(&candidates, cover) {
        let here = in_entry(list, found.item, Fault::new(0..0, found.message).hint(found.hint));
        let there = found.twin.map(|(item, message)| {
            in_entry(list, item, Fault::new(0..0, message).hint("remove one of the two"))
        });
        remarks.push(Remark { here, there });
    }
    remarks
}
