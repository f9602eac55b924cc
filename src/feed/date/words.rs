//! Dates in words: a month's name in any language, and numbers in the order of some country.

use jiff::civil::Date;

use super::months::{self, Month};
use super::order::{Doubt, First, Form, Found, Habit};
use super::spoken::Half;
use super::{Cursor, at, clock, date, names, offset, spoken, weekdays};

/// What a date in words has shown so far.
#[derive(Default)]
struct Parts<'a> {
    numbers: Vec<(i64, usize)>,
    /// What stands between the first three numbers; a blank where that is nothing else.
    between: [Option<char>; 2],
    month: Option<Month>,
    clock: Option<[i64; 4]>,
    offset: Option<i32>,
    /// Whether that is only the meaning of a name.
    named: bool,
    /// What the zone says of the order of day and month.
    hint: Option<First>,
    half: Option<Half>,
    /// Whether this is within the parentheses behind a number.
    comment: bool,
    /// What a time without a zone means in the language of the date.
    usual: i32,
    language: &'a str,
}

impl Parts<'_> {
    /// Whether all of a day was said, its year last: then a dot may part hours from minutes.
    fn is_day(&self) -> bool {
        let wanted = if self.month.is_some() { 2 } else { 3 };
        self.numbers.len() == wanted && self.numbers.last().is_some_and(|(_, length)| *length == 4)
    }

    /// Whether day, month and year are known: what follows is noise, zones apart.
    fn is_told(&self) -> bool {
        self.numbers.len() >= if self.month.is_some() { 2 } else { 3 }
    }

    /// Takes what is neither a number nor a word.
    fn separate(&mut self, sign: char) {
        match sign {
            '(' => self.comment = !self.numbers.is_empty(),
            ')' => self.comment = false,
            '/' | '-' | '.' => {
                let place = self.numbers.len().checked_sub(1);
                if let Some(between) = place.and_then(|place| self.between.get_mut(place)) {
                    between.get_or_insert(sign);
                }
            }
            _ => {}
        }
    }

    fn form(&self) -> Form {
        match self.between {
            [Some('/'), _] | [_, Some('/')] => Form::Slashes,
            [Some('.'), _] => Form::Dots,
            _ => Form::Other,
        }
    }

    /// Whether the day is written in numbers. Then "mar" is a Tuesday of the South, and no March.
    fn is_in_numbers(&self) -> bool {
        match self.numbers.as_slice() {
            [(_, 1..=2), (_, 1..=2), (_, 4), ..] => true,
            [(_, 1..=2), (_, 1..=2), (_, 2), ..] => {
                self.between[0].is_some() && self.between[0] == self.between[1]
            }
            _ => false,
        }
    }
}

/// Everything with a month's name, and numbers in the order of some country.
pub(super) fn read(text: &str, habit: Habit<'_>) -> Option<Found> {
    let mut parts = Parts { language: habit.language, ..Parts::default() };
    let mut rest = text;
    // Whether a number of the day stands just before: then a hyphen is no sign.
    let mut behind = false;
    while let Some(c) = rest.chars().next() {
        let numbers = parts.numbers.len();
        let is_sign = parts.clock.is_some() && (!behind || parts.is_told());
        rest = match c {
            '0'..='9' => number(&mut parts, rest)?,
            '+' | '-' if is_sign && (parts.named || parts.offset.is_none()) && signs(rest) => {
                let mut cursor = Cursor(rest.as_bytes());
                (parts.offset, parts.named) = (offset(&mut cursor), false);
                if parts.offset? > 0 {
                    parts.hint = Some(First::Day);
                }
                rest.get(rest.len() - cursor.0.len()..)?
            }
            c if c.is_alphabetic() => word(&mut parts, rest),
            c => {
                parts.separate(c);
                rest.get(c.len_utf8()..)?
            }
        };
        behind = parts.numbers.len() > numbers;
    }
    let mut clock = parts.clock.unwrap_or([0; 4]);
    if let Some(half) = parts.half {
        clock[0] = half.hour(clock[0]);
    }
    // A day alone is that day everywhere.
    let usual = parts.clock.map_or(0, |_| parts.usual);
    let (day, doubt) = day(&parts, text, habit)?;
    let at = at(day, clock, parts.offset.unwrap_or(usual))?;
    Some(Found { at, doubt })
}

/// Whether a sign belongs to the number behind it.
fn signs(rest: &str) -> bool {
    rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
}

/// Takes a number, or with a colon behind it a time of day.
fn number<'a>(parts: &mut Parts<'_>, rest: &'a str) -> Option<&'a str> {
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
fn word<'a>(parts: &mut Parts<'_>, rest: &'a str) -> &'a str {
    if let Some((half, length)) = spoken::half(rest) {
        let said = rest.get(..length).unwrap_or("");
        if names::is_korean(said) {
            parts.usual = names::KOREA;
        }
        // Before a time it is an Arab's "of our era".
        if said != "م" || parts.clock.is_some() {
            parts.half = Some(half);
        }
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
    if let Some((is_month, number, after)) = spoken::counted(word, after) {
        // Vietnamese counts its weekdays and months.
        if is_month && !parts.is_told() {
            parts.month = Some(Month { number, is_open: false });
        }
        return after;
    } else if parts.clock.is_some() && parts.offset.is_none() && names::zone(word).is_some() {
        // "GMT+2" is told by what follows.
        let follows = matches!(after.bytes().next(), Some(b'+' | b'-'));
        parts.offset = names::zone(word).filter(|_| !follows);
        parts.named = parts.offset.is_some();
        parts.hint = names::order(word);
    } else if !parts.comment && !parts.is_told() {
        // Of two the last: a weekday may look like a month ("mar 3 nov").
        let next = after.split_whitespace().next().unwrap_or("");
        parts.month = months::month(word, next, parts.language).or(parts.month);
    }
    after
}

/// Day, month and year out of what was found.
fn day(parts: &Parts<'_>, text: &str, habit: Habit<'_>) -> Option<(Date, Doubt)> {
    let month = parts.month.filter(|_| !parts.is_in_numbers());
    match (month, parts.numbers.as_slice()) {
        (Some(Month { number, is_open }), [(a, la), (b, lb), ..]) => {
            let doubt = if is_open { Doubt::Name } else { Doubt::None };
            let day =
                if *la >= 3 { date(*a, number, *b) } else { date(full_year(*b, *lb), number, *a) };
            Some((day?, doubt))
        }
        (None, [(a, 4), (b, _), (c, _), ..]) => Some((date(*a, *b, *c)?, Doubt::None)),
        (None, [(a, 2), (b, 1 | 2), (c, 1 | 2), ..]) if habit.year_first => {
            Some((date(full_year(*a, 2), *b, *c)?, Doubt::None))
        }
        (None, [(a, _), (b, _), (c, lc), ..]) => {
            let year = full_year(*c, *lc);
            let readings = [date(year, *b, *a), date(year, *a, *b)];
            in_order(readings, parts, text, habit)
        }
        _ => None,
    }
}

/// The one of two readings, the day first and the month first, that the date shows to be meant; where it
/// shows none, that of habit.
fn in_order(
    readings: [Option<Date>; 2],
    parts: &Parts<'_>,
    text: &str,
    habit: Habit<'_>,
) -> Option<(Date, Doubt)> {
    let form = parts.form();
    let (day, month) = match readings {
        [Some(day), Some(month)] if day == month => return Some((day, Doubt::None)),
        [Some(day), Some(month)] => (day, month),
        [Some(day), None] => return Some((day, Doubt::Shown(form, First::Day))),
        [None, month] => return Some((month?, Doubt::Shown(form, First::Month))),
    };
    let said = weekdays::within(text);
    let (first, doubt) = match (said.fits(day), said.fits(month)) {
        (true, false) => (First::Day, Doubt::Shown(form, First::Day)),
        (false, true) => (First::Month, Doubt::Shown(form, First::Month)),
        _ => (habit.first.unwrap_or(form.usual()), Doubt::Order(form, parts.hint)),
    };
    Some((if first == First::Day { day } else { month }, doubt))
}

fn full_year(year: i64, length: usize) -> i64 {
    match (length, year) {
        (1 | 2, 0..70) => year + 2000,
        // Programs that count years from 1900, too.
        (1 | 2, _) | (3, 100..200) => year + 1900,
        _ => year,
    }
}
