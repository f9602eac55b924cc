//! Quiet hours: a span of every day, in a zone, in which only the most urgent goes out. Pure.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::domain::Severity;

/// Quiet hours of one notifier.
#[derive(Clone, Debug, PartialEq)]
pub struct Quiet {
    /// From this time of day.
    pub from: Time,
    /// Until this one; before `from`: on the next day.
    pub until: Time,
    /// Where the day is counted.
    pub zone: TimeZone,
    /// This severity and above goes out all the same.
    pub except: Severity,
}

impl Quiet {
    /// The times of `22:00-06:30`.
    #[must_use]
    pub fn times(text: &str) -> Option<(Time, Time)> {
        let (from, until) = text.split_once('-')?;
        let time = |text: &str| {
            let (hour, minute) = text.trim().split_once(':')?;
            Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
        };
        let (from, until) = (time(from)?, time(until)?);
        (from != until).then_some((from, until))
    }

    /// Until when a notice of this severity is held back; `None`: it goes out now.
    #[must_use]
    pub fn holds(&self, severity: Severity, now: Timestamp) -> Option<Timestamp> {
        if severity >= self.except {
            return None;
        }
        let local = now.to_zoned(self.zone.clone());
        let time = local.time();
        let over_midnight = self.until < self.from;
        let inside = if over_midnight {
            time >= self.from || time < self.until
        } else {
            time >= self.from && time < self.until
        };
        if !inside {
            return None;
        }
        let days = i64::from(over_midnight && time >= self.from);
        let day = local.date().checked_add(Span::new().days(days)).ok()?;
        // A time that the clocks leave out that day is the one just after.
        let end = self.zone.to_timestamp(day.to_datetime(self.until)).ok()?;
        (end > now).then_some(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet(times: &str, hours: i8) -> Quiet {
        let (from, until) = Quiet::times(times).unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(hours));
        Quiet { from, until, zone, except: Severity::Flash }
    }

    #[test]
    fn nights_days_and_zones() {
        for (times, hours, now, until) in [
            ("22:00-06:00", 0, "2026-05-19T23:00:00Z", Some("2026-05-20T06:00:00Z")),
            ("22:00-06:00", 0, "2026-05-20T05:59:59Z", Some("2026-05-20T06:00:00Z")),
            ("22:00-06:00", 0, "2026-05-20T06:00:00Z", None),
            ("22:00-06:00", 0, "2026-05-20T21:59:59Z", None),
            ("22:00-06:00", 3, "2026-05-19T20:00:00Z", Some("2026-05-20T03:00:00Z")),
            ("22:00-06:00", 3, "2026-05-19T18:30:00Z", None),
            ("12:00-13:30", 0, "2026-05-19T12:00:00Z", Some("2026-05-19T13:30:00Z")),
            ("12:00-13:30", 0, "2026-05-19T13:30:00Z", None),
            ("22:00-06:00", 0, "2026-12-31T23:59:00Z", Some("2027-01-01T06:00:00Z")),
        ] {
            let held = quiet(times, hours).holds(Severity::Immediate, now.parse().unwrap());
            assert_eq!(held.map(|until| until.to_string()).as_deref(), until, "{times} {now}");
        }
    }

    #[test]
    fn the_most_urgent_is_never_held() {
        let night = quiet("22:00-06:00", 0);
        assert_eq!(night.holds(Severity::Flash, "2026-05-19T23:00:00Z".parse().unwrap()), None);
    }

    #[test]
    fn the_clocks_going_forward_shorten_the_night() {
        let Ok(zone) = TimeZone::get("Europe/Berlin") else { return };
        let night = Quiet { zone, ..quiet("23:00-02:30", 0) };
        let until = night.holds(Severity::Routine, "2026-03-28T22:30:00Z".parse().unwrap());
        assert_eq!(until.unwrap().to_string(), "2026-03-29T01:30:00Z");
    }

    #[test]
    fn the_clocks_going_back_lengthen_the_night_and_it_is_held_once() {
        let Ok(zone) = TimeZone::get("Europe/Berlin") else { return };
        // 02:30 comes twice in the night to 25 October 2026: the first is the end.
        let night = Quiet { zone, ..quiet("23:00-02:30", 0) };
        let held = |now: &str| {
            let until = night.holds(Severity::Routine, now.parse().unwrap());
            until.map(|until| until.to_string())
        };
        assert_eq!(held("2026-10-24T22:00:00Z").as_deref(), Some("2026-10-25T00:30:00Z"));
        assert_eq!(held("2026-10-25T00:30:00Z"), None);
        // The clock shows 02:15 again, but its 02:30 is past: nothing waits for it.
        assert_eq!(held("2026-10-25T01:15:00Z"), None);
        let long = Quiet { from: Time::constant(22, 0, 0, 0), ..night.clone() };
        let long = Quiet { until: Time::constant(6, 0, 0, 0), ..long };
        let until = long.holds(Severity::Routine, "2026-10-24T20:00:00Z".parse().unwrap());
        assert_eq!(until.unwrap().to_string(), "2026-10-25T05:00:00Z");
    }

    #[test]
    fn times_are_read_strictly() {
        for wrong in ["", "22:00", "22-06", "25:00-06:00", "22:00-22:00", "22:00-06:61"] {
            assert_eq!(Quiet::times(wrong), None, "{wrong}");
        }
    }
}
