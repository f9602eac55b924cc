//! Composes the rows of the story pane: headline, reasons, who reported when, text with its hits.
//!
//! Pure: a story and a width in, painted rows out.

use ratatui::style::{Modifier, Style};

use crate::dashboard::draw::width;
use crate::dashboard::load::StoryPage;
use crate::dashboard::shared::Shared;
use crate::dashboard::wrap::{Mark, wrap};
use crate::domain::{Alert, AlertState, Article, Field, Hit};
use crate::store::StoryArticle;

/// A row: pieces of text with their styles.
pub type Row = Vec<(String, Style)>;

/// What the pane shows.
#[derive(Clone, Debug, Default)]
pub struct Composed {
    /// The rows.
    pub rows: Vec<Row>,
    /// The row on which each hit begins.
    pub hits: Vec<usize>,
}

/// How it is shown.
pub struct Look<'a> {
    /// Theme, marks, time.
    pub shared: &'a Shared,
    /// Columns.
    pub columns: usize,
    /// Which article.
    pub article: usize,
    /// Which hit is current.
    pub hit: Option<usize>,
}

/// The article shown, with its hits by watch.
pub struct ShownArticle<'a> {
    /// The article.
    pub article: &'a Article,
    hits: Vec<(&'a str, &'a Hit)>,
}

/// Rows before the article of one story could flood the screen stop here.
const LISTED: usize = 40;

/// The article at a place of the story; where the story holds none, the alert's own.
pub fn shown(page: &StoryPage, place: usize) -> Option<ShownArticle<'_>> {
    if let Some(found) = page.articles.get(place) {
        let hits = found.matches.iter();
        let hits = hits.flat_map(|m| m.hits.iter().map(|hit| (m.watch.as_str(), hit))).collect();
        return Some(ShownArticle { article: &found.article, hits });
    }
    let line = &page.alert.as_ref()?.line;
    let hits = line.hits.iter().map(|hit| (hit.watch.as_str(), &hit.hit)).collect();
    Some(ShownArticle { article: &line.article, hits })
}

/// Place of the article that stands for the story: the alert's, else the first with a match.
pub fn standing(page: &StoryPage) -> usize {
    let articles = &page.articles;
    let of_alert = page.alert.as_ref().and_then(|alert| {
        let standing = &alert.line.article;
        articles.iter().position(|found| {
            found.article.url == standing.url && found.article.title == standing.title
        })
    });
    of_alert.or_else(|| articles.iter().position(|found| !found.matches.is_empty())).unwrap_or(0)
}

/// Composes the rows.
pub fn compose(page: &StoryPage, look: &Look<'_>) -> Composed {
    let mut composed = Composed::default();
    let Some(shown) = shown(page, look.article) else {
        let text = "This story is no longer in the store.".to_owned();
        composed.rows.push(vec![(text, look.shared.theme.dim)]);
        return composed;
    };
    let strong = look.shared.theme.title;
    field(&mut composed, look, (&shown, Field::Title), strong);
    if let Some(alert) = &page.alert {
        reasons(&mut composed, look, alert);
    }
    timeline(&mut composed, look, page);
    composed.rows.push(Vec::new());
    byline(&mut composed, look, shown.article);
    composed.rows.push(Vec::new());
    texts(&mut composed, look, &shown);
    versions(&mut composed, look, page.articles.get(look.article));
    others(&mut composed, look, page);
    composed
}

/// Summary and body; a summary that the body begins with is not told twice.
fn texts(composed: &mut Composed, look: &Look<'_>, shown: &ShownArticle<'_>) {
    let article = shown.article;
    let summary = article.summary.trim_end_matches(['…', '.', ' ']);
    let told = article.body.starts_with(summary);
    if !article.summary.is_empty() && (!told || article.body.is_empty()) {
        field(composed, look, (shown, Field::Summary), Style::new());
    }
    if !article.body.is_empty() {
        if !told {
            composed.rows.push(Vec::new());
        }
        field(composed, look, (shown, Field::Body), Style::new());
    }
    if article.summary.is_empty() && article.body.is_empty() {
        let text = "The feed carries the headline only; o opens the article.".to_owned();
        composed.rows.push(vec![(text, look.shared.theme.faint)]);
    }
}

/// One field of the article with its hits painted.
fn field(
    composed: &mut Composed,
    look: &Look<'_>,
    (shown, field): (&ShownArticle<'_>, Field),
    base: Style,
) {
    let text = match field {
        Field::Title => &shown.article.title,
        Field::Summary => &shown.article.summary,
        _ => &shown.article.body,
    };
    let marks = marks(look.shared, shown, field, text);
    let before = composed.hits.len();
    composed.hits.resize(before + marks.len(), usize::MAX);
    for row in wrap(text, look.columns, &marks) {
        let number = composed.rows.len();
        let mut painted = Row::new();
        for piece in row {
            let style = match piece.mark.and_then(|at| marks.get(at).map(|mark| (at, mark))) {
                None => base,
                Some((at, mark)) => {
                    if let Some(first) = composed.hits.get_mut(before + at) {
                        *first = (*first).min(number);
                    }
                    hit_style(look, mark.watch, look.hit == Some(before + at))
                }
            };
            painted.push((text.get(piece.bytes).unwrap_or("").to_owned(), style));
        }
        composed.rows.push(painted);
    }
    let last = composed.rows.len().saturating_sub(1);
    for row in composed.hits.iter_mut().skip(before) {
        *row = (*row).min(last);
    }
}

/// The hits of a field in order; of two at the same place the watch first in the file wins, and
/// one that lies within another counts with it.
fn marks(shared: &Shared, shown: &ShownArticle<'_>, field: Field, text: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = shown
        .hits
        .iter()
        .filter(|(_, hit)| hit.field == field)
        .filter(|(_, hit)| hit.start < hit.end && text.get(hit.start..hit.end).is_some())
        .map(|(watch, hit)| Mark { bytes: hit.start..hit.end, watch: shared.place(watch) })
        .collect();
    marks.sort_by_key(|mark| (mark.bytes.start, usize::MAX - mark.bytes.end, mark.watch));
    let mut end = 0;
    marks.retain(|mark| {
        let fresh = mark.bytes.end > end;
        end = end.max(mark.bytes.end);
        fresh
    });
    marks
}

fn hit_style(look: &Look<'_>, watch: usize, current: bool) -> Style {
    let colour = look.shared.status.watches.get(watch).and_then(|look| look.colour.as_deref());
    let style = look.shared.theme.watch(watch, colour);
    let style = style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
    if current { style.add_modifier(Modifier::REVERSED) } else { style }
}

/// The score line, wrapped where a part begins, and where the alert stands.
fn reasons(composed: &mut Composed, look: &Look<'_>, alert: &Alert) {
    let theme = &look.shared.theme;
    let line = &alert.line;
    let mark = look.shared.glyphs.severity(line.severity);
    let head = format!("{mark} {} {} ", line.score, line.severity);
    let indent = width(&head) + 2;
    let style = theme.severity(line.severity);
    let mut row = vec![(head, style), ("= ".to_owned(), theme.dim)];
    let mut used = indent;
    for part in parts(&line.reason) {
        let columns = width(part);
        if used + columns > look.columns && used > indent {
            composed.rows.push(std::mem::take(&mut row));
            row.push((" ".repeat(indent.min(look.columns / 2)), theme.dim));
            used = indent;
        }
        row.push((part.to_owned(), theme.dim));
        used += columns;
    }
    composed.rows.push(row);
    if alert.state != AlertState::Open {
        let glyph = look.shared.glyphs.state(alert.state);
        let since = look.shared.clock(alert.state_since);
        composed.rows.push(vec![(format!("{glyph} {} {since}Z", alert.state), theme.good)]);
    }
}

/// The parts of a score line, each with the sign before it.
fn parts(reason: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in reason.match_indices([' ']).filter(|(at, _)| {
        let behind = reason.get(at + 1..).unwrap_or("");
        behind.starts_with("+ ") || behind.starts_with("− ")
    }) {
        parts.extend(reason.get(from..at + 1));
        from = at + 1;
    }
    parts.extend(reason.get(from..));
    parts
}

/// Who reported when: a filled mark for an origin of its own, an empty one for a copy.
fn timeline(composed: &mut Composed, look: &Look<'_>, page: &StoryPage) {
    let theme = &look.shared.theme;
    let mut seen: Vec<&str> = Vec::new();
    let mut row = Row::new();
    let mut used = 0;
    for found in page.articles.iter().take(LISTED) {
        let outlet = found.article.outlet.as_str();
        let own = !seen.contains(&found.origin.as_str());
        seen.push(&found.origin);
        let at = look.shared.clock(found.article.published.unwrap_or(found.first_seen));
        let mark = if own {
            look.shared.glyphs.pick("●", "*")
        } else {
            look.shared.glyphs.pick("○", "o")
        };
        let copy = if own || found.origin == outlet {
            String::new()
        } else {
            format!(" ({})", found.origin)
        };
        let text = format!("{at} {outlet}{copy}");
        let columns = width(&text) + 2;
        let join = look.shared.glyphs.pick(" ── ", " -- ");
        if used > 0 && used + columns + 4 > look.columns {
            composed.rows.push(std::mem::take(&mut row));
            used = 0;
        } else if used > 0 {
            row.push((join.to_owned(), theme.faint));
            used += 4;
        }
        row.push((format!("{mark} "), if own { theme.good } else { theme.faint }));
        row.push((text, theme.dim));
        used += columns;
    }
    if !row.is_empty() {
        composed.rows.push(row);
    }
}

fn byline(composed: &mut Composed, look: &Look<'_>, article: &Article) {
    let theme = &look.shared.theme;
    let mut parts: Vec<String> = [&article.outlet, &article.author]
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect();
    parts.extend(article.published.map(|at| format!("published {}Z", look.shared.clock(at))));
    parts.extend((!article.language.is_empty()).then(|| article.language.clone()));
    composed.rows.push(vec![(parts.join(" · "), theme.dim)]);
    if !article.url.is_empty() {
        composed.rows.push(vec![(article.url.clone(), theme.faint)]);
    }
}

fn versions(composed: &mut Composed, look: &Look<'_>, found: Option<&StoryArticle>) {
    let theme = &look.shared.theme;
    let Some(found) = found.filter(|found| !found.versions.is_empty()) else { return };
    composed.rows.push(Vec::new());
    for (replaced, title) in found.versions.iter().rev().take(LISTED) {
        let at = look.shared.clock(*replaced);
        let row = vec![
            (format!("until {at}Z the headline was: "), theme.warn),
            (title.clone(), theme.dim),
        ];
        composed.rows.push(row);
    }
}

/// The other articles of the story, one a row.
fn others(composed: &mut Composed, look: &Look<'_>, page: &StoryPage) {
    let theme = &look.shared.theme;
    if page.articles.len() < 2 {
        return;
    }
    composed.rows.push(Vec::new());
    let title = format!("{} articles tell this story", page.articles.len());
    composed.rows.push(vec![(title, theme.strong), ("  (J K shows them)".to_owned(), theme.faint)]);
    for (place, found) in page.articles.iter().enumerate() {
        let here = place == look.article;
        let mark = if here { look.shared.glyphs.pick("▸ ", "> ") } else { "  " };
        let at = look.shared.clock(found.first_seen);
        let outlet = &found.article.outlet;
        let style = if here { theme.text } else { theme.dim };
        let row = vec![
            (mark.to_owned(), theme.key),
            (format!("{at} "), theme.faint),
            (format!("{outlet}  "), theme.dim),
            (found.article.title.clone(), style),
        ];
        composed.rows.push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_score_line_breaks_where_a_part_begins() {
        let reason = "rocket 30 + embassy 12 − no injuries 4";
        assert_eq!(parts(reason), ["rocket 30 ", "+ embassy 12 ", "− no injuries 4"]);
        assert_eq!(parts(""), [""]);
    }
}
