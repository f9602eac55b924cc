//! Bursts of one watch: the new alerts of the last three hours, to the second, against what is
//! usual.
//!
//! The sentence that people see is the rule itself. Reads numbers alone; where they come from is
//! the store's business.

/// Hours that count as now.
pub const RECENT: usize = 3;
/// Hours before these that tell what is usual: two weeks.
pub const USUAL: usize = 14 * 24;
/// Hours of which the time of each alert is wanted: now, and as long as a burst is on.
pub const EXACT: usize = RECENT + REFRACTORY;
/// With less history than this nothing is called unusual.
const LEARNING: usize = 7 * 24;
/// Fewest alerts of a burst, and how unlikely that many must be.
const FEWEST: u64 = 3;
const UNLIKELY: f64 = 1e-6;
/// Hours after a burst begins in which it begins no second time.
const REFRACTORY: usize = 6;

/// What is known of a watch's alerts.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Alerts per hour, the current hour last.
    pub hours: &'a [u64],
    /// How many seconds ago each alert of the last [`EXACT`] hours was raised.
    pub ages: &'a [i64],
    /// How many of the hours the store has lived through; those before say nothing.
    pub history: usize,
}

/// How a watch fares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rate {
    /// Alerts of the last three hours.
    pub recent: u64,
    /// How many there usually are; `None` while that is being learnt.
    pub usual: Option<f64>,
    /// How many hours ago a burst began, where it is on.
    pub burst: Option<usize>,
    /// How many hours ago bursts began, the longest ago first, as far back as the usual is known.
    pub began: Vec<usize>,
}

impl Rate {
    /// The rule as a sentence: `9 in 3 h, usually 0.4`.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self.usual {
            Some(usual) => format!("{} in {RECENT} h, usually {usual:.1}", self.recent),
            None => format!("{} in {RECENT} h, learning", self.recent),
        }
    }
}

/// Judges a watch by its alerts.
#[must_use]
pub fn rate(seen: &Seen<'_>) -> Rate {
    let lived = seen.hours.split_at(seen.hours.len().saturating_sub(seen.history)).1;
    let (recent, usual) = ending(lived, seen.ages, 0);
    let usual = usual.filter(|_| seen.history >= LEARNING);
    let began = if usual.is_some() { bursts(lived, seen.ages) } else { Vec::new() };
    let burst = began.last().copied().filter(|ago| *ago < seconds(REFRACTORY));
    let hours = |ago: &i64| usize::try_from(ago / HOUR).unwrap_or_default();
    Rate {
        recent,
        usual,
        burst: burst.as_ref().map(hours),
        began: began.iter().map(hours).collect(),
    }
}

const HOUR: i64 = 3_600;

fn seconds(hours: usize) -> i64 {
    i64::try_from(hours).unwrap_or(i64::MAX / HOUR).saturating_mul(HOUR)
}

/// Alerts of the three hours that ended so many seconds ago, and the mean of as many hours before.
fn ending(hours: &[u64], ages: &[i64], ago: i64) -> (u64, Option<f64>) {
    let since = ago + seconds(RECENT);
    let count = |from: i64| ages.iter().filter(|age| (from..since).contains(*age)).count() as u64;
    let before = hours.iter().sum::<u64>().saturating_sub(count(i64::MIN));
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let lived = (seconds(hours.len()) - since) as f64 / HOUR as f64;
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let mean = (lived > 0.0).then(|| before as f64 * RECENT as f64 / lived);
    (count(ago), mean)
}

/// The same by the clock's hours alone: of the last ones of a series.
fn at(hours: &[u64]) -> (u64, Option<f64>) {
    let (before, now) = hours.split_at(hours.len().saturating_sub(RECENT));
    let before = before.split_at(before.len().saturating_sub(USUAL)).1;
    let recent = now.iter().sum();
    let sum: u64 = before.iter().sum();
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let mean = |count: usize| sum as f64 * RECENT as f64 / count as f64;
    (recent, Some(before.len()).filter(|count| *count > 0).map(mean))
}

/// How many seconds ago bursts began, where a week of hours before tells what is usual: each with
/// an alert, whose time is known of the last hours; earlier ones by the clock's hours.
fn bursts(hours: &[u64], ages: &[i64]) -> Vec<i64> {
    let mut began: Vec<i64> = Vec::new();
    let rests = |began: &[i64], ago: i64| {
        began.last().is_some_and(|began| began - ago < seconds(REFRACTORY))
    };
    for ago in (REFRACTORY..hours.len().saturating_sub(LEARNING)).rev() {
        let until = hours.split_at(hours.len().saturating_sub(ago)).0;
        if !rests(&began, seconds(ago)) && is_burst(at(until)) {
            began.push(seconds(ago));
        }
    }
    let mut alerts = ages.to_vec();
    alerts.retain(|ago| (0..seconds(REFRACTORY)).contains(ago));
    alerts.retain(|ago| seconds(hours.len().saturating_sub(LEARNING)) > *ago);
    alerts.sort_unstable();
    for ago in alerts.into_iter().rev() {
        if !rests(&began, ago) && is_burst(ending(hours, ages, ago)) {
            began.push(ago);
        }
    }
    began
}

fn is_burst((recent, usual): (u64, Option<f64>)) -> bool {
    recent >= FEWEST && usual.is_some_and(|usual| tail(recent, usual) < UNLIKELY)
}

/// Probability of at least `count` events where `mean` are usual (Poisson).
fn tail(count: u64, mean: f64) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let number = |n: u64| n as f64;
    // In logarithms, so that neither factor leaves the range of a number.
    let exactly = |n: u64| (-mean + (1..=n).map(|n| mean.ln() - number(n).ln()).sum::<f64>()).exp();
    // From where it is likeliest outward: every further number adds less.
    if number(count) > mean {
        let next = |(n, term): &(u64, f64)| Some((n + 1, term * mean / number(n + 1)));
        let terms = std::iter::successors(Some((count, exactly(count))), next);
        return terms.map(|(_, term)| term).take_while(|term| *term > f64::MIN_POSITIVE).sum();
    }
    let Some(fewer) = count.checked_sub(1) else { return 1.0 };
    let next = |(n, term): &(u64, f64)| Some((n.checked_sub(1)?, term * number(*n) / mean));
    let terms = std::iter::successors(Some((fewer, exactly(fewer))), next);
    1.0 - terms.map(|(_, term)| term).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::{Rate, Seen, USUAL, tail};

    /// Two weeks and three hours, with alerts so many hours ago.
    fn hours(alerts: &[(usize, u64)]) -> Vec<u64> {
        let mut hours = vec![0; USUAL + 3];
        for (ago, count) in alerts {
            let at = hours.len() - 1 - ago;
            hours[at] += count;
        }
        hours
    }

    /// Each alert a minute into its hour, seen from the end of an hour.
    fn rate(hours: &[u64], history: usize) -> Rate {
        let ages = hours.iter().rev().zip(0..9).flat_map(|(count, ago)| {
            std::iter::repeat_n(ago * 3_600 + 60, usize::try_from(*count).unwrap_or(0))
        });
        super::rate(&Seen { hours, ages: &ages.collect::<Vec<i64>>(), history })
    }

    #[test]
    fn the_sentence_is_the_rule() {
        let quiet: Vec<(usize, u64)> = (0..45).map(|n| (10 + 7 * n, 1)).collect();
        let series = hours(&[&[(0, 5), (1, 4)][..], &quiet].concat());
        let rate = rate(&series, series.len());
        assert_eq!(rate.sentence(), "9 in 3 h, usually 0.4");
        assert_eq!(rate.burst, Some(0));
    }

    #[test]
    fn with_less_than_a_week_it_is_learning() {
        let series = hours(&[(0, 9)]);
        let rate = rate(&series, 100);
        assert_eq!((rate.sentence().as_str(), rate.burst), ("9 in 3 h, learning", None));
    }

    #[test]
    fn the_usual_is_no_burst_and_two_are_none() {
        let busy: Vec<(usize, u64)> = (0..300).map(|ago| (ago, 2)).collect();
        for series in [hours(&busy), hours(&[(0, 2)])] {
            assert_eq!(rate(&series, series.len()).burst, None);
        }
    }

    #[test]
    fn three_after_two_silent_weeks_are_a_burst() {
        assert_eq!(rate(&hours(&[(0, 3)]), USUAL + 3).burst, Some(0));
    }

    #[test]
    fn three_hours_are_counted_to_the_second() {
        // Four hours of the clock hold alerts of less than three; and three of the clock, more.
        let series = hours(&[(0, 1), (1, 1), (2, 0), (3, 1)]);
        let of = |ages: &[i64]| super::rate(&Seen { hours: &series, ages, history: series.len() });
        let within = of(&[600, 5_000, 3 * 3_600 - 1]);
        assert_eq!((within.recent, within.burst), (3, Some(0)));
        let beyond = of(&[600, 5_000, 600 + 3 * 3_600]);
        assert_eq!((beyond.recent, beyond.burst), (2, None));
        assert!(beyond.usual > within.usual);
    }

    #[test]
    fn a_burst_is_on_for_six_hours_and_begins_once() {
        let begun = hours(&[(4, 8)]);
        assert_eq!(rate(&begun, begun.len()).burst, Some(4));
        let on = hours(&[(4, 8), (1, 8)]);
        assert_eq!(rate(&on, on.len()).burst, Some(4));
        let over = rate(&hours(&[(7, 8)]), USUAL + 3);
        assert_eq!((over.burst, over.began), (None, vec![7]));
    }

    #[test]
    fn tails_are_those_of_the_tables() {
        for (count, mean, wanted) in
            [(1, 1.0, 0.632_120_6), (3, 0.3, 0.003_599_5), (5, 2.0, 0.052_653)]
        {
            assert!((tail(count, mean) - wanted).abs() < 1e-6, "{count} {mean}");
        }
        assert!(tail(9, 0.4) < 1e-6 && tail(200, 150.0) > 1e-6);
        // Far fewer than usual are as likely as can be, however many are usual.
        for (count, mean) in [(3, 600.0), (0, 2.0), (500, 20_000.0), (20_000, 20_000.0)] {
            assert!(tail(count, mean) > 0.49, "{count} {mean}");
        }
    }
}
