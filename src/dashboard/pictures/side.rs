//! The column beside list and story on a wide screen: who reported, and the pictures below it.
//!
//! What does not fit is left out, the last of the table first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{delay, fortnight, heat, hours, stacked};
use crate::dashboard::draw::Pen;
use crate::dashboard::layout::inside;
use crate::dashboard::load::DELAYS;
use crate::dashboard::model::Model;
use crate::dashboard::panes::{frame, timeline};

/// A part of the column.
struct Section {
    title: fn(&Model) -> String,
    /// Lines without which it is left out.
    least: u16,
    /// Lines it fills, at this many columns.
    wants: fn(&Model, u16) -> u16,
    draw: fn(&Model, Rect, &mut Buffer),
}

/// The parts, from the top.
const SECTIONS: &[Section] = &[
    Section {
        title: |model| timeline::title(model.story.page()),
        least: 3,
        wants: |model, _| timeline::lines(model.story.page()).max(1),
        draw: |model, area, buffer| timeline::draw(model, area, buffer),
    },
    Section {
        title: |model| stacked::title(&model.shared),
        least: 5,
        wants: |_, _| 9,
        draw: |model, area, buffer| stacked::draw(&model.shared, area, buffer),
    },
    Section {
        title: |model| heat::title(&model.shared),
        least: 2,
        wants: |model, columns| heat::lines(&model.shared, columns),
        draw: feeds,
    },
    Section {
        title: |model| fortnight::title(&model.shared),
        least: 2,
        wants: |model, _| 2 * u16::try_from(hours(&model.shared).len()).unwrap_or(1).max(1),
        draw: weeks,
    },
    Section {
        title: |model| {
            let half = delay::half(model.shared.delays.as_deref());
            let title = "Alerted after";
            if half.is_empty() { title.to_owned() } else { format!("{title}: {half}") }
        },
        least: 6,
        wants: |_, _| u16::try_from(DELAYS.len()).unwrap_or(6),
        draw: |model, area, buffer| delay::draw(&model.shared, area, buffer),
    },
];

fn feeds(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    if shared.feeds.is_empty() {
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x, area.y), area.width);
        pen.text(&shared.configured(), shared.theme.dim);
    }
    heat::strip(shared, area, buffer);
}

/// Columns of a watch's name before its two weeks.
const NAME: u16 = 9;

fn weeks(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    for (watch, y) in hours(shared).into_iter().zip((area.top()..area.bottom()).step_by(2)) {
        let (name, ..) = watch;
        Pen::new(buffer, shared.glyphs, (area.x, y), NAME - 1).text(name, shared.watch(name));
        let place = Rect {
            x: area.x + NAME,
            y,
            width: area.width.saturating_sub(NAME),
            height: (area.bottom() - y).min(2),
        };
        fortnight::draw(shared, watch, place, buffer);
    }
}

/// Lines of each section that is shown, without its title.
fn heights(model: &Model, area: Rect) -> Vec<u16> {
    let mut left = area.height;
    let mut heights = Vec::new();
    for section in SECTIONS {
        let title = u16::from(!heights.is_empty());
        if left < section.least + title {
            break;
        }
        left -= section.least + title;
        heights.push(section.least);
    }
    for (section, height) in SECTIONS.iter().zip(&mut heights) {
        let more = (section.wants)(model, area.width).saturating_sub(*height).min(left);
        *height += more;
        left -= more;
    }
    // What is left belongs to those who reported: the list grows while the rest stands still.
    if let Some(first) = heights.first_mut() {
        *first += left;
    }
    heights
}

/// Draws the column.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    frame::edges(shared, area, shared.theme.border, buffer);
    let inner = inside(area);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let mut y = area.y;
    for (number, (section, height)) in SECTIONS.iter().zip(heights(model, inner)).enumerate() {
        let line = Rect { y, height: 1, ..area };
        if number > 0 {
            frame::rule(shared, line, buffer);
        }
        super::title(shared, line, &format!(" {} ", (section.title)(model)), buffer);
        let place = Rect { y: y + 1, height, ..inner };
        (section.draw)(model, place, buffer);
        y = place.bottom();
    }
}
