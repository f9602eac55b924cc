//! Breaks an article's text into rows of a width and paints its hits on the right bytes.
//!
//! Pure: text, spans and a width in; rows of painted byte ranges out.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::draw::{drawable, width_of};

/// A span of the text to paint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// Which watch (its place in the list of watches).
    pub watch: usize,
}

/// A piece of a row: bytes of the text with one paint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// Number of the mark that covers it, in the order given.
    pub mark: Option<usize>,
}

/// One row: its pieces from left to right.
pub type Row = Vec<Piece>;

/// Breaks text into rows of at most `columns`, at blanks where there are some and between wide
/// characters else. `marks` are sorted by their first byte.
#[must_use]
pub fn wrap(text: &str, columns: usize, marks: &[Mark]) -> Vec<Row> {
    rows(text, columns.max(2)).into_iter().map(|bytes| paint(bytes, marks)).collect()
}

/// The byte ranges of the rows.
fn rows(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut from = 0;
    for line in text.split('\n') {
        let end = from + line.len();
        break_line(text.get(from..end).unwrap_or(""), from, columns, &mut rows);
        from = end + 1;
    }
    rows
}

fn break_line(line: &str, offset: usize, columns: usize, rows: &mut Vec<Range<usize>>) {
    let mut start = 0;
    let mut used = 0;
    let mut chance: Option<(usize, usize)> = None; // (row ends, next row begins)
    let mut since = 0; // columns since the chance
    for (at, grapheme) in line.grapheme_indices(true) {
        let Some(shown) = drawable(grapheme) else { continue };
        let width = width_of(shown);
        let blank = grapheme.chars().all(char::is_whitespace);
        if used + width > columns && !blank {
            let (end, next) = chance.take().unwrap_or((at, at));
            rows.push(offset + start..offset + end);
            used = if next == at { 0 } else { since };
            start = next;
            since = 0;
        }
        used += width;
        since += width;
        if blank {
            chance = Some((at, at + grapheme.len()));
            since = 0;
        } else if width > 1 || grapheme == "-" {
            chance = Some((at + grapheme.len(), at + grapheme.len()));
            since = 0;
        }
    }
    rows.push(offset + start..offset + line.len());
}

/// Cuts a row where a mark begins or ends. Where marks overlap the first one wins.
fn paint(row: Range<usize>, marks: &[Mark]) -> Row {
    let mut pieces = Vec::new();
    let mut at = row.start;
    for (number, mark) in marks.iter().enumerate() {
        let start = mark.bytes.start.max(at);
        let end = mark.bytes.end.min(row.end);
        if mark.bytes.start >= row.end {
            break;
        }
        if start >= end {
            continue;
        }
        if start > at {
            pieces.push(Piece { bytes: at..start, mark: None });
        }
        pieces.push(Piece { bytes: start..end, mark: Some(number) });
        at = end;
    }
    if at < row.end {
        pieces.push(Piece { bytes: at..row.end, mark: None });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Mark, wrap};

    fn shown(text: &str, columns: usize, marks: &[Mark]) -> Vec<String> {
        let paint = |row: &Vec<super::Piece>| {
            row.iter()
                .map(|piece| match piece.mark {
                    Some(_) => format!("[{}]", &text[piece.bytes.clone()]),
                    None => text[piece.bytes.clone()].to_owned(),
                })
                .collect::<String>()
        };
        wrap(text, columns, marks).iter().map(paint).collect()
    }

    #[test]
    fn text_breaks_at_blanks_and_between_wide_characters() {
        let cases: &[(&str, usize, &[&str])] = &[
            ("", 10, &[""]),
            ("one two three", 7, &["one two", "three"]),
            ("one\n\ntwo", 7, &["one", "", "two"]),
            ("abcdefghij", 4, &["abcd", "efgh", "ij"]),
            ("火箭弹袭击", 4, &["火箭", "弹袭", "击"]),
            ("well-known fact", 6, &["well-", "known", "fact"]),
            ("صاروخ قرب السفارة", 11, &["صاروخ قرب", "السفارة"]),
        ];
        for (text, columns, rows) in cases {
            assert_eq!(shown(text, *columns, &[]), *rows, "{text}");
        }
    }

    #[test]
    fn hits_are_painted_on_their_bytes_across_rows() {
        let text = "Kata’ib Hezbollah fired a Katyusha rocket";
        let at = |needle: &str, watch| {
            let start = text.find(needle).unwrap();
            Mark { bytes: start..start + needle.len(), watch }
        };
        let marks = [at("Kata’ib Hezbollah", 0), at("Katyusha rocket", 1), at("rocket", 2)];
        assert_eq!(
            shown(text, 12, &marks),
            ["[Kata’ib]", "[Hezbollah]", "fired a", "[Katyusha]", "[rocket]"]
        );
        assert_eq!(shown(text, 80, &marks), ["[Kata’ib Hezbollah] fired a [Katyusha rocket]"]);
    }

    #[test]
    fn marks_off_character_borders_or_past_the_end_harm_nothing() {
        let marks = [Mark { bytes: 0..900, watch: 0 }, Mark { bytes: 950..999, watch: 0 }];
        assert_eq!(shown("short", 10, &marks), ["[short]"]);
    }
}
