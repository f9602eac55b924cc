//! The content of fields that say how they are written: Atom's plain text and base64.

use crate::feed::plain::escape;
use crate::feed::scan::attribute;
use crate::text::markup::has_tag;

/// The text of a body or summary, as HTML. Atom's plain text keeps its angle brackets.
pub(super) fn text(attributes: &str, text: String) -> String {
    let text = decoded(attributes, text);
    let plain = matches!(attribute(attributes, "type").as_deref(), Some("text" | "text/plain"));
    if !plain || has_tag(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    escape(&mut out, &text);
    out
}

/// The text of a title.
pub(super) fn title(attributes: &str, text: String) -> String {
    decoded(attributes, text)
}

/// Text that stands as base64, as Atom 0.3 says by a mode and Atom 1.0 by a type of media; what
/// is no text then (a picture) is nothing.
fn decoded(attributes: &str, text: String) -> String {
    if attributes.is_empty() || !is_base64(attributes) {
        return text;
    }
    from_base64(&text).and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn is_base64(attributes: &str) -> bool {
    match attribute(attributes, "mode").as_deref() {
        Some(mode) => mode.eq_ignore_ascii_case("base64"),
        None => attribute(attributes, "type").is_some_and(|kind| {
            let kind = kind.to_ascii_lowercase();
            let is_text = kind.starts_with("text/") || kind.ends_with("xml");
            kind.contains('/') && !is_text && !kind.contains("html")
        }),
    }
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xFF) as u8);
        }
    }
    Some(out)
}
