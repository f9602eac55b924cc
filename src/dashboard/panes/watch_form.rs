//! The form in which a watch is added or its query changed: while typing it says what is wrong with
//! the query, or how many stored articles it would have flagged, with the newest of them.

use jiff::{SignedDuration, Timestamp};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tui_input::Input;

use super::help::clear;
use super::prompt::{line_start, request, type_line};
use crate::dashboard::action::Action;
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::key::Key;
use crate::dashboard::load::{Query, TrialPage, TrialRow};
use crate::dashboard::message::Effect;
use crate::dashboard::model::{Model, Overlay};
use crate::engine::{Attempt, QueryFault, WatchEdit};

/// How long the typing rests before the store is asked.
const REST: SignedDuration = SignedDuration::from_millis(200);
/// Columns before the lines being typed.
const LABEL: u16 = 7;

/// Which line keys go to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Line {
    Name,
    #[default]
    Query,
}

/// A watch being written.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The watch being changed; none for a new one.
    known: Option<String>,
    name: Input,
    query: Input,
    line: Line,
    /// When the store is to be asked.
    due: Option<Timestamp>,
    answer: Option<TrialPage>,
    /// Why it was not kept.
    refused: Option<String>,
}

impl State {
    /// A new watch.
    #[must_use]
    pub fn add() -> State {
        State { line: Line::Name, ..State::default() }
    }

    /// Another query for a watch.
    #[must_use]
    pub fn change(name: String, query: String, now: Timestamp) -> State {
        State { known: Some(name), query: Input::new(query), due: Some(now), ..State::default() }
    }

    /// When the store is to be asked.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        self.due
    }

    fn attempt(&self) -> Attempt {
        Attempt { instead_of: self.known.clone(), query: self.query.value().trim().to_owned() }
    }

    /// What is wrong with the query as it stands, if that is known.
    fn fault(&self) -> Option<&QueryFault> {
        let answer = self.answer.as_ref().filter(|page| page.query == self.query.value().trim());
        answer.and_then(|page| page.result.as_ref().err())
    }
}

/// The form, where it is open.
pub fn open(model: &mut Model) -> Option<&mut State> {
    match model.overlays.last_mut() {
        Some(Overlay::Watch(state)) => Some(state.as_mut()),
        _ => None,
    }
}

/// Takes a key that is text.
pub fn typed(model: &mut Model, key: Key) {
    let due = model.shared.now.checked_add(REST).unwrap_or(model.shared.now);
    let Some(state) = open(model) else { return };
    let input = match state.line {
        Line::Name => &mut state.name,
        Line::Query => &mut state.query,
    };
    let changed = request(key).and_then(|request| input.handle(request));
    if changed.is_some_and(|changed| changed.value) {
        state.refused = None;
        if state.line == Line::Query {
            state.due = Some(due);
        }
    }
}

/// Asks the store once the typing rests.
pub fn ask_if_due(model: &mut Model) -> Option<Effect> {
    let now = model.shared.now;
    let state = open(model)?;
    state.due.filter(|due| *due <= now)?;
    state.due = None;
    let attempt = state.attempt();
    if attempt.query.is_empty() {
        state.answer = None;
        return None;
    }
    Some(model.ask(Query::Trial(attempt)))
}

/// Takes the store's answer.
pub fn take(model: &mut Model, page: TrialPage) {
    if let Some(state) = open(model) {
        state.answer = Some(page);
    }
}

/// Takes the word of whether it was kept.
pub fn kept(model: &mut Model, result: Result<String, String>) {
    match (result, open(model)) {
        (Ok(said), form) => {
            if form.is_some() {
                model.overlays.pop();
            }
            model.say(said);
        }
        (Err(why), Some(state)) => state.refused = Some(why),
        (Err(why), None) => model.say(why),
    }
    model.dirty = true;
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(state) = open(model) else { return Vec::new() };
    match action {
        Action::Back => {
            model.overlays.pop();
        }
        Action::Complete | Action::Down | Action::Up if state.known.is_none() => {
            state.line = if state.line == Line::Name { Line::Query } else { Line::Name };
        }
        Action::Open => return keep(state).into_iter().collect(),
        _ => {}
    }
    Vec::new()
}

fn keep(state: &mut State) -> Option<Effect> {
    let (name, query) = (state.name.value().trim().to_owned(), state.attempt().query);
    if query.is_empty() {
        state.line = Line::Query;
        return None;
    }
    if state.fault().is_some() {
        return None;
    }
    let edit = match &state.known {
        Some(known) => WatchEdit::Query(known.clone(), query),
        None if name.is_empty() => {
            state.line = Line::Name;
            state.refused = Some("name it first".to_owned());
            return None;
        }
        None => WatchEdit::Add(name, query),
    };
    Some(Effect::Keep(edit))
}

/// Takes a click on one of the two lines.
pub fn click(model: &mut Model, line: usize) -> Vec<Effect> {
    if let Some(state) = open(model).filter(|state| state.known.is_none()) {
        match line {
            0 => state.line = Line::Name,
            1 => state.line = Line::Query,
            _ => {}
        }
    }
    Vec::new()
}

/// Where the form stands on a screen of a size.
pub fn area((columns, rows): (u16, u16)) -> Rect {
    let width = 100.min(columns.saturating_sub(2));
    let height = 20.min(rows.saturating_sub(2));
    Rect { x: (columns - width) / 2, y: (rows - height) / 2, width, height }
}

/// Draws the form.
pub fn draw(model: &Model, state: &State, buffer: &mut Buffer) {
    let shared = &model.shared;
    let theme = &shared.theme;
    let area = area(model.size);
    clear(shared, area, buffer);
    let room = area.width.saturating_sub(4);
    let title = state.known.as_ref().map_or(" Add a watch ".to_owned(), |name| format!(" {name} "));
    Pen::new(buffer, shared.glyphs, (area.x + 2, area.y), room).text(&title, theme.title);
    let line = |y: u16| Rect { x: area.x + 2, y: area.y + y, width: room, height: 1 };
    let mut y = 1;
    if state.known.is_none() {
        field(model, ("name", &state.name, state.line == Line::Name), line(y), buffer);
        y += 1;
    }
    field(model, ("query", &state.query, state.line == Line::Query), line(y), buffer);
    let below = Rect {
        x: area.x + 2,
        y: area.y + y + 1,
        width: room,
        height: area.height.saturating_sub(y + 2),
    };
    said(model, state, below, buffer);
}

fn field(
    model: &Model,
    (label, input, typing): (&str, &Input, bool),
    area: Rect,
    buffer: &mut Buffer,
) {
    let shared = &model.shared;
    Pen::new(buffer, shared.glyphs, (area.x, area.y), LABEL).text(label, shared.theme.dim);
    let place = Rect { x: area.x + LABEL, width: area.width.saturating_sub(LABEL), ..area };
    if typing {
        type_line(model, (MARK, input), place, buffer);
    } else {
        let mut pen = Pen::new(buffer, shared.glyphs, (place.x, place.y), place.width);
        pen.skip(2).text(input.value(), shared.theme.text);
    }
}

/// What stands before a line being typed.
const MARK: &str = ">";

/// What is known of the query, below its line.
fn said(model: &Model, state: &State, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let theme = &shared.theme;
    let mut y = area.y;
    if let Some(why) = &state.refused {
        Pen::new(buffer, shared.glyphs, (area.x, y), area.width).text(why, theme.bad);
        y += 1;
    }
    let Some(page) = &state.answer else {
        let help = "words, \"a phrase\", rocket(s), AND OR NOT, NEAR/8, @list, title:word";
        Pen::new(
            buffer,
            shared.glyphs,
            (area.x + LABEL + 2, y),
            area.width.saturating_sub(LABEL + 2),
        )
        .text(help, theme.dim);
        return;
    };
    let old = page.query != state.query.value().trim();
    match &page.result {
        Err(fault) => {
            let caret = Rect { y, height: area.bottom().saturating_sub(y), ..area };
            if !old {
                fault_below(model, (state, fault), caret, buffer);
            }
        }
        Ok(tally) => {
            let mut pen = Pen::new(buffer, shared.glyphs, (area.x, y), area.width);
            pen.text(&tally.said, if old { theme.dim } else { theme.strong });
            if let Some(cut) = tally.cut {
                pen.skip(2).text(cut, theme.warn);
            }
            for (row, y) in tally.newest.iter().zip(y + 2..area.bottom()) {
                headline(model, row, Rect { y, height: 1, ..area }, buffer);
            }
        }
    }
}

/// Carets under the place of the query that is wrong, and what to write instead.
fn fault_below(
    model: &Model,
    (state, fault): (&State, &QueryFault),
    area: Rect,
    buffer: &mut Buffer,
) {
    let shared = &model.shared;
    let theme = &shared.theme;
    let room = usize::from(area.width.saturating_sub(LABEL));
    let value = state.query.value();
    // The query was trimmed before it was read.
    let lead = value.len() - value.trim_start().len();
    let start = line_start(&state.query, room.saturating_sub(4));
    let mut y = area.y;
    if let Some(span) = &fault.span {
        let from = (span.start + lead).max(start);
        let before = width(value.get(start..from).unwrap_or_default());
        let marked = width(value.get(from..span.end + lead).unwrap_or_default()).max(1);
        let indent = u16::try_from(before).unwrap_or(u16::MAX);
        let x = area.x.saturating_add(LABEL + 2).saturating_add(indent);
        let left = area.right().saturating_sub(x.min(area.right()));
        Pen::new(buffer, shared.glyphs, (x.min(area.right()), y), left)
            .text(&"^".repeat(marked.min(usize::from(left))), theme.bad);
        y += 1;
    }
    for (text, style) in [(&fault.message, theme.bad), (&fault.hint, theme.text)] {
        let rows = crate::dashboard::wrap::wrap(text, usize::from(area.width), &[]);
        for row in rows.iter().take_while(|_| !text.is_empty()) {
            let piece = row.first().and_then(|piece| text.get(piece.bytes.clone())).unwrap_or("");
            if y < area.bottom() {
                Pen::new(buffer, shared.glyphs, (area.x, y), area.width).text(piece, style);
                y += 1;
            }
        }
    }
}

fn headline(model: &Model, row: &TrialRow, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let theme = &shared.theme;
    let mut pen = Pen::new(buffer, shared.glyphs, (area.x, area.y), area.width);
    pen.text(&shared.clock(row.at), theme.dim).skip(2);
    pen.marked((&row.title, &row.spans), (theme.text, theme.key)).skip(2);
    pen.text(&row.outlet, theme.faint);
}
