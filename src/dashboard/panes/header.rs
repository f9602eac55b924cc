//! The two lines at the top: time, what is unacknowledged, the views, feeds and pace.

use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::VIEWS;
use crate::dashboard::action::Action;
use crate::dashboard::attention::flashing;
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::look::Sound;
use crate::dashboard::model::Model;
use crate::dashboard::shared::Shared;
use crate::domain::{FeedState, Severity, span};
use crate::engine::Role;
use crate::store::Counts;

/// Pieces of a line that stand together.
type Group = Vec<(String, Style)>;

/// How much is spelt out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    All,
    Few,
}

/// Columns of a group.
fn columns(group: &Group) -> usize {
    group.iter().map(|(text, _)| width(text)).sum()
}

/// From this width on everything is spelt out.
const ROOMY: u16 = 110;
/// Below this width the feeds have no room beside the names of the views.
const TIGHT: u16 = 76;

/// Draws the header.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let bar = flashing(shared).map_or(shared.theme.bar, |severity| shared.theme.block(severity));
    buffer.set_style(area, bar);
    let glyphs = shared.glyphs;
    let mut pen = Pen::new(buffer, glyphs, (area.x + 1, area.y), area.width.saturating_sub(2));
    let open = open(shared, if area.width >= ROOMY { Words::All } else { Words::Few });
    let taken = columns(&open);
    let mut room = usize::from(pen.room()).saturating_sub(taken);
    for group in left(shared, area.width) {
        let gap = gap(area.width);
        if let Some(rest) = room.checked_sub(columns(&group) + usize::from(gap)) {
            room = rest;
            say(&group, &mut pen);
            pen.skip(gap);
        }
    }
    pen.align(u16::try_from(taken).unwrap_or(0));
    say(&open, &mut pen);
    let mut pen = Pen::new(buffer, glyphs, (area.x + 1, area.y + 1), area.width.saturating_sub(2));
    for (index, view) in VIEWS.iter().enumerate() {
        let here = view.list == model.view.list;
        let style = if here { shared.theme.title } else { shared.theme.dim };
        pen.text(&(index + 1).to_string(), shared.theme.key).skip(1).text(view.title, style);
        pen.skip(gap(area.width));
    }
    facts(shared, area.width, &mut pen);
    if flashing(shared).is_some() {
        one_ink(bar, area, buffer);
    }
}

/// While the header flashes, everything on its ground is of the ink that can be read there.
fn one_ink(bar: Style, area: Rect, buffer: &mut Buffer) {
    let (Some(ink), Some(ground)) = (bar.fg, bar.bg) else { return };
    for place in area.positions() {
        if let Some(cell) = buffer.cell_mut(place).filter(|cell| cell.bg == ground) {
            cell.set_fg(ink);
        }
    }
}

fn say(group: &Group, pen: &mut Pen<'_>) {
    for (text, style) in group {
        pen.text(text, *style);
    }
}

/// Columns between two things of the header.
fn gap(width: u16) -> u16 {
    if width < TIGHT { 1 } else { 2 }
}

/// The view whose name stands at a place of the header.
pub fn tab_at(model: &Model, x: u16, y: u16) -> Option<Action> {
    let mut from = 1;
    VIEWS.iter().find_map(|view| {
        let columns = 2 + gap(model.size.0) + u16::try_from(view.title.len()).unwrap_or(0);
        let hit = y == 1 && x >= from && x < from + columns;
        from += columns;
        hit.then_some(view.action)
    })
}

/// What stands at the left of the first line, the most important first: the clock in UTC always,
/// and on a narrow screen what has no room in the second line.
fn left(shared: &Shared, width: u16) -> Vec<Group> {
    let utc = shared.now.to_zoned(TimeZone::UTC).strftime("%H:%M:%SZ").to_string();
    let mut groups = vec![vec![(utc, shared.theme.text)]];
    if width >= TIGHT {
        groups.insert(0, vec![("wirewatch".to_owned(), shared.theme.title)]);
    }
    if width < ROOMY {
        groups.push(role(shared));
    }
    if width < TIGHT && shared.overview.is_some() {
        groups.push(feeds_in_short(shared));
    }
    if let Some(second) = &shared.second {
        let there = shared.now.to_zoned(second.zone.clone());
        let text = format!("{} {}", there.strftime("%H:%M"), second.name);
        groups.push(vec![(text, shared.theme.dim)]);
    }
    if shared.sound == Sound::Muted {
        groups.push(vec![("muted".to_owned(), shared.theme.warn)]);
    }
    groups
}

fn role(shared: &Shared) -> Group {
    vec![match shared.status.role {
        Role::Poller => ("poller".to_owned(), shared.theme.dim),
        Role::Viewer => ("viewer".to_owned(), shared.theme.warn),
    }]
}

/// What is unacknowledged, by severity: in words where there is room, else the urgent ones so.
fn open(shared: &Shared, words: Words) -> Group {
    let theme = &shared.theme;
    let Some(overview) = &shared.overview else {
        return vec![("reading the store".to_owned(), theme.dim)];
    };
    let mut group = Group::new();
    for (severity, count) in Severity::ALL.into_iter().zip(overview.counts.open) {
        let mark = shared.glyphs.severity(severity);
        let style = if count == 0 { theme.faint } else { theme.block(severity) };
        let spell = words == Words::All || (count > 0 && severity == Severity::Flash);
        let text =
            if spell { format!("{mark} {count} {severity}") } else { format!("{mark} {count}") };
        let block = count > 0 && severity >= Severity::Immediate;
        let text = if block { format!(" {text} ") } else { text };
        if !group.is_empty() {
            group.push(("  ".to_owned(), Style::new()));
        }
        group.push((text, style));
    }
    group
}

/// Feeds, role, pace, last poll: what fits, the most important last to go.
fn facts(shared: &Shared, width: u16, pen: &mut Pen<'_>) {
    let theme = &shared.theme;
    if width < TIGHT {
        return;
    }
    let mut groups = Vec::new();
    groups.extend(shared.overview.as_ref().map(|_| feeds(shared)));
    if width >= ROOMY {
        groups.push(role(shared));
    }
    if let Some(overview) = &shared.overview {
        groups.push(pace(shared, &overview.counts));
        if let Some(last) = overview.counts.last_poll {
            let ago = span(shared.now.duration_since(last).as_secs());
            groups.push(vec![(format!("polled {ago} ago"), theme.dim)]);
        }
    }
    let all = |groups: &[Group]| groups.iter().map(|group| columns(group) + 3).sum::<usize>();
    let room = usize::from(pen.room()) + 3;
    while groups.len() > 1 && all(&groups) > room {
        groups.pop();
    }
    if all(&groups) > room {
        groups = vec![feeds_in_short(shared)];
    }
    pen.align(u16::try_from(all(&groups).saturating_sub(3)).unwrap_or(0));
    for (number, group) in groups.iter().enumerate() {
        if number > 0 {
            pen.text(shared.glyphs.pick(" │ ", " | "), theme.faint);
        }
        say(group, pen);
    }
}

fn feeds(shared: &Shared) -> Group {
    let theme = &shared.theme;
    if shared.feeds.is_empty() {
        return vec![(shared.configured(), theme.dim)];
    }
    let states = || shared.feed_states().map(|(first, number)| (first.state, number));
    let count = |state| states().find(|(known, _)| *known == state).map_or(0, |(_, n)| n);
    let mut group = vec![(format!("feeds {} ok", count(FeedState::Ok)), theme.good)];
    let failing = states().filter(|(state, _)| state.is_failing());
    group.extend(failing.take(3).map(|(state, number)| (format!(" {number} {state}"), theme.warn)));
    let new = count(FeedState::New);
    group.extend((new > 0).then(|| (format!(" {new} new"), theme.faint)));
    group
}

/// The same where there is no room: `80 ok 4 bad`.
fn feeds_in_short(shared: &Shared) -> Group {
    let theme = &shared.theme;
    let sum = |is: fn(FeedState) -> bool| -> usize {
        shared.feeds.iter().filter(|feed| is(feed.state)).count()
    };
    let (fine, new) = (sum(|state| state == FeedState::Ok), sum(|state| state == FeedState::New));
    let failing = sum(FeedState::is_failing);
    let mut group = match (fine, new) {
        (0, 1..) if failing > 0 => vec![("0 ok".to_owned(), theme.good)],
        (0, 1..) => vec![(format!("{new} new"), theme.faint)],
        (0, 0) if shared.feeds.is_empty() => vec![(shared.configured(), theme.dim)],
        _ => vec![(format!("{fine} ok"), theme.good)],
    };
    group.extend((failing > 0).then(|| (format!(" {failing} bad"), theme.warn)));
    group
}

fn pace(shared: &Shared, counts: &Counts) -> Group {
    let theme = &shared.theme;
    let last = counts.per_minute.last().copied().unwrap_or(0);
    let most = counts.per_minute.iter().copied().max().unwrap_or(0);
    let bars: String =
        counts.per_minute.iter().map(|value| shared.glyphs.bar(*value, most)).collect();
    vec![(format!("{last}/min "), theme.dim), (bars, theme.border_focus)]
}
