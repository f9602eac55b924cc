//! From a document to findings: reads its articles, finds matches, takes features. Pure, so that
//! any number of documents is examined at once. The only file that calls the reader and matcher.

use jiff::Timestamp;

use super::features::features;
use super::identity::marks;
use crate::domain::{Article, Document, Failure, FeedId, FeedSpec, Finding, Findings, Limits, Match};
use crate::feed::{self, Context, Reading};
use crate::watch::{Matcher, Meta, Scratch};

/// Where a document came from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The feed's row.
    pub feed: FeedId,
    /// Its configuration.
    pub spec: &'a FeedSpec,
    /// Whether it never answered before.
    pub first_poll: bool,
    /// When the document came.
    pub fetched: Timestamp,
}

/// What documents are examined by.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The watches.
    pub matcher: &'a Matcher,
    /// How much of a document is taken.
    pub limits: &'a Limits,
}
