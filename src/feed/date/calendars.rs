//! Calendars other than ours, as far as feeds date by them.

use std::ops::Range;

use jiff::SignedDuration;
use jiff::civil::Date;

/// Years of the Persian calendar that feeds can mean (1921 to 2120); no feed means them in ours.
pub(super) const PERSIAN: Range<i64> = 1300..1500;

/// Years that Thais count from the death of the Buddha (1957 to 2156), and nobody else can mean.
const BUDDHIST: Range<i64> = 2500..2700;

/// A year as we count it, of one that may be counted as in Thailand.
pub(super) fn of_thailand(year: i64) -> i64 {
    if BUDDHIST.contains(&year) { year - 543 } else { year }
}

/// Eras whose years Japan and Taiwan count, and the year before the first of each.
const ERAS: [(&str, i64); 5] =
    [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("民國", 1911), ("民国", 1911)];

/// A date of an era ("令和8年11月27日", the first year as "元年") with our year.
pub(super) fn of_era(text: &str) -> Option<String> {
    let (at, name, before) = ERAS.iter().find_map(|(n, year)| Some((text.find(n)?, *n, *year)))?;
    let behind = text.get(at + name.len()..)?.trim_start();
    let (number, rest) = behind.split_once('年')?;
    let number = number.trim();
    let year = if number == "元" { 1 } else { number.parse::<u8>().ok()? };
    Some(format!("{}{}年{rest}", text.get(..at)?, before + i64::from(year)))
}

/// A day of the Persian calendar: months of 31 days, from the seventh on of 30; eight leap years in
/// 33.
pub(super) fn persian(year: i64, month: i64, day: i64) -> Option<Date> {
    let length = if month <= 6 { 31 } else { 30 };
    if !(1..=12).contains(&month) || !(1..=length).contains(&day) {
        return None;
    }
    let years = year - 979;
    let before = if month <= 7 { (month - 1) * 31 } else { (month - 1) * 30 + 6 };
    let days = years * 365 + years / 33 * 8 + (years % 33 + 3) / 4 + before + day - 1;
    // The first day of the year 979 is the 80th of 1600.
    Date::new(1600, 1, 1).ok()?.checked_add(SignedDuration::from_hours(24 * (days + 79))).ok()
}
