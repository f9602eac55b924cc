//! Advice on one term by itself, and what a term looks for.

use crate::text::fold::fold;
use crate::watch::expand::expand;
use crate::watch::operators::find;
use crate::watch::problem::Fault;
use crate::watch::syntax::{Piece, Term, Word};

/// Letters before a `*` that are few for a word of Latin script.
const FEW: usize = 4;

/// Advice on a term.
pub(super) fn lint_term(term: &Term) -> Vec<Fault> {
    let mut advice: Vec<Fault> = term.words.iter().filter_map(left_out).collect();
    if let [word] = term.words.as_slice() {
        advice.extend(short(word));
    }
    advice.extend(quoted_operator(term));
    advice
}

/// `kill*`: so few letters begin many words.
fn short(word: &Word) -> Option<Fault> {
    let written = word.to_string();
    let stem = written.strip_suffix('*').filter(|_| word.open)?;
    let folded = fold(stem);
    let letters = folded.text().trim();
    if !letters.is_ascii() || letters.len() > FEW {
        return None;
    }
    let fault = Fault::new(0..0, format!("\"{written}\" is short: it matches many words"));
    Some(fault.hint(format!("list the endings, as in {stem}(|s|ed|ing)")))
}

/// `salvo(s|es)` without `salvo`.
fn left_out(word: &Word) -> Option<Fault> {
    let Some(Piece::Choice(choice)) = word.pieces.last().filter(|_| !word.open) else {
        return None;
    };
    let has = |end: &str| choice.iter().any(|c| c == end);
    if choice.len() < 2 || has("") || !has("s") {
        return None;
    }
    let written = word.to_string();
    let endings = choice.join("|");
    let fault = Fault::new(0..0, format!("\"{written}\" leaves out the word without ending"));
    let whole = written.replacen(&format!("({endings})"), &format!("(|{endings})"), 1);
    Some(fault.hint(format!("write {whole} if that is meant too")))
}

/// `"rocket AND attack"`: the word, not the operator.
fn quoted_operator(term: &Term) -> Option<Fault> {
    let words: Vec<String> = term.words.iter().map(Word::to_string).collect();
    let loud = |word: &String| !word.chars().any(char::is_lowercase);
    if words.len() < 3 || words.iter().all(loud) {
        return None;
    }
    let inner = words.get(1..words.len() - 1)?;
    let operator = |word: &&String| {
        find(word.split('/').next().unwrap_or_default()).is_some_and(|op| op.word != "OF")
    };
    let word = inner.iter().find(operator)?;
    let message = format!("\"{word}\" is a word of this phrase, not an operator");
    Some(Fault::new(0..0, message).hint("take it out of the quotation marks to join two terms"))
}

/// All that a term looks for in folded text, of its first piece.
pub(super) fn literals(term: &Term) -> Vec<String> {
    expand(term).unwrap_or_default().into_iter().flat_map(|one| one.literals).collect()
}

/// Whether nothing beyond those literals is asked.
pub(super) fn is_plain(term: &Term) -> bool {
    !term.exact && expand(term).is_ok_and(|all| all.iter().all(|one| one.tail.is_empty()))
}
