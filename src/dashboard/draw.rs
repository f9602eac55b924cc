//! Puts text on the screen, cut on grapheme borders and with nothing in it that a terminal obeys.
//!
//! Feed text was scrubbed where it entered; this is the last net. Widths are summed by grapheme, as
//! the cells are, so that a row stays a row whatever is in it.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::text::Span;
use unicode_segmentation::UnicodeSegmentation;

use super::glyphs::Glyphs;
use super::reading::{Reading, Seen, is_right_to_left, seen};
use crate::text::ascii;

/// Most bytes of one grapheme that are drawn: a letter under a tower of marks stays one letter.
const GRAPHEME_BYTES: usize = 24;

/// A place to write: a row of the screen from one column to another.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    glyphs: Glyphs,
    x: u16,
    y: u16,
    end: u16,
}

impl<'a> Pen<'a> {
    /// A pen at (x, y) that may write `width` columns.
    pub fn new(buffer: &'a mut Buffer, glyphs: Glyphs, (x, y): (u16, u16), width: u16) -> Pen<'a> {
        let area = buffer.area;
        let inside = y >= area.top() && y < area.bottom() && x >= area.left();
        let end = if inside { x.saturating_add(width).min(area.right()) } else { x };
        Pen { buffer, glyphs, x, y, end }
    }

    /// Columns left.
    pub fn room(&self) -> u16 {
        self.end.saturating_sub(self.x)
    }

    /// Writes text, cut with a mark where it does not fit.
    pub fn text(&mut self, text: &str, style: Style) -> &mut Self {
        if is_right_to_left(text) {
            return self.turned(text, style);
        }
        let room = usize::from(self.room());
        let fits = fits(text, room);
        let limit = if fits { room } else { room.saturating_sub(1) };
        if is_plain(text) {
            for at in 0..text.len().min(limit) {
                self.cell(text.get(at..=at).unwrap_or_default(), 1, style);
            }
        } else {
            self.spread(text, limit, style);
        }
        if !fits && self.room() > 0 {
            let cut = self.glyphs.cut();
            self.cell(cut, 1, style);
        }
        self
    }

    /// Writes the graphemes of a text that fit into columns.
    fn spread(&mut self, text: &str, columns: usize, style: Style) {
        let mut used = 0;
        for grapheme in graphemes(text) {
            let width = width_of(grapheme);
            if used + width > columns {
                break;
            }
            used += width;
            self.cell(grapheme, width, style);
        }
    }

    /// The same of text that runs from the right: what fits is cut first, then put in order.
    fn turned(&mut self, text: &str, style: Style) -> &mut Self {
        let shown = cut(text, usize::from(self.room()), self.glyphs.cut());
        self.row(&[(shown, style)], super::reading::of_paragraph(text))
    }

    /// Writes the pieces of a row one behind the other; a row of a paragraph from the right in its
    /// order, at the right edge.
    pub fn pieces(&mut self, pieces: &[(String, Style)], reading: Reading) {
        if reading == Reading::FromRight {
            let columns: usize = pieces.iter().map(|(text, _)| width(text)).sum();
            self.align(u16::try_from(columns).unwrap_or(u16::MAX));
            self.row(pieces, reading);
            return;
        }
        for (text, style) in pieces {
            self.text(text, *style);
        }
    }

    /// Writes text with some of its bytes in a style of their own, cut where it does not fit.
    pub fn marked(
        &mut self,
        (text, spans): (&str, &[Range<usize>]),
        (base, marked): (Style, Style),
    ) -> &mut Self {
        let room = usize::from(self.room());
        let whole = fits(text, room);
        let last = if whole { text.len() } else { fitting(text, room.saturating_sub(1)) };
        let mut from = 0;
        let mut pieces = Vec::new();
        let ends = spans.iter().flat_map(|span| [(span.start, base), (span.end, marked)]);
        for (end, style) in ends.chain([(last, base)]) {
            let Some(piece) = text.get(from..end.min(last)) else { continue };
            pieces.push((piece.to_owned(), style));
            from = end.min(last);
        }
        pieces.extend((!whole).then(|| (self.glyphs.cut().to_owned(), base)));
        self.row(&pieces, super::reading::of_paragraph(text))
    }

    fn row(&mut self, pieces: &[(String, Style)], reading: Reading) -> &mut Self {
        let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        let mut ends = 0;
        let styles: Vec<(usize, Style)> = pieces
            .iter()
            .map(|(text, style)| {
                ends += text.len();
                (ends, *style)
            })
            .collect();
        for Seen { text, at } in seen(&text, reading) {
            let Some(grapheme) = drawable(&text) else { continue };
            let width = width_of(grapheme);
            if width > usize::from(self.room()) {
                break;
            }
            let style = styles.iter().find(|(end, _)| at < *end).map_or(Style::new(), |(_, s)| *s);
            self.cell(grapheme, width, style);
        }
        self
    }

    /// Leaves columns free.
    pub fn skip(&mut self, columns: u16) -> &mut Self {
        self.x = self.x.saturating_add(columns).min(self.end);
        self
    }

    /// Goes to a column counted from the pen's end, if it is not past it.
    pub fn align(&mut self, columns: u16) -> &mut Self {
        self.x = self.x.max(self.end.saturating_sub(columns));
        self
    }

    fn cell(&mut self, grapheme: &str, width: usize, style: Style) {
        let Ok(columns) = u16::try_from(width) else { return };
        let grapheme = match self.glyphs {
            Glyphs::Unicode => grapheme,
            Glyphs::Ascii => ascii::mark(grapheme),
            Glyphs::AsciiOnly => {
                Some(ascii::mark(grapheme)).filter(|s| s.is_ascii()).unwrap_or("?")
            }
        };
        if let Some(cell) = self.buffer.cell_mut((self.x, self.y)) {
            cell.set_symbol(grapheme).set_style(style);
        }
        for behind in 1..columns {
            if let Some(cell) = self.buffer.cell_mut((self.x + behind, self.y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
        self.x += columns;
    }
}

/// The graphemes of a text that may be drawn, each shortened to what a cell can carry.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    text.graphemes(true).filter_map(drawable)
}

/// The part of a grapheme that is drawn; `None` for one that must not reach a terminal.
pub fn drawable(grapheme: &str) -> Option<&str> {
    if matches!(grapheme, "\t" | "\n" | "\r" | "\r\n") {
        return Some(" ");
    }
    let first = grapheme.chars().next()?;
    if is_dangerous(first) {
        return None;
    }
    if ('\u{1f000}'..'\u{20000}').contains(&first) {
        // Joined pictures, flags and narrow pictures have as many widths as there are terminals
        // (a flag shifted a row by one column in tmux): the first picture stands for all, and one
        // that is not surely two columns wide is a mark.
        let picture = grapheme.get(..first.len_utf8())?;
        return Some(if width_of(picture) == 2 { picture } else { "▪" });
    }
    let end = grapheme
        .char_indices()
        .skip(1)
        .find(|(at, c)| *at > GRAPHEME_BYTES || is_dangerous(*c) || is_selector(*c))
        .map_or(grapheme.len(), |(at, _)| at);
    grapheme.get(..end)
}

fn is_selector(c: char) -> bool {
    ('\u{fe00}'..='\u{fe0f}').contains(&c)
}

/// Control, bidirectional override, invisible and tag characters.
fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{e0000}'..='\u{e0fff}')
}

/// Columns of one grapheme.
pub fn width_of(grapheme: &str) -> usize {
    if grapheme.is_ascii() { grapheme.len() } else { Span::raw(grapheme).width() }
}

/// Whether every byte is a letter of one column: most text is, and needs no looking at.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// Columns of a text as it will be drawn.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    graphemes(text).map(width_of).sum()
}

/// The part of a text that fits into columns, with a mark where it was cut.
pub fn cut(text: &str, room: usize, mark: &str) -> String {
    if fits(text, room) {
        return text.to_owned();
    }
    let mut used = 0;
    let fitting = graphemes(text).take_while(|grapheme| {
        used += width_of(grapheme);
        used < room
    });
    let mut shown: String = fitting.collect();
    shown.push_str(mark);
    shown
}

/// Bytes of a text that fit into columns.
fn fitting(text: &str, room: usize) -> usize {
    let mut used = 0;
    let over = text.grapheme_indices(true).find(|(_, grapheme)| {
        used += drawable(grapheme).map_or(0, width_of);
        used > room
    });
    over.map_or(text.len(), |(at, _)| at)
}

fn fits(text: &str, room: usize) -> bool {
    if is_plain(text) {
        return text.len() <= room;
    }
    let mut used = 0;
    graphemes(text).all(|grapheme| {
        used += width_of(grapheme);
        used <= room
    })
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::{Modifier, Style};

    use super::{Glyphs, Pen, drawable, width};

    fn row(text: &str, columns: u16) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns + 1, 1));
        Pen::new(&mut buffer, Glyphs::Unicode, (0, 0), columns).text(text, Style::new());
        buffer.set_string(columns, 0, "|", Style::new());
        let cells = buffer.content.iter().map(|cell| cell.symbol().to_owned());
        cells.collect::<String>()
    }

    #[test]
    fn text_is_cut_on_grapheme_borders() {
        let cases = [
            ("rocket", "rocket  |"),
            ("rocket near embassy", "rocket …|"),
            ("火箭弹袭击使馆", "火 箭 弹  …|"),
            ("e\u{301}clair au chocolat", "e\u{301}clair …|"),
        ];
        for (text, expected) in cases {
            let drawn = row(text, 8);
            assert!(drawn.ends_with('|'), "{text}: {drawn}");
            assert_eq!(drawn.contains('…'), expected.contains('…'), "{text}: {drawn}");
        }
        assert_eq!(row("rocket near embassy", 8), "rocket …|");
    }

    #[test]
    fn marked_text_is_cut_like_any_other() {
        for (text, expected) in [("rocket near embassy", "rocket …|"), ("a rocket", "a rocket|")]
        {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
            let styles = (Style::new(), Style::new().bold());
            let span = text.find("rocket").map(|at| at..at + 6).unwrap();
            Pen::new(&mut buffer, Glyphs::Unicode, (0, 0), 8)
                .marked((text, std::slice::from_ref(&span)), styles);
            buffer.set_string(8, 0, "|", Style::new());
            let cells: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
            assert_eq!(cells, expected);
            let bold = |cell: &&ratatui::buffer::Cell| cell.modifier == Modifier::BOLD;
            let painted: String =
                buffer.content.iter().filter(bold).map(|cell| cell.symbol()).collect();
            assert_eq!(painted, "rocket");
        }
    }

    #[test]
    fn a_locale_without_utf8_gets_ascii_alone_in_as_many_columns() {
        for (text, expected) in [("Ракета — х", "?????? - ?"), ("火x", "? x"), ("صاروخ", "?????")]
        {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
            Pen::new(&mut buffer, Glyphs::AsciiOnly, (0, 0), 12).text(text, Style::new());
            let cells: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
            assert_eq!(cells.trim(), expected);
        }
    }

    #[test]
    fn nothing_a_terminal_obeys_is_drawn() {
        assert_eq!(row("a\u{1b}[31m\u{7}b", 8), "a[31mb  |");
        assert_eq!(row("a\u{202e}b\u{200b}c\u{feff}", 8), "abc     |");
        assert_eq!(drawable("\u{9b}"), None);
        assert_eq!(drawable("👩\u{200d}🚒"), Some("👩"));
        assert_eq!(drawable("🇮🇶"), Some("▪"));
        assert_eq!(drawable("🏳\u{fe0f}\u{200d}🌈"), Some("▪"));
        assert_eq!(width("\u{2764}\u{fe0f}"), 1);
        let tower = format!("a{}", "\u{301}".repeat(500));
        assert!(drawable(&tower).is_some_and(|cell| cell.len() < 30));
    }
}
