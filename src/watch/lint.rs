//! Advice on a vocabulary that compiles: what is allowed and yet probably not meant.
//!
//! Every piece of advice is a `Problem` with its place; nothing here stops a watch from working.

use std::collections::{HashMap, HashSet};

use aho_corasick::AhoCorasick;

use super::expand::expand;
use super::lists::Lists;
use super::operators::Needs;
use super::plan::Fields;
use super::problem::{Fault, Place, Problem};
use super::query::{named_lists, parse};
use super::syntax::{Kind, Node, Piece, Scope, Term};
use super::term::parse_entry;
use super::vocabulary::{NamedList, Vocabulary, WatchSpec};
use crate::text::fold::fold;

/// Advice on all lists and watches, in their order.
#[must_use]
pub fn lint(vocabulary: &Vocabulary) -> Vec<Problem> {
    let lists = Lists::read(&vocabulary.lists, &mut Vec::new());
    let mut advice = unused_lists(vocabulary, &lists);
    for list in &vocabulary.lists {
        advice.extend(lint_list(list));
    }
    for watch in &vocabulary.watches {
        advice.extend(lint_watch(watch, &lists));
    }
    advice
}

fn unused_lists(vocabulary: &Vocabulary, lists: &Lists) -> Vec<Problem> {
    let mut names = Vec::new();
    for watch in &vocabulary.watches {
        for text in [Some(&watch.query), watch.mask.as_ref()].into_iter().flatten() {
            if let Ok(node) = parse(text) {
                named_lists(&node, &mut names);
            }
        }
    }
    let used: HashSet<usize> = names
        .iter()
        .filter_map(|name| lists.find(name).ok())
        .flat_map(|number| lists.reach(number))
        .collect();
    let unused = vocabulary
        .lists
        .iter()
        .filter(|list| lists.find(&list.name).is_ok_and(|number| !used.contains(&number)));
    unused
        .map(|list| {
            let place = Place::List { name: list.name.as_str().into(), item: None };
            let fault = Fault::new(0..list.name.len(), "no watch uses this list");
            fault.hint("remove it, or name it in a query").at(place, &list.name)
        })
        .collect()
}

/// Literals of a term that stand for it without further conditions.
fn literals(term: &Term) -> Option<Vec<String>> {
    let all = expand(term).ok()?;
    let plain = all.iter().all(|one| one.tail.is_empty());
    // Clitics come with every form alike; the bare form tells enough.
    plain.then(|| all.into_iter().filter_map(|one| one.literals.into_iter().next()).collect())
}

fn lint_list(list: &NamedList) -> Vec<Problem> {
    let entry = |(item, text): (usize, &String)| Some((item, parse_entry(text).ok()?));
    let terms: Vec<(usize, Term)> = list
        .terms
        .iter()
        .enumerate()
        .filter(|(_, text)| !text.starts_with('@'))
        .filter_map(entry)
        .collect();
    let mut advice = Vec::new();
    let mut say = |item: usize, fault: Fault| {
        let text = list.terms.get(item).map_or("", String::as_str);
        let place = Place::List { name: list.name.as_str().into(), item: Some(item) };
        advice.push(Fault { span: 0..text.len(), ..fault }.at(place, text));
    };
    let mut known: HashMap<&Term, usize> = HashMap::new();
    for (item, term) in &terms {
        if known.insert(term, *item).is_some() {
            say(*item, Fault::new(0..0, "the list has this term twice").hint("remove one"));
        }
        lint_term(term).into_iter().for_each(|fault| say(*item, fault));
    }
    for (item, by) in contained(&terms) {
        let message = format!("adds no hit of its own: \"{by}\" is inside it");
        say(item, Fault::new(0..0, message).hint("remove it, or move it to a list of sure terms"));
    }
    advice
}

/// Entries of which every spelling contains a spelling of another entry.
fn contained(terms: &[(usize, Term)]) -> Vec<(usize, String)> {
    let mut texts = Vec::new();
    let mut owners = Vec::new();
    for (at, (_, term)) in terms.iter().enumerate().filter(|(_, (_, term))| !term.exact) {
        for literal in literals(term).into_iter().flatten() {
            texts.push(literal);
            owners.push(at);
        }
    }
    let Ok(automaton) = AhoCorasick::new(&texts) else { return Vec::new() };
    let inside = |at: usize, literal: &str| {
        let found = automaton.find_overlapping_iter(literal);
        let mut others = found.filter_map(|m| owners.get(m.pattern().as_usize()).copied());
        others.find(|other| *other != at)
    };
    let mut contained = Vec::new();
    for (at, (item, term)) in terms.iter().enumerate() {
        let Some(spellings) = literals(term).filter(|l| !l.is_empty()) else { continue };
        let by: Option<Vec<usize>> = spellings.iter().map(|text| inside(at, text)).collect();
        let shortest = by.and_then(|by| by.first().copied()).and_then(|by| terms.get(by));
        // Two entries with the same spellings are told apart by their order.
        let first = |(other, by): &&(usize, Term)| {
            by.words.len() < term.words.len() || (other < item && by != term)
        };
        if let Some((_, by)) = shortest.filter(first) {
            contained.push((*item, by.plain()));
        }
    }
    contained
}

fn lint_term(term: &Term) -> Vec<Fault> {
    let mut advice = Vec::new();
    for word in &term.words {
        let written = word.to_string();
        let letters = fold(written.trim_end_matches('*')).text().trim().chars().count();
        if word.open && letters <= 4 && term.words.len() == 1 {
            let fault = Fault::new(0..0, format!("\"{written}\" is short: it matches many words"));
            advice.push(fault.hint("list the endings: attack(|s|ed|ing)"));
        }
        let Some(Piece::Choice(choice)) = word.pieces.last() else { continue };
        let has = |end: &str| choice.iter().any(|c| c == end);
        let plural = has("s") || (has("e") && has("es"));
        if choice.len() > 1 && !has("") && plural {
            let fault =
                Fault::new(0..0, format!("\"{written}\" leaves out the word without ending"));
            advice.push(fault.hint(written.replacen(
                &choice.join("|"),
                &format!("|{}", choice.join("|")),
                1,
            )));
        }
    }
    advice
}

fn lint_watch(watch: &WatchSpec, lists: &Lists) -> Vec<Problem> {
    let Ok(query) = parse(&watch.query) else { return Vec::new() };
    let place = Place::Watch { name: watch.name.as_str().into(), key: "match" };
    let mut faults = Vec::new();
    find_nots(&query, None, &mut faults);
    if needs_nothing(&query) {
        let fault = Fault::new(query.span.clone(), "true for articles without any hit");
        faults.push(fault.hint("add a term that must be there"));
    }
    if let Some(mask) = watch.mask.as_deref().and_then(|mask| parse(mask).ok()) {
        faults.extend(shadowed(&query, &mask, lists));
    }
    faults.into_iter().map(|fault| fault.at(place.clone(), &watch.query)).collect()
}

/// NOT over the text of whole articles.
fn find_nots(node: &Node, field: Option<Scope>, faults: &mut Vec<Fault>) {
    match &node.kind {
        Kind::Term(_) | Kind::List(_) => {}
        Kind::Field(scope, inner) => find_nots(inner, Some(*scope), faults),
        Kind::Not(inner) => {
            let scope = match &inner.kind {
                Kind::Field(scope, _) => Some(*scope),
                _ => field,
            };
            let text = Fields::TEXT.with(Fields::LEAD);
            if scope.is_none_or(|scope| Fields::of(scope).meets(text)) {
                let fault = Fault::new(
                    node.span.clone(),
                    "NOT hides every article that mentions both, however far apart",
                );
                faults.push(fault.hint("use a mask, or NOT NEAR/8"));
            }
        }
        Kind::Of(_, parts) | Kind::Join(_, _, parts) => {
            parts.iter().for_each(|part| find_nots(part, field, faults));
        }
    }
}

/// Whether a query can be true of an article in which nothing is found.
fn needs_nothing(node: &Node) -> bool {
    match &node.kind {
        Kind::Term(_) | Kind::List(_) => false,
        Kind::Field(_, inner) => needs_nothing(inner),
        Kind::Not(inner) => !needs_nothing(inner),
        Kind::Of(wanted, parts) => {
            parts.iter().filter(|part| needs_nothing(part)).count() >= *wanted as usize
        }
        Kind::Join(operator, _, parts) if operator.needs == Needs::Any => {
            parts.iter().any(needs_nothing)
        }
        Kind::Join(operator, _, parts) => operator.speaking(parts).iter().all(needs_nothing),
    }
}

/// Terms of a query that its mask voids wherever they stand.
fn shadowed(query: &Node, mask: &Node, lists: &Lists) -> Vec<Fault> {
    let mut masks = Vec::new();
    voiding(mask, lists, &mut masks);
    let texts: Vec<String> = masks
        .iter()
        .filter(|(term, _)| !term.exact)
        .filter_map(|(term, _)| literals(term))
        .flatten()
        .collect();
    let Ok(automaton) = AhoCorasick::new(&texts) else { return Vec::new() };
    let mut terms = Vec::new();
    terms_of(query, lists, &mut terms);
    let mut seen = HashSet::new();
    let hidden = terms.into_iter().filter(|(term, _)| {
        let spellings = literals(term).filter(|spellings| !spellings.is_empty());
        spellings.is_some_and(|all| all.iter().all(|text| automaton.is_match(text)))
            && seen.insert(term.clone())
    });
    hidden
        .map(|(term, span)| {
            let fault =
                Fault::new(span, format!("the mask voids every hit of \"{}\"", term.plain()));
            fault.hint("remove the term, or narrow the mask")
        })
        .collect()
}

/// The terms of a mask that void by themselves: those joined by NEAR ask for more, and those of a
/// field look there alone.
fn voiding(mask: &Node, lists: &Lists, into: &mut Vec<(Term, std::ops::Range<usize>)>) {
    match &mask.kind {
        Kind::Term(_) | Kind::List(_) => terms_of(mask, lists, into),
        Kind::Join(operator, _, parts) if operator.needs == Needs::Any => {
            parts.iter().for_each(|part| voiding(part, lists, into));
        }
        Kind::Field(..) | Kind::Not(_) | Kind::Of(..) | Kind::Join(..) => {}
    }
}

/// All terms of a query with the span that names them.
fn terms_of(node: &Node, lists: &Lists, into: &mut Vec<(Term, std::ops::Range<usize>)>) {
    match &node.kind {
        Kind::Term(term) => into.push((term.clone(), node.span.clone())),
        Kind::List(name) => {
            let terms = lists.find(name).map(|number| lists.terms(number)).unwrap_or_default();
            into.extend(terms.into_iter().map(|term| (term.clone(), node.span.clone())));
        }
        Kind::Field(_, inner) => terms_of(inner, lists, into),
        Kind::Not(_) => {}
        Kind::Of(_, parts) => parts.iter().for_each(|part| terms_of(part, lists, into)),
        Kind::Join(operator, _, parts) => {
            operator.speaking(parts).iter().for_each(|part| terms_of(part, lists, into));
        }
    }
}
