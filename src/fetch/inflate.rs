//! Decompresses what servers call gzip and deflate, as they really send it: one under the other's
//! name, plain under either, gzip in several members, without its end and with junk behind it,
//! deflate with and without its zlib wrapping; and brotli.
//!
//! What a body is, it says itself by how it begins. Stops at a limit of decoded bytes, so that a bomb
//! costs no more than the limit.

use std::io::{ErrorKind, Read};

use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};

/// How every member of a gzip body begins.
const MEMBER: [u8; 2] = [0x1f, 0x8b];

/// Gzip within gzip is taken off so often: proxies compress what is compressed.
const LAYERS: usize = 3;

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

/// The ways that a header can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// gzip or deflate, whichever it is.
    Deflate,
    /// brotli.
    Brotli,
    /// brotli, and gzip or deflate around it.
    BrotliWithin,
}

/// What a header may call a body that is compressed.
const NAMES: &[(&str, Way)] = &[
    ("gzip", Way::Deflate),
    ("x-gzip", Way::Deflate),
    ("gz", Way::Deflate),
    ("deflate", Way::Deflate),
    ("x-deflate", Way::Deflate),
    ("br", Way::Brotli),
];

/// Largest window of brotli (RFC 7932): the decoder keeps so much beside what it gives.
const WINDOW: usize = 16 << 20;
/// What the brotli decoder is given at once.
const INPUT: usize = 4 << 10;

/// The way of a name in lower case, where it is one undone here.
pub(super) fn way(name: &str) -> Option<Way> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, way)| *way)
}

/// The way of a body that was packed in ways one after the other; what else they are shows as it is undone.
pub(super) fn around(ways: impl Iterator<Item = Way>) -> Option<Way> {
    ways.reduce(|inner, outer| match (inner, outer) {
        (Way::Brotli | Way::BrotliWithin, Way::Deflate) => Way::BrotliWithin,
        (_, outer) => outer,
    })
}

/// What decompressing takes beside the body as it came, if it gives `most` bytes.
pub(super) fn room(way: Way, most: usize) -> usize {
    match way {
        Way::Deflate => most,
        // The window grows with what is decoded.
        Way::Brotli | Way::BrotliWithin => most + most.min(WINDOW),
    }
}

/// The decoded size as the end of a gzip body tells it (RFC 1952, ISIZE): a hint, not to be trusted.
pub(super) fn announced(body: &[u8], way: Way) -> Option<usize> {
    let told = (way == Way::Deflate && is_gzip(body)).then(|| body.last_chunk()).flatten();
    told.map(|size| (u32::from_le_bytes(*size) as usize).saturating_add(SPARE))
}

/// Whether a body is gzip, whatever it is called: no document begins so.
pub(super) fn is_gzip(body: &[u8]) -> bool {
    body.starts_with(&MEMBER)
}

/// The decompressed body, of at most `limit` bytes.
pub(super) fn inflate(body: &[u8], way: Way, limit: usize) -> Result<Vec<u8>, Fault> {
    let mut out = match way {
        Way::Deflate => layer(body, limit)?,
        Way::Brotli => brotli(body, limit)?,
        Way::BrotliWithin => brotli(&layer(body, limit)?, limit)?,
    };
    for _ in 1..LAYERS {
        if is_gzip(&out) {
            out = members(&out, limit)?;
        } else if is_zlib(&out) {
            out = layer(&out, limit)?;
        } else {
            break;
        }
    }
    Ok(out)
}

/// Whether a body begins as zlib does (RFC 1950), and as no text.
fn is_zlib(body: &[u8]) -> bool {
    let head = body.first_chunk().map_or(0, |head| u16::from_be_bytes(*head));
    head >> 8 == 0x78 && head % 31 == 0 && !is_text(body)
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

/// Brotli has no mark of its own: what is called so is taken for it first.
fn brotli(body: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
    let decoder = Decompressor::new(ToItsEnd(body), INPUT);
    // Room that is not written to costs nothing; growing would hold it twice.
    take(decoder, Vec::with_capacity(limit.saturating_add(SPARE)), limit).or_else(|fault| {
        match fault {
            Fault::Damaged if is_gzip(body) => members(body, limit),
            Fault::Damaged | Fault::TooLarge => Err(fault),
        }
    })
}

/// Bytes whose end comes unexpectedly: the decoder asks for no more than it needs.
struct ToItsEnd<'a>(&'a [u8]);

impl Read for ToItsEnd<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.0.is_empty() {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.0.read(out)
    }
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
    let told = announced(body, Way::Deflate).unwrap_or(SPARE);
    let mut out = Vec::with_capacity(told.min(limit.saturating_add(SPARE)));
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
            ("zlib within", gzip(&zlib(b"<rss/>"))),
            ("zlib", zlib(b"<rss/>")),
            ("bare deflate", raw(b"<rss/>")),
            ("plain", b"<rss/>".to_vec()),
        ] {
            assert_eq!(
                inflate(&body, Way::Deflate, 6 + whole.len()).as_deref(),
                Ok(&b"<rss/>"[..]),
                "{name}"
            );
            assert_eq!(inflate(&body, Way::Deflate, 5), Err(Fault::TooLarge), "{name}");
        }
    }

    /// Stored blocks: the form of brotli, not the gain.
    fn brotli_of(text: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        for (at, block) in text.chunks(1 << 16).enumerate() {
            // Before the first block one bit tells the window.
            let shift = u32::from(at == 0);
            let head = (block.len() as u32 - 1) << 3 | 1 << 19;
            out.extend_from_slice(&(head << shift).to_le_bytes()[..3]);
            out.extend_from_slice(block);
        }
        out.push(3);
        out
    }

    #[test]
    fn brotli_is_decompressed_and_so_is_gzip_that_is_only_called_so() {
        let text: String = (0..9_000).map(|n| format!("<i>{n}</i>")).collect();
        let text = text.as_bytes();
        let whole = brotli_of(text);
        let cut = &whole[..whole.len() - 9];
        for (name, body, expected) in [
            ("brotli", &whole[..], text),
            ("junk behind", &[&*whole, b"junk"].concat(), text),
            ("gzip", &gzip(text), text),
            ("no end", cut, &text[..text.len() - 8]),
        ] {
            let out = inflate(body, Way::Brotli, text.len());
            assert!(out.as_deref() == Ok(expected), "{name}: {:?}", out.map(|out| out.len()));
            assert_eq!(inflate(body, Way::Brotli, 5), Err(Fault::TooLarge), "{name}");
        }
        let within = inflate(&gzip(&whole), Way::BrotliWithin, whole.len());
        assert_eq!(within.as_deref(), Ok(text));
        for noise in [&[7; 600][..], text] {
            assert_eq!(inflate(noise, Way::Brotli, 1 << 20), Err(Fault::Damaged));
        }
    }

    const BROTLI_OF_9_MIB: &[u8] = &[
        0x9f, 0x4d, 0x00, 0x90, 0x00, 0x44, 0x37, 0x97, 0xaa, 0x48, 0x77, 0xe7, 0x79, 0xac, 0x35,
        0xc3, 0xc3, 0x8b, 0xd3, 0x0d, 0x0e, 0xd8, 0x03, 0x0d, 0x02, 0x4f, 0xa2, 0x12, 0x5e, 0xd8,
        0xf6, 0x18, 0x1b, 0xcf, 0x93, 0x52, 0xb6, 0x8c, 0x2b, 0x1c, 0x3b, 0xa2, 0x9f, 0x5b, 0x27,
        0xc5, 0x46, 0x46, 0x8b, 0x6f, 0xfb, 0x4b, 0x01, 0xab, 0xa7, 0x77, 0x35, 0x8c, 0x04, 0xff,
        0xb9, 0xf7, 0x8f, 0x01, 0x11, 0x7f, 0x01, 0x80, 0x8c, 0xb1, 0x05,
    ];

    /// 71 bytes that become nine MiB, through a window of sixteen.
    #[test]
    fn a_small_body_of_brotli_can_be_large() {
        let body = BROTLI_OF_9_MIB;
        for limit in [256 << 10, 1 << 20, 9 << 20] {
            assert_eq!(inflate(body, Way::Brotli, limit), Err(Fault::TooLarge), "{limit}");
        }
        let out = inflate(body, Way::Brotli, 10 << 20).map(|out| (out.len() >> 20, is_text(&out)));
        assert_eq!(out, Ok((9, true)));
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
        let cut = inflate(&whole[..whole.len() / 2], Way::Deflate, text.len()).unwrap();
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
            assert_eq!(inflate(&body, Way::Deflate, 1_000), Err(Fault::Damaged), "{name}");
        }
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![0; 50 << 20]);
        assert_eq!(inflate(&bomb, Way::Deflate, 1 << 20), Err(Fault::TooLarge));
        assert_eq!(inflate(&gzip(&bomb), Way::Deflate, 1 << 20), Err(Fault::TooLarge));
    }
}
