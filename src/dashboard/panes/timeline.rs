//! Who reported when: a filled mark for an origin of its own, an empty one for a copy.
//!
//! One row within the story, or one line each in the column beside it.

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::compose::{Composed, Look};
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::load::StoryPage;
use crate::dashboard::model::Model;
use crate::dashboard::shared::Shared;
use crate::domain::{many, span};

/// Reports of one story that could flood the row stop here.
const LISTED: usize = 40;

/// One outlet's report.
struct Report<'a> {
    at: Timestamp,
    outlet: &'a str,
    /// Whose copy it is, where it is one.
    copy_of: Option<&'a str>,
    own: bool,
}

/// The reports of a story by their time.
fn reports(page: &StoryPage) -> Vec<Report<'_>> {
    let at =
        |found: &crate::store::StoryArticle| found.article.published.unwrap_or(found.first_seen);
    let mut articles: Vec<_> = page.articles.iter().collect();
    articles.sort_by_key(|found| at(found));
    let mut seen: Vec<&str> = Vec::new();
    let report = |found| {
        let found: &crate::store::StoryArticle = found;
        let origin = found.origin.as_str();
        let own = !seen.contains(&origin);
        seen.push(origin);
        let outlet = found.article.outlet.as_str();
        let copy_of = Some(origin).filter(|origin| !own && *origin != outlet);
        Report { at: at(found), outlet, copy_of, own }
    };
    articles.into_iter().map(report).collect()
}

fn mark(shared: &Shared, report: &Report<'_>) -> (&'static str, ratatui::style::Style) {
    if report.own {
        (shared.glyphs.pick("●", "*"), shared.theme.good)
    } else {
        (shared.glyphs.pick("○", "o"), shared.theme.faint)
    }
}

/// Adds the reports to the story's rows, one behind the other.
pub(super) fn compose(composed: &mut Composed, look: &Look<'_>, page: &StoryPage) {
    let theme = &look.shared.theme;
    let mut row = Vec::new();
    let mut used = 0;
    for report in reports(page).iter().take(LISTED) {
        let (mark, style) = mark(look.shared, report);
        let at = look.shared.clock(report.at);
        let copy = report.copy_of.map_or_else(String::new, |origin| format!(" ({origin})"));
        let columns = width(&at) + width(report.outlet) + width(&copy) + 3;
        if used > 0 && used + columns + 4 > look.columns {
            composed.say(std::mem::take(&mut row));
            used = 0;
        } else if used > 0 {
            row.push((look.shared.glyphs.pick(" ── ", " -- ").to_owned(), theme.faint));
            used += 4;
        }
        row.push((format!("{mark} "), style));
        row.push((format!("{at} "), theme.dim));
        row.push((format!("{}{copy}", report.outlet), theme.dim));
        used += columns;
    }
    if !row.is_empty() {
        composed.say(row);
    }
}

/// What stands over the lines of the column.
#[must_use]
pub fn title(page: Option<&StoryPage>) -> String {
    let reports = page.map(reports).unwrap_or_default();
    let origins = reports.iter().filter(|report| report.own).count();
    match reports.len() {
        0 => "Who reported".to_owned(),
        _ => {
            format!("Who reported: {}, {}", many(origins, "origin"), many(reports.len(), "article"))
        }
    }
}

/// Lines that the column would fill.
#[must_use]
pub fn lines(page: Option<&StoryPage>) -> u16 {
    page.map_or(0, |page| u16::try_from(page.articles.len()).unwrap_or(u16::MAX))
}

/// Draws a line each: when, who, whose copy, how long after the first.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let theme = &shared.theme;
    let Some(page) = model.story.page() else { return };
    let reports = reports(page);
    let first = reports.first().map(|report| report.at);
    let height = usize::from(area.height);
    let shown = if reports.len() > height { height.saturating_sub(1) } else { reports.len() };
    for (report, y) in reports.iter().take(shown).zip(area.top()..) {
        let since = first.map_or(0, |first| report.at.duration_since(first).as_secs());
        let since = if since < 60 { String::new() } else { format!("+{}", span(since)) };
        let right = u16::try_from(since.len()).unwrap_or(0);
        let room = area.width.saturating_sub(right + 1);
        let (mark, style) = mark(shared, report);
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x, y), room);
        pen.text(&shared.clock(report.at), theme.faint).skip(1).text(mark, style).skip(1);
        pen.text(report.outlet, if report.own { theme.text } else { theme.dim });
        if let Some(origin) = report.copy_of {
            pen.text(&format!(" ({origin})"), theme.faint);
        }
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x, y), area.width);
        pen.align(right).text(&since, theme.dim);
    }
    if shown < reports.len() {
        let text = format!("{} more", reports.len() - shown);
        let last = (area.x, area.bottom().saturating_sub(1));
        Pen::new(buffer, shared.glyphs, last, area.width).text(&text, theme.faint);
    }
}
