//! The entities that a document declares for itself, as far as they are short texts: no file is
//! fetched, and nesting makes nothing long.

use std::borrow::Cow;

use crate::feed::scan::{resolve, resolve_numbers};

/// Most entities of a document, and bytes of one.
const MOST: (usize, usize) = (256, 2 << 10);

/// Bytes of a name.
const NAME: usize = 64;

/// What XML itself gives a meaning, which no document changes.
const OWN: &[&str] = &["lt", "gt", "amp", "quot", "apos"];

/// Bytes that all entities of a document may add to it.
const BUDGET: usize = 256 << 10;

/// What is declared so far, and what it may still add.
#[derive(Debug, Default)]
pub(super) struct Entities<'a> {
    declared: Vec<(&'a str, String)>,
    /// Bytes of the longest name that is declared.
    longest: usize,
    read: bool,
    added: usize,
}

impl<'a> Entities<'a> {
    /// Takes what a document type declares; the first one counts.
    pub fn declare(&mut self, document_type: &'a str) {
        if self.read || document_type.is_empty() {
            return;
        }
        self.read = true;
        for declaration in document_type.split("<!ENTITY").skip(1).take(MOST.0) {
            let mut words = declaration.splitn(3, |c: char| c.is_ascii_whitespace());
            let (Some(""), Some(name), Some(rest)) = (words.next(), words.next(), words.next())
            else {
                continue;
            };
            if let Some(value) = quoted(rest) {
                let value = self.expand(&resolve_numbers(value)).into_owned();
                let is_name = name.len() <= NAME && !name.contains(['&', ';', '%']);
                if value.len() <= MOST.1 && is_name && !OWN.contains(&name) {
                    self.longest = self.longest.max(name.len());
                    self.declared.push((name, value));
                }
            }
        }
        self.added = 0;
    }

    /// The text with every reference resolved, declared ones too.
    pub fn resolved<'b>(&mut self, text: &'b str) -> Cow<'b, str> {
        match self.expand(text) {
            Cow::Borrowed(text) => resolve(text),
            Cow::Owned(text) => resolve(&text).into_owned().into(),
        }
    }

    /// The text with what is declared in place of its references, all other references as they were.
    pub fn expand<'b>(&mut self, text: &'b str) -> Cow<'b, str> {
        if self.declared.is_empty() || !text.contains('&') {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('&') {
            out.push_str(before);
            let end = after.bytes().take(self.longest + 1).position(|byte| byte == b';');
            let name = end.and_then(|end| after.get(..end));
            let value = self.declared.iter().find(|(known, _)| Some(*known) == name);
            match value.filter(|(_, value)| self.added + value.len() <= BUDGET) {
                Some((name, value)) => {
                    out.push_str(value);
                    self.added += value.len();
                    rest = after.get(name.len() + 1..).unwrap_or("");
                }
                None => {
                    out.push('&');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out.into()
    }
}

/// The value in quotes; none where the entity is a file of its own.
fn quoted(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split_once(quote).map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::{BUDGET, Entities};

    #[test]
    fn short_entities_are_expanded_and_nothing_else() {
        let mut entities = Entities::default();
        entities.declare(
            "<!DOCTYPE rss [<!ENTITY org 'UNHCR'> <!ENTITY who \"&org; staff\">
             <!ENTITY file SYSTEM 'file:///etc/passwd'><!ENTITY % p 'x'>]>",
        );
        for (text, expected) in [
            ("&who; at &org;&amp;", "UNHCR staff at UNHCR&amp;"),
            ("&file; &p; & &org", "&file; &p; & &org"),
        ] {
            assert_eq!(entities.expand(text), expected);
        }
    }

    #[test]
    fn numbers_are_resolved_at_the_declaration_and_names_of_xml_keep_their_meaning() {
        let mut entities = Entities::default();
        entities.declare(
            "<!DOCTYPE rss [<!ENTITY lt '&#38;#60;'><!ENTITY amp '&#38;#38;'>
             <!ENTITY co 'AT&#38;T &#38;lt; &amp;'><!ENTITY nbsp '&#160;'>]>",
        );
        for (text, expected) in [
            ("&lt;p&gt; &amp;", "&lt;p&gt; &amp;"),
            ("&co;", "AT&T &lt; &amp;"),
            ("a&nbsp;b &nbspx; c", "a\u{a0}b &nbspx; c"),
        ] {
            assert_eq!(entities.expand(text), expected);
        }
    }

    #[test]
    fn nesting_adds_no_more_than_the_budget() {
        let mut bomb = "<!DOCTYPE x [<!ENTITY a0 'aaaaaaaaaaaaaaaa'>".to_owned();
        for at in 1..40 {
            let inner = format!("&a{};", at - 1).repeat(16);
            bomb.push_str(&format!("<!ENTITY a{at} '{inner}'>"));
        }
        let mut entities = Entities::default();
        entities.declare(&bomb);
        let text = (0..40).map(|at| format!("&a{at};")).collect::<String>().repeat(500);
        assert!(entities.expand(&text).len() <= BUDGET + text.len());
    }
}
