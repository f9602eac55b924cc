//! Draws one alert in the list: two lines for one that is open, one for one that is dealt with.
//! The list as a whole is `alert_list`'s.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::frame;
use super::phrases::watch_tags;
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::glyphs::Glyphs;
use crate::dashboard::load::AlertRow;
use crate::dashboard::model::Model;
use crate::dashboard::shared::Shared;
use crate::dashboard::table::Shown;
use crate::dashboard::wrap::wrap;
use crate::domain::{AlertState, Severity, many};
use crate::store::AlertOrder;

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

/// Draws one row of the list, with its heading where it has one.
pub(super) fn row(model: &Model, shown: &Shown<'_, AlertRow>, area: Rect, buffer: &mut Buffer) {
    let alert = shown.row;
    let pending = model.alerts.pending.get(&alert.id).map(|(state, _)| *state);
    let mut place = area;
    if let Some(heading) = &alert.heading {
        frame::heading(&model.shared, (Rect { height: 1, ..area }, heading), buffer);
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
