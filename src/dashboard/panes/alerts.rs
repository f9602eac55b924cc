//! The list of alerts: what needs somebody, newest of the highest severity first.
//!
//! Anchored by id: it never moves under the cursor. Untouched for a minute and at the top, it
//! follows the newest; else new ones are announced at the edge.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use ratatui::layout::Rect;

use super::{PaneId, alert_row, why};
use crate::dashboard::action::Action;
use crate::dashboard::attention;
use crate::dashboard::load::AlertRow;
use crate::dashboard::message::Effect;
use crate::dashboard::model::Model;
use crate::dashboard::refresh;
use crate::dashboard::table::{Keyed, Table, step};
use crate::domain::{AlertId, AlertState, Severity};
use crate::store::{AlertOrder, AlertQuery};

pub use super::alert_list::draw;

/// Rows asked for at first, and how many more each time the cursor comes near their end.
const WINDOW: usize = 300;
/// Most rows ever asked for.
const MOST: usize = 6_000;
/// Untouched for so long, a list at its top follows the newest.
const UNTOUCHED: SignedDuration = SignedDuration::from_secs(60);
/// After it has moved by itself, keys that change an alert wait so long.
const GUARD: SignedDuration = SignedDuration::from_millis(900);
/// Most alerts written into one file.
const WRITTEN: usize = 20_000;
/// An alert older than this no longer rings.
const RINGS: SignedDuration = SignedDuration::from_mins(15);

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// This severity and above.
    pub min: Severity,
    /// Only this state.
    pub state: Option<AlertState>,
    /// Only this watch.
    pub watch: Option<String>,
    /// Only of an outlet with these words in its name.
    pub outlet: String,
    /// Only with these words.
    pub text: String,
}

/// The list.
#[derive(Clone, Debug)]
pub struct State {
    /// The rows and where the cursor stands.
    pub table: Table<AlertRow>,
    /// What is shown.
    pub filter: Filter,
    /// Changes sent and not yet confirmed: the state to come, and since when.
    pub pending: HashMap<AlertId, (AlertState, Timestamp)>,
    /// What `u` goes back to.
    pub undo: Vec<Vec<(AlertId, AlertState)>>,
    /// New since last seen on screen.
    pub fresh: HashSet<AlertId>,
    /// Whether nobody has moved the cursor off the top.
    pub home: bool,
    /// When the list last moved by itself.
    pub moved: Option<Timestamp>,
    /// The order.
    pub order: AlertOrder,
    /// Columns and lines of the list.
    size: (u16, u16),
    limit: usize,
    asked: usize,
}

impl Default for State {
    fn default() -> Self {
        State {
            table: Table::new(alert_row::tall),
            filter: Filter::default(),
            pending: HashMap::new(),
            undo: Vec::new(),
            fresh: HashSet::new(),
            home: true,
            moved: None,
            order: AlertOrder::Urgency,
            size: (0, 0),
            limit: WINDOW,
            asked: WINDOW,
        }
    }
}

impl Keyed for AlertRow {
    type Key = AlertId;

    fn key(&self) -> AlertId {
        self.id
    }
}

impl State {
    /// The question for the window.
    #[must_use]
    pub fn query(&mut self, now: Timestamp) -> AlertQuery {
        self.asked = self.limit;
        AlertQuery { limit: self.limit, ..self.all(now) }
    }

    /// The question for all that the filter lets through.
    #[must_use]
    pub fn all(&self, now: Timestamp) -> AlertQuery {
        let words = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        AlertQuery {
            states: self.filter.state.into_iter().collect(),
            min_severity: self.filter.min,
            watches: self.filter.watch.iter().cloned().collect(),
            since: None,
            text: words(&self.filter.text),
            outlet: words(&self.filter.outlet),
            order: self.order,
            offset: 0,
            limit: WRITTEN,
            now: Some(now),
        }
    }

    /// Whether the cursor came near the end of the window, and there is more.
    pub fn wants_more(&mut self) -> bool {
        let rows = self.table.rows.len();
        let near = self.table.index().is_some_and(|index| index + 60 > rows);
        if near && rows >= self.limit && self.limit < MOST {
            self.limit += WINDOW;
        }
        self.limit != self.asked
    }

    /// Whether the store may hold more than is loaded.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.table.rows.len() >= self.asked
    }

    /// A row by its id.
    #[must_use]
    pub fn row(&self, id: AlertId) -> Option<&AlertRow> {
        self.table.rows.iter().find(|row| row.id == id)
    }

    /// Whether the list moved by itself a moment ago.
    #[must_use]
    pub fn just_moved(&self, now: Timestamp) -> bool {
        self.moved.is_some_and(|moved| now.duration_since(moved) < GUARD)
    }

    /// Goes to the next (1) or previous (-1) open alert; whether there is one.
    pub fn go_to_open(&mut self, direction: isize) -> bool {
        let count = self.table.rows.len();
        let from = self.table.index().unwrap_or(0);
        let found = (1..count).find_map(|by| {
            let by = isize::try_from(by).ok()?.saturating_mul(direction);
            let index = from.checked_add_signed(by)?;
            self.table.rows.get(index).filter(|row| self.is_open(row)).map(|_| index)
        });
        if let Some(index) = found {
            self.table.select(index);
            self.home = false;
        }
        found.is_some()
    }

    /// After an alert was dealt with: on to the next open one, below or else above.
    pub fn leave(&mut self, id: AlertId) {
        if self.table.list.selected == Some(id) && !self.go_to_open(1) {
            self.go_to_open(-1);
        }
    }

    fn is_open(&self, row: &AlertRow) -> bool {
        match self.pending.get(&row.id) {
            Some((state, _)) => *state == AlertState::Open,
            None => row.state == AlertState::Open,
        }
    }

    /// How many new ones wait out of sight above and below, and how many of them are flash.
    #[must_use]
    pub fn unseen(&self) -> [(usize, usize); 2] {
        let mut unseen = [(0, 0); 2];
        let bottom = self.table.list.top + self.table.visible().count();
        for (index, row) in self.table.rows.iter().enumerate() {
            let [above, below] = &mut unseen;
            let side = if index < self.table.list.top {
                above
            } else if index >= bottom {
                below
            } else {
                continue;
            };
            if self.fresh.contains(&row.id) {
                side.0 += 1;
                side.1 += usize::from(row.severity == Severity::Flash);
            }
        }
        unseen
    }
}

/// Takes newly loaded rows: rings for new urgent ones, announces what came in out of sight.
pub fn take(model: &mut Model, mut rows: Vec<AlertRow>) -> Vec<Effect> {
    let now = model.shared.now;
    let state = &mut model.alerts;
    alert_row::head(&mut rows, state.order, now);
    alert_row::measure(&mut rows, state.size);
    let known: HashMap<AlertId, Severity> =
        state.table.rows.iter().map(|row| (row.id, row.severity)).collect();
    let oldest = state.table.rows.iter().map(|row| row.raised).min();
    let mut risen = Vec::new();
    if state.table.loaded {
        for row in rows.iter().filter(|row| row.state == AlertState::Open) {
            let was = known.get(&row.id);
            let new = was.is_none() && oldest.is_none_or(|oldest| row.raised >= oldest);
            if new {
                state.fresh.insert(row.id);
            }
            let rose = was.map_or(new, |was| *was < row.severity);
            if rose && now.duration_since(row.raised) < RINGS {
                risen.push((row.severity, row.headline.clone()));
            }
        }
    }
    state.pending.retain(|id, (to, _)| {
        rows.iter().find(|row| row.id == *id).is_some_and(|row| row.state != *to)
    });
    state.table.take(rows);
    settle_home(model);
    seen(model);
    attention::call(model, &risen)
}

/// Puts the list in another order.
pub fn sort(model: &mut Model, order: AlertOrder) -> Vec<Effect> {
    model.alerts.order = order;
    model.say(match order {
        AlertOrder::Urgency => "sorted by urgency",
        AlertOrder::Newest => "sorted by time, the newest first",
    });
    refilter(model)
}

/// Lets an untouched list at its top follow the newest alert.
pub fn settle_home(model: &mut Model) {
    let now = model.shared.now;
    let untouched = model.touched.is_none_or(|last| now.duration_since(last) >= UNTOUCHED);
    let state = &mut model.alerts;
    let first = state.table.rows.first().map(|row| row.id);
    if state.home && untouched && state.table.list.selected != first {
        state.table.home();
        state.moved = Some(now);
        seen(model);
    }
}

/// What is on screen is no longer new.
fn seen(model: &mut Model) {
    if model.view.list == PaneId::Alerts {
        let state = &mut model.alerts;
        let visible: Vec<AlertId> = state.table.visible().map(|shown| shown.row.id).collect();
        let listed: HashSet<AlertId> = state.table.rows.iter().map(|row| row.id).collect();
        state.fresh.retain(|id| listed.contains(id) && !visible.contains(id));
    }
}

/// Asks again after the filter has changed.
pub fn refilter(model: &mut Model) -> Vec<Effect> {
    model.alerts.limit = WINDOW;
    model.alerts.fresh.clear();
    model.alerts.table.loaded = false;
    let query = model.alerts.query(model.shared.now);
    vec![model.ask(crate::dashboard::load::Query::Alerts(query))]
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    if let Some(step) = step(action) {
        model.alerts.table.go(step);
        model.alerts.home = action == Action::Top;
        seen(model);
        return Some(Vec::new());
    }
    match action {
        Action::Open => {
            model.alerts.home = false;
            None
        }
        Action::Sort => {
            let order = match model.alerts.order {
                AlertOrder::Urgency => AlertOrder::Newest,
                AlertOrder::Newest => AlertOrder::Urgency,
            };
            Some(sort(model, order))
        }
        Action::Back if model.alerts.filter != Filter::default() => {
            model.alerts.filter = Filter::default();
            model.say("showing everything again");
            Some(refilter(model))
        }
        _ => None,
    }
}

/// Takes the size of the list.
pub fn fit(model: &mut Model, area: Rect) {
    let (area, _) = why::part(model, area);
    let state = &mut model.alerts;
    if state.size != (area.width, area.height) {
        state.size = (area.width, area.height);
        alert_row::measure(&mut state.table.rows, state.size);
    }
    state.table.fit(area.height);
    seen(model);
}

/// Takes a click.
pub fn click(model: &mut Model, line: usize) -> Vec<Effect> {
    let listed = line < model.alerts.table.list.height;
    if listed && model.alerts.table.click(line).is_some() {
        model.alerts.home = false;
        seen(model);
    }
    refresh::follow(model)
}
