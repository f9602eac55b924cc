//! Whole documents, sound and broken, through `feed::read`: our own fixtures always, the wider
//! collections where `WIREWATCH_SHARED` names their place.

mod broken;
mod collected;
mod dialects;
mod fixtures;
mod hostile;

use jiff::Timestamp;
use wirewatch::domain::{Document, Failure, Limits};
use wirewatch::feed::{Context, Reading, read};

/// The hour at which every document here is read.
fn now() -> Timestamp {
    "2026-03-03T12:00:00Z".parse().expect("a good test")
}

fn document(body: impl Into<Vec<u8>>, content_type: Option<&str>) -> Document {
    Document {
        url: "https://news.example/feeds/world.xml".to_owned(),
        content_type: content_type.map(str::to_owned),
        body: body.into(),
        ..Document::default()
    }
}

fn read_bytes(body: impl Into<Vec<u8>>) -> Result<Reading, Failure> {
    read(&document(body, None), &Context::default(), &Limits::default(), now())
}

/// Whether a text can go to a terminal as it is.
fn is_clean(text: &str) -> bool {
    text.chars().all(|c| {
        (!c.is_control() || c == '\n')
            && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}'
                | '\u{200F}' | '\u{61C}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}' | '\u{2028}'
                | '\u{2029}')
    })
}
