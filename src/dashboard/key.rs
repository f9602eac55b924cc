//! A key press as the key table and people write it: `j`, `C-d`, `Enter`.
//!
//! Knows names and spelling only; what a key means is the key map's business.

use std::fmt;

/// One key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character as typed, shift included.
    Char(char),
    /// Control and a letter.
    Ctrl(char),
    /// A key with a name.
    Named(Named),
}

/// Keys that have a name instead of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is the key it names
pub enum Named {
    Enter,
    Esc,
    Tab,
    BackTab,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Backspace,
    Delete,
    F1,
}

/// Names as shown, and other spellings accepted.
const NAMES: &[(Named, &str, &[&str])] = &[
    (Named::Enter, "Enter", &["cr", "return"]),
    (Named::Esc, "Esc", &["escape"]),
    (Named::Tab, "Tab", &[]),
    (Named::BackTab, "S-Tab", &["backtab"]),
    (Named::Up, "↑", &["up"]),
    (Named::Down, "↓", &["down"]),
    (Named::Left, "←", &["left"]),
    (Named::Right, "→", &["right"]),
    (Named::Home, "Home", &[]),
    (Named::End, "End", &[]),
    (Named::PageUp, "PgUp", &["pageup"]),
    (Named::PageDown, "PgDn", &["pagedown"]),
    (Named::Backspace, "Backspace", &["bs"]),
    (Named::Delete, "Delete", &["del"]),
    (Named::F1, "F1", &[]),
];

/// Arrow names where only ASCII may be shown.
const ASCII: &[(Named, &str)] =
    &[(Named::Up, "Up"), (Named::Down, "Down"), (Named::Left, "Left"), (Named::Right, "Right")];

impl Key {
    /// Reads keys written one after the other: `gg`, `jj<enter>a`, `<C-d>`.
    ///
    /// # Errors
    /// With the name in angle brackets that is no key.
    pub fn parse_all(text: &str) -> Result<Vec<Key>, String> {
        let mut keys = Vec::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            if c != '<' || !rest.as_str().contains('>') {
                keys.push(Key::Char(c));
                continue;
            }
            let name: String = rest.by_ref().take_while(|c| *c != '>').collect();
            keys.push(Key::from_name(&name).ok_or(name)?);
        }
        Ok(keys)
    }

    fn from_name(name: &str) -> Option<Key> {
        let lower = name.to_lowercase();
        if let Some(letter) = lower.strip_prefix("c-") {
            let mut letters = letter.chars();
            return match (letters.next(), letters.next()) {
                (Some(c), None) => Some(Key::Ctrl(c)),
                _ => None,
            };
        }
        match lower.as_str() {
            "lt" => return Some(Key::Char('<')),
            "space" => return Some(Key::Char(' ')),
            _ => {}
        }
        NAMES
            .iter()
            .find(|(_, shown, others)| {
                shown.to_lowercase() == lower || others.contains(&lower.as_str())
            })
            .map(|(key, _, _)| Key::Named(*key))
    }

    /// The name without a character outside ASCII.
    #[must_use]
    pub fn ascii_name(self) -> String {
        if let Key::Named(named) = self
            && let Some((_, name)) = ASCII.iter().find(|(key, _)| *key == named)
        {
            return (*name).to_owned();
        }
        self.to_string()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Char(' ') => f.write_str("Space"),
            Key::Char(c) => write!(f, "{c}"),
            Key::Ctrl(c) => write!(f, "C-{c}"),
            Key::Named(named) => f.write_str(
                NAMES.iter().find(|(key, _, _)| key == named).map_or("?", |(_, name, _)| name),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Named};

    #[test]
    fn keys_are_read_as_people_write_them() {
        let cases: &[(&str, &[Key])] = &[
            ("gg", &[Key::Char('g'), Key::Char('g')]),
            ("j<enter>", &[Key::Char('j'), Key::Named(Named::Enter)]),
            ("<C-d><PgDn>", &[Key::Ctrl('d'), Key::Named(Named::PageDown)]),
            ("<", &[Key::Char('<')]),
            ("<space>", &[Key::Char(' ')]),
        ];
        for (text, keys) in cases {
            assert_eq!(Key::parse_all(text).as_deref(), Ok(*keys), "{text}");
        }
        assert_eq!(Key::parse_all("<entre>"), Err("entre".to_owned()));
    }
}
