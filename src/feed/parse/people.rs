//! The names in an author element: its text, elements inside of it, a list of several, an attribute.

use std::borrow::Cow;

use super::members;
use crate::feed::scan::{Scanner, Token, attribute, local, resolve};

/// The names that an author element gives, in its order.
pub(super) fn people(attributes: &str, text: &str) -> Vec<String> {
    if !text.contains('<') {
        let named = if text.trim().is_empty() { attribute(attributes, "name") } else { None };
        let name = named.unwrap_or(Cow::Borrowed(text)).trim().to_owned();
        return if name.is_empty() { Vec::new() } else { vec![name] };
    }
    let listed = members::of(text);
    let each = if listed.is_empty() { vec![text] } else { listed };
    each.into_iter().filter_map(inside).collect()
}

/// The best name in the markup of one person.
fn inside(markup: &str) -> Option<String> {
    let mut parts = [const { String::new() }; 3];
    let mut inside = "";
    for token in Scanner::within(markup) {
        let said = match token {
            Token::Start { name, .. } => {
                inside = local(name);
                parts.iter_mut().for_each(|part| part.push(' '));
                continue;
            }
            Token::End { .. } => {
                inside = "";
                continue;
            }
            Token::Text(said) => resolve(said),
            Token::CData(said) => Cow::Borrowed(said),
            Token::Cut => continue,
        };
        if let Some(part) = part(inside).and_then(|place| parts.get_mut(place)) {
            part.push_str(&said);
        }
    }
    parts
        .iter()
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        .find(|name| !name.is_empty())
}

/// Where the text of an element inside of an author counts: a name, then words, then an address.
fn part(inside: &str) -> Option<usize> {
    match inside {
        "name" | "Name" => Some(0),
        "email" | "Email" => Some(2),
        "uri" | "url" | "homepage" | "title" => None,
        _ => Some(1),
    }
}

#[cfg(test)]
mod tests {
    use super::people;

    #[test]
    fn names_are_found_however_they_are_written() {
        for (attributes, text, expected) in [
            ("", " Ann ", vec!["Ann"]),
            ("name='Ann'", " ", vec!["Ann"]),
            ("", "", vec![]),
            ("", "<name>Ann</name><email>a@b.example</email>", vec!["Ann"]),
            ("", "<email>a@b.example</email><uri>http://b.example</uri>", vec!["a@b.example"]),
            ("", "<name>Ann</name><name>Bo</name>", vec!["Ann Bo"]),
            (
                "",
                "<r:Bag><r:li>Ann B.</r:li><r:li>Bo &amp; Co</r:li></r:Bag>",
                vec!["Ann B.", "Bo & Co"],
            ),
            (
                "",
                "<r:Seq><r:_1><f:name>Ann</f:name></r:_1><r:_2>Bo</r:_2></r:Seq>",
                vec!["Ann", "Bo"],
            ),
        ] {
            assert_eq!(people(attributes, text), expected, "{text}");
        }
    }
}
