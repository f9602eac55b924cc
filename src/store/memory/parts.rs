//! Alerts that become part of others in a store in memory, when their stories turn out to be one.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::Held;
use super::duty::{Kept, event};
use crate::domain::{AlertId, AlertState, Event, Merge, StoryId, What};
use crate::store::{MERGED, Step, named, patience, revived};

impl Held {
    /// Lets the alerts of stories that went into others be part of those that stay. An alert that
    /// was not `known` before takes the mark of its first part.
    pub(super) fn join(&mut self, merges: &[Merge], mut known: BTreeSet<StoryId>, now: Timestamp) {
        for Merge { from, into } in merges {
            let Some(part) = self.of_story(*from) else { continue };
            if let Some(whole) = self.of_story(*into) {
                let fresh = known.insert(*into);
                self.take((whole, part), now);
                let Some((state, until, by)) = self.mark(part) else { continue };
                let own = self.mark(whole).filter(|_| !fresh);
                if own.is_none_or(|own| patience(state, until) < patience(own.0, own.1)) {
                    let text = named(part, "");
                    let step = Step { state, until, who: &by, text: &text, act: 0 };
                    self.set_state(whole, &step, now);
                }
            }
            self.set_state(part, &Step::own(AlertState::Resolved, MERGED), now);
        }
    }

    /// The alerts that became part of one.
    pub(super) fn parts(&self, whole: AlertId) -> Vec<AlertId> {
        let parts = self.alerts.values().filter(|kept| kept.part_of == Some(whole));
        parts.map(|kept| kept.alert.id).collect()
    }

    /// An alert that was void, by itself and not by people, is one of its own again.
    pub(super) fn revive(&mut self, id: AlertId, now: Timestamp) {
        if self.mark(id).is_none_or(|mark| mark.0 != AlertState::Resolved) {
            return;
        }
        let marks =
            |kept: &&Kept| kept.event.alert == id && kept.before.is_some() && !kept.event.undone;
        let Some(last) = self.events.iter().rfind(marks).filter(|kept| kept.act == 0) else {
            return;
        };
        let (text, Some(before)) = (revived(&last.event.text), &last.before) else { return };
        let (state, until, by) = (before.state, before.until, before.by.clone());
        self.set_state(id, &Step { state, until, who: &by, text, act: 0 }, now);
        if let Some(kept) = self.alerts.get_mut(&id.0) {
            kept.part_of = None;
        }
    }

    fn mark(&self, id: AlertId) -> Option<(AlertState, Option<Timestamp>, String)> {
        let alert = &self.alerts.get(&id.0)?.alert;
        Some((alert.state, alert.until, alert.by.clone()))
    }

    /// Moves the notes, and names the whole.
    fn take(&mut self, (whole, part): (AlertId, AlertId), now: Timestamp) {
        let of_part = |kept: &&mut Kept| kept.event.alert == part && kept.event.what == What::Note;
        self.events.iter_mut().filter(of_part).for_each(|kept| kept.event.alert = whole);
        let mut notes = 0;
        for kept in self.alerts.values_mut() {
            if kept.alert.id == part {
                notes = std::mem::take(&mut kept.alert.notes);
            }
            if kept.alert.id == part || kept.part_of == Some(part) {
                kept.part_of = Some(whole);
            }
        }
        if let Some(kept) = self.alerts.get_mut(&whole.0) {
            kept.alert.notes += notes;
        }
        let joined = Event { text: named(part, ""), ..event(whole, now, What::Joined, "") };
        self.events.push(Kept { event: joined, act: 0, before: None });
    }
}
