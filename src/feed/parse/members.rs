//! Lists as RDF writes them (`rdf:Bag`, `rdf:Seq`, `rdf:Alt`), inside of authors and subjects.

use crate::feed::scan::{Scanner, Token, local};

/// What stands in the members of a list, in its order; nothing where the markup is no list.
pub(super) fn of(markup: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open = None;
    let mut scanner = Scanner::within(markup);
    loop {
        let before = scanner.offset();
        let Some(token) = scanner.next() else { break };
        match token {
            Token::Start { name, empty: false, .. } if is_member(name) => {
                open = Some(scanner.offset());
            }
            Token::End { name } if is_member(name) => {
                let inside = open.take().and_then(|start| markup.get(start..before));
                found.extend(inside.map(str::trim).filter(|inside| !inside.is_empty()));
            }
            _ => {}
        }
    }
    found
}

/// `rdf:li`, or `rdf:_1`, `rdf:_2` and so on.
fn is_member(name: &str) -> bool {
    let plain = local(name);
    let numbered = plain.strip_prefix('_').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    name.len() > plain.len() && (plain == "li" || numbered)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn members_stand_in_their_order() {
        for (markup, expected) in [
            ("<rdf:Bag><rdf:li>a</rdf:li> <rdf:li> b </rdf:li></rdf:Bag>", vec!["a", "b"]),
            ("<r:Seq><r:_1>a</r:_1><r:_2><x>b</x></r:_2></r:Seq>", vec!["a", "<x>b</x>"]),
            ("<rdf:Bag><rdf:li/><rdf:li></rdf:li></rdf:Bag>", vec![]),
            ("<ul><li>a</li></ul>", vec![]),
            ("a", vec![]),
        ] {
            assert_eq!(of(markup), expected, "{markup}");
        }
    }
}
