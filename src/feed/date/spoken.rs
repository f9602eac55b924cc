//! Dates as they are spoken of: times of day with words in them, digits of other scripts.

use std::borrow::Cow;

/// The decimal digits of Arabic and Persian as those of the rest, and the wide ones of the East; a
/// minus sign as the hyphen that stands for it.
pub(super) fn plain_digits(text: &str) -> Cow<'_, str> {
    let plain = |c: char| match c {
        '\u{660}'..='\u{669}' => u32::from(c) - 0x660 + 0x30,
        '\u{6F0}'..='\u{6F9}' => u32::from(c) - 0x6F0 + 0x30,
        '\u{FF10}'..='\u{FF19}' => u32::from(c) - 0xFF10 + 0x30,
        '\u{2212}' => u32::from('-'),
        c => u32::from(c),
    };
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    text.chars().filter_map(|c| char::from_u32(plain(c))).collect::<String>().into()
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

/// A month or weekday that is counted and not named (`thg 3`, `Th 3`): whether it is a month, its
/// number, what follows it.
pub(super) fn counted<'a>(word: &str, after: &'a str) -> Option<(bool, i64, &'a str)> {
    const MONTH: [&str; 2] = ["thg", "tháng"];
    const DAY: [&str; 2] = ["th", "thứ"];
    let lower = word.to_lowercase();
    let is_month = MONTH.contains(&lower.as_str());
    let rest = after.trim_start_matches([' ', '.']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let known = is_month || (DAY.contains(&lower.as_str()) && digits == 1);
    let (number, after) = rest.split_at_checked(digits).filter(|_| known)?;
    Some((is_month, number.parse().ok()?, after))
}
