//! The foot of the list of alerts: the score line of the selected one, where no story stands by it.
//!
//! The story pane says it under the headline; a terminal that has no room for both says it here.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{PaneId, compose, frame};
use crate::dashboard::draw::Pen;
use crate::dashboard::model::Model;
use crate::domain::Alert;

/// Rows of the score line: so many always, that the list stands still where few parts are told, and
/// as many as it needs where the list has the room.
const ROWS: u16 = 2;
const MOST: u16 = 6;
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
    let rows = needed(model, inside).clamp(ROWS, (inside.height - LIST - 1).min(MOST));
    let list = Rect { height: inside.height - rows - 1, ..inside };
    (list, Some(Rect { y: list.bottom(), height: rows + 1, ..inside }))
}

/// Rows of the whole score line. While the next alert's is being read, those of the last one: the rule
/// moves once.
fn needed(model: &Model, inside: Rect) -> u16 {
    let room = (usize::from(inside.width.saturating_sub(2)), usize::from(MOST));
    let alert = model.story.page().and_then(|page| page.alert.as_ref());
    let rows = alert.map(|alert| compose::score(&model.shared, &alert.line, room).len());
    rows.and_then(|rows| u16::try_from(rows).ok()).unwrap_or(ROWS)
}

/// The selected alert, once its story is read.
fn selected(model: &Model) -> Option<&Alert> {
    let alert = model.story.page().and_then(|page| page.alert.as_ref());
    let selected = model.alerts.table.list.selected;
    alert.filter(|alert| selected == Some(alert.id))
}

/// Draws the foot.
pub fn draw(model: &Model, foot: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let edge = Rect { x: foot.x.saturating_sub(1), width: foot.width + 2, ..foot };
    frame::rule(shared, edge, buffer);
    let columns = foot.width.saturating_sub(2);
    Pen::new(buffer, shared.glyphs, (foot.x + 1, foot.y), columns)
        .text(" why ", shared.theme.faint);
    let Some(alert) = selected(model) else { return };
    let room = (usize::from(columns), usize::from(foot.height.saturating_sub(1)));
    let rows = compose::score(shared, &alert.line, room);
    for (row, y) in rows.iter().zip(foot.y + 1..foot.bottom()) {
        Pen::new(buffer, shared.glyphs, (foot.x + 1, y), columns).pieces(&row.pieces, row.reading);
    }
}
