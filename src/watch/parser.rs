//! Builds the syntax tree by the operators' precedence.
//!
//! Knows the grammar only; whether lists exist and operands fit is compiling's work.

use std::ops::Range;

use super::lexer::{Kind as Sign, Token, tokens};
use super::operators::{Operator, Sides, find};
use super::pasted;
use super::problem::{Fault, shown};
use super::syntax::{DEEPEST, Kind, Node, Term};
use super::term::parse_words;
use crate::text::fold::fold;

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
        match self.peek() {
            Some(Token { kind: Sign::Operator(..) | Sign::Close | Sign::Comma, .. }) | None => {
                let message = format!("nothing behind \"{}\"", self.slice(&field.span));
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

    /// The problem of a token that cannot stand where it stands.
    fn unexpected(&self, token: &Token) -> Fault {
        let span = token.span.clone();
        match token.kind {
            Sign::Close => {
                let fault = Fault::new(span, "a closing bracket without an opening one");
                fault.hint("take it out, or write ( where the part begins")
            }
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
