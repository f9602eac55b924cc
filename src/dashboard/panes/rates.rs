//! Alerts per hour and watch over the last day, as one line of bars a watch.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame;
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::load::HOURS;
use crate::dashboard::model::Model;

/// Hours that count as now.
const RECENT: usize = 3;

/// Draws the bars.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    frame::edges(shared, area, shared.theme.border, buffer);
    title(model, area, " Alerts per hour, last 24 h ", buffer);
    let inner = crate::dashboard::layout::inside(area);
    let Some(overview) = &shared.overview else { return };
    let mut hours: Vec<(&str, &[u64])> = shared
        .status
        .watches
        .iter()
        .filter(|watch| watch.enabled)
        .map(|watch| {
            let row = overview.hours.iter().find(|(name, _)| *name == watch.name);
            (watch.name.as_str(), row.map_or(&[][..], |(_, hours)| hours.as_slice()))
        })
        .collect();
    if hours.len() > usize::from(inner.height) {
        hours.sort_by_key(|(_, hours)| std::cmp::Reverse(hours.iter().sum::<u64>()));
    }
    let most = hours.iter().flat_map(|(_, hours)| hours.iter()).copied().max().unwrap_or(0);
    let label = hours.iter().map(|(name, _)| width(name)).max().unwrap_or(0).clamp(6, 14);
    let wide = if usize::from(inner.width) >= label + 2 * HOURS + 24 { 2 } else { 1 };
    for ((name, hours), y) in hours.iter().zip(inner.top()..inner.bottom()) {
        let mut pen =
            Pen::new(buffer, shared.glyphs, (inner.x + 1, y), inner.width.saturating_sub(2));
        let style = shared.watch(name);
        let label = u16::try_from(label).unwrap_or(14);
        let before = pen.room();
        Pen::new(buffer, shared.glyphs, (inner.x + 1, y), label).text(name, style);
        pen = Pen::new(buffer, shared.glyphs, (inner.x + 1, y), before);
        pen.skip(label + 1);
        for hour in 0..HOURS {
            let value = hours.get(hour).copied().unwrap_or(0);
            let ink = if value == 0 { shared.theme.border } else { style };
            pen.text(&shared.glyphs.bar(value, most).repeat(wide), ink);
        }
        let told = told(hours);
        let short = told.split(", ").next().unwrap_or("");
        let fits = width(&told) < usize::from(pen.room());
        pen.skip(1).text(if fits { &told } else { short }, shared.theme.dim);
    }
}

/// `9 in 3 h, usually 0.4`: the last hours against the average of those before.
fn told(hours: &[u64]) -> String {
    let border = hours.len().saturating_sub(RECENT);
    let (before, now) = hours.split_at_checked(border).unwrap_or((hours, &[]));
    let recent: u64 = now.iter().sum();
    if before.is_empty() {
        return format!("{recent} in {RECENT} h");
    }
    let sum: u64 = before.iter().sum::<u64>().saturating_mul(RECENT as u64);
    let count = before.len() as u64;
    let tenths = (sum * 10 + count / 2) / count;
    format!("{recent} in {RECENT} h, usually {}.{}", tenths / 10, tenths % 10)
}

/// Writes a title on the upper edge of a box.
pub fn title(model: &Model, area: Rect, text: &str, buffer: &mut Buffer) {
    let place = (area.x + 2, area.y);
    let room = area.width.saturating_sub(4);
    Pen::new(buffer, model.shared.glyphs, place, room).text(text, model.shared.theme.dim);
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn the_last_hours_are_told_against_the_usual() {
        let mut hours = vec![0; 24];
        hours[22] = 4;
        hours[23] = 5;
        hours[3] = 3;
        assert_eq!(told(&hours), "9 in 3 h, usually 0.4");
        assert_eq!(told(&[]), "0 in 3 h");
    }
}
