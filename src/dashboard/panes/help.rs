//! Every key, made from the key table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use tui_input::Input;

use super::footer::keys_of;
use super::frame;
use super::prompt::{request, type_line};
use crate::dashboard::action::Action;
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::key::Key;
use crate::dashboard::keymap::{Context, Keymap, Row};
use crate::dashboard::layout::inside;
use crate::dashboard::list::Step;
use crate::dashboard::message::Effect;
use crate::dashboard::model::{Model, Overlay};
use crate::dashboard::shared::Shared;
use crate::dashboard::table::step;

/// The help.
#[derive(Clone, Debug, Default)]
pub struct State {
    top: usize,
    /// Whether keys go into the line of the search.
    pub typing: bool,
    search: Input,
}

impl State {
    /// The lines that hold the words searched for, under their headings.
    fn lines(&self, model: &Model) -> Vec<Line> {
        let all = lines(&model.keymap, &model.shared, model.focus.pane().context);
        let words = self.search.value().to_lowercase();
        if words.trim().is_empty() {
            return all;
        }
        let mut found = Vec::new();
        let mut heading = None;
        for line in all {
            match &line {
                Line::Heading(_) => heading = Some(line),
                Line::Keys(keys, help) => {
                    let text = format!("{keys} {help}").to_lowercase();
                    if words.split_whitespace().all(|word| text.contains(word)) {
                        found.extend(heading.take());
                        found.push(line);
                    }
                }
                Line::Blank => {}
            }
        }
        found
    }
}

/// Takes a key that is text.
pub fn typed(state: &mut State, key: Key) {
    if state.typing
        && let Some(request) = request(key)
    {
        state.search.handle(request);
        state.top = 0;
    }
}

/// A line of the help: a heading, or keys and what they do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A context.
    Heading(&'static str),
    /// Keys and what they do.
    Keys(String, &'static str),
    /// Nothing.
    Blank,
}

/// The lines of the help: the keys of where it was asked for come first.
#[must_use]
pub fn lines(keymap: &Keymap, shared: &Shared, asked: Context) -> Vec<Line> {
    let mut lines = Vec::new();
    let here = Context::NAMES.iter().filter(|(context, _)| *context == asked);
    let others = Context::NAMES.iter().filter(|(context, _)| *context != asked);
    for (context, name) in here.chain(others) {
        if !lines.is_empty() {
            lines.push(Line::Blank);
        }
        lines.push(Line::Heading(name));
        let mut rows: Vec<(&Row, Vec<String>)> = Vec::new();
        for binding in keymap.bindings.iter().filter(|binding| binding.row.context == *context) {
            let keys = keys_of(binding, shared.glyphs);
            match rows.iter_mut().find(|(row, _)| row.action == binding.row.action) {
                Some((_, all)) => all.push(keys),
                None => rows.push((binding.row, vec![keys])),
            }
        }
        lines.extend(rows.into_iter().map(|(row, keys)| Line::Keys(keys.join(" "), row.help())));
    }
    lines
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Overlay::Help(state)) = model.overlays.last_mut() else { return Vec::new() };
    match action {
        Action::Back if state.typing => *state = State::default(),
        Action::Back => {
            model.overlays.pop();
            return Vec::new();
        }
        Action::Open => state.typing = false,
        Action::Search => state.typing = true,
        _ => {}
    }
    let count = state.clone().lines(model).len();
    let height = usize::from(area(model.size).height.saturating_sub(2));
    if let (Some(step), Some(Overlay::Help(state))) = (step(action), model.overlays.last_mut()) {
        let by = |lines: usize, times: isize| {
            let lines = isize::try_from(lines).unwrap_or(1);
            state.top.saturating_add_signed(lines.saturating_mul(times))
        };
        let top = match step {
            Step::Items(times) => by(1, times),
            Step::Half(times) => by(height / 2, times),
            Step::Page(times) => by(height, times),
            Step::First => 0,
            Step::Last => count,
        };
        state.top = top.min(count.saturating_sub(height));
    }
    Vec::new()
}

/// Where the help stands on a screen of a size.
pub fn area((width, height): (u16, u16)) -> Rect {
    let columns = 78.min(width.saturating_sub(4));
    let rows = height.saturating_sub(4);
    Rect { x: (width - columns) / 2, y: 2, width: columns, height: rows }
}

/// Draws the help.
pub fn draw(model: &Model, state: &State, buffer: &mut Buffer) {
    let shared = &model.shared;
    let theme = &shared.theme;
    let area = area(model.size);
    clear(shared, area, buffer);
    let inner = inside(area);
    let lines = state.lines(model);
    let left = lines.len().saturating_sub(state.top + usize::from(inner.height));
    let title = match left {
        0 => " Keys ".to_owned(),
        left => format!(" Keys ({} {left} more) ", shared.glyphs.pick("↓", "v")),
    };
    Pen::new(buffer, shared.glyphs, (area.x + 2, area.y), inner.width).text(&title, theme.title);
    if lines.is_empty() {
        frame::empty(shared, inner, &["No key does that.", "", "Esc shows every key"], buffer);
    }
    if state.typing || !state.search.value().is_empty() {
        let line = Rect { x: area.x + 2, y: area.bottom() - 1, width: area.width - 4, height: 1 };
        type_line(model, ("/", &state.search), line, buffer);
    }
    for (line, y) in lines.iter().skip(state.top).zip(inner.top()..inner.bottom()) {
        let mut pen = Pen::new(buffer, shared.glyphs, (inner.x + 1, y), inner.width - 2);
        match line {
            Line::Blank => {}
            Line::Heading(name) => {
                pen.text(name, theme.title);
            }
            Line::Keys(keys, help) => {
                let columns = u16::try_from(width(keys)).unwrap_or(0);
                pen.skip(2).text(keys, theme.key);
                pen.skip(18_u16.saturating_sub(columns).max(1)).text(help, theme.text);
            }
        }
    }
}

/// Empties a box and draws its edges.
pub fn clear(shared: &Shared, area: Rect, buffer: &mut Buffer) {
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(Style::reset().patch(shared.theme.base));
            }
        }
    }
    // A wide character that reaches under the box from the left would swallow its edge.
    for y in area.top()..area.bottom() {
        let left = area.x.checked_sub(1).and_then(|x| buffer.cell_mut((x, y)));
        if let Some(cell) = left.filter(|cell| width(cell.symbol()) > 1) {
            cell.set_symbol(" ");
        }
    }
    frame::edges(shared, area, shared.theme.border_focus, buffer);
}
