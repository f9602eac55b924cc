//! Character sets by the names that documents give them: those of browsers, the single-byte sets of
//! older machines, and the two that shift between ASCII and a set of two bytes.

use std::borrow::Cow;

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, ISO_2022_JP, ISO_8859_13, ISO_8859_14, ISO_8859_15, ISO_8859_16,
    MACINTOSH, REPLACEMENT, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
    WINDOWS_1257, X_MAC_CYRILLIC,
};

use super::pages::{MAINFRAMES, PAGES, Page};

/// How "<?xml" stands in the sets of mainframes.
pub(super) const MAINFRAME: [u8; 5] = [0x4C, 0x6F, 0xA7, 0x94, 0x93];

/// Names that browsers do not know, for sets that they do; small letters and digits only.
#[rustfmt::skip]
const ALIASES: &[(&[&str], &Encoding)] = &[
    (&["cp949", "ms949", "uhc", "949", "windows949", "korean"], EUC_KR),
    (&["cp932", "932", "ms932", "mskanji", "windows31j", "cswindows31j"], SHIFT_JIS),
    (&["cp936", "936", "ms936", "windows936", "gbk2312"], GBK),
    (&["cp950", "950", "ms950", "big5hk", "big5hkscs2004", "hkscs"], BIG5),
    (&["cp874", "874", "ms874", "windows874", "tis6200", "thai"], WINDOWS_874),
    (&["mac", "macroman", "csmacintosh", "applemacintosh"], MACINTOSH),
    (&["maccyrillic", "macukrainian"], X_MAC_CYRILLIC),
    (&["msansi", "dbcs", "ansi", "winlatin1", "cp1252"], WINDOWS_1252),
    (&["msee", "winlatin2"], WINDOWS_1250),
    (&["mscyrl", "wincyrillic", "win1251"], WINDOWS_1251),
    (&["msgreek"], WINDOWS_1253),
    (&["msturk"], WINDOWS_1254),
    (&["mshebr"], WINDOWS_1255),
    (&["msarab"], WINDOWS_1256),
    (&["winbaltrim"], WINDOWS_1257),
    (&["latin7", "l7"], ISO_8859_13),
    (&["latin8", "l8"], ISO_8859_14),
    (&["latin9", "latin0"], ISO_8859_15),
    (&["latin10", "l10", "iso885916"], ISO_8859_16),
    (&["iso2022jp1", "iso2022jp2", "iso2022jp3", "iso2022jp2004", "iso2022jpext"], ISO_2022_JP),
    (&["utf8", "utf8sig", "u8"], UTF_8),
];

/// Names of the sets that shift.
const SHIFTS: &[(&[&str], Shift)] = &[
    (&["hzgb2312", "hz", "hzgb"], Shift::Chinese),
    (&["iso2022kr", "csiso2022kr", "iso2022"], Shift::Korean),
];

/// A character set.
#[derive(Clone, Copy)]
pub(super) enum Charset {
    /// One of browsers.
    Web(&'static Encoding),
    /// One byte a letter, the lower half ASCII.
    Page(&'static Page),
    /// ASCII that shifts.
    Shifted(Shift),
}

/// Sets of ASCII bytes alone, some of which mean letters of two bytes.
#[derive(Clone, Copy)]
pub(super) enum Shift {
    /// HZ: `~{` … `~}`.
    Chinese,
    /// ISO-2022-KR: SO … SI.
    Korean,
}

impl Charset {
    /// The set of a label, however that is spelled.
    pub fn for_label(label: &[u8]) -> Option<Charset> {
        let known = Encoding::for_label(label).filter(|set| *set != REPLACEMENT);
        if let Some(set) = known {
            return Some(Charset::Web(set));
        }
        let plain: String = label
            .iter()
            .filter(|byte| byte.is_ascii_alphanumeric())
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
        let plain = plain.strip_prefix('x').unwrap_or(&plain);
        let has = |names: &[&str]| names.contains(&plain);
        let alias = ALIASES.iter().find(|(names, _)| has(names)).map(|(_, set)| Charset::Web(set));
        let page = || PAGES.iter().find(|page| has(page.names)).map(Charset::Page);
        let shift =
            || SHIFTS.iter().find(|(names, _)| has(names)).map(|(_, s)| Charset::Shifted(*s));
        alias.or_else(page).or_else(shift).or_else(|| windows(plain)).or_else(|| iso(plain))
    }

    /// Whether the set can be that of a document whose letters are bytes.
    pub fn is_for_bytes(self) -> bool {
        match self {
            Charset::Web(set) => set != UTF_8 && set != UTF_16LE && set != UTF_16BE,
            Charset::Page(_) => true,
            Charset::Shifted(_) => false,
        }
    }

    /// Whether it is the set that browsers take for Latin-1.
    pub fn is_western(self) -> bool {
        matches!(self, Charset::Web(set) if set == WINDOWS_1252)
    }

    /// Whether letters take several bytes, so that not everything decodes.
    pub fn is_wide(self) -> bool {
        matches!(self, Charset::Web(set) if !set.is_single_byte())
    }

    /// The text, if every byte of it means something.
    pub fn cleanly(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Charset::Web(set) => set.decode_without_bom_handling_and_without_replacement(bytes),
            Charset::Page(page) => {
                let text = by_page(page, bytes);
                (!text.contains('\u{FFFD}')).then_some(text.into())
            }
            Charset::Shifted(shift) => Some(shift.decode(bytes).into()),
        }
    }

    /// The text, come what may.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Charset::Web(set) => set.decode_without_bom_handling(bytes).0,
            Charset::Page(page) => by_page(page, bytes).into(),
            Charset::Shifted(shift) => shift.decode(bytes).into(),
        }
    }
}

impl Shift {
    /// The text.
    pub fn decode(self, bytes: &[u8]) -> String {
        let mut raised = Vec::with_capacity(bytes.len());
        let mut inside = false;
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            match (self, byte, after.first()) {
                (Shift::Chinese, b'~', Some(b'{' | b'}' | b'~' | b'\n')) => {
                    rest = after.get(1..).unwrap_or_default();
                    match after.first() {
                        Some(b'~') => raised.push(b'~'),
                        next => inside = next == Some(&b'{'),
                    }
                }
                (Shift::Korean, 0x0E | 0x0F, _) => inside = byte == 0x0E,
                (Shift::Korean, 0x1B, Some(b'$')) => rest = after.get(3..).unwrap_or_default(),
                (_, 0x21..=0x7E, _) if inside => raised.push(byte | 0x80),
                _ => raised.push(byte),
            }
        }
        let set = match self {
            Shift::Chinese => GBK,
            Shift::Korean => EUC_KR,
        };
        set.decode_without_bom_handling(&raised).0.into_owned()
    }
}

/// `windows_1251`, `win-1251`: the same set with other marks in its name.
fn windows(plain: &str) -> Option<Charset> {
    let digits = plain.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let named =
        plain.strip_suffix(digits).is_some_and(|word| matches!(word, "windows" | "win" | "ms"));
    named.then(|| Encoding::for_label(format!("windows-{digits}").as_bytes()).map(Charset::Web))?
}

/// `ISO_8859-10`: the same.
fn iso(plain: &str) -> Option<Charset> {
    let number = plain.strip_prefix("iso8859")?;
    Encoding::for_label(format!("iso-8859-{number}").as_bytes()).map(Charset::Web)
}

fn by_page(page: &Page, bytes: &[u8]) -> String {
    let letters: Vec<char> = page.letters.chars().collect();
    let letter = |byte: u8| match byte.checked_sub(128) {
        Some(place) => letters.get(usize::from(place)).copied().unwrap_or('\u{FFFD}'),
        None => char::from(byte),
    };
    bytes.iter().map(|byte| letter(*byte)).collect()
}

/// A document of a mainframe, in the set that it names once its declaration can be read.
pub(super) fn mainframe(bytes: &[u8]) -> String {
    let Some(usual) = MAINFRAMES.first() else { return String::new() };
    let head = by_letters(usual, bytes.get(..256).unwrap_or(bytes));
    let label = head.split_once("encoding").and_then(|(_, rest)| {
        rest.split(['"', '\'']).nth(1).map(|label| label.to_ascii_lowercase())
    });
    let plain: String =
        label.unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    let named = MAINFRAMES.iter().find(|page| page.names.contains(&plain.as_str()));
    by_letters(named.unwrap_or(usual), bytes)
}

fn by_letters(page: &Page, bytes: &[u8]) -> String {
    let letters: Vec<char> = page.letters.chars().collect();
    let letter = |byte: &u8| letters.get(usize::from(*byte)).copied().unwrap_or('\u{FFFD}');
    // Their line end is U+0085.
    bytes.iter().map(letter).map(|c| if c == '\u{85}' { '\n' } else { c }).collect()
}
