//! Reads for how long a server wants to be left alone: Retry-After, and the headers in which many
//! count what is left of an allowance. Whom that binds is decided in `refusal` and `poller`.

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

use super::cache::text;
use crate::domain::wait::{self, http_date, seconds_between};

/// What is left of an allowance, and when it is whole again: seconds from now or since 1970.
const ALLOWANCES: [(HeaderName, HeaderName); 3] = [
    (
        HeaderName::from_static("x-ratelimit-remaining"),
        HeaderName::from_static("x-ratelimit-reset"),
    ),
    (HeaderName::from_static("ratelimit-remaining"), HeaderName::from_static("ratelimit-reset")),
    (
        HeaderName::from_static("x-rate-limit-remaining"),
        HeaderName::from_static("x-rate-limit-reset"),
    ),
];

/// Both in one header, as drafts of the IETF have it.
const ALLOWANCE: HeaderName = HeaderName::from_static("ratelimit");

/// Numbers from here on are moments, not spans; from there on in milliseconds.
const MOMENTS: f64 = 1e9;
const MILLISECONDS: f64 = 1e11;

/// Seconds for which an answer that came at `now` asks to be left alone.
pub(super) fn asked(headers: &HeaderMap, now: Timestamp) -> Option<u32> {
    // A date is by the clock of whoever wrote it.
    let sent = text(headers, &DATE).and_then(http_date).unwrap_or(now);
    let lines = headers.get_all(RETRY_AFTER).iter().filter_map(|value| value.to_str().ok());
    let retry = lines.filter_map(|line| wait::retry_after(line, sent)).max();
    if headers.contains_key(RETRY_AFTER) {
        return retry;
    }
    let (_, reset) = allowance(headers).into_iter().find(|(left, _)| *left == 0.0)?;
    whole(reset, now)
}

/// What is left and when it is whole again, of each allowance that is told.
fn allowance(headers: &HeaderMap) -> Vec<(f64, f64)> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    let named = |(left, reset): &(HeaderName, HeaderName)| {
        Some((number(text(headers, left)?)?, number(text(headers, reset)?)?))
    };
    let mut found: Vec<(f64, f64)> = ALLOWANCES.iter().filter_map(named).collect();
    let parts = text(headers, &ALLOWANCE).unwrap_or("").split([',', ';']);
    let said: Vec<(&str, &str)> = parts.filter_map(|part| part.trim().split_once('=')).collect();
    let of = |names: [&str; 2]| {
        let (_, value) = said.iter().find(|(name, _)| names.contains(name))?;
        number(value)
    };
    found.extend(of(["remaining", "r"]).zip(of(["reset", "t"])));
    found
}

fn whole(reset: f64, now: Timestamp) -> Option<u32> {
    if reset < MOMENTS {
        // As far as a span of seconds reaches; the fraction counts as a whole one.
        return Some(reset.ceil().clamp(0.0, f64::from(u32::MAX)) as u32).filter(|n| *n > 0);
    }
    let seconds = if reset < MILLISECONDS { reset } else { reset / 1000.0 };
    seconds_between(now, Timestamp::from_second(seconds as i64).ok()?)
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    /// The wait that these lines ask for on 3 March 2026 at ten.
    fn wait(lines: &[(&'static str, &str)]) -> Option<u32> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        asked(&headers, "2026-03-03T10:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_wish_to_wait_is_read_from_its_header() {
        let later = "Tuesday, 03-Mar-26 10:02:00 GMT";
        for (lines, expected) in [
            (&[("retry-after", later)][..], Some(120)),
            (&[("retry-after", "60"), ("retry-after", "3600")], Some(3600)),
            (&[("retry-after", later), ("date", "Tue, 03 Mar 2026 10:01:00 GMT")], Some(60)),
            (&[("retry-after", "soon")], None),
        ] {
            assert_eq!(wait(lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn an_allowance_that_is_used_up_is_a_wish_to_wait() {
        for (left, reset, expected) in [
            ("0", "1772532060", Some(60)),
            ("0", "1772532060000", Some(60)),
            ("0.0", "45.5", Some(46)),
            ("7", "1772532060", None),
            ("0", "soon", None),
            ("0", "0", None),
        ] {
            for name in ["x-ratelimit", "ratelimit", "x-rate-limit"] {
                let (remaining, until) = (format!("{name}-remaining"), format!("{name}-reset"));
                let mut headers = HeaderMap::new();
                for (name, value) in [(remaining, left), (until, reset)] {
                    let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
                    headers.append(name, HeaderValue::from_str(value).unwrap());
                }
                let asked = asked(&headers, "2026-03-03T10:00:00Z".parse().unwrap());
                assert_eq!(asked, expected, "{name} {left} {reset}");
            }
        }
        assert_eq!(wait(&[("ratelimit", "limit=10, remaining=0, reset=45")]), Some(45));
        assert_eq!(wait(&[("ratelimit", "\"default\";r=0;t=45")]), Some(45));
        assert_eq!(wait(&[("ratelimit", "\"default\";r=3;t=45")]), None);
    }
}
