//! Words of a line as newsboat's files write them. What the words mean is the reader's business.

/// Words divided by blanks. In double quotes blanks belong to the word, and a backslash keeps the
/// quote or backslash behind it; `#` at the start of a word begins a comment.
#[must_use]
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(&first) = chars.peek() {
        if first.is_whitespace() {
            chars.next();
            continue;
        }
        if first == '#' {
            break;
        }
        let quoted = chars.next_if_eq(&'"').is_some();
        let mut word = String::new();
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted => break,
                '\\' if quoted => match chars.next() {
                    Some(next @ ('"' | '\\')) => word.push(next),
                    Some(next) => word.extend(['\\', next]),
                    None => {}
                },
                c if !quoted && c.is_whitespace() => break,
                c => word.push(c),
            }
        }
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn quotes_keep_blanks_and_backslashes_keep_quotes() {
        for (line, divided) in [
            ("a  b", &["a", "b"][..]),
            ("x \"a b\" c # d", &["x", "a b", "c"]),
            ("https://a.example/#top", &["https://a.example/#top"]),
            (r#""say \"no\"" "\bword" "\\""#, &["say \"no\"", r"\bword", "\\"]),
            ("# all of it", &[]),
            ("\"open", &["open"]),
        ] {
            assert_eq!(words(line), divided, "{line}");
        }
    }
}
