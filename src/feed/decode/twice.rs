//! Text whose letters were encoded twice: UTF-8 taken for a Western or a Cyrillic character set and encoded
//! once more ("Ã©" for "é", "Р¶" for "ж"): all of a document, or one item beside others that are sound.

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

/// Of so many letters that read as encoded twice, one may be anything else: what a text was cut at,
/// or what was put into it later.
const SOUND: usize = 4;

/// The sets for which UTF-8 is taken, with how many letters of a part of a document must read so: capital
/// Р and С stand before quotes and dashes in sound texts as well.
const SETS: [(&Encoding, usize); 2] = [(WINDOWS_1252, 2), (WINDOWS_1251, 4)];

/// What ends a part of a document.
const BORDERS: [char; 3] = ['<', '>', '"'];

/// The text that was meant, where nearly every foreign letter of it, or of some of its parts, was encoded
/// twice. No text reads so by chance.
pub(super) fn once(text: &str) -> Option<String> {
    meant(text).or_else(|| parts(text))
}

/// The text that was meant, where nearly every foreign letter of it was encoded twice.
fn meant(text: &str) -> Option<String> {
    SETS.iter().find_map(|(set, least)| {
        let (meant, found) = whole(text, set)?;
        let enough = found.len() >= *least || *set == WINDOWS_1252 && is_sure(text, &found);
        enough.then_some(meant)
    })
}

/// The same for each part of a document by itself.
fn parts(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    let mut from = 0;
    for part in text.split_inclusive(BORDERS) {
        let start = from;
        from += part.len();
        if part.is_ascii() {
            continue;
        }
        if let Some(meant) = meant(part) {
            out.push_str(text.get(done..start)?);
            out.push_str(&meant);
            done = from;
        }
    }
    if done == 0 {
        return None;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// Whether the only foreign letter of a part can be nothing else: a small Western letter in a word of small
/// letters ("MANHÃ»" ends a quotation), or a mark of three.
fn is_sure(part: &str, found: &[(usize, char)]) -> bool {
    let &[(at, letter)] = found else { return false };
    let before = part.get(..at).and_then(|before| before.chars().next_back());
    match letter {
        'ß'..='ÿ' => !before.is_some_and(char::is_uppercase),
        '\u{2010}'..='\u{203A}' | '€' => true,
        _ => false,
    }
}

/// The text that was meant, and which letters of it were encoded twice, with where they stood.
fn whole(text: &str, set: &'static Encoding) -> Option<(String, Vec<(usize, char)>)> {
    let (mut found, mut other) = (Vec::new(), 0_usize);
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (plain, foreign) = rest.split_at_checked(start)?;
        let first = foreign.chars().next()?;
        let (letter, length) = match letter(foreign, set) {
            Some((letter, length)) => {
                found.push((text.len() - foreign.len(), letter));
                (letter, length)
            }
            None => {
                other += 1;
                (first, first.len_utf8())
            }
        };
        // Nearly all other text ends here, at its first foreign letters.
        if other * SOUND > found.len() + SOUND {
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
    (!found.is_empty() && other * SOUND <= found.len()).then_some((out, found))
}

/// The letter whose bytes stand at the start of a text as letters of their own, and how long they are.
fn letter(text: &str, set: &'static Encoding) -> Option<(char, usize)> {
    let mut letters = text.chars().map(|letter| (byte(letter, set), letter.len_utf8()));
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

/// The byte that a letter was taken from: of Windows' sets, and of ISO's Western one, whose controls stand
/// where the others have quotes and dashes.
fn byte(letter: char, set: &'static Encoding) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(letter))
        && (set == WINDOWS_1252 || byte < 0xA0)
    {
        return (byte >= 0x80).then_some(byte);
    }
    let mut bytes = [0; 4];
    let (byte, _, unmapped) = set.encode(letter.encode_utf8(&mut bytes));
    byte.first().copied().filter(|_| !unmapped)
}
