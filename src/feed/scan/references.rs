//! References to characters: XML's five names, and numbers as HTML reads them. Other names are left
//! to those who know them.

use std::borrow::Cow;

use crate::text::scrub::western;

/// Resolves XML's own references; unknown and illegal ones stay as they are written.
pub(crate) fn resolve(text: &str) -> Cow<'_, str> {
    replaced(text, reference)
}

/// Resolves the numeric ones alone, as the values of entities have them.
pub(crate) fn resolve_numbers(text: &str) -> Cow<'_, str> {
    replaced(text, |after| if after.starts_with('#') { reference(after) } else { None })
}

/// The character that a reference (without its `&`) stands for, and the length read.
type Read = fn(&str) -> Option<(Option<char>, usize)>;

fn replaced(text: &str, read: Read) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match read(after) {
            Some((c, length)) => {
                out.extend(c);
                rest = after.get(length..).unwrap_or("");
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that a reference (without its `&`) stands for, and the length read. Control
/// characters resolve to nothing.
fn reference(after: &str) -> Option<(Option<char>, usize)> {
    let end = after.bytes().take(12).position(|b| b == b';')?;
    let name = after.get(..end)?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let code = code(name)?;
            if matches!(code, 0xD800..=0xDBFF) {
                return pair(code, after, end + 1);
            }
            if let Some(meant) = spelled(code, after, end + 1) {
                return Some(meant);
            }
            let c = char::from_u32(code).filter(|c| is_legal(*c));
            return Some((c.map(|c| western(c).unwrap_or(c)), end + 1));
        }
    };
    Some((Some(c), end + 1))
}

/// The number of a numeric reference.
fn code(name: &str) -> Option<u32> {
    let digits = name.strip_prefix('#')?;
    match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    }
}

/// The character that two references to the halves of UTF-16 mean together.
fn pair(high: u32, after: &str, read: usize) -> Option<(Option<char>, usize)> {
    let rest = after.get(read..)?.strip_prefix('&')?;
    let end = rest.bytes().take(12).position(|b| b == b';')?;
    let low = code(rest.get(..end)?).filter(|low| matches!(low, 0xDC00..=0xDFFF))?;
    let c = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00));
    Some((c, read + 1 + end + 1))
}

/// Starts of letters and marks in UTF-8 that Western texts hold, where no text would hold these as
/// letters of their own: the accented letters (but for French quotes behind a capital), and the
/// quotes, dashes, ellipsis and euro sign.
fn starts_letter(first: u32, second: u32) -> bool {
    match first {
        0xC2 => true,
        0xC3 => !matches!(second, 0xAB | 0xBB),
        0xE2 => matches!(second, 0x80 | 0x82),
        _ => false,
    }
}

/// The character whose bytes of UTF-8 stand as one reference each ("&#195;&#169;" for "é").
fn spelled(first: u32, after: &str, read: usize) -> Option<(Option<char>, usize)> {
    let length = match first {
        0xC2 | 0xC3 => 2,
        0xE2 => 3,
        _ => return None,
    };
    let mut bytes = [u8::try_from(first).ok()?, 0, 0];
    let (mut at, mut second) = (read, None);
    for byte in bytes.iter_mut().take(length).skip(1) {
        let rest = after.get(at..)?.strip_prefix('&')?;
        let end = rest.bytes().take(12).position(|b| b == b';')?;
        let next = code(rest.get(..end)?).filter(|next| matches!(next, 0x80..=0xBF))?;
        if !starts_letter(first, *second.get_or_insert(next)) {
            return None;
        }
        *byte = u8::try_from(next).ok()?;
        at += end + 2;
    }
    let c = std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()?;
    Some((Some(c), at))
}

/// Whether XML 1.0 allows the character.
fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Whether every `&` of a text begins a reference that a strict parser takes.
pub(crate) fn has_sound_references(text: &str) -> bool {
    text.split('&').skip(1).all(|after| {
        let end = after.bytes().take(32).position(|b| b == b';').unwrap_or(0);
        match after.get(..end) {
            None | Some("") => false,
            Some(name) if name.starts_with('#') => {
                matches!(reference(after), Some((Some(_), _)))
            }
            Some(name) => name.bytes().all(|b| b.is_ascii_alphanumeric()),
        }
    })
}
