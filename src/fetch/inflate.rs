//! Decompresses what servers call gzip and deflate, as they really send it: gzip in several
//! members and with junk behind them, deflate with and without its zlib wrapping, names in any
//! letter case. Brotli is reqwest's work.
//!
//! Stops at a limit of decoded bytes, so that a bomb costs no more than the limit.

use std::io::Read;

use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};

/// How every member of a gzip body begins.
const MEMBER: [u8; 2] = [0x1f, 0x8b];

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Gzip,
    Deflate,
}

/// Room set aside before the first byte is decoded, at most.
const MOST_AT_FIRST: usize = 256 << 10;
/// What reading to the end wants beyond the last byte: without it the room is doubled for nothing.
const SPARE: usize = 64;

/// Why a body is not decompressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Damaged,
    TooLarge,
}

impl Coding {
    /// The coding of a name in lower case.
    pub fn of(name: &str) -> Option<Coding> {
        match name {
            "gzip" | "x-gzip" => Some(Coding::Gzip),
            "deflate" | "x-deflate" => Some(Coding::Deflate),
            _ => None,
        }
    }

    /// The decompressed body, of at most `limit` bytes.
    pub fn inflate(self, body: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
        match self {
            Coding::Gzip => members(body, limit),
            // The standard means zlib's wrapping; many servers leave it out.
            Coding::Deflate => {
                take(ZlibDecoder::new(body), Vec::new(), limit).or_else(|fault| match fault {
                    Fault::Damaged => take(DeflateDecoder::new(body), Vec::new(), limit),
                    Fault::TooLarge => Err(fault),
                })
            }
        }
    }
}

/// Every member, one after the other; what behind the last is none is left alone.
fn members(body: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::with_capacity(announced(body).min(limit).min(MOST_AT_FIRST));
    let mut rest = body;
    loop {
        let mut member = GzDecoder::new(rest);
        out = take(&mut member, out, limit)?;
        rest = member.into_inner();
        if !rest.starts_with(&MEMBER) {
            return Ok(out);
        }
    }
}

/// The decoded size as the end of a gzip body tells it (RFC 1952, ISIZE): a hint, not to be trusted.
fn announced(body: &[u8]) -> usize {
    body.last_chunk().map_or(0, |size| u32::from_le_bytes(*size) as usize).saturating_add(SPARE)
}

fn take(decoder: impl Read, mut out: Vec<u8>, limit: usize) -> Result<Vec<u8>, Fault> {
    let left = limit.saturating_sub(out.len()) as u64;
    decoder.take(left + 1).read_to_end(&mut out).map_err(|_| Fault::Damaged)?;
    if out.len() > limit { Err(Fault::TooLarge) } else { Ok(out) }
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
        for (name, coding, body) in [
            ("gzip", Coding::Gzip, whole.clone()),
            ("members", Coding::Gzip, [gzip(b"<rs"), gzip(b"s/>")].concat()),
            ("junk behind", Coding::Gzip, [&*whole, b"junk"].concat()),
            ("zeros behind", Coding::Gzip, [&*whole, &[0; 512]].concat()),
            ("zlib", Coding::Deflate, zlib(b"<rss/>")),
            ("bare deflate", Coding::Deflate, raw(b"<rss/>")),
        ] {
            assert_eq!(coding.inflate(&body, 6).as_deref(), Ok(&b"<rss/>"[..]), "{name}");
            assert_eq!(coding.inflate(&body, 5), Err(Fault::TooLarge), "{name}");
        }
    }

    #[test]
    fn what_is_damaged_is_said_to_be() {
        let whole = gzip(b"<rss/>");
        let mut flipped = whole.clone();
        let sum = flipped.len() - 6;
        flipped[sum] ^= 1;
        for (name, coding, body) in [
            ("no gzip", Coding::Gzip, b"<rss/>".to_vec()),
            ("cut", Coding::Gzip, whole[..whole.len() - 9].to_vec()),
            ("wrong sum", Coding::Gzip, flipped),
            ("no deflate", Coding::Deflate, b"<rss/>".to_vec()),
        ] {
            assert_eq!(coding.inflate(&body, 100), Err(Fault::Damaged), "{name}");
        }
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![0; 50 << 20]);
        assert_eq!(Coding::Gzip.inflate(&bomb, 1 << 20), Err(Fault::TooLarge));
    }
}
