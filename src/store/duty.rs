//! What people on duty ask of a store: marks on alerts, undoing them, the history of an alert,
//! silences. Part of what every backend promises; the nouns are `domain`'s.

use jiff::Timestamp;

use super::StoreError;
use crate::domain::{
    Act, Acted, AlertId, AlertState, Event, HeldNotice, NewSilence, Silence, SilenceId, UNWATCHED,
    Undo, Undone, What,
};

/// The text of the event when a snooze ends by itself.
pub(super) const AWAKE: &str = "the snooze is over";

/// The text of the event when an alert becomes part of another with its story.
pub(super) const MERGED: &str = "its story went into another";

/// The same when no watch flags its story any more.
pub(super) const VOID: &str = UNWATCHED;

/// The same when an alert that was void is one of its own again.
pub(super) const AGAIN: &str = "a story of its own again";

/// The same when watches flag its story again.
pub(super) const FLAGGED: &str = "watches flag its story again";

/// Why an alert that was over by itself is one again, by what had ended it.
pub(super) fn revived(ended: &str) -> &'static str {
    if ended == VOID { FLAGGED } else { AGAIN }
}

/// Whether an alert that no watch flags any more is over. One that nobody has taken yet is not: only a
/// remark is made, and people decide.
pub(super) fn ends_void(state: AlertState) -> bool {
    state == AlertState::Acknowledged
}

/// One step of an alert's state: where to, who does it and why.
pub(super) struct Step<'a> {
    pub(super) state: AlertState,
    pub(super) until: Option<Timestamp>,
    pub(super) who: &'a str,
    pub(super) text: &'a str,
    /// The act that it is part of; 0: nobody's.
    pub(super) act: i64,
}

impl<'a> Step<'a> {
    /// A step that wirewatch takes by itself.
    pub(super) fn own(state: AlertState, text: &'a str) -> Step<'a> {
        Step { state, until: None, who: "", text, act: 0 }
    }
}

/// How soon a mark lets people see an alert again: the less, the sooner. Of two alerts that become
/// one, the mark holds that comes first.
pub(super) fn patience(state: AlertState, until: Option<Timestamp>) -> (usize, Option<Timestamp>) {
    const ORDER: [AlertState; 4] =
        [AlertState::Open, AlertState::Snoozed, AlertState::Acknowledged, AlertState::Resolved];
    (ORDER.iter().position(|one| *one == state).unwrap_or(ORDER.len()), until)
}

/// How a history tells of an alert that became part of another.
pub(super) fn named(part: AlertId, text: &str) -> String {
    if text.is_empty() { format!("alert {part}") } else { format!("alert {part}: {text}") }
}

/// An event of an alert that became part of another, as the other's history tells it: whose it
/// was. That the part itself ended is no news of the whole.
pub(super) fn of_part(event: Event) -> Option<Event> {
    let ended = event.what == What::Resolved && event.text == MERGED;
    (!ended).then(|| Event { text: named(event.alert, &event.text), ..event })
}

/// Which silences to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SilenceScope {
    /// Those that hold at this time.
    Active(Timestamp),
    /// Also those that held at this time or later.
    Since(Timestamp),
    /// Every one that is kept.
    All,
}

/// A store's duty desk. Every method blocks.
pub trait Duty {
    /// Does something to alerts, in one transaction. Alerts that are not there, or stand as wanted
    /// already, are left alone.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn act(&self, act: &Act, now: Timestamp) -> Result<Acted, StoreError>;

    /// Puts alerts back exactly as they stood before an act: state, who, since when, until when.
    /// An alert that changed again since stays as it is. `None`: there is nothing to undo.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn undo(&self, which: &Undo, who: &str, now: Timestamp) -> Result<Option<Undone>, StoreError>;

    /// All that happened to an alert, oldest first: notices, deliveries, what people did; also to
    /// alerts that became part of it, whose events name them.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn history(&self, alert: AlertId) -> Result<Vec<Event>, StoreError>;

    /// Keeps a silence; it holds from now on.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn silence(&self, rule: &NewSilence, now: Timestamp) -> Result<SilenceId, StoreError>;

    /// Ends a silence before its time; says whether it still held.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn end_silence(&self, id: SilenceId, who: &str, now: Timestamp) -> Result<bool, StoreError>;

    /// Silences, the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn silences(&self, scope: SilenceScope) -> Result<Vec<Silence>, StoreError>;

    /// Notices that silences have held back since a time, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn held_since(&self, since: Timestamp) -> Result<Vec<HeldNotice>, StoreError>;
}

/// The order of a history: by time, and where that is equal, notices before their deliveries and
/// these before what people did.
pub(super) fn in_order(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by_key(|event| event.at);
    events
}
