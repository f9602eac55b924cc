//! A digest that is gathered on purpose: what is not urgent waits for the end of a span, then goes
//! out as one, counted. Pure.

use std::time::Duration;

use jiff::Timestamp;

use crate::domain::Severity;

/// What a notifier gathers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest {
    /// For how long; spans are counted from 1970, so every restart knows the same ends.
    pub span: Duration,
    /// This severity and above goes out at once.
    pub except: Severity,
}

impl Digest {
    /// Until when a notice is held back; `None`: it goes out now.
    #[must_use]
    pub fn holds(
        &self,
        severity: Severity,
        raised: Timestamp,
        now: Timestamp,
    ) -> Option<Timestamp> {
        if severity >= self.except {
            return None;
        }
        let span = i64::try_from(self.span.as_secs()).ok().filter(|span| *span > 0)?;
        let end = (raised.as_second().div_euclid(span) + 1).checked_mul(span)?;
        Timestamp::from_second(end).ok().filter(|end| *end > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_one_span_wait_for_the_same_end_and_never_twice() {
        let digest = Digest { span: Duration::from_secs(900), except: Severity::Flash };
        let time = |text: &str| -> Timestamp { format!("2026-05-19T{text}Z").parse().unwrap() };
        for (severity, raised, now, end) in [
            (Severity::Routine, "04:20:00", "04:20:00", Some("04:30:00")),
            (Severity::Immediate, "04:29:59", "04:29:59", Some("04:30:00")),
            (Severity::Immediate, "04:20:00", "04:30:00", None),
            (Severity::Immediate, "04:30:00", "04:30:00", Some("04:45:00")),
            (Severity::Flash, "04:20:00", "04:20:00", None),
        ] {
            let held = digest.holds(severity, time(raised), time(now));
            assert_eq!(held, end.map(time), "{severity} {raised} {now}");
        }
    }
}
