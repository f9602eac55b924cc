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
