//! The line at the bottom: a message, else the keys of where the focus is, made from the table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dashboard::draw::{Pen, width};
use crate::dashboard::glyphs::Glyphs;
use crate::dashboard::keymap::Binding;
use crate::dashboard::model::Model;

/// Draws the footer.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    buffer.set_style(area, shared.theme.bar);
    let place = (area.x + 1, area.y);
    let mut pen = Pen::new(buffer, shared.glyphs, place, area.width.saturating_sub(2));
    if let Some(note) = &model.note {
        pen.text(&note.text, shared.theme.strong);
        return;
    }
    let mut hints: Vec<(String, &str)> = model
        .keymap
        .hints(model.context())
        .into_iter()
        .map(|binding| (keys_of(binding, shared.glyphs), binding.action.words().name))
        .collect();
    let columns = |hints: &[(String, &str)]| -> usize {
        hints.iter().map(|(keys, name)| width(keys) + name.len() + 3).sum()
    };
    // The last hints (help, quit) are worth more than the middle ones.
    while hints.len() > 2 && columns(&hints) > usize::from(pen.room()) {
        hints.remove(hints.len() - 3);
    }
    for (keys, name) in &hints {
        pen.text(keys, shared.theme.key).skip(1).text(name, shared.theme.dim).skip(2);
    }
}

/// A binding's keys as people read them.
pub fn keys_of(binding: &Binding, glyphs: Glyphs) -> String {
    let name = |key: &crate::dashboard::key::Key| match glyphs {
        Glyphs::Unicode => key.to_string(),
        Glyphs::Ascii => key.ascii_name(),
    };
    binding.keys.iter().map(name).collect()
}
