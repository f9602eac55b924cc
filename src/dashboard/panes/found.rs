//! The search: every stored article with the words typed so far, the latest to arrive first.

use jiff::SignedDuration;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tui_input::Input;

use super::PaneId;
use super::frame::{self, Titles};
use super::phrases::watch_tags;
use super::prompt::{request, type_line};
use crate::dashboard::action::Action;
use crate::dashboard::draw::Pen;
use crate::dashboard::key::Key;
use crate::dashboard::load::{FOUND, FoundRow};
use crate::dashboard::message::Effect;
use crate::dashboard::model::Model;
use crate::dashboard::refresh;
use crate::dashboard::table::{Keyed, Table, step};
use crate::dashboard::update::show;
use crate::domain::ArticleId;

/// The search.
#[derive(Clone, Debug)]
pub struct State {
    /// What was found.
    pub table: Table<FoundRow>,
    /// Whether keys go into the line.
    pub typing: bool,
    /// The article that the story pane has been turned to.
    pub shown: Option<ArticleId>,
    input: Input,
}

impl Default for State {
    fn default() -> Self {
        let table = Table::new(tall);
        State { table, typing: false, shown: None, input: Input::default() }
    }
}

/// A passage of the text stands in a third line.
fn tall(rows: &[FoundRow], index: usize) -> usize {
    2 + usize::from(rows.get(index).is_some_and(|row| row.passage.is_some()))
}

impl State {
    /// The words to search for.
    #[must_use]
    pub fn words(&self) -> &str {
        self.input.value().trim()
    }
}

impl Keyed for FoundRow {
    type Key = ArticleId;

    fn key(&self) -> ArticleId {
        self.id
    }
}

/// Goes to the search and into its line.
pub fn begin(model: &mut Model) -> Vec<Effect> {
    let effects = show(model, PaneId::Found);
    model.found.typing = true;
    effects
}

/// Takes a key that is text: searches as it is typed.
pub fn typed(model: &mut Model, key: Key) -> Vec<Effect> {
    let changed = request(key).and_then(|request| model.found.input.handle(request));
    if !changed.is_some_and(|changed| changed.value) {
        return Vec::new();
    }
    model.found.shown = None;
    if model.found.words().is_empty() {
        model.found.table.rows.clear();
        return Vec::new();
    }
    refresh::reload_view(model)
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    if let Some(step) = step(action) {
        model.found.table.go(step);
        return Some(Vec::new());
    }
    match action {
        Action::Open if model.found.typing => {
            model.found.typing = false;
            Some(Vec::new())
        }
        Action::Back if model.found.typing => {
            model.found.typing = false;
            model.found.words().is_empty().then(|| show(model, PaneId::Alerts))
        }
        Action::Complete => Some(Vec::new()),
        _ => None,
    }
}

/// Takes the size: one line is the search's own.
pub fn fit(model: &mut Model, area: Rect) {
    model.found.table.fit(area.height.saturating_sub(1));
}

/// Takes a click.
pub fn click(model: &mut Model, line: usize) -> Vec<Effect> {
    if line == 0 {
        model.found.typing = true;
    } else if model.found.table.click(line - 1).is_some() {
        model.found.typing = false;
    }
    Vec::new()
}

const EMPTY: &str =
    "Type words; articles that hold all of them are listed, the latest to arrive first.";

/// An article that came this long after its publication says so.
const LATE: SignedDuration = SignedDuration::from_hours(1);

/// Draws the pane.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let state = &model.found;
    let count = match state.table.rows.len() {
        0 => String::new(),
        FOUND => format!("{FOUND} latest arrivals"),
        count => format!("{count} found, by arrival"),
    };
    let titles = Titles { left: "Search all articles", right: (&count, None), below: "" };
    let inner = frame::draw(model, (PaneId::Found, area), &titles, buffer);
    let line = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), height: 1, ..inner };
    if state.typing {
        type_line(model, ("/", &state.input), line, buffer);
    } else {
        let mut pen = Pen::new(buffer, shared.glyphs, (line.x, line.y), line.width);
        pen.text("/", shared.theme.key).skip(1).text(state.input.value(), shared.theme.title);
    }
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if state.table.rows.is_empty() {
        let lines: &[&str] = match (state.words(), state.table.loaded) {
            ("", _) if state.typing => &[EMPTY],
            ("", _) => &[EMPTY, "", "/ begins"],
            (_, true) => &[
                "No stored article holds all these words.",
                "",
                "Fewer or shorter words find more",
            ],
            (_, false) => &["Searching …"],
        };
        return frame::empty(shared, list, lines, buffer);
    }
    for shown in state.table.visible() {
        let place = shown.place(list);
        if shown.selected {
            frame::select(shared, place, buffer);
        }
        row(model, shown.row, place, buffer);
    }
}

fn row(model: &Model, found: &FoundRow, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let room = area.width.saturating_sub(2);
    let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 1, area.y), room);
    pen.text(&shared.clock(found.came), shared.theme.dim).skip(2);
    pen.text(&found.outlet, shared.theme.dim).skip(2);
    if let Some(then) = found.published.filter(|then| found.came.duration_since(*then) > LATE) {
        pen.text(&format!("published {}", shared.clock(then)), shared.theme.faint).skip(2);
    }
    watch_tags(shared, &found.watches, &mut pen);
    let passage = found.passage.iter().map(|passage| (passage, shared.theme.dim));
    let lines = [(&found.title, shared.theme.text)].into_iter().chain(passage);
    for ((line, style), y) in lines.zip(area.y + 1..area.bottom()) {
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 3, y), room.saturating_sub(2));
        pen.marked((&line.text, &line.spans), (style, shared.theme.key));
    }
}
