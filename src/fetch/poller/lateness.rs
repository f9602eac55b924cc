//! Measures how late polls start: a sliding window of whole minutes, each a small histogram, so
//! that it takes the same space for ten feeds and for ten thousand.
//!
//! Pure: the time comes in. What counts as a poll's time is the queue's word.

use jiff::{SignedDuration, Timestamp};

use crate::domain::Timeliness;

/// Minutes of the window.
const MINUTES: usize = Timeliness::WINDOW_MINUTES;
/// Buckets: four to a doubling, up to more than a day.
const BUCKETS: usize = 112;
/// Below this every millisecond has a bucket of its own.
const EXACT: u64 = 8;

#[derive(Clone, Copy)]
struct Minute {
    /// Minutes since 1970; what is of another minute is forgotten.
    number: i64,
    counts: [u32; BUCKETS],
    worst: u64,
}

/// The lateness of polls over the last minutes.
pub(super) struct Lateness {
    minutes: Vec<Minute>,
    told: Timeliness,
}

impl Default for Lateness {
    fn default() -> Lateness {
        let empty = Minute { number: i64::MIN, counts: [0; BUCKETS], worst: 0 };
        Lateness { minutes: vec![empty; MINUTES], told: Timeliness::default() }
    }
}

impl Lateness {
    /// Takes in that a poll started at `now`, so much after its time; `None`: it is one of a
    /// catch-up and had none. `running` polls run.
    pub fn note(
        &mut self,
        late: Option<SignedDuration>,
        now: Timestamp,
        running: usize,
    ) -> Timeliness {
        self.told.polls += 1;
        self.told.running = running as u64;
        if let Some(late) = late {
            self.count(u64::try_from(late.as_millis()).unwrap_or(0), now);
        }
        // Whoever looks sees figures at most a second old; adding them up for each poll of a
        // burst would be waste.
        if self.told.at.is_none_or(|at| at.as_second() != now.as_second()) {
            self.add_up(now);
        }
        self.told
    }

    fn count(&mut self, late: u64, now: Timestamp) {
        let number = now.as_second().div_euclid(60);
        let slot = usize::try_from(number.rem_euclid(MINUTES as i64)).unwrap_or(0);
        if let Some(minute) = self.minutes.get_mut(slot) {
            if minute.number != number {
                *minute = Minute { number, counts: [0; BUCKETS], worst: 0 };
            }
            if let Some(count) = minute.counts.get_mut(bucket(late)) {
                *count = count.saturating_add(1);
            }
            minute.worst = minute.worst.max(late);
        }
        self.told.late += u64::from(late > Timeliness::LATE_MS);
    }

    /// The figures at a time, whether or not a poll has started since.
    pub fn look(&mut self, now: Timestamp, running: usize) -> Timeliness {
        if self.told.polls > 0 {
            self.told.running = running as u64;
            self.add_up(now);
        }
        self.told
    }

    fn add_up(&mut self, now: Timestamp) {
        let number = now.as_second().div_euclid(60);
        let oldest = number - MINUTES as i64 + 1;
        let mut counts = [0_u64; BUCKETS];
        let mut worst = 0;
        for minute in self.minutes.iter().filter(|m| (oldest..=number).contains(&m.number)) {
            counts.iter_mut().zip(minute.counts).for_each(|(sum, n)| *sum += u64::from(n));
            worst = worst.max(minute.worst);
        }
        let window = counts.iter().sum();
        self.told = Timeliness {
            at: Some(now),
            window,
            p50_ms: quantile(&counts, window.div_ceil(2)).min(worst),
            p99_ms: quantile(&counts, window - window / 100).min(worst),
            worst_ms: worst,
            ..self.told
        };
    }
}

/// The bucket of a lateness in milliseconds.
fn bucket(late: u64) -> usize {
    let at = if late < EXACT {
        late
    } else {
        let power = u64::from(late.ilog2());
        EXACT + (power - 3) * 4 + (late >> (power - 2) & 3)
    };
    usize::try_from(at).unwrap_or(BUCKETS).min(BUCKETS - 1)
}

/// The greatest lateness that a bucket holds.
fn top(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < EXACT {
        return bucket;
    }
    let (power, step) = ((bucket - EXACT) / 4 + 3, (bucket - EXACT) % 4);
    (1 << power) + ((step + 1) << (power - 2)) - 1
}

/// The upper bound of the bucket in which the `rank`-th value lies.
fn quantile(counts: &[u64; BUCKETS], rank: u64) -> u64 {
    let mut seen = 0;
    let found = counts.iter().position(|count| {
        seen += count;
        rank > 0 && seen >= rank
    });
    found.map_or(0, top)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn millis(late: i64) -> SignedDuration {
        SignedDuration::from_millis(late)
    }

    #[test]
    fn buckets_hold_what_they_say() {
        for late in (0..5_000).chain([86_400_000, 90_000_000]) {
            let index = bucket(late);
            assert!(late <= top(index), "{late}");
            assert!(index == 0 || late > top(index - 1), "{late}");
            assert!(top(index) <= late + late / 4, "{late}");
        }
        assert_eq!(bucket(u64::MAX), BUCKETS - 1);
    }

    #[test]
    fn the_figures_are_those_of_the_window() {
        let mut lateness = Lateness::default();
        for n in 0..98 {
            lateness.note(Some(millis(2)), at(600 + n), 3);
        }
        lateness.note(Some(millis(-5)), at(700), 3);
        lateness.note(None, at(700), 3);
        lateness.note(Some(millis(2_500)), at(700), 3);
        let told = lateness.look(at(700), 4);
        assert_eq!((told.polls, told.window, told.late, told.running), (101, 100, 1, 4));
        assert_eq!((told.p50_ms, told.p99_ms, told.worst_ms), (2, 2, 2_500));
        let later = lateness.look(at(700 + 60 * MINUTES as i64), 0);
        assert_eq!((later.polls, later.window, later.late), (101, 0, 1));
        assert_eq!((later.p50_ms, later.p99_ms, later.worst_ms), (0, 0, 0));
    }

    #[test]
    fn nothing_is_told_before_the_first_poll() {
        assert_eq!(Lateness::default().look(at(5), 0), Timeliness::default());
    }
}
