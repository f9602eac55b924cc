//! Which part of the screen is whose, for every size.
//!
//! Pure: the same answer serves drawing, scrolling and the mouse.

use ratatui::layout::Rect;

use super::panes::{PaneId, View};

/// Below this there is only a polite line.
pub const SMALLEST: (u16, u16) = (60, 16);
/// From this width on a list and the story stand side by side.
const SIDE_BY_SIDE: u16 = 100;
/// From this size on the pictures stand in a column of their own beside them.
const SIDE_COLUMN: (u16, u16) = (150, 30);
/// From this height on they stand one above the other where there is no room side by side.
const STACKED: u16 = 34;
/// From this height on there is room for the pictures at the bottom.
const PICTURES: u16 = 28;

/// What shapes a screen.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    /// Columns and rows.
    pub size: (u16, u16),
    /// The view.
    pub view: &'a View,
    /// The focused pane.
    pub focus: PaneId,
    /// Whether the focused pane has the screen for itself.
    pub zoom: Zoom,
    /// Lines of banner.
    pub banner: u16,
    /// Watches to draw bars for.
    pub watches: usize,
}

/// Whether the focused pane has the screen for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zoom {
    /// As many panes as fit.
    #[default]
    Shared,
    /// Only the focused one.
    Alone,
}

/// The parts of a screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Two lines at the top.
    pub header: Rect,
    /// What everybody should know, if there is such a thing.
    pub banner: Rect,
    /// The panes with their frames.
    pub panes: Vec<(PaneId, Rect)>,
    /// The column beside list and story: who reported, and the pictures.
    pub side: Option<Rect>,
    /// Alerts per hour.
    pub rates: Option<Rect>,
    /// Health of the feeds.
    pub health: Option<Rect>,
    /// One line at the bottom.
    pub footer: Rect,
}

impl Layout {
    /// Divides a screen; `None` when it is too small.
    #[must_use]
    pub fn of(shape: Shape<'_>) -> Option<Layout> {
        let (width, height) = shape.size;
        if width < SMALLEST.0 || height < SMALLEST.1 {
            return None;
        }
        let row = |y, height| Rect { x: 0, y, width, height };
        let mut layout = Layout {
            header: row(0, 2),
            banner: row(2, shape.banner),
            footer: row(height - 1, 1),
            ..Layout::default()
        };
        let top = 2 + shape.banner;
        let mut middle = row(top, height - top - 1);
        if has_side(shape) {
            let columns = side_width(width);
            middle.width -= columns;
            layout.side = Some(Rect { x: middle.width, width: columns, ..middle });
        }
        let pictures = pictures(shape);
        if pictures > 0 {
            middle.height -= pictures;
            let strip = row(middle.bottom(), pictures);
            let left = list_width(width);
            layout.rates = Some(Rect { width: left, ..strip });
            layout.health = Some(Rect { x: left, width: width - left, ..strip });
        }
        layout.panes = panes(shape, middle);
        Some(layout)
    }
}

/// Columns of the list where the story stands beside it.
fn list_width(width: u16) -> u16 {
    (width * 42 / 100).clamp(48, 92)
}

/// Columns of the list where both stand beside it.
fn list_width_of_three(width: u16) -> u16 {
    (width * 36 / 100).clamp(54, 92)
}

/// Columns of the side column.
fn side_width(width: u16) -> u16 {
    (width * 26 / 100).clamp(40, 60)
}

fn has_side(shape: Shape<'_>) -> bool {
    let (width, height) = shape.size;
    let (columns, rows) = SIDE_COLUMN;
    width >= columns && height >= rows && shape.zoom == Zoom::Shared && shape.view.beside.is_some()
}

/// Lines of the pictures at the bottom, frame included.
fn pictures(shape: Shape<'_>) -> u16 {
    let (width, height) = shape.size;
    if width < SIDE_BY_SIDE || height < PICTURES || shape.zoom == Zoom::Alone || has_side(shape) {
        return 0;
    }
    let most = if height >= 44 { 6 } else { 4 };
    u16::try_from(shape.watches).unwrap_or(most).clamp(3, most) + 2
}

fn panes(shape: Shape<'_>, middle: Rect) -> Vec<(PaneId, Rect)> {
    let (width, height) = shape.size;
    let list = shape.view.list;
    let Some(beside) = shape.view.beside else { return vec![(list, middle)] };
    if shape.zoom == Zoom::Alone {
        return vec![(shape.focus, middle)];
    }
    if width >= SIDE_BY_SIDE {
        let left = if has_side(shape) { list_width_of_three(width) } else { list_width(width) };
        return vec![
            (list, Rect { width: left, ..middle }),
            (beside, Rect { x: left, width: middle.width - left, ..middle }),
        ];
    }
    if height >= STACKED {
        let upper = middle.height * 45 / 100;
        return vec![
            (list, Rect { height: upper, ..middle }),
            (beside, Rect { y: middle.y + upper, height: middle.height - upper, ..middle }),
        ];
    }
    vec![(shape.focus, middle)]
}

/// The inside of a frame.
#[must_use]
pub fn inside(frame: Rect) -> Rect {
    Rect {
        x: frame.x.saturating_add(1),
        y: frame.y.saturating_add(1),
        width: frame.width.saturating_sub(2),
        height: frame.height.saturating_sub(2),
    }
}
