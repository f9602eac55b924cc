//! Health of the feeds at a glance: one mark a feed, failing ones first, and how late news comes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::title as title_on;
use crate::dashboard::draw::Pen;
use crate::dashboard::layout::inside;
use crate::dashboard::model::Model;
use crate::dashboard::panes::frame;
use crate::dashboard::shared::Shared;
use crate::domain::{Feed, FeedState, span};

/// Draws the box at the bottom of the screen: the strip, and how late news comes.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    frame::edges(shared, area, shared.theme.border, buffer);
    title_on(shared, area, " Feeds ", buffer);
    let inner = inside(area);
    let columns = inner.width.saturating_sub(2);
    let place = Rect { x: inner.x + 1, width: columns, ..inner };
    strip(shared, Rect { height: inner.height.saturating_sub(1), ..place }, buffer);
    let last = (place.x, inner.bottom().saturating_sub(1));
    Pen::new(buffer, shared.glyphs, last, columns).text(&told(shared), shared.theme.dim);
}

/// What stands over the strip.
#[must_use]
pub fn title(shared: &Shared) -> String {
    match shared.feeds.len() {
        0 => "Feeds".to_owned(),
        1 => "1 feed".to_owned(),
        feeds => format!("{feeds} feeds, trouble first"),
    }
}

/// Lines that strip and states fill.
#[must_use]
pub fn lines(shared: &Shared, columns: u16) -> u16 {
    let lines = shared.feeds.len().div_ceil(usize::from(columns.max(1))).clamp(1, 4);
    u16::try_from(lines).unwrap_or(4) + 1
}

/// Draws one mark a feed, and below them how many are in which state.
pub fn strip(shared: &Shared, area: Rect, buffer: &mut Buffer) {
    let lines = usize::from(area.height.saturating_sub(1).max(1));
    let marks = marks(shared, usize::from(area.width) * lines);
    let mut marks = marks.iter();
    for y in (area.top()..area.bottom()).take(lines) {
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x, y), area.width);
        for (mark, style) in marks.by_ref().take(usize::from(area.width)) {
            pen.text(mark, *style);
        }
    }
    if area.height > 1 {
        let place = (area.x, area.bottom() - 1);
        states(shared, &mut Pen::new(buffer, shared.glyphs, place, area.width));
    }
}

/// How many feeds are in which state, the worst first.
fn states(shared: &Shared, pen: &mut Pen<'_>) {
    for (first, count) in shared.feed_states() {
        let (mark, style) = mark(shared, first);
        pen.text(mark, style).skip(1);
        pen.text(&format!("{count} {}", first.state), shared.theme.dim).skip(2);
    }
}

/// One mark a feed; where there are more feeds than places, each mark is the worst of several.
fn marks(shared: &Shared, places: usize) -> Vec<(&'static str, Style)> {
    let feeds = &shared.feeds;
    let each = feeds.len().div_ceil(places.max(1)).max(1);
    feeds
        .chunks(each)
        .map(|chunk| {
            let worst = chunk.iter().min_by_key(|feed| rank(feed.state));
            worst.map_or(("", Style::new()), |feed| mark(shared, feed))
        })
        .collect()
}

fn mark(shared: &Shared, feed: &Feed) -> (&'static str, Style) {
    let theme = &shared.theme;
    let glyphs = shared.glyphs;
    match feed.state {
        FeedState::Ok => (glyphs.pick("▇", "#"), theme.good),
        FeedState::New => (glyphs.pick("▁", "_"), theme.faint),
        FeedState::Silent => (glyphs.pick("▃", "."), theme.warn),
        FeedState::Retrying | FeedState::RateLimited => (glyphs.pick("▅", "r"), theme.warn),
        FeedState::Auth | FeedState::Gone | FeedState::Blocked | FeedState::Broken => {
            (glyphs.pick("▂", "x"), theme.bad)
        }
    }
}

/// The worse, the lower.
#[must_use]
pub fn rank(state: FeedState) -> u8 {
    match state {
        FeedState::Broken => 0,
        FeedState::Blocked => 1,
        FeedState::Auth => 2,
        FeedState::Gone => 3,
        FeedState::Retrying => 4,
        FeedState::RateLimited => 5,
        FeedState::Silent => 6,
        FeedState::New => 7,
        FeedState::Ok => 8,
    }
}

fn told(shared: &Shared) -> String {
    let mut delays: Vec<_> = shared.feeds.iter().filter_map(|feed| feed.delay).collect();
    delays.sort_by_key(|delay| delay.p50);
    let late = delays.iter().map(|delay| delay.p99).max();
    match (delays.get(delays.len() / 2), late) {
        (Some(middle), Some(late)) => {
            format!("delay: half within {}, worst {}", span(middle.p50), span(late))
        }
        _ if shared.feeds.is_empty() => shared.configured(),
        _ => "how late news comes is known after a few polls".to_owned(),
    }
}
