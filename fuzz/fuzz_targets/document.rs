//! Any bytes as a feed document: it is read or refused, and never harms a terminal.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wirewatch::domain::{Document, Limits};
use wirewatch::feed;

fuzz_target!(init: hush(), |bytes: &[u8]| {
    let document = Document { body: bytes.to_vec(), ..Document::default() };
    let now = jiff_now();
    if let Ok(reading) = feed::read(&document, &feed::Context::default(), &Limits::default(), now) {
        for article in reading.articles {
            assert!(!article.title.contains(|c: char| c.is_control()));
        }
    }
});

/// A fixed time: the same bytes give the same result in every run.
fn jiff_now() -> jiff::Timestamp {
    jiff::Timestamp::UNIX_EPOCH
}

/// A panic of the parser behind our wall is an ordinary refusal; one that comes out of it still ends
/// the run.
fn hush() {
    std::panic::set_hook(Box::new(|_| {}));
}
