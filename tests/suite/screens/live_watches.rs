//! Watches added and changed on the screen, tried on the stored articles while they are typed.

use std::sync::Arc;

use jiff::SignedDuration;
use tempfile::TempDir;
use wirewatch::config::{self, Paths};
use wirewatch::dashboard::Screen;
use wirewatch::engine::{RuleSet, Workbench};

use super::world::{World, afternoon, now};
use super::{look, screen};

/// The afternoon with the shipped watches behind it and a folder to write to.
fn desk() -> (World, TempDir, Paths) {
    let mut world = afternoon();
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::inside(folder.path());
    let rules = RuleSet::build(config::defaults(), &[]).unwrap();
    let (_, rules) = tokio::sync::watch::channel(Arc::new(rules));
    world.handle.watches = Workbench::new(rules, Some(paths.clone()));
    (world, folder, paths)
}

/// Lets the typing rest.
fn rest(screen: &mut Screen) {
    screen.at(now() + SignedDuration::from_millis(300));
}

#[test]
fn a_query_is_tried_while_it_is_typed_and_written_on_enter() {
    let (world, _folder, paths) = desk();
    let mut screen = screen(&world, (120, 40));
    screen.press("4aport<tab>rocket(s)");
    assert!(!screen.text().contains("articles of the last 7 days"), "the typing has not rested");
    rest(&mut screen);
    let text = screen.text();
    assert!(text.contains("articles of the last 7 days"), "{text}");
    insta::assert_snapshot!("watch_form", text);
    screen.press("<enter>");
    let written = std::fs::read_to_string(paths.watches_file()).unwrap();
    assert!(
        written.contains("name = \"port\"") && written.contains("match = 'rocket(s)'"),
        "{written}"
    );
    let text = screen.text();
    assert!(text.contains("added port") && !text.contains("Add a watch"), "{text}");
}

#[test]
fn what_is_wrong_with_a_query_stands_under_its_place_and_nothing_is_written() {
    let (world, _folder, paths) = desk();
    let mut screen = screen(&world, (120, 40));
    screen.press("4aport<tab>port(s) AND rocket attack");
    rest(&mut screen);
    let text = screen.text();
    insta::assert_snapshot!("watch_form_wrong", text);
    let rows: Vec<&str> = text.lines().collect();
    let line = rows.iter().position(|row| row.contains("> port(s) AND")).unwrap();
    let column = |row: &str, what: &str| row.find(what).map(|at| row[..at].chars().count());
    assert_eq!(column(rows[line], "attack"), column(rows[line + 1], "^"), "{text}");
    screen.press("<enter>");
    assert!(screen.text().contains("Add a watch"));
    assert!(!paths.watches_file().exists());
    screen.press("<esc>");
    assert!(!screen.text().contains("Add a watch"));
}

#[test]
fn a_name_is_asked_for_and_one_that_is_taken_is_refused() {
    let (world, _folder, paths) = desk();
    let mut screen = screen(&world, (100, 30));
    screen.press("4a<tab>rocket<enter>");
    assert!(screen.text().contains("name it first"));
    screen.press("rocket<enter>");
    assert!(screen.text().contains("exists already"), "{}", screen.text());
    assert!(!paths.watches_file().exists());
}

#[test]
fn a_watch_is_changed_and_switched_under_the_cursor() {
    let (world, _folder, paths) = desk();
    let mut screen = screen(&world, (120, 40));
    screen.press("4e<C-u>rocket(s) OR katyusha<enter>");
    let written = std::fs::read_to_string(paths.watches_file()).unwrap();
    assert!(written.contains("match = 'rocket(s) OR katyusha'"), "{written}");
    screen.press("<space>");
    let written = std::fs::read_to_string(paths.watches_file()).unwrap();
    assert!(written.contains("enabled = false"), "{written}");
}

#[test]
fn watches_without_a_file_can_be_tried_but_not_changed() {
    let world = afternoon();
    let mut screen = Screen::new(world.handle.clone(), &look(), now(), (100, 30)).unwrap();
    screen.press("4<space>");
    assert!(screen.text().contains("these watches are fixed"), "{}", screen.text());
}

#[test]
fn the_form_fits_every_screen() {
    let (world, _folder, _) = desk();
    for size in super::SIZES {
        let mut screen = screen(&world, *size);
        screen.press("4aport<tab>");
        screen.press(&"rocket(s) OR ".repeat(30));
        rest(&mut screen);
        assert!(screen.text().contains("Add a watch"), "{size:?}");
    }
}
