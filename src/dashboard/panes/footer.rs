//! The line at the bottom: the keys of where the focus is, made from the table; beside a message as
//! many of them as it leaves room for.

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
        pen.text(&note.text, shared.theme.strong).skip(BESIDE);
    }
    let (from, hints) = shown(model, area.width);
    pen.align((area.width.saturating_sub(1)).saturating_sub(from));
    for Shown { keys, binding } in hints {
        pen.text(&keys, shared.theme.key).skip(1);
        pen.text(binding.row.word(), shared.theme.dim).skip(BETWEEN);
    }
}

/// Columns between two hints.
const BETWEEN: u16 = 2;
/// Columns between a message and the hints.
const BESIDE: u16 = 4;

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

/// The hints of where the focus is, as many as there is room for, and the column of the first: on
/// the left, beside a message on the right.
fn shown(model: &Model, columns: u16) -> (u16, Vec<Shown<'_>>) {
    let whole = columns.saturating_sub(2);
    let taken = model
        .note
        .as_ref()
        .map_or(0, |note| u16::try_from(width(&note.text)).unwrap_or(whole).saturating_add(BESIDE));
    let hints = fitting(model, whole.saturating_sub(taken));
    let wide: usize = hints.iter().map(Shown::columns).sum();
    let from = match u16::try_from(wide) {
        Ok(wide) if taken > 0 => 1 + (whole + BETWEEN).saturating_sub(wide),
        _ => 1,
    };
    (from, hints)
}

fn fitting(model: &Model, room: u16) -> Vec<Shown<'_>> {
    let hints = model.keymap.hints(model.context()).into_iter();
    let keys = |binding| Shown { keys: keys_of(binding, model.shared.glyphs), binding };
    let mut hints: Vec<Shown<'_>> = hints.map(keys).collect();
    let columns = |hints: &[Shown<'_>]| hints.iter().map(Shown::columns).sum::<usize>();
    // The last hints (help, quit) are worth more than the middle ones.
    while hints.len() > 2 && columns(&hints) > usize::from(room + BETWEEN) {
        hints.remove(hints.len() - 3);
    }
    if columns(&hints) > usize::from(room + BETWEEN) {
        hints.clear();
    }
    hints
}

/// What the hint at a column is for.
pub fn hint_at(model: &Model, x: u16) -> Option<Action> {
    let (from, hints) = shown(model, model.size.0);
    let mut from = usize::from(from);
    hints.into_iter().find_map(|hint| {
        let columns = from..from + hint.columns() - usize::from(BETWEEN);
        from += hint.columns();
        columns.contains(&usize::from(x)).then_some(hint.binding.row.action)
    })
}

/// A binding's keys as people read them.
pub fn keys_of(binding: &Binding, glyphs: Glyphs) -> String {
    let name = |key: &crate::dashboard::key::Key| match glyphs {
        Glyphs::Unicode => key.to_string(),
        Glyphs::Ascii | Glyphs::AsciiOnly => key.ascii_name(),
    };
    binding.keys.iter().map(name).collect()
}
