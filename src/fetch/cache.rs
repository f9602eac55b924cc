//! Reads what an answer says of itself for the next time: validators, lifetime, Retry-After.
//!
//! Keeps validators byte for byte. What becomes of the hints is decided in `schedule`.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use reqwest::header::{
    AGE, CACHE_CONTROL, DATE, ETAG, EXPIRES, HeaderMap, HeaderName, LAST_MODIFIED, RETRY_AFTER,
};

use crate::domain::{CacheHints, Validators};

/// Longest validator kept, in bytes; a longer one is not sent back.
const LONGEST_VALIDATOR: usize = 1 << 10;

/// The validators of an answer.
pub(super) fn validators(headers: &HeaderMap) -> Validators {
    Validators {
        etag: validator(headers, &ETAG),
        last_modified: validator(headers, &LAST_MODIFIED),
    }
}

fn validator(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    let value = headers.get(name)?.as_bytes();
    (!value.is_empty() && value.len() <= LONGEST_VALIDATOR).then(|| value.to_vec())
}

/// What an answer that came at `now` says of when to come back.
pub(super) fn hints(headers: &HeaderMap, now: Timestamp) -> CacheHints {
    CacheHints { max_age: lifetime(headers, now), retry_after: retry_after(headers, now) }
}

/// Seconds that the answer stays fresh: max-age, else Expires minus Date; minus its Age.
fn lifetime(headers: &HeaderMap, now: Timestamp) -> Option<u32> {
    let stated = match max_age(headers) {
        Some(seconds) => seconds,
        None => {
            let expires = text(headers, &EXPIRES).and_then(http_date)?;
            let sent = text(headers, &DATE).and_then(http_date).unwrap_or(now);
            seconds_between(sent, expires)?
        }
    };
    let age = text(headers, &AGE).and_then(digits).unwrap_or(0);
    Some(stated.saturating_sub(age)).filter(|seconds| *seconds > 0)
}

fn max_age(headers: &HeaderMap) -> Option<u32> {
    let mut stated = None;
    for value in headers.get_all(CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok()) {
        for directive in value.split(',').map(str::trim) {
            let (name, argument) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "no-store" | "no-cache" => return Some(0),
                "max-age" => stated = stated.or_else(|| digits(argument.trim().trim_matches('"'))),
                _ => {}
            }
        }
    }
    stated
}

fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<u32> {
    let value = text(headers, &RETRY_AFTER)?;
    digits(value).or_else(|| seconds_between(now, http_date(value)?)).filter(|seconds| *seconds > 0)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// A whole number of seconds; one too large for us is the largest we have.
fn digits(value: &str) -> Option<u32> {
    let number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| value.parse().unwrap_or(u32::MAX))
}

fn seconds_between(from: Timestamp, to: Timestamp) -> Option<u32> {
    let seconds = to.as_second().checked_sub(from.as_second())?;
    (seconds > 0).then(|| u32::try_from(seconds).unwrap_or(u32::MAX))
}

/// A date in one of the three forms of RFC 9110 §5.6.7.
fn http_date(value: &str) -> Option<Timestamp> {
    const OTHERS: &[&str] = &["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let parser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    parser.parse_timestamp(value).ok().or_else(|| {
        OTHERS.iter().find_map(|form| {
            let civil = DateTime::strptime(form, value).ok()?;
            civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
        })
    })
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
            (&[("cache-control", "max-age=600"), ("age", "900")], None),
            (&[("cache-control", "max-age=600, no-cache")], None),
            (&[("cache-control", "max-age=-5")], None),
            (&[("cache-control", "s-maxage=5")], None),
            (&[("cache-control", "max-age=99999999999999")], Some(u32::MAX)),
            (&[("cache-control", "max-age=0"), ("expires", "Tue, 03 Mar 2026 11:00:00 GMT")], None),
            (&[("expires", "Tue, 03 Mar 2026 10:10:00 GMT")], Some(600)),
            (
                &[
                    ("expires", "Mon, 01 Jan 2035 00:05:00 GMT"),
                    ("date", "Mon, 01 Jan 2035 00:00:00 GMT"),
                ],
                Some(300),
            ),
            (&[("expires", "0")], None),
            (&[], None),
        ] {
            assert_eq!(hints(&headers(lines), now()).max_age, expected, "{lines:?}");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        for (value, expected) in [
            ("120", Some(120)),
            ("Tue, 03 Mar 2026 10:02:00 GMT", Some(120)),
            ("Tuesday, 03-Mar-26 10:02:00 GMT", Some(120)),
            ("Tue Mar  3 10:02:00 2026", Some(120)),
            ("99999999999", Some(u32::MAX)),
            ("Tue, 03 Mar 2026 09:00:00 GMT", None),
            ("-1", None),
            ("soon", None),
            ("0", None),
            ("", None),
        ] {
            let given = headers(&[("retry-after", value)]);
            assert_eq!(hints(&given, now()).retry_after, expected, "{value}");
        }
    }

    #[test]
    fn validators_are_kept_byte_for_byte_up_to_1_kib() {
        let mut given = headers(&[("last-modified", "whenever")]);
        given.insert(ETAG, HeaderValue::from_bytes(b"W/\"\xff\xfe\"").unwrap());
        let kept = validators(&given);
        assert_eq!(kept.etag.as_deref(), Some(&b"W/\"\xff\xfe\""[..]));
        assert_eq!(kept.last_modified.as_deref(), Some(&b"whenever"[..]));
        given.insert(ETAG, HeaderValue::from_bytes(&[b'a'; 1_025]).unwrap());
        assert_eq!(validators(&given).etag, None);
    }
}
