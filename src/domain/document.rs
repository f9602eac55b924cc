//! A document: the bytes one poll of a feed returned, or why there are none.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{FeedId, names};

/// The cache validators of a response, kept and echoed byte for byte (RFC 9110 §8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, at most 4 KiB.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`, as sent.
    pub last_modified: Option<Vec<u8>>,
}

/// What the answer says of when to come back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheHints {
    /// `Cache-Control: max-age`, else `Expires` minus `Date`; seconds, 0: it may not be kept. `None`: it says nothing.
    pub max_age: Option<u32>,
    /// `Retry-After`; seconds from the answer.
    pub retry_after: Option<u32>,
}

/// What a successful poll returned.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The address that answered, after redirects: the base of relative links.
    pub url: String,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// `Link` as sent, where it names another form of the document.
    pub links: Option<String>,
    /// Decompressed body, at most the configured size.
    pub body: Vec<u8>,
    /// Validators to send next time.
    pub validators: Validators,
    /// The room that the body takes of what all bodies may take together.
    pub lease: Lease,
}

/// Something held for as long as a body is in memory; given back when the last clone is dropped.
#[derive(Clone, Default)]
pub struct Lease(Option<Arc<dyn Any + Send + Sync>>);

impl Lease {
    /// Holds a thing.
    pub fn of(held: impl Any + Send + Sync) -> Lease {
        Lease(Some(Arc::new(held)))
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "held" } else { "none" })
    }
}

/// Why a poll failed. The names are part of the feed line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The host's name could not be resolved.
    Dns,
    /// No connection.
    Connect,
    /// A time limit passed.
    Timeout,
    /// The connection was reset.
    Reset,
    /// The body ended before its announced length.
    Incomplete,
    /// The answer is not HTTP as we speak it.
    Protocol,
    /// The content encoding is damaged or unknown.
    Decode,
    /// The decoded body is larger than the limit.
    TooLarge,
    /// Elements nest deeper than the limit.
    TooDeep,
    /// Not readable as a feed even after repair.
    Parse,
    /// The characters could not be decoded.
    Encoding,
    /// A document, but no feed: a page, an image.
    NotAFeed,
    /// An empty body.
    Empty,
    /// An HTTP status that means failure.
    HttpStatus,
    /// 429, or 503 with Retry-After.
    RateLimited,
    /// 410: the publisher ended the feed.
    Gone,
    /// Redirects that come back to where they were.
    RedirectLoop,
    /// More redirects than the limit.
    RedirectLimit,
    /// A redirect to a place we do not go.
    RedirectBlocked,
    /// A redirect without a usable Location.
    RedirectBad,
    /// The TLS handshake or the certificate failed.
    Tls,
    /// An address that is private or of a scheme we do not fetch.
    Blocked,
    /// The feed's credentials are not where it is said that they are; nothing was asked.
    Credentials,
}

impl ErrorKind {
    /// Every kind with its name in output.
    pub const NAMES: &'static [(ErrorKind, &'static str)] = &[
        (ErrorKind::Dns, "dns"),
        (ErrorKind::Connect, "connect"),
        (ErrorKind::Timeout, "timeout"),
        (ErrorKind::Reset, "reset"),
        (ErrorKind::Incomplete, "incomplete"),
        (ErrorKind::Protocol, "protocol"),
        (ErrorKind::Decode, "decode"),
        (ErrorKind::TooLarge, "too_large"),
        (ErrorKind::TooDeep, "too_deep"),
        (ErrorKind::Parse, "parse"),
        (ErrorKind::Encoding, "encoding"),
        (ErrorKind::NotAFeed, "not_a_feed"),
        (ErrorKind::Empty, "empty"),
        (ErrorKind::HttpStatus, "http_status"),
        (ErrorKind::RateLimited, "rate_limited"),
        (ErrorKind::Gone, "gone"),
        (ErrorKind::RedirectLoop, "redirect_loop"),
        (ErrorKind::RedirectLimit, "redirect_limit"),
        (ErrorKind::RedirectBlocked, "redirect_blocked"),
        (ErrorKind::RedirectBad, "redirect_bad"),
        (ErrorKind::Tls, "tls"),
        (ErrorKind::Blocked, "blocked"),
        (ErrorKind::Credentials, "credentials"),
    ];

    /// The name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        names::of(Self::NAMES, &self)
    }

    /// The kind of a name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<ErrorKind> {
        names::value(Self::NAMES, name)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A failed poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure.
    pub kind: ErrorKind,
    /// One line for people: what happened, and what to do where there is something to do.
    pub message: String,
    /// The HTTP status, where there was one.
    pub status: Option<u16>,
}

/// How a poll ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// A body to read.
    Document(Document),
    /// 304: nothing new. New validators, where the answer carried some.
    NotModified(Validators),
    /// No usable answer.
    Failed(Failure),
}

/// One poll of one feed.
#[derive(Clone, Debug)]
pub struct Poll {
    /// The feed.
    pub feed: FeedId,
    /// When the request went out.
    pub started: Timestamp,
    /// When the answer was complete, or failed.
    pub finished: Timestamp,
    /// How it ended.
    pub outcome: Outcome,
    /// What the answer says of when to come back.
    pub hints: CacheHints,
    /// New address of the feed: where permanent redirects (301, 308) led, up to the first that is
    /// for the time being.
    pub moved: Option<String>,
    /// The host that answered, where redirects led to another than that of the address asked.
    pub host: Option<String>,
}
