//! What a feed says of its own pace: `ttl`, `skipHours`, `skipDays`, the syndication module.
//!
//! Fed by the survey with the elements outside of items; what the schedule makes of it is `fetch`'s.

use super::scan::local;
use crate::domain::{Rhythm, wait};

/// Seconds of a syndication period.
const PERIODS: &[(&str, u32)] = &[
    ("hourly", 3_600),
    ("daily", 86_400),
    ("weekly", 7 * 86_400),
    ("monthly", 30 * 86_400),
    ("yearly", 365 * 86_400),
];

/// The syndication module describes a feed and asks for nothing, and many programs write `daily` into
/// feeds that change every few minutes: longer than this it keeps nobody away.
const DESCRIBED: u32 = 3_600;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Wanted {
    #[default]
    Nothing,
    Ttl,
    Hour,
    Day,
    Period,
    Frequency,
}

/// Collects the pace of a feed while its elements go by.
#[derive(Debug, Default)]
pub(super) struct Pace<'a> {
    wanted: Wanted,
    ttl: Option<&'a str>,
    period: Option<&'a str>,
    frequency: Option<&'a str>,
    hours: u32,
    days: u8,
}

impl<'a> Pace<'a> {
    /// An element outside of items begins, inside of another: an image's or a forecast's time is no pace.
    pub fn start(&mut self, name: &str, parent: &str) {
        let inside = |of: &str| local(parent).eq_ignore_ascii_case(of);
        self.wanted = match name {
            "ttl" if inside("channel") => Wanted::Ttl,
            "hour" if inside("skipHours") => Wanted::Hour,
            "day" if inside("skipDays") => Wanted::Day,
            name => match local(name) {
                "updatePeriod" => Wanted::Period,
                "updateFrequency" => Wanted::Frequency,
                _ => Wanted::Nothing,
            },
        };
    }

    /// Any element ends.
    pub fn end(&mut self) {
        self.wanted = Wanted::Nothing;
    }

    /// Text of the element begun last.
    pub fn text(&mut self, text: &'a str) {
        let text = text.trim();
        match self.wanted {
            Wanted::Nothing => {}
            Wanted::Ttl => self.ttl = Some(text),
            Wanted::Period => self.period = Some(text),
            Wanted::Frequency => self.frequency = Some(text),
            Wanted::Hour => {
                // RSS 0.91 counts to 24, RSS 2.0 from 0.
                if let Ok(hour @ 0..=24) = text.parse::<u32>() {
                    self.hours |= 1 << (hour % 24);
                }
            }
            Wanted::Day => {
                let day = DAYS.iter().position(|day| {
                    text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(day))
                });
                if let Some(day) = day {
                    self.days |= 1 << day;
                }
            }
        }
    }

    /// All that was said. A `ttl` counts minutes and goes before the syndication module.
    pub fn rhythm(&self) -> Rhythm {
        Rhythm {
            ttl: self.minutes().or_else(|| self.syndication()),
            // Skipping every hour or day would be no feed at all.
            skip_hours: if self.hours == 0xFF_FFFF { 0 } else { self.hours },
            skip_days: if self.days == 0x7F { 0 } else { self.days },
        }
    }

    /// Some say of what: "60 min", "1 hour".
    fn minutes(&self) -> Option<u32> {
        let told = self.ttl?;
        let number = told.trim_start_matches(|c: char| c.is_ascii_digit());
        let (digits, unit) = told.split_at(told.len() - number.len());
        let each = match unit.trim_start().bytes().next() {
            None | Some(b'.' | b'm' | b'M') => 60,
            Some(b'h' | b'H') => 3_600,
            Some(_) => return None,
        };
        let seconds = wait::seconds(digits)?.saturating_mul(each);
        (seconds > 0).then_some(seconds)
    }

    fn syndication(&self) -> Option<u32> {
        let period = self.period?;
        let (_, seconds) = PERIODS.iter().find(|(name, _)| period.eq_ignore_ascii_case(name))?;
        let times = self.frequency.and_then(|f| f.parse::<u32>().ok()).unwrap_or(1).max(1);
        Some((seconds / times).clamp(1, DESCRIBED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ttl_is_in_minutes_unless_it_says_otherwise() {
        for (said, expected) in [
            ("60", Some(3_600)),
            ("15.5", Some(900)),
            ("60 minutes", Some(3_600)),
            ("1h", Some(3_600)),
            ("0", None),
            ("-5", None),
            ("sixty", None),
            ("60 %", None),
            ("99999999999", Some(u32::MAX)),
            ("", None),
        ] {
            let pace = Pace { ttl: Some(said), ..Pace::default() };
            assert_eq!(pace.rhythm().ttl, expected, "{said}");
        }
    }
}
