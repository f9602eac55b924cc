//! Reads what an answer says of itself for the next time: validators, lifetime, Retry-After.
//!
//! Keeps validators byte for byte. What becomes of the hints is decided in `schedule`.

use jiff::Timestamp;
use reqwest::header::{
    AGE, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, DATE, ETAG, EXPIRES, HeaderMap, HeaderName,
    LAST_MODIFIED, LINK,
};

use super::patience;
use crate::domain::wait::{http_date, seconds, seconds_between};
use crate::domain::{CacheHints, Validators};

/// Longest validator kept, in bytes; a longer one is not sent back.
const LONGEST_VALIDATOR: usize = 4 << 10;

/// The validators of an answer.
pub(super) fn validators(headers: &HeaderMap) -> Validators {
    Validators {
        etag: validator(headers, &ETAG),
        last_modified: validator(headers, &LAST_MODIFIED),
    }
}

fn validator(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    let value = headers.get(name)?.as_bytes();
    // `*` names no document: sent back it asks whether there is any (RFC 9110, 13.1.2).
    let names_one = !value.is_empty() && value != b"*";
    (names_one && value.len() <= LONGEST_VALIDATOR).then(|| value.to_vec())
}

/// Whether a part that was sent may be the whole: it begins with the first byte and ends with the last, or does
/// not say which part it is, or of how much; then the document itself tells whether it breaks off.
pub(super) fn is_whole(headers: &HeaderMap) -> bool {
    if text(headers, &CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/")) {
        return false;
    }
    let Some(range) = text(headers, &CONTENT_RANGE) else { return true };
    let ends = range.strip_prefix("bytes 0-").and_then(|range| range.split_once('/'));
    let number = |digits: &str| digits.trim().parse::<u64>().ok();
    ends.and_then(|(last, all)| {
        let sent = number(last)?.checked_add(1)?;
        Some(all.trim() == "*" || number(all) == Some(sent))
    })
    .unwrap_or(false)
}

/// Longest `Link` kept, in bytes.
const LONGEST_LINK: usize = 4 << 10;

/// The `Link` headers of an answer in one line, where they name another form of the document.
pub(super) fn links(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    let line = all.collect::<Vec<_>>().join(", ");
    (line.len() <= LONGEST_LINK && line.contains("alternate")).then_some(line)
}

/// What an answer that came at `now` says of when to come back.
pub(super) fn hints(headers: &HeaderMap, now: Timestamp) -> CacheHints {
    CacheHints { max_age: lifetime(headers, now), retry_after: patience::asked(headers, now) }
}

/// Seconds that the answer stays fresh: max-age, else Expires minus Date; minus its Age. `None`: it says nothing of it.
fn lifetime(headers: &HeaderMap, now: Timestamp) -> Option<u32> {
    if !headers.contains_key(CACHE_CONTROL) && !headers.contains_key(EXPIRES) {
        return None;
    }
    let until_expires = || {
        let expires = text(headers, &EXPIRES).and_then(http_date)?;
        let sent = text(headers, &DATE).and_then(http_date).unwrap_or(now);
        seconds_between(sent, expires)
    };
    let stated = max_age(headers).or_else(until_expires).unwrap_or(0);
    let age = text(headers, &AGE).and_then(seconds).unwrap_or(0);
    Some(stated.saturating_sub(age))
}

fn max_age(headers: &HeaderMap) -> Option<u32> {
    let mut stated = None;
    for value in headers.get_all(CACHE_CONTROL) {
        // Some part them as elsewhere.
        for directive in String::from_utf8_lossy(value.as_bytes()).split([',', ';']).map(str::trim)
        {
            let (name, argument) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "no-store" => return Some(0),
                // With a field's name it is of that field alone.
                "no-cache" if argument.is_empty() => return Some(0),
                "max-age" => stated = stated.or_else(|| seconds(argument.trim().trim_matches('"'))),
                _ => {}
            }
        }
    }
    stated
}

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn now() -> Timestamp {
        "2026-03-03T10:00:00Z".parse().unwrap()
    }

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        lines
            .iter()
            .map(|(name, value)| {
                let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
                (HeaderName::from_static(name), value)
            })
            .collect()
    }

    #[test]
    fn lifetime_is_max_age_else_expires_minus_date_less_age() {
        for (lines, expected) in [
            (&[("cache-control", "max-age=600")][..], Some(600)),
            (&[("cache-control", "public, Max-Age=\"60\", must-revalidate")], Some(60)),
            (&[("cache-control", "max-age=600"), ("age", "100")], Some(500)),
            (&[("cache-control", "max-age=600"), ("age", "-1")], Some(600)),
            (&[("cache-control", "max-age=600"), ("age", "900")], Some(0)),
            (&[("cache-control", "max-age=600, no-cache")], Some(0)),
            (&[("cache-control", "no-cache=\"Set-Cookie\", max-age=600")], Some(600)),
            (&[("cache-control", "public; max-age=600")], Some(600)),
            (&[("cache-control", "no-é, max-age=600")], Some(600)),
            (&[("cache-control", "max-age=-5")], Some(0)),
            (&[("cache-control", "s-maxage=5")], Some(0)),
            (&[("cache-control", "max-age=99999999999999")], Some(u32::MAX)),
            (
                &[("cache-control", "max-age=0"), ("expires", "Tue, 03 Mar 2026 11:00:00 GMT")],
                Some(0),
            ),
            (&[("expires", "Tue, 03 Mar 2026 10:10:00 GMT")], Some(600)),
            (&[("expires", "Tue, 03-Mar-2026 10:10:00 GMT")], Some(600)),
            (
                &[
                    ("expires", "Mon, 01 Jan 2035 00:05:00 GMT"),
                    ("date", "Mon, 01 Jan 2035 00:00:00 GMT"),
                ],
                Some(300),
            ),
            (&[("expires", "0")], Some(0)),
            (&[], None),
            (&[("age", "100"), ("date", "Tue, 03 Mar 2026 10:00:00 GMT")], None),
        ] {
            assert_eq!(hints(&headers(lines), now()).max_age, expected, "{lines:?}");
        }
    }

    #[test]
    fn a_part_may_be_the_whole() {
        for (range, expected) in [
            ("bytes 0-99/100", true),
            ("bytes 0-98/100", false),
            ("bytes 1-99/100", false),
            ("bytes 0-99/*", true),
            ("bytes 1-99/*", false),
            ("bytes 0-x/y", false),
            ("bytes 0-18446744073709551615/0", false),
        ] {
            assert_eq!(is_whole(&headers(&[("content-range", range)])), expected, "{range}");
        }
    }

    #[test]
    fn validators_are_kept_byte_for_byte_up_to_4_kib() {
        let mut given = headers(&[("last-modified", "whenever")]);
        given.insert(ETAG, HeaderValue::from_bytes(b"W/\"\xff\xfe\"").unwrap());
        let kept = validators(&given);
        assert_eq!(kept.etag.as_deref(), Some(&b"W/\"\xff\xfe\""[..]));
        assert_eq!(kept.last_modified.as_deref(), Some(&b"whenever"[..]));
        for none in [&[b'a'; 4_097][..], b"*", b""] {
            given.insert(ETAG, HeaderValue::from_bytes(none).unwrap());
            assert_eq!(validators(&given).etag, None);
        }
    }
}
