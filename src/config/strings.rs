//! From an offset in a string's value to the offset in the file: quotes, escapes, line ends.

/// Bytes from the start of a TOML string literal to the byte that became `at` in its value.
pub(super) fn raw_offset(literal: &str, at: usize) -> usize {
    let (quote, multiline) = opening(literal);
    let mut raw = if multiline { 3 } else { 1 };
    let mut value = 0;
    let rest = |raw: usize| literal.get(raw..).unwrap_or_default();
    if multiline {
        raw += line_end(rest(raw));
    }
    while value < at && raw < literal.len() {
        let (eaten, made) = match (quote, rest(raw)) {
            ('"', text) if text.starts_with('\\') => escape(text),
            (_, text) => text.chars().next().map_or((1, 1), |c| (c.len_utf8(), c.len_utf8())),
        };
        raw += eaten;
        value += made;
    }
    // A line continuation before the byte makes nothing: step over it.
    while quote == '"' && rest(raw).starts_with('\\') && escape(rest(raw)).1 == 0 {
        raw += escape(rest(raw)).0;
    }
    raw.min(literal.len())
}

/// The kind of quote, and whether the string may span lines.
fn opening(literal: &str) -> (char, bool) {
    let quote = if literal.starts_with('\'') { '\'' } else { '"' };
    let triple = literal.len() >= 6 && literal.chars().take(3).all(|c| c == quote);
    (quote, triple)
}

fn line_end(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with('\n')) }
}

/// Bytes eaten and bytes made by the escape that `text` begins with.
fn escape(text: &str) -> (usize, usize) {
    let digits = |count: usize| {
        let code = text.get(2..2 + count).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        (2 + count, code.and_then(char::from_u32).map_or(1, char::len_utf8))
    };
    match text.chars().nth(1) {
        Some('x') => digits(2),
        Some('u') => digits(4),
        Some('U') => digits(8),
        Some(c) if c.is_whitespace() => {
            let after = text.get(1..).unwrap_or_default().trim_start();
            (text.len() - after.len(), 0)
        }
        Some(c) => (1 + c.len_utf8(), 1),
        None => (1, 0),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toml_edit::Document;

    use super::raw_offset;

    /// Every character of a value is found again at its place in the literal.
    #[test]
    fn offsets_go_back_through_quotes_escapes_and_line_ends() {
        let literals = [
            "'a rocket'",
            "\"caf\u{e9} x\"",
            "'''\n  rocket\n  OR mortar\n'''",
            "'''\r\n  rocket\r\n  OR mortar\r\n'''",
            "\"\"\"\nrocket \\\n   OR mortar \\\"x\\\" y\"\"\"",
            "\"\"\"\r\nrocket \\\r\n   OR x\r\n OR mortar\"\"\"",
            "\"tab\\tx\\u00e9y\\U0001F680z\"",
            "\"\"\"quote \"inside\" it\"\"\"",
            "'''it's'''",
        ];
        for literal in literals {
            let text = format!("v = {literal}\n");
            let document = Document::parse(text.as_str()).unwrap();
            let value = document["v"].as_str().unwrap().to_owned();
            for (at, c) in value.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                let raw = raw_offset(literal, at);
                let there = literal[raw..].chars().next();
                assert!(there == Some(c) || there == Some('\\'), "{literal} at {at}: {there:?}");
            }
        }
    }

    /// What a value is written as: plain, escaped, broken over lines.
    fn piece() -> impl Strategy<Value = (String, String)> {
        prop_oneof![
            "[a-zé\u{430}\u{6f22} ]".prop_map(|c| (c.clone(), c)),
            Just(("\\\"".to_owned(), "\"".to_owned())),
            Just(("\\\\".to_owned(), "\\".to_owned())),
            Just(("\\t".to_owned(), "\t".to_owned())),
            Just(("\\u00e9".to_owned(), "é".to_owned())),
            Just(("\\U0001F680".to_owned(), "\u{1F680}".to_owned())),
            Just(("\\\n  ".to_owned(), String::new())),
            Just(("\n".to_owned(), "\n".to_owned())),
        ]
    }

    proptest! {
        #[test]
        fn every_byte_of_a_value_has_its_place(pieces in proptest::collection::vec(piece(), 1..12)) {
            let literal: String = pieces.iter().map(|(raw, _)| raw.as_str()).collect();
            let literal = format!("\"\"\"x{literal}x\"\"\"");
            let text = format!("v = {literal}\n");
            let document = Document::parse(text.as_str()).unwrap();
            let value = document["v"].as_str().unwrap();
            let (mut at, mut raw) = (1, 4);
            for (i, (written, meant)) in pieces.iter().enumerate() {
                // Blanks behind a broken line belong to the break.
                let broken = i > 0 && pieces[i - 1].1.is_empty();
                prop_assume!(!(broken && meant.starts_with([' ', '\n'])));
                prop_assert!(value[at..].starts_with(meant.as_str()));
                if !meant.is_empty() {
                    prop_assert_eq!(raw_offset(&literal, at), raw, "{} at {}", literal, at);
                }
                at += meant.len();
                raw += written.len();
            }
        }
    }
}
