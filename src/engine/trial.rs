//! Tries a watch on the stored articles: how many it would have flagged, which stories, the newest.
//!
//! Changes nothing. How long to go on is the caller's decision, asked after every page.

use std::collections::HashMap;
use std::ops::Range;

use jiff::Timestamp;

use crate::domain::{Article, Match, OutletClass, StoryId};
use crate::store::{FeedScope, Found, Store, StoreError};
use crate::triage::regroup::{self, Member};
use crate::triage::{self, Policy, RECENT};
use crate::watch::{Matcher, Place, Problem, Scratch, Vocabulary, WatchSpec};

/// Articles read at once.
const PAGE: usize = 500;
/// Flagged articles that were old when they came, at most, that are grouped for a trial; further ones count singly.
const MOST_OLD: usize = 5_000;

/// What is wrong with a query as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryFault {
    /// Bytes of the query that it is about; nothing when it lies elsewhere, in a list for one.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub message: String,
    /// What to write instead, or empty.
    pub hint: String,
}

impl From<&Problem> for QueryFault {
    fn from(problem: &Problem) -> QueryFault {
        let here = matches!(&problem.place, Place::Query | Place::Watch { key: "match", .. });
        let elsewhere = || format!("{}: {}", problem.place, problem.message);
        QueryFault {
            span: here.then(|| problem.span.clone()),
            message: if here { problem.message.clone() } else { elsewhere() },
            hint: problem.hint.clone(),
        }
    }
}

/// A query ready to be tried.
#[derive(Debug)]
pub struct Question {
    matcher: Matcher,
}

impl From<Matcher> for Question {
    fn from(matcher: Matcher) -> Question {
        Question { matcher }
    }
}

impl Question {
    /// A query as typed, with the lists of a vocabulary; `instead_of` names the watch that it would
    /// replace, whose mask then counts.
    ///
    /// # Errors
    /// What is wrong with the query.
    pub fn new(
        vocabulary: &Vocabulary,
        query: &str,
        instead_of: Option<&str>,
    ) -> Result<Question, QueryFault> {
        let known = vocabulary.watches.iter().find(|watch| Some(watch.name.as_str()) == instead_of);
        let spec = WatchSpec {
            name: "query".into(),
            query: query.into(),
            mask: known.and_then(|watch| watch.mask.clone()),
            ..WatchSpec::default()
        };
        let compiled = Matcher::for_watch(vocabulary, &spec);
        compiled.map(Question::from).map_err(|problems| {
            problems.first().map_or_else(
                || QueryFault {
                    span: None,
                    message: "it does not compile".into(),
                    hint: String::new(),
                },
                QueryFault::from,
            )
        })
    }
}

/// How far a trial looks.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Articles that were news before this are left out.
    pub since: Timestamp,
    /// At most this many articles, the newest.
    pub articles: usize,
    /// So many flagged ones are kept.
    pub newest: usize,
}

/// Why a trial did not see everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The bound on articles was reached.
    Articles,
    /// The caller had enough.
    Stopped,
}

/// A flagged article.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The article.
    pub article: Article,
    /// The match with its hits.
    pub found: Match,
    /// When it was news: published, or first fetched where that is unknown or later.
    pub at: Timestamp,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// Articles that were news in the time looked at.
    pub articles: usize,
    /// Articles read, those that were news before it included.
    read: usize,
    /// Articles flagged.
    pub flagged: usize,
    /// Stories with a flagged article, which are the alerts, each with the time of its first one.
    pub alerts: HashMap<StoryId, Timestamp>,
    /// The newest flagged articles, newest first.
    pub newest: Vec<Tried>,
    /// How far back the articles looked at reach.
    pub oldest: Option<Timestamp>,
    /// When the last article looked at was first fetched: how far the trial has got.
    pub reached: Option<Timestamp>,
    /// Why it did not see everything, if it did not.
    pub cut: Option<Cut>,
    /// Flagged articles that were old when they came, and may be of no story.
    old: Vec<Member>,
}

/// Looks through the stored articles, newest first. `go_on` is asked after every page.
///
/// # Errors
/// When the store cannot be read.
pub fn trial(
    store: &dyn Store,
    question: &Question,
    bounds: &Bounds,
    go_on: &mut dyn FnMut(&Trial) -> bool,
) -> Result<Trial, StoreError> {
    let tags = tags(store)?;
    let mut trial = Trial::default();
    let mut scratch = Scratch::new();
    let mut below = None;
    loop {
        let room = bounds.articles.saturating_sub(trial.read).min(PAGE);
        if room == 0 {
            trial.cut = Some(Cut::Articles);
            break;
        }
        let page = store.articles_since(bounds.since, below, room)?;
        let Some(last) = page.last() else { break };
        below = Some(last.id);
        trial.reached = Some(last.first_seen);
        let is_last = page.len() < room;
        for found in page {
            trial.take(found, question, (bounds, &tags, &mut scratch));
        }
        if is_last {
            break;
        }
        if !go_on(&trial) {
            trial.cut = Some(Cut::Stopped);
            break;
        }
    }
    trial.gather();
    Ok(trial)
}

/// The tags of feeds, by the name that their articles carry.
pub(super) type Tags = HashMap<String, Vec<String>>;

/// The tags of the feeds by the name that their articles carry.
pub(super) fn tags(store: &dyn Store) -> Result<Tags, StoreError> {
    let feeds = store.feeds(FeedScope::All)?.into_iter().map(|feed| feed.spec);
    let tagged = feeds.filter(|spec| !spec.tags.is_empty());
    Ok(tagged.flat_map(|spec| [(spec.title, spec.tags.clone()), (spec.url, spec.tags)]).collect())
}

impl Trial {
    fn take(
        &mut self,
        found: Found,
        question: &Question,
        (bounds, tags, scratch): (&Bounds, &Tags, &mut Scratch),
    ) {
        let Found { id, article, story, first_seen, .. } = found;
        let at = article.published.filter(|at| *at <= first_seen).unwrap_or(first_seen);
        self.read += 1;
        if at < bounds.since {
            return;
        }
        self.articles += 1;
        self.oldest = Some(self.oldest.map_or(at, |oldest| oldest.min(at)));
        let tags = tags.get(&article.feed).map_or(&[][..], Vec::as_slice);
        let meta = triage::meta(&question.matcher, &article, tags);
        let mut matches = question.matcher.scan(&article, &meta, scratch);
        let Some(found) = matches.pop() else { return };
        self.flagged += 1;
        let first = self.alerts.entry(story).or_insert(at);
        *first = at.min(*first);
        if first_seen.duration_since(at).as_secs() > RECENT && self.old.len() < MOST_OLD {
            let matches = vec![found.clone()];
            let class = OutletClass::default();
            let article = article.clone();
            self.old.push(Member { id, story, article, matches, class, fetched: first_seen });
        }
        // Rows come in the order of arrival, which is not that of the news.
        let place = self.newest.partition_point(|tried| tried.at >= at);
        if place < bounds.newest {
            self.newest.insert(place, Tried { article, found, at });
            self.newest.truncate(bounds.newest);
        }
    }

    /// Counts old articles of one event as one alert: what was flagged by nobody is of no story each.
    fn gather(&mut self) {
        let old = std::mem::take(&mut self.old);
        let cells = regroup::partition(&old, &[], &Policy::default());
        let mut firsts: HashMap<usize, StoryId> = HashMap::new();
        for Member { id, story, .. } in &old {
            let Some(cell) = cells.get(id) else { continue };
            let first = *firsts.entry(*cell).or_insert(*story);
            if first == *story {
                continue;
            }
            let Some(at) = self.alerts.remove(story) else { continue };
            let known = self.alerts.entry(first).or_insert(at);
            *known = at.min(*known);
        }
    }

    /// Days between the oldest article and now.
    #[must_use]
    pub fn days(&self, now: Timestamp) -> f64 {
        let seconds = self.oldest.map_or(0, |oldest| now.duration_since(oldest).as_secs().max(0));
        // Spans of news are far below where this loses anything.
        #[allow(clippy::cast_precision_loss)]
        let seconds = seconds as f64;
        seconds / 86_400.0
    }

    /// How often it would alert, in words: `about 9 a day`, `about 2 a week`, `3 in 5 h`.
    #[must_use]
    pub fn pace(&self, now: Timestamp) -> String {
        let (alerts, days) = (self.alerts.len(), self.days(now));
        #[allow(clippy::cast_precision_loss)] // counts of alerts are small
        let a_day = alerts as f64 / days.max(1.0 / 24.0);
        if alerts == 0 {
            "none".to_owned()
        } else if days < 1.0 {
            format!("{alerts} in {:.0} h", (days * 24.0).max(1.0))
        } else if a_day >= 1.0 {
            format!("about {a_day:.0} a day")
        } else {
            format!("about {:.0} a week", (a_day * 7.0).max(1.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{Bounds, Question, Tags, Trial};
    use crate::domain::{Article, ArticleId, StoryId};
    use crate::store::Found;
    use crate::watch::{Scratch, Vocabulary};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn hours_ago(hours: i64) -> Timestamp {
        NOW - SignedDuration::from_hours(hours)
    }

    fn found(hours: i64) -> Found {
        Found {
            id: ArticleId(hours),
            article: Article {
                title: format!("rocket {hours}"),
                published: Some(hours_ago(hours)),
                ..Article::default()
            },
            story: StoryId(1),
            first_seen: NOW,
            watches: Vec::new(),
        }
    }

    /// What is made of articles that arrived in this order, each so many hours old.
    fn tried(hours: &[i64], newest: usize) -> Trial {
        let question = Question::new(&Vocabulary::default(), "rocket", None).unwrap();
        let bounds = Bounds { since: hours_ago(24), articles: 100, newest };
        let (mut trial, mut scratch, tags) = (Trial::default(), Scratch::new(), Tags::new());
        for hours in hours {
            trial.take(found(*hours), &question, (&bounds, &tags, &mut scratch));
        }
        trial
    }

    #[test]
    fn the_newest_are_those_of_the_news_not_of_the_arrival() {
        let titles = |trial: Trial| -> Vec<String> {
            trial.newest.into_iter().map(|tried| tried.article.title).collect()
        };
        // A slow feed was polled last: its old articles arrived before the fresh ones are read.
        assert_eq!(titles(tried(&[9, 8, 1, 2], 2)), ["rocket 1", "rocket 2"]);
        assert_eq!(titles(tried(&[3, 1], 9)), ["rocket 1", "rocket 3"]);
        assert_eq!(titles(tried(&[3, 1], 0)), [""; 0]);
    }

    #[test]
    fn only_articles_of_the_time_looked_at_are_counted() {
        let trial = tried(&[30, 1, 40, 2], 9);
        assert_eq!((trial.flagged, trial.articles), (2, 2));
    }
}
