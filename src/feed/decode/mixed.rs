//! Documents in several character sets: what programs make that paste articles of one page into
//! the feed of another. Each text between two tags is read by itself.

use super::charset::Charset;

/// Whether well-formed multi-byte sequences outnumber the broken ones.
pub(super) fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (good, bad) = counted(bytes);
    good > bad
}

/// Whether some text of a document that is no UTF-8 as a whole is UTF-8 beyond chance.
pub(super) fn holds_utf8(body: &[u8]) -> bool {
    is_mostly_utf8(body) || texts(body).any(|text| is_utf8(text).is_some_and(|t| !t.is_ascii()))
}

/// The texts that are no UTF-8, one after another, as far as `most` bytes.
pub(super) fn others(body: &[u8], most: usize) -> Vec<u8> {
    let mut found = Vec::new();
    for text in texts(body).filter(|text| is_utf8(text).is_none()) {
        if found.len() + text.len() > most && !found.is_empty() {
            break;
        }
        found.extend_from_slice(text);
    }
    found
}

/// Every text in UTF-8 where it is that, else in the other set; in a text of both, the letters.
pub(super) fn decode(body: &[u8], other: Charset) -> String {
    let mut out = String::with_capacity(body.len() + body.len() / 8);
    for text in texts(body) {
        match is_utf8(text) {
            Some(text) => out.push_str(text),
            None if is_mostly_utf8(text) => letters(text, other, &mut out),
            None => out.push_str(&other.decode(text)),
        }
    }
    out
}

/// A text of UTF-8 with some bytes of another set in it.
fn letters(text: &[u8], other: Charset, out: &mut String) {
    let narrow = if other.is_wide() { Charset::Web(encoding_rs::WINDOWS_1252) } else { other };
    for chunk in text.utf8_chunks() {
        out.push_str(chunk.valid());
        out.push_str(&narrow.decode(chunk.invalid()));
    }
}

/// What stands between the brackets of tags: these are the same bytes in every set.
fn texts(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    body.split_inclusive(|byte| matches!(byte, b'<' | b'>'))
}

/// The text, if it is UTF-8 and not only by chance: a lone letter of two bytes beyond the Western
/// ones is as likely two letters of another set ("É" and a space that does not break).
fn is_utf8(text: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(text).ok()?;
    let mut foreign = text.chars().filter(|c| !c.is_ascii());
    match (foreign.next(), foreign.next()) {
        (Some('\u{100}'..='\u{7FF}'), None) => None,
        _ => Some(text),
    }
}

fn counted(bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}
