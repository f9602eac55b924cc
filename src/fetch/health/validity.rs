//! With what a feed is asked for news: the validators of its last document as they came, unless they may
//! hide something, or its server stumbles over them.
//!
//! Pure. An unconditional poll costs its server a whole document; so each doubt is looked into rarely.

use jiff::{SignedDuration, Timestamp};

use super::{Reading, seconds};
use crate::domain::{Document, ErrorKind, Failure, Feed, Outcome, Poll, Validators};

/// How long a server that refuses validators as such (412) is asked without them.
const REFUSED: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The same for one that may have failed over them, and did so twice within that time.
const STUMBLED: SignedDuration = SignedDuration::from_hours(24);

/// A 304 that names another document than ours is doubted once in so many seconds.
const STRANGE: u32 = 3_600;
/// A silent feed that only ever says "not modified" is asked for the whole document so often.
const HIDDEN: u32 = 86_400;

/// What servers that compress put at the end of an ETag, some of them not in a 304.
const PACKED: &[&[u8]] = &[b"--gzip", b"-gzip", b";gzip", b"-br", b";br"];

/// Takes in the validators of a document. One that broke off is asked for anew: "not modified" would hide
/// what it left out for as long as it stays the same. So is what an empty feed hides that a permanent
/// redirect led to.
pub(super) fn of_document(after: &mut Feed, document: &Document, poll: &Poll, reading: &Reading) {
    let hides = matches!(reading, Reading::Read(facts)
        if facts.truncated || (facts.articles == 0 && poll.moved.is_some()));
    let refuses = after.cadence.bare > Some(poll.finished);
    let kept = (!hides && !refuses).then(|| document.validators.clone());
    after.validators = kept.unwrap_or_default();
    after.cadence.whole = Some(poll.finished);
}

/// Takes in what a 304 says. It may bring a new date, not a new ETag: one that is another than ours speaks
/// of a document that we do not have (RFC 9111, 4.3.4), and sent back would keep that from us; so that is
/// asked for.
pub(super) fn of_not_modified(after: &mut Feed, sent: &Validators, now: Timestamp) {
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

/// Whether "not modified" may be all that a silent feed says, whatever is new: nobody has seen its document
/// since its last article. It is then asked for it.
pub(super) fn hides(after: &mut Feed, outcome: &Outcome, now: Timestamp) -> bool {
    let asked = matches!(outcome, Outcome::NotModified(_));
    if !asked || after.validators == Validators::default() {
        return false;
    }
    let last = after.last_article;
    let seen = |whole: Timestamp| Some(whole) > last && seconds(whole, now) < HIDDEN;
    if after.cadence.whole.is_some_and(seen) {
        return false;
    }
    after.validators = Validators::default();
    true
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
];

/// Takes in a failure, whose server may stumble over our validators and not over us: it is then asked without
/// them, as a browser asks, and for a while where that is its way. Outages (no connection, 502 to 504) tell
/// nothing of them. Returns whether it is sure that it is they.
pub(super) fn of_refusal(after: &mut Feed, failure: &Failure, now: Timestamp) -> bool {
    let status = failure.status;
    let doubted = INSTEAD.contains(&failure.kind)
        || matches!(status, Some(400 | 403 | 406 | 416 | 417 | 428 | 500 | 501));
    let sure = status == Some(412);
    let refused = sure || (doubted && after.cadence.failures >= 2);
    if !refused || after.validators == Validators::default() {
        return false;
    }
    let until = |wait| now.saturating_add(wait).unwrap_or(now);
    let lately = after.cadence.bare.is_some_and(|last| until(-STUMBLED) < last);
    after.cadence.bare = Some(match (sure, lately) {
        (true, _) => until(REFUSED),
        (false, true) => until(STUMBLED),
        (false, false) => now,
    });
    after.validators = Validators::default();
    sure
}
