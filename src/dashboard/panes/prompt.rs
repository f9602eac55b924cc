//! Lines being typed: the command line `:` with completion and history, and the question box.
//!
//! What a command does stands in `commands`.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tui_input::{Input, InputRequest};

use super::commands;
use super::help::clear;
use crate::dashboard::action::Action;
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::key::{Key, Named};
use crate::dashboard::message::Effect;
use crate::dashboard::model::{Model, Overlay};

/// A line being typed.
#[derive(Clone, Debug, Default)]
pub struct State {
    input: Input,
    /// What the line was when completion began, and how often it went on since.
    completing: Option<(String, usize)>,
    /// How many lines back in the history it stands.
    back: usize,
}

/// Lines kept in the history.
const HISTORY: usize = 100;

/// Opens the command line with a beginning.
pub fn begin(model: &mut Model, beginning: &str) {
    let state = State { input: Input::new(beginning.to_owned()), ..State::default() };
    model.overlays.push(Overlay::Prompt(state));
}

/// Takes a key that is text.
pub fn typed(state: &mut State, key: Key) {
    if let Some(request) = request(key) {
        state.input.handle(request);
        state.completing = None;
    }
}

/// What a key does to a line of text.
pub fn request(key: Key) -> Option<InputRequest> {
    Some(match key {
        Key::Char(c) => InputRequest::InsertChar(c),
        Key::Ctrl('a') | Key::Named(Named::Home) => InputRequest::GoToStart,
        Key::Ctrl('e') | Key::Named(Named::End) => InputRequest::GoToEnd,
        Key::Ctrl('w') => InputRequest::DeletePrevWord,
        Key::Ctrl('u') => InputRequest::DeleteFromStart,
        Key::Ctrl('k') => InputRequest::DeleteTillEnd,
        Key::Named(Named::Backspace) | Key::Ctrl('h') => InputRequest::DeletePrevChar,
        Key::Named(Named::Delete) => InputRequest::DeleteNextChar,
        Key::Named(Named::Left) => InputRequest::GoToPrevChar,
        Key::Named(Named::Right) => InputRequest::GoToNextChar,
        Key::Ctrl(_) | Key::Named(_) => return None,
    })
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Back => {
            model.overlays.pop();
        }
        Action::Complete => complete(model),
        Action::Up => recall(model, 1),
        Action::Down => recall(model, -1),
        Action::Open => {
            if let Some(Overlay::Prompt(state)) = model.overlays.pop() {
                return take(model, state.input.value().trim());
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Runs a line and keeps it in the history.
fn take(model: &mut Model, line: &str) -> Vec<Effect> {
    if line.is_empty() {
        return Vec::new();
    }
    model.history.retain(|known| known != line);
    model.history.push(line.to_owned());
    let over = model.history.len().saturating_sub(HISTORY);
    model.history.drain(..over);
    commands::run(model, line)
}

/// Puts the next line that the beginning can become in its place.
fn complete(model: &mut Model) {
    let Some(Overlay::Prompt(state)) = model.overlays.last_mut() else { return };
    let (beginning, times) = match state.completing.take() {
        Some((beginning, times)) => (beginning, times + 1),
        None => (state.input.value().to_owned(), 0),
    };
    let lines = commands::completions(&beginning);
    if let Some(line) = lines.get(times % lines.len().max(1)) {
        state.input = Input::new(line.clone());
        state.completing = Some((beginning, times));
        if lines.len() == 1 {
            state.completing = None;
        }
    }
}

/// Goes back (1) and forth (-1) in the history.
fn recall(model: &mut Model, by: isize) {
    let most = model.history.len();
    let Some(Overlay::Prompt(state)) = model.overlays.last_mut() else { return };
    state.back = state.back.saturating_add_signed(by).min(most);
    let line = most.checked_sub(state.back).and_then(|at| model.history.get(at));
    state.input = Input::new(line.cloned().unwrap_or_default());
    state.completing = None;
}

/// Where the list of commands stands on a screen of a size.
pub fn area((columns, rows): (u16, u16), state: &State) -> Rect {
    let known = commands::matching(state.input.value());
    let height = u16::try_from(known.len()).unwrap_or(0) + 2;
    Rect {
        x: 0,
        y: rows.saturating_sub(1 + height),
        width: 76.min(columns),
        height: height.min(rows.saturating_sub(1)),
    }
}

/// Takes a click: the command clicked is written into the line.
pub fn click(model: &mut Model, line: usize) -> Vec<Effect> {
    let Some(Overlay::Prompt(state)) = model.overlays.last_mut() else { return Vec::new() };
    if let Some(entry) = commands::matching(state.input.value()).get(line) {
        state.input = Input::new(format!("{} ", entry.name));
        state.completing = None;
    }
    Vec::new()
}

/// Draws the command line over the footer, what it can become above it.
pub fn draw(model: &Model, state: &State, buffer: &mut Buffer) {
    let shared = &model.shared;
    let theme = &shared.theme;
    let (columns, rows) = model.size;
    let known = commands::matching(state.input.value());
    let area = area(model.size, state);
    clear(shared, area, buffer);
    for (entry, y) in known.iter().zip(area.y + 1..area.bottom().saturating_sub(1)) {
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 2, y), area.width - 4);
        pen.text(entry.name, theme.key).skip(1);
        let used = u16::try_from(entry.name.len()).unwrap_or(0);
        pen.skip(12_u16.saturating_sub(used)).text(entry.help, theme.text).skip(2);
        pen.text(entry.takes, theme.faint);
    }
    let line = Rect { x: 0, y: rows.saturating_sub(1), width: columns, height: 1 };
    type_line(model, (":", &state.input), line, buffer);
}

/// Draws a line being typed with its cursor.
pub fn type_line(model: &Model, (mark, input): (&str, &Input), area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let blank = " ".repeat(usize::from(area.width));
    Pen::new(buffer, shared.glyphs, (area.x, area.y), area.width)
        .text(&blank, shared.theme.base.patch(shared.theme.bar));
    let room = usize::from(area.width.saturating_sub(4));
    let value = input.value();
    let before: String = value.chars().take(input.cursor()).collect();
    let start = line_start(input, room);
    let mut pen = Pen::new(buffer, shared.glyphs, (area.x, area.y), area.width.saturating_sub(1));
    pen.text(mark, shared.theme.key)
        .skip(1)
        .text(value.get(start..).unwrap_or(""), shared.theme.text);
    let at = width(before.get(start..).unwrap_or("")) + width(mark) + 1;
    let x =
        area.x.saturating_add(u16::try_from(at).unwrap_or(0)).min(area.right().saturating_sub(1));
    if let Some(cell) = buffer.cell_mut((x, area.y)) {
        cell.set_style(
            ratatui::style::Style::new().add_modifier(ratatui::style::Modifier::REVERSED),
        );
    }
}

/// Where the part of a line begins that is shown: the end of a long one while its cursor is there.
pub fn line_start(input: &Input, room: usize) -> usize {
    let before: String = input.value().chars().take(input.cursor()).collect();
    before
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| width(before.get(*at..).unwrap_or("")) < room)
        .unwrap_or(before.len())
}

/// Where a question stands on a screen of a size.
pub fn question_area((columns, rows): (u16, u16), text: &str) -> Rect {
    let wanted = u16::try_from(width(text)).unwrap_or(columns).saturating_add(6);
    let wide = wanted.max(30).min(columns.saturating_sub(4));
    Rect { x: (columns - wide) / 2, y: rows / 2 - 2, width: wide, height: 4 }
}

/// The answers below a question: the key, its word, what it does.
const ANSWERS: &[(&str, &str, Action)] =
    &[("y", " yes   ", Action::Yes), ("n", " no", Action::Back)];

/// The answer at a place of a question's box.
pub fn answer_at(area: Rect, (x, y): (u16, u16)) -> Option<Action> {
    let mut from = area.x + 3;
    ANSWERS.iter().filter(|_| y == area.y + 2).find_map(|(key, word, action)| {
        let columns = from..from + u16::try_from(key.len() + word.len()).unwrap_or(0);
        from = columns.end;
        columns.contains(&x).then_some(*action)
    })
}

/// Draws a question in the middle of the screen.
pub fn draw_question(model: &Model, text: &str, buffer: &mut Buffer) {
    let shared = &model.shared;
    let area = question_area(model.size, text);
    clear(shared, area, buffer);
    let room = area.width - 6;
    Pen::new(buffer, shared.glyphs, (area.x + 3, area.y + 1), room).text(text, shared.theme.title);
    let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 3, area.y + 2), room);
    for (key, word, _) in ANSWERS {
        pen.text(key, shared.theme.key).text(word, shared.theme.dim);
    }
}
