//! Everything that can happen to the dashboard, and everything it may ask for.

use jiff::Timestamp;

use super::key::Key;
use super::load::{Page, Query, Slot};
use crate::engine::{Command, FeedEdit, Status, WatchEdit};

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has a new size.
    Resize(u16, u16),
    /// Time has passed.
    Tick(Timestamp),
    /// The store has changed.
    StoreChanged,
    /// The engine is otherwise than before.
    StatusChanged(Box<Status>),
    /// The store has answered a question.
    Loaded(Reply),
    /// The engine did not take a command.
    Refused(Command, &'static str),
    /// Whether a change of the watches was kept, and what there is to say.
    Kept(Result<String, String>),
    /// Something to tell the user.
    Told(String),
}

/// The answer to a numbered question.
#[derive(Debug)]
pub struct Reply {
    /// Which kind of question.
    pub slot: Slot,
    /// Its number.
    pub serial: u64,
    /// The answer, or the store's reason in a line.
    pub result: Result<Page, String>,
}

/// What the mouse did, where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub kind: MouseKind,
    /// Column.
    pub x: u16,
    /// Row.
    pub y: u16,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Click,
    /// The wheel turned towards the user.
    WheelDown,
    /// The wheel turned away from the user.
    WheelUp,
}

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its path as the user wrote it; `~/` is the home folder.
    pub path: String,
    /// What it will hold.
    pub text: String,
}

/// Something the dashboard asks for.
#[derive(Debug)]
pub enum Effect {
    /// Ask the store; the number comes back with the answer.
    Load(u64, Query),
    /// Send a command to the engine.
    Send(Command),
    /// Change the watches.
    Keep(WatchEdit),
    /// Open a link in the browser.
    Browse(String),
    /// Copy a text to the clipboard.
    Copy(String),
    /// Write a new file; the answer is a message.
    Save(Paper),
    /// Change a feed.
    KeepFeed(FeedEdit),
    /// Ring the bell.
    Bell,
    /// Let the terminal notify with a line.
    Notify(String),
    /// Draw every cell afresh.
    Redraw,
    /// Stop until the shell brings us back.
    Suspend,
    /// End.
    Quit,
}
