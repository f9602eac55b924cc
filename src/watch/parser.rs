//! Builds the syntax tree by the operators' precedence.
//!
//! Knows the grammar only; whether lists exist and operands fit is compiling's work.

mod misplaced;

use std::ops::Range;

use super::lexer::{Kind as Sign, Token, tokens};
use super::operators::{Operator, Sides, find};
use super::problem::Fault;
use super::syntax::{DEEPEST, Kind, Node, Term};
use super::term::parse_words;

/// Longest query, in bytes.
pub const LONGEST: usize = 64 << 10;

/// Parses a query.
pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    if text.len() > LONGEST {
        let message = format!("the query is longer than {} KiB", LONGEST >> 10);
        return Err(Fault::new(0..0, message).hint("put its terms into a list"));
    }
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        let fault = Fault::new(0..0, "the query is empty");
        return Err(fault.hint("write a term, for example rocket(s)"));
    }
    let mut parser = Parser { text, tokens, at: 0, depth: 0 };
    let node = parser.expression(0)?;
    match parser.peek() {
        None => Ok(node),
        Some(token) => Err(parser.unexpected(&token)),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).cloned()
    }

    fn slice(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    fn end(&self) -> Range<usize> {
        self.text.trim_end().len()..self.text.len()
    }

    fn deeper(&mut self, span: &Range<usize>) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("nested deeper than {DEEPEST} levels");
            return Err(Fault::new(span.clone(), message).hint("put inner parts into lists"));
        }
        Ok(())
    }

    /// Each link of a chain of NEARs is a level of the tree: whether there is room for one more.
    fn longer(&self, span: &Range<usize>, links: usize) -> Result<(), Fault> {
        // Where brackets fill the levels, the operand behind the operator is told of.
        if self.depth < DEEPEST || links <= DEEPEST / 2 {
            return Ok(());
        }
        let word = self.slice(span);
        let message = format!("more than {} operators such as {word} in a row", links - 1);
        Err(Fault::new(span.clone(), message)
            .hint("put the terms into a list: @list NEAR/8 b, or join shorter chains with AND"))
    }

    /// Operators that bind at least this tightly, with their operands.
    fn expression(&mut self, tightest: u8) -> Result<Node, Fault> {
        let depth = self.depth;
        let mut links = 0;
        let mut left = self.prefix()?;
        while let Some(Token { kind: Sign::Operator(operator, distance), span }) = self.peek() {
            if operator.binds < tightest || operator.word == "OF" {
                break;
            }
            self.at += 1;
            if operator.sides == Sides::Places {
                links += 1;
                self.longer(&span, links)?;
            }
            let mut right = self.expression(operator.binds + 1)?;
            let mut joins = operator;
            if operator.word == "NOT" {
                let span = span.start..right.span.end;
                right = Node { kind: Kind::Not(Box::new(right)), span };
                joins = find("AND").unwrap_or(operator);
            }
            self.depth += usize::from(joins.sides == Sides::Places);
            left = join(joins, distance, left, right);
        }
        self.depth = depth;
        Ok(left)
    }

    /// One operand with what stands before it.
    fn prefix(&mut self) -> Result<Node, Fault> {
        let Some(token) = self.peek() else {
            let fault = Fault::new(self.end(), "the query ends where a term is missing");
            return Err(fault.hint("write a term, an @list or a bracket"));
        };
        self.deeper(&token.span)?;
        self.at += 1;
        let node = match token.kind {
            Sign::Operator(operator, _) if operator.word == "NOT" => self.negation(&token)?,
            Sign::Open => self.bracket(&token)?,
            Sign::Field(scope) => {
                let inner = self.operand(&token)?;
                let span = token.span.start..inner.span.end;
                Node { kind: Kind::Field(scope, Box::new(inner)), span }
            }
            Sign::Equals => self.exact(&token)?,
            Sign::List => {
                let name = self.slice(&token.span).to_owned();
                Node { kind: Kind::List(name), span: token.span.start - 1..token.span.end }
            }
            Sign::Quoted => self.phrase(&token)?,
            Sign::Word if self.is_count(&token) => self.count(&token)?,
            Sign::Word => self.term(&token.span, false)?,
            _ => return Err(self.unexpected(&token)),
        };
        self.depth -= 1;
        Ok(node)
    }

    fn negation(&mut self, not: &Token) -> Result<Node, Fault> {
        let inner = match self.peek() {
            Some(Token { kind: Sign::Operator(op, _), .. }) if op.word == "NOT" => self.prefix()?,
            _ => self.expression(30)?,
        };
        let span = not.span.start..inner.span.end;
        Ok(Node { kind: Kind::Not(Box::new(inner)), span })
    }

    /// What a `field:` stands before: one operand, no operator.
    fn operand(&mut self, field: &Token) -> Result<Node, Fault> {
        let name = self.slice(&field.span).to_owned();
        match self.peek() {
            Some(Token { kind: Sign::Operator(not, _), span }) if not.word == "NOT" => {
                let message = format!("NOT stands before a field, not behind \"{name}\"");
                let fault = Fault::new(field.span.start..span.end, message);
                Err(fault.hint(format!("write NOT {name}cricket")))
            }
            Some(Token { kind: Sign::Operator(..) | Sign::Close | Sign::Comma, .. }) | None => {
                let message = format!("nothing behind \"{name}\"");
                Err(Fault::new(field.span.clone(), message).hint("write title:rocket(s)"))
            }
            Some(_) => self.prefix(),
        }
    }

    fn bracket(&mut self, open: &Token) -> Result<Node, Fault> {
        if let Some(Token { kind: Sign::Close, span }) = self.peek() {
            let fault = Fault::new(open.span.start..span.end, "empty brackets");
            return Err(fault.hint("write a term in them, or take them out"));
        }
        let mut node = self.expression(0)?;
        let Some(token) = self.peek() else {
            let fault = Fault::new(open.span.clone(), "the bracket is not closed");
            return Err(fault.hint("write ) where the part ends"));
        };
        if token.kind != Sign::Close {
            return Err(self.unexpected(&token));
        }
        self.at += 1;
        node.span = open.span.start..token.span.end;
        Ok(node)
    }

    fn exact(&mut self, equals: &Token) -> Result<Node, Fault> {
        let Some(token) = self.peek().filter(|t| matches!(t.kind, Sign::Word | Sign::Quoted))
        else {
            let fault =
                Fault::new(equals.span.clone(), "\"=\" stands only before a word or phrase");
            return Err(fault.hint("write =IRA or =\"Real IRA\""));
        };
        self.at += 1;
        let mut node = self.term(&token.span, true)?;
        node.span.start = equals.span.start;
        Ok(node)
    }

    fn term(&self, span: &Range<usize>, exact: bool) -> Result<Node, Fault> {
        let term = parse_words(self.slice(span), exact).map_err(|f| f.shift(span.start))?;
        Ok(Node { kind: Kind::Term(term), span: span.clone() })
    }

    /// A phrase, or with `~n` its words near each other.
    fn phrase(&mut self, token: &Token) -> Result<Node, Fault> {
        let mut node = self.term(&token.span, false)?;
        node.span = self.with_marks(&token.span);
        let Some(Token { kind: Sign::Within(distance), span }) = self.peek() else {
            return Ok(node);
        };
        self.at += 1;
        let Kind::Term(term) = node.kind.clone() else { return Ok(node) };
        let parts = term.words.into_iter().map(|word| {
            let kind = Kind::Term(Term { exact: false, words: vec![word] });
            Node { kind, span: token.span.clone() }
        });
        let near = find("NEAR");
        let mut joined: Option<Node> = None;
        for part in parts {
            self.deeper(&span)?;
            joined = Some(match (joined, near) {
                (Some(left), Some(near)) => join(near, distance, left, part),
                _ => part,
            });
        }
        Ok(joined.unwrap_or(node))
    }

    /// The span of a phrase with its quotation marks.
    fn with_marks(&self, inside: &Range<usize>) -> Range<usize> {
        let open = self.text.get(..inside.start).and_then(|t| t.chars().next_back());
        let close = self.text.get(inside.end..).and_then(|t| t.chars().next());
        inside.start - open.map_or(0, char::len_utf8)..inside.end + close.map_or(0, char::len_utf8)
    }

    fn is_count(&self, token: &Token) -> bool {
        let of = self
            .peek()
            .is_some_and(|next| matches!(next.kind, Sign::Operator(op, _) if op.word == "OF"));
        of && self.slice(&token.span).bytes().all(|b| b.is_ascii_digit())
    }

    /// `n OF (a, b, …)`.
    fn count(&mut self, number: &Token) -> Result<Node, Fault> {
        self.at += 1;
        let wanted: u32 = self.slice(&number.span).parse().unwrap_or(u32::MAX);
        if !self.take(Sign::Open) {
            let fault = Fault::new(number.span.clone(), "OF needs a list of queries in brackets");
            return Err(fault.hint("write 2 OF (rocket(s), siren(s), shelter(s))"));
        }
        let mut parts = vec![self.expression(0)?];
        while self.take(Sign::Comma) {
            parts.push(self.expression(0)?);
        }
        let end = self.peek();
        if !self.take(Sign::Close) {
            return Err(end.map_or_else(
                || {
                    let fault =
                        Fault::new(number.span.clone(), "the bracket behind OF is not closed");
                    fault.hint("write ) behind the last query")
                },
                |token| self.unexpected(&token),
            ));
        }
        let span = number.span.start..end.map_or(number.span.end, |token| token.span.end);
        if wanted == 0 || wanted as usize > parts.len() {
            let message = format!("{} OF {} queries", self.slice(&number.span), parts.len());
            let fault = Fault::new(number.span.clone(), message);
            return Err(fault.hint(format!("the number goes from 1 to {}", parts.len())));
        }
        Ok(Node { kind: Kind::Of(wanted, parts), span })
    }

    fn take(&mut self, sign: Sign) -> bool {
        let taken = self.peek().is_some_and(|token| token.kind == sign);
        self.at += usize::from(taken);
        taken
    }
}

/// Joins two parts; equal AND and OR become one flat part.
fn join(operator: &'static Operator, distance: u32, left: Node, right: Node) -> Node {
    let span = left.span.start..right.span.end;
    let mut parts = Vec::new();
    for part in [left, right] {
        match part.kind {
            Kind::Join(inner, _, more) if inner == operator && operator.sides != Sides::Places => {
                parts.extend(more);
            }
            kind => parts.push(Node { kind, span: part.span }),
        }
    }
    Node { kind: Kind::Join(operator, distance, parts), span }
}
