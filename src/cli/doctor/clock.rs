//! The clock: set back against what is stored, stepping while we look, or never set.

use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::finding::Finding;
use super::patient::Patient;

/// Differences below this are the usual drift between machines.
const DRIFT: SignedDuration = SignedDuration::from_secs(120);

/// Wall and steady clock may differ by this much while we look.
const STEP: SignedDuration = SignedDuration::from_millis(500);

/// A machine whose clock shows less was never set: this program is newer.
const EARLIEST: i64 = 1_767_225_600; // 2026-01-01

/// Where systemd's time client says that it has set the clock.
const SYNCED: &str = "/run/systemd/timesync/synchronized";

/// What to do about any of it.
const ADVICE: &str = "let the machine keep time: timedatectl set-ntp true, or chrony";

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    let wall = Timestamp::now().duration_since(patient.now);
    let steady = SignedDuration::try_from(patient.started.elapsed()).unwrap_or(wall);
    let synced = Path::new(SYNCED);
    let mut found = faults(patient.now, latest(patient), (wall - steady).abs());
    if synced.parent().is_some_and(Path::is_dir) && !synced.exists() {
        found.push(Finding::warn("systemd has not set the clock yet").advise(ADVICE));
    }
    let zone = TimeZone::system();
    if let Some(name) = patient.variable("TZ").filter(|_| zone.is_unknown()) {
        let told = format!("TZ=\"{name}\" is no time zone that this machine knows");
        found.push(
            Finding::warn(format!("{told}: local times are those of UTC"))
                .advise("write one as Asia/Baghdad, or install tzdata"),
        );
    }
    if found.is_empty() {
        let zone = zone.iana_name().unwrap_or("of no name");
        let now = patient.now.strftime("%Y-%m-%d %H:%M:%SZ");
        found.push(Finding::ok(format!("{now}, local zone {zone}")));
    }
    found
}

/// The latest time that the store knows.
fn latest(patient: &Patient) -> Option<Timestamp> {
    let stored =
        patient.opened().and_then(|store| store.stats().ok()).and_then(|stats| stats.newest);
    let polled = patient.feeds.iter().filter_map(|feed| feed.last_poll).max();
    stored.max(polled)
}

fn faults(now: Timestamp, latest: Option<Timestamp>, step: SignedDuration) -> Vec<Finding> {
    let mut found = Vec::new();
    if now.as_second() < EARLIEST {
        let told = format!("the clock shows {}: it was never set", now.strftime("%Y-%m-%d"));
        found.push(Finding::fail(format!("{told}; no certificate is valid then")).advise(ADVICE));
    }
    if let Some(ahead) = latest.map(|latest| latest.duration_since(now)).filter(|d| *d > DRIFT) {
        let told = format!(
            "the store has times {} s ahead of this clock: it was set back",
            ahead.as_secs()
        );
        found.push(Finding::warn(told).advise(ADVICE));
    }
    if step > STEP {
        let told = format!("the clock jumped by {} ms while we looked", step.as_millis());
        found.push(Finding::warn(told).advise(ADVICE));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::finding::Level;

    #[test]
    fn a_clock_that_was_never_set_set_back_or_jumps_is_told() {
        let now: Timestamp = "2026-11-25T12:00:00Z".parse().unwrap();
        let hour = SignedDuration::from_hours(1);
        let levels = |now, latest, step| -> Vec<Level> {
            faults(now, latest, step).iter().map(|finding| finding.level).collect()
        };
        assert_eq!(levels(now, Some(now - hour), SignedDuration::ZERO), []);
        assert_eq!(levels(now, Some(now + hour), SignedDuration::ZERO), [Level::Warn]);
        assert_eq!(levels(now, None, hour), [Level::Warn]);
        assert_eq!(levels(Timestamp::UNIX_EPOCH, None, SignedDuration::ZERO), [Level::Fail]);
    }
}
