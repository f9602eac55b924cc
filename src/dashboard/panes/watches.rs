//! The watches in force: name, what for, points, how often in the last day.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::PaneId;
use super::alerts::{self, Filter};
use super::frame::{self, Titles};
use super::watch_form;
use crate::config::Switch;
use crate::dashboard::action::Action;
use crate::dashboard::draw::Pen;
use crate::dashboard::list::Step;
use crate::dashboard::message::Effect;
use crate::dashboard::model::{Model, Overlay};
use crate::dashboard::pictures::{self, last_day};
use crate::dashboard::shared::Shared;
use crate::dashboard::table::step;
use crate::dashboard::update::show;
use crate::domain::many;
use crate::engine::{WatchEdit, WatchLook};

/// Lines of a watch, the empty one below it included.
const ROW: usize = 4;

/// The watches: which one the cursor is on.
#[derive(Clone, Debug, Default)]
pub struct State {
    at: usize,
    height: usize,
}

impl State {
    /// Place of the watch under the cursor.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let last = model.shared.status.watches.len().saturating_sub(1);
    if let Some(step) = step(action) {
        let page = isize::try_from(model.watches.height / ROW).unwrap_or(1).max(1);
        let at = model.watches.at;
        let to = match step {
            Step::Items(by) => at.saturating_add_signed(by),
            Step::Half(by) | Step::Page(by) => at.saturating_add_signed(by * page),
            Step::First => 0,
            Step::Last => last,
        };
        model.watches.at = to.min(last);
        return Some(Vec::new());
    }
    match action {
        Action::Open => alerts_of(model),
        Action::AddWatch => {
            model.overlays.push(Overlay::Watch(Box::new(watch_form::State::add())));
            Some(Vec::new())
        }
        Action::EditWatch => {
            let look = selected(model)?;
            let (name, query) = (look.name.clone(), look.query.clone());
            let form = watch_form::State::change(name, query, model.shared.now);
            model.overlays.push(Overlay::Watch(Box::new(form)));
            Some(Vec::new())
        }
        Action::SwitchWatch => {
            let look = selected(model)?;
            let state = if look.enabled { Switch::Off } else { Switch::On };
            Some(vec![Effect::Keep(WatchEdit::Switch(look.name.clone(), state))])
        }
        _ => None,
    }
}

fn selected(model: &Model) -> Option<&WatchLook> {
    model.shared.status.watches.get(model.watches.at)
}

/// The alerts of the watch under the cursor.
fn alerts_of(model: &mut Model) -> Option<Vec<Effect>> {
    let name = selected(model)?.name.clone();
    model.alerts.filter = Filter { watch: Some(name), ..Filter::default() };
    let mut effects = show(model, PaneId::Alerts);
    effects.extend(alerts::refilter(model));
    Some(effects)
}

/// Takes the size of the list.
pub fn fit(model: &mut Model, area: Rect) {
    model.watches.height = usize::from(area.height);
}

/// Takes a click.
pub fn click(model: &mut Model, line: usize) -> Vec<Effect> {
    let index = top(model) + line / ROW;
    if index < model.shared.status.watches.len() {
        model.watches.at = index;
    }
    Vec::new()
}

fn top(model: &Model) -> usize {
    let fit = (model.watches.height / ROW).max(1);
    (model.watches.at + 1).saturating_sub(fit)
}

/// Draws the pane.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let watches = &shared.status.watches;
    let on = watches.iter().filter(|watch| watch.enabled).count();
    let count = format!("{on} of {} on", watches.len());
    let titles = Titles {
        left: "Watches",
        right: (&count, None),
        below: "what you change here is written to watches.toml",
    };
    let inner = frame::draw(model, (PaneId::Watches, area), &titles, buffer);
    if watches.is_empty() {
        let lines = ["No watch is configured.", "", "a adds one"];
        return frame::empty(shared, inner, &lines, buffer);
    }
    let rows = watches.iter().enumerate().skip(top(model));
    for ((index, watch), y) in rows.zip((inner.y..inner.bottom()).step_by(ROW)) {
        let place = Rect { y, height: inner.bottom().saturating_sub(y).min(3), ..inner };
        row(model, (index, watch), place, buffer);
    }
}

/// Two weeks of a watch and how many alerts a day that is; the columns left of what it says.
fn fortnight(shared: &Shared, name: &str, area: Rect, buffer: &mut Buffer) {
    let Some(overview) = &shared.overview else { return };
    let (hours, rate) = overview.rates.of(name);
    let sum: u64 = hours.iter().sum();
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let daily = sum as f64 / 14.0;
    let bursts = match rate.began.len() {
        0 => String::new(),
        1 => ", 1 burst".to_owned(),
        bursts => format!(", {bursts} bursts"),
    };
    let sum = usize::try_from(sum).unwrap_or(usize::MAX);
    let told = format!("14 days: {}, {daily:.1} a day{bursts}", many(sum, "alert"));
    let columns =
        u16::try_from(pictures::fortnight::steps(usize::from(area.width) / 2)).unwrap_or(14);
    let place = Rect { width: columns, ..area };
    pictures::fortnight::draw(shared, (name, hours, rate), place, buffer);
    let from = (area.x + columns + 1, area.y);
    let room = area.width.saturating_sub(columns + 1);
    Pen::new(buffer, shared.glyphs, from, room).text(&told, shared.theme.faint);
}

fn row(model: &Model, (index, watch): (usize, &WatchLook), area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let theme = &shared.theme;
    if index == model.watches.at {
        frame::select(shared, Rect { height: area.height.min(3), ..area }, buffer);
    }
    let room = area.width.saturating_sub(2);
    let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 1, area.y), room);
    let mark =
        if watch.enabled { shared.glyphs.pick("●", "*") } else { shared.glyphs.pick("○", "o") };
    let style = if watch.enabled { shared.watch(&watch.name) } else { theme.faint };
    pen.text(mark, style).skip(1).text(&watch.name, style).skip(2);
    pen.text(&format!("weight {}", watch.weight), theme.dim).skip(2);
    if !watch.enabled {
        pen.text("off", theme.warn).skip(2);
    }
    let hours = shared.overview.as_ref().and_then(|overview| {
        Some(last_day(overview.rates.of(&watch.name).0)).filter(|hours| !hours.is_empty())
    });
    if let Some(hours) = hours {
        let most = hours.iter().copied().max().unwrap_or(0);
        let bars: String = hours.iter().map(|value| shared.glyphs.bar(*value, most)).collect();
        let sum: u64 = hours.iter().sum();
        pen.text(&bars, style).skip(1).text(&format!("{sum} in 24 h"), theme.dim);
    }
    if area.height > 2 {
        let below = Rect { x: area.x + 3, y: area.y + 2, width: room.saturating_sub(2), height: 1 };
        fortnight(shared, &watch.name, below, buffer);
    }
    if area.height > 1 {
        let say = if watch.say.is_empty() { "(no description)" } else { &watch.say };
        Pen::new(buffer, shared.glyphs, (area.x + 3, area.y + 1), room.saturating_sub(2))
            .text(say, theme.dim);
    }
}
