//! Reads the lists of a vocabulary: entries parsed, nested lists taken in, cycles refused.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::expand::{check_count, count};
use super::nearest::nearest;
use super::problem::{Fault, Place, Problem, shown};
use super::syntax::Term;
use super::term::parse_entry;
use super::vocabulary::NamedList;

/// Deepest nesting of lists.
const DEEPEST: usize = 32;

/// All lists, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    names: Vec<String>,
    entries: Vec<Vec<Entry>>,
    by_name: HashMap<String, usize>,
}

#[derive(Clone, Debug)]
enum Entry {
    Term(Term),
    List { name: String, item: usize },
}

/// A term, unless it has too many spellings.
fn countable(term: Term) -> Result<Term, Fault> {
    check_count(&term).map(|()| term)
}

impl Lists {
    /// Reads all lists; problems of entries are gathered, what is readable is kept.
    pub(super) fn read(lists: &[NamedList], problems: &mut Vec<Problem>) -> Lists {
        let mut read = Lists::default();
        for list in lists {
            read.add(list, problems);
        }
        for (index, list) in lists.iter().enumerate() {
            read.check_nesting(index, list, problems);
        }
        read.check_depth(lists, problems);
        read
    }

    fn add(&mut self, list: &NamedList, problems: &mut Vec<Problem>) {
        let place = |item| Place::List { name: list.name.as_str().into(), item };
        let sound = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        if list.name.is_empty() || !list.name.chars().all(sound) {
            let fault =
                Fault::new(0..list.name.len(), "a list needs a name of letters, digits, _ and -");
            problems.push(fault.at(place(None), &list.name));
        }
        if self.by_name.insert(list.name.clone(), self.entries.len()).is_some() {
            let fault = Fault::new(0..list.name.len(), "two lists of this name");
            problems.push(fault.hint("rename one").at(place(None), &list.name));
        }
        if list.terms.is_empty() {
            let fault = Fault::new(0..list.name.len(), "the list is empty");
            problems.push(fault.hint("add a term or remove the list").at(place(None), &list.name));
        }
        let mut entries = Vec::new();
        for (item, text) in list.terms.iter().enumerate() {
            match text.trim().strip_prefix('@') {
                Some(name) => entries.push(Entry::List { name: name.to_owned(), item }),
                None => match parse_entry(text).and_then(countable) {
                    Ok(term) => entries.push(Entry::Term(term)),
                    Err(fault) => problems.push(fault.at(place(Some(item)), text)),
                },
            }
        }
        self.names.push(list.name.clone());
        self.entries.push(entries);
    }

    fn check_nesting(&self, index: usize, list: &NamedList, problems: &mut Vec<Problem>) {
        for entry in self.entries.get(index).into_iter().flatten() {
            let Entry::List { name, item } = entry else { continue };
            let text = list.terms.get(*item).map_or("", String::as_str);
            let fault = match self.find(name) {
                Err(fault) => fault,
                Ok(inner) => match self.path_back(inner, index) {
                    Some(path) => Fault::new(0..0, format!("the list contains itself: {path}"))
                        .hint("take one of these entries out"),
                    None => continue,
                },
            };
            let fault = Fault { span: 0..text.len(), ..fault };
            let place = Place::List { name: list.name.as_str().into(), item: Some(*item) };
            problems.push(fault.at(place, text));
        }
    }

    /// Refuses the lists that are the first to be nested too deep: their terms would be lost. A list
    /// that contains itself is told of elsewhere.
    fn check_depth(&self, lists: &[NamedList], problems: &mut Vec<Problem>) {
        let mut depths = vec![1; lists.len()];
        for _ in 0..=DEEPEST {
            let below = |list| {
                let depths = self.inner(list).filter_map(|inner| depths.get(inner).copied());
                depths.max().unwrap_or(0)
            };
            depths = (0..lists.len()).map(|list| below(list) + 1).collect();
        }
        for (index, list) in lists.iter().enumerate() {
            if depths.get(index) != Some(&(DEEPEST + 1)) {
                continue;
            }
            let is_deep = |name: &String| {
                self.by_name.get(name).and_then(|inner| depths.get(*inner)) == Some(&DEEPEST)
            };
            let deep =
                self.entries.get(index).into_iter().flatten().find_map(|entry| match entry {
                    Entry::List { name, item } if is_deep(name) => Some(*item),
                    _ => None,
                });
            let text = deep.and_then(|item| list.terms.get(item)).map_or("", String::as_str);
            let message = format!("lists nested deeper than {DEEPEST} levels");
            let fault = Fault::new(0..text.len(), message)
                .hint("write the terms of the inner lists here instead");
            let place = Place::List { name: list.name.as_str().into(), item: deep };
            problems.push(fault.at(place, text));
        }
    }

    /// How `from` leads back to `to`, if it does.
    fn path_back(&self, from: usize, to: usize) -> Option<String> {
        let mut seen = HashSet::new();
        let mut waiting = vec![(from, vec![to, from])];
        while let Some((list, path)) = waiting.pop() {
            if list == to {
                let names = path.iter().filter_map(|i| self.names.get(*i));
                return Some(
                    names.map(|n| format!("@{}", shown(n))).collect::<Vec<_>>().join(" → "),
                );
            }
            if !seen.insert(list) {
                continue;
            }
            for inner in self.inner(list) {
                waiting.push((inner, [path.as_slice(), &[inner]].concat()));
            }
        }
        None
    }

    fn inner(&self, list: usize) -> impl Iterator<Item = usize> {
        self.entries.get(list).into_iter().flatten().filter_map(|entry| match entry {
            Entry::List { name, .. } => self.by_name.get(name).copied(),
            Entry::Term(_) => None,
        })
    }

    /// The number of a list.
    pub(super) fn find(&self, name: &str) -> Result<usize, Fault> {
        self.by_name.get(name).copied().ok_or_else(|| {
            let mut names: Vec<&str> = self.names.iter().map(String::as_str).collect();
            names.sort_unstable();
            let fault = Fault::new(0..0, "no list of that name");
            match nearest(name, names) {
                Some(near) => fault.hint(format!("nearest: @{near}")),
                None => fault.hint("lists are named under [list]"),
            }
        })
    }

    /// All terms of a list, nested ones included, each once. Deeper nesting than allowed, which is a
    /// problem already, ends it.
    pub(super) fn terms(&self, list: usize) -> Vec<&Term> {
        let mut terms = Vec::new();
        let mut known: HashSet<&Term, RandomState> = HashSet::default();
        let mut seen = HashSet::new();
        self.gather(list, DEEPEST, &mut seen, &mut |term| {
            if known.insert(term) {
                terms.push(term);
            }
        });
        terms
    }

    /// How many spellings the terms of a list have together, those of lists that were `seen` aside.
    pub(super) fn spellings(&self, list: usize, seen: &mut HashSet<usize>) -> usize {
        let mut sum = 0_usize;
        self.gather(list, DEEPEST, seen, &mut |term| sum = sum.saturating_add(count(term)));
        sum
    }

    fn gather<'a>(
        &'a self,
        list: usize,
        depth: usize,
        seen: &mut HashSet<usize>,
        take: &mut dyn FnMut(&'a Term),
    ) {
        if depth == 0 || !seen.insert(list) {
            return;
        }
        for entry in self.entries.get(list).into_iter().flatten() {
            match entry {
                Entry::Term(term) => take(term),
                Entry::List { name, .. } => {
                    if let Some(inner) = self.by_name.get(name) {
                        self.gather(*inner, depth - 1, seen, take);
                    }
                }
            }
        }
    }

    /// The names of all lists that a list takes in, itself included.
    pub(super) fn reach(&self, list: usize) -> Vec<usize> {
        let mut reached = vec![list];
        let mut at = 0;
        while let Some(next) = reached.get(at).copied() {
            at += 1;
            for inner in self.inner(next) {
                if !reached.contains(&inner) {
                    reached.push(inner);
                }
            }
        }
        reached
    }

    pub(super) fn name(&self, list: usize) -> &str {
        self.names.get(list).map_or("", String::as_str)
    }
}
