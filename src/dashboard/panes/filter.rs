//! The filter form: severity, state, watch and words; the list follows while it changes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tui_input::Input;

use super::alerts::{self, Filter};
use super::help::clear;
use super::prompt::request;
use crate::dashboard::action::Action;
use crate::dashboard::draw::Pen;
use crate::dashboard::key::Key;
use crate::dashboard::message::Effect;
use crate::dashboard::model::{Model, Overlay};
use crate::domain::{AlertState, Severity};

/// The form: the line the cursor is on.
#[derive(Clone, Debug, Default)]
pub struct State {
    line: usize,
}

/// A line of the form: its name, the value shown, and what ← and → do.
struct Line {
    name: &'static str,
    shown: fn(&Filter) -> String,
    turn: fn(&mut Model, isize),
}

const LINES: &[Line] = &[
    Line {
        name: "severity",
        shown: |filter| format!("{} and above", filter.min),
        turn: turn_severity,
    },
    Line {
        name: "state",
        shown: |filter| filter.state.map_or_else(|| "any".to_owned(), |state| state.to_string()),
        turn: turn_state,
    },
    Line {
        name: "watch",
        shown: |filter| filter.watch.clone().unwrap_or_else(|| "any".to_owned()),
        turn: turn_watch,
    },
    Line { name: "outlet", shown: |filter| filter.outlet.clone(), turn: |_, _| {} },
    Line { name: "words", shown: |filter| filter.text.clone(), turn: |_, _| {} },
];
/// The lines that are typed.
const OUTLET: usize = 3;
const WORDS: usize = 4;

fn around<T: Clone + PartialEq>(all: &[T], at: &T, by: isize) -> Option<T> {
    let count = isize::try_from(all.len()).ok().filter(|count| *count > 0)?;
    let place = all.iter().position(|one| one == at).unwrap_or(0);
    let next = (isize::try_from(place).ok()? + by).rem_euclid(count);
    all.get(usize::try_from(next).ok()?).cloned()
}

fn turn_severity(model: &mut Model, by: isize) {
    let filter = &mut model.alerts.filter;
    filter.min = around(&Severity::ALL, &filter.min, by).unwrap_or_default();
}

fn turn_state(model: &mut Model, by: isize) {
    let mut all = vec![None];
    all.extend(AlertState::NAMES.iter().map(|(state, _)| Some(*state)));
    let filter = &mut model.alerts.filter;
    filter.state = around(&all, &filter.state, by).flatten();
}

fn turn_watch(model: &mut Model, by: isize) {
    let mut all = vec![None];
    all.extend(model.shared.status.watches.iter().map(|watch| Some(watch.name.clone())));
    let filter = &mut model.alerts.filter;
    filter.watch = around(&all, &filter.watch, by).flatten();
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Overlay::Filter(state)) = model.overlays.last_mut() else { return Vec::new() };
    match action {
        Action::Back | Action::Open => {
            model.overlays.pop();
            return Vec::new();
        }
        Action::Down => state.line = (state.line + 1) % LINES.len(),
        Action::Up => state.line = (state.line + LINES.len() - 1) % LINES.len(),
        Action::ClearFilter => {
            model.alerts.filter = Filter::default();
            return alerts::refilter(model);
        }
        Action::Left | Action::Right => {
            let by = if action == Action::Right { 1 } else { -1 };
            let turn = LINES.get(state.line).map(|line| line.turn);
            if let Some(turn) = turn {
                turn(model, by);
                return alerts::refilter(model);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Takes a key that is text; on a line of choices a letter goes to the words.
pub fn typed(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(request) = request(key) else { return Vec::new() };
    let Some(Overlay::Filter(state)) = model.overlays.last_mut() else { return Vec::new() };
    if state.line != OUTLET {
        state.line = WORDS;
    }
    let filter = &mut model.alerts.filter;
    let text = if state.line == OUTLET { &mut filter.outlet } else { &mut filter.text };
    let mut input = Input::new(text.clone());
    input.handle(request);
    input.value().clone_into(text);
    alerts::refilter(model)
}

/// Where the form stands on a screen of a size.
pub fn area((columns, rows): (u16, u16)) -> Rect {
    Rect { x: columns.saturating_sub(52) / 2, y: rows / 2 - 4, width: 52, height: 7 }
}

/// Takes a click: on the line of the cursor it turns the value, elsewhere it moves the cursor.
pub fn click(model: &mut Model, line: usize) -> Vec<Effect> {
    let Some(Overlay::Filter(state)) = model.overlays.last_mut() else { return Vec::new() };
    if line == state.line {
        return act(model, Action::Right);
    }
    state.line = line.min(LINES.len() - 1);
    Vec::new()
}

/// Draws the form.
pub fn draw(model: &Model, state: &State, buffer: &mut Buffer) {
    let shared = &model.shared;
    let theme = &shared.theme;
    let area = area(model.size);
    clear(shared, area, buffer);
    Pen::new(buffer, shared.glyphs, (area.x + 2, area.y), 40).text(" Show only ", theme.title);
    for (number, (line, y)) in LINES.iter().zip(area.y + 1..).enumerate() {
        let here = number == state.line;
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 2, y), area.width - 4);
        let mark = if here { shared.glyphs.pick("▸", ">") } else { " " };
        let value = (line.shown)(&model.alerts.filter);
        pen.text(mark, theme.key).skip(1).text(line.name, theme.dim);
        pen.skip(10_u16.saturating_sub(u16::try_from(line.name.len()).unwrap_or(0)));
        let style = if here { theme.title } else { theme.text };
        if number == WORDS || number == OUTLET {
            pen.text(&value, style);
            pen.text(if here { "_" } else { "" }, theme.key);
        } else if here {
            let (left, right) = (shared.glyphs.pick("◂ ", "< "), shared.glyphs.pick(" ▸", " >"));
            pen.text(left, theme.key).text(&value, style).text(right, theme.key);
        } else {
            pen.text("  ", style).text(&value, style);
        }
    }
}
