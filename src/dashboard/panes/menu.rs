//! A short list of things to do, one of which is chosen: by its digit, or with the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::export::{self, Form, Scope};
use super::help::clear;
use crate::dashboard::action::Action;
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::duty;
use crate::dashboard::key::Key;
use crate::dashboard::message::Effect;
use crate::dashboard::model::{Model, Overlay};
use crate::dashboard::panes::prompt;
use crate::engine::Command;

/// What a choice does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Writes a file.
    Export(Scope, Form),
    /// Does something to an alert.
    Mark(Command),
    /// Begins a command.
    Write(&'static str),
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it says.
    pub label: String,
    /// What it does.
    pub deed: Deed,
}

/// The list.
#[derive(Clone, Debug)]
pub struct State {
    title: String,
    items: Vec<Item>,
    at: usize,
}

/// Opens a list.
pub fn open(model: &mut Model, title: impl Into<String>, items: Vec<Item>) {
    model.overlays.push(Overlay::Menu(State { title: title.into(), items, at: 0 }));
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Overlay::Menu(state)) = model.overlays.last_mut() else { return Vec::new() };
    let count = state.items.len().max(1);
    match action {
        Action::Down => state.at = (state.at + 1) % count,
        Action::Up => state.at = (state.at + count - 1) % count,
        Action::Open => {
            let at = state.at;
            return choose(model, at);
        }
        Action::Back => {
            model.overlays.pop();
        }
        _ => {}
    }
    Vec::new()
}

/// A digit chooses.
pub fn typed(model: &mut Model, key: Key) -> Vec<Effect> {
    let Key::Char(c) = key else { return Vec::new() };
    let digit = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
    match digit.and_then(|digit| digit.checked_sub(1)) {
        Some(at) => choose(model, at),
        None => Vec::new(),
    }
}

/// Does what the choice at a place of the list says.
pub fn choose(model: &mut Model, at: usize) -> Vec<Effect> {
    let Some(Overlay::Menu(state)) = model.overlays.last() else { return Vec::new() };
    let Some(deed) = state.items.get(at).map(|item| item.deed.clone()) else { return Vec::new() };
    model.overlays.pop();
    match deed {
        Deed::Export(scope, form) => export::write(model, scope, form),
        Deed::Mark(command) => duty::mark(model, command),
        Deed::Write(command) => {
            prompt::begin(model, command);
            Vec::new()
        }
    }
}

/// Where the list stands on a screen of a size.
pub fn area((columns, rows): (u16, u16), state: &State) -> Rect {
    let labels = state.items.iter().map(|item| width(&item.label) + 10);
    let wanted = labels.chain([width(&state.title) + 8]).max().unwrap_or(0);
    let wide = u16::try_from(wanted).unwrap_or(columns).clamp(30, columns.saturating_sub(4));
    let tall = u16::try_from(state.items.len()).unwrap_or(rows) + 2;
    let tall = tall.min(rows.saturating_sub(2));
    Rect { x: (columns - wide) / 2, y: (rows - tall) / 2, width: wide, height: tall }
}

/// Draws the list in the middle of the screen.
pub fn draw(model: &Model, state: &State, buffer: &mut Buffer) {
    let shared = &model.shared;
    let theme = &shared.theme;
    let area = area(model.size, state);
    let wide = area.width;
    clear(shared, area, buffer);
    let title = format!(" {} ", state.title);
    Pen::new(buffer, shared.glyphs, (area.x + 2, area.y), wide - 4).text(&title, theme.title);
    for (number, (item, y)) in
        state.items.iter().zip(area.y + 1..area.bottom().saturating_sub(1)).enumerate()
    {
        let here = number == state.at;
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 2, y), wide - 4);
        let mark = if here { shared.glyphs.pick("▸", ">") } else { " " };
        pen.text(mark, theme.key).skip(1).text(&(number + 1).to_string(), theme.key).skip(2);
        pen.text(&item.label, if here { theme.title } else { theme.text });
    }
}
