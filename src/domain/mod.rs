//! The nouns every other folder speaks: feed, document, article, hit, match, story, alert.
//!
//! Plain data with serde shapes and nothing else; rules live in the folders that own them.

mod access;
mod alert;
mod article;
pub mod bytes;
mod cadence;
mod changes;
mod cities;
mod count;
pub mod countries;
mod delivery;
mod document;
mod duty;
mod families;
mod feed;
mod feed_advice;
mod feed_line;
mod findings;
pub mod gazetteer;
mod hit;
mod ids;
mod known;
mod line;
mod merges;
mod names;
mod owner;
pub mod packed;
mod score;
mod settings;
mod severity;
mod spill;
mod timeliness;
mod towns;
pub mod wait;

pub use access::{Access, Secret};
pub use alert::{Alert, AlertState, Change, Notice};
pub use article::{Article, FullText};
pub use cadence::{Cadence, Lag, Rhythm};
pub use changes::{
    AlertChange, ArticleChange, ArticleFate, Bond, Changes, Choice, Evidence, Harm, Note, Pending,
    Reason, Regrouping, Spare, StoryChange, StoryMemo, StoryState, Told,
};
pub use count::{many, span};
pub use delivery::{Delivery, DeliveryState, Fate, Mark, Route};
pub use document::{CacheHints, Document, ErrorKind, Failure, Lease, Outcome, Poll, Validators};
pub use duty::{
    Act, ActId, Acted, Deed, Event, HeldNotice, NewSilence, SNOOZES, Silence, SilenceId, Silenced,
    Undo, Undone, What,
};
pub use families::Families;
pub use feed::{Delay, Feed, FeedError, FeedSpec, FeedState, OutletClass};
pub use feed_advice::{advice, is_unreached};
pub use feed_line::FeedLine;
pub use findings::{Behind, Features, FeedFacts, Finding, Findings, Kin};
pub use hit::{Field, Hit, Match, Voided, WatchHit};
pub use ids::{AlertId, ArticleId, FeedId, Identity, StoryId};
pub use known::{Known, KnownArticle};
pub use line::{AlertLine, LineStory, LineTimes, SCHEMA, Toll, UNWATCHED};
pub use merges::{Merge, Renamed};
pub use owner::Owner;
pub use score::{Part, Score};
pub use settings::{Fetching, Limits, Pace, PrivateRule, Scoring, Storying};
pub use severity::Severity;
pub use spill::{Spill, Spilled};
pub use timeliness::Timeliness;
