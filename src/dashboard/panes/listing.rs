//! What every plain list of two-line rows has in common: its frame, its empty state, its rows.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::PaneId;
use super::frame::{self, Titles};
use crate::dashboard::model::Model;
use crate::dashboard::table::{Keyed, Table};

/// A list to be drawn.
pub struct Listing<'a, R: Keyed> {
    /// Which pane it is.
    pub id: PaneId,
    /// What stands on its frame.
    pub titles: Titles<'a>,
    /// What stands there when there is nothing to list.
    pub nothing: &'a [&'a str],
    /// The rows.
    pub table: &'a Table<R>,
    /// Draws one of them into its two lines.
    pub row: fn(&Model, &R, Rect, &mut Buffer),
}

impl<R: Keyed> Listing<'_, R> {
    /// Draws frame and rows.
    pub fn draw(&self, model: &Model, area: Rect, buffer: &mut Buffer) {
        let shared = &model.shared;
        let inner = frame::draw(model, (self.id, area), &self.titles, buffer);
        if self.table.rows.is_empty() {
            let reading = ["Reading the store …"];
            let lines = if self.table.loaded { self.nothing } else { &reading };
            return frame::empty(shared, inner, lines, buffer);
        }
        for shown in self.table.visible() {
            let place = shown.place(inner);
            if shown.selected {
                frame::select(shared, place, buffer);
            }
            (self.row)(model, shown.row, place, buffer);
        }
    }
}
