//! What to say of a token that stands where it cannot stand: nothing between two parts, nothing before
//! an operator, a bracket too many. Reading what can stand is the parser's work.

use super::Parser;
use crate::text::fold::fold;
use crate::watch::lexer::{Kind as Sign, Token};
use crate::watch::pasted;
use crate::watch::problem::{Fault, shown};

impl Parser<'_> {
    /// The problem of a token that cannot stand where it stands.
    pub(super) fn unexpected(&self, token: &Token) -> Fault {
        let span = token.span.clone();
        match token.kind {
            Sign::Close => self.stray_close(token),
            Sign::Comma => {
                let fault = Fault::new(span, "a comma stands only between the queries of OF");
                fault.hint("write OR, or 2 OF (a, b, c)")
            }
            Sign::Within(distance) => {
                let fault = Fault::new(span, "\"~\" does not go with \"=\"");
                fault.hint(format!("write =a NEAR/{distance} =b, each word with its own \"=\""))
            }
            Sign::Operator(operator, _) if operator.word == "OF" => {
                let fault = Fault::new(span, "OF needs a number before it");
                fault.hint("write 2 OF (a, b, c), or \"OF\" for the word")
            }
            Sign::Operator(..) => self.nothing_before(token),
            _ => self.adjacent(token),
        }
    }

    /// A closing bracket that closes nothing, or does so too early.
    fn stray_close(&self, token: &Token) -> Fault {
        let before = self.index(token).checked_sub(1).and_then(|i| self.tokens.get(i));
        if let Some(Token { kind: Sign::Operator(..) | Sign::Comma, span }) = before {
            let message = format!("a term is missing behind {}", self.slice(span));
            let fault = Fault::new(span.start..token.span.end, message);
            return fault.hint("write a term before the bracket closes, or take the operator out");
        }
        let fault = Fault::new(token.span.clone(), "a closing bracket without an opening one");
        fault.hint("take it out, or write ( where the part begins")
    }

    /// An operator with no term before it.
    fn nothing_before(&self, token: &Token) -> Fault {
        let word = self.slice(&token.span);
        let index = self.index(token);
        let before = index.checked_sub(1).and_then(|i| self.tokens.get(i));
        if let Some(Token { kind: Sign::Operator(..), span }) = before {
            let message = format!("{word} right behind {}", self.slice(span));
            return Fault::new(token.span.clone(), message).hint("take one of the two out");
        }
        let fault = Fault::new(token.span.clone(), format!("{word} needs a term before it"));
        fault.hint(format!("write \"{word}\" in quotation marks if you mean the word"))
    }

    fn index(&self, token: &Token) -> usize {
        self.tokens.iter().position(|t| t.span == token.span).unwrap_or(self.at)
    }

    /// The word at an index that was meant as an operator, as a problem.
    fn meant(&self, index: usize) -> Option<Fault> {
        let token = self.tokens.get(index).filter(|t| t.kind == Sign::Word)?;
        if self.follows_mark(index) {
            return None;
        }
        let next = self.tokens.get(index + 1);
        let word = self.slice(&token.span);
        let counts = index > 0
            && word.eq_ignore_ascii_case("of")
            && next.is_some_and(|t| t.kind == Sign::Open);
        let next = next.map_or("", |t| self.slice(&t.span));
        let of = || {
            Some((
                format!("\"{word}\" is text here"),
                "operators are written in capitals: OF".to_owned(),
            ))
        };
        let (message, hint) = if counts { of() } else { pasted::meant(word, next) }?;
        Some(Fault::new(token.span.clone(), message).hint(hint))
    }

    /// Two operands with nothing between them.
    fn adjacent(&self, token: &Token) -> Fault {
        let mut first = self.index(token);
        let meant = self.meant(first).or_else(|| self.meant(first.checked_sub(1)?));
        if let Some(fault) = meant {
            return fault;
        }
        let is_word = |i: usize| {
            self.tokens.get(i).is_some_and(|t| t.kind == Sign::Word && !self.follows_mark(i))
        };
        let span = token.span.clone();
        if is_word(first) && fold(self.slice(&span)).words().next().is_none() {
            let message =
                format!("\"{}\" is punctuation, which is not compared", self.slice(&span));
            return Fault::new(span, message)
                .hint("take it out, or put the phrase in quotation marks");
        }
        if first == 0 || !is_word(first) || !is_word(first - 1) {
            let fault = Fault::new(span, "two parts with nothing between them");
            return fault.hint(
                "write AND (both anywhere), OR (either) or NEAR/6 (close together) between them",
            );
        }
        first -= 1;
        let mut words = Vec::new();
        while is_word(first) && words.len() < 6 {
            words.extend(self.tokens.get(first).map(|t| shown(self.slice(&t.span))));
            first += 1;
        }
        let fault = Fault::new(span, "two words with nothing between them");
        fault.hint(format!(
            "write \"{}\" (phrase), {} (both anywhere) or {} (close together)",
            words.join(" "),
            words.join(" AND "),
            words.join(" NEAR/6 ")
        ))
    }

    /// Whether a word belongs to a mark before it, such as `=` or `title:`.
    fn follows_mark(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|i| self.tokens.get(i));
        before.is_some_and(|t| matches!(t.kind, Sign::Equals | Sign::Field(_)))
    }
}
