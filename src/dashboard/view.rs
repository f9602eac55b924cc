//! Draws the model: splits the screen and calls the panes. Reads only.

use ratatui::Frame;
use ratatui::buffer::Buffer;

use super::draw::Pen;
use super::model::{Model, Overlay};
use super::panes::{filter, footer, frame, header, help, menu, prompt, watch_form};
use super::pictures::{heat, rates, side};

/// Draws the model into a frame.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    draw(model, frame.buffer_mut());
}

/// Draws the model into a buffer of its size.
pub fn draw(model: &Model, buffer: &mut Buffer) {
    let shared = &model.shared;
    buffer.set_style(buffer.area, shared.theme.base);
    let Some(layout) = model.layout() else {
        return too_small(model, buffer);
    };
    if buffer.area.width < model.size.0 || buffer.area.height < model.size.1 {
        return; // the terminal is smaller than we were told; its resize event is on the way
    }
    header::draw(model, layout.header, buffer);
    let parts = shared.banner_parts();
    if !parts.is_empty() {
        let area = layout.banner;
        buffer.set_style(area, shared.theme.bar);
        let room = area.width.saturating_sub(2);
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 1, area.y), room);
        for (i, (text, style)) in parts.into_iter().enumerate() {
            pen.text(if i > 0 { " · " } else { "" }, shared.theme.dim).text(text, style);
        }
    }
    for (id, area) in &layout.panes {
        (id.pane().draw)(model, *area, buffer);
    }
    if let Some(area) = layout.side {
        side::draw(model, area, buffer);
    }
    if let Some(area) = layout.rates {
        rates::draw(model, area, buffer);
    }
    if let Some(area) = layout.health {
        heat::draw(model, area, buffer);
    }
    footer::draw(model, layout.footer, buffer);
    for overlay in &model.overlays {
        match overlay {
            Overlay::Help(state) => help::draw(model, state, buffer),
            Overlay::Filter(state) => filter::draw(model, state, buffer),
            Overlay::Prompt(state) => prompt::draw(model, state, buffer),
            Overlay::Menu(state) => menu::draw(model, state, buffer),
            Overlay::Watch(state) => watch_form::draw(model, state, buffer),
            Overlay::Question(text, _) => prompt::draw_question(model, text, buffer),
        }
    }
}

fn too_small(model: &Model, buffer: &mut Buffer) {
    let (columns, rows) = super::layout::SMALLEST;
    let area = buffer.area;
    let is = format!(
        "This window has {}x{}, wirewatch needs {columns}x{rows}.",
        area.width, area.height
    );
    frame::empty(&model.shared, area, &[&is, "Make it larger; q quits"], buffer);
}
