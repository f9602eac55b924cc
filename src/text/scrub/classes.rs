//! Which characters are dropped, which are blank, and where a joiner carries meaning.

/// Whether a character never reaches a screen: controls, bidi controls, invisible formatters, tags,
/// non-characters. Blanks and joiners are decided elsewhere.
pub(super) fn is_dropped(c: char) -> bool {
    matches!(u32::from(c),
        0x00..=0x1F | 0x7F..=0x9F | 0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5
        | 0x180B..=0x180F | 0x200B | 0x200E | 0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164
        | 0xFE00..=0xFE0D | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0xFFFE | 0xFFFF
        | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Whether a character shows as nothing but takes room: becomes one space.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}'
}

/// Whether a character ends a line.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The zero-width joiner and non-joiner.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether a joiner beside this character changes what a reader sees: Arabic, Indic and
/// south-east Asian scripts, emoji.
pub(super) fn takes_joiner(c: char) -> bool {
    matches!(u32::from(c),
        0x600..=0x8FF | 0x900..=0xDFF | 0xF00..=0x109F | 0x1780..=0x18AF | 0xA840..=0xA87F
        | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC | 0x11000..=0x11FFF | 0x2190..=0x21FF
        | 0x2300..=0x27BF | 0x2B00..=0x2BFF | 0xFE0F | 0x1F000..=0x1FAFF)
}

/// What windows-1252 has in the places of the second block of controls, from U+0080 on.
#[rustfmt::skip]
const WESTERN: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The character that was meant by a control of the second block (U+0080 to U+009F), as HTML reads
/// it: that of windows-1252.
#[must_use]
pub fn western(c: char) -> Option<char> {
    let place = u32::from(c).checked_sub(0x80)?;
    WESTERN.get(usize::try_from(place).ok()?).copied()
}
