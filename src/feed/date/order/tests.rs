//! Dates of one document that can be read in two ways.

use jiff::Timestamp;

use super::settle;
use crate::feed::date::told;

fn time(text: &str) -> Timestamp {
    text.parse().expect("a good test")
}

/// The days that the dates of a document are read as.
fn days(dates: &[&str], language: &str, host: &str, now: &str) -> Vec<String> {
    let mut told: Vec<_> = dates.iter().filter_map(|date| told(date)).collect();
    settle(told.iter_mut(), language, host, time(now));
    told.iter().map(|told| told.at().to_string().chars().skip(5).take(5).collect()).collect()
}

const NOON: &str = "2026-12-02T12:00:00Z";

#[test]
fn the_dates_of_a_document_tell_what_goes_first_in_the_others() {
    let dates = ["27/11/2026", "26/11/2026", "13/11/2026", "12/11/2026", "10/11/2026", "9/11/2026"];
    let expected = ["11-27", "11-26", "11-13", "11-12", "11-10", "11-09"];
    for language in ["", "en", "en-us", "en-gb"] {
        assert_eq!(days(&dates, language, "", "2026-11-27T12:00:00Z"), expected, "{language}");
    }
    for language in ["", "fr"] {
        let read = days(&["11/13/2026", "11/12/2026"], language, "", "2026-11-27T12:00:00Z");
        assert_eq!(read, ["11-13", "11-12"], "{language}");
    }
    // A weekday tells as well, and hyphens nothing of slashes.
    let read = days(&["Tue, 01/12/2026", "02/12/2026", "11-13-2026"], "en-us", "", NOON);
    assert_eq!(read, ["12-01", "12-02", "11-13"]);
    let read = days(&["12-13-2026", "11-12-2026", "05.06.2026"], "fr", "", "2026-12-20T12:00:00Z");
    assert_eq!(read, ["12-13", "11-12", "06-05"]);
    // Of a contradiction the greater number.
    let read = days(&["13/1/2026", "14/1/2026", "1/20/2026", "1/2/2026"], "en-us", "", NOON);
    assert_eq!(read, ["01-13", "01-14", "01-20", "02-01"]);
}

#[test]
fn the_language_tells_what_goes_first() {
    for (language, host, expected) in [
        ("fr", "", "12-02"),
        ("en-gb", "", "12-02"),
        ("ar", "", "12-02"),
        ("en-us", "", "02-12"),
        ("fil", "", "02-12"),
        ("en", "", "02-12"),
        ("", "", "02-12"),
        ("en", "news.example.co.uk", "12-02"),
        ("en", "news.example.com", "02-12"),
        ("en", "example.io", "02-12"),
    ] {
        // In either order long ago.
        let read = days(&["02/12/2025 12:00"], language, host, NOON);
        assert_eq!(read, [expected], "{language} {host}");
    }
    // Dots are nobody's before a day.
    assert_eq!(days(&["02.12.2025"], "en-us", "", NOON), ["12-02"]);
    assert_eq!(days(&["02-12-2025"], "en-us", "", NOON), ["02-12"]);
    assert_eq!(days(&["02-12-2025"], "en", "", NOON), ["12-02"]);
}

#[test]
fn a_zone_tells_what_goes_first_where_the_language_does_not() {
    for (date, language, expected) in [
        ("02/12/2025 12:00 CET", "en", "12-02"),
        ("02/12/2025 12:00 +0530", "", "12-02"),
        ("02/12/2025 12:00 PM EST", "", "02-12"),
        ("02/12/2025 12:00 p.m. ET", "", "02-12"),
        ("02/12/2025 12:00 Europe/London", "en", "12-02"),
        ("02/12/2025 12:00 EST", "fr", "12-02"),
        ("02-12-2025 12:00 EST", "en", "02-12"),
    ] {
        assert_eq!(days(&[date], language, "", NOON), [expected], "{date} {language}");
    }
}

#[test]
fn what_is_likely_at_the_time_decides_the_rest() {
    // Of these days, and else long ago.
    assert_eq!(days(&["02/12/2026", "01/12/2026"], "en", "", NOON), ["12-02", "12-01"]);
    assert_eq!(days(&["12/01/2026", "11/05/2026"], "en", "", NOON), ["12-01", "11-05"]);
    // Not yet.
    assert_eq!(days(&["05/12/2026"], "en-gb", "", "2026-05-14T12:00:00Z"), ["05-12"]);
    assert_eq!(days(&["12/05/2026"], "en-us", "", "2026-05-14T12:00:00Z"), ["05-12"]);
    // A publisher's program sometimes names a wrong language.
    assert_eq!(days(&["02/12/2026"], "en-us", "", NOON), ["12-02"]);
    assert_eq!(days(&["12/02/2026", "12/01/2026"], "fr", "", NOON), ["12-02", "12-01"]);
    assert_eq!(days(&["12/02/2026", "11/02/2026"], "fr", "", NOON), ["02-12", "02-11"]);
    let now = "2026-12-03T12:00:00Z";
    let read = days(&["03/12/2026", "02/12/2026", "01/12/2026"], "en-us", "", now);
    assert_eq!(read, ["12-03", "12-02", "12-01"]);
    // One date of what is to come moves none of the others.
    let read = days(&["10/12/2026", "02/12/2026", "01/12/2026"], "en-gb", "", NOON);
    assert_eq!(read, ["12-10", "12-02", "12-01"]);
    let read = days(&["10/12/2026", "02/12/2026", "01/12/2026"], "en", "", NOON);
    assert_eq!(read, ["12-10", "12-02", "12-01"]);
}

#[test]
fn a_month_is_that_of_the_language() {
    for (date, language, expected) in [
        ("24. lip 2026", "hr", "06-24"),
        ("24 lip 2026", "pl", "07-24"),
        ("24 lip 2026", "", "07-24"),
        ("24. srp 2026.", "hr-hr", "07-24"),
        ("24. srp 2026", "cs", "08-24"),
        ("24. listopada 2026.", "hr", "10-24"),
        ("24 listopada 2026", "pl", "11-24"),
        ("24. lis 2026.", "hr", "10-24"),
    ] {
        assert_eq!(days(&[date], language, "", NOON), [expected], "{date} {language}");
    }
}

#[test]
fn a_year_of_two_digits_goes_first_where_its_language_has_it_so() {
    for (date, language, host, expected) in [
        ("26.12.01 19:30", "ko", "", "12-01"),
        ("26/12/01 19:30", "", "news.example.kr", "12-01"),
        ("26-11-03", "eu", "", "11-03"),
        ("26.11.03.", "hu-hu", "", "11-03"),
        // No year yet to come.
        ("27.11.26", "ko", "", "11-27"),
        ("25.11.03", "de", "", "11-25"),
        ("26.11.30", "", "", "11-30"),
    ] {
        assert_eq!(days(&[date], language, host, NOON), [expected], "{date} {language}");
    }
    assert_eq!(days(&["24. listopada 2026."], "", "vijesti.example.hr", NOON), ["10-24"]);
}
