//! Bytes to text: the character set that decodes cleanly, whatever the labels say.
//!
//! Order: byte order mark, UTF-16 and UTF-32 by their pattern, plain UTF-8, the XML declaration,
//! HTTP's charset, detection, which overrules a Western label of other letters; parts in another
//! set are read by themselves (see `mixed`). Never fails; UTF-7 and overlong forms are not decoded.

mod charset;
mod eastern;
mod misread;
mod mixed;
mod pages;
mod twice;

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use self::charset::Charset;

/// Enough of a document to guess its character set from.
const SAMPLE: usize = 256 << 10;

/// What is said of letters that were encoded twice.
const TWICE: &str = "letters encoded twice";

/// What is said of letters that were taken for Western ones.
const MISREAD: &str = "letters of another character set";

/// A document as text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// What had to be guessed or replaced, in words; `None` where the labels were right.
    pub note: Option<&'static str>,
}

impl<'a> Decoded<'a> {
    fn clean(text: impl Into<Cow<'a, str>>) -> Decoded<'a> {
        Decoded { text: text.into(), note: None }
    }
}

/// Decodes a body with what its `Content-Type` says.
#[must_use]
pub(crate) fn decode<'a>(body: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    if let Some(text) = utf32(body) {
        return Decoded::clean(text);
    }
    let body = match Encoding::for_bom(body) {
        Some((encoding, skip)) => {
            let rest = body.get(skip..).unwrap_or_default();
            if is_told_by(encoding, rest) {
                // A mark may stand the other way round than the letters.
                let pattern = utf16_pattern(rest).filter(|_| encoding != UTF_8);
                return forced(pattern.unwrap_or(encoding), rest);
            }
            rest
        }
        None => body,
    };
    if let Some(encoding) = utf16_pattern(body) {
        return forced(encoding, body);
    }
    if body.starts_with(&charset::MAINFRAME) {
        return Decoded::clean(charset::mainframe(body));
    }
    let http = content_type.and_then(http_charset);
    match std::str::from_utf8(body) {
        Ok(text) if text.is_ascii() => ascii(body, text, declared(body).or(http)),
        Ok(text) => mended(text.into(), None),
        Err(fault) => match paired(body) {
            Some(text) => Decoded { text: text.into(), note: Some("letters in two halves") },
            None => legacy(body, &fault, &[declared(body), http]),
        },
    }
}

/// Where the first byte is that is not ASCII, looked for in many at once.
fn foreign(text: &[u8]) -> Option<usize> {
    const AT_ONCE: usize = 64;
    let (nth, some) = text.chunks(AT_ONCE).enumerate().find(|(_, some)| !some.is_ascii())?;
    Some(nth * AT_ONCE + some.iter().position(|byte| !byte.is_ascii())?)
}

/// UTF-8 that may still not be what was meant; `note` where it is.
fn mended<'a>(text: Cow<'a, str>, note: Option<&'static str>) -> Decoded<'a> {
    let of = |text: String, note| Decoded { text: text.into(), note: Some(note) };
    if let Some(once) = twice::once(&text) {
        // What goes through the wrong hands goes through them again.
        return of(twice::once(&once).unwrap_or(once), TWICE);
    }
    let misread = misread::set_right(&text, guess).or_else(|| eastern::set_right(&text, guess));
    misread.map_or(Decoded { text, note }, |text| of(text, MISREAD))
}

/// The text of UTF-8 but for letters that stand there as the two halves of UTF-16, each by itself, as
/// some databases write them.
fn paired(body: &[u8]) -> Option<String> {
    let half = |bytes: &[u8], lead: u8| match bytes {
        [0xED, second, third, ..] if second & 0xF0 == lead => {
            Some(u32::from(second & 0x0F) << 6 | u32::from(third & 0x3F))
        }
        _ => None,
    };
    body.windows(2).find(|bytes| matches!(bytes, [0xED, 0xA0..=0xAF]))?;
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&first, after)) = rest.split_first() {
        let high = if first == 0xED { half(rest, 0xA0) } else { None };
        let low = high.and_then(|_| half(rest.get(3..)?, 0xB0));
        match high.zip(low).and_then(|(high, low)| char::from_u32(0x1_0000 + (high << 10 | low))) {
            Some(letter) => {
                out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                rest = rest.get(6..).unwrap_or_default();
            }
            None => {
                out.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(out).ok()
}

/// Whether a byte order mark is true: programs put it before what is in no such set.
fn is_told_by(encoding: &'static Encoding, rest: &[u8]) -> bool {
    let start = rest.get(..64).unwrap_or(rest);
    if encoding == UTF_8 {
        std::str::from_utf8(rest).is_ok() || mixed::is_mostly_utf8(rest)
    } else {
        start.contains(&0) || !start.contains(&b'<')
    }
}

/// ASCII is what it is, unless it shifts to another set.
fn ascii<'a>(body: &'a [u8], text: &'a str, label: Option<Charset>) -> Decoded<'a> {
    let shifts = |mark: &str| text.contains(mark);
    match label {
        Some(Charset::Shifted(shift)) => Decoded::clean(shift.decode(body)),
        _ if !shifts("\u{1B}") => Decoded::clean(text),
        Some(Charset::Web(set)) if set == ISO_2022_JP => forced(ISO_2022_JP, body),
        _ if ["\u{1B}$B", "\u{1B}$@", "\u{1B}(I"].into_iter().any(shifts) => {
            forced(ISO_2022_JP, body)
        }
        _ => Decoded::clean(text),
    }
}

/// A body that is not UTF-8 as a whole.
fn legacy<'a>(
    body: &'a [u8],
    fault: &std::str::Utf8Error,
    labels: &[Option<Charset>],
) -> Decoded<'a> {
    // A body cut inside its last character.
    if fault.error_len().is_none()
        && let Some(text) = body.get(..fault.valid_up_to()).and_then(|b| str::from_utf8(b).ok())
        && !text.is_ascii()
    {
        return mended(text.into(), Some("cut inside a character"));
    }
    let labels = || labels.iter().flatten().filter(|label| label.is_for_bytes());
    // In sets of several bytes a letter, short texts look like UTF-8 by chance.
    for label in labels().filter(|label| label.is_wide()) {
        if !mixed::is_mostly_utf8(body)
            && let Some(text) = label.cleanly(body)
        {
            return Decoded::clean(text);
        }
    }
    if mixed::holds_utf8(body) {
        let broken = mixed::others(body, SAMPLE);
        let label = labels().find(|label| label.cleanly(&broken).is_some()).copied();
        let fallback = label.unwrap_or_else(|| Charset::Web(guess(&broken)));
        let text = mixed::decode(body, fallback);
        // A text cut inside a letter is enough to make another set of what was encoded twice.
        return mended(text.into(), Some("several character sets"));
    }
    let doubted = holds_other_letters(body);
    for label in labels().filter(|label| !(doubted && label.is_western())) {
        if let Some(text) = label.cleanly(body) {
            let eastern = if label.is_western() { eastern::set(body, guess) } else { None };
            let Some(set) = eastern else { return Decoded::clean(text) };
            let (text, _) = set.decode_without_bom_handling(body);
            return Decoded { text, note: Some(MISREAD) };
        }
    }
    let guessed = guess(body);
    let (text, _) = guessed.decode_without_bom_handling(body);
    Decoded { text, note: Some("character set guessed") }
}

/// Whether letters stand together as they do in no Western text, or bytes that no Western set has: then its
/// set is not that of the text, only what everybody declares who declares without thought.
fn holds_other_letters(body: &[u8]) -> bool {
    body.windows(4).any(|letters| letters.iter().all(|byte| *byte > 0xA0))
        || body.iter().any(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D))
}

fn forced<'a>(encoding: &'static Encoding, body: &'a [u8]) -> Decoded<'a> {
    let (text, broken) = encoding.decode_without_bom_handling(body);
    Decoded { text, note: broken.then_some("broken characters replaced") }
}

fn guess(body: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The markup before the first foreign letter says nothing.
    let start = body.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(8);
    let sample = body.get(start..).unwrap_or_default();
    detector.feed(sample.get(..SAMPLE).unwrap_or(sample), true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    if guessed == UTF_8 { WINDOWS_1252 } else { guessed }
}

/// UTF-16 without a mark shows as every second byte of the first letters being zero.
fn utf16_pattern(body: &[u8]) -> Option<&'static Encoding> {
    match body {
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some(UTF_16BE),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// UTF-32, by mark or by pattern; no decoder of the web platform knows it.
fn utf32(body: &[u8]) -> Option<String> {
    let read: fn([u8; 4]) -> u32 = match body {
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, b'<' | b'{', ..] => u32::from_be_bytes,
        [0xFF, 0xFE, 0, 0, ..] | [b'<' | b'{', 0, 0, 0, ..] => u32::from_le_bytes,
        _ => return None,
    };
    let chars = body.chunks_exact(4).filter_map(|four| {
        let code = four.try_into().map(read).ok()?;
        (code != 0xFEFF).then(|| char::from_u32(code).unwrap_or('\u{FFFD}'))
    });
    Some(chars.collect())
}

/// The encoding that the XML declaration names; wherever junk before it has pushed it.
fn declared(body: &[u8]) -> Option<Charset> {
    let head = body.get(..1024).unwrap_or(body);
    let start = head.windows(5).position(|w| w.eq_ignore_ascii_case(b"<?xml"))?;
    let rest = head.get(start..)?;
    let declaration = rest.get(..rest.iter().position(|&b| b == b'>')?)?;
    let at = declaration.windows(8).position(|w| w.eq_ignore_ascii_case(b"encoding"))?;
    let after = declaration.get(at + 8..)?;
    let quote = after.iter().position(|b| matches!(b, b'"' | b'\''))?;
    let label = after.get(quote + 1..)?;
    let end = label.iter().position(|b| matches!(b, b'"' | b'\'')).unwrap_or(label.len());
    Charset::for_label(label.get(..end)?)
}

/// The charset of a `Content-Type`.
fn http_charset(content_type: &str) -> Option<Charset> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| Charset::for_label(value.trim().trim_matches(['"', '\'']).as_bytes()))?
    })
}

#[cfg(test)]
mod tests;
