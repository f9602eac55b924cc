//! Alerts per hour and watch over the last day, as one line of bars a watch.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{hours, last_day, title};
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::load::HOURS;
use crate::dashboard::model::Model;
use crate::dashboard::panes::frame;

/// Draws the bars.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    frame::edges(shared, area, shared.theme.border, buffer);
    title(shared, area, " Alerts per hour, last 24 h ", buffer);
    let inner = crate::dashboard::layout::inside(area);
    let mut hours = hours(shared);
    hours.iter_mut().for_each(|(_, hours, _)| *hours = last_day(hours));
    if hours.len() > usize::from(inner.height) {
        hours.sort_by_key(|(_, hours, _)| std::cmp::Reverse(hours.iter().sum::<u64>()));
    }
    let most = hours.iter().flat_map(|(_, hours, _)| hours.iter()).copied().max().unwrap_or(0);
    let label = hours.iter().map(|(name, ..)| width(name)).max().unwrap_or(0).clamp(6, 14);
    let wide = if usize::from(inner.width) >= label + 2 * HOURS + 24 { 2 } else { 1 };
    for ((name, hours, rate), y) in hours.iter().zip(inner.top()..inner.bottom()) {
        let (place, style) = ((inner.x + 1, y), shared.watch(name));
        let label = u16::try_from(label).unwrap_or(14);
        Pen::new(buffer, shared.glyphs, place, label).text(name, style);
        let mut pen = Pen::new(buffer, shared.glyphs, place, inner.width.saturating_sub(2));
        pen.skip(label + 1);
        for hour in 0..HOURS {
            let value = hours.get(hour).copied().unwrap_or(0);
            let ink = if value == 0 { shared.theme.border } else { style };
            pen.text(&shared.glyphs.bar(value, most).repeat(wide), ink);
        }
        let told = rate.sentence();
        let short = told.split(", ").next().unwrap_or("");
        let fits = width(&told) < usize::from(pen.room());
        let ink = if rate.burst.is_some() { style } else { shared.theme.dim };
        pen.skip(1).text(if fits { &told } else { short }, ink);
    }
}
