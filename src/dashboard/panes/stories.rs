//! Every story of the last day, flagged or not, the newest first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::PaneId;
use super::frame::Titles;
use super::listing::Listing;
use super::phrases::watch_tags;
use crate::dashboard::action::Action;
use crate::dashboard::draw::Pen;
use crate::dashboard::load::StoryRow;
use crate::dashboard::message::Effect;
use crate::dashboard::model::Model;
use crate::dashboard::table::{Keyed, Table, step};
use crate::domain::{StoryId, many};

/// The list of stories.
#[derive(Clone, Debug)]
pub struct State {
    /// The rows.
    pub table: Table<StoryRow>,
}

impl Default for State {
    fn default() -> Self {
        State { table: Table::new(|_, _| 2) }
    }
}

impl Keyed for StoryRow {
    type Key = StoryId;

    fn key(&self) -> StoryId {
        self.id
    }
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    model.stories.table.go(step(action)?);
    Some(Vec::new())
}

/// Takes the size of the list.
pub fn fit(model: &mut Model, area: Rect) {
    model.stories.table.fit(area.height);
}

/// Takes a click.
pub fn click(model: &mut Model, line: usize) -> Vec<Effect> {
    model.stories.table.click(line);
    Vec::new()
}

/// Draws the pane.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let table = &model.stories.table;
    let count = format!("{} in 24 h", table.rows.len());
    let listing = Listing {
        id: PaneId::Stories,
        titles: Titles { left: "Stories", right: (&count, None), below: "" },
        nothing: &[
            "No story in the last 24 hours.",
            "",
            "3 shows whether the feeds are being polled",
        ],
        table,
        row,
    };
    listing.draw(model, area, buffer);
}

fn row(model: &Model, story: &StoryRow, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let theme = &shared.theme;
    let room = area.width.saturating_sub(2);
    let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 1, area.y), room);
    let age = shared.age(story.last_seen);
    let count = format!(
        "{age:>4}  {}  {}",
        many(story.articles as usize, "article"),
        many(story.origins, "origin")
    );
    pen.text(&count, theme.dim).skip(2);
    watch_tags(shared, &story.watches, &mut pen);
    if area.height > 1 {
        let style = if story.watches.is_empty() { theme.dim } else { theme.text };
        let place = (area.x + 3, area.y + 1);
        Pen::new(buffer, shared.glyphs, place, room.saturating_sub(2)).text(&story.title, style);
    }
}
