//! The alert line: the one JSON shape in which alerts leave wirewatch.

use std::borrow::Cow;
use std::fmt;
use std::hash::Hash;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Article, Change, Score, Severity, Silenced, StoryId, WatchHit};

/// Value of the member `schema`.
pub const SCHEMA: &str = "wirewatch.alert/1";

/// One alert, as `run` prints it and webhooks carry it. Scripts depend on its members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertLine {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Gap-free number of the notice in its store; 0 while nobody has been told.
    pub seq: u64,
    /// Stable id of this notice: the story's name, a hyphen, the number of the notice in the story.
    pub id: String,
    /// Why it is told now.
    pub change: Change,
    /// The same in a few words: `second origin: Reuters`.
    #[serde(default)]
    pub note: String,
    /// How urgent.
    pub severity: Severity,
    /// 0 to 99.
    pub score: i32,
    /// The score's parts in one line that sums up exactly.
    pub reason: String,
    /// Names of the watches that flag the story, the strongest first.
    pub watches: Vec<String>,
    /// The article that stands for the story.
    pub article: Article,
    /// Every hit in that article.
    pub hits: Vec<WatchHit>,
    /// The story around it.
    pub story: LineStory,
    /// When.
    pub times: LineTimes,
    /// The silence that held the last notice back from the notifiers, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silenced: Option<Silenced>,
}

impl AlertLine {
    /// The score with its parts, read back from the line.
    #[must_use]
    pub fn summary(&self) -> String {
        format!("{} {} = {}", self.score, self.severity, self.reason)
    }

    /// The headline, with the toll that holds where the article tells of another.
    #[must_use]
    pub fn headline(&self) -> Cow<'_, str> {
        let title = self.article.title.as_str();
        match &self.story.toll {
            Some(toll) => Cow::Owned(format!("{title} [{toll}]")),
            None => Cow::Borrowed(title),
        }
    }

    /// Whether no watch flags its story any more.
    #[must_use]
    pub fn is_unwatched(&self) -> bool {
        self.note == UNWATCHED
    }

    /// What people are told by the line: all but the score's sum, the numbers and the times.
    pub fn told(&self) -> impl Hash {
        let AlertLine { severity, change, note, watches, silenced, hits, article, .. } = self;
        let (raised, toll) = (self.times.raised, &self.story.toll);
        (severity, change, raised, note, watches, toll, silenced, hits, article)
    }

    /// Takes the score into the line.
    pub fn set_score(&mut self, score: &Score, severity: Severity) {
        self.severity = severity;
        self.score = score.total;
        self.reason = score.to_string();
    }
}

/// The note of an alert whose story no watch flags any more.
pub const UNWATCHED: &str = "no watch flags its story any more";

/// The story as the alert line shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineStory {
    /// Its name, 16 hexadecimal digits.
    #[serde(with = "story_name")]
    pub id: StoryId,
    /// Number of articles.
    pub articles: u32,
    /// Outlets that carry it, in order of appearance.
    pub outlets: Vec<String>,
    /// Distinct origins, in order of appearance.
    pub origins: Vec<String>,
    /// When its first article was fetched.
    pub first_seen: Timestamp,
    /// When its last article was fetched.
    pub last_seen: Timestamp,
    /// The report whose dead and hurt hold, where the article that stands for the story tells of others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toll: Option<Box<Toll>>,
}

/// A report of how many are dead and hurt.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Toll {
    /// The dead.
    pub killed: u32,
    /// The hurt.
    pub hurt: u32,
    /// Who published it.
    pub outlet: String,
    /// Its headline.
    pub title: String,
    /// Its link.
    pub url: String,
    /// When it was published, or fetched where that is not told.
    pub at: Timestamp,
    /// It puts right what others tell.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub corrects: bool,
}

impl fmt::Display for Toll {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.killed, self.hurt) {
            (0, 0) => out.write_str("nobody hurt")?,
            (0, hurt) => write!(out, "{hurt} hurt")?,
            (killed, _) => write!(out, "{killed} killed")?,
        }
        write!(out, ": {}", self.outlet)
    }
}

/// The times of an alert line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineTimes {
    /// When the article was published, as its publisher says.
    pub published: Option<Timestamp>,
    /// When it was fetched.
    pub fetched: Timestamp,
    /// When this notice was raised.
    pub raised: Timestamp,
}

mod story_name {
    //! A story's name as text.

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::StoryId;

    pub fn serialize<S: Serializer>(id: &StoryId, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(id)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<StoryId, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
