//! Does what `update` asks for: reads the store off the screen's task, sends commands, opens links.
//!
//! Of each kind of question one is under way at a time and the newest waits; older ones are gone.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::task::{JoinSet, spawn_blocking};

use super::load::{Query, Slot, load};
use super::message::{Message, Reply};
use crate::engine::{Command, Handle, WatchEdit};

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
        let (watches, replies) = (self.handle.watches.clone(), self.replies.clone());
        self.tasks.spawn(async move {
            let kept = spawn_blocking(move || watches.keep(&edit)).await;
            let result = kept.unwrap_or_else(|_| Err("it could not be written".to_owned()));
            let _ = replies.send(Message::Kept(result)).await;
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
