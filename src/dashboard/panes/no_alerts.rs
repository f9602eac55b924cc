//! What stands where the list of alerts is empty: why it is, and what to do about it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::alerts::Filter;
use super::frame;
use crate::dashboard::model::Model;
use crate::domain::many;
use crate::store::Counts;

/// Of many feeds so many must fail before it is said: the first may be the slow ones.
const FAILING: u64 = 5;

/// Draws it.
pub(super) fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let watches: Vec<&str> = shared
        .status
        .watches
        .iter()
        .filter(|watch| watch.enabled)
        .map(|watch| watch.name.as_str())
        .collect();
    let counts = shared.overview.as_ref().map(|overview| &overview.counts);
    let feeds = many(shared.status.feeds, "feed");
    let watching = format!("watching {feeds} for {}", watches.join(", "));
    let fails = counts.map(told).unwrap_or_default();
    let lines: &[&str] = match counts {
        _ if !model.alerts.table.loaded => &["Reading the store …"],
        _ if model.alerts.filter != Filter::default() => {
            &["No alert passes the filter.", "", "Esc shows everything again, F changes the filter"]
        }
        Some(_) if shared.status.feeds == 0 => &[
            "There are no feeds to watch.",
            "",
            "wirewatch feed add URL adds one",
            "defaults = true in feeds.toml brings the shipped list back",
        ],
        Some(_) if watches.is_empty() => &[
            "No watch is switched on, so nothing can alert.",
            "",
            "wirewatch watch add NAME QUERY adds one; 4 shows what there is",
        ],
        Some(_) if shared.status.outage.is_some() => &[
            "No feed can be reached: the network is lost.",
            "",
            "They are tried again by themselves; nothing need be restarted.",
            "wirewatch doctor says what is wrong",
            "wirewatch demo shows everything without a network",
        ],
        Some(counts) if counts.articles == 0 && failing(counts) > 0 && !still_asking(counts) => &[
            "No article yet.",
            "",
            &fails,
            "3 shows the reason of each and what to do; most are tried again by themselves",
            "wirewatch doctor looks at the network and all else",
            "wirewatch demo shows everything without a network",
        ],
        Some(counts) if counts.last_poll.is_none() => &[
            "The first polls are under way.",
            "",
            "What alerts is shown as soon as it is read.",
            &watching,
            "",
            "Nothing need be configured: 4 shows the watches, ? every key",
            "3 shows how the feeds fare",
        ],
        Some(_) | None => {
            &["No alert yet.", "", &watching, "", "/ searches what has come in, 3 shows the feeds"]
        }
    };
    frame::empty(shared, area, lines, buffer);
}

/// Feeds that do not give what they should.
fn failing(counts: &Counts) -> u64 {
    counts.failing.iter().map(|(_, feeds)| feeds).sum()
}

/// Whether so few have failed yet that others may answer at once.
fn still_asking(counts: &Counts) -> bool {
    failing(counts) < counts.feeds.min(FAILING)
}

/// How many feeds fail, in which states: `2 of 3 feeds fail: 1 broken, 1 retrying`.
fn told(counts: &Counts) -> String {
    let (failing, feeds) = (failing(counts), counts.feeds);
    let states: Vec<String> =
        counts.failing.iter().map(|(state, feeds)| format!("{feeds} {state}")).collect();
    let verb = if failing == 1 { "fails" } else { "fail" };
    format!(
        "{failing} of {} {verb}: {}",
        many(usize::try_from(feeds).unwrap_or(0), "feed"),
        states.join(", ")
    )
}
