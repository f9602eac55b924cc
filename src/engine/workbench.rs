//! Watches and feeds as a front end tries and changes them: a query as it is typed against the stored
//! articles, and edits of the user's files, which the engine then takes up like any other change.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::RuleSet;
use super::trial::{Bounds, QueryFault, Question, Trial, trial};
use crate::config::edit_watches::{self, WatchDraft};
use crate::config::{FeedKey, Paths, Switch, edit_feeds};
use crate::store::{Store, StoreError};
use crate::watch::Vocabulary;

/// How far back a query is tried while it is typed.
const BACK: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Articles looked at, at most: about a second's work.
const ARTICLES: usize = 20_000;
/// How long it may take, at most.
const LONGEST: Duration = Duration::from_millis(1_500);
/// Flagged articles kept.
const NEWEST: usize = 12;
/// Points of a watch that is added.
const NEW_WEIGHT: i32 = 25;

/// What becomes of a watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchEdit {
    /// A new one: its name and query.
    Add(String, String),
    /// Another query for the one of this name.
    Query(String, String),
    /// On or off.
    Switch(String, Switch),
}

/// What becomes of a feed, by its configured address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedEdit {
    /// On or off.
    Switch(String, Switch),
    /// Another value for one of its keys, as people write it; empty: the usual one.
    Set(String, FeedKey, String),
}

/// A query as it is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The watch it is to replace, if any: its mask then counts.
    pub instead_of: Option<String>,
    /// The query.
    pub query: String,
}

/// A hold on the watches. Its methods block: call them from a blocking thread.
#[derive(Clone, Debug, Default)]
pub struct Workbench {
    rules: Option<watch::Receiver<Arc<RuleSet>>>,
    paths: Option<Paths>,
}

impl Workbench {
    /// The watches of these rules; without paths they can be tried but not changed.
    #[must_use]
    pub fn new(rules: watch::Receiver<Arc<RuleSet>>, paths: Option<Paths>) -> Workbench {
        Workbench { rules: Some(rules), paths }
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        self.rules.as_ref().map(|rules| rules.borrow().vocabulary.clone()).unwrap_or_default()
    }

    /// What a query would have flagged in the last days, if it is one. `wanted` says between
    /// pages whether anybody still waits for the answer.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn attempt(
        &self,
        store: &dyn Store,
        attempt: &Attempt,
        now: Timestamp,
        wanted: &dyn Fn() -> bool,
    ) -> Result<Result<Trial, QueryFault>, StoreError> {
        let begun = Instant::now();
        let instead_of = attempt.instead_of.as_deref();
        let question = match Question::new(&self.vocabulary(), &attempt.query, instead_of) {
            Ok(question) => question,
            Err(fault) => return Ok(Err(fault)),
        };
        let since = now.checked_sub(BACK).unwrap_or(Timestamp::MIN);
        let bounds = Bounds { since, articles: ARTICLES, newest: NEWEST };
        let mut go_on = |_: &Trial| wanted() && begun.elapsed() < LONGEST;
        trial(store, &question, &bounds, &mut go_on).map(Ok)
    }

    /// Changes the user's `watches.toml`; comments stay. Says what was done.
    ///
    /// # Errors
    /// What is in the way, in a line.
    pub fn keep(&self, edit: &WatchEdit) -> Result<String, String> {
        let Some(paths) = &self.paths else {
            return Err("these watches are fixed: there is no watches.toml behind them".to_owned());
        };
        let query =
            |query: &str| WatchDraft { query: Some(query.to_owned()), ..WatchDraft::default() };
        let (done, said) = match edit {
            WatchEdit::Add(name, text) => {
                let draft = WatchDraft { weight: Some(NEW_WEIGHT), ..query(text) };
                (edit_watches::add(paths, name, &draft), format!("added {name}"))
            }
            WatchEdit::Query(name, text) => {
                (edit_watches::change(paths, name, &query(text)), format!("changed {name}"))
            }
            WatchEdit::Switch(name, state) => {
                let word = if *state == Switch::On { "on" } else { "off" };
                (edit_watches::set_enabled(paths, name, *state), format!("{name} is {word}"))
            }
        };
        done.map(|_| said).map_err(|error| one_line(&error.to_string()))
    }

    /// Changes the user's `feeds.toml`; comments stay. Says what was done.
    ///
    /// # Errors
    /// What is in the way, in a line.
    pub fn keep_feed(&self, edit: &FeedEdit) -> Result<String, String> {
        let Some(paths) = &self.paths else {
            return Err("these feeds are fixed: there is no feeds.toml behind them".to_owned());
        };
        let (done, said) = match edit {
            FeedEdit::Switch(url, state) => {
                let word = if *state == Switch::On { "on" } else { "off" };
                (edit_feeds::set_enabled(paths, url, *state), format!("the feed is {word}"))
            }
            FeedEdit::Set(url, key, value) => {
                let said = format!("{} is now \"{value}\"", key.name());
                (edit_feeds::set(paths, url, (*key, value)), said)
            }
        };
        done.map(|_| said).map_err(|error| one_line(&error.to_string()))
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
