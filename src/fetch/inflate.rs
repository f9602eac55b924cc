//! Decompresses what servers call gzip and deflate, as they really send it: one under the other's
//! name, plain under either, gzip in several members, without its end and with junk behind it,
//! deflate with and without its zlib wrapping. Brotli is reqwest's work.
//!
//! What a body is, it says itself by how it begins. Stops at a limit of decoded bytes, so that a bomb
//! costs no more than the limit.

use std::io::{ErrorKind, Read};

use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};

/// How every member of a gzip body begins.
const MEMBER: [u8; 2] = [0x1f, 0x8b];

/// Gzip within gzip is taken off so often: proxies compress what is compressed.
const LAYERS: usize = 3;

/// Room set aside before the first byte is decoded, at most.
const MOST_AT_FIRST: usize = 256 << 10;
/// What reading to the end wants beyond the last byte: without it the room is doubled for nothing.
const SPARE: usize = 64;

/// Bytes looked at to tell text from compressed data.
const START: usize = 64;

/// Why a body is not decompressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Damaged,
    TooLarge,
}

/// What a header may call a body that is compressed in one of the ways told apart here.
const NAMES: &[&str] = &["gzip", "x-gzip", "deflate", "x-deflate"];

/// Whether a name in lower case is one of a compression undone here.
pub(super) fn is_known(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Whether a body is gzip, whatever it is called: no document begins so.
pub(super) fn is_gzip(body: &[u8]) -> bool {
    body.starts_with(&MEMBER)
}

/// The decompressed body, of at most `limit` bytes.
pub(super) fn inflate(body: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
    let mut out = layer(body, limit)?;
    for _ in 1..LAYERS {
        if !is_gzip(&out) {
            break;
        }
        out = members(&out, limit)?;
    }
    Ok(out)
}

fn layer(body: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
    if is_gzip(body) {
        return members(body, limit);
    }
    if is_text(body) {
        return if body.len() > limit { Err(Fault::TooLarge) } else { Ok(body.to_vec()) };
    }
    // The standard means zlib's wrapping by "deflate"; many servers leave it out.
    let out = take(ZlibDecoder::new(body), Vec::new(), limit).or_else(|fault| match fault {
        Fault::Damaged => take(DeflateDecoder::new(body), Vec::new(), limit),
        Fault::TooLarge => Err(fault),
    })?;
    if out.is_empty() { Err(Fault::Damaged) } else { Ok(out) }
}

/// Whether a body begins like a document: with a mark of its encoding, or without the bytes that
/// compressed data is full of.
fn is_text(body: &[u8]) -> bool {
    const MARKS: &[&[u8]] = &[b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe", b"<\0", b"\0<"];
    let start = body.get(..START).unwrap_or(body);
    let odd = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let opens = start.iter().any(|byte| matches!(byte, b'<' | b'{' | b'['));
    MARKS.iter().any(|mark| body.starts_with(mark)) || (opens && !start.iter().any(odd))
}

/// Every member, one after the other; what behind the last is none is left alone.
fn members(body: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::with_capacity(announced(body).min(limit).min(MOST_AT_FIRST));
    let mut rest = body;
    loop {
        let mut member = GzDecoder::new(rest);
        out = take(&mut member, out, limit)?;
        rest = member.into_inner();
        if !is_gzip(rest) {
            return Ok(out);
        }
    }
}

/// The decoded size as the end of a gzip body tells it (RFC 1952, ISIZE): a hint, not to be trusted.
fn announced(body: &[u8]) -> usize {
    body.last_chunk().map_or(0, |size| u32::from_le_bytes(*size) as usize).saturating_add(SPARE)
}

/// What a decoder gives, to its end or to where its input breaks off: of a document that is text, the
/// items before that are whole. What is wrong within is not used.
fn take(decoder: impl Read, mut out: Vec<u8>, limit: usize) -> Result<Vec<u8>, Fault> {
    let left = limit.saturating_sub(out.len()) as u64;
    let read = decoder.take(left + 1).read_to_end(&mut out);
    if out.len() > limit {
        return Err(Fault::TooLarge);
    }
    match read {
        Ok(_) => Ok(out),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof && is_text(&out) => Ok(out),
        Err(_) => Err(Fault::Damaged),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(text: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn raw(text: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_servers_send_is_decompressed() {
        let whole = gzip(b"<rss/>");
        for (name, body) in [
            ("gzip", whole.clone()),
            ("members", [gzip(b"<rs"), gzip(b"s/>")].concat()),
            ("empty members", [gzip(b""), gzip(b""), whole.clone()].concat()),
            ("junk behind", [&*whole, b"junk"].concat()),
            ("zeros behind", [&*whole, &[0; 512]].concat()),
            ("no end", whole[..whole.len() - 8].to_vec()),
            ("half an end", whole[..whole.len() - 3].to_vec()),
            ("within itself", gzip(&whole)),
            ("zlib", zlib(b"<rss/>")),
            ("bare deflate", raw(b"<rss/>")),
            ("plain", b"<rss/>".to_vec()),
        ] {
            assert_eq!(inflate(&body, 6 + whole.len()).as_deref(), Ok(&b"<rss/>"[..]), "{name}");
            assert_eq!(inflate(&body, 5), Err(Fault::TooLarge), "{name}");
        }
    }

    #[test]
    fn text_is_told_from_what_is_compressed() {
        let long = "<rss>".to_owned() + &"a story ".repeat(40);
        for text in [&long[..], "\u{feff}<rss/>", " \r\n{\"version\":1}", "junk <rss>"] {
            assert!(is_text(text.as_bytes()), "{text}");
            for packed in [gzip(text.as_bytes()), zlib(text.as_bytes()), raw(text.as_bytes())] {
                assert!(!is_text(&packed), "{text} {packed:?}");
            }
        }
        assert!(is_text(b"\xff\xfe<\0r\0") && is_text(b"<\0?\0"));
    }

    #[test]
    fn of_a_body_that_breaks_off_the_beginning_is_kept() {
        let text: String = (0..4_000).map(|n| format!("<i>{}</i>", n * n)).collect();
        let whole = gzip(text.as_bytes());
        let cut = inflate(&whole[..whole.len() / 2], text.len()).unwrap();
        assert!(cut.len() > 1_000 && text.as_bytes().starts_with(&cut));
    }

    #[test]
    fn what_is_damaged_is_said_to_be() {
        let whole = gzip(b"<rss/>");
        let noise = gzip(&[7; 600]);
        let mut flipped = whole.clone();
        let sum = flipped.len() - 6;
        flipped[sum] ^= 1;
        for (name, body) in [
            ("noise", vec![7; 600]),
            ("cut, and no text", noise[..noise.len() - 9].to_vec()),
            ("wrong sum", flipped),
        ] {
            assert_eq!(inflate(&body, 1_000), Err(Fault::Damaged), "{name}");
        }
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![0; 50 << 20]);
        assert_eq!(inflate(&bomb, 1 << 20), Err(Fault::TooLarge));
        assert_eq!(inflate(&gzip(&bomb), 1 << 20), Err(Fault::TooLarge));
    }
}
