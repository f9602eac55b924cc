//! Reads the dates that feeds write: RFC 822 with any zone, ISO 8601 in its variants, Unix time,
//! C's `asctime`, month names of some forty languages. Without a zone a time is UTC.
//!
//! An impossible date is no date. Whether a date is believable is `plausible`'s question; what an
//! undated article counts as is decided by others.

mod calendars;
mod months;
mod names;
mod order;
mod places;
mod spoken;
mod weekdays;
mod words;

use jiff::civil::{Date, DateTime, ISOWeekDate, Time, Weekday};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

pub(super) use self::order::{Told, settle};

use self::order::{Found, Habit};
use super::scan::{Scanner, Token, attribute};

/// No feed writes a date longer than this; what follows is not looked at.
const LONGEST: usize = 80;

/// How far a clock may run ahead of ours before its date is not believed.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// Reads a date; `None` where there is none or it is impossible.
#[must_use]
pub fn parse(text: &str) -> Option<Timestamp> {
    find(text, Habit::default()).map(|found| found.at)
}

/// Reads a date that is one: programs' words for "unknown" are none. `settle` says what it leaves open.
pub(super) fn told(text: &str) -> Option<Told> {
    let found = find(text, Habit::default()).filter(|found| is_sane(&found.at))?;
    Some(Told::new(found, text))
}

fn find(text: &str, habit: Habit<'_>) -> Option<Found> {
    let text = text.trim();
    if text.starts_with('<') {
        return tagged(text, habit);
    }
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let text = &*spoken::plain_digits(text.get(..end)?);
    let era = if text.is_ascii() { None } else { calendars::of_era(text) };
    let text = era.as_deref().unwrap_or(text);
    if let Some(date) = plain(text) {
        return Some(Found::sure(date));
    }
    if text.starts_with('-') {
        return None;
    }
    match places::split(text) {
        // Its own offset says more than the name behind it.
        Some((rest, _)) if has_offset(rest) => read(rest, habit),
        Some((rest, place)) => {
            let found = read(rest, habit)?;
            Some(Found { at: place.moment(found.at)?, ..found }.hinted(place.order()))
        }
        None => read(text, habit),
    }
}

/// What programs write: digits alone, a moment of .NET, the date of a mail.
fn plain(text: &str) -> Option<Timestamp> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return digits(text);
    }
    if let Some((seconds @ (9..=10), fraction)) = text.split_once('.').map(|(s, f)| (s.len(), f))
        && text.bytes().filter(|b| !b.is_ascii_digit()).count() == 1
        && !fraction.is_empty()
    {
        return digits(text.get(..seconds)?);
    }
    // How .NET writes a moment into JSON.
    if let Some(rest) = text.trim_start_matches('\\').strip_prefix("/Date(") {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        return rest.get(..digits)?.parse().ok().map(Timestamp::from_millisecond)?.ok();
    }
    mail(text)
}

/// A date within markup, as publishing systems leave it: what a tag says for machines, else the
/// words.
fn tagged(text: &str, habit: Habit<'_>) -> Option<Found> {
    let (mut words, mut last) = (String::new(), "");
    for token in Scanner::within(text) {
        match token {
            Token::Start { attributes, .. } => {
                let said = ["datetime", "content"].iter().find_map(|n| attribute(attributes, n));
                let bare = said.filter(|said| !said.trim_start().starts_with('<'));
                if let Some(date) = bare.and_then(|said| find(&said, habit)) {
                    return Some(date);
                }
            }
            Token::Text(more) | Token::CData(more) => {
                words.push_str(more);
                last = more.trim();
            }
            Token::End { .. } | Token::Cut => {}
        }
    }
    let words = words.trim();
    if words.starts_with('<') {
        return None;
    }
    // A program's own warning, with numbers in it, may stand before it.
    mail(last).map(Found::sure).or_else(|| find(words, habit))
}

fn read(text: &str, habit: Habit<'_>) -> Option<Found> {
    iso(text).map(Found::sure).or_else(|| words::read(text, habit))
}

/// Whether an offset or the name of a zone stands behind the time.
fn has_offset(text: &str) -> bool {
    let (_, behind) = text.split_once(':').unwrap_or(("", ""));
    let mut words = behind.split(|c: char| !c.is_ascii_alphabetic());
    behind.contains(['+', '-']) || words.any(|word| names::zone(word).is_some())
}

/// Not before 1900 (years such as 0000 and 0001 stand for "unknown"), and not second 0 of 1970 or of 1900,
/// which is what a missing number becomes.
fn is_sane(date: &Timestamp) -> bool {
    const OLDEST: i64 = -2_208_988_800;
    date.as_second() > OLDEST && date.as_second() != 0
}

/// Keeps a date that a newsroom could have meant: sane, and not beyond tomorrow.
#[must_use]
pub fn plausible(date: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    let latest = now.checked_add(AHEAD).unwrap_or(Timestamp::MAX);
    date.filter(|date| is_sane(date) && *date <= latest)
}

/// Whether a date that is not believed may be one of a clock that runs ahead: a year or a placeholder is none.
pub(super) fn is_days_ahead(date: Timestamp, now: Timestamp) -> bool {
    let ahead = date.duration_since(now);
    ahead > AHEAD && ahead <= SignedDuration::from_hours(10 * 24)
}

/// Digits only: a compact date, or seconds, milliseconds or microseconds since 1970.
fn digits(text: &str) -> Option<Timestamp> {
    let number: i64 = text.parse().ok()?;
    match text.len() {
        4 => timestamp(date(number, 1, 1)?, Time::midnight(), 0),
        6 => timestamp(day_of(20_000_000 + number)?, Time::midnight(), 0),
        7 => timestamp(day_of_year(number / 1000, number % 1000)?, Time::midnight(), 0),
        8 => timestamp(day_of(number)?, Time::midnight(), 0),
        14 => {
            let clock = number % 1_000_000;
            let (hour, minute, second) = (clock / 10_000, clock / 100 % 100, clock % 100);
            at(day_of(number / 1_000_000)?, [hour, minute, second, 0], 0)
        }
        12 if (1990..2100).contains(&(number / 100_000_000)) => {
            let clock = number % 10_000;
            at(day_of(number / 10_000)?, [clock / 100, clock % 100, 0, 0], 0)
        }
        9..=10 => Timestamp::from_second(number).ok(),
        12..=13 => Timestamp::from_millisecond(number).ok(),
        15..=16 => Timestamp::from_microsecond(number).ok(),
        _ => None,
    }
}

/// The day of a number such as 20260303.
fn day_of(number: i64) -> Option<Date> {
    date(number / 10_000, number / 100 % 100, number % 100)
}

/// A cursor over the bytes of a date.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    fn take(&mut self, wanted: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        wanted.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }

    fn skip(&mut self) {
        self.0 = self.0.split_first().map_or(&[], |(_, rest)| rest);
    }

    fn skip_blanks(&mut self) {
        while self.take(b" \t").is_some() {}
    }

    /// A number of at least one and at most `most` digits, with its length.
    fn number(&mut self, most: usize) -> Option<(i64, usize)> {
        let length = self.0.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at_checked(length)?;
        if digits.is_empty() {
            return None;
        }
        self.0 = rest;
        Some((digits.iter().fold(0, |n, d| n * 10 + i64::from(d - b'0')), length))
    }

    fn word(&mut self) -> &'a str {
        let length = self.0.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let (word, rest) = self.0.split_at_checked(length).unwrap_or_default();
        self.0 = rest;
        std::str::from_utf8(word).unwrap_or("")
    }
}

/// `2026-03-03T10:00:00+01:00` and everything that looks like it.
fn iso(text: &str) -> Option<Timestamp> {
    let mut cursor = Cursor(text.as_bytes());
    let (mut year, length) = cursor.number(4)?;
    // The year goes first in two digits where a time follows as ISO writes it.
    let is_short = length == 2 && text.as_bytes().get(8) == Some(&b'T');
    if is_short {
        year += 2000;
    } else if length != 4 {
        return None;
    }
    let separator = cursor.take(b"-/.");
    let day = if cursor.take(b"Ww").is_some() {
        week_day(year, &mut cursor)?
    } else if separator.is_none() && cursor.peek().is_some_and(|b| b.is_ascii_digit()) {
        let (rest, length) = cursor.number(4)?;
        (length == 4).then(|| date(year, rest / 100, rest % 100))??
    } else if let Some(separator) = separator {
        month_and_day(year, separator, &mut cursor)?
    } else {
        date(year, 1, 1)?
    };
    cursor.skip_blanks();
    let _ = cursor.take(b"Tt");
    cursor.skip_blanks();
    if cursor.peek().is_none() {
        return timestamp(day, Time::midnight(), 0);
    }
    let mut clock = clock(&mut cursor)?;
    cursor.skip_blanks();
    if let Some((half, length)) = text.get(text.len() - cursor.0.len()..).and_then(spoken::half) {
        clock[0] = half.hour(clock[0]);
        (0..length).for_each(|_| cursor.skip());
    }
    let offset = zone(&mut cursor)?;
    at(day, clock, offset)
}

/// `-03-03`, `-3`, or an ordinal such as `-062`.
fn month_and_day(year: i64, separator: u8, cursor: &mut Cursor<'_>) -> Option<Date> {
    let (month, length) = cursor.number(3)?;
    if length == 3 {
        return day_of_year(year, month);
    }
    match cursor.take(&[separator]) {
        Some(_) => date(year, month, cursor.number(2)?.0),
        None => date(year, month, 1),
    }
}

fn day_of_year(year: i64, day: i64) -> Option<Date> {
    let first = date(year, 1, 1).filter(|_| (1..=366).contains(&day))?;
    first.checked_add(SignedDuration::from_hours(24 * (day - 1))).ok()
}

/// `-W10-2`
fn week_day(year: i64, cursor: &mut Cursor<'_>) -> Option<Date> {
    let (week, _) = cursor.number(2)?;
    let _ = cursor.take(b"-");
    let weekday = cursor.number(1).map_or(1, |(day, _)| day);
    let weekday = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
    let (year, week) = (i16::try_from(year).ok()?, i8::try_from(week).ok()?);
    ISOWeekDate::new(year, week, weekday).ok().map(ISOWeekDate::date)
}

/// `10`, `10:00`, `10:00:00.123`, `100000`, each with `am` or `pm` where it stands.
fn clock(cursor: &mut Cursor<'_>) -> Option<[i64; 4]> {
    let (mut hour, length) = cursor.number(6)?;
    let (mut minute, mut second) = (0, 0);
    if length == 6 {
        (hour, minute, second) = (hour / 10_000, hour / 100 % 100, hour % 100);
    } else if length == 4 {
        (hour, minute) = (hour / 100, hour % 100);
    } else if cursor.take(b":.h").is_some() {
        minute = cursor.number(2).map_or(0, |(n, _)| n);
        if cursor.take(b":.").is_some() {
            second = cursor.number(2)?.0;
        }
    }
    let mut nanos = 0;
    if cursor.take(b".,:").is_some() {
        let (fraction, length) = cursor.number(9).unwrap_or((0, 1));
        nanos = fraction * 10_i64.pow(u32::try_from(9 - length).unwrap_or(0));
        while cursor.number(9).is_some() {}
    }
    Some([hour, minute, second, nanos])
}

/// What stands after the time: an offset, a name, nothing. Seconds east of Greenwich.
fn zone(cursor: &mut Cursor<'_>) -> Option<i32> {
    let mut east = 0;
    loop {
        cursor.skip_blanks();
        match cursor.peek() {
            None => return Some(east),
            Some(b'+' | b'-') => return offset(cursor),
            Some(b'A'..=b'Z' | b'a'..=b'z') => {
                let word = cursor.word();
                east = names::zone(word).unwrap_or(east);
            }
            Some(_) => cursor.skip(),
        }
    }
}

/// `+01:00`, `-0500`, `+3`.
fn offset(cursor: &mut Cursor<'_>) -> Option<i32> {
    let sign = if cursor.take(b"+-")? == b'-' { -1 } else { 1 };
    let Some((number, length)) = cursor.number(4) else { return Some(0) };
    let (hours, minutes) = match length {
        1 | 2 if cursor.take(b":.").is_some() => (number, cursor.number(2).map_or(0, |(n, _)| n)),
        1 | 2 => (number, 0),
        _ => (number / 100, number % 100),
    };
    let sound = hours <= 15 && minutes < 60;
    sound.then(|| i32::try_from(hours * 3600 + minutes * 60).ok().map(|s| s * sign))?
}

/// `Tue, 03 Mar 2026 10:00:00 GMT`: what nearly every feed writes, without the tables of `words`.
fn mail(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut cursor = Cursor(text.as_bytes());
    cursor.word();
    let _ = cursor.take(b",");
    cursor.skip_blanks();
    let (day, _) = cursor.number(2)?;
    cursor.take(b" ")?;
    let name = cursor.word();
    let month = MONTHS.iter().position(|month| *month == name)?;
    cursor.take(b" ")?;
    let (year, 4) = cursor.number(4)? else { return None };
    cursor.take(b" ")?;
    let clock = clock(&mut cursor)?;
    let east = match cursor.0 {
        b" GMT" | b" +0000" | b" UTC" => 0,
        [b' ', b'+' | b'-', ..] => {
            cursor.skip_blanks();
            let east = offset(&mut cursor)?;
            cursor.peek().is_none().then_some(east)?
        }
        _ => return None,
    };
    at(date(year, i64::try_from(month).ok()? + 1, day)?, clock, east)
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    if calendars::PERSIAN.contains(&year) {
        return calendars::persian(year, month, day);
    }
    let year = calendars::of_thailand(year);
    let year = i16::try_from(year).ok()?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The moment of a day and clock; 24:00 is the next midnight, a leap second the one before it.
fn at(day: Date, [hour, minute, second, nanos]: [i64; 4], offset: i32) -> Option<Timestamp> {
    let (day, hour) = match (hour, minute, second) {
        (24, 0, 0) => (day.tomorrow().ok()?, 0),
        _ => (day, hour),
    };
    let second = if second == 60 { 59 } else { second };
    let time = Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        i32::try_from(nanos).ok()?,
    );
    timestamp(day, time.ok()?, offset)
}

fn timestamp(day: Date, time: Time, offset: i32) -> Option<Timestamp> {
    let offset = Offset::from_seconds(offset).ok()?;
    offset.to_timestamp(DateTime::from_parts(day, time)).ok()
}

#[cfg(test)]
mod tests;
