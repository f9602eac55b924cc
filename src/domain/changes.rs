//! Changes: what `triage::decide` wants written. What it must know to decide is in `known`.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    AlertLine, Article, ArticleId, Change, Families, Feed, FeedId, Identity, Match, Merge, Part,
    Renamed, Severity, StoryId, Toll, WatchHit,
};

/// What becomes of one article of a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleFate {
    /// Not seen before: a new row.
    New,
    /// Seen before with other content: the old version is kept, the row takes the new one.
    Edited(ArticleId),
}

/// One article to write. Articles that did not change are not listed.
#[derive(Clone, Debug)]
pub struct ArticleChange {
    /// New or edited.
    pub fate: ArticleFate,
    /// The feed it came from.
    pub feed: FeedId,
    /// Its identity.
    pub identity: Identity,
    /// Its alias, if it has one.
    pub alias: Option<Identity>,
    /// The key of what it says and when.
    pub wording: Option<Identity>,
    /// Hash of its content.
    pub content: u64,
    /// The article itself.
    pub article: Arc<Article>,
    /// The watches it satisfies.
    pub matches: Vec<Match>,
    /// Its story.
    pub story: StoryId,
    /// Who really reported it.
    pub origin: String,
    /// When it was fetched.
    pub fetched: Timestamp,
}

/// What is kept of a story between polls. `articles` and the lists count every member so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoryState {
    /// Mean direction of its articles: (word hash, weight in 65,536ths), at most 64, sorted by hash.
    pub centroid: Vec<(u32, u16)>,
    /// Shingles of its text families, for finding copies: one sorted list a family, the smallest
    /// of the first text's, with the origin that the family belongs to.
    pub families: Families,
    /// When its newest article was published, as far as that is told and possible.
    pub latest: Option<Timestamp>,
    /// When its first article was published, likewise.
    pub earliest: Option<Timestamp>,
    /// Number of articles.
    pub articles: u32,
    /// Outlets that carry it, in order of appearance.
    pub outlets: Vec<String>,
    /// Distinct origins with the time of their first article, in order of appearance.
    pub origins: Vec<(String, Timestamp)>,
    /// Countries its articles name.
    pub countries: Vec<String>,
    /// Names of the watches that flag it.
    pub watches: Vec<String>,
    /// Highest number of dead or hurt told so far.
    pub harm: u32,
    /// Notices sent so far, and the time of the last.
    pub notices: u32,
    /// When the last notice was raised.
    pub last_notice: Option<Timestamp>,
    /// The alert line as last written, when a watch flags the story.
    #[serde(with = "shared")]
    pub line: Option<Arc<AlertLine>>,
    /// What the score stands on and what the outside was told, when a watch flags the story.
    pub memo: Option<Box<StoryMemo>>,
    /// The story that this one went into: its articles belong there, its own alert is void.
    pub merged: Option<String>,
    /// Stories that people parted it from: it never goes into them, nor they into it.
    pub apart: Vec<StoryId>,
}

/// What triage remembers of a flagged story between polls, beside the alert line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoryMemo {
    /// What the article that stands for the story weighs by itself.
    pub evidence: Evidence,
    /// The strongest of its other reports: it stands when that one is taken back.
    pub spare: Option<Box<Spare>>,
    /// The most that any of its articles tells of dead and hurt.
    pub harm: Harm,
    /// The report that tells of them, or that put them right.
    pub toll: Option<Box<Toll>>,
    /// What the notices told so far.
    pub told: Told,
    /// The severity its alert had last, told or not; `None` before it has one.
    #[serde(alias = "peak")]
    pub stood: Option<Severity>,
    /// A notice that grouping holds back.
    pub pending: Option<Pending>,
    /// When its last flagged article was fetched.
    pub last_flagged: Option<Timestamp>,
    /// Origins that took their reports back, and when: they count again when they report anew.
    pub taken_back: Vec<(String, Timestamp)>,
    /// Who first told that it was not so.
    pub denied: Option<String>,
    /// Nobody reports the event so far: what stands for it reacts to it, or only talks of it.
    pub talk: bool,
    /// Origins that count as long as that is so.
    pub talkers: Vec<String>,
    /// Wordings into which articles were edited, the latest last: each is told once.
    pub worded: Vec<u64>,
    /// Numbers of its alert are yet to be written as they stand.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub behind: bool,
}

/// What one article weighs by itself, before other watches and origins of its story count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// The parts that do not change with the story, in printed order.
    pub parts: Vec<Part>,
    /// Whether names of groups are all it has.
    pub names_only: bool,
    /// Dead and hurt that it tells of.
    pub harm: Harm,
    /// Seconds from its publication to its first poll.
    pub age: i64,
    /// Its score alone, whatever its age: decides which article stands for the story.
    pub alone: i32,
}

/// A report that may stand for its story, cut short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Spare {
    /// The report.
    pub article: Article,
    /// What flags it.
    pub hits: Vec<WatchHit>,
    /// What it weighs by itself.
    pub evidence: Evidence,
    /// When it was fetched.
    pub fetched: Timestamp,
}

/// Dead and hurt, as told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Harm {
    /// Highest number of dead.
    pub killed: u32,
    /// Highest number of hurt, or of people when it is not told which.
    pub hurt: u32,
}

/// What the outside knows of a story.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// Its severity.
    pub severity: Severity,
    /// The watches that flagged it.
    pub watches: Vec<String>,
    /// How many origins it had at most.
    pub origins: u32,
    /// The origins that were ever counted in a notice.
    pub named: Vec<String>,
    /// Dead and hurt.
    pub harm: Harm,
}

impl Told {
    /// Forgets an origin that counts no more: it is told again when it reports anew.
    pub fn forget(&mut self, origin: &str) {
        if let Some(at) = self.named.iter().position(|name| name == origin) {
            self.named.remove(at);
            self.origins = self.origins.saturating_sub(1);
        }
    }
}

/// A notice held back until its time, so that a burst is one notice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// When it goes out.
    pub due: Timestamp,
    /// Why.
    pub change: Change,
    /// The same in a few words: one note for each kind of reason, in the order of kinds.
    #[serde(default)]
    pub notes: Vec<Note>,
}

/// A few words on why the outside is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What kind of reason it is.
    pub reason: Reason,
    /// The words.
    pub text: String,
}

/// Kinds of reasons for which the outside is told again, the first to be read first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A publisher took something back.
    Correction,
    /// The severity rose.
    Severity,
    /// Watches joined.
    Watches,
    /// Origins reached a number that is news.
    Origins,
    /// More dead or hurt are told of.
    Harm,
    /// It was silent for long.
    Silence,
    /// What the headline or the text was before that rose.
    Edit,
    /// The dates of the feed that brought it lag: a remark, no reason by itself.
    Lag,
}

/// A story to insert or replace.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryChange {
    /// Its name.
    pub id: StoryId,
    /// Headline that stands for it.
    pub title: String,
    /// When its first article was fetched.
    pub first_seen: Timestamp,
    /// When its last article was fetched.
    pub last_seen: Timestamp,
    /// What is kept of it.
    pub state: StoryState,
}

impl StoryChange {
    /// Whether numbers of its alert are yet to be written as they stand.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.state.memo.as_ref().is_some_and(|memo| memo.behind)
    }
}

/// An alert to insert or replace: one per flagged story.
#[derive(Clone, Debug)]
pub struct AlertChange {
    /// The story it is about.
    pub story: StoryId,
    /// The alert as it now stands; `seq` is filled in by the store where there is a notice.
    pub line: Arc<AlertLine>,
    /// Why the outside is told now; `None`: the row is updated in silence.
    pub notice: Option<Change>,
    /// Whether an acknowledged alert opens again.
    pub reopen: bool,
}

/// What people chose for two articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bond {
    /// They tell of one event.
    Together,
    /// They do not.
    Apart,
}

/// A choice of people about two articles; it outlives the names of their stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// What was chosen.
    pub bond: Bond,
    /// One article.
    pub article: ArticleId,
    /// The other.
    pub other: ArticleId,
}

/// Stories made anew: written in one transaction. What is to be told of them waits for whoever polls.
#[derive(Clone, Debug, Default)]
pub struct Regrouping {
    /// Stories as they were read: where one stands otherwise by now, nothing is written.
    pub stood: Vec<StoryChange>,
    /// Stories that there were not when they were made: where one is by now, nothing is written.
    pub fresh: Vec<StoryId>,
    /// Where articles go.
    pub moves: Vec<(ArticleId, StoryId)>,
    /// The stories as they are then; one that went into another says so in its state.
    pub stories: Vec<StoryChange>,
    /// Their alerts.
    pub alerts: Vec<AlertChange>,
    /// Stories that went into others: their alerts become part of those that stay.
    pub merges: Vec<Merge>,
    /// Stories that no watch flags any more: their alert is resolved, unless nobody has taken it yet.
    pub void: Vec<StoryId>,
    /// Stories that watches flag again.
    pub back: Vec<StoryId>,
    /// What watches find in articles now, where that is other than it was.
    pub matches: Vec<(ArticleId, Vec<Match>)>,
    /// The choices that led to it, if people made any.
    pub choices: Vec<Choice>,
}

/// All that one commit writes beside the feeds' own rows.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Articles, in (published, link) order.
    pub articles: Vec<ArticleChange>,
    /// Stories they joined or founded.
    pub stories: Vec<StoryChange>,
    /// Alerts raised or updated.
    pub alerts: Vec<AlertChange>,
    /// Stories that turned out to be one, in the order in which that showed.
    pub merges: Vec<Merge>,
    /// Origins of articles that turned out to be others, once the merges are done.
    pub renames: Vec<Renamed>,
    /// Polled feeds of which more is known now that it is known what was new: how they stand instead.
    pub feeds: Vec<Feed>,
    /// Something could not be read that it stands on: nothing of it may be written.
    pub void: bool,
}

impl Changes {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.stories.is_empty() && self.alerts.is_empty()
    }
}

mod shared {
    //! A shared value as the value itself.

    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::AlertLine;

    pub fn serialize<S: Serializer>(
        line: &Option<Arc<AlertLine>>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        line.as_deref().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Arc<AlertLine>>, D::Error> {
        Ok(Option::deserialize(from)?.map(Arc::new))
    }
}
