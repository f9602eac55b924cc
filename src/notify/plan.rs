//! What a notifier does next with what waits for it: hold, wait, send one, or bind several into a
//! counted digest, so that a flood neither floods the receiver nor drops anything. Pure.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::rate::Window;
use super::way::Manners;
use crate::domain::{Delivery, Severity};

/// Most notices in one digest: what a message of any receiver can count and mostly name.
pub const MOST_IN_DIGEST: usize = 50;

/// What to do next.
#[derive(Clone, Debug)]
pub enum Step {
    /// Nothing is due.
    Idle,
    /// Not before then.
    Wait(Timestamp),
    /// Quiet hours, or a digest that is still gathered: these notices wait until then.
    Hold(Vec<u64>, Timestamp),
    /// These go out together, or one alone: write that down, for good, then ask again. So what may
    /// have been sent goes again as it was sent, whatever ended the try.
    Bind(Vec<u64>),
    /// Send these, which were bound before: one notice or a digest.
    Send(Vec<Delivery>),
}

/// Decides on what is due, which is as the store gives it: digests first. Ends disturb nobody and
/// go alone, when nothing else can be done.
#[must_use]
pub fn next_step(due: &[Delivery], manners: &Manners, window: &Window, now: Timestamp) -> Step {
    let Some(end) = due.iter().find(|each| each.notice.is_end()) else {
        return next_notice(due, manners, window, now);
    };
    let others: Vec<Delivery> = due.iter().filter(|each| !each.notice.is_end()).cloned().collect();
    match next_notice(&others, manners, window, now) {
        Step::Idle if window.available(now) > 0 => Step::Send(vec![end.clone()]),
        Step::Idle => Step::Wait(window.next(now)),
        step => step,
    }
}

fn next_notice(due: &[Delivery], manners: &Manners, window: &Window, now: Timestamp) -> Step {
    let Some(first) = due.first() else { return Step::Idle };
    if let Some((held, until)) = held(due, manners, now) {
        return Step::Hold(held, until);
    }
    let room = window.available(now);
    if room == 0 {
        return Step::Wait(window.next(now));
    }
    if first.digest().is_some() {
        let all = due.iter().filter(|each| each.bundle == first.bundle);
        return Step::Send(all.cloned().collect());
    }
    let (fresh, tried): (Vec<&Delivery>, Vec<&Delivery>) = due.iter().partition(|each| new(each));
    let woken: Vec<&Delivery> = fresh.iter().copied().filter(|each| woke(each)).collect();
    if woken.len() > 1 {
        return bind(woken);
    }
    let urgency = |all: &[&Delivery]| all.iter().map(|each| severity(each)).max();
    if due.len() > room && room == 1 && fresh.len() > 1 && urgency(&fresh) > urgency(&tried) {
        return bind(fresh);
    }
    let tried = if room == 1 && fresh.len() > 1 { tried } else { due.iter().collect() };
    let most_urgent = tried.into_iter().max_by_key(|each| {
        (severity(each), std::cmp::Reverse(each.due), std::cmp::Reverse(each.notice.seq))
    });
    match most_urgent {
        None => Step::Idle,
        Some(one) if one.bundle.is_some() => Step::Send(vec![one.clone()]),
        Some(one) => Step::Bind(vec![one.notice.seq]),
    }
}

/// Whether it was never sent: only such a one may still become part of a digest.
fn new(delivery: &Delivery) -> bool {
    delivery.bundle.is_none() && delivery.attempts == 0
}

/// The notices that quiet hours or a digest hold back, with the end of that. A digest that is made
/// is held when its most urgent notice is.
fn held(due: &[Delivery], manners: &Manners, now: Timestamp) -> Option<(Vec<u64>, Timestamp)> {
    if manners.quiet.is_none() && manners.digest.is_none() {
        return None;
    }
    let urgent = |bundle: u64| {
        let all = due.iter().filter(|each| each.bundle == Some(bundle));
        all.map(severity).max().unwrap_or_default()
    };
    let mut until = None;
    let mut seqs = Vec::new();
    for each in due {
        let severity = each.digest().map_or_else(|| severity(each), urgent);
        let quiet = manners.quiet.as_ref().and_then(|quiet| quiet.holds(severity, now));
        let digest = manners.digest.filter(|_| each.bundle.is_none());
        let digest = digest.and_then(|digest| digest.holds(severity, each.notice.raised, now));
        // Those that wait for another end have their turn right after.
        let end = quiet.or(digest);
        if end.is_some() && (until.is_none() || until == end) {
            until = end;
            seqs.push(each.notice.seq);
        }
    }
    until.map(|until| (seqs, until))
}

/// Whether it was held back.
fn woke(delivery: &Delivery) -> bool {
    delivery.due.duration_since(delivery.notice.raised) > SignedDuration::from_secs(1)
}

fn bind(mut all: Vec<&Delivery>) -> Step {
    all.sort_by_key(|each| (std::cmp::Reverse(severity(each)), each.notice.seq));
    Step::Bind(all.iter().take(MOST_IN_DIGEST).map(|each| each.notice.seq).collect())
}

/// The part of the alert line that matters here.
#[derive(Deserialize)]
struct Urgency {
    severity: Severity,
}

fn severity(delivery: &Delivery) -> Severity {
    serde_json::from_str::<Urgency>(&delivery.notice.json)
        .map_or(Severity::Flash, |read| read.severity)
}

#[cfg(test)]
mod tests;
