//! Bytes to text: the character set that decodes cleanly, whatever the labels say.
//!
//! Order: byte order mark, UTF-16 and UTF-32 by their pattern, plain UTF-8, the XML declaration,
//! HTTP's charset, detection. Never fails; UTF-7 and overlong forms are not decoded.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Enough of a document to guess its character set from.
const SAMPLE: usize = 256 << 10;

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
    if let Some((encoding, skip)) = Encoding::for_bom(body) {
        return forced(encoding, body.get(skip..).unwrap_or_default());
    }
    if let Some(encoding) = utf16_pattern(body) {
        return forced(encoding, body);
    }
    let declared = declared(body);
    match std::str::from_utf8(body) {
        Ok(text) if declared == Some(ISO_2022_JP) && text.contains('\u{1B}') => {
            forced(ISO_2022_JP, body)
        }
        Ok(text) => match once(text) {
            Some(text) => Decoded { text: text.into(), note: Some("letters encoded twice") },
            None => Decoded::clean(text),
        },
        Err(fault) => legacy(body, &fault, &[declared, content_type.and_then(http_charset)]),
    }
}

/// A body that is not UTF-8 as a whole.
fn legacy<'a>(
    body: &'a [u8],
    fault: &std::str::Utf8Error,
    labels: &[Option<&'static Encoding>],
) -> Decoded<'a> {
    // A body cut inside its last character.
    if fault.error_len().is_none()
        && let Some(text) = body.get(..fault.valid_up_to()).and_then(|b| str::from_utf8(b).ok())
        && !text.is_ascii()
    {
        return Decoded { text: text.into(), note: Some("cut inside a character") };
    }
    if is_mostly_utf8(body) {
        return Decoded {
            text: String::from_utf8_lossy(body),
            note: Some("broken UTF-8 replaced"),
        };
    }
    for encoding in labels.iter().flatten().filter(|e| **e != UTF_8) {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(body) {
            return Decoded::clean(text);
        }
    }
    let guessed = guess(body);
    let (text, _) = guessed.decode_without_bom_handling(body);
    Decoded { text, note: Some("character set guessed") }
}

/// The text that was meant where every foreign letter of a document is UTF-8 taken for a Western
/// character set and encoded once more ("Ã©" for "é"). No text reads so by chance.
fn once(text: &str) -> Option<String> {
    // The letters that lead bytes of UTF-8 become are Â to ô: nearly all other text ends here.
    if text.is_ascii() {
        return None;
    }
    let start = text.bytes().position(|byte| !byte.is_ascii())?;
    let mut foreign = text.get(start..)?.chars();
    let (first, second) = (foreign.next()?, foreign.next()?);
    if !matches!(first, '\u{C2}'..='\u{F4}') || second.is_ascii() {
        return None;
    }
    let (bytes, _, unmapped) = WINDOWS_1252.encode(text);
    if unmapped {
        return None;
    }
    String::from_utf8(bytes.into_owned()).ok()
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

/// Whether well-formed multi-byte sequences outnumber the broken ones.
fn is_mostly_utf8(body: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in body.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// UTF-16 without a mark shows as every second byte of the first tag being zero.
fn utf16_pattern(body: &[u8]) -> Option<&'static Encoding> {
    match body {
        [0, b'<' | b'{', 0, second, ..] if *second != 0 => Some(UTF_16BE),
        [b'<' | b'{', 0, second, 0, ..] if *second != 0 => Some(UTF_16LE),
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
fn declared(body: &[u8]) -> Option<&'static Encoding> {
    let head = body.get(..1024).unwrap_or(body);
    let start = head.windows(5).position(|w| w == b"<?xml")?;
    let rest = head.get(start..)?;
    let declaration = rest.get(..rest.iter().position(|&b| b == b'>')?)?;
    let at = declaration.windows(8).position(|w| w == b"encoding")?;
    let after = declaration.get(at + 8..)?;
    let quote = after.iter().position(|b| matches!(b, b'"' | b'\''))?;
    let label = after.get(quote + 1..)?;
    let end = label.iter().position(|b| matches!(b, b'"' | b'\'')).unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?)
}

/// The charset of a `Content-Type`.
fn http_charset(content_type: &str) -> Option<&'static Encoding> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset
            .then(|| Encoding::for_label(value.trim().trim_matches(['"', '\'']).as_bytes()))?
    })
}

#[cfg(test)]
mod tests {
    use super::{decode, http_charset};

    fn feed(declaration: &str, text: &str) -> String {
        format!("<?xml version=\"1.0\"{declaration}?><rss><title>{text}</title></rss>")
    }

    #[test]
    fn every_label_is_tried_before_a_guess() {
        let russian = "Привет, мир: ракета попала в здание посольства";
        let arabic = "سقوط صاروخ قرب السفارة";
        let japanese = "日本語ニュース速報です";
        let cases: [(&str, &str, &str, Option<&str>, &str); 7] = [
            ("declared 1251", "windows-1251", "windows-1251", None, russian),
            ("http 1251", "windows-1251", "", Some("text/xml; charset=\"windows-1251\""), russian),
            ("silent 1251", "windows-1251", "", None, russian),
            ("declared 1256", "windows-1256", "windows-1256", None, arabic),
            ("declared sjis", "shift_jis", "Shift_JIS", None, japanese),
            ("silent sjis", "shift_jis", "", None, japanese),
            ("iso-2022-jp", "iso-2022-jp", "ISO-2022-JP", None, japanese),
        ];
        for (name, codec, label, http, text) in cases {
            let declaration =
                if label.is_empty() { String::new() } else { format!(" encoding=\"{label}\"") };
            let source = feed(&declaration, text);
            let codec = encoding_rs::Encoding::for_label(codec.as_bytes()).expect("known codec");
            let (bytes, _, _) = codec.encode(&source);
            let decoded = decode(&bytes, http);
            assert!(decoded.text.contains(text), "{name}: {}", decoded.text);
        }
    }

    #[test]
    fn utf8_wins_over_wrong_labels() {
        let source = feed(" encoding=\"ISO-8859-1\"", "café – “naïve” €");
        let decoded = decode(source.as_bytes(), Some("text/xml; charset=iso-8859-1"));
        assert_eq!(decoded.text, source);
        assert_eq!(decoded.note, None);
    }

    #[test]
    fn what_was_encoded_twice_is_decoded_twice() {
        let meant = feed("", "Genève – “été” € à l’ouest");
        let (twice, _, _) = encoding_rs::WINDOWS_1252.decode(meant.as_bytes());
        let decoded = decode(twice.as_bytes(), None);
        assert_eq!((&*decoded.text, decoded.note), (&*meant, Some("letters encoded twice")));
        for sound in ["NÃO É", "Âge d’or", "Ã© and ’", "Ø", "Ärger", "Ã"] {
            let sound = feed("", sound);
            assert_eq!(decode(sound.as_bytes(), None).note, None, "{sound}");
        }
    }

    #[test]
    fn wide_forms_are_recognised_with_and_without_a_mark() {
        let source = feed("", "Привет");
        for mark in ["", "\u{FEFF}"] {
            let text = format!("{mark}{source}");
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let widest: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
            for bytes in [little, big, widest, text.clone().into_bytes()] {
                assert_eq!(decode(&bytes, None).text, source);
            }
        }
    }

    #[test]
    fn what_is_forged_stays_forged() {
        let utf7 = feed(" encoding=\"UTF-7\"", "+ADw-script+AD4-");
        assert_eq!(decode(utf7.as_bytes(), None).text, utf7);
        let mut overlong = feed("", "é é é").into_bytes();
        overlong.extend(b"\xc0\xbcb\xc0\x80");
        assert!(!decode(&overlong, None).text.contains("<b"));
        let cut = &feed("", "日本語").into_bytes();
        let cut = cut.get(..cut.len() - 16).expect("long enough");
        assert!(decode(cut, None).text.contains("日本"));
    }

    #[test]
    fn odd_charset_parameters_are_no_error() {
        assert_eq!(http_charset("text/xml; charset=x-klingon"), None);
        assert_eq!(http_charset("text/xml;charset"), None);
        assert_eq!(http_charset("TEXT/XML; CHARSET=\"utf-8\"").map(|e| e.name()), Some("UTF-8"));
    }
}
