//! What hostile feeds do to the screen: nothing. Rows stay where they are, and every byte written is
//! a text of ours or a sequence of ours.

use super::{feeds, home, is_clean, round};
use crate::support::hostile::HostileServer;
use crate::support::screen::Screen;

/// Columns of the screen, and those where frames stand when a story stands beside its list.
const COLUMNS: u16 = 120;
const FRAMES: [u16; 4] = [0, 49, 50, 119];
const FRAME: &str = "│╭╮╰╯├┤─";

/// Every row from the first frame on has its frames where they belong.
#[track_caller]
fn expect_whole(screen: &Screen, at: &str) {
    let columns = FRAMES.map(|column| screen.column(column));
    let [left, ..] = &columns;
    let top = left.iter().position(|cell| cell == "╭").expect("a frame");
    let footer = left.len() - 1;
    for (column, cells) in FRAMES.iter().zip(&columns) {
        for (row, cell) in cells.iter().enumerate().take(footer).skip(top) {
            let framed = !cell.is_empty() && FRAME.contains(cell.as_str());
            assert!(framed, "{at}: row {row}, column {column}: {cell:?}\n{}", screen.text());
        }
    }
}

/// The sequences that the dashboard writes; what is left must be text.
fn without_ours(raw: &str) -> String {
    let mut text = String::new();
    let mut rest = raw;
    while let Some((before, behind)) = rest.split_once('\u{1b}') {
        text.push_str(before);
        let body = behind.strip_prefix('[').unwrap_or_else(|| panic!("ESC {behind:.20?}"));
        let end = body.find(|c: char| !c.is_ascii_digit() && !";?".contains(c)).unwrap_or(0);
        let (parameters, last) = body.split_at(end);
        let known = match last.chars().next() {
            Some('m' | 'H' | 'J') => true,
            Some('h' | 'l') => {
                ["?1049", "?25", "?1000", "?1006", "?2004", "8"].contains(&parameters)
            }
            _ => false,
        };
        assert!(known, "CSI {body:.20?}");
        rest = last.get(1..).unwrap_or_default();
    }
    text + rest
}

#[test]
fn hostile_texts_and_links_leave_the_screen_whole() {
    let Some(server) = HostileServer::start() else { return };
    let cases = server.cases(&["text", "link"]);
    assert!(cases.len() > 50, "{} cases", cases.len());
    let home = home(&server, &cases);
    round(&home);
    home.write("feeds.toml", &feeds(&[], |_| String::new()));
    home.write("config.toml", "[dashboard]\nsound = false\nnotify = \"never\"\n");
    let found = home.run(&["search", "hostilemark", "--limit", "100", "--format", "json"]).stdout;
    let found = found.lines().count();
    assert!(found > 30, "{found} articles");
    let mut screen = Screen::start(&home, &[], COLUMNS, 40);
    screen.wait_for(" 1 of ");
    // In each view: down the list, from hit to hit, from article to article of the story.
    for (keys, title) in
        [("1", "Alerts"), ("2", "in 24 h"), ("/hostilemark\r", " found"), ("6", "what was told")]
    {
        screen.press(keys);
        screen.wait_for(title);
        for step in 0..found {
            screen.press("j]J");
            screen.settle();
            expect_whole(&screen, &format!("{title}, step {step}"));
        }
    }
    screen.signal("TERM");
    let (status, raw) = screen.end();
    assert_eq!(status, 0);
    let text = without_ours(std::str::from_utf8(&raw).expect("UTF-8"));
    let controls: Vec<char> = text.chars().filter(|c| c.is_control()).collect();
    assert!(controls.is_empty(), "{controls:?}");
    assert!(is_clean(&text));
    assert!(!std::path::Path::new("/tmp/hostile-owned").exists(), "nothing was run");
    server.expect_no_violations();
}
