//! What takes a report back, denies it or puts its toll right: told with the old text beside the new
//! one, out of the count, and seen in the score.

use wirewatch::domain::Changes;

use super::desk::{Desk, News, news, notices};

const FIVE: &str = "Rocket hits Erbil airport, five killed";

/// A batch, what it tells at once or once its time has come, and whether it opens the alert again.
fn tell(desk: &mut Desk, batch: &[News], until: i64) -> (Changes, Vec<(String, String)>, bool) {
    let changes = desk.take(batch);
    let all = [notices(&changes), notices(&desk.wait(until))].concat();
    let reopens = changes.alerts.iter().any(|alert| alert.reopen);
    (changes, all, reopens)
}

fn origins(changes: &Changes) -> Vec<String> {
    changes.alerts[0].line.story.origins.clone()
}

#[test]
fn a_kill_notice_takes_its_wires_report_back() {
    for title in [
        "WITHDRAWAL: Rocket hits Erbil airport, five killed",
        "KILL: Rocket hits Erbil airport",
        "MANDATORY KILL: Rocket hits Erbil airport, five killed",
        "ADVISORY: Rocket at Erbil airport story withdrawn",
        "Retraction: Rocket hits Erbil airport, five killed",
        "ANNULE: Rocket hits Erbil airport, five killed",
    ] {
        let mut desk = Desk::new();
        desk.take(&[news("a.example", FIVE)]);
        desk.wait(1);
        let (changes, all, reopens) = tell(&mut desk, &[news("a.example", title).at(10)], 30);
        let note = format!("taken back: {title}; before: {FIVE}");
        assert_eq!(all, [("corrected".to_owned(), note)]);
        let line = &changes.alerts[0].line;
        assert!(reopens && line.article.title == FIVE, "{title}");
        assert!(origins(&changes).is_empty(), "{title}");
        assert!(line.reason.contains("taken back (a.example) "), "{}", line.reason);
        assert!(!line.reason.contains("killed"), "{}", line.reason);
        assert_eq!((line.score, changes.stories[0].state.harm), (0, 0), "{title}");
    }
}

#[test]
fn words_of_kill_notices_mean_other_things_too() {
    for title in [
        "Killed: five guards of Erbil airport, rocket crew named",
        "Withdrawal: troops leave Erbil airport after rocket hits it, five killed",
    ] {
        let mut desk = Desk::new();
        desk.take(&[news("a.example", FIVE)]);
        desk.wait(1);
        let (changes, all, _) = tell(&mut desk, &[news("a.example", title).at(10)], 30);
        assert_eq!(changes.stories[0].state.articles, 2, "{title}");
        assert_eq!((all, origins(&changes).len()), (Vec::new(), 1), "{title}");
    }
}

#[test]
fn the_report_of_another_origin_stands_when_a_wire_takes_its_own_back() {
    let mut desk = Desk::new();
    let own = "Two guards hurt as rocket hits Erbil airport";
    desk.take(&[news("a.example", FIVE), news("b.example", own).at(1)]);
    desk.wait(2);
    let title = "WITHDRAWAL: Rocket hits Erbil airport, five killed";
    let (changes, all, _) = tell(&mut desk, &[news("a.example", title).at(10)], 30);
    assert_eq!(all[0].0, "corrected");
    assert_eq!(origins(&changes), ["b.example"]);
    let line = &changes.alerts[0].line;
    assert_eq!(line.article.title, own);
    assert!(line.reason.contains("2 hurt") && !line.reason.contains("taken back"));
    let again = news("a.example", "Rocket hits Erbil airport, police now say").at(40);
    let (changes, all, _) = tell(&mut desk, &[again], 60);
    assert_eq!(origins(&changes), ["b.example", "a.example"]);
    assert!(all[0].1.ends_with("second origin: a.example"), "{all:?}");
}

#[test]
fn a_second_report_that_is_retracted_in_place_leaves_the_count() {
    for (title, summary) in [
        ("RETRACTED: Rocket lands at Erbil airport", ""),
        ("Erbil airport blasts were fireworks, not rocket, police say", ""),
        ("Rocket lands at Erbil airport", "This report has been retracted."),
    ] {
        let mut desk = Desk::new();
        let old = "Rocket lands at Erbil airport";
        desk.take(&[news("a.example", FIVE), news("b.example", old).guid("7").at(1)]);
        desk.wait(2);
        let edit = news("b.example", title).saying(summary).guid("7").at(1).fetched(20);
        let (changes, all, reopens) = tell(&mut desk, &[edit], 40);
        assert_eq!(origins(&changes), ["a.example"], "{title}");
        assert!(reopens, "{title}");
        let (change, note) = &all[0];
        assert_eq!(change, "corrected");
        assert!(note.contains(" was: ") && note.contains("; now: "), "{note}");
    }
}

#[test]
fn the_next_report_stands_when_the_one_that_does_is_retracted_in_place() {
    let mut desk = Desk::new();
    let other = "Two guards hurt as rocket hits Erbil airport";
    desk.take(&[news("a.example", FIVE).guid("7"), news("b.example", other).at(1)]);
    desk.wait(2);
    let title = format!("RETRACTED: {FIVE}");
    let edit = news("a.example", &title).guid("7").fetched(20);
    let (changes, all, reopens) = tell(&mut desk, &[edit], 40);
    assert_eq!(changes.alerts[0].line.article.title, other);
    assert_eq!(origins(&changes), ["b.example"]);
    assert!(all[0].1.starts_with(&format!("headline was: {FIVE}; now: {title}")) && reopens);
}

#[test]
fn a_denial_confirms_nothing_and_is_seen_in_the_score() {
    for title in [
        "Erbil airport rocket: health ministry denies deaths, says only two hurt",
        "Erbil airport blasts were fireworks, not rocket fire, police say",
        "No one killed as rocket hits Erbil airport, ministry says",
        "There was no rocket attack on Erbil airport, security service says",
        "Rocket at Erbil airport was a hoax, police say",
    ] {
        let mut desk = Desk::new();
        let first = desk.take(&[news("a.example", FIVE)]);
        desk.wait(1);
        let (changes, all, reopens) = tell(&mut desk, &[news("b.example", title).at(10)], 30);
        assert_eq!(changes.stories[0].state.articles, 2, "{title}");
        assert_eq!(origins(&changes), ["a.example"], "{title}");
        let note = format!("denial: {title}; before: {FIVE}");
        assert_eq!((all, reopens), (vec![("corrected".to_owned(), note)], true));
        let (line, before) = (&changes.alerts[0].line, &first.alerts[0].line);
        assert!(line.reason.contains("− denied (b.example) 4"), "{}", line.reason);
        assert_eq!(line.score, before.score - 4);
    }
}

#[test]
fn a_second_denial_of_the_same_event_is_no_news() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", FIVE)]);
    desk.wait(1);
    let first = "There was no rocket attack on Erbil airport, security service says";
    let (_, all, _) = tell(&mut desk, &[news("b.example", first).at(10)], 30);
    assert_eq!(all[0].0, "corrected");
    let second = "Erbil airport blasts were fireworks, not rocket fire, police say";
    let (changes, all, _) = tell(&mut desk, &[news("c.example", second).at(40)], 60);
    assert_eq!(changes.stories[0].state.articles, 3);
    assert_eq!(all, []);
}

#[test]
fn who_reports_that_nobody_was_hurt_confirms_where_nobody_told_of_any() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits Erbil airport")]);
    desk.wait(1);
    let title = "No one hurt as rocket hits Erbil airport, police say";
    let (changes, all, _) = tell(&mut desk, &[news("b.example", title).at(10)], 30);
    assert_eq!(origins(&changes), ["a.example", "b.example"]);
    assert!(all[0].1.contains("second origin: b.example"), "{all:?}");
}

#[test]
fn a_toll_that_is_revised_down_is_told_with_both_and_still_confirms() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits Erbil airport, eleven killed")]);
    desk.wait(1);
    let title = "Toll of rocket attack on Erbil airport revised down to nine dead";
    let (changes, all, _) = tell(&mut desk, &[news("b.example", title).at(10)], 30);
    assert_eq!(origins(&changes), ["a.example", "b.example"]);
    assert!(all[0].1.starts_with(&format!("correction: {title}; before: ")), "{all:?}");
    assert!(changes.alerts[0].line.reason.contains("9 killed"));
}

#[test]
fn an_edit_from_dead_to_nobody_opens_the_alert_again_whatever_its_severity() {
    let deadly = "Militia rocket hits embassy in Baghdad, 12 dead";
    let harmless = "Militia rocket hits embassy in Baghdad, no casualties";
    let mut desk = Desk::new();
    desk.take(&[news("a.example", deadly).guid("7")]);
    let edit = news("a.example", harmless).guid("7").fetched(9);
    let (changes, all, reopens) = tell(&mut desk, &[edit], 20);
    assert_eq!(all[0].0, "corrected");
    let note = format!("headline was: {deadly}; now: {harmless}");
    assert!(all[0].1.starts_with(&note) && reopens, "{all:?}");
    assert_eq!(changes.stories[0].state.harm, 0);
    let again = desk.take(&[news("a.example", deadly).guid("7").fetched(30)]);
    let all = [notices(&again), notices(&desk.wait(40))].concat();
    assert!(all[0].1.contains("killed 0 → 12"), "{all:?}");
}

#[test]
fn an_edit_of_a_second_report_that_matters_is_told_with_both_texts() {
    let mut desk = Desk::new();
    let old = "Rocket lands at Erbil airport, two guards killed";
    desk.take(&[news("a.example", FIVE), news("b.example", old).guid("7").at(1)]);
    desk.wait(2);
    let new = "Rocket lands at Erbil airport, no casualties";
    let edit = news("b.example", new).guid("7").at(1).fetched(20);
    let (_, all, reopens) = tell(&mut desk, &[edit], 40);
    let note = format!("headline was: {old}; now: {new}");
    assert_eq!((all, reopens), (vec![("corrected".to_owned(), note)], true));
}

#[test]
fn an_edit_into_another_place_is_told() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits consulate in Basra").guid("7")]);
    desk.wait(1);
    let edit = news("a.example", "Rocket hits consulate in Karbala").guid("7").fetched(9);
    let (_, all, reopens) = tell(&mut desk, &[edit], 20);
    assert_eq!(all.len(), 1);
    assert!(all[0].1.contains("was: Rocket hits consulate in Basra; now: ") && reopens);
}

#[test]
fn an_edit_of_words_alone_tells_nothing() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits embassy in Bagdhad, six killed").guid("7")]);
    desk.wait(1);
    for (minute, title) in [
        (9, "Rocket hits embassy in Baghdad, six killed"),
        (19, "Rocket hits embassy in Baghdad: live updates"),
    ] {
        let edit = news("a.example", title).guid("7").fetched(minute);
        let (changes, all, reopens) = tell(&mut desk, &[edit], minute + 9);
        assert!(changes.stories.len() == 1, "{title}");
        assert_eq!((all, reopens), (Vec::new(), false), "{title}");
    }
}

#[test]
fn the_silence_that_is_broken_is_told_as_long_as_it_was() {
    for (silence, minute, told) in
        [(60, 2, "2 min"), (30 * 60, 45, "45 min"), (12 * 3_600, 13 * 60, "13 h")]
    {
        let mut desk = Desk::new();
        desk.policy.storying.silence = silence;
        desk.take(&[news("a.example", FIVE)]);
        desk.wait(1);
        let next = news("a.example", "Rocket hits Erbil airport: five killed named").at(minute);
        let (_, all, _) = tell(&mut desk, &[next], minute + 30);
        assert_eq!(all, [("updated".to_owned(), format!("news after {told} of silence"))]);
    }
}

#[test]
fn a_correction_to_nobody_lowers_the_toll_to_none() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", FIVE)]);
    desk.wait(1);
    let title = "Correction: no one killed as rocket hits Erbil airport";
    let (changes, all, _) = tell(&mut desk, &[news("a.example", title).at(10)], 30);
    assert_eq!(all[0].0, "corrected", "{all:?}");
    assert_eq!(changes.stories[0].state.harm, 0);
    let reason = &changes.alerts[0].line.reason;
    assert!(reason.contains("− no injuries 4") && !reason.contains("5 killed"), "{reason}");
    let line = &changes.alerts[0].line;
    assert_eq!(line.headline(), title);
    let mut desk = Desk::new();
    desk.take(&[news("a.example", FIVE)]);
    desk.wait(1);
    let (changes, ..) = tell(&mut desk, &[news("b.example", title).at(10)], 30);
    let line = &changes.alerts[0].line;
    assert_eq!(line.headline(), format!("{FIVE} [nobody hurt: b.example]"), "of another origin");
}

const EMBASSY: &str = "Rockets hit Dutch embassy in Tripoli, two killed";

#[test]
fn a_notice_under_a_slug_takes_back_the_story_that_it_names() {
    for (title, summary) in [
        (
            "KILL: Libya-Embassy",
            "Editors: kill the story headlined Rockets hit Dutch embassy in Tripoli, two killed. There was no attack.",
        ),
        (
            "ADVISORY-Reuters withdraws story on Dutch embassy in Tripoli",
            "The story headlined Rockets hit Dutch embassy in Tripoli, two killed is withdrawn. There will be no replacement story.",
        ),
        (
            "WITHDRAWAL: Rockets hit Dutch embassy in Tripoli, two killed",
            "The story was based on a false report.",
        ),
    ] {
        let mut desk = Desk::new();
        desk.take(&[news("a.example", EMBASSY)]);
        desk.wait(1);
        let kill = news("a.example", title).saying(summary).at(10);
        let (changes, all, _) = tell(&mut desk, &[kill], 30);
        assert_eq!(changes.stories[0].state.articles, 2, "{title}");
        assert_eq!(all.len(), 1, "{title}: {all:?}");
        assert!(all[0].0 == "corrected" && all[0].1.starts_with("taken back: "), "{all:?}");
        let line = &changes.alerts[0].line;
        assert_eq!((origins(&changes).len(), line.score), (0, 0), "{title}: {}", line.reason);
        assert_eq!(changes.stories[0].state.harm, 0, "{title}");
    }
}

#[test]
fn a_notice_takes_back_the_report_of_its_own_outlet() {
    let mut desk = Desk::new();
    let other = "Explosion and rocket fire at Dutch embassy in Tripoli";
    let text = "Rockets hit Dutch embassy in Tripoli, two killed, witnesses say.";
    let own = "Projectiles came down at the gate on Monday and left two guards dead, police said.";
    let own = news("a.example", EMBASSY).saying(own);
    desk.take(&[news("b.example", other).saying(text), own.at(1)]);
    desk.wait(2);
    let summary = "Editors: kill the story headlined Rockets hit Dutch embassy in Tripoli, two killed. No rocket fell.";
    let kill = news("a.example", "KILL: Libya-Embassy").saying(summary).at(10);
    let (changes, ..) = tell(&mut desk, &[kill], 30);
    assert_eq!(origins(&changes), ["b.example"]);
}

#[test]
fn a_withdrawal_that_meets_no_report_is_told_to_nobody() {
    let mut desk = Desk::new();
    let kill = news("a.example", "KILL: Libya-Embassy");
    let summary = "Editors: kill the story headlined Rockets hit Dutch embassy in Tripoli.";
    let (_, all, _) = tell(&mut desk, &[kill.saying(summary)], 30);
    assert_eq!(all, []);
    let report = news("b.example", "Two dead as rocket strikes Dutch embassy in Tripoli").at(40);
    let (changes, all, _) = tell(&mut desk, &[report], 60);
    assert_eq!((all[0].0.as_str(), origins(&changes).len()), ("raised", 1));
}

#[test]
fn who_would_have_been_hit_denies_and_is_no_origin() {
    for title in [
        "Dutch foreign ministry denies embassy in Tripoli was hit by rockets",
        "Reports of rocket attack on Dutch embassy in Tripoli false, police say",
        "Netherlands says no rocket attack on its embassy in Tripoli",
        "No rocket attack on Dutch embassy in Tripoli, ministry says",
    ] {
        let mut desk = Desk::new();
        desk.take(&[news("a.example", EMBASSY)]);
        desk.wait(1);
        let (changes, all, _) = tell(&mut desk, &[news("b.example", title).at(10)], 30);
        assert_eq!(origins(&changes), ["a.example"], "{title}");
        assert!(all[0].0 == "corrected" && all[0].1.starts_with("denial: "), "{title}: {all:?}");
        let line = &changes.alerts[0].line;
        assert!(line.reason.contains("− denied (b.example) 4"), "{}", line.reason);
    }
    let mut desk = Desk::new();
    desk.take(&[news("a.example", EMBASSY)]);
    desk.wait(1);
    let title = "Rockets strike Dutch embassy in Libya’s Tripoli, militia denies role";
    let (changes, ..) = tell(&mut desk, &[news("b.example", title).at(10)], 30);
    assert_eq!(origins(&changes), ["a.example", "b.example"]);
}

#[test]
fn a_denial_or_a_trial_alone_is_marked_down() {
    let mut desk = Desk::new();
    let report = desk.take(&[news("a.example", "Rocket hits embassy in Tripoli")]);
    for (title, mark) in [
        ("Embassy denies it was hit by rocket in Tripoli", "denial"),
        ("No rocket attack on embassy in Doha, ministry says", "denial"),
        ("Court jails man for rocket attack on embassy in Baghdad that killed three", "trial"),
        ("Drill: rocket hits embassy in Manila, two dead", "drill"),
    ] {
        let alone = Desk::new().take(&[news("b.example", title)]);
        let line = &alone.alerts[0].line;
        assert!(line.reason.contains(&format!("− {mark} 20")), "{}", line.reason);
        assert!(!line.reason.contains("killed"), "{}", line.reason);
        assert!(line.score < report.alerts[0].line.score, "{title}");
    }
}

#[test]
fn a_correction_by_whom_the_standing_report_is_of_stands() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", EMBASSY)]);
    desk.wait(1);
    let title = "CORRECTION: Rockets hit Dutch embassy in Tripoli, not residence, two killed";
    let by_other = news("b.example", title).saying("Corrects.").at(9);
    let (changes, ..) = tell(&mut desk, &[by_other], 10);
    assert_eq!(changes.alerts[0].line.article.title, EMBASSY, "of another origin");
    let own = news("a.example", title).saying("Corrects what was hit.").at(11);
    let (changes, all, _) = tell(&mut desk, &[own], 30);
    assert_eq!(changes.alerts[0].line.article.title, title);
    assert_eq!(all[0].0, "corrected", "{all:?}");
}

#[test]
fn a_report_that_is_sent_again_for_a_word_is_no_news() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", EMBASSY)]);
    desk.wait(1);
    let again = news("a.example", &format!("REFILE: {EMBASSY}")).saying("Adds dropped word.");
    let (_, all, _) = tell(&mut desk, &[again.at(10)], 30);
    assert_eq!(all, []);
}
