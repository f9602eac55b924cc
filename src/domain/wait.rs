//! What another machine says of when to come back: the value of a Retry-After header, and dates as
//! HTTP writes them. Whom that binds is decided elsewhere.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

/// Seconds that nobody asks for: thirty years.
const MOMENTS: u32 = 1_000_000_000;

/// Seconds until the time that a Retry-After header names, as seconds or as a date; `None` where it
/// names none ahead.
#[must_use]
pub fn retry_after(value: &str, now: Timestamp) -> Option<u32> {
    let value = value.trim().trim_matches('"');
    // Some say of what: "20s", "20 seconds".
    let number = ["seconds", "secs", "sec", "s"].iter().find_map(|unit| value.strip_suffix(unit));
    let number = number.map_or(value, str::trim_end);
    let told = seconds(number).or_else(|| fraction(number)).or_else(|| longest(value));
    // A number as large as this is a moment since 1970.
    let until = told.filter(|seconds| *seconds >= MOMENTS).and_then(|_| {
        let moment = Timestamp::from_second(number.parse().ok()?).ok()?;
        Some(seconds_between(now, moment).unwrap_or(0))
    });
    let date = || http_date(value).or_else(|| value.parse().ok());
    until.or(told).or_else(|| seconds_between(now, date()?)).filter(|seconds| *seconds > 0)
}

/// A whole number of seconds; one too large for us is the largest we have.
#[must_use]
pub fn seconds(value: &str) -> Option<u32> {
    let number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| value.parse().unwrap_or(u32::MAX))
}

/// Seconds as some write them, "40.5": whole ones, the rest rounded up.
fn fraction(value: &str) -> Option<u32> {
    let (whole, rest) = value.split_once('.')?;
    let whole = seconds(whole)?;
    seconds(rest)?;
    let more = rest.bytes().any(|digit| digit != b'0');
    Some(whole.saturating_add(u32::from(more)))
}

/// The longest of several, as two headers in one line make them.
fn longest(value: &str) -> Option<u32> {
    let all: Option<Vec<u32>> = value.split(',').map(|one| seconds(one.trim())).collect();
    all?.into_iter().max()
}

/// Seconds from one time to a later one.
#[must_use]
pub fn seconds_between(from: Timestamp, to: Timestamp) -> Option<u32> {
    let seconds = to.as_second().checked_sub(from.as_second())?;
    (seconds > 0).then(|| u32::try_from(seconds).unwrap_or(u32::MAX))
}

/// A date in one of the three forms of RFC 9110 §5.6.7, or of old cookies.
#[must_use]
pub fn http_date(value: &str) -> Option<Timestamp> {
    const OTHERS: &[&str] = &[
        "%A, %d-%b-%y %H:%M:%S GMT",
        "%a %b %e %H:%M:%S %Y",
        // As cookies have it.
        "%a, %d-%b-%Y %H:%M:%S GMT",
    ];
    let parser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    parser.parse_timestamp(value).ok().or_else(|| {
        OTHERS.iter().find_map(|form| {
            let civil = DateTime::strptime(form, value).ok()?;
            civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = "2026-03-03T10:00:00Z".parse().unwrap();
        for (value, expected) in [
            ("120", Some(120)),
            (" 120 ", Some(120)),
            ("40.0", Some(40)),
            ("60, 120", Some(120)),
            ("60, soon", None),
            ("40.2", Some(41)),
            ("Tue, 03 Mar 2026 10:02:00 GMT", Some(120)),
            ("Tuesday, 03-Mar-26 10:02:00 GMT", Some(120)),
            ("Tue Mar  3 10:02:00 2026", Some(120)),
            ("120s", Some(120)),
            ("120 seconds", Some(120)),
            ("\"120\"", Some(120)),
            ("1772532060", Some(60)),
            ("1772531940", None),
            ("2026-03-03T10:02:00Z", Some(120)),
            ("99999999999", Some(u32::MAX)),
            ("99999999999.5", Some(u32::MAX)),
            ("Tue, 03 Mar 2026 09:00:00 GMT", None),
            ("-1", None),
            ("4.", None),
            ("soon", None),
            ("0", None),
            ("", None),
        ] {
            assert_eq!(retry_after(value, now), expected, "{value}");
        }
    }
}
