//! What the form of a watch shows of a trial: a line with the numbers, and light rows of the newest.

use std::ops::Range;

use jiff::Timestamp;

use super::HEADLINE;
use crate::domain::{Field, Hit};
use crate::engine::{Attempt, Cut, QueryFault, Trial, Tried};

/// The answer to a query as it was typed.
#[derive(Clone, Debug)]
pub struct TrialPage {
    /// The query.
    pub query: String,
    /// What came of it, or what is wrong with it.
    pub result: Result<TrialTally, QueryFault>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct TrialTally {
    /// The numbers, in a line.
    pub said: String,
    /// Why it is not all, if it is not.
    pub cut: Option<&'static str>,
    /// The newest flagged articles.
    pub newest: Vec<TrialRow>,
}

/// A flagged article.
#[derive(Clone, Debug)]
pub struct TrialRow {
    /// When it was news.
    pub at: Timestamp,
    /// Publisher.
    pub outlet: String,
    /// Headline.
    pub title: String,
    /// Bytes of the headline that are hits, in order, apart from each other.
    pub spans: Vec<Range<usize>>,
}

impl TrialPage {
    /// The page of an answer.
    pub(super) fn of(
        attempt: &Attempt,
        result: Result<Trial, QueryFault>,
        now: Timestamp,
    ) -> TrialPage {
        let query = attempt.query.clone();
        TrialPage { query, result: result.map(|trial| tally(trial, now)) }
    }
}

fn tally(trial: Trial, now: Timestamp) -> TrialTally {
    let articles = format!("{} of {} articles of the last 7 days", trial.flagged, trial.articles);
    let said = match trial.alerts.len() {
        0 => format!("no match: {articles}"),
        1 => format!("{articles}, 1 alert: {}", trial.pace(now)),
        alerts => format!("{articles}, {alerts} alerts: {}", trial.pace(now)),
    };
    let cut = trial.cut.map(|cut| match cut {
        Cut::Articles => "(only the newest 20,000)",
        Cut::Stopped => "(cut: it took too long)",
    });
    TrialTally { said, cut, newest: trial.newest.into_iter().map(row).collect() }
}

fn row(tried: Tried) -> TrialRow {
    let Tried { article, found, at } = tried;
    let title: String = article.title.chars().take(HEADLINE).collect();
    let in_title = |hit: &&Hit| hit.field == Field::Title && hit.end <= title.len();
    let mut spans: Vec<Range<usize>> = Vec::new();
    for hit in found.hits.iter().filter(in_title) {
        match spans.last_mut().filter(|last| hit.start <= last.end) {
            Some(last) => last.end = last.end.max(hit.end),
            None => spans.push(hit.start..hit.end),
        }
    }
    TrialRow { at, outlet: article.outlet, title, spans }
}
