//! The outbox of a store in memory.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Held, MemoryStore};
use crate::domain::{AlertChange, Delivery, DeliveryState, Fate, Mark};
use crate::store::{Batch, DeliveryQuery, Due, Outbox, OutboxSum, StoreError};

impl Held {
    /// Rows for every notice of a commit and every notifier that wants it.
    pub(super) fn add_to_outbox(&mut self, alerts: &[AlertChange], batch: &Batch<'_>) {
        for line in alerts.iter().filter(|change| change.notice.is_some()).map(|c| &c.line) {
            let Some(notice) = self.notices.iter().find(|notice| notice.seq == line.seq) else {
                continue;
            };
            let notice = notice.clone();
            for route in batch.routes.iter().filter(|route| route.wants(line)) {
                self.supersede(notice.alert, &route.notifier, batch.now);
                self.outbox.push(Delivery::new(notice.clone(), &route.notifier, batch.now));
            }
        }
    }
}

impl Outbox for MemoryStore {
    fn due(&self, notifier: &str, now: Timestamp, limit: usize) -> Result<Due, StoreError> {
        let held = self.held();
        let mine = held
            .outbox
            .iter()
            .filter(|each| each.notifier == notifier && each.state == DeliveryState::Due)
            .filter(|each| !held.is_early(each));
        let (mut ready, later): (Vec<&Delivery>, Vec<&Delivery>) =
            mine.partition(|each| each.due <= now);
        ready.sort_by_key(|d| (d.digest().is_none(), d.digest(), d.due, d.notice.seq));
        Ok(Due {
            deliveries: ready.into_iter().take(limit).cloned().collect(),
            next: later.into_iter().map(|each| each.due).min(),
            stopped: held.stopped.get(notifier).cloned(),
            pause: held.pauses.get(notifier).copied(),
        })
    }

    fn mark(&self, mark: &Mark, now: Timestamp) -> Result<(), StoreError> {
        let mut held = self.held();
        if mark.fate == Fate::Stopped {
            let why = held.stopped.entry(mark.notifier.clone());
            why.or_insert_with(|| mark.answer.clone());
        }
        if !matches!(mark.fate, Fate::Held(_) | Fate::Bundled(_)) {
            held.pauses.remove(&mark.notifier);
            held.pauses.extend(mark.pause.map(|until| (mark.notifier.clone(), until)));
        }
        let rows = held.outbox.iter_mut().filter(|row| {
            row.notifier == mark.notifier
                && mark.seqs.contains(&row.notice.seq)
                && row.state != DeliveryState::Delivered
        });
        for row in rows {
            write_mark(row, mark, now);
        }
        Ok(())
    }

    fn note_taken(&self, notifier: &str, seqs: &[u64], recipient: &str) -> Result<(), StoreError> {
        let mut held = self.held();
        let mine = |row: &&mut Delivery| row.notifier == notifier && seqs.contains(&row.notice.seq);
        let rows = held.outbox.iter_mut().filter(mine);
        rows.for_each(|row| row.taken.push(recipient.to_owned()));
        Ok(())
    }

    fn tell_ends(&self, notifiers: &[&str], now: Timestamp) -> Result<u64, StoreError> {
        Ok(self.held().tell_ends(notifiers, now))
    }

    fn release(&self, notifier: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut held = self.held();
        let rows = held.outbox.iter_mut().filter(|row| {
            row.notifier == notifier
                && row.state == DeliveryState::Due
                && row.due > now
                && row.answer.starts_with(Delivery::HELD)
        });
        rows.for_each(|row| row.due = now);
        Ok(())
    }

    fn deliveries(&self, query: &DeliveryQuery) -> Result<Vec<Delivery>, StoreError> {
        let held = self.held();
        let mut found: Vec<Delivery> = held
            .outbox
            .iter()
            .filter(|row| query.notifier.as_ref().is_none_or(|name| *name == row.notifier))
            .filter(|row| query.state.is_none_or(|state| state == row.state))
            .filter(|row| query.since.is_none_or(|since| row.notice.raised >= since))
            .cloned()
            .collect();
        found.sort_by(|a, b| {
            b.notice.seq.cmp(&a.notice.seq).then_with(|| a.notifier.cmp(&b.notifier))
        });
        found.truncate(query.limit);
        Ok(found)
    }

    fn outbox(&self) -> Result<Vec<OutboxSum>, StoreError> {
        let held = self.held();
        let mut sums: BTreeMap<&str, OutboxSum> = BTreeMap::new();
        for row in &held.outbox {
            let sum = sums.entry(&row.notifier).or_default();
            match row.state {
                DeliveryState::Due => {
                    sum.due += 1;
                    sum.oldest = earlier(sum.oldest, row.notice.raised);
                    if row.attempts > 0 {
                        sum.tried = earlier(sum.tried, row.notice.raised);
                    }
                }
                DeliveryState::Delivered => sum.delivered += 1,
                DeliveryState::Failed => sum.failed += 1,
            }
        }
        let named = sums.into_iter().map(|(name, sum)| OutboxSum {
            notifier: name.to_owned(),
            stopped: held.stopped.get(name).cloned(),
            ..sum
        });
        Ok(named.collect())
    }

    fn retry(&self, notifier: &str, seqs: &[u64], now: Timestamp) -> Result<u64, StoreError> {
        let mut held = self.held();
        held.stopped.remove(notifier);
        held.pauses.remove(notifier);
        held.revision += 1;
        let mut changed = 0;
        let named = held.outbox.iter().filter(|row| {
            row.notifier == notifier && seqs.contains(&row.notice.seq) && row.digest().is_some()
        });
        let digests: Vec<Option<u64>> = named.map(|row| row.bundle).collect();
        for row in held.outbox.iter_mut().filter(|row| row.notifier == notifier) {
            let asked =
                seqs.is_empty() || seqs.contains(&row.notice.seq) || digests.contains(&row.bundle);
            let failed = row.state == DeliveryState::Failed;
            let waits = row.state == DeliveryState::Due && row.due > now;
            if asked && (failed || waits) {
                row.bundle = row.bundle.or((row.attempts > 0).then_some(Delivery::ALONE));
                (row.state, row.due, row.settled) = (DeliveryState::Due, now, None);
                row.attempts = if failed { 0 } else { row.attempts };
                changed += 1;
            }
        }
        Ok(changed)
    }
}

fn write_mark(row: &mut Delivery, mark: &Mark, now: Timestamp) {
    row.answer.clone_from(&mark.answer);
    let tried = !matches!(mark.fate, Fate::Held(_) | Fate::Bundled(_));
    row.attempts += u32::from(tried);
    match mark.fate {
        Fate::Delivered => (row.state, row.settled) = (DeliveryState::Delivered, Some(now)),
        Fate::Failed => (row.state, row.settled) = (DeliveryState::Failed, Some(now)),
        Fate::Again(due) | Fate::Held(due) => row.due = due,
        Fate::Bundled(first) => row.bundle = Some(first),
        Fate::Stopped => {}
    }
}

/// The earlier of what is known and another time.
fn earlier(known: Option<Timestamp>, other: Timestamp) -> Option<Timestamp> {
    Some(known.map_or(other, |known| known.min(other)))
}
