//! Regular expressions that only list words, as terms: alternatives, optional letters, anchors.

use super::keywords::term;
use crate::watch::check_query;

/// The terms of a pattern, one for each alternative.
pub(super) fn terms(pattern: &str) -> Result<Vec<String>, String> {
    let pattern = without_anchors(pattern);
    let inner = outer_group(&pattern).unwrap_or(&pattern);
    alternatives(inner)
        .into_iter()
        .map(|one| phrase(one).map_err(|why| format!("\"{one}\": {why}")))
        .collect()
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

/// One alternative as a term.
fn phrase(pattern: &str) -> Result<String, String> {
    let mut words = Vec::new();
    for part in pattern.split_whitespace() {
        words.push(word(part)?);
    }
    let plain = !words.iter().any(|word| word.contains('('));
    match words.as_slice() {
        [] => Err("it is empty".to_owned()),
        words if plain => term(&words.join(" ")),
        [only] => checked(only.clone()),
        words => checked(format!("\"{}\"", words.join(" "))),
    }
}

fn checked(term: String) -> Result<String, String> {
    check_query(&term, &[]).map(|_| term).map_err(|problem| problem.message.to_string())
}

/// A word: letters, `x?`, `(a|b)`, `(a|b)?`, and `\w*` or `.*` at its end.
fn word(part: &str) -> Result<String, String> {
    let (part, star) = match part.strip_suffix("\\w*").or_else(|| part.strip_suffix(".*")) {
        Some(head) => (head, "*"),
        None => (part, ""),
    };
    let mut out = String::new();
    let mut chars = part.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '(' => {
                let group: String = chars.by_ref().take_while(|c| *c != ')').collect();
                if !group.chars().all(|c| c.is_alphanumeric() || c == '|') {
                    return Err("this group has no counterpart".to_owned());
                }
                // `(s)` is an optional ending in our language.
                match (chars.next_if_eq(&'?').is_some(), group.contains('|')) {
                    (true, _) => out.push_str(&format!("({group})")),
                    (false, true) => out.push_str(&format!("({group})")),
                    (false, false) => out.push_str(&group),
                }
            }
            c if c.is_alphanumeric() || matches!(c, '\'' | '’' | '-') => {
                if chars.next_if_eq(&'?').is_some() {
                    out.push_str(&format!("({c})"));
                } else {
                    out.push(c);
                }
            }
            other => {
                return Err(format!(
                    "\"{other}\" has no counterpart here: say it with NEAR, OR or a list"
                ));
            }
        }
    }
    Ok(format!("{out}{star}"))
}
