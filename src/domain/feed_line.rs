//! One feed as `feed list --format json` prints it, and how what is said of a document begins.

use jiff::Timestamp;
use serde::Serialize;

use super::feed::{Delay, FeedError, FeedState, OutletClass};

/// One feed in `feed list --format json`.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)] // the contract's own member names; see `Feed`
pub struct FeedLine<'a> {
    pub url: &'a str,
    pub title: &'a str,
    pub outlet: &'a str,
    pub class: OutletClass,
    pub language: &'a str,
    pub tags: &'a [String],
    pub enabled: bool,
    pub state: FeedState,
    pub error: Option<&'a FeedError>,
    pub failures: u32,
    pub articles: u64,
    pub polls: u64,
    pub not_modified: u64,
    pub last_success: Option<Timestamp>,
    pub last_poll: Option<Timestamp>,
    pub next_poll: Option<Timestamp>,
    pub interval_s: u32,
    pub delay_s: Option<Delay>,
    pub repaired: Option<&'a str>,
    pub moved: Option<&'a str>,
}

impl FeedLine<'_> {
    /// How `repaired` begins when items were missed between two polls.
    pub const MISSED: &'static str = "polled too rarely";
    /// The same where nothing was polled here for a while.
    pub const UNASKED: &'static str = "not polled for";
    /// The same where its server gave no feed for a while.
    pub const UNANSWERED: &'static str = "not answered for";
    /// How it begins where the dates of a document are wrong, all alike.
    pub const CLOCK: &'static str = "its clock seems to be";

    /// Whether what is said of a document is that items before it were missed.
    #[must_use]
    pub fn is_missed(why: &str) -> bool {
        let starts = [FeedLine::MISSED, FeedLine::UNASKED, FeedLine::UNANSWERED];
        starts.iter().any(|start| why.starts_with(start))
    }
}
