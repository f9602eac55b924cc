//! Feeds whose dates are a day and more behind: what is new in them is news, an archive is none.

use wirewatch::domain::{Findings, Severity};

use super::desk::{Desk, News, after, news, notices};

const FLASH: &str = "Rocket hits embassy, militia blamed, 12 killed";

/// One document of several articles, fetched with the first.
fn document(articles: &[News]) -> Findings {
    let mut all: Vec<Findings> = articles.iter().map(News::findings).collect();
    let items = all.iter_mut().flat_map(|one| std::mem::take(&mut one.items)).collect();
    Findings { items, ..all.remove(0) }
}

/// What a feed that is known showed before: articles of one hour after another, so many hours old.
fn old(hours: impl Iterator<Item = i64>) -> Vec<News> {
    let one =
        |hours: i64| news("a.example", &format!("Council meets for day {hours}")).dated(hours, LAG);
    hours.map(one).collect()
}

/// Thirty hours; the latest date before is thirty-one hours old.
const LAG: (u32, i64) = (30, -31 * 60);

fn told(desk: &mut Desk, articles: &[News]) -> Vec<(String, String)> {
    notices(&desk.take_findings(&[document(articles)], after(0)))
}

#[test]
fn what_is_new_in_a_feed_that_lags_is_told_with_its_lag() {
    let mut desk = Desk::new();
    let known = old(31..41);
    assert_eq!(told(&mut desk, &known), []);
    let mut grown = known.clone();
    grown.insert(0, news("a.example", FLASH).dated(30, LAG));
    let changes = desk.take_findings(&[document(&grown)], after(0));
    let note = "the dates of its feed lag by 30 h";
    assert_eq!(notices(&changes), [("raised".to_owned(), note.to_owned())]);
    let line = &changes.alerts[0].line;
    assert_eq!(line.severity, Severity::Flash, "it is as new as it is: {}", line.reason);
    // The same dates in a feed that is not known to lag are an old article's.
    let mut other = Desk::new();
    let on_time = |news: &News| News { behind: None, ..news.clone() };
    let known: Vec<News> = known.iter().map(on_time).collect();
    let grown: Vec<News> = grown.iter().map(on_time).collect();
    assert_eq!(told(&mut other, &known), []);
    assert_eq!(told(&mut other, &grown), []);
}

#[test]
fn what_comes_out_of_the_archive_of_a_feed_that_lags_is_not_told() {
    for (name, hours, expected) in [
        ("far older than the lag", 60, 0),
        ("at the end of a list that grew backwards", 45, 0),
        ("among what it shows", 34, 1),
    ] {
        let mut desk = Desk::new();
        let mut shown = old(31..41);
        assert_eq!(told(&mut desk, &shown), [], "{name}");
        shown.push(news("a.example", FLASH).dated(hours, LAG));
        assert_eq!(told(&mut desk, &shown).len(), expected, "{name}");
    }
}

#[test]
fn a_first_poll_and_a_document_of_which_nothing_is_known_are_as_old_as_their_dates() {
    let fresh = || news("a.example", FLASH).dated(30, LAG);
    assert_eq!(told(&mut Desk::new(), &[fresh().first_poll()]), []);
    let (newer, same) = (told(&mut Desk::new(), &[fresh()]), fresh().dated(31, LAG));
    assert_eq!(newer.len(), 1, "later than all there was");
    assert_eq!(told(&mut Desk::new(), &[same]), [], "all of it under other names");
}

/// A list of an hourly feed as it stood an hour ago, newest first, on time.
fn hourly() -> Vec<News> {
    (1..9).map(|hour| on_time(&format!("Council meets for day {hour}"), hour)).collect()
}

/// Dated so many hours ago, in a feed that answered an hour ago.
fn on_time(title: &str, hours: i64) -> News {
    let article = news("a.example", title).dated(hours, LAG);
    News { behind: None, answered: Some(-60), ..article }
}

#[test]
fn a_clock_that_jumps_back_under_our_eyes_is_not_believed() {
    for (name, hours, place, answered, expected) in [
        ("on top of what is younger", 30, 0, Some(-60), 1),
        ("by a week", 7 * 24, 0, Some(-60), 1),
        ("by a month: an old piece that is shown again", 30 * 24, 0, Some(-60), 0),
        ("at the end: an archive", 30, 8, Some(-60), 0),
        ("amid the list", 30, 4, Some(-60), 0),
        ("after a weekend at rest it may have been on time", 30, 0, Some(-60 * 48), 0),
        ("on its first poll", 30, 0, None, 0),
    ] {
        let mut desk = Desk::new();
        let mut shown = hourly();
        assert_eq!(told(&mut desk, &shown), [], "{name}");
        shown.insert(place, on_time(FLASH, hours));
        shown[0].answered = answered;
        let told = told(&mut desk, &shown);
        assert_eq!(told.len(), expected, "{name}: {told:?}");
    }
    // The same list the other way round: its news stands at its end.
    let mut desk = Desk::new();
    let mut shown: Vec<News> = hourly().into_iter().rev().collect();
    assert_eq!(told(&mut desk, &shown), []);
    shown.push(on_time(FLASH, 30));
    assert_eq!(told(&mut desk, &shown).len(), 1);
}

#[test]
fn an_archive_on_top_and_an_edit_that_rises_tell_nothing() {
    let mut desk = Desk::new();
    let mut shown = hourly();
    assert_eq!(told(&mut desk, &shown), []);
    for hours in [30, 50, 70] {
        shown.insert(0, on_time(&format!("{FLASH} {hours}"), hours));
    }
    assert_eq!(told(&mut desk, &shown), [], "of many dates");

    let mut desk = Desk::new();
    let shown = hourly();
    assert_eq!(told(&mut desk, &shown), []);
    let mut document = document(&[on_time(FLASH, 30)]);
    let risen = std::sync::Arc::make_mut(&mut document.items[0].article);
    risen.updated = Some(after(-20));
    document.items.extend(self::document(&shown).items);
    assert_eq!(notices(&desk.take_findings(&[document], after(0))), [], "sorted by its edits");
}

#[test]
fn a_clock_that_is_a_month_behind_is_known_by_the_third_poll() {
    let mut desk = Desk::new();
    let mut shown = hourly();
    let mut counts = vec![told(&mut desk, &shown).len()];
    for (poll, city) in (1..).zip(["Basra", "Kirkuk", "Mosul", "Erbil"]) {
        let mut one = on_time(&format!("Rocket hits embassy in {city}, militia blamed"), 0);
        one.published = Some(after(60 * poll - 60 * 24 * 30));
        shown.insert(0, one);
        for article in &mut shown {
            (article.fetched, article.answered) = (after(60 * poll), Some(60 * (poll - 1)));
        }
        let changes = desk.take_findings(&[document(&shown)], after(60 * poll));
        counts.push(notices(&changes).len());
    }
    assert_eq!(counts, [0, 0, 0, 1, 1]);
}
