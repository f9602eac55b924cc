//! With what a feed is asked for news: the validators of its last document as they came, unless they may
//! hide something, or its server stumbles over them.
//!
//! Pure. An unconditional poll costs its server a whole document; so each doubt is looked into rarely.

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};

use super::{Facts, Reading, pauses, seconds};
use crate::domain::{Document, ErrorKind, Failure, Feed, Poll, Validators};

/// How long a server that refuses validators as such (412) is asked without them.
const REFUSED: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The same for one that may have failed over them, and did so twice within that time.
const STUMBLED: SignedDuration = SignedDuration::from_hours(24);

/// A 304 that names another document than ours is doubted once in so many seconds.
const STRANGE: u32 = 3_600;
/// A quiet feed that only ever says "not modified" is asked for the whole document so often.
const HIDDEN: u32 = 86_400;

/// What servers that compress put at the end of an ETag, some of them not in a 304.
const PACKED: &[&[u8]] = &[b"--gzip", b"-gzip", b";gzip", b"-br", b";br"];

/// Takes in the validators of a document. One that broke off is asked for anew: "not modified" would hide
/// what it left out for as long as it stays the same. So is what an empty feed hides that a permanent
/// redirect led to, or that stands where there were articles: it may be what its server says instead of "not modified".
pub(super) fn of_document(after: &mut Feed, document: &Document, poll: &Poll, reading: &Reading) {
    let now = poll.finished;
    let (facts, asked) = (facts_of(reading), is_conditional(after));
    let empty = facts.is_some_and(|facts| facts.articles == 0);
    let emptied = empty && asked && !after.cadence.empty && after.last_article.is_some();
    if emptied {
        doubt(after, now);
    } else if empty && !asked && after.cadence.bare <= Some(now) {
        // It is empty however it is asked.
        after.cadence.bare = None;
    }
    let cut = facts.is_some_and(|facts| facts.truncated);
    let hides = emptied || cut || empty && poll.moved.is_some();
    let refuses = after.cadence.bare > Some(now);
    let same = asked && document.validators == after.validators;
    let kept = (!hides && !refuses).then(|| document.validators.clone());
    after.validators = kept.unwrap_or_default();
    if !same {
        after.cadence.whole = Some(now);
    }
}

fn facts_of(reading: &Reading) -> Option<&Facts> {
    match reading {
        Reading::Read(facts) => Some(facts),
        Reading::Nothing | Reading::Unreadable(_) => None,
    }
}

/// Whether it is asked with validators.
pub(super) fn is_conditional(feed: &Feed) -> bool {
    feed.validators != Validators::default()
}

/// Takes in what a 304 says. It may bring a new date, not a new ETag: one that is another than ours speaks
/// of a document that we do not have (RFC 9111, 4.3.4), and sent back would keep that from us; so that is
/// asked for.
pub(super) fn of_not_modified(after: &mut Feed, sent: &Validators, now: Timestamp) {
    if after.cadence.bare <= Some(now) {
        // Whatever it stumbled over, it was not they.
        after.cadence.bare = None;
    }
    let kept = &mut after.validators;
    if sent.etag.is_some() && bare(kept.etag.as_deref()) != bare(sent.etag.as_deref()) {
        if after.cadence.whole.is_none_or(|whole| seconds(whole, now) >= STRANGE) {
            *kept = Validators::default();
        }
        return;
    }
    if sent.last_modified.is_some() {
        kept.last_modified.clone_from(&sent.last_modified);
    }
}

/// An ETag without what tells of weakness and compression.
fn bare(etag: Option<&[u8]>) -> Option<&[u8]> {
    let etag = etag?;
    let etag = etag.strip_prefix(b"W/").unwrap_or(etag);
    let etag = etag.strip_prefix(b"\"").and_then(|etag| etag.strip_suffix(b"\"")).unwrap_or(etag);
    Some(PACKED.iter().find_map(|end| etag.strip_suffix(*end)).unwrap_or(etag))
}

/// Whether "not modified", or the same document again, may be all that a quiet feed says, whatever is new: nobody
/// has seen its document since its last article. It is then asked for it.
pub(super) fn hides(after: &mut Feed, now: Timestamp) -> bool {
    let whole = after.cadence.whole;
    if !is_conditional(after) || whole == Some(now) || !is_quiet(after, now) {
        return false;
    }
    let last = after.last_article;
    let seen = |whole: Timestamp| Some(whole) > last && seconds(whole, now) < HIDDEN;
    if whole.is_some_and(seen) {
        return false;
    }
    after.validators = Validators::default();
    true
}

/// A feed is quiet after so many of its usual gaps, counted as no shorter than this, and never before that.
const GAPS: u32 = 3;
const SHORTEST_GAP: u32 = 900;
const LEAST_QUIET: u32 = 2 * 3_600;

fn is_quiet(feed: &Feed, now: Timestamp) -> bool {
    let Some(since) = feed.last_article else { return false };
    let patience = feed.cadence.gap.max(SHORTEST_GAP).saturating_mul(GAPS).max(LEAST_QUIET);
    seconds(since, now) > patience.max(pauses::usual(feed, since))
}

/// What is new may be dated so long before it can be seen.
const DELAY: SignedDuration = SignedDuration::from_mins(10);

/// Takes in the earliest date of what is new in a document that nobody asked for on a condition: where its server
/// had said "not modified" since, it is asked on none for a while.
pub(super) fn of_news(before: &Feed, after: &mut Feed, earliest: Timestamp, now: Timestamp) {
    let Some(heard) = before.last_success.filter(|_| !is_conditional(before)) else { return };
    let hidden = before.cadence.whole.is_some_and(|whole| whole < heard && whole < earliest)
        && heard.duration_since(earliest) > DELAY;
    if hidden {
        after.cadence.bare = Some(now.saturating_add(REFUSED).unwrap_or(now));
        after.validators = Validators::default();
    }
}

/// Answers without a document that a server may give instead of "not modified": nothing, a page, half a
/// sentence.
const INSTEAD: &[ErrorKind] = &[
    ErrorKind::Empty,
    ErrorKind::NotAFeed,
    ErrorKind::Parse,
    ErrorKind::Reset,
    ErrorKind::Incomplete,
    ErrorKind::Protocol,
    ErrorKind::Decode,
    ErrorKind::Timeout,
    ErrorKind::RateLimited,
];

/// What a server says, or what stands before it, that cannot be reached or is too busy.
const OUTAGES: &[u16] = &[502, 503, 504, 521, 522, 523, 524, 525, 526, 527, 530];
/// One that goes on for so many failures may be none.
const LONG_OUTAGE: u32 = 8;

/// Whether a status may be a server's way of stumbling over validators. What a proxy or a network wants is none.
fn is_odd(status: u16, times: u32) -> bool {
    let known = matches!(status, ..400 | 407 | 511);
    !known && (times >= LONG_OUTAGE || !OUTAGES.contains(&status))
}

/// Takes in a failure, whose server may stumble over our validators and not over us: it is then asked without
/// them, as a browser asks, and for a while where that is its way. Outages (no connection, 502 to 504) tell
/// nothing of them, unless they go on. So many times in a row it failed in a way that may be it. Returns whether it is sure that it is they.
pub(super) fn of_refusal(after: &mut Feed, failure: &Failure, times: u32, now: Timestamp) -> bool {
    let status = failure.status;
    let doubted =
        INSTEAD.contains(&failure.kind) || status.is_some_and(|status| is_odd(status, times));
    let (sure, ended) = (status == Some(412), status == Some(410));
    let refused = sure || ended || (doubted && times >= 2);
    if !refused || !is_conditional(after) {
        return false;
    }
    doubt(after, now);
    if sure {
        after.cadence.bare = Some(now.saturating_add(REFUSED).unwrap_or(now));
    }
    after.validators = Validators::default();
    sure
}

/// Notes that a server may have stumbled over our validators; the second time lately it is its way.
fn doubt(after: &mut Feed, now: Timestamp) {
    let until = |wait| now.saturating_add(wait).unwrap_or(now);
    let lately = after.cadence.bare.is_some_and(|last| until(-STUMBLED) < last);
    after.cadence.bare = Some(if lately { until(STUMBLED) } else { now });
}

/// A feed that is said to have ended, in answer to validators: it is asked once without them before that is believed.
pub(super) fn once_more<'a>(feed: &Feed, failure: Cow<'a, Failure>) -> Cow<'a, Failure> {
    if failure.kind != ErrorKind::Gone || !is_conditional(feed) {
        return failure;
    }
    let message = "its server says that it ended this feed (status 410); it is asked once more";
    let kind = ErrorKind::HttpStatus;
    Cow::Owned(Failure { kind, message: message.to_owned(), status: failure.status })
}
