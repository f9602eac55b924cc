//! Notices of ends, in a store in memory.

use jiff::Timestamp;

use super::Held;
use crate::domain::{AlertId, AlertState, Delivery, DeliveryState, Notice, What};
use crate::store::outbox;

/// Name of the last event that was looked at.
const ENDS: &str = "ends";

impl Held {
    /// Makes deliveries of the ends since the last look; says how many.
    pub(super) fn tell_ends(&mut self, notifiers: &[&str], now: Timestamp) -> u64 {
        let seen = self.cursors.get(ENDS).copied().unwrap_or_default();
        let newest = self.events.len() as u64;
        self.cursors.insert(ENDS.to_owned(), newest);
        let mut made = Vec::new();
        for event in seen..newest {
            let Some(id) = usize::try_from(event).ok().and_then(|at| self.resolved(at)) else {
                continue;
            };
            let Some(kept) = self.alerts.get(&id.0) else { continue };
            let json = outbox::ending(&kept.alert.line, event, now);
            let notice = Notice { seq: Notice::end_number(event), alert: id, raised: now, json };
            let open = notifiers.iter().filter(|notifier| self.has_incident(id, notifier));
            made.extend(open.map(|notifier| Delivery::new(notice.clone(), notifier, now)));
        }
        let told = made.len() as u64;
        self.outbox.extend(made);
        self.revision += u64::from(told > 0);
        told
    }

    /// The alert that an event resolved, if it is the last such and holds.
    fn resolved(&self, at: usize) -> Option<AlertId> {
        let ends =
            |kept: &&super::duty::Kept| kept.event.what == What::Resolved && !kept.event.undone;
        let event = self.events.get(at).filter(ends)?;
        let id = event.event.alert;
        let later = self.events.iter().skip(at + 1).filter(ends).any(|kept| kept.event.alert == id);
        let holds = self.alerts.get(&id.0)?.alert.state == AlertState::Resolved;
        (holds && !later).then_some(id)
    }

    fn has_incident(&self, alert: AlertId, notifier: &str) -> bool {
        let told =
            self.outbox.iter().rfind(|row| row.notice.alert == alert && row.notifier == notifier);
        told.is_some_and(|row| !row.notice.is_end())
    }

    /// Whether an end must wait: of its alert something is still to be told.
    pub(super) fn is_early(&self, end: &Delivery) -> bool {
        end.notice.is_end()
            && self.outbox.iter().any(|row| {
                !row.notice.is_end()
                    && row.state == DeliveryState::Due
                    && row.notifier == end.notifier
                    && row.notice.alert == end.notice.alert
            })
    }

    /// An alert that is told again has not ended: an end that still waits is not sent.
    pub(super) fn supersede(&mut self, alert: AlertId, notifier: &str, now: Timestamp) {
        let waits = |row: &&mut Delivery| {
            row.notice.is_end()
                && row.state == DeliveryState::Due
                && row.notifier == notifier
                && row.notice.alert == alert
        };
        for row in self.outbox.iter_mut().filter(waits) {
            (row.state, row.settled) = (DeliveryState::Delivered, Some(now));
            outbox::TOLD_AGAIN.clone_into(&mut row.answer);
        }
    }
}
