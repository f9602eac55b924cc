//! Draws the list of alerts: two lines for one that is open, one for one that is dealt with.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::PaneId;
use super::alerts::{Filter, State};
use super::frame::{self, Titles};
use super::why;
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::glyphs::Glyphs;
use crate::dashboard::load::AlertRow;
use crate::dashboard::model::Model;
use crate::dashboard::shared::Shared;
use crate::dashboard::table::Shown;
use crate::dashboard::wrap::wrap;
use crate::domain::{AlertState, Severity};
use crate::store::{AlertOrder, Counts};

/// Lines of a row, with the heading above it where it has one.
pub fn tall(rows: &[AlertRow], index: usize) -> usize {
    rows.get(index).map_or(1, |row| {
        let headline = if row.state == AlertState::Open { row.lines } else { 0 };
        1 + headline + usize::from(row.heading.is_some())
    })
}

/// From this height of the list on, long headlines of urgent alerts are told in full.
const ROOMY: u16 = 20;
/// Most lines of one headline.
const HEADLINE_LINES: usize = 2;
/// Columns beside a headline: the cursor's, the indent, the edge.
const BESIDE_HEADLINE: u16 = 4;

/// Gives each row the lines of its headline in a list of a size.
pub fn measure(rows: &mut [AlertRow], size: (u16, u16)) {
    let columns = usize::from(size.0.saturating_sub(BESIDE_HEADLINE));
    for row in rows {
        let urgent = size.1 >= ROOMY && row.severity >= Severity::Immediate;
        let long = urgent && width(&row.headline) > columns;
        row.lines = if long { HEADLINE_LINES } else { 1 };
    }
}

/// Gives the first row of each kind its heading: what is dealt with, or a day.
pub fn head(rows: &mut [AlertRow], order: AlertOrder, now: Timestamp) {
    let mut before: Option<String> = None;
    for row in rows {
        let kind = match order {
            AlertOrder::Newest => day(row.changed, now),
            AlertOrder::Urgency if row.state == AlertState::Open => String::new(),
            AlertOrder::Urgency => "dealt with".to_owned(),
        };
        // The list's own title stands above the open ones, and above those dealt with alone.
        let quiet = order == AlertOrder::Urgency && before.is_none();
        let new = before.as_ref() != Some(&kind);
        row.heading = (new && !quiet && !kind.is_empty()).then(|| kind.clone());
        before = Some(kind);
    }
}

fn day(at: Timestamp, now: Timestamp) -> String {
    let date = |time: Timestamp| time.to_zoned(TimeZone::UTC).date();
    let (then, today) = (date(at), date(now));
    if then == today {
        return "today".to_owned();
    }
    if today.yesterday().is_ok_and(|yesterday| yesterday == then) {
        return "yesterday".to_owned();
    }
    then.strftime("%A %-d %B").to_string()
}

/// Draws the pane.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let state = &model.alerts;
    let title = title(&state.filter);
    let [above, below] = state.unseen();
    let above = announce(above, shared.glyphs.pick("↑", "^"));
    let count = count(state);
    let (right, style) = match &above {
        Some((text, severity)) => (text.as_str(), Some(shared.theme.block(*severity))),
        None => (count.as_str(), None),
    };
    let below = announce(below, shared.glyphs.pick("↓", "v")).map(|(text, _)| text);
    let titles =
        Titles { left: &title, right: (right, style), below: below.as_deref().unwrap_or("") };
    let inner = frame::draw(model, (PaneId::Alerts, area), &titles, buffer);
    if state.table.rows.is_empty() {
        return nothing(model, inner, buffer);
    }
    let (list, foot) = why::part(model, inner);
    for shown in state.table.visible() {
        row(model, &shown, shown.place(list), buffer);
    }
    if let Some(foot) = foot {
        why::draw(model, foot, buffer);
    }
}

fn title(filter: &Filter) -> String {
    if *filter == Filter::default() {
        return "Alerts".to_owned();
    }
    let mut parts = vec!["Alerts: only".to_owned()];
    if filter.min > Severity::Routine {
        parts.push(format!("{} and above", filter.min));
    }
    parts.extend(filter.state.map(|state| state.to_string()));
    parts.extend(filter.watch.clone());
    for text in [filter.outlet.trim(), filter.text.trim()] {
        if !text.is_empty() {
            parts.push(format!("\"{text}\""));
        }
    }
    let mut title = parts.remove(0);
    title.push(' ');
    title + &parts.join(", ") + " (Esc shows all)"
}

fn count(state: &State) -> String {
    let rows = &state.table.rows;
    let place = state.table.index().map_or(0, |index| index + 1);
    let more = if state.has_more() { "+" } else { "" };
    if rows.is_empty() { String::new() } else { format!("{place} of {}{more}", rows.len()) }
}

fn announce((new, flash): (usize, usize), arrow: &str) -> Option<(String, Severity)> {
    match (new, flash) {
        (0, _) => None,
        (new, 0) => Some((format!("{arrow} {new} new"), Severity::Routine)),
        (new, flash) => Some((format!(" {arrow} {new} new, {flash} flash "), Severity::Flash)),
    }
}

/// So many failing feeds, and not one article, are no chance.
const FAILING: u64 = 5;

fn nothing(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let watches: Vec<&str> = shared
        .status
        .watches
        .iter()
        .filter(|watch| watch.enabled)
        .map(|watch| watch.name.as_str())
        .collect();
    let counts = shared.overview.as_ref().map(|overview| &overview.counts);
    let feeds = counts.map_or(0, |counts| counts.feeds);
    let watching = format!("watching {feeds} feeds for {}", watches.join(", "));
    let polling = format!("{} polls under way", shared.status.polling);
    let lines: &[&str] = match counts {
        _ if !model.alerts.table.loaded => &["Reading the store …"],
        _ if model.alerts.filter != Filter::default() => {
            &["No alert passes the filter.", "", "Esc shows everything again, F changes the filter"]
        }
        Some(counts) if counts.feeds == 0 => &[
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
        Some(counts) if nobody_answers(counts) => &[
            "No feed can be reached.",
            "",
            "They are tried again by themselves; nothing need be restarted.",
            "wirewatch doctor says what is wrong",
            "wirewatch demo shows everything without a network",
        ],
        Some(counts) if counts.last_poll.is_none() => &[
            "The first polls are under way.",
            "",
            &polling,
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

/// Whether every poll so far has failed: there is no network, or not for us.
fn nobody_answers(counts: &Counts) -> bool {
    let failing: u64 = counts.failing.iter().map(|(_, feeds)| feeds).sum();
    counts.articles == 0 && failing >= counts.feeds.clamp(1, FAILING)
}

fn row(model: &Model, shown: &Shown<'_, AlertRow>, area: Rect, buffer: &mut Buffer) {
    let alert = shown.row;
    let pending = model.alerts.pending.get(&alert.id).map(|(state, _)| *state);
    let mut place = area;
    if let Some(heading) = &alert.heading {
        rule(&model.shared, (Rect { height: 1, ..area }, heading), buffer);
        if area.height < 2 {
            return;
        }
        place = Rect { y: area.y + 1, height: area.height - 1, ..area };
    }
    if shown.selected {
        frame::select(&model.shared, place, buffer);
    }
    if alert.state == AlertState::Open {
        open_row(&model.shared, (alert, pending), place, buffer);
    } else {
        done_row(&model.shared, (alert, pending), place, buffer);
    }
}

/// Draws a line with a heading across a list.
pub fn rule(shared: &Shared, (area, heading): (Rect, &str), buffer: &mut Buffer) {
    let line = shared.glyphs.pick("─", "-").repeat(usize::from(area.width));
    let style = shared.theme.border;
    Pen::new(buffer, shared.glyphs, (area.x, area.y), area.width).text(&line, style);
    Pen::new(buffer, shared.glyphs, (area.x + 1, area.y), area.width.saturating_sub(1))
        .text(&format!(" {heading} "), shared.theme.faint);
}

/// Columns of the mark and the severity's word, and of the age behind them.
const WORD: u16 = 12;
const AGE: u16 = 6;

/// Where a row names the place of its alert.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PlaceAt {
    Above,
    Headline,
}

fn open_row(
    shared: &Shared,
    (alert, pending): (&AlertRow, Option<AlertState>),
    area: Rect,
    buffer: &mut Buffer,
) {
    let place = facts(shared, (alert, pending), area, buffer);
    let style = match pending {
        Some(_) => shared.theme.faint,
        None if alert.severity >= Severity::Immediate => Style::new().bold(),
        None => Style::new(),
    };
    if area.height > 1 {
        let below = Rect { y: area.y + 1, height: area.height - 1, ..area };
        headline(shared, (alert, style, place), below, buffer);
    }
}

/// The first line: severity, age, watches, place and sources. Watches and sources always have
/// room; the place takes what they leave, or stands by the headline.
fn facts(
    shared: &Shared,
    (alert, pending): (&AlertRow, Option<AlertState>),
    area: Rect,
    buffer: &mut Buffer,
) -> PlaceAt {
    let theme = &shared.theme;
    let (word, style) = match pending {
        Some(state) => (format!("{} {state}", shared.glyphs.pick("…", "~")), theme.faint),
        None => {
            let mark = shared.glyphs.severity(alert.severity);
            let word = format!("{mark} {}", alert.severity.name().to_uppercase());
            (word, theme.severity(alert.severity))
        }
    };
    let room = area.width.saturating_sub(2);
    let mut sources = sources(alert, (room, shared.glyphs));
    let tags = alert.watches.iter().map(|watch| width(watch) + 1).sum::<usize>();
    let taken = usize::from(WORD + AGE) + tags + width(&sources) + 2;
    let above = taken + width(&alert.place) < usize::from(room);
    if above && !alert.place.is_empty() {
        sources = format!("{}  {sources}", alert.place);
    }
    let sources_width = u16::try_from(width(&sources)).unwrap_or(0);
    let first = (area.x + 1, area.y);
    let left = room.saturating_sub(sources_width + 1);
    Pen::new(buffer, shared.glyphs, first, WORD.min(left)).text(&word, style);
    let mut pen = Pen::new(buffer, shared.glyphs, (first.0 + WORD, first.1), 4);
    let age = shared.age(alert.raised);
    pen.align(u16::try_from(age.len()).unwrap_or(4)).text(&age, theme.dim);
    let tags = (first.0 + WORD + AGE, first.1);
    let mut pen = Pen::new(buffer, shared.glyphs, tags, left.saturating_sub(WORD + AGE));
    watch_tags(shared, &alert.watches, &mut pen);
    let mut pen = Pen::new(buffer, shared.glyphs, first, room);
    pen.align(sources_width).text(&sources, theme.dim);
    if above { PlaceAt::Above } else { PlaceAt::Headline }
}

/// The headline in the lines it has been given; what does not fit into the last is cut.
fn headline(
    shared: &Shared,
    (alert, style, place): (&AlertRow, Style, PlaceAt),
    area: Rect,
    buffer: &mut Buffer,
) {
    let columns = area.width.saturating_sub(BESIDE_HEADLINE);
    let lines = usize::from(area.height).min(alert.lines);
    let rows =
        if lines > 1 { wrap(&alert.headline, usize::from(columns), &[]) } else { Vec::new() };
    let ends =
        rows.iter().take(lines - 1).filter_map(|row| row.last()).map(|piece| piece.bytes.end);
    let mut from = 0;
    for (end, y) in ends.chain([alert.headline.len()]).zip(area.top()..) {
        let text = alert.headline.get(from..end).unwrap_or_default().trim();
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 3, y), columns);
        pen.text(text, style);
        let wanted = u16::try_from(width(&alert.place)).unwrap_or(u16::MAX);
        if place == PlaceAt::Headline && end == alert.headline.len() && wanted + 2 <= pen.room() {
            pen.align(wanted).text(&alert.place, shared.theme.dim);
        }
        from = end;
    }
}

fn done_row(
    shared: &Shared,
    (alert, pending): (&AlertRow, Option<AlertState>),
    area: Rect,
    buffer: &mut Buffer,
) {
    let theme = &shared.theme;
    let mut pen =
        Pen::new(buffer, shared.glyphs, (area.x + 1, area.y), area.width.saturating_sub(2));
    let mark = match pending {
        Some(_) => shared.glyphs.pick("…", "~"),
        None => shared.glyphs.state(alert.state),
    };
    let clock = shared.clock(alert.state_since);
    pen.text(mark, theme.good).skip(1).text(&clock, theme.faint).skip(1);
    pen.text(shared.glyphs.severity(alert.severity), theme.severity(alert.severity)).skip(1);
    if alert.state != AlertState::Acknowledged {
        pen.text(alert.state.name(), theme.faint).skip(1);
    }
    let by = marks(shared, alert);
    let taken = u16::try_from(width(&by)).unwrap_or(0);
    let from = area.right().saturating_sub(1 + pen.room());
    let room = pen.room().saturating_sub(if taken > 0 { taken + 1 } else { 0 });
    Pen::new(buffer, shared.glyphs, (from, area.y), room).text(&alert.headline, theme.dim);
    let place = (area.x + 1, area.y);
    let mut pen = Pen::new(buffer, shared.glyphs, place, area.width.saturating_sub(2));
    pen.align(taken).text(&by, theme.faint);
}

/// Who dealt with it, and how many notes there are.
fn marks(shared: &Shared, alert: &AlertRow) -> String {
    let notes = match alert.notes {
        0 => String::new(),
        notes => format!("{}{notes}", shared.glyphs.pick("✎", "n")),
    };
    let parts = [notes.as_str(), alert.by.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Watches as coloured words.
pub fn watch_tags(shared: &Shared, watches: &[String], pen: &mut Pen<'_>) {
    for watch in watches {
        if pen.room() < 4 {
            return;
        }
        pen.text(watch, shared.watch(watch)).skip(1);
    }
}

/// `1 origin`, `2 origins`.
pub fn many(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    }
}

/// Who reports it, in as many words as a row of a width has room for.
fn sources(alert: &AlertRow, (room, glyphs): (u16, Glyphs)) -> String {
    let origins = many(alert.origins, "origin");
    match room {
        60.. => {
            let dot = glyphs.pick("·", "-");
            format!("{origins} {dot} {}", many(alert.outlets, "outlet"))
        }
        50.. => origins,
        _ => format!("{}/{}", alert.origins, alert.outlets),
    }
}
