//! Many alerts: a flood of a day, and two weeks with one unusual evening.

use wirewatch::domain::{Changes, Severity};

use super::{TERMS, Tale, World, afternoon, changes, commit, now, tell};

/// So many alerts of every severity, over the last day.
pub fn flood(count: u64) -> World {
    let world = afternoon();
    let minutes = (0..count).map(|number| i64::try_from(number % 1_400).unwrap());
    incidents(&world, minutes.collect());
    world
}

/// Two weeks with an alert now and then, and one evening with many.
pub fn fortnight() -> World {
    let world = afternoon();
    let quiet = (0..58).map(|number| 90 + number * 340);
    let evening = (0..12).map(|number| 3 * 24 * 60 + number * 9);
    for (number, minutes) in (0_u64..).zip(quiet.chain(evening)) {
        let title = format!("Rocket fire reported, incident {number}");
        let reports = [("Reuters", "Reuters", minutes, title.as_str(), "A rocket fell.")];
        let tale = Tale {
            number: 5_000 + number,
            severity: Severity::Routine,
            score: 30,
            reason: "rocket 30",
            watches: &["rocket"],
            terms: TERMS,
            reports: &reports,
        };
        tell(world.store.as_ref(), &tale);
    }
    world
}

/// An alert so many minutes ago each.
fn incidents(world: &World, ago: Vec<i64>) {
    let mut all = Changes::default();
    for (number, minutes) in (0_u64..).zip(ago) {
        let severity = Severity::ALL[usize::try_from(number % 4).unwrap()];
        let title = format!("Rocket fire reported, incident {number} of the day");
        let reports = [("Reuters", "Reuters", minutes, title.as_str(), "A rocket fell.")];
        let tale = Tale {
            number: 1_000 + number,
            severity,
            score: 50,
            reason: "rocket 30 + title 15 + wire 5",
            watches: &["rocket"],
            terms: TERMS,
            reports: &reports,
        };
        let told = changes(&tale);
        all.articles.extend(told.articles);
        all.stories.extend(told.stories);
        all.alerts.extend(told.alerts);
    }
    commit(world.store.as_ref(), all, now());
}
