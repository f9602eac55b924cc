//! Makes outside text safe for a terminal, a log line and a header, once, where it enters.
//!
//! Drops controls, terminal sequences, bidi controls, tag and zero-width characters (joiners stay
//! where a script needs them), caps stacked marks and length. Leaves folding for matching to `fold`.

mod classes;
mod cleaner;

pub use classes::western;
pub use cleaner::{Cleaner, Shape};

/// One line: every run of blanks and line ends becomes one space; at most `max_chars` characters.
#[must_use]
pub fn line(text: &str, max_chars: usize) -> String {
    let mut cleaner = Cleaner::new(Shape::Line, max_chars.saturating_mul(4));
    cleaner.push(text);
    let mut cleaned = cleaner.finish();
    // Bytes are an upper bound of characters: most titles end here.
    if cleaned.len() > max_chars
        && let Some((cut, _)) = cleaned.char_indices().nth(max_chars)
    {
        cleaned.truncate(cut);
        cleaned.truncate(cleaned.trim_end().len());
    }
    cleaned
}

/// Several lines: blanks collapse inside a line, empty lines go; at most `max_bytes` bytes.
#[must_use]
pub fn lines(text: &str, max_bytes: usize) -> String {
    let mut cleaner = Cleaner::new(Shape::Lines, max_bytes);
    cleaner.push(text);
    cleaner.finish()
}

/// A link as one word: a space is escaped, other blanks, controls and invisible characters go; `None` beyond `max_bytes`,
/// because a cut link leads elsewhere.
#[must_use]
pub fn link(text: &str, max_bytes: usize) -> Option<String> {
    let text = text.trim();
    if text.len() > max_bytes.saturating_mul(2) {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_graphic()) {
        return (text.len() <= max_bytes).then(|| text.to_owned());
    }
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' => cleaned.push_str("%20"),
            c if c.is_whitespace() || classes::is_dropped(c) => {}
            c => cleaned.push(c),
        }
    }
    (cleaned.len() <= max_bytes).then_some(cleaned)
}

#[cfg(test)]
mod tests;
