//! The live dashboard: one model, one task, one loop; see `update` for what happens when.
//!
//! Reads the store through the engine's handle and sends commands; polls and decides nothing.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use thiserror::Error;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

mod action;
mod attention;
mod colours;
mod decode;
mod draw;
mod duty;
mod glyphs;
mod input;
mod key;
mod keymap;
mod layout;
mod list;
mod load;
mod look;
mod message;
mod model;
mod mouse;
mod panes;
mod pictures;
mod reading;
mod refresh;
mod runtime;
mod screen;
mod shared;
mod sheet;
mod signals;
mod svg;
mod table;
mod terminal;
mod theme;
mod update;
mod view;
mod wrap;

#[cfg(test)]
mod tests;

pub use attention::Attention;
pub use colours::ColourProblem;
pub use glyphs::Glyphs;
pub use keymap::KeyProblem;
pub use look::{Look, Popups, Sound};
pub use screen::Screen;
pub use theme::ThemeName;

use crate::config::{ConfigError, Settings};
use crate::engine::Handle;
use message::{Effect, Message};
use model::Model;
use runtime::Runtime;
use signals::{Asked, Signals};
use terminal::Terminal;

/// Least time between two frames.
const FRAME: Duration = Duration::from_millis(16);
/// The same where somebody waits for what a key does: a frame of news must not hold it up.
const FRAME_OF_KEY: Duration = Duration::from_millis(4);

/// Why the dashboard cannot run.
#[derive(Debug, Error)]
pub enum DashboardError {
    /// A key override is wrong.
    #[error("keys: {0}")]
    Keys(#[from] KeyProblem),
    /// A colour of the user's own is wrong.
    #[error("colours: {0}")]
    Colours(#[from] ColourProblem),
    /// There is no such time zone.
    #[error("\"{0}\" is no time zone: write a name such as \"Asia/Baghdad\"")]
    Zone(String),
    /// The terminal cannot be used.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
}

/// Whether the loop goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    On,
    End,
}

/// Whether own keys and colours, as written, can be used.
///
/// # Errors
/// With the first of each that cannot, at its place in the file.
pub fn check(settings: &Settings) -> Result<(), Vec<ConfigError>> {
    let written = |own: &BTreeMap<String, String>| own.clone().into_iter().collect::<Vec<_>>();
    let keys = keymap::Keymap::with(&written(&settings.dashboard.keys)).err().map(|problem| {
        let (action, at) = problem.place();
        settings.of_dashboard(("keys", action), at, format!("[dashboard] keys: {problem}"))
    });
    let colours = colours::Colours::of(&written(&settings.dashboard.colours)).err();
    let colours = colours.map(|problem| {
        let (role, at) = problem.place();
        settings.of_dashboard(("colours", role), at, format!("[dashboard] colours: {problem}"))
    });
    let wrong: Vec<ConfigError> = keys.into_iter().chain(colours).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Runs the dashboard until the user quits, `stop` is cancelled, a signal ends it or the terminal
/// hangs up. The terminal is left as it was found.
///
/// # Errors
/// When the look is not usable (keys, zone) or there is no terminal.
pub async fn run(
    handle: Handle,
    look: Look,
    stop: CancellationToken,
) -> Result<(), DashboardError> {
    let mut model = screen::model(&handle, &look, Timestamp::now(), TimeZone::system())?;
    let signals = Signals::listen()?;
    let terminal = Terminal::enter()?;
    model.size = terminal.size()?;
    model.fit();
    let (runtime, replies) = Runtime::new(handle.clone());
    let events = input::begin()?;
    let popups = look.popups;
    let mut desk = Desk {
        model,
        popups,
        terminal,
        runtime,
        signals,
        events,
        replies,
        drawn: None,
        pace: FRAME,
    };
    match desk.attend(handle, &stop).await {
        Err(error) if is_gone(&error) => Ok(()),
        done => Ok(done?),
    }
}

/// A terminal that hung up is an end, not a failure.
fn is_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
        || error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error())
}

/// All that the loop holds.
struct Desk {
    model: Model,
    popups: Popups,
    terminal: Terminal,
    runtime: Runtime,
    signals: Signals,
    events: mpsc::Receiver<Message>,
    replies: mpsc::Receiver<Message>,
    drawn: Option<Instant>,
    /// Least time until the next frame.
    pace: Duration,
}

impl Desk {
    async fn attend(&mut self, mut handle: Handle, stop: &CancellationToken) -> io::Result<()> {
        let mut inbox = vec![Message::StoreChanged];
        loop {
            inbox.insert(0, Message::Tick(Timestamp::now()));
            while let Ok(event) = self.events.try_recv() {
                inbox.push(event);
            }
            while let Ok(reply) = self.replies.try_recv() {
                inbox.push(reply);
            }
            for message in inbox.drain(..) {
                if self.take(message)? == Flow::End {
                    return Ok(());
                }
            }
            self.draw()?;
            let frame = self.next_frame();
            let change = Instant::now() + self.model.next_change();
            tokio::select! {
                biased;
                () = stop.cancelled() => return Ok(()),
                event = self.events.recv() => match event {
                    Some(event) => inbox.push(event),
                    None => return Ok(()), // the terminal hung up
                },
                asked = self.signals.next() => match asked {
                    Asked::End => return Ok(()),
                    Asked::Suspend => self.suspend()?,
                    Asked::Look => self.look()?,
                },
                Some(reply) = self.replies.recv() => inbox.push(reply),
                Ok(()) = handle.revision.changed() => {
                    inbox.push(Message::StoreChanged);
                }
                Ok(()) = handle.status.changed() => {
                    let status = handle.status.borrow_and_update().clone();
                    inbox.push(Message::StatusChanged(Box::new(status)));
                }
                () = sleep_until(frame.unwrap_or(change).min(change)) => {}
            }
        }
    }

    fn take(&mut self, message: Message) -> io::Result<Flow> {
        if let Message::Loaded(reply) = &message {
            self.runtime.answered(reply.slot);
        }
        if matches!(message, Message::Key(_) | Message::Mouse(_) | Message::Paste(_)) {
            self.pace = FRAME_OF_KEY;
        }
        for effect in update::update(&mut self.model, message) {
            if self.perform(effect)? == Flow::End {
                return Ok(Flow::End);
            }
        }
        Ok(Flow::On)
    }

    fn perform(&mut self, effect: Effect) -> io::Result<Flow> {
        match effect {
            Effect::Load(serial, query) => self.runtime.load(serial, query),
            Effect::Send(command) => {
                if let Some(refused) = self.runtime.send(command) {
                    update::update(&mut self.model, refused);
                }
            }
            Effect::Keep(edit) => self.runtime.keep(edit),
            Effect::Browse(link) => self.runtime.browse(link),
            Effect::Copy(text) => self.terminal.copy(&text)?,
            Effect::Save(paper) => self.runtime.save(paper),
            Effect::KeepFeed(edit) => self.runtime.keep_feed(edit),
            Effect::Bell => self.terminal.bell()?,
            Effect::Notify(text) => {
                let text = self.model.shared.glyphs.carried(&text);
                self.terminal.notify(self.popups, &text)?;
            }
            Effect::Redraw => {
                self.terminal.clear()?;
                self.model.dirty = true;
            }
            Effect::Suspend => self.suspend()?,
            Effect::Quit => return Ok(Flow::End),
        }
        Ok(Flow::On)
    }

    /// Draws if there is something to draw and the last frame is long enough ago.
    fn draw(&mut self) -> io::Result<()> {
        let early = self.drawn.is_some_and(|drawn| drawn.elapsed() < self.pace);
        if self.model.dirty && !early {
            self.terminal.draw(&self.model)?;
            self.model.dirty = false;
            self.drawn = Some(Instant::now());
            self.pace = FRAME;
        }
        Ok(())
    }

    /// When a frame that is owed may be drawn.
    fn next_frame(&self) -> Option<Instant> {
        self.drawn.filter(|_| self.model.dirty).map(|drawn| drawn + self.pace)
    }

    fn suspend(&mut self) -> io::Result<()> {
        if self.terminal.suspend()? {
            self.look()
        } else {
            self.model.say("there is no shell to go back to; q quits");
            Ok(())
        }
    }

    /// Looks at the terminal again: it may have another size.
    fn look(&mut self) -> io::Result<()> {
        let (columns, rows) = self.terminal.size()?;
        update::update(&mut self.model, Message::Resize(columns, rows));
        Ok(())
    }
}
