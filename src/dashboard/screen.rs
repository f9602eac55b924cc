//! A dashboard without a terminal: for tests, benches and pictures of the screen.
//!
//! Same model, same update, same view; the store is read at once and commands are kept for show.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::DashboardError;
use super::colours::Colours;
use super::key::Key;
use super::keymap::Keymap;
use super::load::load;
use super::look::Look;
use super::message::{Effect, Message, Reply};
use super::model::Model;
use super::shared::Shared;
use super::theme::Theme;
use super::update::update;
use super::view::draw;
use crate::engine::{Command, Handle, Status};

/// The model of a look at its beginning.
pub(super) fn model(
    handle: &Handle,
    look: &Look,
    now: Timestamp,
    system: TimeZone,
) -> Result<Model, DashboardError> {
    let keymap = Keymap::with(&look.keys)?;
    let colours = Colours::of(&look.colours)?;
    let shared = Shared {
        theme: Theme::of(look.theme).with(&colours),
        colours,
        attention: look.attention,
        flashing: None,
        glyphs: look.glyphs,
        sound: look.sound,
        second: look.second_clock(system).map_err(DashboardError::Zone)?,
        banner: look.banner.clone(),
        now,
        status: handle.status.borrow().clone(),
        overview: None,
        delays: None,
        feeds: Vec::new(),
        store_trouble: None,
    };
    Ok(Model::new(shared, keymap, super::layout::SMALLEST))
}

/// The model as it would stand on a screen of its size, as an SVG picture.
pub(super) fn picture(model: &Model) -> String {
    let (columns, rows) = model.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    draw(model, &mut buffer);
    super::svg::svg(&buffer, "wirewatch")
}

/// A dashboard without a terminal.
pub struct Screen {
    model: Model,
    handle: Handle,
    buffer: Buffer,
    /// Whether the store has answered yet; before that it answers nothing.
    read: bool,
    /// What would have gone to the engine.
    pub sent: Vec<Command>,
    /// What would have happened outside: `bell`, `quit`, `copy …`, `browse …`.
    pub done: Vec<String>,
}

impl Screen {
    /// A dashboard of a size at a time, everything loaded.
    ///
    /// # Errors
    /// When the look is not usable.
    pub fn new(
        handle: Handle,
        look: &Look,
        now: Timestamp,
        size: (u16, u16),
    ) -> Result<Screen, DashboardError> {
        let mut screen = Screen::unread(handle, look, now, size)?;
        screen.store_changed();
        Ok(screen)
    }

    /// The same before the store was first read: nothing is loaded until it has changed.
    ///
    /// # Errors
    /// When the look is not usable.
    pub fn unread(
        handle: Handle,
        look: &Look,
        now: Timestamp,
        (columns, rows): (u16, u16),
    ) -> Result<Screen, DashboardError> {
        let mut model = model(&handle, look, now, TimeZone::UTC)?;
        model.size = (columns, rows);
        model.fit();
        let buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        Ok(Screen { model, handle, buffer, read: false, sent: Vec::new(), done: Vec::new() })
    }

    /// Presses keys, written as in `jj<enter>a`.
    pub fn press(&mut self, keys: &str) {
        for key in Key::parse_all(keys).unwrap_or_default() {
            self.message(Message::Key(key));
        }
    }

    /// Lets time pass to a moment.
    pub fn at(&mut self, now: Timestamp) {
        self.message(Message::Tick(now));
    }

    /// The store has changed.
    pub fn store_changed(&mut self) {
        self.read = true;
        self.message(Message::StoreChanged);
    }

    /// The engine is otherwise.
    pub fn status(&mut self, status: Status) {
        self.message(Message::StatusChanged(Box::new(status)));
    }

    fn message(&mut self, message: Message) {
        let mut effects = update(&mut self.model, message);
        while !effects.is_empty() {
            let (effect, rest) = {
                let first = effects.remove(0);
                (first, effects)
            };
            effects = rest;
            effects.extend(self.perform(effect));
        }
    }

    fn perform(&mut self, effect: Effect) -> Vec<Effect> {
        match effect {
            Effect::Load(..) if !self.read => {}
            Effect::Load(serial, query) => {
                let result = load(&self.handle, &query, self.model.shared.now, &|| true)
                    .map_err(|error| error.to_string());
                let reply = Reply { slot: query.slot(), serial, result };
                return update(&mut self.model, Message::Loaded(reply));
            }
            Effect::Send(command) => self.sent.push(command),
            Effect::Keep(edit) => {
                let result = self.handle.watches.keep(&edit);
                return update(&mut self.model, Message::Kept(result));
            }
            Effect::Browse(link) => self.done.push(format!("browse {link}")),
            Effect::Copy(text) => self.done.push(format!("copy {text}")),
            Effect::Save(paper) => self.done.push(format!("save {}\n{}", paper.path, paper.text)),
            Effect::Notify(text) => self.done.push(format!("notify {text}")),
            Effect::KeepFeed(edit) => {
                let result = self.handle.watches.keep_feed(&edit);
                return update(&mut self.model, Message::Kept(result));
            }
            Effect::Bell => self.done.push("bell".to_owned()),
            Effect::Redraw => self.done.push("redraw".to_owned()),
            Effect::Suspend => self.done.push("suspend".to_owned()),
            Effect::Quit => self.done.push("quit".to_owned()),
        }
        Vec::new()
    }

    /// Draws, and gives the cells.
    pub fn draw(&mut self) -> &Buffer {
        self.buffer.reset();
        draw(&self.model, &mut self.buffer);
        &self.buffer
    }

    /// Draws, and gives the screen as an SVG picture.
    pub fn svg(&mut self) -> String {
        picture(&self.model)
    }

    /// Draws, and gives the rows as text.
    pub fn text(&mut self) -> String {
        let buffer = self.draw();
        let columns = usize::from(buffer.area.width);
        let mut text = String::new();
        for row in buffer.content.chunks(columns.max(1)) {
            let mut behind = 0;
            let mut line = String::new();
            for cell in row {
                if behind > 0 {
                    behind -= 1;
                    continue;
                }
                line.push_str(cell.symbol());
                behind = super::draw::width_of(cell.symbol()).saturating_sub(1);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}
