//! Carries out what front ends ask for: what people do to alerts goes to the store, polls go to the
//! poller.

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::{Command, SHIFT, Shared, Undoing, duty, reading};
use crate::domain::{Act, ActId, AlertId, Deed, FeedId, Undo, Undone};
use crate::store::{Store, StoreError};

/// How the trouble of a mark ends; it is over with the next mark that is stored.
const NOT_MARKED: &str = "; the mark was not stored, try again";

/// How many acts can be undone.
const UNDO_STEPS: usize = 100;

/// What a command asks of the store.
enum Wish {
    Do(Vec<AlertId>, Deed),
    /// Of these acts, oldest first, the last of which something can be undone.
    Undo(Vec<Option<ActId>>),
    Silence(duty::SilenceDraft),
    EndSilence(crate::domain::SilenceId),
    TakeOver,
}

/// What came of a wish.
enum Outcome {
    Did(Option<ActId>),
    /// What was undone, and how many acts are left to undo.
    Undid(Option<Undone>, usize),
    Failed,
}

/// Works off commands until the engine stops.
pub(super) async fn carry_out(
    shared: Shared,
    mut commands: mpsc::Receiver<Command>,
    to_poller: mpsc::Sender<Option<FeedId>>,
) {
    // One entry for each act, those that changed nothing too: front ends count the same steps.
    let mut acts: Vec<Option<ActId>> = Vec::new();
    // Ends with this task: what is still being read then is given up.
    let mut reading = JoinSet::new();
    loop {
        while reading.try_join_next().is_some() {}
        let command = tokio::select! {
            () = shared.stop.cancelled() => return,
            command = commands.recv() => match command {
                Some(command) => command,
                None => return,
            },
        };
        let wish = match command {
            Command::Acknowledge(ids) => Wish::Do(ids, Deed::Acknowledge),
            Command::Snooze(ids, until) => Wish::Do(ids, Deed::Snooze(until)),
            Command::Resolve(ids) => Wish::Do(ids, Deed::Resolve),
            Command::Reopen(ids) => Wish::Do(ids, Deed::Reopen),
            Command::Note(ids, text) => match duty::note(&text) {
                Some(text) => Wish::Do(ids, Deed::Note(text)),
                // A step that changes nothing.
                None => Wish::Do(Vec::new(), Deed::Reopen),
            },
            Command::Undo => Wish::Undo(acts.clone()),
            Command::Silence(draft) => Wish::Silence(draft),
            Command::EndSilence(id) => Wish::EndSilence(id),
            Command::TakeOver => Wish::TakeOver,
            Command::Read(article) => {
                reading::begin(&shared, article, &mut reading);
                continue;
            }
            Command::Poll(feed) => {
                poll(&to_poller, feed);
                continue;
            }
        };
        let counts = matches!(wish, Wish::Do(..));
        match fulfil(&shared, wish).await {
            Outcome::Undid(undone, left) => {
                acts.truncate(left);
                tell_undone(&shared, undone.as_ref(), left);
            }
            Outcome::Did(act) if counts => acts.push(act),
            Outcome::Failed if counts => acts.push(None),
            Outcome::Did(_) | Outcome::Failed => {}
        }
        acts.drain(..acts.len().saturating_sub(UNDO_STEPS));
    }
}

fn tell_undone(shared: &Shared, undone: Option<&Undone>, left: usize) {
    shared.status.send_modify(|status| {
        let number = status.undone.as_ref().map_or(0, |undoing| undoing.number) + 1;
        let restored = undone.map(|undone| undone.restored.clone()).unwrap_or_default();
        let text = duty::undone_words(undone);
        status.undone = Some(Undoing { number, left, restored, text });
    });
}

fn poll(to_poller: &mpsc::Sender<Option<FeedId>>, feed: Option<FeedId>) {
    if to_poller.try_send(feed).is_err() {
        tracing::warn!("nothing polls here at the moment");
    }
}

/// Has the store do it, and tells everyone.
async fn fulfil(shared: &Shared, wish: Wish) -> Outcome {
    let (store, rules) = (shared.store.clone(), shared.rules.borrow().clone());
    let done = tokio::task::spawn_blocking(move || {
        let outcome = work(store.as_ref(), &rules, wish)?;
        Ok::<_, StoreError>((outcome, store.revision()?))
    });
    match done.await {
        Ok(Ok((outcome, revision))) => {
            shared.revision.send_replace(revision);
            shared.status.send_if_modified(|status| {
                status.trouble.take_if(|text| text.ends_with(NOT_MARKED)).is_some()
            });
            outcome
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "the mark was not stored");
            let text = format!("{error}{NOT_MARKED}");
            shared.status.send_modify(|status| status.trouble = Some(text));
            Outcome::Failed
        }
        Err(_) => {
            tracing::error!("the marking thread ended unexpectedly");
            Outcome::Failed
        }
    }
}

fn work(store: &dyn Store, rules: &super::RuleSet, wish: Wish) -> Result<Outcome, StoreError> {
    let (who, now) = (duty::who(&rules.settings), Timestamp::now());
    match wish {
        Wish::Do(ids, deed) => Ok(Outcome::Did(store.act(&Act { ids, deed, who }, now)?.act)),
        Wish::Undo(acts) => undo_newest(store, &acts, (&who, now)),
        Wish::Silence(draft) => {
            match duty::silence(&rules.vocabulary, &draft, &who, now) {
                Ok(rule) => _ = store.silence(&rule, now)?,
                Err(fault) => tracing::warn!(why = fault.message, "the silence was not made"),
            }
            Ok(Outcome::Did(None))
        }
        Wish::TakeOver => {
            let began = u64::try_from(now.as_second()).unwrap_or(0);
            store.set_cursor(SHIFT, began).map(|()| Outcome::Did(None))
        }
        Wish::EndSilence(id) => store.end_silence(id, &who, now).map(|_| Outcome::Did(None)),
    }
}

/// Undoes the newest of some acts of which something can be undone; what is left below it can be
/// undone next. An act that changed nothing is a step of its own: front ends count it too.
fn undo_newest(
    store: &dyn Store,
    acts: &[Option<ActId>],
    (who, now): (&str, Timestamp),
) -> Result<Outcome, StoreError> {
    let mut passed = Vec::new();
    for (left, act) in acts.iter().enumerate().rev() {
        let Some(act) = act else { return Ok(Outcome::Undid(None, left)) };
        let Some(mut undone) = store.undo(&Undo::Act(*act), who, now)? else { continue };
        passed.append(&mut undone.kept);
        if !undone.restored.is_empty() || left == 0 {
            undone.kept = passed;
            return Ok(Outcome::Undid(Some(undone), left));
        }
    }
    Ok(Outcome::Undid(None, 0))
}
