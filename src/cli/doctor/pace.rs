//! The pace: how long after its publication an article is here, and feeds that wait too long.

use jiff::SignedDuration;

use super::finding::Finding;
use super::patient::Patient;
use crate::cli::table::span;
use crate::domain::Feed;

/// A poll that is due for this long while somebody polls is late.
const LATE: SignedDuration = SignedDuration::from_mins(5);

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    let mut found = vec![delay(&patient.feeds)];
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

fn delay(feeds: &[Feed]) -> Finding {
    let mut known: Vec<_> = feeds.iter().filter_map(|feed| Some((feed.delay?, feed))).collect();
    known.sort_by_key(|(delay, _)| delay.p50);
    let (Some((middle, _)), Some((worst, feed))) = (known.get(known.len() / 2), known.last())
    else {
        return Finding::ok("not measured yet");
    };
    Finding::ok(format!(
        "from published to here: {} for the middle feed, {} for the slowest ({})",
        span(middle.p50),
        span(worst.p50),
        feed.label()
    ))
}
