//! The frame around a pane, and what lists have in common: the empty state, the scroll mark.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::dashboard::draw::{Pen, width};
use crate::dashboard::layout::inside;
use crate::dashboard::model::Model;
use crate::dashboard::shared::Shared;

use super::PaneId;

/// What stands on a frame.
#[derive(Default)]
pub struct Titles<'a> {
    /// On the left of the upper edge.
    pub left: &'a str,
    /// On the right of the upper edge, with its style where it should be noticed.
    pub right: (&'a str, Option<Style>),
    /// On the left of the lower edge.
    pub below: &'a str,
}

/// Draws a pane's frame and gives its inside.
pub fn draw(
    model: &Model,
    (id, area): (PaneId, Rect),
    titles: &Titles<'_>,
    buffer: &mut Buffer,
) -> Rect {
    let focused = model.focus == id;
    let theme = &model.shared.theme;
    let line = if focused { theme.border_focus } else { theme.border };
    edges(&model.shared, area, line, buffer);
    let glyphs = model.shared.glyphs;
    let room = area.width.saturating_sub(4);
    let (right, style) = titles.right;
    let right_width = u16::try_from(width(right)).unwrap_or(0);
    let mark = if focused { theme.title } else { theme.dim };
    if !titles.left.is_empty() {
        let room = room.saturating_sub(if right.is_empty() { 0 } else { right_width + 3 });
        let mut pen = Pen::new(buffer, glyphs, (area.x + 2, area.y), room);
        pen.text(" ", line).text(titles.left.trim(), mark).text(" ", line);
    }
    if !right.is_empty() {
        let mut pen = Pen::new(buffer, glyphs, (area.x + 2, area.y), room);
        pen.align(right_width + 2);
        pen.text(" ", line).text(right, style.unwrap_or(theme.dim)).text(" ", line);
    }
    if !titles.below.is_empty() && area.height > 1 {
        let mut pen = Pen::new(buffer, glyphs, (area.x + 2, area.bottom() - 1), room);
        pen.text(" ", line).text(titles.below, theme.dim).text(" ", line);
    }
    inside(area)
}

/// Draws the edges of a box.
pub fn edges(shared: &Shared, area: Rect, style: Style, buffer: &mut Buffer) {
    let set = shared.glyphs.border();
    let right = area.right().saturating_sub(1);
    let bottom = area.bottom().saturating_sub(1);
    for x in area.left()..area.right() {
        put(buffer, (x, area.y), set.horizontal_top, style);
        put(buffer, (x, bottom), set.horizontal_bottom, style);
    }
    for y in area.top()..area.bottom() {
        put(buffer, (area.x, y), set.vertical_left, style);
        put(buffer, (right, y), set.vertical_right, style);
    }
    put(buffer, (area.x, area.y), set.top_left, style);
    put(buffer, (right, area.y), set.top_right, style);
    put(buffer, (area.x, bottom), set.bottom_left, style);
    put(buffer, (right, bottom), set.bottom_right, style);
}

/// Draws a line across a box, from edge to edge.
pub fn rule(shared: &Shared, area: Rect, buffer: &mut Buffer) {
    let style = shared.theme.border;
    for x in area.left()..area.right() {
        put(buffer, (x, area.y), shared.glyphs.pick("─", "-"), style);
    }
    put(buffer, (area.x, area.y), shared.glyphs.pick("├", "+"), style);
    put(buffer, (area.right().saturating_sub(1), area.y), shared.glyphs.pick("┤", "+"), style);
}

/// Draws a line with a heading across a list.
pub fn heading(shared: &Shared, (area, heading): (Rect, &str), buffer: &mut Buffer) {
    let line = shared.glyphs.pick("─", "-").repeat(usize::from(area.width));
    let style = shared.theme.border;
    Pen::new(buffer, shared.glyphs, (area.x, area.y), area.width).text(&line, style);
    Pen::new(buffer, shared.glyphs, (area.x + 1, area.y), area.width.saturating_sub(1))
        .text(&format!(" {heading} "), shared.theme.faint);
}

fn put(buffer: &mut Buffer, place: (u16, u16), symbol: &str, style: Style) {
    if let Some(cell) = buffer.cell_mut(place) {
        cell.set_symbol(symbol).set_style(style);
    }
}

/// Writes what stands where there is nothing to list: first line strong, the rest quiet.
pub fn empty(shared: &Shared, area: Rect, lines: &[&str], buffer: &mut Buffer) {
    let first =
        area.y + area.height.saturating_sub(2 * u16::try_from(lines.len()).unwrap_or(0)) / 3;
    let mut y = first;
    for (number, text) in lines.iter().enumerate() {
        let style = if number == 0 { shared.theme.strong } else { shared.theme.dim };
        for row in
            crate::dashboard::wrap::wrap(text, usize::from(area.width.saturating_sub(4)), &[])
        {
            if y >= area.bottom() {
                return;
            }
            let piece = row.first().and_then(|piece| text.get(piece.bytes.clone())).unwrap_or("");
            let columns = u16::try_from(width(piece)).unwrap_or(area.width).min(area.width);
            let x = area.x + (area.width - columns) / 2;
            Pen::new(buffer, shared.glyphs, (x, y), columns).text(piece, style);
            y += 1;
        }
    }
}

/// Marks a selected row: its ground, and a bar at its left edge (rows write from the next column).
pub fn select(shared: &Shared, area: Rect, buffer: &mut Buffer) {
    buffer.set_style(area, shared.theme.selected);
    let bar = shared.glyphs.pick("▌", ">");
    for y in area.top()..area.bottom() {
        put(buffer, (area.x, y), bar, shared.theme.border_focus);
    }
}
