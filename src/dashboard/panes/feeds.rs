//! The feeds and how they fare: failing ones first, each with its error and what to do about it.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::PaneId;
use super::frame::{self, Titles};
use super::menu::{self, Deed, Item};
use crate::config::{FeedKey, Switch};
use crate::dashboard::action::Action;
use crate::dashboard::draw::Pen;
use crate::dashboard::duty;
use crate::dashboard::message::Effect;
use crate::dashboard::model::Model;
use crate::dashboard::pictures::heat::rank;
use crate::dashboard::shared::Shared;
use crate::dashboard::table::{Keyed, Table, step};
use crate::domain::{Feed, FeedId, FeedState, advice, is_unreached, span};
use crate::engine::{FeedEdit, Resting};

/// A feed as a row.
#[derive(Clone, Debug)]
pub struct FeedRow(pub Feed);

/// The list of feeds.
#[derive(Clone, Debug)]
pub struct State {
    /// The rows.
    pub table: Table<FeedRow>,
}

impl Default for State {
    fn default() -> Self {
        State { table: Table::new(tall) }
    }
}

impl Keyed for FeedRow {
    type Key = FeedId;

    fn key(&self) -> FeedId {
        self.0.id
    }
}

/// A failing feed has a second line, what is wrong, and a third, what to do.
fn tall(rows: &[FeedRow], index: usize) -> usize {
    1 + rows.get(index).map_or(0, |row| said(&row.0).len())
}

/// Takes newly loaded feeds, the failing ones first and those switched off last; each with the time at which it is
/// really asked.
pub fn take(model: &mut Model, mut feeds: Vec<Feed>) {
    let resting = Resting::of(&feeds, model.shared.now);
    for feed in &mut feeds {
        feed.next_poll = resting.puts_off(feed).or(feed.next_poll);
    }
    feeds.sort_by(|a, b| {
        let key = |feed: &Feed| (!feed.spec.enabled, rank(feed.state));
        key(a).cmp(&key(b)).then_with(|| a.name().cmp(b.name()))
    });
    model.feeds.table.take(feeds.iter().cloned().map(FeedRow).collect());
    feeds.retain(|feed| feed.spec.enabled);
    model.shared.feeds = feeds;
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    if let Some(step) = step(action) {
        model.feeds.table.go(step);
        return Some(Vec::new());
    }
    let feed = &model.feeds.table.selected()?.0;
    match action {
        Action::PollFeed => {
            let id = feed.id;
            Some(duty::poll(model, Some(id)))
        }
        Action::SwitchFeed => {
            let state = if feed.spec.enabled { Switch::Off } else { Switch::On };
            Some(vec![Effect::KeepFeed(FeedEdit::Switch(feed.spec.url.clone(), state))])
        }
        Action::EditFeed => {
            edit(model);
            Some(Vec::new())
        }
        _ => None,
    }
}

/// Asks what of the feed is to be changed.
fn edit(model: &mut Model) {
    let Some(feed) = model.feeds.table.selected() else { return };
    let title = format!("Change {}", feed.0.name());
    let item = |(_, name, beginning): &(FeedKey, &str, &'static str)| Item {
        label: (*name).to_owned(),
        deed: Deed::Write(beginning),
    };
    menu::open(model, title, FeedKey::NAMES.iter().map(item).collect());
}

/// Changes the feed under the cursor.
pub fn change(model: &mut Model, key: FeedKey, value: &str) -> Vec<Effect> {
    let Some(feed) = model.feeds.table.selected().filter(|_| model.view.list == PaneId::Feeds)
    else {
        model.say("no feed is selected: 3 shows them");
        return Vec::new();
    };
    vec![Effect::KeepFeed(FeedEdit::Set(feed.0.spec.url.clone(), key, value.to_owned()))]
}

/// Takes the size of the list: one line is its heading.
pub fn fit(model: &mut Model, area: Rect) {
    model.feeds.table.fit(area.height.saturating_sub(1));
}

/// Takes a click.
pub fn click(model: &mut Model, line: usize) -> Vec<Effect> {
    if let Some(line) = line.checked_sub(1) {
        model.feeds.table.click(line);
    }
    Vec::new()
}

/// What is wrong with a feed and what to do about it, a line each.
fn said(feed: &Feed) -> Vec<String> {
    let advice = advice(feed).map(|advice| advice.replace('`', ""));
    let kind = feed.error.as_ref().map_or_else(String::new, |error| format!("{}: ", error.kind));
    let wrong = Some(format!("{kind}{}", feed.note())).filter(|wrong| !wrong.is_empty());
    let lines = [wrong, advice].into_iter().flatten();
    lines.filter(|_| feed.spec.enabled).collect()
}

/// The lines of it. While the network is lost nothing is to be done about the feed.
fn told(shared: &Shared, feed: &Feed) -> Vec<String> {
    let lost = shared.status.outage.is_some() && is_unreached(feed);
    let mut lines = said(feed);
    if let Some(advice) = lines.get_mut(1).filter(|_| lost) {
        "it waits for the network".clone_into(advice);
    }
    lines
}

/// Columns right of the name: heading, width, value.
type Column = (&'static str, u16, fn(&Shared, &Feed) -> String);

const COLUMNS: &[Column] = &[
    ("articles", 9, |_, feed| feed.articles.to_string()),
    ("last new", 9, |shared, feed| feed.last_article.map_or_else(String::new, |at| shared.age(at))),
    ("polled", 8, |shared, feed| {
        feed.last_poll.map_or_else(|| "never".to_owned(), |at| shared.age(at))
    }),
    ("next", 7, |shared, feed| {
        let next = feed.next_poll.filter(|_| feed.spec.enabled);
        next.map_or_else(String::new, |at| shared.until(at))
    }),
    ("every", 7, |_, feed| span(i64::from(feed.cadence.interval))),
    ("304", 6, |_, feed| match feed.polls {
        0 => String::new(),
        polls => format!("{}%", feed.not_modified * 100 / polls),
    }),
    ("delay", 7, |_, feed| feed.delay.map_or_else(String::new, |delay| span(delay.p50))),
];

/// Columns that a pane of a width has room for.
fn columns(width: u16) -> &'static [Column] {
    let count = match width {
        ..70 => 2,
        70..100 => 4,
        100.. => COLUMNS.len(),
    };
    COLUMNS.get(..count).unwrap_or(COLUMNS)
}

/// Draws the pane.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let table = &model.feeds.table;
    let failing = shared.feeds.iter().filter(|feed| feed.state.is_failing()).count();
    let mut count = format!("{} feeds", shared.feeds.len());
    if failing > 0 {
        let _ = write!(count, ", {failing} need a look");
    }
    if table.rows.len() > shared.feeds.len() {
        let _ = write!(count, ", {} off", table.rows.len() - shared.feeds.len());
    }
    let titles = Titles { left: "Feeds", right: (&count, None), below: "" };
    let inner = frame::draw(model, (PaneId::Feeds, area), &titles, buffer);
    if table.rows.is_empty() {
        let lines: &[&str] = match table.loaded {
            false => &["Reading the store …"],
            true if shared.status.feeds == 0 => {
                &["There are no feeds.", "", "wirewatch feed add URL adds one"]
            }
            true => &["The first polls are about to begin."],
        };
        return frame::empty(shared, inner, lines, buffer);
    }
    line(shared, inner, ("  state         feed", shared.theme.faint), buffer);
    cells(shared, inner, |(name, ..)| (*name).to_owned(), buffer);
    let below = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    for shown in table.visible() {
        let place = shown.place(below);
        if shown.selected {
            frame::select(shared, place, buffer);
        }
        row(shared, &shown.row.0, place, buffer);
    }
}

fn line(shared: &Shared, area: Rect, (text, style): (&str, Style), buffer: &mut Buffer) {
    Pen::new(buffer, shared.glyphs, (area.x + 1, area.y), area.width.saturating_sub(2))
        .text(text, style);
}

fn cells(shared: &Shared, area: Rect, text: impl Fn(&Column) -> String, buffer: &mut Buffer) {
    let columns = columns(area.width);
    let mut x = area.right().saturating_sub(1 + columns.iter().map(|(_, w, _)| w).sum::<u16>());
    for column in columns {
        let text = text(column);
        let mut pen = Pen::new(buffer, shared.glyphs, (x, area.y), column.1);
        pen.align(u16::try_from(text.len()).unwrap_or(0)).text(&text, shared.theme.dim);
        x += column.1;
    }
}

fn row(shared: &Shared, feed: &Feed, area: Rect, buffer: &mut Buffer) {
    let theme = &shared.theme;
    let on = feed.spec.enabled;
    let style = match feed.state {
        _ if !on => theme.faint,
        FeedState::Ok => theme.good,
        FeedState::New => theme.faint,
        FeedState::Retrying | FeedState::RateLimited | FeedState::Silent => theme.warn,
        FeedState::Auth | FeedState::Gone | FeedState::Blocked | FeedState::Broken => theme.bad,
    };
    let word = if on { feed.state.name() } else { "off" };
    let mark = if on && feed.state.is_failing() {
        shared.glyphs.pick("●", "x")
    } else {
        shared.glyphs.pick("·", ".")
    };
    let taken: u16 = columns(area.width).iter().map(|(_, width, _)| width).sum();
    let room = area.width.saturating_sub(taken + 2);
    let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 1, area.y), room);
    pen.text(mark, style).skip(1).text(&format!("{word:<13} "), style);
    pen.text(feed.name(), if on { theme.text } else { theme.faint })
        .skip(2)
        .text(&feed.spec.language, theme.faint);
    cells(shared, area, |(_, _, value)| value(shared, feed), buffer);
    // As far in as the name, where there is room for both.
    let indent = if area.width < 100 { 3 } else { 16 };
    for (y, told) in (area.y + 1..area.bottom()).zip(told(shared, feed)) {
        let (x, width) = (area.x + indent, area.width.saturating_sub(indent));
        line(shared, Rect { x, y, width, height: 1 }, (&told, theme.dim), buffer);
    }
}
