//! Right-to-left text in the order in which it is seen, its letters joined.
//!
//! A full-screen program lays out such text itself (the terminal is told so, see `terminal`): left
//! to a terminal, two columns of Arabic in one row would change places. Reads one row at a time.

use std::borrow::Cow;

use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

mod joining;

/// Which way a paragraph runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// As its first letter says.
    #[default]
    ByLetters,
    /// From the right.
    FromRight,
}

/// A grapheme as it is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen<'a> {
    /// What is drawn.
    pub text: Cow<'a, str>,
    /// Where it stands in the text.
    pub at: usize,
}

/// Whether a text holds letters that are read from the right.
#[must_use]
pub fn is_right_to_left(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_from_right)
}

fn is_from_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
        || matches!(c, '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Which way a paragraph runs: as its first letter does.
#[must_use]
pub fn of_paragraph(text: &str) -> Reading {
    match text.chars().find(|c| c.is_alphabetic()) {
        Some(first) if is_from_right(first) => Reading::FromRight,
        _ => Reading::ByLetters,
    }
}

/// The graphemes of a row from left to right.
#[must_use]
pub fn seen(text: &str, reading: Reading) -> Vec<Seen<'_>> {
    if !is_right_to_left(text) {
        let plain = |(at, grapheme)| Seen { text: Cow::Borrowed(grapheme), at };
        return text.grapheme_indices(true).map(plain).collect();
    }
    if reading == Reading::FromRight
        && let Some((title, remark)) = remark(text).and_then(|at| text.split_at_checked(at))
    {
        let moved =
            |one: Seen<'_>| Seen { at: one.at + title.len(), text: one.text.into_owned().into() };
        let mut all: Vec<Seen<'_>> =
            seen(remark, Reading::ByLetters).into_iter().map(moved).collect();
        all.extend(seen(title, reading));
        return all;
    }
    let level = (reading == Reading::FromRight).then(Level::rtl);
    let bidi = BidiInfo::new(text, level);
    let mut all = Vec::with_capacity(text.len());
    for paragraph in &bidi.paragraphs {
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let turned = levels.get(run.start).is_some_and(Level::is_rtl);
            let piece = text.get(run.clone()).unwrap_or("");
            let graphemes = piece.grapheme_indices(true).map(|(at, one)| (run.start + at, one));
            if turned {
                all.extend(graphemes.rev().map(|(at, grapheme)| turn(text, (at, grapheme))));
            } else {
                let plain = |(at, grapheme)| Seen { text: Cow::Borrowed(grapheme), at };
                all.extend(graphemes.map(plain));
            }
        }
    }
    all
}

/// Where a remark in square brackets begins that ends a text from the right and is none itself, whole or
/// cut: it is read as one piece, from the left.
fn remark(text: &str) -> Option<usize> {
    let at = text.rfind(" [")? + 1;
    let inside = text.get(at..)?.strip_suffix(']').unwrap_or(text.get(at..)?);
    let own = !inside.contains(']') && of_paragraph(inside) == Reading::ByLetters;
    (own && inside.chars().any(char::is_alphabetic)).then_some(at)
}

/// A grapheme within text from the right: brackets face the other way, letters join.
fn turn<'a>(text: &str, (at, grapheme): (usize, &'a str)) -> Seen<'a> {
    const FACING: &[(&str, &str)] =
        &[("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»"), ("‹", "›")];
    for (open, close) in FACING {
        if grapheme == *open {
            return Seen { text: Cow::Borrowed(close), at };
        }
        if grapheme == *close {
            return Seen { text: Cow::Borrowed(open), at };
        }
    }
    let before = text.get(..at).unwrap_or("");
    let behind = text.get(at + grapheme.len()..).unwrap_or("");
    let text = match joining::joined(before, grapheme, behind) {
        Some(joined) => Cow::Owned(joined),
        None => Cow::Borrowed(grapheme),
    };
    Seen { text, at }
}

#[cfg(test)]
mod tests {
    use super::{Reading, of_paragraph, seen};

    fn row(text: &str) -> String {
        seen(text, of_paragraph(text)).iter().map(|seen| seen.text.as_ref()).collect()
    }

    #[test]
    fn text_from_the_left_stays_as_it_is() {
        for text in ["", "Rocket near the embassy", "火箭弹", "e\u{301}te\u{301} 12"] {
            assert_eq!(row(text), text);
        }
    }

    #[test]
    fn hebrew_is_turned_and_numbers_and_latin_within_it_are_not() {
        assert_eq!(row("שלום 12 ABC"), "ABC 12 םולש");
        assert_eq!(row("(שלום)"), "(םולש)");
    }

    #[test]
    fn a_hebrew_name_within_latin_text_stays_in_its_place() {
        assert_eq!(row("News: שלום today"), "News: םולש today");
    }

    #[test]
    fn arabic_letters_join() {
        // Seen from the left: final, medial and initial form of three letters that join.
        assert_eq!(row("كتب"), "\u{fe90}\u{fe98}\u{fedb}");
        // The alif does not join to what follows it.
        assert_eq!(row("بادر"), "\u{fead}\u{fea9}\u{fe8e}\u{fe91}");
    }

    #[test]
    fn a_remark_behind_a_headline_stays_whole() {
        assert_eq!(row("שלום 12 [12 killed: The Times 1]"), "[12 killed: The Times 1] 12 םולש");
        assert_eq!(row("שלום [12 killed: The Ti…"), "[12 killed: The Ti… םולש");
        assert_eq!(row("שלום [12 killed: שלום]"), "[12 killed: םולש] םולש");
        assert_eq!(row("(שלום) [שלום]"), "[םולש] (םולש)");
    }

    #[test]
    fn every_grapheme_is_seen_once() {
        let text = "السفارة (الأمريكية): 12 صاروخ near بغداد! [2 killed: A]";
        let mut places: Vec<usize> = seen(text, Reading::FromRight).iter().map(|s| s.at).collect();
        places.sort_unstable();
        let all: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        assert_eq!(places, all);
    }
}
