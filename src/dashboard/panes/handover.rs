//! The hand-over: what happened since somebody took over, part by part, with who did what.

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::PaneId;
use super::frame::{self, Titles};
use crate::dashboard::action::Action;
use crate::dashboard::draw::Pen;
use crate::dashboard::load::{HandoverPage, HandoverRow};
use crate::dashboard::message::Effect;
use crate::dashboard::model::{Model, Overlay};
use crate::dashboard::shared::Shared;
use crate::dashboard::table::{Keyed, Table, step};
use crate::domain::{AlertId, AlertState};
use crate::engine::Command;

/// The hand-over.
#[derive(Clone, Debug)]
pub struct State {
    /// The rows.
    pub table: Table<HandoverRow>,
    /// Since when, and whether somebody took over then.
    since: Option<(Timestamp, bool)>,
}

impl Default for State {
    fn default() -> Self {
        State { table: Table::new(tall), since: None }
    }
}

impl Keyed for HandoverRow {
    type Key = AlertId;

    fn key(&self) -> AlertId {
        self.id
    }
}

/// Two lines, a third for a note, one above for a heading.
fn tall(rows: &[HandoverRow], index: usize) -> usize {
    rows.get(index)
        .map_or(1, |row| 2 + usize::from(row.note.is_some()) + usize::from(row.heading.is_some()))
}

/// Takes the page.
pub fn take(model: &mut Model, page: HandoverPage) {
    model.handover.since = Some((page.since, page.taken));
    model.handover.table.take(page.rows);
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    if action == Action::TakeOver {
        let now = model.shared.clock(model.shared.now);
        let text = format!("Take over? The hand-over then begins at {now}Z.");
        model.overlays.push(Overlay::Question(text, Command::TakeOver));
        return Some(Vec::new());
    }
    model.handover.table.go(step(action)?);
    Some(Vec::new())
}

/// Takes the size of the list.
pub fn fit(model: &mut Model, area: Rect) {
    model.handover.table.fit(area.height);
}

/// Takes a click.
pub fn click(model: &mut Model, line: usize) -> Vec<Effect> {
    model.handover.table.click(line);
    Vec::new()
}

fn title(shared: &Shared, since: Option<(Timestamp, bool)>) -> String {
    match since {
        None => "Hand-over".to_owned(),
        Some((since, true)) => {
            let (at, ago) = (shared.clock(since), shared.age(since));
            format!("Since you took over at {at}Z, {ago} ago")
        }
        Some((since, false)) => {
            format!("Since {}Z; t takes over", shared.clock(since))
        }
    }
}

/// Draws the pane.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let table = &model.handover.table;
    let title = title(shared, model.handover.since);
    let count = match table.rows.len() {
        0 => String::new(),
        rows => format!("{rows} alerts"),
    };
    let titles = Titles { left: &title, right: (&count, None), below: "" };
    let inner = frame::draw(model, (PaneId::Handover, area), &titles, buffer);
    if table.rows.is_empty() {
        let lines: &[&str] = match table.loaded {
            false => &["Reading the store …"],
            true => {
                &["Nothing happened since then, and nothing urgent is open.", "", "t takes over"]
            }
        };
        return frame::empty(shared, inner, lines, buffer);
    }
    for shown in table.visible() {
        let mut place = shown.place(inner);
        if let Some(heading) = &shown.row.heading {
            frame::heading(shared, (Rect { height: 1, ..place }, heading), buffer);
            place = Rect { y: place.y + 1, height: place.height.saturating_sub(1), ..place };
        }
        if shown.selected {
            frame::select(shared, place, buffer);
        }
        row(shared, shown.row, place, buffer);
    }
}

fn row(shared: &Shared, alert: &HandoverRow, area: Rect, buffer: &mut Buffer) {
    let theme = &shared.theme;
    let room = area.width.saturating_sub(2);
    let mut lines = area.top()..area.bottom();
    let Some(y) = lines.next() else { return };
    let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 1, y), room);
    let style = theme.severity(alert.severity);
    pen.text(shared.glyphs.severity(alert.severity), style).skip(1);
    pen.text(&alert.severity.name().to_uppercase(), style).skip(2);
    let raised = shared.clock(alert.raised);
    let raised = if alert.state == AlertState::Open { format!("raised {raised}Z") } else { raised };
    pen.text(&raised, theme.dim).skip(2);
    pen.text(&told(shared, alert), theme.good);
    if let Some(y) = lines.next() {
        let style = if alert.state == AlertState::Open { theme.text } else { theme.dim };
        Pen::new(buffer, shared.glyphs, (area.x + 3, y), room.saturating_sub(2))
            .text(&alert.headline, style);
    }
    if let (Some(y), Some(note)) = (lines.next(), &alert.note) {
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 3, y), room.saturating_sub(2));
        pen.text(shared.glyphs.pick("✎ ", "> "), theme.key).text(note, theme.text);
    }
}

/// Who put it where it stands, and when.
fn told(shared: &Shared, alert: &HandoverRow) -> String {
    if alert.state == AlertState::Open {
        return String::new();
    }
    let by = if alert.by.is_empty() { String::new() } else { format!(" by {}", alert.by) };
    let since = shared.clock(alert.state_since);
    let until = alert.until.filter(|_| alert.state == AlertState::Snoozed);
    let until = until.map_or_else(String::new, |at| format!(", until {}Z", shared.clock(at)));
    format!("{} {}{by} {since}Z{until}", shared.glyphs.state(alert.state), alert.state)
}
