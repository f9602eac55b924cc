//! Regular expressions that only list words, as terms: alternatives, optional letters, anchors.

use super::keywords::term;
use crate::watch::check_query;

/// Most spellings of one alternative.
const MOST: usize = 64;

/// How a pattern ends that says where its last word ends.
const ENDS: &[&str] = &["\\b", "\\>", "$", "\\w*", ".*"];

/// The terms of a pattern, one for each alternative.
pub(super) fn terms(pattern: &str) -> Result<Vec<String>, String> {
    let pattern = without_anchors(pattern);
    let inner = outer_group(&pattern).unwrap_or(&pattern);
    alternatives(inner)
        .into_iter()
        .map(|one| phrases(one).map_err(|why| format!("\"{one}\": {why}")))
        .collect::<Result<Vec<Vec<String>>, String>>()
        .map(|all| all.concat())
}

/// Whether a pattern says itself where its last word ends. One that does not finds longer words too
/// in newsboat: `militia` is in `Militias`.
pub(super) fn says_its_end(pattern: &str) -> bool {
    ENDS.iter().any(|end| pattern.trim().trim_end_matches(')').ends_with(end))
}

/// Marks of word and line borders: terms begin and end at words by themselves.
fn without_anchors(pattern: &str) -> String {
    let mut text = pattern.trim().to_owned();
    for mark in ["\\b", "\\<", "\\>"] {
        text = text.replace(mark, "");
    }
    text.trim_start_matches('^').trim_end_matches('$').to_owned()
}

/// What is inside of a group around everything.
fn outer_group(pattern: &str) -> Option<&str> {
    let inner = pattern.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 0_i32;
    for c in inner.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth < 0 {
            return None;
        }
    }
    (depth == 0).then_some(inner)
}

/// The parts between the bars outside of groups.
fn alternatives(pattern: &str) -> Vec<&str> {
    let mut depth = 0;
    pattern
        .split(|c: char| {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            c == '|' && depth == 0
        })
        .collect()
}

/// One alternative as terms: several where a word begins with alternatives.
fn phrases(pattern: &str) -> Result<Vec<String>, String> {
    let mut phrases = vec![Vec::new()];
    for part in pattern.split_whitespace() {
        let spellings = word(part)?;
        let longer = phrases.iter().flat_map(|phrase: &Vec<String>| {
            spellings.iter().map(|word| [phrase.as_slice(), std::slice::from_ref(word)].concat())
        });
        phrases = longer.collect();
        if phrases.len() > MOST {
            return Err("it has too many spellings: write those that matter".to_owned());
        }
    }
    phrases.iter().map(|words| phrase(words)).collect()
}

fn phrase(words: &[String]) -> Result<String, String> {
    let plain = !words.iter().any(|word| word.contains('('));
    match words {
        [] => Err("it is empty".to_owned()),
        words if plain => term(&words.join(" ")),
        [only] => checked(only.clone()),
        words => checked(format!("\"{}\"", words.join(" "))),
    }
}

fn checked(term: String) -> Result<String, String> {
    check_query(&term, &[]).map(|_| term).map_err(|problem| problem.message.to_string())
}

/// A word: letters, `x?`, `(a|b)`, `(a|b)?`, and `\w*` or `.*` at its end. A term begins with a
/// letter: alternatives at the beginning make a spelling each.
fn word(part: &str) -> Result<Vec<String>, String> {
    let (part, star) = match part.strip_suffix("\\w*").or_else(|| part.strip_suffix(".*")) {
        Some(head) => (head, "*"),
        None => (part, ""),
    };
    let mut spellings = vec![String::new()];
    let mut chars = part.chars().peekable();
    while let Some(c) = chars.next() {
        let group: String = match c {
            '(' => chars.by_ref().take_while(|c| *c != ')').collect(),
            c if c.is_alphanumeric() || matches!(c, '\'' | '’' | '-') => c.to_string(),
            other => {
                return Err(format!(
                    "\"{other}\" has no counterpart here: say it with NEAR, OR or a list"
                ));
            }
        };
        if c == '(' && !group.chars().all(|c| c.is_alphanumeric() || c == '|') {
            return Err("this group has no counterpart".to_owned());
        }
        let mut endings: Vec<&str> = group.split('|').collect();
        // What need not be there may be the empty text.
        if chars.next_if_eq(&'?').is_some() {
            endings.insert(0, "");
        }
        spellings = spellings.iter().flat_map(|head| with(head, &endings)).collect();
    }
    Ok(spellings.into_iter().map(|word| format!("{word}{star}")).collect())
}

/// A word so far with what may follow: alternatives of one term, or a spelling each where it has no
/// letter yet.
fn with(head: &str, endings: &[&str]) -> Vec<String> {
    match endings {
        [only] => vec![format!("{head}{only}")],
        endings if head.is_empty() => endings.iter().map(ToString::to_string).collect(),
        // `(s)` is an optional ending in our language.
        ["", only] => vec![format!("{head}({only})")],
        endings => vec![format!("{head}({})", endings.join("|"))],
    }
}
