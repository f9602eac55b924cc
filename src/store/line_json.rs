//! The alert line as bytes: one line, one JSON value, at most 64 KiB, safe in a log.
//!
//! Cuts what is too long and says so with "…"; what stands in the line is `triage`'s decision.

use std::sync::Arc;

use crate::domain::{AlertLine, Field};

/// Most bytes of a line, the line end included.
pub const LONGEST: usize = 64 << 10;

/// The mark behind a text that was cut.
const CUT: char = '…';

/// What is left of a line that is too long, in falling steps: bytes of body and summary, hits,
/// and names in each list.
const STEPS: [(usize, usize, usize, usize); 6] = [
    (32 << 10, usize::MAX, usize::MAX, usize::MAX),
    (16 << 10, 16 << 10, 400, 400),
    (8 << 10, 8 << 10, 100, 200),
    (2 << 10, 4 << 10, 40, 60),
    (0, 1 << 10, 10, 20),
    (0, 0, 0, 4),
];

/// The line as JSON without a line end. Where it is too long, `line` is cut to what is written.
#[must_use]
pub fn render(line: &mut Arc<AlertLine>) -> String {
    let json = safe(line);
    let Some(over) = (json.len() + 1).checked_sub(LONGEST).filter(|over| *over > 0) else {
        return json;
    };
    let line = Arc::make_mut(line);
    // Every byte of the body takes at least one byte of JSON.
    if let Some(keep) = line.article.body.len().checked_sub(over + CUT.len_utf8()) {
        cut_field(line, Field::Body, keep);
    }
    let mut json = safe(line);
    for (body, summary, hits, names) in STEPS {
        if json.len() < LONGEST {
            break;
        }
        cut_field(line, Field::Body, body);
        cut_field(line, Field::Summary, summary);
        line.hits.truncate(hits);
        line.story.outlets.truncate(names);
        line.story.origins.truncate(names);
        line.article.categories.truncate(names);
        json = safe(line);
    }
    json
}

/// Cuts one text to `keep` bytes at a character's border; hits beyond the cut are dropped.
fn cut_field(line: &mut AlertLine, field: Field, keep: usize) {
    let text = match field {
        Field::Body => &mut line.article.body,
        _ => &mut line.article.summary,
    };
    if text.len() <= keep {
        return;
    }
    let at = (0..=keep).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.truncate(at);
    text.push(CUT);
    line.hits.retain(|held| held.hit.field != field || held.hit.end <= at);
}

/// JSON with every character escaped that a terminal or a log reader could take for an order.
fn safe(line: &AlertLine) -> String {
    let json = serde_json::to_string(line).unwrap_or_default();
    if !json.bytes().any(may_begin_unsafe) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for part in json.split_inclusive(is_unsafe) {
        match part.chars().next_back().filter(|last| is_unsafe(*last)) {
            Some(last) => {
                out.push_str(part.strip_suffix(last).unwrap_or(part));
                out.push_str(&format!("\\u{:04x}", u32::from(last)));
            }
            None => out.push_str(part),
        }
    }
    out
}

/// Whether a byte is the first of a character that may be unsafe: most texts hold none.
fn may_begin_unsafe(byte: u8) -> bool {
    matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe2 | 0xef)
}

/// C1 controls, line and paragraph separators, marks that turn the direction of text.
fn is_unsafe(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
