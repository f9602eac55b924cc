//! Terms that find nothing which another term beside them does not find already.

use aho_corasick::AhoCorasick;

use super::terms::{is_plain, literals};
use crate::watch::problem::shown;
use crate::watch::syntax::Term;

/// A term among alternatives.
pub(super) struct Candidate {
    term: Term,
    /// Where it stands; nothing for terms that a list brings along.
    item: Option<usize>,
    /// How it is told.
    name: String,
    literals: Vec<String>,
}

/// What makes a term idle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cover {
    /// Another that looks for the same.
    Twins,
    /// Another that is inside of it, too.
    All,
}

/// A term that is idle.
#[derive(Debug)]
pub(super) struct Idle {
    pub item: usize,
    pub message: String,
    pub hint: String,
    /// The one that looks for the same, and what is said of that.
    pub twin: Option<(usize, String)>,
}

impl Candidate {
    /// A term that stands here.
    pub(super) fn own(item: usize, term: Term) -> Candidate {
        let name = format!("\"{}\"", shown(&term.plain()));
        Candidate { item: Some(item), name, literals: literals(&term), term }
    }

    /// A term that a list brings along.
    pub(super) fn taken(term: &Term, list: &str) -> Candidate {
        let name = format!("@{}", shown(list));
        Candidate { item: None, name, literals: literals(term), term: term.clone() }
    }

    /// Whether both look for exactly the same.
    fn equals(&self, other: &Candidate) -> bool {
        let sorted = |one: &Candidate| {
            let mut all = one.literals.clone();
            all.sort_unstable();
            all.dedup();
            all
        };
        self.term == other.term
            || (is_plain(&self.term) && is_plain(&other.term) && sorted(self) == sorted(other))
    }
}

/// The idle terms, in their order. Each is measured against those that stay, the last first: with
/// all of them removed nothing is lost.
pub(super) fn idle(candidates: &[Candidate], cover: Cover) -> Vec<Idle> {
    let mut texts = Vec::new();
    let mut owners = Vec::new();
    for (at, one) in candidates.iter().enumerate() {
        texts.extend(one.literals.iter().map(String::as_str));
        owners.extend(std::iter::repeat_n(at, one.literals.len()));
    }
    let Ok(automaton) = AhoCorasick::new(&texts) else { return Vec::new() };
    let mut gone = vec![false; candidates.len()];
    let mut found = Vec::new();
    for (at, one) in candidates.iter().enumerate().rev() {
        let (Some(item), false) = (one.item, one.literals.is_empty()) else { continue };
        let stays = |by: usize| by != at && !gone.get(by).copied().unwrap_or(true);
        let inside = |literal: &String| -> Vec<usize> {
            let all = automaton.find_overlapping_iter(literal.as_str());
            let all = all.filter_map(|m| owners.get(m.pattern().as_usize()).copied());
            all.filter(|by| stays(*by)).collect()
        };
        let first = one.literals.first().map(&inside).unwrap_or_default();
        let named = |by: usize| candidates.get(by).map(|other| (by, other));
        let twin = first.iter().copied().filter_map(named).find(|(_, by)| by.equals(one));
        let covered = || {
            let by = |literal: &String| {
                let plain = |by: &usize| candidates.get(*by).is_some_and(|c| is_plain(&c.term));
                inside(literal).into_iter().find(plain)
            };
            let all: Option<Vec<usize>> = one.literals.iter().map(by).collect();
            all.and_then(|all| all.first().copied()).and_then(named)
        };
        let by = twin.or_else(|| if cover == Cover::All { covered() } else { None });
        let Some((_, by)) = by else { continue };
        found.push(tell(item, one, (by, twin.is_some())));
        if let Some(gone) = gone.get_mut(at) {
            *gone = true;
        }
    }
    found.reverse();
    found
}

fn tell(item: usize, one: &Candidate, (by, is_twin): (&Candidate, bool)) -> Idle {
    let idle = |message: String, hint: &str| Idle { item, message, hint: hint.into(), twin: None };
    if !is_twin || by.item.is_none() {
        let message = format!("finds nothing that {} does not find already", by.name);
        return idle(message, "remove it");
    }
    let (message, back) = if by.term == one.term {
        ("stands here twice".to_owned(), "stands here twice".to_owned())
    } else {
        let same = |other: &Candidate| format!("looks for the same as {}", other.name);
        (same(by), same(one))
    };
    let twin = by.item.map(|other| (other, back));
    Idle { twin, ..idle(message, "remove one of the two") }
}
