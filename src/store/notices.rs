//! What a notice's bytes say for the history of its alert, and what its story keeps of it.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use jiff::Timestamp;
use serde::Deserialize;

use crate::domain::{
    AlertChange, AlertId, AlertLine, Change, Changes, Event, Severity, Silenced, StoryId, What,
};

#[derive(Deserialize)]
struct Told {
    change: Change,
    #[serde(default)]
    note: String,
    severity: Severity,
    score: i32,
    #[serde(default)]
    silenced: Option<Silenced>,
}

/// The event of a notice.
pub(super) fn told(alert: AlertId, at: Timestamp, json: &str) -> Event {
    let read: Option<Told> = serde_json::from_str(json).ok();
    let what = read.as_ref().map_or(What::Raised, |told| match told.change {
        Change::Raised => What::Raised,
        Change::Updated => What::Updated,
        Change::Escalated => What::Escalated,
        Change::Corrected => What::Corrected,
        Change::Resolved => What::Resolved,
    });
    let text = read.map(|told| {
        let mut text = format!("{} {}", told.severity, told.score);
        if !told.note.is_empty() {
            text = format!("{text}; {}", told.note);
        }
        if let Some(by) = told.silenced {
            text = format!("{text}; no notifier was told: silence {} by {}", by.silence, by.who);
        }
        text
    });
    let text = text.unwrap_or_default();
    Event { alert, at, what, who: String::new(), text, until: None, undone: false }
}

/// The lines of alerts by their stories.
pub(super) fn lines(alerts: &[AlertChange]) -> HashMap<StoryId, &Arc<AlertLine>, RandomState> {
    alerts.iter().map(|change| (change.story, &change.line)).collect()
}

/// Writes alerts by `write`, and lets every story remember its alert line as it was written, with
/// the number it was given. Stories that share a line with their alert give it away meanwhile:
/// whoever numbers a line that two hold has to copy it.
pub(super) fn tell_stories<T>(
    changes: &mut Changes,
    write: impl FnOnce(&mut [AlertChange]) -> T,
) -> T {
    let known = lines(&changes.alerts);
    let mut telling = Vec::new();
    for (at, story) in changes.stories.iter_mut().enumerate() {
        if known.contains_key(&story.id) && story.state.line.take().is_some() {
            telling.push(at);
        }
    }
    let done = write(&mut changes.alerts);
    let written = lines(&changes.alerts);
    for at in telling {
        let Some(story) = changes.stories.get_mut(at) else { continue };
        story.state.line = written.get(&story.id).map(|line| Arc::clone(line));
    }
    done
}
