//! What a front end holds of the running engine: the store to read, what changes, and a way to
//! send commands. No article travels here.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};

use super::duty::SilenceDraft;
use crate::domain::{AlertId, ArticleId, FeedId, SilenceId, Timeliness};
use crate::store::Store;

/// Under which name the store keeps when somebody last took over, in seconds.
pub const SHIFT: &str = "shift began";

/// Who polls the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// This process.
    Poller,
    /// Another process; this one reads and acknowledges.
    Viewer,
}

/// How a watch looks on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchLook {
    /// Its name.
    pub name: String,
    /// What it is for, in a sentence.
    pub say: String,
    /// Configured colour name or `#rrggbb`, if any.
    pub colour: Option<String>,
    /// Its query, on one line.
    pub query: String,
    /// Points it brings.
    pub weight: i32,
    /// Whether it is switched on.
    pub enabled: bool,
}

/// How the engine is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Who polls.
    pub role: Role,
    /// How far behind their times polls start, as measured by this process.
    pub timeliness: Timeliness,
    /// A broken configuration file, in one line; the old rules stay in force.
    pub config_problem: Option<String>,
    /// That a part of the program ended by a defect, in one line: the rest ends with it.
    pub ended: Option<String>,
    /// That the store's file is damaged, in one line.
    pub damage: Option<String>,
    /// What is wrong with the store or the work on it, in one line.
    pub trouble: Option<String>,
    /// That no feed can be reached, in one line.
    pub outage: Option<String>,
    /// The watches in force, in file order.
    pub watches: Arc<[WatchLook]>,
    /// How many feeds the configuration asks to be polled.
    pub feeds: usize,
    /// What became of feeds lately, the newest last: broken, silent, moved, back again.
    pub sources: Arc<[SourceNotice]>,
    /// The full text asked for last, and how that stands.
    pub reading: Option<Reading>,
    /// What came of undoing, the last time.
    pub undone: Option<Undoing>,
}

impl Status {
    /// What keeps the program from its work, in one line: a defect, the store, else
    /// the network.
    #[must_use]
    pub fn wrong(&self) -> Option<&str> {
        [&self.ended, &self.damage, &self.trouble, &self.outage]
            .into_iter()
            .find_map(|why| why.as_deref())
    }
}

/// What came of a wish to undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undoing {
    /// Grows with every such wish.
    pub number: u64,
    /// Acts that are left to undo.
    pub left: usize,
    /// Alerts that stand as they stood before.
    pub restored: Vec<AlertId>,
    /// The same for a person, in one line.
    pub text: String,
}

/// A full text being fetched, or done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The article.
    pub article: ArticleId,
    /// How it stands.
    pub progress: Progress,
}

/// How the fetching of a full text stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Its page is being fetched.
    Asking,
    /// The text is in the store.
    Kept,
    /// It could not be had: why, in a line.
    Failed(String),
}

/// A feed broke, fell silent, moved, ended, lost items, or came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceNotice {
    /// When.
    pub at: Timestamp,
    /// The feed.
    pub feed: FeedId,
    /// One line, the feed's name first.
    pub text: String,
}

/// What a front end may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Take alerts: somebody has seen them.
    Acknowledge(Vec<AlertId>),
    /// Put alerts off.
    Snooze(Vec<AlertId>, Timestamp),
    /// Be done with alerts.
    Resolve(Vec<AlertId>),
    /// Open alerts again.
    Reopen(Vec<AlertId>),
    /// Write something down about alerts.
    Note(Vec<AlertId>, String),
    /// Undo the last of these that this engine carried out and of which something can be undone:
    /// every alert stands again as it stood before. The status says what came of it.
    Undo,
    /// Hold back future notifications of some alerts.
    Silence(SilenceDraft),
    /// End a silence.
    EndSilence(SilenceId),
    /// Begin a shift: the hand-over starts anew.
    TakeOver,
    /// Fetch the full text of an article: one request for its page, under every limit of feeds.
    Read(ArticleId),
    /// Poll one feed now, or all of them.
    Poll(Option<FeedId>),
}

/// A front end's hold on the engine. Cheap to clone.
#[derive(Clone)]
pub struct Handle {
    /// The truth to read. Its methods block: call them from a blocking thread.
    pub store: Arc<dyn Store>,
    /// The store's change counter: grows with every commit of any process.
    pub revision: watch::Receiver<u64>,
    /// How the engine is.
    pub status: watch::Receiver<Status>,
    /// The watches, to try and change them.
    pub watches: super::Workbench,
    /// Whether the engine's work goes on.
    pub pulse: super::Pulse,
    /// Commands; bounded, so a full queue is an answer ("busy"), not a wait.
    pub commands: mpsc::Sender<Command>,
}
