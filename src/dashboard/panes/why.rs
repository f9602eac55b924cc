//! The foot of the list of alerts: the score line of the selected one, where no story stands by it.
//!
//! The story pane says it under the headline; a terminal that has no room for both says it here.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{PaneId, compose, frame};
use crate::dashboard::draw::Pen;
use crate::dashboard::model::Model;

/// Rows of the score line.
const ROWS: u16 = 2;
/// The list keeps at least so many.
const LIST: u16 = 6;

/// The inside of the pane, parted: the list, and the foot with the rule above it.
#[must_use]
pub fn part(model: &Model, inside: Rect) -> (Rect, Option<Rect>) {
    let told = model
        .layout()
        .is_some_and(|layout| layout.panes.iter().any(|(pane, _)| *pane == PaneId::Story));
    if told || inside.height < LIST + ROWS + 1 {
        return (inside, None);
    }
    let list = Rect { height: inside.height - ROWS - 1, ..inside };
    (list, Some(Rect { y: list.bottom(), height: ROWS + 1, ..inside }))
}

/// Draws the foot.
pub fn draw(model: &Model, foot: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let edge = Rect { x: foot.x.saturating_sub(1), width: foot.width + 2, ..foot };
    frame::rule(shared, edge, buffer);
    let columns = foot.width.saturating_sub(2);
    Pen::new(buffer, shared.glyphs, (foot.x + 1, foot.y), columns)
        .text(" why ", shared.theme.faint);
    let alert = model.story.page().and_then(|page| page.alert.as_ref());
    let selected = model.alerts.table.list.selected;
    let Some(alert) = alert.filter(|alert| selected == Some(alert.id)) else { return };
    let room = (usize::from(columns), usize::from(ROWS));
    let rows = compose::score(shared, &alert.line, room);
    for (row, y) in rows.iter().zip(foot.y + 1..foot.bottom()) {
        Pen::new(buffer, shared.glyphs, (foot.x + 1, y), columns).pieces(&row.pieces, row.reading);
    }
}
