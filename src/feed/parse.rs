//! The parser proper, feed-rs, behind a wall: it gets no identity to invent, our own reader of
//! dates, and a panic in it is an ordinary error.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};
use feed_rs::model::Feed;
use feed_rs::parser::{Builder, ParseFeedResult};
use url::Url;

use super::date;

/// Parses a document that was decoded and surveyed. The error is one line for people.
pub(super) fn parse(source: &str, base: Option<&Url>) -> Result<Feed, String> {
    let source = undeclared(source);
    match guarded(source, base).or_else(|_| guarded(&apart(source), base)) {
        Ok(Ok(feed)) => Ok(feed),
        Ok(Err(error)) => Err(crate::text::scrub::line(&error.to_string(), 200)),
        Err(_) => Err("the parser failed".to_owned()),
    }
}

/// Parses behind the wall: the outer error is a panic.
fn guarded(source: &str, base: Option<&Url>) -> std::thread::Result<ParseFeedResult<Feed>> {
    let parser = Builder::new()
        .base_uri(base.map(Url::as_str))
        // Its own ids are random or follow the headline; an id that is missing stays missing.
        .id_generator(|_, _, _| String::new())
        .sanitize_content(false)
        .timestamp_parser(timestamp)
        .build();
    catch_unwind(AssertUnwindSafe(|| parser.parse(source.as_bytes())))
}

/// The document with a space between every mail address and what else is no ASCII: feed-rs 3.0 cuts
/// an author one byte beside the address, which is inside a longer character ("Zoë.k@…", "…@…’s").
fn apart(source: &str) -> String {
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-@".contains(byte);
    let bytes = source.as_bytes();
    let mut out = String::with_capacity(source.len() + 64);
    let mut from = 0;
    while let Some(at) = source.get(from..).and_then(|rest| rest.find('@')).map(|at| from + at) {
        let (before, behind) = bytes.split_at(at);
        let start = at - before.iter().rev().take_while(|byte| inside(byte)).count();
        let end = at + behind.iter().take_while(|byte| inside(byte)).count();
        let start = start.max(from);
        out.push_str(source.get(from..start).unwrap_or_default());
        if start.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|byte| !byte.is_ascii()) {
            out.push(' ');
        }
        out.push_str(source.get(start..end).unwrap_or_default());
        if bytes.get(end).is_some_and(|byte| !byte.is_ascii()) {
            out.push(' ');
        }
        from = end;
    }
    out.push_str(source.get(from..).unwrap_or_default());
    out
}

/// The document from its first tag on: a declaration speaks of bytes that are decoded by now.
fn undeclared(source: &str) -> &str {
    let source = source.trim_start();
    match source.strip_prefix("<?xml") {
        Some(rest) => rest.split_once('>').map_or("", |(_, rest)| rest),
        None => source,
    }
}

fn timestamp(text: &str) -> Option<DateTime<Utc>> {
    let read = date::parse(text)?;
    let nanos = u32::try_from(read.subsec_nanosecond()).unwrap_or(0);
    DateTime::from_timestamp(read.as_second(), nanos)
}

#[cfg(test)]
mod tests {
    use super::{apart, parse};

    #[test]
    fn an_address_beside_a_longer_character_costs_nothing() {
        for author in ["Zoë.k@wire.example", "desk@wire.example’s own", "Иван@wire.example", "ü@"]
        {
            let source = format!(
                "<rss version='2.0'><channel><title>T</title><item><title>One</title>\
                 <author>{author}</author></item></channel></rss>"
            );
            let read = parse(&source, None).map(|feed| feed.entries.len());
            assert_eq!(read, Ok(1), "{author}");
        }
    }

    #[test]
    fn addresses_are_set_apart_and_nothing_else_is_changed() {
        for (text, parted) in [
            ("é.a@b.c’s ü@ @ä a@b", "é .a@b.c ’s ü @ @ ä a@b"),
            ("no address: é’s", "no address: é’s"),
            ("é@é@é", "é @ é @ é"),
            ("", ""),
        ] {
            assert_eq!(apart(text), parted);
        }
    }
}
