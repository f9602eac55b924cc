//! Maps the hours of the recorded day to wall time and back.
//!
//! What lies before the beginning keeps its true distance from it, so that history looks as old
//! as it is; what lies after passes at the chosen speed. Knows no entries and asks no clock.

use jiff::{SignedDuration, Timestamp};

use super::Moment;

/// How many seconds of wall time pass before the entry that opens the day appears: long enough
/// for a first poll of every feed, short enough for the first flash within ten seconds.
const LEAD_IN: u32 = 5;

const NANOS: i128 = 1_000_000_000;

/// How many seconds of the day pass in one second of wall time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed(u32);

impl Speed {
    /// The fastest: the whole day within a tenth of a second.
    pub const MOST: u32 = 1_000_000;

    /// A speed of 1 to [`Speed::MOST`].
    #[must_use]
    pub fn new(times: u32) -> Option<Speed> {
        (1..=Self::MOST).contains(&times).then_some(Speed(times))
    }

    /// The day's seconds in one second of wall time.
    #[must_use]
    pub fn times(self) -> u32 {
        self.0
    }
}

impl Default for Speed {
    /// 24 hours in ten minutes.
    fn default() -> Self {
        Speed(144)
    }
}

/// The running clock of one demo.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    started: Timestamp,
    begin: Moment,
    speed: Speed,
}

impl Clock {
    /// A clock that starts at `started` so that the moment `opening` comes a few seconds later.
    #[must_use]
    pub fn new(speed: Speed, started: Timestamp, opening: Moment) -> Clock {
        let ahead = speed.0.saturating_mul(LEAD_IN);
        Clock { started, begin: Moment(opening.0.saturating_sub(ahead)), speed }
    }

    /// The moment of the day at which the demo begins; entries before it are history.
    #[must_use]
    pub fn begin(&self) -> Moment {
        self.begin
    }

    /// The speed it runs at.
    #[must_use]
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// When a moment of the day comes, or came, in wall time.
    #[must_use]
    pub fn wall(&self, moment: Moment) -> Timestamp {
        let seconds = i128::from(moment.0) - i128::from(self.begin.0);
        let offset = if seconds <= 0 {
            seconds * NANOS
        } else {
            // Rounded up, so that `moment` gives back the same second.
            (seconds * NANOS + i128::from(self.speed.0) - 1) / i128::from(self.speed.0)
        };
        self.started.saturating_add(SignedDuration::from_nanos_i128(offset)).unwrap_or(self.started)
    }

    /// Which moment of the day it is at a wall time. Before midnight there is none: 00:00:00.
    #[must_use]
    pub fn moment(&self, wall: Timestamp) -> Moment {
        let elapsed = wall.duration_since(self.started).as_nanos();
        let seconds = if elapsed <= 0 {
            elapsed.div_euclid(NANOS)
        } else {
            elapsed * i128::from(self.speed.0) / NANOS
        };
        let moment = i128::from(self.begin.0) + seconds;
        Moment(u32::try_from(moment.max(0)).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started() -> Timestamp {
        "2026-03-01T10:00:00Z".parse().unwrap()
    }

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    #[test]
    fn the_opening_comes_within_ten_seconds_at_every_speed() {
        for times in [1, 10, 144, 1_000, 50_000, Speed::MOST] {
            let clock = Clock::new(Speed::new(times).unwrap(), started(), at("02:41:00"));
            let wait = clock.wall(at("02:41:00")).duration_since(started());
            assert!(wait <= SignedDuration::from_secs(5), "{times}: {wait:?}");
        }
    }

    #[test]
    fn every_moment_maps_to_wall_time_and_back() {
        for times in [1, 7, 144, 1_000, 86_399] {
            let clock = Clock::new(Speed::new(times).unwrap(), started(), at("02:41:00"));
            for second in (0..86_400).step_by(37) {
                let moment = Moment(second);
                assert_eq!(clock.moment(clock.wall(moment)), moment, "{times}×");
            }
        }
    }

    #[test]
    fn history_keeps_its_true_age() {
        let clock = Clock::new(Speed::default(), started(), at("02:42:00"));
        assert_eq!(clock.begin(), at("02:30:00"));
        assert_eq!(clock.wall(at("01:30:00")), "2026-03-01T09:00:00Z".parse().unwrap());
        assert_eq!(clock.wall(at("04:54:00")), "2026-03-01T10:01:00Z".parse().unwrap());
    }

    #[test]
    fn far_times_and_speeds_neither_overflow_nor_panic() {
        assert_eq!(Speed::new(0), None);
        assert_eq!(Speed::new(Speed::MOST + 1), None);
        let clock = Clock::new(Speed::new(Speed::MOST).unwrap(), started(), Moment(u32::MAX));
        let _ = clock.wall(Moment(u32::MAX));
        assert_eq!(clock.moment(Timestamp::MIN), Moment(0));
        assert_eq!(clock.moment(Timestamp::MAX), Moment(u32::MAX));
    }
}
