//! What calls, what is written, sorted and typed: keys and answers in, effects out.

use super::{answer, model, now, open, press, row, update};
use crate::dashboard::attention::{Attention, flashing};
use crate::dashboard::keymap::Context;
use crate::dashboard::load::{Page, Query};
use crate::dashboard::message::{Effect, Message};
use crate::dashboard::model::Model;
use crate::domain::{AlertId, AlertState, Severity};
use crate::engine::{Command, Progress, Reading, Undoing};
use crate::store::AlertOrder;

/// The alerts asked for last.
fn asked(effects: &[Effect]) -> Option<crate::store::AlertQuery> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::Load(_, Query::Alerts(query)) => Some(query.clone()),
        _ => None,
    })
}

fn calls(attention: Attention, severity: Severity) -> (bool, bool, Vec<String>) {
    let mut model = model();
    model.shared.attention = attention;
    answer(&mut model, Page::Alerts(open(&[1])));
    let effects = answer(&mut model, Page::Alerts(vec![row(2, severity, AlertState::Open)]));
    let rings = effects.iter().any(|effect| matches!(effect, Effect::Bell));
    let told = effects.iter().filter_map(|effect| match effect {
        Effect::Notify(text) => Some(text.clone()),
        _ => None,
    });
    let told = told.collect();
    (rings, flashing(&model.shared) == Some(severity), told)
}

#[test]
fn each_call_has_a_severity_of_its_own() {
    let usual = Attention::default();
    let told = vec!["FLASH: headline 2".to_owned()];
    assert_eq!(calls(usual, Severity::Flash), (true, true, told));
    assert_eq!(calls(usual, Severity::Immediate), (false, true, vec![]));
    assert_eq!(calls(usual, Severity::Priority), (false, false, vec![]));
    let quiet = Attention { bell: None, flash: None, notify: None };
    assert_eq!(calls(quiet, Severity::Flash), (false, false, vec![]));
}

#[test]
fn the_header_flashes_for_two_seconds() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[1])));
    answer(&mut model, Page::Alerts(vec![row(2, Severity::Flash, AlertState::Open)]));
    assert_eq!(flashing(&model.shared), Some(Severity::Flash));
    update(&mut model, Message::Tick(super::later(3)));
    assert_eq!(flashing(&model.shared), None);
}

#[test]
fn the_first_look_at_a_store_calls_nobody() {
    let mut model = model();
    let effects = answer(&mut model, Page::Alerts(vec![row(1, Severity::Flash, AlertState::Open)]));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Bell | Effect::Notify(_))));
}

#[test]
fn alerts_sorted_by_time_stand_under_their_days() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[1])));
    let query = asked(&press(&mut model, "s")).unwrap();
    assert_eq!(query.order, AlertOrder::Newest);
    let mut rows = open(&[1, 2, 3, 4]);
    rows[2].changed = super::later(-86_400);
    rows[3].changed = super::later(-4 * 86_400);
    answer(&mut model, Page::Alerts(rows));
    let headings: Vec<Option<&str>> =
        model.alerts.table.rows.iter().map(|row| row.heading.as_deref()).collect();
    assert_eq!(headings, [Some("today"), None, Some("yesterday"), Some("Friday 15 May")]);
    assert_eq!(asked(&press(&mut model, "s")).unwrap().order, AlertOrder::Urgency);
}

#[test]
fn the_filter_takes_an_outlet_beside_words() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[1])));
    let query = asked(&press(&mut model, "F<down><down><down>tolo<down>herat")).unwrap();
    assert_eq!((query.outlet.as_deref(), query.text.as_deref()), (Some("tolo"), Some("herat")));
}

#[test]
fn the_whole_list_is_written_as_the_store_has_it() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[1])));
    press(&mut model, "e");
    assert_eq!(model.context(), Context::Menu);
    let effects = press(&mut model, "5");
    let Some(Effect::Load(_, Query::Sheet(query, _, path))) = effects.first() else {
        panic!("{effects:?}");
    };
    assert_eq!(path, "wirewatch-alerts-20200519T143207Z.csv");
    assert!(query.limit > 1_000, "not only what is on the screen");
    assert_eq!(model.context(), Context::Alerts);
}

/// The commands among effects.
fn commands(effects: &[Effect]) -> Vec<&Command> {
    super::sent(effects)
}

#[test]
fn a_snooze_asks_how_long() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[1, 2])));
    assert!(commands(&press(&mut model, "z")).is_empty());
    assert_eq!(model.context(), Context::Menu);
    let effects = press(&mut model, "2");
    assert_eq!(commands(&effects), [&Command::Snooze(vec![AlertId(1)], super::later(3_600))]);
    assert_eq!(model.alerts.table.list.selected, Some(AlertId(2)), "on to the next");
    press(&mut model, "z<esc>");
    assert_eq!(model.context(), Context::Alerts);
    // The last choice is six in the morning.
    let effects = press(&mut model, "z<up><enter>");
    let six = "2020-05-20T06:00:00Z".parse().unwrap();
    assert_eq!(commands(&effects), [&Command::Snooze(vec![AlertId(2)], six)]);
}

#[test]
fn a_note_is_written_and_undone() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[7])));
    press(&mut model, "c");
    assert_eq!(typed(&model), "note");
    let effects = press(&mut model, "call the embassy<enter>");
    let note = Command::Note(vec![AlertId(7)], "call the embassy".to_owned());
    assert_eq!(commands(&effects), [&note]);
    assert_eq!(commands(&press(&mut model, "u")), [&Command::Undo]);
}

#[test]
fn what_came_of_undoing_is_said_and_passed_steps_are_gone() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[1, 2, 3])));
    for alert in [3, 2, 1] {
        update(&mut model, Message::Tick(super::later(alert * 5)));
        press(&mut model, "a");
    }
    press(&mut model, "u");
    let mut status = model.shared.status.clone();
    let text = "undone: acknowledged, alert 2; alert 1 changed again since".to_owned();
    let restored = vec![AlertId(2)];
    status.undone = Some(Undoing { number: 1, left: 1, restored, text: text.clone() });
    update(&mut model, Message::StatusChanged(Box::new(status.clone())));
    assert_eq!(model.note.as_ref().map(|note| &note.text), Some(&text));
    assert_eq!(model.alerts.undo.len(), 1);
    model.note = None;
    update(&mut model, Message::StatusChanged(Box::new(status)));
    assert!(model.note.is_none(), "said once");
}

#[test]
fn taking_over_asks_first() {
    let mut model = model();
    press(&mut model, "7");
    assert!(commands(&press(&mut model, "t")).is_empty());
    assert_eq!(model.context(), Context::Question);
    assert_eq!(commands(&press(&mut model, "y")), [&Command::TakeOver]);
}

#[test]
fn what_became_of_a_full_text_is_said() {
    let mut model = model();
    let mut status = model.shared.status.clone();
    let article = crate::domain::ArticleId(1);
    let progress = Progress::Failed("its page holds no running text".to_owned());
    status.reading = Some(Reading { article, progress });
    update(&mut model, Message::StatusChanged(Box::new(status)));
    let note = model.note.map(|note| note.text).unwrap_or_default();
    assert_eq!(note, "not fetched: its page holds no running text");
}

/// The line being typed, as the screen shows it.
fn typed(model: &Model) -> String {
    let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(
        0,
        0,
        model.size.0,
        model.size.1,
    ));
    crate::dashboard::view::draw(model, &mut buffer);
    let last = usize::from(model.size.0) * usize::from(model.size.1 - 1);
    let line: String = buffer.content[last..].iter().map(|cell| cell.symbol()).collect();
    line.trim().trim_start_matches(':').trim().to_owned()
}

#[test]
fn the_command_line_completes_in_turn_and_remembers() {
    let mut model = model();
    press(&mut model, ":theme <tab>");
    assert_eq!(typed(&model), "theme dark");
    press(&mut model, "<tab>");
    assert_eq!(typed(&model), "theme light");
    press(&mut model, "<enter>:mute<enter>:<up>");
    assert_eq!(typed(&model), "mute");
    press(&mut model, "<up>");
    assert_eq!(typed(&model), "theme light");
    press(&mut model, "<down><down>");
    assert_eq!(typed(&model), "");
    press(&mut model, "<esc>");
    assert_eq!(model.context(), Context::Alerts);
}

#[test]
fn the_help_is_searched() {
    let mut model = model();
    press(&mut model, "?/");
    assert_eq!(model.context(), Context::Typing);
    press(&mut model, "snooze");
    press(&mut model, "<enter>");
    assert_eq!(model.context(), Context::Help);
    press(&mut model, "<esc>");
    assert_eq!(model.context(), Context::Alerts);
    assert_eq!(now(), model.shared.now);
}
