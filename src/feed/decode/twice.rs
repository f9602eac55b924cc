//! Text whose letters were encoded twice: UTF-8 taken for a Western character set and encoded once
//! more ("Ã©" for "é").

use encoding_rs::WINDOWS_1252;

/// Of so many letters that read as encoded twice, one may be anything else: what a text was cut at,
/// or what was put into it later.
const SOUND: usize = 4;

/// The text that was meant, where nearly every foreign letter of it was encoded twice. No text reads
/// so by chance.
pub(super) fn once(text: &str) -> Option<String> {
    let (mut found, mut other) = (0_usize, 0_usize);
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (plain, foreign) = rest.split_at_checked(start)?;
        let first = foreign.chars().next()?;
        let (letter, length) = match letter(foreign) {
            Some(letter) => {
                found += 1;
                letter
            }
            None => {
                other += 1;
                (first, first.len_utf8())
            }
        };
        // Nearly all other text ends here, at its first foreign letters.
        if other * SOUND > found + SOUND {
            return None;
        }
        if out.is_empty() {
            out.reserve(text.len());
        }
        out.push_str(plain);
        out.push(letter);
        rest = foreign.get(length..)?;
    }
    out.push_str(rest);
    (found > 0 && other * SOUND <= found).then_some(out)
}

/// The letter whose bytes stand at the start of a text as letters of their own, and how long they are.
fn letter(text: &str) -> Option<(char, usize)> {
    let mut letters = text.chars().map(|letter| (byte(letter), letter.len_utf8()));
    let (lead, mut length) = letters.next()?;
    let lead = lead?;
    let (mut code, more) = match lead {
        0xC2..=0xDF => (u32::from(lead & 0x1F), 1),
        0xE0..=0xEF => (u32::from(lead & 0x0F), 2),
        0xF0..=0xF4 => (u32::from(lead & 0x07), 3),
        _ => return None,
    };
    for _ in 0..more {
        let (next, long) = letters.next()?;
        let next = next.filter(|byte| (0x80..0xC0).contains(byte))?;
        code = code << 6 | u32::from(next & 0x3F);
        length += long;
    }
    let smallest = [0x80, 0x800, 0x1_0000].get(more - 1).copied()?;
    // "NESCAFÉ®" and "É»" are what they are: phonetic letters stand in no news.
    let sound = code >= smallest && !(0x240..0x2B0).contains(&code);
    char::from_u32(code).filter(|_| sound).map(|letter| (letter, length))
}

/// The byte that a letter was taken from: of Windows' Western set, and of ISO's, whose controls
/// stand where the other has quotes and dashes.
fn byte(letter: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(letter)) {
        return (byte >= 0x80).then_some(byte);
    }
    let mut bytes = [0; 4];
    let (byte, _, unmapped) = WINDOWS_1252.encode(letter.encode_utf8(&mut bytes));
    byte.first().copied().filter(|_| !unmapped)
}
