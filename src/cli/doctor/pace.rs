//! The pace: how punctual polls are, how long after its publication an article is here, and feeds
//! that wait too long.

use jiff::SignedDuration;

use super::finding::Finding;
use super::patient::Patient;
use crate::domain::{Feed, Timeliness, span};

/// A poll that is due for this long while somebody polls is late.
const LATE: SignedDuration = SignedDuration::from_mins(5);

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    let measured = patient.opened().and_then(|store| store.timeliness().ok()).flatten();
    let mut found = vec![punctuality(measured.as_ref()), delay(&patient.feeds)];
    let polled = patient.feeds.iter().filter_map(|feed| feed.last_poll).max();
    let active = polled.is_some_and(|last| patient.now.duration_since(last) < LATE);
    let late =
        |feed: &&Feed| feed.next_poll.is_some_and(|next| patient.now.duration_since(next) > LATE);
    let late = patient.feeds.iter().filter(late).count();
    if active && late > 0 {
        let told = format!("{late} feeds wait for their poll for more than {} min", LATE.as_mins());
        let advice =
            "too many feeds of one host, or too slow ones: raise [fetch] concurrent or per_host";
        found.push(Finding::warn(told).advise(advice));
    }
    found
}

/// What the poller last said of itself.
fn punctuality(told: Option<&Timeliness>) -> Finding {
    let Some(told) = told.filter(|told| told.window > 0) else {
        let polls = told.map_or(0, |told| told.polls);
        return Finding::ok(format!(
            "how punctual polls are is known from each feed's second poll on ({polls} polls so far)"
        ));
    };
    let said = format!(
        "polls start {} ms late (median), {} ms (p99), {} ms (worst of {} in {} min)",
        told.p50_ms,
        told.p99_ms,
        told.worst_ms,
        told.window,
        Timeliness::WINDOW_MINUTES
    );
    if told.p99_ms > Timeliness::LATE_MS {
        let advice =
            "the machine is too busy, or [fetch] concurrent too small for so many slow feeds";
        return Finding::warn(said).advise(advice);
    }
    Finding::ok(said)
}

fn delay(feeds: &[Feed]) -> Finding {
    let mut known: Vec<_> = feeds.iter().filter_map(|feed| Some((feed.delay?, feed))).collect();
    known.sort_by_key(|(delay, _)| delay.p50);
    let (Some((middle, _)), Some((worst, feed))) = (known.get(known.len() / 2), known.last())
    else {
        return Finding::ok(
            "from published to here: known once a feed has news after its first poll",
        );
    };
    Finding::ok(format!(
        "from published to here: {} for the middle feed, {} for the slowest ({})",
        span(middle.p50),
        span(worst.p50),
        feed.label()
    ))
}

#[cfg(test)]
mod tests {
    use super::punctuality;
    use crate::cli::doctor::finding::Level;
    use crate::domain::Timeliness;

    #[test]
    fn late_polls_are_told_with_their_figures() {
        assert_eq!(punctuality(None).level, Level::Ok);
        let told = Timeliness {
            window: 100,
            p50_ms: 12,
            p99_ms: 340,
            worst_ms: 900,
            ..Timeliness::default()
        };
        let found = punctuality(Some(&told));
        assert_eq!(found.level, Level::Ok);
        assert!(found.said.contains("12 ms late (median), 340 ms (p99)"), "{}", found.said);
        let told = Timeliness { p99_ms: 9_000, ..told };
        assert_eq!(punctuality(Some(&told)).level, Level::Warn);
    }
}
