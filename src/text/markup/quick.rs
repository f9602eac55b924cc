//! The quick lane of `markup`: plain tags, plain text and common references, straight from the
//! source. Anything out of the ordinary is left to the tokenizer, from that place on.
//!
//! Measured on descriptions of 900 bytes: four times as fast as the tokenizer alone.

use super::{Flow, Role, role};

/// References that make up nearly all of those in feeds.
#[rustfmt::skip]
const COMMON: &[(&str, &str)] = &[
    ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("nbsp", "\u{A0}"),
    ("rsquo", "’"), ("lsquo", "‘"), ("rdquo", "”"), ("ldquo", "“"), ("ndash", "–"),
    ("mdash", "—"), ("hellip", "…"), ("eacute", "é"), ("egrave", "è"), ("agrave", "à"),
    ("aacute", "á"), ("iacute", "í"), ("oacute", "ó"), ("uacute", "ú"), ("ntilde", "ñ"),
    ("ccedil", "ç"), ("auml", "ä"), ("ouml", "ö"), ("uuml", "ü"), ("szlig", "ß"), ("ecirc", "ê"),
    ("laquo", "«"), ("raquo", "»"), ("bull", "•"), ("middot", "·"), ("copy", "©"), ("euro", "€"),
    ("atilde", "ã"), ("otilde", "õ"), ("acirc", "â"), ("ocirc", "ô"), ("shy", "\u{AD}"),
];

/// Elements whose content the tokenizer must read in another way.
#[rustfmt::skip]
const SWITCHING: &[&[u8]] = &[
    b"title", b"textarea", b"xmp", b"plaintext", b"listing", b"video", b"audio", b"object",
    b"canvas", b"template",
];

/// Reads as far as everything is ordinary; gives back the rest.
pub(super) fn read<'a>(html: &'a str, flow: &mut Flow) -> &'a str {
    let mut rest = html;
    loop {
        let plain = next_mark(rest).unwrap_or(rest.len());
        let (text, odd) = rest.split_at_checked(plain).unwrap_or((rest, ""));
        flow.cleaner.push(text);
        if odd.is_empty() || flow.cleaner.is_full() {
            return "";
        }
        let read = if odd.starts_with('&') { reference(odd, flow) } else { tag(odd, flow) };
        let Some(length) = read else { return odd };
        rest = odd.get(length..).unwrap_or("");
    }
}

/// Where the next tag or reference may begin; in steps that the compiler vectorises.
pub(super) fn next_mark(text: &str) -> Option<usize> {
    let is_mark = |byte: &u8| (*byte == b'<') | (*byte == b'&');
    let mut from = 0;
    for step in text.as_bytes().chunks(32) {
        if step.iter().map(is_mark).fold(false, |a, b| a | b) {
            return step.iter().position(is_mark).map(|at| from + at);
        }
        from += step.len();
    }
    None
}

/// A complete reference; its length.
fn reference(text: &str, flow: &mut Flow) -> Option<usize> {
    let after = text.get(1..)?;
    let end = after.bytes().take(10).position(|b| b == b';')?;
    let name = after.get(..end)?;
    let Some(digits) = name.strip_prefix('#') else {
        let (_, text) = COMMON.iter().find(|(known, _)| *known == name)?;
        flow.cleaner.push(text);
        return Some(end + 2);
    };
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16),
        None if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse(),
        _ => return None,
    };
    // Codes 128 to 159 mean windows-1252 in HTML: the tokenizer knows.
    let c = code.ok().filter(|code| *code > 0x9F || (0x20..0x7F).contains(code))?;
    flow.cleaner.push(char::from_u32(c)?.encode_utf8(&mut [0; 4]));
    Some(end + 2)
}

/// A complete tag of an element without rules of its own; its length.
fn tag(text: &str, flow: &mut Flow) -> Option<usize> {
    let after = text.get(1..)?;
    let closes = after.starts_with('/');
    let inside = after.get(usize::from(closes)..)?.as_bytes();
    if !inside.first()?.is_ascii_alphabetic() {
        return None;
    }
    let length = inside.iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
    let end = tag_end(inside.get(length..)?)?;
    let mut name = [0_u8; 12];
    for (to, from) in name.iter_mut().zip(inside.get(..length)?) {
        *to = from.to_ascii_lowercase();
    }
    let name = name.get(..length)?;
    if let [letter] = name {
        // Of the elements with one letter, only the paragraph has a meaning here.
        if *letter == b'p' {
            flow.cleaner.start_line();
            flow.hidden = super::Hidden::Nothing;
        }
        return Some(1 + usize::from(closes) + length + end + 1);
    }
    if matches!(role(name), Role::Raw | Role::Head) || SWITCHING.contains(&name) {
        return None;
    }
    if closes {
        flow.close(name);
    } else {
        flow.open(name);
    }
    Some(1 + usize::from(closes) + length + end + 1)
}

/// Where the tag ends, if its attributes are plain ones.
fn tag_end(attributes: &[u8]) -> Option<usize> {
    if !matches!(attributes.first()?, b'>' | b'/' | b' ' | b'\n' | b'\t' | b'\r') {
        return None;
    }
    let (mut quote, mut last) = (0_u8, b' ');
    for (at, &byte) in attributes.iter().enumerate() {
        match byte {
            _ if quote != 0 && byte != quote => {}
            _ if quote != 0 => quote = 0,
            b'>' => return Some(at),
            b'<' => return None,
            b'"' | b'\'' if last == b'=' => quote = byte,
            b'"' | b'\'' => return None,
            _ => {}
        }
        last = byte;
    }
    None
}
