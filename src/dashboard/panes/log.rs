//! The notices sent so far, the newest first: what was told when, and why.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::PaneId;
use super::frame::Titles;
use super::listing::Listing;
use crate::dashboard::action::Action;
use crate::dashboard::draw::Pen;
use crate::dashboard::load::NoticeRow;
use crate::dashboard::message::Effect;
use crate::dashboard::model::Model;
use crate::dashboard::table::{Keyed, Table, step};

/// The notices.
#[derive(Clone, Debug)]
pub struct State {
    /// The rows.
    pub table: Table<NoticeRow>,
}

impl Default for State {
    fn default() -> Self {
        State { table: Table::new(|_, _| 2) }
    }
}

impl Keyed for NoticeRow {
    type Key = u64;

    fn key(&self) -> u64 {
        self.seq
    }
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    model.log.table.go(step(action)?);
    Some(Vec::new())
}

/// Takes the size of the list.
pub fn fit(model: &mut Model, area: Rect) {
    model.log.table.fit(area.height);
}

/// Takes a click.
pub fn click(model: &mut Model, line: usize) -> Vec<Effect> {
    model.log.table.click(line);
    Vec::new()
}

/// Draws the pane.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let listing = Listing {
        id: PaneId::Log,
        titles: Titles { left: "Log: what was told", right: ("", None), below: "" },
        nothing: &["Nothing has been told yet.", "", "Each notice of an alert is listed here"],
        table: &model.log.table,
        row,
    };
    listing.draw(model, area, buffer);
}

fn row(model: &Model, notice: &NoticeRow, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let theme = &shared.theme;
    let room = area.width.saturating_sub(2);
    let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 1, area.y), room);
    pen.text(&format!("#{} ", notice.seq), theme.faint);
    pen.text(&shared.clock(notice.raised), theme.dim).skip(2);
    let mark = shared.glyphs.severity(notice.severity);
    pen.text(mark, theme.severity(notice.severity)).skip(1);
    pen.text(notice.severity.name(), theme.severity(notice.severity)).skip(2);
    pen.text(&notice.change, theme.dim);
    if area.height > 1 {
        let place = (area.x + 3, area.y + 1);
        Pen::new(buffer, shared.glyphs, place, room.saturating_sub(2))
            .text(&notice.title, theme.text);
    }
}
