//! Holds the terminal: raw mode, alternate screen, mouse; gives it back whatever happens.
//!
//! The guard restores on drop, so also when the screen's task panics. A panic elsewhere (a parser's
//! that is caught) is written to the log, never onto the screen.

use std::io::{self, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::panic::PanicHookInfo;
use std::sync::{Arc, Mutex, PoisonError};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::backend::CrosstermBackend;
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};

use super::draw::graphemes;
use super::look::Popups;
use super::model::Model;
use super::view::view;

/// Clicks and the wheel in SGR reports. Not every motion, as crossterm asks for: moving the mouse
/// across the screen must cost nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Explicit layout: the order of right-to-left text is ours (see `reading`). The end is the
/// terminal's own order again.
const OWN_ORDER: &str = "\x1b[8l";
const ITS_ORDER: &str = "\x1b[8h";

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>;

/// The terminal while it is ours.
pub struct Terminal {
    /// Never dropped: its drop shows the cursor, which we do, and where the terminal is gone tells
    /// of that on standard error, which is gone too, so that it panics.
    screen: ManuallyDrop<ratatui::Terminal<CrosstermBackend<io::Stdout>>>,
    panic: Arc<Mutex<Option<String>>>,
    hook: Option<Hook>,
}

impl Terminal {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When standard output is no terminal, or it cannot be set up.
    pub fn enter() -> io::Result<Terminal> {
        if !io::stdout().is_terminal() {
            let why = "standard output is no terminal: `wirewatch run` is for pipes and files";
            return Err(io::Error::new(io::ErrorKind::Unsupported, why));
        }
        let screen = ratatui::Terminal::new(CrosstermBackend::new(io::stdout()))?;
        let panic = Arc::new(Mutex::new(None));
        let hook = std::panic::take_hook();
        let told = Arc::clone(&panic);
        std::panic::set_hook(Box::new(move |info| {
            let text = info.to_string();
            tracing::error!(panic = %text, "panic");
            *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
        }));
        let screen = ManuallyDrop::new(screen);
        let terminal = Terminal { screen, panic, hook: Some(hook) };
        take()?; // from here on the drop gives back
        Ok(terminal)
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.screen.size().map(|size| (size.width, size.height))
    }

    /// Draws the model.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, model: &Model) -> io::Result<()> {
        self.screen.draw(|frame| view(model, frame)).map(|_| ())
    }

    /// Makes the next draw write every cell.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn clear(&mut self) -> io::Result<()> {
        // Not `clear`: that asks the terminal where its cursor is, and our reader gets the answer.
        let size = self.screen.size()?;
        self.screen.resize((ratatui::layout::Position::ORIGIN, size).into())
    }

    /// Gives the terminal back to the shell until it continues us. False when there is no shell to
    /// go back to.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn suspend(&mut self) -> io::Result<bool> {
        // In the group of the session's leader nobody would ever continue us.
        if getsid(None)? == getpgrp() {
            return Ok(false);
        }
        give_back();
        kill_current_process_group(Signal::STOP)?;
        take()?;
        self.clear()?;
        Ok(true)
    }

    /// Rings the bell.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn bell(&mut self) -> io::Result<()> {
        let mut out = io::stdout();
        out.write_all(b"\x07")?;
        out.flush()
    }

    /// Asks the terminal for a notification.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn notify(&mut self, popups: Popups, text: &str) -> io::Result<()> {
        let mut out = io::stdout();
        out.write_all(popup(popups, text).as_bytes())?;
        out.flush()
    }

    /// Copies a text to the clipboard of the user's terminal (OSC 52).
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
        if std::thread::panicking() {
            let told = self.panic.lock().unwrap_or_else(PoisonError::into_inner).take();
            let text = told.unwrap_or_default();
            let _ = writeln!(io::stderr(), "wirewatch stopped by a defect of its own: {text}");
        } else if let Some(hook) = self.hook.take() {
            // Not while panicking: hooks cannot be changed then.
            std::panic::set_hook(hook);
        }
    }
}

/// Most characters of a notification.
const POPUP: usize = 160;

/// The sequence of a notification. Headlines come from anywhere: what a terminal obeys is not in
/// it, nor the sign that parts its fields.
fn popup(popups: Popups, text: &str) -> String {
    let plain: String = graphemes(text).filter(|one| *one != ";").take(POPUP).collect();
    match popups {
        Popups::Off => String::new(),
        Popups::Osc9 => format!("\x1b]9;wirewatch {plain}\x07"),
        Popups::Osc777 => format!("\x1b]777;notify;wirewatch;{plain}\x07"),
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(
        io::stdout(),
        EnterAlternateScreen,
        Print(MOUSE_ON),
        Print(OWN_ORDER),
        EnableBracketedPaste,
        cursor::Hide
    )
}

/// Each step by itself: where one fails, the next may still help.
fn give_back() {
    let mut out = io::stdout();
    let _ = execute!(out, DisableBracketedPaste);
    let _ = execute!(out, Print(MOUSE_OFF), Print(ITS_ORDER));
    let _ = execute!(out, LeaveAlternateScreen, cursor::Show);
    let _ = disable_raw_mode();
}

#[cfg(test)]
mod tests {
    use super::{Popups, popup};

    #[test]
    fn a_notification_holds_no_sequence_of_a_headline() {
        let hostile = "FLASH: Rocket\x07\x1b]52;c;aGk=\x07 near \u{9c}\u{202e}embassy\n";
        let plain = "FLASH: Rocket]52caGk= near embassy ";
        assert_eq!(popup(Popups::Osc9, hostile), format!("\x1b]9;wirewatch {plain}\x07"));
        let asked = popup(Popups::Osc777, hostile);
        assert_eq!(asked, format!("\x1b]777;notify;wirewatch;{plain}\x07"));
        assert_eq!(popup(Popups::Off, hostile), "");
    }
}
