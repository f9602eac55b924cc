//! One content in several renderings, as Atom 0.3 writes it (`multipart/alternative`).

use std::borrow::Cow;

use super::entities::Entities;
use crate::feed::scan::{Scanner, Token, attribute, local};

/// One rendering.
pub(super) struct Part<'a> {
    pub attributes: &'a str,
    pub inner: &'a str,
    /// Whether elements stand in it.
    pub markup: bool,
}

/// The rendering to be read of what says that it holds several: markup, else the first.
pub(super) fn best<'a>(attributes: &str, inner: &'a str) -> Option<Part<'a>> {
    let kind = attribute(attributes, "type")?;
    if !kind.trim_start().to_ascii_lowercase().starts_with("multipart/") {
        return None;
    }
    let mut found = parts(inner);
    let is_markup = |part: &Part<'_>| {
        attribute(part.attributes, "type").is_some_and(|kind| kind.contains("html"))
    };
    let at = found.iter().position(is_markup).unwrap_or(0);
    (at < found.len()).then(|| found.swap_remove(at))
}

fn parts(inner: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &str, bool)> = None;
    let mut scanner = Scanner::within(inner);
    loop {
        let before = scanner.offset();
        let Some(token) = scanner.next() else { break };
        match (token, &mut open) {
            (Token::Start { name, attributes, empty: false }, None) if is_content(name) => {
                open = Some((scanner.offset(), attributes, false));
            }
            (Token::Start { .. }, Some((.., markup))) => *markup = true,
            (Token::End { name }, Some((start, attributes, markup))) if is_content(name) => {
                let inner = inner.get(*start..before).unwrap_or("");
                found.push(Part { attributes, inner, markup: *markup });
                open = None;
            }
            _ => {}
        }
    }
    found
}

fn is_content(name: &str) -> bool {
    local(name).eq_ignore_ascii_case("content")
}

/// What a field without elements in it says.
pub(super) fn plain<'a>(inner: &'a str, entities: &mut Entities<'a>) -> String {
    let said = |token| match token {
        Token::Text(text) => Some(entities.resolved(text)),
        Token::CData(text) => Some(Cow::Borrowed(text)),
        Token::Start { .. } | Token::End { .. } | Token::Cut => None,
    };
    Scanner::within(inner).filter_map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::best;

    #[test]
    fn markup_is_read_before_plain_text() {
        let plain = "<content type='text/plain'>a</content>";
        for (inner, expected) in [
            (format!("{plain}<content type='text/html'>b</content>"), Some(("b", false))),
            (
                format!("{plain}<x:content type='application/xhtml+xml'><p>b</p></x:content>"),
                Some(("<p>b</p>", true)),
            ),
            (format!("{plain}<content type='image/png'>b</content>"), Some(("a", false))),
            ("b".to_owned(), None),
        ] {
            let found = best("type='multipart/alternative'", &inner);
            assert_eq!(found.map(|part| (part.inner, part.markup)), expected, "{inner}");
        }
        assert!(best("type='text/html'", plain).is_none());
    }
}
