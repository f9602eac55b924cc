//! Expands terms to the finite literals that are looked for.
//!
//! Alternatives are multiplied out and folded; Arabic and Hebrew words are added behind the
//! particles that are written as one word with them.

use std::collections::HashSet;

use super::problem::Fault;
use super::syntax::{Piece, Term, Word};
use crate::text::fold::{fold, is_dense};

/// Expansions of one term, at most.
pub(super) const MOST_EXPANSIONS: usize = 4_096;

/// Particles written together with an Arabic word ("and", "the", "in the", …). Rarer ones are left
/// out, as with Hebrew: each makes a literal of every term.
const ARABIC: &[&str] = &[
    "", "و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "فال", "كال", "لل", "ول", "وب", "ولل", "وبال",
    "وك", "فبال",
];
/// Those before an Arabic word that carries its article.
const ARABIC_DEFINITE: &[&str] = &["", "و", "ف", "ب", "ك", "وب", "وك", "فب"];
/// Those that swallow the article's first letter.
const ARABIC_SWALLOWING: &[&str] = &["لل", "ولل"];
/// Particles written together with a Hebrew word.
const HEBREW: &[&str] = &[
    "", "ה", "ו", "ב", "ל", "מ", "ש", "כ", "וה", "וב", "ול", "ומ", "וש", "וכ", "שה", "מה", "שב",
    "כש", "ומה", "ושה", "כשה",
];
const ARTICLE: &str = "ال";

/// One spelling of a term: what must stand in the folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expansion {
    /// Literals of the first piece, clitics included.
    pub literals: Vec<String>,
    /// Pieces that follow, each after the end of the word before it.
    pub tail: Vec<String>,
    /// As written, where letter case must match.
    pub exact: Option<String>,
}

/// All spellings of a term.
pub(super) fn expand(term: &Term) -> Result<Vec<Expansion>, Fault> {
    check_count(term)?;
    let mut phrases: Vec<Vec<String>> = vec![Vec::new()];
    for word in &term.words {
        let spellings = spellings(word);
        phrases = phrases
            .iter()
            .flat_map(|phrase| {
                spellings.iter().map(move |s| [phrase.as_slice(), std::slice::from_ref(s)].concat())
            })
            .collect();
    }
    let all = phrases.iter().filter_map(|phrase| expansion(term, phrase));
    // Two spellings may fold alike.
    let mut known = HashSet::new();
    let key =
        |one: &Expansion| (one.literals.first().cloned(), one.tail.clone(), one.exact.clone());
    Ok(all.filter(|one| phrases.len() == 1 || known.insert(key(one))).collect())
}

/// Refuses a term with too many spellings.
pub(super) fn check_count(term: &Term) -> Result<(), Fault> {
    let count = count(term);
    if count > MOST_EXPANSIONS {
        let message = format!("more than {MOST_EXPANSIONS} spellings (here {count})");
        let fault = Fault::new(0..0, message);
        return Err(fault.hint("split the term, or end a word with *"));
    }
    Ok(())
}

/// How many spellings a term has, particles aside.
pub(super) fn count(term: &Term) -> usize {
    let pieces = term.words.iter().flat_map(|word| &word.pieces);
    pieces.fold(1, |count: usize, piece| count.saturating_mul(ways(piece)))
}

fn ways(piece: &Piece) -> usize {
    match piece {
        Piece::Letters(_) => 1,
        Piece::Choice(choice) => choice.len().max(2),
    }
}

fn spellings(word: &Word) -> Vec<String> {
    let mut all = vec![String::new()];
    for piece in &word.pieces {
        let ends: Vec<&str> = match piece {
            Piece::Letters(letters) => vec![letters],
            Piece::Choice(choice) if choice.len() == 1 => {
                choice.iter().map(String::as_str).chain([""]).collect()
            }
            Piece::Choice(choice) => choice.iter().map(String::as_str).collect(),
        };
        all = all
            .iter()
            .flat_map(|stem| ends.iter().map(move |end| format!("{stem}{end}")))
            .collect();
    }
    all
}

/// One spelling; nothing if a piece of it folds away.
fn expansion(term: &Term, phrase: &[String]) -> Option<Expansion> {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut joined = String::new();
    for (i, (text, word)) in phrase.iter().zip(&term.words).enumerate() {
        joined = if joined.is_empty() { text.clone() } else { format!("{joined} {text}") };
        if word.open || i + 1 == phrase.len() {
            let folded = fold(&std::mem::take(&mut joined)).text().trim().to_owned();
            if folded.is_empty() {
                return None;
            }
            pieces.push((folded, word.open));
        }
    }
    let mut pieces = pieces.into_iter();
    let (first, open) = pieces.next()?;
    let plain = !term.exact && !is_persian(&term.plain());
    let spellings = if plain { with_clitics(&first) } else { vec![first] };
    let literals = spellings.iter().map(|text| literal(text, open)).collect();
    let tail = pieces.map(|(text, open)| literal(&text, open)).collect();
    let exact = term.exact.then(|| phrase.join(" "));
    Some(Expansion { literals, tail, exact })
}

/// A literal with the spaces that are its word borders.
fn literal(text: &str, open: bool) -> String {
    let before = if text.starts_with(is_dense) { "" } else { " " };
    let after = if open || text.ends_with(is_dense) { "" } else { " " };
    format!("{before}{text}{after}")
}

/// Whether a term is written with letters that Persian has and Arabic has not.
fn is_persian(text: &str) -> bool {
    text.contains(['پ', 'چ', 'ژ', 'گ', '\u{6A9}', '\u{6CC}'])
}

/// A folded phrase with the particles that may be written together with its words.
fn with_clitics(text: &str) -> Vec<String> {
    let arabic = text.starts_with(|c| ('\u{620}'..='\u{64A}').contains(&c));
    let hebrew = text.starts_with(|c| ('\u{5D0}'..='\u{5EA}').contains(&c));
    let article = match (arabic, hebrew) {
        (true, _) => ARTICLE,
        (_, true) => "ה",
        _ => return vec![text.to_owned()],
    };
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    let heads = if arabic { arabic_heads(first) } else { attach(HEBREW, first) };
    let tails = definite(&rest, article);
    heads.iter().flat_map(|head| tails.iter().map(move |tail| format!("{head}{tail}"))).collect()
}

fn attach(particles: &[&str], word: &str) -> Vec<String> {
    particles.iter().map(|particle| format!("{particle}{word}")).collect()
}

fn arabic_heads(word: &str) -> Vec<String> {
    match word.strip_prefix(ARTICLE).filter(|stem| stem.chars().count() > 2) {
        Some(stem) => [attach(ARABIC_DEFINITE, word), attach(ARABIC_SWALLOWING, stem)].concat(),
        None => attach(ARABIC, word),
    }
}

/// The words behind the first: as written, with the article on all, and on the last alone.
fn definite(words: &[&str], article: &str) -> Vec<String> {
    let join = |is_definite: &dyn Fn(usize) -> bool| {
        let mut joined = String::new();
        for (i, word) in words.iter().enumerate() {
            let article = if is_definite(i) && !word.starts_with(article) { article } else { "" };
            joined += &format!(" {article}{word}");
        }
        joined
    };
    let mut all = vec![join(&|_| false), join(&|_| true), join(&|i| i + 1 == words.len())];
    all.sort_unstable();
    all.dedup();
    all
}
