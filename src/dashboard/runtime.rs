//! Does what `update` asks for: reads the store off the screen's task, sends commands, opens links.
//!
//! Of each kind of question one is under way at a time and the newest waits; older ones are gone.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::task::{JoinSet, spawn_blocking};

use super::load::{Query, Slot, load};
use super::message::{Message, Paper, Reply};
use crate::engine::{Command, FeedEdit, Handle, WatchEdit, Workbench};

/// Answers on their way: one of each kind of question, and a few messages beside.
const QUEUE: usize = 32;

/// Does what is asked for.
pub struct Runtime {
    handle: Handle,
    replies: mpsc::Sender<Message>,
    waiting: HashMap<Slot, Option<(u64, Query)>>,
    tasks: JoinSet<()>,
    /// The newest question of the one kind that takes long: an older one is given up.
    newest_trial: Arc<AtomicU64>,
}

impl Runtime {
    /// A runtime and where its answers come in.
    #[must_use]
    pub fn new(handle: Handle) -> (Runtime, mpsc::Receiver<Message>) {
        let (replies, answers) = mpsc::channel(QUEUE);
        let runtime = Runtime {
            handle,
            replies,
            waiting: HashMap::new(),
            tasks: JoinSet::new(),
            newest_trial: Arc::default(),
        };
        (runtime, answers)
    }

    /// Asks the store, now or when the question before it is answered.
    pub fn load(&mut self, serial: u64, query: Query) {
        let slot = query.slot();
        if slot == Slot::Trial {
            self.newest_trial.store(serial, Ordering::Relaxed);
        }
        match self.waiting.get_mut(&slot) {
            Some(next) => *next = Some((serial, query)),
            None => {
                self.waiting.insert(slot, None);
                self.begin(serial, query);
            }
        }
    }

    /// Takes notice of an answer: the question that waited for it goes out.
    pub fn answered(&mut self, slot: Slot) {
        while self.tasks.try_join_next().is_some() {}
        if let Some(Some((serial, query))) = self.waiting.remove(&slot) {
            self.waiting.insert(slot, None);
            self.begin(serial, query);
        }
    }

    fn begin(&mut self, serial: u64, query: Query) {
        let handle = self.handle.clone();
        let newest = Arc::clone(&self.newest_trial);
        let replies = self.replies.clone();
        let slot = query.slot();
        self.tasks.spawn(async move {
            let read = spawn_blocking(move || {
                let wanted = || newest.load(Ordering::Relaxed) == serial;
                load(&handle, &query, Timestamp::now(), &wanted)
            });
            let result = match read.await {
                Ok(result) => result.map_err(|error| error.to_string()),
                Err(_) => Err("reading the store failed; the log says more".to_owned()),
            };
            let _ = replies.send(Message::Loaded(Reply { slot, serial, result })).await;
        });
    }

    /// Sends a command to the engine; what it does not take comes back as a message.
    pub fn send(&self, command: Command) -> Option<Message> {
        match self.handle.commands.try_send(command) {
            Ok(()) => None,
            Err(TrySendError::Full(command)) => {
                Some(Message::Refused(command, "the engine is busy: press again in a moment"))
            }
            Err(TrySendError::Closed(command)) => {
                Some(Message::Refused(command, "the engine has ended: nothing was changed"))
            }
        }
    }

    /// Changes the watches.
    pub fn keep(&mut self, edit: WatchEdit) {
        self.edit(move |files| files.keep(&edit));
    }

    /// Changes a feed.
    pub fn keep_feed(&mut self, edit: FeedEdit) {
        self.edit(move |files| files.keep_feed(&edit));
    }

    /// Changes the user's files.
    fn edit(&mut self, edit: impl FnOnce(&Workbench) -> Result<String, String> + Send + 'static) {
        let (files, replies) = (self.handle.watches.clone(), self.replies.clone());
        self.tasks.spawn(async move {
            let kept = spawn_blocking(move || edit(&files)).await;
            let result = kept.unwrap_or_else(|_| Err("it could not be written".to_owned()));
            let _ = replies.send(Message::Kept(result)).await;
        });
    }

    /// Writes a new file. What is already there stays as it is.
    pub fn save(&mut self, paper: Paper) {
        let replies = self.replies.clone();
        self.tasks.spawn(async move {
            let saved = spawn_blocking(move || write_new(&paper)).await;
            let told = saved.unwrap_or_else(|_| "the file could not be written".to_owned());
            let _ = replies.send(Message::Told(told)).await;
        });
    }

    /// Opens a link in the browser, by argument vector.
    pub fn browse(&mut self, link: String) {
        let replies = self.replies.clone();
        self.tasks.spawn(async move {
            let opened = spawn_blocking(move || open::that_detached(&link)).await;
            let failed = match opened {
                Ok(Ok(())) => return,
                Ok(Err(error)) => error.to_string(),
                Err(_) => "it could not be started".to_owned(),
            };
            let _ = replies
                .send(Message::Told(format!("no browser: {failed}; y copies the link")))
                .await;
        });
    }
}

/// Writes a file that is not there yet; says how that went.
fn write_new(paper: &Paper) -> String {
    let home = paper.path.strip_prefix("~/").and_then(|rest| Some((std::env::home_dir()?, rest)));
    let path = home.map_or_else(|| PathBuf::from(&paper.path), |(home, rest)| home.join(rest));
    let shown = path.display();
    let written = File::create_new(&path).and_then(|mut file| {
        file.write_all(paper.text.as_bytes())?;
        file.sync_all()
    });
    match written {
        Ok(()) => format!("written to {shown}"),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            format!("{shown} is already there: nothing was written, choose another name")
        }
        Err(error) => format!("{shown} was not written: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Paper, write_new};

    #[test]
    fn a_file_that_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shot.svg");
        let paper = |text: &str| Paper { path: path.display().to_string(), text: text.to_owned() };
        assert!(write_new(&paper("one")).starts_with("written to "));
        assert!(write_new(&paper("two")).contains("already there"));
        assert_eq!(std::fs::read_to_string(&path).expect("the file"), "one");
        let nowhere = Paper { path: "/nowhere/shot.svg".to_owned(), text: String::new() };
        assert!(write_new(&nowhere).contains("was not written"));
    }
}
