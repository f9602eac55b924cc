//! Feeds whose dates lag, have no time, are made up, or are not there: an article every ten minutes.

use super::*;

/// Between two articles.
const EVERY: i64 = 600;
/// Articles that a document shows.
const SHOWN: i64 = 30;

/// Polls a wire for eleven hours; returns it with how often it was polled and what was told.
fn eleven_hours(date: impl Fn(i64) -> Option<i64>) -> (Feed, usize, Vec<String>) {
    let pace = Pace::default();
    let start = at("2026-03-03T04:00:00Z").as_second();
    let spec = FeedSpec { class: OutletClass::Wire, ..feed().spec };
    let (mut before, mut now) = (Feed { spec, ..feed() }, start);
    let (mut polls, mut known, mut told) = (0, start / EVERY - SHOWN, Vec::new());
    while now < start + 11 * 3_600 {
        let newest = now / EVERY;
        let items = (newest - SHOWN + 1..=newest).map(|number| date(number * EVERY));
        let published: Vec<Timestamp> =
            items.flatten().map(|date| Timestamp::from_second(date).unwrap()).collect();
        let facts = Facts { published: published.clone(), articles: 30, ..Facts::default() };
        let poll = poll(Timestamp::from_second(now).unwrap(), document());
        let mut after = after_poll(&before, &poll, &Reading::Read(facts), &pace);
        told.extend(notice(&before, &mut after, Around::Well));
        let new = u32::try_from(newest - known).unwrap();
        arrived(
            &before,
            &mut after,
            &Arrivals { new, articles: 30, published, ..Arrivals::default() },
            (&poll, &pace),
        );
        (known, polls) = (newest, polls + 1);
        now = after.next_poll.unwrap().as_second() + 1;
        before = after;
    }
    (before, polls, told)
}

/// A kind of dates, and the date of what came at a second.
type Case<'a> = (&'a str, &'a dyn Fn(i64) -> Option<i64>);

#[test]
fn dates_that_lag_or_have_no_time_make_no_feed_quiet() {
    let day = |second: i64| second - second.rem_euclid(86_400);
    let cases: [Case<'_>; 7] = [
        ("right", &Some),
        ("five hours behind", &|at| Some(at - 5 * 3_600)),
        ("eleven hours behind", &|at| Some(at - 11 * 3_600)),
        ("three hours ahead", &|at| Some(at + 3 * 3_600)),
        ("days", &|at| Some(day(at))),
        ("days of another zone", &|at| Some(day(at - 5 * 3_600))),
        ("none", &|_| None),
    ];
    for (name, date) in cases {
        let (feed, polls, told) = eleven_hours(date);
        assert!((90..=140).contains(&polls), "{name}: {polls} polls");
        assert!((450..=900).contains(&feed.cadence.gap), "{name}: {}", feed.cadence.gap);
        assert_eq!((feed.state, told), (FeedState::Ok, Vec::new()), "{name}");
    }
}

#[test]
fn a_wire_of_days_without_times_that_falls_silent_is_told_with_its_rhythm() {
    let (mut before, _, _) = eleven_hours(|at| Some(at - at.rem_euclid(86_400)));
    before.validators = Validators::default();
    let later = before.last_poll.unwrap() + SignedDuration::from_hours(7);
    let same = poll(later, Outcome::NotModified(Validators::default()));
    let mut after = after_poll(&before, &same, &Reading::Nothing, &Pace::default());
    let told = notice(&before, &mut after, Around::Well).unwrap();
    assert!(told.contains("nothing new since 2026-03-03T14:"), "{told}");
    assert!(told.contains("its articles come every 1"), "{told}");
    let gap = Cadence { gap: 1, ..after.cadence };
    let mut after = Feed { cadence: gap, told: false, ..after };
    let told = notice(&before, &mut after, Around::Well).unwrap();
    assert!(told.ends_with("its articles come several a minute"), "{told}");
}

#[test]
fn what_comes_after_a_long_quiet_brings_the_next_poll_near() {
    let pace = Pace::default();
    let (mut before, _, _) = eleven_hours(|_| None);
    before.spec.class = OutletClass::National;
    let morning = before.last_poll.unwrap() + SignedDuration::from_hours(8);
    let poll = poll(morning, document());
    let facts = Facts { articles: 30, ..Facts::default() };
    let mut after = after_poll(&before, &poll, &Reading::Read(facts), &pace);
    assert_eq!(after.cadence.interval, 3_600);
    let mut wire = before.clone();
    wire.spec.class = OutletClass::Wire;
    let same = Poll { outcome: Outcome::NotModified(Validators::default()), ..poll.clone() };
    let wire = after_poll(&wire, &same, &Reading::Nothing, &pace);
    assert!(wire.cadence.interval < 1_200, "a wire is asked all night: {}", wire.cadence.interval);
    arrived(
        &before,
        &mut after,
        &Arrivals { new: 30, articles: 30, ..Arrivals::default() },
        (&poll, &pace),
    );
    assert!(after.cadence.interval < 600, "{}", after.cadence.interval);
    assert!(after.next_poll.unwrap() < morning + SignedDuration::from_mins(11));
}

#[test]
fn a_feed_without_dates_learns_its_rhythm_from_what_is_new() {
    let pace = Pace::default();
    let start = at("2026-03-03T10:00:00Z");
    let mut known = feed();
    let come = |before: &Feed, feed: &mut Feed, new: u32, now: Timestamp| {
        let new = Arrivals { new, articles: 10, ..Arrivals::default() };
        arrived(before, feed, &new, (&poll(now, document()), &pace));
    };
    come(&feed(), &mut known, 10, start);
    assert_eq!((known.last_article, known.cadence.gap), (Some(start), 0));
    let later = start + SignedDuration::from_mins(60);
    come(&known.clone(), &mut known, 0, later);
    assert_eq!(known.last_article, Some(start));
    come(&known.clone(), &mut known, 2, later);
    assert_eq!((known.last_article, known.cadence.gap), (Some(later), 1_800));
}

#[test]
fn a_wish_for_which_articles_would_be_missed_is_told_beside_what_is_done() {
    let pace = Pace::default();
    let now = at("2026-03-03T10:00:00Z");
    let offsets: Vec<i64> = (0..30).map(|n| n * -10).collect();
    let daily = |articles: &[i64]| {
        let rhythm = Rhythm { ttl: Some(86_400), ..Rhythm::default() };
        let published = minutes(now, articles);
        let facts = Facts { articles: published.len(), published, rhythm, ..Facts::default() };
        after_poll(&feed(), &poll(now, document()), &Reading::Read(facts), &pace)
    };
    let wire = daily(&offsets);
    assert_eq!((wire.cadence.span, wire.cadence.interval), (18_000, 9_000));
    assert_eq!(
        wire.note(),
        "its server asks for 24h between polls, and its articles stand for 5h: asked every 2h 30m"
    );
    let same = poll(now, Outcome::NotModified(Validators::default()));
    let after = after_poll(&wire, &same, &Reading::Nothing, &pace);
    assert_eq!(after.cadence.interval, 9_000, "nothing new to read changes nothing");
    let fixed = FeedSpec { interval: Some(600), ..wire.spec.clone() };
    assert_eq!(Feed { spec: fixed, ..wire }.note(), "");
    let slow = daily(&[0, -6_000, -12_000, -18_000, -24_000, -30_000]);
    assert_eq!((slow.cadence.interval, slow.note()), (86_400, String::new()));
    let page = Poll { hints: CacheHints { max_age: Some(86_400), retry_after: None }, ..same };
    let page = Poll { outcome: failed(ErrorKind::HttpStatus, Some(404)), ..page };
    let lost = after_poll(&feed(), &page, &Reading::Nothing, &pace);
    assert_eq!(lost.cadence.interval, 900, "a page's lifetime is not its feed's");
}

/// RFC 9111, 3.2: what a 304 does not say stays as it was.
#[test]
fn a_304_that_says_nothing_of_it_leaves_the_publishers_wish_as_it_is() {
    let now = at("2026-03-03T10:00:00Z");
    let pace = Pace::default();
    let asks = |max_age| CacheHints { max_age, retry_after: None };
    let whole = Poll { hints: asks(Some(3_600)), ..poll(now, document()) };
    let first = after_poll(&feed(), &whole, &facts(&[]), &pace);
    assert_eq!((first.cadence.interval, first.cadence.wish), (3_600, 3_600));
    let same = |feed: &Feed, max_age| {
        let same = poll(now, Outcome::NotModified(Validators::default()));
        after_poll(feed, &Poll { hints: asks(max_age), ..same }, &Reading::Nothing, &pace)
    };
    let bare = same(&first, None);
    assert_eq!((bare.cadence.interval, bare.cadence.wish), (3_600, 3_600));
    let down = poll(now, failed(ErrorKind::HttpStatus, Some(500)));
    let down = after_poll(&bare, &down, &Reading::Nothing, &pace);
    assert_eq!(down.cadence.interval, 900, "what fails is asked again soon");
    assert_eq!(same(&down, None).cadence.interval, 3_600);
    assert_eq!(same(&down, Some(1_800)).cadence.interval, 1_800);
    assert_eq!(same(&down, Some(0)).cadence.interval, 900, "it says that it may not be kept");
    let whole = poll(now, document());
    assert_eq!(after_poll(&bare, &whole, &facts(&[]), &pace).cadence.interval, 900);
}

#[test]
fn a_clock_that_is_hours_off_is_said_with_its_hours() {
    let said = |date: &dyn Fn(i64) -> Option<i64>| eleven_hours(date).0.note();
    let ahead = said(&|at| Some(at + 8 * 3_600));
    assert!(ahead.starts_with("its clock seems to be 8 h ahead"), "{ahead}");
    let behind = said(&|at| Some(at - 8 * 3_600));
    assert!(behind.starts_with("its clock seems to be 8 h behind"), "{behind}");
    for (name, fine) in [
        ("right", said(&Some)),
        ("minutes off", said(&|at| Some(at + 1_200))),
        ("minutes behind", said(&|at| Some(at - 1_200))),
        ("undated", said(&|_| None)),
        ("days", said(&|at| Some(at - at.rem_euclid(86_400)))),
        // Some of it comes out of a night's work.
        ("now and then late", said(&|at| Some(at - at / EVERY % 5 * 7_200))),
    ] {
        assert_eq!(fine, "", "{name}");
    }
}

#[test]
fn one_date_to_come_is_an_announcement() {
    let now = at("2026-03-03T10:00:00Z");
    let hours = |offsets: &[i64]| minutes(now, &offsets.iter().map(|h| h * 60).collect::<Vec<_>>());
    assert_eq!(ahead(&hours(&[5, -1, -2, -3, -4]), now), None);
    assert_eq!(ahead(&hours(&[]), now), None);
    assert!(ahead(&hours(&[5, 4, 3, 2, 1, -1]), now).unwrap().contains("5 h ahead"));
    assert!(ahead(&hours(&[3]), now).unwrap().contains("3 h ahead"), "all there are");
}
