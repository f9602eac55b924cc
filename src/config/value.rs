//! Single values of a file: numbers in a range, times ("5m"), sizes ("10MiB"), words of a set.
//! Each reader says what it expected; where the value stands is the caller's knowledge.

use std::ops::{Range, RangeInclusive};
use std::time::Duration;

use toml_edit::{Item, Value};

use super::suggest;

/// A value that cannot be taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The part that is wrong, when it is not the whole value.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Wrong {
    /// A whole value that is wrong.
    pub fn new(message: impl Into<String>) -> Wrong {
        Wrong { span: None, message: message.into(), hint: None }
    }

    /// The same with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Wrong {
        self.hint = Some(hint.into());
        self
    }

    /// The same at a part of the value.
    pub fn at(mut self, span: Option<Range<usize>>) -> Wrong {
        self.span = self.span.or(span);
        self
    }
}

/// What came instead: `a number`, `a table` …
fn found(item: &Item) -> &'static str {
    match item {
        Item::Value(Value::String(_)) => "a string",
        Item::Value(Value::Integer(_)) => "a whole number",
        Item::Value(Value::Float(_)) => "a decimal number",
        Item::Value(Value::Boolean(_)) => "true or false",
        Item::Value(Value::Datetime(_)) => "a date",
        Item::Value(Value::Array(_)) => "an array",
        Item::Value(Value::InlineTable(_)) | Item::Table(_) => "a table",
        Item::ArrayOfTables(_) => "several tables",
        Item::None => "nothing",
    }
}

/// The complaint about a value of another type.
pub(super) fn mismatch(item: &Item, wanted: &str) -> Wrong {
    Wrong::new(format!("expected {wanted}, found {}", found(item)))
}

/// A string.
pub(super) fn string(item: &Item) -> Result<String, Wrong> {
    item.as_str().map(str::to_owned).ok_or_else(|| mismatch(item, "a string in quotes"))
}

/// true or false.
pub(super) fn boolean(item: &Item) -> Result<bool, Wrong> {
    item.as_bool().ok_or_else(|| mismatch(item, "true or false"))
}

/// A whole number within a range.
pub(super) fn number<N>(item: &Item, range: RangeInclusive<i64>) -> Result<N, Wrong>
where
    N: TryFrom<i64>,
{
    let value = item.as_integer().ok_or_else(|| mismatch(item, "a whole number"))?;
    let inside = range.contains(&value).then(|| N::try_from(value).ok()).flatten();
    inside.ok_or_else(|| {
        Wrong::new(format!("{value} is out of range: {} to {}", range.start(), range.end()))
    })
}

/// A list of strings.
pub(super) fn strings(item: &Item) -> Result<Vec<String>, Wrong> {
    let array = item.as_array().ok_or_else(|| mismatch(item, "a list of strings"))?;
    let one = |value: &Value| {
        let text = value.as_str().map(str::to_owned);
        let wrong = || mismatch(&Item::Value(value.clone()), "a string in quotes");
        text.ok_or_else(|| wrong().at(value.span()))
    };
    array.iter().map(one).collect()
}

/// One word of a set.
pub(super) fn word(item: &Item, known: &[&str]) -> Result<String, Wrong> {
    let text = string(item)?;
    if known.contains(&text.as_str()) {
        return Ok(text);
    }
    let hint = suggest::hint(&text, known.iter().copied());
    Err(Wrong::new(format!("\"{text}\" is not one of them")).hint(hint))
}

/// Units of time in milliseconds.
const TIMES: &[(&str, u64)] =
    &[("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

/// Units of size in bytes.
const SIZES: &[(&str, u64)] = &[
    ("B", 1),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("kB", 1_000),
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
];

/// A span of time from "30s", "5m", "2h", "1d", "250ms" or several of them ("1h30m").
pub(super) fn parse_duration(text: &str) -> Result<Duration, Wrong> {
    let wrong = || {
        Wrong::new(format!("\"{text}\" is not a time"))
            .hint("write a number and a unit, for example \"30s\", \"5m\", \"2h\" or \"1d\"")
    };
    measure(text, TIMES).map(Duration::from_millis).ok_or_else(wrong)
}

/// A span of time as people type it after an option; the error is one line.
///
/// # Errors
/// When it is not a number and a unit.
pub fn parse_span(text: &str) -> Result<Duration, String> {
    parse_duration(text).map_err(|wrong| match wrong.hint {
        Some(hint) => format!("{}; {hint}", wrong.message),
        None => wrong.message,
    })
}

/// The sum of number-unit pairs.
fn measure(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let mut rest = text.trim();
    let mut sum: Option<u64> = None;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at_checked(digits)?;
        let tail = tail.trim_start();
        let end = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(end)?;
        let factor = units.iter().find(|(name, _)| *name == unit)?.1;
        let part = number.parse::<u64>().ok()?.checked_mul(factor)?;
        sum = Some(sum.unwrap_or(0).checked_add(part)?);
        rest = tail.trim_start();
    }
    sum
}

/// A span of time in a range.
pub(super) fn duration(item: &Item, range: RangeInclusive<Duration>) -> Result<Duration, Wrong> {
    let text = item
        .as_str()
        .ok_or_else(|| mismatch(item, "a time in quotes, for example \"30s\" or \"5m\""))?;
    let span = parse_duration(text)?;
    if range.contains(&span) {
        return Ok(span);
    }
    let (least, most) = (duration_text(*range.start()), duration_text(*range.end()));
    Err(Wrong::new(format!("\"{text}\" is out of range: {least} to {most}")))
}

/// A span of time in whole seconds, `least` to `most` seconds.
pub(super) fn seconds(item: &Item, range: RangeInclusive<u64>) -> Result<u32, Wrong> {
    let bounds = Duration::from_secs(*range.start())..=Duration::from_secs(*range.end());
    let span = duration(item, bounds)?;
    if span.subsec_millis() > 0 {
        return Err(Wrong::new("whole seconds only"));
    }
    u32::try_from(span.as_secs()).map_err(|_| Wrong::new("too long a time"))
}

/// A size in bytes from "10MiB", "256 KiB", "1000B" or a plain number of bytes.
pub(super) fn size(item: &Item, range: RangeInclusive<u64>) -> Result<usize, Wrong> {
    let bytes = match item {
        Item::Value(Value::Integer(n)) => u64::try_from(*n.value()).ok(),
        Item::Value(Value::String(text)) => measure(text.value(), SIZES),
        other => return Err(mismatch(other, "a size in quotes, for example \"10MiB\"")),
    };
    let bytes = bytes.ok_or_else(|| {
        Wrong::new("this is not a size")
            .hint("write a number and B, KiB, MiB or GiB, for example \"10MiB\"")
    })?;
    let inside = range.contains(&bytes).then(|| usize::try_from(bytes).ok()).flatten();
    inside.ok_or_else(|| {
        let (least, most) = (size_text(*range.start()), size_text(*range.end()));
        Wrong::new(format!("out of range: {least} to {most}"))
    })
}

/// A time as the files write it: the largest unit that divides it.
#[must_use]
pub fn duration_text(span: Duration) -> String {
    let millis = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    in_units(millis, TIMES.iter().rev())
}

/// Seconds as the files write them.
pub(super) fn seconds_text(seconds: u32) -> String {
    duration_text(Duration::from_secs(u64::from(seconds)))
}

/// A size as the files write it.
pub(super) fn size_text(bytes: u64) -> String {
    in_units(bytes, SIZES.iter().take(4).rev())
}

fn in_units<'a>(amount: u64, units: impl Iterator<Item = &'a (&'a str, u64)>) -> String {
    let mut smallest = "";
    for (unit, factor) in units {
        if amount > 0 && amount.is_multiple_of(*factor) {
            return format!("{}{unit}", amount / factor);
        }
        smallest = unit;
    }
    format!("{amount}{smallest}")
}

/// A string as a TOML literal.
#[must_use]
pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Strings as a TOML array.
pub(super) fn quoted_list(list: &[String]) -> String {
    let all: Vec<String> = list.iter().map(|text| quoted(text)).collect();
    format!("[{}]", all.join(", "))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{SIZES, duration_text, measure, parse_duration, size_text};

    #[test]
    fn times_and_sizes_read_and_print_alike() {
        for (text, millis) in [
            ("30s", Some(30_000)),
            ("1h30m", Some(5_400_000)),
            ("2 h", Some(7_200_000)),
            ("250ms", Some(250)),
            ("1d", Some(86_400_000)),
            ("0s", Some(0)),
            ("", None),
            ("5", None),
            ("s", None),
            ("5 minutes", None),
            ("-5s", None),
            ("99999999999999999999d", None),
        ] {
            let read = parse_duration(text).ok().map(|span| span.as_millis());
            assert_eq!(read, millis, "{text}");
        }
        assert_eq!(duration_text(Duration::from_secs(90)), "90s");
        assert_eq!(duration_text(Duration::from_secs(7_200)), "2h");
        assert_eq!(duration_text(Duration::ZERO), "0ms");
        assert_eq!(measure("10MiB", SIZES), Some(10 << 20));
        assert_eq!(measure("256 KiB", SIZES), Some(256 << 10));
        assert_eq!(size_text(10 << 20), "10MiB");
        assert_eq!(size_text(1_000), "1000B");
    }
}
