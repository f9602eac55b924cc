//! Dates as they are spoken of: times of day with words in them, digits of other scripts.

use std::borrow::Cow;

use super::names;

/// The decimal digits of Arabic, Persian, Hindi, Bengali, Thai, Burmese and Khmer as those of the rest, and the
/// wide ones of the East; a minus sign and a dash as the hyphen that stands for them. Without the marks
/// that tell in which direction the text runs.
pub(super) fn plain_digits(text: &str) -> Cow<'_, str> {
    let plain = |c: char| match c {
        '\u{966}'..='\u{96F}' => u32::from(c) - 0x966 + 0x30,
        '\u{9E6}'..='\u{9EF}' => u32::from(c) - 0x9E6 + 0x30,
        '\u{E50}'..='\u{E59}' => u32::from(c) - 0xE50 + 0x30,
        '\u{1040}'..='\u{1049}' => u32::from(c) - 0x1040 + 0x30,
        '\u{17E0}'..='\u{17E9}' => u32::from(c) - 0x17E0 + 0x30,
        '\u{660}'..='\u{669}' => u32::from(c) - 0x660 + 0x30,
        '\u{6F0}'..='\u{6F9}' => u32::from(c) - 0x6F0 + 0x30,
        '\u{FF10}'..='\u{FF19}' => u32::from(c) - 0xFF10 + 0x30,
        '\u{2212}' | '\u{2013}' => u32::from('-'),
        c => u32::from(c),
    };
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let seen = text.chars().filter(|c| !is_direction(*c));
    seen.filter_map(|c| char::from_u32(plain(c))).collect::<String>().into()
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A time of day such as `19h48` or `19時48分21秒`, and what follows it.
pub(super) fn clock(text: &str, digits: usize) -> Option<([i64; 4], &str)> {
    const HOURS: [char; 6] = ['h', 'H', '時', '时', '点', '시'];
    let mut clock = [0; 4];
    let (hour, rest) = text.split_at_checked(digits).filter(|(hour, _)| hour.len() <= 2)?;
    clock[0] = hour.parse().ok()?;
    let mut rest = rest.strip_prefix(HOURS)?;
    for (place, mark) in [(1, ['分', '분']), (2, ['秒', '초'])] {
        let next = rest.trim_start();
        let digits = next.bytes().take_while(u8::is_ascii_digit).count();
        let Some((number, after)) = next.split_at_checked(digits).filter(|_| digits == 2) else {
            break;
        };
        *clock.get_mut(place)? = number.parse().ok()?;
        rest = after.strip_prefix(mark).unwrap_or(after);
    }
    Some((clock, rest))
}

/// Half of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

impl Half {
    /// The hour of the day of one that counts from midnight or noon.
    pub fn hour(self, hour: i64) -> i64 {
        match (self, hour) {
            (Half::Afternoon, 1..=11) => hour + 12,
            (Half::Morning, 12) => 0,
            _ => hour,
        }
    }
}

/// Halves of the day in two letters with dots between them; in Greek, too.
const DOTTED: &[(char, char, Half)] = &[
    ('a', 'm', Half::Morning),
    ('p', 'm', Half::Afternoon),
    ('π', 'μ', Half::Morning),
    ('μ', 'μ', Half::Afternoon),
];

/// A half of the day (`pm`, `p.m.`, `p. m.`) at the start of a text, with its length.
pub(super) fn half(text: &str) -> Option<(Half, usize)> {
    let end = text.find(|c: char| !c.is_alphabetic() && !names::is_mark(c)).unwrap_or(text.len());
    if let Some(half) = text.get(..end).and_then(names::half_of_day) {
        return Some((half, end));
    }
    let mut letters = text.chars();
    let (first, '.') = (letters.next()?.to_ascii_lowercase(), letters.next()?) else {
        return None;
    };
    let rest = letters.as_str().trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    let second = rest.chars().next()?;
    let rest = rest.get(second.len_utf8()..)?;
    let second = second.to_ascii_lowercase();
    let (.., half) = DOTTED.iter().find(|(a, b, _)| (*a, *b) == (first, second))?;
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let bounded = !rest.starts_with(char::is_alphabetic);
    bounded.then_some((*half, text.len() - rest.len()))
}

/// An hour that has a name, with the name's length.
pub(super) fn hour(text: &str) -> Option<(i64, usize)> {
    const NAMED: [(&str, i64); 2] = [("noon", 12), ("midnight", 0)];
    NAMED.iter().find_map(|(name, hour)| {
        let start = text.get(..name.len())?.eq_ignore_ascii_case(name);
        let bounded = !text.get(name.len()..)?.starts_with(char::is_alphabetic);
        (start && bounded).then_some((*hour, name.len()))
    })
}

/// A month or weekday that is counted and not named (`thg 3`, `Th 3`): whether it is a month, its
/// number, what follows it.
pub(super) fn counted<'a>(word: &str, after: &'a str) -> Option<(bool, i64, &'a str)> {
    const MONTH: [&str; 2] = ["thg", "tháng"];
    const DAY: [&str; 2] = ["th", "thứ"];
    let lower = word.to_lowercase();
    let is_month = MONTH.contains(&lower.as_str());
    let rest = after.trim_start_matches([' ', '.']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    // "T4, 02/12/2026"
    let is_joined = || lower == "t" && rest.len() == after.len() && rest.get(1..2) != Some(":");
    let known = is_month || (digits == 1 && (DAY.contains(&lower.as_str()) || is_joined()));
    let (number, after) = rest.split_at_checked(digits).filter(|_| known)?;
    Some((is_month, number.parse().ok()?, after))
}
