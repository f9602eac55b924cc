//! Markup that stands unescaped inside a field, as the HTML that was meant.

use super::entities::Entities;
use super::names::Names;
use crate::feed::scan::{Scanner, Token};

/// The content of a field: entities expanded, elements of pages without their prefixes.
pub(super) fn as_html<'a>(
    content: &'a str,
    names: &mut Names<'a>,
    entities: &mut Entities<'a>,
) -> String {
    let mut out = String::with_capacity(content.len());
    let mut scanner = Scanner::within(content);
    loop {
        let before = scanner.offset();
        let Some(token) = scanner.next() else { break };
        match token {
            Token::Text(text) => out.push_str(&entities.expand(text)),
            Token::CData(text) => out.push_str(text),
            Token::Start { .. } | Token::End { .. } => {
                let name = tag_name(token, names);
                let tag = content.get(before..scanner.offset()).unwrap_or("");
                match names.in_pages(name) {
                    Some(plain) => out.push_str(&tag.replacen(name, plain, 1)),
                    None => out.push_str(tag),
                }
            }
            Token::Cut => {}
        }
    }
    out
}

/// The name of a tag, whose attributes may declare its prefix.
fn tag_name<'a>(token: Token<'a>, names: &mut Names<'a>) -> &'a str {
    match token {
        Token::Start { name, attributes, .. } => {
            names.learn(attributes);
            name
        }
        Token::End { name } => name,
        Token::Text(_) | Token::CData(_) | Token::Cut => "",
    }
}
