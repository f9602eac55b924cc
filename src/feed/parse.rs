//! The parser proper, feed-rs, behind a wall: it gets no identity to invent, our own reader of
//! dates, and a panic in it is an ordinary error.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};
use feed_rs::model::Feed;
use feed_rs::parser::Builder;
use url::Url;

use super::date;

/// Parses a document that was decoded and surveyed. The error is one line for people.
pub(super) fn parse(source: &str, base: Option<&Url>) -> Result<Feed, String> {
    let parser = Builder::new()
        .base_uri(base.map(Url::as_str))
        // Its own ids are random or follow the headline; an id that is missing stays missing.
        .id_generator(|_, _, _| String::new())
        .sanitize_content(false)
        .timestamp_parser(timestamp)
        .build();
    let source = undeclared(source);
    match catch_unwind(AssertUnwindSafe(|| parser.parse(source.as_bytes()))) {
        Ok(Ok(feed)) => Ok(feed),
        Ok(Err(error)) => Err(crate::text::scrub::line(&error.to_string(), 200)),
        Err(_) => Err("the parser failed".to_owned()),
    }
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
