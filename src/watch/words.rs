//! Counts words in folded text: what distances are measured in.
//!
//! A word begins behind a space; in scripts written without spaces every character is a word.
//! Hangul has spaces, and only its particles are written together: there the spaces count.

use std::ops::Range;

use crate::text::fold::{is_dense, is_hangul};

/// Counts words from the start of a section on; asked for ever later places it never goes back.
pub(super) struct Counter<'a> {
    text: &'a str,
    dense: bool,
    section: usize,
    at: usize,
    count: u32,
}

impl<'a> Counter<'a> {
    pub(super) fn new(text: &'a str, dense: bool) -> Self {
        Counter { text, dense, section: usize::MAX, at: 0, count: 0 }
    }

    /// Begins a section, unless it is the one being counted.
    pub(super) fn enter(&mut self, start: usize) {
        if self.section != start {
            (self.section, self.at, self.count) = (start, start + 1, 0);
        }
    }

    /// Number of words that begin in this section before a byte.
    pub(super) fn before(&mut self, byte: usize) -> u32 {
        if byte < self.at {
            (self.at, self.count) = (self.section + 1, 0);
        }
        self.count += self.starts(self.at..byte);
        self.at = byte.max(self.at);
        self.count
    }

    /// Numbers of the first and last word of a span.
    pub(super) fn around(&mut self, span: &Range<usize>) -> (u32, u32) {
        let begun = self.before(span.start);
        let before = self.text.get(..span.start).and_then(|t| t.chars().next_back());
        let starts = self.starts(span.clone());
        if self.dense && before.is_some_and(is_hangul) {
            // Inside a Korean word: it has begun already, and every start is one of a further word.
            let first = begun.saturating_sub(1);
            return (first, first + starts);
        }
        (begun, (begun + starts).saturating_sub(1).max(begun))
    }

    fn starts(&self, range: Range<usize>) -> u32 {
        if !self.dense {
            // A word begins where the byte before is a space.
            let before = range.start.saturating_sub(1)..range.end.saturating_sub(1);
            let bytes = self.text.as_bytes().get(before).unwrap_or_default();
            let spaces = bytes.iter().filter(|byte| **byte == b' ').count();
            return u32::try_from(spaces).unwrap_or(u32::MAX);
        }
        let before = self.text.get(..range.start).and_then(|t| t.chars().next_back());
        let mut after_space = before == Some(' ');
        let mut count = 0;
        for c in self.text.get(range).unwrap_or_default().chars() {
            count += u32::from(c != ' ' && (after_space || is_dense(c) && !is_hangul(c)));
            after_space = c == ' ';
        }
        count
    }
}
