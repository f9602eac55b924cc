//! The pictures: what people look at rather than read. Numbers in, painted cells out.
//!
//! Each is drawn into the area it is given; where it stands is the layout's business.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::draw::Pen;
use super::shared::Shared;
use crate::engine::{Rate, WatchLook};

pub mod delay;
pub mod fortnight;
pub mod heat;
pub mod rates;
pub mod side;
pub mod stacked;

/// Writes a title on the upper edge of a box.
pub fn title(shared: &Shared, area: Rect, text: &str, buffer: &mut Buffer) {
    let place = (area.x + 2, area.y);
    let room = area.width.saturating_sub(4);
    Pen::new(buffer, shared.glyphs, place, room).text(text, shared.theme.dim);
}

/// A watch that is on: its name, its alerts per hour, what is said of them.
pub type Hours<'a> = (&'a str, &'a [u64], &'a Rate);

/// The watches that are on, in the order of the file.
pub fn hours(shared: &Shared) -> Vec<Hours<'_>> {
    let Some(overview) = &shared.overview else { return Vec::new() };
    let on = shared.status.watches.iter().filter(|watch| watch.enabled);
    let of = |watch: &WatchLook| overview.rates.of(&watch.name);
    on.map(|watch| (watch, of(watch)))
        .map(|(watch, (hours, rate))| (watch.name.as_str(), hours, rate))
        .collect()
}

/// The hours of the last day.
pub fn last_day(hours: &[u64]) -> &[u64] {
    hours.split_at(hours.len().saturating_sub(super::load::HOURS)).1
}
