//! Folding: the one spelling in which terms and texts are compared, with a map back to the source.
//!
//! Case, accents, vowel points, Arabic letter variants, apostrophes and punctuation fall away;
//! words are separated, begun and ended by one space. Runs of ASCII take a fast path. What single
//! characters become is decided in `character`; markup and terminal safety are other files' work.

mod character;
mod runs;
#[cfg(test)]
mod tests;

use std::ops::Range;

use character::Class;
pub use character::{is_dense, is_hangul};
use runs::Runs;
use unicode_normalization::char::compose;

/// Longest source that is folded; the map counts in 32 bits.
const LONGEST: usize = 1 << 30;

/// Words that French and Italian elide before a vowel: the apostrophe behind them is a space.
const ELISIONS: &[&str] = &[
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "presqu",
    "quoiqu", "dell", "nell", "all", "sull", "dall", "coll", "quell", "quest", "un", "sant",
    "bell", "mezz", "cos", "com", "dov", "senz", "anch", "tutt", "nient", "quand", "grand", "gl",
    "degl", "agl", "dagl", "negl", "sugl", "vent", "trent",
];

/// Folded text with its map to the source. Reusable: `clear` keeps the memory.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    runs: Runs,
    dense: bool,
}

/// Folds one text. Begins and ends with a space; an empty text folds to one space.
#[must_use]
pub fn fold(source: &str) -> Folded {
    let mut folded = Folded::default();
    folded.append(source);
    folded
}

/// The last character border of a text at or before a byte.
#[must_use]
pub fn border(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

impl Folded {
    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether any of it is in a script that is written without spaces.
    #[must_use]
    pub fn has_dense(&self) -> bool {
        self.dense
    }

    /// The words, in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(' ').filter(|word| !word.is_empty())
    }

    /// Empties it, keeping the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.runs.clear();
        self.dense = false;
    }

    /// Folds another text behind what is there and returns its place in the folded text. Two
    /// spaces stand between two texts, so that no phrase reaches across.
    pub fn append(&mut self, source: &str) -> Range<usize> {
        let start = self.text.len();
        let source = source.get(..border(source, LONGEST)).unwrap_or_default();
        self.text.reserve(source.len() + source.len() / 4 + 2);
        self.runs.block(start, 0, 0);
        self.text.push(' ');
        Folder { source, at: 0, initials: 0, dense: false, to: self }.run();
        start..self.text.len()
    }

    /// The bytes of the source that a range of the folded text came from: whole characters, with
    /// the marks that belong to them, without what was cut before or behind.
    #[must_use]
    pub fn span(&self, folded: Range<usize>) -> Range<usize> {
        let start = self.runs.unit(folded.start).start;
        if folded.is_empty() {
            return start..start;
        }
        start..self.runs.unit(folded.end - 1).end
    }
}

/// One walk over one source.
struct Folder<'a> {
    source: &'a str,
    at: usize,
    /// Length of the folded text when a dot between single letters was last dropped.
    initials: usize,
    /// Whether the last word character is of a script without spaces.
    dense: bool,
    to: &'a mut Folded,
}

impl Folder<'_> {
    fn run(&mut self) {
        while self.at < self.source.len() {
            self.ascii();
            self.step();
        }
        if !self.to.text.ends_with(' ') {
            self.to.runs.block(self.to.text.len(), self.at, 0);
            self.to.text.push(' ');
        }
    }

    /// Takes ASCII as long as no character needs a closer look.
    fn ascii(&mut self) {
        loop {
            self.plain();
            let rest = self.source.as_bytes().get(self.at..).unwrap_or_default();
            let gap = character::gap_length(rest);
            if gap == 0 {
                return;
            }
            if !self.to.text.ends_with(' ') {
                self.to.runs.linear(self.to.text.len(), self.at);
                self.to.text.push(' ');
            }
            self.at += gap;
        }
    }

    /// Takes the longest stretch of letters, digits and lone spaces at once.
    fn plain(&mut self) {
        let rest = self.source.as_bytes().get(self.at..).unwrap_or_default();
        let length = character::plain_length(rest);
        let Some(piece) = self.source.get(self.at..self.at + length).filter(|p| !p.is_empty())
        else {
            return;
        };
        self.part_from(false, self.at);
        let from = self.to.text.len();
        self.to.runs.linear(from, self.at);
        self.to.text.push_str(piece);
        if let Some(added) = self.to.text.get_mut(from..) {
            added.make_ascii_lowercase();
        }
        self.at += length;
    }

    /// Takes one character that the fast path left.
    fn step(&mut self) {
        let Some(c) = self.char_at(self.at) else { return };
        let length = c.len_utf8();
        match character::class(c) {
            Class::Letter(f) => self.letter(f, length),
            Class::Several => {
                for f in character::sequence(c).chars() {
                    if f == ' ' { self.space(length) } else { self.emit(f, length) }
                }
                self.at += length;
            }
            Class::Mark => self.mark(length),
            Class::Ignored => self.at += length,
            Class::Separator => self.separator(length),
            Class::Apostrophe => self.apostrophe(length),
            Class::Dot => self.dot(),
            Class::Quote => self.quote(length),
        }
    }

    fn letter(&mut self, f: char, length: usize) {
        self.emit(f, length);
        self.at += length;
    }

    /// Writes one folded character that the source character at `at` stands for.
    fn emit(&mut self, f: char, length: usize) {
        if character::may_compose(f)
            && let Some(last) = self.to.text.chars().next_back()
            && let Some(joined) = compose(last, f)
        {
            let start = self.to.text.len() - last.len_utf8();
            self.to.runs.extend(start, self.at + length);
            self.to.text.truncate(start);
            self.to.text.push(joined);
            return;
        }
        if character::is_voicing(f) {
            return;
        }
        self.part_from(is_dense(f), self.at);
        let from = self.to.text.len();
        if f.len_utf8() == length {
            self.to.runs.linear(from, self.at);
        } else {
            self.to.runs.block(from, self.at, length);
        }
        self.to.text.push(f);
    }

    /// Parts a word in a script without spaces from a neighbour with spaces.
    fn part_from(&mut self, dense: bool, source: usize) {
        if self.dense != dense && !self.to.text.ends_with(' ') {
            self.to.runs.block(self.to.text.len(), source, 0);
            self.to.text.push(' ');
        }
        self.dense = dense;
        self.to.dense |= dense;
    }

    fn space(&mut self, length: usize) {
        if !self.to.text.ends_with(' ') {
            self.to.runs.block(self.to.text.len(), self.at, length);
            self.to.text.push(' ');
        }
    }

    fn separator(&mut self, length: usize) {
        if !self.to.text.ends_with(' ') {
            if length == 1 {
                self.to.runs.linear(self.to.text.len(), self.at);
                self.to.text.push(' ');
            } else {
                self.space(length);
            }
        }
        self.at += length;
    }

    /// A dropped mark belongs to the character before it.
    fn mark(&mut self, length: usize) {
        if let Some(last) = self.to.text.chars().next_back().filter(|c| *c != ' ') {
            self.to.runs.extend(self.to.text.len() - last.len_utf8(), self.at + length);
        }
        self.at += length;
    }

    /// Inside a word: `’s` is cut, an elision parts, anything else is dropped.
    fn apostrophe(&mut self, length: usize) {
        let after = self.at + length;
        if self.to.text.ends_with(' ') || !self.is_word(after) {
            self.separator(length);
        } else if self.word_ends_with(after, "s") {
            self.separator(length);
            self.at = after + 1;
        } else if self.word_ends_with(after, "ll") || self.is_elision() {
            // "she'll" must not become "shell".
            self.separator(length);
        } else {
            self.at = after;
        }
    }

    /// Whether the rest of the word from a byte on is exactly these ASCII letters.
    fn word_ends_with(&self, from: usize, letters: &str) -> bool {
        let end = from + letters.len();
        self.source.get(from..end).is_some_and(|piece| piece.eq_ignore_ascii_case(letters))
            && !self.continues(end)
    }

    fn is_elision(&self) -> bool {
        ELISIONS
            .iter()
            .any(|word| self.to.text.strip_suffix(word).is_some_and(|before| before.ends_with(' ')))
    }

    /// A dot between single letters is dropped: `U.S.` is one word.
    fn dot(&mut self) {
        if self.owns_next(self.at + 1) {
            self.at += 1;
        } else if self.is_initial() && self.is_single_letter(self.at + 1) {
            self.initials = self.to.text.len();
            self.at += 1;
        } else {
            self.separator(1);
        }
    }

    /// Whether `’s` follows an abbreviation's dot: `U.S.’s`, `Co.'s`.
    fn owns_next(&self, at: usize) -> bool {
        let Some(c) = self.char_at(at).filter(|_| !self.to.text.ends_with(' ')) else {
            return false;
        };
        character::class(c) == Class::Apostrophe && self.word_ends_with(at + c.len_utf8(), "s")
    }

    fn is_initial(&self) -> bool {
        let Some(last) = self.to.text.chars().next_back().filter(|c| c.is_alphabetic()) else {
            return false;
        };
        let start = self.to.text.len() - last.len_utf8();
        start == self.initials || self.to.text.get(..start).is_some_and(|t| t.ends_with(' '))
    }

    fn is_single_letter(&self, at: usize) -> bool {
        let Some(c) = self.char_at(at).filter(|c| c.is_alphabetic()) else { return false };
        matches!(character::class(c), Class::Letter(_)) && !self.continues(at + c.len_utf8())
    }

    /// Between Hebrew letters a quotation mark is a gershayim, part of an acronym.
    fn quote(&mut self, length: usize) {
        let hebrew = |c: char| ('\u{5D0}'..='\u{5F2}').contains(&c);
        let before = self.to.text.chars().next_back().is_some_and(hebrew);
        if before && self.char_at(self.at + length).is_some_and(hebrew) {
            self.at += length;
        } else {
            self.separator(length);
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.source.get(at..)?.chars().next()
    }

    fn is_word(&self, at: usize) -> bool {
        let class = self.char_at(at).map(character::class);
        matches!(class, Some(Class::Letter(_) | Class::Several))
    }

    fn continues(&self, at: usize) -> bool {
        self.is_word(at)
            || self.char_at(at).is_some_and(|c| matches!(character::class(c), Class::Mark))
    }
}
