//! Advice on masks: what they void wherever it stands, and what they can never void.

use std::collections::HashSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::terms::{is_plain, lint_term, literals};
use super::{Read, Remark, in_entry};
use crate::text::fold::is_dense;
use crate::watch::lists::Lists;
use crate::watch::operators::Needs;
use crate::watch::problem::Fault;
use crate::watch::query::named_lists;
use crate::watch::syntax::{Kind, Node, Term};
use crate::watch::term::parse_entry;
use crate::watch::vocabulary::NamedList;

/// A term with the span that names it, and the list that brings it along.
type Named = (Term, Range<usize>, Option<String>);

/// Advice on the mask of one watch.
pub(super) fn lint_mask(watch: &Read, lists: &Lists) -> Vec<Remark> {
    let Some(mask) = &watch.mask else { return Vec::new() };
    let mut remarks = shadowed(watch, mask, lists);
    let words = Words::of(&watch.query, lists);
    let mut terms = Vec::new();
    direct_terms(mask, &mut terms);
    for (term, span) in terms {
        let faults = lint_term(term).into_iter();
        remarks.extend(
            faults.map(|fault| watch.in_mask(Fault { span: span.clone(), ..fault }).into()),
        );
    }
    let mut voiding_terms = Vec::new();
    voiding(mask, lists, &mut voiding_terms);
    for (term, span, list) in voiding_terms {
        if list.is_none() && !words.meet(&term) {
            let fault = Fault::new(span, "voids nothing: no term of the query has a word of it");
            remarks.push(watch.in_mask(fault.hint("remove it, or name what it shall void")).into());
        }
    }
    remarks
}

/// Entries of lists of masks that can void nothing in any watch whose mask names their list.
pub(super) fn idle_entries(all: &[NamedList], watches: &[Read], lists: &Lists) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for list in all {
        let Ok(number) = lists.find(&list.name) else { continue };
        let names_it = |watch: &&Read| {
            let mut names = Vec::new();
            if let Some(mask) = &watch.mask {
                named_lists(mask, &mut names);
            }
            let numbers = names.iter().filter_map(|name| lists.find(name).ok());
            numbers.flat_map(|found| lists.reach(found)).any(|found| found == number)
        };
        let is_queried = super::reached(watches.iter().map(|watch| &watch.query), lists);
        let users: Vec<&Read> = watches.iter().filter(names_it).collect();
        let conditional = users.iter().any(|watch| {
            let mut alone = Vec::new();
            watch.mask.iter().for_each(|mask| voiding(mask, lists, &mut alone));
            !alone.iter().any(|(_, _, by)| by.as_ref().is_some_and(|by| reaches(lists, by, number)))
        });
        if users.is_empty() || conditional || is_queried.contains(&number) {
            continue;
        }
        let words: Vec<Words> = users.iter().map(|watch| Words::of(&watch.query, lists)).collect();
        for (item, text) in list.terms.iter().enumerate().filter(|(_, t)| !t.starts_with('@')) {
            let Ok(term) = parse_entry(text) else { continue };
            if !words.iter().any(|words| words.meet(&term)) {
                let fault =
                    Fault::new(0..0, "voids nothing: no term of the query has a word of it");
                let fault = fault.hint("remove it, or name what it shall void");
                remarks.push(in_entry(list, item, fault).into());
            }
        }
    }
    remarks
}

fn reaches(lists: &Lists, from: &str, number: usize) -> bool {
    lists.find(from).is_ok_and(|from| lists.reach(from).contains(&number))
}

/// Terms of a query that its mask voids wherever they stand.
fn shadowed(watch: &Read, mask: &Node, lists: &Lists) -> Vec<Remark> {
    let mut masks = Vec::new();
    voiding(mask, lists, &mut masks);
    masks.retain(|(term, ..)| is_plain(term));
    let (mut texts, mut owners) = (Vec::new(), Vec::new());
    for (term, span, _) in &masks {
        for literal in literals(term) {
            texts.push(literal);
            owners.push(span.clone());
        }
    }
    let Ok(automaton) = AhoCorasick::new(&texts) else { return Vec::new() };
    let mut terms = Vec::new();
    terms_of(&watch.query, lists, &mut terms);
    let mut seen = HashSet::new();
    let mut remarks = Vec::new();
    for (term, span, list) in terms {
        let spellings = literals(&term);
        let hidden = spellings.iter().map(|text| automaton.find(text.as_str()));
        let hidden: Option<Vec<_>> = hidden.collect();
        let Some(first) = hidden.as_ref().and_then(|all| all.first()) else { continue };
        if !seen.insert(term.clone()) {
            continue;
        }
        let name = term.plain();
        let out =
            list.map_or("take the term out".into(), |list| format!("leave it out of @{list}"));
        let here = Fault::new(span, format!("the mask voids every hit of \"{name}\""));
        let by = owners.get(first.pattern().as_usize()).cloned().unwrap_or_default();
        let there = Fault::new(by, format!("voids every hit of \"{name}\", wherever it stands"));
        remarks.push(Remark {
            here: watch.in_query(here.hint(format!("narrow the mask, or {out}"))),
            there: Some(watch.in_mask(there.hint("narrow it: a longer phrase, or NEAR"))),
        });
    }
    remarks
}

/// Whether every hit of one query has one of another upon it, wherever it stands.
pub(super) fn is_covered(one: &Node, other: &Node, lists: &Lists) -> bool {
    let (mut terms, mut covering) = (Vec::new(), Vec::new());
    terms_of(one, lists, &mut terms);
    voiding(other, lists, &mut covering);
    covering.retain(|(term, ..)| is_plain(term));
    let texts = covering.iter().flat_map(|(term, ..)| literals(term));
    let Ok(automaton) = AhoCorasick::new(texts) else { return false };
    let is_hidden = |text: &String| automaton.find(text.as_str()).is_some();
    !terms.is_empty() && terms.iter().all(|(term, ..)| literals(term).iter().all(is_hidden))
}

/// The terms of a mask that void by themselves: those joined by NEAR ask for more, and those of a
/// field look there alone.
fn voiding(mask: &Node, lists: &Lists, into: &mut Vec<Named>) {
    match &mask.kind {
        Kind::Term(_) | Kind::List(_) => terms_of(mask, lists, into),
        Kind::Join(operator, _, parts) if operator.needs == Needs::Any => {
            parts.iter().for_each(|part| voiding(part, lists, into));
        }
        Kind::Field(..) | Kind::Not(_) | Kind::Of(..) | Kind::Join(..) => {}
    }
}

/// All terms that can speak for a query.
fn terms_of(node: &Node, lists: &Lists, into: &mut Vec<Named>) {
    let mut all = |parts: &[Node]| parts.iter().for_each(|part| terms_of(part, lists, into));
    match &node.kind {
        Kind::Term(term) => into.push((term.clone(), node.span.clone(), None)),
        Kind::List(name) => {
            let terms = lists.find(name).map(|number| lists.terms(number)).unwrap_or_default();
            let named = |term: &Term| (term.clone(), node.span.clone(), Some(name.clone()));
            into.extend(terms.into_iter().map(named));
        }
        Kind::Field(_, inner) => terms_of(inner, lists, into),
        Kind::Not(_) => {}
        Kind::Of(_, parts) => all(parts),
        Kind::Join(operator, _, parts) => all(operator.speaking(parts)),
    }
}

/// The terms that a query writes out, with their spans.
pub(super) fn direct_terms<'a>(node: &'a Node, into: &mut Vec<(&'a Term, Range<usize>)>) {
    match &node.kind {
        Kind::Term(term) => into.push((term, node.span.clone())),
        Kind::List(_) => {}
        Kind::Field(_, inner) | Kind::Not(inner) => direct_terms(inner, into),
        Kind::Of(_, parts) | Kind::Join(_, _, parts) => {
            parts.iter().for_each(|part| direct_terms(part, into));
        }
    }
}

/// The folded words that the terms of a query are made of.
struct Words {
    whole: HashSet<String>,
    /// Beginnings of words that end in `*`, and scripts that are found inside words.
    open: Vec<String>,
}

impl Words {
    fn of(query: &Node, lists: &Lists) -> Words {
        let mut terms = Vec::new();
        terms_of(query, lists, &mut terms);
        let mut words = Words { whole: HashSet::new(), open: Vec::new() };
        for (term, ..) in &terms {
            for (word, open) in words_of(term) {
                if open {
                    words.open.push(word);
                } else {
                    words.whole.insert(word);
                }
            }
        }
        words.open.sort_unstable();
        words.open.dedup();
        words
    }

    /// Whether a hit of the term can overlap one of the query's.
    fn meet(&self, term: &Term) -> bool {
        words_of(term).iter().any(|(word, open)| {
            let begins =
                |stem: &String| word.contains(stem.as_str()) || stem.contains(word.as_str());
            self.whole.contains(word)
                || self.open.iter().any(begins)
                || (*open && self.whole.iter().any(|whole| whole.contains(word.as_str())))
        })
    }
}

/// The words of all literals of a term, and whether each may go on.
fn words_of(term: &Term) -> Vec<(String, bool)> {
    let all = crate::watch::expand::expand(term).unwrap_or_default();
    let texts = all.into_iter().flat_map(|one| [one.literals, one.tail].concat());
    let mut words = Vec::new();
    for text in texts {
        let open = !text.ends_with(' ');
        let count = text.split_whitespace().count();
        for (i, word) in text.split_whitespace().enumerate() {
            let goes_on = (open && i + 1 == count) || word.contains(is_dense);
            words.push((word.to_owned(), goes_on));
        }
    }
    words
}
