//! Feeds that sleep at night, or over the weekend.

use super::*;

const HOUR: i64 = 3_600;

/// Asks a feed by its own schedule from a Monday on for some days, which brings an article each half hour
/// in which it is awake; returns it with what was told, each with its hour since then.
fn days(class: OutletClass, days: i64, awake: impl Fn(i64) -> bool) -> (Feed, Vec<(i64, String)>) {
    let pace = Pace::default();
    let start = at("2026-03-02T00:00:00Z").as_second();
    let all: Vec<i64> =
        (-400..days * 48).map(|half| half * 1_800).filter(|at| awake(*at)).collect();
    let spec = FeedSpec { class, ..feed().spec };
    let (mut before, mut now, mut seen, mut told) = (Feed { spec, ..feed() }, 0, 0, Vec::new());
    while now < days * 24 * HOUR {
        let count = all.partition_point(|at| *at <= now);
        let published: Vec<Timestamp> = all[count.saturating_sub(20)..count]
            .iter()
            .map(|at| Timestamp::from_second(start + at).unwrap())
            .collect();
        let new = u32::try_from(count - seen).unwrap();
        let poll = poll(Timestamp::from_second(start + now).unwrap(), document());
        let facts = Facts { published: published.clone(), articles: 20, ..Facts::default() };
        let mut after = after_poll(&before, &poll, &Reading::Read(facts), &pace);
        arrived(
            &before,
            &mut after,
            &Arrivals { new, articles: 20, published, ..Arrivals::default() },
            (&poll, &pace),
        );
        let line = notice(&before, &mut after, Around::Well);
        told.extend(line.map(|line| (now / HOUR, line)));
        seen = count;
        now = after.next_poll.unwrap().as_second() + 1 - start;
        before = after;
    }
    (before, told)
}

#[test]
fn nights_and_weekends_are_told_once_and_learnt() {
    let hour = |at: i64| at.rem_euclid(24 * HOUR) / HOUR;
    let weekday = |at: i64| at.div_euclid(24 * HOUR).rem_euclid(7);
    let by_day = |at: i64| (7..23).contains(&hour(at));
    let office = |at: i64| weekday(at) < 5 && (8..18).contains(&hour(at));
    let (wire, told) = days(OutletClass::Wire, 15, by_day);
    assert!(told.iter().all(|(hour, _)| *hour < 2 * 24), "{told:?}");
    assert!((8 * HOUR..10 * HOUR).contains(&i64::from(wire.cadence.pause)), "{:?}", wire.cadence);
    let (_, told) = days(OutletClass::Official, 28, office);
    assert!(told.iter().all(|(hour, _)| *hour < 8 * 24), "{told:?}");
    // What dies is told all the same, and soon.
    let dies = |at: i64| by_day(at) && at < 10 * 24 * HOUR + 12 * HOUR;
    let (_, told) = days(OutletClass::Wire, 15, dies);
    let last: Vec<_> = told.iter().filter(|(hour, _)| *hour >= 2 * 24).collect();
    let [(hour, line)] = last.as_slice() else { panic!("{told:?}") };
    assert!((10 * 24 + 20..11 * 24 + 6).contains(hour), "{told:?}");
    assert!(line.contains("nothing new since 2026-03-12T"), "{line}");
}

#[test]
fn a_pause_in_which_nobody_asked_or_answered_is_none() {
    let pace = Pace::default();
    let start = at("2026-03-02T10:00:00Z");
    let first = facts(&minutes(start, &[0, -10, -20, -30]));
    let before = after_poll(&feed(), &poll(start, document()), &first, &pace);
    let later = start + SignedDuration::from_hours(30);
    let an_hour_ago = later - SignedDuration::from_hours(1);
    let asked = Feed { last_poll: Some(an_hour_ago), ..before.clone() };
    let failing =
        Feed { cadence: Cadence { failures: 2, ..before.cadence.clone() }, ..asked.clone() };
    for (name, before, pause) in
        [("asleep", before, 0), ("failing", failing, 0), ("quiet", asked, 30 * 3_600)]
    {
        let poll = poll(later, document());
        let mut after = after_poll(&before, &poll, &facts(&[later]), &pace);
        let new = Arrivals { new: 1, articles: 1, published: vec![later], ..Arrivals::default() };
        arrived(&before, &mut after, &new, (&poll, &pace));
        assert_eq!(after.cadence.pause, pause, "{name}");
    }
}

#[test]
fn one_outage_of_a_publisher_does_not_put_off_the_next_telling() {
    let down = |from: i64, hours: i64| move |at: i64| (from..from + hours).contains(&(at / HOUR));
    // On Tuesday from four to eight in the evening, then for good on Thursday from two on; after 24 gaps of
    // half an hour it is missed.
    let (tuesday, thursday) = (24 + 4, 3 * 24 + 14);
    let awake = |at: i64| !down(tuesday, 16)(at) && at / HOUR < thursday;
    let (_, told) = days(OutletClass::Wire, 5, awake);
    let hours: Vec<i64> = told.iter().map(|(hour, _)| *hour).collect();
    let [lost, back, lost_again] = hours.as_slice() else { panic!("{told:?}") };
    assert!((tuesday + 11..=tuesday + 13).contains(lost), "{told:?}");
    assert!((tuesday + 16..=tuesday + 17).contains(back), "{told:?}");
    assert!((thursday + 11..=thursday + 13).contains(lost_again), "{told:?}");
}

#[test]
fn a_weekend_is_known_by_its_day_beside_nights_and_no_pause_is_longer_than_four_days() {
    let hour = |at: i64| at.rem_euclid(24 * HOUR) / HOUR;
    let weekday = |at: i64| at.div_euclid(24 * HOUR).rem_euclid(7);
    let office = |at: i64| weekday(at) < 5 && (7..23).contains(&hour(at));
    let (wire, told) = days(OutletClass::Wire, 22, office);
    assert!(told.iter().all(|(hour, _)| *hour < 8 * 24), "nights and weekends: {told:?}");
    assert!((8 * HOUR..10 * HOUR).contains(&i64::from(wire.cadence.pause)), "{:?}", wire.cadence);
    // Between two weekends it is missed as before.
    let dies = |at: i64| office(at) && at < (15 * 24 + 12) * HOUR;
    let (_, told) = days(OutletClass::Wire, 18, dies);
    let last = told.iter().map(|(hour, _)| *hour).rfind(|hour| *hour >= 8 * 24);
    assert!(last.is_some_and(|hour| hour < 16 * 24 + 12), "{told:?}");

    let gone = |at: i64| !(24 * HOUR..8 * 24 * HOUR).contains(&at);
    let (feed, _) = days(OutletClass::National, 9, gone);
    assert_eq!(feed.cadence.usual_pause(), 4 * 24 * 3_600);
}
