//! The line at the bottom: a message, else the keys of where the focus is, made from the table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dashboard::action::Action;
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
    for Shown { keys, binding } in shown(model, pen.room()) {
        pen.text(&keys, shared.theme.key).skip(1);
        pen.text(binding.row.word(), shared.theme.dim).skip(BETWEEN);
    }
}

/// Columns between two hints.
const BETWEEN: u16 = 2;

/// A hint that has room.
struct Shown<'a> {
    keys: String,
    binding: &'a Binding,
}

impl Shown<'_> {
    fn columns(&self) -> usize {
        width(&self.keys) + 1 + self.binding.row.word().len() + usize::from(BETWEEN)
    }
}

/// The hints of where the focus is, as many as there is room for.
fn shown(model: &Model, room: u16) -> Vec<Shown<'_>> {
    let hints = model.keymap.hints(model.context()).into_iter();
    let keys = |binding| Shown { keys: keys_of(binding, model.shared.glyphs), binding };
    let mut hints: Vec<Shown<'_>> = hints.map(keys).collect();
    let columns = |hints: &[Shown<'_>]| hints.iter().map(Shown::columns).sum::<usize>();
    // The last hints (help, quit) are worth more than the middle ones.
    while hints.len() > 2 && columns(&hints) > usize::from(room + BETWEEN) {
        hints.remove(hints.len() - 3);
    }
    hints
}

/// What the hint at a column is for.
pub fn hint_at(model: &Model, x: u16) -> Option<Action> {
    let x = usize::from(x.checked_sub(1)?);
    let mut from = 0;
    shown(model, model.size.0.saturating_sub(2)).into_iter().find_map(|hint| {
        let columns = from..from + hint.columns() - usize::from(BETWEEN);
        from += hint.columns();
        (model.note.is_none() && columns.contains(&x)).then_some(hint.binding.row.action)
    })
}

/// A binding's keys as people read them.
pub fn keys_of(binding: &Binding, glyphs: Glyphs) -> String {
    let name = |key: &crate::dashboard::key::Key| match glyphs {
        Glyphs::Unicode => key.to_string(),
        Glyphs::Ascii => key.ascii_name(),
    };
    binding.keys.iter().map(name).collect()
}
