//! Carries out what front ends ask for: what people do to alerts goes to the store, polls go to the
//! poller.

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::{Command, SHIFT, Shared, duty, reading};
use crate::domain::{Act, ActId, AlertId, Deed, FeedId, Undo};
use crate::store::{Store, StoreError};

/// How the trouble of a mark ends; it is over with the next mark that is stored.
const NOT_MARKED: &str = "; the mark was not stored, try again";

/// How many acts can be undone.
const UNDO_STEPS: usize = 100;

/// What a command asks of the store.
enum Wish {
    Do(Vec<AlertId>, Deed),
    Undo(Option<ActId>),
    Silence(duty::SilenceDraft),
    EndSilence(crate::domain::SilenceId),
    TakeOver,
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
            Command::Undo => Wish::Undo(acts.pop().flatten()),
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
        let act = fulfil(&shared, wish).await;
        if counts {
            acts.push(act);
            acts.drain(..acts.len().saturating_sub(UNDO_STEPS));
        }
    }
}

fn poll(to_poller: &mpsc::Sender<Option<FeedId>>, feed: Option<FeedId>) {
    if to_poller.try_send(feed).is_err() {
        tracing::warn!("nothing polls here at the moment");
    }
}

/// Has the store do it, and tells everyone; returns the act, if it was one.
async fn fulfil(shared: &Shared, wish: Wish) -> Option<ActId> {
    let (store, rules) = (shared.store.clone(), shared.rules.borrow().clone());
    let done = tokio::task::spawn_blocking(move || {
        let act = work(store.as_ref(), &rules, wish)?;
        Ok::<_, StoreError>((act, store.revision()?))
    });
    match done.await {
        Ok(Ok((act, revision))) => {
            shared.revision.send_replace(revision);
            shared.status.send_if_modified(|status| {
                status.trouble.take_if(|text| text.ends_with(NOT_MARKED)).is_some()
            });
            act
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "the mark was not stored");
            let text = format!("{error}{NOT_MARKED}");
            shared.status.send_modify(|status| status.trouble = Some(text));
            None
        }
        Err(_) => {
            tracing::error!("the marking thread ended unexpectedly");
            None
        }
    }
}

fn work(
    store: &dyn Store,
    rules: &super::RuleSet,
    wish: Wish,
) -> Result<Option<ActId>, StoreError> {
    let (who, now) = (duty::who(&rules.settings), Timestamp::now());
    match wish {
        Wish::Do(ids, deed) => Ok(store.act(&Act { ids, deed, who }, now)?.act),
        Wish::Undo(act) => {
            if let Some(act) = act {
                store.undo(&Undo::Act(act), &who, now)?;
            }
            Ok(None)
        }
        Wish::Silence(draft) => {
            match duty::silence(&rules.vocabulary, &draft, &who, now) {
                Ok(rule) => _ = store.silence(&rule, now)?,
                Err(fault) => tracing::warn!(why = fault.message, "the silence was not made"),
            }
            Ok(None)
        }
        Wish::TakeOver => {
            let began = u64::try_from(now.as_second()).unwrap_or(0);
            store.set_cursor(SHIFT, began).map(|()| None)
        }
        Wish::EndSilence(id) => store.end_silence(id, &who, now).map(|_| None),
    }
}
