//! Writes queries in their normal form: parsing it again gives the same query.

use std::fmt::{self, Display, Formatter};

use super::operators::find;
use super::syntax::{Kind, Node, Piece, Term, Word};

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Term(term) => term.fmt(f),
            Kind::List(name) => write!(f, "@{name}"),
            Kind::Field(scope, inner) => {
                write!(f, "{}:", scope.name())?;
                operand(inner, 40, f)
            }
            Kind::Not(inner) => {
                f.write_str("NOT ")?;
                operand(inner, 30, f)
            }
            Kind::Of(wanted, parts) => {
                write!(f, "{wanted} OF (")?;
                separated(parts, ", ", f)?;
                f.write_str(")")
            }
            Kind::Join(operator, distance, parts) => {
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        write!(f, " {} ", operator.written(*distance))?;
                    }
                    // Chains lean left: only the first part may bind as loosely.
                    operand(part, operator.binds + u8::from(i > 0), f)?;
                }
                Ok(())
            }
        }
    }
}

fn separated(parts: &[Node], between: &str, f: &mut Formatter<'_>) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        f.write_str(if i > 0 { between } else { "" })?;
        part.fmt(f)?;
    }
    Ok(())
}

/// A part inside another, in brackets where it binds more loosely.
fn operand(node: &Node, tightest: u8, f: &mut Formatter<'_>) -> fmt::Result {
    let binds = match &node.kind {
        Kind::Join(operator, ..) => operator.binds,
        Kind::Not(_) => 25,
        _ => u8::MAX,
    };
    if binds < tightest { write!(f, "({node})") } else { node.fmt(f) }
}

impl Display for Term {
    /// As the query language writes it: phrases in quotation marks.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let bare = self.joined();
        let sign = if self.exact { "=" } else { "" };
        if is_bare(&bare) {
            return write!(f, "{sign}{bare}");
        }
        let (open, close) = marks(&bare);
        write!(f, "{sign}{open}{bare}{close}")
    }
}

impl Term {
    /// As a list entry writes it, without quotation marks.
    #[must_use]
    pub fn plain(&self) -> String {
        format!("{}{}", if self.exact { "=" } else { "" }, self.joined())
    }

    /// Its words with a space between.
    fn joined(&self) -> String {
        self.words.iter().map(Word::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// Quotation marks that a phrase does not hold itself (`«צה"ל»`).
fn marks(phrase: &str) -> (char, char) {
    let all = [('"', '"'), ('«', '»'), ('「', '」')];
    all.into_iter().find(|(_, close)| !phrase.contains(*close)).unwrap_or(('"', '"'))
}

/// Whether a word needs no quotation marks.
fn is_bare(text: &str) -> bool {
    let starts_well = text.chars().next().is_some_and(char::is_alphanumeric);
    let plain = |c: char| {
        c.is_alphanumeric() || matches!(c, '(' | ')' | '|' | '*' | '-' | '\'' | '’' | '.')
    };
    starts_well
        && text.chars().all(plain)
        && !text.bytes().all(|b| b.is_ascii_digit())
        && find(text.split('(').next().unwrap_or_default()).is_none()
}

impl Display for Word {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                Piece::Letters(letters) => f.write_str(letters)?,
                Piece::Choice(choice) => write!(f, "({})", choice.join("|"))?,
            }
        }
        f.write_str(if self.open { "*" } else { "" })
    }
}
