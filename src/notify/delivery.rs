//! What becomes of a delivery after a try: done, again and when, or given up. Pure: the clock and
//! the schedule are arguments.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::DeliveryError;
use crate::domain::{Delivery, Fate};

/// Waits between tries.
pub type Schedule = &'static [Duration];

/// The schedule of Standard Webhooks: some 75 hours, then the delivery is shown as failed.
pub const SCHEDULE: Schedule = &[
    Duration::from_secs(5),
    Duration::from_secs(5 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(2 * 3_600),
    Duration::from_secs(5 * 3_600),
    Duration::from_secs(10 * 3_600),
    Duration::from_secs(14 * 3_600),
    Duration::from_secs(20 * 3_600),
    Duration::from_secs(24 * 3_600),
];

/// A receiver may ask for no longer wait than this.
const LONGEST: Duration = Duration::from_secs(24 * 3_600);

/// What becomes of deliveries that went out together, with what to write down.
#[must_use]
pub fn verdict(
    result: &Result<(), DeliveryError>,
    first: &Delivery,
    schedule: Schedule,
    now: Timestamp,
) -> (Fate, String) {
    match result {
        Ok(()) => (Fate::Delivered, "delivered".to_owned()),
        Err(DeliveryError::GiveUp(why)) => (Fate::Failed, why.clone()),
        Err(DeliveryError::Stop(why)) => (Fate::Stopped, why.clone()),
        Err(DeliveryError::Retry { why, after }) => {
            let step = usize::try_from(first.attempts).unwrap_or(usize::MAX);
            match schedule.get(step) {
                None => (Fate::Failed, format!("{why}; given up after {} tries", step + 1)),
                Some(wait) => {
                    let wait = *wait + jitter(*wait, first);
                    let wait = wait.max(after.unwrap_or_default().min(LONGEST));
                    let due = SignedDuration::try_from(wait).ok();
                    let due = due.and_then(|wait| now.checked_add(wait).ok()).unwrap_or(now);
                    (Fate::Again(due), why.clone())
                }
            }
        }
    }
}

/// Up to a tenth more, so that many deliveries do not come back at once. The same delivery waits
/// equally long on every machine.
fn jitter(wait: Duration, delivery: &Delivery) -> Duration {
    let spread = (delivery.notice.seq.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u32;
    wait * spread / 2_560
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AlertId, DeliveryState, Notice};

    fn delivery(attempts: u32) -> Delivery {
        let raised = Timestamp::from_second(1_000).unwrap();
        Delivery {
            notice: Notice { seq: 7, alert: AlertId(1), raised, json: String::new() },
            notifier: "desk".into(),
            state: DeliveryState::Due,
            attempts,
            due: raised,
            bundle: None,
            settled: None,
            answer: String::new(),
            taken: Vec::new(),
        }
    }

    #[test]
    fn a_delivery_is_tried_ten_times_over_three_days_and_then_shown_as_failed() {
        let now = Timestamp::from_second(2_000).unwrap();
        let refused = Err(DeliveryError::retry("refused"));
        let mut total = 0.0;
        for (attempts, wait) in SCHEDULE.iter().enumerate() {
            let (fate, why) = verdict(&refused, &delivery(attempts as u32), SCHEDULE, now);
            let Fate::Again(due) = fate else { unreachable!("{fate:?}") };
            let waited = due.duration_since(now).as_secs_f64();
            let least = wait.as_secs_f64();
            assert!(waited >= least && waited <= least * 1.1, "{attempts}: {waited}");
            assert_eq!(why, "refused");
            total += least;
        }
        assert!((total / 3_600.0 - 75.6).abs() < 0.1, "{total}");
        let (fate, why) = verdict(&refused, &delivery(9), SCHEDULE, now);
        assert_eq!((fate, why.as_str()), (Fate::Failed, "refused; given up after 10 tries"));
    }

    #[test]
    fn a_receiver_is_obeyed_up_to_a_day() {
        let now = Timestamp::from_second(2_000).unwrap();
        for (asked, waited) in [(1, 5), (30, 30), (86_400, 86_400), (999_999, 86_400)] {
            let after = Some(Duration::from_secs(asked));
            let busy = Err(DeliveryError::Retry { why: "429".into(), after });
            let (fate, _) = verdict(&busy, &delivery(0), SCHEDULE, now);
            let Fate::Again(due) = fate else { unreachable!("{fate:?}") };
            assert_eq!(due.duration_since(now).as_secs(), waited, "{asked}");
        }
    }

    #[test]
    fn definite_answers_end_it() {
        let now = Timestamp::from_second(2_000).unwrap();
        let fate = |result| verdict(&result, &delivery(3), SCHEDULE, now).0;
        assert_eq!(fate(Ok(())), Fate::Delivered);
        assert_eq!(fate(Err(DeliveryError::GiveUp("400".into()))), Fate::Failed);
        assert_eq!(fate(Err(DeliveryError::Stop("410".into()))), Fate::Stopped);
    }
}
