//! A parcel: what one delivery carries, one notice or a digest of several, under one stable id.

use jiff::Timestamp;

use super::Receipts;
use crate::domain::{AlertId, AlertLine, Change, Notice};

/// One notice, read.
#[derive(Clone, Debug)]
pub struct Telling {
    /// Number of the notice.
    pub seq: u64,
    /// The alert.
    pub alert: AlertId,
    /// The alert line as it was written, byte for byte.
    pub json: String,
    /// The same, read.
    pub line: AlertLine,
}

/// What one delivery carries. Made of the same notices it is the same, byte for byte, after any
/// restart.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// Stable id: the notice's own; for a digest that of its first notice and how many follow.
    pub id: String,
    /// When its last notice was raised.
    pub raised: Timestamp,
    /// The notices, by number; never empty.
    pub told: Vec<Telling>,
    /// Who has it already, where it goes to many.
    pub receipts: Receipts,
}

impl Parcel {
    /// A parcel of notices; `None` when there are none, or one cannot be read.
    #[must_use]
    pub fn of<'a>(notices: impl IntoIterator<Item = &'a Notice>) -> Option<Parcel> {
        let mut told = Vec::new();
        let mut raised = Timestamp::MIN;
        for notice in notices {
            let line: AlertLine = serde_json::from_str(&notice.json).ok()?;
            raised = raised.max(notice.raised);
            let json = notice.json.clone();
            told.push(Telling { seq: notice.seq, alert: notice.alert, json, line });
        }
        told.sort_by_key(|each| each.seq);
        let first = told.first()?;
        let id = match told.len() {
            1 => first.line.id.clone(),
            more => format!("{}+{}", first.line.id, more - 1),
        };
        Some(Parcel { id, raised, told, receipts: Receipts::default() })
    }

    /// The notice, when there is only one.
    #[must_use]
    pub fn single(&self) -> Option<&Telling> {
        self.told.first().filter(|_| self.told.len() == 1)
    }

    /// Whether it tells that an alert is over.
    #[must_use]
    pub fn is_end(&self) -> bool {
        self.single().is_some_and(|one| one.line.change == Change::Resolved)
    }

    /// The notice that stands for all: the most urgent, the newest of these.
    #[must_use]
    pub fn top(&self) -> Option<&AlertLine> {
        self.told.iter().max_by_key(|each| (each.line.severity, each.seq)).map(|each| &each.line)
    }
}
