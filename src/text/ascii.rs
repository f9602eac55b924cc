//! What a terminal can show whose locale carries ASCII alone: the typographic marks in ASCII, and `?`
//! for all else. On such a terminal the bytes of UTF-8 are no letters, and some of them are commands.

use std::borrow::Cow;

/// Typographic marks, and how ASCII writes them.
const MARKS: &[(&str, &str)] = &[
    ("…", "~"),
    ("·", "-"),
    ("−", "-"),
    ("≤", "<"),
    ("▪", "*"),
    ("–", "-"),
    ("—", "-"),
    ("’", "'"),
    ("‘", "'"),
    ("“", "\""),
    ("”", "\""),
];

/// A typographic mark in ASCII; letters stay what they are.
#[must_use]
pub fn mark(grapheme: &str) -> &str {
    MARKS.iter().find(|(mark, _)| *mark == grapheme).map_or(grapheme, |(_, plain)| plain)
}

/// The text with nothing beyond ASCII in it: one sign for each letter.
#[must_use]
pub fn carried(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let sign = |c: char| {
        let mut letter = [0; 4];
        let written = mark(c.encode_utf8(&mut letter)).chars().next().filter(char::is_ascii);
        written.unwrap_or('?')
    };
    Cow::Owned(text.chars().map(sign).collect())
}

#[cfg(test)]
mod tests {
    use super::carried;

    #[test]
    fn what_ascii_cannot_say_is_a_question_mark() {
        assert_eq!(carried("Rocket — “Kyiv”…"), "Rocket - \"Kyiv\"~");
        assert_eq!(carried("Ракета"), "??????");
        assert!(matches!(carried("plain"), std::borrow::Cow::Borrowed("plain")));
    }
}
