//! A list of keywords, one a line. A line that speaks the watch language is a query of its own;
//! every other is a word or a phrase. What could be either, or neither, is refused with what to
//! write instead.

use super::Import;
use super::line::{self, Line};
use crate::watch::operators::{OPERATORS, find};
use crate::watch::{NamedList, check_query, pasted};

/// Fewest letters before a star.
const BEFORE_STAR: usize = 4;

/// What a line became: a term or a query, and what to know about it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub query: String,
    pub note: Option<String>,
}

pub(super) fn read(text: &str, lists: &[NamedList]) -> Import {
    let mut import = Import::default();
    for (number, line) in line::all(text) {
        match line {
            Line::Empty => {}
            Line::Remark => import.remarks += 1,
            Line::Keyword(keyword) => import.take(number, entry(keyword, lists)),
        }
    }
    import
}

fn entry(keyword: &str, lists: &[NamedList]) -> Result<Entry, String> {
    if let Some(why) = line::unreadable(keyword) {
        return Err(why);
    }
    if let Some(inner) = line::quoted(keyword) {
        return phrase(keyword, inner);
    }
    if is_query(keyword) {
        return query(keyword, lists);
    }
    if let Some(why) = line::unclear(keyword) {
        return Err(why);
    }
    let unmarked = keyword.strip_prefix('=').unwrap_or(keyword);
    let mut words = unmarked.split_whitespace().filter(|word| !is_joint(word));
    match words.find_map(pasted::word) {
        Some(fault) => Err(advised(keyword, &fault.message, &fault.hint)),
        None => phrase(keyword, keyword),
    }
}

/// Signs between the words of a name: `Procter & Gamble`.
fn is_joint(word: &str) -> bool {
    matches!(word, "&" | "-" | "+")
}

/// Whether a keyword is written in the watch language: operators, lists, fields.
fn is_query(keyword: &str) -> bool {
    let mut words = keyword.split([' ', '(', ')']).filter(|word| !word.is_empty());
    let counts = keyword.contains(" OF (");
    counts || words.any(|word| is_operator(word) || is_fielded(word) || word.starts_with('@'))
}

fn is_operator(word: &str) -> bool {
    find(word.split('/').next().unwrap_or_default()).is_some_and(|found| found.word != "OF")
        || matches!(word, "&&" | "||")
}

fn is_fielded(word: &str) -> bool {
    word.split_once(':').is_some_and(|(name, _)| pasted::field(name).is_some())
}

/// A line in the watch language.
fn query(keyword: &str, lists: &[NamedList]) -> Result<Entry, String> {
    if let Some(why) = in_capitals(keyword) {
        return Err(why);
    }
    if keyword.starts_with("NOT ") {
        let why = "a line that only leaves out would let nearly everything in";
        let hint = "take it out, and add it as AND NOT to the query afterwards with `wirewatch watch edit`";
        return Err(advised(keyword, why, hint));
    }
    match check_query(keyword, lists) {
        Ok(_) => {
            let note = format!("\"{keyword}\" is read as a query of the watch language");
            let several = keyword.contains([' ', '(']);
            let query = if several { format!("({keyword})") } else { keyword.to_owned() };
            Ok(Entry { query, note: Some(note) })
        }
        Err(problem) => Err(advised(keyword, &problem.message, &problem.hint)),
    }
}

/// Why an operator may be a word of a name: all of the line is in capitals.
fn in_capitals(keyword: &str) -> Option<String> {
    if keyword.contains(|c: char| c.is_lowercase() || "@:(/\"".contains(c)) {
        return None;
    }
    let is_named = |word: &&str| OPERATORS.iter().any(|operator| operator.word == *word);
    let operator = keyword.split_whitespace().find(is_named)?;
    let alone = keyword.split_whitespace().all(|word| is_named(&word));
    let other = if alone {
        "take the line out".to_owned()
    } else {
        format!("the other words in small letters where {operator} is the operator")
    };
    Some(format!(
        "\"{keyword}\": {operator} may be an operator or a word: put double quotes around the line \
         for these words in a row, or {other}"
    ))
}

fn advised(keyword: &str, message: &str, hint: &str) -> String {
    match hint {
        "" => format!("\"{keyword}\": {message}"),
        hint => format!("\"{keyword}\": {message}; {hint}"),
    }
}

/// Words as a term, with what to know where signs of them are lost.
fn phrase(keyword: &str, inner: &str) -> Result<Entry, String> {
    let query = term(inner)?;
    if signs(inner) == signs(&query) {
        return Ok(Entry { query, note: None });
    }
    let lost = "signs do not count in matching";
    if query.trim_matches(['=', '"']).chars().count() == 1 {
        return Err(format!(
            "\"{keyword}\": {lost}, and {query} alone is nearly everywhere: write it with a word \
             beside it that tells it apart"
        ));
    }
    let note = format!("\"{keyword}\" is looked for as {query}: {lost}");
    Ok(Entry { query, note: Some(note) })
}

/// What a text has beside blanks and quotation marks, and beside the signs at its end.
fn signs(text: &str) -> String {
    let text = text.trim_matches('"').trim_end_matches(LAST).trim_end_matches('.');
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '״' | '=')).collect()
}

/// Signs that may end a word without a meaning.
const LAST: &[char] = &[',', ';', ':', '!', '?', '…'];

/// The term of a keyword, with the quotes that the language wants of it.
pub(super) fn term(keyword: &str) -> Result<String, String> {
    let (exact, rest) = match keyword.strip_prefix('=') {
        Some(rest) => ("=", rest),
        None => ("", keyword),
    };
    let words: Vec<String> = rest.split_whitespace().flat_map(words).collect();
    let Some(last) = words.last() else {
        return Err(format!("\"{keyword}\" has no letter or digit: take the line out"));
    };
    let short = |word: &&String| word.ends_with('*') && word.chars().count() <= BEFORE_STAR;
    if let Some(short) = words.iter().find(short) {
        let bare = short.trim_end_matches('*');
        return Err(format!(
            "\"{keyword}\": a star needs {BEFORE_STAR} letters before it: write the endings, such as {bare}(|s|es)"
        ));
    }
    let bare = words.len() == 1 && check_query(last, &[]).is_ok();
    let written = if bare { last.clone() } else { format!("\"{}\"", words.join(" ")) };
    let term = format!("{exact}{written}");
    match check_query(&term, &[]) {
        Ok(_) => Ok(term),
        Err(problem) => Err(advised(keyword, &problem.message, &problem.hint)),
    }
}

/// What a word is after the signs of our language are gone: matching drops them anyway. A word
/// with alternatives stays as it is.
fn words(word: &str) -> Vec<String> {
    let word = word.trim_end_matches(LAST);
    if word.contains('(') {
        return vec![word.to_owned()];
    }
    // Inside a word it is an acronym's, which has a sign of its own: outside it ends a phrase.
    let word = word.replace('"', "״");
    let (body, star) = match word.strip_suffix('*') {
        Some(body) => (body, "*"),
        None => (word.as_str(), ""),
    };
    let parts = body.split(|c: char| !c.is_alphanumeric() && !is_inside(c));
    let mut parts: Vec<String> = parts
        .map(|part| part.trim_start_matches(is_inside))
        .map(|part| {
            if is_acronym(part) { part } else { part.trim_end_matches(is_inside) }.to_owned()
        })
        .filter(|part| !part.is_empty())
        .collect();
    if let Some(last) = parts.last_mut() {
        last.push_str(star);
    }
    parts
}

/// `U.S.`: its last dot belongs to it.
fn is_acronym(word: &str) -> bool {
    word.strip_suffix('.').is_some_and(|word| word.contains('.'))
}

/// Signs that belong to a word between two letters, and marks.
fn is_inside(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '.' | '\u{200c}' | '"' | '״')
        || ('\u{300}'..'\u{36f}').contains(&c)
}
