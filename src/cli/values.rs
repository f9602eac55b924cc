//! Values on the command line: spans, times, states. Each error is one clear line.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::{SignedDuration, Timestamp};

use crate::config;
use crate::dashboard::ThemeName;
use crate::domain::{AlertState, DeliveryState, FeedSpec, OutletClass, Severity, StoryId};

/// Seconds of a span such as `90s`, `5m`, `2h`, `3d`.
pub(super) fn seconds(text: &str) -> Result<u32, String> {
    let span = config::parse_span(text)?;
    u32::try_from(span.as_secs()).map_err(|_| format!("\"{text}\" is too long a span"))
}

/// Seconds between two polls of a feed.
pub(super) fn interval(text: &str) -> Result<u32, String> {
    let span = config::parse_span(text)?.as_secs();
    u32::try_from(span).ok().filter(|span| FeedSpec::INTERVALS.contains(span)).ok_or_else(|| {
        let shown = |seconds: &u32| config::duration_text(Duration::from_secs((*seconds).into()));
        let (least, most) = (FeedSpec::INTERVALS.start(), FeedSpec::INTERVALS.end());
        format!("\"{text}\" is out of range: {} to {}", shown(least), shown(most))
    })
}

/// A language tag, or nothing.
pub(super) fn language(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || config::is_language(text) {
        return Ok(text.to_owned());
    }
    // As the variables of a locale write it: de_DE.UTF-8.
    let tag = text.split('.').next().unwrap_or(text).replace('_', "-");
    let known = config::is_language(&tag).then(|| format!("\"{tag}\""));
    let hint = known.unwrap_or_else(|| "\"en\" or \"pt-BR\"".to_owned());
    Err(format!("\"{text}\" is no language tag; write {hint}"))
}

/// A label of a feed.
pub(super) fn label(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("an empty label says nothing; write a word".to_owned()),
        label => Ok(label.to_owned()),
    }
}

/// Seconds of a span, or everything: `all`.
pub(super) fn since(text: &str) -> Result<u32, String> {
    if text == "all" { Ok(u32::MAX) } else { seconds(text) }
}

/// The same, and some of it.
pub(super) fn some_since(text: &str) -> Result<u32, String> {
    match since(text)? {
        0 => Err(format!("\"{text}\" reaches back to nothing; write a span such as 72h or 7d")),
        seconds => Ok(seconds),
    }
}

/// How many rows to list: at least one.
pub(super) fn rows(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("\"{text}\" is no number of rows; write 1 or more"))
}

/// The number of an article.
pub(super) fn article(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| {
        format!(
            "\"{text}\" is no number of an article; `wirewatch story show` lists them, such as 4711"
        )
    })
}

/// The time so many seconds before another; `None` for everything.
pub(super) fn back(span: Option<u32>, now: Timestamp) -> Option<Timestamp> {
    let span = span.filter(|seconds| *seconds != u32::MAX)?;
    now.checked_sub(SignedDuration::from_secs(i64::from(span))).ok()
}

/// A time in RFC 3339.
pub(super) fn time(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| {
        format!("\"{text}\" is no time: write it as RFC 3339, for example 2026-05-19T04:20:00Z")
    })
}

/// The name of a story.
pub(super) fn story(text: &str) -> Result<StoryId, String> {
    let whole = (text.len() == StoryId(0).to_string().len()).then(|| text.parse().ok()).flatten();
    whole.ok_or_else(|| {
        format!("\"{text}\" names no story; `wirewatch story list` shows the names, such as 651a198c003a6de6")
    })
}

/// The number of an alert.
pub(super) fn alert(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| {
        format!(
            "\"{text}\" is no number of an alert; `wirewatch alert list` shows them, such as 12"
        )
    })
}

/// A whole number within a range.
pub(super) fn between<T: TryFrom<i64>>(
    range: RangeInclusive<i64>,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static {
    move |text| {
        let number = text.parse::<i64>().ok().filter(|number| range.contains(number));
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| {
            format!("\"{text}\" is no whole number from {} to {}", range.start(), range.end())
        })
    }
}

/// An address to listen on.
pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        format!("\"{text}\" is no address: write one with its port, such as 127.0.0.1:9417")
    })
}

/// One of the words of a table: completions offer them, and a slip is answered with the nearest.
fn word<T: Copy + Send + Sync + 'static>(
    table: &'static [(T, &'static str)],
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(table.iter().map(|(_, name)| *name)).try_map(move |word| {
        let row = table.iter().find(|(_, name)| *name == word);
        row.map(|(value, _)| *value).ok_or("none of the words")
    })
}

/// The state of an alert.
pub(super) fn state() -> impl TypedValueParser<Value = AlertState> {
    word(AlertState::NAMES)
}

/// The state of a delivery.
pub(super) fn delivery_state() -> impl TypedValueParser<Value = DeliveryState> {
    word(DeliveryState::NAMES)
}

/// The class of an outlet.
pub(super) fn class() -> impl TypedValueParser<Value = OutletClass> {
    word(OutletClass::NAMES)
}

/// A theme of the dashboard.
pub(super) fn theme() -> impl TypedValueParser<Value = ThemeName> {
    word(ThemeName::NAMES)
}

/// A severity.
pub(super) fn severity() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::name))
        .try_map(|word| word.parse::<Severity>())
}

/// Columns and rows of a screen: `160x48`.
pub(super) fn screen_size(text: &str) -> Result<(u16, u16), String> {
    let (columns, rows) = text.split_once('x').unwrap_or((text, ""));
    let number = |text: &str| text.parse::<u16>().ok().filter(|number| *number <= 500);
    let size = number(columns).zip(number(rows));
    size.filter(|(columns, rows)| *columns >= 60 && *rows >= 16).ok_or_else(|| {
        format!("\"{text}\" is no size: write columns and rows, from 60x16 up, such as 160x48")
    })
}
