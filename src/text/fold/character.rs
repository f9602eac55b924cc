//! What one character becomes: a table of pages, each computed when first needed.
//!
//! NFKD, marks dropped, full case fold, letter variants mapped, recomposed. Vowel signs of Indic
//! and South-East Asian scripts stay (they are letters there, not accents), and so does the
//! voicing of Kana.

use std::sync::OnceLock;

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

/// How folding treats a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// One folded letter or digit.
    Letter(char),
    /// Several folded characters: see [`sequence`].
    Several,
    /// Dropped, and part of the character before it.
    Mark,
    /// Dropped.
    Ignored,
    /// Ends a word.
    Separator,
    /// One of the apostrophes.
    Apostrophe,
    /// A full stop.
    Dot,
    /// A double quotation mark or gershayim.
    Quote,
}

const PAGE: usize = 256;
/// Planes 0 to 2 have pages; there are no letters above.
const PAGES: usize = 0x3_0000 / PAGE;

static TABLE: [OnceLock<Box<[Class]>>; PAGES] = [const { OnceLock::new() }; PAGES];

const APOSTROPHES: &[char] = &[
    '\'', '`', '\u{B4}', '\u{2018}', '\u{2019}', '\u{201B}', '\u{2032}', '\u{2BB}', '\u{2BC}',
    '\u{2BE}', '\u{2BF}', '\u{5F3}', '\u{FF07}',
];
const QUOTES: &[char] = &['"', '\u{201C}', '\u{201D}', '\u{5F4}'];

/// Invisible characters without a mark's category.
const IGNORED: &[(u32, u32)] = &[
    (0xAD, 0xAD),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x180E, 0x180E),
    (0x200B, 0x200B),
    (0x200D, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFB),
    (0xE_0000, 0xE_007F),
];

/// Scripts whose marks are vowels or finals.
const VOWEL_MARKS: &[(u32, u32)] =
    &[(0x900, 0x109F), (0x1700, 0x1AAF), (0x1B00, 0x1CFF), (0xA800, 0xABFF), (0x1_1000, 0x1_1FFF)];

/// Scripts written without spaces between words, and Hangul, which glues particles to its words.
const DENSE: &[(u32, u32)] = &[
    (0xE00, 0xEFF),
    (0x1000, 0x109F),
    (0x1100, 0x11FF),
    (0x1780, 0x17FF),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3021, 0x312F),
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0x1_AFF0, 0x1_B16F),
    (0x2_0000, 0x2_FFFF),
];

/// First of the ten digits of each script (those that NFKD does not reach).
const ZEROS: &[u32] = &[
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6,
    0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0x1_04A0,
    0x1_0D30, 0x1_1066, 0x1_10F0, 0x1_1136, 0x1_11D0, 0x1_12F0, 0x1_1450, 0x1_14D0, 0x1_1650,
    0x1_16C0, 0x1_1730, 0x1_18E0, 0x1_1950, 0x1_1C50, 0x1_1D50, 0x1_1DA0, 0x1_6A60, 0x1_6AC0,
    0x1_6B50, 0x1_E140, 0x1_E2F0, 0x1_E4F0, 0x1_E950,
];

/// Letters that no normalisation brings together.
const VARIANTS: &[(char, &str)] = &[
    ('\u{649}', "\u{64A}"),
    ('\u{6CC}', "\u{64A}"),
    ('\u{6A9}', "\u{643}"),
    ('\u{629}', "\u{647}"),
    ('\u{6BE}', "\u{647}"),
    ('\u{6C1}', "\u{647}"),
    ('\u{6C3}', "\u{647}"),
    ('\u{6D5}', "\u{647}"),
    ('\u{671}', "\u{627}"),
    ('ø', "o"),
    ('đ', "d"),
    ('ł', "l"),
    ('ı', "i"),
    ('æ', "ae"),
    ('œ', "oe"),
];

const ASCII_WORD: u8 = 1;
const ASCII_SPACE: u8 = 2;
const ASCII_GAP: u8 = 3;
/// Full stops and quotation marks, which look at their neighbours.
const ASCII_MARK: u8 = 4;

static ASCII: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = ASCII_WORD;
        } else {
            table[byte] = ASCII_GAP;
        }
        byte += 1;
    }
    table[b' ' as usize] = ASCII_SPACE;
    table[b'.' as usize] = ASCII_MARK;
    table[b'\'' as usize] = ASCII_MARK;
    table[b'`' as usize] = ASCII_MARK;
    table[b'"' as usize] = ASCII_MARK;
    table
};

/// Length of the leading stretch of ASCII letters and digits with lone spaces between them.
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    if bytes.first().is_some_and(|first| ASCII[usize::from(*first)] != ASCII_WORD) {
        return 0;
    }
    let mut length = 0;
    // Words end where no branch predictor expects it: seven bytes at a time, each with the one
    // behind it in sight.
    while let Some(eight) = bytes.get(length..).and_then(|rest| rest.first_chunk::<8>()) {
        match stretch(u64::from_le_bytes(*eight)) {
            7 => length += 7,
            last => return length + last,
        }
    }
    plain_tail(bytes, length)
}

/// How many of the first seven of eight bytes belong to such a stretch.
fn stretch(bytes: u64) -> usize {
    const TOP: u64 = 0x8080_8080_8080_8080;
    const EACH: u64 = 0x0101_0101_0101_0101;
    let ascii = !bytes & TOP;
    let low = bytes & !TOP;
    // The top bit of a byte is set where it is at least `from`, and at most `to`.
    let within = |value: u64, from: u64, to: u64| {
        (value + EACH * (0x80 - from)) & !(value + EACH * (0x7F - to)) & ascii
    };
    let letters = within(low | (EACH * 0x20), 0x61, 0x7A);
    let words = letters | within(low, 0x30, 0x39);
    let spaces = within(low, 0x20, 0x20);
    let taken = words | (spaces & (words >> 8));
    let ends = !taken & (TOP >> 8);
    if ends == 0 { 7 } else { (ends.trailing_zeros() / 8) as usize }
}

/// The same byte by byte, from a length on.
fn plain_tail(bytes: &[u8], from: usize) -> usize {
    let kind = |i: usize| bytes.get(i).map_or(0, |byte| ASCII[usize::from(*byte)]);
    let mut length = from;
    loop {
        match kind(length) {
            ASCII_WORD => length += 1,
            ASCII_SPACE if length > 0 && kind(length + 1) == ASCII_WORD => length += 2,
            _ => return length,
        }
    }
}

/// Length of the leading stretch of ASCII that parts words whatever stands before it.
pub(super) fn gap_length(bytes: &[u8]) -> usize {
    let kind = |byte: &u8| ASCII[usize::from(*byte)];
    match bytes {
        [first, ..] if matches!(kind(first), ASCII_SPACE | ASCII_GAP) => {}
        [b'.', next, ..] if matches!(kind(next), ASCII_SPACE | ASCII_GAP) => {}
        _ => return 0,
    }
    // Behind a space, marks only part words too.
    bytes.iter().take_while(|byte| kind(byte) > ASCII_WORD).count()
}

/// Whether a folded character is of a script that is written without spaces.
#[must_use]
pub fn is_dense(c: char) -> bool {
    c >= '\u{E00}' && within(DENSE, c)
}

/// Whether a folded character is Hangul: found inside words as dense scripts are, but with spaces
/// between the words, which are what distances count.
#[must_use]
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}')
}

/// The voicing marks of Kana, kept because they make other letters.
pub(super) fn is_voicing(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}')
}

/// Whether a character may join the one before it.
pub(super) fn may_compose(c: char) -> bool {
    matches!(c, '\u{9BE}'..='\u{1B35}') || is_voicing(c)
}

/// The class of a character.
pub(super) fn class(c: char) -> Class {
    let number = c as usize;
    let Some(page) = TABLE.get(number / PAGE) else { return classify(c) };
    let page = page.get_or_init(|| build_page(number / PAGE));
    page.get(number % PAGE).copied().unwrap_or(Class::Separator)
}

fn build_page(page: usize) -> Box<[Class]> {
    (page * PAGE..(page + 1) * PAGE)
        .map(|number| {
            let c = u32::try_from(number).ok().and_then(char::from_u32);
            c.map_or(Class::Separator, classify)
        })
        .collect()
}

fn classify(c: char) -> Class {
    match c {
        '.' => Class::Dot,
        '\u{200C}' => Class::Separator,
        '\u{621}' | '\u{640}' => Class::Mark,
        _ if APOSTROPHES.contains(&c) => Class::Apostrophe,
        _ if QUOTES.contains(&c) => Class::Quote,
        _ if within(IGNORED, c) => Class::Ignored,
        _ if is_dropped_mark(c) => Class::Mark,
        _ if !is_wordy(c) => Class::Separator,
        _ => {
            let folded = sequence(c);
            let mut rest = folded.chars();
            match (rest.next(), rest.next()) {
                (None, _) => Class::Mark,
                (Some(' '), None) => Class::Separator,
                (Some(only), None) => Class::Letter(only),
                _ => Class::Several,
            }
        }
    }
}

/// The folded characters of one word character; spaces part words.
pub(super) fn sequence(c: char) -> String {
    let mut folded = String::from(c);
    for _ in 0..4 {
        let next = pass(&folded);
        if next == folded {
            break;
        }
        folded = next;
    }
    folded
}

fn pass(text: &str) -> String {
    let bare: String = text.nfkd().filter(|c| !is_dropped(*c)).collect();
    let mut folded = String::new();
    for c in CaseMapper::new().fold_string(&bare).nfkd().filter(|c| !is_dropped(*c)) {
        let start = folded.chars().next_back();
        if let Some((last, joined)) = start.and_then(|l| compose(l, c).map(|j| (l, j))) {
            folded.truncate(folded.len() - last.len_utf8());
            folded.push(joined);
            continue;
        }
        match VARIANTS.iter().find(|(from, _)| *from == c) {
            Some((_, to)) => folded.push_str(to),
            None if is_wordy(c) => folded.push(digit(c)),
            None => folded.push(' '),
        }
    }
    folded
}

fn is_dropped(c: char) -> bool {
    // An apostrophe inside a letter (ŉ) parts nothing.
    let inside = within(IGNORED, c) || APOSTROPHES.contains(&c);
    is_dropped_mark(c) || inside || matches!(c, '\u{621}' | '\u{640}')
}

fn is_dropped_mark(c: char) -> bool {
    is_combining_mark(c) && !is_voicing(c) && !within(VOWEL_MARKS, c)
}

fn is_wordy(c: char) -> bool {
    c.is_alphanumeric() || (is_combining_mark(c) && !is_dropped_mark(c))
}

fn digit(c: char) -> char {
    let number = c as u32;
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&number));
    zero.and_then(|zero| char::from_digit(number - zero, 10)).unwrap_or(c)
}

fn within(ranges: &[(u32, u32)], c: char) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&(c as u32)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{plain_length, plain_tail};

    proptest! {
        #[test]
        fn eight_bytes_at_a_time_end_where_one_at_a_time_does(
            text in "([a-zA-Z0-9@\\[`{/:]{1,9}[ ,.'é\\x7f]{0,2}){0,6}",
        ) {
            for start in 0..text.len() {
                let bytes = &text.as_bytes()[start..];
                prop_assert_eq!(plain_length(bytes), plain_tail(bytes, 0), "{:?}", &bytes);
            }
        }
    }
}
