//! Behaviour of the dashboard: keys in, effects and model out, on a store in memory.

mod desk;
mod pointer;
mod wall;

use std::collections::HashSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::action::{ACTIONS, Action};
use super::key::Key;
use super::keymap::{BINDINGS, Context, KeyProblem, Keymap, Meaning};
use super::message::{Effect, Message, Reply};
use super::model::Model;
use super::panes::{PANES, PaneId, VIEWS};
use super::{Look, screen};
use crate::dashboard::load::{AlertRow, Page, Query, Slot};
use crate::domain::{AlertId, AlertState, Severity, Timeliness};
use crate::engine::{Command, Handle, Role, Status};
use crate::store::memory::MemoryStore;

fn now() -> Timestamp {
    "2020-05-19T14:32:07Z".parse().unwrap()
}

fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn model() -> Model {
    let status = Status {
        role: Role::Poller,
        timeliness: Timeliness::default(),
        config_problem: None,
        ended: None,
        damage: None,
        trouble: None,
        outage: None,
        sources: Arc::default(),
        reading: None,
        undone: None,
        watches: Arc::new([]),
        feeds: 0,
    };
    let handle = Handle {
        store: Arc::new(MemoryStore::default()),
        revision: tokio::sync::watch::channel(0).1,
        status: tokio::sync::watch::channel(status).1,
        commands: tokio::sync::mpsc::channel(1).0,
        watches: crate::engine::Workbench::default(),
        pulse: crate::engine::Pulse::default(),
    };
    let mut model =
        screen::model(&handle, &Look::default(), now(), jiff::tz::TimeZone::UTC).unwrap();
    update(&mut model, Message::Resize(160, 30));
    model
}

fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    super::update::update(model, message)
}

fn row(id: i64, severity: Severity, state: AlertState) -> AlertRow {
    AlertRow {
        id: AlertId(id),
        state,
        state_since: now(),
        severity,
        raised: now(),
        watches: vec!["rocket".into()],
        origins: 1,
        outlets: 1,
        changed: now(),
        place: String::new(),
        headline: format!("headline {id}"),
        by: String::new(),
        notes: 0,
        heading: None,
        lines: 1,
        url: format!("https://example.org/{id}"),
    }
}

fn open(ids: &[i64]) -> Vec<AlertRow> {
    ids.iter().map(|id| row(*id, Severity::Priority, AlertState::Open)).collect()
}

/// Answers the newest question of a kind.
fn answer(model: &mut Model, page: Page) -> Vec<Effect> {
    let question = model.ask(Query::Alerts(crate::store::AlertQuery::default()));
    let Effect::Load(serial, _) = question else { unreachable!() };
    update(model, Message::Loaded(Reply { slot: Slot::Alerts, serial, result: Ok(page) }))
}

fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let keys = Key::parse_all(keys).unwrap();
    keys.into_iter().flat_map(|key| update(model, Message::Key(key))).collect()
}

fn sent(effects: &[Effect]) -> Vec<&Command> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Send(command) => Some(command),
            _ => None,
        })
        .collect()
}

/// What is under the cursor after keys in a list of 1 to 40.
#[test]
fn keys_move_the_cursor() {
    let cases: &[(&str, i64)] = &[
        ("", 1),
        ("j", 2),
        ("jjk", 2),
        ("<down><down><up>", 2),
        ("k", 1),
        ("G", 40),
        ("Ggg", 1),
        ("<end><home>", 1),
        ("g", 1),
        ("gj", 2),
        ("gxgg", 1),
        ("<C-d>", 7),
        ("<C-d><C-u>", 1),
        ("<pgdn>", 12),
        ("n", 2),
        ("nnN", 2),
        ("jj<tab>j", 3),
        ("jj<enter>j<esc>j", 4),
        ("3j1", 1),
    ];
    for (keys, selected) in cases {
        let mut model = model();
        answer(&mut model, Page::Alerts(open(&(1..=40).collect::<Vec<_>>())));
        press(&mut model, keys);
        assert_eq!(model.alerts.table.list.selected, Some(AlertId(*selected)), "{keys}");
    }
}

#[test]
fn the_list_never_moves_under_the_cursor() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&(10..50).collect::<Vec<_>>())));
    press(&mut model, "jjj");
    let line = |model: &Model| {
        model.alerts.table.visible().find(|shown| shown.selected).map(|shown| shown.line)
    };
    let before = line(&model);
    let mut rows = vec![row(1, Severity::Flash, AlertState::Open)];
    rows.extend(open(&(2..50).collect::<Vec<_>>()));
    answer(&mut model, Page::Alerts(rows));
    assert_eq!(model.alerts.table.list.selected, Some(AlertId(13)));
    assert_eq!(line(&model), before);
    assert_eq!(model.alerts.unseen()[0], (9, 1), "nine new above, one of them flash");
    press(&mut model, "gg");
    assert_eq!(model.alerts.unseen()[0], (0, 0), "seen");
}

#[test]
fn an_untouched_list_follows_the_newest_and_guards_the_next_key() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[5, 6])));
    answer(&mut model, Page::Alerts(open(&[4, 5, 6])));
    assert_eq!(model.alerts.table.list.selected, Some(AlertId(4)));
    let effects = press(&mut model, "a");
    assert!(sent(&effects).is_empty(), "the list has just moved");
    update(&mut model, Message::Tick(later(2)));
    let effects = press(&mut model, "a");
    assert_eq!(sent(&effects), [&Command::Acknowledge(vec![AlertId(4)])]);
}

#[test]
fn acknowledge_marks_pending_moves_on_and_can_be_undone() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[1, 2, 3])));
    update(&mut model, Message::Tick(later(2)));
    let effects = press(&mut model, "a");
    assert_eq!(sent(&effects), [&Command::Acknowledge(vec![AlertId(1)])]);
    assert!(model.alerts.pending.contains_key(&AlertId(1)));
    assert_eq!(model.alerts.table.list.selected, Some(AlertId(2)));
    let mut rows = open(&[2, 3]);
    rows.push(row(1, Severity::Priority, AlertState::Acknowledged));
    answer(&mut model, Page::Alerts(rows));
    assert!(model.alerts.pending.is_empty(), "the store has said so");
    let effects = press(&mut model, "u");
    assert_eq!(sent(&effects), [&Command::Undo]);
    assert!(sent(&press(&mut model, "u")).is_empty(), "nothing more to undo");
}

#[test]
fn what_the_store_never_confirms_is_not_pending_for_ever() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[1, 2])));
    update(&mut model, Message::Tick(later(2)));
    press(&mut model, "x");
    update(&mut model, Message::Tick(later(30)));
    assert!(model.alerts.pending.is_empty());
    assert!(model.note.is_some());
}

#[test]
fn a_refused_command_changes_nothing() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[1])));
    update(&mut model, Message::Tick(later(2)));
    press(&mut model, "a");
    let command = Command::Acknowledge(vec![AlertId(1)]);
    update(&mut model, Message::Refused(command, "busy"));
    assert!(model.alerts.pending.is_empty());
    assert!(model.alerts.undo.is_empty());
}

#[test]
fn a_new_flash_rings_once_and_not_when_muted() {
    let bells = |keys: &str| {
        let mut model = model();
        answer(&mut model, Page::Alerts(open(&[1])));
        press(&mut model, keys);
        let rows = || vec![row(2, Severity::Flash, AlertState::Open)];
        let mut effects = answer(&mut model, Page::Alerts(rows()));
        effects.extend(answer(&mut model, Page::Alerts(rows())));
        effects.iter().filter(|effect| matches!(effect, Effect::Bell)).count()
    };
    assert_eq!(bells(""), 1);
    assert_eq!(bells("m"), 0);
    assert_eq!(bells("mm"), 1);
}

#[test]
fn only_the_newest_answer_counts() {
    let mut model = model();
    let Effect::Load(old, _) = model.ask(Query::Stories) else { unreachable!() };
    let Effect::Load(new, _) = model.ask(Query::Stories) else { unreachable!() };
    assert!(!model.is_newest(Slot::Stories, old));
    assert!(model.is_newest(Slot::Stories, new));
    model.dirty = false;
    let stale = Reply { slot: Slot::Stories, serial: old, result: Err("late".into()) };
    update(&mut model, Message::Loaded(stale));
    assert!(!model.dirty);
}

#[test]
fn a_flood_of_commits_is_a_few_reloads_a_second() {
    let mut model = model();
    let loads = |effects: Vec<Effect>| {
        effects.iter().filter(|effect| matches!(effect, Effect::Load(..))).count()
    };
    assert!(loads(update(&mut model, Message::StoreChanged)) > 0);
    let flood = (0..5_000).map(|_| loads(update(&mut model, Message::StoreChanged)));
    assert_eq!(flood.sum::<usize>(), 0);
    assert!(model.next_change() <= std::time::Duration::from_millis(250));
    let later = now() + SignedDuration::from_millis(251);
    assert!(loads(update(&mut model, Message::Tick(later))) > 0);
}

#[test]
fn links_that_are_not_http_are_not_opened() {
    for (url, opened) in [
        ("https://example.org/a", true),
        ("http://example.org/a", true),
        ("file:///etc/passwd", false),
        ("javascript:alert(1)", false),
        ("-version", false),
    ] {
        let mut model = model();
        let mut rows = open(&[1]);
        rows[0].url = url.into();
        answer(&mut model, Page::Alerts(rows));
        let effects = press(&mut model, "o");
        let browses = effects.iter().any(|effect| matches!(effect, Effect::Browse(_)));
        assert_eq!(browses, opened, "{url}");
    }
}

#[test]
fn overlays_take_the_keys_and_give_them_back() {
    let cases: &[(&str, Context)] = &[
        ("", Context::Alerts),
        ("?", Context::Help),
        ("?<esc>", Context::Alerts),
        ("?q", Context::Alerts),
        ("F", Context::Filter),
        ("Fabc<enter>", Context::Alerts),
        (":", Context::Command),
        (":theme light<enter>", Context::Alerts),
        ("/", Context::Typing),
        ("/rocket<enter>", Context::Found),
        ("/<esc>", Context::Alerts),
        ("<tab>", Context::Story),
        ("<enter><esc>", Context::Alerts),
        ("2", Context::Stories),
        ("3", Context::Feeds),
        ("w", Context::Watches),
        ("6", Context::Log),
        (":ack all<enter>", Context::Question),
        (":ack all<enter>n", Context::Alerts),
        (":view feeds<enter>", Context::Feeds),
    ];
    for (keys, context) in cases {
        let mut model = model();
        answer(&mut model, Page::Alerts(open(&[1, 2])));
        press(&mut model, keys);
        assert_eq!(model.context(), *context, "{keys}");
    }
}

#[test]
fn acknowledging_all_asks_first_and_is_one_undo() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[1, 2, 3])));
    let all = vec![AlertId(1), AlertId(2), AlertId(3)];
    assert!(sent(&press(&mut model, ":ack all<enter>")).is_empty());
    assert_eq!(sent(&press(&mut model, "y")), [&Command::Acknowledge(all)]);
    assert_eq!(sent(&press(&mut model, "u")), [&Command::Undo]);
}

#[test]
fn quitting_is_one_key_from_every_view() {
    for keys in ["q", "3q", "<enter>q", "5<esc>q", ":q<enter>", "<C-c>", "/a<enter>q"] {
        let effects = press(&mut model(), keys);
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Quit)), "{keys}");
    }
}

#[test]
fn no_key_means_two_things_in_one_context() {
    let keymap = Keymap::with(&[]).unwrap();
    let mut seen = HashSet::new();
    for binding in &keymap.bindings {
        let place = (binding.row.context, binding.keys.clone());
        assert!(seen.insert(place), "{:?} twice in {:?}", binding.keys, binding.row.context);
    }
    for binding in &keymap.bindings {
        let meaning = keymap.resolve(binding.row.context, &binding.keys);
        assert_eq!(meaning, Meaning::Action(binding.row.action), "hidden by a shorter one");
    }
}

#[test]
fn every_action_has_a_key_and_every_context_a_place_in_the_help() {
    for words in ACTIONS {
        let bound = BINDINGS.iter().any(|row| row.action == words.action);
        assert!(bound, "{} has no key", words.name);
    }
    for row in BINDINGS {
        let named = Context::NAMES.iter().any(|(context, _)| *context == row.context);
        assert!(named, "{:?} is not in the help", row.context);
        assert_eq!(row.action.words().action, row.action, "{:?} has no words", row.action);
    }
    let names: HashSet<&str> = ACTIONS.iter().map(|words| words.name).collect();
    assert_eq!(names.len(), ACTIONS.len());
    for view in VIEWS {
        assert!(PANES.iter().any(|pane| pane.id == view.list));
        assert!(BINDINGS.iter().any(|row| row.action == view.action));
    }
    assert!(PANES.iter().any(|pane| pane.id == PaneId::Story));
}

#[test]
fn own_keys_replace_and_wrong_ones_are_said() {
    let with = |action: &str, keys: &str| Keymap::with(&[(action.into(), keys.into())]);
    let keymap = with("acknowledge", "i <c-a>").unwrap();
    let meaning = |keys: &str| keymap.resolve(Context::Alerts, &Key::parse_all(keys).unwrap());
    assert_eq!(meaning("i"), Meaning::Action(Action::Acknowledge));
    assert_eq!(meaning("a"), Meaning::Nothing);
    assert!(matches!(with("acknowlege", "e"), Err(KeyProblem::Action { near: Some(_), .. })));
    assert!(matches!(with("quit", "<ctrl>"), Err(KeyProblem::Key { .. })));
    let keymap = with("down", "i").unwrap();
    let typed = keymap.resolve(Context::Typing, &Key::parse_all("i").unwrap());
    assert_eq!(typed, Meaning::Nothing, "a letter stays a letter where text is typed");
    let twice = Keymap::with(&[("mute".into(), "x".into()), ("undo".into(), "x".into())]);
    assert!(matches!(twice, Err(KeyProblem::Twice { .. })), "{twice:?}");
}

#[test]
fn what_became_of_a_source_stands_in_the_banner_for_a_while() {
    let mut model = model();
    assert!(model.shared.banner_parts().is_empty());
    let text = "Reuters: nothing new for 7 h".to_owned();
    let notice = crate::engine::SourceNotice { at: now(), feed: crate::domain::FeedId(1), text };
    model.shared.status.sources = Arc::new([notice]);
    model.shared.banner = Some("demo".to_owned());
    let banner: Vec<&str> = model.shared.banner_parts().into_iter().map(|(text, _)| text).collect();
    assert_eq!(banner, ["demo", "Reuters: nothing new for 7 h"], "neither hides the other");
    model.shared.now = later(3_600);
    assert_eq!(model.shared.banner_parts().len(), 1);
}
