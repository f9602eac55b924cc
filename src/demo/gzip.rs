//! Wraps bytes as a gzip stream (RFC 1952) of stored blocks: valid for every reader, smaller by
//! nothing. The demo wants a feed that arrives compressed, not one that saves bytes.

/// Longest stored block (RFC 1951 §3.2.4).
const BLOCK: usize = 0xFFFF;

/// A gzip stream of `bytes`.
#[must_use]
pub fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];
    let mut blocks = bytes.chunks(BLOCK).peekable();
    if blocks.peek().is_none() {
        out.extend([1, 0, 0, 0xFF, 0xFF]);
    }
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).expect("a block is at most 65,535 bytes");
        out.push(u8::from(blocks.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    out.extend(crc32(bytes).to_le_bytes());
    // The length field counts modulo 2^32.
    out.extend((bytes.len() as u32).to_le_bytes());
    out
}

/// The checksum of gzip, bit by bit: a feed of the demo is a few kilobytes.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_gzip() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn long_input_is_split_into_blocks_of_which_one_is_last() {
        let out = stored(&vec![7; BLOCK + 1]);
        assert_eq!(out.len(), 10 + (5 + BLOCK) + (5 + 1) + 8);
        assert_eq!((out[10], out[10 + 5 + BLOCK]), (0, 1));
    }
}
