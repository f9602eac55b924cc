//! Who only reacts to an event: a member of its story, no origin and no rise of its own.

use wirewatch::domain::{Changes, Severity};

use super::desk::{Desk, News, news, notices};

const SIX: &str = "Rocket hits Erbil airport, six killed";
const REACTIONS: &[&str] = &[
    "UN condemns rocket attack on Erbil airport that killed six",
    "Two arrested over rocket attack on Erbil airport that killed six",
    "Erbil airport rocket attack: six buried",
    "Erbil governor vows response after rocket kills six at airport",
    "Iraq summons Iranian ambassador over rocket attack on Erbil airport",
];

/// What a batch changes and tells, at once or once its time has come.
fn tell(desk: &mut Desk, batch: &[News], until: i64) -> (Changes, Vec<(String, String)>) {
    let changes = desk.take(batch);
    let all = [notices(&changes), notices(&desk.wait(until))].concat();
    (changes, all)
}

fn origins(changes: &Changes) -> Vec<&str> {
    changes.stories[0].state.origins.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_reaction_is_no_second_origin_and_raises_nothing() {
    for title in REACTIONS {
        let mut desk = Desk::new();
        let first = desk.take(&[news("a.example", SIX)]);
        desk.wait(1);
        let (changes, all) = tell(&mut desk, &[news("b.example", title).at(60)], 120);
        assert_eq!(changes.stories[0].state.articles, 2, "{title}");
        assert_eq!((all, origins(&changes)), (Vec::new(), vec!["a.example"]), "{title}");
        let (line, before) = (&changes.alerts[0].line, &first.alerts[0].line);
        assert_eq!((&line.reason, &line.article.title), (&before.reason, &SIX.to_owned()));
    }
}

#[test]
fn what_a_reaction_newly_tells_is_told() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", SIX)]);
    desk.wait(1);
    let title = "Sixty buried after rocket attack on Erbil airport that killed 60";
    let (_, all) = tell(&mut desk, &[news("b.example", title).at(60)], 120);
    assert_eq!(all, [("updated".to_owned(), format!("killed 6 → 60 (b.example: {title})"))]);
    let title = "Militia claims responsibility for rocket attack on Erbil airport";
    let (changes, all) = tell(&mut desk, &[news("c.example", title).at(180)], 240);
    assert_eq!(origins(&changes), ["a.example", "c.example"]);
    assert!(all[0].1.contains("new watch: militia; second origin: c.example"), "{all:?}");
}

#[test]
fn who_reacts_counts_until_somebody_reports() {
    let mut desk = Desk::new();
    desk.take(&[news("b.example", "UN condemns militia rocket attack on Erbil airport")]);
    let second = news("c.example", "Two arrested over rocket attack on Erbil airport").at(1);
    let (changes, _) = tell(&mut desk, &[second], 20);
    assert_eq!(origins(&changes), ["b.example", "c.example"]);
    let (changes, _) = tell(&mut desk, &[news("a.example", SIX).at(30)], 60);
    assert_eq!(origins(&changes), ["a.example"]);
    assert_eq!(changes.stories[0].state.watches, ["rocket"]);
    assert_eq!(changes.alerts[0].line.article.title, SIX);
    let other = news("d.example", "Six dead as rocket strikes Erbil airport").at(70);
    let (_, all) = tell(&mut desk, &[other], 99);
    assert!(all[0].1.contains("second origin: d.example"), "{all:?}");
}

#[test]
fn a_follow_up_escalates_nothing_by_being_young() {
    let mut desk = Desk::new();
    let late = news("a.example", "Rocket hits Erbil airport, embassy office burns").fetched(600);
    let (changes, _) = tell(&mut desk, &[late], 601);
    let before = changes.alerts[0].line.clone();
    let next = news("a.example", "Rocket hits Erbil airport: embassy office still closed");
    let (changes, all) = tell(&mut desk, &[next.at(660)], 700);
    assert_eq!(changes.alerts[0].line.severity, before.severity);
    assert_eq!((all, &changes.alerts[0].line.reason), (Vec::new(), &before.reason));
    let worse = news("a.example", "Rocket hits Erbil airport: militia storms embassy, 40 killed");
    let (changes, all) = tell(&mut desk, &[worse.at(720)], 760);
    assert_eq!(changes.alerts[0].line.severity, Severity::Flash);
    assert_eq!(all[0].0, "escalated");
}

#[test]
fn each_wording_of_a_headline_that_flaps_is_told_once() {
    let mut desk = Desk::new();
    desk.policy.storying.group_wait = 0;
    desk.policy.storying.group_interval = 0;
    let wordings = [SIX, "Rocket hits Erbil airport, no casualties"];
    let mut told = Vec::new();
    for minute in 0..8_i64 {
        let title = wordings[usize::try_from(minute % 2).unwrap()];
        let edit = news("a.example", title).guid("7").fetched(minute * 10);
        told.push(tell(&mut desk, &[edit], minute * 10 + 1).1.len());
    }
    assert_eq!(told, [1, 1, 1, 0, 0, 0, 0, 0]);
}

#[test]
fn a_headline_that_flaps_to_a_placeholder_and_back_is_told_no_more_than_another() {
    for placeholder in ["Breaking news", "Untitled", "-"] {
        let mut desk = Desk::new();
        desk.policy.storying.group_wait = 0;
        desk.policy.storying.group_interval = 0;
        let mut told = Vec::new();
        for minute in 0..12_i64 {
            let title = if minute % 2 == 0 { SIX } else { placeholder };
            let edit = news("a.example", title).guid("7").fetched(minute * 10);
            told.push(tell(&mut desk, &[edit], minute * 10 + 1).1.len());
        }
        assert_eq!((told[0], told[3..].iter().sum()), (1, 0), "{placeholder} {told:?}");
    }
}

#[test]
fn markets_visits_and_summaries_are_no_origin() {
    for title in [
        "Libya detains suspect in rocket attack on Erbil airport that killed six",
        "Iraq flies home bodies of six killed by rocket at Erbil airport",
        "President visits Erbil airport hit by rocket that killed six",
        "Oil rises after rocket attack on Erbil airport kills six",
        "What we know about the rocket attack on Erbil airport that killed six",
        "PM calls emergency cabinet after rocket hits Erbil airport, killing six",
        "Court jails man for rocket attack on Erbil airport that killed six",
    ] {
        let mut desk = Desk::new();
        desk.take(&[news("a.example", SIX)]);
        desk.wait(1);
        let (changes, all) = tell(&mut desk, &[news("b.example", title).at(60)], 120);
        assert_eq!(changes.stories[0].state.articles, 2, "{title}");
        assert_eq!((all, origins(&changes)), (Vec::new(), vec!["a.example"]), "{title}");
    }
}
