//! What wirewatch says of itself through a notifier, in the shape of an alert: a test, a word on a
//! feed. Nothing of it is a story, and no alert is behind it.

use jiff::Timestamp;

use crate::domain::{
    AlertId, AlertLine, Article, Change, LineStory, LineTimes, Notice, SCHEMA, Severity, StoryId,
};

/// Something to say.
#[derive(Clone, Debug)]
pub struct Saying {
    /// What it is, in a word: stands where an alert names its watches, and before the time in its id.
    pub kind: &'static str,
    /// The same in a few words.
    pub note: &'static str,
    /// How urgent.
    pub severity: Severity,
    /// The headline.
    pub title: String,
    /// What stands below it.
    pub summary: String,
    /// When.
    pub at: Timestamp,
}

impl Saying {
    /// The saying as a notice; `number` tells it from others of the same time.
    #[must_use]
    pub fn notice(&self, number: u64) -> Option<Notice> {
        let own = || "wirewatch".to_owned();
        let line = AlertLine {
            schema: SCHEMA.to_owned(),
            seq: 0,
            id: match number {
                0 => format!("{}-{}", self.kind, self.at.as_millisecond()),
                number => format!("{}-{}-{number}", self.kind, self.at.as_millisecond()),
            },
            change: Change::Raised,
            note: self.note.to_owned(),
            severity: self.severity,
            score: 0,
            reason: format!("{} 0", self.kind),
            watches: vec![self.kind.to_owned()],
            article: Article {
                title: self.title.clone(),
                summary: self.summary.clone(),
                outlet: own(),
                ..Article::default()
            },
            hits: Vec::new(),
            story: LineStory {
                id: StoryId(0),
                articles: 1,
                outlets: vec![own()],
                origins: vec![own()],
                first_seen: self.at,
                last_seen: self.at,
                toll: None,
            },
            times: LineTimes { published: None, fetched: self.at, raised: self.at },
            silenced: None,
        };
        let json = serde_json::to_string(&line).ok()?;
        Some(Notice { seq: number, alert: AlertId(0), raised: self.at, json })
    }
}
