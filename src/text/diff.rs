//! What changed between two texts, word by word.
//!
//! Pure and bounded: where two texts share too little to be compared in reasonable time, the whole
//! middle counts as rewritten. How a difference looks is the screen's business.

/// Most pairs of words compared (two texts of a thousand words each).
const PAIRS: usize = 1_000_000;

/// A stretch of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// In both texts.
    Same(&'a str),
    /// Only in the earlier one.
    Gone(&'a str),
    /// Only in the later one.
    New(&'a str),
}

/// The pieces of two texts in order; words keep the blanks behind them.
#[must_use]
pub fn words<'a>(before: &'a str, after: &'a str) -> Vec<Piece<'a>> {
    let (old, new) = (tokens(before), tokens(after));
    let head = old.iter().zip(&new).take_while(|(a, b)| same(before, after, (a, b))).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev());
    let tail = tail.take(most).take_while(|(a, b)| same(before, after, (a, b))).count();
    let middle = (
        old.get(head..old.len() - tail).unwrap_or_default(),
        new.get(head..new.len() - tail).unwrap_or_default(),
    );
    let mut pieces = Pieces { before, after, out: Vec::new() };
    pieces.push(Kind::Same, new.get(..head).unwrap_or_default());
    compare(&mut pieces, middle);
    pieces.push(Kind::Same, new.get(new.len() - tail..).unwrap_or_default());
    pieces.out
}

/// Bytes shown before the first change of a long text.
const LED: usize = 24;

/// Both texts from a few words before where they part, with a mark where something was left out.
#[must_use]
pub fn from_change(before: &str, after: &str) -> (String, String) {
    let parts = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let until = parts.saturating_sub(LED);
    let from = |text: &str| {
        let same = text.char_indices().take_while(|(at, _)| *at < until);
        let cut = same.filter(|(_, c)| c.is_whitespace()).last();
        match cut.and_then(|(at, blank)| text.get(at + blank.len_utf8()..)) {
            Some(rest) => format!("…{rest}"),
            None => text.to_owned(),
        }
    };
    (from(before), from(after))
}

type Token = (usize, usize);

/// The words of a text with the blanks behind each.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut from = 0;
    let mut blank = false;
    for (at, c) in text.char_indices() {
        if blank && !c.is_whitespace() {
            tokens.push((from, at));
            from = at;
        }
        blank = c.is_whitespace();
    }
    if from < text.len() {
        tokens.push((from, text.len()));
    }
    tokens
}

fn same(before: &str, after: &str, (a, b): (&Token, &Token)) -> bool {
    word(before, *a) == word(after, *b)
}

fn word(text: &str, (from, to): Token) -> &str {
    text.get(from..to).unwrap_or("").trim_end()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Gone,
    New,
}

struct Pieces<'a> {
    before: &'a str,
    after: &'a str,
    out: Vec<Piece<'a>>,
}

impl<'a> Pieces<'a> {
    /// Tokens that follow each other are one stretch.
    fn push(&mut self, kind: Kind, tokens: &[Token]) {
        let (Some((from, _)), Some((_, to))) = (tokens.first(), tokens.last()) else { return };
        let text = if kind == Kind::Gone { self.before } else { self.after };
        let text = text.get(*from..*to).unwrap_or("");
        self.out.push(match kind {
            Kind::Same => Piece::Same(text),
            Kind::Gone => Piece::Gone(text),
            Kind::New => Piece::New(text),
        });
    }
}

fn meet(pieces: &Pieces<'_>, one: Option<&Token>, two: Option<&Token>) -> bool {
    one.zip(two).is_some_and(|pair| same(pieces.before, pieces.after, pair))
}

/// The longest common run of words of the middle, by dynamic programming.
fn compare(pieces: &mut Pieces<'_>, (old, new): (&[Token], &[Token])) {
    if old.len().saturating_mul(new.len()) > PAIRS {
        pieces.push(Kind::Gone, old);
        pieces.push(Kind::New, new);
        return;
    }
    let wide = new.len() + 1;
    let mut length = vec![0_u16; (old.len() + 1) * wide];
    let at = |length: &[u16], a: usize, b: usize| length.get(a * wide + b).copied().unwrap_or(0);
    for (a, one) in old.iter().enumerate().rev() {
        for (b, two) in new.iter().enumerate().rev() {
            let longest = if same(pieces.before, pieces.after, (one, two)) {
                at(&length, a + 1, b + 1).saturating_add(1)
            } else {
                at(&length, a + 1, b).max(at(&length, a, b + 1))
            };
            if let Some(slot) = length.get_mut(a * wide + b) {
                *slot = longest;
            }
        }
    }
    let (mut a, mut b) = (0, 0);
    while a < old.len() || b < new.len() {
        let begin = (a, b);
        while meet(pieces, old.get(a), new.get(b)) {
            (a, b) = (a + 1, b + 1);
        }
        pieces.push(Kind::Same, new.get(begin.1..b).unwrap_or_default());
        let parted = (a, b);
        while (a < old.len() || b < new.len()) && !meet(pieces, old.get(a), new.get(b)) {
            if b >= new.len() || (a < old.len() && at(&length, a + 1, b) >= at(&length, a, b + 1)) {
                a += 1;
            } else {
                b += 1;
            }
        }
        pieces.push(Kind::Gone, old.get(parted.0..a).unwrap_or_default());
        pieces.push(Kind::New, new.get(parted.1..b).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, words};

    fn shown(before: &str, after: &str) -> String {
        let show = |piece: &Piece<'_>| match piece {
            Piece::Same(text) => (*text).to_owned(),
            Piece::Gone(text) => format!("[-{text}-]"),
            Piece::New(text) => format!("[+{text}+]"),
        };
        words(before, after).iter().map(show).collect()
    }

    #[test]
    fn long_texts_are_shown_from_where_they_part() {
        let start = "A long beginning that stays as it was, word for word. ";
        let (old, new) = (format!("{start}Six died."), format!("{start}Nobody died."));
        let (old, new) = super::from_change(&old, &new);
        assert_eq!(old, "…as it was, word for word. Six died.");
        assert_eq!(new, "…as it was, word for word. Nobody died.");
        let (old, new) = super::from_change("קצר אחד", "קצר שני");
        assert_eq!((old.as_str(), new.as_str()), ("קצר אחד", "קצר שני"));
    }

    #[test]
    fn changed_words_are_told_apart() {
        let cases = [
            ("", "", ""),
            ("one two", "one two", "one two"),
            ("", "one", "[+one+]"),
            ("one", "", "[-one-]"),
            ("two hurt in attack", "four hurt in attack", "[-two -][+four +]hurt in attack"),
            ("a b c d", "a x c y", "a [-b -][+x +]c [-d-][+y+]"),
            ("rocket hits house", "rocket hits empty house", "rocket hits [+empty +]house"),
        ];
        for (before, after, expected) in cases {
            assert_eq!(shown(before, after), expected);
        }
    }

    #[test]
    fn texts_too_long_to_compare_are_rewritten() {
        let before: String = (0..3_000).map(|n| format!("a{n} ")).collect();
        let after: String = (0..3_000).map(|n| format!("b{n} ")).collect();
        assert_eq!(words(&before, &after).len(), 2);
        let edited = format!("{before}and more");
        assert_eq!(words(&before, &edited).last(), Some(&Piece::New("and more")));
    }
}
