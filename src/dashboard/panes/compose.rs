//! Composes the rows of the story pane: headline, reasons, who reported when, text with its hits.
//!
//! Pure: a story and a width in, painted rows out.

mod history;
mod links;
mod reasons;
mod versions;

use ratatui::style::{Modifier, Style};

use super::timeline;
use crate::dashboard::load::StoryPage;
use crate::dashboard::reading::{Reading, of_paragraph};
use crate::dashboard::shared::Shared;
use crate::dashboard::wrap::{Mark, wrap};
use crate::domain::{Article, Field, FullText, Hit};

pub use links::links;
pub use reasons::score;

/// A row: pieces of text with their styles.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The pieces, in the order of the text.
    pub pieces: Vec<(String, Style)>,
    /// Which way the row's paragraph runs; one from the right stands at the right edge.
    pub reading: Reading,
}

impl From<Vec<(String, Style)>> for Row {
    fn from(pieces: Vec<(String, Style)>) -> Row {
        Row { pieces, reading: Reading::ByLetters }
    }
}

/// What the pane shows.
#[derive(Clone, Debug, Default)]
pub struct Composed {
    /// The rows.
    pub rows: Vec<Row>,
    /// The row on which each hit begins.
    pub hits: Vec<usize>,
    /// Rows that stand for something, and for what.
    pub targets: Vec<(usize, Target)>,
}

/// What a row stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An article of the story, by its place.
    Article(usize),
    /// A link.
    Link(String),
}

impl Composed {
    /// Adds a row.
    pub fn say(&mut self, pieces: Vec<(String, Style)>) {
        self.rows.push(Row::from(pieces));
    }

    /// Adds a row that stands for something.
    pub fn offer(&mut self, target: Target, pieces: Vec<(String, Style)>) {
        self.targets.push((self.rows.len(), target));
        self.say(pieces);
    }

    /// Adds an empty row.
    pub fn blank(&mut self) {
        self.rows.push(Row::default());
    }

    /// Adds running text, broken into rows of a width.
    pub fn flow(&mut self, pieces: &[(String, Style)], columns: usize) {
        let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        let mut from = 0;
        let mark = |(text, _): &(String, Style)| {
            let bytes = from..from + text.len();
            from = bytes.end;
            Mark { bytes, watch: 0 }
        };
        let marks: Vec<Mark> = pieces.iter().map(mark).collect();
        let reading = of_paragraph(&text);
        for row in wrap(&text, columns, &marks) {
            let painted = row.into_iter().map(|piece| {
                let style = piece.mark.and_then(|at| pieces.get(at)).map_or(Style::new(), |p| p.1);
                (text.get(piece.bytes).unwrap_or("").to_owned(), style)
            });
            self.rows.push(Row { pieces: painted.collect(), reading });
        }
    }
}

/// Most marks of one word in a full text.
const MARKED: usize = 200;

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
    /// Whether who reported stands elsewhere on the screen.
    pub reported: Reported,
}

/// Where the screen says who reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// Within the story.
    Here,
    /// In the column beside it.
    Beside,
}

/// The article shown, with its hits by watch.
pub struct ShownArticle<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its full text, if somebody asked for it.
    pub full: Option<&'a FullText>,
    hits: Vec<(&'a str, &'a Hit)>,
}

/// The article at a place of the story; where the story holds none, the alert's own.
pub fn shown(page: &StoryPage, place: usize) -> Option<ShownArticle<'_>> {
    if let Some(found) = page.articles.get(place) {
        let hits = found.matches.iter();
        let hits = hits.flat_map(|m| m.hits.iter().map(|hit| (m.watch.as_str(), hit))).collect();
        let full = found.full.as_ref();
        return Some(ShownArticle { article: &found.article, full, hits });
    }
    let line = &page.alert.as_ref()?.line;
    let hits = line.hits.iter().map(|hit| (hit.watch.as_str(), &hit.hit)).collect();
    Some(ShownArticle { article: &line.article, full: None, hits })
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
        composed.say(vec![(text, look.shared.theme.dim)]);
        return composed;
    };
    let strong = look.shared.theme.title;
    field(&mut composed, look, (&shown, Field::Title), strong);
    if let Some(alert) = &page.alert {
        reasons::compose(&mut composed, look, alert);
    }
    history::notes(&mut composed, look, &page.history);
    if look.reported == Reported::Here {
        timeline::compose(&mut composed, look, page);
    }
    composed.blank();
    byline(&mut composed, look, shown.article);
    composed.blank();
    texts(&mut composed, look, &shown);
    versions::compose(&mut composed, look, page.articles.get(look.article));
    others(&mut composed, look, page);
    links::compose(&mut composed, look, page);
    history::compose(&mut composed, look, &page.history);
    composed
}

/// Summary and body; a summary that the body begins with is not told twice.
fn texts(composed: &mut Composed, look: &Look<'_>, shown: &ShownArticle<'_>) {
    let article = shown.article;
    if let Some(full) = shown.full {
        return full_text(composed, look, (shown, full));
    }
    let summary = article.summary.trim_end_matches(['…', '.', ' ']);
    let told = article.body.starts_with(summary);
    if !article.summary.is_empty() && (!told || article.body.is_empty()) {
        field(composed, look, (shown, Field::Summary), Style::new());
    }
    if !article.body.is_empty() {
        if !told {
            composed.blank();
        }
        field(composed, look, (shown, Field::Body), Style::new());
    }
    if article.summary.is_empty() && article.body.is_empty() {
        let text = "The feed carries the headline only; f fetches the article.".to_owned();
        composed.say(vec![(text, look.shared.theme.faint)]);
    }
}

/// The full text with the words painted that are hits in what the feed carries.
fn full_text(
    composed: &mut Composed,
    look: &Look<'_>,
    (shown, full): (&ShownArticle<'_>, &FullText),
) {
    let at = look.shared.clock(full.fetched);
    let text = format!("Full article, fetched {at}Z");
    composed.say(vec![(text, look.shared.theme.good)]);
    let mut words: Vec<(&str, &str)> =
        shown.hits.iter().map(|(watch, hit)| (*watch, hit.text.as_str())).collect();
    words.sort_by_key(|(_, word)| std::cmp::Reverse(word.len()));
    words.dedup_by_key(|(_, word)| *word);
    let mut found = Vec::new();
    for (watch, word) in words.into_iter().filter(|(_, word)| !word.is_empty()) {
        let watch = look.shared.place(watch);
        let places =
            full.text.match_indices(word).filter(|(at, _)| is_whole(&full.text, *at, word));
        found.extend(places.take(MARKED).map(|(at, _)| Mark { bytes: at..at + word.len(), watch }));
    }
    paint(composed, look, (&full.text, in_order(found)), Style::new());
}

/// Whether a word that begins at a place is not part of a longer one.
fn is_whole(text: &str, at: usize, word: &str) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let behind = text.get(at + word.len()..).and_then(|text| text.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
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
    paint(composed, look, (text, marks(look.shared, shown, field, text)), base);
}

/// Running text with marks painted, broken into rows.
fn paint(composed: &mut Composed, look: &Look<'_>, (text, marks): (&str, Vec<Mark>), base: Style) {
    let before = composed.hits.len();
    composed.hits.resize(before + marks.len(), usize::MAX);
    for row in wrap(text, look.columns, &marks) {
        let number = composed.rows.len();
        let mut painted = Vec::new();
        let reading = reading_at(text, row.first().map_or(0, |piece| piece.bytes.start));
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
        composed.rows.push(Row { pieces: painted, reading });
    }
    let last = composed.rows.len().saturating_sub(1);
    for row in composed.hits.iter_mut().skip(before) {
        *row = (*row).min(last);
    }
}

/// Which way the paragraph around a place runs.
fn reading_at(text: &str, at: usize) -> Reading {
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let from = before.rfind('\n').map_or(0, |end| end + 1);
    let end = at + behind.find('\n').unwrap_or(behind.len());
    of_paragraph(text.get(from..end).unwrap_or(""))
}

/// The hits of a field in order; of two at the same place the watch first in the file wins, and
/// one that lies within another counts with it.
fn marks(shared: &Shared, shown: &ShownArticle<'_>, field: Field, text: &str) -> Vec<Mark> {
    let marks = shown
        .hits
        .iter()
        .filter(|(_, hit)| hit.field == field)
        .filter(|(_, hit)| hit.start < hit.end && text.get(hit.start..hit.end).is_some())
        .map(|(watch, hit)| Mark { bytes: hit.start..hit.end, watch: shared.place(watch) });
    in_order(marks.collect())
}

/// Marks from the first on, none within another.
fn in_order(mut marks: Vec<Mark>) -> Vec<Mark> {
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

fn byline(composed: &mut Composed, look: &Look<'_>, article: &Article) {
    let theme = &look.shared.theme;
    let mut parts: Vec<String> = [&article.outlet, &article.author]
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect();
    parts.extend(article.published.map(|at| format!("published {}Z", look.shared.clock(at))));
    parts.extend((!article.language.is_empty()).then(|| article.language.clone()));
    composed.flow(&[(parts.join(" · "), theme.dim)], look.columns);
    if !article.url.is_empty() {
        let target = Target::Link(article.url.clone());
        composed.offer(target, vec![(article.url.clone(), theme.faint)]);
    }
}

/// The other articles of the story, one a row.
fn others(composed: &mut Composed, look: &Look<'_>, page: &StoryPage) {
    let theme = &look.shared.theme;
    if page.articles.len() < 2 {
        return;
    }
    composed.blank();
    let title = format!("{} articles tell this story", page.articles.len());
    composed.say(vec![(title, theme.strong), ("  (J K shows, O opens)".to_owned(), theme.faint)]);
    for (place, found) in page.articles.iter().enumerate() {
        let here = place == look.article;
        let mark = if here { look.shared.glyphs.pick("▸ ", "> ") } else { "  " };
        let at = look.shared.clock(found.first_seen);
        let outlet = &found.article.outlet;
        let style = if here { theme.text } else { theme.dim };
        let row = vec![
            (mark.to_owned(), theme.key),
            (format!("{:>2} ", place + 1), theme.faint),
            (format!("{at} "), theme.faint),
            (format!("{outlet}  "), theme.dim),
            (found.article.title.clone(), style),
        ];
        composed.offer(Target::Article(place), row);
    }
}
