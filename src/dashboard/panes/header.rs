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
use crate::domain::Severity;
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

/// Draws the header.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let bar = flashing(shared).map_or(shared.theme.bar, |severity| shared.theme.block(severity));
    buffer.set_style(area, bar);
    let glyphs = shared.glyphs;
    let mut pen = Pen::new(buffer, glyphs, (area.x + 1, area.y), area.width.saturating_sub(2));
    pen.text("wirewatch", shared.theme.title).skip(2);
    let open = open(shared, if area.width >= ROOMY { Words::All } else { Words::Few });
    let taken = u16::try_from(columns(&open)).unwrap_or(0);
    clocks(shared, pen.room().saturating_sub(taken + 2), &mut pen);
    pen.skip(1).align(taken);
    for (text, style) in &open {
        pen.text(text, *style);
    }
    let mut pen = Pen::new(buffer, glyphs, (area.x + 1, area.y + 1), area.width.saturating_sub(2));
    for (index, view) in VIEWS.iter().enumerate() {
        let here = view.list == model.view.list;
        let style = if here { shared.theme.title } else { shared.theme.dim };
        pen.text(&(index + 1).to_string(), shared.theme.key)
            .skip(1)
            .text(view.title, style)
            .skip(2);
    }
    facts(shared, &mut pen);
}

/// The view whose name stands at a place of the header.
pub fn tab_at(_: &Model, x: u16, y: u16) -> Option<Action> {
    let mut from = 1;
    VIEWS.iter().find_map(|view| {
        let columns = 4 + u16::try_from(view.title.len()).unwrap_or(0);
        let hit = y == 1 && x >= from && x < from + columns;
        from += columns;
        hit.then_some(view.action)
    })
}

/// Columns of the clock in UTC.
const UTC: u16 = 9;

/// The clocks, in the columns there are: UTC always, the other one where it fits.
fn clocks(shared: &Shared, columns: u16, pen: &mut Pen<'_>) {
    let utc = shared.now.to_zoned(TimeZone::UTC);
    pen.text(&utc.strftime("%H:%M:%SZ").to_string(), shared.theme.text);
    if let Some(second) = &shared.second {
        let there = shared.now.to_zoned(second.zone.clone());
        let text = format!("{} {}", there.strftime("%H:%M"), second.name);
        if width(&text) + 2 <= usize::from(columns.saturating_sub(UTC)) {
            pen.skip(2).text(&text, shared.theme.dim);
        }
    }
    if shared.sound == Sound::Muted {
        pen.skip(2).text("muted", shared.theme.warn);
    }
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

/// Feeds, pace, role, last poll: what fits, the most important last to go.
fn facts(shared: &Shared, pen: &mut Pen<'_>) {
    let theme = &shared.theme;
    let mut groups: Vec<Group> = Vec::new();
    if let Some(overview) = &shared.overview {
        groups.push(feeds(shared, &overview.counts));
        groups.push(pace(shared, &overview.counts));
        if let Some(last) = overview.counts.last_poll {
            groups.push(vec![(format!("polled {} ago", ago(shared, last)), theme.dim)]);
        }
    }
    let role = match shared.status.role {
        Role::Poller => ("poller", theme.dim),
        Role::Viewer => ("viewer", theme.warn),
    };
    groups.insert(groups.len().min(1), vec![(role.0.to_owned(), role.1)]);
    let all = |groups: &[Group]| groups.iter().map(|group| columns(group) + 3).sum::<usize>();
    let room = usize::from(pen.room());
    while groups.len() > 1 && all(&groups) > room {
        groups.pop();
    }
    if all(&groups) > room + 3
        && let (Some(first), Some(overview)) = (groups.first_mut(), &shared.overview)
    {
        *first = feeds_in_short(shared, &overview.counts);
    }
    pen.align(u16::try_from(all(&groups).saturating_sub(3)).unwrap_or(0));
    for (number, group) in groups.iter().enumerate() {
        if number > 0 {
            pen.text(shared.glyphs.pick(" │ ", " | "), theme.faint);
        }
        for (text, style) in group {
            pen.text(text, *style);
        }
    }
}

fn ago(shared: &Shared, then: jiff::Timestamp) -> String {
    match shared.now.duration_since(then).as_secs() {
        seconds @ ..60 => format!("{}s", seconds.max(0)),
        _ => shared.age(then),
    }
}

fn feeds(shared: &Shared, counts: &Counts) -> Group {
    let theme = &shared.theme;
    let failing: u64 = counts.failing.iter().map(|(_, number)| number).sum();
    let fine = counts.feeds.saturating_sub(failing);
    let mut group = vec![(format!("feeds {fine} ok"), theme.good)];
    for (state, number) in counts.failing.iter().take(3) {
        group.push((format!(" {number} {state}"), theme.warn));
    }
    group
}

/// The same where there is no room: `80 ok 4 bad`.
fn feeds_in_short(shared: &Shared, counts: &Counts) -> Group {
    let theme = &shared.theme;
    let failing: u64 = counts.failing.iter().map(|(_, number)| number).sum();
    let fine = counts.feeds.saturating_sub(failing);
    let mut group = vec![(format!("{fine} ok"), theme.good)];
    if failing > 0 {
        group.push((format!(" {failing} bad"), theme.warn));
    }
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
