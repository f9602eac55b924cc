//! Reads terms: words with bracketed alternatives, `*` at a word's end, phrases.

use std::ops::Range;

use super::pasted;
use super::problem::{Fault, shown};
use super::syntax::{Piece, Term, Word};
use crate::text::fold::{fold, is_dense};

/// Letters before a `*`, at least.
const STEM: usize = 4;
/// Words of a phrase, at most.
const MOST_WORDS: usize = 20;

/// Reads the inside of a term: what stands between quotation marks, or a list entry.
pub(super) fn parse_words(text: &str, exact: bool) -> Result<Term, Fault> {
    let mut words = Vec::new();
    for range in split(text) {
        let word = text.get(range.clone()).unwrap_or_default();
        words.push(parse_word(word).map_err(|fault| fault.shift(range.start))?);
    }
    if words.len() > MOST_WORDS {
        let message = format!("a phrase of more than {MOST_WORDS} words");
        return Err(Fault::new(0..text.len(), message).hint("join shorter phrases with NEAR"));
    }
    if words.is_empty() {
        let fault = Fault::new(0..text.len(), "a term without words");
        return Err(fault.hint("write a word or a phrase of words"));
    }
    if fold(text).words().next().is_none() {
        let message = format!("nothing is left of \"{}\" after folding", shown(text));
        let fault = Fault::new(0..text.len(), message);
        return Err(fault.hint("a term needs a letter or a digit; punctuation is not compared"));
    }
    Ok(Term { exact, words })
}

/// Reads a list entry, with its `=` and with or without quotation marks.
pub(super) fn parse_entry(text: &str) -> Result<Term, Fault> {
    let blank = text.len() - text.trim_start().len();
    parse_trimmed(text.trim()).map_err(|fault| fault.shift(blank))
}

fn parse_trimmed(text: &str) -> Result<Term, Fault> {
    let (rest, exact) = text.strip_prefix('=').map_or((text, false), |rest| (rest, true));
    let inner = rest.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
    let inner = inner.filter(|inner| !pasted::is_several(inner));
    let before = text.len() - rest.len() + usize::from(inner.is_some());
    // In quotation marks an entry is what it is.
    if let Some(fault) = inner.is_none().then(|| pasted::entry(rest)).flatten() {
        return Err(fault.shift(before));
    }
    parse_words(inner.unwrap_or(rest), exact).map_err(|fault| fault.shift(before))
}

/// Words parted by white space outside brackets.
fn split(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

fn parse_word(word: &str) -> Result<Word, Fault> {
    let mut pieces = Vec::new();
    let mut letters = String::new();
    let mut at = 0;
    while let Some(c) = word.get(at..).and_then(|rest| rest.chars().next()) {
        match c {
            '(' => {
                let (choice, end) = parse_choice(word, at)?;
                if letters.is_empty() && pieces.is_empty() {
                    let fault = Fault::new(at..end, "a word begins with letters, not a bracket");
                    return Err(fault.hint("write the alternatives as words of their own"));
                }
                push_letters(&mut pieces, &mut letters);
                pieces.push(Piece::Choice(choice));
                at = end;
                continue;
            }
            ')' => {
                let fault = Fault::new(at..at + 1, "a closing bracket without an opening one");
                return Err(fault.hint("take it out, or write rocket(s)"));
            }
            '|' => {
                let fault = Fault::new(at..at + 1, "\"|\" outside brackets");
                return Err(fault.hint("write OR between terms, embass(y|ies) for endings"));
            }
            '*' => return parse_star(word, at, letters, pieces),
            _ => letters.push(c),
        }
        at += c.len_utf8();
    }
    push_letters(&mut pieces, &mut letters);
    Ok(Word { pieces, open: false })
}

fn push_letters(pieces: &mut Vec<Piece>, letters: &mut String) {
    if !letters.is_empty() {
        pieces.push(Piece::Letters(std::mem::take(letters)));
    }
}

/// Reads `(a|b)` that begins at a byte; gives the alternatives and the byte behind.
fn parse_choice(word: &str, open: usize) -> Result<(Vec<String>, usize), Fault> {
    let inside = word.get(open + 1..).unwrap_or_default();
    let Some(length) = inside.find(')') else {
        let fault = Fault::new(open..open + 1, "the bracket is not closed");
        return Err(fault.hint("write embass(y|ies), without spaces inside"));
    };
    let inside = inside.get(..length).unwrap_or_default();
    let end = open + length + 2;
    if let Some(at) = inside.find(['(', '*', '"', ',', '/', ';']) {
        let at = open + 1 + at;
        let fault = Fault::new(at..at + 1, "only letters and \"|\" may stand in a word's bracket");
        return Err(fault.hint("write embass(y|ies)"));
    }
    if inside.is_empty() {
        let fault = Fault::new(open..end, "empty brackets");
        return Err(fault.hint("rocket(s) means rocket or rockets"));
    }
    Ok((inside.split('|').map(str::to_owned).collect(), end))
}

fn parse_star(
    word: &str,
    at: usize,
    mut letters: String,
    mut pieces: Vec<Piece>,
) -> Result<Word, Fault> {
    if at + 1 < word.len() {
        let fault = Fault::new(at..at + 1, "\"*\" stands only at the end of a word");
        return Err(fault.hint("list the spellings: organi(s|z)ation"));
    }
    push_letters(&mut pieces, &mut letters);
    let stem: String = pieces.iter().map(shortest).collect();
    let folded = fold(&stem);
    let count = folded.words().last().map_or(0, |last| last.chars().count());
    if count < STEM && !folded.text().contains(is_dense) {
        let verb = if count == 1 { "is" } else { "are" };
        let message = format!("\"*\" needs at least {STEM} letters before it; here {verb} {count}");
        let fault = Fault::new(0..word.len(), message);
        return Err(fault.hint("list the endings: attack(|s|ed|ing)"));
    }
    Ok(Word { pieces, open: true })
}

fn shortest(piece: &Piece) -> &str {
    match piece {
        Piece::Letters(letters) => letters,
        Piece::Choice(choice) if choice.len() == 1 => "",
        Piece::Choice(choice) => choice.iter().min_by_key(|c| c.len()).map_or("", String::as_str),
    }
}
