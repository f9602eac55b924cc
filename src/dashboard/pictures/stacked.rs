//! Alerts per hour over the last day, the watches stacked: one column of the chart an hour.
//!
//! Where colours may not be used, each watch is drawn with the first letter of its name.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{hours, last_day};
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::glyphs::Glyphs;
use crate::dashboard::load::HOURS;
use crate::dashboard::shared::Shared;
use crate::dashboard::theme::ThemeName;

/// Levels within one cell.
const LEVELS: u64 = 8;

/// A watch of the chart.
struct Layer<'a> {
    name: &'a str,
    hours: &'a [u64],
    style: Style,
}

/// Columns of a legend beside the bars.
const LEGEND: u16 = 13;

/// What stands over the bars: how high the highest is.
#[must_use]
pub fn title(shared: &Shared) -> String {
    match most(&layers(shared)) {
        0 => "Alerts per hour, last 24 h".to_owned(),
        most => format!("Alerts per hour, last 24 h: max {most}"),
    }
}

/// Draws bars, a time line below them and the legend beside them, or below where there is no room.
/// The area is at least three lines high.
pub fn draw(shared: &Shared, area: Rect, buffer: &mut Buffer) {
    let layers = layers(shared);
    let bars = u16::try_from(HOURS).unwrap_or(24);
    let wide = (area.width.saturating_sub(LEGEND) / bars).min(3);
    let (chart, key) = if wide > 0 {
        let columns = wide * bars;
        let height = area.height.saturating_sub(1);
        let key = Rect { x: area.x + columns + 1, width: area.width - columns - 1, ..area };
        (Rect { width: columns, height, ..area }, key)
    } else {
        let lines = u16::try_from(legend(&layers, usize::from(area.width)).len()).unwrap_or(1);
        let lines = lines.min(area.height.saturating_sub(2));
        let chart = Rect { height: area.height.saturating_sub(1 + lines), ..area };
        (chart, Rect { y: chart.bottom() + 1, height: lines, ..area })
    };
    let wide = usize::from(wide.max(1));
    let most = most(&layers);
    for hour in 0..HOURS {
        column(shared, &layers, (hour, most), (chart, wide), buffer);
    }
    axis(shared, Rect { y: chart.bottom(), height: 1, ..area }, wide, buffer);
    for (line, y) in legend(&layers, usize::from(key.width)).iter().zip(key.top()..key.bottom()) {
        let mut pen = Pen::new(buffer, shared.glyphs, (key.x, y), key.width);
        for layer in line {
            let count: u64 = layer.hours.iter().sum();
            pen.text(&swatch(shared, layer.name), layer.style).skip(1);
            pen.text(layer.name, shared.theme.dim).skip(1);
            pen.text(&count.to_string(), shared.theme.text).skip(2);
        }
    }
}

fn layers(shared: &Shared) -> Vec<Layer<'_>> {
    let all = hours(shared).into_iter();
    all.map(|(name, hours, _)| Layer { name, hours: last_day(hours), style: shared.watch(name) })
        .collect()
}

fn at(layer: &Layer<'_>, hour: usize) -> u64 {
    layer.hours.get(hour).copied().unwrap_or(0)
}

fn most(layers: &[Layer<'_>]) -> u64 {
    (0..HOURS).map(|hour| sum(layers, hour)).max().unwrap_or(0)
}

fn sum(layers: &[Layer<'_>], hour: usize) -> u64 {
    layers.iter().map(|layer| at(layer, hour)).sum()
}

/// The legend, as many watches a line as fit.
fn legend<'a, 'b>(layers: &'b [Layer<'a>], room: usize) -> Vec<Vec<&'b Layer<'a>>> {
    let mut lines: Vec<Vec<&Layer<'_>>> = Vec::new();
    let mut used = room;
    for layer in layers {
        let count: u64 = layer.hours.iter().sum();
        let columns = width(layer.name) + count.to_string().len() + 5;
        if used + columns > room + 2 {
            lines.push(Vec::new());
            used = 0;
        }
        used += columns;
        if let Some(line) = lines.last_mut() {
            line.push(layer);
        }
    }
    lines
}

/// What stands for a watch: a block, or its letter.
fn swatch(shared: &Shared, name: &str) -> String {
    if is_lettered(shared) {
        return name.chars().take(1).collect();
    }
    shared.glyphs.bar(1, 1).to_owned()
}

fn is_lettered(shared: &Shared) -> bool {
    shared.glyphs != Glyphs::Unicode || shared.theme.name == ThemeName::Plain
}

/// One hour: its cells from the lowest up.
fn column(
    shared: &Shared,
    layers: &[Layer<'_>],
    (hour, most): (usize, u64),
    (area, wide): (Rect, usize),
    buffer: &mut Buffer,
) {
    let x = area.x + u16::try_from(hour * wide).unwrap_or(0);
    let scale = u64::from(area.height) * LEVELS;
    let mut tops = Vec::with_capacity(layers.len());
    let mut sum = 0;
    for layer in layers {
        sum += at(layer, hour);
        tops.push(level(sum, most, scale));
    }
    for row in 0..area.height {
        let floor = u64::from(row) * LEVELS;
        let (symbol, style) = cell(shared, layers, &tops, floor);
        let y = area.bottom() - 1 - row;
        let columns = u16::try_from(wide).unwrap_or(1);
        if symbol != " " {
            Pen::new(buffer, shared.glyphs, (x, y), columns).text(&symbol.repeat(wide), style);
        }
    }
}

/// The height of a sum in levels; what is there is seen.
fn level(value: u64, most: u64, scale: u64) -> u64 {
    match (value, most) {
        (0, _) | (_, 0) => 0,
        (value, most) => (value * scale).div_ceil(most),
    }
}

/// What stands in the cell whose lowest level is `floor`: the watch that reaches highest within it
/// on the ground of the one above.
fn cell(shared: &Shared, layers: &[Layer<'_>], tops: &[u64], floor: u64) -> (String, Style) {
    let ceiling = floor + LEVELS;
    let here = |place: usize| -> Option<(&Layer<'_>, u64)> {
        Some((layers.get(place)?, *tops.get(place)?))
    };
    let first = tops.iter().position(|top| *top > floor);
    let Some((lower, top)) = first.and_then(here) else {
        let line = if floor == 0 { shared.glyphs.pick("▁", "_") } else { " " };
        return (line.to_owned(), shared.theme.border);
    };
    if is_lettered(shared) {
        return (lower.name.chars().take(1).collect(), lower.style);
    }
    if top >= ceiling {
        return ("█".to_owned(), lower.style);
    }
    let above = first
        .and_then(|place| (place + 1..tops.len()).filter_map(here).find(|(_, above)| *above > top));
    let style = match above {
        Some((above, reach)) if reach >= ceiling || reach - top > LEVELS / 2 => {
            above.style.fg.map_or(lower.style, |ground| lower.style.bg(ground))
        }
        Some(_) | None => lower.style,
    };
    let bars = shared.glyphs.bars();
    let height = usize::try_from(top - floor).unwrap_or(1).clamp(1, 8);
    (bars.get(height - 1).copied().unwrap_or("█").to_owned(), style)
}

/// The time line: how long ago.
fn axis(shared: &Shared, area: Rect, wide: usize, buffer: &mut Buffer) {
    for hours in [24, 18, 12, 6] {
        let at = area.x + u16::try_from((HOURS - hours) * wide).unwrap_or(0);
        let text = format!("-{hours}h");
        Pen::new(buffer, shared.glyphs, (at, area.y), 6).text(&text, shared.theme.faint);
    }
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn what_is_there_is_seen_and_the_most_is_the_full_height() {
        for (value, most, wanted) in [(0, 0, 0), (0, 9, 0), (1, 1_000, 1), (9, 9, 40), (3, 9, 14)] {
            assert_eq!(level(value, most, 40), wanted, "{value} of {most}");
        }
    }
}
