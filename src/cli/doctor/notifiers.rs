//! The notifiers: whether each can be used, what waits, what was given up.

use jiff::SignedDuration;

use super::finding::Finding;
use super::patient::Patient;
use super::{poller, targets};
use crate::cli::notify;
use crate::cli::table::age;
use crate::domain::DeliveryState;
use crate::engine::WaysHere;
use crate::store::{DeliveryQuery, OutboxSum, unsaid};

/// A delivery that waits for longer is not merely grouped or quiet.
const LONG: SignedDuration = SignedDuration::from_mins(30);

/// Deliveries that wait among which one that was tried is looked for.
const LOOKED_AT: usize = 1_000;

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    let Ok(loaded) = &patient.loaded else {
        return vec![Finding::ok("not looked at: the configuration cannot be read")];
    };
    let WaysHere { ways, absent, .. } = match notify::ways(&patient.global) {
        Ok(here) => here,
        Err(failure) => {
            let message = failure.message().unwrap_or_default();
            let lines = message.lines().filter(|line| !line.starts_with(' '));
            let advice = "`wirewatch config check` shows the place";
            return lines.map(|line| Finding::fail(line).advise(advice)).collect();
        }
    };
    let sums = patient.opened().and_then(|store| store.outbox().ok()).unwrap_or_default();
    let known = ways.iter().map(|way| {
        let sum = sums.iter().find(|sum| sum.notifier == way.name()).cloned();
        let sum = sum.unwrap_or_else(|| OutboxSum {
            notifier: way.name().to_owned(),
            ..OutboxSum::default()
        });
        told(&sum, patient).about(way.name())
    });
    let gone =
        sums.iter().filter(|sum| sum.due > 0 && !ways.iter().any(|way| way.name() == sum.notifier));
    let gone = gone.map(|sum| {
        let told = format!("{}: {} wait, but it is not configured any more", sum.notifier, sum.due);
        Finding::warn(told).advise("configure a notifier of that name again").about(&sum.notifier)
    });
    let absent = absent.iter().map(|secret| {
        Finding::warn(secret.one_line()).advise("whoever polls needs it: a poller refuses without")
    });
    let missing = targets::missing(loaded, &patient.paths.config).into_iter().map(|target| {
        Finding::warn(target.one_line()).advise("make it, or mend the path in config.toml")
    });
    let all: Vec<Finding> = absent.chain(missing).chain(known).chain(gone).collect();
    if all.is_empty() {
        let advice = "`wirewatch notify kinds` lists the ways out, `wirewatch notify kinds webhook` the keys of one";
        return vec![Finding::ok("none: alerts are shown, nobody is told").advise(advice)];
    }
    all
}

fn told(sum: &OutboxSum, patient: &Patient) -> Finding {
    let name = &sum.notifier;
    if let Some(why) = &sum.stopped {
        return Finding::warn(format!("{name}: stopped by its receiver: {why}"))
            .advise(format!("mend it, then `wirewatch notify retry {name}`"));
    }
    if sum.failed > 0 {
        return Finding::warn(format!("{name}: {} deliveries were given up", sum.failed)).advise(
            format!("`wirewatch notify log --notifier {name} --state failed` says why, `wirewatch notify retry {name}` sends again"),
        );
    }
    if sum.tried.is_some() {
        let answer = last_answer(name, patient).unwrap_or_default();
        let told = format!("{name}: {} waiting, and the last try failed: {answer}", sum.due);
        let again = match poller::holder(patient) {
            Some(_) => "it is tried again by itself",
            None => "nobody polls this store: `wirewatch` or `wirewatch run` tries it again",
        };
        let advice = format!(
            "{again}; `wirewatch notify test {name}` shows whether it is mended, `wirewatch notify retry {name}` sends what waits at once"
        );
        return Finding::warn(told).advise(advice);
    }
    let waits = sum.oldest.filter(|oldest| patient.now.duration_since(*oldest) > LONG);
    if let Some(oldest) = waits {
        let told =
            format!("{name}: {} wait, the oldest for {}", sum.due, age(Some(oldest), patient.now));
        let advice = format!(
            "quiet hours or a digest hold them; `wirewatch notify test {name}` shows whether it works"
        );
        return Finding::warn(told).advise(advice);
    }
    let refused = patient.opened().and_then(|store| unsaid::refused(store, name).ok());
    if let Some(refused) = refused.filter(|refused| *refused > 0) {
        let told = format!("{name}: {} not taken by its receiver", notify::words(refused));
        let advice = format!("`wirewatch notify test {name}` shows whether it is mended");
        return Finding::warn(told).advise(advice);
    }
    Finding::ok(format!("{name}: {} delivered, {} waiting", sum.delivered, sum.due))
}

/// What the receiver said last of something that it has not taken.
fn last_answer(name: &str, patient: &Patient) -> Option<String> {
    let query = DeliveryQuery {
        notifier: Some(name.to_owned()),
        state: Some(DeliveryState::Due),
        since: None,
        limit: LOOKED_AT,
    };
    let waiting = patient.opened()?.deliveries(&query).ok()?;
    waiting.into_iter().find(|each| each.attempts > 0).map(|each| each.answer)
}
