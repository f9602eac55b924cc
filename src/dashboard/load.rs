//! What the screen asks of the store, and the light rows it keeps of the answer.
//!
//! The one place of the dashboard that reads the store. Blocks: the runtime calls it from a
//! blocking thread, tests and screenshots directly.

mod delays;
mod found;
mod handover;
mod trial;

use std::ops::ControlFlow;

use jiff::{SignedDuration, Timestamp};

use super::message::Paper;
use super::sheet::{Form, Sheet};
use crate::domain::{Alert, AlertId, AlertLine, AlertState, Event, Feed, Match, Severity, StoryId};
use crate::engine::{self, Attempt, Handle, Rates};
use crate::store::{AlertQuery, Counts, FeedScope, Store, StoreError, StoryArticle};
pub use delays::{DELAYS, Delays};
pub use found::FoundRow;
pub use handover::{HandoverPage, HandoverRow};
pub use trial::{TrialPage, TrialRow};

/// Most articles of one story that the screen asks for.
pub const STORY_ARTICLES: usize = 60;
/// Most articles of one search.
pub const FOUND: usize = 200;
/// Most notices of the log.
pub const NOTICES: u64 = 200;
/// Most stories listed.
const STORIES: usize = 500;
/// Hours of the picture at the bottom.
pub const HOURS: usize = 24;
/// Most characters of a headline kept in a row.
const HEADLINE: usize = 300;

/// What the story pane is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The story of an alert.
    Alert(AlertId),
    /// A story, flagged or not.
    Story(StoryId),
}

/// A question to the store.
#[derive(Clone, Debug)]
pub enum Query {
    /// The window of alerts, and how many of them there may be.
    Alerts(AlertQuery),
    /// One story with its articles.
    Story(Subject),
    /// Counters and alerts per hour.
    Overview,
    /// The feeds.
    Feeds,
    /// Articles with these words.
    Found(String),
    /// Stories of the last day.
    Stories,
    /// The last notices.
    Log,
    /// What a query would have flagged.
    Trial(Attempt),
    /// How late alerts came.
    Delays,
    /// What one shift hands to the next.
    Handover,
    /// Every alert of a list as a file of a form, and its path.
    Sheet(AlertQuery, Form, String),
}

/// Which question it is: of each kind only the newest answer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // named like the questions
pub enum Slot {
    Alerts,
    Story,
    Overview,
    Feeds,
    Found,
    Stories,
    Log,
    Trial,
    Delays,
    Handover,
    Sheet,
}

impl Query {
    /// Its kind.
    #[must_use]
    pub fn slot(&self) -> Slot {
        match self {
            Query::Alerts(_) => Slot::Alerts,
            Query::Story(_) => Slot::Story,
            Query::Overview => Slot::Overview,
            Query::Feeds => Slot::Feeds,
            Query::Found(_) => Slot::Found,
            Query::Stories => Slot::Stories,
            Query::Log => Slot::Log,
            Query::Trial(_) => Slot::Trial,
            Query::Delays => Slot::Delays,
            Query::Handover => Slot::Handover,
            Query::Sheet(..) => Slot::Sheet,
        }
    }
}

/// An alert as the list keeps it.
#[derive(Clone, Debug)]
pub struct AlertRow {
    /// Its row in the store.
    pub id: AlertId,
    /// Where it stands.
    pub state: AlertState,
    /// Since when.
    pub state_since: Timestamp,
    /// How urgent.
    pub severity: Severity,
    /// When it was raised.
    pub raised: Timestamp,
    /// When it last changed.
    pub changed: Timestamp,
    /// Watches, the strongest first.
    pub watches: Vec<String>,
    /// Distinct origins.
    pub origins: usize,
    /// Outlets.
    pub outlets: usize,
    /// Where it is, when that is known.
    pub place: String,
    /// Headline.
    pub headline: String,
    /// Link of its article.
    pub url: String,
    /// Who put it where it stands; empty: nobody.
    pub by: String,
    /// How many notes it has.
    pub notes: u32,
    /// What stands above it, where it is the first of its kind in the list.
    pub heading: Option<String>,
    /// Lines that its headline takes in the list.
    pub lines: usize,
}

impl From<&Alert> for AlertRow {
    fn from(alert: &Alert) -> AlertRow {
        let line = &alert.line;
        AlertRow {
            id: alert.id,
            state: alert.state,
            state_since: alert.state_since,
            severity: line.severity,
            raised: alert.raised,
            changed: alert.changed,
            watches: if line.is_unwatched() { Vec::new() } else { line.watches.clone() },
            origins: line.story.origins.len(),
            outlets: line.story.outlets.len(),
            place: engine::scene(&line.article),
            headline: row_headline(line),
            url: line.article.url.clone(),
            by: alert.by.clone(),
            notes: alert.notes,
            heading: None,
            lines: 1,
        }
    }
}

/// The headline of a row, with the remark that no watch flags its story any more.
fn row_headline(line: &AlertLine) -> String {
    let remark = if line.is_unwatched() { " [no watch flags it any more]" } else { "" };
    line.headline().chars().take(HEADLINE).chain(remark.chars()).collect()
}

/// A story with all that its pane shows.
#[derive(Clone, Debug)]
pub struct StoryPage {
    /// What was asked for.
    pub subject: Subject,
    /// Its alert, where it was asked for by it.
    pub alert: Option<Alert>,
    /// Its articles, oldest first.
    pub articles: Vec<StoryArticle>,
    /// What happened to its alert, oldest first.
    pub history: Vec<Event>,
}

/// A story of the list of stories.
#[derive(Clone, Debug)]
pub struct StoryRow {
    /// Its name.
    pub id: StoryId,
    /// Headline.
    pub title: String,
    /// When its last article was fetched.
    pub last_seen: Timestamp,
    /// Number of articles.
    pub articles: u32,
    /// Number of origins.
    pub origins: usize,
    /// Watches that flag it.
    pub watches: Vec<String>,
}

/// A notice of the log.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    /// Its number.
    pub seq: u64,
    /// Its alert.
    pub alert: AlertId,
    /// When.
    pub raised: Timestamp,
    /// How urgent.
    pub severity: Severity,
    /// Why it was told, with its note.
    pub change: String,
    /// Headline.
    pub title: String,
}

/// Counters and alerts per hour.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// The counters of the status line.
    pub counts: Counts,
    /// Alerts per hour by watch, the oldest hour first.
    pub rates: Rates,
}

/// The answer to a question.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // named like the questions
pub enum Page {
    Alerts(Vec<AlertRow>),
    Story(Box<StoryPage>),
    Overview(Box<Overview>),
    Feeds(Vec<Feed>),
    Found(Vec<FoundRow>),
    Stories(Vec<StoryRow>),
    Log(Vec<NoticeRow>),
    Trial(TrialPage),
    Delays(Box<Delays>),
    Handover(HandoverPage),
    Sheet(Paper),
}

/// Asks the store. `wanted` says whether anybody still waits for the answer of a long question.
///
/// # Errors
/// When the store cannot be read.
pub fn load(
    handle: &Handle,
    query: &Query,
    now: Timestamp,
    wanted: &dyn Fn() -> bool,
) -> Result<Page, StoreError> {
    let store = handle.store.as_ref();
    Ok(match query {
        Query::Trial(attempt) => {
            let result = handle.watches.attempt(store, attempt, now, wanted)?;
            Page::Trial(TrialPage::of(attempt, result, now))
        }
        Query::Alerts(query) => {
            Page::Alerts(store.alerts(query)?.iter().map(AlertRow::from).collect())
        }
        Query::Story(subject) => Page::Story(Box::new(story(store, *subject)?)),
        Query::Overview => Page::Overview(Box::new(Overview {
            counts: store.counts(now)?,
            rates: engine::rates(store, now)?,
        })),
        Query::Feeds => Page::Feeds(store.feeds(FeedScope::All)?),
        Query::Found(words) => {
            let found = store.search(words, 0, FOUND)?;
            Page::Found(found.into_iter().map(|found| FoundRow::of(words, found)).collect())
        }
        Query::Stories => Page::Stories(stories(store, now)?),
        Query::Log => Page::Log(notices(store)?),
        Query::Sheet(query, form, path) => {
            let text = Sheet::of_alerts(&store.alerts(query)?).text(*form);
            Page::Sheet(Paper { path: path.clone(), text })
        }
        Query::Handover => Page::Handover(handover::handover(store, now)?),
        Query::Delays => Page::Delays(Box::new(delays::delays(store, now)?)),
    })
}

fn story(store: &dyn Store, subject: Subject) -> Result<StoryPage, StoreError> {
    let (alert, story) = match subject {
        Subject::Alert(id) => {
            let alert = store.alert(id)?;
            let story = alert.as_ref().map(|alert| alert.story);
            (alert, story)
        }
        Subject::Story(id) => (None, Some(id)),
    };
    let mut articles = story.map(|id| store.story(id, STORY_ARTICLES)).transpose()?;
    let stands = story.map(|id| store.standing(id)).transpose()?.flatten();
    if let Some(story) = stands.filter(|story| story.state.line.is_some()) {
        // What a watch found that flags the story no more is kept for when it is back.
        let flags = |found: &Match| story.state.watches.contains(&found.watch);
        articles.iter_mut().flatten().for_each(|one| one.matches.retain(flags));
    }
    let history = alert.as_ref().map(|alert| store.history(alert.id)).transpose()?;
    let (articles, history) = (articles.unwrap_or_default(), history.unwrap_or_default());
    Ok(StoryPage { subject, alert, articles, history })
}

fn stories(store: &dyn Store, now: Timestamp) -> Result<Vec<StoryRow>, StoreError> {
    let since = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    let mut rows = Vec::new();
    store.each_story(since, &mut |story| {
        if story.state.merged.is_none() {
            rows.push(StoryRow {
                id: story.id,
                title: story.title.chars().take(HEADLINE).collect(),
                last_seen: story.last_seen,
                articles: story.state.articles,
                origins: story.state.origins.len(),
                watches: story.state.watches,
            });
        }
        if rows.len() < STORIES { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(rows)
}

fn notices(store: &dyn Store) -> Result<Vec<NoticeRow>, StoreError> {
    let last = store.last_notice()?;
    let limit = usize::try_from(NOTICES).unwrap_or(usize::MAX);
    let notices = store.notices_after(last.saturating_sub(NOTICES), limit)?;
    Ok(notices
        .into_iter()
        .rev()
        .map(|notice| {
            let line: Option<crate::domain::AlertLine> = serde_json::from_str(&notice.json).ok();
            NoticeRow {
                seq: notice.seq,
                alert: notice.alert,
                raised: notice.raised,
                severity: line.as_ref().map_or(Severity::Routine, |line| line.severity),
                change: line.as_ref().map_or_else(String::new, |line| match line.note.as_str() {
                    "" => line.change.to_string(),
                    note => format!("{}: {note}", line.change),
                }),
                title: line.map_or_else(String::new, |line| line.headline().into_owned()),
            }
        })
        .collect())
}
