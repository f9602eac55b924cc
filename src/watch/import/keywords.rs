//! A list of keywords, one a line; `#` begins a comment.

use super::Import;
use crate::watch::check_query;

/// Fewest letters before a star.
const BEFORE_STAR: usize = 4;

pub(super) fn read(text: &str) -> Import {
    let mut import = Import::default();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_start_matches('\u{feff}').trim();
        if !line.is_empty() && !line.starts_with('#') {
            import.take(index + 1, term(line));
        }
    }
    import
}

/// The term of a keyword, with the quotes that the language wants of it.
pub(super) fn term(keyword: &str) -> Result<String, String> {
    let (exact, rest) = match keyword.strip_prefix('=') {
        Some(rest) => ("=", rest),
        None => ("", keyword),
    };
    let rest = rest.trim();
    let inner = rest.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(rest);
    let words: Vec<String> = inner.split_whitespace().flat_map(words).collect();
    let Some(last) = words.last() else {
        return Err(format!("\"{keyword}\" has no letter or digit"));
    };
    let short = |word: &String| word.ends_with('*') && word.chars().count() <= BEFORE_STAR;
    if words.iter().any(short) {
        return Err(format!("\"{keyword}\": a star needs {BEFORE_STAR} letters before it"));
    }
    let bare = words.len() == 1 && check_query(last, &[]).is_ok();
    let written = if bare { last.clone() } else { format!("\"{}\"", words.join(" ")) };
    let term = format!("{exact}{written}");
    match check_query(&term, &[]) {
        Ok(_) => Ok(term),
        Err(problem) => Err(format!("\"{keyword}\": {}", problem.message)),
    }
}

/// What a word is after the signs of our language are gone: matching drops them anyway.
fn words(word: &str) -> Vec<String> {
    let (body, star) = match word.strip_suffix('*') {
        Some(body) => (body, "*"),
        None => (word, ""),
    };
    let parts = body.split(|c: char| !c.is_alphanumeric() && !is_inside(c));
    let mut parts: Vec<String> = parts
        .map(|part| part.trim_matches(is_inside).to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    if let Some(last) = parts.last_mut() {
        last.push_str(star);
    }
    parts
}

/// Signs that belong to a word between two letters, and marks.
fn is_inside(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '.' | '\u{200c}') || ('\u{300}'..'\u{36f}').contains(&c)
}
