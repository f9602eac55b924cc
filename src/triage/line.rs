//! Fills alert lines, and keeps each within the size of one event: long texts are cut, and hits
//! behind the cut are left out.

use jiff::Timestamp;

use super::words::head;
use crate::domain::{
    AlertLine, Article, Change, Field, LineStory, LineTimes, Match, SCHEMA, Score, Severity, Spare,
    StoryChange, WatchHit,
};

/// Bytes of each text field that a line carries, and its lists' lengths. Even with every
/// character escaped a line stays below 64 KiB.
const TITLE: usize = 2 << 10;
const TEXT: usize = 4 << 10;
const BODY: usize = 8 << 10;
const LINK: usize = 2 << 10;
/// Bytes of the texts of an article that only may stand for its story.
const SPARE: usize = 512;
const NAME: usize = 256;
const LIST: usize = 32;
const HITS: usize = 64;

/// A line for a story that gets its first flagged article.
pub(super) fn first(story: &StoryChange, now: Timestamp) -> AlertLine {
    AlertLine {
        schema: SCHEMA.to_owned(),
        seq: 0,
        id: name(story),
        change: Change::Raised,
        note: String::new(),
        severity: Severity::Routine,
        score: 0,
        reason: String::new(),
        watches: Vec::new(),
        article: Article::default(),
        hits: Vec::new(),
        story: about(story),
        times: LineTimes { published: None, fetched: now, raised: now },
        silenced: None,
    }
}

/// Lets an article stand for the story.
pub(super) fn stand(
    line: &mut AlertLine,
    article: &Article,
    matches: &[Match],
    fetched: Timestamp,
) {
    line.article = fitted(article);
    line.hits = hits(&line.article, matches);
    line.times.published = article.published;
    line.times.fetched = fetched;
}

/// Brings a line to where its story and score are.
pub(super) fn refresh(line: &mut AlertLine, story: &StoryChange, score: &Score, floor: Severity) {
    line.watches.clone_from(&story.state.watches);
    line.watches.truncate(LIST);
    let severity = line.severity;
    line.set_score(score, severity.max(floor));
    line.story = about(story);
}

/// Name of the newest notice of a story.
pub(super) fn name(story: &StoryChange) -> String {
    format!("{}-{}", story.id, story.state.notices)
}

/// Whether a line carries this article, whatever its version.
pub(super) fn carries(line: &AlertLine, article: &Article) -> bool {
    is_same(&line.article, article)
}

/// Whether an article as a line keeps it is this one, whatever its version.
pub(super) fn is_same(kept: &Article, article: &Article) -> bool {
    kept.feed == head(&article.feed, NAME)
        && if article.id.is_empty() {
            kept.url == head(&article.url, LINK)
        } else {
            kept.id == head(&article.id, LINK / 2)
        }
}

/// An article that may stand for its story later, cut short.
pub(super) fn spare(article: &Article, matches: &[Match], fetched: Timestamp) -> Spare {
    let article = Article {
        summary: cut(&article.summary, SPARE),
        body: cut(&article.body, SPARE),
        ..fitted(article)
    };
    Spare { hits: hits(&article, matches), article, fetched, ..Spare::default() }
}

fn about(story: &StoryChange) -> LineStory {
    let state = &story.state;
    LineStory {
        id: story.id,
        articles: state.articles,
        outlets: state.outlets.iter().take(LIST).map(|o| cut(o, NAME)).collect(),
        origins: state.origins.iter().take(LIST).map(|(o, _)| cut(o, NAME)).collect(),
        first_seen: story.first_seen,
        last_seen: story.last_seen,
        toll: None,
    }
}

/// An article cut to what a line carries.
pub(super) fn fitted(article: &Article) -> Article {
    Article {
        title: cut(&article.title, TITLE),
        summary: cut(&article.summary, TEXT),
        body: cut(&article.body, BODY),
        url: cut(&article.url, LINK),
        id: cut(&article.id, LINK / 2),
        outlet: cut(&article.outlet, NAME),
        feed: cut(&article.feed, NAME),
        author: cut(&article.author, NAME),
        language: cut(&article.language, NAME / 4),
        published: article.published,
        updated: article.updated,
        categories: article.categories.iter().take(LIST / 2).map(|c| cut(c, NAME / 4)).collect(),
    }
}

fn cut(text: &str, bytes: usize) -> String {
    head(text, bytes).to_owned()
}

/// Whether an article as it is kept still shows the text of a hit; those of metadata fields have no
/// text to point into.
pub(super) fn shows(article: &Article, WatchHit { hit, .. }: &WatchHit) -> bool {
    hit.text.len() <= NAME
        && match hit.field {
            Field::Title => hit.end <= article.title.len(),
            Field::Summary => hit.end <= article.summary.len(),
            Field::Body => hit.end <= article.body.len(),
            Field::Outlet
            | Field::Feed
            | Field::Tag
            | Field::Lang
            | Field::Place
            | Field::Country => true,
        }
}

/// Hits whose text the line still shows.
fn hits(article: &Article, matches: &[Match]) -> Vec<WatchHit> {
    let all = matches.iter().flat_map(|m| m.hits.iter().map(|hit| (m.watch.as_str(), hit)));
    let all = all.map(|(watch, hit)| {
        let hit = crate::domain::Hit { term: cut(&hit.term, NAME / 2), ..hit.clone() };
        WatchHit { watch: watch.to_owned(), hit }
    });
    all.filter(|hit| shows(article, hit)).take(HITS).collect()
}
