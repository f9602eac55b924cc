//! The keys that people read of are those of the table, and own keys take none from another action
//! unsaid.

use super::{BINDINGS, Context, KeyProblem, Keymap, table::Row};

const README: &str = include_str!("../../../README.md");

/// The panes whose own keys the README lists.
const PANES: &[Context] =
    &[Context::Alerts, Context::Story, Context::Feeds, Context::Watches, Context::Handover];

/// The rows of the README's table with this head.
fn shown(head: &str) -> Vec<&'static str> {
    let below = README.lines().skip_while(|line| *line != head).skip(2);
    below.take_while(|line| line.starts_with('|')).collect()
}

fn keys(row: &Row) -> String {
    let keys: Vec<String> = row.keys.split(' ').map(|key| format!("`{key}`")).collect();
    keys.join(" ")
}

fn title(context: Context) -> &'static str {
    Context::NAMES.iter().find(|(known, _)| *known == context).map_or("", |(_, title)| title)
}

fn is_everywhere(row: &&Row) -> bool {
    row.context == Context::Global
}

#[test]
fn the_readme_names_the_keys_of_everywhere_as_the_table_does() {
    let rows = BINDINGS.iter().filter(is_everywhere);
    let rows: Vec<String> = rows.map(|row| format!("| {} | {} |", keys(row), row.help())).collect();
    let (shown, redraw) = (shown("| key | does |"), 1);
    assert_eq!(shown.len() + redraw, rows.len());
    for line in shown {
        assert!(rows.iter().any(|row| row == line), "the table of keys has not: {line}");
    }
}

#[test]
fn the_readme_lists_every_action_that_only_some_panes_have() {
    let everywhere =
        |row: &Row| BINDINGS.iter().filter(is_everywhere).any(|g| g.action == row.action);
    let mut wanted: Vec<(String, Vec<&str>)> = Vec::new();
    for row in BINDINGS.iter().filter(|row| PANES.contains(&row.context) && !everywhere(row)) {
        let (said, pane) = (format!("{} | {}", keys(row), row.help()), title(row.context));
        match wanted.iter_mut().find(|(known, _)| *known == said) {
            Some((_, panes)) => panes.push(pane),
            None => wanted.push((said, vec![pane])),
        }
    }
    let wanted: Vec<String> =
        wanted.iter().map(|(said, panes)| format!("| {} | {said} |", panes.join(", "))).collect();
    assert_eq!(shown("| in | key | does |"), wanted);
}

#[test]
fn a_key_that_another_action_has_is_taken_only_when_that_one_moves() {
    let with = |keys: &[(&str, &str)]| {
        let keys = keys.iter().map(|(action, key)| ((*action).into(), (*key).into()));
        Keymap::with(&keys.collect::<Vec<(String, String)>>()).map(|_| ())
    };
    for (action, key, holder) in [
        ("snooze", "a", "acknowledge"),
        ("acknowledge", "q", "quit"),
        ("quit", "a", "acknowledge"),
        ("acknowledge", "g", "top"),
    ] {
        match with(&[(action, key)]) {
            Err(KeyProblem::Held { other, .. }) => assert_eq!(other, holder),
            other => panic!("{action} = {key}: {other:?}"),
        }
    }
    for sound in [
        &[("acknowledge", "a <C-a>")][..],
        &[("snooze", "a"), ("acknowledge", "z")],
        &[("export", "e")],
        &[("search", "/ <C-s>")],
    ] {
        assert_eq!(with(sound), Ok(()), "{sound:?}");
    }
}
