//! How long after it was published news was alerted: one bar a span.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dashboard::draw::{Pen, width};
use crate::dashboard::load::{DELAYS, Delays};
use crate::dashboard::shared::Shared;
use crate::domain::span;

/// Columns of the names and of the counts.
const NAME: u16 = 9;
const COUNT: u16 = 5;

/// Draws the bars, one line each.
pub fn draw(shared: &Shared, area: Rect, buffer: &mut Buffer) {
    let theme = &shared.theme;
    let Some(delays) = shared.delays.as_deref().filter(|delays| delays.half.is_some()) else {
        let text = "not known yet";
        Pen::new(buffer, shared.glyphs, (area.x, area.y), area.width).text(text, theme.faint);
        return;
    };
    let most = delays.counts.iter().copied().max().unwrap_or(0).max(1);
    let room = u64::from(area.width.saturating_sub(NAME + COUNT));
    for (((_, name), count), y) in DELAYS.iter().zip(delays.counts).zip(area.top()..area.bottom()) {
        let columns = (count * room).div_ceil(most);
        let columns = usize::try_from(columns).unwrap_or(0);
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x, y), area.width);
        let name_columns = u16::try_from(width(name)).unwrap_or(NAME);
        pen.text(name, theme.dim).skip(NAME.saturating_sub(name_columns));
        pen.text(&shared.glyphs.pick("▆", "#").repeat(columns), theme.border_focus);
        let count = count.to_string();
        pen.align(u16::try_from(count.len()).unwrap_or(COUNT)).text(&count, theme.dim);
    }
}

/// The middle of it in words.
#[must_use]
pub fn half(delays: Option<&Delays>) -> String {
    match delays.and_then(|delays| delays.half) {
        Some(seconds) => format!("half within {}", span(seconds)),
        None => String::new(),
    }
}
