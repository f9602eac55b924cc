//! What stands on the screen, at every size, with a fixed clock.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use ratatui::style::Modifier;
use unicode_segmentation::UnicodeSegmentation;
use wirewatch::dashboard::{Glyphs, Look, Screen, ThemeName};

#[path = "screens/world.rs"]
mod world;

mod live_watches;

use world::{
    World, afternoon, first_minute, flood, fortnight, hostile, nothing, now, offline, one_mistyped,
};

const SIZES: &[(u16, u16)] = &[(160, 48), (120, 40), (80, 24), (60, 16)];

fn look() -> Look {
    Look { zone: Some("Asia/Baghdad".into()), ..Look::default() }
}

fn screen(world: &World, size: (u16, u16)) -> Screen {
    Screen::new(world.handle.clone(), &look(), now(), size).unwrap()
}

/// Every size after keys, as one snapshot a world.
fn snapshot(name: &str, world: &World, keys: &str) {
    for (columns, rows) in SIZES {
        let mut screen = screen(world, (*columns, *rows));
        screen.press(keys);
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), screen.text());
    }
}

#[test]
fn alerts_of_an_afternoon() {
    snapshot("afternoon", &afternoon(), "");
}

/// What the foot of the list says, if the list has one.
fn why(screen: &mut Screen) -> Option<String> {
    let text = screen.text();
    let foot: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("├─ why ")).collect();
    foot.get(1..3).map(|rows| rows.concat())
}

#[test]
fn a_list_without_its_story_says_why() {
    for size in [(80, 24), (60, 16)] {
        let mut screen = screen(&afternoon(), size);
        let first = why(&mut screen).unwrap();
        assert!(screen.text().contains("FLASH") && first.contains(" flash = "), "{first}");
        screen.press("j");
        let second = why(&mut screen).unwrap();
        assert!(second.contains(" = ") && second != first, "{size:?}: {second}");
        screen.press("<enter>");
        assert_eq!(why(&mut screen), None, "the story says it itself");
    }
    for size in [(80, 34), (100, 24), (160, 48)] {
        assert_eq!(why(&mut screen(&afternoon(), size)), None, "{size:?}");
    }
}

#[test]
fn the_reason_at_the_foot_adds_up() {
    for keys in ["", "j", "jj", "jjj"] {
        let mut screen = screen(&afternoon(), (80, 24));
        screen.press(keys);
        let reason = reason(&mut screen);
        let (total, parts) = reason.split_once(" = ").unwrap();
        let total: i32 = total.split(' ').find_map(|word| word.parse().ok()).unwrap();
        let mut sum = 0;
        let mut sign = 1;
        for word in parts.split(' ') {
            match word {
                "+" => sign = 1,
                "−" => sign = -1,
                _ => sum += sign * word.parse::<i32>().unwrap_or(0),
            }
        }
        assert_eq!(sum, total, "{reason}");
    }
    let mut narrow = screen(&afternoon(), (60, 24));
    assert!(reason(&mut narrow).ends_with("− cap 1"), "{}", narrow.text());
}

/// All rows of the foot as one line.
fn reason(screen: &mut Screen) -> String {
    let text = screen.text();
    let foot = text.lines().skip_while(|line| !line.starts_with("├─ why ")).skip(1);
    let rows = foot.map_while(|line| line.strip_prefix('│')?.strip_suffix('│'));
    let words: Vec<&str> = rows.flat_map(str::split_whitespace).collect();
    words.join(" ")
}

#[test]
fn the_story_being_read() {
    snapshot("story", &afternoon(), "<enter>]]]");
}

#[test]
fn feeds_and_what_to_do_about_them() {
    snapshot("feeds", &afternoon(), "3");
}

#[test]
fn stories_watches_search_log_and_duty() {
    let world = afternoon();
    for (name, keys) in [
        ("stories", "2"),
        ("watches", "4"),
        ("search", "/rocket<enter>j"),
        ("log", "6"),
        ("duty", "7"),
    ] {
        snapshot(name, &world, keys);
    }
}

#[test]
fn two_weeks_show_what_is_usual_and_what_was_not() {
    let world = fortnight();
    let mut screen = screen(&world, (200, 60));
    let text = screen.text();
    assert!(text.contains("Last 14 days, ▲ a burst"), "{text}");
    assert!(text.contains("usually none in 12 h"), "no mark stands in the sentence: {text}");
    insta::assert_snapshot!("fortnight_200x60", text);
}

#[test]
fn arabic_runs_from_the_right_and_stands_at_the_right() {
    let mut screen = screen(&afternoon(), (120, 40));
    screen.press("jjj");
    insta::assert_snapshot!("arabic", screen.text());
}

#[test]
fn the_menus_fit_every_screen() {
    let world = afternoon();
    for size in SIZES {
        for (keys, text) in [("z", "Snooze it for"), ("e", "Export"), ("3e", "Change ")] {
            let mut screen = screen(&world, *size);
            screen.press(keys);
            assert!(screen.text().contains(text), "{keys} at {size:?}");
        }
    }
}

/// Every view and the keys that lead there.
const VIEWS: &[(&str, &str)] = &[
    ("alerts", "1"),
    ("story", "1<enter>"),
    ("stories", "2"),
    ("feeds", "3"),
    ("watches", "4"),
    ("search", "/rocket<enter>"),
    ("log", "6"),
    ("duty", "7"),
];

/// What stands on top, and the keys that open it.
const OVERLAYS: &[(&str, &str)] = &[
    ("help", "?"),
    ("help searched", "?/snooze<enter>"),
    ("filter", "F<right>"),
    ("command line", ":t"),
    ("question", ":ack all<enter>"),
    ("snooze", "z"),
    ("export", "e"),
    ("note", "c"),
    ("watch", "4a"),
    ("feed", "3e"),
];

/// Rows that are alike one behind the other are told once.
fn squeezed(text: &str) -> String {
    let rows: Vec<&str> = text.lines().collect();
    let mut told = String::new();
    for same in rows.chunk_by(|a, b| a == b) {
        let row = same.first().unwrap();
        match same.len() {
            1 | 2 => same.iter().for_each(|row| told += &format!("{row}\n")),
            times => told += &format!("{row}\n~ {times} times\n"),
        }
    }
    told
}

/// What each of several ways leads to, at every size: one snapshot a size.
fn snapshot_each(name: &str, ways: &[(&str, &str)], make: impl Fn((u16, u16)) -> Screen) {
    for size in SIZES {
        let shown: String = ways
            .iter()
            .map(|(way, keys)| {
                let mut screen = make(*size);
                screen.press(keys);
                format!("== {way}\n{}", squeezed(&screen.text()))
            })
            .collect();
        insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), shown);
    }
}

#[test]
fn overlays_over_the_views() {
    let world = afternoon();
    snapshot_each("overlays", OVERLAYS, |size| screen(&world, size));
}

#[test]
fn empty_views_say_what_to_do() {
    let world = nothing();
    snapshot_each("empty", VIEWS, |size| screen(&world, size));
    snapshot("first_minute", &first_minute(), "");
}

#[test]
fn before_the_store_knows_the_feeds_the_configured_ones_are_counted() {
    let world = nothing();
    world.status.send_modify(|status| status.feeds = 209);
    for size in SIZES {
        let mut screen = screen(&world, *size);
        let text = screen.text();
        assert!(text.contains("209 feeds") && !text.contains("no feeds"), "{text}");
        assert!(text.contains("The first polls are under way."), "{text}");
        screen.press("3");
        assert!(screen.text().contains("about to begin"), "{}", screen.text());
    }
}

#[test]
fn views_that_wait_for_the_store_say_so() {
    let world = afternoon();
    let unread = |size| Screen::unread(world.handle.clone(), &look(), now(), size).unwrap();
    snapshot_each("loading", VIEWS, unread);
}

#[test]
fn trouble_stands_in_a_line_of_its_own() {
    let world = afternoon();
    snapshot_each("trouble", VIEWS, |size| {
        let mut screen = screen(&world, size);
        let mut status = world::status();
        status.trouble = Some("the disk is full: nothing was written".into());
        status.config_problem = Some("watches.toml:12:3: unknown key \"mtach\"".into());
        screen.status(status);
        screen
    });
}

#[test]
fn a_flood_is_still_a_list() {
    let world = flood(400);
    snapshot_each("flood", VIEWS, |size| screen(&world, size));
}

#[test]
fn hostile_headlines_are_drawn_plainly() {
    let world = hostile();
    snapshot_each("hostile", VIEWS, |size| screen(&world, size));
}

#[test]
fn a_first_start_without_a_network_offers_the_demo() {
    let mut screen = screen(&offline(), (80, 24));
    let text = screen.text();
    assert!(text.contains("wirewatch demo shows everything without a network"), "{text}");
    assert!(text.contains("wirewatch doctor"), "{text}");
}

#[test]
fn one_feed_that_fails_is_not_taken_for_a_lost_network() {
    let text = screen(&one_mistyped(), (80, 24)).text();
    assert!(text.contains("1 of 1 feed fails: 1 broken"), "{text}");
    assert!(!text.contains("can be reached"), "{text}");
}

#[test]
fn a_lost_network_is_said_only_where_it_is_lost() {
    let world = offline();
    let text = screen(&world, (80, 24)).text();
    assert!(text.contains("84 of 84 feeds fail: 84 retrying"), "{text}");
    world.status.send_modify(|status| status.outage = Some("no feed can be reached".into()));
    let text = screen(&world, (80, 24)).text();
    assert!(text.contains("No feed can be reached: the network is lost."), "{text}");
}

#[test]
fn the_screen_is_saved_as_a_picture() {
    let mut screen = screen(&afternoon(), (120, 40));
    screen.press(":screenshot shot.svg<enter>");
    let saved = screen.done.iter().find_map(|done| done.strip_prefix("save shot.svg\n"));
    let picture = saved.unwrap();
    assert!(picture.starts_with("<svg ") && picture.contains("FLASH"), "{picture}");
    assert!(!picture.contains("screenshot shot"), "the command line is not in the picture");
    screen.press(":screenshot<enter>");
    assert!(screen.text().contains("name a file"));
}

#[test]
fn below_the_smallest_size_there_is_a_polite_line() {
    for size in [(59, 16), (60, 15), (20, 5), (1, 1)] {
        let mut screen = screen(&afternoon(), size);
        screen.press("jj?<enter>");
        let text = screen.text();
        assert!(size.0 < 30 || text.contains("wirewatch needs 60x16"), "{text}");
    }
}

#[test]
fn rows_never_shift_whatever_a_headline_holds() {
    for size in SIZES {
        let mut screen = screen(&hostile(), *size);
        for keys in ["", "j", "<enter>", "<esc>G", "2"] {
            screen.press(keys);
            let columns = usize::from(size.0);
            let rows = screen.draw().content.chunks(columns).map(<[_]>::to_vec).collect::<Vec<_>>();
            for (number, row) in rows.iter().enumerate() {
                for cell in row {
                    let symbol = cell.symbol();
                    assert!(!symbol.chars().any(char::is_control), "{symbol:?}");
                    assert!(symbol.graphemes(true).count() <= 1, "{symbol:?}");
                    assert!(symbol.len() <= 30, "{symbol:?}");
                }
                let edge = row.last().map(|cell| cell.symbol().to_owned()).unwrap_or_default();
                let framed = row.first().is_some_and(|cell| cell.symbol() == "│");
                assert!(
                    !framed || ["│", "┤"].contains(&edge.as_str()),
                    "row {number} at {size:?}: {edge:?}"
                );
            }
        }
    }
}

#[test]
fn hits_are_painted_on_their_own_bytes() {
    let mut screen = screen(&afternoon(), (160, 48));
    let buffer = screen.draw();
    let painted: String = buffer
        .content
        .iter()
        .filter(|cell| cell.modifier.contains(Modifier::UNDERLINED))
        .map(|cell| cell.symbol())
        .collect();
    assert!(painted.contains("Kata’ib Hezbollah"), "{painted}");
    assert!(painted.starts_with("RocketUS EmbassyKatyusha rocketUS Embassy"), "{painted}");
    assert!(!painted.contains("Green"), "{painted}");
}

/// What is ours in Unicode; a headline may have a line of its own.
const MARKS: &str = "│╭╮╰╯├┤▲◆●○✓◔■▌▁▂▃▄▅▆▇█…↑↓▸◂✎≤▪·";

#[test]
fn ascii_and_plain_use_neither_marks_nor_colours() {
    let world = afternoon();
    let look = Look { theme: ThemeName::Plain, glyphs: Glyphs::Ascii, ..look() };
    for size in [(160, 48), (120, 40)] {
        let mut screen = Screen::new(world.handle.clone(), &look, now(), size).unwrap();
        for keys in
            ["", "2", "3", "4", "/rocket<enter>", "6", "7", "1<enter>", "F", "<esc>z", "<esc>?"]
        {
            screen.press(keys);
            for cell in &screen.draw().content {
                assert_eq!(cell.fg, ratatui::style::Color::Reset);
                assert_eq!(cell.bg, ratatui::style::Color::Reset);
                let plain = !cell.symbol().contains(|c: char| MARKS.contains(c));
                assert!(plain, "{:?} after {keys:?}", cell.symbol());
            }
        }
    }
}

#[test]
fn every_theme_and_view_draws_at_every_size() {
    let world = afternoon();
    let mut screen = screen(&world, (160, 48));
    for _ in ThemeName::NAMES {
        for view in ["1", "2", "3", "4", "5", "6", "7"] {
            screen.press(view);
            screen.press("jj<tab>GZ]J<esc>");
            assert!(!screen.text().is_empty());
        }
        screen.press("T");
    }
}
