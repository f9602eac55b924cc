//! What edits, late articles and corrections tell, and what of it waits.

use wirewatch::domain::Severity;

use super::desk::{Desk, News, news, notices};

const SIX: &str = "Rocket hits embassy, militia blamed, 6 killed in Baghdad";
const EIGHTY: &str = "Rocket hits embassy, militia blamed, 80 killed in Baghdad";

fn told(reason: &str, note: &str) -> Vec<(String, String)> {
    vec![(reason.to_owned(), note.to_owned())]
}

/// What a batch tells, at once or once its time has come.
fn tell(desk: &mut Desk, batch: &[News], until: i64) -> Vec<(String, String)> {
    [notices(&desk.take(batch)), notices(&desk.wait(until))].concat()
}

#[test]
fn a_toll_that_an_edit_raises_is_told() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", SIX).guid("7")]);
    let all = tell(&mut desk, &[news("a.example", EIGHTY).guid("7").fetched(9)], 20);
    assert_eq!(all, told("updated", "killed 6 → 80"));
    let all = tell(&mut desk, &[news("a.example", &format!("{EIGHTY}, police say")).at(30)], 40);
    assert_eq!(all, [], "what was told is told");
}

#[test]
fn an_edit_into_a_higher_severity_escalates() {
    let mut desk = Desk::new();
    let quiet = "Militia seen near house in Basra";
    desk.take(&[
        news("a.example", "Militia seen near house in Basra city, police say").guid("1"),
        news("b.example", quiet).guid("7").at(1),
    ]);
    desk.wait(2);
    let loud = "Militia rocket hits embassy house in Basra: 40 killed";
    let edit = desk.take(&[news("b.example", loud).guid("7").at(1).fetched(20)]);
    assert_eq!(edit.alerts[0].line.severity, Severity::Flash);
    let all = notices(&edit);
    assert_eq!(all[0].0, "escalated", "{all:?}");
    assert!(all[0].1.contains(" → flash; new watch: ") && all[0].1.contains("killed 0 → 40"));
    assert!(edit.alerts[0].reopen);
}

#[test]
fn what_a_late_article_brings_stays_untold_until_there_is_news() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits embassy, militia blamed in Baghdad")]);
    let late = news("a.example", EIGHTY).fetched(25 * 60);
    assert_eq!(tell(&mut desk, &[late], 25 * 60 + 9), []);
    let fresh = news("a.example", &format!("{EIGHTY}, police say")).at(25 * 60 + 10);
    let all = tell(&mut desk, &[fresh], 26 * 60);
    assert!(all[0].1.contains("killed 0 → 80"), "{all:?}");
}

#[test]
fn an_edit_of_words_alone_tells_nothing_of_what_was_untold() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits embassy, militia blamed in Baghdad").guid("1")]);
    desk.take(&[news("a.example", EIGHTY).fetched(25 * 60)]);
    let title = "Rocket hits embassy in Baghdad, militia blamed";
    let edit = news("a.example", title).guid("1").at(24 * 60).fetched(25 * 60 + 9);
    assert_eq!(tell(&mut desk, &[edit], 26 * 60), []);
}

#[test]
fn a_correction_stands_first_in_what_is_held_and_each_reason_once() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits house near power plant in Erbil")]);
    desk.wait(1);
    let batch = [
        news("b.example", "Rocket hits house near Erbil power plant: two killed").at(2),
        news("c.example", "Three killed as rocket hits house near Erbil power plant").at(2),
        news("d.example", "Erbil power plant: rocket hits house, six killed").at(3),
    ];
    for one in &batch {
        assert_eq!(notices(&desk.take(std::slice::from_ref(one))), []);
    }
    let title =
        format!("CORRECTION: rocket at Erbil power plant house killed two, {}", "x".repeat(150));
    desk.take(&[news("e.example", &title).at(4)]);
    let all = notices(&desk.wait(9));
    assert_eq!(all.len(), 1);
    let note = &all[0].1;
    assert!(note.starts_with("correction: CORRECTION: rocket at Erbil"), "{note}");
    assert_eq!(
        note.matches(" → priority").count() + note.matches(" → immediate").count(),
        1,
        "{note}"
    );
    assert!(note.ends_with("third origin: d.example; killed 0 → 2"), "{note}");
}

#[test]
fn a_toll_that_was_put_right_is_told_again_when_it_rises() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", SIX)]);
    let title = "CORRECTION: rocket at embassy in Baghdad killed two, not six";
    let all = tell(&mut desk, &[news("b.example", title).at(5)], 15);
    assert_eq!(all, told("corrected", &format!("correction: {title}; before: {SIX}")));
    let five = "Rocket hits embassy, militia blamed, 5 killed in Baghdad, say medics";
    let all = tell(&mut desk, &[news("a.example", five).at(20)], 40);
    assert_eq!(all, told("updated", "killed 2 → 5"));
}

#[test]
fn an_edit_that_takes_the_strongest_report_back_is_told_while_another_holds_the_severity() {
    let mut desk = Desk::new();
    let other = "Militia rocket hits embassy in Baghdad, two killed";
    let batch = [news("a.example", SIX).guid("7"), news("b.example", other).at(1)];
    let first = desk.take(&batch);
    assert_eq!(first.alerts[0].line.article.title, SIX);
    let leak = "Blast at embassy in Baghdad was gas leak, no rocket seen";
    let edit = desk.take(&[news("a.example", leak).guid("7").fetched(9)]);
    let line = &edit.alerts[0].line;
    assert_eq!((line.severity, line.article.title.as_str()), (Severity::Flash, other));
    let all = [notices(&edit), notices(&desk.wait(20))].concat();
    assert_eq!(all, told("corrected", &format!("headline was: {SIX}; now: {leak}")));
    assert!(edit.alerts[0].reopen);
}

#[test]
fn a_correction_is_told_with_the_first_notice_that_waits() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits house in Basra").guid("7")]);
    let title = "Correction: no rocket hit house in Basra";
    desk.take(&[news("a.example", title).guid("7").fetched(0)]);
    let all = notices(&desk.wait(5));
    assert_eq!(
        all,
        told("raised", &format!("headline was: Rocket hits house in Basra; now: {title}"))
    );
}

#[test]
fn an_alert_opens_again_when_its_severity_rises_after_it_fell() {
    let mut desk = Desk::new();
    let first = desk.take(&[news("a.example", SIX).guid("7")]);
    assert_eq!(first.alerts[0].line.severity, Severity::Flash);
    let fall = news("a.example", "Rocket drill in Baghdad").guid("7").fetched(9);
    desk.take(&[fall]);
    desk.wait(20);
    let rise = desk.take(&[news("b.example", SIX).at(30)]);
    assert_eq!(rise.alerts[0].line.severity, Severity::Flash);
    assert!(rise.alerts[0].reopen);
    assert!(notices(&rise)[0].1.contains("→ flash"), "{:?}", notices(&rise));
}

#[test]
fn the_row_shows_the_toll_that_is_told() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", SIX)]);
    desk.wait(1);
    let lesser = "Rocket kills 12 in Baghdad, medics at embassy say";
    let more = desk.take(&[news("b.example", lesser).at(5)]);
    let line = &more.alerts[0].line;
    assert_eq!(line.article.title, SIX, "the strongest report stands");
    assert!(line.reason.contains(" + 12 killed 14"), "{}", line.reason);
    assert!(!line.reason.contains("6 killed"), "{}", line.reason);
    assert_eq!(line.headline(), format!("{SIX} [12 killed: b.example]"));
    assert_eq!(line.story.toll.as_ref().map(|toll| toll.title.as_str()), Some(lesser));
    let all = [notices(&more), notices(&desk.wait(30))].concat();
    assert!(all[0].1.ends_with(&format!("killed 6 → 12 (b.example: {lesser})")), "{all:?}");
    let nine = SIX.replace('6', "9");
    let like = desk.take(&[news("c.example", &nine).at(36)]);
    let line = &like.alerts[0].line;
    assert_eq!(line.article.title, nine, "of two that weigh the same the higher toll stands");
    assert!(line.reason.contains(" + 12 killed 14"), "{}", line.reason);
}

#[test]
fn what_an_edit_no_longer_tells_of_leaves_the_score() {
    let mut desk = Desk::new();
    let first = news("a.example", "Rocket hits house near embassy in Basra").guid("7");
    let first = desk.take(&[first]);
    assert_eq!(first.alerts[0].line.watches, ["rocket", "embassy"]);
    let edit = news("a.example", "Blast heard at house near embassy in Basra").guid("7");
    let edit = desk.take(&[edit.fetched(9)]);
    assert_eq!(edit.alerts[0].line.watches, ["embassy"]);
    assert!(!edit.alerts[0].line.reason.contains("rocket"), "{}", edit.alerts[0].line.reason);
}

#[test]
fn a_report_that_stands_says_its_toll_itself() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", SIX)]);
    let more = SIX.replace('6', "12");
    let line = desk.take(&[news("b.example", &more).at(5)]).alerts[0].line.clone();
    assert_eq!((line.headline().as_ref(), &line.story.toll), (more.as_str(), &None));
}
