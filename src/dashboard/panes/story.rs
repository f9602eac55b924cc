//! The story pane: one story with its article, every hit painted, who reported it when.
//!
//! What it shows is composed once per change, width and hit (see `compose`); drawing copies rows.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::PaneId;
use super::compose::{self, Composed, Reported, Target};
use super::frame::{self, Titles};
use crate::dashboard::action::Action;
use crate::dashboard::draw::Pen;
use crate::dashboard::duty;
use crate::dashboard::list::Step;
use crate::dashboard::load::{StoryPage, Subject};
use crate::dashboard::message::Effect;
use crate::dashboard::model::Model;
use crate::dashboard::table::step;
use crate::domain::ArticleId;
use crate::engine::{Command, Progress, Reading};

/// The story pane.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// What it is about.
    pub subject: Option<Subject>,
    /// The story, once loaded.
    pub page: Option<Box<StoryPage>>,
    /// Which of its articles is shown.
    pub article: usize,
    /// Which hit is the current one.
    pub hit: Option<usize>,
    /// First visible row.
    pub top: usize,
    /// Columns and rows of the inside.
    pub size: (u16, u16),
    composed: Composed,
}

impl State {
    /// Link of the article shown.
    #[must_use]
    pub fn link(&self) -> Option<String> {
        let page = self.page()?;
        compose::shown(page, self.article).map(|shown| shown.article.url.clone())
    }

    /// The story, if what is loaded is what it is about.
    #[must_use]
    pub fn page(&self) -> Option<&StoryPage> {
        self.page.as_deref().filter(|page| Some(page.subject) == self.subject)
    }

    /// Every link of the story, in the order of their numbers.
    #[must_use]
    pub fn links(&self) -> Vec<String> {
        self.page().map(|page| compose::links(page, self.article)).unwrap_or_default()
    }

    fn last_top(&self) -> usize {
        self.composed.rows.len().saturating_sub(usize::from(self.size.1))
    }

    fn scroll(&mut self, step: Step) {
        let page = usize::from(self.size.1).max(2);
        let by = |lines: usize, times: isize| {
            self.top
                .saturating_add_signed(isize::try_from(lines).unwrap_or(1).saturating_mul(times))
        };
        let top = match step {
            Step::Items(times) => by(1, times),
            Step::Half(times) => by(page / 2, times),
            Step::Page(times) => by(page - 1, times),
            Step::First => 0,
            Step::Last => usize::MAX,
        };
        self.top = top.min(self.last_top());
    }
}

/// Turns to another story (or none): the old one goes at once, the new one is being loaded.
pub fn turn_to(model: &mut Model, subject: Option<Subject>) {
    let state = &mut model.story;
    state.subject = subject;
    state.article = 0;
    state.hit = None;
    state.top = 0;
    if subject.is_none() {
        state.page = None;
        state.composed = Composed::default();
    }
    model.dirty = true;
}

/// Takes a loaded story: the same story again keeps its place.
pub fn take(model: &mut Model, page: Box<StoryPage>) {
    if Some(page.subject) != model.story.subject {
        return;
    }
    let same = model.story.page.as_ref().is_some_and(|old| old.subject == page.subject);
    if !same {
        model.story.article = compose::standing(&page);
        model.story.top = 0;
        model.story.hit = None;
    }
    model.story.page = Some(page);
    prefer(model);
    compose(model);
}

/// Where a search found an article, that one is shown, not the one that stands for the story.
pub fn prefer(model: &mut Model) {
    if model.view.list != PaneId::Found {
        return;
    }
    let Some(id) = model.found.table.list.selected else { return };
    if model.found.shown == Some(id) {
        return;
    }
    if show_article(model, id) {
        model.found.shown = Some(id);
    }
}

fn show_article(model: &mut Model, id: ArticleId) -> bool {
    let page = model.story.page();
    let place = page.and_then(|page| page.articles.iter().position(|article| article.id == id));
    let Some(place) = place else { return false };
    turn_page(model, place);
    true
}

/// Composes what is shown anew.
pub fn compose(model: &mut Model) {
    let state = &model.story;
    let Some(page) = &state.page else { return };
    let beside = model.layout().is_some_and(|layout| layout.side.is_some());
    let look = compose::Look {
        shared: &model.shared,
        columns: usize::from(state.size.0),
        article: state.article,
        hit: state.hit,
        reported: if beside { Reported::Beside } else { Reported::Here },
    };
    let composed = compose::compose(page, &look);
    model.story.composed = composed;
    model.story.top = model.story.top.min(model.story.last_top());
    model.dirty = true;
}

/// Jumps between hits and between articles of the story.
pub fn jump(model: &mut Model, action: Action) {
    let forward = matches!(action, Action::NextHit | Action::NextArticle);
    if matches!(action, Action::NextHit | Action::PreviousHit) {
        return jump_to_hit(model, forward);
    }
    let state = &model.story;
    let count = state.page.as_ref().map_or(0, |page| page.articles.len());
    if count < 2 {
        return model.say("this story has one article");
    }
    let next = round(state.article, count, forward);
    turn_page(model, next);
}

/// Shows another article of the story.
fn turn_page(model: &mut Model, place: usize) {
    model.story.article = place;
    model.story.hit = None;
    model.story.top = 0;
    compose(model);
}

fn jump_to_hit(model: &mut Model, forward: bool) {
    let count = model.story.composed.hits.len();
    if count == 0 {
        return model.say("no hit in this article");
    }
    let next = match model.story.hit {
        Some(hit) => round(hit, count, forward),
        None if forward => 0,
        None => count - 1,
    };
    model.story.hit = Some(next);
    compose(model);
    let state = &mut model.story;
    if let Some(row) = state.composed.hits.get(next).copied() {
        let height = usize::from(state.size.1);
        if row < state.top || row >= state.top + height {
            state.top = row.saturating_sub(height / 3).min(state.last_top());
        }
    }
}

fn round(at: usize, count: usize, forward: bool) -> usize {
    if forward { (at + 1) % count } else { (at + count - 1) % count }
}

/// Asks for the full text of the article shown.
pub fn fetch(model: &mut Model) -> Vec<Effect> {
    let article = model.story.page().and_then(|page| page.articles.get(model.story.article));
    let Some(id) = article.map(|article| article.id) else {
        model.say("no stored article is selected");
        return Vec::new();
    };
    model.say("fetching the full article");
    vec![Effect::Send(Command::Read(id))]
}

/// Says what became of a full text, once.
pub fn told(model: &mut Model, reading: Option<&Reading>) {
    if model.shared.status.reading.as_ref() == reading {
        return;
    }
    match reading.map(|reading| &reading.progress) {
        Some(Progress::Failed(why)) => model.say(format!("not fetched: {why}")),
        Some(Progress::Kept) => model.say("the full article is here"),
        Some(Progress::Asking) | None => {}
    }
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let step = step(action)?;
    model.story.scroll(step);
    Some(Vec::new())
}

/// Takes the size of the inside.
pub fn fit(model: &mut Model, area: Rect) {
    let size = (area.width.saturating_sub(2), area.height);
    if model.story.size != size {
        model.story.size = size;
        compose(model);
    }
}

/// Takes a click: an article of the story is shown, a link is opened.
pub fn click(model: &mut Model, line: usize) -> Vec<Effect> {
    let row = model.story.top + line;
    let target = model.story.composed.targets.iter().find(|(at, _)| *at == row);
    match target.map(|(_, target)| target.clone()) {
        Some(Target::Article(place)) => turn_page(model, place),
        Some(Target::Link(link)) => return duty::browse(model, &link),
        None => {}
    }
    Vec::new()
}

/// Draws the pane.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let state = &model.story;
    let below = below(state);
    let more = more(model);
    let titles = Titles { left: "Story", right: (&more, None), below: &below };
    let inner = frame::draw(model, (PaneId::Story, area), &titles, buffer);
    if state.subject.is_none() {
        let lines = ["No story selected.", "", "The story of the selected row is shown here."];
        return frame::empty(&model.shared, inner, &lines, buffer);
    }
    if state.page.is_none() {
        return frame::empty(&model.shared, inner, &["Reading the story …"], buffer);
    }
    let rows = state.composed.rows.iter().skip(state.top);
    for (row, y) in rows.zip(inner.top()..inner.bottom()) {
        let place = (inner.x + 1, y);
        let mut pen = Pen::new(buffer, model.shared.glyphs, place, inner.width.saturating_sub(2));
        pen.pieces(&row.pieces, row.reading);
    }
}

fn below(state: &State) -> String {
    let mut parts = Vec::new();
    let hits = state.composed.hits.len();
    match state.hit {
        Some(hit) => parts.push(format!("hit {} of {hits}", hit + 1)),
        None if hits == 1 => parts.push("1 hit".to_owned()),
        None if hits > 1 => parts.push(format!("{hits} hits")),
        None => {}
    }
    let articles = state.page.as_ref().map_or(0, |page| page.articles.len());
    if articles > 1 {
        parts.push(format!("article {} of {articles}", state.article + 1));
    }
    parts.join(" · ")
}

fn more(model: &Model) -> String {
    let state = &model.story;
    let rows = state.composed.rows.len();
    let bottom = (state.top + usize::from(state.size.1)).min(rows);
    if state.page.is_none() || rows <= usize::from(state.size.1) {
        return String::new();
    }
    let down = model.shared.glyphs.pick("↓", "v");
    match rows - bottom {
        0 => "end".to_owned(),
        left => format!("{down} {left} more"),
    }
}
