//! Reads the terminal's events on a thread of its own and turns them into messages.
//!
//! crossterm (0.29) reads in a busy loop for ever once a terminal has hung up, even where it is
//! asked not to wait. So the thread asks the system first, and ends at a hang-up.

use std::io::{self, IsTerminal};
use std::time::Duration;

use crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};
use rustix::event::{PollFd, PollFlags, poll};
use tokio::sync::mpsc;

use super::key::{Key, Named};
use super::message::{Message, Mouse, MouseKind};

/// Events on their way: a paste or a wild wheel fits, and a full queue only makes the reader wait.
const QUEUE: usize = 256;

/// Begins to read. The end of the queue is the end of the terminal.
#[must_use]
pub fn begin() -> mpsc::Receiver<Message> {
    let (to, from) = mpsc::channel(QUEUE);
    // Not a blocking task of the runtime: it waits in the system until the terminal ends, and the
    // runtime's shutdown would wait with it.
    let _ = std::thread::Builder::new().name("input".to_owned()).spawn(move || read(&to));
    from
}

fn read(to: &mpsc::Sender<Message>) {
    while wait() && !to.is_closed() {
        while let Ok(true) = event::poll(Duration::ZERO) {
            let Ok(event) = event::read() else { return };
            if let Some(message) = message(event)
                && to.blocking_send(message).is_err()
            {
                return;
            }
        }
    }
}

/// Waits until there is something to read; false at a hang-up.
fn wait() -> bool {
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        return true; // crossterm reads /dev/tty then, and waits there
    }
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    loop {
        match poll(&mut fds, None) {
            Err(error) if error == rustix::io::Errno::INTR => {}
            Err(_) => return false,
            Ok(_) => {
                let [fd] = &fds;
                return !fd.revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
            }
        }
    }
}

/// The message of an event, if it means anything.
#[must_use]
pub fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => self::key(key).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Mouse(event) => mouse(event).map(Message::Mouse),
        Event::Resize(columns, rows) => Some(Message::Resize(columns, rows)),
        Event::Key(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

const NAMED: &[(KeyCode, Named)] = &[
    (KeyCode::Enter, Named::Enter),
    (KeyCode::Esc, Named::Esc),
    (KeyCode::Tab, Named::Tab),
    (KeyCode::BackTab, Named::BackTab),
    (KeyCode::Up, Named::Up),
    (KeyCode::Down, Named::Down),
    (KeyCode::Left, Named::Left),
    (KeyCode::Right, Named::Right),
    (KeyCode::Home, Named::Home),
    (KeyCode::End, Named::End),
    (KeyCode::PageUp, Named::PageUp),
    (KeyCode::PageDown, Named::PageDown),
    (KeyCode::Backspace, Named::Backspace),
    (KeyCode::Delete, Named::Delete),
    (KeyCode::F(1), Named::F1),
];

fn key(event: KeyEvent) -> Option<Key> {
    if let KeyCode::Char(c) = event.code {
        return if event.modifiers.contains(KeyModifiers::CONTROL) {
            Some(Key::Ctrl(c.to_ascii_lowercase()))
        } else if event.modifiers.contains(KeyModifiers::ALT) {
            None
        } else {
            Some(Key::Char(c))
        };
    }
    NAMED.iter().find(|(code, _)| *code == event.code).map(|(_, named)| Key::Named(*named))
}

fn mouse(event: MouseEvent) -> Option<Mouse> {
    let kind = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Click,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        _ => return None,
    };
    Some(Mouse { kind, x: event.column, y: event.row })
}
