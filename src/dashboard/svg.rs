//! The screen as an SVG picture: the same cells that a terminal would show.
//!
//! Bars and frames are drawn as shapes, so that they join whatever font the reader has; text is set
//! run by run on the grid. Pure: cells in, text out; where it is written is the caller's business.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;

use super::draw::width_of;
use super::reading::is_right_to_left;
use crate::text::xml;

mod ink;

use ink::{Ink, ink};

/// Width and height of a cell. A monospaced letter is 0.6 of its size wide: 15 gives 9.
const CELL: (u32, u32) = (9, 20);
/// Size of the letters.
const LETTERS: u32 = 15;
/// From the top of a cell to the line that letters stand on.
const BASELINE: u32 = 15;
/// Space around the screen.
const EDGE: u32 = 10;

/// What joins a cell's middle to its sides: right, down, left, up.
const LINES: &[(&str, [bool; 4])] = &[
    ("─", [true, false, true, false]),
    ("│", [false, true, false, true]),
    ("╭", [true, true, false, false]),
    ("╮", [false, true, true, false]),
    ("╰", [true, false, false, true]),
    ("╯", [false, false, true, true]),
    ("├", [true, true, false, true]),
    ("┤", [false, true, true, true]),
    ("┬", [true, true, true, false]),
    ("┴", [true, false, true, true]),
    ("┼", [true, true, true, true]),
];

/// Blocks from the lower edge up, the lowest first.
const BARS: &str = "▁▂▃▄▅▆▇█";

/// Draws a screen.
#[must_use]
pub fn svg(buffer: &Buffer, title: &str) -> String {
    let (columns, rows) = (u32::from(buffer.area.width), u32::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 2 * EDGE, rows * CELL.1 + 2 * EDGE);
    let ground = ground(buffer);
    let mut out = String::with_capacity(64 << 10);
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">"
    );
    let _ = writeln!(out, "<title>{}</title>", escape(title));
    let _ =
        writeln!(out, "<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{ground}\"/>");
    let _ = writeln!(
        out,
        "<g transform=\"translate({EDGE} {EDGE})\" font-family=\"DejaVu Sans Mono,Liberation \
         Mono,Menlo,Consolas,monospace\" font-size=\"{LETTERS}\" xml:space=\"preserve\" \
         style=\"white-space:pre\">"
    );
    let mut lines = Lines::default();
    for (y, row) in buffer.content.chunks(usize::from(buffer.area.width.max(1))).enumerate() {
        let y = u32::try_from(y).unwrap_or(0) * CELL.1;
        let cells: Vec<(u32, &Cell, Ink)> = cells(row);
        grounds(&mut out, &cells, (y, &ground));
        shapes(&mut out, &cells, y, &mut lines);
        texts(&mut out, &cells, y);
    }
    lines.write(&mut out);
    out.push_str("</g>\n</svg>\n");
    out
}

/// The ground that most cells have.
fn ground(buffer: &Buffer) -> String {
    let mut grounds: Vec<(String, usize)> = Vec::new();
    for run in buffer.content.chunk_by(|a, b| (a.bg, a.modifier) == (b.bg, b.modifier)) {
        let Some(ground) = run.first().map(|cell| ink(cell).ground) else { continue };
        match grounds.iter_mut().find(|(known, _)| *known == ground) {
            Some((_, count)) => *count += run.len(),
            None => grounds.push((ground, run.len())),
        }
    }
    grounds.into_iter().max_by_key(|(_, count)| *count).map_or_else(String::new, |(most, _)| most)
}

/// The cells of a row that show something of their own: none behind a wide one.
fn cells(row: &[Cell]) -> Vec<(u32, &Cell, Ink)> {
    let mut behind = 0;
    let mut cells = Vec::with_capacity(row.len());
    for (x, cell) in (0_u32..).zip(row) {
        if behind > 0 {
            behind -= 1;
            continue;
        }
        behind = width_of(cell.symbol()).saturating_sub(1);
        cells.push((x, cell, ink(cell)));
    }
    cells
}

fn columns(cell: &Cell) -> u32 {
    u32::try_from(width_of(cell.symbol())).unwrap_or(1).max(1)
}

/// The grounds that differ from the picture's, each as wide as it reaches.
fn grounds(out: &mut String, cells: &[(u32, &Cell, Ink)], (y, ground): (u32, &str)) {
    for run in cells.chunk_by(|a, b| a.2.ground == b.2.ground) {
        let (Some((x, _, ink)), Some((last, cell, _))) = (run.first(), run.last()) else {
            continue;
        };
        if ink.ground == ground {
            continue;
        }
        let width = (last + columns(cell) - x) * CELL.0;
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{y}\" width=\"{width}\" height=\"{}\" fill=\"{}\"/>",
            x * CELL.0,
            CELL.1,
            ink.ground
        );
    }
}

/// Bars and frame lines.
fn shapes(out: &mut String, cells: &[(u32, &Cell, Ink)], y: u32, lines: &mut Lines) {
    for run in cells.chunk_by(|a, b| a.1.symbol() == b.1.symbol() && a.2 == b.2) {
        let Some((x, cell, ink)) = run.first() else { continue };
        let count = u32::try_from(run.len()).unwrap_or(1);
        let (left, width) = (x * CELL.0, count * CELL.0);
        let symbol = cell.symbol();
        if let Some(eighths) = eighths(symbol) {
            let height = CELL.1 * eighths / 8;
            let _ = writeln!(
                out,
                "<rect x=\"{left}\" y=\"{}\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
                y + CELL.1 - height,
                ink.text
            );
        } else if symbol == "▌" {
            let _ = writeln!(
                out,
                "<rect x=\"{left}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
                CELL.0 / 2,
                CELL.1,
                ink.text
            );
        } else if let Some((_, ways)) = LINES.iter().find(|(line, _)| *line == symbol) {
            for at in 0..count {
                lines.add((left + at * CELL.0, y), *ways, &ink.text);
            }
        }
    }
}

/// How many eighths of its cell a bar fills.
fn eighths(symbol: &str) -> Option<u32> {
    let place = BARS.chars().position(|bar| symbol.starts_with(bar))?;
    u32::try_from(place + 1).ok()
}

fn is_shape(symbol: &str) -> bool {
    symbol == "▌" || eighths(symbol).is_some() || LINES.iter().any(|(line, _)| *line == symbol)
}

/// Frame lines, gathered by colour: one path each.
#[derive(Default)]
struct Lines(Vec<(String, String)>);

impl Lines {
    fn add(&mut self, (x, y): (u32, u32), ways: [bool; 4], colour: &str) {
        let place = self.0.iter().position(|(known, _)| known == colour).unwrap_or_else(|| {
            self.0.push((colour.to_owned(), String::new()));
            self.0.len() - 1
        });
        let Some((_, path)) = self.0.get_mut(place) else { return };
        let (middle, half) = ((f64::from(x) + 4.5, y + CELL.1 / 2), CELL.1 / 2);
        let ends =
            [format!("h{}", 4.5), format!("v{half}"), format!("h-{}", 4.5), format!("v-{half}")];
        for (end, _) in ends.iter().zip(ways).filter(|(_, drawn)| *drawn) {
            let _ = write!(path, "M{} {}{end}", middle.0, middle.1);
        }
    }

    fn write(&self, out: &mut String) {
        for (colour, path) in &self.0 {
            let _ = writeln!(
                out,
                "<path d=\"{path}\" stroke=\"{colour}\" stroke-linecap=\"round\" fill=\"none\"/>"
            );
        }
    }
}

/// Whether two neighbours are set as one piece of text.
fn joins(a: &(u32, &Cell, Ink), b: &(u32, &Cell, Ink)) -> bool {
    let plain = |cell: &Cell| cell.symbol().is_ascii();
    a.2 == b.2 && plain(a.1) && plain(b.1)
}

fn texts(out: &mut String, cells: &[(u32, &Cell, Ink)], y: u32) {
    for run in cells.chunk_by(joins) {
        let (Some((x, first, ink)), Some((last, cell, _))) = (run.first(), run.last()) else {
            continue;
        };
        let text: String = run.iter().map(|(_, cell, _)| cell.symbol()).collect();
        let (left, width) = (x * CELL.0, (last + columns(cell) - x) * CELL.0);
        if ink.modifier.contains(Modifier::UNDERLINED) {
            let _ = writeln!(
                out,
                "<path d=\"M{left} {}h{width}\" stroke=\"{}\"/>",
                y + BASELINE + 2,
                ink.text
            );
        }
        let shown = text.trim();
        if shown.is_empty() || is_shape(first.symbol()) {
            continue;
        }
        let blanks = |blanks: usize| u32::try_from(blanks).unwrap_or(0) * CELL.0;
        let before = blanks(text.len() - text.trim_start().len());
        let behind = blanks(text.len() - text.trim_end().len());
        let (left, width) = (left + before, width - before - behind);
        // Cells stand in the order in which they are seen: nothing may be turned round again.
        let order = if is_right_to_left(shown) {
            " direction=\"ltr\" unicode-bidi=\"bidi-override\""
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "<text x=\"{left}\" y=\"{}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\" \
             fill=\"{}\"{}{order}>{}</text>",
            y + BASELINE,
            ink.text,
            manner(ink.modifier),
            escape(shown)
        );
    }
}

fn manner(modifier: Modifier) -> &'static str {
    const MANNERS: &[(Modifier, &str)] = &[
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::DIM, " opacity=\".6\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
    ];
    MANNERS.iter().find(|(one, _)| modifier.contains(*one)).map_or("", |(_, text)| text)
}

/// Text as XML holds it, without control characters.
fn escape(text: &str) -> String {
    let shown: String = text.chars().filter(|c| !c.is_control()).collect();
    let mut out = String::with_capacity(shown.len());
    xml::escape(&mut out, &shown);
    out
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Modifier, Style};

    use super::svg;

    fn screen() -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
        let red = Style::new().fg(Color::Indexed(196)).add_modifier(Modifier::BOLD);
        buffer.set_string(0, 0, "a<b & \"c\"", red);
        buffer.set_string(0, 1, "│▄ 火x", Style::new().bg(Color::Indexed(21)));
        buffer
    }

    #[test]
    fn text_is_escaped_and_stands_on_its_columns() {
        let picture = svg(&screen(), "a & b");
        assert!(picture.contains("<title>a &amp; b</title>"));
        assert!(picture.contains(">a&lt;b &amp; &quot;c&quot;</text>"), "{picture}");
        assert!(picture.contains("fill=\"#ff0000\" font-weight=\"bold\""), "{picture}");
        // The wide letter takes the fourth and fifth column, the one behind it begins the sixth.
        assert!(picture.contains("<text x=\"27\" y=\"35\" textLength=\"18\""), "{picture}");
        assert!(picture.contains("<text x=\"45\" y=\"35\""), "{picture}");
    }

    #[test]
    fn bars_and_frames_are_shapes() {
        let picture = svg(&screen(), "");
        assert!(!picture.contains('│') && !picture.contains('▄'), "{picture}");
        assert!(picture.contains("<rect x=\"9\" y=\"30\" width=\"9\" height=\"10\""), "{picture}");
        assert!(picture.contains("M4.5 30v10M4.5 30v-10"), "{picture}");
        assert!(picture.contains("fill=\"#0000ff\""), "{picture}");
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        if let Some(cell) = buffer.cell_mut((0, 0)) {
            cell.set_symbol("\u{1b}");
        }
        let picture = svg(&buffer, "\u{7}");
        assert!(!picture.contains(['\u{1b}', '\u{7}']));
    }
}
