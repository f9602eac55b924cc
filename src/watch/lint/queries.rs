//! Advice on the query of a watch: NOT over whole articles, queries that need no hit, terms that
//! are idle beside others.

use super::idle::{Candidate, Cover, idle};
use super::masks::{self, direct_terms};
use super::terms::lint_term;
use super::{Read, Remark};
use crate::text::fold::fold;
use crate::watch::lists::Lists;
use crate::watch::operators::Needs;
use crate::watch::plan::Fields;
use crate::watch::problem::Fault;
use crate::watch::syntax::{Kind, Node, Scope, Term};

/// Advice on one query.
pub(super) fn lint_watch(watch: &Read, lists: &Lists) -> Vec<Remark> {
    let query = &watch.query;
    let mut faults = Vec::new();
    let mut terms = Vec::new();
    direct_terms(query, &mut terms);
    for (term, span) in terms {
        let told = lint_term(term).into_iter();
        faults.extend(told.map(|fault| Fault { span: span.clone(), ..fault }));
    }
    idle_parts(query, lists, &mut faults);
    if needs_nothing(query) {
        let fault = Fault::new(query.span.clone(), "true for articles without any hit");
        faults.push(fault.hint("add a term that must be there"));
    } else if is_everywhere(query, lists) {
        let fault = Fault::new(query.span.clone(), "true for nearly every article");
        faults.push(fault.hint("add a term for what the news shall be about"));
    } else {
        find_nots(query, None, &mut faults);
    }
    never_alone(query, lists, &mut faults);
    faults.into_iter().map(|fault| watch.in_query(fault).into()).collect()
}

/// Alternatives of an OR that find nothing beside the others.
fn idle_parts(node: &Node, lists: &Lists, faults: &mut Vec<Fault>) {
    match &node.kind {
        Kind::Term(_) | Kind::List(_) => {}
        Kind::Field(_, inner) | Kind::Not(inner) => idle_parts(inner, lists, faults),
        Kind::Of(_, parts) => parts.iter().for_each(|part| idle_parts(part, lists, faults)),
        Kind::Join(operator, _, parts) => {
            if operator.needs == Needs::Any {
                idle_alternatives(parts, lists, faults);
            }
            parts.iter().for_each(|part| idle_parts(part, lists, faults));
        }
    }
}

fn idle_alternatives(parts: &[Node], lists: &Lists, faults: &mut Vec<Fault>) {
    let mut candidates = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        match &part.kind {
            Kind::Term(term) => candidates.push(Candidate::own(at, term.clone())),
            Kind::List(name) => {
                let Ok(number) = lists.find(name) else { continue };
                let terms = lists.terms(number).into_iter();
                candidates.extend(terms.map(|term| Candidate::taken(term, name)));
                let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
                let brings = |(other, part): &(usize, &Node)| match &part.kind {
                    Kind::List(outer) if outer == name => *other < at,
                    Kind::List(outer) => {
                        lists.find(outer).is_ok_and(|outer| lists.reach(outer).contains(&number))
                    }
                    _ => false,
                };
                if let Some(Kind::List(outer)) =
                    others.into_iter().find(brings).map(|(_, p)| &p.kind)
                {
                    let message = format!("@{outer} has all of it already");
                    faults.push(Fault::new(part.span.clone(), message).hint("remove it"));
                }
            }
            _ => {}
        }
    }
    for found in idle(&candidates, Cover::All) {
        let span = parts.get(found.item).map(|part| part.span.clone()).unwrap_or_default();
        faults.push(Fault::new(span, found.message).hint(found.hint));
    }
}

/// Words that nearly every article of a language has.
#[rustfmt::skip]
const EVERYWHERE: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "that", "the", "to", "was", "with",
    "de", "del", "des", "du", "el", "en", "et", "la", "las", "le", "les", "los", "por", "pour", "que", "un", "una", "une", "y",
    "в", "и", "на", "не", "по", "с", "что", "من", "في", "على", "از", "به", "در", "که", "את", "של", "על", "לא",
];

/// Whether a query is true where no more than such a word, or a language, is there.
fn is_everywhere(node: &Node, lists: &Lists) -> bool {
    let common =
        |term: &Term| !term.exact && EVERYWHERE.contains(&fold(&term.plain()).text().trim());
    let every = |parts: &[Node]| parts.iter().all(|part| is_everywhere(part, lists));
    match &node.kind {
        Kind::Term(term) => common(term),
        Kind::List(name) => {
            lists.find(name).is_ok_and(|number| lists.terms(number).into_iter().any(common))
        }
        Kind::Field(Scope::Lang, _) | Kind::Not(_) => true,
        Kind::Field(scope, inner) => {
            Fields::of(*scope).meets(Fields::TEXT.with(Fields::LEAD)) && is_everywhere(inner, lists)
        }
        Kind::Of(wanted, parts) => {
            let common = parts.iter().filter(|part| is_everywhere(part, lists));
            common.count() >= *wanted as usize
        }
        Kind::Join(operator, _, parts) if operator.needs == Needs::Any => {
            parts.iter().any(|part| is_everywhere(part, lists))
        }
        Kind::Join(operator, _, parts) => every(operator.speaking(parts)),
    }
}

/// `a NOT NEAR/5 a`: every hit of the left side has one of the right side on it.
fn never_alone(node: &Node, lists: &Lists, faults: &mut Vec<Fault>) {
    match &node.kind {
        Kind::Term(_) | Kind::List(_) => {}
        Kind::Field(_, inner) | Kind::Not(inner) => never_alone(inner, lists, faults),
        Kind::Of(_, parts) => parts.iter().for_each(|part| never_alone(part, lists, faults)),
        Kind::Join(operator, _, parts) => {
            if let ([left, right], Needs::First) = (parts.as_slice(), operator.needs)
                && masks::is_covered(left, right, lists)
            {
                let message =
                    "never true: every hit of the left side is one of the right side, too";
                let fault = Fault::new(node.span.clone(), message);
                faults.push(fault.hint("take what both sides have out of the right side"));
            }
            parts.iter().for_each(|part| never_alone(part, lists, faults));
        }
    }
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
