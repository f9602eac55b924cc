//! When the outside is told, told again, and left alone.

use wirewatch::domain::{ArticleFate, Severity};

use super::desk::{Desk, after, news, notices};

const FLASH: &str = "Rocket hits embassy, militia blamed, 12 killed";

fn told(reason: &str, note: &str) -> Vec<(String, String)> {
    vec![(reason.to_owned(), note.to_owned())]
}

#[test]
fn flash_goes_out_at_once() {
    let mut desk = Desk::new();
    let changes = desk.take(&[news("a.example", FLASH)]);
    assert_eq!(changes.alerts[0].line.severity, Severity::Flash);
    assert_eq!(notices(&changes), told("raised", ""));
    assert_eq!(changes.alerts[0].line.id, format!("{}-1", changes.stories[0].id));
    assert_eq!(desk.book.next_due(), None);
}

#[test]
fn a_burst_below_flash_is_one_notice_after_twenty_seconds() {
    let mut desk = Desk::new();
    let changes = desk.take(&[news("a.example", "Rocket hits house in Basra")]);
    assert_eq!((changes.alerts.len(), notices(&changes).len()), (1, 0));
    assert_eq!(desk.book.next_due(), Some(after(0) + jiff::SignedDuration::from_secs(20)));
    let more = desk.take(&[news("b.example", "Rocket hits house in Basra city").fetched(0)]);
    assert_eq!(notices(&more), []);
    assert_eq!(notices(&desk.wait(1)), told("raised", ""));
    assert_eq!(notices(&desk.wait(2)), []);
}

#[test]
fn a_held_notice_is_not_lost_by_a_failed_write() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits house in Basra")]);
    let unwritten = wirewatch::triage::due(&desk.book, after(1));
    assert_eq!(notices(&unwritten).len(), 1);
    assert_eq!(notices(&desk.wait(2)).len(), 1);
}

#[test]
fn an_orderly_end_tells_what_is_held() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits house in Basra")]);
    assert_eq!(notices(&wirewatch::triage::flush(&desk.book, after(0))), told("raised", ""));
}

#[test]
fn a_second_origin_is_told_and_a_copy_is_not() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", FLASH)]);
    let own = desk.take(&[news("a.example", &format!("{FLASH} in capital")).at(10)]);
    assert_eq!(notices(&own), []);
    let copy = desk.take(&[news("c.example", &format!("{FLASH}: witnesses")).at(15)]);
    assert_eq!(notices(&copy), []);
    let title = "12 killed at embassy: militia blamed for rocket";
    let other = desk.take(&[news("b.example", title).at(20)]);
    assert_eq!(notices(&other), told("updated", "second origin: b.example"));
    let again = desk.take(&[news("b.example", &format!("{FLASH}: police")).at(30)]);
    assert_eq!(notices(&again), []);
}

#[test]
fn a_jump_in_the_number_of_dead_is_told() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits embassy, militia blamed in Baghdad")]);
    let changes =
        desk.take(&[news("a.example", "Rocket hits embassy, militia blamed: 6 killed").at(10)]);
    let all = notices(&changes);
    assert!(all[0].1.contains("killed 0 → 6"), "{all:?}");
}

#[test]
fn a_rise_in_severity_escalates_and_reopens() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits house in Basra")]);
    desk.wait(1);
    let changes = desk.take(&[news(
        "a.example",
        "Rocket hits house and embassy office in Basra, militia blamed, 12 killed",
    )
    .at(10)]);
    assert_eq!(changes.stories.len(), 1);
    let (change, note) = notices(&changes).remove(0);
    assert_eq!(change, "escalated");
    assert!(note.contains("→ flash") && note.contains("new watch: embassy"), "{note}");
    assert!(changes.alerts[0].reopen);
}

#[test]
fn notices_of_one_story_are_five_minutes_apart() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits house in Basra")]);
    desk.wait(1);
    desk.take(&[news("b.example", "Rocket hits house in Basra city").at(2)]);
    assert_eq!(notices(&desk.wait(4)), []);
    assert_eq!(notices(&desk.wait(6)), told("updated", "second origin: b.example"));
}

#[test]
fn news_after_long_silence_is_told() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", FLASH)]);
    let changes = desk.take(&[news("a.example", &format!("{FLASH} yesterday")).at(13 * 60)]);
    assert_eq!(notices(&changes), told("updated", "news after 13 h of silence"));
}

#[test]
fn what_a_feed_already_held_is_listed_and_only_the_young_is_told() {
    let mut desk = Desk::new();
    let old = news("a.example", FLASH).fetched(3 * 60).first_poll();
    let changes = desk.take(&[old]);
    assert_eq!((changes.alerts.len(), notices(&changes).len()), (1, 0));
    let young = news("b.example", "Rocket hits embassy in Kabul, militia blamed, 12 killed");
    let changes = desk.take(&[young.at(170).fetched(181).first_poll()]);
    assert_eq!(notices(&changes).len(), 1);
}

#[test]
fn an_article_a_day_late_is_listed_and_never_told() {
    let mut desk = Desk::new();
    let changes = desk.take(&[news("a.example", FLASH).fetched(25 * 60)]);
    assert_eq!((changes.alerts.len(), notices(&changes).len()), (1, 0));
    assert!(notices(&desk.wait(26 * 60)).is_empty());
}

#[test]
fn an_edit_is_told_when_a_watch_newly_matches() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits house in Basra").guid("7")]);
    desk.wait(1);
    let edit = desk.take(&[news("a.example", "Rocket hits a house in Basra").guid("7").fetched(9)]);
    assert_eq!((edit.articles.len(), notices(&edit).len()), (1, 0));
    assert_eq!(edit.stories[0].state.articles, 1);
    let title = "Rocket hits embassy house in Basra";
    let edit = desk.take(&[news("a.example", title).guid("7").fetched(19)]);
    let held = desk.wait(25);
    let all: Vec<_> = [notices(&edit), notices(&held)].concat();
    let note =
        "priority → immediate; new watch: embassy; headline was: Rocket hits a house in Basra";
    assert_eq!(all, told("escalated", &format!("{note}; now: {title}")));
}

#[test]
fn an_old_page_with_a_new_headline_is_told_when_a_watch_newly_matches() {
    let page = |title: &str, text: &str, hours: i64| {
        news("a.example", title).saying(text).guid("7").fetched(hours * 60)
    };
    for (title, text, expected) in [
        (FLASH, "Two killed.", 1),
        ("Live: the north", FLASH, 0),
        ("Live: harbours of the north", "Talks go on.", 0),
    ] {
        let mut desk = Desk::new();
        desk.take(&[page("Live: the north", "Talks go on.", 30)]);
        let edit = desk.take(&[page(title, text, 31)]);
        if expected > 0 {
            // What is of now is not weighed as what was written thirty hours ago.
            assert_eq!(edit.alerts[0].line.severity, Severity::Flash);
        }
        let all = [notices(&edit), notices(&desk.wait(32 * 60))].concat();
        assert_eq!(all.len(), expected, "{title}: {all:?}");
    }
}

#[test]
fn a_correction_shows_the_old_headline_and_reopens() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", FLASH).guid("7")]);
    let title = "Correction: no rocket hit embassy";
    let changes = desk.take(&[news("a.example", title).guid("7").fetched(9)]);
    let held = desk.wait(20);
    let all: Vec<_> = [notices(&changes), notices(&held)].concat();
    assert_eq!(all, told("corrected", &format!("headline was: {FLASH}; now: {title}")));
    assert!(changes.alerts[0].reopen);
}

#[test]
fn a_correction_that_is_edited_again_is_told_once() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", FLASH).guid("7")]);
    let title = "Correction: no rocket hit embassy";
    let edit = |text: &str, at| news("a.example", title).saying(text).guid("7").fetched(at);
    let first = desk.take(&[edit("", 9)]);
    assert_eq!([notices(&first), notices(&desk.wait(20))].concat().len(), 1);
    let again = desk.take(&[edit("The rocket fell elsewhere.", 30)]);
    assert!([notices(&again), notices(&desk.wait(40))].concat().is_empty());
    assert!(!again.alerts[0].reopen);
}

#[test]
fn a_correction_in_the_text_shows_what_the_text_was() {
    let mut desk = Desk::new();
    let told_first = "Six embassy guards were killed.";
    desk.take(&[news("a.example", FLASH).saying(told_first).guid("7")]);
    let text = "Correction: nobody was killed.";
    let changes = desk.take(&[news("a.example", FLASH).saying(text).guid("7").fetched(9)]);
    let all = [notices(&changes), notices(&desk.wait(20))].concat();
    assert_eq!(all, told("corrected", &format!("text was: {told_first}; now: {text}")));
}

#[test]
fn a_headline_that_is_edited_into_another_severity_is_told_with_what_it_was() {
    let mut desk = Desk::new();
    let first = desk.take(&[news("a.example", FLASH).guid("7")]);
    assert_eq!(first.alerts[0].line.severity, Severity::Flash);
    // Hours later, and only the words of the headline change: as severe as it was.
    let same = FLASH.to_uppercase();
    let edit = desk.take(&[news("a.example", &same).guid("7").fetched(5 * 60)]);
    assert_eq!((edit.alerts[0].line.severity, edit.alerts[0].reopen), (Severity::Flash, false));
    assert!([notices(&edit), notices(&desk.wait(6 * 60))].concat().is_empty());
    let less = "Rocket falls into the sea, drill";
    let edit = desk.take(&[news("a.example", less).guid("7").fetched(7 * 60)]);
    let all = [notices(&edit), notices(&desk.wait(8 * 60))].concat();
    assert_eq!(all[0].0, "corrected");
    assert!(
        all[0].1.starts_with(&format!("headline was: {same}; now: {less}; flash → ")),
        "{all:?}"
    );
    assert!(edit.alerts[0].reopen);
    assert_eq!(edit.alerts[0].line.article.title, less);
}

#[test]
fn what_no_watch_flags_any_more_is_taken_back() {
    let mut desk = Desk::new();
    let first = desk.take(&[news("a.example", FLASH).guid("7")]);
    let title = "Gas leak shakes Baghdad";
    let edit = desk.take(&[news("a.example", title).guid("7").fetched(9)]);
    let all = [notices(&edit), notices(&desk.wait(20))].concat();
    let note = format!("no watch flags it any more; headline was: {FLASH}; now: {title}");
    assert_eq!(all, told("corrected", &note));
    let line = &edit.alerts[0].line;
    assert_eq!((line.article.title.as_str(), line.hits.len()), (title, 0));
    assert!(edit.alerts[0].reopen && line.score < first.alerts[0].line.score);
}

#[test]
fn names_of_groups_alone_stay_below_immediate() {
    let mut desk = Desk::new();
    let changes = desk.take(&[news("a.example", "Hezbollah leader speaks: 20 killed last week")]);
    assert!(changes.alerts[0].line.score <= 59);
}

#[test]
fn a_line_stays_within_one_event() {
    let mut desk = Desk::new();
    let long = "\"rocket\" \\ embassy\u{7f} ".repeat(20_000);
    let changes = desk.take(&[news("a.example", FLASH).saying(&long)]);
    let json = serde_json::to_string(&*changes.alerts[0].line).unwrap();
    assert!(json.len() < 64 << 10, "{}", json.len());
}

#[test]
fn who_wrote_long_before_does_not_corroborate() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Basra harbour quiet tonight")]);
    let changes = desk.take(&[news("b.example", "Rocket ends quiet at Basra harbour").at(7 * 60)]);
    assert_eq!(changes.stories[0].state.articles, 2);
    assert_eq!(changes.alerts[0].line.story.origins, ["b.example"]);
}

#[test]
fn a_feed_with_one_place_for_whatever_is_newest_tells_each_of_them() {
    let mut desk = Desk::new();
    let attack = "Three rockets struck the embassy compound, police said";
    desk.take(&[news("a.example", FLASH).guid("live").saying(attack)]);
    let other = news("a.example", "Missile attack on Odesa port, militia denies part in it")
        .guid("live")
        .saying("A missile attack on the port set a grain terminal on fire, the governor said")
        .at(60);
    let changes = desk.take(std::slice::from_ref(&other));
    assert_eq!(changes.articles[0].fate, ArticleFate::New);
    assert_eq!(changes.alerts[0].line.change.to_string(), "raised");
    assert_eq!(desk.take(&[other]).articles.len(), 0, "it is known by then");
    let mut edited = news("a.example", "Grain terminal burns").guid("live").saying(attack).at(90);
    edited.title = "Explosions heard near government quarter of capital".into();
    let changes = desk.take(&[edited]);
    assert!(matches!(changes.articles[0].fate, ArticleFate::Edited(_)), "a text that stays");
}

#[test]
fn a_date_without_a_time_is_of_that_day_wherever_it_may_be() {
    // Midnight in Greenwich on the day before; it is that day yet on the other side of the world.
    for (hours, is_told) in [(28, true), (35, true), (61, false)] {
        let mut late = news("a.example", FLASH).fetched(0);
        late.fetched = after(-12 * 60 + hours * 60);
        late.published = Some(after(-12 * 60));
        let changes = Desk::new().take(&[late.clone()]);
        assert_eq!(!notices(&changes).is_empty(), is_told, "{hours} h");
        if is_told {
            assert_eq!(changes.alerts[0].line.severity, Severity::Flash, "{hours} h");
        }
        assert_eq!(notices(&Desk::new().take(&[late.first_poll()])), [], "what was there already");
    }
}

#[test]
fn an_edit_into_a_watch_is_told_however_old_the_article_where_its_headline_is_new() {
    for (title, is_told) in
        [("Live: rocket hits embassy, two killed", true), ("Live: Iraq news", false)]
    {
        let mut desk = Desk::new();
        desk.take(&[news("a.example", "Live: Iraq news").guid("live").at(0)]);
        let text = "A rocket hit the embassy, police said";
        let edit = news("a.example", title).guid("live").saying(text).fetched(30 * 60);
        let changes = desk.take(&[edit]);
        assert!(matches!(changes.articles[0].fate, ArticleFate::Edited(_)), "{title}");
        assert_eq!(
            !notices(&changes).is_empty() || desk.book.next_due().is_some(),
            is_told,
            "{title}"
        );
    }
}

#[test]
fn numbered_places_without_links_name_no_article() {
    let events = [
        ("Rocket hits embassy in Baghdad", "Three rockets struck the compound"),
        ("Militia storms market of Erbil", "Gunmen came at dawn, officials said"),
        ("Missile sinks ferry near Odesa", "A ferry went down with its crew"),
    ];
    let mut desk = Desk::new();
    let mut new = 0;
    for poll in 1..=3_usize {
        // The newest stands first, with number 0.
        let shown = events.iter().take(poll).rev().enumerate().map(|(place, (title, text))| {
            let mut one = news("a.example", title).guid(&format!("{place}")).saying(text);
            one.published = Some(after(i64::try_from((poll - place) * 60).unwrap()));
            one.fetched = after(i64::try_from(poll * 60).unwrap());
            one
        });
        let findings: Vec<_> = shown.map(|news| news.untied()).collect();
        let changes = desk.take_findings(&findings, after(i64::try_from(poll * 60).unwrap()));
        new += changes.articles.iter().filter(|change| change.fate == ArticleFate::New).count();
        assert!(changes.articles.iter().all(|change| change.fate == ArticleFate::New), "{poll}");
    }
    assert_eq!(new, 3);
}
