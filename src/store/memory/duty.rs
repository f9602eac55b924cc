//! What people on duty do, in a store in memory.

use jiff::Timestamp;

use super::{Held, MemoryStore};
use crate::domain::{
    Act, ActId, Acted, AlertId, AlertLine, AlertState, Deed, DeliveryState, Event, HeldNotice,
    NewSilence, Silence, SilenceId, Undo, Undone, What,
};
use crate::store::notices::told;
use crate::store::{AWAKE, Duty, SilenceScope, Step, StoreError, in_order, of_part};

/// An event with the act it is part of and, where it set a state, the state before.
pub(super) struct Kept {
    pub(super) event: Event,
    pub(super) act: i64,
    pub(super) before: Option<Before>,
}

/// How an alert stood.
pub(super) struct Before {
    pub(super) state: AlertState,
    since: Timestamp,
    pub(super) until: Option<Timestamp>,
    pub(super) by: String,
}

pub(super) fn event(alert: AlertId, at: Timestamp, what: What, who: &str) -> Event {
    let (who, text) = (who.to_owned(), String::new());
    Event { alert, at, what, who, text, until: None, undone: false }
}

impl Held {
    /// Puts one alert into a state; says whether that changed anything.
    pub(super) fn set_state(&mut self, id: AlertId, step: &Step<'_>, now: Timestamp) -> bool {
        let until = step.until.filter(|_| step.state == AlertState::Snoozed);
        let Some(alert) = self.alerts.get_mut(&id.0).map(|kept| &mut kept.alert) else {
            return false;
        };
        if alert.state == step.state && alert.until == until {
            return false;
        }
        let before = Before {
            state: std::mem::replace(&mut alert.state, step.state),
            since: std::mem::replace(&mut alert.state_since, now),
            until: std::mem::replace(&mut alert.until, until),
            by: std::mem::replace(&mut alert.by, step.who.to_owned()),
        };
        let what = match step.state {
            AlertState::Open => What::Reopened,
            AlertState::Acknowledged => What::Acknowledged,
            AlertState::Snoozed => What::Snoozed,
            AlertState::Resolved => What::Resolved,
        };
        let event = Event { text: step.text.to_owned(), until, ..event(id, now, what, step.who) };
        self.events.push(Kept { event, act: step.act, before: Some(before) });
        true
    }

    /// Opens snoozed alerts whose time has come.
    pub(super) fn wake(&mut self, now: Timestamp) -> Vec<AlertId> {
        let due = self.alerts.values().filter_map(|kept| Some((kept.alert.until?, kept.alert.id)));
        let mut due: Vec<(Timestamp, AlertId)> = due.filter(|(until, _)| *until <= now).collect();
        due.sort();
        for (until, id) in &due {
            self.set_state(*id, &Step::own(AlertState::Open, AWAKE), *until);
        }
        due.into_iter().map(|(_, id)| id).collect()
    }

    /// Notes that a silence held a notice back.
    pub(super) fn hold(&mut self, line: &AlertLine, alert: AlertId, now: Timestamp) {
        let Some(silence) = line.silenced.as_ref().map(|silenced| silenced.silence) else {
            return;
        };
        if self.silences.iter().any(|known| known.id == silence) {
            self.silenced.push(HeldNotice { silence, alert, notice: line.seq, raised: now });
        }
    }

    fn carry_out(&mut self, act: &Act, now: Timestamp) -> Acted {
        self.last_act += 1;
        let number = self.last_act;
        let mut changed = Vec::new();
        for id in &act.ids {
            let done = match (&act.deed, act.deed.state()) {
                (Deed::Note(text), _) => self.note(*id, (number, &act.who, text), now),
                (_, Some((state, until))) => {
                    let step = Step { state, until, who: &act.who, text: "", act: number };
                    self.set_state(*id, &step, now)
                }
                _ => false,
            };
            if done {
                changed.push(*id);
            }
        }
        Acted { act: (!changed.is_empty()).then_some(ActId(number)), changed }
    }

    pub(super) fn note(
        &mut self,
        id: AlertId,
        (act, who, text): (i64, &str, &str),
        now: Timestamp,
    ) -> bool {
        let Some(kept) = self.alerts.get_mut(&id.0) else { return false };
        kept.alert.notes += 1;
        let event = Event { text: text.to_owned(), ..event(id, now, What::Note, who) };
        self.events.push(Kept { event, act, before: None });
        true
    }

    fn undo(&mut self, which: &Undo, who: &str, now: Timestamp) -> Option<Undone> {
        let mut undone: Option<Undone> = None;
        let mut below = self.events.len();
        loop {
            let places = self.candidates(which, (who, below));
            let Some(what) = places.first().and_then(|place| self.events.get(*place)) else {
                return undone;
            };
            let what = what.event.what;
            below = places.first().copied().unwrap_or_default();
            let so_far =
                undone.get_or_insert(Undone { what, restored: Vec::new(), kept: Vec::new() });
            for place in places {
                match self.take_back(place, who, now) {
                    Ok(id) => so_far.restored.push(id),
                    Err(id) if so_far.kept.contains(&id) => {}
                    Err(id) => so_far.kept.push(id),
                }
            }
            if !so_far.restored.is_empty() {
                so_far.what = what;
                return undone;
            }
        }
    }

    /// Where the events of the newest act that begins below a place are, of those that may be
    /// undone together.
    fn candidates(&self, which: &Undo, (who, below): (&str, usize)) -> Vec<usize> {
        let open = |kept: &Kept| kept.act > 0 && !kept.event.undone;
        let asked = |kept: &Kept| match which {
            Undo::Act(act) => kept.act == act.0,
            Undo::Last => kept.event.who == who,
            Undo::Alert(id) => kept.event.alert == *id,
        };
        let all = self.events.iter().enumerate().filter(|(_, kept)| open(kept) && asked(kept));
        let all: Vec<(usize, &Kept)> = all.take_while(|(place, _)| *place < below).collect();
        let Some(act) = all.last().map(|(_, kept)| kept.act) else { return Vec::new() };
        let together = all.iter().filter(|(_, kept)| kept.act == act);
        match which {
            Undo::Alert(_) => all.last().map(|(place, _)| *place).into_iter().collect(),
            _ => together.map(|(place, _)| *place).collect(),
        }
    }

    /// Undoes one event; the error is an alert that changed again since.
    fn take_back(&mut self, place: usize, who: &str, now: Timestamp) -> Result<AlertId, AlertId> {
        let Some(kept) = self.events.get(place) else { return Err(AlertId(0)) };
        let (id, what) = (kept.event.alert, kept.event.what);
        let again =
            |later: &Kept| later.event.alert == id && later.before.is_some() && !later.event.undone;
        if kept.before.is_some() && self.events.iter().skip(place + 1).any(again) {
            return Err(id);
        }
        if let Some(alert) = self.alerts.get_mut(&id.0).map(|kept| &mut kept.alert) {
            match &kept.before {
                Some(before) => {
                    (alert.state, alert.state_since) = (before.state, before.since);
                    (alert.until, alert.by) = (before.until, before.by.clone());
                }
                None => alert.notes = alert.notes.saturating_sub(1),
            }
        }
        if let Some(kept) = self.events.get_mut(place) {
            kept.event.undone = true;
        }
        let event = Event { text: what.name().to_owned(), ..event(id, now, What::Undone, who) };
        self.events.push(Kept { event, act: 0, before: None });
        Ok(id)
    }

    /// All that happened to an alert and to its parts.
    fn history(&self, id: AlertId) -> Vec<Event> {
        let mut events = self.own_history(id);
        for part in self.parts(id) {
            events.extend(self.own_history(part).into_iter().filter_map(of_part));
        }
        in_order(events)
    }

    fn own_history(&self, id: AlertId) -> Vec<Event> {
        let notices = self.notices.iter().filter(|notice| notice.alert == id);
        let mut events: Vec<Event> =
            notices.map(|notice| told(id, notice.raised, &notice.json)).collect();
        if let Some(kept) = self.alerts.get(&id.0).filter(|_| events.is_empty()) {
            events.push(event(id, kept.alert.raised, What::Listed, ""));
        }
        for row in self.outbox.iter().filter(|row| row.notice.alert == id) {
            let Some(at) = row.settled else { continue };
            let (what, text) = match row.state {
                DeliveryState::Failed => {
                    (What::Failed, format!("{}: {}", row.notifier, row.answer))
                }
                _ => (What::Notified, row.notifier.clone()),
            };
            events.push(Event { text, ..event(id, at, what, "") });
        }
        let own = self.events.iter().filter(|kept| kept.event.alert == id);
        events.extend(own.map(|kept| kept.event.clone()));
        events
    }
}

impl Duty for MemoryStore {
    fn act(&self, act: &Act, now: Timestamp) -> Result<Acted, StoreError> {
        let mut held = self.held();
        let woken = held.wake(now);
        let acted = held.carry_out(act, now);
        held.revision += u64::from(!acted.changed.is_empty() || !woken.is_empty());
        Ok(acted)
    }

    fn undo(&self, which: &Undo, who: &str, now: Timestamp) -> Result<Option<Undone>, StoreError> {
        let mut held = self.held();
        held.wake(now);
        held.revision += 1;
        Ok(held.undo(which, who, now))
    }

    fn history(&self, alert: AlertId) -> Result<Vec<Event>, StoreError> {
        Ok(self.held().history(alert))
    }

    fn silence(&self, rule: &NewSilence, now: Timestamp) -> Result<SilenceId, StoreError> {
        let mut held = self.held();
        let id = SilenceId(held.silences.last().map_or(0, |last| last.id.0) + 1);
        let silence = Silence { id, rule: rule.clone(), made: now, removed: None, held: 0 };
        held.silences.push(silence);
        held.revision += 1;
        Ok(id)
    }

    fn end_silence(&self, id: SilenceId, who: &str, now: Timestamp) -> Result<bool, StoreError> {
        let mut held = self.held();
        let active = held.silences.iter_mut().find(|s| s.id == id && s.is_active(now));
        let ended = active.map(|silence| silence.removed = Some((now, who.to_owned())));
        held.revision += u64::from(ended.is_some());
        Ok(ended.is_some())
    }

    fn silences(&self, scope: SilenceScope) -> Result<Vec<Silence>, StoreError> {
        let held = self.held();
        let wanted = |silence: &&Silence| match scope {
            SilenceScope::Active(now) => silence.is_active(now),
            SilenceScope::Since(since) => {
                silence.rule.until > since
                    && silence.removed.as_ref().is_none_or(|(removed, _)| *removed > since)
            }
            SilenceScope::All => true,
        };
        let counted = |silence: &Silence| {
            let count = held.silenced.iter().filter(|each| each.silence == silence.id).count();
            Silence { held: count as u64, ..silence.clone() }
        };
        Ok(held.silences.iter().rev().filter(wanted).map(counted).collect())
    }

    fn held_since(&self, since: Timestamp) -> Result<Vec<HeldNotice>, StoreError> {
        let held = self.held();
        Ok(held.silenced.iter().filter(|each| each.raised >= since).cloned().collect())
    }
}
