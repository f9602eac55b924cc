//! Cuts a query into tokens.
//!
//! Brackets that touch a word's letters belong to the word; `NOT NEAR/n` is one token.

use std::ops::Range;

use super::nearest::nearest;
use super::operators::{Distance, FARTHEST, OPERATORS, Operator, find};
use super::pasted;
use super::problem::{Fault, shown};
use super::syntax::Scope;

/// A piece of a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A word with its brackets and star.
    Word,
    /// A phrase; the span is what stands between the quotation marks.
    Quoted,
    /// `=`
    Equals,
    /// `@name`; the span is the name.
    List,
    /// `field:`
    Field(Scope),
    /// An operator with its distance.
    Operator(&'static Operator, u32),
    /// `~n` behind a phrase.
    Within(u32),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
}

/// A token with its place.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
}

/// What opens a phrase, and what closes it.
const QUOTES: &[(char, &[char])] = &[
    ('"', &['"']),
    ('“', &['”', '“', '"']),
    ('”', &['”', '“', '"']),
    ('„', &['“', '”', '"']),
    ('«', &['»']),
    ('「', &['」']),
];

/// Cuts a query into tokens.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new() };
    while let Some(c) = lexer.peek() {
        lexer.token(c)?;
    }
    Ok(lexer.tokens)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, kind: Kind, span: Range<usize>) {
        self.tokens.push(Token { kind, span });
    }

    fn token(&mut self, c: char) -> Result<(), Fault> {
        let start = self.at;
        let sign = match c {
            '(' => Some(Kind::Open),
            ')' => Some(Kind::Close),
            ',' => Some(Kind::Comma),
            '=' => Some(Kind::Equals),
            _ => None,
        };
        if let Some(kind) = sign {
            self.at += 1;
            self.push(kind, start..start + 1);
            return Ok(());
        }
        match c {
            _ if c.is_whitespace() => {
                self.at += c.len_utf8();
                Ok(())
            }
            _ if opens(c).is_some() => self.quoted(c),
            '@' => self.list(),
            '~' => self.within(),
            _ => self.word(),
        }
    }

    fn quoted(&mut self, open: char) -> Result<(), Fault> {
        let start = self.at + open.len_utf8();
        let inside = self.text.get(start..).unwrap_or_default();
        let closes = opens(open).unwrap_or(&['"']);
        let mut ends = inside.match_indices(closes).map(|(at, _)| at);
        let Some(length) = ends.find(|at| !is_gershayim(self.text, start + at)) else {
            let fault = Fault::new(self.at..self.text.len(), "the quotation mark is not closed");
            return Err(fault.hint("end the phrase with \""));
        };
        let close = inside.get(length..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8);
        self.push(Kind::Quoted, start..start + length);
        self.at = start + length + close;
        Ok(())
    }

    fn list(&mut self) -> Result<(), Fault> {
        let start = self.at + 1;
        let name = self.text.get(start..).unwrap_or_default();
        let length = name
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
            .unwrap_or(name.len());
        if length == 0 {
            let fault = Fault::new(self.at..start, "\"@\" without the name of a list");
            return Err(fault.hint("write @name, for example @fire_sure"));
        }
        self.push(Kind::List, start..start + length);
        self.at = start + length;
        Ok(())
    }

    fn within(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let digits: String = self.rest().chars().skip(1).take_while(char::is_ascii_digit).collect();
        let end = start + 1 + digits.len();
        let before = self.text.get(..start).unwrap_or_default();
        let after_phrase = self.tokens.last().is_some_and(|token| token.kind == Kind::Quoted);
        if !after_phrase || before.ends_with(char::is_whitespace) {
            let fault = Fault::new(start..end, "\"~\" stands only right behind a phrase");
            return Err(fault.hint("write \"rocket attack\"~6 or rocket NEAR/6 attack"));
        }
        let distance = read_distance(&digits, "~", start..end)?;
        self.push(Kind::Within(distance), start..end);
        self.at = end;
        Ok(())
    }

    fn word(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while let Some(c) = self.peek() {
            match c {
                '(' => {
                    let so_far = self.text.get(start..self.at).unwrap_or_default();
                    if is_operator(so_far)
                        || matches!(so_far, "-" | "+" | "!")
                        || so_far.ends_with('=')
                    {
                        break;
                    }
                    self.at = self.bracket_end()?;
                }
                ':' if self.field(start)? => return Ok(()),
                ')' | ',' => break,
                _ if opens(c).is_some() && !is_gershayim(self.text, self.at) => break,
                '~' => {
                    let fault =
                        Fault::new(self.at..self.at + 1, "\"~\" stands only right behind a phrase");
                    return Err(fault.hint("list the spellings: rocket(s)"));
                }
                _ if c.is_whitespace() => break,
                _ => self.at += c.len_utf8(),
            }
        }
        self.finish_word(start)
    }

    /// The byte behind a bracket that touches a word.
    fn bracket_end(&self) -> Result<usize, Fault> {
        let Some(length) = self.rest().find(')') else {
            let fault = Fault::new(self.at..self.at + 1, "the bracket is not closed");
            return Err(fault.hint("a bracket that touches a word lists its endings: rocket(s)"));
        };
        let inside = self.rest().get(..length).unwrap_or_default();
        if let Some(space) = inside.find(char::is_whitespace) {
            let fault = Fault::new(
                self.at..self.at + space,
                "a bracket that touches a word lists its endings; no spaces inside",
            );
            return Err(fault.hint("write rocket(s), or put an operator before the bracket"));
        }
        Ok(self.at + length + 1)
    }

    /// Takes `field:`; a colon behind anything but letters is part of the word.
    fn field(&mut self, start: usize) -> Result<bool, Fault> {
        let name = self.text.get(start..self.at).unwrap_or_default();
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Ok(false);
        }
        let known = Scope::ALL.iter().find(|(_, word, _)| *word == name);
        let Some((scope, ..)) = known else {
            let message = format!("no field of the name \"{}\"", shown(name));
            return Err(Fault::new(start..self.at, message).hint(self.field_meant(name)));
        };
        self.at += 1;
        self.push(Kind::Field(*scope), start..self.at);
        Ok(true)
    }

    fn field_meant(&self, name: &str) -> String {
        let words = || Scope::ALL.iter().map(|(_, word, _)| *word);
        if let Some(ours) = pasted::field(name) {
            return format!("write {ours}:");
        }
        if let Some(near) = nearest(name, words()) {
            return format!("nearest: {near}:");
        }
        let all: Vec<&str> = words().collect();
        format!("fields: {}; text with a colon needs quotation marks", all.join(", "))
    }

    fn finish_word(&mut self, start: usize) -> Result<(), Fault> {
        let word = self.text.get(start..self.at).unwrap_or_default();
        if let Some(phrase) = self.in_single_marks(start) {
            let fault = Fault::new(start..self.at, "single quotation marks hold no phrase");
            return Err(fault.hint(format!("write \"{}\"", shown(phrase))));
        }
        let (name, distance) = match word.split_once('/') {
            Some((name, distance)) => (name, Some(distance)),
            None => (word, None),
        };
        if let Some(operator) = find(name) {
            return self.operator(operator, distance, start);
        }
        if let Some(digits) = distance
            && !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphabetic())
            && !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(unknown_operator(name, word, digits, start..self.at));
        }
        if let Some(fault) = pasted::word(word) {
            return Err(fault.shift(start));
        }
        self.push(Kind::Word, start..self.at);
        Ok(())
    }

    /// What stands between single quotation marks that begin at a word of several.
    fn in_single_marks(&self, start: usize) -> Option<&'a str> {
        let rest = self.text.get(start..)?;
        let inside = rest.strip_prefix(['\'', '‘'])?;
        let closes = |c: char| matches!(c, '\'' | '’');
        let end = inside.char_indices().filter(|(_, c)| closes(*c)).find(|(at, c)| {
            let after = inside.get(at + c.len_utf8()..).unwrap_or_default();
            !after.starts_with(char::is_alphanumeric)
        })?;
        inside.get(..end.0).filter(|phrase| phrase.contains(char::is_whitespace))
    }

    /// The number that follows as a word of its own.
    fn number_ahead(&self) -> Option<&'a str> {
        let word = self.rest().split_whitespace().next()?;
        word.bytes().all(|b| b.is_ascii_digit()).then_some(word)
    }

    fn operator(
        &mut self,
        operator: &'static Operator,
        distance: Option<&str>,
        start: usize,
    ) -> Result<(), Fault> {
        if operator.word == "NOT" && distance.is_none() {
            let rest = self.rest();
            let next = rest.trim_start();
            if next.starts_with("NEAR/") || next == "NEAR" || next.starts_with("NEAR ") {
                self.at += rest.len() - next.len();
                self.at += next.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(next.len());
                let word = self.text.get(start..self.at).unwrap_or_default();
                let distance = word.split_once('/').map(|(_, n)| n);
                if let Some(not_near) = find("NOT NEAR") {
                    return self.operator(not_near, distance, start);
                }
            }
        }
        let span = start..self.at;
        let distance = match (operator.distance, distance) {
            (Distance::None, None) => 0,
            (Distance::None, Some(_)) => {
                let message = format!("{} takes no distance", operator.word);
                return Err(Fault::new(span, message).hint(format!("write {}", operator.word)));
            }
            (Distance::Required, given) => {
                let written = self.text.get(span.clone()).unwrap_or(operator.word);
                let written = written.split('/').next().unwrap_or(operator.word);
                if let Some(number) = given.is_none().then(|| self.number_ahead()).flatten() {
                    let fault =
                        Fault::new(span, format!("{written} needs its distance behind a slash"));
                    return Err(fault.hint(format!("write {written}/{number}")));
                }
                read_distance(given.unwrap_or_default(), written, span.clone())?
            }
        };
        self.push(Kind::Operator(operator, distance), span);
        Ok(())
    }
}

/// Whether a quotation mark stands between two Hebrew letters, where it belongs to an acronym.
fn is_gershayim(text: &str, at: usize) -> bool {
    let is_hebrew = |c: char| ('\u{5D0}'..='\u{5F2}').contains(&c);
    let (before, mark) = text.split_at_checked(at).unwrap_or_default();
    let mut behind = mark.chars();
    matches!(behind.next(), Some('"' | '“' | '”'))
        && before.ends_with(is_hebrew)
        && behind.next().is_some_and(is_hebrew)
}

/// What closes the phrase that a quotation mark opens.
fn opens(c: char) -> Option<&'static [char]> {
    QUOTES.iter().find(|(open, _)| *open == c).map(|(_, close)| *close)
}

/// Whether a word that touches an opening bracket is an operator, known or misspelt.
fn is_operator(word: &str) -> bool {
    let name = word.split('/').next().unwrap_or_default();
    find(name).is_some() || (word.contains('/') && word.ends_with(|c: char| c.is_ascii_digit()))
}

fn read_distance(digits: &str, word: &str, span: Range<usize>) -> Result<u32, Fault> {
    let slash = if word == "~" { "" } else { "/" };
    let example = format!("for example {word}{slash}8");
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::new(span, format!("{word} needs a distance, {example}")));
    }
    match digits.parse::<u32>() {
        Ok(distance) if distance <= FARTHEST => Ok(distance),
        _ => {
            let fault = Fault::new(span, format!("the greatest distance is {FARTHEST} words"));
            Err(fault.hint("write AND where the distance does not matter"))
        }
    }
}

fn unknown_operator(name: &str, word: &str, digits: &str, span: Range<usize>) -> Fault {
    let upper = name.to_ascii_uppercase();
    if find(&upper).is_some() {
        let fault = Fault::new(span, format!("\"{}\" is text here", shown(word)));
        return fault.hint(format!("operators are written in capitals: {upper}/{digits}"));
    }
    if let Some(fault) = pasted::word(word) {
        return Fault { span, ..fault };
    }
    let takes_distance = |op: &&Operator| op.distance == Distance::Required;
    let words = OPERATORS.iter().filter(takes_distance).map(|op| op.word);
    let meant = nearest(&upper, words).unwrap_or("NEAR");
    let message = format!("no operator of the name \"{}\"", shown(word));
    Fault::new(span, message).hint(format!("did you mean {meant}/{digits}?"))
}
