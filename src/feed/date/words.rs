//! Dates in words: a month's name in any language, and numbers in the order of some country.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

use super::spoken::Half;
use super::{Cursor, at, clock, date, names, offset, spoken};

/// What a date in words has shown so far.
#[derive(Default)]
struct Parts {
    numbers: Vec<(i64, usize)>,
    month: Option<i64>,
    clock: Option<[i64; 4]>,
    offset: Option<i32>,
    half: Option<Half>,
    slashes: bool,
    weekday: Option<Weekday>,
    /// What a time without a zone means in the language of the date.
    usual: i32,
}

impl Parts {
    /// Whether all of a day was said, its year last: then a dot may part hours from minutes.
    fn is_day(&self) -> bool {
        let wanted = if self.month.is_some() { 2 } else { 3 };
        self.numbers.len() == wanted && self.numbers.last().is_some_and(|(_, length)| *length == 4)
    }
}

/// Everything with a month's name, and numbers in the order of some country.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let mut parts = Parts::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = match c {
            '0'..='9' => number(&mut parts, rest)?,
            '+' | '-' if parts.clock.is_some() && parts.offset.is_none() && signs(rest) => {
                let mut cursor = Cursor(rest.as_bytes());
                parts.offset = offset(&mut cursor);
                parts.offset?;
                rest.get(rest.len() - cursor.0.len()..)?
            }
            c if c.is_alphabetic() => word(&mut parts, rest),
            c => {
                parts.slashes |= c == '/';
                rest.get(c.len_utf8()..)?
            }
        };
    }
    let mut clock = parts.clock.unwrap_or([0; 4]);
    if let Some(half) = parts.half {
        clock[0] = half.hour(clock[0]);
    }
    // A day alone is that day everywhere.
    let usual = parts.clock.map_or(0, |_| parts.usual);
    at(day(&parts)?, clock, parts.offset.unwrap_or(usual))
}

/// Whether a sign belongs to the number behind it.
fn signs(rest: &str) -> bool {
    rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
}

/// Takes a number, or with a colon behind it a time of day.
fn number<'a>(parts: &mut Parts, rest: &'a str) -> Option<&'a str> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mut cursor = Cursor(rest.as_bytes());
    let separator = rest.as_bytes().get(digits);
    let dotted = separator == Some(&b'.') && parts.is_day() && rest.len() >= digits + 3;
    if digits <= 2 && (separator == Some(&b':') || dotted) && parts.clock.is_none() {
        parts.clock = clock(&mut cursor);
    } else if let Some((clock, rest)) =
        spoken::clock(rest, digits).filter(|_| parts.clock.is_none())
    {
        parts.clock = Some(clock);
        return Some(rest);
    } else {
        parts.numbers.push(cursor.number(6)?);
    }
    rest.get(rest.len() - cursor.0.len()..)
}

/// Takes a word: a zone, half of the day, a month; anything else is a weekday or noise.
fn word<'a>(parts: &mut Parts, rest: &'a str) -> &'a str {
    if let Some((half, length)) = spoken::half(rest) {
        if rest.get(..length).is_some_and(names::is_korean) {
            parts.usual = names::KOREA;
        }
        parts.half = Some(half);
        return rest.get(length..).unwrap_or("");
    }
    if let Some((hour, length)) = spoken::hour(rest) {
        // "12 noon" counts the hour, too.
        if parts.clock.is_none() && parts.numbers.last() == Some(&(12, 2)) {
            parts.numbers.pop();
        }
        parts.clock.get_or_insert([hour, 0, 0, 0]);
        if hour == 0 && parts.clock.is_some_and(|clock| clock[0] == 12) {
            parts.half = Some(Half::Morning);
        }
        return rest.get(length..).unwrap_or("");
    }
    // Thais put dots into their months' names.
    let is_thai = rest.starts_with(|c| matches!(c, '\u{E00}'..='\u{E7F}'));
    let ends = |c: char| !(c.is_alphabetic() || names::is_mark(c) || (is_thai && c == '.'));
    let (word, after) =
        rest.split_at_checked(rest.find(ends).unwrap_or(rest.len())).unwrap_or((rest, ""));
    if names::is_korean(word) {
        parts.usual = names::KOREA;
    }
    // "Mars/Olympus" is a place, and no month.
    if let Some(place) =
        after.strip_prefix('/').filter(|rest| rest.starts_with(char::is_alphabetic))
    {
        return place.trim_start_matches(char::is_alphabetic);
    }
    parts.weekday = parts.weekday.or(names::weekday(word));
    if let Some((is_month, number, after)) = spoken::counted(word, after) {
        // Vietnamese counts its weekdays and months.
        if is_month {
            parts.month = Some(number);
        }
        return after;
    } else if parts.clock.is_some() && parts.offset.is_none() && names::zone(word).is_some() {
        // "GMT+2" is told by what follows.
        let follows = matches!(after.bytes().next(), Some(b'+' | b'-'));
        parts.offset = names::zone(word).filter(|_| !follows);
    } else if !after.trim_start().starts_with(',') || parts.month.is_none() {
        let next = after.split_whitespace().next().unwrap_or("");
        if let Some(month) = names::month(word, next) {
            parts.month = Some(month);
        }
    }
    after
}

/// Day, month and year out of what was found.
fn day(parts: &Parts) -> Option<Date> {
    // With three numbers "mar" is a Tuesday of the South, and no March.
    let month = parts
        .month
        .filter(|_| !matches!(parts.numbers.as_slice(), [(_, 1..=2), (_, 1..=2), (_, 4), ..]));
    match (month, parts.numbers.as_slice()) {
        (Some(month), [(a, la), (b, lb), ..]) => {
            if *la >= 3 {
                date(*a, month, *b)
            } else {
                date(full_year(*b, *lb), month, *a)
            }
        }
        (None, [(a, 4), (b, _), (c, _), ..]) => date(*a, *b, *c),
        (None, [(a, _), (b, _), (c, lc), ..]) => {
            let year = full_year(*c, *lc);
            // 3/14/2026 is American, 14.3.2026 is not.
            let (month, day) = if parts.slashes && *a <= 12 { (*a, *b) } else { (*b, *a) };
            let usual = date(year, month, day);
            let falls = |day: &Date| parts.weekday.is_some_and(|said| day.weekday() == said);
            match date(year, day, month).filter(falls) {
                Some(other) if !usual.is_some_and(|usual| falls(&usual)) => Some(other),
                _ => usual,
            }
        }
        _ => None,
    }
}

fn full_year(year: i64, length: usize) -> i64 {
    match (length, year) {
        (1 | 2, 0..70) => year + 2000,
        // Programs that count years from 1900, too.
        (1 | 2, _) | (3, 100..200) => year + 1900,
        _ => year,
    }
}
