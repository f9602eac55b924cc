//! All that the dashboard knows, owned by its one task. Only `update` changes it, `view` reads it.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::key::Key;
use super::keymap::{Context, Keymap};
use super::layout::{Layout, Shape, Zoom};
use super::load::{Query, Slot, Subject};
use super::message::Effect;
use super::panes::{PaneId, VIEWS, View, alerts, feeds, filter, found, handover, help, log, menu};
use super::panes::{prompt, stories, story, watch_form, watches};
use super::shared::Shared;
use crate::engine::Command;

/// Least time between two reloads that news causes: a flood of commits costs four reads a second.
pub const RELOAD_EVERY: SignedDuration = SignedDuration::from_millis(250);
/// How long a message stays in the footer.
const NOTE_FOR: SignedDuration = SignedDuration::from_secs(6);

/// What stands on top of the panes, the last one uppermost.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Every key.
    Help(help::State),
    /// The filter form.
    Filter(filter::State),
    /// A command being typed.
    Prompt(prompt::State),
    /// A watch being added or changed.
    Watch(Box<watch_form::State>),
    /// A list of choices.
    Menu(menu::State),
    /// A question with what its yes sends.
    Question(String, Command),
}

/// A message in the footer.
#[derive(Clone, Debug)]
pub struct Note {
    /// What it says.
    pub text: String,
    /// Until when it stands.
    pub until: Timestamp,
}

/// All that the dashboard knows.
#[derive(Clone, Debug)]
pub struct Model {
    /// What every pane may read.
    pub shared: Shared,
    /// The keys in force.
    pub keymap: Keymap,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The view.
    pub view: &'static View,
    /// The focused pane.
    pub focus: PaneId,
    /// Whether it has the screen for itself.
    pub zoom: Zoom,
    /// What stands on top.
    pub overlays: Vec<Overlay>,
    /// Keys of a sequence begun.
    pub keys: Vec<Key>,
    /// A message.
    pub note: Option<Note>,
    /// Commands written, the last one latest.
    pub history: Vec<String>,
    /// The alerts.
    pub alerts: alerts::State,
    /// The story.
    pub story: story::State,
    /// Every story.
    pub stories: stories::State,
    /// The feeds.
    pub feeds: feeds::State,
    /// The watches.
    pub watches: watches::State,
    /// The search.
    pub found: found::State,
    /// The notices.
    pub log: log::State,
    /// The hand-over.
    pub handover: handover::State,
    /// Whether the screen is not what it should be.
    pub dirty: bool,
    /// When somebody last touched a key or the mouse.
    pub touched: Option<Timestamp>,
    /// Whether the store has changed since the last reload.
    pub stale: bool,
    /// When things were last reloaded.
    pub reloaded: Option<Timestamp>,
    /// Whether the store has changed since the feeds were reloaded.
    pub feeds_stale: bool,
    /// When the feeds were last reloaded.
    pub feeds_reloaded: Option<Timestamp>,
    /// When the store is next asked how late alerts came.
    pub delays_due: Option<Timestamp>,
    serial: u64,
    newest: HashMap<Slot, u64>,
}

impl Model {
    /// The beginning: nothing loaded yet.
    #[must_use]
    pub fn new(shared: Shared, keymap: Keymap, size: (u16, u16)) -> Model {
        let [view, ..] = VIEWS else { unreachable!("there are views") };
        let mut model = Model {
            shared,
            keymap,
            size,
            view,
            focus: view.list,
            zoom: Zoom::Shared,
            overlays: Vec::new(),
            keys: Vec::new(),
            note: None,
            history: Vec::new(),
            alerts: alerts::State::default(),
            story: story::State::default(),
            stories: stories::State::default(),
            feeds: feeds::State::default(),
            watches: watches::State::default(),
            found: found::State::default(),
            log: log::State::default(),
            handover: handover::State::default(),
            dirty: true,
            touched: None,
            stale: true,
            reloaded: None,
            feeds_stale: true,
            feeds_reloaded: None,
            delays_due: None,
            serial: 0,
            newest: HashMap::new(),
        };
        model.fit();
        model
    }

    /// Which part of the screen is whose; `None` when it is too small.
    #[must_use]
    pub fn layout(&self) -> Option<Layout> {
        Layout::of(Shape {
            size: self.size,
            view: self.view,
            focus: self.focus,
            zoom: self.zoom,
            banner: u16::from(!self.shared.banner_parts().is_empty()),
            watches: self.shared.status.watches.iter().filter(|watch| watch.enabled).count(),
        })
    }

    /// Tells every pane on screen the size of its inside.
    pub fn fit(&mut self) {
        let panes = self.layout().map(|layout| layout.panes).unwrap_or_default();
        for (id, frame) in panes {
            (id.pane().fit)(self, super::layout::inside(frame));
        }
    }

    /// Where the next key is pressed.
    #[must_use]
    pub fn context(&self) -> Context {
        match self.overlays.last() {
            Some(Overlay::Help(state)) if state.typing => Context::Typing,
            Some(Overlay::Help(_)) => Context::Help,
            Some(Overlay::Menu(_)) => Context::Menu,
            Some(Overlay::Filter(_)) => Context::Filter,
            Some(Overlay::Prompt(_)) => Context::Command,
            Some(Overlay::Watch(_)) => Context::Form,
            Some(Overlay::Question(..)) => Context::Question,
            None if self.is_typing() => Context::Typing,
            None => self.focus.pane().context,
        }
    }

    /// Whether keys go into the line of the search.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.view.list == PaneId::Found && self.focus == PaneId::Found && self.found.typing
    }

    /// A question to the store; an older one of its kind no longer counts.
    pub fn ask(&mut self, query: Query) -> Effect {
        self.serial += 1;
        self.newest.insert(query.slot(), self.serial);
        Effect::Load(self.serial, query)
    }

    /// Whether an answer is to the newest question of its kind.
    #[must_use]
    pub fn is_newest(&self, slot: Slot, serial: u64) -> bool {
        self.newest.get(&slot) == Some(&serial)
    }

    /// Says something in the footer.
    pub fn say(&mut self, text: impl Into<String>) {
        let until = self.shared.now.checked_add(NOTE_FOR).unwrap_or(self.shared.now);
        self.note = Some(Note { text: text.into(), until });
        self.dirty = true;
    }

    /// What the view's list points at.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        match self.view.list {
            PaneId::Alerts => self.alerts.table.list.selected.map(Subject::Alert),
            PaneId::Stories => self.stories.table.list.selected.map(Subject::Story),
            PaneId::Found => self.found.table.selected().map(|row| Subject::Story(row.story)),
            PaneId::Log => self.log.table.selected().map(|row| Subject::Alert(row.alert)),
            PaneId::Handover => self.handover.table.list.selected.map(Subject::Alert),
            PaneId::Story | PaneId::Feeds | PaneId::Watches => None,
        }
    }

    /// How long until something visible changes by itself: the clock's next second, or a reload
    /// or a question that is owed.
    #[must_use]
    pub fn next_change(&self) -> std::time::Duration {
        let now = self.shared.now;
        let second = 1_000 - u64::try_from(now.subsec_millisecond().max(0)).unwrap_or(0).min(999);
        let second = std::time::Duration::from_millis(second);
        let reload = self.reloaded.filter(|_| self.stale).map(|last| {
            let due = RELOAD_EVERY - now.duration_since(last);
            std::time::Duration::try_from(due).unwrap_or_default()
        });
        let asked = match self.overlays.last() {
            Some(Overlay::Watch(form)) => form.due(),
            _ => None,
        };
        let asked = asked.map(|due| due.duration_since(now));
        let asked = asked.map(|rest| std::time::Duration::try_from(rest).unwrap_or_default());
        [reload, asked].into_iter().flatten().fold(second, std::time::Duration::min)
    }
}
