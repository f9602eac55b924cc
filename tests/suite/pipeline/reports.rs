//! Who confirms an event and who stands for it: reports, not what is said about them.

use wirewatch::domain::OutletClass;

use super::desk::{Desk, news, noon, notices};

const FIRST: &str = "Rocket hits embassy in Baghdad, militia blamed, 12 killed";

#[test]
fn opinion_drills_and_forums_confirm_nothing() {
    for (title, class) in [
        ("Opinion: rocket at embassy in Baghdad shows weakness of militia", OutletClass::National),
        ("Embassy in Baghdad marks anniversary of militia rocket attack", OutletClass::National),
        ("Rocket hits embassy in Baghdad, militia blamed?", OutletClass::Forum),
        ("Rocket hits embassy in Baghdad, militia blamed", OutletClass::Aggregator),
    ] {
        let mut desk = Desk::new();
        let first = desk.take(&[news("a.example", FIRST)]);
        let mut other = news("b.example", title).at(10);
        other.class = class;
        let changes = desk.take(&[other]);
        assert_eq!(changes.stories[0].state.articles, 2, "{title}");
        let line = &changes.alerts[0].line;
        assert_eq!(line.story.origins, ["a.example"], "{title}");
        assert_eq!(
            (line.score, &line.article.title),
            (first.alerts[0].line.score, &FIRST.to_owned())
        );
        assert_eq!([notices(&changes), notices(&desk.wait(30))].concat(), [], "{title}");
    }
}

#[test]
fn an_aggregator_confirms_through_the_agency_that_it_names() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", FIRST)]);
    let mut other = news("b.example", "Embassy in Baghdad hit by rocket, militia blamed").at(10);
    other.class = OutletClass::Aggregator;
    let changes = desk.take(&[other.saying("BAGHDAD (AP) - Guards were hurt.")]);
    assert_eq!(changes.alerts[0].line.story.origins, ["a.example", "AP"]);
}

#[test]
fn a_false_alarm_is_told_as_such_and_raises_nothing() {
    let mut desk = Desk::new();
    let first = desk.take(&[news("a.example", "Rocket hits embassy in Baghdad")]);
    desk.wait(1);
    let title = "No rocket at embassy in Baghdad: sirens were a false alarm, police say";
    let changes = desk.take(&[news("b.example", title).at(10)]);
    let line = &changes.alerts[0].line;
    assert_eq!(line.score, first.alerts[0].line.score - 4, "{}", line.reason);
    assert_eq!(line.article.title, "Rocket hits embassy in Baghdad");
    let all = [notices(&changes), notices(&desk.wait(30))].concat();
    let note = format!("denial: {title}; before: Rocket hits embassy in Baghdad");
    assert_eq!(all, [("corrected".to_owned(), note)]);
}

#[test]
fn the_next_report_stands_when_the_first_is_taken_back() {
    let mut desk = Desk::new();
    desk.take(&[
        news("a.example", FIRST).guid("7"),
        news("b.example", "Militia blamed as rocket hits Baghdad embassy, five killed").at(1),
        news("c.example", "Rocket hits embassy in Baghdad").at(2),
    ]);
    let gone = news("a.example", "Morning briefing: markets and weather").guid("7").fetched(9);
    let changes = desk.take(&[gone]);
    let line = &changes.alerts[0].line;
    assert_eq!(line.article.outlet, "b.example");
    assert!(line.hits.len() > 1 && line.reason.contains("5 killed"), "{}", line.reason);
    let all = [notices(&changes), notices(&desk.wait(30))].concat();
    let (change, note) = &all[0];
    assert_eq!(change, "corrected");
    assert!(note.contains(&format!("no watch flags it any more; headline was: {FIRST}")), "{note}");
}

#[test]
fn the_next_report_stands_when_the_first_corrects_itself() {
    let mut desk = Desk::new();
    desk.take(&[
        news("a.example", FIRST).guid("7"),
        news("b.example", "Militia blamed as rocket hits Baghdad embassy, five killed").at(1),
    ]);
    let title = "Correction: no rocket hit embassy in Baghdad";
    let changes = desk.take(&[news("a.example", title).guid("7").fetched(9)]);
    assert_eq!(changes.alerts[0].line.article.outlet, "b.example");
    let all = [notices(&changes), notices(&desk.wait(30))].concat();
    assert!(all[0].1.starts_with(&format!("headline was: {FIRST}")), "{all:?}");
}

#[test]
fn a_drill_and_the_real_attack_are_two_events_whichever_comes_first() {
    let drills = [
        ("Embassy in Manila holds rocket attack drill", "Actors played the dead in the exercise."),
        ("Drill: rocket hits embassy in Manila, three dead", "Guards practised the rescue."),
        ("Mock rocket attack at embassy in Manila", "Guards took part in the exercise."),
        ("Rocket attack exercise staged at embassy in Manila", "It was the third this year."),
    ];
    let real = "Rocket hits embassy in Manila, three dead";
    for (title, text) in drills {
        for (drill_at, real_at) in [(0, 30), (30, 0)] {
            let drill = news("a.example", title).saying(text).at(drill_at);
            let attack = news("b.example", real).saying("Three guards died.").at(real_at);
            let mut both = [drill, attack];
            both.sort_by_key(|one| one.fetched);
            let mut desk = Desk::new();
            let mut all = Vec::new();
            for one in both {
                let minute = one.fetched.duration_since(noon()).as_mins();
                all.extend(notices(&desk.take(&[one])));
                all.extend(notices(&desk.wait(minute + 1)));
            }
            all.extend(notices(&desk.wait(60)));
            let raised = ("raised".to_owned(), String::new());
            assert_eq!(all, [raised.clone(), raised], "{title}");
        }
    }
}

#[test]
fn an_exercise_that_goes_on_beside_an_attack_is_no_event_of_its_own() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Missile hits embassy in Erbil, two guards wounded")]);
    let text = "The strike came days after a military exercise near the border.";
    let other = news("b.example", "Missile hits embassy in Erbil, guards wounded").saying(text);
    let changes = desk.take(&[other.at(10)]);
    assert_eq!(changes.alerts[0].line.story.origins, ["a.example", "b.example"]);
}
